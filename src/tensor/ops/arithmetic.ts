/** Arithmetic with broadcasting: add, sub, mul, div, pow and their kin. */

import { float32, type DType } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { inPlace } from "../in-place.ts";
import { Tensor } from "../tensor.ts";
import { binary, commonType, unary, type Scalar } from "./elementwise.ts";

export interface AlphaOptions {
  /** Multiplies the second operand. */
  readonly alpha?: number;
}

export interface DivOptions {
  /** Rounds the quotient: down, or towards zero. */
  readonly roundingMode?: "floor" | "trunc";
}

type Other = Tensor | Scalar;

declare module "../tensor.ts" {
  interface Tensor {
    /** `self + alpha * other`, broadcasting. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.add.html */
    add(other: Tensor | Scalar, options?: AlphaOptions): Tensor;
    /** `self - alpha * other`. */
    sub(other: Tensor | Scalar, options?: AlphaOptions): Tensor;
    /** `other - alpha * self`. */
    rsub(other: Tensor | Scalar, options?: AlphaOptions): Tensor;
    /** `self * other`. */
    mul(other: Tensor | Scalar): Tensor;
    /** `self / other`; integers give float32, unless the quotient is rounded. */
    div(other: Tensor | Scalar, options?: DivOptions): Tensor;
    /** Python's `//`: the quotient rounded down. */
    floorDivide(other: Tensor | Scalar): Tensor;
    /** Python's `%`: the rest has the divisor's sign. */
    remainder(other: Tensor | Scalar): Tensor;
    /** C's `%`: the rest has the dividend's sign. */
    fmod(other: Tensor | Scalar): Tensor;
    /** `self ** exponent`. */
    pow(exponent: Tensor | Scalar): Tensor;
    square(): Tensor;
    neg(): Tensor;
    /** The elementwise larger; NaN where either is NaN. */
    maximum(other: Tensor): Tensor;
    minimum(other: Tensor): Tensor;
    atan2(other: Tensor): Tensor;
    /** `self + weight * (end - self)`. */
    lerp(end: Tensor, weight: Tensor | number): Tensor;
    /** `self + value * a * b`. */
    addcmul(a: Tensor, b: Tensor, options?: { readonly value?: number }): Tensor;
    /** `self + value * a / b`. */
    addcdiv(a: Tensor, b: Tensor, options?: { readonly value?: number }): Tensor;
    add_(other: Tensor | Scalar, options?: AlphaOptions): this;
    sub_(other: Tensor | Scalar, options?: AlphaOptions): this;
    mul_(other: Tensor | Scalar): this;
    div_(other: Tensor | Scalar, options?: DivOptions): this;
    floorDivide_(other: Tensor | Scalar): this;
    remainder_(other: Tensor | Scalar): this;
    fmod_(other: Tensor | Scalar): this;
    pow_(exponent: Tensor | Scalar): this;
    square_(): this;
    neg_(): this;
    lerp_(end: Tensor, weight: Tensor | number): this;
    addcmul_(a: Tensor, b: Tensor, options?: { readonly value?: number }): this;
    addcdiv_(a: Tensor, b: Tensor, options?: { readonly value?: number }): this;
  }
}

const graphOf = (x: Other): Tensor | null => (x instanceof Tensor ? x : null);

const addBackward = defineGradient<number>("AddBackward0", (node, grad) => [
  grad,
  node.needs(1) && scaled(grad, node.context),
]);
const subBackward = defineGradient<number>("SubBackward0", (node, grad) => [
  grad,
  node.needs(1) && scaled(grad, -node.context),
]);
const rsubBackward = defineGradient<number>("RsubBackward1", (node, grad) => [scaled(grad, -node.context), grad]);
const mulBackward = defineGradient<Scalar | null>("MulBackward0", (node, grad) => {
  if (node.context !== null) return [grad.mul(node.context)];
  const [a, b] = node.savedOrNull();
  return [node.needs(0) && grad.mul(b!), node.needs(1) && grad.mul(a!)];
});
const divBackward = defineGradient<Scalar | null>("DivBackward0", (node, grad) => {
  if (node.context !== null) return [grad.div(node.context)];
  const [a, b] = node.savedOrNull();
  const byB = grad.div(b!);
  return [node.needs(0) && byB, node.needs(1) && byB.mul(a!.div(b!)).neg()];
});
/** A rounded quotient is constant almost everywhere. */
const divModeBackward = defineGradient("DivBackward1", (_node, grad) => [grad.zerosLike(), grad.zerosLike()]);
const negBackward = defineGradient("NegBackward0", (_node, grad) => [grad.neg()]);

function scaled(grad: Tensor, factor: number): Tensor {
  return factor === 1 ? grad : factor === -1 ? grad.neg() : grad.mul(factor);
}

function timesAlpha(other: Other, alpha: number): Other {
  if (alpha === 1) return other;
  if (!(other instanceof Tensor)) return Number(other) * alpha;
  return binary("mul", other, alpha);
}

function noBools(self: Tensor, other: Other): void {
  const isBool = (x: Other) => (x instanceof Tensor ? x.dtype.category === "bool" : typeof x === "boolean");
  const [a, b] = [isBool(self), isBool(other)];
  if (a && b)
    throw new TypeError(
      "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `bitwiseXor()` or `logicalXor()` operator instead.",
    );
  if (a || b)
    throw new TypeError(
      "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logicalNot()` operator instead.",
    );
}

Tensor.prototype.add = function (other, { alpha = 1 } = {}) {
  const out = binary("add", this, timesAlpha(other, alpha), commonType(this, other));
  return addBackward.record(out, [this, graphOf(other)], [], alpha);
};
Tensor.prototype.sub = function (other, { alpha = 1 } = {}) {
  noBools(this, other);
  const out = binary("sub", this, timesAlpha(other, alpha), commonType(this, other));
  return subBackward.record(out, [this, graphOf(other)], [], alpha);
};
Tensor.prototype.rsub = function (other, { alpha = 1 } = {}) {
  noBools(this, other);
  const out = binary("sub", other, timesAlpha(this, alpha), commonType(this, other));
  return rsubBackward.record(out, [this, graphOf(other)], [], alpha);
};
Tensor.prototype.mul = function (other) {
  const out = binary("mul", this, other);
  if (!(other instanceof Tensor)) return mulBackward.record(out, [this], [], other);
  const saved = [other.requiresGrad ? this : null, this.requiresGrad ? other : null];
  return mulBackward.record(out, [this, other], saved, null);
};

function notBool(name: string, a: Tensor, b: Other): void {
  if (commonType(a, b).category === "bool") throw new TypeError(`"${name}" not implemented for 'Bool'`);
}

/** Quotients of integers are float32. */
function quotientType(a: Tensor, b: Other): DType {
  const dtype = commonType(a, b);
  return dtype.isFloatingPoint ? dtype : float32;
}

Tensor.prototype.div = function (other, { roundingMode } = {}) {
  if (roundingMode !== undefined) {
    const out = roundingMode === "floor" ? binary("floorDivide", this, other) : truncatedQuotient(this, other);
    return divModeBackward.record(out, [this, graphOf(other)], [], undefined);
  }
  const out = binary("div", this, other, quotientType(this, other));
  if (!(other instanceof Tensor)) return divBackward.record(out, [this], [], other);
  return divBackward.record(out, [this, other], [other.requiresGrad ? this : null, other], null);
};

function truncatedQuotient(a: Tensor, b: Other): Tensor {
  const dtype = commonType(a, b);
  if (dtype.isFloatingPoint) return unary("trunc", binary("div", a, b, dtype));
  const rest = binary("fmod", a, b, dtype);
  return binary("floorDivide", binary("sub", a, rest, dtype), b, dtype);
}

Tensor.prototype.floorDivide = function (other) {
  notBool("div_floor_cpu", this, other);
  return binary("floorDivide", this, other);
};

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

const powBackward = defineGradient<number>("PowBackward0", (node, grad) => {
  const [x] = node.saved();
  const exponent = node.context;
  if (exponent === 0) return [grad.zerosLike()];
  return [grad.mul(exponent === 2 ? x!.mul(2) : x!.pow(exponent - 1).mul(exponent))];
});
const powTensorBackward = defineGradient("PowBackward1", (node, grad) => {
  const [x, y, out] = node.saved();
  // Where the exponent is 0 the power is constant; where base and power are 0 the logarithm's pole is not the limit
  const forX = () => grad.mul(y!.mul(x!.pow(y!.sub(1)))).where(y!.ne(0), 0);
  const forY = () => grad.mul(out!.mul(x!.log())).where(x!.ne(0).logicalOr(y!.lt(0)), 0);
  return [node.needs(0) && forX(), node.needs(1) && forY()];
});
const powScalarBackward = defineGradient<number>("PowBackward2", (node, grad) => [
  node.context === 0 ? grad.zerosLike() : grad.mul(node.saved()[0]!.mul(Math.log(node.context))),
]);

/** `base ** exponent`, where either may be a number. */
export function pow(base: Tensor | number, exponent: Tensor | Scalar): Tensor {
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
  const out = binary("pow", base, exponent);
  return powScalarBackward.record(out, [exponent as Tensor], [out], base);
}
Tensor.prototype.pow = function (exponent) {
  return pow(this, exponent);
};
Tensor.prototype.square = function () {
  return pow(this, 2);
};
Tensor.prototype.neg = function () {
  if (this.dtype.name === "bool")
    throw new TypeError(
      "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logicalNot()` operator instead.",
    );
  return negBackward.record(unary("neg", this), [this], [], undefined);
};

/** Equal elements share the gradient. */
function pick(
  node: { needs(i: number): boolean; saved(): Tensor[] },
  grad: Tensor,
  compare: "gt" | "lt",
): (Tensor | false)[] {
  const [a, b] = node.saved();
  const half = grad.div(2);
  const share = (x: Tensor, y: Tensor) => grad.where(x[compare](y), half.where(x.eq(y), 0));
  return [node.needs(0) && share(a!, b!), node.needs(1) && share(b!, a!)];
}
const maximumBackward = defineGradient("MaximumBackward0", (node, grad) => pick(node, grad, "gt"));
const minimumBackward = defineGradient("MinimumBackward0", (node, grad) => pick(node, grad, "lt"));
Tensor.prototype.maximum = function (other) {
  return maximumBackward.record(binary("maximum", this, other), [this, other], [this, other], undefined);
};
Tensor.prototype.minimum = function (other) {
  return minimumBackward.record(binary("minimum", this, other), [this, other], [this, other], undefined);
};

const atan2Backward = defineGradient("Atan2Backward0", (node, grad) => {
  const [y, x] = node.saved();
  const scaledGrad = grad.div(x!.square().add(y!.square()));
  return [scaledGrad.mul(x!), scaledGrad.mul(y!).neg()];
});
Tensor.prototype.atan2 = function (other) {
  const out = binary("atan2", this, other, quotientType(this, other));
  return atan2Backward.record(out, [this, other], [this, other], undefined);
};

const lerpBackward = defineGradient<number>("LerpBackward0", (node, grad) => [
  grad.mul(1 - node.context),
  grad.mul(node.context),
]);
const lerpTensorBackward = defineGradient("LerpBackward1", (node, grad) => {
  const [start, end, weight] = node.saved();
  return [grad.mul(weight!.rsub(1)), grad.mul(weight!), node.needs(2) && grad.mul(end!.sub(start!))];
});
Tensor.prototype.lerp = function (end, weight) {
  const [a, b] = [this.detach(), end.detach()];
  const out = a.add(b.sub(a).mul(weight instanceof Tensor ? weight.detach() : weight));
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

Tensor.prototype.add_ = function (other, options) {
  return inPlace(this, () => this.add(other, options));
};
Tensor.prototype.sub_ = function (other, options) {
  return inPlace(this, () => this.sub(other, options));
};
Tensor.prototype.mul_ = function (other) {
  return inPlace(this, () => this.mul(other));
};
Tensor.prototype.div_ = function (other, options) {
  return inPlace(this, () => this.div(other, options));
};
Tensor.prototype.floorDivide_ = function (other) {
  return inPlace(this, () => this.floorDivide(other));
};
Tensor.prototype.remainder_ = function (other) {
  return inPlace(this, () => this.remainder(other));
};
Tensor.prototype.fmod_ = function (other) {
  return inPlace(this, () => this.fmod(other));
};
Tensor.prototype.pow_ = function (exponent) {
  return inPlace(this, () => this.pow(exponent));
};
Tensor.prototype.square_ = function () {
  return inPlace(this, () => this.square());
};
Tensor.prototype.neg_ = function () {
  return inPlace(this, () => this.neg());
};
Tensor.prototype.lerp_ = function (end, weight) {
  return inPlace(this, () => this.lerp(end, weight));
};
Tensor.prototype.addcmul_ = function (a, b, options) {
  return inPlace(this, () => this.addcmul(a, b, options));
};
Tensor.prototype.addcdiv_ = function (a, b, options) {
  return inPlace(this, () => this.addcdiv(a, b, options));
};
