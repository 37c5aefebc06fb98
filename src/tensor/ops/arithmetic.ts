/** Arithmetic with broadcasting: add, sub, mul, div, pow and their kin. */

import { float32, type DType } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
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

export type Other = Tensor | Scalar;

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
    /** `-self`. */
    neg(): Tensor;
    /** The elementwise larger; NaN where either is NaN. */
    maximum(other: Tensor): Tensor;
    /** The elementwise smaller; NaN where either is NaN. */
    minimum(other: Tensor): Tensor;
    /** The angle of the point (other, self), elementwise. */
    atan2(other: Tensor): Tensor;
  }
}

export const graphOf = (x: Other): Tensor | null => (x instanceof Tensor ? x : null);

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

export function scaled(grad: Tensor, factor: number): Tensor {
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

export function notBool(name: string, a: Tensor, b: Other): void {
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
  const distance = x!.square().add(y!.square());
  // The origin has no angle: torch gives it no gradient.
  const scaledGrad = grad.mul(distance.reciprocal().maskedFill(distance.eq(0), 0));
  return [scaledGrad.mul(x!), scaledGrad.mul(y!).neg()];
});
Tensor.prototype.atan2 = function (other) {
  const out = binary("atan2", this, other, quotientType(this, other));
  return atan2Backward.record(out, [this, other], [this, other], undefined);
};
