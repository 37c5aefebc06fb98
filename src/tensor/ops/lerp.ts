/** Operations on three tensors: between two, and products and quotients added. */

import { defineGradient } from "../autograd/gradient.ts";
import { Tensor } from "../tensor.ts";
import { scaled } from "./arithmetic.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** `self + weight * (end - self)`. */
    lerp(end: Tensor, weight: Tensor | number): Tensor;
    /** `self + value * a * b`. */
    addcmul(a: Tensor, b: Tensor, options?: { readonly value?: number }): Tensor;
    /** `self + value * a / b`. */
    addcdiv(a: Tensor, b: Tensor, options?: { readonly value?: number }): Tensor;
  }
}

const lerpBackward = defineGradient<number>("LerpBackward0", (node, grad) => [
  grad.mul(1 - node.context),
  grad.mul(node.context),
]);
const lerpTensorBackward = defineGradient("LerpBackward1", (node, grad) => {
  const [start, end, weight] = node.saved();
  return [grad.mul(weight!.rsub(1)), grad.mul(weight!), node.needs(2) && grad.mul(end!.sub(start!))];
});
/** torch goes from the nearer end, so that both ends are met exactly. */
const fromStart = (a: Tensor, b: Tensor, weight: Tensor | number): Tensor => a.add(b.sub(a).mul(weight));
const fromEnd = (a: Tensor, b: Tensor, rest: Tensor | number): Tensor => b.sub(b.sub(a).mul(rest));
const between = (a: Tensor, b: Tensor, weight: Tensor): Tensor =>
  fromStart(a, b, weight).where(weight.abs().lt(0.5), fromEnd(a, b, weight.rsub(1)));

Tensor.prototype.lerp = function (end, weight) {
  const [a, b] = [this.detach(), end.detach()];
  const out =
    weight instanceof Tensor
      ? between(a, b, weight.detach())
      : Math.abs(weight) < 0.5
        ? fromStart(a, b, weight)
        : fromEnd(a, b, 1 - weight);
  return weight instanceof Tensor
    ? lerpTensorBackward.record(out, [this, end, weight], [this, end, weight], undefined)
    : lerpBackward.record(out, [this, end], [], weight);
};
const addcmulBackward = defineGradient<number>("AddcmulBackward0", (node, grad) => {
  const [a, b] = node.saved();
  const scaledGrad = scaled(grad, node.context);
  return [grad, node.needs(1) && scaledGrad.mul(b!), node.needs(2) && scaledGrad.mul(a!)];
});
Tensor.prototype.addcmul = function (a, b, { value = 1 } = {}) {
  const out = this.detach().add(a.detach().mul(b.detach()), { alpha: value });
  return addcmulBackward.record(out, [this, a, b], [a, b], value);
};
const addcdivBackward = defineGradient<number>("AddcdivBackward0", (node, grad) => {
  const [a, b] = node.saved();
  const byB = scaled(grad, node.context).div(b!);
  return [grad, node.needs(1) && byB, node.needs(2) && byB.mul(a!.div(b!)).neg()];
});
Tensor.prototype.addcdiv = function (a, b, { value = 1 } = {}) {
  const out = this.detach().add(a.detach().div(b.detach()), { alpha: value });
  return addcdivBackward.record(out, [this, a, b], [a, b], value);
};
