/** Functions of one element: exp, log, trigonometric functions, rounding and so on. */

import { backend, type UnaryOp } from "../../backend/index.ts";
import { bool, keyword, scalarTypeName, uint8 } from "../../shape/index.ts";
import { isGradEnabled } from "../autograd/grad-mode.ts";
import { defineGradient, type Gradient } from "../autograd/gradient.ts";
import { dense, done } from "../dense.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import { fromStorage, type Tensor } from "../tensor.ts";
import { compare, floatUnary, unary, withDense } from "./elementwise.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** The absolute value. */
    abs(): Tensor;
    /** -1, 0 or 1. */
    sign(): Tensor;
    /** `e ** self`. */
    exp(): Tensor;
    /** `2 ** self`. */
    exp2(): Tensor;
    /** `exp(self) - 1`, exact near 0. */
    expm1(): Tensor;
    /** The natural logarithm. */
    log(): Tensor;
    /** The logarithm to base 2. */
    log2(): Tensor;
    /** The logarithm to base 10. */
    log10(): Tensor;
    /** `log(1 + self)`, exact near 0. */
    log1p(): Tensor;
    /** The square root. */
    sqrt(): Tensor;
    /** `1 / sqrt(self)`. */
    rsqrt(): Tensor;
    /** `1 / self`. */
    reciprocal(): Tensor;
    /** The sine. */
    sin(): Tensor;
    /** The cosine. */
    cos(): Tensor;
    /** The tangent. */
    tan(): Tensor;
    /** The inverse of the sine. */
    asin(): Tensor;
    /** The inverse of the cosine. */
    acos(): Tensor;
    /** The inverse of the tangent. */
    atan(): Tensor;
    /** The hyperbolic sine. */
    sinh(): Tensor;
    /** The hyperbolic cosine. */
    cosh(): Tensor;
    /** The hyperbolic tangent, between -1 and 1. */
    tanh(): Tensor;
    /** The inverse of the hyperbolic sine. */
    asinh(): Tensor;
    /** The inverse of the hyperbolic cosine. */
    acosh(): Tensor;
    /** The inverse of the hyperbolic tangent. */
    atanh(): Tensor;
    /** The error function. */
    erf(): Tensor;
    /** `1 / (1 + exp(-self))`, between 0 and 1. */
    sigmoid(): Tensor;
    /** `max(self, 0)`. */
    relu(): Tensor;
    /** Rounded down. */
    floor(): Tensor;
    /** Rounded up. */
    ceil(): Tensor;
    /** Rounds to `decimals` digits after the point (0 by default); halves go to the even digit. */
    round(options?: { readonly decimals?: number }): Tensor;
    /** Rounded towards zero. */
    trunc(): Tensor;
    /** The fractional part: what `trunc` removes. */
    frac(): Tensor;
    /** Whether elements are zero. */
    logicalNot(): Tensor;
    /** Inverts all bits; for bools, logical not. */
    bitwiseNot(): Tensor;
    /** Whether elements are NaN. */
    isnan(): Tensor;
    /** Whether elements are infinite. */
    isinf(): Tensor;
    /** Whether elements are neither infinite nor NaN. */
    isfinite(): Tensor;
  }
}

type Derivative = (grad: Tensor, x: Tensor) => Tensor;

/** An operation whose derivative is written in terms of its input. */
function ofInput(op: UnaryOp, name: string, derivative: Derivative): (x: Tensor) => Tensor {
  const gradient = defineGradient(name, (node, grad) => [derivative(grad, node.saved()[0]!)]);
  return (x) => gradient.record(floatUnary(op, x), [x], [x], undefined);
}

/** An operation whose derivative is written in terms of its result. */
function ofResult(op: UnaryOp, name: string, derivative: Derivative): (x: Tensor) => Tensor {
  const gradient = defineGradient(name, (node, grad) => [derivative(grad, node.saved()[0]!)]);
  return (x) => {
    const y = floatUnary(op, x);
    return gradient.record(y, [x], [y], undefined);
  };
}

const LN2 = Math.LN2;
const LN10 = Math.LN10;
const smooth = {
  exp: ofResult("exp", "ExpBackward0", (g, y) => g.mul(y)),
  exp2: ofResult("exp2", "Exp2Backward0", (g, y) => g.mul(y).mul(LN2)),
  expm1: ofResult("expm1", "Expm1Backward0", (g, y) => g.mul(y.add(1))),
  log: ofInput("log", "LogBackward0", (g, x) => g.div(x)),
  log2: ofInput("log2", "Log2Backward0", (g, x) => g.div(x.mul(LN2))),
  log10: ofInput("log10", "Log10Backward0", (g, x) => g.div(x.mul(LN10))),
  log1p: ofInput("log1p", "Log1PBackward0", (g, x) => g.div(x.add(1))),
  sqrt: ofResult("sqrt", "SqrtBackward0", (g, y) => g.div(y.mul(2))),
  rsqrt: ofResult("rsqrt", "RsqrtBackward0", (g, y) => g.mul(y.pow(3)).mul(-0.5)),
  reciprocal: ofResult("reciprocal", "ReciprocalBackward0", (g, y) => g.mul(y.square()).neg()),
  sin: ofInput("sin", "SinBackward0", (g, x) => g.mul(x.cos())),
  cos: ofInput("cos", "CosBackward0", (g, x) => g.mul(x.sin()).neg()),
  tan: ofResult("tan", "TanBackward0", (g, y) => g.mul(y.square().add(1))),
  asin: ofInput("asin", "AsinBackward0", (g, x) => g.mul(x.square().rsub(1).rsqrt())),
  acos: ofInput("acos", "AcosBackward0", (g, x) => g.mul(x.square().rsub(1).rsqrt()).neg()),
  atan: ofInput("atan", "AtanBackward0", (g, x) => g.div(x.square().add(1))),
  sinh: ofInput("sinh", "SinhBackward0", (g, x) => g.mul(x.cosh())),
  cosh: ofInput("cosh", "CoshBackward0", (g, x) => g.mul(x.sinh())),
  asinh: ofInput("asinh", "AsinhBackward0", (g, x) => g.mul(x.square().add(1).rsqrt())),
  acosh: ofInput("acosh", "AcoshBackward0", (g, x) => g.mul(x.square().sub(1).rsqrt())),
  atanh: ofInput("atanh", "AtanhBackward0", (g, x) => g.div(x.square().rsub(1))),
  erf: ofInput("erf", "ErfBackward0", (g, x) => g.mul(x.square().neg().exp()).mul(2 / Math.sqrt(Math.PI))),
  tanh: ofResult("tanh", "TanhBackward0", (g, y) => fused("tanhGrad", g, y, () => g.mul(y.square().rsub(1)))),
  sigmoid: ofResult("sigmoid", "SigmoidBackward0", (g, y) => fused("sigmoidGrad", g, y, () => g.mul(y.rsub(1)).mul(y))),
} satisfies Record<string, (x: Tensor) => Tensor>;

/** One pass over the elements; tensor operations if the gradient itself is to be differentiated. */
function fused(
  op: "tanhGrad" | "sigmoidGrad" | "reluGrad",
  grad: Tensor,
  y: Tensor,
  differentiable: () => Tensor,
): Tensor {
  if (isGradEnabled()) return differentiable();
  const [a, b] = [dense(y), dense(grad)];
  const result = fromStorage(backend().binary(op, a, b), y.sizes);
  done(a, y);
  done(b, grad);
  return result;
}

const notImplemented = (name: string, t: Tensor): TypeError =>
  new TypeError(`${name}: "${name}_cpu" not implemented for '${scalarTypeName(t.dtype)}'`);

const absBackward = defineGradient("AbsBackward0", (node, grad) => [grad.mul(node.saved()[0]!.sign())]);
const reluBackward = defineGradient("ReluBackward0", (node, grad) => {
  const [y] = node.saved();
  return [fused("reluGrad", grad, y!, () => grad.mul(y!.gt(0)))];
});
const fracBackward = defineGradient("FracBackward0", (_node, grad) => [grad]);

const zeroGradient = (name: string): Gradient<undefined> => defineGradient(name, (_node, grad) => [grad.zerosLike()]);
const steps = {
  sign: zeroGradient("SignBackward0"),
  floor: zeroGradient("FloorBackward0"),
  ceil: zeroGradient("CeilBackward0"),
  round: zeroGradient("RoundBackward0"),
  trunc: zeroGradient("TruncBackward0"),
};

for (const [name, op] of Object.entries(smooth)) method(name, {}, op);

/**
 * For NaN, torch's sign is 0 and the device's is NaN, so here the sign is computed as the difference of two
 * comparisons.
 */
function signs(t: Tensor): Tensor {
  if (t.memory.onHost) return unary("sign", t);
  return compare("gt", t, 0)
    .to(t.dtype)
    .sub(compare("lt", t, 0).to(t.dtype));
}

type Step = keyof typeof steps;

function step(name: Step, x: Tensor): Tensor {
  if (x.dtype === bool && name !== "sign") throw notImplemented(name, x);
  return steps[name].record(name === "sign" ? signs(x) : unary(name, x), [x], [], undefined);
}
for (const name of ["sign", "floor", "ceil", "trunc"] as const) method(name, {}, (x) => step(name, x));
method("round", { decimals: keyword(is.int, 0) }, (x, { decimals }) => {
  if (decimals === 0) return step("round", x);
  if (!x.dtype.isFloatingPoint) throw notImplemented("round_vml_cpu", x);
  const scale = 10 ** Math.abs(decimals);
  const t = x.detach();
  const rounded = decimals > 0 ? unary("round", t.mul(scale)).div(scale) : unary("round", t.div(scale)).mul(scale);
  return steps.round.record(rounded, [x], [], undefined);
});

method("abs", {}, (x) => {
  if (x.dtype === bool) throw notImplemented("abs", x);
  if (x.dtype === uint8) return x.clone();
  return absBackward.record(unary("abs", x), [x], [x], undefined);
});
method("relu", {}, (x) => {
  if (x.dtype === bool) throw new TypeError("Boolean inputs not supported for relu");
  const y = unary("relu", x);
  return reluBackward.record(y, [x], [y], undefined);
});
method("frac", {}, (x) => {
  if (!x.dtype.isFloatingPoint) throw notImplemented("frac", x);
  const y = x.detach().sub(unary("trunc", x));
  return fracBackward.record(y, [x], [], undefined);
});
method("logicalNot", {}, (t) => withDense(t, t.dtype, (x) => backend().unary("logicalNot", x)));
method("bitwiseNot", {}, (x) => {
  if (x.dtype.isFloatingPoint)
    throw new TypeError(
      `bitwise_not: expected an integral or bool tensor, got ${x.dtype.toString()} ("bitwise_not_cpu" not implemented for floating types)`,
    );
  return unary("bitwiseNot", x);
});
method("isnan", {}, (x) => x.detach().ne(x.detach()));
method("isinf", {}, (x) => (x.dtype.isFloatingPoint ? x.detach().abs().eq(Infinity) : x.zerosLike({ dtype: bool })));
method("isfinite", {}, (x) => (x.dtype.isFloatingPoint ? x.detach().abs().lt(Infinity) : x.onesLike({ dtype: bool })));
