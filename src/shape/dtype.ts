/**
 * The element types of a tensor. Each is one frozen object, so `t.dtype === torch.float32` works as a test, and it
 * prints as in PyTorch.
 *
 * int64 is stored in a BigInt64Array, so that 64-bit values are exact; bool in a Uint8Array of 0 and 1; the two-byte
 * floating types in a Float32Array whose numbers they can represent.
 */

import {
  fromBrainBits,
  fromHalfBits,
  roundToBrain,
  roundToHalf,
  toBrainBits,
  toHalfBits,
  type Rounding,
} from "./half.ts";

/** The typed array that stores each dtype's elements. */
export interface ArrayByName {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  readonly float16: Float32Array;
  readonly bfloat16: Float32Array;
  readonly int64: BigInt64Array;
  readonly int32: Int32Array;
  readonly int16: Int16Array;
  readonly int8: Int8Array;
  readonly uint8: Uint8Array;
  readonly bool: Uint8Array;
}

export type DTypeName = keyof ArrayByName;
export type TypedArray = ArrayByName[DTypeName];

/** torch's categories for type promotion: a type of a higher category always wins. */
export type Category = "bool" | "integral" | "floating";

interface ArrayType<N extends DTypeName> {
  new (n: number): ArrayByName[N];
  new (buffer: ArrayBuffer, at: number, n: number): ArrayByName[N];
  readonly BYTES_PER_ELEMENT: number;
}

const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

/**
 * An element type, e.g. `torch.float32`.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/tensor_attributes.html#torch.dtype
 */
export class DType<N extends DTypeName = DTypeName> {
  readonly name: N;
  readonly category: Category;
  /** Bytes of one element. */
  readonly itemsize: number;
  readonly isFloatingPoint: boolean;
  /** Rank in the order of promotion: of two types, the one of higher rank holds the values of both. */
  readonly rank: number;
  /** Rounds numbers to the type's own, if its array can hold others too. */
  readonly round: Rounding | null;
  readonly #Array: ArrayType<N>;

  constructor(
    name: N,
    category: Category,
    itemsize: number,
    rank: number,
    array: ArrayType<N>,
    round: Rounding | null = null,
  ) {
    this.name = name;
    this.category = category;
    this.itemsize = itemsize;
    this.isFloatingPoint = category === "floating";
    this.rank = rank;
    this.round = round;
    this.#Array = array;
    Object.freeze(this);
  }

  /** A zero-filled array for `n` elements. */
  array(n: number): ArrayByName[N] {
    return new this.#Array(n);
  }

  /** The bytes of its array per element, which are more than `itemsize` for the two-byte types. */
  get arrayItemsize(): number {
    return this.#Array.BYTES_PER_ELEMENT;
  }

  /** An array for `n` elements over part of a buffer, from byte `at` on. */
  arrayIn(buffer: ArrayBuffer, at: number, n: number): ArrayByName[N] {
    return new this.#Array(buffer, at, n);
  }

  toString(): string {
    return `torch.${this.name}`;
  }

  [inspectCustom](): string {
    return this.toString();
  }
}

export const bool: DType<"bool"> = new DType("bool", "bool", 1, 0, Uint8Array);
export const uint8: DType<"uint8"> = new DType("uint8", "integral", 1, 1, Uint8Array);
export const int8: DType<"int8"> = new DType("int8", "integral", 1, 2, Int8Array);
export const int16: DType<"int16"> = new DType("int16", "integral", 2, 3, Int16Array);
export const int32: DType<"int32"> = new DType("int32", "integral", 4, 4, Int32Array);
export const int64: DType<"int64"> = new DType("int64", "integral", 8, 5, BigInt64Array);
export const float32: DType<"float32"> = new DType("float32", "floating", 4, 8, Float32Array);
export const float64: DType<"float64"> = new DType("float64", "floating", 8, 9, Float64Array);
export const float16: DType<"float16"> = new DType("float16", "floating", 2, 6, Float32Array, roundToHalf);
export const bfloat16: DType<"bfloat16"> = new DType("bfloat16", "floating", 2, 7, Float32Array, roundToBrain);

/** The bytes of elements as files hold them. */
export function bytesOf(dtype: DType, elements: TypedArray): Uint8Array {
  const { buffer, byteOffset, byteLength } =
    dtype === float16
      ? toHalfBits(elements as Float32Array)
      : dtype === bfloat16
        ? toBrainBits(elements as Float32Array)
        : elements;
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The elements in these bytes; an incomplete last one is dropped. */
export function elementsFrom(dtype: DType, bytes: Uint8Array): TypedArray {
  const whole = Uint8Array.from(bytes.subarray(0, bytes.length - (bytes.length % dtype.itemsize)));
  if (dtype === float16) return fromHalfBits(new Uint16Array(whole.buffer));
  if (dtype === bfloat16) return fromBrainBits(new Uint16Array(whole.buffer));
  const elements = dtype.array(whole.length / dtype.itemsize);
  new Uint8Array(elements.buffer).set(whole);
  return elements;
}

export const dtypes: Readonly<{ [N in DTypeName]: DType<N> }> = {
  bool,
  uint8,
  int8,
  int16,
  int32,
  int64,
  float32,
  float64,
  float16,
  bfloat16,
};

const scalarTypeNames: Readonly<Record<DTypeName, string>> = {
  bool: "Bool",
  uint8: "Byte",
  int8: "Char",
  int16: "Short",
  int32: "Int",
  int64: "Long",
  float32: "Float",
  float64: "Double",
  float16: "Half",
  bfloat16: "BFloat16",
};

/** The dtype's name inside torch's error messages, e.g. `Float` or `Long`. */
export function scalarTypeName(dtype: DType): string {
  return scalarTypeNames[dtype.name];
}
