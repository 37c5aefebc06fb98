/** Picks rows by index, and for the gradient adds rows back into their places. */
import { numel } from "../../shape/index.ts";
import type { Dense } from "../backend.ts";
import { allocate } from "../allocate.ts";
import { Storage } from "../storage.ts";
import { allocateNumbers, isBig, numbers } from "./arrays.ts";
import { indexArray } from "./unary.ts";

export function embedding(weight: Dense, indices: Dense): Storage {
  const { dtype } = weight.storage;
  const row = numel(weight.shape.slice(1));
  const source = weight.storage.host();
  const at = checkedRows(indices, weight.shape[0]!);
  const target = allocate(dtype, at.length * row);
  for (let i = 0; i < at.length; i++) {
    const part = source.subarray(at[i]! * row, (at[i]! + 1) * row);
    if (isBig(target)) target.set(part as BigInt64Array, i * row);
    else target.set(part as Float32Array, i * row);
  }
  return Storage.fromHost(dtype, target);
}

export function embeddingGrad(gy: Dense, indices: Dense, rows: number): Storage {
  const { dtype } = gy.storage;
  const source = numbers(gy);
  const at = checkedRows(indices, rows);
  const row = at.length === 0 ? 0 : source.length / at.length;
  const length = rows * (at.length === 0 ? numel(gy.shape.slice(indices.shape.length)) : row);
  const target = allocateNumbers(dtype, length);
  for (let i = 0; i < at.length; i++)
    for (let j = 0, to = at[i]! * row; j < row; j++) target[to + j]! += source[i * row + j]!;
  return Storage.fromHost(dtype, target);
}

export function checkedRows(indices: Dense, rows: number): Int32Array {
  const at = indexArray(indices);
  for (const i of at) if (i < 0 || i >= rows) throw new RangeError("index out of range in self");
  return at;
}
