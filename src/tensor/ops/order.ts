/** Order: max and min with their positions, sort, topk, median, unique. */

import { allocate, Storage } from "../../backend/index.ts";
import { bool, int64, wrapDim } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { NamedResult } from "../named-result.ts";
import { fromStorage, Tensor } from "../tensor.ts";
import { withLines } from "./axis.ts";
import { argExtreme, evenRule, extremeOfAll } from "./extremes.ts";
import { rankLines } from "./ranking.ts";
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
  /** Keeps the order of equals; here it is always kept. */
  readonly stable?: boolean;
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
    max(dim: number, options?: KeepdimOptions): ValuesAndIndices;
    max(other: Tensor): Tensor;
    min(): Tensor;
    min(dim: number, options?: KeepdimOptions): ValuesAndIndices;
    min(other: Tensor): Tensor;
    /** The lower of the middle elements. */
    median(): Tensor;
    median(dim: number, options?: KeepdimOptions): ValuesAndIndices;
    /** In rising order along a dimension (the last), with the positions the elements came from. */
    sort(dim?: number, options?: SortOptions): ValuesAndIndices;
    sort(options: SortOptions): ValuesAndIndices;
    /** The positions that put a dimension in order. */
    argsort(dim?: number, options?: SortOptions): Tensor;
    argsort(options: SortOptions): Tensor;
    /** The `k` largest (or smallest) along a dimension, in order. */
    topk(k: number, dim?: number, options?: TopkOptions): ValuesAndIndices;
    topk(k: number, options: TopkOptions): ValuesAndIndices;
  }
}

interface Picked {
  readonly shape: readonly number[];
  readonly dim: number;
  readonly keepdim: boolean;
}

/** Gradients of picked elements go back to where they were picked. */
const pickRule = (name: string) =>
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

function picked(
  name: string,
  rule: ReturnType<typeof pickRule>,
  t: Tensor,
  indices: Tensor,
  dim: number,
  keepdim: boolean,
): ValuesAndIndices {
  const source = t.detach();
  const gathered =
    t.dim() === 0
      ? source.clone()
      : keepdim
        ? source.gather(dim, indices)
        : source.gather(dim, indices.unsqueeze(dim)).squeeze(dim).contiguous();
  const values = new Tensor(gathered.storage, gathered.sizes);
  const [out] = rule.recordAll([values, indices], [t], [indices], { shape: t.sizes, dim, keepdim });
  return NamedResult.of(name, { values: out!, indices });
}

for (const op of ["max", "min"] as const)
  Tensor.prototype[op] = function (this: Tensor, what?: number | Tensor, { keepdim = false }: KeepdimOptions = {}) {
    if (what === undefined) return extremeOfAll(op, this);
    if (what instanceof Tensor) return op === "max" ? this.maximum(what) : this.minimum(what);
    const d = wrapDim(what, this.dim());
    if (this.dim() > 0 && this.sizes[d] === 0)
      throw new RangeError(`${op}(): Expected reduction dim ${d} to have non-zero size.`);
    const indices = argExtreme(op === "max" ? "argmax" : "argmin", this, d, keepdim);
    return picked(op, op === "max" ? maxBackward : minBackward, this, indices, d, keepdim);
  } as Tensor["max"];

/** For each line along `dim` the positions of its first `k` elements in order. */
function orderOf(t: Tensor, dim: number, k: number, descending: boolean): Tensor {
  const sizes = t.dim() === 0 ? [] : t.sizes.with(dim, k);
  const out = allocate(
    int64,
    sizes.reduce((a, b) => a * b, 1),
  );
  withLines(t, dim, (lines) =>
    rankLines(lines, k, descending, (line, positions) => {
      const { step } = lines;
      const to = Math.floor(line / step) * step * k + (line % step);
      for (let i = 0; i < k; i++) out[to + i * step] = BigInt(positions[i]!);
    }),
  );
  return fromStorage(Storage.fromHost(int64, out), sizes);
}

function sortArgs(dim: number | SortOptions, options: SortOptions): Required<Omit<SortOptions, "stable">> {
  const { dim: d = -1, descending = false } = typeof dim === "object" ? dim : { dim, ...options };
  return { dim: d, descending };
}

Tensor.prototype.sort = function (this: Tensor, dimOrOptions: number | SortOptions = -1, options: SortOptions = {}) {
  const { dim, descending } = sortArgs(dimOrOptions, options);
  const d = wrapDim(dim, this.dim());
  const indices = orderOf(this, d, this.dim() === 0 ? 1 : this.sizes[d]!, descending);
  return picked("sort", sortBackward, this, indices, d, true);
} as Tensor["sort"];
Tensor.prototype.argsort = function (this: Tensor, dimOrOptions: number | SortOptions = -1, options: SortOptions = {}) {
  const { dim, descending } = sortArgs(dimOrOptions, options);
  const d = wrapDim(dim, this.dim());
  return orderOf(this, d, this.dim() === 0 ? 1 : this.sizes[d]!, descending);
} as Tensor["argsort"];
Tensor.prototype.topk = function (
  this: Tensor,
  k: number,
  dimOrOptions: number | TopkOptions = -1,
  options: TopkOptions = {},
) {
  const { dim = -1, largest = true } =
    typeof dimOrOptions === "object" ? dimOrOptions : { ...options, dim: dimOrOptions };
  const d = wrapDim(dim, this.dim());
  const size = this.dim() === 0 ? 1 : this.sizes[d]!;
  if (k < 0 || k > size) throw new RangeError("selected index k out of range");
  return picked("topk", topkBackward, this, orderOf(this, d, k, largest), d, true);
} as Tensor["topk"];

/** The lower middle; NaN where there is one. */
function medianPositions(t: Tensor, dim: number): Tensor {
  if (t.dtype === bool) throw new TypeError("\"median_cpu\" not implemented for 'Bool'");
  const n = t.dim() === 0 ? 1 : t.sizes[dim]!;
  if (n === 0) throw new RangeError(`median(): Expected reduction dim ${dim} to have non-zero size.`);
  const order = orderOf(t, dim, n, false);
  if (t.dim() === 0) return order;
  const middle = order.narrow(dim, Math.floor((n - 1) / 2), 1);
  if (!t.dtype.isFloatingPoint) return middle.contiguous();
  const nan = t.detach().isnan();
  const first = nan.byte().argmax(dim, { keepdim: true });
  return first.where(nan.any(dim, { keepdim: true }), middle);
}
Tensor.prototype.median = function (this: Tensor, dim?: number, { keepdim = false }: KeepdimOptions = {}) {
  if (dim === undefined) {
    if (this.numel() === 0) return this.detach().newFull([], NaN);
    const { values } = this.detach().reshape(-1).median(0);
    const out = new Tensor(values.storage, []);
    return medianAllBackward.record(out, [this], [this, out], undefined);
  }
  const d = wrapDim(dim, this.dim());
  const kept = medianPositions(this, d);
  const indices = this.dim() === 0 || keepdim ? kept : kept.squeeze(d).contiguous();
  return picked("median", medianBackward, this, indices, d, keepdim);
} as Tensor["median"];
