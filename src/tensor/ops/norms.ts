/** Norms, and the logarithm of a sum of exponentials. */

import { float32, reducedShape, scalarTypeName, wrapDims } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { Tensor } from "../tensor.ts";
import { reduced, restoreDims, type Dims, type KeepdimOptions, type Over } from "./reduce.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** The p-norm `(sum |x|^p)^(1/p)`, 2 unless said otherwise. */
    norm(p?: number, dim?: Dims, options?: KeepdimOptions): Tensor;
    /** `log(sum(exp(self)))`, stable. */
    logsumexp(dim: Dims, options?: KeepdimOptions): Tensor;
    /** How many elements are not zero. */
    countNonzero(dim?: Dims): Tensor;
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
Tensor.prototype.norm = function (p = 2, dim, { keepdim = false } = {}) {
  if (!this.dtype.isFloatingPoint)
    throw new TypeError(
      `linalg.vector_norm: Expected a floating point or complex tensor as input. Got ${scalarTypeName(this.dtype)}`,
    );
  const over = { shape: this.sizes, dims: wrapDims(dim, this.dim()), keepdim };
  const x = this.detach();
  const sum = (t: Tensor) => reduced("sum", t, over.dims, keepdim, t.dtype);
  let out: Tensor;
  if (p === 2) out = sum(x.square()).sqrt();
  else if (p === 1) out = sum(x.abs());
  else if (p === 0) out = sum(x.ne(0).to(x.dtype));
  else if (Math.abs(p) === Infinity) out = reduced(p > 0 ? "max" : "min", x.abs(), over.dims, keepdim, x.dtype);
  else out = sum(x.abs().pow(p)).pow(1 / p);
  return normBackward.record(out, [this], [this, out], { ...over, p });
};

const logsumexpBackward = defineGradient<Over>("LogsumexpBackward0", (node, grad) => {
  const [x, out] = node.saved();
  return [restoreDims(grad, node.context).mul(x!.sub(restoreDims(out!, node.context)).exp())];
});
Tensor.prototype.logsumexp = function (dim, { keepdim = false } = {}) {
  const x = this.detach().to(this.dtype.isFloatingPoint ? this.dtype : float32);
  const over = { shape: this.sizes, dims: wrapDims(dim, this.dim()), keepdim };
  const largest = reduced("max", x, over.dims, true, x.dtype);
  const shift = largest.maskedFill(largest.abs().eq(Infinity), 0);
  const sums = reduced("sum", x.sub(shift).exp(), over.dims, true, x.dtype).log().add(shift);
  const out = keepdim ? sums : sums.reshape(reducedShape(this.sizes, over.dims, false));
  return logsumexpBackward.record(out, [this], [this, out], over);
};
Tensor.prototype.countNonzero = function (dim) {
  return this.detach()
    .ne(0)
    .sum(dim ?? null);
};
