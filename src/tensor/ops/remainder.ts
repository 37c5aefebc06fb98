/** What is left of a division. */

import { defineGradient } from "../autograd/gradient.ts";
import { Tensor } from "../tensor.ts";
import { notBool } from "./arithmetic.ts";
import { binary, type Scalar } from "./elementwise.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** Python's `%`: the rest has the divisor's sign. */
    remainder(other: Tensor | Scalar): Tensor;
    /** C's `%`: the rest has the dividend's sign. */
    fmod(other: Tensor | Scalar): Tensor;
  }
}

const remainderBackward = defineGradient("RemainderBackward0", (_node, grad) => [grad]);
const remainderTensorBackward = defineGradient("RemainderBackward1", (node, grad) => {
  const [a, b] = node.saved();
  return [grad, node.needs(1) && grad.neg().mul(a!.div(b!, { roundingMode: "floor" }))];
});
Tensor.prototype.remainder = function (other) {
  notBool("remainder_cpu", this, other);
  const out = binary("remainder", this, other);
  return other instanceof Tensor
    ? remainderTensorBackward.record(out, [this, other], [this, other], undefined)
    : remainderBackward.record(out, [this], [], undefined);
};

const fmodBackward = defineGradient("FmodBackward0", (_node, grad) => [grad]);
const fmodTensorBackward = defineGradient("FmodBackward1", (node, grad) => {
  const [a, b] = node.saved();
  return [grad, node.needs(1) && grad.neg().mul(a!.div(b!, { roundingMode: "trunc" }))];
});
Tensor.prototype.fmod = function (other) {
  notBool("fmod_cpu", this, other);
  const out = binary("fmod", this, other);
  return other instanceof Tensor
    ? fmodTensorBackward.record(out, [this, other], [this, other], undefined)
    : fmodBackward.record(out, [this], [], undefined);
};
