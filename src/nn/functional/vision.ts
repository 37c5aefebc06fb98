/** Resizing, sampling, shuffles, distances and attention as functions. */
import { optional, required, signature, warn } from "../../shape/index.ts";
import * as is from "../../tensor/kinds.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as attention from "../../tensor/ops/attention.ts";
import * as distances from "../../tensor/ops/distance.ts";
import * as grids from "../../tensor/ops/grid-sample.ts";
import * as norms from "../../tensor/ops/instance-norm.ts";
import { interpolate as interpolateOp, type InterpolateMode } from "../../tensor/ops/interpolate.ts";
import type * as Calls from "./calls.ts";

const input = required(is.tensor);

export const interpolateSignature = signature("F.interpolate", {
  input,
  size: optional(is.orNull(is.intOrInts), null),
  scaleFactor: optional(is.orNull(is.either(is.number, is.floats)), null),
  mode: optional(is.string as is.Kind<string, InterpolateMode>, "nearest"),
  alignCorners: optional(is.orNull(is.bool), null),
  recomputeScaleFactor: optional(is.orNull(is.bool), null),
  antialias: optional(is.bool, false),
});

/**
 * Resizes the dimensions after the channels to a size, or by a factor.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.interpolate.html.
 *
 * @example
 * F.interpolate(torch.tensor([[[1.5, 2.5]]]), { size: 4, mode: "linear" }).tolist(); // [[[1.5, 1.75, 2.25, 2.5]]]
 */
export function interpolate(...given: Calls.Interpolate): Tensor;
export function interpolate(...given: unknown[]): Tensor {
  const { input, mode, ...options } = interpolateSignature.read(given);
  return interpolateOp(input, { ...options, mode: mode as InterpolateMode });
}

export const gridSignature = signature("F.gridSample", {
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
export function gridSample(...given: Calls.GridSample): Tensor;
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

export const affineSignature = signature("F.affineGrid", {
  theta: required(is.tensor),
  size: required(is.ints),
  alignCorners: optional(is.orNull(is.bool), null),
});

/** The grid of an affine map, for `gridSample`. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.affine_grid.html. */
export function affineGrid(...given: Calls.AffineGrid): Tensor;
export function affineGrid(...given: unknown[]): Tensor {
  const { theta, size, alignCorners } = affineSignature.read(given);
  if (alignCorners === null) warnOfCorners();
  return grids.affineGrid(theta, size, alignCorners ?? false);
}

export const instanceSignature = signature("F.instanceNorm", {
  input,
  runningMean: optional(is.orNull(is.tensor), null),
  runningVar: optional(is.orNull(is.tensor), null),
  weight: optional(is.orNull(is.tensor), null),
  bias: optional(is.orNull(is.tensor), null),
  useInputStats: optional(is.bool, true),
  momentum: optional(is.number, 0.1),
  eps: optional(is.number, 1e-5),
});

/** Normalises each channel of each image by itself. */
export function instanceNorm(...given: Calls.InstanceNorm): Tensor;
export function instanceNorm(...given: unknown[]): Tensor {
  const { input, runningMean, runningVar, weight, bias, ...options } = instanceSignature.read(given);
  return norms.instanceNorm(input, runningMean, runningVar, weight, bias, options);
}

export const responseSignature = signature("F.localResponseNorm", {
  input,
  size: required(is.int),
  alpha: optional(is.number, 1e-4),
  beta: optional(is.number, 0.75),
  k: optional(is.number, 1),
});

/** Divides each element by a factor computed from the same place in the neighbouring channels. */
export function localResponseNorm(...given: Calls.LocalResponseNorm): Tensor;
export function localResponseNorm(...given: unknown[]): Tensor {
  const { input, size, alpha, beta, k } = responseSignature.read(given);
  return norms.localResponseNorm(input, size, alpha, beta, k);
}

export const cosineSignature = signature("F.cosineSimilarity", {
  x1: required(is.tensor),
  x2: required(is.tensor),
  dim: optional(is.int, 1),
  eps: optional(is.number, 1e-8),
});

/** The cosine of the angle between vectors along `dim`. */
export function cosineSimilarity(...given: Calls.CosineSimilarity): Tensor;
export function cosineSimilarity(...given: unknown[]): Tensor {
  const { x1, x2, dim, eps } = cosineSignature.read(given);
  return distances.cosineSimilarity(x1, x2, dim, eps);
}

export const pairwiseSignature = signature("F.pairwiseDistance", {
  x1: required(is.tensor),
  x2: required(is.tensor),
  p: optional(is.number, 2),
  eps: optional(is.number, 1e-6),
  keepdim: optional(is.bool, false),
});

/** The p-norm of the difference along the last dimension. */
export function pairwiseDistance(...given: Calls.PairwiseDistance): Tensor;
export function pairwiseDistance(...given: unknown[]): Tensor {
  const { x1, x2, p, eps, keepdim } = pairwiseSignature.read(given);
  return distances.pairwiseDistance(x1, x2, p, eps, keepdim);
}

export const shuffleSignature = signature("F.pixelShuffle", { input, upscaleFactor: required(is.int) });
export const unshuffleSignature = signature("F.pixelUnshuffle", { input, downscaleFactor: required(is.int) });
export const channelSignature = signature("F.channelShuffle", { input, groups: required(is.int) });

/** Moves channels into pixels. */
export function pixelShuffle(...given: Calls.PixelShuffle): Tensor;
export function pixelShuffle(...given: unknown[]): Tensor {
  const { input, upscaleFactor } = shuffleSignature.read(given);
  return distances.pixelShuffle(input, upscaleFactor);
}

/** Moves pixels into channels. */
export function pixelUnshuffle(...given: Calls.PixelUnshuffle): Tensor;
export function pixelUnshuffle(...given: unknown[]): Tensor {
  const { input, downscaleFactor } = unshuffleSignature.read(given);
  return distances.pixelUnshuffle(input, downscaleFactor);
}

/** Reorders the channels by interleaving `groups` groups of them. */
export function channelShuffle(...given: Calls.ChannelShuffle): Tensor;
export function channelShuffle(...given: unknown[]): Tensor {
  const { input, groups } = channelSignature.read(given);
  return distances.channelShuffle(input, groups);
}

export const gumbelSignature = signature("F.gumbelSoftmax", {
  logits: required(is.tensor),
  tau: optional(is.number, 1),
  hard: optional(is.bool, false),
  eps: optional(is.number, 1e-10),
  dim: optional(is.int, -1),
});

/** A random choice of classes that gradients can flow through. */
export function gumbelSoftmax(...given: Calls.GumbelSoftmax): Tensor;
export function gumbelSoftmax(...given: unknown[]): Tensor {
  const { logits, tau, hard, dim } = gumbelSignature.read(given);
  return attention.gumbelSoftmax(logits, tau, hard, dim);
}

export const attentionSignature = signature("F.scaledDotProductAttention", {
  query: required(is.tensor),
  key: required(is.tensor),
  value: required(is.tensor),
  attnMask: optional(is.orNull(is.tensor), null),
  dropoutP: optional(is.number, 0),
  isCausal: optional(is.bool, false),
  scale: optional(is.orNull(is.number), null),
});

/** `softmax(query @ key^T * scale + mask) @ value`. */
export function scaledDotProductAttention(...given: Calls.ScaledDotProductAttention): Tensor;
export function scaledDotProductAttention(...given: unknown[]): Tensor {
  const { query, key, value, ...options } = attentionSignature.read(given);
  return attention.scaledDotProductAttention(query, key, value, options);
}
