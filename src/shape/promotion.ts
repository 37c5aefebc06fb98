/**
 * The dtype of an operation on several operands.
 *
 * A type of a higher category (bool, integral, floating) wins; within a category, tensors with dimensions win over
 * scalar tensors, and these over numbers. JavaScript has only one number type: a whole number below 2^53 counts as
 * integral, any other as floating.
 * Reference: https://docs.pytorch.org/docs/2.13/tensor_attributes.html#type-promotion-doc
 */

import { bfloat16, bool, float16, float32, int16, int64, int8, uint8, type DType } from "./dtype.ts";

/** A number as operators accept it; bigints are for int64. */
export type Scalar = number | bigint | boolean;

/** What promotion looks at in a tensor. */
export interface Typed {
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** The smallest dtype that holds the values of both. */
export function promoteTypes(a: DType, b: DType): DType {
  // Neither of the two one-byte types holds the other's numbers.
  if ((a === uint8 && b === int8) || (a === int8 && b === uint8)) return int16;
  if ((a === float16 && b === bfloat16) || (a === bfloat16 && b === float16)) return float32;
  return a.rank >= b.rank ? a : b;
}

/**
 * The dtype that `torch.tensor` gives a number. Whole numbers from 2^53 on, where not every integer can be represented,
 * count as floating: `1e20` does not fit int64. A bigint always counts as an integer.
 */
export function scalarType(value: Scalar): DType {
  if (typeof value === "boolean") return bool;
  return typeof value === "bigint" || Number.isSafeInteger(value) ? int64 : float32;
}

/** The dtype of an operation on these operands. */
export function resultType(...operands: readonly (Typed | Scalar)[]): DType {
  let dimmed: DType | undefined;
  let zeroDim: DType | undefined;
  let wrapped: DType | undefined;
  for (const operand of operands) {
    if (typeof operand !== "object") {
      const type = scalarType(operand);
      wrapped = wrapped === undefined ? type : promoteTypes(wrapped, type);
    } else if (operand.shape.length === 0)
      zeroDim = zeroDim === undefined ? operand.dtype : promoteTypes(zeroDim, operand.dtype);
    else dimmed = dimmed === undefined ? operand.dtype : promoteTypes(dimmed, operand.dtype);
  }
  const result = combine(dimmed, combine(zeroDim, wrapped));
  if (result === undefined) throw new TypeError("resultType: expected at least one operand");
  return result;
}

/** `higher` takes precedence, unless `lower` is of a higher category. */
function combine(higher: DType | undefined, lower: DType | undefined): DType | undefined {
  if (higher === undefined || lower === undefined) return higher ?? lower;
  if (higher.isFloatingPoint) return higher;
  if (higher.category === "bool" || lower.isFloatingPoint) return promoteTypes(higher, lower);
  return higher;
}

/**
 * Whether a result of type `from` may be written in place into a tensor of type `to`: never from a higher category to a
 * lower one.
 */
export function canCast(from: DType, to: DType): boolean {
  if (from.isFloatingPoint && !to.isFloatingPoint) return false;
  return !(from.category !== "bool" && to.category === "bool");
}
