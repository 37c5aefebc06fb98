/** Dimensions of size 1 stretched, taken away and added. */

import { expandShape, expandStrides, formatShape, scalarTypeName, wrapDim, wrapDims } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { sizesOf, type SizeArgs } from "../sizes.ts";
import { Tensor, viewOf } from "../tensor.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** Sizes of 1 stretched; -1 keeps a size. */
    expand(...sizes: SizeArgs): Tensor;
    /** Stretched to the shape of `other`. */
    expandAs(other: Tensor): Tensor;
    /** The same as `expand`. */
    broadcastTo(size: readonly number[]): Tensor;
    /** Without dimensions of size 1: all of them, or those named. */
    squeeze(dim?: number | readonly number[]): Tensor;
    /** With a new dimension of size 1 at `dim`. */
    unsqueeze(dim: number): Tensor;
  }
}

const expandBackward = defineGradient("ExpandBackward0", (_node, grad) => [grad]);
Tensor.prototype.expand = function (...args) {
  const sizes = sizesOf(args);
  if (sizes.length < this.dim())
    throw new RangeError(
      `expand(torch.${scalarTypeName(this.dtype)}Tensor{${formatShape(this.sizes)}}, size=${formatShape(sizes)}): the number of sizes provided (${sizes.length}) must be greater or equal to the number of dimensions in the tensor (${this.dim()})`,
    );
  const shape = expandShape(this.sizes, sizes);
  const out = viewOf(this, shape, expandStrides(this.sizes, this.strides, shape));
  return expandBackward.record(out, [this], [], undefined);
};
Tensor.prototype.expandAs = function (other) {
  return this.expand(other.sizes);
};
Tensor.prototype.broadcastTo = function (size) {
  return this.expand(size);
};

const squeezeRule = (name: string) =>
  defineGradient<readonly number[]>(name, (node, grad) => [grad.reshape(node.context)]);
const squeezeAllBackward = squeezeRule("SqueezeBackward0");
const squeezeBackward = squeezeRule("SqueezeBackward1");
const squeezeDimsBackward = squeezeRule("SqueezeBackward2");
const unsqueezeBackward = defineGradient<number>("UnsqueezeBackward0", (node, grad) => [grad.squeeze(node.context)]);

Tensor.prototype.squeeze = function (dim) {
  const goes = wrapDims(dim, this.dim());
  const kept = this.sizes.map((_, d) => d).filter((d) => this.sizes[d] !== 1 || !goes.includes(d));
  const out = viewOf(
    this,
    kept.map((d) => this.sizes[d]!),
    kept.map((d) => this.strides[d]!),
  );
  const rule = dim === undefined ? squeezeAllBackward : typeof dim === "number" ? squeezeBackward : squeezeDimsBackward;
  return rule.record(out, [this], [], this.sizes);
};
Tensor.prototype.unsqueeze = function (dim) {
  const d = wrapDim(dim, this.dim() + 1);
  const stride = d < this.dim() ? this.sizes[d]! * this.strides[d]! : 1;
  const out = viewOf(this, this.sizes.toSpliced(d, 0, 1), this.strides.toSpliced(d, 0, stride));
  return unsqueezeBackward.record(out, [this], [], d);
};
