/** Parts: entries, slices, windows and diagonals of dimensions. */

import { formatShape, wrapDim } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { Tensor, viewOf } from "../tensor.ts";
import { embedSlice, type Slice } from "./embed-slice.ts";
import { stack } from "./join.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** Entry `index` of a dimension, which goes. */
    select(dim: number, index: number): Tensor;
    /** `length` entries of a dimension from `start`. */
    narrow(dim: number, start: number, length: number): Tensor;
    /** Every `step`-th entry of a dimension from `start` to below `end`, as Python slices. */
    slice(dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
    /** The entries of a dimension, as views. */
    unbind(dim?: number): Tensor[];
    /** Windows of `size` entries along a dimension, `step` apart; their entries become a new last dimension. */
    unfold(dim: number, size: number, step: number): Tensor;
    /** The elements whose two indices differ by `offset`, as a view. */
    diagonal(offset?: number, dim1?: number, dim2?: number): Tensor;
    /** The entries of the first dimension. */
    [Symbol.iterator](): IterableIterator<Tensor>;
  }
}

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

interface Unfolded {
  readonly shape: readonly number[];
  readonly dim: number;
  readonly size: number;
  readonly step: number;
}
const unfoldBackward = defineGradient<Unfolded>("UnfoldBackward0", (node, grad) => {
  const { shape, dim, size, step } = node.context;
  const end = (grad.sizes[dim]! - 1) * step + 1;
  const parts = Array.from({ length: size }, (_, k) =>
    embedSlice(grad.select(-1, k), { shape, dim, start: k, end: end + k, step }),
  );
  return [parts.reduce((sum, part) => sum.add(part))];
});
Tensor.prototype.unfold = function (dim, size, step) {
  const d = wrapDim(dim, this.dim());
  const whole = this.sizes[d] ?? 1;
  if (size > whole) throw new RangeError(`maximum size for tensor at dimension ${d} is ${whole} but size is ${size}`);
  if (step <= 0) throw new RangeError(`step is ${step} but must be > 0`);
  const { sizes, strides } = this;
  const [n, stride] = [Math.floor((whole - size) / step) + 1, strides[d] ?? 1];
  const out = viewOf(
    this,
    this.dim() === 0 ? [size] : [...sizes.with(d, n), size],
    this.dim() === 0 ? [1] : [...strides.with(d, stride * step), stride],
  );
  return unfoldBackward.record(out, [this], [], { shape: sizes, dim: d, size, step });
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
