/**
 * Who answers interrupt `id`: the main thread, which gives up what the cell awaits, or the interrupter's thread, which terminates the
 * code that keeps the main thread busy. Exactly one of them wins, whichever comes first; otherwise a termination could hit
 * the main thread while it is already answering.
 *
 * Six shared words: `2 * id + side` of the last claim; the id of the last termination that has landed; the number of the question
 * that the main thread works at, negative while it is being abandoned, else 0; `3 * id + phase` of the last interrupt (open, a
 * termination under way, answered); the id of the last one that the main thread is answering; and of the last question that was given up.
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

/** The main thread begins a question that may have no end; false where nobody waits for its answer any more. */
export function beginQuestion(claims: Claims, id: number): boolean {
  store(claims, 2, id);
  // Looked at behind the store, and written in front of the look at what is stored: one of the two sees the other.
  return load(claims, 5) < id || !endQuestion(claims, id);
}

/** Whether the question ended by itself; otherwise its termination is on the way. */
export function endQuestion(claims: Claims, id: number): boolean {
  return compareExchange(claims, 2, id, 0) === id;
}

/**
 * Whether the main thread works at the question, which is then the interrupter's to terminate. Where it has not begun it never will:
 * the main thread may be busy with something else. Questions are given up in the order in which they were asked.
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

/** The main thread has left what kept it busy. From here on a termination would hit the kernel's own code. */
export function beginAnswer(claims: Claims, id: number): void {
  store(claims, 4, id);
}

export function isAnswering(claims: Claims, id: number): boolean {
  return load(claims, 4) >= id;
}

const UNDER_WAY = 1;
const ANSWERED = 2;

/** A termination is on its way, unless the interrupt has been answered: then one would hit what comes next. */
export function beginTermination(claims: Claims, id: number): boolean {
  return advance(claims, id, UNDER_WAY);
}

/** It has landed, or hit nothing. */
export function endTermination(claims: Claims, id: number): void {
  compareExchange(claims, 3, 3 * id + UNDER_WAY, 3 * id);
}

/** No termination of this interrupt comes any more; false while one is on its way. */
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
