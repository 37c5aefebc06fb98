/** Arithmetic that changes its tensor. */

import { inPlaceMethod } from "../method.ts";
import "./arithmetic.ts";
import "./lerp.ts";
import "./pow.ts";
import "./remainder.ts";
import type { AlphaOptions, DivOptions } from "./arithmetic.ts";
import type { Scalar } from "./elementwise.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** `add`, in place. */
    add_(other: Tensor | Scalar, options?: AlphaOptions): this;
    /** `sub`, in place. */
    sub_(other: Tensor | Scalar, options?: AlphaOptions): this;
    /** `mul`, in place. */
    mul_(other: Tensor | Scalar): this;
    /** `div`, in place. */
    div_(other: Tensor | Scalar, options?: DivOptions): this;
    /** `floorDivide`, in place. */
    floorDivide_(other: Tensor | Scalar): this;
    /** `remainder`, in place. */
    remainder_(other: Tensor | Scalar): this;
    /** `fmod`, in place. */
    fmod_(other: Tensor | Scalar): this;
    /** `pow`, in place. */
    pow_(exponent: Tensor | Scalar): this;
    /** `square`, in place. */
    square_(): this;
    /** `neg`, in place. */
    neg_(): this;
    /** `lerp`, in place. */
    lerp_(end: Tensor, weight: Tensor | number): this;
    lerp_(end: Tensor, options: { readonly weight: Tensor | number }): this;
    lerp_(options: { readonly end: Tensor; readonly weight: Tensor | number }): this;
    /** `addcmul`, in place. */
    addcmul_(tensor1: Tensor, tensor2: Tensor, options?: { readonly value?: number }): this;
    addcmul_(tensor1: Tensor, options: { readonly tensor2: Tensor; readonly value?: number }): this;
    addcmul_(options: { readonly tensor1: Tensor; readonly tensor2: Tensor; readonly value?: number }): this;
    /** `addcdiv`, in place. */
    addcdiv_(tensor1: Tensor, tensor2: Tensor, options?: { readonly value?: number }): this;
    addcdiv_(tensor1: Tensor, options: { readonly tensor2: Tensor; readonly value?: number }): this;
    addcdiv_(options: { readonly tensor1: Tensor; readonly tensor2: Tensor; readonly value?: number }): this;
  }
}

for (const name of ["add", "sub", "mul", "div", "floorDivide", "remainder", "fmod", "pow", "square", "neg"])
  inPlaceMethod(name);
for (const name of ["lerp", "addcmul", "addcdiv"]) inPlaceMethod(name);
