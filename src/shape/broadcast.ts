/**
 * Broadcasting: shapes are aligned at their last dimension; a size of 1 is expanded.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/notes/broadcasting.html
 */

import { formatShape, sameShape } from "./size.ts";

/**
 * The common shape to which two shapes broadcast.
 *
 * @throws RangeError in torch's words if two sizes differ and neither is 1.
 */
export function broadcastShapes(a: readonly number[], b: readonly number[]): readonly number[] {
  if (sameShape(a, b)) return a;
  const dims = Math.max(a.length, b.length);
  const shape = Array<number>(dims);
  for (let d = dims - 1, i = a.length - 1, j = b.length - 1; d >= 0; d--, i--, j--) {
    const m = i >= 0 ? a[i]! : 1;
    const n = j >= 0 ? b[j]! : 1;
    if (m !== n && m !== 1 && n !== 1)
      throw new RangeError(
        `The size of tensor a (${m}) must match the size of tensor b (${n}) at non-singleton dimension ${d}`,
      );
    shape[d] = m === 1 ? n : m;
  }
  return shape;
}

/** The strides for reading a tensor of `shape` as `target`: 0 in expanded dimensions. */
export function expandStrides(
  shape: readonly number[],
  strides: readonly number[],
  target: readonly number[],
): number[] {
  const lead = target.length - shape.length;
  const result = Array<number>(target.length);
  for (let d = 0; d < target.length; d++)
    result[d] = d < lead || (shape[d - lead] === 1 && target[d] !== 1) ? 0 : strides[d - lead]!;
  return result;
}

/** The dimensions of `target` along which `shape` was expanded: a gradient is summed over them. */
export function stretchedDims(shape: readonly number[], target: readonly number[]): number[] {
  const lead = target.length - shape.length;
  const dims: number[] = [];
  for (let d = 0; d < target.length; d++) if (d < lead || (shape[d - lead] === 1 && target[d] !== 1)) dims.push(d);
  return dims;
}

/**
 * The target shape of `expand`: -1 keeps a size, a size of 1 is expanded. There are at least as many sizes as
 * dimensions.
 *
 * @throws RangeError in torch's words if a size cannot be expanded.
 */
export function expandShape(shape: readonly number[], sizes: readonly number[]): number[] {
  const lead = sizes.length - shape.length;
  return sizes.map((size, d) => {
    const own = d < lead ? undefined : shape[d - lead]!;
    if (size === -1) {
      if (own === undefined)
        throw new RangeError(
          `The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension ${d}`,
        );
      return own;
    }
    if (own !== undefined && own !== 1 && own !== size)
      throw new RangeError(
        `The expanded size of the tensor (${size}) must match the existing size (${own}) at non-singleton dimension ${d}.  Target sizes: ${formatShape(sizes)}.  Tensor sizes: ${formatShape(shape)}`,
      );
    return size;
  });
}
