/** Running extremes and sums, sums without NaN, and covariance. */

import { float64, int64, keyword, optional, required, wrapDim } from "../../shape/index.ts";
import { composite } from "../autograd/composite.ts";
import { defineGradient } from "../autograd/gradient.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import { NamedResult, type Named } from "../named-result.ts";
import type { Tensor } from "../tensor.ts";
import { filledBy, withLines } from "./axis.ts";
import "./arithmetic.ts";
import "./extremes.ts";
import "./gather.ts";
import "./norms.ts";
import "./scan.ts";
import type { ValuesAndIndices } from "./order.ts";
import type { Dims, DtypeOption, KeepdimOptions } from "./reduce.ts";

/** The least and the largest element. */
export type MinAndMax = Named<{ min: Tensor; max: Tensor }>;

/** How observations are counted: `correction` is subtracted from their number, `fweights` says how often each one occurs. */
export interface CovOptions {
  readonly correction?: number;
  readonly fweights?: Tensor | null;
  readonly aweights?: Tensor | null;
}

declare module "../tensor.ts" {
  interface Tensor {
    /** The running maximum along a dimension, with the positions of the elements. */
    cummax(dim: number): ValuesAndIndices;
    cummax(options: { readonly dim: number }): ValuesAndIndices;
    /** The running minimum along a dimension, with the positions of the elements. */
    cummin(dim: number): ValuesAndIndices;
    cummin(options: { readonly dim: number }): ValuesAndIndices;
    /** `log(cumsum(exp(self)))`, computed without overflow. */
    logcumsumexp(dim: number): Tensor;
    logcumsumexp(options: { readonly dim: number }): Tensor;
    /** The least and the largest element, of all or along a dimension. */
    aminmax(options?: KeepdimOptions & { readonly dim?: number | null }): MinAndMax;
    /** The sum of the elements that are not NaN. */
    nansum(dim: Dims | null, keepdim: boolean, options?: DtypeOption): Tensor;
    nansum(dim: Dims | null, options?: KeepdimOptions & DtypeOption): Tensor;
    nansum(options?: KeepdimOptions & DtypeOption & { readonly dim?: Dims | null }): Tensor;
    /** The mean of the elements that are not NaN. */
    nanmean(dim: Dims | null, keepdim: boolean, options?: DtypeOption): Tensor;
    nanmean(dim: Dims | null, options?: KeepdimOptions & DtypeOption): Tensor;
    nanmean(options?: KeepdimOptions & DtypeOption & { readonly dim?: Dims | null }): Tensor;
    /** The p-norm of the difference. */
    dist(other: Tensor, p?: number): Tensor;
    dist(other: Tensor, options: { readonly p?: number }): Tensor;
    dist(options: { readonly other: Tensor; readonly p?: number }): Tensor;
    /** Covariances of variables, which are rows; columns are observations. */
    cov(options?: CovOptions): Tensor;
    /** Correlations of variables, which are rows; columns are observations. */
    corrcoef(): Tensor;
    /** Sorted along the first dimension. */
    msort(): Tensor;
  }
}

/** Where the running extreme of each line stands; of equal elements the last, and a NaN stays. */
function runningPlaces(t: Tensor, dim: number, isBetter: (value: number, best: number) => boolean): Tensor {
  return filledBy(int64, t.sizes, (target) =>
    withLines(t.detach(), dim, ({ values, n, step, count, start }) => {
      for (let line = 0; line < count; line++) {
        let [best, place] = [NaN, 0];
        for (let i = 0, at = start(line); i < n; i++, at += step) {
          const value = Number(values[at]);
          if (i === 0 || Number.isNaN(value) || (!Number.isNaN(best) && isBetter(value, best)))
            [best, place] = [value, i];
          target[at] = BigInt(place);
        }
      }
    }),
  );
}

for (const [name, rule, isBetter] of [
  ["cummax", "CummaxBackward0", (value: number, best: number) => value >= best],
  ["cummin", "CumminBackward0", (value: number, best: number) => value <= best],
] as const) {
  const values = composite<{ dim: number; indices: Tensor }>(rule, ([x], { dim, indices }) => x!.gather(dim, indices));
  method(name, { dim: required(is.int) }, (x, { dim }) => {
    const d = wrapDim(dim, x.dim());
    const indices = runningPlaces(x, d, isBetter);
    const fields = { values: x.dim() === 0 ? x.clone() : values([x], { dim: d, indices }), indices };
    return NamedResult.of(name, fields);
  });
}

const logcumsumexpBackward = defineGradient<number>("LogcumsumexpBackward0", (node, grad) => {
  const [x, y] = node.saved();
  const dim = node.context;
  return [grad.mul(y!.neg().exp()).flip(dim).cumsum(dim).flip(dim).mul(x!.exp())];
});
method("logcumsumexp", { dim: required(is.int) }, (x, { dim }) => {
  if (!x.dtype.isFloatingPoint) throw new TypeError(`"logcumsumexp_out_cpu" not implemented for ${x.dtype.toString()}`);
  if (x.dim() === 0) return x.mul(1);
  const d = wrapDim(dim, x.dim());
  const y = filledBy(float64, x.sizes, (target) =>
    withLines(x.detach().to(float64), d, ({ values, n, step, count, start }) => {
      for (let line = 0; line < count; line++) {
        let sum = -Infinity;
        for (let i = 0, at = start(line); i < n; i++, at += step) {
          const value = values[at] as number;
          const [high, low] = value >= sum ? [value, sum] : [sum, value];
          sum = low === -Infinity || high === Infinity ? high : high + Math.log1p(Math.exp(low - high));
          if (Number.isNaN(value)) sum = NaN;
          target[at] = sum;
        }
      }
    }),
  ).to(x.dtype);
  return logcumsumexpBackward.record(y, [x], [x, y], d);
});

method("aminmax", { dim: keyword(is.orNull(is.int), null), keepdim: keyword(is.bool, false) }, (x, { dim, keepdim }) =>
  NamedResult.of("aminmax", { min: x.amin(dim, keepdim), max: x.amax(dim, keepdim) }),
);

const overAny = {
  dim: optional(is.orNull(is.intOrInts), null),
  keepdim: optional(is.bool, false),
  dtype: keyword(is.orNull(is.dtype), null),
};
const nansum = composite<{ dim: Dims | null; keepdim: boolean }>("NansumBackward0", ([x], { dim, keepdim }) =>
  x!.maskedFill(x!.detach().isnan(), 0).sum(dim, keepdim),
);
method("nansum", overAny, (x, { dim, keepdim, dtype }) => nansum([dtype === null ? x : x.to(dtype)], { dim, keepdim }));
method("nanmean", overAny, (given, { dim, keepdim, dtype }) => {
  const x = dtype === null ? given : given.to(dtype);
  if (!x.dtype.isFloatingPoint)
    throw new TypeError(
      `nanmean(): expected input to have floating point or complex dtype but got ${x.dtype.toString()}`,
    );
  const count = x.detach().isnan().logicalNot().sum(dim, keepdim);
  return x.nansum(dim, keepdim).div(count);
});

const dist = composite<number>("DistBackward0", ([x, y], p) => x!.sub(y!).norm(p));
method("dist", { other: required(is.tensor), p: optional(is.number, 2) }, (x, { other, p }) => dist([x, other], p));

const weights = keyword(is.orNull(is.tensor), null);
method("cov", { correction: keyword(is.int, 1), fweights: weights, aweights: weights }, (given, args) => {
  if (given.dim() > 2)
    throw new RangeError(
      `cov(): expected input to have two or fewer dimensions but got an input with ${given.dim()} dimensions`,
    );
  const x = given.dim() < 2 ? given.view(1, -1) : given;
  const n = x.sizes[1]!;
  const { correction, fweights, aweights } = args;
  for (const [name, each] of Object.entries({ fweights, aweights }))
    if (each !== null && (each.dim() > 1 || each.numel() !== n))
      throw new RangeError(`cov(): expected ${name} to have the same numel as there are observations in the input`);
  const w = fweights !== null && aweights !== null ? fweights.mul(aweights) : (fweights ?? aweights);
  const total = w === null ? n : w.sum();
  const mean = w === null ? x.mean(1, true) : x.mul(w).sum(1, { keepdim: true }).div(total);
  const centred = x.sub(mean);
  const count =
    typeof total === "number"
      ? Math.max(total - correction, 0)
      : aweights === null
        ? total.sub(correction)
        : total.sub(w!.mul(aweights).sum().div(total).mul(correction));
  const other = w === null ? centred : centred.mul(w);
  return centred.matmul(other.t()).div(count).squeeze();
});
method("corrcoef", {}, (x) => {
  if (x.dim() > 2)
    throw new RangeError(
      `corrcoef(): expected input to have two or fewer dimensions but got an input with ${x.dim()} dimensions`,
    );
  const c = x.cov();
  if (c.dim() === 0) return c.div(c);
  const deviation = c.diag().sqrt();
  return c.div(deviation.view(-1, 1)).div(deviation.view(1, -1)).clamp(-1, 1);
});
method("msort", {}, (x) => x.sort(0).values);
