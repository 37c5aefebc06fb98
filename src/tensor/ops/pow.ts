/** Powers. */

import { required, signature } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import { Tensor } from "../tensor.ts";
import { notBool } from "./arithmetic.ts";
import { binary, unary, type Scalar } from "./elementwise.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** `self ** exponent`. */
    pow(exponent: Tensor | Scalar): Tensor;
    /** `self * self`. */
    square(): Tensor;
  }
}

const powBackward = defineGradient<number>("PowBackward0", (node, grad) => {
  const [x] = node.saved();
  const exponent = node.context;
  if (exponent === 0) return [grad.zerosLike()];
  return [grad.mul(exponent === 2 ? x!.mul(2) : x!.pow(exponent - 1).mul(exponent))];
});
const powTensorBackward = defineGradient("PowBackward1", (node, grad) => {
  const [x, y, out] = node.saved();
  // Where the exponent is 0, the power is constant; where base and power are 0, the logarithm's pole would not give the
  // limit.
  const forX = () => grad.mul(y!.mul(x!.pow(y!.sub(1)))).where(y!.ne(0), 0);
  const forY = () => grad.mul(out!.mul(x!.log())).where(x!.ne(0).logicalOr(y!.lt(0)), 0);
  return [node.needs(0) && forX(), node.needs(1) && forY()];
});
const powScalarBackward = defineGradient<number>("PowBackward2", (node, grad) => [
  node.context === 0 ? grad.zerosLike() : grad.mul(node.saved()[0]!.mul(Math.log(node.context))),
]);

const powSignature = signature("torch.pow", {
  input: required(is.tensorOrNumber, "self"),
  exponent: required(is.tensorOrNumber),
});

/** `input ** exponent`, where either may be a number. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.pow.html */
export function pow(input: Tensor | number, exponent: Tensor | Scalar): Tensor;
export function pow(options: { readonly input: Tensor | number; readonly exponent: Tensor | Scalar }): Tensor;
export function pow(...given: unknown[]): Tensor {
  const { input, exponent } = powSignature.read(given);
  return power(input, exponent);
}

function power(base: Tensor | Scalar, exponent: Tensor | Scalar): Tensor {
  if (base instanceof Tensor) {
    if (exponent instanceof Tensor || typeof exponent === "boolean") notBool("pow", base, exponent);
    if (
      base.dtype.category !== "floating" &&
      typeof exponent === "number" &&
      Number.isInteger(exponent) &&
      exponent < 0
    )
      throw new RangeError("Integers to negative integer powers are not allowed.");
    if (exponent instanceof Tensor) {
      const out = binary("pow", base, exponent);
      return powTensorBackward.record(out, [base, exponent], [base, exponent, out], undefined);
    }
    const out =
      exponent === 2 && base.dtype.category !== "bool" ? unary("square", base) : binary("pow", base, exponent);
    return powBackward.record(out, [base], [base], Number(exponent));
  }
  if (!(exponent instanceof Tensor))
    throw new TypeError("pow(): expected a Tensor as input or exponent, got two numbers");
  const out = binary("pow", base, exponent);
  return powScalarBackward.record(out, [exponent], [out], Number(base));
}
method("pow", { exponent: required(is.tensorOrNumber) }, (x, { exponent }) => power(x, exponent));
method("square", {}, (x) => power(x, 2));
