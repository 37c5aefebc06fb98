/**
 * The Mersenne Twister as CPython and NumPy use it: doubles with 53 random bits, whole numbers by rejecting those that
 * are too large.
 */
import { MersenneTwister } from "../random/mersenne-twister.ts";

export class Twister {
  #engine: MersenneTwister;
  /** The second of a pair of normal numbers. */
  spare: number | undefined;

  constructor(engine: MersenneTwister) {
    this.#engine = engine;
  }

  /** A random 32-bit number. */
  word(): number {
    return this.#engine.next() >>> 0;
  }

  /** A number in [0, 1). */
  double(): number {
    const [high, low] = [this.word() >>> 5, this.word() >>> 6];
    return (high * 67108864 + low) / 9007199254740992;
  }
}

/** `init_by_array` of the Mersenne Twister's authors, which CPython uses for seeding. */
export function seededByArray(key: readonly number[]): MersenneTwister {
  const engine = new MersenneTwister(19650218);
  const words = Int32Array.from(engine.state.words);
  const size = words.length;
  let [i, j] = [1, 0];
  const step = (factor: number, add: number): void => {
    const before = words[i - 1]!;
    words[i] = (words[i]! ^ Math.imul(before ^ (before >>> 30), factor)) + add;
    i++;
    if (i >= size) {
      words[0] = words[size - 1]!;
      i = 1;
    }
  };
  for (let k = Math.max(size, key.length); k > 0; k--) {
    step(1664525, key[j]! + j);
    j = (j + 1) % key.length;
  }
  for (let k = size - 1; k > 0; k--) step(1566083941, -i);
  words[0] = -2147483648;
  engine.state = { words, left: 1, next: 0 };
  return engine;
}
