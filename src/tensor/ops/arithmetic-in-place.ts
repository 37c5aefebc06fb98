/** Arithmetic that changes its tensor. */

import { inPlace } from "../in-place.ts";
import { Tensor } from "../tensor.ts";
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
    /** `addcmul`, in place. */
    addcmul_(a: Tensor, b: Tensor, options?: { readonly value?: number }): this;
    /** `addcdiv`, in place. */
    addcdiv_(a: Tensor, b: Tensor, options?: { readonly value?: number }): this;
  }
}

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
