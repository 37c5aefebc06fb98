/** MT19937 of Matsumoto and Nishimura (ACM TOMACS 8, 1998), laid out as PyTorch's `at::mt19937_engine` keeps it. */

const N = 624;
const M = 397;

const twist = (u: number, v: number): number => (((u & 0x80000000) | (v & 0x7fffffff)) >>> 1) ^ (-(v & 1) & 0x9908b0df);

export const temper = (word: number): number => {
  let y = word ^ (word >>> 11);
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return y ^ (y >>> 18);
};

/** The whole of an engine between two draws; `left` and `next` count as PyTorch's engine does. */
export interface EngineState {
  readonly words: Int32Array;
  readonly left: number;
  readonly next: number;
}

/** A stream of 32-bit words from a 32-bit seed. */
export class MersenneTwister {
  #words = new Int32Array(N);
  /** The position of the next word; N asks for the next generation of words, as after seeding. */
  #next = N;
  #isSeeded = true;

  constructor(seed: number) {
    const words = this.#words;
    words[0] = seed;
    for (let j = 1; j < N; j++) {
      const before = words[j - 1]!;
      words[j] = Math.imul(1812433253, before ^ (before >>> 30)) + j;
    }
  }

  /** The next word, as a signed 32-bit integer: callers mask or shift it as they need. */
  next(): number {
    if (this.#next === N) this.#generate();
    return temper(this.#words[this.#next++]!);
  }

  /** Fills `out` with the next words: the same stream as `next`, block by block. */
  fill(out: Int32Array): void {
    for (let done = 0; done < out.length;) {
      if (this.#next === N) this.#generate();
      const words = this.#words;
      const start = this.#next;
      const count = Math.min(N - start, out.length - done);
      for (let j = 0; j < count; j++) out[done + j] = temper(words[start + j]!);
      done += count;
      this.#next = start + count;
    }
  }

  /** Lets `step` draw words itself: it gets the words and the position of the next, and returns where it stopped. */
  advance(step: (words: Int32Array, next: number) => number): void {
    this.#next = step(this.#words, this.#next);
    this.#isSeeded = false;
  }

  get state(): EngineState {
    // PyTorch seeds with left 1 and next 0, and only the first draw makes the words: that draw finds left at 0.
    const isFresh = this.#isSeeded;
    return { words: this.#words.slice(), left: isFresh ? 1 : N - this.#next + 1, next: isFresh ? 0 : this.#next };
  }

  set state({ words, left, next }: EngineState) {
    this.#words = Int32Array.from(words);
    this.#isSeeded = left === 1 && next === 0;
    this.#next = left === 1 ? N : next;
  }

  #generate(): void {
    const words = this.#words;
    let j = 0;
    for (; j < N - M; j++) words[j] = words[j + M]! ^ twist(words[j]!, words[j + 1]!);
    for (; j < N - 1; j++) words[j] = words[j + M - N]! ^ twist(words[j]!, words[j + 1]!);
    words[N - 1] = words[M - 1]! ^ twist(words[N - 1]!, words[0]!);
    this.#next = 0;
    this.#isSeeded = false;
  }
}
