/** Spread: variance and standard deviation. */

import { defineGradient } from "../autograd/gradient.ts";
import { Tensor } from "../tensor.ts";
import {
  countOf,
  parse,
  reduced,
  restoreDims,
  type Call,
  type Dims,
  type KeepdimOptions,
  type Over,
} from "./reduce.ts";

export interface VarOptions extends KeepdimOptions {
  /** Taken off the number of elements in the divisor. */
  readonly correction?: number;
  /** `false` is `correction: 0`. */
  readonly unbiased?: boolean;
}

declare module "../tensor.ts" {
  interface Tensor {
    /** The variance, with `correction` 1 unless said otherwise. */
    var(options?: VarOptions): Tensor;
    var(dim: Dims | null, options?: VarOptions): Tensor;
    /** The standard deviation: the root of `var`. */
    std(options?: VarOptions): Tensor;
    std(dim: Dims | null, options?: VarOptions): Tensor;
  }
}

const varBackward = defineGradient<Over & { readonly correction: number }>("VarBackward0", (node, grad) => {
  const [x] = node.saved();
  const { dims, correction } = node.context;
  const centred = x!.sub(x!.mean(dims.length === 0 ? null : dims, { keepdim: true }));
  return [
    restoreDims(grad, node.context)
      .mul(centred)
      .mul(2 / (countOf(node.context) - correction)),
  ];
});
const stdBackward = defineGradient<Over & { readonly correction: number }>("StdBackward0", (node, grad) => {
  const [x, out] = node.saved();
  const { dims, correction } = node.context;
  const centred = x!.sub(x!.mean(dims.length === 0 ? null : dims, { keepdim: true }));
  const weight = grad.div(out!.mul(countOf(node.context) - correction)).maskedFill(out!.eq(0), 0);
  return [restoreDims(weight, node.context).mul(centred)];
});

function variance(t: Tensor, over: Over, correction: number): Tensor {
  if (!t.dtype.isFloatingPoint) throw new TypeError("std and var only support floating point and complex dtypes");
  const x = t.detach();
  const mean = reduced("mean", x, over.dims, true, x.dtype);
  const sum = reduced("sum", x.sub(mean).square(), over.dims, over.keepdim, x.dtype);
  return sum.div(Math.max(countOf(over) - correction, 0));
}
const correctionOf = ({ correction, unbiased = true }: VarOptions): number => correction ?? (unbiased ? 1 : 0);

Tensor.prototype.var = function (this: Tensor, ...args: Call<VarOptions>) {
  const { over, options } = parse(this, args);
  const correction = correctionOf(options);
  return varBackward.record(variance(this, over, correction), [this], [this], { ...over, correction });
} as Tensor["var"];
Tensor.prototype.std = function (this: Tensor, ...args: Call<VarOptions>) {
  const { over, options } = parse(this, args);
  const correction = correctionOf(options);
  const out = variance(this, over, correction).sqrt();
  return stdBackward.record(out, [this], [this, out], { ...over, correction });
} as Tensor["std"];
