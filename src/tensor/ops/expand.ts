/** Expanding, removing and adding dimensions of size 1. */

import {
  expandShape,
  expandStrides,
  formatShape,
  optional,
  required,
  scalarTypeName,
  variadic,
  wrapDim,
  wrapDims,
} from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import type { SizeArgs } from "../sizes.ts";
import { viewOf, type Tensor } from "../tensor.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** Expands dimensions of size 1 to the given sizes; -1 keeps a size. */
    expand(...sizes: SizeArgs): Tensor;
    /** Expanded to the shape of `other`. */
    expandAs(other: Tensor): Tensor;
    /** The same as `expand`. */
    broadcastTo(...size: SizeArgs): Tensor;
    /** Removes dimensions of size 1: all of them, or the given ones. */
    squeeze(dim?: number | readonly number[]): Tensor;
    squeeze(options: { readonly dim: number | readonly number[] }): Tensor;
    /** Adds a dimension of size 1 at `dim`. */
    unsqueeze(dim: number): Tensor;
    unsqueeze(options: { readonly dim: number }): Tensor;
  }
}

const expandBackward = defineGradient("ExpandBackward0", (_node, grad) => [grad]);
function expand(t: Tensor, sizes: readonly number[]): Tensor {
  if (sizes.length < t.dim())
    throw new RangeError(
      `expand(torch.${scalarTypeName(t.dtype)}Tensor{${formatShape(t.sizes)}}, size=${formatShape(sizes)}): the number of sizes provided (${sizes.length}) must be greater or equal to the number of dimensions in the tensor (${t.dim()})`,
    );
  const shape = expandShape(t.sizes, sizes);
  const out = viewOf(t, shape, expandStrides(t.sizes, t.strides, shape));
  return expandBackward.record(out, [t], [], undefined);
}
method("expand", { size: variadic(is.ints, "sizes") }, (x, { size }) => expand(x, size));
method("expandAs", { other: required(is.tensor) }, (x, { other }) => expand(x, other.sizes));
method("broadcastTo", { size: variadic(is.ints) }, (x, { size }) => expand(x, size));

const squeezeRule = (name: string) =>
  defineGradient<readonly number[]>(name, (node, grad) => [grad.reshape(node.context)]);
const squeezeAllBackward = squeezeRule("SqueezeBackward0");
const squeezeBackward = squeezeRule("SqueezeBackward1");
const squeezeDimsBackward = squeezeRule("SqueezeBackward2");
const unsqueezeBackward = defineGradient<number>("UnsqueezeBackward0", (node, grad) => [grad.squeeze(node.context)]);

method("squeeze", { dim: optional(is.orNull(is.intOrInts), null) }, (x, { dim }) => {
  const goes = wrapDims(dim ?? undefined, x.dim());
  const kept = x.sizes.map((_, d) => d).filter((d) => x.sizes[d] !== 1 || !goes.includes(d));
  const out = viewOf(
    x,
    kept.map((d) => x.sizes[d]!),
    kept.map((d) => x.strides[d]!),
  );
  const rule = dim === null ? squeezeAllBackward : typeof dim === "number" ? squeezeBackward : squeezeDimsBackward;
  return rule.record(out, [x], [], x.sizes);
});
/** `Tensor.unsqueeze` for use inside the library. */
export function unsqueeze(x: Tensor, dim: number): Tensor {
  const d = wrapDim(dim, x.dim() + 1);
  const stride = d < x.dim() ? x.sizes[d]! * x.strides[d]! : 1;
  const out = viewOf(x, x.sizes.toSpliced(d, 0, 1), x.strides.toSpliced(d, 0, stride));
  return unsqueezeBackward.record(out, [x], [], d);
}
method("unsqueeze", { dim: required(is.int) }, (x, { dim }) => unsqueeze(x, dim));
