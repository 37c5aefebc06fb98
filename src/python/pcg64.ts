/**
 * NumPy's PCG64, seeded as `numpy.random.default_rng` seeds it.
 * Reference: https://numpy.org/doc/2.1/reference/random/bit_generators/pcg64.html
 */
const MASK = (1n << 128n) - 1n;
const WORD = (1n << 64n) - 1n;
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;

const product = (a: number, b: number): number => Math.imul(a, b) >>> 0;

/**
 * Derives eight words from a seed:
 * https://numpy.org/doc/2.1/reference/random/bit_generators/generated/numpy.random.SeedSequence.html
 */
function seedWords(seed: bigint): number[] {
  const entropy: number[] = [];
  for (let rest = seed; rest > 0n || entropy.length === 0; rest >>= 32n) entropy.push(Number(rest & 0xffffffffn));
  let constant = 0x43b0d7e5;
  const hashed = (word: number): number => {
    const mixed = product((word ^ constant) >>> 0, (constant = product(constant, 0x931e8875)));
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
  const mixed = (x: number, y: number): number => {
    const found = (product(0xca01f9dd, x) - product(0x4973f715, y)) >>> 0;
    return (found ^ (found >>> 16)) >>> 0;
  };
  const pool = Array.from({ length: 4 }, (_, i) => hashed(entropy[i] ?? 0));
  for (let from = 0; from < 4; from++)
    for (let to = 0; to < 4; to++) if (from !== to) pool[to] = mixed(pool[to]!, hashed(pool[from]!));
  for (const word of entropy.slice(4)) for (let to = 0; to < 4; to++) pool[to] = mixed(pool[to]!, hashed(word));
  let out = 0x8b51f9dd;
  return Array.from({ length: 8 }, (_, i) => {
    const word = product((pool[i % 4]! ^ out) >>> 0, (out = product(out, 0x58f38ded)));
    return (word ^ (word >>> 16)) >>> 0;
  });
}

export class Pcg64 {
  #state: bigint;
  readonly #increment: bigint;
  /** The half of a word that has not been used yet. */
  #half: number | undefined;

  constructor(seed: bigint) {
    const words = seedWords(seed);
    const long = (i: number): bigint => BigInt(words[2 * i]!) | (BigInt(words[2 * i + 1]!) << 32n);
    this.#increment = ((((long(2) << 64n) | long(3)) << 1n) | 1n) & MASK;
    this.#state = (this.#increment + ((long(0) << 64n) | long(1))) & MASK;
    this.#step();
  }

  #step(): void {
    this.#state = (this.#state * MULTIPLIER + this.#increment) & MASK;
  }

  long(): bigint {
    this.#step();
    const folded = (this.#state >> 64n) ^ (this.#state & WORD);
    const turn = this.#state >> 122n;
    return ((folded >> turn) | (folded << (64n - turn))) & WORD;
  }

  word(): number {
    if (this.#half !== undefined) {
      const half = this.#half;
      this.#half = undefined;
      return half;
    }
    const long = this.long();
    this.#half = Number(long >> 32n);
    return Number(long & 0xffffffffn);
  }

  /** A number in [0, 1). */
  double(): number {
    return Number(this.long() >> 11n) / 2 ** 53;
  }

  /** A whole number from 0 to `most`, as used for shuffling: numbers that are too large are drawn again. */
  below(most: number): number {
    const bits = most === 0 ? 0 : Math.floor(Math.log2(most)) + 1;
    const mask = 2 ** bits - 1;
    for (;;) {
      const found = (this.word() & mask) >>> 0;
      if (found <= most) return found;
    }
  }

  /** A whole number from 0 to `most`, all equally likely (Lemire 2019, https://arxiv.org/abs/1805.10941). */
  upTo(most: number): number {
    if (most === 0) return 0;
    const count = BigInt(most) + 1n;
    const [bits, draw] =
      most < 0xffffffff ? [32n, (): bigint => BigInt(this.word())] : [64n, (): bigint => this.long()];
    const mask = (1n << bits) - 1n;
    let found = draw() * count;
    if ((found & mask) < count) {
      const least = (mask - BigInt(most)) % count;
      while ((found & mask) < least) found = draw() * count;
    }
    return Number(found >> bits);
  }
}
