/** Elements picked and put along one dimension: gather, scatter, indexSelect. */

import { bool, formatShape, int64, numel, wrapDim, type TypedArray } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { dense, done } from "../dense.ts";
import { inPlace } from "../in-place.ts";
import { Tensor } from "../tensor.ts";
import { filledBy } from "./axis.ts";
import type { Scalar } from "./elementwise.ts";
import { addRows, rowsFrom, takeRows, type Rows } from "./rows.ts";
import { contiguousStrides } from "../../shape/index.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** `out[i][j] = self[index[i][j]][j]` for dim 0, and so on. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.gather.html */
    gather(dim: number, index: Tensor): Tensor;
    /** A copy with `source` (or one number) written where `index` says; the reverse of `gather`. */
    scatter(dim: number, index: Tensor, source: Tensor | Scalar): Tensor;
    /** A copy with `source` added where `index` says. */
    scatterAdd(dim: number, index: Tensor, source: Tensor): Tensor;
    /** `scatter`, in place. */
    scatter_(dim: number, index: Tensor, source: Tensor | Scalar): this;
    /** `scatterAdd`, in place. */
    scatterAdd_(dim: number, index: Tensor, source: Tensor): this;
    /** Entries of a dimension at positions. */
    indexSelect(dim: number, index: Tensor): Tensor;
    /** A copy with rows of `source` added at positions of a dimension. */
    indexAdd(dim: number, index: Tensor, source: Tensor): Tensor;
    /** `indexAdd`, in place. */
    indexAdd_(dim: number, index: Tensor, source: Tensor): this;
    /** A copy with `value` at positions of a dimension. */
    indexFill(dim: number, index: Tensor, value: Scalar): Tensor;
    /** `indexFill`, in place. */
    indexFill_(dim: number, index: Tensor, value: Scalar): this;
    /** Elements at positions of the flattened tensor. */
    take(index: Tensor): Tensor;
  }
}

function checkIndex(caller: string, t: Tensor, dim: number, index: Tensor): void {
  if (index.dtype !== int64) throw new TypeError(`${caller}(): Expected dtype int64 for index`);
  if (index.dim() !== t.dim())
    throw new RangeError(`Index tensor must have the same number of dimensions as input tensor`);
  index.sizes.forEach((size, d) => {
    if (d !== dim && size > t.sizes[d]!)
      throw new RangeError(
        `Size does not match at dimension ${d} expected index ${formatShape(index.sizes)} to be no larger than self ${formatShape(t.sizes)} apart from dimension ${dim}`,
      );
  });
}

/** Calls `visit(flat place in index, flat place in t)` for every entry of `index`. */
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
Tensor.prototype.gather = function (dim, index) {
  const d = wrapDim(dim, this.dim());
  checkIndex("gather", this, d, index);
  const x = dense(this);
  const source = x.storage.host();
  const out = filledBy(this.dtype, index.sizes, (target) =>
    forEachEntry(index, d, this.sizes, (i, at) => (target[i] = source[at]!)),
  );
  done(x, this);
  return gatherBackward.record(out, [this], [index], { shape: this.sizes, dim: d });
};

/** A copy of `t` that `put` changes at each entry. */
function scattered(
  t: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor | Scalar,
  put: (target: TypedArray, at: number, value: number | bigint) => void,
): Tensor {
  const out = t.detach().clone();
  const target = out.storage.hostForWrite();
  const values =
    source instanceof Tensor ? source.detach() : index.detach().newFull(index.sizes, source, { dtype: t.dtype });
  if (values.dtype !== t.dtype)
    throw new TypeError(
      `scatter(): Expected self.dtype to be equal to src.dtype, got ${t.dtype.toString()} and ${values.dtype.toString()}`,
    );
  if (values.sizes.length !== index.sizes.length || values.sizes.some((n, d) => n < index.sizes[d]!))
    throw new RangeError(
      `Expected index ${formatShape(index.sizes)} to be no larger than self ${formatShape(t.sizes)} apart from dimension ${dim} and to be no larger size than src ${formatShape(values.sizes)}`,
    );
  let part = values;
  index.sizes.forEach((size, d) => {
    if (part.sizes[d] !== size) part = part.narrow(d, 0, size);
  });
  const x = dense(part);
  const given = x.storage.host();
  forEachEntry(index, dim, t.sizes, (i, at) => put(target, at, given[i]!));
  done(x, part);
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
Tensor.prototype.scatter = function (dim, index, source) {
  const d = wrapDim(dim, this.dim());
  checkIndex("scatter", this, d, index);
  const out = scattered(this, d, index, source, (target, at, value) => (target[at] = value));
  return source instanceof Tensor
    ? scatterBackward.record(out, [this, source], [index], d)
    : scatterValueBackward.record(out, [this], [index], d);
};
Tensor.prototype.scatterAdd = function (dim, index, source) {
  const d = wrapDim(dim, this.dim());
  checkIndex("scatter_add", this, d, index);
  const out = scattered(this, d, index, source, (target, at, value) => {
    if (target instanceof BigInt64Array) target[at] = target[at]! + (value as bigint);
    else target[at] = target[at]! + (value as number);
  });
  return scatterAddBackward.record(out, [this, source], [index], d);
};
Tensor.prototype.scatter_ = function (dim, index, source) {
  return inPlace(this, () => this.scatter(dim, index, source));
};
Tensor.prototype.scatterAdd_ = function (dim, index, source) {
  return inPlace(this, () => this.scatterAdd(dim, index, source));
};

function checkVector(caller: string, index: Tensor): Tensor {
  if (index.dim() > 1) throw new RangeError(`${caller}(): Index is supposed to be a vector`);
  if (index.dtype.isFloatingPoint || index.dtype === bool)
    throw new TypeError(`${caller}(): Expected dtype int32 or int64 for index`);
  return index.to(int64).reshape(-1);
}

/** Positions that do not count from the end. */
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
Tensor.prototype.indexSelect = function (dim, index) {
  const d = wrapDim(dim, this.dim());
  const at = checkVector("index_select", index);
  if (this.dim() === 0) return this.clone();
  const rows = takeRows(this.detach().movedim(d, 0), rowsIn(at, this.sizes[d]!)).movedim(0, d).contiguous();
  const out = new Tensor(rows.storage, rows.sizes);
  return indexSelectBackward.record(out, [this], [at], { dim: d, size: this.sizes[d]! });
};

const indexAddBackward = defineGradient<number>("IndexAddBackward0", (node, grad) => [
  grad,
  node.needs(1) && grad.indexSelect(node.context, node.saved()[0]!),
]);
Tensor.prototype.indexAdd = function (dim, index, source) {
  const d = wrapDim(dim, this.dim());
  const at = checkVector("index_add", index);
  const size = this.sizes[d]!;
  const sums = addRows(source.detach().movedim(d, 0), rowsIn(at, size), size).movedim(0, d);
  return indexAddBackward.record(this.detach().add(sums), [this, source], [at], d);
};
Tensor.prototype.indexAdd_ = function (dim, index, source) {
  return inPlace(this, () => this.indexAdd(dim, index, source));
};

const indexFillBackward = defineGradient<number>("IndexFillBackward0", (node, grad) => [
  grad.indexFill(node.context, node.saved()[0]!, 0),
]);
Tensor.prototype.indexFill = function (dim, index, value) {
  const d = wrapDim(dim, this.dim());
  const at = checkVector("index_fill", index);
  const out = this.detach().clone();
  for (const i of at.tolist<number[]>()) out.select(d, i).fill_(value);
  return indexFillBackward.record(out, [this], [at], d);
};
Tensor.prototype.indexFill_ = function (dim, index, value) {
  return inPlace(this, () => this.indexFill(dim, index, value));
};
const takeBackward = defineGradient<readonly number[]>("TakeBackward0", (node, grad) => {
  const shape = node.context;
  return [addRows(grad.reshape(-1), rowsIn(node.saved()[0]!, numel(shape)), numel(shape)).reshape(shape)];
});
Tensor.prototype.take = function (index) {
  const n = this.numel();
  const rows = index.reshape(-1);
  const at = rows.where(rows.ge(0), rows.add(n));
  const out = this.detach().reshape(-1).indexSelect(0, at).reshape(index.sizes);
  return takeBackward.record(new Tensor(out.storage, out.sizes), [this], [at], this.sizes);
};
