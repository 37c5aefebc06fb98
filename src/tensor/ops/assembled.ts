/** Functions that lay tensors side by side or take them apart, make all pairs, and find places among sorted values. */

import {
  bool,
  broadcastShapes as broadcast,
  int32,
  int64,
  keyword,
  numel,
  optional,
  overloads,
  required,
  rest,
  signature,
  variadic,
  wrapDim,
  Size,
} from "../../shape/index.ts";
import { zeros } from "../create.ts";
import { tensor } from "../from-data.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import { Tensor } from "../tensor.ts";
import { filledBy } from "./axis.ts";
import { cat, meshgrid } from "./join.ts";
import "./arithmetic.ts";
import "./scan.ts";
import "./part.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** Split side by side: along the second dimension, or the first of a vector. */
    hsplit(indicesOrSections: number | readonly number[]): Tensor[];
    hsplit(options: { readonly indicesOrSections: number | readonly number[] }): Tensor[];
    /** Split one below another: along the first dimension. */
    vsplit(indicesOrSections: number | readonly number[]): Tensor[];
    vsplit(options: { readonly indicesOrSections: number | readonly number[] }): Tensor[];
    /** Split in depth: along the third dimension. */
    dsplit(indicesOrSections: number | readonly number[]): Tensor[];
    dsplit(options: { readonly indicesOrSections: number | readonly number[] }): Tensor[];
    /** Split into parts of these sizes along a dimension. */
    splitWithSizes(splitSizes: readonly number[], dim?: number): Tensor[];
    splitWithSizes(splitSizes: readonly number[], options: { readonly dim?: number }): Tensor[];
    splitWithSizes(options: { readonly splitSizes: readonly number[]; readonly dim?: number }): Tensor[];
    /** The distinct runs: of neighbours that are equal, the first. */
    uniqueConsecutive(options?: {
      readonly returnInverse?: false;
      readonly returnCounts?: false;
      readonly dim?: null;
    }): Tensor;
    uniqueConsecutive(options: {
      readonly returnInverse?: boolean;
      readonly returnCounts?: boolean;
      readonly dim?: null;
    }): Tensor | Tensor[];
    /** Whether both have the same shape. */
    isSameSize(other: Tensor): boolean;
    /** Whether the one element is not zero. */
    isNonzero(): boolean;
    /** Whether the dtype has negative numbers. */
    isSigned(): boolean;
  }
}

const sections = { indicesOrSections: required(is.intOrInts) };
for (const [name, least, dim] of [
  ["hsplit", 1, 1],
  ["vsplit", 2, 0],
  ["dsplit", 3, 2],
] as const)
  method(name, sections, (x, { indicesOrSections }) => {
    if (x.dim() < least)
      throw new RangeError(
        `torch.${name} requires a tensor with at least ${least} dimension${least > 1 ? "s" : ""}, but got a tensor with ${x.dim()} dimensions!`,
      );
    const d = x.dim() === 1 ? 0 : dim;
    if (typeof indicesOrSections === "number" && x.sizes[d]! % indicesOrSections !== 0)
      throw new RangeError(
        `torch.${name} attempted to split along dimension ${d}, but the size of the dimension ${x.sizes[d]} is not divisible by the split_size ${indicesOrSections}!`,
      );
    return x.tensorSplit(indicesOrSections, d);
  });
method("splitWithSizes", { splitSizes: required(is.ints), dim: optional(is.int, 0) }, (x, { splitSizes, dim }) =>
  x.split(splitSizes, dim),
);

const flag = optional(is.bool, false);
method(
  "uniqueConsecutive",
  { returnInverse: keyword(is.bool, false), returnCounts: keyword(is.bool, false), dim: keyword(is.only(null), null) },
  (t, { returnInverse, returnCounts }) => {
    const values = t.detach().reshape(-1);
    const list = values.tolist<(number | bigint | boolean)[]>();
    const starts = list.flatMap((value, i) => (i === 0 || value !== list[i - 1] ? [i] : []));
    const places = (array: readonly number[]): Tensor => tensor(array, { dtype: int64 });
    const results = [values.at(places(starts))];
    let run = -1;
    const inverse = list.map((value, i) => (i === 0 || value !== list[i - 1] ? ++run : run));
    if (returnInverse) results.push(places(inverse).reshape(t.sizes));
    if (returnCounts) results.push(places(starts.map((start, i) => (starts[i + 1] ?? list.length) - start)));
    return results.length === 1 ? results[0]! : results;
  },
);
method("isSameSize", { other: required(is.tensor) }, (x, { other }) => String(x.sizes) === String(other.sizes));
method("isNonzero", {}, (x) => {
  if (x.numel() !== 1) {
    const what = x.numel() === 0 ? "no values" : "more than one value";
    throw new RangeError(`Boolean value of Tensor with ${what} is ambiguous`);
  }
  return x.item<number>() !== 0 && x.item<boolean>() !== false;
});
method("isSigned", {}, (x) => x.dtype !== bool && x.dtype.name !== "uint8");

type Tensors = readonly Tensor[];
type One<T> = T extends Tensor ? Tensor : Tensor[];

const oneOrMore = { tensors: variadic(is.tensors) };

/** A function of one tensor or several, which gives as many. */
function each(
  given: readonly unknown[],
  signed: { read(given: readonly unknown[]): { tensors: Tensors } },
  f: (x: Tensor) => Tensor,
): Tensor | Tensor[] {
  const { tensors } = signed.read(given);
  return given.length === 1 && given[0] instanceof Tensor ? f(tensors[0]!) : tensors.map(f);
}
const atleastSignatures = [1, 2, 3].map((n) => signature(`torch.atleast${n}d`, oneOrMore));

/** The tensor with at least one dimension; of several, each. */
export function atleast1d<T extends Tensor | Tensors>(tensor: T): One<T>;
export function atleast1d(...tensors: Tensors): Tensor[];
export function atleast1d(...given: unknown[]): Tensor | Tensor[] {
  return each(given, atleastSignatures[0]!, (x) => (x.dim() === 0 ? x.reshape(1) : x));
}

/** The tensor with at least two dimensions, added in front; of several, each. */
export function atleast2d<T extends Tensor | Tensors>(tensor: T): One<T>;
export function atleast2d(...tensors: Tensors): Tensor[];
export function atleast2d(...given: unknown[]): Tensor | Tensor[] {
  return each(given, atleastSignatures[1]!, (x) => (x.dim() < 2 ? x.reshape([1, x.numel()]) : x));
}

/** The tensor with at least three dimensions: a vector [n] becomes [1, n, 1], a matrix [n, m] becomes [n, m, 1]. */
export function atleast3d<T extends Tensor | Tensors>(tensor: T): One<T>;
export function atleast3d(...tensors: Tensors): Tensor[];
export function atleast3d(...given: unknown[]): Tensor | Tensor[] {
  return each(given, atleastSignatures[2]!, deep);
}
const deep = (x: Tensor): Tensor => (x.dim() < 2 ? x.reshape([1, x.numel(), 1]) : x.dim() === 2 ? x.unsqueeze(-1) : x);

const list = { tensors: required(is.tensors) };
const dstackSignature = signature("torch.dstack", list);
const columnStackSignature = signature("torch.columnStack", list);

/** Joins tensors in depth: along the third dimension. */
export function dstack(tensors: Tensors): Tensor;
export function dstack(options: { readonly tensors: Tensors }): Tensor;
export function dstack(...given: unknown[]): Tensor {
  return cat(dstackSignature.read(given).tensors.map(deep), 2);
}

/** Joins tensors side by side; vectors count as columns. */
export function columnStack(tensors: Tensors): Tensor;
export function columnStack(options: { readonly tensors: Tensors }): Tensor;
export function columnStack(...given: unknown[]): Tensor {
  const columns = columnStackSignature.read(given).tensors.map((x) => (x.dim() < 2 ? x.reshape([x.numel(), 1]) : x));
  return cat(columns, 1);
}

const blockDiagSignature = signature("torch.blockDiag", { tensors: rest(is.tensors) });
/** A matrix with the given ones along its diagonal and zeros elsewhere; vectors count as rows. */
export function blockDiag(...tensors: Tensors): Tensor;
export function blockDiag(...given: unknown[]): Tensor {
  const blocks = blockDiagSignature.read(given).tensors.map((x) => (x.dim() < 2 ? x.reshape([1, x.numel()]) : x));
  const wide = blocks.find((x) => x.dim() > 2);
  if (wide !== undefined)
    throw new RangeError(
      `torch.block_diag: Input tensors must have 2 or fewer dimensions. Input has ${wide.dim()} dimensions`,
    );
  if (blocks.length === 0) return zeros(1, 0);
  const columns = blocks.reduce((sum, x) => sum + x.sizes[1]!, 0);
  let before = 0;
  const rows = blocks.map((x) => {
    const [n, m] = x.sizes as [number, number];
    const row = cat([x.newZeros(n, before), x, x.newZeros(n, columns - before - m)], 1);
    before += m;
    return row;
  });
  return cat(rows, 0);
}

const broadcastShapesSignature = signature("torch.broadcastShapes", { shapes: rest(is.listOf(is.ints)) });
/** The shape that these shapes broadcast to. */
export function broadcastShapes(...shapes: readonly (readonly number[])[]): Size;
export function broadcastShapes(...given: unknown[]): Size {
  return new Size(broadcastShapesSignature.read(given).shapes.reduce<readonly number[]>(broadcast, []));
}

const cartesianSignature = signature("torch.cartesianProd", { tensors: rest(is.tensors) });
/** All combinations of one element from each vector, as rows. */
export function cartesianProd(...tensors: Tensors): Tensor;
export function cartesianProd(...given: unknown[]): Tensor {
  const { tensors } = cartesianSignature.read(given);
  if (tensors.length === 0) throw new RangeError("meshgrid expects a non-empty TensorList");
  for (const x of tensors)
    if (x.dim() !== 1) throw new RangeError(`Expect a 1D vector, but got shape [${x.sizes.join(", ")}]`);
  if (tensors.length === 1) return tensors[0]!;
  const columns = meshgrid(tensors, { indexing: "ij" }).map((x) => x.reshape(-1).unsqueeze(1));
  return cat(columns, 1);
}

const combinationsSignature = signature("torch.combinations", {
  input: required(is.tensor),
  r: optional(is.int, 2),
  withReplacement: flag,
});
/** All combinations of `r` elements of a vector, as rows. */
export function combinations(input: Tensor, r?: number, withReplacement?: boolean): Tensor;
export function combinations(
  input: Tensor,
  options: { readonly r?: number; readonly withReplacement?: boolean },
): Tensor;
export function combinations(input: Tensor, r: number, options: { readonly withReplacement?: boolean }): Tensor;
export function combinations(options: {
  readonly input: Tensor;
  readonly r?: number;
  readonly withReplacement?: boolean;
}): Tensor;
export function combinations(...given: unknown[]): Tensor {
  const { input, r, withReplacement } = combinationsSignature.read(given);
  if (input.dim() !== 1) throw new RangeError(`Expect a 1D vector, but got shape [${input.sizes.join(", ")}]`);
  if (r < 0) throw new RangeError(`Expect a non-negative number, but got ${r}`);
  if (r === 0) return input.newEmpty(0);
  const rows: number[][] = [];
  const grow = (row: readonly number[], from: number): void => {
    if (row.length === r) return void rows.push([...row]);
    for (let i = from; i < input.numel(); i++) grow([...row, i], withReplacement ? i : i + 1);
  };
  grow([], 0);
  return input.at(tensor(rows.flat(), { dtype: int64 })).reshape([rows.length, r]);
}

const vanderSignature = signature("torch.vander", {
  x: required(is.tensor),
  N: optional(is.orNull(is.int), null),
  increasing: flag,
});
/** The powers of a vector's elements as rows; the highest first, unless `increasing`. */
export function vander(x: Tensor, N?: number | null, increasing?: boolean): Tensor;
export function vander(x: Tensor, options: { readonly N?: number | null; readonly increasing?: boolean }): Tensor;
export function vander(x: Tensor, N: number | null, options: { readonly increasing?: boolean }): Tensor;
export function vander(options: {
  readonly x: Tensor;
  readonly N?: number | null;
  readonly increasing?: boolean;
}): Tensor;
export function vander(...given: unknown[]): Tensor {
  const { x, N, increasing } = vanderSignature.read(given);
  const n = N ?? x.sizes.at(-1)!;
  const powers = Array.from({ length: n }, (_, i) => (increasing ? i : n - 1 - i));
  const base = x.dtype.isFloatingPoint ? x : x.to(int64);
  return base.unsqueeze(-1).pow(base.newTensor(powers, { dtype: base.dtype }));
}

const trapezoidSignature = overloads("torch.trapezoid", {
  spaced: { y: required(is.tensor), dx: keyword(is.number, 1), dim: keyword(is.int, -1) },
  at: { y: required(is.tensor), x: required(is.tensor), dim: keyword(is.int, -1) },
});
/** The integral along `dim` by the trapezoidal rule, of samples at `x` or `dx` apart. */
export function trapezoid(y: Tensor, options?: { readonly dx?: number; readonly dim?: number }): Tensor;
export function trapezoid(y: Tensor, x: Tensor, options?: { readonly dim?: number }): Tensor;
export function trapezoid(y: Tensor, options: { readonly x: Tensor; readonly dim?: number }): Tensor;
export function trapezoid(options: {
  readonly y: Tensor;
  readonly x?: Tensor;
  readonly dx?: number;
  readonly dim?: number;
}): Tensor;
export function trapezoid(...given: unknown[]): Tensor {
  const { form, args } = trapezoidSignature.read(given);
  const { y, dim } = args;
  const d = wrapDim(dim, y.dim());
  const n = y.sizes[d]!;
  if (n === 0) return y.sum(d);
  const heights = y
    .narrow(d, 1, n - 1)
    .add(y.narrow(d, 0, n - 1))
    .div(2);
  if (form === "spaced") return heights.sum(d).mul(args.dx);
  const widths = args.x.diff({ dim: args.x.dim() === 1 ? 0 : d });
  const fitting = args.x.dim() === 1 ? widths.reshape(y.sizes.map((_, k) => (k === d ? -1 : 1))) : widths;
  return heights.mul(fitting).sum(d);
}

const placing = { outInt32: keyword(is.bool, false), right: keyword(is.bool, false) };
const searchsortedSignature = signature("torch.searchsorted", {
  sortedSequence: required(is.tensor),
  input: required(is.tensorOrNumber),
  ...placing,
  side: keyword(is.orNull(is.oneOf("left", "right")), null),
  sorter: keyword(is.orNull(is.tensor), null),
});
interface Placing {
  readonly outInt32?: boolean;
  /** Behind equal values rather than before them. */
  readonly right?: boolean;
}
type Searching = Placing & { readonly side?: "left" | "right" | null; readonly sorter?: Tensor | null };

/** Where values belong in sorted rows [..., n], so that the order stays. See https://docs.pytorch.org/docs/2.13/generated/torch.searchsorted.html. */
export function searchsorted(sortedSequence: Tensor, input: Tensor | number, options?: Searching): Tensor;
export function searchsorted(sortedSequence: Tensor, options: Searching & { readonly input: Tensor | number }): Tensor;
export function searchsorted(
  options: Searching & { readonly sortedSequence: Tensor; readonly input: Tensor | number },
): Tensor;
export function searchsorted(...given: unknown[]): Tensor {
  const { sortedSequence, input, outInt32, right, side, sorter } = searchsortedSignature.read(given);
  if (side === "left" && right)
    throw new TypeError(
      "torch.searchsorted(): side and right can't be set to opposites, got side of left while right was True",
    );
  const sorted = sorter === null ? sortedSequence : sortedSequence.gather(-1, sorter);
  return placed("searchsorted", sorted, input, outInt32, right || side === "right");
}

const bucketizeSignature = signature("torch.bucketize", {
  input: required(is.tensorOrNumber),
  boundaries: required(is.tensor),
  ...placing,
});
/** In which bucket between the sorted `boundaries` each element falls. */
export function bucketize(input: Tensor | number, boundaries: Tensor, options?: Placing): Tensor;
export function bucketize(input: Tensor | number, options: Placing & { readonly boundaries: Tensor }): Tensor;
export function bucketize(options: Placing & { readonly input: Tensor | number; readonly boundaries: Tensor }): Tensor;
export function bucketize(...given: unknown[]): Tensor {
  const { input, boundaries, outInt32, right } = bucketizeSignature.read(given);
  if (boundaries.dim() !== 1)
    throw new RangeError(`bucketize(): boundaries tensor must be 1 dimension, but got dim(${boundaries.dim()})`);
  return placed("bucketize", boundaries, input, outInt32, right);
}

function placed(name: string, sorted: Tensor, given: unknown, outInt32: boolean, right: boolean): Tensor {
  const input = given instanceof Tensor ? given : sorted.newTensor(Number(given), { dtype: sorted.dtype });
  const lead = sorted.sizes.slice(0, -1);
  if (sorted.dim() !== 1 && String(lead) !== String(input.sizes.slice(0, -1)))
    throw new RangeError(
      `torch.${name}(): boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and input value tensor must match, but we got boundaries tensor [${sorted.sizes.join(", ")}] and input value tensor [${input.sizes.join(", ")}]`,
    );
  const n = sorted.sizes.at(-1)!;
  const rows = sorted.detach().reshape(-1).tolist<number[]>();
  const values = input.detach().reshape(-1).tolist<number[]>();
  const across = sorted.dim() === 1 ? values.length : input.sizes.at(-1)!;
  const isBefore = (a: number, b: number): boolean =>
    (right ? !(b < a) : a < b) || (Number.isNaN(b) && !Number.isNaN(a));
  return filledBy(outInt32 ? int32 : int64, input.sizes, (target) => {
    for (const [i, value] of values.entries()) {
      const start = Math.floor(i / Math.max(across, 1)) * n;
      let [low, high] = [0, n];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (isBefore(rows[start + middle]!, value)) low = middle + 1;
        else high = middle;
      }
      target[i] = outInt32 ? low : BigInt(low);
    }
  });
}

const unravelSignature = signature("torch.unravelIndex", {
  indices: required(is.tensor),
  shape: required(is.intOrInts),
});
/** Positions in a flattened tensor of `shape` as one tensor of positions for each dimension. */
export function unravelIndex(indices: Tensor, shape: number | readonly number[]): Tensor[];
export function unravelIndex(indices: Tensor, options: { readonly shape: number | readonly number[] }): Tensor[];
export function unravelIndex(options: {
  readonly indices: Tensor;
  readonly shape: number | readonly number[];
}): Tensor[];
export function unravelIndex(...given: unknown[]): Tensor[] {
  const { indices, shape } = unravelSignature.read(given);
  if (indices.dtype.isFloatingPoint || indices.dtype === bool)
    throw new TypeError(`unravel_index(): expected 'indices' to be integer dtype, but got ${indices.dtype.toString()}`);
  const sizes = typeof shape === "number" ? [shape] : shape;
  return sizes.map((size, d) => indices.floorDivide(numel(sizes.slice(d + 1))).remainder(size));
}
