/** torch's alternative names for operations, most of them NumPy's. */

import { aliasMethod, operation } from "../method.ts";
import "./arithmetic.ts";
import "./compare.ts";
import "./permute.ts";
import "./reshape-in-place.ts";
import "./unary.ts";
import type { AlphaOptions, DivOptions } from "./arithmetic.ts";
import type { Tensor } from "../tensor.ts";
import type { Scalar } from "./elementwise.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** Another name of `abs`. */
    absolute(): Tensor;
    /** Another name of `neg`. */
    negative(): Tensor;
    /** Another name of `trunc`. */
    fix(): Tensor;
    /** Another name of `acos`. */
    arccos(): Tensor;
    /** Another name of `acosh`. */
    arccosh(): Tensor;
    /** Another name of `asin`. */
    arcsin(): Tensor;
    /** Another name of `asinh`. */
    arcsinh(): Tensor;
    /** Another name of `atan`. */
    arctan(): Tensor;
    /** Another name of `atanh`. */
    arctanh(): Tensor;
    /** Another name of `sub`. */
    subtract(other: Tensor | Scalar, options?: AlphaOptions): Tensor;
    /** Another name of `mul`. */
    multiply(other: Tensor | Scalar): Tensor;
    /** Another name of `div`. */
    divide(other: Tensor | Scalar, options?: DivOptions): Tensor;
    /** Another name of `div` without rounding. */
    trueDivide(other: Tensor | Scalar): Tensor;
    /** Another name of `gt`. */
    greater(other: Tensor | Scalar): Tensor;
    /** Another name of `ge`. */
    greaterEqual(other: Tensor | Scalar): Tensor;
    /** Another name of `lt`. */
    less(other: Tensor | Scalar): Tensor;
    /** Another name of `le`. */
    lessEqual(other: Tensor | Scalar): Tensor;
    /** Another name of `ne`. */
    notEqual(other: Tensor | Scalar): Tensor;
    /** Another name of `atan2`. */
    arctan2(other: Tensor): Tensor;
    /** Another name of `clamp`. */
    clip(min: Tensor | number | null, max?: Tensor | number | null): Tensor;
    clip(options: { readonly min?: Tensor | number | null; readonly max?: Tensor | number | null }): Tensor;
    clip(min: Tensor | number | null, options: { readonly max?: Tensor | number | null }): Tensor;
    /** Another name of `transpose`. */
    swapaxes(axis0: number, axis1: number): Tensor;
    swapaxes(options: { readonly axis0: number; readonly axis1: number }): Tensor;
    swapaxes(axis0: number, options: { readonly axis1: number }): Tensor;
    /** Another name of `transpose`. */
    swapdims(dim0: number, dim1: number): Tensor;
    swapdims(options: { readonly dim0: number; readonly dim1: number }): Tensor;
    swapdims(dim0: number, options: { readonly dim1: number }): Tensor;
    /** `swapaxes`, in place. */
    swapaxes_(axis0: number, axis1: number): this;
    swapaxes_(options: { readonly axis0: number; readonly axis1: number }): this;
    swapaxes_(axis0: number, options: { readonly axis1: number }): this;
    /** `swapdims`, in place. */
    swapdims_(dim0: number, dim1: number): this;
    swapdims_(options: { readonly dim0: number; readonly dim1: number }): this;
    swapdims_(dim0: number, options: { readonly dim1: number }): this;
    /** Another name of `movedim`. */
    moveaxis(source: number | readonly number[], destination: number | readonly number[]): Tensor;
    moveaxis(source: number | readonly number[], options: { readonly destination: number | readonly number[] }): Tensor;
    moveaxis(options: {
      readonly source: number | readonly number[];
      readonly destination: number | readonly number[];
    }): Tensor;
  }
}

const second: Readonly<Record<string, string>> = {
  absolute: "abs",
  negative: "neg",
  fix: "trunc",
  arccos: "acos",
  arccosh: "acosh",
  arcsin: "asin",
  arcsinh: "asinh",
  arctan: "atan",
  arctanh: "atanh",
  subtract: "sub",
  multiply: "mul",
  divide: "div",
  greater: "gt",
  greaterEqual: "ge",
  less: "lt",
  lessEqual: "le",
  notEqual: "ne",
  arctan2: "atan2",
  clip: "clamp",
  moveaxis: "movedim",
};
for (const [alias, name] of Object.entries(second)) aliasMethod(alias, name);
aliasMethod("swapdims", "transpose");
aliasMethod("swapaxes", "transpose", { dim0: "axis0", dim1: "axis1" });
aliasMethod("swapdims_", "transpose_");
aliasMethod("swapaxes_", "transpose_", { dim0: "axis0", dim1: "axis1" });

operation("trueDivide", {}, (x, { other }) => x.div(other as Tensor));
