/**
 * The functions of `numpy.random` that depend on `numpy.random.seed`: the same numbers from the same seed. Arrays are
 * tensors of float64 and int64. Shapes are given as in NumPy: `rand(2, 3)`, `normal(0, 1, [2, 3])`.
 * Reference: https://numpy.org/doc/2.1/reference/random/legacy.html
 */
import { MersenneTwister } from "../random/mersenne-twister.ts";
import { type DType, float64, int64 } from "../shape/index.ts";
import { type Tensor, tensor } from "../tensor/index.ts";
import { ValueError } from "./errors.ts";
import { Twister } from "./mersenne.ts";

let twister = new Twister(new MersenneTwister(Math.floor(Math.random() * 2 ** 32)));

type Size = number | readonly number[] | null | undefined;

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

function filled(size: readonly number[], draw: () => number, dtype: DType = float64): Tensor {
  const count = size.reduce((a, b) => a * b, 1);
  const values = Array.from({ length: count }, draw);
  return tensor(values, { dtype }).reshape([...size]);
}

/** One number if there is no size, else a tensor. */
function drawn(size: Size, draw: () => number, dtype?: DType): any {
  if (size === null || size === undefined) return draw();
  return filled(typeof size === "number" ? [size] : size, draw, dtype);
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
  const [from, to] = high === null ? [0, low] : [low, high];
  if (to <= from) throw new ValueError("low >= high");
  return drawn(size, () => from + upTo(to - 1 - from), int64);
}

/** Uniform numbers in [low, high). */
export const uniform = (low = 0, high = 1, size?: Size): any =>
  drawn(size, () => low + (high - low) * twister.double());

/** Normal numbers with mean `mean`. */
export const normal = (mean = 0, deviation = 1, size?: Size): any =>
  drawn(size, () => mean + deviation * normalNumber());

/** Shuffles a list, or a tensor along its first dimension, in place. */
export function shuffle(values: Tensor | unknown[]): void {
  if (Array.isArray(values)) return mix(values);
  const places = Array.from({ length: values.size(0) }, (_, i) => i);
  mix(places);
  values.copy_(values.at(tensor(places)));
}

function mix(values: unknown[]): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = upTo(i);
    [values[i], values[j]] = [values[j], values[i]];
  }
}

/** The numbers below `n` in random order; or a shuffled copy of a list or tensor. */
export function permutation(values: number | Tensor | readonly unknown[]): Tensor {
  const t = typeof values === "number" || Array.isArray(values) ? undefined : (values as Tensor);
  const places = Array.from(
    { length: t === undefined ? (typeof values === "number" ? values : (values as unknown[]).length) : t.size(0) },
    (_, i) => i,
  );
  mix(places);
  if (t !== undefined) return t.at(tensor(places));
  return tensor(typeof values === "number" ? places : places.map((i) => (values as number[])[i]!));
}

/**
 * Random choices from the values, or from the numbers below `values`; a single one if no size is given.
 *
 * @throws ValueError if more are requested than there are and none may occur twice.
 */
export function choice(
  values: number | Tensor | readonly any[],
  size?: Size,
  { replace = true, p }: { replace?: boolean; p?: readonly number[] | Tensor } = {},
): any {
  const list =
    typeof values === "number" ? undefined : Array.isArray(values) ? values : (values as Tensor).tolist<any[]>();
  const count = list?.length ?? (values as number);
  const count1 = typeof size === "number" ? size : (size ?? []).reduce((a, b) => a * b, 1);
  if (!replace && count1 > count)
    throw new ValueError("Cannot take a larger sample than population when 'replace=False'");
  const places = p === undefined ? undefined : byChance(Array.isArray(p) ? p : (p as Tensor).tolist<number[]>());
  const order = replace ? undefined : permutation(count).tolist<number[]>();
  let next = 0;
  const draw = (): number => (order === undefined ? (places?.() ?? upTo(count - 1)) : order[next++]!);
  if (size === null || size === undefined) {
    const i = draw();
    return list === undefined ? i : list[i];
  }
  const found = Array.from({ length: count1 }, draw);
  const chosen = list === undefined ? found : found.map((i) => list[i] as number);
  return typeof chosen[0] === "string" ? chosen : tensor(chosen).reshape(typeof size === "number" ? [size] : [...size]);
}

function byChance(p: readonly number[]): () => number {
  const sums: number[] = [];
  for (const each of p) sums.push((sums.at(-1) ?? 0) + each);
  return () => {
    const at = twister.double();
    return sums.findIndex((sum) => sum / sums.at(-1)! > at);
  };
}
