/** Variance and standard deviation. */

import { keyword, optional, warn } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import * as is from "../kinds.ts";
import { form, overloadedMethod } from "../method.ts";
import type { Tensor } from "../tensor.ts";
import { binary, unary } from "./elementwise.ts";
import { castTo, wide } from "./to.ts";
import { countOf, overDims, reduced, restoreDims, type Dims, type KeepdimOptions, type Over } from "./reduce.ts";

export interface VarOptions extends KeepdimOptions {
  /** Subtracted from the number of elements in the divisor. */
  readonly correction?: number | null;
  /** `false` is the same as `correction: 0`. */
  readonly unbiased?: boolean;
}

declare module "../tensor.ts" {
  interface Tensor {
    /** The variance, with `correction` 1 by default. */
    var(dim: Dims | null, options?: VarOptions): Tensor;
    var(dim: Dims | null, unbiased: boolean, keepdim?: boolean): Tensor;
    var(unbiased: boolean): Tensor;
    var(options?: VarOptions & { readonly dim?: Dims | null }): Tensor;
    /** The standard deviation: the root of `var`. */
    std(dim: Dims | null, options?: VarOptions): Tensor;
    std(dim: Dims | null, unbiased: boolean, keepdim?: boolean): Tensor;
    std(unbiased: boolean): Tensor;
    std(options?: VarOptions & { readonly dim?: Dims | null }): Tensor;
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

/** Values only. */
function variance(name: string, t: Tensor, over: Over, correction: number): Tensor {
  if (!t.dtype.isFloatingPoint) throw new TypeError("std and var only support floating point and complex dtypes");
  if (countOf(over) <= correction)
    warn(
      `${name}(): degrees of freedom is <= 0. Correction should be strictly less than the reduction factor (input numel divided by output numel).`,
    );
  const x = wide(t);
  const mean = reduced("mean", x, over.dims, true, x.dtype);
  const squares = unary("square", binary("sub", x, mean));
  const sum = reduced("sum", squares, over.dims, over.keepdim, x.dtype);
  return binary("div", sum, Math.max(countOf(over) - correction, 0));
}

function varOver(x: Tensor, dim: Dims | null, correction: number, keepdim: boolean): Tensor {
  const over = overDims(x, dim, keepdim);
  return varBackward.record(castTo(variance("var", x, over, correction), x.dtype), [x], [x], { ...over, correction });
}

function stdOver(x: Tensor, dim: Dims | null, correction: number, keepdim: boolean): Tensor {
  const over = overDims(x, dim, keepdim);
  const out = castTo(unary("sqrt", variance("std", x, over, correction)), x.dtype);
  return stdBackward.record(out, [x], [x, out], { ...over, correction });
}

const dim = optional(is.orNull(is.intOrInts), null);

/** The ways in which torch accepts the correction. */
export const spreadForms = {
  all: { unbiased: optional(is.bool, true) },
  correction: { dim, correction: keyword(is.orNull(is.number), null), keepdim: keyword(is.bool, false) },
  unbiased: { dim, unbiased: optional(is.bool, true), keepdim: optional(is.bool, false) },
};

for (const [name, over] of [
  ["var", varOver],
  ["std", stdOver],
] as const)
  overloadedMethod(name, {
    all: form(spreadForms.all, (x, { unbiased }) => over(x, null, unbiased ? 1 : 0, false)),
    correction: form(spreadForms.correction, (x, { dim, correction, keepdim }) =>
      over(x, dim, correction ?? 1, keepdim),
    ),
    unbiased: form(spreadForms.unbiased, (x, { dim, unbiased, keepdim }) => over(x, dim, unbiased ? 1 : 0, keepdim)),
  });
