/** Resizing, sampling, shuffles, distances and attention as functions. */
import { optional, required, signature, warn, type Named, type Calls, type Given } from "../../shape/index.ts";
import * as is from "../../tensor/kinds.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as attention from "../../tensor/ops/attention.ts";
import * as distances from "../../tensor/ops/distance.ts";
import * as grids from "../../tensor/ops/grid-sample.ts";
import * as norms from "../../tensor/ops/instance-norm.ts";
import { interpolate as interpolateOp, type InterpolateMode } from "../../tensor/ops/interpolate.ts";

type Size = number | readonly number[];
const input = required(is.tensor);

const interpolateSignature = signature("F.interpolate", {
  input,
  size: optional(is.orNull(is.intOrInts), null),
  scaleFactor: optional(is.orNull(is.either(is.number, is.floats)), null),
  mode: optional(is.string, "nearest"),
  alignCorners: optional(is.orNull(is.bool), null),
  recomputeScaleFactor: optional(is.orNull(is.bool), null),
  antialias: optional(is.bool, false),
});
type Interpolate = Omit<Named<typeof interpolateSignature.arguments>, "input" | "mode"> & { mode?: InterpolateMode };

/**
 * Resizes the dimensions after the channels to a size, or by a factor.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.interpolate.html.
 *
 * @example
 * F.interpolate(torch.tensor([[[1.5, 2.5]]]), { size: 4, mode: "linear" }).tolist(); // [[[1.5, 1.75, 2.25, 2.5]]]
 */
export function interpolate(input: Tensor, options: Interpolate): Tensor;
export function interpolate(options: Named<typeof interpolateSignature.arguments>): Tensor;
export function interpolate(
  input: Tensor,
  size: Size | null,
  scaleFactor?: Size | null,
  mode?: InterpolateMode,
  alignCorners?: boolean | null,
  recomputeScaleFactor?: Given<typeof interpolateSignature.arguments, "recomputeScaleFactor">,
  antialias?: Given<typeof interpolateSignature.arguments, "antialias">,
): Tensor;
export function interpolate(
  input: Given<typeof interpolateSignature.arguments, "input">,
  size: Given<typeof interpolateSignature.arguments, "size">,
  scaleFactor: Given<typeof interpolateSignature.arguments, "scaleFactor">,
  ...more: Calls<
    typeof interpolateSignature.arguments,
    "input size scaleFactor",
    "mode alignCorners recomputeScaleFactor antialias"
  >
): Tensor;
export function interpolate(input: Tensor, size: Size, options: Omit<Interpolate, "size">): Tensor;
export function interpolate(...given: unknown[]): Tensor {
  const { input, mode, ...options } = interpolateSignature.read(given);
  return interpolateOp(input, { ...options, mode: mode as InterpolateMode });
}

const gridSignature = signature("F.gridSample", {
  input,
  grid: required(is.tensor),
  mode: optional(is.string, "bilinear"),
  paddingMode: optional(is.string, "zeros"),
  alignCorners: optional(is.orNull(is.bool), null),
});

/**
 * The values of images at the points of a grid.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.grid_sample.html.
 */
export function gridSample(input: Tensor, grid: Tensor, options?: grids.GridSampleOptions): Tensor;
export function gridSample(
  input: Given<typeof gridSignature.arguments, "input">,
  ...more: Calls<typeof gridSignature.arguments, "input", "grid mode paddingMode alignCorners">
): Tensor;
export function gridSample(options: Named<typeof gridSignature.arguments>): Tensor;
export function gridSample(
  input: Tensor,
  grid: Tensor,
  mode: grids.SampleMode,
  paddingMode?: grids.SamplePadding,
  alignCorners?: boolean | null,
): Tensor;
export function gridSample(...given: unknown[]): Tensor {
  const { input, grid, mode, paddingMode, alignCorners } = gridSignature.read(given);
  if (alignCorners === null) warnOfCorners();
  return grids.gridSample(input, grid, {
    mode: mode as grids.SampleMode,
    paddingMode: paddingMode as grids.SamplePadding,
    alignCorners: alignCorners ?? false,
  });
}

function warnOfCorners(): void {
  warn(
    "Default grid_sample and affine_grid behavior has changed to align_corners=False since 1.3.0. Please specify alignCorners: true if the old behavior is desired.",
  );
}

const affineSignature = signature("F.affineGrid", {
  theta: required(is.tensor),
  size: required(is.ints),
  alignCorners: optional(is.orNull(is.bool), null),
});

/** The grid of an affine map, for `gridSample`. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.affine_grid.html. */
export function affineGrid(theta: Tensor, size: readonly number[], alignCorners?: boolean | null): Tensor;
export function affineGrid(
  theta: Given<typeof affineSignature.arguments, "theta">,
  ...more: Calls<typeof affineSignature.arguments, "theta", "size alignCorners">
): Tensor;
export function affineGrid(options: Named<typeof affineSignature.arguments>): Tensor;
export function affineGrid(theta: Tensor, size: readonly number[], options: { alignCorners?: boolean | null }): Tensor;
export function affineGrid(...given: unknown[]): Tensor {
  const { theta, size, alignCorners } = affineSignature.read(given);
  if (alignCorners === null) warnOfCorners();
  return grids.affineGrid(theta, size, alignCorners ?? false);
}

const instanceSignature = signature("F.instanceNorm", {
  input,
  runningMean: optional(is.orNull(is.tensor), null),
  runningVar: optional(is.orNull(is.tensor), null),
  weight: optional(is.orNull(is.tensor), null),
  bias: optional(is.orNull(is.tensor), null),
  useInputStats: optional(is.bool, true),
  momentum: optional(is.number, 0.1),
  eps: optional(is.number, 1e-5),
});
type Instance = Omit<Named<typeof instanceSignature.arguments>, "input">;

/** Normalises each channel of each image by itself. */
export function instanceNorm(input: Tensor, options?: Instance): Tensor;
export function instanceNorm(
  input: Given<typeof instanceSignature.arguments, "input">,
  runningMean: Given<typeof instanceSignature.arguments, "runningMean">,
  ...more: Calls<
    typeof instanceSignature.arguments,
    "input runningMean",
    "runningVar weight bias useInputStats momentum eps"
  >
): Tensor;
export function instanceNorm(options: Named<typeof instanceSignature.arguments>): Tensor;
export function instanceNorm(
  input: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  weight?: Tensor | null,
  bias?: Tensor | null,
  useInputStats?: boolean,
  momentum?: number,
  eps?: number,
): Tensor;
export function instanceNorm(...given: unknown[]): Tensor {
  const { input, runningMean, runningVar, weight, bias, ...options } = instanceSignature.read(given);
  return norms.instanceNorm(input, runningMean, runningVar, weight, bias, options);
}

const responseSignature = signature("F.localResponseNorm", {
  input,
  size: required(is.int),
  alpha: optional(is.number, 1e-4),
  beta: optional(is.number, 0.75),
  k: optional(is.number, 1),
});

/** Divides each element by a factor computed from the same place in the neighbouring channels. */
export function localResponseNorm(input: Tensor, size: number, alpha?: number, beta?: number, k?: number): Tensor;
export function localResponseNorm(
  input: Given<typeof responseSignature.arguments, "input">,
  ...more: Calls<typeof responseSignature.arguments, "input", "size alpha beta k">
): Tensor;
export function localResponseNorm(options: Named<typeof responseSignature.arguments>): Tensor;
export function localResponseNorm(
  input: Tensor,
  size: number,
  options: { alpha?: number; beta?: number; k?: number },
): Tensor;
export function localResponseNorm(...given: unknown[]): Tensor {
  const { input, size, alpha, beta, k } = responseSignature.read(given);
  return norms.localResponseNorm(input, size, alpha, beta, k);
}

const cosineSignature = signature("F.cosineSimilarity", {
  x1: required(is.tensor),
  x2: required(is.tensor),
  dim: optional(is.int, 1),
  eps: optional(is.number, 1e-8),
});

/** The cosine of the angle between vectors along `dim`. */
export function cosineSimilarity(x1: Tensor, x2: Tensor, dim?: number, eps?: number): Tensor;
export function cosineSimilarity(
  x1: Given<typeof cosineSignature.arguments, "x1">,
  ...more: Calls<typeof cosineSignature.arguments, "x1", "x2 dim eps">
): Tensor;
export function cosineSimilarity(options: Named<typeof cosineSignature.arguments>): Tensor;
export function cosineSimilarity(x1: Tensor, x2: Tensor, options: { dim?: number; eps?: number }): Tensor;
export function cosineSimilarity(...given: unknown[]): Tensor {
  const { x1, x2, dim, eps } = cosineSignature.read(given);
  return distances.cosineSimilarity(x1, x2, dim, eps);
}

const pairwiseSignature = signature("F.pairwiseDistance", {
  x1: required(is.tensor),
  x2: required(is.tensor),
  p: optional(is.number, 2),
  eps: optional(is.number, 1e-6),
  keepdim: optional(is.bool, false),
});

/** The p-norm of the difference along the last dimension. */
export function pairwiseDistance(x1: Tensor, x2: Tensor, p?: number, eps?: number, keepdim?: boolean): Tensor;
export function pairwiseDistance(
  x1: Given<typeof pairwiseSignature.arguments, "x1">,
  ...more: Calls<typeof pairwiseSignature.arguments, "x1", "x2 p eps keepdim">
): Tensor;
export function pairwiseDistance(options: Named<typeof pairwiseSignature.arguments>): Tensor;
export function pairwiseDistance(
  x1: Tensor,
  x2: Tensor,
  options: { p?: number; eps?: number; keepdim?: boolean },
): Tensor;
export function pairwiseDistance(...given: unknown[]): Tensor {
  const { x1, x2, p, eps, keepdim } = pairwiseSignature.read(given);
  return distances.pairwiseDistance(x1, x2, p, eps, keepdim);
}

const shuffleSignature = signature("F.pixelShuffle", { input, upscaleFactor: required(is.int) });
const unshuffleSignature = signature("F.pixelUnshuffle", { input, downscaleFactor: required(is.int) });
const channelSignature = signature("F.channelShuffle", { input, groups: required(is.int) });

/** Moves channels into pixels. */
export function pixelShuffle(input: Tensor, upscaleFactor: number): Tensor;
export function pixelShuffle(...given: unknown[]): Tensor {
  const { input, upscaleFactor } = shuffleSignature.read(given);
  return distances.pixelShuffle(input, upscaleFactor);
}

/** Moves pixels into channels. */
export function pixelUnshuffle(input: Tensor, downscaleFactor: number): Tensor;
export function pixelUnshuffle(
  input: Given<typeof unshuffleSignature.arguments, "input">,
  ...more: Calls<typeof unshuffleSignature.arguments, "input", "downscaleFactor">
): Tensor;
export function pixelUnshuffle(options: Named<typeof unshuffleSignature.arguments>): Tensor;
export function pixelUnshuffle(input: Tensor, downscaleFactor: number): Tensor;
export function pixelUnshuffle(...given: unknown[]): Tensor {
  const { input, downscaleFactor } = unshuffleSignature.read(given);
  return distances.pixelUnshuffle(input, downscaleFactor);
}

/** Reorders the channels by interleaving `groups` groups of them. */
export function channelShuffle(input: Tensor, groups: number): Tensor;
export function channelShuffle(
  input: Given<typeof channelSignature.arguments, "input">,
  ...more: Calls<typeof channelSignature.arguments, "input", "groups">
): Tensor;
export function channelShuffle(options: Named<typeof channelSignature.arguments>): Tensor;
export function channelShuffle(input: Tensor, groups: number): Tensor;
export function channelShuffle(...given: unknown[]): Tensor {
  const { input, groups } = channelSignature.read(given);
  return distances.channelShuffle(input, groups);
}

const gumbelSignature = signature("F.gumbelSoftmax", {
  logits: required(is.tensor),
  tau: optional(is.number, 1),
  hard: optional(is.bool, false),
  eps: optional(is.number, 1e-10),
  dim: optional(is.int, -1),
});

/** A random choice of classes that gradients can flow through. */
export function gumbelSoftmax(
  logits: Tensor,
  tau?: number,
  hard?: boolean,
  eps?: Given<typeof gumbelSignature.arguments, "eps">,
  dim?: Given<typeof gumbelSignature.arguments, "dim">,
): Tensor;
export function gumbelSoftmax(
  logits: Given<typeof gumbelSignature.arguments, "logits">,
  ...more: Calls<typeof gumbelSignature.arguments, "logits", "tau hard eps dim">
): Tensor;
export function gumbelSoftmax(options: Named<typeof gumbelSignature.arguments>): Tensor;
export function gumbelSoftmax(logits: Tensor, options: { tau?: number; hard?: boolean; dim?: number }): Tensor;
export function gumbelSoftmax(...given: unknown[]): Tensor {
  const { logits, tau, hard, dim } = gumbelSignature.read(given);
  return attention.gumbelSoftmax(logits, tau, hard, dim);
}

const attentionSignature = signature("F.scaledDotProductAttention", {
  query: required(is.tensor),
  key: required(is.tensor),
  value: required(is.tensor),
  attnMask: optional(is.orNull(is.tensor), null),
  dropoutP: optional(is.number, 0),
  isCausal: optional(is.bool, false),
  scale: optional(is.orNull(is.number), null),
});

/** `softmax(query @ key^T * scale + mask) @ value`. */
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  attnMask?: Tensor | null,
  dropoutP?: number,
  isCausal?: boolean,
): Tensor;
export function scaledDotProductAttention(
  query: Given<typeof attentionSignature.arguments, "query">,
  ...more: Calls<typeof attentionSignature.arguments, "query", "key value attnMask dropoutP isCausal scale">
): Tensor;
export function scaledDotProductAttention(options: Named<typeof attentionSignature.arguments>): Tensor;
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: attention.AttentionOptions,
): Tensor;
export function scaledDotProductAttention(...given: unknown[]): Tensor {
  const { query, key, value, ...options } = attentionSignature.read(given);
  return attention.scaledDotProductAttention(query, key, value, options);
}
