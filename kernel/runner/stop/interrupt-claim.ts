/**
 * Decides who answers interrupt `id`: the main thread, which gives up what the cell awaits, or the interrupter's thread, which terminates
 * the code that keeps the main thread busy. Exactly one of them wins, the one that comes first; otherwise a termination could hit the main
 * thread while it is already answering.
 *
 * Six shared words: `2 * id + side` of the last claim; the id of the last termination that has landed; the number of the question that the
 * main thread is working on, negative while it is being abandoned, otherwise 0; `3 * id + phase` of the last interrupt (open, a termination
 * under way, answered); the id of the last interrupt that the main thread began to answer; and the number of the last question that was
 * given up.
 */
export type Claims = Int32Array<SharedArrayBuffer>;

export type Side = "main" | "interrupter";

const { compareExchange, load, store } = Atomics;

export function newClaims(): Claims {
  return new Int32Array(new SharedArrayBuffer(24));
}

export function claim(claims: Claims, id: number, side: Side): boolean {
  const mine = 2 * id + (side === "main" ? 0 : 1);
  for (;;) {
    const last = load(claims, 0);
    if (last >> 1 >= id) return last === mine;
    if (compareExchange(claims, 0, last, mine) === last) return true;
  }
}

export function land(claims: Claims, id: number): void {
  store(claims, 1, id);
}

export function hasLanded(claims: Claims, id: number): boolean {
  return load(claims, 1) >= id;
}

/** The main thread begins a question, which may never end; false if nobody is waiting for its answer any more. */
export function beginQuestion(claims: Claims, id: number): boolean {
  store(claims, 2, id);
  // Here we store first and then read; `abandonQuestion` does the same the other way round. So at least one side sees the other.
  return load(claims, 5) < id || !endQuestion(claims, id);
}

/** Whether the question ended by itself; otherwise its termination is on the way. */
export function endQuestion(claims: Claims, id: number): boolean {
  return compareExchange(claims, 2, id, 0) === id;
}

/**
 * Whether the main thread is working on the question, so that the interrupter must terminate it. If the main thread has not begun it, being
 * busy with something else, it never will. Questions are given up in the order in which they were asked.
 */
export function abandonQuestion(claims: Claims, id: number): boolean {
  store(claims, 5, id);
  return compareExchange(claims, 2, id, -id) === id;
}

/** The termination of a question has landed. */
export function forgetQuestion(claims: Claims): void {
  store(claims, 2, 0);
}

export function isAbandoning(claims: Claims): boolean {
  return load(claims, 2) < 0;
}

/** The main thread has left the code that kept it busy. From here on a termination would hit the kernel's own code. */
export function beginAnswer(claims: Claims, id: number): void {
  store(claims, 4, id);
}

export function isAnswering(claims: Claims, id: number): boolean {
  return load(claims, 4) >= id;
}

const UNDER_WAY = 1;
const ANSWERED = 2;

/** Announces a termination; false if the interrupt has been answered, because it would then hit whatever runs next. */
export function beginTermination(claims: Claims, id: number): boolean {
  return advance(claims, id, UNDER_WAY);
}

/** The termination has landed, or has hit nothing. */
export function endTermination(claims: Claims, id: number): void {
  compareExchange(claims, 3, 3 * id + UNDER_WAY, 3 * id);
}

/** Marks the interrupt as answered, so that no termination follows; false while one is on its way. */
export function answer(claims: Claims, id: number): boolean {
  return advance(claims, id, ANSWERED);
}

export function isAnswered(claims: Claims, id: number): boolean {
  return load(claims, 3) >= 3 * id + ANSWERED;
}

function advance(claims: Claims, id: number, phase: number): boolean {
  for (;;) {
    const last = load(claims, 3);
    if (last >= 3 * id + ANSWERED || (phase === ANSWERED && last === 3 * id + UNDER_WAY)) return false;
    if (compareExchange(claims, 3, last, 3 * id + phase) === last) return true;
  }
}
