/** The largest and smallest elements, their positions, and whether any or all are true. */

import { backend } from "../../backend/index.ts";
import { bool, optional, reducedShape, uint8, wrapDims } from "../../shape/index.ts";
import { defineGradient, type Gradient } from "../autograd/gradient.ts";
import { dense, denseAs, done } from "../dense.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import { fromStorage, type Tensor } from "../tensor.ts";
import { overArguments, overDims, reduced, restoreDims, type Dims, type KeepdimOptions, type Over } from "./reduce.ts";

export type OverDims = KeepdimOptions & { readonly dim?: Dims | null };
export type OverDim = KeepdimOptions & { readonly dim?: number | null };

declare module "../tensor.ts" {
  interface Tensor {
    /** The maximum over dimensions; equal elements share the gradient. */
    amax(dim: Dims | null, keepdim: boolean): Tensor;
    amax(dim: Dims | null, options?: KeepdimOptions): Tensor;
    amax(options?: OverDims): Tensor;
    /** The minimum over dimensions; equal elements share the gradient. */
    amin(dim: Dims | null, keepdim: boolean): Tensor;
    amin(dim: Dims | null, options?: KeepdimOptions): Tensor;
    amin(options?: OverDims): Tensor;
    /** The index of the largest element; without `dim`, its index in the flattened tensor. */
    argmax(dim: number | null, keepdim: boolean): Tensor;
    argmax(dim: number | null, options?: KeepdimOptions): Tensor;
    argmax(options?: OverDim): Tensor;
    /** The index of the smallest element; without `dim`, its index in the flattened tensor. */
    argmin(dim: number | null, keepdim: boolean): Tensor;
    argmin(dim: number | null, options?: KeepdimOptions): Tensor;
    argmin(options?: OverDim): Tensor;
    /** Whether any element is true, over all or some dimensions. */
    any(dim: Dims | null, keepdim: boolean): Tensor;
    any(dim: Dims | null, options?: KeepdimOptions): Tensor;
    any(options?: OverDims): Tensor;
    /** Whether all elements are true, over all or some dimensions. */
    all(dim: Dims | null, keepdim: boolean): Tensor;
    all(dim: Dims | null, options?: KeepdimOptions): Tensor;
    all(options?: OverDims): Tensor;
  }
}

/** Equal elements share the gradient. */
const extremeRule = (name: string) =>
  defineGradient<Over>(name, (node, grad) => {
    const [x, out] = node.saved();
    const mask = x!.eq(restoreDims(out!, node.context)).to(grad.dtype);
    const ties = mask.sum(node.context.dims.length === 0 ? null : node.context.dims, { keepdim: true });
    return [restoreDims(grad, node.context).div(ties).mul(mask)];
  });
const amaxBackward = extremeRule("AmaxBackward0");
const aminBackward = extremeRule("AminBackward0");

/** The gradient of one chosen element is divided equally among all that have its value; NaN counts as equal to NaN. */
export const evenRule = (name: string): Gradient<undefined> =>
  defineGradient(name, (node, grad) => {
    const [x, out] = node.saved();
    const mask = (out!.item() === out!.item() ? x!.eq(out!) : x!.isnan()).to(grad.dtype);
    return [grad.div(mask.sum()).mul(mask)];
  });
const maxAllBackward = evenRule("MaxBackward1");
const minAllBackward = evenRule("MinBackward1");

function checkNotEmpty(name: string, { sizes }: Tensor, dims: readonly number[]): void {
  if (dims.length === sizes.length && sizes.includes(0)) {
    const remedy = name.startsWith("arg") ? "" : " Specify the reduction dim with the 'dim' argument.";
    throw new RangeError(`${name}(): Expected reduction dim to be specified for input.numel() == 0.${remedy}`);
  }
  for (const d of dims)
    if (sizes[d] === 0) throw new RangeError(`${name}(): Expected reduction dim ${d} to have non-zero size.`);
}

/** Values only: the maximum or minimum over dimensions. */
function extreme(name: string, op: "max" | "min", t: Tensor, over: Over): Tensor {
  checkNotEmpty(name, t, over.dims);
  return reduced(op, t, over.dims, over.keepdim, t.dtype);
}

for (const [name, op, rule] of [
  ["amax", "max", amaxBackward],
  ["amin", "min", aminBackward],
] as const)
  method(name, overArguments, (x, { dim, keepdim }) => {
    const over = overDims(x, dim, keepdim);
    const out = extreme(name, op, x, over);
    return rule.record(out, [x], [x, out], over);
  });

/** The maximum or minimum of all elements. */
export function extremeOfAll(op: "max" | "min", t: Tensor): Tensor {
  const over = { shape: t.sizes, dims: wrapDims(undefined, t.dim()), keepdim: false };
  const out = extreme(op, op, t, over);
  return (op === "max" ? maxAllBackward : minAllBackward).record(out, [t], [t, out], undefined);
}

/** Values only: positions of the maximum or minimum along a dimension. */
export function argExtreme(op: "argmax" | "argmin", t: Tensor, dim: number, keepdim: boolean): Tensor {
  const isScalar = t.dim() === 0;
  const whole = denseAs(t, t.dtype === bool ? uint8 : t.dtype);
  const operand = { storage: whole.storage, shape: isScalar ? [1] : t.sizes };
  const shape = reducedShape(t.sizes, isScalar ? [] : [dim], keepdim);
  const out = fromStorage(backend().argReduce(op, operand, dim), shape);
  done(whole, t);
  return out;
}

for (const op of ["argmax", "argmin"] as const)
  method(op, { dim: optional(is.orNull(is.int), null), keepdim: optional(is.bool, false) }, (x, { dim, keepdim }) => {
    if (x.dtype === bool) throw new TypeError(`${op}(): does not support bool input`);
    const over = overDims(x, dim, keepdim);
    checkNotEmpty(op, x, over.dims);
    if (dim !== null) return argExtreme(op, x, over.dims[0] ?? 0, keepdim);
    const out = argExtreme(op, x.detach().reshape(-1), 0, false);
    return keepdim ? out.reshape(x.sizes.map(() => 1)) : out;
  });

for (const op of ["any", "all"] as const)
  method(op, overArguments, (t, { dim, keepdim }) => {
    const over = overDims(t, dim, keepdim);
    const x = dense(t);
    const out = fromStorage(backend().reduce(op, x, over.dims), reducedShape(t.sizes, over.dims, keepdim));
    done(x, t);
    // torch keeps uint8 here for the sake of old code.
    return t.dtype === uint8 ? out.to(uint8) : out;
  });
