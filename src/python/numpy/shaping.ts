/** Other shapes of the same elements, and arrays joined and divided. Reference: https://numpy.org/doc/2.4/reference/routines.array-manipulation.html */
import { ValueError } from "../errors.ts";
import { asArray, NdArray, type Shape, sizeOf, stridesOf } from "./array.ts";
import { type DType, int64, promote } from "./dtype.ts";
import { sliceRange } from "./indexing.ts";
import { assign, broadcastsTo, stretched } from "./ufunc.ts";
import { shapeText, wrapAxis } from "./words.ts";

/** Numbers given one by one or as a list. */
export function numbersOf(given: readonly unknown[]): number[] {
  const list = given.length === 1 && typeof given[0] === "object" ? [...asArray(given[0]).row()] : given.map(Number);
  return list.map((n) => {
    if (!Number.isInteger(n)) throw new TypeError(`'float' object cannot be interpreted as an integer`);
    return n;
  });
}

/** A shape from an argument: a number or a list. */
export const shapeOf = (given: unknown): number[] => {
  const shape = numbersOf([given]);
  if (shape.some((n) => n < 0)) throw new ValueError("negative dimensions are not allowed");
  return shape;
};

export function reshape(a: NdArray, wanted: readonly number[]): NdArray {
  const open = wanted.indexOf(-1);
  const known = wanted.reduce((n, d) => (d === -1 ? n : n * d), 1);
  const shape = open < 0 ? [...wanted] : wanted.map((n) => (n === -1 ? a.size / known : n));
  if (sizeOf(shape) !== a.size || shape.some((n) => !Number.isInteger(n) || n < 0) || wanted.lastIndexOf(-1) !== open)
    throw new ValueError(`cannot reshape array of size ${a.size} into shape ${shapeText(wanted)}`);
  if (a.isContiguous) return a.view(shape, stridesOf(shape));
  return new NdArray(a.row(), shape, a.dtype);
}

export function transpose(a: NdArray, axes?: readonly number[]): NdArray {
  if (axes === undefined || axes.length === 0) return a.T;
  if (axes.length !== a.ndim) throw new ValueError("axes don't match array");
  const order = axes.map((d) => wrapAxis(d, a.ndim));
  if (new Set(order).size !== order.length) throw new ValueError("repeated axis in transpose");
  return a.view(
    order.map((d) => a.shape[d]!),
    order.map((d) => a.steps[d]!),
  );
}

export function moveaxis(a: NdArray, from: readonly number[], to: readonly number[]): NdArray {
  const [source, target] = [from.map((d) => wrapAxis(d, a.ndim)), to.map((d) => wrapAxis(d, a.ndim))];
  const order = [...a.shape.keys()].filter((d) => !source.includes(d));
  for (const [at, d] of target.map((at, i) => [at, source[i]!] as const).sort((x, y) => x[0] - y[0]))
    order.splice(at, 0, d);
  return transpose(a, order);
}

export function squeeze(a: NdArray, axis: unknown): NdArray {
  const gone =
    axis === null || axis === undefined
      ? [...a.shape.keys()].filter((d) => a.shape[d] === 1)
      : numbersOf([axis]).map((d) => wrapAxis(d, a.ndim));
  if (gone.some((d) => a.shape[d] !== 1))
    throw new ValueError("cannot select an axis to squeeze out which has size not equal to one");
  const kept = [...a.shape.keys()].filter((d) => !gone.includes(d));
  return a.view(
    kept.map((d) => a.shape[d]!),
    kept.map((d) => a.steps[d]!),
  );
}

export function expandDims(a: NdArray, axis: unknown): NdArray {
  const places = numbersOf([axis]);
  const n = a.ndim + places.length;
  const wrapped = new Set(places.map((d) => wrapAxis(d, n)));
  let k = 0;
  const order = Array.from({ length: n }, (_, d) => (wrapped.has(d) ? -1 : k++));
  return a.view(
    order.map((d) => (d < 0 ? 1 : a.shape[d]!)),
    order.map((d) => (d < 0 ? 0 : a.steps[d]!)),
  );
}

export function broadcastTo(a: NdArray, shape: Shape): NdArray {
  if (!broadcastsTo(a.shape, shape))
    throw new ValueError(
      `operands could not be broadcast together with remapped shapes [original->remapped]: ${shapeText(a.shape)} and requested shape ${shapeText(shape)}`,
    );
  return a.view(shape, stretched(a, shape));
}

const listOf = (given: unknown): NdArray[] =>
  given instanceof NdArray ? [...given] : Array.from(given as Iterable<unknown>, (each_) => asArray(each_));

const common = (parts: readonly NdArray[]): DType => parts.map(({ dtype }) => dtype).reduce((a, b) => promote(a, b));

export function concatenate(given: unknown, axis: number | null = 0): NdArray {
  let parts = listOf(given);
  if (parts.length === 0) throw new ValueError("need at least one array to concatenate");
  if (axis === null) parts = parts.map((part) => reshape(part, [-1]));
  const [first] = parts;
  if (first!.ndim === 0) throw new ValueError("zero-dimensional arrays cannot be concatenated");
  const d = wrapAxis(axis ?? 0, first!.ndim);
  for (const [i, part] of parts.entries()) {
    if (part.ndim !== first!.ndim)
      throw new ValueError(
        `all the input array dimensions except for the concatenation axis must match exactly, but along dimension 0, the array at index 0 has ${first!.ndim} dimension(s) and the array at index ${i} has ${part.ndim} dimension(s)`,
      );
    const other = part.shape.findIndex((n, k) => k !== d && n !== first!.shape[k]);
    if (other >= 0)
      throw new ValueError(
        `all the input array dimensions except for the concatenation axis must match exactly, but along dimension ${other}, the array at index 0 has size ${first!.shape[other]!} and the array at index ${i} has size ${part.shape[other]!}`,
      );
  }
  const type = common(parts);
  const shape = first!.shape.map((n, k) => (k === d ? parts.reduce((sum, part) => sum + part.shape[d]!, 0) : n));
  const out = new NdArray(type.allocate(sizeOf(shape)), shape, type);
  let start = 0;
  for (const part of parts) {
    assign(out.view(part.shape, out.steps, start * out.steps[d]!), part);
    start += part.shape[d]!;
  }
  return out;
}

export function stack(given: unknown, axis = 0): NdArray {
  const parts = listOf(given);
  const [first] = parts;
  if (first === undefined) throw new ValueError("need at least one array to stack");
  if (parts.some(({ shape }) => shapeText(shape) !== shapeText(first.shape)))
    throw new ValueError("all input arrays must have the same shape");
  return concatenate(
    parts.map((part) => expandDims(part, axis)),
    wrapAxis(axis, first.ndim + 1),
  );
}

export const atLeast1 = (a: NdArray): NdArray => (a.ndim === 0 ? reshape(a, [1]) : a);
export const atLeast2 = (a: NdArray): NdArray => (a.ndim < 2 ? reshape(a, [1, a.size]) : a);
const atLeast3 = (a: NdArray): NdArray =>
  a.ndim >= 3 ? a : a.ndim === 2 ? reshape(a, [...a.shape, 1]) : reshape(a, [1, a.size, 1]);

export const vstack = (given: unknown): NdArray =>
  concatenate(
    listOf(given).map((part) => atLeast2(part)),
    0,
  );
export const dstack = (given: unknown): NdArray =>
  concatenate(
    listOf(given).map((part) => atLeast3(part)),
    2,
  );
export function hstack(given: unknown): NdArray {
  const parts = listOf(given).map((part) => atLeast1(part));
  return concatenate(parts, parts[0]?.ndim === 1 ? 0 : 1);
}
export const columnStack = (given: unknown): NdArray =>
  concatenate(
    listOf(given).map((part) => (part.ndim < 2 ? reshape(part, [part.size, 1]) : part)),
    1,
  );

/** Divides an array into parts at places, or into that many equal ones. */
export function split(a: NdArray, given: unknown, axis: number, isStrict: boolean): NdArray[] {
  const d = wrapAxis(axis, a.ndim);
  const n = a.shape[d]!;
  const count =
    typeof given === "number" ? given : given instanceof NdArray && given.ndim === 0 ? Number(given.item()) : undefined;
  if (count !== undefined && isStrict && n % count !== 0)
    throw new ValueError("array split does not result in an equal division");
  const ends =
    count === undefined
      ? [...numbersOf([given]), n]
      : Array.from({ length: count }, (_, i) => (i + 1) * Math.floor(n / count) + Math.min(i + 1, n % count));
  let start = 0;
  return ends.map((end) => {
    const { from, count: size } = sliceRange(n, [start, end, 1]);
    start = end;
    return a.view(
      a.shape.map((all, k) => (k === d ? size : all)),
      a.steps,
      a.offset + (size === 0 ? 0 : from * a.steps[d]!),
    );
  });
}

export function tile(a: NdArray, given: unknown): NdArray {
  const times = numbersOf([given]);
  const n = Math.max(times.length, a.ndim);
  const counts = [...Array<number>(n - times.length).fill(1), ...times];
  const own = reshape(a, [...Array<number>(n - a.ndim).fill(1), ...a.shape]);
  const wide = own.view(
    own.shape.flatMap((size, d) => [counts[d]!, size]),
    own.steps.flatMap((step) => [0, step]),
  );
  return new NdArray(
    wide.copy().data,
    own.shape.map((size, d) => size * counts[d]!),
    a.dtype,
  );
}

export function repeat(a: NdArray, given: unknown, axis: unknown): NdArray {
  const x = axis === null || axis === undefined ? reshape(a, [-1]) : a;
  const d = wrapAxis(axis === null || axis === undefined ? 0 : Number(axis), x.ndim);
  const counts = numbersOf([given]);
  const n = x.shape[d]!;
  if (counts.length !== 1 && counts.length !== n)
    throw new ValueError(`operands could not be broadcast together with shape (${n},) (${counts.length},)`);
  const places = Array.from({ length: n }, (_, i) =>
    Array<number>(counts[counts.length === 1 ? 0 : i]!).fill(i),
  ).flat();
  return along(x, d, places);
}

/** The parts of an array at places along a dimension. */
export function along(a: NdArray, d: number, places: readonly number[]): NdArray {
  const shape = a.shape.map((n, k) => (k === d ? places.length : n));
  const out = new NdArray(a.dtype.allocate(sizeOf(shape)), shape, a.dtype);
  const one = shape.map((n, k) => (k === d ? 1 : n));
  for (const [i, place] of places.entries())
    assign(out.view(one, out.steps, i * out.steps[d]!), a.view(one, a.steps, a.offset + place * a.steps[d]!));
  return out;
}

export function flip(a: NdArray, axis: unknown): NdArray {
  const turned =
    axis === null || axis === undefined ? [...a.shape.keys()] : numbersOf([axis]).map((d) => wrapAxis(d, a.ndim));
  const offset = turned.reduce((at, d) => at + Math.max(0, a.shape[d]! - 1) * a.steps[d]!, a.offset);
  return a.view(
    a.shape,
    a.steps.map((step, d) => (turned.includes(d) ? -step : step)),
    offset,
  );
}

export function roll(a: NdArray, shift: unknown, axis: unknown): NdArray {
  if (axis === null || axis === undefined)
    return reshape(
      roll(
        reshape(a, [-1]),
        numbersOf([shift]).reduce((x, y) => x + y, 0),
        0,
      ),
      a.shape,
    );
  const [shifts, axes] = [numbersOf([shift]), numbersOf([axis])];
  let out = a;
  for (const [i, d] of axes.entries()) {
    const own = wrapAxis(d, a.ndim);
    const n = a.shape[own]!;
    const by = shifts[shifts.length === 1 ? 0 : i]!;
    out = along(
      out,
      own,
      Array.from({ length: n }, (_, k) => (((k - by) % n) + n) % n),
    );
  }
  return out === a ? a.copy() : out;
}

export function rot90(a: NdArray, times: number, axes: readonly number[]): NdArray {
  if (a.ndim < 2) throw new ValueError("Axes must be different.");
  const [x, y] = axes.map((d) => wrapAxis(d, a.ndim)) as [number, number];
  const order = [...a.shape.keys()];
  [order[x], order[y]] = [y, x];
  const turns = ((times % 4) + 4) % 4;
  if (turns === 0) return a.view(a.shape, a.steps);
  if (turns === 2) return flip(flip(a, x), y);
  return turns === 1 ? transpose(flip(a, y), order) : flip(transpose(a, order), y);
}

const MODES = new Set(["constant", "edge", "reflect", "symmetric", "wrap"]);

/** Widths before and after each dimension: `2`, `(1, 2)`, or a pair for each. */
function widthsOf(given: unknown, ndim: number): (readonly [number, number])[] {
  const widths = asArray(given);
  const all = widths.ndim === 1 && widths.size === 1 ? widths.view([], []) : widths;
  if (!broadcastsTo(all.shape, [ndim, 2]))
    throw new ValueError(
      `operands could not be broadcast together with remapped shapes [original->remapped]: ${shapeText(all.shape)} and requested shape (${ndim},2)`,
    );
  return broadcastTo(all, [ndim, 2]).tolist() as [number, number][];
}

export function pad(a: NdArray, given: unknown, mode: string, value: unknown): NdArray {
  if (!MODES.has(mode)) throw new ValueError(`np.pad: mode '${mode}' is not here; ${[...MODES].join(", ")} are`);
  const widths = widthsOf(given, a.ndim);
  if (widths.flat().some((n) => n < 0)) throw new ValueError("index can't contain negative values");
  if (mode === "constant") {
    const shape = a.shape.map((n, d) => n + widths[d]![0] + widths[d]![1]);
    const out = new NdArray(a.dtype.allocate(sizeOf(shape)), shape, a.dtype);
    const fill = asArray(value);
    if (fill.size === 1) assign(out, fill);
    else {
      const each_ = broadcastTo(fill, [a.ndim, 2]).tolist() as number[][];
      for (const [d, [before, after]] of widths.entries())
        for (const [from, size, k] of [
          [0, before, 0],
          [shape[d]! - after, after, 1],
        ] as const)
          assign(
            out.view(
              shape.map((n, i) => (i === d ? size : n)),
              out.steps,
              from * out.steps[d]!,
            ),
            each_[d]![k],
          );
    }
    const start = widths.reduce((at, [before], d) => at + before * out.steps[d]!, 0);
    assign(out.view(a.shape, out.steps, start), a);
    return out;
  }
  let out = a;
  for (const [d, [before, after]] of widths.entries()) {
    const n = a.shape[d]!;
    const places = Array.from({ length: n + before + after }, (_, i) => sourceOf(i - before, n, mode));
    out = along(out, d, places);
  }
  return out;
}

/** The element that a padded place repeats. */
function sourceOf(i: number, n: number, mode: string): number {
  if (mode === "edge") return Math.min(Math.max(i, 0), n - 1);
  if (mode === "wrap") return ((i % n) + n) % n;
  const period = mode === "reflect" ? 2 * n - 2 : 2 * n;
  if (period === 0) return 0;
  const at = ((i % period) + period) % period;
  return at < n ? at : period - at - (mode === "reflect" ? 0 : 1);
}

export function meshgrid(given: readonly unknown[], indexing: string, isSparse: boolean): NdArray[] {
  const lists = given.map((list) => reshape(asArray(list), [-1]));
  const isXy = indexing === "xy" && lists.length > 1;
  const order = [...lists.keys()];
  if (isXy) [order[0], order[1]] = [1, 0];
  const shape = order.map((i) => lists[i]!.size);
  return lists.map((list, i) => {
    const own = order.indexOf(i);
    const line = list.view(
      shape.map((n, d) => (d === own ? n : 1)),
      shape.map((_, d) => (d === own ? list.steps[0]! : 0)),
    );
    return isSparse ? line : broadcastTo(line, shape).copy();
  });
}

export function diag(a: NdArray, k: number): NdArray {
  if (a.ndim === 1) {
    const n = a.size + Math.abs(k);
    const out = new NdArray(a.dtype.allocate(n * n), [n, n], a.dtype);
    assign(out.view([a.size], [n + 1], k >= 0 ? k : -k * n), a);
    return out;
  }
  if (a.ndim !== 2) throw new ValueError("Input must be 1- or 2-d.");
  const [rows, columns] = a.shape as [number, number];
  const size = Math.max(0, Math.min(k >= 0 ? rows : rows + k, k >= 0 ? columns - k : columns));
  return a.view([size], [a.steps[0]! + a.steps[1]!], a.offset + (k >= 0 ? k * a.steps[1]! : -k * a.steps[0]!));
}

/** The lower or upper triangle. */
export function triangle(a: NdArray, k: number, isLower: boolean): NdArray {
  const out = a.copy();
  const [rows, columns] = out.shape.slice(-2) as [number, number];
  for (let at = 0; at < out.size; at++) {
    const [i, j] = [Math.floor(at / columns) % rows, at % columns];
    if (isLower ? j - i > k : j - i < k) out.data[at] = 0;
  }
  return out;
}

export function ixOf(given: readonly unknown[]): NdArray[] {
  return given
    .map((list, i) =>
      reshape(
        asArray(list, undefined),
        given.map((_, d) => (d === i ? -1 : 1)),
      ),
    )
    .map((each_) => (each_.dtype.isWhole ? each_ : each_.astype(int64)));
}
