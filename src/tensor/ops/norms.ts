/** Norms, and the logarithm of a sum of exponentials. */

import { float32, optional, reducedShape, required, scalarTypeName, type DType } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import type { Tensor } from "../tensor.ts";
import { wide } from "./to.ts";
import { overDims, reduced, restoreDims, type Dims, type KeepdimOptions, type Over } from "./reduce.ts";

/** The p of a norm; "fro" is 2. */
export type Order = number | "fro" | null;

export interface NormOptions extends KeepdimOptions {
  /** Casts to this dtype first. */
  readonly dtype?: DType | null;
}

declare module "../tensor.ts" {
  interface Tensor {
    /** The p-norm `(sum |x|^p)^(1/p)`; p is 2 by default. */
    norm(options?: NormOptions & { readonly p?: Order; readonly dim?: Dims | null }): Tensor;
    norm(p: Order, options?: NormOptions & { readonly dim?: Dims | null }): Tensor;
    norm(p: Order, dim: Dims | null, options?: NormOptions): Tensor;
    norm(p: Order, dim: Dims | null, keepdim: boolean, dtype?: DType | null): Tensor;
    /** `log(sum(exp(self)))`, computed without overflow. */
    logsumexp(dim: Dims, keepdim: boolean): Tensor;
    logsumexp(dim: Dims, options?: KeepdimOptions): Tensor;
    logsumexp(options: KeepdimOptions & { readonly dim: Dims }): Tensor;
    /** How many elements are nonzero. */
    countNonzero(dim?: Dims | null): Tensor;
    countNonzero(options: { readonly dim: Dims | null }): Tensor;
  }
}

const normBackward = defineGradient<Over & { readonly p: number }>("LinalgVectorNormBackward0", (node, grad) => {
  const [x, out] = node.saved();
  const { p } = node.context;
  const [g, norm] = [restoreDims(grad, node.context), restoreDims(out!, node.context)];
  if (p === 0) return [x!.zerosLike()];
  if (p === 1) return [g.mul(x!.sign())];
  if (Math.abs(p) === Infinity) {
    const mask = x!.abs().eq(norm).to(g.dtype);
    const ties = mask.sum(node.context.dims.length === 0 ? null : node.context.dims, { keepdim: true });
    return [g.mul(x!.sign()).mul(mask).div(ties)];
  }
  if (p === 2) return [x!.mul(g.div(norm).maskedFill(norm.eq(0), 0))];
  const powers = x!.mul(x!.abs().pow(p - 2));
  return [powers.mul(g.div(norm.pow(p - 1)).maskedFill(norm.eq(0), 0))];
});
const normArguments = {
  p: optional(is.orNull(is.either(is.number, is.oneOf("fro"))), "fro"),
  dim: optional(is.orNull(is.intOrInts), null),
  keepdim: optional(is.bool, false),
  dtype: optional(is.orNull(is.dtype), null),
} as const;
method("norm", normArguments, (input, { p: order, dim, keepdim, dtype }) => {
  const p = typeof order === "number" ? order : 2;
  const t = dtype === null ? input : input.to(dtype);
  if (!t.dtype.isFloatingPoint)
    throw new TypeError(
      `linalg.vector_norm: Expected a floating point or complex tensor as input. Got ${scalarTypeName(t.dtype)}`,
    );
  const over = overDims(t, dim, keepdim);
  const x = wide(t.detach());
  const sum = (t: Tensor) => reduced("sum", t, over.dims, keepdim, t.dtype);
  let out: Tensor;
  if (p === 2) out = sum(x.square()).sqrt();
  else if (p === 1) out = sum(x.abs());
  else if (p === 0) out = sum(x.ne(0).to(x.dtype));
  else if (Math.abs(p) === Infinity) out = reduced(p > 0 ? "max" : "min", x.abs(), over.dims, keepdim, x.dtype);
  else out = sum(x.abs().pow(p)).pow(1 / p);
  out = out.to(t.dtype);
  return normBackward.record(out, [t], [t, out], { ...over, p });
});

const logsumexpBackward = defineGradient<Over>("LogsumexpBackward0", (node, grad) => {
  const [x, out] = node.saved();
  return [restoreDims(grad, node.context).mul(x!.sub(restoreDims(out!, node.context)).exp())];
});
method("logsumexp", { dim: required(is.intOrInts), keepdim: optional(is.bool, false) }, (t, { dim, keepdim }) => {
  const x = t.detach().to(t.dtype.isFloatingPoint ? t.dtype : float32);
  const over = overDims(t, dim, keepdim);
  const largest = reduced("max", x, over.dims, true, x.dtype);
  const shift = largest.maskedFill(largest.abs().eq(Infinity), 0);
  const sums = reduced("sum", x.sub(shift).exp(), over.dims, true, x.dtype).log().add(shift);
  const out = keepdim ? sums : sums.reshape(reducedShape(t.sizes, over.dims, false));
  return logsumexpBackward.record(out, [t], [t, out], over);
});
method("countNonzero", { dim: optional(is.orNull(is.intOrInts), null) }, (x, { dim }) => x.detach().ne(0).sum(dim));
