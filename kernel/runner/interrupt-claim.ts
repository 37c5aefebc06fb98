/**
 * Who answers interrupt `id`: the main thread, which gives up what the cell awaits, or the interrupter's thread, which terminates the
 * code that keeps the main thread busy. Exactly one of them wins, whichever comes first; otherwise a termination could hit
 * the main thread while it is already answering.
 *
 * Two shared words: `2 * id + side` of the last claim, and the id of the last termination that has landed.
 */
export type Claims = Int32Array<SharedArrayBuffer>;

export type Side = "main" | "interrupter";

const { compareExchange, load, store } = Atomics;

export function newClaims(): Claims {
  return new Int32Array(new SharedArrayBuffer(8));
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
