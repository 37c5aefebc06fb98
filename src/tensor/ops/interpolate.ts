/** Resizing sequences [B, C, L], images [B, C, H, W] and volumes [B, C, D, H, W]. */
import { float64 } from "../../shape/index.ts";
import type { Tensor } from "../tensor.ts";
import { adaptiveAvgPool1d, adaptiveAvgPool2d } from "./pool.ts";
import { adaptiveAvgPool3d } from "./pool3d.ts";
import { rearrange, rearrangeRule, unmoved } from "./rearrange.ts";
import { dimMap, resample, resampleRule, type DimMap } from "./resample.ts";

export type InterpolateMode = "nearest" | "nearest-exact" | "linear" | "bilinear" | "trilinear" | "bicubic" | "area";
export type InterpolateOptions = {
  size?: number | readonly number[] | null;
  scaleFactor?: number | readonly number[] | null;
  mode?: InterpolateMode;
  /** Whether the centres of the corner pixels coincide instead of their outer edges. */
  alignCorners?: boolean | null;
  recomputeScaleFactor?: boolean | null;
  /** When shrinking, averages all pixels that fall together, as Pillow does. */
  antialias?: boolean;
};

const nearestRules = [1, 2, 3].map((dims) => rearrangeRule(`UpsampleNearest${dims}DBackward0`));
const exactRules = [1, 2, 3].map((dims) => rearrangeRule(`UpsampleNearestExact${dims}DBackward0`));
const rules = {
  linear: resampleRule("UpsampleLinear1DBackward0"),
  bilinear: resampleRule("UpsampleBilinear2DBackward0"),
  trilinear: resampleRule("UpsampleTrilinear3DBackward0"),
  bicubic: resampleRule("UpsampleBicubic2DBackward0"),
};
const smoothRules = {
  bilinear: resampleRule("UpsampleBilinear2DAaBackward0"),
  bicubic: resampleRule("UpsampleBicubic2DAaBackward0"),
};
const dimsOf: Readonly<Record<string, number>> = { linear: 1, bilinear: 2, trilinear: 3, bicubic: 2 };

/**
 * The settings for one dimension: its new size, and the step from one output to the next if it is not the ratio of the
 * sizes.
 */
interface Goal {
  readonly from: number;
  readonly to: number;
  readonly scale: number | null;
}

/**
 * Enlarges or shrinks the dimensions after the channels.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.interpolate.html.
 *
 * @throws RangeError in torch's words unless exactly one of `size` and `scaleFactor` is given, and for a mode that does
 * not fit the input.
 */
export function interpolate(input: Tensor, options: InterpolateOptions = {}): Tensor {
  const { mode = "nearest", alignCorners = null, antialias = false } = options;
  const dims = input.sizes.length - 2;
  const isInterpolating = Object.hasOwn(dimsOf, mode);
  if (alignCorners !== null && !isInterpolating)
    throw new RangeError(
      "align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear",
    );
  const goals = goalsOf(input, options, mode);
  if (antialias && !((mode === "bilinear" || mode === "bicubic") && input.dim() === 4))
    throw new RangeError(
      "Anti-alias option is restricted to bilinear, bicubic, and lanczos modes and requires a 4-D tensor as input",
    );
  checkMode(input, mode);
  checkSizes(goals);
  const round = input.dtype === float64 ? (x: number) => x : Math.fround;
  if (mode === "nearest" || mode === "nearest-exact") {
    const sources = [...input.sizes.slice(0, 2).map(unmoved), ...goals.map((goal) => nearest(goal, mode, round))];
    return rearrange(input, sources, (mode === "nearest" ? nearestRules : exactRules)[dims - 1]!);
  }
  if (mode === "area") return areas(input, goals);
  const smooth = antialias ? smoothRules[mode as "bilinear"] : null;
  const align = alignCorners ?? false;
  const maps = goals.map((goal) => {
    if (smooth !== null) return antialiased(goal, mode as "bilinear", align, round);
    return mode === "bicubic" ? cubic(goal, align, round) : linear(goal, align, round);
  });
  return resample(input, [null, null, ...maps], smooth ?? rules[mode]);
}

function goalsOf(input: Tensor, options: InterpolateOptions, mode: InterpolateMode): Goal[] {
  const { size = null, scaleFactor = null, recomputeScaleFactor } = options;
  if (size === null && scaleFactor === null) throw new RangeError("either size or scale_factor should be defined");
  if (size !== null && scaleFactor !== null) throw new RangeError("only one of size or scale_factor should be defined");
  if (recomputeScaleFactor && size !== null)
    throw new RangeError("recompute_scale_factor is not meaningful with an explicit size.");
  const spatial = input.sizes.slice(2);
  const given = size ?? scaleFactor!;
  const each = typeof given === "number" ? spatial.map(() => given) : [...given];
  if (each.length !== spatial.length)
    throw new RangeError(
      size === null
        ? `Input and scale_factor must have the same number of spatial dimensions, but got input with spatial dimensions of ` +
            `[${spatial.join(", ")}] and scale_factor of shape [${each.join(", ")}]. Please provide input tensor in ` +
            "(N, C, d1, d2, ...,dK) format and scale_factor in (s1, s2, ...,sK) format."
        : `Input and output must have the same number of spatial dimensions, but got input with spatial dimensions of ` +
            `[${spatial.join(", ")}] and output size of [${each.join(", ")}]. Please provide input tensor in ` +
            "(N, C, d1, d2, ...,dK) format and output size in (o1, o2, ...,oK) format.",
    );
  const keepsScale = size === null && !recomputeScaleFactor && mode !== "area";
  return each.map((asked, d) => {
    const from = spatial[d]!;
    if (size !== null) return { from, to: asked, scale: null };
    return { from, to: Math.floor(from * asked), scale: keepsScale ? 1 / asked : null };
  });
}

function checkMode(input: Tensor, mode: InterpolateMode): void {
  const dims = input.sizes.length - 2;
  const wanted = dimsOf[mode];
  if (dims >= 1 && dims <= 3 && (wanted === dims || (wanted === undefined && isKnown(mode)))) return;
  if (dims >= 1 && dims <= 3 && wanted !== undefined)
    throw new RangeError(`Got ${dims + 2}D input, but ${mode} mode needs ${wanted + 2}D input`);
  throw new RangeError(
    "Input Error: Only 3D, 4D and 5D input Tensors supported " +
      `(got ${input.sizes.length}D) for the modes: nearest | linear | bilinear | bicubic | trilinear | area | nearest-exact ` +
      `(got ${String(mode)}${dims >= 1 && dims <= 3 ? ", which is none of them" : ""})`,
  );
}

const isKnown = (mode: string): boolean => ["nearest", "nearest-exact", "area"].includes(mode);

function checkSizes(goals: readonly Goal[]): void {
  if (goals.every(({ from, to }) => from > 0 && to > 0)) return;
  const names = ["W", "H", "D"].slice(0, goals.length).toReversed();
  const show = (which: "from" | "to"): string => goals.map((goal, d) => `${names[d]}: ${goal[which]}`).join(", ");
  throw new RangeError(
    `Input and output sizes should be greater than 0, but got input (${show("from")}) output (${show("to")})`,
  );
}

type Round = (x: number) => number;

function nearest({ from, to, scale }: Goal, mode: "nearest" | "nearest-exact", round: Round): Int32Array {
  const step = Math.fround(scale ?? from / to);
  const shift = mode === "nearest" ? 0 : 0.5;
  return Int32Array.from({ length: to }, (_, i) =>
    Math.min(Math.floor(round(Math.fround(i + shift) * step)), from - 1),
  );
}

/** The step between outputs, and the position of the first one. */
function stepOf({ from, to, scale }: Goal, align: boolean, round: Round): number {
  if (!align) return round(scale ?? from / to);
  return to > 1 ? round((from - 1) / (to - 1)) : 0;
}

const placeOf = (j: number, step: number, align: boolean, round: Round): number =>
  align ? round(step * j) : round(round(step * (j + 0.5)) - 0.5);

function linear(goal: Goal, align: boolean, round: Round): DimMap {
  const step = stepOf(goal, align, round);
  const last = goal.from - 1;
  return dimMap(goal.to, (j) => {
    if (goal.from === goal.to && goal.scale === null) return [[j, 1]];
    const place = Math.max(placeOf(j, step, align, round), 0);
    const low = Math.min(Math.floor(place), last);
    const part = Math.min(Math.max(round(place - low), 0), 1);
    return [
      [low, round(1 - part)],
      [Math.min(low + 1, last), part],
    ];
  });
}

/** Weights of the four neighbours of a point that lies `t` beyond the second: Keys' cubic with this slope. */
function cubicWeights(t: number, slope: number): number[] {
  const near = (x: number): number => ((slope + 2) * x - (slope + 3)) * x * x + 1;
  const far = (x: number): number => ((slope * x - 5 * slope) * x + 8 * slope) * x - 4 * slope;
  return [far(t + 1), near(t), near(1 - t), far(2 - t)];
}

function cubic(goal: Goal, align: boolean, round: Round): DimMap {
  const step = stepOf(goal, align, round);
  const last = goal.from - 1;
  return dimMap(goal.to, (j) => {
    const place = placeOf(j, step, align, round);
    const low = Math.floor(place);
    const weights = cubicWeights(round(place - low), -0.75);
    return weights.map((weight, t) => [Math.min(Math.max(low - 1 + t, 0), last), round(weight)] as const);
  });
}

function antialiased(goal: Goal, mode: "bilinear" | "bicubic", align: boolean, round: Round): DimMap {
  const step = stepOf(goal, align, round);
  const reach = (mode === "bilinear" ? 1 : 2) * Math.max(step, 1);
  const shrink = step >= 1 ? 1 / step : 1;
  const filter = mode === "bilinear" ? triangle : smoothCubic;
  return dimMap(goal.to, (j) => {
    const centre = step * (j + 0.5);
    const first = Math.max(Math.trunc(centre - reach + 0.5), 0);
    const count = Math.min(Math.trunc(centre + reach + 0.5), goal.from) - first;
    const weights = Array.from({ length: count }, (_, t) => filter((t + first - centre + 0.5) * shrink));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight, t) => [first + t, total === 0 ? weight : weight / total] as const);
  });
}

const triangle = (x: number): number => Math.max(1 - Math.abs(x), 0);
function smoothCubic(x: number): number {
  const size = Math.abs(x);
  if (size >= 2) return 0;
  return size < 1 ? cubicWeights(size, -0.5)[1]! : cubicWeights(size - 1, -0.5)[0]!;
}

function areas(input: Tensor, goals: readonly Goal[]): Tensor {
  const sizes = goals.map(({ to }) => to);
  if (goals.length === 1) return adaptiveAvgPool1d(input, sizes[0]!);
  return goals.length === 2 ? adaptiveAvgPool2d(input, sizes) : adaptiveAvgPool3d(input, sizes);
}
