/** A tensor seen along one dimension, for operations that go through lines of elements on the host. */

import { allocate, Storage } from "../../backend/index.ts";
import { numel, type DType, type TypedArray } from "../../shape/index.ts";
import { dense, done } from "../dense.ts";
import { fromStorage, type Tensor } from "../tensor.ts";

/** Lines of `n` elements, `step` apart; `start` gives the first element of each. */
export interface Lines {
  readonly values: TypedArray;
  readonly n: number;
  readonly step: number;
  readonly count: number;
  /** Where line `i` starts. */
  readonly start: (i: number) => number;
}

/** Calls `body` with the lines of `t` along `dim`, in row-major storage. */
export function withLines<T>(t: Tensor, dim: number, body: (lines: Lines) => T): T {
  const x = dense(t);
  const isScalar = t.dim() === 0;
  const n = isScalar ? 1 : t.sizes[dim]!;
  const step = isScalar ? 1 : numel(t.sizes.slice(dim + 1));
  const result = body({
    values: x.storage.host(),
    n,
    step,
    count: n === 0 ? 0 : t.numel() / n,
    start: (i) => Math.floor(i / step) * step * n + (i % step),
  });
  done(x, t);
  return result;
}

/** A new tensor whose elements are written by `fill`. */
export function filledBy(dtype: DType, sizes: readonly number[], fill: (target: TypedArray) => void): Tensor {
  const array = allocate(dtype, numel(sizes)) as TypedArray;
  fill(array);
  return fromStorage(Storage.fromHost(dtype, array), sizes);
}
