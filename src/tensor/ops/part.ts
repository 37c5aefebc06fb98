/** Parts of a tensor: entries, slices, windows and diagonals of dimensions. */

import { formatShape, optional, required, wrapDim } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import { Tensor, viewOf } from "../tensor.ts";
import { embedSlice, sliceAlong } from "./slice-along.ts";
import { stack } from "./join.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** Entry `index` of a dimension, which is removed. */
    select(dim: number, index: number): Tensor;
    select(options: { readonly dim: number; readonly index: number }): Tensor;
    select(dim: number, options: { readonly index: number }): Tensor;
    /** `length` entries of a dimension, beginning at `start`. */
    narrow(dim: number, start: number | Tensor, length: number): Tensor;
    narrow(options: { readonly dim: number; readonly start: number | Tensor; readonly length: number }): Tensor;
    narrow(dim: number, options: { readonly start: number | Tensor; readonly length: number }): Tensor;
    narrow(dim: number, start: number | Tensor, options: { readonly length: number }): Tensor;
    /**
     * The entries of the first dimension from `start` up to but not including `end`, as a view; negative ones count
     * from the end, as in an array.
     */
    slice(start?: number, end?: number): Tensor;
    /** The entries of a dimension, as views. */
    unbind(dim?: number): Tensor[];
    unbind(options: { readonly dim?: number }): Tensor[];
    /** Windows of `size` entries along a dimension, `step` apart; their entries become a new last dimension. */
    unfold(dimension: number, size: number, step: number): Tensor;
    unfold(options: { readonly dimension: number; readonly size: number; readonly step: number }): Tensor;
    unfold(dimension: number, options: { readonly size: number; readonly step: number }): Tensor;
    unfold(dimension: number, size: number, options: { readonly step: number }): Tensor;
    /** The elements whose two indices differ by `offset`, as a view. */
    diagonal(offset?: number, dim1?: number, dim2?: number): Tensor;
    diagonal(options: { readonly offset?: number; readonly dim1?: number; readonly dim2?: number }): Tensor;
    diagonal(offset: number, options: { readonly dim1?: number; readonly dim2?: number }): Tensor;
    diagonal(offset: number, dim1: number, options: { readonly dim2?: number }): Tensor;
    /** Iterates over the entries of the first dimension. */
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
/** `Tensor.select` for use inside the library. */
export function select(self: Tensor, dim: number, index: number): Tensor {
  if (self.dim() === 0) throw new RangeError("select() cannot be applied to a 0-dim tensor.");
  const d = wrapDim(dim, self.dim());
  const size = self.sizes[d]!;
  if (!Number.isInteger(index) || index < -size || index >= size)
    throw new RangeError(
      `select(): index ${index} out of range for tensor of size ${formatShape(self.sizes)} at dimension ${d}`,
    );
  const at = index < 0 ? index + size : index;
  const out = viewOf(
    self,
    self.sizes.toSpliced(d, 1),
    self.strides.toSpliced(d, 1),
    self.offset + at * self.strides[d]!,
  );
  return selectBackward.record(out, [self], [], { shape: self.sizes, dim: d, index: at });
}
method("select", { dim: required(is.int), index: required(is.int) }, (x, { dim, index }) => select(x, dim, index));

method("slice", { start: optional(is.int, 0), end: optional(is.orNull(is.int), null) }, (x, { start, end }) =>
  sliceAlong(x, 0, start, end),
);

method(
  "narrow",
  { dim: required(is.int), start: required(is.either(is.int, is.tensor)), length: required(is.int) },
  (self, { dim, start: given, length }) => {
    if (self.dim() === 0) throw new RangeError("narrow() cannot be applied to a 0-dim tensor.");
    if (length < 0) throw new RangeError("narrow(): length must be non-negative.");
    const start = typeof given === "number" ? given : given.item();
    const size = self.sizes[wrapDim(dim, self.dim())]!;
    if (start < -size || start > size)
      throw new RangeError(`start out of range (expected to be in range of [${-size}, ${size}], but got ${start})`);
    const from = start < 0 ? start + size : start;
    if (from + length > size)
      throw new RangeError(`start (${from}) + length (${length}) exceeds dimension size (${size}).`);
    return sliceAlong(self, dim, from, from + length);
  },
);

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
method("unbind", { dim: optional(is.int, 0) }, (self, { dim }) => {
  if (self.dim() === 0) throw new RangeError("Dimension specified as 0 but tensor has no dimensions");
  const d = wrapDim(dim, self.dim());
  const sizes = self.sizes.toSpliced(d, 1);
  const strides = self.strides.toSpliced(d, 1);
  const outs = Array.from({ length: self.sizes[d]! }, (_, i) =>
    viewOf(self, sizes, strides, self.offset + i * self.strides[d]!),
  );
  return unbindBackward.recordAll(outs, [self], [], d);
});
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
method(
  "unfold",
  { dimension: required(is.int), size: required(is.int), step: required(is.int) },
  (self, { dimension: dim, size, step }) => {
    const d = wrapDim(dim, self.dim());
    const whole = self.sizes[d] ?? 1;
    if (size > whole) throw new RangeError(`maximum size for tensor at dimension ${d} is ${whole} but size is ${size}`);
    if (step <= 0) throw new RangeError(`step is ${step} but must be > 0`);
    const { sizes, strides } = self;
    const [n, stride] = [Math.floor((whole - size) / step) + 1, strides[d] ?? 1];
    const out = viewOf(
      self,
      self.dim() === 0 ? [size] : [...sizes.with(d, n), size],
      self.dim() === 0 ? [1] : [...strides.with(d, stride * step), stride],
    );
    return unfoldBackward.record(out, [self], [], { shape: sizes, dim: d, size, step });
  },
);

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
method(
  "diagonal",
  { offset: optional(is.int, 0), dim1: optional(is.int, 0), dim2: optional(is.int, 1) },
  (self, { offset, dim1, dim2 }) => {
    const [a, b] = [wrapDim(dim1, self.dim()), wrapDim(dim2, self.dim())];
    if (a === b) throw new RangeError(`diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
    const { sizes, strides } = self;
    const n = Math.max(Math.min(sizes[a]! + Math.min(offset, 0), sizes[b]! - Math.max(offset, 0)), 0);
    const kept = sizes.map((_, d) => d).filter((d) => d !== a && d !== b);
    const start = n === 0 ? 0 : offset >= 0 ? offset * strides[b]! : -offset * strides[a]!;
    const out = viewOf(
      self,
      [...kept.map((d) => sizes[d]!), n],
      [...kept.map((d) => strides[d]!), strides[a]! + strides[b]!],
      self.offset + start,
    );
    return diagonalBackward.record(out, [self], [], { shape: sizes, offset, dims: [a, b] });
  },
);
