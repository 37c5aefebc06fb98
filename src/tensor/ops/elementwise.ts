/** What elementwise operations share: type promotion, operands for the back end, the result's shape. */

import {
  backend,
  type Storage,
  type BinaryOp,
  type CompareOp,
  type Dense,
  type Operand,
  type UnaryOp,
} from "../../backend/index.ts";
import {
  broadcastShapes,
  float32,
  int64,
  resultType,
  roundOne,
  sameShape,
  type DType,
  type Scalar,
} from "../../shape/index.ts";
import { dense, denseAs, done, thin } from "../dense.ts";
import { fromStorage, Tensor } from "../tensor.ts";

export type { Scalar } from "../../shape/index.ts";

/** A number as a back end takes it: first rounded to the dtype, as in torch. */
export function scalarOperand(value: Scalar, dtype: DType): Operand {
  if (typeof value === "number") {
    if (dtype === float32) return Math.fround(value);
    return dtype.round === null ? value : roundOne(dtype.round, value);
  }
  if (typeof value === "boolean") return value ? 1 : 0;
  return dtype === int64 ? value : Number(value);
}

/** An operand for the back end; `other` is the operation's other operand, and `shape` the result's. */
function operand(
  x: Tensor | Scalar,
  dtype: DType,
  other: Tensor | Scalar,
  shape: readonly number[],
  isWide = false,
): Operand {
  if (!(x instanceof Tensor)) return isWide ? Math.fround(Number(x)) : scalarOperand(x, dtype);
  if (x.isDense || x.dtype !== dtype) return denseAs(x, dtype);
  const isStretched = other instanceof Tensor && other.isDense && sameShape(other.sizes, shape);
  return isStretched ? thin(x) : dense(x);
}

/** Releases an operand that was made for `x`. */
export function release(used: Operand, x: Tensor | Scalar): void {
  if (typeof used !== "object") return;
  if (x instanceof Tensor) done(used, x);
}

/** The tensor that a gradient flows to, if the operand is one. */
export const graphOf = (x: Tensor | Scalar): Tensor | null => (x instanceof Tensor ? x : null);

function shapeOf(a: Tensor | Scalar, b: Tensor | Scalar): readonly number[] {
  if (!(a instanceof Tensor)) return (b as Tensor).sizes;
  return b instanceof Tensor ? broadcastShapes(a.sizes, b.sizes) : a.sizes;
}

/** The dtype of an operation on two operands. */
export function commonType(a: Tensor | Scalar, b: Tensor | Scalar): DType {
  if (a instanceof Tensor && a.dtype === float32) {
    if (typeof b === "number" || (b instanceof Tensor && b.dtype === float32)) return float32;
  }
  return resultType(a, b);
}

/** With a two-byte type these operations take a number as a float32, because they compute in float32. */
const takesWide: ReadonlySet<BinaryOp> = new Set(["mul", "div"]);

/** Values only: `op` on two operands, at least one of which is a tensor. */
export function binary(op: BinaryOp, a: Tensor | Scalar, b: Tensor | Scalar, dtype: DType = commonType(a, b)): Tensor {
  const shape = shapeOf(a, b);
  const isWide = dtype.round !== null && takesWide.has(op);
  const x = operand(a, dtype, b, shape, isWide);
  const y = operand(b, dtype, a, shape, isWide);
  const result = fromStorage(backend().binary(op, x, y), shape);
  release(x, a);
  release(y, b);
  return result;
}

/** Values only: a comparison, whose result is bool. */
export function compare(op: CompareOp, a: Tensor, b: Tensor | Scalar): Tensor {
  const dtype = commonType(a, b);
  const shape = shapeOf(a, b);
  const x = operand(a, dtype, b, shape);
  const y = operand(b, dtype, a, shape);
  const result = fromStorage(backend().compare(op, x, y), shape);
  release(x, a);
  release(y, b);
  return result;
}

/** Values only: `op` on every element, in the tensor's dtype. */
export function unary(op: UnaryOp, t: Tensor): Tensor {
  return withDense(t, t.dtype, (x) => backend().unary(op, x));
}

/** Values only: like `unary`, but integers give float32. */
export function floatUnary(op: UnaryOp, t: Tensor): Tensor {
  return withDense(t, t.dtype.isFloatingPoint ? t.dtype : float32, (x) => backend().unary(op, x));
}

/** A tensor of the same shape with what `compute` returns for the dense operand. */
export function withDense(t: Tensor, dtype: DType, compute: (x: Dense) => Storage): Tensor {
  const x = t.dtype === dtype ? dense(t) : denseAs(t, dtype);
  const result = fromStorage(compute(x), t.sizes);
  done(x, t);
  return result;
}
