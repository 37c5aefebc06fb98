/**
 * The functions of `torch` that are methods of Tensor too. Made by `npm run functions` from the methods' declarations: change those.
 */
import type { DType, Scalar } from "./shape/index.ts";
import { callAsFunction } from "./tensor/method.ts";
import type { Tensor } from "./tensor/index.ts";
import type { AlphaOptions, DivOptions } from "./tensor/ops/arithmetic.ts";
import type { BetaAlpha } from "./tensor/ops/matrices.ts";
import type { CloseOptions } from "./tensor/ops/compare.ts";
import type { CovOptions, MinAndMax } from "./tensor/ops/running.ts";
import type { DiffEnds } from "./tensor/ops/scan.ts";
import type { Dims, DtypeOption, KeepdimOptions, ReduceOptions } from "./tensor/ops/reduce.ts";
import type { FromGenerator } from "./tensor/random.ts";
import type { NormOptions, Order } from "./tensor/ops/norms.ts";
import type { OverDim, OverDims } from "./tensor/ops/extremes.ts";
import type { QuantileOptions } from "./tensor/ops/quantile.ts";
import type { ScatterOptions } from "./tensor/ops/gather.ts";
import type { SoftmaxOptions } from "./tensor/ops/softmax.ts";
import type { SortOptions, TopkOptions, ValuesAndIndices } from "./tensor/ops/order.ts";
import type { TensorOptions } from "./tensor/from-data.ts";
import type { UniqueOptions } from "./tensor/ops/distinct.ts";
import type { VarOptions } from "./tensor/ops/statistics.ts";

/** The absolute value. */
export function abs(input: Tensor): Tensor;
export function abs(options: { readonly input: Tensor }): Tensor;
export function abs(...given: unknown[]): unknown {
  return callAsFunction("abs", given);
}

/** `abs`, in place. */
export function abs_(input: Tensor): Tensor;
export function abs_(options: { readonly input: Tensor }): Tensor;
export function abs_(...given: unknown[]): unknown {
  return callAsFunction("abs_", given);
}

/** Another name of `abs`. */
export function absolute(input: Tensor): Tensor;
export function absolute(options: { readonly input: Tensor }): Tensor;
export function absolute(...given: unknown[]): unknown {
  return callAsFunction("absolute", given);
}

/** The inverse of the cosine. */
export function acos(input: Tensor): Tensor;
export function acos(options: { readonly input: Tensor }): Tensor;
export function acos(...given: unknown[]): unknown {
  return callAsFunction("acos", given);
}

/** `acos`, in place. */
export function acos_(input: Tensor): Tensor;
export function acos_(options: { readonly input: Tensor }): Tensor;
export function acos_(...given: unknown[]): unknown {
  return callAsFunction("acos_", given);
}

/** The inverse of the hyperbolic cosine. */
export function acosh(input: Tensor): Tensor;
export function acosh(options: { readonly input: Tensor }): Tensor;
export function acosh(...given: unknown[]): unknown {
  return callAsFunction("acosh", given);
}

/** `acosh`, in place. */
export function acosh_(input: Tensor): Tensor;
export function acosh_(options: { readonly input: Tensor }): Tensor;
export function acosh_(...given: unknown[]): unknown {
  return callAsFunction("acosh_", given);
}

/** `self + alpha * other`, broadcasting. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.add.html */
export function add(input: Tensor, other: Tensor | Scalar, options?: AlphaOptions): Tensor;
export function add(options: { readonly input: Tensor; readonly other: Tensor | Scalar } & AlphaOptions): Tensor;
export function add(...given: unknown[]): unknown {
  return callAsFunction("add", given);
}

/** `beta * self + alpha * sum(batch1 @ batch2)`, over the batch. */
export function addbmm(input: Tensor, batch1: Tensor, batch2: Tensor, options?: BetaAlpha): Tensor;
export function addbmm(input: Tensor, batch1: Tensor, options: BetaAlpha & { readonly batch2: Tensor }): Tensor;
export function addbmm(
  input: Tensor,
  options: BetaAlpha & { readonly batch1: Tensor; readonly batch2: Tensor },
): Tensor;
export function addbmm(
  options: { readonly input: Tensor } & (BetaAlpha & { readonly batch1: Tensor; readonly batch2: Tensor }),
): Tensor;
export function addbmm(...given: unknown[]): unknown {
  return callAsFunction("addbmm", given);
}

/** `self + value * tensor1 / tensor2`. */
export function addcdiv(input: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { readonly value?: number }): Tensor;
export function addcdiv(
  input: Tensor,
  tensor1: Tensor,
  options: { readonly tensor2: Tensor; readonly value?: number },
): Tensor;
export function addcdiv(
  input: Tensor,
  options: { readonly tensor1: Tensor; readonly tensor2: Tensor; readonly value?: number },
): Tensor;
export function addcdiv(
  options: { readonly input: Tensor } & { readonly tensor1: Tensor; readonly tensor2: Tensor; readonly value?: number },
): Tensor;
export function addcdiv(...given: unknown[]): unknown {
  return callAsFunction("addcdiv", given);
}

/** `self + value * tensor1 * tensor2`. */
export function addcmul(input: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { readonly value?: number }): Tensor;
export function addcmul(
  input: Tensor,
  tensor1: Tensor,
  options: { readonly tensor2: Tensor; readonly value?: number },
): Tensor;
export function addcmul(
  input: Tensor,
  options: { readonly tensor1: Tensor; readonly tensor2: Tensor; readonly value?: number },
): Tensor;
export function addcmul(
  options: { readonly input: Tensor } & { readonly tensor1: Tensor; readonly tensor2: Tensor; readonly value?: number },
): Tensor;
export function addcmul(...given: unknown[]): unknown {
  return callAsFunction("addcmul", given);
}

/** `beta * self + alpha * (mat1 @ mat2)`. */
export function addmm(
  input: Tensor,
  mat1: Tensor,
  mat2: Tensor,
  options?: { readonly beta?: number; readonly alpha?: number },
): Tensor;
export function addmm(
  input: Tensor,
  mat1: Tensor,
  options: { readonly mat2: Tensor; readonly beta?: number; readonly alpha?: number },
): Tensor;
export function addmm(
  input: Tensor,
  options: {
    readonly mat1: Tensor;
    readonly mat2: Tensor;
    readonly beta?: number;
    readonly alpha?: number;
  },
): Tensor;
export function addmm(
  options: { readonly input: Tensor } & {
    readonly mat1: Tensor;
    readonly mat2: Tensor;
    readonly beta?: number;
    readonly alpha?: number;
  },
): Tensor;
export function addmm(...given: unknown[]): unknown {
  return callAsFunction("addmm", given);
}

/** `beta * self + alpha * (mat @ vec)`. */
export function addmv(input: Tensor, mat: Tensor, vec: Tensor, options?: BetaAlpha): Tensor;
export function addmv(input: Tensor, mat: Tensor, options: BetaAlpha & { readonly vec: Tensor }): Tensor;
export function addmv(input: Tensor, options: BetaAlpha & { readonly mat: Tensor; readonly vec: Tensor }): Tensor;
export function addmv(
  options: { readonly input: Tensor } & (BetaAlpha & { readonly mat: Tensor; readonly vec: Tensor }),
): Tensor;
export function addmv(...given: unknown[]): unknown {
  return callAsFunction("addmv", given);
}

/** `addmv`, in place. */
export function addmv_(input: Tensor, mat: Tensor, vec: Tensor, options?: BetaAlpha): Tensor;
export function addmv_(input: Tensor, mat: Tensor, options: BetaAlpha & { readonly vec: Tensor }): Tensor;
export function addmv_(input: Tensor, options: BetaAlpha & { readonly mat: Tensor; readonly vec: Tensor }): Tensor;
export function addmv_(
  options: { readonly input: Tensor } & (BetaAlpha & { readonly mat: Tensor; readonly vec: Tensor }),
): Tensor;
export function addmv_(...given: unknown[]): unknown {
  return callAsFunction("addmv_", given);
}

/** `beta * self + alpha * outer(vec1, vec2)`. */
export function addr(input: Tensor, vec1: Tensor, vec2: Tensor, options?: BetaAlpha): Tensor;
export function addr(input: Tensor, vec1: Tensor, options: BetaAlpha & { readonly vec2: Tensor }): Tensor;
export function addr(input: Tensor, options: BetaAlpha & { readonly vec1: Tensor; readonly vec2: Tensor }): Tensor;
export function addr(
  options: { readonly input: Tensor } & (BetaAlpha & { readonly vec1: Tensor; readonly vec2: Tensor }),
): Tensor;
export function addr(...given: unknown[]): unknown {
  return callAsFunction("addr", given);
}

/** Whether all elements are true, over all or some dimensions. */
export function all(input: Tensor, dim: Dims | null, keepdim: boolean): Tensor;
export function all(input: Tensor, dim: Dims | null, options?: KeepdimOptions): Tensor;
export function all(input: Tensor, options?: OverDims): Tensor;
export function all(options: { readonly input: Tensor } & OverDims): Tensor;
export function all(...given: unknown[]): unknown {
  return callAsFunction("all", given);
}

/** Whether all elements are close. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.allclose.html */
export function allclose(input: Tensor, other: Tensor, options?: CloseOptions): boolean;
export function allclose(input: Tensor, other: Tensor, rtol: number, atol?: number, equalNan?: boolean): boolean;
export function allclose(input: Tensor, other: Tensor, rtol: number, options: Omit<CloseOptions, "rtol">): boolean;
export function allclose(
  input: Tensor,
  other: Tensor,
  rtol: number,
  atol: number,
  options: { readonly equalNan?: boolean },
): boolean;
export function allclose(input: Tensor, options: CloseOptions & { readonly other: Tensor }): boolean;
export function allclose(options: { readonly input: Tensor } & (CloseOptions & { readonly other: Tensor })): boolean;
export function allclose(...given: unknown[]): unknown {
  return callAsFunction("allclose", given);
}

/** The maximum over dimensions; equal elements share the gradient. */
export function amax(input: Tensor, dim: Dims | null, keepdim: boolean): Tensor;
export function amax(input: Tensor, dim: Dims | null, options?: KeepdimOptions): Tensor;
export function amax(input: Tensor, options?: OverDims): Tensor;
export function amax(options: { readonly input: Tensor } & OverDims): Tensor;
export function amax(...given: unknown[]): unknown {
  return callAsFunction("amax", given);
}

/** The minimum over dimensions; equal elements share the gradient. */
export function amin(input: Tensor, dim: Dims | null, keepdim: boolean): Tensor;
export function amin(input: Tensor, dim: Dims | null, options?: KeepdimOptions): Tensor;
export function amin(input: Tensor, options?: OverDims): Tensor;
export function amin(options: { readonly input: Tensor } & OverDims): Tensor;
export function amin(...given: unknown[]): unknown {
  return callAsFunction("amin", given);
}

/** The least and the largest element, of all or along a dimension. */
export function aminmax(input: Tensor, options?: KeepdimOptions & { readonly dim?: number | null }): MinAndMax;
export function aminmax(
  options: { readonly input: Tensor } & (KeepdimOptions & { readonly dim?: number | null }),
): MinAndMax;
export function aminmax(...given: unknown[]): unknown {
  return callAsFunction("aminmax", given);
}

/** Whether any element is true, over all or some dimensions. */
export function any(input: Tensor, dim: Dims | null, keepdim: boolean): Tensor;
export function any(input: Tensor, dim: Dims | null, options?: KeepdimOptions): Tensor;
export function any(input: Tensor, options?: OverDims): Tensor;
export function any(options: { readonly input: Tensor } & OverDims): Tensor;
export function any(...given: unknown[]): unknown {
  return callAsFunction("any", given);
}

/** Another name of `acos`. */
export function arccos(input: Tensor): Tensor;
export function arccos(options: { readonly input: Tensor }): Tensor;
export function arccos(...given: unknown[]): unknown {
  return callAsFunction("arccos", given);
}

/** `arccos`, in place. */
export function arccos_(input: Tensor): Tensor;
export function arccos_(options: { readonly input: Tensor }): Tensor;
export function arccos_(...given: unknown[]): unknown {
  return callAsFunction("arccos_", given);
}

/** Another name of `acosh`. */
export function arccosh(input: Tensor): Tensor;
export function arccosh(options: { readonly input: Tensor }): Tensor;
export function arccosh(...given: unknown[]): unknown {
  return callAsFunction("arccosh", given);
}

/** `arccosh`, in place. */
export function arccosh_(input: Tensor): Tensor;
export function arccosh_(options: { readonly input: Tensor }): Tensor;
export function arccosh_(...given: unknown[]): unknown {
  return callAsFunction("arccosh_", given);
}

/** Another name of `asin`. */
export function arcsin(input: Tensor): Tensor;
export function arcsin(options: { readonly input: Tensor }): Tensor;
export function arcsin(...given: unknown[]): unknown {
  return callAsFunction("arcsin", given);
}

/** `arcsin`, in place. */
export function arcsin_(input: Tensor): Tensor;
export function arcsin_(options: { readonly input: Tensor }): Tensor;
export function arcsin_(...given: unknown[]): unknown {
  return callAsFunction("arcsin_", given);
}

/** Another name of `asinh`. */
export function arcsinh(input: Tensor): Tensor;
export function arcsinh(options: { readonly input: Tensor }): Tensor;
export function arcsinh(...given: unknown[]): unknown {
  return callAsFunction("arcsinh", given);
}

/** `arcsinh`, in place. */
export function arcsinh_(input: Tensor): Tensor;
export function arcsinh_(options: { readonly input: Tensor }): Tensor;
export function arcsinh_(...given: unknown[]): unknown {
  return callAsFunction("arcsinh_", given);
}

/** Another name of `atan`. */
export function arctan(input: Tensor): Tensor;
export function arctan(options: { readonly input: Tensor }): Tensor;
export function arctan(...given: unknown[]): unknown {
  return callAsFunction("arctan", given);
}

/** Another name of `atan2`. */
export function arctan2(input: Tensor, other: Tensor): Tensor;
export function arctan2(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function arctan2(...given: unknown[]): unknown {
  return callAsFunction("arctan2", given);
}

/** `arctan`, in place. */
export function arctan_(input: Tensor): Tensor;
export function arctan_(options: { readonly input: Tensor }): Tensor;
export function arctan_(...given: unknown[]): unknown {
  return callAsFunction("arctan_", given);
}

/** Another name of `atanh`. */
export function arctanh(input: Tensor): Tensor;
export function arctanh(options: { readonly input: Tensor }): Tensor;
export function arctanh(...given: unknown[]): unknown {
  return callAsFunction("arctanh", given);
}

/** `arctanh`, in place. */
export function arctanh_(input: Tensor): Tensor;
export function arctanh_(options: { readonly input: Tensor }): Tensor;
export function arctanh_(...given: unknown[]): unknown {
  return callAsFunction("arctanh_", given);
}

/** The index of the largest element; without `dim`, its index in the flattened tensor. */
export function argmax(input: Tensor, dim: number | null, keepdim: boolean): Tensor;
export function argmax(input: Tensor, dim: number | null, options?: KeepdimOptions): Tensor;
export function argmax(input: Tensor, options?: OverDim): Tensor;
export function argmax(options: { readonly input: Tensor } & OverDim): Tensor;
export function argmax(...given: unknown[]): unknown {
  return callAsFunction("argmax", given);
}

/** The index of the smallest element; without `dim`, its index in the flattened tensor. */
export function argmin(input: Tensor, dim: number | null, keepdim: boolean): Tensor;
export function argmin(input: Tensor, dim: number | null, options?: KeepdimOptions): Tensor;
export function argmin(input: Tensor, options?: OverDim): Tensor;
export function argmin(options: { readonly input: Tensor } & OverDim): Tensor;
export function argmin(...given: unknown[]): unknown {
  return callAsFunction("argmin", given);
}

/** The positions that would sort a dimension. */
export function argsort(input: Tensor, dim?: number, descending?: boolean): Tensor;
export function argsort(input: Tensor, dim: number, options: Omit<SortOptions, "dim">): Tensor;
export function argsort(input: Tensor, options: SortOptions): Tensor;
export function argsort(options: { readonly input: Tensor } & SortOptions): Tensor;
export function argsort(...given: unknown[]): unknown {
  return callAsFunction("argsort", given);
}

/** The indices of nonzero elements, one row each: `nonzero()`. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.argwhere.html */
export function argwhere(input: Tensor): Tensor;
export function argwhere(options: { readonly input: Tensor }): Tensor;
export function argwhere(...given: unknown[]): unknown {
  return callAsFunction("argwhere", given);
}

/** The inverse of the sine. */
export function asin(input: Tensor): Tensor;
export function asin(options: { readonly input: Tensor }): Tensor;
export function asin(...given: unknown[]): unknown {
  return callAsFunction("asin", given);
}

/** `asin`, in place. */
export function asin_(input: Tensor): Tensor;
export function asin_(options: { readonly input: Tensor }): Tensor;
export function asin_(...given: unknown[]): unknown {
  return callAsFunction("asin_", given);
}

/** The inverse of the hyperbolic sine. */
export function asinh(input: Tensor): Tensor;
export function asinh(options: { readonly input: Tensor }): Tensor;
export function asinh(...given: unknown[]): unknown {
  return callAsFunction("asinh", given);
}

/** `asinh`, in place. */
export function asinh_(input: Tensor): Tensor;
export function asinh_(options: { readonly input: Tensor }): Tensor;
export function asinh_(...given: unknown[]): unknown {
  return callAsFunction("asinh_", given);
}

/** The inverse of the tangent. */
export function atan(input: Tensor): Tensor;
export function atan(options: { readonly input: Tensor }): Tensor;
export function atan(...given: unknown[]): unknown {
  return callAsFunction("atan", given);
}

/** The angle of the point (other, self), elementwise. */
export function atan2(input: Tensor, other: Tensor): Tensor;
export function atan2(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function atan2(...given: unknown[]): unknown {
  return callAsFunction("atan2", given);
}

/** `atan`, in place. */
export function atan_(input: Tensor): Tensor;
export function atan_(options: { readonly input: Tensor }): Tensor;
export function atan_(...given: unknown[]): unknown {
  return callAsFunction("atan_", given);
}

/** The inverse of the hyperbolic tangent. */
export function atanh(input: Tensor): Tensor;
export function atanh(options: { readonly input: Tensor }): Tensor;
export function atanh(...given: unknown[]): unknown {
  return callAsFunction("atanh", given);
}

/** `atanh`, in place. */
export function atanh_(input: Tensor): Tensor;
export function atanh_(options: { readonly input: Tensor }): Tensor;
export function atanh_(...given: unknown[]): unknown {
  return callAsFunction("atanh_", given);
}

/** `beta * self + alpha * (batch1 @ batch2)`, pair by pair. */
export function baddbmm(input: Tensor, batch1: Tensor, batch2: Tensor, options?: BetaAlpha): Tensor;
export function baddbmm(input: Tensor, batch1: Tensor, options: BetaAlpha & { readonly batch2: Tensor }): Tensor;
export function baddbmm(
  input: Tensor,
  options: BetaAlpha & { readonly batch1: Tensor; readonly batch2: Tensor },
): Tensor;
export function baddbmm(
  options: { readonly input: Tensor } & (BetaAlpha & { readonly batch1: Tensor; readonly batch2: Tensor }),
): Tensor;
export function baddbmm(...given: unknown[]): unknown {
  return callAsFunction("baddbmm", given);
}

/** Ones with the probability given by each element, or with the probability `p`; zeros elsewhere. */
export function bernoulli(input: Tensor, options?: FromGenerator & { readonly p?: number }): Tensor;
export function bernoulli(input: Tensor, p: number, options?: FromGenerator): Tensor;
export function bernoulli(options: { readonly input: Tensor } & (FromGenerator & { readonly p?: number })): Tensor;
export function bernoulli(...given: unknown[]): unknown {
  return callAsFunction("bernoulli", given);
}

/** How often each whole number from 0 on occurs. */
export function bincount(input: Tensor, weights?: Tensor | null, minlength?: number): Tensor;
export function bincount(
  input: Tensor,
  options: { readonly weights?: Tensor | null; readonly minlength?: number },
): Tensor;
export function bincount(
  options: { readonly input: Tensor } & { readonly weights?: Tensor | null; readonly minlength?: number },
): Tensor;
export function bincount(...given: unknown[]): unknown {
  return callAsFunction("bincount", given);
}

/** `self & other` of integers or bools. */
export function bitwiseAnd(input: Tensor, other: Tensor | Scalar): Tensor;
export function bitwiseAnd(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function bitwiseAnd(...given: unknown[]): unknown {
  return callAsFunction("bitwiseAnd", given);
}

/** `self << other` of whole numbers. */
export function bitwiseLeftShift(input: Tensor, other: Tensor | Scalar): Tensor;
export function bitwiseLeftShift(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function bitwiseLeftShift(...given: unknown[]): unknown {
  return callAsFunction("bitwiseLeftShift", given);
}

/** Inverts all bits; for bools, logical not. */
export function bitwiseNot(input: Tensor): Tensor;
export function bitwiseNot(options: { readonly input: Tensor }): Tensor;
export function bitwiseNot(...given: unknown[]): unknown {
  return callAsFunction("bitwiseNot", given);
}

/** `self | other` of integers or bools. */
export function bitwiseOr(input: Tensor, other: Tensor | Scalar): Tensor;
export function bitwiseOr(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function bitwiseOr(...given: unknown[]): unknown {
  return callAsFunction("bitwiseOr", given);
}

/** `self >> other` of whole numbers. */
export function bitwiseRightShift(input: Tensor, other: Tensor | Scalar): Tensor;
export function bitwiseRightShift(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function bitwiseRightShift(...given: unknown[]): unknown {
  return callAsFunction("bitwiseRightShift", given);
}

/** `self ^ other` of integers or bools. */
export function bitwiseXor(input: Tensor, other: Tensor | Scalar): Tensor;
export function bitwiseXor(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function bitwiseXor(...given: unknown[]): unknown {
  return callAsFunction("bitwiseXor", given);
}

/** The products of the matrices of two batches, pair by pair. */
export function bmm(input: Tensor, mat2: Tensor): Tensor;
export function bmm(options: { readonly input: Tensor; readonly mat2: Tensor }): Tensor;
export function bmm(...given: unknown[]): unknown {
  return callAsFunction("bmm", given);
}

/** The same as `expand`. */
export function broadcastTo(input: Tensor, size: readonly number[]): Tensor;
export function broadcastTo(options: { readonly input: Tensor; readonly size: readonly number[] }): Tensor;
export function broadcastTo(...given: unknown[]): unknown {
  return callAsFunction("broadcastTo", given);
}

/** Rounded up. */
export function ceil(input: Tensor): Tensor;
export function ceil(options: { readonly input: Tensor }): Tensor;
export function ceil(...given: unknown[]): unknown {
  return callAsFunction("ceil", given);
}

/** `ceil`, in place. */
export function ceil_(input: Tensor): Tensor;
export function ceil_(options: { readonly input: Tensor }): Tensor;
export function ceil_(...given: unknown[]): unknown {
  return callAsFunction("ceil_", given);
}

/** At most `chunks` pieces of equal size (the last may be smaller). */
export function chunk(input: Tensor, chunks: number, dim?: number): Tensor[];
export function chunk(input: Tensor, chunks: number, options: { readonly dim?: number }): Tensor[];
export function chunk(input: Tensor, options: { readonly chunks: number; readonly dim?: number }): Tensor[];
export function chunk(
  options: { readonly input: Tensor } & { readonly chunks: number; readonly dim?: number },
): Tensor[];
export function chunk(...given: unknown[]): unknown {
  return callAsFunction("chunk", given);
}

/** Clamps elements to [min, max]; null leaves a side open. */
export function clamp(input: Tensor, min: Tensor | number | null, max?: Tensor | number | null): Tensor;
export function clamp(
  input: Tensor,
  options: { readonly min?: Tensor | number | null; readonly max?: Tensor | number | null },
): Tensor;
export function clamp(
  input: Tensor,
  min: Tensor | number | null,
  options: { readonly max?: Tensor | number | null },
): Tensor;
export function clamp(
  options: { readonly input: Tensor } & {
    readonly min?: Tensor | number | null;
    readonly max?: Tensor | number | null;
  },
): Tensor;
export function clamp(...given: unknown[]): unknown {
  return callAsFunction("clamp", given);
}

/** Clamps elements from above. */
export function clampMax(input: Tensor, max: number): Tensor;
export function clampMax(options: { readonly input: Tensor; readonly max: number }): Tensor;
export function clampMax(...given: unknown[]): unknown {
  return callAsFunction("clampMax", given);
}

/** `clampMax`, in place. */
export function clampMax_(input: Tensor, max: number): Tensor;
export function clampMax_(options: { readonly input: Tensor; readonly max: number }): Tensor;
export function clampMax_(...given: unknown[]): unknown {
  return callAsFunction("clampMax_", given);
}

/** Clamps elements from below. */
export function clampMin(input: Tensor, min: number): Tensor;
export function clampMin(options: { readonly input: Tensor; readonly min: number }): Tensor;
export function clampMin(...given: unknown[]): unknown {
  return callAsFunction("clampMin", given);
}

/** `clampMin`, in place. */
export function clampMin_(input: Tensor, min: number): Tensor;
export function clampMin_(options: { readonly input: Tensor; readonly min: number }): Tensor;
export function clampMin_(...given: unknown[]): unknown {
  return callAsFunction("clampMin_", given);
}

/** `clamp`, in place. */
export function clamp_(input: Tensor, min: Tensor | number | null, max?: Tensor | number | null): Tensor;
export function clamp_(
  input: Tensor,
  options: { readonly min?: Tensor | number | null; readonly max?: Tensor | number | null },
): Tensor;
export function clamp_(
  input: Tensor,
  min: Tensor | number | null,
  options: { readonly max?: Tensor | number | null },
): Tensor;
export function clamp_(
  options: { readonly input: Tensor } & {
    readonly min?: Tensor | number | null;
    readonly max?: Tensor | number | null;
  },
): Tensor;
export function clamp_(...given: unknown[]): unknown {
  return callAsFunction("clamp_", given);
}

/** Another name of `clamp`. */
export function clip(input: Tensor, min: Tensor | number | null, max?: Tensor | number | null): Tensor;
export function clip(
  input: Tensor,
  options: { readonly min?: Tensor | number | null; readonly max?: Tensor | number | null },
): Tensor;
export function clip(
  input: Tensor,
  min: Tensor | number | null,
  options: { readonly max?: Tensor | number | null },
): Tensor;
export function clip(
  options: { readonly input: Tensor } & {
    readonly min?: Tensor | number | null;
    readonly max?: Tensor | number | null;
  },
): Tensor;
export function clip(...given: unknown[]): unknown {
  return callAsFunction("clip", given);
}

/** `clip`, in place. */
export function clip_(input: Tensor, min: Tensor | number | null, max?: Tensor | number | null): Tensor;
export function clip_(
  input: Tensor,
  options: { readonly min?: Tensor | number | null; readonly max?: Tensor | number | null },
): Tensor;
export function clip_(
  input: Tensor,
  min: Tensor | number | null,
  options: { readonly max?: Tensor | number | null },
): Tensor;
export function clip_(
  options: { readonly input: Tensor } & {
    readonly min?: Tensor | number | null;
    readonly max?: Tensor | number | null;
  },
): Tensor;
export function clip_(...given: unknown[]): unknown {
  return callAsFunction("clip_", given);
}

/** A copy with its own storage; gradients flow through. */
export function clone(input: Tensor): Tensor;
export function clone(options: { readonly input: Tensor }): Tensor;
export function clone(...given: unknown[]): unknown {
  return callAsFunction("clone", given);
}

/** The absolute value of `self` with the sign of `other`. */
export function copysign(input: Tensor, other: Tensor | Scalar): Tensor;
export function copysign(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function copysign(...given: unknown[]): unknown {
  return callAsFunction("copysign", given);
}

/** Correlations of variables, which are rows; columns are observations. */
export function corrcoef(input: Tensor): Tensor;
export function corrcoef(options: { readonly input: Tensor }): Tensor;
export function corrcoef(...given: unknown[]): unknown {
  return callAsFunction("corrcoef", given);
}

/** The cosine. */
export function cos(input: Tensor): Tensor;
export function cos(options: { readonly input: Tensor }): Tensor;
export function cos(...given: unknown[]): unknown {
  return callAsFunction("cos", given);
}

/** `cos`, in place. */
export function cos_(input: Tensor): Tensor;
export function cos_(options: { readonly input: Tensor }): Tensor;
export function cos_(...given: unknown[]): unknown {
  return callAsFunction("cos_", given);
}

/** The hyperbolic cosine. */
export function cosh(input: Tensor): Tensor;
export function cosh(options: { readonly input: Tensor }): Tensor;
export function cosh(...given: unknown[]): unknown {
  return callAsFunction("cosh", given);
}

/** `cosh`, in place. */
export function cosh_(input: Tensor): Tensor;
export function cosh_(options: { readonly input: Tensor }): Tensor;
export function cosh_(...given: unknown[]): unknown {
  return callAsFunction("cosh_", given);
}

/** How many elements are nonzero. */
export function countNonzero(input: Tensor, dim?: Dims | null): Tensor;
export function countNonzero(input: Tensor, options: { readonly dim: Dims | null }): Tensor;
export function countNonzero(options: { readonly input: Tensor } & { readonly dim: Dims | null }): Tensor;
export function countNonzero(...given: unknown[]): unknown {
  return callAsFunction("countNonzero", given);
}

/** Covariances of variables, which are rows; columns are observations. */
export function cov(input: Tensor, options?: CovOptions): Tensor;
export function cov(options: { readonly input: Tensor } & CovOptions): Tensor;
export function cov(...given: unknown[]): unknown {
  return callAsFunction("cov", given);
}

/** The cross product of vectors of three elements along `dim`; null takes the first dimension of size 3. */
export function cross(input: Tensor, other: Tensor, dim?: number | null): Tensor;
export function cross(input: Tensor, other: Tensor, options: { readonly dim?: number | null }): Tensor;
export function cross(input: Tensor, options: { readonly other: Tensor; readonly dim?: number | null }): Tensor;
export function cross(
  options: { readonly input: Tensor } & { readonly other: Tensor; readonly dim?: number | null },
): Tensor;
export function cross(...given: unknown[]): unknown {
  return callAsFunction("cross", given);
}

/** The running maximum along a dimension, with the positions of the elements. */
export function cummax(input: Tensor, dim: number): ValuesAndIndices;
export function cummax(input: Tensor, options: { readonly dim: number }): ValuesAndIndices;
export function cummax(options: { readonly input: Tensor } & { readonly dim: number }): ValuesAndIndices;
export function cummax(...given: unknown[]): unknown {
  return callAsFunction("cummax", given);
}

/** The running minimum along a dimension, with the positions of the elements. */
export function cummin(input: Tensor, dim: number): ValuesAndIndices;
export function cummin(input: Tensor, options: { readonly dim: number }): ValuesAndIndices;
export function cummin(options: { readonly input: Tensor } & { readonly dim: number }): ValuesAndIndices;
export function cummin(...given: unknown[]): unknown {
  return callAsFunction("cummin", given);
}

/** The running product: each element times all before it. */
export function cumprod(input: Tensor, dim: number, options?: DtypeOption): Tensor;
export function cumprod(input: Tensor, options: DtypeOption & { readonly dim: number }): Tensor;
export function cumprod(options: { readonly input: Tensor } & (DtypeOption & { readonly dim: number })): Tensor;
export function cumprod(...given: unknown[]): unknown {
  return callAsFunction("cumprod", given);
}

/** The running sum: each element plus all before it. */
export function cumsum(input: Tensor, dim: number, options?: DtypeOption): Tensor;
export function cumsum(input: Tensor, options: DtypeOption & { readonly dim: number }): Tensor;
export function cumsum(options: { readonly input: Tensor } & (DtypeOption & { readonly dim: number })): Tensor;
export function cumsum(...given: unknown[]): unknown {
  return callAsFunction("cumsum", given);
}

/** Degrees as radians. */
export function deg2rad(input: Tensor): Tensor;
export function deg2rad(options: { readonly input: Tensor }): Tensor;
export function deg2rad(...given: unknown[]): unknown {
  return callAsFunction("deg2rad", given);
}

/** `deg2rad`, in place. */
export function deg2rad_(input: Tensor): Tensor;
export function deg2rad_(options: { readonly input: Tensor }): Tensor;
export function deg2rad_(...given: unknown[]): unknown {
  return callAsFunction("deg2rad_", given);
}

/** The determinant of square matrices [..., n, n]. */
export function det(input: Tensor): Tensor;
export function det(options: { readonly input: Tensor }): Tensor;
export function det(...given: unknown[]): unknown {
  return callAsFunction("det", given);
}

/** The same values, sharing the storage but not part of the graph. */
export function detach(input: Tensor): Tensor;
export function detach(options: { readonly input: Tensor }): Tensor;
export function detach(...given: unknown[]): unknown {
  return callAsFunction("detach", given);
}

/** Detaches this tensor from the graph, in place. */
export function detach_(input: Tensor): Tensor;
export function detach_(options: { readonly input: Tensor }): Tensor;
export function detach_(...given: unknown[]): unknown {
  return callAsFunction("detach_", given);
}

/**
 * For a vector, a square matrix with that diagonal and zeros elsewhere; for a matrix, a copy of its diagonal.
 * `diagonal` 1 is the one above the main diagonal.
 *
 * ```ts
 * torch.diag(torch.tensor([1, 2])).tolist(); // [[1, 0], [0, 2]]
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.diag.html
 * @throws RangeError unless the tensor has 1 or 2 dimensions.
 */
export function diag(input: Tensor, diagonal?: number): Tensor;
export function diag(input: Tensor, options: { readonly diagonal?: number }): Tensor;
export function diag(options: { readonly input: Tensor } & { readonly diagonal?: number }): Tensor;
export function diag(...given: unknown[]): unknown {
  return callAsFunction("diag", given);
}

/** Makes the last dimension the diagonal of two new ones. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.diag_embed.html */
export function diagEmbed(input: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor;
export function diagEmbed(
  input: Tensor,
  options: { readonly offset?: number; readonly dim1?: number; readonly dim2?: number },
): Tensor;
export function diagEmbed(
  input: Tensor,
  offset: number,
  options: { readonly dim1?: number; readonly dim2?: number },
): Tensor;
export function diagEmbed(
  options: { readonly input: Tensor } & { readonly offset?: number; readonly dim1?: number; readonly dim2?: number },
): Tensor;
export function diagEmbed(...given: unknown[]): unknown {
  return callAsFunction("diagEmbed", given);
}

/** A matrix with all elements on a diagonal and zeros elsewhere. */
export function diagflat(input: Tensor, offset?: number): Tensor;
export function diagflat(input: Tensor, options: { readonly offset?: number }): Tensor;
export function diagflat(options: { readonly input: Tensor } & { readonly offset?: number }): Tensor;
export function diagflat(...given: unknown[]): unknown {
  return callAsFunction("diagflat", given);
}

/** The elements whose two indices differ by `offset`, as a view. */
export function diagonal(input: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor;
export function diagonal(
  input: Tensor,
  options: { readonly offset?: number; readonly dim1?: number; readonly dim2?: number },
): Tensor;
export function diagonal(
  input: Tensor,
  offset: number,
  options: { readonly dim1?: number; readonly dim2?: number },
): Tensor;
export function diagonal(input: Tensor, offset: number, dim1: number, options: { readonly dim2?: number }): Tensor;
export function diagonal(
  options: { readonly input: Tensor } & { readonly offset?: number; readonly dim1?: number; readonly dim2?: number },
): Tensor;
export function diagonal(...given: unknown[]): unknown {
  return callAsFunction("diagonal", given);
}

/** A copy with `src` in the place of `diagonal(offset, dim1, dim2)`. */
export function diagonalScatter(input: Tensor, src: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor;
export function diagonalScatter(
  input: Tensor,
  src: Tensor,
  options: { readonly offset?: number; readonly dim1?: number; readonly dim2?: number },
): Tensor;
export function diagonalScatter(options: {
  readonly input: Tensor;
  readonly src: Tensor;
  readonly offset?: number;
  readonly dim1?: number;
  readonly dim2?: number;
}): Tensor;
export function diagonalScatter(...given: unknown[]): unknown {
  return callAsFunction("diagonalScatter", given);
}

/** The differences between neighbours along a dimension. */
export function diff(input: Tensor, n?: number, dim?: number, prepend?: Tensor | null, append?: Tensor | null): Tensor;
export function diff(input: Tensor, n: number, options: DiffEnds & { readonly dim?: number }): Tensor;
export function diff(input: Tensor, options: DiffEnds & { readonly n?: number; readonly dim?: number }): Tensor;
export function diff(
  options: { readonly input: Tensor } & (DiffEnds & { readonly n?: number; readonly dim?: number }),
): Tensor;
export function diff(...given: unknown[]): unknown {
  return callAsFunction("diff", given);
}

/** The derivative of `lgamma`. */
export function digamma(input: Tensor): Tensor;
export function digamma(options: { readonly input: Tensor }): Tensor;
export function digamma(...given: unknown[]): unknown {
  return callAsFunction("digamma", given);
}

/** The p-norm of the difference. */
export function dist(input: Tensor, other: Tensor, p?: number): Tensor;
export function dist(input: Tensor, other: Tensor, options: { readonly p?: number }): Tensor;
export function dist(input: Tensor, options: { readonly other: Tensor; readonly p?: number }): Tensor;
export function dist(options: { readonly input: Tensor } & { readonly other: Tensor; readonly p?: number }): Tensor;
export function dist(...given: unknown[]): unknown {
  return callAsFunction("dist", given);
}

/** `self / other`; integers give float32, unless the quotient is rounded. */
export function div(input: Tensor, other: Tensor | Scalar, options?: DivOptions): Tensor;
export function div(options: { readonly input: Tensor; readonly other: Tensor | Scalar } & DivOptions): Tensor;
export function div(...given: unknown[]): unknown {
  return callAsFunction("div", given);
}

/** Another name of `div`. */
export function divide(input: Tensor, other: Tensor | Scalar, options?: DivOptions): Tensor;
export function divide(options: { readonly input: Tensor; readonly other: Tensor | Scalar } & DivOptions): Tensor;
export function divide(...given: unknown[]): unknown {
  return callAsFunction("divide", given);
}

/** The sum of the products of two vectors' elements. */
export function dot(input: Tensor, tensor: Tensor): Tensor;
export function dot(options: { readonly input: Tensor; readonly tensor: Tensor }): Tensor;
export function dot(...given: unknown[]): unknown {
  return callAsFunction("dot", given);
}

/** Split in depth: along the third dimension. */
export function dsplit(input: Tensor, indicesOrSections: number | readonly number[]): Tensor[];
export function dsplit(input: Tensor, options: { readonly indicesOrSections: number | readonly number[] }): Tensor[];
export function dsplit(
  options: { readonly input: Tensor } & { readonly indicesOrSections: number | readonly number[] },
): Tensor[];
export function dsplit(...given: unknown[]): unknown {
  return callAsFunction("dsplit", given);
}

/** An uninitialised tensor of the same shape and dtype; here it holds zeros. */
export function emptyLike(input: Tensor, options?: TensorOptions): Tensor;
export function emptyLike(options: { readonly input: Tensor } & TensorOptions): Tensor;
export function emptyLike(...given: unknown[]): unknown {
  return callAsFunction("emptyLike", given);
}

/** `self == other`, elementwise. */
export function eq(input: Tensor, other: Tensor | Scalar): Tensor;
export function eq(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function eq(...given: unknown[]): unknown {
  return callAsFunction("eq", given);
}

/** Whether the shapes and all elements are equal. */
export function equal(input: Tensor, other: Tensor): boolean;
export function equal(options: { readonly input: Tensor; readonly other: Tensor }): boolean;
export function equal(...given: unknown[]): unknown {
  return callAsFunction("equal", given);
}

/** The error function. */
export function erf(input: Tensor): Tensor;
export function erf(options: { readonly input: Tensor }): Tensor;
export function erf(...given: unknown[]): unknown {
  return callAsFunction("erf", given);
}

/** `erf`, in place. */
export function erf_(input: Tensor): Tensor;
export function erf_(options: { readonly input: Tensor }): Tensor;
export function erf_(...given: unknown[]): unknown {
  return callAsFunction("erf_", given);
}

/** `1 - erf(self)`, exact for large elements. */
export function erfc(input: Tensor): Tensor;
export function erfc(options: { readonly input: Tensor }): Tensor;
export function erfc(...given: unknown[]): unknown {
  return callAsFunction("erfc", given);
}

/** `erfc`, in place. */
export function erfc_(input: Tensor): Tensor;
export function erfc_(options: { readonly input: Tensor }): Tensor;
export function erfc_(...given: unknown[]): unknown {
  return callAsFunction("erfc_", given);
}

/** The inverse of the error function. */
export function erfinv(input: Tensor): Tensor;
export function erfinv(options: { readonly input: Tensor }): Tensor;
export function erfinv(...given: unknown[]): unknown {
  return callAsFunction("erfinv", given);
}

/** `e ** self`. */
export function exp(input: Tensor): Tensor;
export function exp(options: { readonly input: Tensor }): Tensor;
export function exp(...given: unknown[]): unknown {
  return callAsFunction("exp", given);
}

/** `2 ** self`. */
export function exp2(input: Tensor): Tensor;
export function exp2(options: { readonly input: Tensor }): Tensor;
export function exp2(...given: unknown[]): unknown {
  return callAsFunction("exp2", given);
}

/** `exp2`, in place. */
export function exp2_(input: Tensor): Tensor;
export function exp2_(options: { readonly input: Tensor }): Tensor;
export function exp2_(...given: unknown[]): unknown {
  return callAsFunction("exp2_", given);
}

/** `exp`, in place. */
export function exp_(input: Tensor): Tensor;
export function exp_(options: { readonly input: Tensor }): Tensor;
export function exp_(...given: unknown[]): unknown {
  return callAsFunction("exp_", given);
}

/** `exp(self) - 1`, exact near 0. */
export function expm1(input: Tensor): Tensor;
export function expm1(options: { readonly input: Tensor }): Tensor;
export function expm1(...given: unknown[]): unknown {
  return callAsFunction("expm1", given);
}

/** `expm1`, in place. */
export function expm1_(input: Tensor): Tensor;
export function expm1_(options: { readonly input: Tensor }): Tensor;
export function expm1_(...given: unknown[]): unknown {
  return callAsFunction("expm1_", given);
}

/** Sets every element to one value. */
export function fill_(input: Tensor, value: Scalar | Tensor): Tensor;
export function fill_(options: { readonly input: Tensor; readonly value: Scalar | Tensor }): Tensor;
export function fill_(...given: unknown[]): unknown {
  return callAsFunction("fill_", given);
}

/** Another name of `trunc`. */
export function fix(input: Tensor): Tensor;
export function fix(options: { readonly input: Tensor }): Tensor;
export function fix(...given: unknown[]): unknown {
  return callAsFunction("fix", given);
}

/** `fix`, in place. */
export function fix_(input: Tensor): Tensor;
export function fix_(options: { readonly input: Tensor }): Tensor;
export function fix_(...given: unknown[]): unknown {
  return callAsFunction("fix_", given);
}

/** Joins dimensions `startDim` to `endDim` into one. */
export function flatten(input: Tensor, startDim?: number, endDim?: number): Tensor;
export function flatten(input: Tensor, options: { readonly startDim?: number; readonly endDim?: number }): Tensor;
export function flatten(input: Tensor, startDim: number, options: { readonly endDim?: number }): Tensor;
export function flatten(
  options: { readonly input: Tensor } & { readonly startDim?: number; readonly endDim?: number },
): Tensor;
export function flatten(...given: unknown[]): unknown {
  return callAsFunction("flatten", given);
}

/** Reverses the order along dimensions. */
export function flip(input: Tensor, dims: readonly number[]): Tensor;
export function flip(input: Tensor, options: { readonly dims: number | readonly number[] }): Tensor;
export function flip(options: { readonly input: Tensor } & { readonly dims: number | readonly number[] }): Tensor;
export function flip(...given: unknown[]): unknown {
  return callAsFunction("flip", given);
}

/** Reverses the second dimension. */
export function fliplr(input: Tensor): Tensor;
export function fliplr(options: { readonly input: Tensor }): Tensor;
export function fliplr(...given: unknown[]): unknown {
  return callAsFunction("fliplr", given);
}

/** Reverses the first dimension. */
export function flipud(input: Tensor): Tensor;
export function flipud(options: { readonly input: Tensor }): Tensor;
export function flipud(...given: unknown[]): unknown {
  return callAsFunction("flipud", given);
}

/** The power in float64. */
export function floatPower(input: Tensor, exponent: Tensor | Scalar): Tensor;
export function floatPower(input: Tensor, options: { readonly exponent: Tensor | Scalar }): Tensor;
export function floatPower(options: { readonly input: Tensor } & { readonly exponent: Tensor | Scalar }): Tensor;
export function floatPower(...given: unknown[]): unknown {
  return callAsFunction("floatPower", given);
}

/** Rounded down. */
export function floor(input: Tensor): Tensor;
export function floor(options: { readonly input: Tensor }): Tensor;
export function floor(...given: unknown[]): unknown {
  return callAsFunction("floor", given);
}

/** Python's `//`: the quotient rounded down. */
export function floorDivide(input: Tensor, other: Tensor | Scalar): Tensor;
export function floorDivide(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function floorDivide(...given: unknown[]): unknown {
  return callAsFunction("floorDivide", given);
}

/** `floor`, in place. */
export function floor_(input: Tensor): Tensor;
export function floor_(options: { readonly input: Tensor }): Tensor;
export function floor_(...given: unknown[]): unknown {
  return callAsFunction("floor_", given);
}

/** The elementwise maximum; of a NaN and a number, the number. */
export function fmax(input: Tensor, other: Tensor): Tensor;
export function fmax(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function fmax(...given: unknown[]): unknown {
  return callAsFunction("fmax", given);
}

/** The elementwise minimum; of a NaN and a number, the number. */
export function fmin(input: Tensor, other: Tensor): Tensor;
export function fmin(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function fmin(...given: unknown[]): unknown {
  return callAsFunction("fmin", given);
}

/** C's `%`: the remainder has the dividend's sign. */
export function fmod(input: Tensor, other: Tensor | Scalar): Tensor;
export function fmod(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function fmod(...given: unknown[]): unknown {
  return callAsFunction("fmod", given);
}

/** The fractional part: what `trunc` removes. */
export function frac(input: Tensor): Tensor;
export function frac(options: { readonly input: Tensor }): Tensor;
export function frac(...given: unknown[]): unknown {
  return callAsFunction("frac", given);
}

/** `frac`, in place. */
export function frac_(input: Tensor): Tensor;
export function frac_(options: { readonly input: Tensor }): Tensor;
export function frac_(...given: unknown[]): unknown {
  return callAsFunction("frac_", given);
}

/** `fillValue` everywhere, in the same shape and dtype. */
export function fullLike(input: Tensor, fillValue: Scalar, options?: TensorOptions): Tensor;
export function fullLike(options: { readonly input: Tensor; readonly fillValue: Scalar } & TensorOptions): Tensor;
export function fullLike(...given: unknown[]): unknown {
  return callAsFunction("fullLike", given);
}

/** `out[i][j] = self[index[i][j]][j]` for dim 0, and so on. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.gather.html */
export function gather(input: Tensor, dim: number, index: Tensor): Tensor;
export function gather(
  input: Tensor,
  options: { readonly dim: number; readonly index: Tensor; readonly sparseGrad?: boolean },
): Tensor;
export function gather(
  input: Tensor,
  dim: number,
  options: { readonly index: Tensor; readonly sparseGrad?: boolean },
): Tensor;
export function gather(input: Tensor, dim: number, index: Tensor, options: { readonly sparseGrad?: boolean }): Tensor;
export function gather(
  options: { readonly input: Tensor } & { readonly dim: number; readonly index: Tensor; readonly sparseGrad?: boolean },
): Tensor;
export function gather(...given: unknown[]): unknown {
  return callAsFunction("gather", given);
}

/** The greatest common divisor of whole numbers. */
export function gcd(input: Tensor, other: Tensor): Tensor;
export function gcd(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function gcd(...given: unknown[]): unknown {
  return callAsFunction("gcd", given);
}

/** `gcd`, in place. */
export function gcd_(input: Tensor, other: Tensor): Tensor;
export function gcd_(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function gcd_(...given: unknown[]): unknown {
  return callAsFunction("gcd_", given);
}

/** `self >= other`, elementwise. */
export function ge(input: Tensor, other: Tensor | Scalar): Tensor;
export function ge(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function ge(...given: unknown[]): unknown {
  return callAsFunction("ge", given);
}

/** Another name of `outer`. */
export function ger(input: Tensor, vec2: Tensor): Tensor;
export function ger(options: { readonly input: Tensor; readonly vec2: Tensor }): Tensor;
export function ger(...given: unknown[]): unknown {
  return callAsFunction("ger", given);
}

/** Another name of `gt`. */
export function greater(input: Tensor, other: Tensor | Scalar): Tensor;
export function greater(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function greater(...given: unknown[]): unknown {
  return callAsFunction("greater", given);
}

/** Another name of `ge`. */
export function greaterEqual(input: Tensor, other: Tensor | Scalar): Tensor;
export function greaterEqual(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function greaterEqual(...given: unknown[]): unknown {
  return callAsFunction("greaterEqual", given);
}

/** `self > other`, elementwise. */
export function gt(input: Tensor, other: Tensor | Scalar): Tensor;
export function gt(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function gt(...given: unknown[]): unknown {
  return callAsFunction("gt", given);
}

/** Zero up to `lambd` on both sides, elements beyond it. */
export function hardshrink(input: Tensor, lambd?: number): Tensor;
export function hardshrink(input: Tensor, options: { readonly lambd?: number }): Tensor;
export function hardshrink(options: { readonly input: Tensor } & { readonly lambd?: number }): Tensor;
export function hardshrink(...given: unknown[]): unknown {
  return callAsFunction("hardshrink", given);
}

/** 0 for negative elements, 1 for positive ones, and `values` at 0. */
export function heaviside(input: Tensor, values: Tensor): Tensor;
export function heaviside(input: Tensor, options: { readonly values: Tensor }): Tensor;
export function heaviside(options: { readonly input: Tensor } & { readonly values: Tensor }): Tensor;
export function heaviside(...given: unknown[]): unknown {
  return callAsFunction("heaviside", given);
}

/**
 * How many elements lie in each of `bins` equal parts of [min, max]; if both are 0, of the range of the elements.
 *
 * ```ts
 * torch.tensor([1.5, 2, 1.5]).histc(2, 1, 3); // tensor([2., 1.])
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.histc.html
 * @throws TypeError or RangeError in torch's words for elements that are not floats, or for an invalid range.
 */
export function histc(input: Tensor, bins?: number, min?: number, max?: number): Tensor;
export function histc(
  input: Tensor,
  options: { readonly bins?: number; readonly min?: number; readonly max?: number },
): Tensor;
export function histc(input: Tensor, bins: number, options: { readonly min?: number; readonly max?: number }): Tensor;
export function histc(
  options: { readonly input: Tensor } & { readonly bins?: number; readonly min?: number; readonly max?: number },
): Tensor;
export function histc(...given: unknown[]): unknown {
  return callAsFunction("histc", given);
}

/** Split side by side: along the second dimension, or the first of a vector. */
export function hsplit(input: Tensor, indicesOrSections: number | readonly number[]): Tensor[];
export function hsplit(input: Tensor, options: { readonly indicesOrSections: number | readonly number[] }): Tensor[];
export function hsplit(
  options: { readonly input: Tensor } & { readonly indicesOrSections: number | readonly number[] },
): Tensor[];
export function hsplit(...given: unknown[]): unknown {
  return callAsFunction("hsplit", given);
}

/** `sqrt(self ** 2 + other ** 2)`. */
export function hypot(input: Tensor, other: Tensor): Tensor;
export function hypot(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function hypot(...given: unknown[]): unknown {
  return callAsFunction("hypot", given);
}

/** A copy with rows of `source` added at positions of a dimension. */
export function indexAdd(input: Tensor, dim: number, index: Tensor, source: Tensor, options?: AlphaOptions): Tensor;
export function indexAdd(
  input: Tensor,
  dim: number,
  options: AlphaOptions & { readonly index: Tensor; readonly source: Tensor },
): Tensor;
export function indexAdd(
  input: Tensor,
  dim: number,
  index: Tensor,
  options: AlphaOptions & { readonly source: Tensor },
): Tensor;
export function indexAdd(
  input: Tensor,
  options: AlphaOptions & { readonly dim: number; readonly index: Tensor; readonly source: Tensor },
): Tensor;
export function indexAdd(
  options: { readonly input: Tensor } & (AlphaOptions & {
    readonly dim: number;
    readonly index: Tensor;
    readonly source: Tensor;
  }),
): Tensor;
export function indexAdd(...given: unknown[]): unknown {
  return callAsFunction("indexAdd", given);
}

/** A copy with rows of `source` at positions of a dimension. */
export function indexCopy(input: Tensor, dim: number, index: Tensor, source: Tensor): Tensor;
export function indexCopy(
  input: Tensor,
  options: { readonly dim: number; readonly index: Tensor; readonly source: Tensor },
): Tensor;
export function indexCopy(
  input: Tensor,
  dim: number,
  options: { readonly index: Tensor; readonly source: Tensor },
): Tensor;
export function indexCopy(input: Tensor, dim: number, index: Tensor, options: { readonly source: Tensor }): Tensor;
export function indexCopy(
  options: { readonly input: Tensor } & { readonly dim: number; readonly index: Tensor; readonly source: Tensor },
): Tensor;
export function indexCopy(...given: unknown[]): unknown {
  return callAsFunction("indexCopy", given);
}

/** A copy with `value` at positions of a dimension. */
export function indexFill(input: Tensor, dim: number, index: Tensor, value: Scalar | Tensor): Tensor;
export function indexFill(
  input: Tensor,
  dim: number,
  options: { readonly index: Tensor; readonly value: Scalar | Tensor },
): Tensor;
export function indexFill(
  input: Tensor,
  dim: number,
  index: Tensor,
  options: { readonly value: Scalar | Tensor },
): Tensor;
export function indexFill(
  input: Tensor,
  options: { readonly dim: number; readonly index: Tensor; readonly value: Scalar | Tensor },
): Tensor;
export function indexFill(
  options: { readonly input: Tensor } & {
    readonly dim: number;
    readonly index: Tensor;
    readonly value: Scalar | Tensor;
  },
): Tensor;
export function indexFill(...given: unknown[]): unknown {
  return callAsFunction("indexFill", given);
}

/** A copy with `values` at positions. */
export function indexPut(
  input: Tensor,
  indices: readonly (Tensor | null)[],
  values: Tensor,
  accumulate?: boolean,
): Tensor;
export function indexPut(
  input: Tensor,
  indices: readonly (Tensor | null)[],
  values: Tensor,
  options: { readonly accumulate?: boolean },
): Tensor;
export function indexPut(options: {
  readonly input: Tensor;
  readonly indices: readonly (Tensor | null)[];
  readonly values: Tensor;
  readonly accumulate?: boolean;
}): Tensor;
export function indexPut(...given: unknown[]): unknown {
  return callAsFunction("indexPut", given);
}

/** Writes `values` at positions; with `accumulate` adds them, repeated positions included. */
export function indexPut_(
  input: Tensor,
  indices: readonly (Tensor | null)[],
  values: Tensor,
  accumulate?: boolean,
): Tensor;
export function indexPut_(
  input: Tensor,
  indices: readonly (Tensor | null)[],
  values: Tensor,
  options: { readonly accumulate?: boolean },
): Tensor;
export function indexPut_(options: {
  readonly input: Tensor;
  readonly indices: readonly (Tensor | null)[];
  readonly values: Tensor;
  readonly accumulate?: boolean;
}): Tensor;
export function indexPut_(...given: unknown[]): unknown {
  return callAsFunction("indexPut_", given);
}

/** The entries at the given positions of a dimension. */
export function indexSelect(input: Tensor, dim: number, index: Tensor): Tensor;
export function indexSelect(input: Tensor, options: { readonly dim: number; readonly index: Tensor }): Tensor;
export function indexSelect(input: Tensor, dim: number, options: { readonly index: Tensor }): Tensor;
export function indexSelect(
  options: { readonly input: Tensor } & { readonly dim: number; readonly index: Tensor },
): Tensor;
export function indexSelect(...given: unknown[]): unknown {
  return callAsFunction("indexSelect", given);
}

/** Products of the last dimensions, summed. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.inner.html */
export function inner(input: Tensor, other: Tensor): Tensor;
export function inner(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function inner(...given: unknown[]): unknown {
  return callAsFunction("inner", given);
}

/** The inverse of square matrices [..., n, n]. */
export function inverse(input: Tensor): Tensor;
export function inverse(options: { readonly input: Tensor }): Tensor;
export function inverse(...given: unknown[]): unknown {
  return callAsFunction("inverse", given);
}

/** Whether the one element is not zero. */
export function isNonzero(input: Tensor): boolean;
export function isNonzero(options: { readonly input: Tensor }): boolean;
export function isNonzero(...given: unknown[]): unknown {
  return callAsFunction("isNonzero", given);
}

/** Whether both have the same shape. */
export function isSameSize(input: Tensor, other: Tensor): boolean;
export function isSameSize(options: { readonly input: Tensor; readonly other: Tensor }): boolean;
export function isSameSize(...given: unknown[]): unknown {
  return callAsFunction("isSameSize", given);
}

/** Whether the dtype has negative numbers. */
export function isSigned(input: Tensor): boolean;
export function isSigned(options: { readonly input: Tensor }): boolean;
export function isSigned(...given: unknown[]): unknown {
  return callAsFunction("isSigned", given);
}

/** Elementwise `|self - other| <= atol + rtol * |other|`. */
export function isclose(input: Tensor, other: Tensor, options?: CloseOptions): Tensor;
export function isclose(input: Tensor, other: Tensor, rtol: number, atol?: number, equalNan?: boolean): Tensor;
export function isclose(input: Tensor, other: Tensor, rtol: number, options: Omit<CloseOptions, "rtol">): Tensor;
export function isclose(
  input: Tensor,
  other: Tensor,
  rtol: number,
  atol: number,
  options: { readonly equalNan?: boolean },
): Tensor;
export function isclose(input: Tensor, options: CloseOptions & { readonly other: Tensor }): Tensor;
export function isclose(options: { readonly input: Tensor } & (CloseOptions & { readonly other: Tensor })): Tensor;
export function isclose(...given: unknown[]): unknown {
  return callAsFunction("isclose", given);
}

/** Whether elements are neither infinite nor NaN. */
export function isfinite(input: Tensor): Tensor;
export function isfinite(options: { readonly input: Tensor }): Tensor;
export function isfinite(...given: unknown[]): unknown {
  return callAsFunction("isfinite", given);
}

/** Whether elements are infinite. */
export function isinf(input: Tensor): Tensor;
export function isinf(options: { readonly input: Tensor }): Tensor;
export function isinf(...given: unknown[]): unknown {
  return callAsFunction("isinf", given);
}

/** Whether elements are NaN. */
export function isnan(input: Tensor): Tensor;
export function isnan(options: { readonly input: Tensor }): Tensor;
export function isnan(...given: unknown[]): unknown {
  return callAsFunction("isnan", given);
}

/** Whether elements are negative infinity. */
export function isneginf(input: Tensor): Tensor;
export function isneginf(options: { readonly input: Tensor }): Tensor;
export function isneginf(...given: unknown[]): unknown {
  return callAsFunction("isneginf", given);
}

/** Whether elements are positive infinity. */
export function isposinf(input: Tensor): Tensor;
export function isposinf(options: { readonly input: Tensor }): Tensor;
export function isposinf(...given: unknown[]): unknown {
  return callAsFunction("isposinf", given);
}

/** Whether elements are real numbers: all are. */
export function isreal(input: Tensor): Tensor;
export function isreal(options: { readonly input: Tensor }): Tensor;
export function isreal(...given: unknown[]): unknown {
  return callAsFunction("isreal", given);
}

/** The Kronecker product. */
export function kron(input: Tensor, other: Tensor): Tensor;
export function kron(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function kron(...given: unknown[]): unknown {
  return callAsFunction("kron", given);
}

/**
 * The `k`-th smallest element along a dimension (the last by default), with its position; `k` counts from 1.
 *
 * ```ts
 * torch.tensor([3, 1, 2]).kthvalue(2).values; // tensor(2)
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.kthvalue.html
 * @throws RangeError in torch's words if there is no `k`-th element.
 */
export function kthvalue(input: Tensor, k: number, dim?: number, keepdim?: boolean): ValuesAndIndices;
export function kthvalue(input: Tensor, k: number, dim: number, options: KeepdimOptions): ValuesAndIndices;
export function kthvalue(
  input: Tensor,
  k: number,
  options: KeepdimOptions & { readonly dim?: number },
): ValuesAndIndices;
export function kthvalue(
  input: Tensor,
  options: KeepdimOptions & { readonly k: number; readonly dim?: number },
): ValuesAndIndices;
export function kthvalue(
  options: { readonly input: Tensor } & (KeepdimOptions & { readonly k: number; readonly dim?: number }),
): ValuesAndIndices;
export function kthvalue(...given: unknown[]): unknown {
  return callAsFunction("kthvalue", given);
}

/** The least common multiple of whole numbers. */
export function lcm(input: Tensor, other: Tensor): Tensor;
export function lcm(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function lcm(...given: unknown[]): unknown {
  return callAsFunction("lcm", given);
}

/** `lcm`, in place. */
export function lcm_(input: Tensor, other: Tensor): Tensor;
export function lcm_(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function lcm_(...given: unknown[]): unknown {
  return callAsFunction("lcm_", given);
}

/** `self * 2 ** other`. */
export function ldexp(input: Tensor, other: Tensor): Tensor;
export function ldexp(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function ldexp(...given: unknown[]): unknown {
  return callAsFunction("ldexp", given);
}

/** `ldexp`, in place. */
export function ldexp_(input: Tensor, other: Tensor): Tensor;
export function ldexp_(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function ldexp_(...given: unknown[]): unknown {
  return callAsFunction("ldexp_", given);
}

/** `self <= other`, elementwise. */
export function le(input: Tensor, other: Tensor | Scalar): Tensor;
export function le(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function le(...given: unknown[]): unknown {
  return callAsFunction("le", given);
}

/** `self + weight * (end - self)`. */
export function lerp(input: Tensor, end: Tensor, weight: Tensor | number): Tensor;
export function lerp(input: Tensor, end: Tensor, options: { readonly weight: Tensor | number }): Tensor;
export function lerp(input: Tensor, options: { readonly end: Tensor; readonly weight: Tensor | number }): Tensor;
export function lerp(
  options: { readonly input: Tensor } & { readonly end: Tensor; readonly weight: Tensor | number },
): Tensor;
export function lerp(...given: unknown[]): unknown {
  return callAsFunction("lerp", given);
}

/** Another name of `lt`. */
export function less(input: Tensor, other: Tensor | Scalar): Tensor;
export function less(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function less(...given: unknown[]): unknown {
  return callAsFunction("less", given);
}

/** Another name of `le`. */
export function lessEqual(input: Tensor, other: Tensor | Scalar): Tensor;
export function lessEqual(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function lessEqual(...given: unknown[]): unknown {
  return callAsFunction("lessEqual", given);
}

/** The logarithm of the absolute value of the gamma function. */
export function lgamma(input: Tensor): Tensor;
export function lgamma(options: { readonly input: Tensor }): Tensor;
export function lgamma(...given: unknown[]): unknown {
  return callAsFunction("lgamma", given);
}

/** The natural logarithm. */
export function log(input: Tensor): Tensor;
export function log(options: { readonly input: Tensor }): Tensor;
export function log(...given: unknown[]): unknown {
  return callAsFunction("log", given);
}

/** The logarithm to base 10. */
export function log10(input: Tensor): Tensor;
export function log10(options: { readonly input: Tensor }): Tensor;
export function log10(...given: unknown[]): unknown {
  return callAsFunction("log10", given);
}

/** `log10`, in place. */
export function log10_(input: Tensor): Tensor;
export function log10_(options: { readonly input: Tensor }): Tensor;
export function log10_(...given: unknown[]): unknown {
  return callAsFunction("log10_", given);
}

/** `log(1 + self)`, exact near 0. */
export function log1p(input: Tensor): Tensor;
export function log1p(options: { readonly input: Tensor }): Tensor;
export function log1p(...given: unknown[]): unknown {
  return callAsFunction("log1p", given);
}

/** `log1p`, in place. */
export function log1p_(input: Tensor): Tensor;
export function log1p_(options: { readonly input: Tensor }): Tensor;
export function log1p_(...given: unknown[]): unknown {
  return callAsFunction("log1p_", given);
}

/** The logarithm to base 2. */
export function log2(input: Tensor): Tensor;
export function log2(options: { readonly input: Tensor }): Tensor;
export function log2(...given: unknown[]): unknown {
  return callAsFunction("log2", given);
}

/** `log2`, in place. */
export function log2_(input: Tensor): Tensor;
export function log2_(options: { readonly input: Tensor }): Tensor;
export function log2_(...given: unknown[]): unknown {
  return callAsFunction("log2_", given);
}

/** The logarithm of `softmax`, computed without overflow. */
export function logSoftmax(input: Tensor, dim: number, options?: SoftmaxOptions): Tensor;
export function logSoftmax(input: Tensor, dim: number, dtype: DType | null): Tensor;
export function logSoftmax(input: Tensor, options: SoftmaxOptions & { readonly dim: number }): Tensor;
export function logSoftmax(options: { readonly input: Tensor } & (SoftmaxOptions & { readonly dim: number })): Tensor;
export function logSoftmax(...given: unknown[]): unknown {
  return callAsFunction("logSoftmax", given);
}

/** `log`, in place. */
export function log_(input: Tensor): Tensor;
export function log_(options: { readonly input: Tensor }): Tensor;
export function log_(...given: unknown[]): unknown {
  return callAsFunction("log_", given);
}

/** `log(exp(self) + exp(other))`, computed without overflow. */
export function logaddexp(input: Tensor, other: Tensor): Tensor;
export function logaddexp(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function logaddexp(...given: unknown[]): unknown {
  return callAsFunction("logaddexp", given);
}

/** `log2(2 ** self + 2 ** other)`, computed without overflow. */
export function logaddexp2(input: Tensor, other: Tensor): Tensor;
export function logaddexp2(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function logaddexp2(...given: unknown[]): unknown {
  return callAsFunction("logaddexp2", given);
}

/** `log(cumsum(exp(self)))`, computed without overflow. */
export function logcumsumexp(input: Tensor, dim: number): Tensor;
export function logcumsumexp(input: Tensor, options: { readonly dim: number }): Tensor;
export function logcumsumexp(options: { readonly input: Tensor } & { readonly dim: number }): Tensor;
export function logcumsumexp(...given: unknown[]): unknown {
  return callAsFunction("logcumsumexp", given);
}

/** Whether both are nonzero, elementwise. */
export function logicalAnd(input: Tensor, other: Tensor): Tensor;
export function logicalAnd(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function logicalAnd(...given: unknown[]): unknown {
  return callAsFunction("logicalAnd", given);
}

/** Whether elements are zero. */
export function logicalNot(input: Tensor): Tensor;
export function logicalNot(options: { readonly input: Tensor }): Tensor;
export function logicalNot(...given: unknown[]): unknown {
  return callAsFunction("logicalNot", given);
}

/** Whether at least one is nonzero, elementwise. */
export function logicalOr(input: Tensor, other: Tensor): Tensor;
export function logicalOr(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function logicalOr(...given: unknown[]): unknown {
  return callAsFunction("logicalOr", given);
}

/** Whether exactly one is nonzero, elementwise. */
export function logicalXor(input: Tensor, other: Tensor): Tensor;
export function logicalXor(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function logicalXor(...given: unknown[]): unknown {
  return callAsFunction("logicalXor", given);
}

/** `log(self / (1 - self))`, the inverse of `sigmoid`; `eps` clamps elements to [eps, 1 - eps] first. */
export function logit(input: Tensor, eps?: number | null): Tensor;
export function logit(input: Tensor, options: { readonly eps?: number | null }): Tensor;
export function logit(options: { readonly input: Tensor } & { readonly eps?: number | null }): Tensor;
export function logit(...given: unknown[]): unknown {
  return callAsFunction("logit", given);
}

/** `logit`, in place. */
export function logit_(input: Tensor, eps?: number | null): Tensor;
export function logit_(input: Tensor, options: { readonly eps?: number | null }): Tensor;
export function logit_(options: { readonly input: Tensor } & { readonly eps?: number | null }): Tensor;
export function logit_(...given: unknown[]): unknown {
  return callAsFunction("logit_", given);
}

/** `log(sum(exp(self)))`, computed without overflow. */
export function logsumexp(input: Tensor, dim: Dims, keepdim: boolean): Tensor;
export function logsumexp(input: Tensor, dim: Dims, options?: KeepdimOptions): Tensor;
export function logsumexp(input: Tensor, options: KeepdimOptions & { readonly dim: Dims }): Tensor;
export function logsumexp(options: { readonly input: Tensor } & (KeepdimOptions & { readonly dim: Dims })): Tensor;
export function logsumexp(...given: unknown[]): unknown {
  return callAsFunction("logsumexp", given);
}

/** `self < other`, elementwise. */
export function lt(input: Tensor, other: Tensor | Scalar): Tensor;
export function lt(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function lt(...given: unknown[]): unknown {
  return callAsFunction("lt", given);
}

/** `value` where `mask` is true. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.masked_fill.html */
export function maskedFill(input: Tensor, mask: Tensor, value: Tensor | Scalar): Tensor;
export function maskedFill(input: Tensor, mask: Tensor, options: { readonly value: Tensor | Scalar }): Tensor;
export function maskedFill(input: Tensor, options: { readonly mask: Tensor; readonly value: Tensor | Scalar }): Tensor;
export function maskedFill(
  options: { readonly input: Tensor } & { readonly mask: Tensor; readonly value: Tensor | Scalar },
): Tensor;
export function maskedFill(...given: unknown[]): unknown {
  return callAsFunction("maskedFill", given);
}

/** A copy with the elements of `source`, in order, where `mask` is true. */
export function maskedScatter(input: Tensor, mask: Tensor, source: Tensor): Tensor;
export function maskedScatter(input: Tensor, options: { readonly mask: Tensor; readonly source: Tensor }): Tensor;
export function maskedScatter(input: Tensor, mask: Tensor, options: { readonly source: Tensor }): Tensor;
export function maskedScatter(
  options: { readonly input: Tensor } & { readonly mask: Tensor; readonly source: Tensor },
): Tensor;
export function maskedScatter(...given: unknown[]): unknown {
  return callAsFunction("maskedScatter", given);
}

/** The elements where the mask is true, as a vector. */
export function maskedSelect(input: Tensor, mask: Tensor): Tensor;
export function maskedSelect(options: { readonly input: Tensor; readonly mask: Tensor }): Tensor;
export function maskedSelect(...given: unknown[]): unknown {
  return callAsFunction("maskedSelect", given);
}

/** The product of matrices, batches of matrices, and vectors. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.matmul.html */
export function matmul(input: Tensor, other: Tensor): Tensor;
export function matmul(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function matmul(...given: unknown[]): unknown {
  return callAsFunction("matmul", given);
}

/** The product of `n` copies of a square matrix; of its inverse for negative `n`. */
export function matrixPower(input: Tensor, n: number): Tensor;
export function matrixPower(input: Tensor, options: { readonly n: number }): Tensor;
export function matrixPower(options: { readonly input: Tensor } & { readonly n: number }): Tensor;
export function matrixPower(...given: unknown[]): unknown {
  return callAsFunction("matrixPower", given);
}

/** The largest element; along a dimension with positions; or elementwise with another tensor. */
export function max(input: Tensor): Tensor;
export function max(input: Tensor, dim: number, keepdim: boolean): ValuesAndIndices;
export function max(input: Tensor, dim: number, options?: KeepdimOptions): ValuesAndIndices;
export function max(input: Tensor, options: KeepdimOptions & { readonly dim: number }): ValuesAndIndices;
export function max(input: Tensor, other: Tensor): Tensor;
export function max(options: { readonly input: Tensor } & (KeepdimOptions & { readonly dim: number })): Tensor;
export function max(...given: unknown[]): unknown {
  return callAsFunction("max", given);
}

/** The elementwise maximum; NaN where either is NaN. */
export function maximum(input: Tensor, other: Tensor): Tensor;
export function maximum(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function maximum(...given: unknown[]): unknown {
  return callAsFunction("maximum", given);
}

/** The mean; floating point tensors only. */
export function mean(input: Tensor, dim: Dims | null, keepdim: boolean, options?: DtypeOption): Tensor;
export function mean(input: Tensor, dim: Dims | null, options?: ReduceOptions): Tensor;
export function mean(input: Tensor, options?: ReduceOptions & { readonly dim?: Dims | null }): Tensor;
export function mean(options: { readonly input: Tensor } & (ReduceOptions & { readonly dim?: Dims | null })): Tensor;
export function mean(...given: unknown[]): unknown {
  return callAsFunction("mean", given);
}

/** The lower of the middle elements. */
export function median(input: Tensor): Tensor;
export function median(input: Tensor, dim: number, keepdim: boolean): ValuesAndIndices;
export function median(input: Tensor, dim: number, options?: KeepdimOptions): ValuesAndIndices;
export function median(input: Tensor, options: KeepdimOptions & { readonly dim: number }): ValuesAndIndices;
export function median(options: { readonly input: Tensor } & (KeepdimOptions & { readonly dim: number })): Tensor;
export function median(...given: unknown[]): unknown {
  return callAsFunction("median", given);
}

/** The smallest element; along a dimension with positions; or elementwise with another tensor. */
export function min(input: Tensor): Tensor;
export function min(input: Tensor, dim: number, keepdim: boolean): ValuesAndIndices;
export function min(input: Tensor, dim: number, options?: KeepdimOptions): ValuesAndIndices;
export function min(input: Tensor, options: KeepdimOptions & { readonly dim: number }): ValuesAndIndices;
export function min(input: Tensor, other: Tensor): Tensor;
export function min(options: { readonly input: Tensor } & (KeepdimOptions & { readonly dim: number })): Tensor;
export function min(...given: unknown[]): unknown {
  return callAsFunction("min", given);
}

/** The elementwise minimum; NaN where either is NaN. */
export function minimum(input: Tensor, other: Tensor): Tensor;
export function minimum(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function minimum(...given: unknown[]): unknown {
  return callAsFunction("minimum", given);
}

/** The product of two matrices. */
export function mm(input: Tensor, mat2: Tensor): Tensor;
export function mm(options: { readonly input: Tensor; readonly mat2: Tensor }): Tensor;
export function mm(...given: unknown[]): unknown {
  return callAsFunction("mm", given);
}

/**
 * The most frequent value along a dimension (the last by default), the smallest if there are several, with a
 * position of it.
 *
 * ```ts
 * torch.tensor([2, 1, 2, 3]).mode().values; // tensor(2)
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.mode.html
 */
export function mode(input: Tensor, dim?: number, keepdim?: boolean): ValuesAndIndices;
export function mode(input: Tensor, dim: number, options: KeepdimOptions): ValuesAndIndices;
export function mode(input: Tensor, options: KeepdimOptions & { readonly dim?: number }): ValuesAndIndices;
export function mode(
  options: { readonly input: Tensor } & (KeepdimOptions & { readonly dim?: number }),
): ValuesAndIndices;
export function mode(...given: unknown[]): unknown {
  return callAsFunction("mode", given);
}

/** Another name of `movedim`. */
export function moveaxis(
  input: Tensor,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor;
export function moveaxis(
  input: Tensor,
  source: number | readonly number[],
  options: { readonly destination: number | readonly number[] },
): Tensor;
export function moveaxis(
  input: Tensor,
  options: {
    readonly source: number | readonly number[];
    readonly destination: number | readonly number[];
  },
): Tensor;
export function moveaxis(
  options: { readonly input: Tensor } & {
    readonly source: number | readonly number[];
    readonly destination: number | readonly number[];
  },
): Tensor;
export function moveaxis(...given: unknown[]): unknown {
  return callAsFunction("moveaxis", given);
}

/** Moves dimensions to other places, as a view. */
export function movedim(
  input: Tensor,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor;
export function movedim(
  input: Tensor,
  source: number | readonly number[],
  options: { readonly destination: number | readonly number[] },
): Tensor;
export function movedim(
  input: Tensor,
  options: {
    readonly source: number | readonly number[];
    readonly destination: number | readonly number[];
  },
): Tensor;
export function movedim(
  options: { readonly input: Tensor } & {
    readonly source: number | readonly number[];
    readonly destination: number | readonly number[];
  },
): Tensor;
export function movedim(...given: unknown[]): unknown {
  return callAsFunction("movedim", given);
}

/** Sorted along the first dimension. */
export function msort(input: Tensor): Tensor;
export function msort(options: { readonly input: Tensor }): Tensor;
export function msort(...given: unknown[]): unknown {
  return callAsFunction("msort", given);
}

/** `self * other`. */
export function mul(input: Tensor, other: Tensor | Scalar): Tensor;
export function mul(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function mul(...given: unknown[]): unknown {
  return callAsFunction("mul", given);
}

/** Indices drawn according to the weights in each row. */
export function multinomial(
  input: Tensor,
  numSamples: number,
  options?: FromGenerator & { readonly replacement?: boolean },
): Tensor;
export function multinomial(input: Tensor, numSamples: number, replacement: boolean, options?: FromGenerator): Tensor;
export function multinomial(
  input: Tensor,
  options: FromGenerator & { readonly numSamples: number; readonly replacement?: boolean },
): Tensor;
export function multinomial(
  options: { readonly input: Tensor } & (FromGenerator & {
    readonly numSamples: number;
    readonly replacement?: boolean;
  }),
): Tensor;
export function multinomial(...given: unknown[]): unknown {
  return callAsFunction("multinomial", given);
}

/** Another name of `mul`. */
export function multiply(input: Tensor, other: Tensor | Scalar): Tensor;
export function multiply(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function multiply(...given: unknown[]): unknown {
  return callAsFunction("multiply", given);
}

/** A matrix times a vector. */
export function mv(input: Tensor, vec: Tensor): Tensor;
export function mv(options: { readonly input: Tensor; readonly vec: Tensor }): Tensor;
export function mv(...given: unknown[]): unknown {
  return callAsFunction("mv", given);
}

/** Replaces NaN and infinite elements with 0, 1 or `replacement`. */
export function nanToNum(input: Tensor, nan?: number | null, posinf?: number | null, neginf?: number | null): Tensor;
export function nanToNum(
  input: Tensor,
  options: {
    readonly nan?: number;
    readonly posinf?: number | null;
    readonly neginf?: number | null;
  },
): Tensor;
export function nanToNum(
  options: { readonly input: Tensor } & {
    readonly nan?: number;
    readonly posinf?: number | null;
    readonly neginf?: number | null;
  },
): Tensor;
export function nanToNum(...given: unknown[]): unknown {
  return callAsFunction("nanToNum", given);
}

/** `nanToNum`, in place. */
export function nanToNum_(input: Tensor, nan?: number | null, posinf?: number | null, neginf?: number | null): Tensor;
export function nanToNum_(
  input: Tensor,
  options: {
    readonly nan?: number;
    readonly posinf?: number | null;
    readonly neginf?: number | null;
  },
): Tensor;
export function nanToNum_(
  options: { readonly input: Tensor } & {
    readonly nan?: number;
    readonly posinf?: number | null;
    readonly neginf?: number | null;
  },
): Tensor;
export function nanToNum_(...given: unknown[]): unknown {
  return callAsFunction("nanToNum_", given);
}

/** The mean of the elements that are not NaN. */
export function nanmean(input: Tensor, dim: Dims | null, keepdim: boolean, options?: DtypeOption): Tensor;
export function nanmean(input: Tensor, dim: Dims | null, options?: KeepdimOptions & DtypeOption): Tensor;
export function nanmean(input: Tensor, options?: KeepdimOptions & DtypeOption & { readonly dim?: Dims | null }): Tensor;
export function nanmean(
  options: { readonly input: Tensor } & (KeepdimOptions & DtypeOption & { readonly dim?: Dims | null }),
): Tensor;
export function nanmean(...given: unknown[]): unknown {
  return callAsFunction("nanmean", given);
}

/** `quantile` of the elements that are not NaN. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.nanquantile.html */
export function nanquantile(input: Tensor, q: number | Tensor, options?: QuantileOptions): Tensor;
export function nanquantile(
  input: Tensor,
  q: number | Tensor,
  dim: number | null,
  options?: Omit<QuantileOptions, "dim">,
): Tensor;
export function nanquantile(
  input: Tensor,
  q: number | Tensor,
  dim: number | null,
  keepdim: boolean,
  options?: Pick<QuantileOptions, "interpolation">,
): Tensor;
export function nanquantile(input: Tensor, options: QuantileOptions & { readonly q: number | Tensor }): Tensor;
export function nanquantile(
  options: { readonly input: Tensor } & (QuantileOptions & { readonly q: number | Tensor }),
): Tensor;
export function nanquantile(...given: unknown[]): unknown {
  return callAsFunction("nanquantile", given);
}

/** The sum of the elements that are not NaN. */
export function nansum(input: Tensor, dim: Dims | null, keepdim: boolean, options?: DtypeOption): Tensor;
export function nansum(input: Tensor, dim: Dims | null, options?: KeepdimOptions & DtypeOption): Tensor;
export function nansum(input: Tensor, options?: KeepdimOptions & DtypeOption & { readonly dim?: Dims | null }): Tensor;
export function nansum(
  options: { readonly input: Tensor } & (KeepdimOptions & DtypeOption & { readonly dim?: Dims | null }),
): Tensor;
export function nansum(...given: unknown[]): unknown {
  return callAsFunction("nansum", given);
}

/** `length` entries of a dimension, beginning at `start`. */
export function narrow(input: Tensor, dim: number, start: number | Tensor, length: number): Tensor;
export function narrow(
  input: Tensor,
  options: { readonly dim: number; readonly start: number | Tensor; readonly length: number },
): Tensor;
export function narrow(
  input: Tensor,
  dim: number,
  options: { readonly start: number | Tensor; readonly length: number },
): Tensor;
export function narrow(
  input: Tensor,
  dim: number,
  start: number | Tensor,
  options: { readonly length: number },
): Tensor;
export function narrow(
  options: { readonly input: Tensor } & {
    readonly dim: number;
    readonly start: number | Tensor;
    readonly length: number;
  },
): Tensor;
export function narrow(...given: unknown[]): unknown {
  return callAsFunction("narrow", given);
}

/** `self != other`, elementwise. */
export function ne(input: Tensor, other: Tensor | Scalar): Tensor;
export function ne(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function ne(...given: unknown[]): unknown {
  return callAsFunction("ne", given);
}

/** `-self`. */
export function neg(input: Tensor): Tensor;
export function neg(options: { readonly input: Tensor }): Tensor;
export function neg(...given: unknown[]): unknown {
  return callAsFunction("neg", given);
}

/** `neg`, in place. */
export function neg_(input: Tensor): Tensor;
export function neg_(options: { readonly input: Tensor }): Tensor;
export function neg_(...given: unknown[]): unknown {
  return callAsFunction("neg_", given);
}

/** Another name of `neg`. */
export function negative(input: Tensor): Tensor;
export function negative(options: { readonly input: Tensor }): Tensor;
export function negative(...given: unknown[]): unknown {
  return callAsFunction("negative", given);
}

/** `negative`, in place. */
export function negative_(input: Tensor): Tensor;
export function negative_(options: { readonly input: Tensor }): Tensor;
export function negative_(...given: unknown[]): unknown {
  return callAsFunction("negative_", given);
}

/** Positions of the elements that are not zero: [n, D]; with `asTuple` one vector for each dimension. */
export function nonzero(input: Tensor, options?: { readonly asTuple?: false }): Tensor;
export function nonzero(input: Tensor, options: { readonly asTuple: true }): Tensor[];
export function nonzero(options: { readonly input: Tensor } & { readonly asTuple?: false }): Tensor;
export function nonzero(...given: unknown[]): unknown {
  return callAsFunction("nonzero", given);
}

/** The p-norm `(sum |x|^p)^(1/p)`; p is 2 by default. */
export function norm(input: Tensor, options?: NormOptions & { readonly p?: Order; readonly dim?: Dims | null }): Tensor;
export function norm(input: Tensor, p: Order, options?: NormOptions & { readonly dim?: Dims | null }): Tensor;
export function norm(input: Tensor, p: Order, dim: Dims | null, options?: NormOptions): Tensor;
export function norm(input: Tensor, p: Order, dim: Dims | null, keepdim: boolean, dtype?: DType | null): Tensor;
export function norm(
  options: { readonly input: Tensor } & (NormOptions & { readonly p?: Order; readonly dim?: Dims | null }),
): Tensor;
export function norm(...given: unknown[]): unknown {
  return callAsFunction("norm", given);
}

/** Another name of `ne`. */
export function notEqual(input: Tensor, other: Tensor | Scalar): Tensor;
export function notEqual(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function notEqual(...given: unknown[]): unknown {
  return callAsFunction("notEqual", given);
}

/** Ones of the same shape and dtype. */
export function onesLike(input: Tensor, options?: TensorOptions): Tensor;
export function onesLike(options: { readonly input: Tensor } & TensorOptions): Tensor;
export function onesLike(...given: unknown[]): unknown {
  return callAsFunction("onesLike", given);
}

/** All products of one element from each of two vectors. */
export function outer(input: Tensor, vec2: Tensor): Tensor;
export function outer(options: { readonly input: Tensor; readonly vec2: Tensor }): Tensor;
export function outer(...given: unknown[]): unknown {
  return callAsFunction("outer", given);
}

/** The dimensions in another order, as a view. */
export function permute(input: Tensor, dims: readonly number[]): Tensor;
export function permute(options: { readonly input: Tensor; readonly dims: readonly number[] }): Tensor;
export function permute(...given: unknown[]): unknown {
  return callAsFunction("permute", given);
}

/** The tensor itself, unless it is bool. */
export function positive(input: Tensor): Tensor;
export function positive(options: { readonly input: Tensor }): Tensor;
export function positive(...given: unknown[]): unknown {
  return callAsFunction("positive", given);
}

/** The product; integers and bool give int64. */
export function prod(input: Tensor, dim: number | null, keepdim: boolean, options?: DtypeOption): Tensor;
export function prod(input: Tensor, dim: number | null, options?: ReduceOptions): Tensor;
export function prod(input: Tensor, options?: ReduceOptions & { readonly dim?: number | null }): Tensor;
export function prod(options: { readonly input: Tensor } & (ReduceOptions & { readonly dim?: number | null })): Tensor;
export function prod(...given: unknown[]): unknown {
  return callAsFunction("prod", given);
}

/** A copy with `source` at positions of the flattened tensor. */
export function put(input: Tensor, index: Tensor, source: Tensor, accumulate?: boolean): Tensor;
export function put(
  input: Tensor,
  index: Tensor,
  options: { readonly source: Tensor; readonly accumulate?: boolean },
): Tensor;
export function put(input: Tensor, index: Tensor, source: Tensor, options: { readonly accumulate?: boolean }): Tensor;
export function put(
  input: Tensor,
  options: { readonly index: Tensor; readonly source: Tensor; readonly accumulate?: boolean },
): Tensor;
export function put(
  options: { readonly input: Tensor } & {
    readonly index: Tensor;
    readonly source: Tensor;
    readonly accumulate?: boolean;
  },
): Tensor;
export function put(...given: unknown[]): unknown {
  return callAsFunction("put", given);
}

/**
 * The value below which a fraction `q` of the elements lies; for a vector `q`, several values along a new first
 * dimension.
 *
 * ```ts
 * torch.tensor([0.5, 1, 2, 4]).quantile(0.5); // tensor(1.5000)
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.quantile.html
 * @throws TypeError or RangeError in torch's words for elements that are not floats, or `q` outside [0, 1].
 */
export function quantile(input: Tensor, q: number | Tensor, options?: QuantileOptions): Tensor;
export function quantile(
  input: Tensor,
  q: number | Tensor,
  dim: number | null,
  options?: Omit<QuantileOptions, "dim">,
): Tensor;
export function quantile(
  input: Tensor,
  q: number | Tensor,
  dim: number | null,
  keepdim: boolean,
  options?: Pick<QuantileOptions, "interpolation">,
): Tensor;
export function quantile(input: Tensor, options: QuantileOptions & { readonly q: number | Tensor }): Tensor;
export function quantile(
  options: { readonly input: Tensor } & (QuantileOptions & { readonly q: number | Tensor }),
): Tensor;
export function quantile(...given: unknown[]): unknown {
  return callAsFunction("quantile", given);
}

/** Radians as degrees. */
export function rad2deg(input: Tensor): Tensor;
export function rad2deg(options: { readonly input: Tensor }): Tensor;
export function rad2deg(...given: unknown[]): unknown {
  return callAsFunction("rad2deg", given);
}

/** `rad2deg`, in place. */
export function rad2deg_(input: Tensor): Tensor;
export function rad2deg_(options: { readonly input: Tensor }): Tensor;
export function rad2deg_(...given: unknown[]): unknown {
  return callAsFunction("rad2deg_", given);
}

/** Uniform numbers from [0, 1) in the same shape. */
export function randLike(input: Tensor, options?: TensorOptions): Tensor;
export function randLike(options: { readonly input: Tensor } & TensorOptions): Tensor;
export function randLike(...given: unknown[]): unknown {
  return callAsFunction("randLike", given);
}

/** Whole numbers from [low, high) in the same shape; `low` is 0 unless given. */
export function randintLike(input: Tensor, high: number, options?: TensorOptions): Tensor;
export function randintLike(input: Tensor, low: number, high: number, options?: TensorOptions): Tensor;
export function randintLike(
  options: { readonly input: Tensor; readonly low: number; readonly high: number } & TensorOptions,
): Tensor;
export function randintLike(...given: unknown[]): unknown {
  return callAsFunction("randintLike", given);
}

/** Standard normal numbers in the same shape. */
export function randnLike(input: Tensor, options?: TensorOptions): Tensor;
export function randnLike(options: { readonly input: Tensor } & TensorOptions): Tensor;
export function randnLike(...given: unknown[]): unknown {
  return callAsFunction("randnLike", given);
}

/** Joins all dimensions into one. */
export function ravel(input: Tensor): Tensor;
export function ravel(options: { readonly input: Tensor }): Tensor;
export function ravel(...given: unknown[]): unknown {
  return callAsFunction("ravel", given);
}

/** `1 / self`. */
export function reciprocal(input: Tensor): Tensor;
export function reciprocal(options: { readonly input: Tensor }): Tensor;
export function reciprocal(...given: unknown[]): unknown {
  return callAsFunction("reciprocal", given);
}

/** `reciprocal`, in place. */
export function reciprocal_(input: Tensor): Tensor;
export function reciprocal_(options: { readonly input: Tensor }): Tensor;
export function reciprocal_(...given: unknown[]): unknown {
  return callAsFunction("reciprocal_", given);
}

/** `max(self, 0)`. */
export function relu(input: Tensor): Tensor;
export function relu(options: { readonly input: Tensor }): Tensor;
export function relu(...given: unknown[]): unknown {
  return callAsFunction("relu", given);
}

/** `relu`, in place. */
export function relu_(input: Tensor): Tensor;
export function relu_(options: { readonly input: Tensor }): Tensor;
export function relu_(...given: unknown[]): unknown {
  return callAsFunction("relu_", given);
}

/** Python's `%`: the remainder has the divisor's sign. */
export function remainder(input: Tensor, other: Tensor | Scalar): Tensor;
export function remainder(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function remainder(...given: unknown[]): unknown {
  return callAsFunction("remainder", given);
}

/** Repeats each entry of a dimension. */
export function repeatInterleave(input: Tensor, repeats: number | Tensor, dim?: number | null): Tensor;
export function repeatInterleave(
  input: Tensor,
  repeats: number | Tensor,
  options: { readonly dim?: number | null },
): Tensor;
export function repeatInterleave(options: {
  readonly input: Tensor;
  readonly repeats: number | Tensor;
  readonly dim?: number | null;
}): Tensor;
export function repeatInterleave(...given: unknown[]): unknown {
  return callAsFunction("repeatInterleave", given);
}

/** A view if possible, else a copy. */
export function reshape(input: Tensor, sizes: readonly number[]): Tensor;
export function reshape(options: { readonly input: Tensor; readonly sizes: readonly number[] }): Tensor;
export function reshape(...given: unknown[]): unknown {
  return callAsFunction("reshape", given);
}

/** Shifts elements by `shifts` places along dimensions; what leaves at the end comes back at the front. */
export function roll(
  input: Tensor,
  shifts: number | readonly number[],
  dims?: number | readonly number[] | null,
): Tensor;
export function roll(
  input: Tensor,
  shifts: number | readonly number[],
  options: { readonly dims?: number | readonly number[] | null },
): Tensor;
export function roll(
  input: Tensor,
  options: {
    readonly shifts: number | readonly number[];
    readonly dims?: number | readonly number[] | null;
  },
): Tensor;
export function roll(
  options: { readonly input: Tensor } & {
    readonly shifts: number | readonly number[];
    readonly dims?: number | readonly number[] | null;
  },
): Tensor;
export function roll(...given: unknown[]): unknown {
  return callAsFunction("roll", given);
}

/**
 * Rotates by `k` right angles in the plane of two dimensions, from the first towards the second.
 *
 * ```ts
 * torch.tensor([[1, 2], [3, 4]]).rot90().tolist(); // [[2, 4], [1, 3]]
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.rot90.html
 * @throws RangeError in torch's words if the two dimensions are the same.
 */
export function rot90(input: Tensor, k?: number, dims?: readonly number[]): Tensor;
export function rot90(input: Tensor, k: number, options: { readonly dims?: readonly number[] }): Tensor;
export function rot90(input: Tensor, options: { readonly k?: number; readonly dims?: readonly number[] }): Tensor;
export function rot90(
  options: { readonly input: Tensor } & { readonly k?: number; readonly dims?: readonly number[] },
): Tensor;
export function rot90(...given: unknown[]): unknown {
  return callAsFunction("rot90", given);
}

/** Rounds to `decimals` digits after the point (0 by default); halves go to the even digit. */
export function round(input: Tensor, options?: { readonly decimals?: number }): Tensor;
export function round(options: { readonly input: Tensor } & { readonly decimals?: number }): Tensor;
export function round(...given: unknown[]): unknown {
  return callAsFunction("round", given);
}

/** `round`, in place. */
export function round_(input: Tensor, options?: { readonly decimals?: number }): Tensor;
export function round_(options: { readonly input: Tensor } & { readonly decimals?: number }): Tensor;
export function round_(...given: unknown[]): unknown {
  return callAsFunction("round_", given);
}

/** `1 / sqrt(self)`. */
export function rsqrt(input: Tensor): Tensor;
export function rsqrt(options: { readonly input: Tensor }): Tensor;
export function rsqrt(...given: unknown[]): unknown {
  return callAsFunction("rsqrt", given);
}

/** `rsqrt`, in place. */
export function rsqrt_(input: Tensor): Tensor;
export function rsqrt_(options: { readonly input: Tensor }): Tensor;
export function rsqrt_(...given: unknown[]): unknown {
  return callAsFunction("rsqrt_", given);
}

/** `other - alpha * self`. */
export function rsub(input: Tensor, other: Tensor | Scalar, options?: AlphaOptions): Tensor;
export function rsub(options: { readonly input: Tensor; readonly other: Tensor | Scalar } & AlphaOptions): Tensor;
export function rsub(...given: unknown[]): unknown {
  return callAsFunction("rsub", given);
}

/** A copy with `source` (or one number) written where `index` says; the inverse of `gather`. */
export function scatter(
  input: Tensor,
  dim: number,
  index: Tensor,
  src: Tensor | Scalar,
  options?: ScatterOptions,
): Tensor;
export function scatter(
  input: Tensor,
  dim: number,
  index: Tensor,
  options: ScatterOptions & ({ readonly src: Tensor } | { readonly value: Scalar }),
): Tensor;
export function scatter(
  options: {
    readonly input: Tensor;
    readonly dim: number;
    readonly index: Tensor;
    readonly src: Tensor | Scalar;
  } & ScatterOptions,
): Tensor;
export function scatter(...given: unknown[]): unknown {
  return callAsFunction("scatter", given);
}

/** A copy with `source` added where `index` says. */
export function scatterAdd(input: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
export function scatterAdd(
  input: Tensor,
  dim: number,
  options: { readonly index: Tensor; readonly src: Tensor },
): Tensor;
export function scatterAdd(input: Tensor, dim: number, index: Tensor, options: { readonly src: Tensor }): Tensor;
export function scatterAdd(
  input: Tensor,
  options: { readonly dim: number; readonly index: Tensor; readonly src: Tensor },
): Tensor;
export function scatterAdd(
  options: { readonly input: Tensor } & { readonly dim: number; readonly index: Tensor; readonly src: Tensor },
): Tensor;
export function scatterAdd(...given: unknown[]): unknown {
  return callAsFunction("scatterAdd", given);
}

/** Entry `index` of a dimension, which is removed. */
export function select(input: Tensor, dim: number, index: number): Tensor;
export function select(input: Tensor, options: { readonly dim: number; readonly index: number }): Tensor;
export function select(input: Tensor, dim: number, options: { readonly index: number }): Tensor;
export function select(options: { readonly input: Tensor } & { readonly dim: number; readonly index: number }): Tensor;
export function select(...given: unknown[]): unknown {
  return callAsFunction("select", given);
}

/** A copy with `src` in the place of `select(dim, index)`. */
export function selectScatter(input: Tensor, src: Tensor, dim: number, index: number): Tensor;
export function selectScatter(
  input: Tensor,
  options: { readonly src: Tensor; readonly dim: number; readonly index: number },
): Tensor;
export function selectScatter(
  input: Tensor,
  src: Tensor,
  options: { readonly dim: number; readonly index: number },
): Tensor;
export function selectScatter(input: Tensor, src: Tensor, dim: number, options: { readonly index: number }): Tensor;
export function selectScatter(
  options: { readonly input: Tensor } & { readonly src: Tensor; readonly dim: number; readonly index: number },
): Tensor;
export function selectScatter(...given: unknown[]): unknown {
  return callAsFunction("selectScatter", given);
}

/** -1, 0 or 1: `sign` for real numbers. */
export function sgn(input: Tensor): Tensor;
export function sgn(options: { readonly input: Tensor }): Tensor;
export function sgn(...given: unknown[]): unknown {
  return callAsFunction("sgn", given);
}

/** `1 / (1 + exp(-self))`, between 0 and 1. */
export function sigmoid(input: Tensor): Tensor;
export function sigmoid(options: { readonly input: Tensor }): Tensor;
export function sigmoid(...given: unknown[]): unknown {
  return callAsFunction("sigmoid", given);
}

/** `sigmoid`, in place. */
export function sigmoid_(input: Tensor): Tensor;
export function sigmoid_(options: { readonly input: Tensor }): Tensor;
export function sigmoid_(...given: unknown[]): unknown {
  return callAsFunction("sigmoid_", given);
}

/** -1, 0 or 1. */
export function sign(input: Tensor): Tensor;
export function sign(options: { readonly input: Tensor }): Tensor;
export function sign(...given: unknown[]): unknown {
  return callAsFunction("sign", given);
}

/** Whether elements are negative; -0 is. */
export function signbit(input: Tensor): Tensor;
export function signbit(options: { readonly input: Tensor }): Tensor;
export function signbit(...given: unknown[]): unknown {
  return callAsFunction("signbit", given);
}

/** The sine. */
export function sin(input: Tensor): Tensor;
export function sin(options: { readonly input: Tensor }): Tensor;
export function sin(...given: unknown[]): unknown {
  return callAsFunction("sin", given);
}

/** `sin`, in place. */
export function sin_(input: Tensor): Tensor;
export function sin_(options: { readonly input: Tensor }): Tensor;
export function sin_(...given: unknown[]): unknown {
  return callAsFunction("sin_", given);
}

/** `sin(pi self) / (pi self)`, and 1 at 0. */
export function sinc(input: Tensor): Tensor;
export function sinc(options: { readonly input: Tensor }): Tensor;
export function sinc(...given: unknown[]): unknown {
  return callAsFunction("sinc", given);
}

/** `sinc`, in place. */
export function sinc_(input: Tensor): Tensor;
export function sinc_(options: { readonly input: Tensor }): Tensor;
export function sinc_(...given: unknown[]): unknown {
  return callAsFunction("sinc_", given);
}

/** The hyperbolic sine. */
export function sinh(input: Tensor): Tensor;
export function sinh(options: { readonly input: Tensor }): Tensor;
export function sinh(...given: unknown[]): unknown {
  return callAsFunction("sinh", given);
}

/** `sinh`, in place. */
export function sinh_(input: Tensor): Tensor;
export function sinh_(options: { readonly input: Tensor }): Tensor;
export function sinh_(...given: unknown[]): unknown {
  return callAsFunction("sinh_", given);
}

/** A copy with `src` in the place of a slice along `dim`. */
export function sliceScatter(
  input: Tensor,
  src: Tensor,
  dim?: number,
  start?: number | null,
  end?: number | null,
  step?: number,
): Tensor;
export function sliceScatter(
  input: Tensor,
  src: Tensor,
  options: {
    readonly dim?: number;
    readonly start?: number | null;
    readonly end?: number | null;
    readonly step?: number;
  },
): Tensor;
export function sliceScatter(options: {
  readonly input: Tensor;
  readonly src: Tensor;
  readonly dim?: number;
  readonly start?: number | null;
  readonly end?: number | null;
  readonly step?: number;
}): Tensor;
export function sliceScatter(...given: unknown[]): unknown {
  return callAsFunction("sliceScatter", given);
}

/** The exponentials over dimension `dim`, divided by their sum. */
export function softmax(input: Tensor, dim: number, options?: SoftmaxOptions): Tensor;
export function softmax(input: Tensor, dim: number, dtype: DType | null): Tensor;
export function softmax(input: Tensor, options: SoftmaxOptions & { readonly dim: number }): Tensor;
export function softmax(options: { readonly input: Tensor } & (SoftmaxOptions & { readonly dim: number })): Tensor;
export function softmax(...given: unknown[]): unknown {
  return callAsFunction("softmax", given);
}

/**
 * Sorts along a dimension (the last by default) in ascending order; also returns the positions the elements came
 * from.
 */
export function sort(input: Tensor, dim?: number, descending?: boolean): ValuesAndIndices;
export function sort(input: Tensor, dim: number, options: Omit<SortOptions, "dim">): ValuesAndIndices;
export function sort(input: Tensor, options: SortOptions): ValuesAndIndices;
export function sort(options: { readonly input: Tensor } & SortOptions): ValuesAndIndices;
export function sort(...given: unknown[]): unknown {
  return callAsFunction("sort", given);
}

/** Pieces of `size` entries (the last may be smaller), or of the sizes in a list. */
export function split(input: Tensor, splitSize: number | readonly number[], dim?: number): Tensor[];
export function split(
  input: Tensor,
  splitSize: number | readonly number[],
  options: { readonly dim?: number },
): Tensor[];
export function split(
  input: Tensor,
  options: { readonly splitSize: number | readonly number[]; readonly dim?: number },
): Tensor[];
export function split(
  options: { readonly input: Tensor } & { readonly splitSize: number | readonly number[]; readonly dim?: number },
): Tensor[];
export function split(...given: unknown[]): unknown {
  return callAsFunction("split", given);
}

/** Split into parts of these sizes along a dimension. */
export function splitWithSizes(input: Tensor, splitSizes: readonly number[], dim?: number): Tensor[];
export function splitWithSizes(
  input: Tensor,
  splitSizes: readonly number[],
  options: { readonly dim?: number },
): Tensor[];
export function splitWithSizes(
  input: Tensor,
  options: { readonly splitSizes: readonly number[]; readonly dim?: number },
): Tensor[];
export function splitWithSizes(
  options: { readonly input: Tensor } & { readonly splitSizes: readonly number[]; readonly dim?: number },
): Tensor[];
export function splitWithSizes(...given: unknown[]): unknown {
  return callAsFunction("splitWithSizes", given);
}

/** The square root. */
export function sqrt(input: Tensor): Tensor;
export function sqrt(options: { readonly input: Tensor }): Tensor;
export function sqrt(...given: unknown[]): unknown {
  return callAsFunction("sqrt", given);
}

/** `sqrt`, in place. */
export function sqrt_(input: Tensor): Tensor;
export function sqrt_(options: { readonly input: Tensor }): Tensor;
export function sqrt_(...given: unknown[]): unknown {
  return callAsFunction("sqrt_", given);
}

/** `self * self`. */
export function square(input: Tensor): Tensor;
export function square(options: { readonly input: Tensor }): Tensor;
export function square(...given: unknown[]): unknown {
  return callAsFunction("square", given);
}

/** `square`, in place. */
export function square_(input: Tensor): Tensor;
export function square_(options: { readonly input: Tensor }): Tensor;
export function square_(...given: unknown[]): unknown {
  return callAsFunction("square_", given);
}

/** Removes dimensions of size 1: all of them, or the given ones. */
export function squeeze(input: Tensor, dim?: number | readonly number[]): Tensor;
export function squeeze(input: Tensor, options: { readonly dim: number | readonly number[] }): Tensor;
export function squeeze(options: { readonly input: Tensor } & { readonly dim: number | readonly number[] }): Tensor;
export function squeeze(...given: unknown[]): unknown {
  return callAsFunction("squeeze", given);
}

/** The standard deviation: the root of `var`. */
export function std(input: Tensor, dim: Dims | null, options?: VarOptions): Tensor;
export function std(input: Tensor, dim: Dims | null, unbiased: boolean, keepdim?: boolean): Tensor;
export function std(input: Tensor, unbiased: boolean): Tensor;
export function std(input: Tensor, options?: VarOptions & { readonly dim?: Dims | null }): Tensor;
export function std(options: { readonly input: Tensor } & (VarOptions & { readonly dim?: Dims | null })): Tensor;
export function std(...given: unknown[]): unknown {
  return callAsFunction("std", given);
}

/** `self - alpha * other`. */
export function sub(input: Tensor, other: Tensor | Scalar, options?: AlphaOptions): Tensor;
export function sub(options: { readonly input: Tensor; readonly other: Tensor | Scalar } & AlphaOptions): Tensor;
export function sub(...given: unknown[]): unknown {
  return callAsFunction("sub", given);
}

/** Another name of `sub`. */
export function subtract(input: Tensor, other: Tensor | Scalar, options?: AlphaOptions): Tensor;
export function subtract(options: { readonly input: Tensor; readonly other: Tensor | Scalar } & AlphaOptions): Tensor;
export function subtract(...given: unknown[]): unknown {
  return callAsFunction("subtract", given);
}

/** The sum; integers and bool give int64. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.sum.html */
export function sum(input: Tensor, dim: Dims | null, keepdim: boolean, options?: DtypeOption): Tensor;
export function sum(input: Tensor, dim: Dims | null, options?: ReduceOptions): Tensor;
export function sum(input: Tensor, options?: ReduceOptions & { readonly dim?: Dims | null }): Tensor;
export function sum(options: { readonly input: Tensor } & (ReduceOptions & { readonly dim?: Dims | null })): Tensor;
export function sum(...given: unknown[]): unknown {
  return callAsFunction("sum", given);
}

/** Another name of `transpose`. */
export function swapaxes(input: Tensor, axis0: number, axis1: number): Tensor;
export function swapaxes(input: Tensor, options: { readonly axis0: number; readonly axis1: number }): Tensor;
export function swapaxes(input: Tensor, axis0: number, options: { readonly axis1: number }): Tensor;
export function swapaxes(
  options: { readonly input: Tensor } & { readonly axis0: number; readonly axis1: number },
): Tensor;
export function swapaxes(...given: unknown[]): unknown {
  return callAsFunction("swapaxes", given);
}

/** Another name of `transpose`. */
export function swapdims(input: Tensor, dim0: number, dim1: number): Tensor;
export function swapdims(input: Tensor, options: { readonly dim0: number; readonly dim1: number }): Tensor;
export function swapdims(input: Tensor, dim0: number, options: { readonly dim1: number }): Tensor;
export function swapdims(
  options: { readonly input: Tensor } & { readonly dim0: number; readonly dim1: number },
): Tensor;
export function swapdims(...given: unknown[]): unknown {
  return callAsFunction("swapdims", given);
}

/** The transpose of a matrix. */
export function t(input: Tensor): Tensor;
export function t(options: { readonly input: Tensor }): Tensor;
export function t(...given: unknown[]): unknown {
  return callAsFunction("t", given);
}

/** Elements at positions of the flattened tensor. */
export function take(input: Tensor, index: Tensor): Tensor;
export function take(options: { readonly input: Tensor; readonly index: Tensor }): Tensor;
export function take(...given: unknown[]): unknown {
  return callAsFunction("take", given);
}

/** The elements of `self` at `indices` along `dim`, which broadcast; without `dim`, of the flattened tensor. */
export function takeAlongDim(input: Tensor, indices: Tensor, dim?: number | null): Tensor;
export function takeAlongDim(input: Tensor, indices: Tensor, options: { readonly dim?: number | null }): Tensor;
export function takeAlongDim(
  input: Tensor,
  options: { readonly indices: Tensor; readonly dim?: number | null },
): Tensor;
export function takeAlongDim(
  options: { readonly input: Tensor } & { readonly indices: Tensor; readonly dim?: number | null },
): Tensor;
export function takeAlongDim(...given: unknown[]): unknown {
  return callAsFunction("takeAlongDim", given);
}

/** The tangent. */
export function tan(input: Tensor): Tensor;
export function tan(options: { readonly input: Tensor }): Tensor;
export function tan(...given: unknown[]): unknown {
  return callAsFunction("tan", given);
}

/** `tan`, in place. */
export function tan_(input: Tensor): Tensor;
export function tan_(options: { readonly input: Tensor }): Tensor;
export function tan_(...given: unknown[]): unknown {
  return callAsFunction("tan_", given);
}

/** The hyperbolic tangent, between -1 and 1. */
export function tanh(input: Tensor): Tensor;
export function tanh(options: { readonly input: Tensor }): Tensor;
export function tanh(...given: unknown[]): unknown {
  return callAsFunction("tanh", given);
}

/** `tanh`, in place. */
export function tanh_(input: Tensor): Tensor;
export function tanh_(options: { readonly input: Tensor }): Tensor;
export function tanh_(...given: unknown[]): unknown {
  return callAsFunction("tanh_", given);
}

/** `sections` pieces whose sizes differ by at most 1, or the pieces between the positions in a list. */
export function tensorSplit(input: Tensor, indicesOrSections: number | readonly number[], dim?: number): Tensor[];
export function tensorSplit(
  input: Tensor,
  indicesOrSections: number | readonly number[],
  options: { readonly dim?: number },
): Tensor[];
export function tensorSplit(options: {
  readonly input: Tensor;
  readonly indicesOrSections: number | readonly number[];
  readonly dim?: number;
}): Tensor[];
export function tensorSplit(...given: unknown[]): unknown {
  return callAsFunction("tensorSplit", given);
}

/** Repeats the tensor along each dimension, like `repeat`; missing dimensions count as 1 on either side. */
export function tile(input: Tensor, dims: readonly number[]): Tensor;
export function tile(options: { readonly input: Tensor; readonly dims: readonly number[] }): Tensor;
export function tile(...given: unknown[]): unknown {
  return callAsFunction("tile", given);
}

/** The `k` largest (or smallest) elements along a dimension, sorted. */
export function topk(input: Tensor, k: number, dim?: number, largest?: boolean, sorted?: boolean): ValuesAndIndices;
export function topk(input: Tensor, k: number, dim: number, options: Omit<TopkOptions, "dim">): ValuesAndIndices;
export function topk(input: Tensor, k: number, options: TopkOptions): ValuesAndIndices;
export function topk(input: Tensor, options: TopkOptions & { readonly k: number }): ValuesAndIndices;
export function topk(options: { readonly input: Tensor } & (TopkOptions & { readonly k: number })): ValuesAndIndices;
export function topk(...given: unknown[]): unknown {
  return callAsFunction("topk", given);
}

/**
 * The sum of a matrix's diagonal.
 *
 * ```ts
 * torch.arange(9).reshape(3, 3).trace(); // tensor(12)
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.trace.html
 * @throws RangeError if the tensor is not a matrix.
 */
export function trace(input: Tensor): Tensor;
export function trace(options: { readonly input: Tensor }): Tensor;
export function trace(...given: unknown[]): unknown {
  return callAsFunction("trace", given);
}

/** Swaps two dimensions, as a view. */
export function transpose(input: Tensor, dim0: number, dim1: number): Tensor;
export function transpose(input: Tensor, options: { readonly dim0: number; readonly dim1: number }): Tensor;
export function transpose(input: Tensor, dim0: number, options: { readonly dim1: number }): Tensor;
export function transpose(
  options: { readonly input: Tensor } & { readonly dim0: number; readonly dim1: number },
): Tensor;
export function transpose(...given: unknown[]): unknown {
  return callAsFunction("transpose", given);
}

/** The lower triangle, zeros above diagonal `diagonal`. */
export function tril(input: Tensor, diagonal?: number): Tensor;
export function tril(input: Tensor, options: { readonly diagonal?: number }): Tensor;
export function tril(options: { readonly input: Tensor } & { readonly diagonal?: number }): Tensor;
export function tril(...given: unknown[]): unknown {
  return callAsFunction("tril", given);
}

/** The upper triangle, zeros below diagonal `diagonal`. */
export function triu(input: Tensor, diagonal?: number): Tensor;
export function triu(input: Tensor, options: { readonly diagonal?: number }): Tensor;
export function triu(options: { readonly input: Tensor } & { readonly diagonal?: number }): Tensor;
export function triu(...given: unknown[]): unknown {
  return callAsFunction("triu", given);
}

/** Another name of `div` without rounding. */
export function trueDivide(input: Tensor, other: Tensor | Scalar): Tensor;
export function trueDivide(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function trueDivide(...given: unknown[]): unknown {
  return callAsFunction("trueDivide", given);
}

/** Rounded towards zero. */
export function trunc(input: Tensor): Tensor;
export function trunc(options: { readonly input: Tensor }): Tensor;
export function trunc(...given: unknown[]): unknown {
  return callAsFunction("trunc", given);
}

/** `trunc`, in place. */
export function trunc_(input: Tensor): Tensor;
export function trunc_(options: { readonly input: Tensor }): Tensor;
export function trunc_(...given: unknown[]): unknown {
  return callAsFunction("trunc_", given);
}

/** The entries of a dimension, as views. */
export function unbind(input: Tensor, dim?: number): Tensor[];
export function unbind(input: Tensor, options: { readonly dim?: number }): Tensor[];
export function unbind(options: { readonly input: Tensor } & { readonly dim?: number }): Tensor[];
export function unbind(...given: unknown[]): unknown {
  return callAsFunction("unbind", given);
}

/** Splits one dimension into several. */
export function unflatten(input: Tensor, dim: number, sizes: readonly number[]): Tensor;
export function unflatten(input: Tensor, options: { readonly dim: number; readonly sizes: readonly number[] }): Tensor;
export function unflatten(
  options: { readonly input: Tensor } & { readonly dim: number; readonly sizes: readonly number[] },
): Tensor;
export function unflatten(...given: unknown[]): unknown {
  return callAsFunction("unflatten", given);
}

/** The distinct elements, in order. */
export function unique(
  input: Tensor,
  options?: UniqueOptions & { readonly returnInverse?: false; readonly returnCounts?: false },
): Tensor;
export function unique(input: Tensor, options: UniqueOptions): Tensor[];
export function unique(
  input: Tensor,
  sorted: boolean,
  returnInverse?: false,
  returnCounts?: false,
  dim?: number | null,
): Tensor;
export function unique(
  input: Tensor,
  sorted: boolean,
  returnInverse: boolean,
  returnCounts?: boolean,
  dim?: number | null,
): Tensor[];
export function unique(
  options: { readonly input: Tensor } & (UniqueOptions & {
    readonly returnInverse?: false;
    readonly returnCounts?: false;
  }),
): Tensor;
export function unique(...given: unknown[]): unknown {
  return callAsFunction("unique", given);
}

/** The distinct runs: of neighbours that are equal, the first. */
export function uniqueConsecutive(
  input: Tensor,
  options?: {
    readonly returnInverse?: false;
    readonly returnCounts?: false;
    readonly dim?: null;
  },
): Tensor;
export function uniqueConsecutive(
  input: Tensor,
  options: {
    readonly returnInverse?: boolean;
    readonly returnCounts?: boolean;
    readonly dim?: null;
  },
): Tensor | Tensor[];
export function uniqueConsecutive(
  options: { readonly input: Tensor } & {
    readonly returnInverse?: false;
    readonly returnCounts?: false;
    readonly dim?: null;
  },
): Tensor;
export function uniqueConsecutive(...given: unknown[]): unknown {
  return callAsFunction("uniqueConsecutive", given);
}

/** Adds a dimension of size 1 at `dim`. */
export function unsqueeze(input: Tensor, dim: number): Tensor;
export function unsqueeze(input: Tensor, options: { readonly dim: number }): Tensor;
export function unsqueeze(options: { readonly input: Tensor } & { readonly dim: number }): Tensor;
export function unsqueeze(...given: unknown[]): unknown {
  return callAsFunction("unsqueeze", given);
}

/** The variance, with `correction` 1 by default. */
export function variance(input: Tensor, dim: Dims | null, options?: VarOptions): Tensor;
export function variance(input: Tensor, dim: Dims | null, unbiased: boolean, keepdim?: boolean): Tensor;
export function variance(input: Tensor, unbiased: boolean): Tensor;
export function variance(input: Tensor, options?: VarOptions & { readonly dim?: Dims | null }): Tensor;
export function variance(options: { readonly input: Tensor } & (VarOptions & { readonly dim?: Dims | null })): Tensor;
export function variance(...given: unknown[]): unknown {
  return callAsFunction("var", given);
}
export { variance as var };

/** The sum of the products of two vectors' elements. */
export function vdot(input: Tensor, other: Tensor): Tensor;
export function vdot(options: { readonly input: Tensor; readonly other: Tensor }): Tensor;
export function vdot(...given: unknown[]): unknown {
  return callAsFunction("vdot", given);
}

/** Split one below another: along the first dimension. */
export function vsplit(input: Tensor, indicesOrSections: number | readonly number[]): Tensor[];
export function vsplit(input: Tensor, options: { readonly indicesOrSections: number | readonly number[] }): Tensor[];
export function vsplit(
  options: { readonly input: Tensor } & { readonly indicesOrSections: number | readonly number[] },
): Tensor[];
export function vsplit(...given: unknown[]): unknown {
  return callAsFunction("vsplit", given);
}

/** `self * log(other)`, and 0 where `self` is 0. */
export function xlogy(input: Tensor, other: Tensor | Scalar): Tensor;
export function xlogy(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function xlogy(...given: unknown[]): unknown {
  return callAsFunction("xlogy", given);
}

/** `xlogy`, in place. */
export function xlogy_(input: Tensor, other: Tensor | Scalar): Tensor;
export function xlogy_(options: { readonly input: Tensor; readonly other: Tensor | Scalar }): Tensor;
export function xlogy_(...given: unknown[]): unknown {
  return callAsFunction("xlogy_", given);
}

/** Sets every element to zero. */
export function zero_(input: Tensor): Tensor;
export function zero_(options: { readonly input: Tensor }): Tensor;
export function zero_(...given: unknown[]): unknown {
  return callAsFunction("zero_", given);
}

/** Zeros of the same shape and dtype. */
export function zerosLike(input: Tensor, options?: TensorOptions): Tensor;
export function zerosLike(options: { readonly input: Tensor } & TensorOptions): Tensor;
export function zerosLike(...given: unknown[]): unknown {
  return callAsFunction("zerosLike", given);
}
