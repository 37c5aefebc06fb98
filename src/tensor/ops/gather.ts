/** Elements read from and written to positions along one dimension: gather, scatter, indexSelect. */

import { bool, formatShape, int64, keyword, numel, required, wrapDim, type TypedArray } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { dense, done } from "../dense.ts";
import * as is from "../kinds.ts";
import { method, overloadedMethod, form } from "../method.ts";
import { Tensor } from "../tensor.ts";
import { filledBy } from "./axis.ts";
import { scaled, type AlphaOptions } from "./arithmetic.ts";
import type { Scalar } from "./elementwise.ts";
import { addRows, rowsFrom, takeRows, type Rows } from "./rows.ts";
import { contiguousStrides } from "../../shape/index.ts";

export interface ScatterOptions {
  /** What happens to the existing element: it is replaced, added to, or multiplied. */
  readonly reduce?: "add" | "multiply" | null;
}

declare module "../tensor.ts" {
  interface Tensor {
    /** `out[i][j] = self[index[i][j]][j]` for dim 0, and so on. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.gather.html */
    gather(dim: number, index: Tensor): Tensor;
    gather(options: { readonly dim: number; readonly index: Tensor; readonly sparseGrad?: boolean }): Tensor;
    gather(dim: number, options: { readonly index: Tensor; readonly sparseGrad?: boolean }): Tensor;
    gather(dim: number, index: Tensor, options: { readonly sparseGrad?: boolean }): Tensor;
    /** A copy with `source` (or one number) written where `index` says; the inverse of `gather`. */
    scatter(dim: number, index: Tensor, src: Tensor | Scalar, options?: ScatterOptions): Tensor;
    scatter(
      dim: number,
      index: Tensor,
      options: ScatterOptions & ({ readonly src: Tensor } | { readonly value: Scalar }),
    ): Tensor;
    /** A copy with `source` added where `index` says. */
    scatterAdd(dim: number, index: Tensor, src: Tensor): Tensor;
    scatterAdd(dim: number, options: { readonly index: Tensor; readonly src: Tensor }): Tensor;
    scatterAdd(dim: number, index: Tensor, options: { readonly src: Tensor }): Tensor;
    scatterAdd(options: { readonly dim: number; readonly index: Tensor; readonly src: Tensor }): Tensor;
    /** The entries at the given positions of a dimension. */
    indexSelect(dim: number, index: Tensor): Tensor;
    indexSelect(options: { readonly dim: number; readonly index: Tensor }): Tensor;
    indexSelect(dim: number, options: { readonly index: Tensor }): Tensor;
    /** A copy with rows of `source` added at positions of a dimension. */
    indexAdd(dim: number, index: Tensor, source: Tensor, options?: AlphaOptions): Tensor;
    indexAdd(dim: number, options: AlphaOptions & { readonly index: Tensor; readonly source: Tensor }): Tensor;
    indexAdd(dim: number, index: Tensor, options: AlphaOptions & { readonly source: Tensor }): Tensor;
    indexAdd(options: AlphaOptions & { readonly dim: number; readonly index: Tensor; readonly source: Tensor }): Tensor;
    /** A copy with `value` at positions of a dimension. */
    indexFill(dim: number, index: Tensor, value: Scalar | Tensor): Tensor;
    indexFill(dim: number, options: { readonly index: Tensor; readonly value: Scalar | Tensor }): Tensor;
    indexFill(dim: number, index: Tensor, options: { readonly value: Scalar | Tensor }): Tensor;
    indexFill(options: { readonly dim: number; readonly index: Tensor; readonly value: Scalar | Tensor }): Tensor;
    /** Elements at positions of the flattened tensor. */
    take(index: Tensor): Tensor;
  }
}

/** A scalar counts as a row of one element, as in torch. */
const entryDims = (t: Tensor): number => Math.max(1, t.dim());

function checkIndex(caller: string, t: Tensor, dim: number, index: Tensor): void {
  if (index.dtype !== int64) throw new TypeError(`${caller}(): Expected dtype int64 for index`);
  if (entryDims(index) !== entryDims(t))
    throw new RangeError(`Index tensor must have the same number of dimensions as input tensor`);
  index.sizes.forEach((size, d) => {
    if (d !== dim && size > t.sizes[d]!)
      throw new RangeError(
        `Size does not match at dimension ${d} expected index ${formatShape(index.sizes)} to be no larger than self ${formatShape(t.sizes)} apart from dimension ${dim}`,
      );
  });
}

/** Calls `visit(flat position in index, flat position in t)` for every entry of `index`. */
function forEachEntry(
  index: Tensor,
  dim: number,
  sizes: readonly number[],
  visit: (i: number, at: number) => void,
): void {
  const size = sizes[dim] ?? 1;
  const outOfRange = (value: number) =>
    new RangeError(`index ${value} is out of bounds for dimension ${dim} with size ${size}`);
  const rows = rowsFrom(index, size, outOfRange, 0);
  const strides = contiguousStrides(sizes);
  const step = strides[dim] ?? 1;
  const place = index.sizes.map(() => 0);
  let base = 0;
  for (let i = 0; i < rows.length; i++) {
    visit(i, base + rows[i]! * step);
    for (let d = place.length - 1; d >= 0; d--) {
      if (d !== dim) base += strides[d]!;
      if (++place[d]! < index.sizes[d]!) break;
      if (d !== dim) base -= place[d]! * strides[d]!;
      place[d] = 0;
    }
  }
}

const gatherBackward = defineGradient<{ readonly shape: readonly number[]; readonly dim: number }>(
  "GatherBackward0",
  (node, grad) => {
    const [index] = node.saved();
    return [grad.newZeros(node.context.shape).scatterAdd(node.context.dim, index!, grad)];
  },
);
method(
  "gather",
  { dim: required(is.int), index: required(is.tensor), sparseGrad: keyword(is.bool, false) },
  (self, { dim, index }) => {
    const d = wrapDim(dim, self.dim());
    checkIndex("gather", self, d, index);
    const x = dense(self);
    const source = x.storage.host();
    const out = filledBy(self.dtype, index.sizes, (target) =>
      forEachEntry(index, d, self.sizes, (i, at) => (target[i] = source[at]!)),
    );
    done(x, self);
    return gatherBackward.record(out, [self], [index], { shape: self.sizes, dim: d });
  },
);

/** A copy of `t` that `put` changes at each entry. */
function scattered(
  t: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor | Scalar,
  put: (target: TypedArray, at: number, value: number | bigint) => void,
): Tensor {
  const out = t.detach().clone();
  const target = out.memory.hostForWrite();
  const values =
    source instanceof Tensor ? source.detach() : index.detach().newFull(index.sizes, source, { dtype: t.dtype });
  if (values.dtype !== t.dtype)
    throw new TypeError(
      `scatter(): Expected self.dtype to be equal to src.dtype, got ${t.dtype.toString()} and ${values.dtype.toString()}`,
    );
  if (entryDims(values) !== entryDims(index) || values.sizes.some((n, d) => n < index.sizes[d]!))
    throw new RangeError(
      `Expected index ${formatShape(index.sizes)} to be no larger than self ${formatShape(t.sizes)} apart from dimension ${dim} and to be no larger size than src ${formatShape(values.sizes)}`,
    );
  let part = values.dim() < index.dim() ? values.reshape(1) : values;
  index.sizes.forEach((size, d) => {
    if (part.sizes[d] !== size) part = part.narrow(d, 0, size);
  });
  const x = dense(part);
  const given = x.storage.host();
  forEachEntry(index, dim, t.sizes, (i, at) => put(target, at, given[i]!));
  done(x, part);
  out.memory.settle();
  return out;
}

const scatterBackward = defineGradient<number>("ScatterBackward0", (node, grad) => {
  const [index] = node.saved();
  return [node.needs(0) && grad.scatter(node.context, index!, 0), node.needs(1) && grad.gather(node.context, index!)];
});
const scatterValueBackward = defineGradient<number>("ScatterBackward1", (node, grad) => [
  grad.scatter(node.context, node.saved()[0]!, 0),
]);
const scatterAddBackward = defineGradient<number>("ScatterAddBackward0", (node, grad) => [
  grad,
  node.needs(1) && grad.gather(node.context, node.saved()[0]!),
]);
type Reduce = "add" | "multiply" | null;

/** How a value is combined with the existing element. */
const meetings = {
  put: (_old: never, value: number | bigint) => value,
  add: (old: number | bigint, value: number | bigint) => (old as number) + (value as number),
  multiply: (old: number | bigint, value: number | bigint) => (old as number) * (value as number),
};

function scatter(t: Tensor, dim: number, index: Tensor, source: Tensor | Scalar, reduce: Reduce): Tensor {
  const d = wrapDim(dim, t.dim());
  checkIndex("scatter", t, d, index);
  if (reduce !== null && (t.requiresGrad || (source instanceof Tensor && source.requiresGrad)))
    throw new Error("scatter(): the derivative with reduce is not implemented; use scatterAdd");
  const meet = meetings[reduce ?? "put"];
  const out = scattered(t, d, index, source, (target, at, value) => (target[at] = meet(target[at] as never, value)));
  return source instanceof Tensor
    ? scatterBackward.record(out, [t, source], [index], d)
    : scatterValueBackward.record(out, [t], [index], d);
}

const at = { dim: required(is.int), index: required(is.tensor) };
const reduce = keyword(is.orNull(is.oneOf("add", "multiply")), null);
overloadedMethod("scatter", {
  src: form({ ...at, src: required(is.tensor), reduce }, (x, given) =>
    scatter(x, given.dim, given.index, given.src, given.reduce),
  ),
  value: form({ ...at, value: required(is.scalar), reduce }, (x, given) =>
    scatter(x, given.dim, given.index, given.value, given.reduce),
  ),
});
method("scatterAdd", { ...at, src: required(is.tensor) }, (x, { dim, index, src }) => {
  const d = wrapDim(dim, x.dim());
  checkIndex("scatter_add", x, d, index);
  const out = scattered(x, d, index, src, (target, i, value) => (target[i] = meetings.add(target[i]!, value)));
  return scatterAddBackward.record(out, [x, src], [index], d);
});

function checkVector(caller: string, index: Tensor): Tensor {
  if (index.dim() > 1) throw new RangeError(`${caller}(): Index is supposed to be a vector`);
  if (index.dtype.isFloatingPoint || index.dtype === bool)
    throw new TypeError(`${caller}(): Expected dtype int32 or int64 for index`);
  return index.to(int64).reshape(-1);
}

/** Positions that may not count from the end. */
function rowsIn(index: Tensor, size: number): Rows {
  return rowsFrom(index, size, () => new RangeError("index out of range in self"), 0);
}

const indexSelectBackward = defineGradient<{ readonly dim: number; readonly size: number }>(
  "IndexSelectBackward0",
  (node, grad) => {
    const { dim, size } = node.context;
    return [addRows(grad.movedim(dim, 0), rowsIn(node.saved()[0]!, size), size).movedim(0, dim)];
  },
);
method("indexSelect", at, (self, { dim, index }) => {
  const d = wrapDim(dim, self.dim());
  const places = checkVector("index_select", index);
  if (self.dim() === 0) return self.clone();
  const rows = takeRows(self.detach().movedim(d, 0), rowsIn(places, self.sizes[d]!)).movedim(0, d).contiguous();
  const out = new Tensor(rows.memory, rows.sizes);
  return indexSelectBackward.record(out, [self], [places], { dim: d, size: self.sizes[d]! });
});

const indexAddBackward = defineGradient<{ readonly dim: number; readonly alpha: number }>(
  "IndexAddBackward0",
  (node, grad) => {
    const { dim, alpha } = node.context;
    return [grad, node.needs(1) && scaled(grad.indexSelect(dim, node.saved()[0]!), alpha)];
  },
);
method(
  "indexAdd",
  { ...at, source: required(is.tensor), alpha: keyword(is.number, 1) },
  (self, { dim, index, source, alpha }) => {
    const d = wrapDim(dim, self.dim());
    const places = checkVector("index_add", index);
    const size = self.sizes[d]!;
    const sums = addRows(source.detach().movedim(d, 0), rowsIn(places, size), size).movedim(0, d);
    return indexAddBackward.record(self.detach().add(sums, { alpha }), [self, source], [places], { dim: d, alpha });
  },
);

const indexFillBackward = defineGradient<number>("IndexFillBackward0", (node, grad) => [
  grad.indexFill(node.context, node.saved()[0]!, 0),
]);
method("indexFill", { ...at, value: required(is.tensorOrNumber) }, (self, { dim, index, value }) => {
  const d = wrapDim(dim, self.dim());
  const places = checkVector("index_fill", index);
  const out = self.detach().clone();
  for (const i of places.tolist<number[]>()) out.select(d, i).fill_(value);
  return indexFillBackward.record(out, [self], [places], d);
});
const takeBackward = defineGradient<readonly number[]>("TakeBackward0", (node, grad) => {
  const shape = node.context;
  return [addRows(grad.reshape(-1), rowsIn(node.saved()[0]!, numel(shape)), numel(shape)).reshape(shape)];
});
method("take", { index: required(is.tensor) }, (self, { index }) => {
  const n = self.numel();
  const rows = index.reshape(-1);
  const at = rows.where(rows.ge(0), rows.add(n));
  const out = self.detach().reshape(-1).indexSelect(0, at).reshape(index.sizes);
  return takeBackward.record(new Tensor(out.memory, out.sizes), [self], [at], self.sizes);
});
