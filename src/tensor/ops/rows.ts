/** Rows taken by index, and gradients added back to them: the basis of indexing with tensors. */

import { allocate, backend, Storage, type Dense } from "../../backend/index.ts";
import { int64, type TypedArray } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { dense, done } from "../dense.ts";
import { fromStorage, type Tensor } from "../tensor.ts";

/** Positions of rows, each in 0..n-1. */
export type Rows = Int32Array;

/** Rows at least this wide justify a call for each row, or a trip to the device. */
const WIDE = 16;

const takeBackward = defineGradient<{ readonly rows: Rows; readonly count: number }>(
  "TakeRowsBackward",
  (node, grad) => [addRows(grad, node.context.rows, node.context.count)],
);
const addBackward = defineGradient<Rows>("AddRowsBackward", (node, grad) => [takeRows(grad, node.context)]);

/** Rows of `t [n, ...]`: [m, ...]. */
export function takeRows(t: Tensor, rows: Rows): Tensor {
  const x = dense(t);
  const storage = rowsOf(x, rows);
  done(x, t);
  const sizes = [rows.length, ...t.sizes.slice(1)];
  return takeBackward.record(fromStorage(storage, sizes), [t], [], { rows, count: t.sizes[0]! });
}

/** The same for an operand, values only. */
export function rowsOf(x: Dense, rows: Rows): Storage {
  const { dtype } = x.storage;
  let width = 1;
  for (let d = 1; d < x.shape.length; d++) width *= x.shape[d]!;
  if (width >= WIDE) return backend().embedding(x, indexOperand(rows));
  return Storage.fromHost(dtype, narrowRows(x.storage.host(), rows, width, allocate(dtype, rows.length * width)));
}

function narrowRows(source: TypedArray, rows: Rows, width: number, target: TypedArray): TypedArray {
  if (width === 1) for (let i = 0; i < rows.length; i++) target[i] = source[rows[i]!]!;
  else
    for (let i = 0, to = 0; i < rows.length; i++)
      for (let j = 0, from = rows[i]! * width; j < width; j++) target[to++] = source[from++]!;
  return target;
}

/** Zeros of [count, ...] with the rows of `t [m, ...]` added. */
export function addRows(t: Tensor, rows: Rows, count: number): Tensor {
  const inner = t.sizes.slice(1);
  const x = dense(t);
  const storage = backend().embeddingGrad(x, indexOperand(rows), count);
  done(x, t);
  return addBackward.record(fromStorage(storage, [count, ...inner]), [t], [], rows);
}

function indexOperand(rows: Rows) {
  const array = new BigInt64Array(rows.length);
  for (let i = 0; i < rows.length; i++) array[i] = BigInt(rows[i]!);
  return { storage: Storage.fromHost(int64, array), shape: [rows.length] };
}

/** An index tensor's elements as rows of a dimension of `size`; negative ones, down to `lowest`, count from the end. */
export function rowsFrom(index: Tensor, size: number, outOfRange: (value: number) => RangeError, lowest = -size): Rows {
  const x = dense(index);
  const values: ArrayLike<number | bigint> = x.storage.host();
  const rows = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]!);
    if (value < lowest || value >= size) throw outOfRange(value);
    rows[i] = value < 0 ? value + size : value;
  }
  done(x, index);
  return rows;
}
