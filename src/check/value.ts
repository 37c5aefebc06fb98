/**
 * Answers as plain numbers: what is compared, printed and passed to a judge. They are read with functions captured
 * before the first cell, so a cell that patches a tensor method does not change its answer.
 */
import { gather } from "../tensor/dense.ts";
import { Tensor } from "../tensor/index.ts";

/** A tensor, number or nested array of numbers, laid out in rows. */
export interface Numbers {
  readonly kind: "numbers";
  readonly shape: readonly number[];
  readonly values: Float64Array;
  /** torch's name of the dtype, for a tensor. */
  readonly dtype: string | null;
}

/** Anything else, by its text. */
export interface Text {
  readonly kind: "text";
  readonly text: string;
}

/** No answer yet. */
export interface Nothing {
  readonly kind: "nothing";
}

export type Value = Numbers | Text | Nothing;

/** The tensor's elements in rows, as numbers. */
function ofTensor(t: Tensor): Numbers {
  const { sizes, strides, offset, memory: storage, dtype } = t;
  const source = storage.host();
  let length = 1;
  for (let d = 0; d < sizes.length; d++) length *= sizes[d]!;
  const target = source.slice(0, 0).constructor as new (n: number) => typeof source;
  const rows = new target(length);
  gather(source, rows, { sizes, strides, offset });
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) values[i] = Number(rows[i]);
  return { kind: "numbers", shape: [...sizes], values, dtype: dtype.toString() };
}

/** Nested arrays of equal lengths; undefined where they are ragged or hold something else. */
function ofArray(array: ArrayLike<unknown>): Numbers | undefined {
  const values: number[] = [];
  const shape: number[] = [];
  const walk = (value: unknown, depth: number): boolean => {
    if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") {
      if (depth !== shape.length) return false;
      values[values.length] = Number(value);
      return true;
    }
    if (value instanceof Tensor && value.sizes.length === 0) return walk(ofTensor(value).values[0], depth);
    if (typeof value !== "object" || value === null || !("length" in value)) return false;
    const part = value as ArrayLike<unknown>;
    if (depth === shape.length) {
      if (values.length > 0) return false;
      shape[depth] = part.length;
    } else if (shape[depth] !== part.length) return false;
    for (let i = 0; i < part.length; i++) if (!walk(part[i], depth + 1)) return false;
    return true;
  };
  return walk(array, 0) ? { kind: "numbers", shape, values: Float64Array.from(values), dtype: null } : undefined;
}

/** The plain form of an answer, whatever type it was given as. */
export function valueOf(answer: unknown): Value {
  if (answer === undefined || answer === null) return { kind: "nothing" };
  if (answer instanceof Tensor) return ofTensor(answer);
  if (typeof answer === "number" || typeof answer === "bigint" || typeof answer === "boolean")
    return { kind: "numbers", shape: [], values: Float64Array.of(Number(answer)), dtype: null };
  if (typeof answer === "string") return { kind: "text", text: answer };
  if (typeof answer === "object" && ("length" in answer || Array.isArray(answer))) {
    const numbers = ofArray(answer as ArrayLike<unknown>);
    if (numbers !== undefined) return numbers;
  }
  return { kind: "text", text: textOf(answer) };
}

/**
 * For answers that are not numbers: JSON if that is lossless, so that two equal lists or objects have the same text.
 */
function textOf(answer: unknown): string {
  if (typeof answer === "object") {
    const json: unknown = JSON.stringify(answer, (_, value: unknown) =>
      value instanceof Tensor ? ofTensor(value) : typeof value === "bigint" ? Number(value) : value,
    );
    if (typeof json === "string") return json;
  }
  return String(answer);
}

/** `3 x 4`, or "a number". */
export const shapeText = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

/** `[0][1]`: the place of an element in row-major order. */
export function placeOf(shape: readonly number[], index: number): string {
  const place: number[] = [];
  for (let d = shape.length - 1, rest = index; d >= 0; d--) {
    place.unshift(rest % shape[d]!);
    rest = Math.floor(rest / shape[d]!);
  }
  return place.map((i) => `[${i}]`).join("");
}
