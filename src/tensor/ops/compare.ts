/** Comparisons, logic and choice: results are bool, or chosen by one. */

import { backend, type CompareOp, type Dense } from "../../backend/index.ts";
import { bool, broadcastShapes, float32, float64, resultType, sameShape, scalarTypeName } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { dense, denseAs, done } from "../dense.ts";
import { inPlace } from "../in-place.ts";
import { fromStorage, Tensor } from "../tensor.ts";
import { binary, compare, scalarOperand, type Scalar } from "./elementwise.ts";

export interface CloseOptions {
  readonly rtol?: number;
  readonly atol?: number;
  readonly equalNan?: boolean;
}

declare module "../tensor.ts" {
  interface Tensor {
    /** `self == other`, elementwise. */
    eq(other: Tensor | Scalar): Tensor;
    /** `self != other`, elementwise. */
    ne(other: Tensor | Scalar): Tensor;
    /** `self < other`, elementwise. */
    lt(other: Tensor | Scalar): Tensor;
    /** `self <= other`, elementwise. */
    le(other: Tensor | Scalar): Tensor;
    /** `self > other`, elementwise. */
    gt(other: Tensor | Scalar): Tensor;
    /** `self >= other`, elementwise. */
    ge(other: Tensor | Scalar): Tensor;
    /** Whether shapes and all elements are equal. */
    equal(other: Tensor): boolean;
    /** Elementwise `|self - other| <= atol + rtol * |other|`. */
    isclose(other: Tensor, options?: CloseOptions): Tensor;
    /** Whether all elements are close. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.allclose.html */
    allclose(other: Tensor, options?: CloseOptions): boolean;
    /** Whether both are not zero. */
    logicalAnd(other: Tensor): Tensor;
    /** Whether one is not zero. */
    logicalOr(other: Tensor): Tensor;
    /** Whether exactly one is not zero. */
    logicalXor(other: Tensor): Tensor;
    /** `self & other` of integers or bools. */
    bitwiseAnd(other: Tensor | Scalar): Tensor;
    /** `self | other` of integers or bools. */
    bitwiseOr(other: Tensor | Scalar): Tensor;
    /** `self ^ other` of integers or bools. */
    bitwiseXor(other: Tensor | Scalar): Tensor;
    /** `bitwiseAnd`, in place. */
    bitwiseAnd_(other: Tensor | Scalar): this;
    /** `bitwiseOr`, in place. */
    bitwiseOr_(other: Tensor | Scalar): this;
    /** `bitwiseXor`, in place. */
    bitwiseXor_(other: Tensor | Scalar): this;
    /** This tensor's elements where `condition` is true, else those of `other`. */
    where(condition: Tensor, other: Tensor | Scalar): Tensor;
    /** `value` where `mask` is true. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.masked_fill.html */
    maskedFill(mask: Tensor, value: Tensor | Scalar): Tensor;
    /** `maskedFill`, in place. */
    maskedFill_(mask: Tensor, value: Tensor | Scalar): this;
    /** Limits elements to [min, max]; null leaves a side open. */
    clamp(min: Tensor | number | null, max?: Tensor | number | null): Tensor;
    clamp(options: { readonly min?: Tensor | number; readonly max?: Tensor | number }): Tensor;
    /** `clamp`, in place. */
    clamp_(min: Tensor | number | null, max?: Tensor | number | null): this;
    clamp_(options: { readonly min?: Tensor | number; readonly max?: Tensor | number }): this;
    /** Limits elements from below. */
    clampMin(min: number): Tensor;
    /** Limits elements from above. */
    clampMax(max: number): Tensor;
    /** `clampMin`, in place. */
    clampMin_(min: number): this;
    /** `clampMax`, in place. */
    clampMax_(max: number): this;
    /** 0, 1 or `replacement` where an element is NaN or infinite. */
    nanToNum(nan?: number, posinf?: number, neginf?: number): Tensor;
  }
}

for (const op of ["eq", "ne", "lt", "le", "gt", "ge"] as const satisfies readonly CompareOp[])
  Tensor.prototype[op] = function (this: Tensor, other: Tensor | Scalar) {
    return compare(op, this, other);
  };

Tensor.prototype.equal = function (other) {
  if (!sameShape(this.sizes, other.sizes)) return false;
  return compare("eq", this, other).all().item<boolean>();
};
Tensor.prototype.isclose = function (other, { rtol = 1e-5, atol = 1e-8, equalNan = false } = {}) {
  if (this.dtype !== other.dtype)
    throw new TypeError(
      `isclose: expected tensors of one dtype, got ${this.dtype.toString()} and ${other.dtype.toString()}`,
    );
  const [a, b] = [this.detach(), other.detach()];
  const [x, y] = [a.to(float64), b.to(float64)];
  const near = x.sub(y).abs().le(y.abs().mul(rtol).add(atol)).logicalAnd(y.isfinite());
  const close = a.eq(b).logicalOr(near);
  return equalNan ? close.logicalOr(a.isnan().logicalAnd(b.isnan())) : close;
};
Tensor.prototype.allclose = function (other, options) {
  return this.isclose(other, options).all().item<boolean>();
};

const truth = (t: Tensor): Tensor => (t.dtype === bool ? t : compare("ne", t, 0));
Tensor.prototype.logicalAnd = function (other) {
  return binary("bitwiseAnd", truth(this), truth(other));
};
Tensor.prototype.logicalOr = function (other) {
  return binary("bitwiseOr", truth(this), truth(other));
};
Tensor.prototype.logicalXor = function (other) {
  return binary("bitwiseXor", truth(this), truth(other));
};

for (const op of ["bitwiseAnd", "bitwiseOr", "bitwiseXor"] as const) {
  Tensor.prototype[op] = function (this: Tensor, other: Tensor | Scalar) {
    const dtype = resultType(this, other);
    if (dtype.isFloatingPoint)
      throw new TypeError(
        `${op}: expected integral or bool operands, got ${dtype.toString()} (not implemented for floating types)`,
      );
    return binary(op, this, other, dtype);
  };
  Tensor.prototype[`${op}_`] = function <T extends Tensor>(this: T, other: Tensor | Scalar): T {
    return inPlace(this, () => this[op](other));
  } as never;
}

const whereBackward = defineGradient("WhereBackward0", (node, grad) => {
  const [condition] = node.saved();
  return [node.needs(0) && grad.where(condition!, 0), node.needs(1) && grad.maskedFill(condition!, 0)];
});

/**
 * Elements of `a` where `condition` is true, else of `b`; all three broadcast.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.where.html
 */
export function where(condition: Tensor, a: Tensor | Scalar, b: Tensor | Scalar): Tensor;
/** The positions where `condition` is true: one vector for each dimension. */
export function where(condition: Tensor): Tensor[];
export function where(condition: Tensor, a?: Tensor | Scalar, b?: Tensor | Scalar): Tensor | Tensor[] {
  if (a === undefined || b === undefined) return condition.nonzero({ asTuple: true });
  if (condition.dtype !== bool && condition.dtype.name !== "uint8")
    throw new TypeError(
      `where expected condition to be a boolean tensor, but got a tensor with dtype ${scalarTypeName(condition.dtype)}`,
    );
  let dtype = resultType(a, b);
  if (!(a instanceof Tensor) && !(b instanceof Tensor) && dtype.isFloatingPoint) dtype = float32;
  const test = denseAs(condition, bool);
  const [x, y] = [a, b].map((t) => (t instanceof Tensor ? denseAs(t, dtype) : scalarOperand(t, dtype)));
  const shapes = [condition, a, b].flatMap((t) => (t instanceof Tensor ? [t.sizes] : []));
  const shape = shapes.reduce((all, next) => broadcastShapes(all, next));
  // The back end takes its dtype from a tensor operand
  const first = typeof x === "number" && typeof y === "number" ? oneElement(x, dtype) : x!;
  const out = fromStorage(backend().where(test, first, y!), shape);
  done(test, condition);
  if (typeof x === "object" && a instanceof Tensor) done(x, a);
  if (typeof y === "object" && b instanceof Tensor) done(y, b);
  const inputs = [a, b].map((t) => (t instanceof Tensor ? t : null));
  return whereBackward.record(out, inputs, [condition], undefined);
}

function oneElement(value: number, dtype: Tensor["dtype"]): Dense {
  return { storage: backend().full(dtype, 1, value), shape: [] };
}

Tensor.prototype.where = function (condition, other) {
  return where(condition, this, other);
};

const maskedFillBackward = defineGradient("MaskedFillBackward0", (node, grad) => {
  const [mask] = node.saved();
  return [grad.maskedFill(mask!, 0), node.needs(1) && grad.where(mask!, 0).sum()];
});
Tensor.prototype.maskedFill = function (mask, value) {
  if (mask.dtype !== bool)
    throw new TypeError(`masked_fill_ only supports boolean masks, but got mask with dtype ${mask.dtype.toString()}`);
  if (value instanceof Tensor && value.dim() !== 0)
    throw new RangeError(
      `masked_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.dim()} dimension(s).`,
    );
  const shape = broadcastShapes(this.sizes, mask.sizes);
  const { dtype } = this;
  const [test, x] = [dense(mask), dense(this)];
  const y = value instanceof Tensor ? denseAs(value, dtype) : scalarOperand(value, dtype);
  const out = fromStorage(backend().where(test, y, x), shape);
  done(test, mask);
  done(x, this);
  return maskedFillBackward.record(out, [this, value instanceof Tensor ? value : null], [mask], undefined);
};
Tensor.prototype.maskedFill_ = function (mask, value) {
  return inPlace(this, () => this.maskedFill(mask, value));
};

const clampBackward = defineGradient<{ min: number | null; max: number | null }>("ClampBackward1", (node, grad) => {
  const [x] = node.saved();
  const { min, max } = node.context;
  const above = min === null ? grad : grad.where(x!.ge(min), 0);
  return [max === null ? above : above.where(x!.le(max), 0)];
});

type Bound = Tensor | number | null | undefined;
interface Bounds {
  readonly min?: Tensor | number;
  readonly max?: Tensor | number;
}

Tensor.prototype.clamp = function (this: Tensor, first: Bound | Bounds, second: Bound = null) {
  const isBounds = typeof first === "object" && first !== null && !(first instanceof Tensor);
  const min = (isBounds ? first.min : first) ?? null;
  const max = (isBounds ? first.max : second) ?? null;
  if (min === null && max === null) throw new TypeError("torch.clamp: At least one of 'min' or 'max' must not be None");
  if (min instanceof Tensor || max instanceof Tensor) {
    const tensor = (bound: Tensor | number) =>
      bound instanceof Tensor
        ? bound
        : this.detach()
            .zerosLike({ dtype: resultType(this, bound) })
            .add(bound);
    const low = min === null ? this : this.maximum(tensor(min));
    return max === null ? low : low.minimum(tensor(max));
  }
  const low = min === null ? this : binary("maximum", this, min);
  const out = max === null ? low : binary("minimum", low, max);
  return clampBackward.record(out, [this], [this], { min, max });
};
Tensor.prototype.clamp_ = function <T extends Tensor>(this: T, first: Bound | Bounds, second: Bound = null): T {
  return inPlace(this, () => (this.clamp as (a: Bound | Bounds, b: Bound) => Tensor)(first, second));
} as never;
Tensor.prototype.clampMin = function (min) {
  return this.clamp(min);
};
Tensor.prototype.clampMax = function (max) {
  return this.clamp(null, max);
};
Tensor.prototype.clampMin_ = function (min) {
  return this.clamp_(min);
};
Tensor.prototype.clampMax_ = function (max) {
  return this.clamp_(null, max);
};

const nanToNumBackward = defineGradient("NanToNumBackward0", (node, grad) => [grad.maskedFill(node.saved()[0]!, 0)]);
const largest = { float32: 3.4028234663852886e38, float64: Number.MAX_VALUE };
Tensor.prototype.nanToNum = function (nan = 0, posinf, neginf) {
  if (!this.dtype.isFloatingPoint) return this.clone();
  const limit = largest[this.dtype.name as "float32" | "float64"];
  const x = this.detach();
  const [isNan, isHigh, isLow] = [x.isnan(), x.eq(Infinity), x.eq(-Infinity)];
  const out = x
    .maskedFill(isNan, nan)
    .maskedFill(isHigh, posinf ?? limit)
    .maskedFill(isLow, neginf ?? -limit);
  return nanToNumBackward.record(out, [this], [isNan.logicalOr(isHigh).logicalOr(isLow)], undefined);
};
