/** Remainders of division. */

import { defineGradient } from "../autograd/gradient.ts";
import { operation } from "../method.ts";
import { Tensor } from "../tensor.ts";
import { notBool } from "./arithmetic.ts";
import { binary, type Scalar } from "./elementwise.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** Python's `%`: the remainder has the divisor's sign. */
    remainder(other: Tensor | Scalar): Tensor;
    /** C's `%`: the remainder has the dividend's sign. */
    fmod(other: Tensor | Scalar): Tensor;
  }
}

const remainderBackward = defineGradient("RemainderBackward0", (_node, grad) => [grad]);
const remainderTensorBackward = defineGradient("RemainderBackward1", (node, grad) => {
  const [a, b] = node.saved();
  return [grad, node.needs(1) && grad.neg().mul(a!.div(b!, { roundingMode: "floor" }))];
});
operation("remainder", {}, (x, { other }) => {
  notBool("remainder_cpu", x, other);
  const out = binary("remainder", x, other);
  return other instanceof Tensor
    ? remainderTensorBackward.record(out, [x, other], [x, other], undefined)
    : remainderBackward.record(out, [x], [], undefined);
});

const fmodBackward = defineGradient("FmodBackward0", (_node, grad) => [grad]);
const fmodTensorBackward = defineGradient("FmodBackward1", (node, grad) => {
  const [a, b] = node.saved();
  return [grad, node.needs(1) && grad.neg().mul(a!.div(b!, { roundingMode: "trunc" }))];
});
operation("fmod", {}, (x, { other }) => {
  notBool("fmod_cpu", x, other);
  const out = binary("fmod", x, other);
  return other instanceof Tensor
    ? fmodTensorBackward.record(out, [x, other], [x, other], undefined)
    : fmodBackward.record(out, [x], [], undefined);
});
