/** Planes rotated and mirrored, tensors tiled: rot90, fliplr, flipud, tile. */

import { optional, variadic, wrapDims } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import type { SizeArgs } from "../sizes.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /**
     * Rotates by `k` right angles in the plane of two dimensions, from the first towards the second.
     *
     * ```ts
     * torch.tensor([[1, 2], [3, 4]]).rot90().tolist(); // [[2, 4], [1, 3]]
     * ```
     * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.rot90.html
     * @throws RangeError in torch's words if the two dimensions are the same.
     */
    rot90(k?: number, dims?: readonly number[]): Tensor;
    rot90(k: number, options: { readonly dims?: readonly number[] }): Tensor;
    rot90(options: { readonly k?: number; readonly dims?: readonly number[] }): Tensor;
    /** Reverses the second dimension. */
    fliplr(): Tensor;
    /** Reverses the first dimension. */
    flipud(): Tensor;
    /** Repeats the tensor along each dimension, like `repeat`; missing dimensions count as 1 on either side. */
    tile(...dims: SizeArgs): Tensor;
  }
}

interface Turn {
  readonly k: number;
  readonly dims: readonly [number, number];
}
const rot90Backward = defineGradient<Turn>("Rot90Backward0", (node, grad) => [
  grad.rot90(-node.context.k, node.context.dims),
]);

method("rot90", { k: optional(is.int, 1), dims: optional(is.ints, [0, 1]) }, (x, { k, dims }) => {
  if (dims.length !== 2) throw new RangeError(`expected total rotation dims == 2, but got dims = ${dims.length}`);
  if (x.dim() < 2) throw new RangeError(`expected total dims >= 2, but got total dims = ${x.dim()}`);
  const [a, b] = wrapDims([dims[0]!], x.dim()).concat(wrapDims([dims[1]!], x.dim())) as [number, number];
  if (a === b)
    throw new RangeError(`expected rotation dims to be different, but got dim0 = ${dims[0]} and dim1 = ${dims[1]}`);
  const turns = ((k % 4) + 4) % 4;
  const source = x.detach();
  const turned = [
    () => source.clone(),
    () => source.flip(b).transpose(a, b).contiguous(),
    () => source.flip(a, b),
    () => source.flip(a).transpose(a, b).contiguous(),
  ][turns]!();
  return rot90Backward.record(turned, [x], [], { k: turns, dims: [a, b] });
});
method("fliplr", {}, (x) => {
  if (x.dim() < 2) throw new RangeError("Input must be >= 2-d.");
  return x.flip(1);
});
method("flipud", {}, (x) => {
  if (x.dim() < 1) throw new RangeError("Input must be >= 1-d.");
  return x.flip(0);
});
method("tile", { dims: variadic(is.ints) }, (x, { dims }) => {
  const missing = x.dim() - dims.length;
  return x.repeat(missing > 0 ? [...Array<number>(missing).fill(1), ...dims] : [...dims]);
});
