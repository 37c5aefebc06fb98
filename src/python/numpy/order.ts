/** Sorting, searching and counting. Reference: https://numpy.org/doc/2.4/reference/routines.sort.html */
import { ValueError } from "../errors.ts";
import { asArray, converted, NdArray, sizeOf } from "./array.ts";
import { bool, type DType, type Elements, float32, float64, int64, promote, str } from "./dtype.ts";
import { nonzeroOf } from "./indexing.ts";
import { alongAxis } from "./reduce.ts";
import { reshape } from "./shaping.ts";
import { wrapAxis } from "./words.ts";

/** NaN comes last. */
export const compare = (a: any, b: any): number =>
  a < b ? -1 : a > b ? 1 : a === b ? 0 : (Number.isNaN(a) ? 1 : 0) - (Number.isNaN(b) ? 1 : 0);

const flatIf = (given: unknown, axis: unknown): readonly [NdArray, number] => {
  const a = asArray(given);
  if (axis === null) return [reshape(a, [-1]), 0];
  return [a, wrapAxis(Number(axis), a.ndim)];
};

export function sort(given: unknown, axis: unknown = -1): NdArray {
  const [a, d] = flatIf(given, axis);
  return alongAxis(a, d, (row) => row.sort(compare), a.dtype);
}

const orderOf = (row: readonly number[]): number[] =>
  Array.from(row, (_, i) => i).sort((i, j) => compare(row[i], row[j]) || i - j);

export function argsort(given: unknown, axis: unknown = -1): NdArray {
  const [a, d] = flatIf(given, axis);
  return alongAxis(a, d, orderOf, int64);
}

/** The place among sorted values where each value belongs. */
export function searchsorted(sorted: unknown, values: unknown, side: string): NdArray {
  const [list, wanted] = [asArray(sorted).row(), asArray(values)];
  const isRight = side === "right";
  const row = Float64Array.from(wanted.row() as ArrayLike<number>, (value) => {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = compare(list[middle], value);
      if (order < 0 || (isRight && order === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  });
  return new NdArray(row, wanted.shape, int64, undefined, 0, wanted.ndim === 0);
}

export interface Unique {
  readonly values: NdArray;
  readonly index: NdArray;
  readonly inverse: NdArray;
  readonly counts: NdArray;
}

const ints = (list: readonly number[], shape: readonly number[] = [list.length]): NdArray =>
  new NdArray(Float64Array.from(list), shape, int64);

/** The sorted values without repetition; along a dimension whole rows are compared. */
export function unique(given: unknown, axis: unknown): Unique {
  const a = asArray(given);
  const isFlat = axis === null || axis === undefined;
  const d = isFlat ? 0 : wrapAxis(Number(axis), a.ndim);
  const rows: unknown[][] = isFlat
    ? Array.from(a.row() as ArrayLike<unknown>, (value) => [value])
    : Array.from({ length: a.shape[d]! }, (_, i) => [
        ...(a
          .view(
            a.shape.filter((_n, k) => k !== d),
            a.steps.filter((_s, k) => k !== d),
            a.offset + i * a.steps[d]!,
          )
          .row() as Iterable<unknown>),
      ]);
  const byRow = (x: unknown[], y: unknown[]): number => {
    for (const [k, value] of x.entries()) {
      const order = compare(value, y[k]);
      if (order !== 0) return order;
    }
    return 0;
  };
  const order = rows.map((_, i) => i).sort((i, j) => byRow(rows[i]!, rows[j]!) || i - j);
  const firsts: number[] = [];
  const counts: number[] = [];
  const inverse = Array<number>(rows.length);
  for (const [k, i] of order.entries()) {
    if (k === 0 || byRow(rows[i]!, rows[order[k - 1]!]!) !== 0) {
      firsts.push(i);
      counts.push(0);
    }
    counts[counts.length - 1]!++;
    inverse[i] = firsts.length - 1;
  }
  const shape = isFlat ? [firsts.length] : a.shape.map((n, k) => (k === d ? firsts.length : n));
  const values = new NdArray(a.dtype.allocate(sizeOf(shape)), shape, a.dtype);
  const inner = sizeOf(shape.slice(d + 1));
  for (const [k, i] of firsts.entries())
    for (const [m, value] of rows[i]!.entries()) {
      const [outer, rest] = [Math.floor(m / inner), m % inner];
      values.data[isFlat ? k : (outer * firsts.length + k) * inner + rest] = value as number;
    }
  return { values, index: ints(firsts), inverse: ints(inverse, isFlat ? a.shape : undefined), counts: ints(counts) };
}

/** How often each whole number from 0 on occurs, or the sum of its weights. */
export function bincount(given: unknown, weights: unknown, minlength: number): NdArray {
  const a = asArray(given);
  if (a.ndim !== 1) throw new ValueError("object too deep for desired array");
  if (a.dtype.isFloat)
    throw new TypeError("Cannot cast array data from dtype('float64') to dtype('int64') according to the rule 'safe'");
  const row = a.row();
  const heavy = weights === null || weights === undefined ? undefined : asArray(weights, float64).row();
  let most = minlength - 1;
  for (const value of row) {
    if (value < 0) throw new ValueError("'list' argument must have no negative elements");
    most = Math.max(most, value);
  }
  const out = new Float64Array(most + 1);
  for (const [i, value] of row.entries()) out[value]! += heavy?.[i] ?? 1;
  return new NdArray(out, [most + 1], heavy === undefined ? int64 : float64);
}

/** Counts in intervals, and their ends. */
export function histogram(given: unknown, bins: unknown, range: unknown, density: boolean): NdArray[] {
  const row = Float64Array.from(asArray(given).row());
  let ends: Float64Array;
  if (typeof bins === "number") {
    let [low, high] = Array.isArray(range)
      ? (range.map(Number) as [number, number])
      : [row.reduce((x, y) => Math.min(x, y), Infinity), row.reduce((x, y) => Math.max(x, y), -Infinity)];
    if (row.length === 0 && !Array.isArray(range)) [low, high] = [0, 1];
    if (low === high) [low, high] = [low - 0.5, high + 0.5];
    ends = lineOf(low, high, bins + 1, true);
  } else if (typeof bins === "string")
    throw new ValueError(`np.histogram: bins '${bins}' are not here; give their number or their ends`);
  else ends = Float64Array.from(asArray(bins).row());
  const counts = new Float64Array(ends.length - 1);
  for (const value of row) {
    if (!(value >= ends[0]! && value <= ends.at(-1)!)) continue;
    let k = ends.findLastIndex((end) => end <= value);
    if (k === counts.length) k--;
    counts[k]!++;
  }
  const list = new NdArray(counts, [counts.length], int64);
  const places = new NdArray(ends, [ends.length], float64);
  if (!density) return [list, places];
  const total = counts.reduce((x, y) => x + y, 0);
  return [
    new NdArray(
      counts.map((n, i) => n / (ends[i + 1]! - ends[i]!) / total),
      [counts.length],
      float64,
    ),
    places,
  ];
}

export function lineOf(start: number, stop: number, count: number, endpoint: boolean): Float64Array {
  const gaps = endpoint ? count - 1 : count;
  const step = (stop - start) / gaps;
  const out = Float64Array.from({ length: count }, (_, i) => (gaps > 0 ? i * step : 0) + start);
  if (endpoint && count > 1) out[count - 1] = stop;
  return out;
}

/** The value below which a share of each row lies, between two neighbours in proportion. */
export function quantile(given: unknown, shares: unknown, axis: unknown, keepdims: boolean): NdArray {
  const input = asArray(given);
  const wanted = asArray(shares, float64);
  if (wanted.row().some((q) => !(q >= 0 && q <= 1))) throw new ValueError("Quantiles must be in the range [0, 1]");
  const isFlat = axis === null || axis === undefined;
  let a = isFlat ? reshape(input, [-1]) : input;
  let d = isFlat ? 0 : 0;
  if (Array.isArray(axis)) {
    const gone = axis.map((each) => wrapAxis(Number(each), a.ndim));
    const kept = [...a.shape.keys()].filter((k) => !gone.includes(k));
    const order = [...kept, ...gone];
    const moved = a.view(
      order.map((k) => a.shape[k]!),
      order.map((k) => a.steps[k]!),
    );
    a = reshape(moved, [...kept.map((k) => a.shape[k]!), -1]);
    d = a.ndim - 1;
  } else if (!isFlat) d = wrapAxis(Number(axis), a.ndim);
  // Several shares are in float64, and so is what they are multiplied by.
  const type = wanted.ndim === 0 && a.dtype.isFloat ? a.dtype : float64;
  const round = a.dtype === float32 ? Math.fround : (x: number): number => x;
  const each_ = Array.from(wanted.row(), (q) =>
    alongAxis(
      a,
      d,
      (row) => {
        if (row.some((value) => Number.isNaN(value))) return [NaN];
        row.sort(compare);
        const at = q * (row.length - 1);
        const low = Math.floor(at);
        const [x, y, t] = [row[low]!, row[Math.min(low + 1, row.length - 1)]!, at - low];
        const gap = round(y - x);
        // As NumPy's _lerp.
        return [t >= 0.5 ? y - gap * (1 - t) : x + gap * t];
      },
      type,
      1,
    ),
  );
  const removed = isFlat || Array.isArray(axis) ? undefined : d;
  const shape = isFlat
    ? keepdims
      ? input.shape.map(() => 1)
      : []
    : keepdims && removed !== undefined
      ? a.shape.map((n, k) => (k === removed ? 1 : n))
      : a.shape.filter((_, k) => k !== d);
  const parts = each_.map((part) => new NdArray(part.data, shape, type));
  if (wanted.ndim === 0) return new NdArray(parts[0]!.data, shape, type, undefined, 0, shape.length === 0);
  const data = type.allocate(parts.length * sizeOf(shape));
  for (const [i, part] of parts.entries()) data.set(part.data, i * sizeOf(shape));
  return new NdArray(data, [...wanted.shape, ...shape], type);
}

export function median(given: unknown, axis: unknown, keepdims: boolean): NdArray {
  const a = asArray(given);
  const type = a.dtype.isFloat ? a.dtype : float64;
  const isFlat = axis === null || axis === undefined;
  const x = isFlat ? reshape(a, [-1]) : a;
  const d = isFlat ? 0 : wrapAxis(Number(axis), a.ndim);
  const found = alongAxis(
    x,
    d,
    (row) => {
      if (row.length === 0 || row.some((value) => Number.isNaN(value))) return [NaN];
      row.sort(compare);
      const half = row.length >> 1;
      return [row.length % 2 === 1 ? row[half]! : (row[half - 1]! + row[half]!) / 2];
    },
    type,
    1,
  );
  const shape = isFlat
    ? keepdims
      ? a.shape.map(() => 1)
      : []
    : keepdims
      ? found.shape
      : found.shape.filter((_, k) => k !== d);
  return new NdArray(found.data, shape, type, undefined, 0, shape.length === 0);
}

export const argwhere = (given: unknown): NdArray => {
  const lists = nonzeroOf(asArray(given));
  const n = lists[0]?.size ?? 0;
  const out = new Float64Array(n * lists.length);
  for (const [d, list] of lists.entries()) for (let i = 0; i < n; i++) out[i * lists.length + d] = list.data[i]!;
  return new NdArray(out, [n, lists.length], int64);
};

/** Whether each value is among others. */
export function isin(given: unknown, others: unknown, invert: boolean): NdArray {
  const a = asArray(given);
  const known = new Set<unknown>(asArray(others).row() as Iterable<unknown>);
  const row = Uint8Array.from(a.row() as ArrayLike<number>, (value) => Number(known.has(value) !== invert));
  return new NdArray(row, a.shape, bool, undefined, 0, a.ndim === 0);
}

export const setOf =
  (of: (a: Set<unknown>, b: Set<unknown>) => Set<unknown>) =>
  (a: unknown, b: unknown): NdArray => {
    const [x, y] = [asArray(a), asArray(b)];
    const type = promote(x.dtype, y.dtype);
    const found = [...of(new Set(x.row() as Iterable<unknown>), new Set(y.row() as Iterable<unknown>))].sort(compare);
    const row =
      type === str ? (found as unknown as Elements) : converted(Float64Array.from(found as number[]), float64, type);
    return new NdArray(row, [found.length], type as DType);
  };
