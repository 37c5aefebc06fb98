/** Copies and values: clone, detach, copy_, fill_, item, tolist. */

import { backend } from "../../backend/index.ts";
import { bool, sameShape, type DType } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { isGradEnabled } from "../autograd/grad-mode.ts";
import { denseStorage, fillWindow } from "../dense.ts";
import { checkLeaf, checkOverlap, inPlace, write } from "../in-place.ts";
import { element } from "../from-data.ts";
import { fromStorage, Tensor } from "../tensor.ts";
import { scalarOperand, type Scalar } from "./elementwise.ts";

/** What `tolist` gives: a number for a scalar, else arrays of arrays. */
export type NestedList = number | NestedList[];

declare module "../tensor.ts" {
  interface Tensor {
    /** A copy with a storage of its own; gradients flow through. */
    clone(): Tensor;
    /** This tensor where it is contiguous, else a contiguous copy. */
    contiguous(): Tensor;
    /** The same values outside the graph, sharing the storage. */
    detach(): Tensor;
    /** Leaves the graph, in place. */
    detach_(): this;
    /** Writes the elements of `source`, broadcast and cast, over this tensor's. */
    copy_(source: Tensor): this;
    /** Writes one value everywhere. */
    fill_(value: Scalar | Tensor): this;
    /** Writes zeros everywhere. */
    zero_(): this;
    /**
     * The number in a tensor of one element; a bigint where an int64 is beyond 2^53, a boolean for bool.
     *
     * @throws RangeError where there are more elements or none.
     */
    item<T extends number | bigint | boolean = number>(): T;
    /** The elements as nested arrays. */
    tolist<T = NestedList>(): T;
  }
}

const cloneBackward = defineGradient("CloneBackward0", (_node, grad) => [grad]);
Tensor.prototype.clone = function () {
  const storage = this.isDense ? copied(this) : denseStorage(this);
  return cloneBackward.record(fromStorage(storage, this.sizes), [this], [], undefined);
};

/** A copy of a dense tensor's storage, made where its elements are. */
function copied(t: Tensor) {
  if (t.storage.onHost) return denseStorage(t);
  return backend().binary("mul", t, 1);
}

Tensor.prototype.contiguous = function () {
  if (this.isContiguous()) return this;
  return cloneBackward.record(fromStorage(denseStorage(this), this.sizes), [this], [], undefined);
};
Tensor.prototype.detach = function () {
  return new Tensor(this.storage, this.sizes, this.isDense ? null : this.strides, this.offset);
};
Tensor.prototype.detach_ = function () {
  if (this.base !== null) throw new Error("Can't detach views in-place. Use detach() instead.");
  this.setHistory(null, 0);
  this.autograd.requiresGrad = false;
  return this;
};

const copyBackward = defineGradient("CopyBackwards", (node, grad) => [
  node.needs(0) && grad.zerosLike(),
  node.needs(1) && grad,
]);
Tensor.prototype.copy_ = function (source) {
  checkLeaf(this);
  checkOverlap(this);
  if (!isGradEnabled() || (!this.requiresGrad && !source.requiresGrad)) {
    write(this, sameShape(source.sizes, this.sizes) ? source : source.detach().expand(this.sizes));
    return this;
  }
  return inPlace(this, () => {
    const values = source.detach().expand(this.sizes).to(this.dtype).clone();
    return copyBackward.record(values, [this, source], [], undefined);
  });
};

const fillBackward = defineGradient("FillBackward2", (_node, grad) => [grad.zerosLike()]);
const zeroBackward = defineGradient("ZeroBackward0", (_node, grad) => [grad.zerosLike()]);
const fillTensorBackward = defineGradient("FillBackward1", (node, grad) => [
  node.needs(0) && grad.zerosLike(),
  node.needs(1) && grad.sum(),
]);
Tensor.prototype.fill_ = function (value) {
  if (value instanceof Tensor) {
    if (value.dim() !== 0)
      throw new RangeError(
        `fill_ only supports 0-dimension value tensor but got tensor with ${value.dim()} dimensions.`,
      );
    return inPlace(this, () => {
      const values = value.detach().to(this.dtype).expand(this.sizes).clone();
      return fillTensorBackward.record(values, [this, value], [], undefined);
    });
  }
  checkLeaf(this);
  checkOverlap(this);
  if (isGradEnabled() && this.requiresGrad)
    return inPlace(this, () => fillBackward.record(this.detach().fullLike(value), [this], [], undefined));
  const filled = scalarOperand(value, this.dtype);
  if (this.isDense) this.storage.adopt(backend().full(this.dtype, this.storage.length, element(value, this.dtype)));
  else fillWindow(this.storage.hostForWrite(), this, element(typeof filled === "number" ? filled : value, this.dtype));
  this.changed();
  return this;
};
Tensor.prototype.zero_ = function () {
  if (isGradEnabled() && this.requiresGrad)
    return inPlace(this, () => zeroBackward.record(this.detach().zerosLike(), [this], [], undefined));
  return this.fill_(0);
};

/** An element as users see it: a bigint only where a number would not be exact. */
function shown(value: number | bigint, dtype: DType): number | bigint | boolean {
  if (dtype === bool) return value !== 0;
  if (typeof value !== "bigint") return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

Tensor.prototype.item = function <T extends number | bigint | boolean>(this: Tensor): T {
  const n = this.numel();
  if (n !== 1) throw new RangeError(`a Tensor with ${n} elements cannot be converted to Scalar`);
  return shown(this.storage.host()[this.offset]!, this.dtype) as T;
};

Tensor.prototype.tolist = function <T>(this: Tensor): T {
  const array = this.storage.host();
  const { sizes, strides, dtype } = this;
  const list = (d: number, at: number): unknown =>
    d === sizes.length
      ? shown(array[at]!, dtype)
      : Array.from({ length: sizes[d]! }, (_, i) => list(d + 1, at + i * strides[d]!));
  return list(0, this.offset) as T;
};
