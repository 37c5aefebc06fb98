/**
 * Sums and means over many elements. TensorFlow adds adjacent numbers in a tree, which loses almost nothing, but numbers that are not
 * adjacent one after another in single precision: with two million of them the fifth digit is wrong. So long sums take two steps: short
 * sums on the device, whose results are added here in double precision.
 */
import { numel } from "../../shape/index.ts";
import type { Backend } from "../backend.ts";
import type { Storage } from "../storage.ts";
import type { Raw } from "./engine.ts";
import type { Residence } from "./residence.ts";

/** The sum of this many numbers, added one after another, still agrees with PyTorch's in all digits that it prints. */
const mostInARow = 512;

/** A step that makes the array this many times smaller is worth running on the device. */
const leastShrinking = 16;

/** `shape` and `axes` refer to the memory layout of `raw()`. */
export function reduceSum(
  at: Residence,
  plain: Backend,
  op: "sum" | "mean",
  raw: () => Raw,
  shape: readonly number[],
  axes: readonly number[],
): Storage {
  const { engine } = at;
  const sorted = axes.toSorted((a, b) => a - b);
  const rank = shape.length;
  let side = 0;
  while (side < sorted.length && sorted[sorted.length - 1 - side] === rank - 1 - side) side++;
  const apart = sorted.slice(0, sorted.length - side);
  const count = numel(apart.map((axis) => shape[axis]!));
  if (count === 1 || (side === 0 && count <= mostInARow))
    return at.op(() => at.float(engine.reduce(op, raw(), sorted)));

  const step = (of: () => Raw, over: readonly number[], left: readonly number[], rest: readonly number[]): Storage => {
    const storage = at.op(() => at.float(engine.reduce(op, of(), over)));
    const sum = plain.reduce(op, { storage, shape: left }, rest);
    storage.release();
    return sum;
  };
  const innermost = sorted.slice(apart.length);
  if (numel(innermost.map((axis) => shape[axis]!)) >= leastShrinking)
    return step(raw, innermost, shape.slice(0, rank - side), apart);
  const first = apart[0]!;
  const chunk = largestDivisor(shape[first]!, mostInARow);
  if (chunk >= leastShrinking) {
    const split = [...shape.slice(0, first), shape[first]! / chunk, chunk, ...shape.slice(first + 1)];
    const left = split.toSpliced(first + 1, 1);
    return step(() => at.temporary(engine.reshape(raw(), split)), [first + 1], left, sorted);
  }
  return step(raw, [], shape, sorted);
}

function largestDivisor(n: number, most: number): number {
  for (let d = Math.min(n, most); d > 1; d--) if (n % d === 0) return d;
  return 1;
}

/** Whether a reduction is a sum or a mean. */
export const isSum = (op: string): op is "sum" | "mean" => op === "sum" || op === "mean";
