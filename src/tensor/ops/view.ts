/** The same elements in another shape. */

import { contiguousStrides, formatShape, inferShape, numel, viewStrides, wrapDim } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { denseStorage } from "../dense.ts";
import { sizesOf, type SizeArgs } from "../sizes.ts";
import { fromStorage, Tensor, viewOf } from "../tensor.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** The same elements in another shape, without a copy; one size may be -1. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.view.html */
    view(...sizes: SizeArgs): Tensor;
    /** A view in the shape of `other`. */
    viewAs(other: Tensor): Tensor;
    /** A view where possible, else a copy. */
    reshape(...sizes: SizeArgs): Tensor;
    /** In the shape of `other`. */
    reshapeAs(other: Tensor): Tensor;
    /** Dimensions `startDim` to `endDim` as one. */
    flatten(startDim?: number, endDim?: number): Tensor;
    /** One dimension as several. */
    unflatten(dim: number, sizes: readonly number[]): Tensor;
    /** All dimensions as one. */
    ravel(): Tensor;
  }
}

const viewBackward = defineGradient<readonly number[]>("ViewBackward0", (node, grad) => [grad.reshape(node.context)]);
const unsafeViewBackward = defineGradient<readonly number[]>("UnsafeViewBackward0", (node, grad) => [
  grad.reshape(node.context),
]);

Tensor.prototype.view = function (...args) {
  const shape = inferShape(sizesOf(args), this.numel());
  const strides = this.isContiguous() ? contiguousStrides(shape) : viewStrides(this.sizes, this.strides, shape);
  if (strides === null)
    throw new RangeError(
      "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
    );
  return viewBackward.record(viewOf(this, [...shape], strides), [this], [], this.sizes);
};
Tensor.prototype.viewAs = function (other) {
  return this.view(other.sizes);
};
Tensor.prototype.reshape = function (...args) {
  const shape = inferShape(sizesOf(args), this.numel());
  if (this.isContiguous() || viewStrides(this.sizes, this.strides, shape) !== null) return this.view(shape);
  return unsafeViewBackward.record(fromStorage(denseStorage(this), [...shape]), [this], [], this.sizes);
};
Tensor.prototype.reshapeAs = function (other) {
  return this.reshape(other.sizes);
};
Tensor.prototype.flatten = function (startDim = 0, endDim = -1) {
  const dims = this.dim();
  const start = wrapDim(startDim, dims);
  const end = wrapDim(endDim, dims);
  if (dims === 0) return this.reshape(1);
  if (start > end) throw new RangeError("flatten() has invalid args: start_dim cannot come after end_dim");
  if (start === end) return this;
  const { sizes } = this;
  return this.reshape([...sizes.slice(0, start), numel(sizes.slice(start, end + 1)), ...sizes.slice(end + 1)]);
};
Tensor.prototype.unflatten = function (dim, sizes) {
  const d = wrapDim(dim, this.dim());
  const size = this.sizes[d]!;
  if (!sizes.includes(-1) && numel(sizes) !== size)
    throw new RangeError(
      `unflatten: Provided sizes ${formatShape(sizes)} don't multiply up to the size of dim ${d} (${size}) in the input tensor`,
    );
  const parts = inferShape(sizes, size);
  return this.view([...this.sizes.slice(0, d), ...parts, ...this.sizes.slice(d + 1)]);
};
Tensor.prototype.ravel = function () {
  return this.reshape(-1);
};
