/** Whether two answers agree, and where they first differ. */
import type { Numbers } from "./value.ts";

const { abs } = Math;

/** How far a number may be from the right one: `|got - expected| <= atol + rtol * |expected|`, as in torch.allclose. */
export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let d = 0; d < a.length; d++) if (a[d] !== b[d]) return false;
  return true;
}

const near = (got: number, expected: number, { rtol, atol }: Tolerance): boolean =>
  got === expected || (got !== got && expected !== expected) || abs(got - expected) <= atol + rtol * abs(expected);

/** The index of the first element that differs, in row-major order; -1 if all agree. Shapes are equal. */
export function firstDifference(got: Numbers, expected: Numbers, tolerance: Tolerance): number {
  for (let i = 0; i < expected.values.length; i++) if (!near(got.values[i]!, expected.values[i]!, tolerance)) return i;
  return -1;
}

/** Whether the shapes are the same and every number is near enough. */
export const agrees = (got: Numbers, expected: Numbers, tolerance: Tolerance): boolean =>
  sameShape(got.shape, expected.shape) && firstDifference(got, expected, tolerance) < 0;

/** How many elements differ. */
export function countDifferences(got: Numbers, expected: Numbers, tolerance: Tolerance): number {
  let count = 0;
  for (let i = 0; i < expected.values.length; i++) if (!near(got.values[i]!, expected.values[i]!, tolerance)) count++;
  return count;
}

/** The index of the first NaN or infinity where the right answer has none; -1 if there is none. */
export function firstUnfinite(got: Numbers, expected: Numbers): number {
  for (let i = 0; i < got.values.length; i++)
    if (!Number.isFinite(got.values[i]!) && Number.isFinite(expected.values[i] ?? 0)) return i;
  return -1;
}
