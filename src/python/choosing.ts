/** What `choice`, `permutation` and `shuffle` choose from: the numbers below one number, a list, an array or a tensor. */
import { asArray, NdArray } from "./numpy/array.ts";
import { int64 } from "./numpy/dtype.ts";
import { take } from "./numpy/indexing.ts";
import { assign } from "./numpy/ufunc.ts";

export type Size = number | readonly number[] | NdArray | null | undefined;

export function shapeOf(size: Size): number[] | undefined {
  if (size === null || size === undefined) return undefined;
  if (typeof size === "number") return [size];
  return Array.isArray(size) ? size.map(Number) : [asArray(size).row()].flatMap((row) => [...row]);
}

/** Numbers in a shape. */
export const arrayOf = (values: readonly number[], shape: readonly number[], type = int64): NdArray => {
  const data = type.allocate(values.length);
  data.set(values);
  return new NdArray(data, shape, type);
};

export interface Pool {
  readonly count: number;
  /** The elements at these places; a single one if there is no shape. */
  readonly pick: (places: readonly number[], shape?: readonly number[]) => any;
}

export function poolOf(given: unknown): Pool {
  const array = asArray(given);
  const isNumber = array.ndim === 0;
  const count = isNumber ? Number(array.item()) : array.length;
  const pick = (places: readonly number[], shape?: readonly number[]): any => {
    if (isNumber) return shape === undefined ? places[0] : arrayOf(places, shape);
    if (shape === undefined) return take(array, [places[0]]);
    return take(array, [arrayOf(places, shape)]);
  };
  return { count, pick };
}

/** Puts a list, or an array along its first dimension, in another order, in place. */
export function reorder(values: unknown, order: (count: number) => readonly number[]): void {
  if (Array.isArray(values)) {
    const old = [...(values as unknown[])];
    for (const [i, place] of order(old.length).entries()) values[i] = old[place];
    return;
  }
  const array = asArray(values);
  assign(array, take(array, [arrayOf(order(array.length), [array.length])]));
}
