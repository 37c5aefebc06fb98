/**
 * Sums and other reductions over dimensions. Floats are added in NumPy's order, so that the last digit is the same: pairs of blocks along
 * the innermost dimension, one after another along the others.
 * Reference: https://numpy.org/doc/2.4/reference/routines.math.html#sums-products-differences
 */
import { ValueError } from "../errors.ts";
import { asArray, each, NdArray, type Shape, sizeOf, stridesOf } from "./array.ts";
import { bool, type DType, type Elements, float32, float64, int64, uint64 } from "./dtype.ts";
import { made, type Two } from "./ufunc.ts";
import { wrapAxis } from "./words.ts";

export type Axis = number | readonly number[] | null;

const asNumbers = (axis: unknown): number[] => (Array.isArray(axis) ? axis.map(Number) : [Number(axis as number)]);

/** The dimensions that a reduction removes. */
export function axesOf(axis: unknown, ndim: number): number[] {
  if (axis === null || axis === undefined) return Array.from({ length: ndim }, (_, d) => d);
  return asNumbers(axis).map((each_) => wrapAxis(each_, ndim));
}

const reducedShape = (shape: Shape, axes: readonly number[], keeps: boolean): number[] =>
  keeps ? shape.map((n, d) => (axes.includes(d) ? 1 : n)) : shape.filter((_, d) => !axes.includes(d));

const exact = (x: number): number => x;

/** A sum of a row in pairs of blocks: https://github.com/numpy/numpy/blob/main/numpy/_core/src/umath/loops_utils.h.src */
function pairwise(data: Elements, from: number, n: number, step: number, round: (x: number) => number): number {
  if (n < 8) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum = round(sum + data[from + i * step]!);
    return sum;
  }
  if (n <= 128) {
    const r = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => data[from + i * step]!);
    let i = 8;
    for (; i < n - (n % 8); i += 8) for (let k = 0; k < 8; k++) r[k] = round(r[k]! + data[from + (i + k) * step]!);
    let sum = round(
      round(round(r[0]! + r[1]!) + round(r[2]! + r[3]!)) + round(round(r[4]! + r[5]!) + round(r[6]! + r[7]!)),
    );
    for (; i < n; i++) sum = round(sum + data[from + i * step]!);
    return sum;
  }
  let half = Math.floor(n / 2);
  half -= half % 8;
  return round(pairwise(data, from, half, step, round) + pairwise(data, from + half * step, n - half, step, round));
}

interface Way {
  readonly n: number;
  readonly step: number;
  readonly out: number;
}

/** The dimensions in the order of memory, those that follow each other without a gap joined. */
function ways(a: NdArray, axes: readonly number[], outSteps: readonly number[]): { ways: Way[]; offset: number } {
  let offset = a.offset;
  const all = a.shape
    .map((n, d) => {
      let step = a.steps[d]!;
      // A kept dimension that runs backwards is gone through forwards only if nothing depends on it.
      if (step < 0 && axes.includes(d)) {
        offset += step * (n - 1);
        step = -step;
      }
      return { n, step, out: axes.includes(d) ? 0 : outSteps[d]! };
    })
    .filter(({ n }) => n !== 1)
    .sort((x, y) => Math.abs(y.step) - Math.abs(x.step));
  const joined: Way[] = [];
  for (const way of all) {
    const last = joined.at(-1);
    if (last !== undefined && last.step === way.step * way.n && last.out === way.out * way.n)
      joined[joined.length - 1] = { n: last.n * way.n, step: way.step, out: way.out };
    else joined.push(way);
  }
  return { ways: joined, offset };
}

/** Adds up the elements along dimensions. */
function add(a: NdArray, axes: readonly number[], outShape: Shape, type: DType): Elements {
  const out = type.allocate(sizeOf(outShape));
  const kept = stridesOf(outShape);
  const outSteps: number[] = [];
  let k = 0;
  for (let d = 0; d < a.ndim; d++) outSteps.push(axes.includes(d) ? 0 : kept[k++]!);
  const round = type === float32 ? Math.fround : exact;
  const found = ways(a, axes, outSteps);
  const inner = found.ways.at(-1) ?? { n: 1, step: 1, out: 0 };
  const outer = found.ways.slice(0, -1);
  const { data } = a;
  const visit = (d: number, at: number, to: number): void => {
    if (d < outer.length) {
      const { n, step, out: next } = outer[d]!;
      for (let i = 0; i < n; i++) visit(d + 1, at + i * step, to + i * next);
    } else if (inner.out === 0) out[to] = round(out[to]! + pairwise(data, at, inner.n, inner.step, round));
    else
      for (let i = 0, p = at, q = to; i < inner.n; i++, p += inner.step, q += inner.out)
        out[q] = round(out[q]! + data[p]!);
  };
  if (a.size > 0) visit(0, found.offset, 0);
  return out;
}

/** Goes through the elements of each group that a reduction combines. */
function combine(a: NdArray, axes: readonly number[], visit: (group: number, value: number) => void): void {
  const keptShape = a.shape.filter((_, d) => !axes.includes(d));
  const kept = stridesOf(keptShape);
  const steps: number[] = [];
  let k = 0;
  for (let d = 0; d < a.ndim; d++) steps.push(axes.includes(d) ? 0 : kept[k++]!);
  const groups = new Float64Array(a.size);
  let i = 0;
  each(a.shape, steps, 0, (to) => (groups[i++] = to));
  i = 0;
  each(a.shape, a.steps, a.offset, (at) => visit(groups[i++]!, a.data[at]!));
}

export interface Reducing {
  readonly axis?: unknown;
  readonly keepdims?: boolean;
  readonly dtype?: DType | undefined;
}

const sumType = (type: DType): DType =>
  type === bool ? int64 : type.category === "signed" ? int64 : type.category === "unsigned" ? uint64 : type;

function shaped(a: NdArray, out: Elements, axes: readonly number[], type: DType, keeps: boolean): NdArray {
  return made(out, reducedShape(a.shape, axes, keeps), type);
}

export function sum(given: unknown, { axis = null, keepdims = false, dtype }: Reducing = {}): NdArray {
  let a = asArray(given);
  const type = dtype ?? sumType(a.dtype);
  if (type.isFloat && a.dtype !== type) a = a.astype(type);
  const axes = axesOf(axis, a.ndim);
  return shaped(a, add(a, axes, reducedShape(a.shape, axes, false), type), axes, type, keepdims);
}

const countOf = (a: NdArray, axes: readonly number[]): number => axes.reduce((n, d) => n * a.shape[d]!, 1);

export function mean(given: unknown, { axis = null, keepdims = false, dtype }: Reducing = {}): NdArray {
  let a = asArray(given);
  const type = dtype ?? (a.dtype.isFloat ? a.dtype : float64);
  if (a.dtype !== type) a = a.astype(type);
  const axes = axesOf(axis, a.ndim);
  const out = add(a, axes, reducedShape(a.shape, axes, false), type);
  const n = countOf(a, axes);
  for (let i = 0; i < out.length; i++) out[i] = out[i]! / n;
  return shaped(a, out, axes, type, keepdims);
}

export function variance(
  given: unknown,
  { axis = null, keepdims = false, dtype, ddof = 0 }: Reducing & { readonly ddof?: number } = {},
): NdArray {
  let a = asArray(given);
  const type = dtype ?? (a.dtype.isFloat ? a.dtype : float64);
  if (a.dtype !== type) a = a.astype(type);
  const axes = axesOf(axis, a.ndim);
  const center = mean(a, { axis: axes, keepdims: true });
  const squares = type.allocate(a.size);
  const round = type === float32 ? Math.fround : exact;
  const steps = center.shape.map((n, d) => (n === 1 ? 0 : center.steps[d]!));
  const centers = new Float64Array(a.size);
  let i = 0;
  each(a.shape, steps, 0, (at) => (centers[i++] = center.data[at]!));
  i = 0;
  each(a.shape, a.steps, a.offset, (at) => {
    const off = round(a.data[at]! - centers[i]!);
    squares[i++] = off * off;
  });
  const out = add(new NdArray(squares, a.shape, type), axes, reducedShape(a.shape, axes, false), type);
  const n = Math.max(countOf(a, axes) - ddof, 0);
  for (let k = 0; k < out.length; k++) out[k] = out[k]! / n;
  return shaped(a, out, axes, type, keepdims);
}

/** A reduction by an operation of two numbers. */
export function fold(
  given: unknown,
  of: Two,
  start: number | undefined,
  { axis = null, keepdims = false, dtype }: Reducing & { readonly dtype?: DType | undefined },
  name: string,
): NdArray {
  const a = asArray(given);
  const axes = axesOf(axis, a.ndim);
  const type = dtype ?? a.dtype;
  if (start === undefined && countOf(a, axes) === 0)
    throw new ValueError(`zero-size array to reduction operation ${name} which has no identity`);
  const out = type.allocate(sizeOf(reducedShape(a.shape, axes, false)));
  const isBegun = start === undefined ? new Uint8Array(out.length) : undefined;
  if (start !== undefined) out.fill(start);
  combine(a, axes, (group, value) => {
    if (isBegun !== undefined && isBegun[group] === 0) {
      out[group] = value;
      isBegun[group] = 1;
    } else out[group] = of(out[group]!, value);
  });
  return shaped(a, out, axes, type, keepdims);
}

export const larger: Two = (a, b) => (a > b || Number.isNaN(a) ? a : b);
export const smaller: Two = (a, b) => (a < b || Number.isNaN(a) ? a : b);

export const prod = (given: unknown, options: Reducing = {}): NdArray => {
  const a = asArray(given);
  return fold(a, (x, y) => x * y, 1, { ...options, dtype: options.dtype ?? sumType(a.dtype) }, "multiply");
};

export const any = (given: unknown, options: Reducing = {}): NdArray =>
  fold(given, (x, y) => (x !== 0 || y !== 0 ? 1 : 0), 0, { ...options, dtype: bool }, "logical_or");
export const all = (given: unknown, options: Reducing = {}): NdArray =>
  fold(given, (x, y) => (x !== 0 && y !== 0 ? 1 : 0), 1, { ...options, dtype: bool }, "logical_and");

/** The place of the largest or smallest element: the first of several, and NaN before all. */
export function place(
  given: unknown,
  isBetter: (value: number, best: number) => boolean,
  name: string,
  options: Reducing,
): NdArray {
  const a = asArray(given);
  const { axis = null, keepdims = false } = options;
  const flat = axis === null;
  const x = flat ? new NdArray(a.row(), [a.size], a.dtype) : a;
  const axes = axesOf(flat ? 0 : axis, x.ndim);
  if (countOf(x, axes) === 0) throw new ValueError(`attempt to get ${name} of an empty sequence`);
  const shape = reducedShape(x.shape, axes, false);
  const out = int64.allocate(sizeOf(shape));
  const best = new Float64Array(out.length);
  const seen = new Float64Array(out.length);
  combine(x, axes, (group, value) => {
    const i = seen[group]!++;
    const old = best[group]!;
    if (i === 0 || (!Number.isNaN(old) && (Number.isNaN(value) || isBetter(value, old)))) {
      best[group] = value;
      out[group] = i;
    }
  });
  const kept = flat ? a.shape.map(() => 1) : reducedShape(x.shape, axes, true);
  return made(out, keepdims ? kept : shape, int64);
}

/** A running result along a dimension; of the flat array if none is given. */
export function running(given: unknown, of: Two, axis: unknown, dtype?: DType): NdArray {
  const a = asArray(given);
  const type = dtype ?? sumType(a.dtype);
  const flat = axis === null || axis === undefined;
  const x = flat ? new NdArray(a.row(), [a.size], a.dtype) : a;
  const d = wrapAxis(flat ? 0 : Number(axis), x.ndim);
  const out = new NdArray(x.astype(type).data, x.shape, type);
  const step = out.steps[d]!;
  const n = x.shape[d]!;
  const round = type === float32 ? Math.fround : exact;
  const others = x.shape.map((size, k) => (k === d ? 1 : size));
  each(others, out.steps, 0, (from) => {
    for (let i = 1; i < n; i++)
      out.data[from + i * step] = round(of(out.data[from + (i - 1) * step]!, out.data[from + i * step]!));
  });
  return out;
}

/** The elements of each row along a dimension, for sorting and the like. */
export function alongAxis(
  a: NdArray,
  axis: number,
  of: (row: number[]) => readonly number[],
  type: DType,
  length = a.shape[axis]!,
): NdArray {
  const moved = [...a.shape.keys()].filter((d) => d !== axis);
  const shape = a.shape.map((n, d) => (d === axis ? length : n));
  const out = new NdArray(type.allocate(sizeOf(shape)), shape, type);
  const starts: number[] = [];
  each(
    moved.map((d) => a.shape[d]!),
    moved.map((d) => out.steps[d]!),
    0,
    (at) => starts.push(at),
  );
  let k = 0;
  each(
    moved.map((d) => a.shape[d]!),
    moved.map((d) => a.steps[d]!),
    a.offset,
    (at) => {
      const row = Array.from({ length: a.shape[axis]! }, (_, i) => a.data[at + i * a.steps[axis]!]!);
      const to = starts[k++]!;
      for (const [i, value] of of(row).entries()) out.data[to + i * out.steps[axis]!] = value;
    },
  );
  return out;
}
