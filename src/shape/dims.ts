/** Dimensions and sizes as callers give them: negative dimensions count from the end. */

import { formatShape, numel } from "./size.ts";

/**
 * A dimension counted from the front.
 *
 * @throws RangeError in torch's words if it is out of range. A scalar has dimensions -1 and 0, as in torch.
 */
export function wrapDim(dim: number, dims: number): number {
  const range = Math.max(dims, 1);
  if (!Number.isInteger(dim) || dim < -range || dim >= range)
    throw new RangeError(
      `Dimension out of range (expected to be in range of [${-range}, ${range - 1}], but got ${dim})`,
    );
  return dim < 0 ? dim + range : dim;
}

/** The dimensions 0, 1, 2 ... of a tensor with this many. */
function allDims(dims: number): number[] {
  const all: number[] = [];
  for (let d = 0; d < dims; d++) all.push(d);
  return all;
}

/** Dimensions counted from the front, in the caller's order; each may be given only once. */
export function wrapDims(dim: number | readonly number[] | undefined, dims: number): number[] {
  if (dim === undefined) return allDims(dims);
  if (typeof dim === "number") return dims === 0 ? (wrapDim(dim, 0), []) : [wrapDim(dim, dims)];
  if (dim.length === 0) return allDims(dims);
  const wrapped = dim.map((d) => wrapDim(d, dims));
  for (const d of wrapped)
    if (wrapped.indexOf(d) !== wrapped.lastIndexOf(d))
      throw new RangeError(`dim ${d} appears multiple times in the list of dims`);
  return dims === 0 ? [] : wrapped;
}

/**
 * Sizes with one -1 replaced by what fits `n` elements.
 *
 * @throws RangeError in torch's words if no size fits.
 */
export function inferShape(sizes: readonly number[], n: number): readonly number[] {
  const unknown = sizes.indexOf(-1);
  const misfit = () => new RangeError(`shape '${formatShape(sizes)}' is invalid for input of size ${n}`);
  if (unknown === -1) {
    const odd = sizes.findIndex((size) => size < 0);
    if (odd !== -1)
      throw new RangeError(`invalid shape dimension ${sizes[odd]} at index ${odd} of shape ${formatShape(sizes)}`);
    checkSizes("view", sizes);
    if (numel(sizes) !== n) throw misfit();
    return sizes;
  }
  if (sizes.indexOf(-1, unknown + 1) !== -1) throw new RangeError("only one dimension can be inferred");
  const known = sizes.reduce((product, size, d) => (d === unknown ? product : product * size), 1);
  if (known === 0)
    throw n === 0
      ? new RangeError(
          `cannot reshape tensor of 0 elements into shape ${formatShape(sizes)} because the unspecified dimension size -1 can be any value and is ambiguous`,
        )
      : misfit();
  if (n % known !== 0) throw misfit();
  return sizes.with(unknown, n / known);
}

/** @throws RangeError if a size is negative or not a whole number. */
export function checkSizes(caller: string, sizes: readonly number[]): void {
  for (let d = 0; d < sizes.length; d++) {
    const size = sizes[d]!;
    if (!Number.isInteger(size))
      throw new TypeError(`${caller}: expected sizes as whole numbers, got ${String(size)} in ${formatShape(sizes)}`);
    if (size < 0)
      throw new RangeError(
        `${caller}: Dimension size must be non-negative. Trying to create tensor with negative dimension ${size}: ${formatShape(sizes)}`,
      );
  }
}

/** The shape after a reduction over `dims`: they become 1 with `keepdim`, else they are removed. */
export function reducedShape(shape: readonly number[], dims: readonly number[], keepdim: boolean): number[] {
  const result: number[] = [];
  for (let d = 0; d < shape.length; d++)
    if (!dims.includes(d)) result.push(shape[d]!);
    else if (keepdim) result.push(1);
  return result;
}
