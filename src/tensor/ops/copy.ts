/** Copies and values: clone, detach, copy_, fill_, item, tolist. */

import { backend } from "../../backend/index.ts";
import { bool, optional, required, sameShape, type DType } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { isGradEnabled } from "../autograd/grad-mode.ts";
import { denseStorage, fillWindow } from "../dense.ts";
import { checkLeaf, checkOverlap, inPlace, write } from "../in-place.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import { element } from "../from-data.ts";
import { fromStorage, Tensor } from "../tensor.ts";
import { scalarOperand, type Scalar } from "./elementwise.ts";

/** What `tolist` returns: a number for a scalar, else arrays of arrays. */
export type NestedList = number | NestedList[];

declare module "../tensor.ts" {
  interface Tensor {
    /** A copy with its own storage; gradients flow through. */
    clone(): Tensor;
    /** This tensor if it is contiguous, else a contiguous copy. */
    contiguous(): Tensor;
    /** The same values, sharing the storage but not part of the graph. */
    detach(): Tensor;
    /** Detaches this tensor from the graph, in place. */
    detach_(): this;
    /** Overwrites this tensor's elements with those of `src`, broadcast and cast. */
    copy_(src: Tensor, nonBlocking?: boolean): this;
    /** Sets every element to one value. */
    fill_(value: Scalar | Tensor): this;
    /** Sets every element to zero. */
    zero_(): this;
    /**
     * The number in a tensor of one element; a bigint for an int64 beyond 2^53, a boolean for bool.
     *
     * @throws RangeError unless there is exactly one element.
     */
    item<T extends number | bigint | boolean = number>(): T;
    /** The elements as nested arrays. */
    // oxlint-disable-next-line typescript/no-explicit-any -- how deep it is, types do not know: `x.tolist()[0][1]` is right for a matrix
    tolist<T = any>(): T;
  }
}

const cloneBackward = defineGradient("CloneBackward0", (_node, grad) => [grad]);
method("clone", {}, (self) => {
  const storage = self.isDense ? copied(self) : denseStorage(self);
  return cloneBackward.record(fromStorage(storage, self.sizes), [self], [], undefined);
});

/** A copy of a dense tensor's storage, made on the device that holds its elements. */
function copied(t: Tensor) {
  if (t.memory.onHost) return denseStorage(t);
  return backend().binary("mul", { storage: t.memory, shape: t.sizes }, 1);
}

method("contiguous", {}, (self) => {
  if (self.isContiguous()) return self;
  return cloneBackward.record(fromStorage(denseStorage(self), self.sizes), [self], [], undefined);
});
method("detach", {}, (self) => new Tensor(self.memory, self.sizes, self.isDense ? null : self.strides, self.offset));
method("detach_", {}, (self) => {
  if (self.base !== null) throw new Error("Can't detach views in-place. Use detach() instead.");
  self.setHistory(null, 0);
  self.autograd.requiresGrad = false;
  return self;
});

const copyBackward = defineGradient("CopyBackwards", (node, grad) => [
  node.needs(0) && grad.zerosLike(),
  node.needs(1) && grad,
]);
method(
  "copy_",
  { src: required(is.tensor, "other"), nonBlocking: optional(is.bool, false) },
  (self, { src: source }) => {
    checkLeaf(self);
    checkOverlap(self);
    if (!isGradEnabled() || (!self.requiresGrad && !source.requiresGrad)) {
      write(self, sameShape(source.sizes, self.sizes) ? source : source.detach().expand(self.sizes));
      return self;
    }
    return inPlace(self, () => {
      const values = source.detach().expand(self.sizes).to(self.dtype).clone();
      return copyBackward.record(values, [self, source], [], undefined);
    });
  },
);

const fillBackward = defineGradient("FillBackward2", (_node, grad) => [grad.zerosLike()]);
const zeroBackward = defineGradient("ZeroBackward0", (_node, grad) => [grad.zerosLike()]);
const fillTensorBackward = defineGradient("FillBackward1", (node, grad) => [
  node.needs(0) && grad.zerosLike(),
  node.needs(1) && grad.sum(),
]);
function fill<T extends Tensor>(x: T, value: Tensor | Scalar): T {
  if (value instanceof Tensor) {
    if (value.dim() !== 0)
      throw new RangeError(
        `fill_ only supports 0-dimension value tensor but got tensor with ${value.dim()} dimensions.`,
      );
    return inPlace(x, () => {
      const values = value.detach().to(x.dtype).expand(x.sizes).clone();
      return fillTensorBackward.record(values, [x, value], [], undefined);
    });
  }
  checkLeaf(x);
  checkOverlap(x);
  if (isGradEnabled() && x.requiresGrad)
    return inPlace(x, () => fillBackward.record(x.detach().fullLike(value), [x], [], undefined));
  const filled = scalarOperand(value, x.dtype);
  if (x.isDense) x.memory.adopt(backend().full(x.dtype, x.memory.length, element(value, x.dtype)));
  else fillWindow(x.memory.hostForWrite(), x, element(typeof filled === "number" ? filled : value, x.dtype));
  x.changed();
  return x;
}
method("fill_", { value: required(is.tensorOrNumber) }, (x, { value }) => fill(x, value));
method("zero_", {}, (x) => {
  if (isGradEnabled() && x.requiresGrad)
    return inPlace(x, () => zeroBackward.record(x.detach().zerosLike(), [x], [], undefined));
  return fill(x, 0);
});

/** An element as users see it: a bigint only if a number would not be exact. */
function shown(value: number | bigint, dtype: DType): number | bigint | boolean {
  if (dtype === bool) return value !== 0;
  if (typeof value !== "bigint") return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

method("item", {}, (x) => {
  const n = x.numel();
  if (n !== 1) throw new RangeError(`a Tensor with ${n} elements cannot be converted to Scalar`);
  return shown(x.memory.host()[x.offset]!, x.dtype);
});

method("tolist", {}, (x) => {
  const array = x.memory.host();
  const { sizes, strides, dtype } = x;
  const list = (d: number, at: number): unknown =>
    d === sizes.length
      ? shown(array[at]!, dtype)
      : Array.from({ length: sizes[d]! }, (_, i) => list(d + 1, at + i * strides[d]!));
  return list(0, x.offset);
});
