/** Windows onto gradients, for the history of views that were changed in place. */

import { Storage } from "../../backend/index.ts";
import type { Window } from "../autograd/view-history.ts";
import { defineGradient, type Gradient } from "../autograd/gradient.ts";
import { write } from "../in-place.ts";
import { Tensor } from "../tensor.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** For the library: the part of a gradient for `base` that belongs to the view. */
    gatherWindow(base: Window, view: Window): Tensor;
    /** For the library: a gradient for `base` that is zero except for this one in the place of the view. */
    scatterWindow(base: Window, view: Window): Tensor;
    /** For the library: this gradient for `base`, with `part` (null: zeros) in the place of the view. */
    replaceWindow(base: Window, view: Window, part: Tensor | null): Tensor;
  }
}

/** A tensor with the base's strides, and the view's window onto it. */
function layout(dtype: Tensor["dtype"], base: Window, view: Window): { readonly whole: Tensor; readonly part: Tensor } {
  const last = base.sizes.reduce((sum, n, d) => sum + Math.max(n - 1, 0) * base.strides[d]!, 0);
  const storage = Storage.zeros(dtype, last + 1);
  return {
    whole: new Tensor(storage, base.sizes, base.strides, 0),
    part: new Tensor(storage, view.sizes, view.strides, view.offset - base.offset),
  };
}

interface Windows {
  readonly base: Window;
  readonly view: Window;
}
const gatherBackward: Gradient<Windows> = defineGradient<Windows>("AsStridedBackward0", (node, grad) => [
  grad.scatterWindow(node.context.base, node.context.view),
]);
const scatterBackward = defineGradient<Windows>("AsStridedScatterBackward0", (node, grad) => [
  grad.gatherWindow(node.context.base, node.context.view),
]);
const replaceBackward = defineGradient<Windows>("AsStridedScatterBackward0", (node, grad) => {
  const { base, view } = node.context;
  return [grad.replaceWindow(base, view, null), node.needs(1) && grad.gatherWindow(base, view)];
});

Tensor.prototype.gatherWindow = function (base, view) {
  const { whole, part } = layout(this.dtype, base, view);
  write(whole, this);
  return gatherBackward.record(part.clone(), [this], [], { base, view });
};
Tensor.prototype.scatterWindow = function (base, view) {
  const { whole, part } = layout(this.dtype, base, view);
  write(part, this);
  return scatterBackward.record(whole.contiguous(), [this], [], { base, view });
};
Tensor.prototype.replaceWindow = function (base, view, own) {
  const { whole, part } = layout(this.dtype, base, view);
  write(whole, this);
  if (own === null) part.zero_();
  else write(part, own);
  return replaceBackward.record(whole.contiguous(), [this, own], [], { base, view });
};
