/** Quantiles and histograms. */

import { float32, int64, keyword, optional, required, scalarTypeName, wrapDim } from "../../shape/index.ts";
import { composite } from "../autograd/composite.ts";
import { fromArray } from "../from-data.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import { Tensor } from "../tensor.ts";
import { filledBy } from "./axis.ts";
import type { KeepdimOptions } from "./reduce.ts";

const interpolations = ["linear", "lower", "higher", "nearest", "midpoint"] as const;
type Interpolation = (typeof interpolations)[number];

export interface QuantileOptions extends KeepdimOptions {
  readonly dim?: number | null;
  /** How to interpolate between two elements. */
  readonly interpolation?: Interpolation;
}

declare module "../tensor.ts" {
  interface Tensor {
    /**
     * The value below which a fraction `q` of the elements lies; for a vector `q`, several values along a new first
     * dimension.
     *
     * ```ts
     * torch.tensor([0.5, 1, 2, 4]).quantile(0.5); // tensor(1.5000)
     * ```
     * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.quantile.html
     * @throws TypeError or RangeError in torch's words for elements that are not floats, or `q` outside [0, 1].
     */
    quantile(q: number | Tensor, options?: QuantileOptions): Tensor;
    quantile(q: number | Tensor, dim: number | null, options?: Omit<QuantileOptions, "dim">): Tensor;
    quantile(
      q: number | Tensor,
      dim: number | null,
      keepdim: boolean,
      options?: Pick<QuantileOptions, "interpolation">,
    ): Tensor;
    quantile(options: QuantileOptions & { readonly q: number | Tensor }): Tensor;
    /** `quantile` of the elements that are not NaN. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.nanquantile.html */
    nanquantile(q: number | Tensor, options?: QuantileOptions): Tensor;
    nanquantile(q: number | Tensor, dim: number | null, options?: Omit<QuantileOptions, "dim">): Tensor;
    nanquantile(
      q: number | Tensor,
      dim: number | null,
      keepdim: boolean,
      options?: Pick<QuantileOptions, "interpolation">,
    ): Tensor;
    nanquantile(options: QuantileOptions & { readonly q: number | Tensor }): Tensor;
    /**
     * How many elements lie in each of `bins` equal parts of [min, max]; if both are 0, of the range of the elements.
     *
     * ```ts
     * torch.tensor([1.5, 2, 1.5]).histc(2, 1, 3); // tensor([2., 1.])
     * ```
     * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.histc.html
     * @throws TypeError or RangeError in torch's words for elements that are not floats, or for an invalid range.
     */
    histc(bins?: number, min?: number, max?: number): Tensor;
    histc(options: { readonly bins?: number; readonly min?: number; readonly max?: number }): Tensor;
    histc(bins: number, options: { readonly min?: number; readonly max?: number }): Tensor;
  }
}

interface Settings {
  readonly q: Tensor;
  readonly dim: number | null;
  readonly keepdim: boolean;
  readonly interpolation: Interpolation;
  readonly ignoreNan: boolean;
}

/** Ranks in the sorted lines: a line with NaN uses its last element, which is NaN, unless NaN is ignored. */
function ranksOf(sorted: Tensor, { q, ignoreNan }: Settings): Tensor {
  const last = sorted.sizes.at(-1)! - 1;
  const isNan = sorted.isnan();
  if (!ignoreNan) {
    const any = isNan.any(-1, { keepdim: true });
    const [ranks, mask] = [q.mul(last), any];
    const shape = [...mask.sizes.slice(0, -1), q.numel()];
    return ranks.expand(shape).maskedFill(mask.expand(shape), last);
  }
  return q.mul(isNan.logicalNot().sum(-1, { keepdim: true }).sub(1).to(q.dtype)).clampMin(0);
}

const compute = ([x]: readonly (Tensor | null)[], settings: Settings): Tensor => {
  const { q, dim, keepdim, interpolation } = settings;
  const self = x!;
  // The dimension in question is moved to the end; if it is kept, one of size 1 takes its place.
  const lines =
    dim === null
      ? keepdim
        ? self.reshape([...self.sizes.map(() => 1), -1])
        : self.reshape(-1)
      : keepdim
        ? self.unsqueeze(-1).transpose(wrapDim(dim, self.dim()), -1)
        : self.dim() === 0
          ? self.reshape(-1)
          : self.movedim(wrapDim(dim, self.dim()), -1);
  const sorted = lines.sort(-1).values;
  const settingsOfLine = { ...settings, q: q.reshape(-1) };
  let ranks = ranksOf(sorted.detach(), settingsOfLine);
  if (interpolation === "lower") ranks = ranks.floor();
  if (interpolation === "higher") ranks = ranks.ceil();
  if (interpolation === "nearest") ranks = ranks.round();
  const below = ranks.to(int64);
  let out = sorted.gather(-1, below);
  if (interpolation === "linear" || interpolation === "midpoint") {
    const weights = interpolation === "midpoint" ? ranks.fullLike(0.5) : ranks.sub(below.to(ranks.dtype));
    out = out.lerp(sorted.gather(-1, ranks.ceil().to(int64)), weights);
  }
  // A copy, because the result must not be a view.
  return (q.dim() === 0 ? out.squeeze(-1) : out.movedim(-1, 0)).clone().contiguous();
};
const quantile = composite<Settings>("SqueezeBackward4", compute);

const quantileArguments = {
  q: required(is.either(is.number, is.tensor)),
  dim: optional(is.orNull(is.int), null),
  keepdim: optional(is.bool, false),
  interpolation: keyword(is.oneOf(...interpolations), "linear"),
};
for (const name of ["quantile", "nanquantile"] as const)
  method(name, quantileArguments, (x, { q, dim, keepdim, interpolation }) => {
    if (x.numel() === 0) throw new RangeError(`quantile() input tensor must be non-empty`);
    if (!x.dtype.isFloatingPoint) throw new TypeError("quantile() input tensor must be either float or double dtype");
    if (typeof q === "number" && !(q >= 0 && q <= 1))
      throw new RangeError(`quantile() q must be in the range [0, 1] but got ${q}`);
    const part = q instanceof Tensor ? q.detach() : fromArray(Float64Array.of(q), []).to(x.dtype);
    if (part.dim() > 1) throw new RangeError("quantile() q must be a scalar or 1D tensor");
    if (part.dtype !== x.dtype) throw new TypeError("quantile() q tensor must be same dtype as the input tensor");
    if (!part.ge(0).logicalAnd(part.le(1)).all().item<boolean>())
      throw new RangeError("quantile() q values must be in the range [0, 1]");
    return quantile([x], { q: part, dim, keepdim, interpolation, ignoreNan: name === "nanquantile" });
  });

method(
  "histc",
  { bins: optional(is.int, 100), min: optional(is.number, 0), max: optional(is.number, 0) },
  (x, { bins, min, max }) => {
    const { dtype } = x;
    if (!dtype.isFloatingPoint)
      throw new TypeError(`"histogram_cpu" not implemented for '${scalarTypeName(dtype)}': write x.float()`);
    if (bins < 1) throw new RangeError(`torch.histogram(): bins must be > 0, but got ${bins} for dimension 0`);
    const values = x.detach().reshape(-1);
    let [low, high] = [min, max];
    if (low === high && x.numel() > 0) [low, high] = [values.min().item<number>(), values.max().item<number>()];
    if (!Number.isFinite(low) || !Number.isFinite(high))
      throw new RangeError(`torch.histc: range of [${low}, ${high}] is not finite`.replaceAll("Infinity", "inf"));
    if (low > high) throw new RangeError("torch.histc: max must be larger than min");
    if (low === high) [low, high] = [low - 1, high + 1];
    const round = dtype === float32 ? Math.fround : (value: number) => value;
    [low, high] = [round(low), round(high)];
    const width = round(high - low);
    return filledBy(dtype, [bins], (target) => {
      for (const value of values.contiguous().tolist<number[]>()) {
        if (!(value >= low && value <= high)) continue;
        const at = Math.trunc(round(round(round(value - low) * bins) / width));
        (target as Float64Array)[Math.min(at, bins - 1)]!++;
      }
    });
  },
);
