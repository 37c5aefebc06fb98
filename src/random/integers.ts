import type { Generator } from "./generator.ts";
import { eachChunk, halvesOf, mapWords, type Numbers } from "./words.ts";

/** Ranges from here on take 64-bit draws; below, the remainder of a 32-bit word is even enough (5 % skew at most). */
const WIDE_RANGE = 2 ** 28;

/** `word % range` for whole numbers below 2^32, several times as fast: a quotient of such numbers never rounds up to the next. */
const modulo = (word: number, range: number): number => word - Math.floor(word / range) * range;

/** Rounds a 64-bit integer to float32 once: what lies below float64's reach is folded into a sticky bit first. */
const toFloat32 = (value: bigint): number => {
  if (BigInt.asIntN(54, value) === value) return Math.fround(Number(value));
  const sticky = (value & 0x7ffn) === 0n ? 0n : 1n;
  return Math.fround(Number((value >> 11n) | sticky) * 2048);
};

/** Stores a 64-bit integer as C++ casts it. */
const store = (out: Numbers, i: number, value: bigint): void => {
  if (out instanceof BigInt64Array) out[i] = value;
  else if (out instanceof Float32Array) out[i] = toFloat32(value);
  else out[i] = Number(out instanceof Float64Array ? value : BigInt.asIntN(32, value));
};

/**
 * Fills `out` with whole numbers in [low, high): the remainder of a 32-bit word, of a 64-bit one where the range is 2^28 or more.
 *
 * ```ts
 * randint(new Generator().manualSeed(42), new Int32Array(4), 0, 10); // [2, 7, 6, 4]
 * ```
 * @throws RangeError when low >= high.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.randint.html
 */
export function randint<T extends Numbers>(
  generator: Generator,
  out: T,
  low: number | bigint,
  high: number | bigint,
): T {
  if (!(low < high)) {
    throw new RangeError(`random_ expects 'from' to be less than 'to', but got from=${low} >= to=${high}`);
  }
  const base = BigInt(low);
  const range = BigInt(high) - base;
  if (range >= WIDE_RANGE) {
    for (let i = 0; i < out.length; i++) store(out, i, BigInt.asIntN(64, (generator.random64() % range) + base));
  } else if (Number.isSafeInteger(Number(base))) {
    const [narrow, start] = [Number(range), Number(base)];
    mapWords(generator, out, (word) => modulo(word, narrow) + start);
  } else {
    for (let i = 0; i < out.length; i++) store(out, i, BigInt(generator.random() % Number(range)) + base);
  }
  return out;
}

/**
 * Fills `out` with whole numbers over the range that its dtype holds exactly: up to 2^24 for a float32, 2^53 for a float64,
 * the positive half for an int8, int16, int32 or int64, all 256 for a uint8.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.random_.html
 */
export function random<T extends Numbers>(generator: Generator, out: T): T {
  if (out instanceof BigInt64Array) {
    const halves = halvesOf(out);
    eachChunk(generator, halves.length, (words, start) => {
      for (let i = 0; i < words.length; i += 2) {
        halves[start + i] = words[i + 1]!;
        halves[start + i + 1] = words[i]! & 0x7fffffff;
      }
    });
  } else if (out instanceof Float64Array) {
    for (let i = 0; i < out.length; i++) out[i] = Number(generator.random64() % (2n ** 53n + 1n));
  } else {
    const isSigned = !(out instanceof Uint8Array);
    const range = out instanceof Float32Array ? 2 ** 24 + 1 : 2 ** (8 * out.BYTES_PER_ELEMENT - (isSigned ? 1 : 0));
    mapWords(generator, out, (word) => modulo(word, range));
  }
  return out;
}

/** Fills `out` with the lowest bit of a word each: `random_` on a bool tensor. */
export function randomBool(generator: Generator, out: Uint8Array): Uint8Array {
  mapWords(generator, out, (word) => word & 1);
  return out;
}

/**
 * The whole numbers below n in an order drawn by n - 1 words: element i swaps places with itself or a later one.
 *
 * ```ts
 * randperm(new Generator().manualSeed(42), 10); // [2, 6, 1, 8, 4, 5, 0, 9, 3, 7]
 * ```
 * @throws RangeError when n is negative or beyond 214 million, where PyTorch's rule changes.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.randperm.html
 */
export function randperm(generator: Generator, n: number): Int32Array {
  if (n < 0) throw new RangeError(`Trying to create tensor with negative dimension ${n}: [${n}]`);
  if (!Number.isInteger(n) || n >= Math.floor(0xffffffff / 20)) {
    throw new RangeError(`randperm: expected a whole number below ${Math.floor(0xffffffff / 20)}, got ${n}`);
  }
  const order = Int32Array.from({ length: n }, (_, i) => i);
  eachChunk(generator, Math.max(0, n - 1), (words, start) => {
    for (let k = 0; k < words.length; k++) {
      const i = start + k;
      const j = i + modulo(words[k]! >>> 0, n - i);
      const moved = order[i]!;
      order[i] = order[j]!;
      order[j] = moved;
    }
  });
  return order;
}
