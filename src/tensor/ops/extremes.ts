/** The largest and smallest, where they are, and whether any or all are true. */

import { backend } from "../../backend/index.ts";
import { bool, reducedShape, uint8, wrapDims } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { dense, denseAs, done } from "../dense.ts";
import { fromStorage, Tensor } from "../tensor.ts";
import { parse, reduced, restoreDims, type Call, type Dims, type KeepdimOptions, type Over } from "./reduce.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** The largest over dimensions; equal ones share the gradient. */
    amax(dim?: Dims | KeepdimOptions, options?: KeepdimOptions): Tensor;
    /** The smallest over dimensions; equal ones share the gradient. */
    amin(dim?: Dims | KeepdimOptions, options?: KeepdimOptions): Tensor;
    /** The index of the largest, of the flattened tensor without `dim`. */
    argmax(dim?: number | null | KeepdimOptions, options?: KeepdimOptions): Tensor;
    /** The index of the smallest, of the flattened tensor without `dim`. */
    argmin(dim?: number | null | KeepdimOptions, options?: KeepdimOptions): Tensor;
    /** Whether any element is true, over all or some dimensions. */
    any(dim?: Dims | KeepdimOptions, options?: KeepdimOptions): Tensor;
    /** Whether all elements are true, over all or some dimensions. */
    all(dim?: Dims | KeepdimOptions, options?: KeepdimOptions): Tensor;
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
const maxAllBackward = extremeRule("MaxBackward1");
const minAllBackward = extremeRule("MinBackward1");

function checkNotEmpty(name: string, { sizes }: Tensor, dims: readonly number[]): void {
  if (dims.length === sizes.length && sizes.includes(0)) {
    const remedy = name.startsWith("arg") ? "" : " Specify the reduction dim with the 'dim' argument.";
    throw new RangeError(`${name}(): Expected reduction dim to be specified for input.numel() == 0.${remedy}`);
  }
  for (const d of dims)
    if (sizes[d] === 0) throw new RangeError(`${name}(): Expected reduction dim ${d} to have non-zero size.`);
}

/** Values only: the largest or smallest over dimensions. */
function extreme(name: string, op: "max" | "min", t: Tensor, over: Over): Tensor {
  checkNotEmpty(name, t, over.dims);
  return reduced(op, t, over.dims, over.keepdim, t.dtype);
}

Tensor.prototype.amax = function (...args: readonly unknown[]) {
  const { over } = parse(this, args as Call<KeepdimOptions>);
  const out = extreme("amax", "max", this, over);
  return amaxBackward.record(out, [this], [this, out], over);
};
Tensor.prototype.amin = function (...args: readonly unknown[]) {
  const { over } = parse(this, args as Call<KeepdimOptions>);
  const out = extreme("amin", "min", this, over);
  return aminBackward.record(out, [this], [this, out], over);
};

/** The largest or smallest of all elements. */
export function extremeOfAll(op: "max" | "min", t: Tensor): Tensor {
  const over = { shape: t.sizes, dims: wrapDims(undefined, t.dim()), keepdim: false };
  const out = extreme(op, op, t, over);
  return (op === "max" ? maxAllBackward : minAllBackward).record(out, [t], [t, out], over);
}

/** Values only: positions of the largest or smallest along a dimension. */
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
  Tensor.prototype[op] = function (this: Tensor, ...args: readonly unknown[]) {
    if (this.dtype === bool) throw new TypeError(`${op}(): does not support bool input`);
    const { over, whole } = parse(this, args as Call<KeepdimOptions>);
    checkNotEmpty(op, this, over.dims);
    if (!whole) return argExtreme(op, this, over.dims[0] ?? 0, over.keepdim);
    const out = argExtreme(op, this.detach().reshape(-1), 0, false);
    return over.keepdim ? out.reshape(this.sizes.map(() => 1)) : out;
  };

for (const op of ["any", "all"] as const)
  Tensor.prototype[op] = function (this: Tensor, ...args: readonly unknown[]) {
    const { over } = parse(this, args as Call<KeepdimOptions>);
    const x = dense(this);
    const out = fromStorage(backend().reduce(op, x, over.dims), reducedShape(this.sizes, over.dims, over.keepdim));
    done(x, this);
    // torch keeps uint8 here for the sake of old code
    return this.dtype === uint8 ? out.to(uint8) : out;
  };
