import type { Generator } from "./generator.ts";

/** The typed arrays that integers can be drawn into: one for each dtype. */
export type Numbers = Float32Array | Float64Array | BigInt64Array | Int32Array | Uint8Array;

/** Ranges from here on take 64-bit draws; below, the remainder of a 32-bit word is even enough (5 % skew at most). */
const WIDE_RANGE = 2 ** 28;

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
  } else if (out instanceof BigInt64Array) {
    const narrow = Number(range);
    for (let i = 0; i < out.length; i++) out[i] = BigInt(generator.random() % narrow) + base;
  } else {
    const [narrow, start] = [Number(range), Number(base)];
    for (let i = 0; i < out.length; i++) out[i] = (generator.random() % narrow) + start;
  }
  return out;
}

/**
 * Fills `out` with whole numbers over the range that its dtype holds exactly: up to 2^24 for a float32, 2^53 for a float64,
 * the positive half for an int32 or int64, all 256 for a uint8.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.random_.html
 */
export function random<T extends Numbers>(generator: Generator, out: T): T {
  if (out instanceof BigInt64Array) {
    for (let i = 0; i < out.length; i++) out[i] = BigInt.asUintN(63, generator.random64());
  } else if (out instanceof Float64Array) {
    for (let i = 0; i < out.length; i++) out[i] = Number(generator.random64() % (2n ** 53n + 1n));
  } else {
    const range = out instanceof Float32Array ? 2 ** 24 + 1 : out instanceof Int32Array ? 2 ** 31 : 256;
    for (let i = 0; i < out.length; i++) out[i] = generator.random() % range;
  }
  return out;
}

/** Fills `out` with the lowest bit of a word each: `random_` on a bool tensor. */
export function randomBool(generator: Generator, out: Uint8Array): Uint8Array {
  for (let i = 0; i < out.length; i++) out[i] = generator.random() & 1;
  return out;
}

/**
 * The whole numbers below n in an order drawn by n - 1 words: element i changes places with one of those behind it.
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
  for (let i = 0; i < n - 1; i++) {
    const j = i + (generator.random() % (n - i));
    const moved = order[i]!;
    order[i] = order[j]!;
    order[j] = moved;
  }
  return order;
}
