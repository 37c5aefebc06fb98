/** Reductions: many elements to one, over all dimensions or some of them. */

import { backend, type ReduceOp } from "../../backend/index.ts";
import {
  float64,
  formatShape,
  int64,
  keyword,
  optional,
  reducedShape,
  sameShape,
  scalarTypeName,
  stretchedDims,
  variadic,
  wrapDims,
  type DType,
} from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { denseAs, done } from "../dense.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import { fromStorage, type Tensor } from "../tensor.ts";
import { cat } from "./join.ts";

/** A dimension or several. */
export type Dims = number | readonly number[];

export interface KeepdimOptions {
  /** Keeps reduced dimensions with size 1. */
  readonly keepdim?: boolean;
  /** NumPy's name for `keepdim`, which torch accepts too. */
  readonly keepdims?: boolean;
}
export interface DtypeOption {
  /** Casts to this dtype first. */
  readonly dtype?: DType | null;
}
export interface ReduceOptions extends KeepdimOptions, DtypeOption {}
declare module "../tensor.ts" {
  interface Tensor {
    /** The sum; integers and bool give int64. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.sum.html */
    sum(dim: Dims | null, keepdim: boolean, options?: DtypeOption): Tensor;
    sum(dim: Dims | null, options?: ReduceOptions): Tensor;
    sum(options?: ReduceOptions & { readonly dim?: Dims | null }): Tensor;
    /** The mean; floating point tensors only. */
    mean(dim: Dims | null, keepdim: boolean, options?: DtypeOption): Tensor;
    mean(dim: Dims | null, options?: ReduceOptions): Tensor;
    mean(options?: ReduceOptions & { readonly dim?: Dims | null }): Tensor;
    /** The product; integers and bool give int64. */
    prod(dim: number | null, keepdim: boolean, options?: DtypeOption): Tensor;
    prod(dim: number | null, options?: ReduceOptions): Tensor;
    prod(options?: ReduceOptions & { readonly dim?: number | null }): Tensor;
    /** Sums a gradient back to the shape from which it was broadcast. */
    sumToSize(...sizes: readonly number[] | readonly [readonly number[]]): Tensor;
  }
}

/** Values only: `op` over `dims` of the tensor cast to `dtype`. */
export function reduced(op: ReduceOp, t: Tensor, dims: readonly number[], keepdim: boolean, dtype: DType): Tensor {
  const x = denseAs(t, dtype);
  const out = fromStorage(backend().reduce(op, x, dims), reducedShape(t.sizes, dims, keepdim));
  done(x, t);
  return out;
}

/** What a rule needs to spread a reduced gradient out again. */
export interface Over {
  readonly shape: readonly number[];
  readonly dims: readonly number[];
  readonly keepdim: boolean;
}

/** The reduced dimensions back in place with size 1. */
export function restoreDims(t: Tensor, { shape, dims, keepdim }: Over): Tensor {
  if (keepdim || dims.length === 0 || shape.length === 0) return t;
  return t.reshape(shape.map((size, d) => (dims.includes(d) ? 1 : size)));
}

const spread = (grad: Tensor, over: Over): Tensor => restoreDims(grad, over).expand(over.shape);

export const countOf = ({ shape, dims }: Over): number => dims.reduce((n, d) => n * (shape[d] ?? 1), 1);

const sumAllBackward = defineGradient<Over>("SumBackward0", (node, grad) => [spread(grad, node.context)]);
const sumDimBackward = defineGradient<Over>("SumBackward1", (node, grad) => [spread(grad, node.context)]);
const meanAllBackward = defineGradient<Over>("MeanBackward0", (node, grad) => [
  spread(grad.div(countOf(node.context)), node.context),
]);
const meanDimBackward = defineGradient<Over>("MeanBackward1", (node, grad) => [
  spread(grad.div(countOf(node.context)), node.context),
]);

/** Some dimensions of a tensor (all for null), in order. */
export function overDims(t: Tensor, dim: Dims | null, keepdim: boolean): Over {
  return { shape: t.sizes, dims: wrapDims(dim ?? undefined, t.sizes.length), keepdim };
}

/** The arguments that most reductions take. */
export const overArguments = { dim: optional(is.orNull(is.intOrInts), null), keepdim: optional(is.bool, false) };
const dtypeArgument = { dtype: keyword(is.orNull(is.dtype), null) };

method("sum", { ...overArguments, ...dtypeArgument }, (x, { dim, keepdim, dtype: asked }) => {
  const over = overDims(x, dim, keepdim);
  const dtype = asked ?? (x.dtype.isFloatingPoint ? x.dtype : int64);
  // A sum of small integers is exact in float64, and much faster than with int64's bigints.
  const isSmall = dtype === int64 && !x.dtype.isFloatingPoint && x.dtype !== int64;
  const sum = reduced("sum", x, over.dims, over.keepdim, isSmall ? float64 : dtype);
  const out = isSmall ? sum.to(int64) : sum;
  return (dim === null ? sumAllBackward : sumDimBackward).record(out, [x], [], over);
});

method("mean", { ...overArguments, ...dtypeArgument }, (x, { dim, keepdim, dtype: asked }) => {
  const over = overDims(x, dim, keepdim);
  const dtype = asked ?? x.dtype;
  if (!dtype.isFloatingPoint)
    throw new TypeError(
      `mean(): could not infer output dtype. ${asked === null ? "Input" : "Optional"} dtype must be either a floating point or complex dtype. Got: ${scalarTypeName(dtype)}`,
    );
  const out = reduced("mean", x, over.dims, over.keepdim, dtype);
  return (dim === null ? meanAllBackward : meanDimBackward).record(out, [x], [], over);
});

const prodAllBackward = defineGradient("ProdBackward0", (node, grad) => {
  const [x] = node.saved();
  return [grad.mul(productOfOthers(x!.reshape(-1), 0).reshape(x!.sizes))];
});
const prodDimBackward = defineGradient<Over>("ProdBackward1", (node, grad) => {
  const [x] = node.saved();
  return [restoreDims(grad, node.context).mul(productOfOthers(x!, node.context.dims[0] ?? 0))];
});
/**
 * For each element, the product of all others along `dim`: those before it times those after it, which is right even
 * with zeros.
 */
function productOfOthers(x: Tensor, dim: number): Tensor {
  if (x.dim() === 0) return x.onesLike();
  const n = x.size(dim);
  const one = x.detach().narrow(dim, 0, Math.min(1, n)).onesLike();
  const join = (parts: Tensor[]) => cat(parts, dim);
  const before = join([one, x.narrow(dim, 0, Math.max(n - 1, 0))]).cumprod(dim);
  const behind = join([one, x.flip(dim).narrow(dim, 0, Math.max(n - 1, 0))])
    .cumprod(dim)
    .flip(dim);
  return before.mul(behind);
}
method(
  "prod",
  { dim: optional(is.orNull(is.int), null), keepdim: optional(is.bool, false), ...dtypeArgument },
  (x, { dim, keepdim, dtype: asked }) => {
    const over = overDims(x, dim, keepdim);
    const dtype = asked ?? (x.dtype.isFloatingPoint ? x.dtype : int64);
    const out = reduced("prod", x, over.dims, over.keepdim, dtype);
    return dim === null
      ? prodAllBackward.record(out, [x], [x], undefined)
      : prodDimBackward.record(out, [x], [x], over);
  },
);

method("sumToSize", { size: variadic(is.ints) }, (x, { size }) => {
  if (sameShape(size, x.sizes)) return x;
  const dims = stretchedDims(size, x.sizes);
  const lead = x.dim() - size.length;
  if (lead < 0 || size.some((n, d) => n !== 1 && n !== x.sizes[d + lead]))
    throw new RangeError(`size {${formatShape(size)}} is not expandable to size {${formatShape(x.sizes)}}.`);
  const sum = dims.length === 0 ? x : x.sum(dims, { keepdim: true });
  return lead === 0 ? sum : sum.reshape([...size]);
});
