/** Reductions: many elements to one, over all dimensions or some. */

import { backend, type ReduceOp } from "../../backend/index.ts";
import {
  float64,
  formatShape,
  int64,
  reducedShape,
  sameShape,
  stretchedDims,
  wrapDims,
  type DType,
} from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { denseAs, done } from "../dense.ts";
import { fromStorage, Tensor } from "../tensor.ts";
import { cat } from "./join.ts";

/** A dimension or several. */
export type Dims = number | readonly number[];

export interface KeepdimOptions {
  /** Keeps reduced dimensions with size 1. */
  readonly keepdim?: boolean;
}
export interface ReduceOptions extends KeepdimOptions {
  /** Casts to this dtype first. */
  readonly dtype?: DType;
}
declare module "../tensor.ts" {
  interface Tensor {
    /** The sum; integers and bool give int64. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.sum.html */
    sum(options?: ReduceOptions): Tensor;
    sum(dim: Dims | null, options?: ReduceOptions): Tensor;
    /** The mean; of floating point tensors only. */
    mean(options?: ReduceOptions): Tensor;
    mean(dim: Dims | null, options?: ReduceOptions): Tensor;
    /** The product; integers and bool give int64. */
    prod(options?: ReduceOptions): Tensor;
    prod(dim: number, options?: ReduceOptions): Tensor;
    /** Sums a gradient back to the shape it was broadcast from. */
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

export type Call<O> = readonly [options?: O] | readonly [dim: Dims | null | undefined, options?: O];

export function parse<O extends KeepdimOptions>(
  t: Tensor,
  args: Call<O>,
): { over: Over; options: Partial<O>; whole: boolean } {
  const isOptions = typeof args[0] === "object" && args[0] !== null && !Array.isArray(args[0]);
  const dim = isOptions ? undefined : ((args[0] as Dims | null | undefined) ?? undefined);
  const options: Partial<O> = ((isOptions ? args[0] : args[1]) as O | undefined) ?? {};
  const dims = wrapDims(dim, t.dim());
  return { over: { shape: t.sizes, dims, keepdim: options.keepdim ?? false }, options, whole: dim === undefined };
}

Tensor.prototype.sum = function (this: Tensor, ...args: Call<ReduceOptions>) {
  const { over, options, whole } = parse(this, args);
  const dtype = options.dtype ?? (this.dtype.isFloatingPoint ? this.dtype : int64);
  // A sum of small integers is exact in float64, and much faster than in int64's bigints
  const isSmall = dtype === int64 && !this.dtype.isFloatingPoint && this.dtype !== int64;
  const sum = reduced("sum", this, over.dims, over.keepdim, isSmall ? float64 : dtype);
  const out = isSmall ? sum.to(int64) : sum;
  return (whole ? sumAllBackward : sumDimBackward).record(out, [this], [], over);
} as Tensor["sum"];

Tensor.prototype.mean = function (this: Tensor, ...args: Call<ReduceOptions>) {
  const { over, options, whole } = parse(this, args);
  const dtype = options.dtype ?? this.dtype;
  if (!dtype.isFloatingPoint)
    throw new TypeError(
      `mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: ${dtype.name === "bool" ? "Bool" : { int64: "Long", int32: "Int", uint8: "Byte" }[dtype.name as "int64"]}`,
    );
  const out = reduced("mean", this, over.dims, over.keepdim, dtype);
  return (whole ? meanAllBackward : meanDimBackward).record(out, [this], [], over);
} as Tensor["mean"];

const prodAllBackward = defineGradient("ProdBackward0", (node, grad) => {
  const [x] = node.saved();
  return [grad.mul(productOfOthers(x!.reshape(-1), 0).reshape(x!.sizes))];
});
const prodDimBackward = defineGradient<Over>("ProdBackward1", (node, grad) => {
  const [x] = node.saved();
  return [restoreDims(grad, node.context).mul(productOfOthers(x!, node.context.dims[0] ?? 0))];
});
/** For each element the product of all others along `dim`: of those before it and those behind it, right with zeros too. */
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
Tensor.prototype.prod = function (this: Tensor, ...args: Call<ReduceOptions>) {
  const { over, options, whole } = parse(this, args);
  const dtype = options.dtype ?? (this.dtype.isFloatingPoint ? this.dtype : int64);
  const out = reduced("prod", this, over.dims, over.keepdim, dtype);
  return whole
    ? prodAllBackward.record(out, [this], [this], undefined)
    : prodDimBackward.record(out, [this], [this], over);
} as Tensor["prod"];

Tensor.prototype.sumToSize = function (...args) {
  const shape = typeof args[0] === "object" ? args[0] : (args as readonly number[]);
  if (sameShape(shape, this.sizes)) return this;
  const dims = stretchedDims(shape, this.sizes);
  const lead = this.dim() - shape.length;
  if (lead < 0 || shape.some((size, d) => size !== 1 && size !== this.sizes[d + lead]))
    throw new RangeError(`size {${formatShape(shape)}} is not expandable to size {${formatShape(this.sizes)}}.`);
  const sum = dims.length === 0 ? this : this.sum(dims, { keepdim: true });
  return lead === 0 ? sum : sum.reshape([...shape]);
};
