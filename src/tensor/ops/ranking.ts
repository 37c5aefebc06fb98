/** Orders the elements of a line. NaN is the largest, as in torch; equal elements keep their order. */

import type { TypedArray } from "../../shape/index.ts";
import type { Lines } from "./axis.ts";

export type Comparable = number | bigint;

/** Compares two elements. */
export function compareUp(a: Comparable, b: Comparable): number {
  if (a !== a) return b !== b ? 0 : 1;
  if (b !== b) return -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether the element at one position of a line comes before the one at another. */
export function comesBefore({ values, step, start }: Lines, line: number, descending: boolean) {
  const from = start(line);
  return (a: number, b: number): boolean => {
    const order = compareUp(values[from + a * step]!, values[from + b * step]!);
    return descending ? order > 0 : order < 0;
  };
}

/** Whether two of the first `k` elements in order are equal. */
export function hasTies(
  { values, step, start }: Lines,
  line: number,
  positions: ArrayLike<number>,
  k: number,
): boolean {
  const from = start(line);
  for (let i = 1; i < k; i++)
    if (compareUp(values[from + positions[i - 1]! * step]!, values[from + positions[i]! * step]!) === 0) return true;
  return false;
}

/** Calls `found(line, positions)` with the positions of the first `k` elements of each line in order. */
export function rankLines(
  lines: Lines,
  k: number,
  descending: boolean,
  found: (line: number, positions: ArrayLike<number>) => void,
): void {
  const key = lines.n <= POSITIONS ? keyOf(lines.values) : null;
  if (key === null) rankByComparison(lines, k, descending, found);
  else rankByKeys(lines, k, descending, key, found);
}

function rankByComparison(
  { values, n, step, count, start }: Lines,
  k: number,
  descending: boolean,
  found: (line: number, positions: ArrayLike<number>) => void,
): void {
  const compare = descending ? (a: Comparable, b: Comparable) => compareUp(b, a) : compareUp;
  for (let line = 0; line < count; line++) {
    const from = start(line);
    const order = Array.from({ length: n }, (_, i) => i);
    order.sort((a, b) => compare(values[from + a * step]!, values[from + b * step]!) || a - b);
    found(line, order.slice(0, k));
  }
}

/** How many positions fit into a double next to a 32-bit key. */
const POSITIONS = 2 ** 21;

/** So many numbers are sorted sooner by putting each in its place than by a call of `sort`. */
const FEW = 16;

/**
 * Sorts numbers instead of calling back: the key of an element (a whole number below 2^32 in the order of the elements) times 2^21 plus its
 * position is exact in a double, and orders by key, then by position.
 */
function rankByKeys(
  { n, step, count, start }: Lines,
  k: number,
  descending: boolean,
  key: (at: number) => number,
  found: (line: number, positions: ArrayLike<number>) => void,
): void {
  const packed = new Float64Array(n);
  const best = new Float64Array(k);
  const positions = new Int32Array(k);
  for (let line = 0; line < count; line++) {
    for (let i = 0, at = start(line); i < n; i++, at += step)
      packed[i] = (descending ? 0xffffffff - key(at) : key(at)) * POSITIONS + i;
    const sorted = k < n / 4 || n <= FEW ? smallest(packed, best) : packed.sort();
    for (let i = 0; i < k; i++) positions[i] = sorted[i]! % POSITIONS;
    found(line, positions);
  }
}

/** Fills `best` with the smallest numbers in order: each is put in its place among those found so far. */
function smallest(numbers: Float64Array, best: Float64Array): Float64Array {
  const k = best.length;
  best.fill(Infinity);
  if (k === 0) return best;
  for (const number of numbers) {
    if (number > best[k - 1]!) continue;
    let at = k - 1;
    for (; at > 0 && best[at - 1]! > number; at--) best[at] = best[at - 1]!;
    best[at] = number;
  }
  return best;
}

/** The key of the element at a place; null for elements of more than 32 bits. */
function keyOf(values: TypedArray): ((at: number) => number) | null {
  if (values instanceof Float32Array) {
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    return (at) => {
      const value = values[at]!;
      if (value !== value) return 0xffffffff;
      // Both zeros are equal; negative numbers have their bits turned over, so that larger ones come later
      const b = value === 0 ? 0 : bits[at]!;
      return b >= 0x80000000 ? 0xffffffff - b : b + 0x80000000;
    };
  }
  if (values instanceof Int32Array) return (at) => values[at]! + 0x80000000;
  if (values instanceof Uint8Array) return (at) => values[at]!;
  return null;
}
