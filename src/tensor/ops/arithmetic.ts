/** Arithmetic with broadcasting: add, sub, mul, div, pow and similar operations. */

import { float32, keyword, required, roundOne, type DType } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import * as is from "../kinds.ts";
import { method, operation } from "../method.ts";
import { Tensor } from "../tensor.ts";
import { binary, commonType, graphOf, unary, type Scalar } from "./elementwise.ts";
import { castTo } from "./to.ts";

export interface AlphaOptions {
  /** A factor for the second operand. */
  readonly alpha?: number;
}

export interface DivOptions {
  /** How the quotient is rounded: down, or towards zero. */
  readonly roundingMode?: "floor" | "trunc" | null;
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
    /** The elementwise maximum; NaN where either is NaN. */
    maximum(other: Tensor): Tensor;
    /** The elementwise minimum; NaN where either is NaN. */
    minimum(other: Tensor): Tensor;
    /** The angle of the point (other, self), elementwise. */
    atan2(other: Tensor): Tensor;
  }
}

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

/**
 * `x op alpha * other`, values only. The two-byte types round alpha to their own type first, and round the result once.
 */
function plusTimes(op: "add" | "sub", x: Other, other: Other, alpha: number): Tensor {
  const dtype = commonType(x, other);
  const { round } = dtype;
  if (round === null || alpha === 1) return binary(op, x, timesAlpha(other, alpha), dtype);
  const open = (value: Other): Other => (value instanceof Tensor ? castTo(value.detach(), float32) : value);
  return castTo(binary(op, open(x), timesAlpha(open(other), roundOne(round, alpha)), float32), dtype);
}

const alphaArgument = { alpha: keyword(is.number, 1) };

operation("add", alphaArgument, (x, { other, alpha }) => {
  const out = plusTimes("add", x, other, alpha);
  return addBackward.record(out, [x, graphOf(other)], [], alpha);
});
operation("sub", alphaArgument, (x, { other, alpha }) => {
  noBools(x, other);
  const out = plusTimes("sub", x, other, alpha);
  return subBackward.record(out, [x, graphOf(other)], [], alpha);
});
operation("rsub", alphaArgument, (x, { other, alpha }) => {
  noBools(x, other);
  const out = plusTimes("sub", other, x, alpha);
  return rsubBackward.record(out, [x, graphOf(other)], [], alpha);
});
operation("mul", {}, (x, { other }) => {
  const out = binary("mul", x, other);
  if (!(other instanceof Tensor)) return mulBackward.record(out, [x], [], other);
  const saved = [other.requiresGrad ? x : null, x.requiresGrad ? other : null];
  return mulBackward.record(out, [x, other], saved, null);
});

export function notBool(name: string, a: Tensor, b: Other): void {
  if (commonType(a, b).category === "bool") throw new TypeError(`"${name}" not implemented for 'Bool'`);
}

/** Dividing integers gives float32. */
function quotientType(a: Tensor, b: Other): DType {
  const dtype = commonType(a, b);
  return dtype.isFloatingPoint ? dtype : float32;
}

operation(
  "div",
  { roundingMode: keyword(is.orNull(is.oneOf("floor", "trunc")), null) },
  (x, { other, roundingMode }) => {
    if (roundingMode !== null) {
      notBool(`div_${roundingMode}_cpu`, x, other);
      const out = roundingMode === "floor" ? binary("floorDivide", x, other) : truncatedQuotient(x, other);
      return divModeBackward.record(out, [x, graphOf(other)], [], undefined);
    }
    const out = binary("div", x, other, quotientType(x, other));
    if (!(other instanceof Tensor)) return divBackward.record(out, [x], [], other);
    return divBackward.record(out, [x, other], [other.requiresGrad ? x : null, other], null);
  },
);

function truncatedQuotient(a: Tensor, b: Other): Tensor {
  const dtype = commonType(a, b);
  if (dtype.isFloatingPoint) return unary("trunc", binary("div", a, b, dtype));
  const rest = binary("fmod", a, b, dtype);
  return binary("floorDivide", binary("sub", a, rest, dtype), b, dtype);
}

operation("floorDivide", {}, (x, { other }) => {
  notBool("div_floor_cpu", x, other);
  return binary("floorDivide", x, other);
});

method("neg", {}, (x) => {
  if (x.dtype.name === "bool")
    throw new TypeError(
      "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logicalNot()` operator instead.",
    );
  return negBackward.record(unary("neg", x), [x], [], undefined);
});

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
const otherTensor = { other: required(is.tensor) };

method("maximum", otherTensor, (x, { other }) =>
  maximumBackward.record(binary("maximum", x, other), [x, other], [x, other], undefined),
);
method("minimum", otherTensor, (x, { other }) =>
  minimumBackward.record(binary("minimum", x, other), [x, other], [x, other], undefined),
);

const atan2Backward = defineGradient("Atan2Backward0", (node, grad) => {
  const [y, x] = node.saved();
  const distance = x!.square().add(y!.square());
  // The angle is undefined at the origin: torch gives it no gradient.
  const scaledGrad = grad.mul(distance.reciprocal().maskedFill(distance.eq(0), 0));
  return [scaledGrad.mul(x!), scaledGrad.mul(y!).neg()];
});
method("atan2", otherTensor, (x, { other }) => {
  const out = binary("atan2", x, other, quotientType(x, other));
  return atan2Backward.record(out, [x, other], [x, other], undefined);
});
