/** Operations on three tensors: linear interpolation, and adding a product or a quotient. */

import { keyword, required } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import { Tensor } from "../tensor.ts";
import { scaled } from "./arithmetic.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** `self + weight * (end - self)`. */
    lerp(end: Tensor, weight: Tensor | number): Tensor;
    lerp(end: Tensor, options: { readonly weight: Tensor | number }): Tensor;
    lerp(options: { readonly end: Tensor; readonly weight: Tensor | number }): Tensor;
    /** `self + value * tensor1 * tensor2`. */
    addcmul(tensor1: Tensor, tensor2: Tensor, options?: { readonly value?: number }): Tensor;
    addcmul(tensor1: Tensor, options: { readonly tensor2: Tensor; readonly value?: number }): Tensor;
    addcmul(options: { readonly tensor1: Tensor; readonly tensor2: Tensor; readonly value?: number }): Tensor;
    /** `self + value * tensor1 / tensor2`. */
    addcdiv(tensor1: Tensor, tensor2: Tensor, options?: { readonly value?: number }): Tensor;
    addcdiv(tensor1: Tensor, options: { readonly tensor2: Tensor; readonly value?: number }): Tensor;
    addcdiv(options: { readonly tensor1: Tensor; readonly tensor2: Tensor; readonly value?: number }): Tensor;
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
/** As in torch, starts from the nearer end, so that both ends are reached exactly. */
const fromStart = (a: Tensor, b: Tensor, weight: Tensor | number): Tensor => a.add(b.sub(a).mul(weight));
const fromEnd = (a: Tensor, b: Tensor, rest: Tensor | number): Tensor => b.sub(b.sub(a).mul(rest));
const between = (a: Tensor, b: Tensor, weight: Tensor): Tensor =>
  fromStart(a, b, weight).where(weight.abs().lt(0.5), fromEnd(a, b, weight.rsub(1)));

method(
  "lerp",
  { end: required(is.tensor), weight: required(is.either(is.tensor, is.number)) },
  (x, { end, weight }) => {
    const [a, b] = [x.detach(), end.detach()];
    if (weight instanceof Tensor) {
      const out = between(a, b, weight.detach());
      return lerpTensorBackward.record(out, [x, end, weight], [x, end, weight], undefined);
    }
    const out = Math.abs(weight) < 0.5 ? fromStart(a, b, weight) : fromEnd(a, b, 1 - weight);
    return lerpBackward.record(out, [x, end], [], weight);
  },
);

const twoTensors = { tensor1: required(is.tensor), tensor2: required(is.tensor), value: keyword(is.number, 1) };
const addcmulBackward = defineGradient<number>("AddcmulBackward0", (node, grad) => {
  const [a, b] = node.saved();
  const scaledGrad = scaled(grad, node.context);
  return [grad, node.needs(1) && scaledGrad.mul(b!), node.needs(2) && scaledGrad.mul(a!)];
});
method("addcmul", twoTensors, (x, { tensor1: a, tensor2: b, value }) => {
  const out = x.detach().add(a.detach().mul(b.detach()), { alpha: value });
  return addcmulBackward.record(out, [x, a, b], [a, b], value);
});
const addcdivBackward = defineGradient<number>("AddcdivBackward0", (node, grad) => {
  const [a, b] = node.saved();
  const byB = scaled(grad, node.context).div(b!);
  return [grad, node.needs(1) && byB, node.needs(2) && byB.mul(a!.div(b!)).neg()];
});
method("addcdiv", twoTensors, (x, { tensor1: a, tensor2: b, value }) => {
  const out = x.detach().add(a.detach().div(b.detach()), { alpha: value });
  return addcdivBackward.record(out, [x, a, b], [a, b], value);
});
