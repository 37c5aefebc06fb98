/** Reorders dimensions. */

import { formatShape, required, variadic, warn, wrapDim, wrapDims } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import type { SizeArgs } from "../sizes.ts";
import { Tensor, viewOf } from "../tensor.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** The dimensions in another order, as a view. */
    permute(...dims: SizeArgs): Tensor;
    /** Swaps two dimensions, as a view. */
    transpose(dim0: number, dim1: number): Tensor;
    transpose(options: { readonly dim0: number; readonly dim1: number }): Tensor;
    transpose(dim0: number, options: { readonly dim1: number }): Tensor;
    /** The transpose of a matrix. */
    t(): Tensor;
    /** Reverses the order of all dimensions. */
    readonly T: Tensor;
    /** Swaps the last two dimensions. */
    readonly mT: Tensor;
    /** Moves dimensions to other places, as a view. */
    movedim(source: number | readonly number[], destination: number | readonly number[]): Tensor;
    movedim(source: number | readonly number[], options: { readonly destination: number | readonly number[] }): Tensor;
    movedim(options: {
      readonly source: number | readonly number[];
      readonly destination: number | readonly number[];
    }): Tensor;
  }
}

const permuteBackward = defineGradient<readonly number[]>("PermuteBackward0", (node, grad) => {
  const inverse = Array<number>(node.context.length);
  node.context.forEach((d, i) => (inverse[d] = i));
  return [grad.permute(inverse)];
});
function permute(t: Tensor, order: readonly number[]): Tensor {
  if (order.length !== t.dim())
    throw new RangeError(
      `permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = ${t.dim()} is not equal to len(dims) = ${order.length}`,
    );
  const dims = order.map((d) => wrapDim(d, t.dim()));
  if (new Set(dims).size !== dims.length) throw new RangeError("permute(): duplicate dims are not allowed.");
  const out = viewOf(
    t,
    dims.map((d) => t.sizes[d]!),
    dims.map((d) => t.strides[d]!),
  );
  return permuteBackward.record(out, [t], [], dims);
}
method("permute", { dims: variadic(is.ints) }, (x, { dims }) => permute(x, dims));

const transposeBackward = defineGradient<readonly [number, number]>("TransposeBackward0", (node, grad) => [
  grad.transpose(...node.context),
]);
const tBackward = defineGradient("TBackward0", (_node, grad) => [grad.t()]);
const swap = (list: readonly number[], a: number, b: number) => list.with(a, list[b]!).with(b, list[a]!);

method("transpose", { dim0: required(is.int, "axis0"), dim1: required(is.int, "axis1") }, (x, { dim0, dim1 }) => {
  const [a, b] = [wrapDim(dim0, x.dim()), wrapDim(dim1, x.dim())];
  if (x.dim() === 0) return viewOf(x, [], []);
  const out = viewOf(x, swap(x.sizes, a, b), swap(x.strides, a, b));
  return transposeBackward.record(out, [x], [], [a, b]);
});
method("t", {}, (x) => {
  if (x.sizes.length > 2) throw new RangeError(`t() expects a tensor with <= 2 dimensions, but self is ${x.dim()}D`);
  const out = viewOf(x, x.sizes.toReversed(), x.strides.toReversed());
  return tBackward.record(out, [x], [], undefined);
});
Object.defineProperty(Tensor.prototype, "T", {
  configurable: true,
  get(this: Tensor) {
    if (this.dim() !== 2 && this.dim() !== 0)
      warn(
        `The use of \`x.T\` on tensors of dimension other than 2 to reverse their shape is deprecated and it will throw an error in a future release. Consider \`x.mT\` to transpose batches of matrices or \`x.permute(...)\` to reverse the dimensions of a tensor.`,
      );
    return this.permute(this.sizes.map((_, d) => this.dim() - 1 - d));
  },
});
Object.defineProperty(Tensor.prototype, "mT", {
  configurable: true,
  get(this: Tensor) {
    if (this.dim() < 2)
      throw new RangeError(
        `tensor.mT is only supported on matrices or batches of matrices. Got ${this.dim()}-D tensor.`,
      );
    return this.transpose(-2, -1);
  },
});
method(
  "movedim",
  { source: required(is.intOrInts), destination: required(is.intOrInts) },
  (x, { source, destination }) => {
    const dims = x.dim();
    const from = wrapDims(source, dims);
    const to = wrapDims(destination, dims);
    if (from.length !== to.length)
      throw new RangeError(
        `movedim: Invalid source or destination dims: source (${formatShape(from)} dims) should contain the same number of dims as destination (${formatShape(to)} dims)`,
      );
    const rest = x.sizes.map((_, d) => d).filter((d) => !from.includes(d));
    const order = x.sizes.map((_, d) => (to.includes(d) ? from[to.indexOf(d)]! : rest.shift()!));
    return permute(x, order);
  },
);
