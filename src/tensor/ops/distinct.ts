/** Distinct elements and how often they occur. */

import { allocate, Storage } from "../../backend/index.ts";
import { bool, int64, type DType, type TypedArray } from "../../shape/index.ts";
import { dense, done } from "../dense.ts";
import { fromStorage, Tensor } from "../tensor.ts";
import { compareUp, type Comparable } from "./ranking.ts";

export interface UniqueOptions {
  readonly sorted?: boolean;
  readonly returnInverse?: boolean;
  readonly returnCounts?: boolean;
}

declare module "../tensor.ts" {
  interface Tensor {
    /** The distinct elements, in order. */
    unique(options?: UniqueOptions & { readonly returnInverse?: false; readonly returnCounts?: false }): Tensor;
    unique(options: UniqueOptions): Tensor[];
    /** How often each whole number from 0 occurs. */
    bincount(weights?: Tensor | null, minlength?: number): Tensor;
  }
}

const asTensor = (dtype: DType, array: TypedArray, sizes: readonly number[] = [array.length]): Tensor =>
  fromStorage(Storage.fromHost(dtype, array), sizes);

Tensor.prototype.unique = function (this: Tensor, { returnInverse = false, returnCounts = false }: UniqueOptions = {}) {
  const x = dense(this);
  const values = x.storage.host();
  const order = Array.from({ length: values.length }, (_, i) => i);
  order.sort((a, b) => compareUp(values[a]!, values[b]!));
  const distinct: Comparable[] = [];
  const counts: number[] = [];
  const inverse = allocate(int64, values.length);
  for (const i of order) {
    const value = values[i]!;
    if (distinct.length > 0 && distinct.at(-1) === value) counts[counts.length - 1]!++;
    else {
      distinct.push(value);
      counts.push(1);
    }
    inverse[i] = BigInt(distinct.length - 1);
  }
  done(x, this);
  const out = allocate(this.dtype, distinct.length) as TypedArray;
  distinct.forEach((value, i) => (out[i] = value));
  const results = [asTensor(this.dtype, out)];
  if (returnInverse) results.push(asTensor(int64, inverse, this.sizes));
  if (returnCounts) results.push(asTensor(int64, BigInt64Array.from(counts, BigInt)));
  return results.length === 1 ? results[0]! : results;
} as Tensor["unique"];

Tensor.prototype.bincount = function (weights = null, minlength = 0) {
  if (this.dim() !== 1 || this.dtype.isFloatingPoint || this.dtype === bool)
    throw new TypeError("bincount only supports 1-d non-negative integral inputs.");
  const values = this.tolist<number[]>();
  if (values.some((value) => value < 0))
    throw new RangeError("bincount only supports 1-d non-negative integral inputs.");
  const n = Math.max(minlength, ...values.map((value) => value + 1), 0);
  const sums = new Float64Array(n);
  const each = weights === null ? null : weights.tolist<number[]>();
  values.forEach((value, i) => (sums[value]! += each === null ? 1 : each[i]!));
  if (weights === null) return asTensor(int64, BigInt64Array.from(sums, BigInt));
  const out = allocate(weights.dtype.isFloatingPoint ? weights.dtype : this.dtype, n) as TypedArray;
  sums.forEach((sum, i) => (out[i] = sum));
  return asTensor(weights.dtype, out);
};
