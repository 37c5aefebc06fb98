/** Dimensions in another order. */

import { formatShape, wrapDim, wrapDims } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { sizesOf, type SizeArgs } from "../sizes.ts";
import { Tensor, viewOf } from "../tensor.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** The dimensions in another order, as a view. */
    permute(...dims: SizeArgs): Tensor;
    /** Two dimensions swapped, as a view. */
    transpose(dim0: number, dim1: number): Tensor;
    /** The transpose of a matrix. */
    t(): Tensor;
    /** All dimensions reversed. */
    readonly T: Tensor;
    /** The last two dimensions swapped. */
    readonly mT: Tensor;
    /** Dimensions moved to other places, as a view. */
    movedim(source: number | readonly number[], destination: number | readonly number[]): Tensor;
  }
}

const permuteBackward = defineGradient<readonly number[]>("PermuteBackward0", (node, grad) => {
  const inverse = Array<number>(node.context.length);
  node.context.forEach((d, i) => (inverse[d] = i));
  return [grad.permute(inverse)];
});
Tensor.prototype.permute = function (...args) {
  const given = sizesOf(args);
  if (given.length !== this.dim())
    throw new RangeError(
      `permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = ${this.dim()} is not equal to len(dims) = ${given.length}`,
    );
  const dims = given.map((d) => wrapDim(d, this.dim()));
  if (new Set(dims).size !== dims.length) throw new RangeError("permute(): duplicate dims are not allowed.");
  const out = viewOf(
    this,
    dims.map((d) => this.sizes[d]!),
    dims.map((d) => this.strides[d]!),
  );
  return permuteBackward.record(out, [this], [], dims);
};

const transposeBackward = defineGradient<readonly [number, number]>("TransposeBackward0", (node, grad) => [
  grad.transpose(...node.context),
]);
const tBackward = defineGradient("TBackward0", (_node, grad) => [grad.t()]);
const swap = (list: readonly number[], a: number, b: number) => list.with(a, list[b]!).with(b, list[a]!);

Tensor.prototype.transpose = function (dim0, dim1) {
  const [a, b] = [wrapDim(dim0, this.dim()), wrapDim(dim1, this.dim())];
  if (this.dim() === 0) return viewOf(this, [], []);
  const out = viewOf(this, swap(this.sizes, a, b), swap(this.strides, a, b));
  return transposeBackward.record(out, [this], [], [a, b]);
};
Tensor.prototype.t = function () {
  if (this.dim() > 2) throw new RangeError(`t() expects a tensor with <= 2 dimensions, but self is ${this.dim()}D`);
  const out = viewOf(this, this.sizes.toReversed(), this.strides.toReversed());
  return tBackward.record(out, [this], [], undefined);
};
Object.defineProperty(Tensor.prototype, "T", {
  get(this: Tensor) {
    return this.permute(this.sizes.map((_, d) => this.dim() - 1 - d));
  },
});
Object.defineProperty(Tensor.prototype, "mT", {
  get(this: Tensor) {
    if (this.dim() < 2)
      throw new RangeError(
        `tensor.mT is only supported on matrices or batches of matrices. Got ${this.dim()}-D tensor.`,
      );
    return this.transpose(-2, -1);
  },
});
Tensor.prototype.movedim = function (source, destination) {
  const dims = this.dim();
  const from = wrapDims(source, dims);
  const to = wrapDims(destination, dims);
  if (from.length !== to.length)
    throw new RangeError(
      `movedim: Invalid source or destination dims: source (${formatShape(from)} dims) should contain the same number of dims as destination (${formatShape(to)} dims)`,
    );
  const rest = this.sizes.map((_, d) => d).filter((d) => !from.includes(d));
  const order = this.sizes.map((_, d) => (to.includes(d) ? from[to.indexOf(d)]! : rest.shift()!));
  return this.permute(order);
};
