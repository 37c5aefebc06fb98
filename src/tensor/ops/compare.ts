/** Comparisons, logic and selection: results are bool, or selected by a bool tensor. */

import { backend, type CompareOp, type Dense, type Operand } from "../../backend/index.ts";
import {
  bool,
  broadcastShapes,
  finfo,
  float32,
  float64,
  optional,
  overloads,
  required,
  resultType,
  sameShape,
  scalarTypeName,
  type DType,
} from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { dense, denseAs, done } from "../dense.ts";
import * as is from "../kinds.ts";
import { method, operation } from "../method.ts";
import { fromStorage, Tensor } from "../tensor.ts";
import { binary, commonType, compare, graphOf, release, scalarOperand, type Scalar } from "./elementwise.ts";

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
    /** Whether the shapes and all elements are equal. */
    equal(other: Tensor): boolean;
    /** Elementwise `|self - other| <= atol + rtol * |other|`. */
    isclose(other: Tensor, options?: CloseOptions): Tensor;
    isclose(other: Tensor, rtol: number, atol?: number, equalNan?: boolean): Tensor;
    isclose(other: Tensor, rtol: number, options: Omit<CloseOptions, "rtol">): Tensor;
    isclose(other: Tensor, rtol: number, atol: number, options: { readonly equalNan?: boolean }): Tensor;
    isclose(options: CloseOptions & { readonly other: Tensor }): Tensor;
    /** Whether all elements are close. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.allclose.html */
    allclose(other: Tensor, options?: CloseOptions): boolean;
    allclose(other: Tensor, rtol: number, atol?: number, equalNan?: boolean): boolean;
    allclose(other: Tensor, rtol: number, options: Omit<CloseOptions, "rtol">): boolean;
    allclose(other: Tensor, rtol: number, atol: number, options: { readonly equalNan?: boolean }): boolean;
    allclose(options: CloseOptions & { readonly other: Tensor }): boolean;
    /** Whether both are nonzero, elementwise. */
    logicalAnd(other: Tensor): Tensor;
    /** Whether at least one is nonzero, elementwise. */
    logicalOr(other: Tensor): Tensor;
    /** Whether exactly one is nonzero, elementwise. */
    logicalXor(other: Tensor): Tensor;
    /** `self & other` of integers or bools. */
    bitwiseAnd(other: Tensor | Scalar): Tensor;
    /** `self | other` of integers or bools. */
    bitwiseOr(other: Tensor | Scalar): Tensor;
    /** `self ^ other` of integers or bools. */
    bitwiseXor(other: Tensor | Scalar): Tensor;
    /** This tensor's elements where `condition` is true, else those of `other`. */
    where(condition: Tensor, other: Tensor | Scalar): Tensor;
    where(condition: Tensor, options: { readonly other: Tensor | Scalar }): Tensor;
    where(options: { readonly condition: Tensor; readonly other: Tensor | Scalar }): Tensor;
    /** `value` where `mask` is true. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.masked_fill.html */
    maskedFill(mask: Tensor, value: Tensor | Scalar): Tensor;
    maskedFill(mask: Tensor, options: { readonly value: Tensor | Scalar }): Tensor;
    maskedFill(options: { readonly mask: Tensor; readonly value: Tensor | Scalar }): Tensor;
    /** Clamps elements to [min, max]; null leaves a side open. */
    clamp(min: Tensor | number | null, max?: Tensor | number | null): Tensor;
    clamp(options: { readonly min?: Tensor | number | null; readonly max?: Tensor | number | null }): Tensor;
    clamp(min: Tensor | number | null, options: { readonly max?: Tensor | number | null }): Tensor;
    /** Clamps elements from below. */
    clampMin(min: number): Tensor;
    /** Clamps elements from above. */
    clampMax(max: number): Tensor;
    /** Replaces NaN and infinite elements with 0, 1 or `replacement`. */
    nanToNum(nan?: number | null, posinf?: number | null, neginf?: number | null): Tensor;
    nanToNum(options: {
      readonly nan?: number;
      readonly posinf?: number | null;
      readonly neginf?: number | null;
    }): Tensor;
  }
}

for (const op of ["eq", "ne", "lt", "le", "gt", "ge"] as const satisfies readonly CompareOp[])
  operation(op, {}, (x, { other }) => compare(op, x, other));

const otherTensor = { other: required(is.tensor) };

method("equal", otherTensor, (x, { other }) => {
  if (!sameShape(x.sizes, other.sizes)) return false;
  return compare("eq", x, other).all().item<boolean>();
});

const closeArguments = {
  ...otherTensor,
  rtol: optional(is.number, 1e-5),
  atol: optional(is.number, 1e-8),
  equalNan: optional(is.bool, false),
};
function isClose(name: string, a: Tensor, b: Tensor, rtol: number, atol: number, equalNan: boolean): Tensor {
  if (a.dtype !== b.dtype)
    throw new TypeError(`${name}: expected tensors of one dtype, got ${a.dtype.toString()} and ${b.dtype.toString()}`);
  const [x, y] = [a.detach().to(float64), b.detach().to(float64)];
  const near = x.sub(y).abs().le(y.abs().mul(rtol).add(atol)).logicalAnd(y.isfinite());
  const close = a.detach().eq(b.detach()).logicalOr(near);
  return equalNan ? close.logicalOr(x.isnan().logicalAnd(y.isnan())) : close;
}
method("isclose", closeArguments, (x, { other, rtol, atol, equalNan }) =>
  isClose("isclose", x, other, rtol, atol, equalNan),
);
method("allclose", closeArguments, (x, { other, rtol, atol, equalNan }) =>
  isClose("allclose", x, other, rtol, atol, equalNan).all().item<boolean>(),
);

const truth = (t: Tensor): Tensor => (t.dtype === bool ? t : compare("ne", t, 0));
for (const [name, op] of [
  ["logicalAnd", "bitwiseAnd"],
  ["logicalOr", "bitwiseOr"],
  ["logicalXor", "bitwiseXor"],
] as const)
  method(name, otherTensor, (x, { other }) => binary(op, truth(x), truth(other)));

for (const op of ["bitwiseAnd", "bitwiseOr", "bitwiseXor"] as const) {
  operation(op, {}, (x, { other }) => {
    const dtype = resultType(x, other);
    if (dtype.isFloatingPoint)
      throw new TypeError(
        `${op}: expected integral or bool operands, got ${dtype.toString()} (not implemented for floating types)`,
      );
    return binary(op, x, other, dtype);
  });
}

const whereBackward = defineGradient("WhereBackward0", (node, grad) => {
  const [condition] = node.saved();
  return [node.needs(0) && grad.where(condition!, 0), node.needs(1) && grad.maskedFill(condition!, 0)];
});

const whereSignature = overloads("torch.where", {
  choice: {
    condition: required(is.tensor),
    input: required(is.tensorOrNumber, "self"),
    other: required(is.tensorOrNumber),
  },
  positions: { condition: required(is.tensor) },
});

/**
 * Elements of `input` where `condition` is true, else of `other`; all three broadcast.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.where.html
 */
export function where(condition: Tensor, input: Tensor | Scalar, other: Tensor | Scalar): Tensor;
/** The positions where `condition` is true: one vector for each dimension. */
export function where(condition: Tensor): Tensor[];
export function where(...given: unknown[]): Tensor | Tensor[] {
  const { form, args } = whereSignature.read(given);
  if (form === "positions") return args.condition.nonzero({ asTuple: true });
  return choose(args.condition, args.input, args.other);
}

function choose(condition: Tensor, a: Tensor | Scalar, b: Tensor | Scalar): Tensor {
  if (condition.dtype !== bool && condition.dtype.name !== "uint8")
    throw new TypeError(
      `where expected condition to be a boolean tensor, but got a tensor with dtype ${scalarTypeName(condition.dtype)}`,
    );
  let dtype = commonType(a, b);
  if (!(a instanceof Tensor) && !(b instanceof Tensor) && dtype.isFloatingPoint) dtype = float32;
  const test = denseAs(condition, bool);
  const x = operandAs(a, dtype);
  const y = operandAs(b, dtype);
  let shape = condition.sizes;
  if (a instanceof Tensor) shape = broadcastShapes(shape, a.sizes);
  if (b instanceof Tensor) shape = broadcastShapes(shape, b.sizes);
  // The back end takes its dtype from a tensor operand.
  const first = typeof x === "number" && typeof y === "number" ? oneElement(x, dtype) : x;
  const out = fromStorage(backend().where(test, first, y), shape);
  done(test, condition);
  release(x, a);
  release(y, b);
  return whereBackward.record(out, [graphOf(a), graphOf(b)], [condition], undefined);
}

const operandAs = (x: Tensor | Scalar, dtype: DType): Operand =>
  x instanceof Tensor ? denseAs(x, dtype) : scalarOperand(x, dtype);

function oneElement(value: number, dtype: Tensor["dtype"]): Dense {
  return { storage: backend().full(dtype, 1, value), shape: [] };
}

method("where", { condition: required(is.tensor), other: required(is.tensorOrNumber) }, (x, { condition, other }) =>
  choose(condition, x, other),
);

const maskedFillBackward = defineGradient("MaskedFillBackward0", (node, grad) => {
  const [mask] = node.saved();
  return [grad.maskedFill(mask!, 0), node.needs(1) && grad.where(mask!, 0).sum()];
});
method("maskedFill", { mask: required(is.tensor), value: required(is.tensorOrNumber) }, (t, { mask, value }) => {
  if (mask.dtype !== bool)
    throw new TypeError(`masked_fill_ only supports boolean masks, but got mask with dtype ${mask.dtype.toString()}`);
  if (value instanceof Tensor && value.dim() !== 0)
    throw new RangeError(
      `masked_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.dim()} dimension(s).`,
    );
  const shape = broadcastShapes(t.sizes, mask.sizes);
  const { dtype } = t;
  const [test, x] = [dense(mask), dense(t)];
  const y = value instanceof Tensor ? denseAs(value, dtype) : scalarOperand(value, dtype);
  const out = fromStorage(backend().where(test, y, x), shape);
  done(test, mask);
  done(x, t);
  return maskedFillBackward.record(out, [t, value instanceof Tensor ? value : null], [mask], undefined);
});

const clampBackward = defineGradient<{ min: number | null; max: number | null }>("ClampBackward1", (node, grad) => {
  const [x] = node.saved();
  const { min, max } = node.context;
  const above = min === null ? grad : grad.where(x!.ge(min), 0);
  return [max === null ? above : above.where(x!.le(max), 0)];
});

type Bound = Tensor | number | null;

function clamp(name: string, x: Tensor, min: Bound, max: Bound): Tensor {
  if (min === null && max === null)
    throw new TypeError(`torch.${name}: At least one of 'min' or 'max' must not be None`);
  if (min instanceof Tensor || max instanceof Tensor) {
    const tensor = (bound: Tensor | number) =>
      bound instanceof Tensor
        ? bound
        : x
            .detach()
            .zerosLike({ dtype: resultType(x, bound) })
            .add(bound);
    const low = min === null ? x : x.maximum(tensor(min));
    return max === null ? low : low.minimum(tensor(max));
  }
  const low = min === null ? x : binary("maximum", x, min);
  const out = max === null ? low : binary("minimum", low, max);
  return clampBackward.record(out, [x], [x], { min, max });
}

const bound = is.either(is.tensor, is.number);
method("clamp", { min: optional(is.orNull(bound), null), max: optional(is.orNull(bound), null) }, (x, { min, max }) =>
  clamp("clamp", x, min, max),
);
method("clampMin", { min: required(bound) }, (x, { min }) => clamp("clampMin", x, min, null));
method("clampMax", { max: required(bound) }, (x, { max }) => clamp("clampMax", x, null, max));

const nanToNumBackward = defineGradient("NanToNumBackward0", (node, grad) => [grad.maskedFill(node.saved()[0]!, 0)]);
const limitArgument = optional(is.orNull(is.number), null);
method(
  "nanToNum",
  { nan: limitArgument, posinf: limitArgument, neginf: limitArgument },
  (t, { nan, posinf, neginf }) => {
    if (!t.dtype.isFloatingPoint) return t.clone();
    const limit = finfo(t.dtype).max;
    const x = t.detach();
    const [isNan, isHigh, isLow] = [x.isnan(), x.eq(Infinity), x.eq(-Infinity)];
    const out = x
      .maskedFill(isNan, nan ?? 0)
      .maskedFill(isHigh, posinf ?? limit)
      .maskedFill(isLow, neginf ?? -limit);
    return nanToNumBackward.record(out, [t], [isNan.logicalOr(isHigh).logicalOr(isLow)], undefined);
  },
);
