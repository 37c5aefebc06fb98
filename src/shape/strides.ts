/** Strides: the distance in storage, counted in elements, between neighbours along each dimension. */

import { numel } from "./size.ts";

/** The strides of a row-major tensor. As in torch, a dimension of size 0 counts as 1. */
export function contiguousStrides(shape: readonly number[]): number[] {
  const strides = Array<number>(shape.length);
  let step = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = step;
    step *= Math.max(shape[d]!, 1);
  }
  return strides;
}

/** Whether elements lie in storage one after another in row-major order. */
export function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let step = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    const size = shape[d]!;
    if (size === 1) continue;
    if (size === 0) return true;
    if (strides[d] !== step) return false;
    step *= size;
  }
  return true;
}

/**
 * The strides with which the same storage shows `newShape`, or null if that needs a copy.
 *
 * A group of old dimensions that are contiguous in storage can be divided differently; a border between groups must be kept.
 * Reference: computeStride in aten/src/ATen/TensorUtils.cpp of PyTorch 2.13.
 */
export function viewStrides(
  shape: readonly number[],
  strides: readonly number[],
  newShape: readonly number[],
): number[] | null {
  if (shape.length === 0) return Array<number>(newShape.length).fill(1);
  if (numel(shape) === 0) {
    const same = shape.length === newShape.length && shape.every((n, d) => n === newShape[d]);
    return same ? [...strides] : contiguousStrides(newShape);
  }
  const result = Array<number>(newShape.length);
  let viewDim = newShape.length - 1;
  let baseStride = strides.at(-1)!;
  let groupSize = 1;
  let viewSize = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    groupSize *= shape[d]!;
    const groupEnds = d === 0 || (shape[d - 1] !== 1 && strides[d - 1] !== groupSize * baseStride);
    if (!groupEnds) continue;
    while (viewDim >= 0 && (viewSize < groupSize || newShape[viewDim] === 1)) {
      result[viewDim] = viewSize * baseStride;
      viewSize *= newShape[viewDim]!;
      viewDim--;
    }
    if (viewSize !== groupSize) return null;
    if (d > 0) {
      baseStride = strides[d - 1]!;
      groupSize = 1;
      viewSize = 1;
    }
  }
  return viewDim === -1 ? result : null;
}
