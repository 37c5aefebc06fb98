/**
 * Who answers interrupt `id`: the main thread, which rejects what the cell awaits, or the interrupter's thread, which
 * terminates the code that keeps the main thread busy. Exactly one of them wins, whichever comes first; otherwise a termination
 * could hit the main thread while it is already answering.
 *
 * The shared word holds `2 * id + side` of the last claim.
 */
export type Side = "main" | "interrupter";

export function claim(word: Int32Array<SharedArrayBuffer>, id: number, side: Side): boolean {
  const mine = 2 * id + (side === "main" ? 0 : 1);
  for (;;) {
    const last = Atomics.load(word, 0);
    if (last >> 1 >= id) return last === mine;
    if (Atomics.compareExchange(word, 0, last, mine) === last) return true;
  }
}
