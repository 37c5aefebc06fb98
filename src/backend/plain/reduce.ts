import { bool, contiguousStrides, float32, int64, roundOne } from "../../shape/index.ts";
import type { DType, TypedArray } from "../../shape/index.ts";
import type { Dense, ReduceOp } from "../backend.ts";
import { allocate } from "../allocate.ts";
import { Storage } from "../storage.ts";
import { around, isBig, stridedCopy } from "./arrays.ts";
import { sumColumns, sumRows } from "./cascade-sum.ts";

/** Sums are accumulated in double and rounded once, except those of float32 for which PyTorch's order is known. */
export function reduce(op: ReduceOp, x: Dense, dims: readonly number[]): Storage {
  const { dtype } = x.storage;
  const kept: number[] = [];
  let rows = 1;
  let n = 1;
  for (let d = 0; d < x.shape.length; d++)
    if (dims.includes(d)) n *= x.shape[d]!;
    else {
      kept.push(d);
      rows *= x.shape[d]!;
    }
  if ((op === "sum" || op === "mean") && dtype === float32) {
    const target = ordered(x.storage.host() as Float32Array, kept, dims, rows, n);
    if (target !== null) {
      if (op === "mean") for (let r = 0; r < rows; r++) target[r]! /= n;
      return Storage.fromHost(dtype, target);
    }
  }
  const source = rowsOf(x, kept, dims);
  if (op === "any" || op === "all") {
    const target = allocate(bool, rows);
    const stop = op === "any";
    for (let r = 0; r < rows; r++) {
      let found = false;
      for (let i = r * n; i < (r + 1) * n && !found; i++) found = (source[i] != 0) === stop;
      target[r] = found === stop ? 1 : 0;
    }
    return Storage.fromHost(bool, target);
  }
  const target = allocate(dtype, rows);
  if (isBig(source)) for (let r = 0; r < rows; r++) target[r] = reduceBig(op, source, r * n, n);
  else if (op === "prod" && dtype.round !== null)
    for (let r = 0; r < rows; r++) target[r] = productOf(source, r * n, n, dtype.round);
  else for (let r = 0; r < rows; r++) target[r] = reduceRow(op, source, r * n, n);
  return Storage.fromHost(dtype, target);
}

/** Sums of adjacent elements, or of columns; null if kept dimensions lie between the reduced ones. */
function ordered(
  x: Float32Array,
  kept: readonly number[],
  dims: readonly number[],
  rows: number,
  n: number,
): Float32Array | null {
  // From this size on PyTorch may split the work among its threads
  if (x.length >= 32768) return null;
  const target = allocate(float32, rows);
  if (comeLast(dims, kept)) sumRows(x, rows, n, target);
  else if (comeLast(kept, dims)) sumColumns(x, rows, n, target);
  else return null;
  return target;
}

/** Whether all of some dimensions come after the others. */
function comeLast(some: readonly number[], others: readonly number[]): boolean {
  for (let i = 0; i < some.length; i++) for (let k = 0; k < others.length; k++) if (others[k]! > some[i]!) return false;
  return true;
}

/** The array with the reduced dimensions last. */
function rowsOf(x: Dense, kept: readonly number[], dims: readonly number[]): TypedArray {
  const order = [...kept, ...dims.toSorted((a, b) => a - b)];
  const source = x.storage.host();
  if (order.every((d, i) => d === i)) return source;
  const strides = contiguousStrides(x.shape);
  const shape = order.map((d) => x.shape[d]!);
  const target = allocate(x.storage.dtype, source.length) as TypedArray;
  return stridedCopy(
    source,
    target,
    shape,
    order.map((d) => strides[d]!),
  );
}

function reduceRow(op: ReduceOp, x: Exclude<TypedArray, BigInt64Array>, from: number, n: number): number {
  const end = from + n;
  if (op === "sum" || op === "mean") {
    let sum = 0;
    for (let i = from; i < end; i++) sum += x[i]!;
    return op === "sum" ? sum : sum / n;
  }
  if (op === "prod") {
    let product = 1;
    if (x instanceof Int32Array) for (let i = from; i < end; i++) product = Math.imul(product, x[i]!);
    else for (let i = from; i < end; i++) product *= x[i]!;
    return product;
  }
  let best = x[from]!;
  const sign = op === "max" ? 1 : -1;
  for (let i = from + 1; i < end; i++) {
    if (Number.isNaN(best)) return NaN;
    if (x[i]! * sign > best * sign || Number.isNaN(x[i]!)) best = x[i]!;
  }
  return best;
}

/** In the two-byte types each product is rounded. */
function productOf(x: ArrayLike<number>, from: number, n: number, round: NonNullable<DType["round"]>): number {
  let product = 1;
  for (let i = from; i < from + n; i++) product = roundOne(round, product * x[i]!);
  return product;
}

function reduceBig(op: ReduceOp, x: BigInt64Array, from: number, n: number): bigint {
  let result = op === "sum" ? 0n : op === "prod" ? 1n : x[from]!;
  for (let i = from; i < from + n; i++) {
    const value = x[i]!;
    if (op === "sum") result = BigInt.asIntN(64, result + value);
    else if (op === "prod") result = BigInt.asIntN(64, result * value);
    else if (op === "max") result = value > result ? value : result;
    else if (op === "min") result = value < result ? value : result;
    else throw new Error(`internal: reduce ${op} has no int64`);
  }
  return result;
}

export function argReduce(op: "argmax" | "argmin", x: Dense, dim: number): Storage {
  const [outer, n, inner] = around(x.shape, dim);
  const source: ArrayLike<number | bigint> = x.storage.host();
  const target = allocate(int64, outer * inner);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      const from = o * n * inner + i;
      let best = 0;
      let value = source[from]!;
      for (let k = 1; k < n && value === value; k++) {
        const next = source[from + k * inner]!;
        if (next !== next || (op === "argmax" ? next > value : next < value)) {
          best = k;
          value = next;
        }
      }
      target[o * inner + i] = BigInt(best);
    }
  return Storage.fromHost(int64, target);
}
