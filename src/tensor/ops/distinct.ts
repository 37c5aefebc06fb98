/** Distinct elements and how often they occur. */

import { allocate, Storage } from "../../backend/index.ts";
import { bool, int64, numel, optional, wrapDim, type DType, type TypedArray } from "../../shape/index.ts";
import { dense, done } from "../dense.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import { fromStorage, type Tensor } from "../tensor.ts";
import { compareUp } from "./ranking.ts";

export interface UniqueOptions {
  readonly sorted?: boolean;
  readonly returnInverse?: boolean;
  readonly returnCounts?: boolean;
  /** Compares whole entries along this dimension; without it, single elements. */
  readonly dim?: number | null;
}

declare module "../tensor.ts" {
  interface Tensor {
    /** The distinct elements, in order. */
    unique(options?: UniqueOptions & { readonly returnInverse?: false; readonly returnCounts?: false }): Tensor;
    unique(options: UniqueOptions): Tensor[];
    unique(sorted: boolean, returnInverse?: false, returnCounts?: false, dim?: number | null): Tensor;
    unique(sorted: boolean, returnInverse: boolean, returnCounts?: boolean, dim?: number | null): Tensor[];
    /** How often each whole number from 0 on occurs. */
    bincount(weights?: Tensor | null, minlength?: number): Tensor;
    bincount(options: { readonly weights?: Tensor | null; readonly minlength?: number }): Tensor;
  }
}

const asTensor = (dtype: DType, array: TypedArray, sizes: readonly number[] = [array.length]): Tensor =>
  fromStorage(Storage.fromHost(dtype, array), sizes);

/** Compares the entries at two positions, element by element. */
function compareEntries(values: TypedArray, size: number, i: number, j: number): number {
  for (let k = 0; k < size; k++) {
    const order = compareUp(values[i * size + k]!, values[j * size + k]!);
    if (order !== 0) return order;
  }
  return 0;
}

method(
  "unique",
  {
    sorted: optional(is.bool, true),
    returnInverse: optional(is.bool, false),
    returnCounts: optional(is.bool, false),
    dim: optional(is.orNull(is.int), null),
  },
  (t, { returnInverse, returnCounts, dim }) => {
    const d = dim === null ? 0 : wrapDim(dim, t.dim());
    const entries = (dim === null ? t.reshape(-1) : t.movedim(d, 0)).detach().contiguous();
    const rest = entries.sizes.slice(1);
    const [n, size] = [entries.sizes[0] ?? 1, numel(rest)];
    const x = dense(entries);
    const values = x.storage.host();
    const order = Array.from({ length: n }, (_, i) => i);
    order.sort((a, b) => compareEntries(values, size, a, b) || a - b);
    const first: number[] = [];
    const counts: number[] = [];
    const inverse = allocate(int64, n);
    for (const i of order) {
      // NaN differs from itself, so each NaN counts separately.
      const isNew = first.length === 0 || !sameEntries(values, size, first.at(-1)!, i);
      if (isNew) {
        first.push(i);
        counts.push(0);
      }
      counts[counts.length - 1]!++;
      inverse[i] = BigInt(first.length - 1);
    }
    const out = allocate(t.dtype, first.length * size) as TypedArray;
    first.forEach((i, to) => {
      for (let k = 0; k < size; k++) out[to * size + k] = values[i * size + k]!;
    });
    done(x, entries);
    const distinct = asTensor(t.dtype, out, [first.length, ...rest]);
    const results = [dim === null ? distinct : distinct.movedim(0, d).contiguous()];
    if (returnInverse) results.push(asTensor(int64, inverse, dim === null ? t.sizes : [n]));
    if (returnCounts) results.push(asTensor(int64, BigInt64Array.from(counts, BigInt)));
    return results.length === 1 ? results[0]! : results;
  },
);

function sameEntries(values: TypedArray, size: number, i: number, j: number): boolean {
  for (let k = 0; k < size; k++) if (values[i * size + k] !== values[j * size + k]) return false;
  return true;
}

method(
  "bincount",
  { weights: optional(is.orNull(is.tensor), null), minlength: optional(is.int, 0) },
  (self, { weights, minlength }) => {
    if (self.dim() !== 1 || self.dtype.isFloatingPoint || self.dtype === bool)
      throw new TypeError("bincount only supports 1-d non-negative integral inputs.");
    const values = self.tolist<number[]>();
    if (values.some((value) => value < 0))
      throw new RangeError("bincount only supports 1-d non-negative integral inputs.");
    const n = Math.max(minlength, ...values.map((value) => value + 1), 0);
    const sums = new Float64Array(n);
    const each = weights === null ? null : weights.tolist<number[]>();
    values.forEach((value, i) => (sums[value]! += each === null ? 1 : each[i]!));
    if (weights === null) return asTensor(int64, BigInt64Array.from(sums, BigInt));
    const out = allocate(weights.dtype.isFloatingPoint ? weights.dtype : self.dtype, n) as TypedArray;
    sums.forEach((sum, i) => (out[i] = sum));
    return asTensor(weights.dtype, out);
  },
);
