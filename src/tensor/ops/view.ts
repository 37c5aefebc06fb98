/** The same elements in another shape. */

import {
  contiguousStrides,
  formatShape,
  inferShape,
  numel,
  optional,
  required,
  variadic,
  viewStrides,
  wrapDim,
} from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { denseStorage } from "../dense.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import type { SizeArgs } from "../sizes.ts";
import { fromStorage, viewOf, type Tensor } from "../tensor.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** The same elements in another shape, without a copy; one size may be -1. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.view.html */
    view(...sizes: SizeArgs): Tensor;
    /** A view in the shape of `other`. */
    viewAs(other: Tensor): Tensor;
    /** A view if possible, else a copy. */
    reshape(...sizes: SizeArgs): Tensor;
    /** In the shape of `other`. */
    reshapeAs(other: Tensor): Tensor;
    /** Joins dimensions `startDim` to `endDim` into one. */
    flatten(startDim?: number, endDim?: number): Tensor;
    flatten(options: { readonly startDim?: number; readonly endDim?: number }): Tensor;
    flatten(startDim: number, options: { readonly endDim?: number }): Tensor;
    /** Splits one dimension into several. */
    unflatten(dim: number, sizes: readonly number[]): Tensor;
    unflatten(options: { readonly dim: number; readonly sizes: readonly number[] }): Tensor;
    /** Joins all dimensions into one. */
    ravel(): Tensor;
  }
}

const viewBackward = defineGradient<readonly number[]>("ViewBackward0", (node, grad) => [grad.reshape(node.context)]);
const unsafeViewBackward = defineGradient<readonly number[]>("UnsafeViewBackward0", (node, grad) => [
  grad.reshape(node.context),
]);

function view(t: Tensor, sizes: readonly number[]): Tensor {
  const shape = inferShape(sizes, t.numel());
  const strides = t.isContiguous() ? contiguousStrides(shape) : viewStrides(t.sizes, t.strides, shape);
  if (strides === null)
    throw new RangeError(
      "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
    );
  return viewBackward.record(viewOf(t, [...shape], strides), [t], [], t.sizes);
}

function reshape(t: Tensor, sizes: readonly number[]): Tensor {
  const shape = inferShape(sizes, t.numel());
  if (t.isContiguous() || viewStrides(t.sizes, t.strides, shape) !== null) return view(t, shape);
  return unsafeViewBackward.record(fromStorage(denseStorage(t), [...shape]), [t], [], t.sizes);
}

const other = required(is.tensor);
method("view", { size: variadic(is.ints) }, (x, { size }) => view(x, size));
method("viewAs", { other }, (x, args) => view(x, args.other.sizes));
method("reshape", { shape: variadic(is.ints) }, (x, { shape }) => reshape(x, shape));
method("reshapeAs", { other }, (x, args) => reshape(x, args.other.sizes));
method("flatten", { startDim: optional(is.int, 0), endDim: optional(is.int, -1) }, (x, { startDim, endDim }) => {
  const dims = x.dim();
  const start = wrapDim(startDim, dims);
  const end = wrapDim(endDim, dims);
  if (dims === 0) return reshape(x, [1]);
  if (start > end) throw new RangeError("flatten() has invalid args: start_dim cannot come after end_dim");
  if (start === end) return x;
  const { sizes } = x;
  return reshape(x, [...sizes.slice(0, start), numel(sizes.slice(start, end + 1)), ...sizes.slice(end + 1)]);
});
method("unflatten", { dim: required(is.int), sizes: required(is.ints) }, (x, { dim, sizes }) => {
  const d = wrapDim(dim, x.dim());
  const size = x.sizes[d]!;
  if (!sizes.includes(-1) && numel(sizes) !== size)
    throw new RangeError(
      `unflatten: Provided sizes ${formatShape(sizes)} don't multiply up to the size of dim ${d} (${size}) in the input tensor`,
    );
  const parts = inferShape(sizes, size);
  return view(x, [...x.sizes.slice(0, d), ...parts, ...x.sizes.slice(d + 1)]);
});
method("ravel", {}, (x) => reshape(x, [-1]));
