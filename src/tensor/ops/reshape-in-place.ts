/** Dimensions removed, added and swapped in place: only the tensor's window changes, its elements stay. */

import { optional, required, wrapDim } from "../../shape/index.ts";
import { isGradEnabled } from "../autograd/grad-mode.ts";
import { defineGradient, type Gradient } from "../autograd/gradient.ts";
import { checkLeaf } from "../in-place.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import type { Tensor } from "../tensor.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** `squeeze`, in place. */
    squeeze_(dim?: number | readonly number[]): this;
    squeeze_(options: { readonly dim: number | readonly number[] }): this;
    /** `unsqueeze`, in place. */
    unsqueeze_(dim: number): this;
    unsqueeze_(options: { readonly dim: number }): this;
    /** `t`, in place. */
    t_(): this;
    /** `transpose`, in place. */
    transpose_(dim0: number, dim1: number): this;
    transpose_(options: { readonly dim0: number; readonly dim1: number }): this;
  }
}

const backTo = (name: string): Gradient<readonly number[]> =>
  defineGradient(name, (node, grad) => [grad.reshape(node.context)]);
const squeezeAllBackward = backTo("SqueezeBackward3");
const squeezeBackward = backTo("SqueezeBackward4");
const squeezeDimsBackward = backTo("SqueezeBackward5");
const unsqueezeBackward = backTo("UnsqueezeBackward1");
const tBackward = defineGradient("TBackward1", (_node, grad) => [grad.t()]);
const transposeBackward = defineGradient<readonly [number, number]>("TransposeBackward1", (node, grad) => [
  grad.transpose(...node.context),
]);

/** Makes `self` the window that `viewOf` returns, and records how gradients come back. */
function become<C>(self: Tensor, viewOf: (x: Tensor) => Tensor, rule: Gradient<C>, context: C): Tensor {
  checkLeaf(self);
  const view = viewOf(self.detach());
  // A stand-in for the result takes the history, as `self` is the rule's input until then.
  const out = self.detach();
  if (isGradEnabled()) rule.record(out, [self], [], context);
  self.takeShape(view);
  self.changed();
  if (out.gradFn !== null) self.setHistory(out.gradFn, 0);
  return self;
}

method("squeeze_", { dim: optional(is.orNull(is.intOrInts), null) }, (x, { dim }) => {
  const rule = dim === null ? squeezeAllBackward : typeof dim === "number" ? squeezeBackward : squeezeDimsBackward;
  return become(x, (t) => (dim === null ? t.squeeze() : t.squeeze(dim)), rule, x.sizes);
});
method("unsqueeze_", { dim: required(is.int) }, (x, { dim }) =>
  become(x, (t) => t.unsqueeze(dim), unsqueezeBackward, x.sizes),
);
method("t_", {}, (x) => become(x, (t) => t.t(), tBackward, undefined));
method("transpose_", { dim0: required(is.int, "axis0"), dim1: required(is.int, "axis1") }, (x, { dim0, dim1 }) => {
  const dims = [wrapDim(dim0, x.dim()), wrapDim(dim1, x.dim())] as const;
  return become(x, (t) => t.transpose(...dims), transposeBackward, dims);
});
