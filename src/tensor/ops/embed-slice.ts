/** The way back of a slice: its elements at their places, zeros elsewhere. */

import { backend } from "../../backend/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { dense, done } from "../dense.ts";
import { fromStorage, type Tensor, viewOf } from "../tensor.ts";
import { write } from "../in-place.ts";

/** Every `step`-th entry of dimension `dim` from `start` to below `end` of a tensor of `shape`. */
export interface Slice {
  readonly shape: readonly number[];
  readonly dim: number;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

const embedBackward = defineGradient<Slice>("SliceBackward", (node, grad) => {
  const { dim, start, end, step } = node.context;
  return [grad.slice(dim, start, end, step)];
});

/** A tensor of `slice.shape` with `part` where the slice is. */
export function embedSlice(part: Tensor, slice: Slice): Tensor {
  const { shape, dim, start, end, step } = slice;
  if (part.storage.onHost || step !== 1) {
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
