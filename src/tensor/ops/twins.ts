/** Operations that change their tensor. Made by `npm run functions` from the declarations of the others: change those. */

import type { Scalar } from "../../shape/index.ts";
import { inPlaceMethod } from "../method.ts";
import "./aliases.ts";
import "./arithmetic.ts";
import "./compare.ts";
import "./gather.ts";
import "./lerp.ts";
import "./matmul.ts";
import "./matrices.ts";
import "./pow.ts";
import "./remainder.ts";
import "./scan.ts";
import "./scatters.ts";
import "./special.ts";
import "./unary.ts";
import type { AlphaOptions, DivOptions } from "./arithmetic.ts";
import type { BetaAlpha } from "./matrices.ts";
import type { DtypeOption } from "./reduce.ts";
import type { ScatterOptions } from "./gather.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** `abs`, in place. */
    abs_(): this;
    /** `absolute`, in place. */
    absolute_(): this;
    /** `acos`, in place. */
    acos_(): this;
    /** `acosh`, in place. */
    acosh_(): this;
    /** `add`, in place. */
    add_(other: Tensor | Scalar, options?: AlphaOptions): this;
    /** `addbmm`, in place. */
    addbmm_(batch1: Tensor, batch2: Tensor, options?: BetaAlpha): this;
    addbmm_(batch1: Tensor, options: BetaAlpha & { readonly batch2: Tensor }): this;
    addbmm_(options: BetaAlpha & { readonly batch1: Tensor; readonly batch2: Tensor }): this;
    /** `addcdiv`, in place. */
    addcdiv_(tensor1: Tensor, tensor2: Tensor, options?: { readonly value?: number }): this;
    addcdiv_(tensor1: Tensor, options: { readonly tensor2: Tensor; readonly value?: number }): this;
    addcdiv_(options: { readonly tensor1: Tensor; readonly tensor2: Tensor; readonly value?: number }): this;
    /** `addcmul`, in place. */
    addcmul_(tensor1: Tensor, tensor2: Tensor, options?: { readonly value?: number }): this;
    addcmul_(tensor1: Tensor, options: { readonly tensor2: Tensor; readonly value?: number }): this;
    addcmul_(options: { readonly tensor1: Tensor; readonly tensor2: Tensor; readonly value?: number }): this;
    /** `addmm`, in place. */
    addmm_(mat1: Tensor, mat2: Tensor, options?: { readonly beta?: number; readonly alpha?: number }): this;
    addmm_(mat1: Tensor, options: { readonly mat2: Tensor; readonly beta?: number; readonly alpha?: number }): this;
    addmm_(options: {
      readonly mat1: Tensor;
      readonly mat2: Tensor;
      readonly beta?: number;
      readonly alpha?: number;
    }): this;
    /** `addmv`, in place. */
    addmv_(mat: Tensor, vec: Tensor, options?: BetaAlpha): this;
    addmv_(mat: Tensor, options: BetaAlpha & { readonly vec: Tensor }): this;
    addmv_(options: BetaAlpha & { readonly mat: Tensor; readonly vec: Tensor }): this;
    /** `addr`, in place. */
    addr_(vec1: Tensor, vec2: Tensor, options?: BetaAlpha): this;
    addr_(vec1: Tensor, options: BetaAlpha & { readonly vec2: Tensor }): this;
    addr_(options: BetaAlpha & { readonly vec1: Tensor; readonly vec2: Tensor }): this;
    /** `arccos`, in place. */
    arccos_(): this;
    /** `arccosh`, in place. */
    arccosh_(): this;
    /** `arcsin`, in place. */
    arcsin_(): this;
    /** `arcsinh`, in place. */
    arcsinh_(): this;
    /** `arctan`, in place. */
    arctan_(): this;
    /** `arctan2`, in place. */
    arctan2_(other: Tensor): this;
    /** `arctanh`, in place. */
    arctanh_(): this;
    /** `asin`, in place. */
    asin_(): this;
    /** `asinh`, in place. */
    asinh_(): this;
    /** `atan`, in place. */
    atan_(): this;
    /** `atan2`, in place. */
    atan2_(other: Tensor): this;
    /** `atanh`, in place. */
    atanh_(): this;
    /** `baddbmm`, in place. */
    baddbmm_(batch1: Tensor, batch2: Tensor, options?: BetaAlpha): this;
    baddbmm_(batch1: Tensor, options: BetaAlpha & { readonly batch2: Tensor }): this;
    baddbmm_(options: BetaAlpha & { readonly batch1: Tensor; readonly batch2: Tensor }): this;
    /** `bitwiseAnd`, in place. */
    bitwiseAnd_(other: Tensor | Scalar): this;
    /** `bitwiseLeftShift`, in place. */
    bitwiseLeftShift_(other: Tensor | Scalar): this;
    /** `bitwiseNot`, in place. */
    bitwiseNot_(): this;
    /** `bitwiseOr`, in place. */
    bitwiseOr_(other: Tensor | Scalar): this;
    /** `bitwiseRightShift`, in place. */
    bitwiseRightShift_(other: Tensor | Scalar): this;
    /** `bitwiseXor`, in place. */
    bitwiseXor_(other: Tensor | Scalar): this;
    /** `ceil`, in place. */
    ceil_(): this;
    /** `clamp`, in place. */
    clamp_(min: Tensor | number | null, max?: Tensor | number | null): this;
    clamp_(options: { readonly min?: Tensor | number | null; readonly max?: Tensor | number | null }): this;
    clamp_(min: Tensor | number | null, options: { readonly max?: Tensor | number | null }): this;
    /** `clampMax`, in place. */
    clampMax_(max: number): this;
    /** `clampMin`, in place. */
    clampMin_(min: number): this;
    /** `clip`, in place. */
    clip_(min: Tensor | number | null, max?: Tensor | number | null): this;
    clip_(options: { readonly min?: Tensor | number | null; readonly max?: Tensor | number | null }): this;
    clip_(min: Tensor | number | null, options: { readonly max?: Tensor | number | null }): this;
    /** `copysign`, in place. */
    copysign_(other: Tensor | Scalar): this;
    /** `cos`, in place. */
    cos_(): this;
    /** `cosh`, in place. */
    cosh_(): this;
    /** `cumprod`, in place. */
    cumprod_(dim: number, options?: DtypeOption): this;
    cumprod_(options: DtypeOption & { readonly dim: number }): this;
    /** `cumsum`, in place. */
    cumsum_(dim: number, options?: DtypeOption): this;
    cumsum_(options: DtypeOption & { readonly dim: number }): this;
    /** `deg2rad`, in place. */
    deg2rad_(): this;
    /** `digamma`, in place. */
    digamma_(): this;
    /** `div`, in place. */
    div_(other: Tensor | Scalar, options?: DivOptions): this;
    /** `divide`, in place. */
    divide_(other: Tensor | Scalar, options?: DivOptions): this;
    /** `eq`, in place. */
    eq_(other: Tensor | Scalar): this;
    /** `erf`, in place. */
    erf_(): this;
    /** `erfc`, in place. */
    erfc_(): this;
    /** `erfinv`, in place. */
    erfinv_(): this;
    /** `exp`, in place. */
    exp_(): this;
    /** `exp2`, in place. */
    exp2_(): this;
    /** `expm1`, in place. */
    expm1_(): this;
    /** `fix`, in place. */
    fix_(): this;
    /** `floor`, in place. */
    floor_(): this;
    /** `floorDivide`, in place. */
    floorDivide_(other: Tensor | Scalar): this;
    /** `fmod`, in place. */
    fmod_(other: Tensor | Scalar): this;
    /** `frac`, in place. */
    frac_(): this;
    /** `gcd`, in place. */
    gcd_(other: Tensor): this;
    /** `ge`, in place. */
    ge_(other: Tensor | Scalar): this;
    /** `greater`, in place. */
    greater_(other: Tensor | Scalar): this;
    /** `greaterEqual`, in place. */
    greaterEqual_(other: Tensor | Scalar): this;
    /** `gt`, in place. */
    gt_(other: Tensor | Scalar): this;
    /** `heaviside`, in place. */
    heaviside_(values: Tensor): this;
    heaviside_(options: { readonly values: Tensor }): this;
    /** `hypot`, in place. */
    hypot_(other: Tensor): this;
    /** `indexAdd`, in place. */
    indexAdd_(dim: number, index: Tensor, source: Tensor, options?: AlphaOptions): this;
    indexAdd_(dim: number, options: AlphaOptions & { readonly index: Tensor; readonly source: Tensor }): this;
    indexAdd_(dim: number, index: Tensor, options: AlphaOptions & { readonly source: Tensor }): this;
    indexAdd_(options: AlphaOptions & { readonly dim: number; readonly index: Tensor; readonly source: Tensor }): this;
    /** `indexCopy`, in place. */
    indexCopy_(dim: number, index: Tensor, source: Tensor): this;
    indexCopy_(options: { readonly dim: number; readonly index: Tensor; readonly source: Tensor }): this;
    indexCopy_(dim: number, options: { readonly index: Tensor; readonly source: Tensor }): this;
    indexCopy_(dim: number, index: Tensor, options: { readonly source: Tensor }): this;
    /** `indexFill`, in place. */
    indexFill_(dim: number, index: Tensor, value: Scalar | Tensor): this;
    indexFill_(dim: number, options: { readonly index: Tensor; readonly value: Scalar | Tensor }): this;
    indexFill_(dim: number, index: Tensor, options: { readonly value: Scalar | Tensor }): this;
    indexFill_(options: { readonly dim: number; readonly index: Tensor; readonly value: Scalar | Tensor }): this;
    /** `lcm`, in place. */
    lcm_(other: Tensor): this;
    /** `ldexp`, in place. */
    ldexp_(other: Tensor): this;
    /** `le`, in place. */
    le_(other: Tensor | Scalar): this;
    /** `lerp`, in place. */
    lerp_(end: Tensor, weight: Tensor | number): this;
    lerp_(end: Tensor, options: { readonly weight: Tensor | number }): this;
    lerp_(options: { readonly end: Tensor; readonly weight: Tensor | number }): this;
    /** `less`, in place. */
    less_(other: Tensor | Scalar): this;
    /** `lessEqual`, in place. */
    lessEqual_(other: Tensor | Scalar): this;
    /** `lgamma`, in place. */
    lgamma_(): this;
    /** `log`, in place. */
    log_(): this;
    /** `log10`, in place. */
    log10_(): this;
    /** `log1p`, in place. */
    log1p_(): this;
    /** `log2`, in place. */
    log2_(): this;
    /** `logicalAnd`, in place. */
    logicalAnd_(other: Tensor): this;
    /** `logicalNot`, in place. */
    logicalNot_(): this;
    /** `logicalOr`, in place. */
    logicalOr_(other: Tensor): this;
    /** `logicalXor`, in place. */
    logicalXor_(other: Tensor): this;
    /** `logit`, in place. */
    logit_(eps?: number | null): this;
    logit_(options: { readonly eps?: number | null }): this;
    /** `lt`, in place. */
    lt_(other: Tensor | Scalar): this;
    /** `maskedFill`, in place. */
    maskedFill_(mask: Tensor, value: Tensor | Scalar): this;
    maskedFill_(mask: Tensor, options: { readonly value: Tensor | Scalar }): this;
    maskedFill_(options: { readonly mask: Tensor; readonly value: Tensor | Scalar }): this;
    /** `maskedScatter`, in place. */
    maskedScatter_(mask: Tensor, source: Tensor): this;
    maskedScatter_(options: { readonly mask: Tensor; readonly source: Tensor }): this;
    maskedScatter_(mask: Tensor, options: { readonly source: Tensor }): this;
    /** `mul`, in place. */
    mul_(other: Tensor | Scalar): this;
    /** `multiply`, in place. */
    multiply_(other: Tensor | Scalar): this;
    /** `nanToNum`, in place. */
    nanToNum_(nan?: number | null, posinf?: number | null, neginf?: number | null): this;
    nanToNum_(options: {
      readonly nan?: number;
      readonly posinf?: number | null;
      readonly neginf?: number | null;
    }): this;
    /** `ne`, in place. */
    ne_(other: Tensor | Scalar): this;
    /** `neg`, in place. */
    neg_(): this;
    /** `negative`, in place. */
    negative_(): this;
    /** `notEqual`, in place. */
    notEqual_(other: Tensor | Scalar): this;
    /** `pow`, in place. */
    pow_(exponent: Tensor | Scalar): this;
    /** `put`, in place. */
    put_(index: Tensor, source: Tensor, accumulate?: boolean): this;
    put_(index: Tensor, options: { readonly source: Tensor; readonly accumulate?: boolean }): this;
    put_(index: Tensor, source: Tensor, options: { readonly accumulate?: boolean }): this;
    put_(options: { readonly index: Tensor; readonly source: Tensor; readonly accumulate?: boolean }): this;
    /** `rad2deg`, in place. */
    rad2deg_(): this;
    /** `reciprocal`, in place. */
    reciprocal_(): this;
    /** `relu`, in place. */
    relu_(): this;
    /** `remainder`, in place. */
    remainder_(other: Tensor | Scalar): this;
    /** `round`, in place. */
    round_(options?: { readonly decimals?: number }): this;
    /** `rsqrt`, in place. */
    rsqrt_(): this;
    /** `scatter`, in place. */
    scatter_(dim: number, index: Tensor, src: Tensor | Scalar, options?: ScatterOptions): this;
    scatter_(
      dim: number,
      index: Tensor,
      options: ScatterOptions & ({ readonly src: Tensor } | { readonly value: Scalar }),
    ): this;
    /** `scatterAdd`, in place. */
    scatterAdd_(dim: number, index: Tensor, src: Tensor): this;
    scatterAdd_(dim: number, options: { readonly index: Tensor; readonly src: Tensor }): this;
    scatterAdd_(dim: number, index: Tensor, options: { readonly src: Tensor }): this;
    scatterAdd_(options: { readonly dim: number; readonly index: Tensor; readonly src: Tensor }): this;
    /** `sgn`, in place. */
    sgn_(): this;
    /** `sigmoid`, in place. */
    sigmoid_(): this;
    /** `sign`, in place. */
    sign_(): this;
    /** `sin`, in place. */
    sin_(): this;
    /** `sinc`, in place. */
    sinc_(): this;
    /** `sinh`, in place. */
    sinh_(): this;
    /** `sqrt`, in place. */
    sqrt_(): this;
    /** `square`, in place. */
    square_(): this;
    /** `sub`, in place. */
    sub_(other: Tensor | Scalar, options?: AlphaOptions): this;
    /** `subtract`, in place. */
    subtract_(other: Tensor | Scalar, options?: AlphaOptions): this;
    /** `tan`, in place. */
    tan_(): this;
    /** `tanh`, in place. */
    tanh_(): this;
    /** `tril`, in place. */
    tril_(diagonal?: number): this;
    tril_(options: { readonly diagonal?: number }): this;
    /** `triu`, in place. */
    triu_(diagonal?: number): this;
    triu_(options: { readonly diagonal?: number }): this;
    /** `trueDivide`, in place. */
    trueDivide_(other: Tensor | Scalar): this;
    /** `trunc`, in place. */
    trunc_(): this;
    /** `xlogy`, in place. */
    xlogy_(other: Tensor | Scalar): this;
  }
}

for (const name of "abs absolute acos acosh add addbmm addcdiv addcmul addmm addmv addr arccos arccosh arcsin arcsinh arctan arctan2 arctanh asin asinh atan atan2 atanh baddbmm bitwiseAnd bitwiseLeftShift bitwiseNot bitwiseOr bitwiseRightShift bitwiseXor ceil clamp clampMax clampMin clip copysign cos cosh cumprod cumsum deg2rad digamma div divide eq erf erfc erfinv exp exp2 expm1 fix floor floorDivide fmod frac gcd ge greater greaterEqual gt heaviside hypot indexAdd indexCopy indexFill lcm ldexp le lerp less lessEqual lgamma log log10 log1p log2 logicalAnd logicalNot logicalOr logicalXor logit lt maskedFill maskedScatter mul multiply nanToNum ne neg negative notEqual pow put rad2deg reciprocal relu remainder round rsqrt scatter scatterAdd sgn sigmoid sign sin sinc sinh sqrt square sub subtract tan tanh tril triu trueDivide trunc xlogy".split(
  " ",
))
  inPlaceMethod(name);
