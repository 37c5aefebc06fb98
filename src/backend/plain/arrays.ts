/** Loops over typed arrays that every plain op uses: strided reading, and the distinction between numbers and int64's bigints. */
import { expandStrides, contiguousStrides, numel, sameShape } from "../../shape/index.ts";
import type { DType, TypedArray } from "../../shape/index.ts";
import { allocate } from "../allocate.ts";
import { Storage } from "../storage.ts";
import type { Dense, Operand } from "../backend.ts";

/** Arrays whose elements are numbers: all but int64's. */
export type NumberArray = Exclude<TypedArray, BigInt64Array>;

export function isBig(array: TypedArray): array is BigInt64Array {
  return array instanceof BigInt64Array;
}

/** The array of an operand that must hold numbers. */
export function numbers(x: Dense | Storage): NumberArray {
  const array = (x instanceof Storage ? x : x.storage).host();
  if (isBig(array)) throw new Error("internal: expected numbers, got int64");
  return array;
}

/** A new array of numbers of `dtype`. */
export function allocateNumbers(dtype: DType, length: number): NumberArray {
  const array = allocate(dtype, length);
  if (isBig(array)) throw new Error("internal: expected a dtype of numbers, got int64");
  return array;
}

/** Copies the elements of `source` given by `shape`, `strides` and `offset` into `target`, in row-major order. */
export function stridedCopy<T extends TypedArray>(
  source: T,
  target: T,
  shape: readonly number[],
  strides: readonly number[],
  offset = 0,
): T {
  const rank = shape.length;
  if (rank === 0) {
    target[0] = source[offset]!;
    return target;
  }
  if (target.length === 0) return target;
  const inner = shape[rank - 1]!;
  const step = strides[rank - 1]!;
  const index = shape.map(() => 0);
  let at = offset;
  for (let out = 0; out < target.length;) {
    for (let i = 0, from = at; i < inner; i++, from += step) target[out++] = source[from]!;
    let d = rank - 2;
    for (; d >= 0; d--) {
      at += strides[d]!;
      if (++index[d]! < shape[d]!) break;
      at -= strides[d]! * shape[d]!;
      index[d] = 0;
    }
    if (d < 0) break;
  }
  return target;
}

/** The elements of `array` broadcast to `shape`; the array itself if nothing is broadcast. */
export function expanded(array: TypedArray, dtype: DType, from: readonly number[], to: readonly number[]): TypedArray {
  if (sameShape(from, to) || array.length === numel(to)) return array;
  return stridedCopy(array, allocate(dtype, numel(to)), to, expandStrides(from, contiguousStrides(from), to));
}

export function isDense(x: Operand): x is Dense {
  return typeof x === "object";
}

/** The product of the sizes before `dim`, its own size, and the product of those after it: the axis as the middle one of three. */
export function around(shape: readonly number[], dim: number): readonly [outer: number, n: number, inner: number] {
  return [numel(shape.slice(0, dim)), shape[dim]!, numel(shape.slice(dim + 1))];
}
