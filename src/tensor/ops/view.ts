/** Views: other windows on the same storage. Letters: D the number of dimensions. */

import {
  contiguousStrides,
  expandShape,
  expandStrides,
  formatShape,
  inferShape,
  numel,
  scalarTypeName,
  viewStrides,
  wrapDim,
  wrapDims,
} from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { denseStorage } from "../dense.ts";
import { sizesOf, type SizeArgs } from "../sizes.ts";
import { fromStorage, Tensor, viewOf } from "../tensor.ts";
import { embedSlice, type Slice } from "./embed-slice.ts";
import { stack } from "./join.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** The same elements in another shape, without a copy; one size may be -1. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.view.html */
    view(...sizes: SizeArgs): Tensor;
    viewAs(other: Tensor): Tensor;
    /** A view where possible, else a copy. */
    reshape(...sizes: SizeArgs): Tensor;
    reshapeAs(other: Tensor): Tensor;
    /** Dimensions `startDim` to `endDim` as one. */
    flatten(startDim?: number, endDim?: number): Tensor;
    /** One dimension as several. */
    unflatten(dim: number, sizes: readonly number[]): Tensor;
    ravel(): Tensor;
    permute(...dims: SizeArgs): Tensor;
    transpose(dim0: number, dim1: number): Tensor;
    /** The transpose of a matrix. */
    t(): Tensor;
    /** All dimensions reversed. */
    readonly T: Tensor;
    /** The last two dimensions swapped. */
    readonly mT: Tensor;
    movedim(source: number | readonly number[], destination: number | readonly number[]): Tensor;
    /** Sizes of 1 stretched; -1 keeps a size. */
    expand(...sizes: SizeArgs): Tensor;
    expandAs(other: Tensor): Tensor;
    broadcastTo(size: readonly number[]): Tensor;
    squeeze(dim?: number | readonly number[]): Tensor;
    unsqueeze(dim: number): Tensor;
    /** Entry `index` of a dimension, which goes. */
    select(dim: number, index: number): Tensor;
    /** `length` entries of a dimension from `start`. */
    narrow(dim: number, start: number, length: number): Tensor;
    /** Every `step`-th entry of a dimension from `start` to below `end`, as Python slices. */
    slice(dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
    unbind(dim?: number): Tensor[];
    diagonal(offset?: number, dim1?: number, dim2?: number): Tensor;
    [Symbol.iterator](): IterableIterator<Tensor>;
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
  const parts = inferShape(sizes, this.sizes[d]!);
  return this.view([...this.sizes.slice(0, d), ...parts, ...this.sizes.slice(d + 1)]);
};
Tensor.prototype.ravel = function () {
  return this.reshape(-1);
};

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

const expandBackward = defineGradient("ExpandBackward0", (_node, grad) => [grad]);
Tensor.prototype.expand = function (...args) {
  const sizes = sizesOf(args);
  if (sizes.length < this.dim())
    throw new RangeError(
      `expand(torch.${scalarTypeName(this.dtype)}Tensor{${formatShape(this.sizes)}}, size=${formatShape(sizes)}): the number of sizes provided (${sizes.length}) must be greater or equal to the number of dimensions in the tensor (${this.dim()})`,
    );
  const shape = expandShape(this.sizes, sizes);
  const out = viewOf(this, shape, expandStrides(this.sizes, this.strides, shape));
  return expandBackward.record(out, [this], [], undefined);
};
Tensor.prototype.expandAs = function (other) {
  return this.expand(other.sizes);
};
Tensor.prototype.broadcastTo = function (size) {
  return this.expand(size);
};

const squeezeRule = (name: string) =>
  defineGradient<readonly number[]>(name, (node, grad) => [grad.reshape(node.context)]);
const squeezeAllBackward = squeezeRule("SqueezeBackward0");
const squeezeBackward = squeezeRule("SqueezeBackward1");
const squeezeDimsBackward = squeezeRule("SqueezeBackward2");
const unsqueezeBackward = defineGradient<number>("UnsqueezeBackward0", (node, grad) => [grad.squeeze(node.context)]);

Tensor.prototype.squeeze = function (dim) {
  const goes = wrapDims(dim, this.dim());
  const kept = this.sizes.map((_, d) => d).filter((d) => this.sizes[d] !== 1 || !goes.includes(d));
  const out = viewOf(
    this,
    kept.map((d) => this.sizes[d]!),
    kept.map((d) => this.strides[d]!),
  );
  const rule = dim === undefined ? squeezeAllBackward : typeof dim === "number" ? squeezeBackward : squeezeDimsBackward;
  return rule.record(out, [this], [], this.sizes);
};
Tensor.prototype.unsqueeze = function (dim) {
  const d = wrapDim(dim, this.dim() + 1);
  const stride = d < this.dim() ? this.sizes[d]! * this.strides[d]! : 1;
  const out = viewOf(this, this.sizes.toSpliced(d, 0, 1), this.strides.toSpliced(d, 0, stride));
  return unsqueezeBackward.record(out, [this], [], d);
};

interface Selected {
  readonly shape: readonly number[];
  readonly dim: number;
  readonly index: number;
}
const selectBackward = defineGradient<Selected>("SelectBackward0", (node, grad) => {
  const { shape, dim, index } = node.context;
  return [embedSlice(grad.unsqueeze(dim), { shape, dim, start: index, end: index + 1, step: 1 })];
});
Tensor.prototype.select = function (dim, index) {
  if (this.dim() === 0) throw new RangeError("select() cannot be applied to a 0-dim tensor.");
  const d = wrapDim(dim, this.dim());
  const size = this.sizes[d]!;
  if (!Number.isInteger(index) || index < -size || index >= size)
    throw new RangeError(
      `select(): index ${index} out of range for tensor of size ${formatShape(this.sizes)} at dimension ${d}`,
    );
  const at = index < 0 ? index + size : index;
  const out = viewOf(
    this,
    this.sizes.toSpliced(d, 1),
    this.strides.toSpliced(d, 1),
    this.offset + at * this.strides[d]!,
  );
  return selectBackward.record(out, [this], [], { shape: this.sizes, dim: d, index: at });
};

const sliceBackward = defineGradient<Slice>("SliceBackward0", (node, grad) => [embedSlice(grad, node.context)]);
Tensor.prototype.slice = function (dim = 0, start = null, end = null, step = 1) {
  if (this.dim() === 0) throw new RangeError("slice() cannot be applied to a 0-dim tensor.");
  if (!Number.isInteger(step) || step < 1) throw new RangeError("slice step must be positive");
  const d = wrapDim(dim, this.dim());
  const size = this.sizes[d]!;
  const clip = (i: number) => Math.min(Math.max(i < 0 ? i + size : i, 0), size);
  const from = clip(start ?? 0);
  const to = Math.max(clip(end ?? size), from);
  const n = Math.ceil((to - from) / step);
  const { sizes, strides } = this;
  const out = viewOf(this, sizes.with(d, n), strides.with(d, strides[d]! * step), this.offset + from * strides[d]!);
  return sliceBackward.record(out, [this], [], { shape: sizes, dim: d, start: from, end: to, step });
};
Tensor.prototype.narrow = function (dim, start, length) {
  if (this.dim() === 0) throw new RangeError("narrow() cannot be applied to a 0-dim tensor.");
  if (length < 0) throw new RangeError("narrow(): length must be non-negative.");
  const size = this.sizes[wrapDim(dim, this.dim())]!;
  if (start < -size || start > size)
    throw new RangeError(`start out of range (expected to be in range of [${-size}, ${size}], but got ${start})`);
  const from = start < 0 ? start + size : start;
  if (from + length > size)
    throw new RangeError(`start (${from}) + length (${length}) exceeds dimension size (${size}).`);
  return this.slice(dim, from, from + length);
};

const unbindBackward = defineGradient<number>("UnbindBackward0", (node, ...grads) => [
  stackFilled(grads, node.outputs!, node.context),
]);
/** Entries without a gradient count as zeros. */
function stackFilled(
  grads: readonly (Tensor | null)[],
  outputs: readonly { readonly shape: readonly number[] }[],
  dim: number,
): Tensor {
  const some = grads.find((grad) => grad !== null)!;
  const filled = outputs.map(({ shape }, i) => grads[i] ?? some.newZeros(shape));
  return stack(filled, dim);
}
Tensor.prototype.unbind = function (dim = 0) {
  if (this.dim() === 0) throw new RangeError("Dimension specified as 0 but tensor has no dimensions");
  const d = wrapDim(dim, this.dim());
  const sizes = this.sizes.toSpliced(d, 1);
  const strides = this.strides.toSpliced(d, 1);
  const outs = Array.from({ length: this.sizes[d]! }, (_, i) =>
    viewOf(this, sizes, strides, this.offset + i * this.strides[d]!),
  );
  return unbindBackward.recordAll(outs, [this], [], d);
};
Tensor.prototype[Symbol.iterator] = function () {
  if (this.dim() === 0) throw new TypeError("iteration over a 0-d tensor");
  return this.unbind(0)[Symbol.iterator]();
};

interface Diagonal {
  readonly shape: readonly number[];
  readonly offset: number;
  readonly dims: readonly [number, number];
}
const diagonalBackward = defineGradient<Diagonal>("DiagonalBackward0", (node, grad) => {
  const { shape, offset, dims } = node.context;
  const out = grad.newZeros(shape);
  out.diagonal(offset, ...dims).copy_(grad);
  return [out];
});
Tensor.prototype.diagonal = function (offset = 0, dim1 = 0, dim2 = 1) {
  const [a, b] = [wrapDim(dim1, this.dim()), wrapDim(dim2, this.dim())];
  if (a === b) throw new RangeError(`diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
  const { sizes, strides } = this;
  const n = Math.max(Math.min(sizes[a]! + Math.min(offset, 0), sizes[b]! - Math.max(offset, 0)), 0);
  const kept = sizes.map((_, d) => d).filter((d) => d !== a && d !== b);
  const start = n === 0 ? 0 : offset >= 0 ? offset * strides[b]! : -offset * strides[a]!;
  const out = viewOf(
    this,
    [...kept.map((d) => sizes[d]!), n],
    [...kept.map((d) => strides[d]!), strides[a]! + strides[b]!],
    this.offset + start,
  );
  return diagonalBackward.record(out, [this], [], { shape: sizes, offset, dims: [a, b] });
};
