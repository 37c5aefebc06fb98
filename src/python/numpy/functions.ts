/**
 * NumPy's functions that are no functions of elements, under their names in camelCase: creation, shapes, reductions, order, products.
 * Long because NumPy has many, a few lines each.
 * Reference: https://numpy.org/doc/2.4/reference/routines.html
 */
import { ValueError } from "../errors.ts";
import { read } from "./arguments.ts";
import { asArray, each, NdArray, real, Real, scalar as oneOf, sizeOf } from "./array.ts";
import { bool, type DType, float64, int64, limitsOf, needDType, promote } from "./dtype.ts";
import { divide, isclose, multiply, subtract, where as choose } from "./elementwise.ts";
import { nonzeroOf } from "./indexing.ts";
import * as products from "./linalg.ts";
import * as order from "./order.ts";
import * as reduce from "./reduce.ts";
import * as shaping from "./shaping.ts";
import { assign, binary, broadcast, made, unary } from "./ufunc.ts";
import { wrapAxis } from "./words.ts";

type Given = any[];
const typeOf = (given: unknown, usual: DType): DType => (given === null ? usual : needDType(given));

/** An array of numbers, nested lists, or other arrays; always a copy. */
export function array(...given: Given): NdArray {
  const [object, dtype, , , , ndmin] = read("array", ["object", "dtype", "copy", "order", "subok", "ndmin"], 1, given);
  const found = asArray(object, dtype === null ? undefined : needDType(dtype));
  const own =
    found === object || found.base !== null
      ? found.copy()
      : new NdArray(found.data, found.shape, found.dtype, found.steps, found.offset);
  return typeof ndmin === "number" && own.ndim < ndmin
    ? shaping.reshape(own, [...Array<number>(ndmin - own.ndim).fill(1), ...own.shape])
    : own;
}

/** The array itself if it is one of this type, otherwise a new one. */
export function asarray(...given: Given): NdArray {
  const [a, dtype] = read("asarray", ["a", "dtype", "order", "copy"], 1, given);
  const found = asArray(a, dtype === null ? undefined : needDType(dtype));
  return found.isScalar ? new NdArray(found.data, found.shape, found.dtype) : found;
}
export const ascontiguousarray = (a: unknown): NdArray => (asArray(a).isContiguous ? asArray(a) : asArray(a).copy());

function filled(shape: unknown, value: number, type: DType): NdArray {
  const sizes = shaping.shapeOf(shape);
  const data = type.allocate(sizeOf(sizes));
  if (value !== 0) data.fill(value);
  return new NdArray(data, sizes, type);
}
export function zeros(...given: Given): NdArray {
  const [shape, dtype] = read("zeros", ["shape", "dtype", "order"], 1, given);
  return filled(shape, 0, typeOf(dtype, float64));
}
export function ones(...given: Given): NdArray {
  const [shape, dtype] = read("ones", ["shape", "dtype", "order"], 1, given);
  return filled(shape, 1, typeOf(dtype, float64));
}
/** Zeros: NumPy's contains whatever was in memory. */
export function empty(...given: Given): NdArray {
  const [shape, dtype] = read("empty", ["shape", "dtype", "order"], 1, given);
  return filled(shape, 0, typeOf(dtype, float64));
}
export function full(...given: Given): NdArray {
  const [shape, value, dtype] = read("full", ["shape", "fill_value", "dtype", "order"], 2, given);
  const fill = asArray(value);
  const out = filled(shape, 0, typeOf(dtype, fill.dtype));
  assign(out, fill);
  return out;
}
const like =
  (name: string, value: number) =>
  (...given: Given): NdArray => {
    const [a, dtype, , , shape] = read(name, ["a", "dtype", "order", "subok", "shape"], 1, given);
    const x = asArray(a);
    return filled(shape ?? x.shape, value, typeOf(dtype, x.dtype));
  };
export const zerosLike = like("zeros_like", 0);
export const onesLike = like("ones_like", 1);
export const emptyLike = like("empty_like", 0);
export function fullLike(...given: Given): NdArray {
  const [a, value, dtype] = read("full_like", ["a", "fill_value", "dtype"], 2, given);
  const x = asArray(a);
  const out = filled(x.shape, 0, typeOf(dtype, x.dtype));
  assign(out, value);
  return out;
}
export function eye(...given: Given): NdArray {
  const [rows, columns, k, dtype] = read("eye", ["N", "M", "k", "dtype"], 1, given);
  const [n, m, by] = [Number(rows), Number(columns ?? rows), Number(k ?? 0)];
  const out = filled([n, m], 0, typeOf(dtype, float64));
  for (let i = 0; i < n; i++) if (i + by >= 0 && i + by < m) out.data[i * m + i + by] = 1;
  return out;
}
export const identity = (...given: Given): NdArray => {
  const [n, dtype] = read("identity", ["n", "dtype"], 1, given);
  return eye(n, { dtype });
};
export function arange(...given: Given): NdArray {
  const [first, second, third, dtype] = read("arange", ["start", "stop", "step", "dtype"], 1, given);
  const [start, stop, step] = second === null ? [0, first, third ?? 1] : [first, second, third ?? 1];
  const isFloat = [start, stop, step].some((each_) => {
    if (each_ instanceof Real) return true;
    return each_ instanceof NdArray ? each_.dtype.isFloat : !Number.isInteger(Number(each_));
  });
  const [from, to, by] = [Number(start), Number(stop), Number(step)];
  if (by === 0) throw new ValueError("Maximum allowed size exceeded");
  const n = Math.max(0, Math.ceil((to - from) / by));
  const type = typeOf(dtype, isFloat ? float64 : int64);
  const out = type.allocate(n);
  // The step is that between the first two numbers, as NumPy has rounded it.
  const gap = from + by - from;
  for (let i = 0; i < n; i++) out[i] = from + i * gap;
  return new NdArray(out, [n], type);
}
export function linspace(...given: Given): any {
  const [start, stop, num, endpoint, retstep, dtype] = read(
    "linspace",
    ["start", "stop", "num", "endpoint", "retstep", "dtype"],
    2,
    given,
  );
  const n = Number(num ?? 50);
  const row = order.lineOf(Number(start), Number(stop), n, endpoint !== false);
  const found = new NdArray(row, [n], float64);
  const typed = dtype === null ? found : found.astype(needDType(dtype));
  return retstep === true
    ? [typed, oneOf((Number(stop) - Number(start)) / (endpoint === false ? n : n - 1), float64)]
    : typed;
}
export function logspace(...given: Given): NdArray {
  const [start, stop, num, endpoint, base] = read("logspace", ["start", "stop", "num", "endpoint", "base"], 2, given);
  const row = order.lineOf(Number(start), Number(stop), Number(num ?? 50), endpoint !== false);
  return new NdArray(
    row.map((x) => Number(base ?? 10) ** x),
    [row.length],
    float64,
  );
}
export const copy = (a: unknown): NdArray => asArray(a).copy();

/** Numbers in another type: `np.float32(x)`. */
export const scalar = (value: unknown, type: DType): NdArray => {
  const found = asArray(value).astype(type);
  return new NdArray(found.data, found.shape, type, undefined, 0, found.ndim === 0);
};

export function reshape(...given: Given): NdArray {
  const [a, shape, , newshape] = read("reshape", ["a", "shape", "order", "newshape"], 1, given);
  return shaping.reshape(asArray(a), shaping.numbersOf([shape ?? newshape]));
}
export const ravel = (a: unknown): NdArray => shaping.reshape(asArray(a), [-1]);
export const transpose = (...given: Given): NdArray => {
  const [a, axes] = read("transpose", ["a", "axes"], 1, given);
  return shaping.transpose(asArray(a), axes === null ? undefined : shaping.numbersOf([axes]));
};
export const swapaxes = (a: unknown, x: number, y: number): NdArray => {
  const own = asArray(a);
  const axes = [...own.shape.keys()];
  const [p, q] = [wrapAxis(x, own.ndim), wrapAxis(y, own.ndim)];
  [axes[p], axes[q]] = [q, p];
  return shaping.transpose(own, axes);
};
export const moveaxis = (...given: Given): NdArray => {
  const [a, source, destination] = read("moveaxis", ["a", "source", "destination"], 3, given);
  return shaping.moveaxis(asArray(a), shaping.numbersOf([source]), shaping.numbersOf([destination]));
};
export const rollaxis = (a: unknown, axis: number, start = 0): NdArray => {
  const own = asArray(a);
  const from = wrapAxis(axis, own.ndim);
  const to = start < 0 ? start + own.ndim : start;
  return shaping.moveaxis(own, [from], [from < to ? to - 1 : to]);
};
export const squeeze = (...given: Given): NdArray => {
  const [a, axis] = read("squeeze", ["a", "axis"], 1, given);
  return shaping.squeeze(asArray(a), axis);
};
export const expandDims = (...given: Given): NdArray => {
  const [a, axis] = read("expand_dims", ["a", "axis"], 2, given);
  return shaping.expandDims(asArray(a), axis);
};
export const broadcastTo = (...given: Given): NdArray => {
  const [a, shape] = read("broadcast_to", ["array", "shape"], 2, given);
  return shaping.broadcastTo(asArray(a), shaping.shapeOf(shape));
};
export const broadcastArrays = (...given: Given): NdArray[] => {
  const parts = given.map((each_) => asArray(each_));
  const shape = broadcast(...parts.map((part) => part.shape));
  return parts.map((part) => shaping.broadcastTo(part, shape));
};
export const concatenate = (...given: Given): NdArray => {
  const [arrays, axis, , dtype] = read("concatenate", ["arrays", "axis", "out", "dtype"], 1, given);
  const isAll = given.some(
    (each_) =>
      each_ === null || (typeof each_ === "object" && each_ !== null && "axis" in each_ && each_.axis === null),
  );
  const found = shaping.concatenate(arrays, isAll ? null : Number(axis ?? 0));
  return dtype === null ? found : found.astype(needDType(dtype));
};
export const stack = (...given: Given): NdArray => {
  const [arrays, axis] = read("stack", ["arrays", "axis", "out"], 1, given);
  return shaping.stack(arrays, Number(axis ?? 0));
};
export const { vstack, hstack, dstack, columnStack } = shaping;
export const rowStack = vstack;
const dividing =
  (name: string, isStrict: boolean, usual: (a: NdArray) => number) =>
  (...given: Given): NdArray[] => {
    const [a, parts, axis] = read(name, ["ary", "indices_or_sections", "axis"], 2, given);
    const own = asArray(a);
    return shaping.split(own, parts, Number(axis ?? usual(own)), isStrict);
  };
export const split = dividing("split", true, () => 0);
export const arraySplit = dividing("array_split", false, () => 0);
export const vsplit = dividing("vsplit", true, () => 0);
export const hsplit = dividing("hsplit", true, (a) => (a.ndim === 1 ? 0 : 1));
export const tile = (...given: Given): NdArray => {
  const [a, reps] = read("tile", ["A", "reps"], 2, given);
  return shaping.tile(asArray(a), reps);
};
export const repeat = (...given: Given): NdArray => {
  const [a, repeats, axis] = read("repeat", ["a", "repeats", "axis"], 2, given);
  return shaping.repeat(asArray(a), repeats, axis);
};
export const pad = (...given: Given): NdArray => {
  const [a, width, mode, values] = read("pad", ["array", "pad_width", "mode", "constant_values"], 2, given);
  return shaping.pad(asArray(a), width, (mode as string | null) ?? "constant", values ?? 0);
};
export const flip = (...given: Given): NdArray => {
  const [m, axis] = read("flip", ["m", "axis"], 1, given);
  return shaping.flip(asArray(m), axis);
};
export const fliplr = (a: unknown): NdArray => shaping.flip(asArray(a), 1);
export const flipud = (a: unknown): NdArray => shaping.flip(asArray(a), 0);
export const roll = (...given: Given): NdArray => {
  const [a, shift, axis] = read("roll", ["a", "shift", "axis"], 2, given);
  return shaping.roll(asArray(a), shift, axis);
};
export const rot90 = (...given: Given): NdArray => {
  const [m, k, axes] = read("rot90", ["m", "k", "axes"], 1, given);
  return shaping.rot90(asArray(m), Number(k ?? 1), shaping.numbersOf([axes ?? [0, 1]]));
};
export const append = (...given: Given): NdArray => {
  const [a, values, axis] = read("append", ["arr", "values", "axis"], 2, given);
  return shaping.concatenate([asArray(a), asArray(values)], axis as number | null);
};
/** Without the parts at places. */
export const delete_ = (...given: Given): NdArray => {
  const [a, places, axis] = read("delete", ["arr", "obj", "axis"], 2, given);
  const own = axis === null ? ravel(a) : asArray(a);
  const d = wrapAxis(Number(axis ?? 0), own.ndim);
  const n = own.shape[d]!;
  const list = asArray(places);
  const gone = new Set((list.dtype === bool ? nonzeroOf(list)[0]! : list).row());
  return shaping.along(
    own,
    d,
    [...Array(n).keys()].filter((i) => !gone.has(i) && !gone.has(i - n)),
  );
};
export const insert = (...given: Given): NdArray => {
  const [a, place, values, axis] = read("insert", ["arr", "obj", "values", "axis"], 3, given);
  const own = axis === null ? ravel(a) : asArray(a);
  const d = wrapAxis(Number(axis ?? 0), own.ndim);
  const n = own.shape[d]!;
  const at = Number(place);
  const i = at < 0 ? at + n : at;
  const parts = [...Array(n).keys()];
  const x = asArray(values).astype(own.dtype);
  const shape = own.shape.map((size, k) => (k === d ? (own.ndim === 1 ? x.size : 1) : size));
  const piece = shaping.broadcastTo(own.ndim > 1 && x.ndim === own.ndim - 1 ? shaping.expandDims(x, d) : x, shape);
  return shaping.concatenate(
    [shaping.along(own, d, parts.slice(0, i)), piece, shaping.along(own, d, parts.slice(i))],
    d,
  );
};
export const meshgrid = (...given: Given): NdArray[] => {
  const last = given.at(-1) as { indexing?: string; sparse?: boolean } | undefined;
  const isNamed = last !== undefined && Object.getPrototypeOf(last) === Object.prototype;
  const { indexing = "xy", sparse = false } = isNamed ? last : {};
  return shaping.meshgrid(isNamed ? given.slice(0, -1) : given, indexing, sparse);
};
export const diag = (...given: Given): NdArray => {
  const [v, k] = read("diag", ["v", "k"], 1, given);
  return shaping.diag(asArray(v), Number(k ?? 0));
};
export const diagonal = (a: unknown): NdArray => shaping.diag(asArray(a), 0);
export const tril = (...given: Given): NdArray => {
  const [m, k] = read("tril", ["m", "k"], 1, given);
  return shaping.triangle(asArray(m), Number(k ?? 0), true);
};
export const triu = (...given: Given): NdArray => {
  const [m, k] = read("triu", ["m", "k"], 1, given);
  return shaping.triangle(asArray(m), Number(k ?? 0), false);
};
export const tri = (n: number): NdArray => tril(ones([n, n]));
export const atleast1d = (a: unknown): NdArray => shaping.atLeast1(asArray(a));
export const atleast2d = (a: unknown): NdArray => shaping.atLeast2(asArray(a));
export const ix_ = (...given: Given): NdArray[] => shaping.ixOf(given);
export const take = (...given: Given): NdArray => {
  const [a, places, axis] = read("take", ["a", "indices", "axis"], 2, given);
  const own = axis === null ? ravel(a) : asArray(a);
  const d = wrapAxis(Number(axis ?? 0), own.ndim);
  return own.at(...Array<string>(d).fill(":"), asArray(places));
};

export interface Summing {
  (...given: Given): NdArray;
}
const reducing =
  (name: string, of: (a: unknown, options: reduce.Reducing) => NdArray): Summing =>
  (...given) => {
    const [a, axis, dtype, out, keepdims, initial, where] = read(
      name,
      ["a", "axis", "dtype", "out", "keepdims", "initial", "where"],
      1,
      given,
    );
    const chosen = where === null ? a : choose(where, a, 0);
    let found = of(chosen, { axis, keepdims: keepdims === true, dtype: dtype === null ? undefined : needDType(dtype) });
    if (initial !== null && name === "sum") found = binary({ name, of: (x, y) => x + y }, found, initial);
    if (out instanceof NdArray) assign(out, found);
    return out instanceof NdArray ? out : found;
  };
export const sum = reducing("sum", reduce.sum);
export const prod = reducing("prod", reduce.prod);
export const mean = reducing("mean", reduce.mean);
const plainly =
  (name: string, of: (a: unknown, options: reduce.Reducing) => NdArray): Summing =>
  (...given) => {
    const [a, axis, out, keepdims] = read(name, ["a", "axis", "out", "keepdims"], 1, given);
    const found = of(a, { axis, keepdims: keepdims === true });
    if (out instanceof NdArray) assign(out, found);
    return out instanceof NdArray ? out : found;
  };
export const any = plainly("any", reduce.any);
export const all = plainly("all", reduce.all);
export const max = plainly("max", (a, options) => reduce.fold(a, reduce.larger, undefined, options, "maximum"));
export const min = plainly("min", (a, options) => reduce.fold(a, reduce.smaller, undefined, options, "minimum"));
export const amax = max;
export const amin = min;
export const ptp = plainly("ptp", (a, options) =>
  subtract(
    reduce.fold(a, reduce.larger, undefined, options, "maximum"),
    reduce.fold(a, reduce.smaller, undefined, options, "minimum"),
  ),
);
export const argmax = plainly("argmax", (a, options) => reduce.place(a, (x, y) => x > y, "argmax", options));
export const argmin = plainly("argmin", (a, options) => reduce.place(a, (x, y) => x < y, "argmin", options));
const spread =
  (name: string, of: (x: number) => number): Summing =>
  (...given) => {
    const [a, axis, dtype, , ddof, keepdims] = read(name, ["a", "axis", "dtype", "out", "ddof", "keepdims"], 1, given);
    const found = reduce.variance(a, {
      axis,
      keepdims: keepdims === true,
      ddof: Number(ddof ?? 0),
      dtype: dtype === null ? undefined : needDType(dtype),
    });
    return unary(of, found);
  };
export const variance = spread("var", (x) => x);
export const std = spread("std", Math.sqrt);
export const countNonzero = plainly("count_nonzero", (a, options) =>
  reduce.sum(
    unary(
      (x) => Number(x !== 0),
      a,
      () => bool,
    ),
    options,
  ),
);

/** The same without NaN. */
const without =
  (of: Summing, fill: number): Summing =>
  (a, ...rest) =>
    of(
      unary((x) => (Number.isNaN(x) ? fill : x), a),
      ...rest,
    );
export const nansum = without(sum, 0);
export const nanmax = without(max, -Infinity);
export const nanmin = without(min, Infinity);
export const nanmean: Summing = (a, ...rest) =>
  divide(
    nansum(a, ...rest),
    sum(
      unary((x) => Number(!Number.isNaN(x)), a),
      ...rest,
    ),
  );

const run =
  (name: string, of: (x: number, y: number) => number): Summing =>
  (...given) => {
    const [a, axis, dtype] = read(name, ["a", "axis", "dtype"], 1, given);
    return reduce.running(a, of, axis, dtype === null ? undefined : needDType(dtype));
  };
export const cumsum = run("cumsum", (x, y) => x + y);
export const cumprod = run("cumprod", (x, y) => x * y);
export const diff = (...given: Given): NdArray => {
  const [a, n, axis] = read("diff", ["a", "n", "axis"], 1, given);
  let x = asArray(a);
  const d = wrapAxis(Number(axis ?? -1), x.ndim);
  for (let i = 0; i < Number(n ?? 1); i++) {
    const lead = Array<string>(d).fill(":");
    x = subtract(x.at(...lead, "1:"), x.at(...lead, ":-1"));
  }
  return x;
};
export const average = (...given: Given): NdArray => {
  const [a, axis, weights] = read("average", ["a", "axis", "weights"], 1, given);
  if (weights === null) return mean(a, axis);
  const own = asArray(a);
  let heavy = asArray(weights);
  if (heavy.ndim === 1 && own.ndim > 1)
    heavy = shaping.reshape(
      heavy,
      own.shape.map((n, d) => (d === wrapAxis(Number(axis), own.ndim) ? n : 1)),
    );
  return divide(
    reduce.sum(multiply(own, heavy), { axis }),
    reduce.sum(shaping.broadcastTo(heavy, own.shape), { axis }),
  );
};

export const sort = (...given: Given): NdArray => {
  const [a, axis] = read("sort", ["a", "axis", "kind", "order", "stable"], 1, given);
  return order.sort(a, axisOr(given, axis));
};
export const argsort = (...given: Given): NdArray => {
  const [a, axis] = read("argsort", ["a", "axis", "kind", "order", "stable"], 1, given);
  return order.argsort(a, axisOr(given, axis));
};
/** The last dimension, unless `None` was given. */
const axisOr = (given: Given, axis: unknown): unknown => {
  const last = given.at(-1) as unknown;
  const isNone =
    given.slice(1).includes(null) ||
    (typeof last === "object" &&
      last !== null &&
      Object.getPrototypeOf(last) === Object.prototype &&
      (last as { axis?: unknown }).axis === null);
  return axis ?? (isNone ? null : -1);
};
/** Some order in which the smallest come first: here all are sorted. */
export const partition = (a: unknown): NdArray => order.sort(a);
export const argpartition = (a: unknown): NdArray => order.argsort(a);
export const searchsorted = (...given: Given): NdArray => {
  const [a, v, side] = read("searchsorted", ["a", "v", "side", "sorter"], 2, given);
  return order.searchsorted(a, v, (side as string | null) ?? "left");
};
export const digitize = (...given: Given): NdArray => {
  const [x, bins, right] = read("digitize", ["x", "bins", "right"], 2, given);
  return order.searchsorted(bins, x, right === true ? "left" : "right");
};
export function unique(...given: Given): any {
  const [a, index, inverse, counts, axis] = read(
    "unique",
    ["ar", "return_index", "return_inverse", "return_counts", "axis"],
    1,
    given,
  );
  const found = order.unique(a, axis);
  const all_ = [
    found.values,
    ...(index === true ? [found.index] : []),
    ...(inverse === true ? [found.inverse] : []),
    ...(counts === true ? [found.counts] : []),
  ];
  return all_.length === 1 ? found.values : all_;
}
export const bincount = (...given: Given): NdArray => {
  const [x, weights, least] = read("bincount", ["x", "weights", "minlength"], 1, given);
  return order.bincount(x, weights, Number(least ?? 0));
};
export const histogram = (...given: Given): NdArray[] => {
  const [a, bins, range, density] = read("histogram", ["a", "bins", "range", "density", "weights"], 1, given);
  return order.histogram(a, bins ?? 10, range, density === true);
};
export const median = (...given: Given): NdArray => {
  const [a, axis, , , keepdims] = read("median", ["a", "axis", "out", "overwrite_input", "keepdims"], 1, given);
  return order.median(a, axis, keepdims === true);
};
const shares =
  (name: string, unit: number) =>
  (...given: Given): NdArray => {
    const [a, q, axis, , , , keepdims] = read(
      name,
      ["a", "q", "axis", "out", "overwrite_input", "method", "keepdims"],
      2,
      given,
    );
    return order.quantile(a, divide(q, real(unit)), axis, keepdims === true);
  };
export const percentile = shares("percentile", 100);
export const quantile = shares("quantile", 1);
export const nonzero = (a: unknown): NdArray[] => nonzeroOf(asArray(a));
export const flatnonzero = (a: unknown): NdArray => nonzeroOf(ravel(a))[0]!;
export const { argwhere } = order;
export const isin = (...given: Given): NdArray => {
  const [a, others, , invert] = read("isin", ["element", "test_elements", "assume_unique", "invert"], 2, given);
  return order.isin(a, others, invert === true);
};
export const in1d = isin;
export const union1d = order.setOf((a, b) => a.union(b));
export const intersect1d = order.setOf((a, b) => a.intersection(b));
export const setdiff1d = order.setOf((a, b) => a.difference(b));

/** Elements chosen by a condition; with only a condition the places where it holds. */
export function where(...given: Given): any {
  if (given.length === 1) return nonzeroOf(asArray(given[0]));
  const [condition, x, y] = read("where", ["condition", "x", "y"], 3, given);
  return choose(condition, x, y);
}
export function select(...given: Given): NdArray {
  const [conditions, values, usual] = read("select", ["condlist", "choicelist", "default"], 2, given);
  return (conditions as unknown[]).reduceRight<NdArray>(
    (found, condition, i) => choose(condition, (values as unknown[])[i], found),
    asArray(usual ?? 0),
  );
}

export function arrayEqual(a: unknown, b: unknown): boolean {
  const [x, y] = [asArray(a), asArray(b)];
  if (x.ndim !== y.ndim || x.shape.some((n, d) => n !== y.shape[d])) return false;
  const [p, q] = [x.row(), y.row()];
  return p.every((value, i) => value === q[i]);
}
export const allclose = (...given: Given): boolean =>
  isclose(...given)
    .row()
    .every((value) => value === 1);

export const { dot, matmul, outer } = products;
export const inner = (a: unknown, b: unknown): NdArray => {
  const [x, y] = [asArray(a), asArray(b)];
  return x.ndim === 0 || y.ndim === 0 ? multiply(x, y) : products.tensordot(x, y, [[x.ndim - 1], [y.ndim - 1]]);
};
export const vdot = (a: unknown, b: unknown): NdArray => products.dot(ravel(a), ravel(b));
export const tensordot = (...given: Given): NdArray => {
  const [a, b, axes] = read("tensordot", ["a", "b", "axes"], 2, given);
  return products.tensordot(a, b, axes ?? 2);
};
export const einsum = (subscripts: string, ...given: Given): NdArray =>
  products.einsum(
    subscripts,
    given.filter((each_) => each_ === null || Object.getPrototypeOf(each_) !== Object.prototype),
  );
export const { trace } = products;
export const kron = (a: unknown, b: unknown): NdArray => {
  const [x, y] = [asArray(a), asArray(b)];
  const n = Math.max(x.ndim, y.ndim);
  const own = [x, y].map((each_) => shaping.reshape(each_, [...Array<number>(n - each_.ndim).fill(1), ...each_.shape]));
  const wide = multiply(
    shaping.reshape(
      own[0]!,
      own[0]!.shape.flatMap((size) => [size, 1]),
    ),
    shaping.reshape(
      own[1]!,
      own[1]!.shape.flatMap((size) => [1, size]),
    ),
  );
  return shaping.reshape(
    wide,
    own[0]!.shape.map((size, d) => size * own[1]!.shape[d]!),
  );
};
export const cross = (a: unknown, b: unknown): NdArray => {
  const [x, y] = [asArray(a), asArray(b)];
  const part = (p: NdArray, i: number): NdArray => p.at("...", i);
  const minor = (i: number, j: number): NdArray =>
    subtract(multiply(part(x, i), part(y, j)), multiply(part(x, j), part(y, i)));
  return shaping.stack([minor(1, 2), minor(2, 0), minor(0, 1)], -1);
};
/** The product of two sequences of polynomial coefficients, and other sliding products. */
export const convolve = (...given: Given): NdArray => {
  const [a, v, mode] = read("convolve", ["a", "v", "mode"], 2, given);
  let [x, y] = [asArray(a), asArray(v)];
  if (y.size > x.size) [x, y] = [y, x];
  const type = promote(x.dtype, y.dtype);
  const [p, q] = [x.row(), y.row()];
  const whole = type.allocate(p.length + q.length - 1);
  for (let i = 0; i < p.length; i++) for (let k = 0; k < q.length; k++) whole[i + k]! += p[i]! * q[k]!;
  const kind = (mode as string | null) ?? "full";
  const [from, n] =
    kind === "full"
      ? [0, whole.length]
      : kind === "same"
        ? [Math.floor((q.length - 1) / 2), p.length]
        : [q.length - 1, p.length - q.length + 1];
  return new NdArray(whole.slice(from, from + n), [n], type);
};

export const interp = (x: unknown, xp: unknown, fp: unknown): NdArray => {
  const [places, values] = [asArray(xp).row(), asArray(fp).row()];
  return unary(
    (at) => {
      if (at <= places[0]!) return values[0]!;
      const i = places.findIndex((place) => place >= at);
      if (i < 0) return values.at(-1)!;
      const slope = (values[i]! - values[i - 1]!) / (places[i]! - places[i - 1]!);
      return at === places[i] ? values[i]! : slope * (at - places[i - 1]!) + values[i - 1]!;
    },
    asArray(x, float64),
  );
};

export const ndim = (a: unknown): number => asArray(a).ndim;
export const shape = (a: unknown): readonly number[] => asArray(a).shape;
export const size = (a: unknown, axis?: number): number =>
  axis === undefined ? asArray(a).size : asArray(a).shape[axis]!;
export const isscalar = (a: unknown): boolean =>
  typeof a === "number" || typeof a === "string" || typeof a === "boolean" || (a instanceof NdArray && a.isScalar);
export const unravelIndex = (place: unknown, sizes: unknown): NdArray[] => {
  const shape_ = shaping.shapeOf(sizes);
  let step = sizeOf(shape_);
  return shape_.map((n) => {
    step /= n;
    const by = step;
    return unary((at) => Math.floor(at / by) % n, asArray(place));
  });
};
export const ravelMultiIndex = (places: readonly unknown[], sizes: unknown): NdArray => {
  const shape_ = shaping.shapeOf(sizes);
  return places.reduce<NdArray>(
    (sum_, place, d) => binary({ name: "add", of: (x, y) => x + y }, multiply(sum_, shape_[d]!), asArray(place)),
    oneOf(0, int64),
  );
};
export const indices = (sizes: unknown): NdArray =>
  shaping.stack(
    shaping.meshgrid(
      shaping.shapeOf(sizes).map((n) => arange(n)),
      "ij",
      false,
    ),
  );
export const ndindex = function* (...sizes: Given): Generator<number[]> {
  const shape_ = shaping.numbersOf(sizes);
  const place = shape_.map(() => 0);
  for (let k = 0; k < sizeOf(shape_); k++) {
    yield [...place];
    for (let d = shape_.length - 1; d >= 0; d--) {
      if (++place[d]! < shape_[d]!) break;
      place[d] = 0;
    }
  }
};
export const ndenumerate = function* (a: unknown): Generator<[number[], NdArray]> {
  const own = asArray(a);
  for (const place of ndindex(...own.shape)) yield [place, own.at(...place)];
};
/** Applies a function of rows. */
export const applyAlongAxis = (
  of: (row: NdArray, ...rest: any[]) => any,
  axis: number,
  a: unknown,
  ...rest: Given
): NdArray => {
  const own = asArray(a);
  const d = wrapAxis(axis, own.ndim);
  const others = [...own.shape.keys()].filter((k) => k !== d);
  const found: NdArray[] = [];
  each(
    others.map((k) => own.shape[k]!),
    others.map((k) => own.steps[k]!),
    own.offset,
    (at) => found.push(asArray(of(own.view([own.shape[d]!], [own.steps[d]!], at), ...rest))),
  );
  const inner_ = found[0]!;
  const all_ = shaping.reshape(shaping.stack(found), [...others.map((k) => own.shape[k]!), ...inner_.shape]);
  return inner_.ndim === 0 ? all_ : shaping.moveaxis(all_, [all_.ndim - 1], [d]);
};
/** A function of numbers as a function of arrays. */
export const vectorize =
  (of: (...values: any[]) => any) =>
  (...given: Given): NdArray => {
    const parts = given.map((each_) => asArray(each_));
    const shape_ = broadcast(...parts.map((part) => part.shape));
    const wide = parts.map((part) => shaping.broadcastTo(part, shape_).copy());
    const values = Array.from(
      { length: sizeOf(shape_) },
      (_, i) => of(...wide.map((part) => oneOf(part.data[i]!, part.dtype))) as unknown,
    );
    const found = asArray(values);
    return made(found.data, shape_, found.dtype);
  };

interface Finfo {
  readonly eps: number;
  readonly max: number;
  readonly min: number;
  readonly tiny: number;
}
export const finfo = (type: unknown): Finfo =>
  needDType(type).name === "float32"
    ? { eps: 2 ** -23, max: 3.4028234663852886e38, min: -3.4028234663852886e38, tiny: 2 ** -126 }
    : { eps: Number.EPSILON, max: Number.MAX_VALUE, min: -Number.MAX_VALUE, tiny: 2 ** -1022 };
export const iinfo = (type: unknown): { readonly min: number; readonly max: number } => {
  const [low, high] = limitsOf(needDType(type));
  return { min: low, max: high };
};
export const resultType = (...given: Given): DType =>
  given.map((each_) => (each_ instanceof NdArray ? each_.dtype : needDType(each_))).reduce((a, b) => promote(a, b));

/** What Python's `type` gives: `numpy.ndarray`, or the type of a single element. */
export const typeOf_ = (a: unknown): { readonly name: string; toString(): string } => {
  const x = asArray(a);
  const name = x.isScalar ? x.dtype.name : "ndarray";
  const toString = (): string => `<class 'numpy.${name}'>`;
  return Object.assign(Object.create({ [Symbol.for("nodejs.util.inspect.custom")]: toString, toString }), { name });
};
