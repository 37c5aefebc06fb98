/** Slices of a dimension, and the reverse: the elements at their places, zeros elsewhere. */

import { backend } from "../../backend/index.ts";
import { wrapDim } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { dense, done } from "../dense.ts";
import { fromStorage, type Tensor, viewOf } from "../tensor.ts";
import { write } from "../in-place.ts";

/** Every `step`-th entry of dimension `dim`, from `start` up to but not including `end`, of a tensor of `shape`. */
export interface Part {
  readonly shape: readonly number[];
  readonly dim: number;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

const embedBackward = defineGradient<Part>("SliceBackward", (node, grad) => {
  const { dim, start, end, step } = node.context;
  return [sliceAlong(grad, dim, start, end, step)];
});

/** A tensor of `slice.shape` with `part` in the place of the slice. */
export function embedSlice(part: Tensor, slice: Part): Tensor {
  const { shape, dim, start, end, step } = slice;
  if (part.memory.onHost || step !== 1) {
    const out = part.newZeros(shape);
    const { strides } = out;
    const window = viewOf(out, part.sizes, strides.with(dim, strides[dim]! * step), start * strides[dim]!);
    write(window, part);
    return embedBackward.record(out, [part], [], slice);
  }
  const x = dense(part);
  const pads = shape.map((size, d): [number, number] => (d === dim ? [start, size - end] : [0, 0]));
  const out = fromStorage(backend().pad(x, pads, 0), shape);
  done(x, part);
  return embedBackward.record(out, [part], [], slice);
}

const clip = (i: number, size: number): number => Math.min(Math.max(i < 0 ? i + size : i, 0), size);

const sliceBackward = defineGradient<Part>("SliceBackward0", (node, grad) => [embedSlice(grad, node.context)]);
/** Every `step`-th entry of a dimension from `start` up to but not including `end`, as Python slices. */
export function sliceAlong(t: Tensor, dim: number, start: number | null, end: number | null, step = 1): Tensor {
  if (t.sizes.length === 0) throw new RangeError("slice() cannot be applied to a 0-dim tensor.");
  if (!Number.isInteger(step) || step < 1) throw new RangeError("slice step must be positive");
  const d = wrapDim(dim, t.sizes.length);
  const size = t.sizes[d]!;
  const from = clip(start ?? 0, size);
  const to = Math.max(clip(end ?? size, size), from);
  const n = Math.ceil((to - from) / step);
  const { sizes, strides } = t;
  const out = viewOf(t, sizes.with(d, n), strides.with(d, strides[d]! * step), t.offset + from * strides[d]!);
  return sliceBackward.record(out, [t], [], { shape: sizes, dim: d, start: from, end: to, step });
}
