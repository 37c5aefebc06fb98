/** Words for messages. */
import { ValueError } from "../errors.ts";

/** A shape as Python writes it: `(3,)`. */
export const shapeText = (shape: readonly number[]): string =>
  shape.length === 1 ? `(${shape[0]!},)` : `(${shape.join(",")})`;

/** The place of a dimension, counted from the front. @throws RangeError in NumPy's words. */
export function wrapAxis(axis: number, ndim: number): number {
  if (!Number.isInteger(axis) || axis < -ndim || axis >= ndim)
    throw new AxisError(`axis ${axis} is out of bounds for array of dimension ${ndim}`);
  return axis < 0 ? axis + ndim : axis;
}

/** NumPy's, which is a ValueError too. */
export class AxisError extends ValueError {}
