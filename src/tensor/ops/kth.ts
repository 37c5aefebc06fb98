/** Elements chosen by rank or by frequency: kthvalue, mode. */

import { allocate, Storage } from "../../backend/index.ts";
import { bool, int64, optional, required, wrapDim } from "../../shape/index.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import { fromStorage, type Tensor } from "../tensor.ts";
import { withLines } from "./axis.ts";
import { picked, pickRule, type ValuesAndIndices } from "./order.ts";
import { comesBefore } from "./ranking.ts";
import type { KeepdimOptions } from "./reduce.ts";
import { sortPlaces, type Before } from "./selection.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /**
     * The `k`-th smallest element along a dimension (the last by default), with its position; `k` counts from 1.
     *
     * ```ts
     * torch.tensor([3, 1, 2]).kthvalue(2).values; // tensor(2)
     * ```
     * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.kthvalue.html
     * @throws RangeError in torch's words if there is no `k`-th element.
     */
    kthvalue(k: number, dim?: number, keepdim?: boolean): ValuesAndIndices;
    kthvalue(k: number, dim: number, options: KeepdimOptions): ValuesAndIndices;
    kthvalue(k: number, options: KeepdimOptions & { readonly dim?: number }): ValuesAndIndices;
    kthvalue(options: KeepdimOptions & { readonly k: number; readonly dim?: number }): ValuesAndIndices;
    /**
     * The most frequent value along a dimension (the last by default), the smallest if there are several, with a
     * position of it.
     *
     * ```ts
     * torch.tensor([2, 1, 2, 3]).mode().values; // tensor(2)
     * ```
     * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.mode.html
     */
    mode(dim?: number, keepdim?: boolean): ValuesAndIndices;
    mode(dim: number, options: KeepdimOptions): ValuesAndIndices;
    mode(options: KeepdimOptions & { readonly dim?: number }): ValuesAndIndices;
  }
}

/** One position for each line along `dim`. */
function positionsOf(
  t: Tensor,
  dim: number,
  keepdim: boolean,
  choose: (n: number, before: Before, places: Int32Array) => number,
): Tensor {
  const sizes = t.dim() === 0 ? [] : keepdim ? t.sizes.with(dim, 1) : t.sizes.toSpliced(dim, 1);
  const out = allocate(
    int64,
    sizes.reduce((a, b) => a * b, 1),
  );
  withLines(t, dim, (lines) => {
    for (let line = 0; line < lines.count; line++) {
      const places = Int32Array.from({ length: lines.n }, (_, i) => i);
      out[line] = BigInt(choose(lines.n, comesBefore(lines, line, false), places));
    }
  });
  return fromStorage(Storage.fromHost(int64, out), sizes);
}

const kthvalueBackward = pickRule("KthvalueBackward0");
const modeBackward = pickRule("ModeBackward0");
const alongLast = { dim: optional(is.int, -1), keepdim: optional(is.bool, false) };

method("kthvalue", { k: required(is.int), ...alongLast }, (x, { k, dim, keepdim }) => {
  const d = wrapDim(dim, x.dim());
  const size = x.dim() === 0 ? 1 : x.sizes[d]!;
  if (size === 0) throw new RangeError(`kthvalue(): Expected reduction dim ${d} to have non-zero size.`);
  if (k < 1 || k > size)
    throw new RangeError(`kthvalue(): selected number k out of range for dimension ${x.dim() === 0 ? 0 : d}`);
  if (x.dtype === bool && x.dim() > 0) throw new TypeError("\"kthvalue_cpu\" not implemented for 'Bool'");
  const indices = positionsOf(x, d, keepdim, (_n, before, places) => quickSelect(places, k - 1, before));
  return picked("kthvalue", kthvalueBackward, x, indices, d, keepdim);
});

method("mode", alongLast, (x, { dim, keepdim }) => {
  const d = wrapDim(dim, x.dim());
  if (x.dim() > 0 && x.sizes[d] === 0)
    throw new RangeError(`mode(): Expected reduction dim ${d} to have non-zero size.`);
  const indices = positionsOf(x, d, keepdim, (n, before, places) => {
    sortPlaces(places, 0, n, before);
    let [best, most, count] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      count++;
      if (i < n - 1 && !before(places[i]!, places[i + 1]!)) continue;
      if (count > most) [best, most] = [places[i]!, count];
      count = 0;
    }
    return best;
  });
  return picked("mode", modeBackward, x, indices, d, keepdim);
});

/**
 * The place of the element of rank `k`: Hoare's selection with the median of three as pivot. Its steps are torch's, so
 * that among equal elements the same one is found.
 */
function quickSelect(places: Int32Array, k: number, before: Before): number {
  const exceeds = (a: number, b: number): boolean => before(places[b]!, places[a]!);
  const swap = (a: number, b: number): void => {
    const kept = places[a]!;
    places[a] = places[b]!;
    places[b] = kept;
  };
  let [left, right] = [0, places.length - 1];
  while (right > left + 1) {
    swap(left + Math.floor((right - left) / 2), left + 1);
    if (exceeds(left + 1, right)) swap(left + 1, right);
    if (exceeds(left, right)) swap(left, right);
    if (exceeds(left + 1, left)) swap(left + 1, left);
    let [i, j] = [left + 1, right];
    for (;;) {
      do i++;
      while (exceeds(left, i));
      do j--;
      while (exceeds(j, left));
      if (j < i) break;
      swap(i, j);
    }
    swap(left, j);
    if (j <= k) left = i;
    if (j >= k) right = j - 1;
  }
  if (right === left + 1 && exceeds(left, right)) swap(left, right);
  return places[k]!;
}
