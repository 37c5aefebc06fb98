/**
 * In-place operations: the result of the ordinary operation is written over the tensor, which takes over the result's
 * history.
 */

import { isGradEnabled } from "./autograd/grad-mode.ts";
import { rebaseThroughView } from "./autograd/view-history.ts";
import { denseAs, done, scatter } from "./dense.ts";
import { canCast, formatShape, sameShape, scalarTypeName } from "../shape/index.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Replaces the elements of `self` with the result of `compute`, for `self` and everything that shares its storage.
 *
 * `compute` returns a tensor that nobody else holds and records its operation as usual, with `self` as the first input;
 * if the rule saves the result, it then saves `self` instead.
 * @throws Error in torch's words if `self` is a leaf that requires a gradient, if shapes differ, or if the dtype cannot
 * hold the result.
 */
export function inPlace<T extends Tensor>(self: T, compute: () => Tensor): T {
  checkLeaf(self);
  checkOverlap(self);
  const result = compute();
  if (!sameShape(result.sizes, self.sizes))
    throw new RangeError(
      `output with shape ${formatShape(self.sizes)} doesn't match the broadcast shape ${formatShape(result.sizes)}`,
    );
  if (result.dtype !== self.dtype && !canCast(result.dtype, self.dtype))
    throw new TypeError(
      `result type ${scalarTypeName(result.dtype)} can't be cast to the desired output type ${scalarTypeName(self.dtype)}`,
    );
  const history = result.gradFn;
  const { outputNr } = result;
  history?.copySaved(self);
  if (result.memory === self.memory) self.changed();
  else write(self, result, true);
  if (history !== null) {
    if (self.base !== null) rebaseThroughView(self, history);
    else self.setHistory(history, outputNr);
    history.replaceSaved(result, self);
  }
  return self;
}

/**
 * Writes elements over those of `self`, without history, and counts one in-place change. With `mayAdopt` the source's
 * storage may be taken over.
 */
export function write(self: Tensor, source: Tensor, mayAdopt = false): void {
  const { memory: storage } = self;
  const from = denseAs(source, self.dtype);
  const isTemporary = from.storage !== source.memory;
  if (self.isDense && (isTemporary || mayAdopt)) storage.adopt(from.storage);
  else {
    scatter(from.storage.host(), storage.hostForWrite(), self);
    done(from, source);
  }
  self.changed();
}

/** @throws Error in torch's words if an in-place operation would change a leaf that requires a gradient. */
export function checkLeaf(self: Tensor): void {
  if (!isGradEnabled() || !self.requiresGrad) return;
  if (self.isLeaf) throw new Error("a leaf Variable that requires grad is being used in an in-place operation.");
  let { base } = self;
  while (base !== null && base.base !== null) ({ base } = base);
  if (base !== null && base.isLeaf && base.requiresGrad)
    throw new Error("a view of a leaf Variable that requires grad is being used in an in-place operation.");
}

/** @throws Error in torch's words if one place in storage stands for several elements, as after `expand`. */
export function checkOverlap(self: Tensor): void {
  if (self.isDense) return;
  if (self.strides.some((stride, d) => stride === 0 && self.sizes[d]! > 1))
    throw new Error(
      "unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.",
    );
}
