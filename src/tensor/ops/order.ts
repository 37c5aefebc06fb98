/** Ordering: max and min with their positions, sort, topk, median, unique. */

import { allocate, Storage } from "../../backend/index.ts";
import { bool, int64, keyword, optional, required, wrapDim } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import * as is from "../kinds.ts";
import { dense, done } from "../dense.ts";
import { form, method, overloadedMethod } from "../method.ts";
import { NamedResult } from "../named-result.ts";
import { fromStorage, Tensor } from "../tensor.ts";
import { filledBy, withLines } from "./axis.ts";
import { argExtreme, evenRule, extremeOfAll } from "./extremes.ts";
import { comesBefore, hasTies, rankLines } from "./ranking.ts";
import { selectNth, sortFirst, sortPlaces, type Before } from "./selection.ts";
import type { KeepdimOptions } from "./reduce.ts";

/** Values with the positions they came from; iterates as a pair. */
export interface ValuesAndIndices {
  readonly [index: number]: Tensor;
  readonly values: Tensor;
  readonly indices: Tensor;
  [Symbol.iterator](): IterableIterator<Tensor>;
  toString(): string;
}

export interface SortOptions {
  readonly dim?: number;
  readonly descending?: boolean;
  /**
   * Keeps the order of equal elements; without it, more than 16 elements with ties come in the order that torch gives.
   */
  readonly stable?: boolean | null;
}
export interface TopkOptions {
  readonly dim?: number;
  readonly largest?: boolean;
  readonly sorted?: boolean;
}

declare module "../tensor.ts" {
  interface Tensor {
    /** The largest element; along a dimension with positions; or elementwise with another tensor. */
    max(): Tensor;
    max(dim: number, keepdim: boolean): ValuesAndIndices;
    max(dim: number, options?: KeepdimOptions): ValuesAndIndices;
    max(options: KeepdimOptions & { readonly dim: number }): ValuesAndIndices;
    max(other: Tensor): Tensor;
    /** The smallest element; along a dimension with positions; or elementwise with another tensor. */
    min(): Tensor;
    min(dim: number, keepdim: boolean): ValuesAndIndices;
    min(dim: number, options?: KeepdimOptions): ValuesAndIndices;
    min(options: KeepdimOptions & { readonly dim: number }): ValuesAndIndices;
    min(other: Tensor): Tensor;
    /** The lower of the middle elements. */
    median(): Tensor;
    median(dim: number, keepdim: boolean): ValuesAndIndices;
    median(dim: number, options?: KeepdimOptions): ValuesAndIndices;
    median(options: KeepdimOptions & { readonly dim: number }): ValuesAndIndices;
    /**
     * Sorts along a dimension (the last by default) in ascending order; also returns the positions the elements came
     * from.
     */
    sort(dim?: number, descending?: boolean): ValuesAndIndices;
    sort(dim: number, options: Omit<SortOptions, "dim">): ValuesAndIndices;
    sort(options: SortOptions): ValuesAndIndices;
    /** The positions that would sort a dimension. */
    argsort(dim?: number, descending?: boolean): Tensor;
    argsort(dim: number, options: Omit<SortOptions, "dim">): Tensor;
    argsort(options: SortOptions): Tensor;
    /** The `k` largest (or smallest) elements along a dimension, sorted. */
    topk(k: number, dim?: number, largest?: boolean, sorted?: boolean): ValuesAndIndices;
    topk(k: number, dim: number, options: Omit<TopkOptions, "dim">): ValuesAndIndices;
    topk(k: number, options: TopkOptions): ValuesAndIndices;
    topk(options: TopkOptions & { readonly k: number }): ValuesAndIndices;
  }
}

interface Picked {
  readonly shape: readonly number[];
  readonly dim: number;
  readonly keepdim: boolean;
}

/** Gradients of picked elements go back to where they were picked. */
export const pickRule = (name: string) =>
  defineGradient<Picked>(name, (node, grad) => {
    const [indices] = node.saved();
    const { shape, dim, keepdim } = node.context;
    if (shape.length === 0) return [grad.reshape([])];
    const [at, values] = keepdim ? [indices!, grad] : [indices!.unsqueeze(dim), grad.unsqueeze(dim)];
    return [grad.newZeros(shape).scatterAdd(dim, at, values)];
  });
const maxBackward = pickRule("MaxBackward0");
const minBackward = pickRule("MinBackward0");
const medianBackward = pickRule("MedianBackward1");
const medianAllBackward = evenRule("MedianBackward0");
const sortBackward = pickRule("SortBackward0");
const topkBackward = pickRule("TopkBackward0");

/** The elements at `indices` along `dim`, values only; every line has as many of them. */
function valuesAt(t: Tensor, indices: Tensor, dim: number): Tensor {
  const at = dense(indices);
  const places = at.storage.host();
  const out = withLines(t, dim, ({ values, n, step, count }) => {
    const k = count === 0 ? 0 : places.length / count;
    return filledBy(t.dtype, indices.sizes, (target) => {
      // From [before, n, step] to [before, k, step]
      for (let before = 0, i = 0; i < target.length; before++)
        for (let j = 0; j < k; j++)
          for (let inner = 0; inner < step; inner++, i++)
            target[i] = values[(before * n + Number(places[i]!)) * step + inner]!;
    });
  });
  done(at, indices);
  return out;
}

/** The elements at `indices` along `dim`, together with the indices. */
export function picked(
  name: string,
  rule: ReturnType<typeof pickRule>,
  t: Tensor,
  indices: Tensor,
  dim: number,
  keepdim: boolean,
): ValuesAndIndices {
  const values = valuesAt(t, indices, dim);
  const [out] = rule.recordAll([values, indices], [t], [indices], { shape: t.sizes, dim, keepdim });
  return NamedResult.of(name, { values: out!, indices });
}

const overDim = { dim: required(is.int), keepdim: optional(is.bool, false) };

for (const op of ["max", "min"] as const)
  overloadedMethod(op, {
    all: form({}, (x) => extremeOfAll(op, x)),
    dim: form(overDim, (x, { dim, keepdim }) => {
      const d = wrapDim(dim, x.dim());
      if (x.dim() > 0 && x.sizes[d] === 0)
        throw new RangeError(`${op}(): Expected reduction dim ${d} to have non-zero size.`);
      const indices = argExtreme(op === "max" ? "argmax" : "argmin", x, d, keepdim);
      return picked(op, op === "max" ? maxBackward : minBackward, x, indices, d, keepdim);
    }),
    other: form({ other: required(is.tensor) }, (x, { other }) => (op === "max" ? x.maximum(other) : x.minimum(other))),
  });

/** Moves the first elements in order to the front of `places`, with ties in torch's order. */
interface Arrange {
  (places: Int32Array, before: Before): void;
  /** The remaining elements, too, come in torch's order, which is unsorted. */
  readonly isUnsorted?: boolean;
}

/**
 * For each line along `dim`, the positions of its first `k` elements in order. Ties keep their order, or are put into
 * the order that `arrange` gives; unless the result need not be sorted, `arrange` is called only for lines that have
 * ties.
 */
function orderOf(t: Tensor, dim: number, k: number, descending: boolean, arrange: Arrange | null): Tensor {
  const sizes = t.dim() === 0 ? [] : t.sizes.with(dim, k);
  const out = allocate(
    int64,
    sizes.reduce((a, b) => a * b, 1),
  );
  withLines(t, dim, (lines) => {
    const { n, step } = lines;
    const ranked = arrange === null ? k : Math.min(k + 1, n);
    rankLines(lines, ranked, descending, (line, stable) => {
      let positions = stable;
      if (arrange !== null && (arrange.isUnsorted || hasTies(lines, line, stable, ranked))) {
        const places = Int32Array.from({ length: n }, (_, i) => i);
        arrange(places, comesBefore(lines, line, descending));
        positions = places;
      }
      const to = Math.floor(line / step) * step * k + (line % step);
      for (let i = 0; i < k; i++) out[to + i * step] = BigInt(positions[i]!);
    });
  });
  return fromStorage(Storage.fromHost(int64, out), sizes);
}

const sortArguments = { dim: optional(is.int, -1), descending: optional(is.bool, false) };
const stable = keyword(is.orNull(is.bool), null);

function sortedPositions(x: Tensor, dim: number, descending: boolean, isStable: boolean): Tensor {
  const n = x.dim() === 0 ? 1 : x.sizes[dim]!;
  const arrange: Arrange = (places, before) => sortPlaces(places, 0, n, before);
  return orderOf(x, dim, n, descending, isStable ? null : arrange);
}
method("sort", { ...sortArguments, stable }, (x, { dim, descending, stable }) => {
  const d = wrapDim(dim, x.dim());
  return picked("sort", sortBackward, x, sortedPositions(x, d, descending, stable ?? false), d, true);
});
method("argsort", { ...sortArguments, stable }, (x, { dim, descending, stable }) =>
  sortedPositions(x, wrapDim(dim, x.dim()), descending, stable ?? false),
);

/** How torch picks `k` of `n`: with a heap if they are few, else by selection. */
function topkArrange(k: number, n: number, sorted: boolean): Arrange {
  const isFew = k * 64 <= n;
  const arrange = (places: Int32Array, before: Before): void => {
    if (isFew) return sortFirst(places, 0, k, n, before);
    selectNth(places, 0, k - 1, n, before);
    if (sorted) sortPlaces(places, 0, k - 1, before);
  };
  return Object.assign(arrange, { isUnsorted: !isFew && !sorted });
}
method(
  "topk",
  { k: required(is.int), dim: optional(is.int, -1), largest: optional(is.bool, true), sorted: optional(is.bool, true) },
  (x, { k, dim, largest, sorted }) => {
    const d = wrapDim(dim, x.dim());
    const size = x.dim() === 0 ? 1 : x.sizes[d]!;
    if (k < 0 || k > size) throw new RangeError("selected index k out of range");
    if (x.dtype === bool) throw new TypeError("topk does not support bool dtypes on CPU");
    const arrange = k === 0 ? null : topkArrange(k, size, sorted);
    return picked("topk", topkBackward, x, orderOf(x, d, k, largest, arrange), d, true);
  },
);

/** The lower of the middle elements; NaN if the line contains one. */
function medianPositions(t: Tensor, dim: number): Tensor {
  if (t.dtype === bool) throw new TypeError("\"median_out\" not implemented for 'Bool'");
  const n = t.dim() === 0 ? 1 : t.sizes[dim]!;
  if (n === 0) throw new RangeError(`median(): Expected reduction dim ${dim} to have non-zero size.`);
  const order = orderOf(t, dim, n, false, null);
  if (t.dim() === 0) return order;
  const middle = order.narrow(dim, Math.floor((n - 1) / 2), 1);
  if (!t.dtype.isFloatingPoint) return middle.contiguous();
  const nan = t.detach().isnan();
  const first = nan.byte().argmax(dim, { keepdim: true });
  return first.where(nan.any(dim, { keepdim: true }), middle);
}

function medianOfAll(x: Tensor): Tensor {
  if (x.numel() === 0) return x.detach().newFull([], NaN);
  if (x.dtype === bool) throw new TypeError("\"median_cpu\" not implemented for 'Bool'");
  const { values } = x.detach().reshape(-1).median(0);
  const out = new Tensor(values.memory, []);
  return medianAllBackward.record(out, [x], [x, out], undefined);
}
overloadedMethod("median", {
  all: form({}, medianOfAll),
  dim: form(overDim, (x, { dim, keepdim }) => {
    const d = wrapDim(dim, x.dim());
    const kept = medianPositions(x, d);
    const indices = x.dim() === 0 || keepdim ? kept : kept.squeeze(d).contiguous();
    return picked("median", medianBackward, x, indices, d, keepdim);
  }),
});
