/**
 * The functions of `numpy.random` that depend on `numpy.random.seed`: the same numbers from the same seed. Shapes are given as in NumPy: `rand(2, 3)`, `normal(0, 1, [2, 3])`.
 * Reference: https://numpy.org/doc/2.1/reference/random/legacy.html
 */
import { MersenneTwister } from "../random/mersenne-twister.ts";
import { arrayOf, poolOf, reorder, shapeOf, type Size } from "./choosing.ts";
import { ValueError } from "./errors.ts";
import { Twister } from "./mersenne.ts";
import { asArray, type NdArray } from "./numpy/array.ts";
import { type DType, float64, int64 } from "./numpy/dtype.ts";
import { binary } from "./numpy/ufunc.ts";

let twister = new Twister(new MersenneTwister(Math.floor(Math.random() * 2 ** 32)));

/**
 * Restarts the stream from a seed.
 *
 * @throws ValueError for anything but a whole number from 0 up to but not including 2 ** 32.
 * @example
 * seed(0);
 * rand(); // 0.5488135039273248
 */
export function seed(value: number): void {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** 32)
    throw new ValueError("Seed must be between 0 and 2**32 - 1");
  twister = new Twister(new MersenneTwister(value | 0));
}

/** One number if there is no size, else an array. */
function drawn(size: Size, draw: () => number, dtype: DType = float64): any {
  const shape = shapeOf(size);
  if (shape === undefined) return draw();
  const count = shape.reduce((a, b) => a * b, 1);
  return arrayOf(Array.from({ length: count }, draw), shape, dtype);
}

function normalNumber(): number {
  const { spare } = twister;
  twister.spare = undefined;
  if (spare !== undefined) return spare;
  for (;;) {
    const [x, y] = [2 * twister.double() - 1, 2 * twister.double() - 1];
    const square = x * x + y * y;
    if (square >= 1 || square === 0) continue;
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    twister.spare = factor * x;
    return factor * y;
  }
}

/** A whole number from 0 to `most`, both included. */
function upTo(most: number): number {
  if (most === 0) return 0;
  const bits = Math.floor(Math.log2(most)) + 1;
  if (bits > 32) throw new ValueError("numpy.random: ranges of 2**32 and more are not here");
  const mask = bits === 32 ? 0xffffffff : 2 ** bits - 1;
  let found = (twister.word() & mask) >>> 0;
  while (found > most) found = (twister.word() & mask) >>> 0;
  return found;
}

/** Numbers in [0, 1). */
export function rand(...size: number[]): any {
  return drawn(size.length === 0 ? null : size, () => twister.double());
}

/** Numbers in [0, 1), with the shape as one argument. */
export const random = (size?: Size): any => drawn(size, () => twister.double());

/** Normal numbers. */
export function randn(...size: number[]): any {
  return drawn(size.length === 0 ? null : size, normalNumber);
}

/**
 * Whole numbers in [low, high), or in [0, low) if only one bound is given.
 *
 * @throws ValueError if that range is empty.
 */
export function randint(low: number, high: number | null = null, size?: Size): any {
  const [from, to] = high === null ? [0, Number(low)] : [Number(low), Number(high)];
  if (to <= from) throw new ValueError("low >= high");
  return drawn(size, () => from + upTo(to - 1 - from), int64);
}

/** A number for each pair of the arguments, if they are arrays. */
function between(a: unknown, b: unknown, size: Size, draw: (a: number, b: number) => number): any {
  if (typeof a === "number" && typeof b === "number") return drawn(size, () => draw(a, b));
  const [x, y] = [asArray(a), asArray(b)];
  if (size === null || size === undefined) return binary({ name: "draw", of: draw, type: () => float64 }, x, y);
  const wide = arrayOf(Array<number>(shapeOf(size)!.reduce((p, q) => p * q, 1)).fill(0), shapeOf(size)!, float64);
  const lows = binary({ name: "add", of: (p, q) => p + q }, wide, x);
  return binary({ name: "draw", of: draw, type: () => float64 }, lows, y);
}

/** Uniform numbers in [low, high). */
export const uniform = (low: any = 0, high: any = 1, size?: Size): any =>
  between(low ?? 0, high ?? 1, size, (a, b) => a + (b - a) * twister.double());

/** Normal numbers with mean `mean`. */
export const normal = (mean: any = 0, deviation: any = 1, size?: Size): any =>
  between(mean ?? 0, deviation ?? 1, size, (a, b) => a + b * normalNumber());

/** Exponential numbers. */
export const exponential = (scale: any = 1, size?: Size): any =>
  between(scale ?? 1, 0, size, (a) => -a * Math.log1p(-twister.double()));

/**
 * How many of `n` trials succeed with probability `p`.
 *
 * @throws ValueError where NumPy uses another method, from `n * p` above 30 on.
 */
export const binomial = (n: any, p: any, size?: Size): any => {
  const found: unknown = between(n, p, size, (count, chance) =>
    chance <= 0.5 ? successes(count, chance) : count - successes(count, 1 - chance),
  );
  return typeof found === "number" ? found : (found as NdArray).astype(int64);
};

/** By inversion: the sum of the probabilities up to a uniform number. */
function successes(n: number, p: number): number {
  if (n === 0 || p === 0) return 0;
  if (n * p > 30) throw new ValueError("numpy.random.binomial: n * p above 30 is not here; torch.binomial draws those");
  const q = 1 - p;
  const first = Math.exp(n * Math.log(q));
  const most = Math.floor(Math.min(n, n * p + 10 * Math.sqrt(n * p * q + 1)));
  let [found, chance, rest] = [0, first, twister.double()];
  while (rest > chance) {
    found++;
    if (found > most) {
      [found, chance, rest] = [0, first, twister.double()];
    } else {
      rest -= chance;
      chance = ((n - found + 1) * p * chance) / (found * q);
    }
  }
  return found;
}

/** The places of `count` things in random order. */
function shuffled(count: number): number[] {
  const places = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = upTo(i);
    [places[i], places[j]] = [places[j]!, places[i]!];
  }
  return places;
}

/** Shuffles a list, or an array along its first dimension, in place. */
export const shuffle = (values: any): void => reorder(values, shuffled);

/** The numbers below `n` in random order; or a shuffled copy of a list or an array. */
export function permutation(values: any): NdArray {
  const { count, pick } = poolOf(values);
  return pick(shuffled(count), [count]);
}

/**
 * Random choices from the values, or from the numbers below `values`; a single one if no size is given.
 *
 * @throws ValueError if more are requested than there are and none may occur twice.
 */
export function choice(
  values: any,
  size?: Size,
  replaces: boolean | { replace?: boolean; p?: any } = {},
  chances?: any,
): any {
  const { replace = true, p = chances } = typeof replaces === "boolean" ? { replace: replaces } : replaces;
  const { count, pick } = poolOf(values);
  const shape = shapeOf(size);
  const wanted = (shape ?? []).reduce((a, b) => a * b, 1);
  if (!replace && wanted > count)
    throw new ValueError("Cannot take a larger sample than population when 'replace=False'");
  const list = p === undefined || p === null ? undefined : [...asArray(p).row()];
  if (!replace && list !== undefined)
    throw new ValueError("choice: probabilities without replacement are not here; torch.multinomial has them");
  const places = replace
    ? Array.from({ length: wanted }, list === undefined ? () => upTo(count - 1) : byChance(list))
    : shuffled(count).slice(0, wanted);
  return pick(places, shape);
}

function byChance(p: readonly number[]): () => number {
  const sums: number[] = [];
  for (const each of p) sums.push((sums.at(-1) ?? 0) + each);
  return () => {
    const at = twister.double();
    return sums.findIndex((sum) => sum / sums.at(-1)! > at);
  };
}
