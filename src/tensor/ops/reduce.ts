/** Reductions: many elements to one, over all dimensions or some. */

import { backend, type ReduceOp } from "../../backend/index.ts";
import {
  bool,
  float32,
  formatShape,
  int64,
  reducedShape,
  sameShape,
  stretchedDims,
  uint8,
  wrapDim,
  wrapDims,
  type DType,
} from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { dense, denseAs, done } from "../dense.ts";
import { fromStorage, Tensor } from "../tensor.ts";
import { cat } from "./join.ts";

/** A dimension or several. */
export type Dims = number | readonly number[];

export interface KeepdimOptions {
  /** Keeps reduced dimensions with size 1. */
  readonly keepdim?: boolean;
}
export interface ReduceOptions extends KeepdimOptions {
  /** Casts to this dtype first. */
  readonly dtype?: DType;
}
export interface VarOptions extends KeepdimOptions {
  /** Taken off the number of elements in the divisor. */
  readonly correction?: number;
  /** `false` is `correction: 0`. */
  readonly unbiased?: boolean;
}

declare module "../tensor.ts" {
  interface Tensor {
    /** The sum; integers and bool give int64. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.sum.html */
    sum(options?: ReduceOptions): Tensor;
    sum(dim: Dims | null, options?: ReduceOptions): Tensor;
    mean(options?: ReduceOptions): Tensor;
    mean(dim: Dims | null, options?: ReduceOptions): Tensor;
    prod(options?: ReduceOptions): Tensor;
    prod(dim: number, options?: ReduceOptions): Tensor;
    var(options?: VarOptions): Tensor;
    var(dim: Dims | null, options?: VarOptions): Tensor;
    std(options?: VarOptions): Tensor;
    std(dim: Dims | null, options?: VarOptions): Tensor;
    /** The largest over dimensions; equal ones share the gradient. */
    amax(dim?: Dims, options?: KeepdimOptions): Tensor;
    amin(dim?: Dims, options?: KeepdimOptions): Tensor;
    /** The index of the largest, of the flattened tensor without `dim`. */
    argmax(dim?: number | null, options?: KeepdimOptions): Tensor;
    argmin(dim?: number | null, options?: KeepdimOptions): Tensor;
    any(dim?: Dims, options?: KeepdimOptions): Tensor;
    all(dim?: Dims, options?: KeepdimOptions): Tensor;
    /** The p-norm `(sum |x|^p)^(1/p)`, 2 unless said otherwise. */
    norm(p?: number, dim?: Dims, options?: KeepdimOptions): Tensor;
    /** `log(sum(exp(self)))`, stable. */
    logsumexp(dim: Dims, options?: KeepdimOptions): Tensor;
    countNonzero(dim?: Dims): Tensor;
    /** Sums a gradient back to the shape it was broadcast from. */
    sumToSize(...sizes: readonly number[] | readonly [readonly number[]]): Tensor;
  }
}

/** Values only: `op` over `dims` of the tensor cast to `dtype`. */
function reduced(op: ReduceOp, t: Tensor, dims: readonly number[], keepdim: boolean, dtype: DType): Tensor {
  const x = denseAs(t, dtype);
  const out = fromStorage(backend().reduce(op, x, dims), reducedShape(t.sizes, dims, keepdim));
  done(x, t);
  return out;
}

/** What a rule needs to spread a reduced gradient out again. */
interface Over {
  readonly shape: readonly number[];
  readonly dims: readonly number[];
  readonly keepdim: boolean;
}

/** The reduced dimensions back in place with size 1. */
export function restoreDims(t: Tensor, { shape, dims, keepdim }: Over): Tensor {
  if (keepdim || dims.length === 0 || shape.length === 0) return t;
  return t.reshape(shape.map((size, d) => (dims.includes(d) ? 1 : size)));
}

const spread = (grad: Tensor, over: Over): Tensor => restoreDims(grad, over).expand(over.shape);

const count = ({ shape, dims }: Over): number => dims.reduce((n, d) => n * (shape[d] ?? 1), 1);

const sumAllBackward = defineGradient<Over>("SumBackward0", (node, grad) => [spread(grad, node.context)]);
const sumDimBackward = defineGradient<Over>("SumBackward1", (node, grad) => [spread(grad, node.context)]);
const meanAllBackward = defineGradient<Over>("MeanBackward0", (node, grad) => [
  spread(grad.div(count(node.context)), node.context),
]);
const meanDimBackward = defineGradient<Over>("MeanBackward1", (node, grad) => [
  spread(grad.div(count(node.context)), node.context),
]);

type Call<O> = readonly [options?: O] | readonly [dim: Dims | null | undefined, options?: O];

function parse<O extends KeepdimOptions>(
  t: Tensor,
  args: Call<O>,
): { over: Over; options: Partial<O>; whole: boolean } {
  const isOptions = typeof args[0] === "object" && args[0] !== null && !Array.isArray(args[0]);
  const dim = isOptions ? undefined : ((args[0] as Dims | null | undefined) ?? undefined);
  const options: Partial<O> = ((isOptions ? args[0] : args[1]) as O | undefined) ?? {};
  const dims = wrapDims(dim, t.dim());
  return { over: { shape: t.sizes, dims, keepdim: options.keepdim ?? false }, options, whole: dim === undefined };
}

Tensor.prototype.sum = function (this: Tensor, ...args: Call<ReduceOptions>) {
  const { over, options, whole } = parse(this, args);
  const dtype = options.dtype ?? (this.dtype.isFloatingPoint ? this.dtype : int64);
  const out = reduced("sum", this, over.dims, over.keepdim, dtype);
  return (whole ? sumAllBackward : sumDimBackward).record(out, [this], [], over);
} as Tensor["sum"];

Tensor.prototype.mean = function (this: Tensor, ...args: Call<ReduceOptions>) {
  const { over, options, whole } = parse(this, args);
  const dtype = options.dtype ?? this.dtype;
  if (!dtype.isFloatingPoint)
    throw new TypeError(
      `mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: ${dtype.name === "bool" ? "Bool" : { int64: "Long", int32: "Int", uint8: "Byte" }[dtype.name as "int64"]}`,
    );
  const out = reduced("mean", this, over.dims, over.keepdim, dtype);
  return (whole ? meanAllBackward : meanDimBackward).record(out, [this], [], over);
} as Tensor["mean"];

const prodAllBackward = defineGradient("ProdBackward0", (node, grad) => {
  const [x] = node.saved();
  return [grad.mul(productOfOthers(x!.reshape(-1), 0).reshape(x!.sizes))];
});
const prodDimBackward = defineGradient<Over>("ProdBackward1", (node, grad) => {
  const [x] = node.saved();
  return [restoreDims(grad, node.context).mul(productOfOthers(x!, node.context.dims[0] ?? 0))];
});
/** For each element the product of all others along `dim`: of those before it and those behind it, right with zeros too. */
function productOfOthers(x: Tensor, dim: number): Tensor {
  if (x.dim() === 0) return x.onesLike();
  const n = x.size(dim);
  const one = x.detach().narrow(dim, 0, Math.min(1, n)).onesLike();
  const join = (parts: Tensor[]) => cat(parts, dim);
  const before = join([one, x.narrow(dim, 0, Math.max(n - 1, 0))]).cumprod(dim);
  const behind = join([one, x.flip(dim).narrow(dim, 0, Math.max(n - 1, 0))])
    .cumprod(dim)
    .flip(dim);
  return before.mul(behind);
}
Tensor.prototype.prod = function (this: Tensor, ...args: Call<ReduceOptions>) {
  const { over, options, whole } = parse(this, args);
  const dtype = options.dtype ?? (this.dtype.isFloatingPoint ? this.dtype : int64);
  const out = reduced("prod", this, over.dims, over.keepdim, dtype);
  return whole
    ? prodAllBackward.record(out, [this], [this], undefined)
    : prodDimBackward.record(out, [this], [this], over);
} as Tensor["prod"];

const varBackward = defineGradient<Over & { readonly correction: number }>("VarBackward0", (node, grad) => {
  const [x] = node.saved();
  const { dims, correction } = node.context;
  const centred = x!.sub(x!.mean(dims.length === 0 ? null : dims, { keepdim: true }));
  return [
    restoreDims(grad, node.context)
      .mul(centred)
      .mul(2 / (count(node.context) - correction)),
  ];
});
const stdBackward = defineGradient<Over & { readonly correction: number }>("StdBackward0", (node, grad) => {
  const [x, out] = node.saved();
  const { dims, correction } = node.context;
  const centred = x!.sub(x!.mean(dims.length === 0 ? null : dims, { keepdim: true }));
  const weight = grad.div(out!.mul(count(node.context) - correction)).maskedFill(out!.eq(0), 0);
  return [restoreDims(weight, node.context).mul(centred)];
});

function variance(t: Tensor, over: Over, correction: number): Tensor {
  if (!t.dtype.isFloatingPoint) throw new TypeError("std and var only support floating point and complex dtypes");
  const x = t.detach();
  const mean = reduced("mean", x, over.dims, true, x.dtype);
  const sum = reduced("sum", x.sub(mean).square(), over.dims, over.keepdim, x.dtype);
  return sum.div(Math.max(count(over) - correction, 0));
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

function checkNotEmpty(name: string, t: Tensor, dims: readonly number[]): void {
  if (t.numel() === 0 && (dims.length === t.dim() || dims.some((d) => t.sizes[d] === 0)))
    throw new RangeError(
      `${name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.`,
    );
}

/** Values only: the largest or smallest over dimensions. */
export function extreme(op: "max" | "min", t: Tensor, over: Over): Tensor {
  checkNotEmpty(op, t, over.dims);
  return reduced(op, t, over.dims, over.keepdim, t.dtype);
}

Tensor.prototype.amax = function (dim, { keepdim = false } = {}) {
  const over = { shape: this.sizes, dims: wrapDims(dim, this.dim()), keepdim };
  const out = extreme("max", this, over);
  return amaxBackward.record(out, [this], [this, out], over);
};
Tensor.prototype.amin = function (dim, { keepdim = false } = {}) {
  const over = { shape: this.sizes, dims: wrapDims(dim, this.dim()), keepdim };
  const out = extreme("min", this, over);
  return aminBackward.record(out, [this], [this, out], over);
};

/** The largest or smallest of all elements. */
export function extremeOfAll(op: "max" | "min", t: Tensor): Tensor {
  const over = { shape: t.sizes, dims: wrapDims(undefined, t.dim()), keepdim: false };
  const out = extreme(op, t, over);
  return (op === "max" ? maxAllBackward : minAllBackward).record(out, [t], [t, out], over);
}

for (const op of ["argmax", "argmin"] as const)
  Tensor.prototype[op] = function (this: Tensor, dim?: number | null, { keepdim = false }: KeepdimOptions = {}) {
    const whole = dim === undefined || dim === null;
    const t = whole ? this.detach().reshape(-1) : this.detach();
    const d = whole || t.dim() === 0 ? 0 : wrapDim(dim, t.dim());
    if (t.numel() === 0 && (whole || t.sizes[d] === 0))
      throw new RangeError(
        `${op}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.`,
      );
    const x =
      t.dim() === 0 ? { storage: dense(t).storage, shape: [1] } : denseAs(t, t.dtype === bool ? uint8 : t.dtype);
    const shape = whole
      ? keepdim
        ? this.sizes.map(() => 1)
        : []
      : reducedShape(this.sizes, this.dim() === 0 ? [] : [d], keepdim);
    const out = fromStorage(backend().argReduce(op, x, d), shape);
    done(x, t);
    return out;
  };

for (const op of ["any", "all"] as const)
  Tensor.prototype[op] = function (this: Tensor, dim?: Dims, { keepdim = false }: KeepdimOptions = {}) {
    const x = dense(this);
    const dims = wrapDims(dim, this.dim());
    const out = fromStorage(backend().reduce(op, x, dims), reducedShape(this.sizes, dims, keepdim));
    done(x, this);
    // torch keeps uint8 here for the sake of old code
    return this.dtype === uint8 ? out.to(uint8) : out;
  };

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
      `linalg.vector_norm: Expected a floating point or complex tensor as input. Got ${{ int64: "Long", int32: "Int", uint8: "Byte", bool: "Bool" }[this.dtype.name as "int64"]}`,
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

Tensor.prototype.sumToSize = function (...args) {
  const shape = typeof args[0] === "object" ? args[0] : (args as readonly number[]);
  if (sameShape(shape, this.sizes)) return this;
  const dims = stretchedDims(shape, this.sizes);
  const lead = this.dim() - shape.length;
  if (lead < 0 || shape.some((size, d) => size !== 1 && size !== this.sizes[d + lead]))
    throw new RangeError(`size {${formatShape(shape)}} is not expandable to size {${formatShape(this.sizes)}}.`);
  const sum = dims.length === 0 ? this : this.sum(dims, { keepdim: true });
  return lead === 0 ? sum : sum.reshape([...shape]);
};
