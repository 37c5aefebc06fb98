/** Dropout, normalisation, look-up and resizing as functions. */
import { optional, required, signature } from "../../shape/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as is from "../../tensor/kinds.ts";
import * as dropouts from "../../tensor/ops/dropout.ts";
import * as embeddings from "../../tensor/ops/embedding.ts";
import * as norms from "../../tensor/ops/norm.ts";
import { pad as padOp } from "../../tensor/ops/pad.ts";
import type * as Calls from "./calls.ts";

const input = required(is.tensor);
const perhaps = optional(is.orNull(is.tensor), null);

const dropoutArguments = {
  input,
  p: optional(is.number, 0.5),
  training: optional(is.bool, true),
  inplace: optional(is.bool, false),
};
export const dropoutSignature = signature("F.dropout", dropoutArguments);
export const dropout2dSignature = signature("F.dropout2d", dropoutArguments);

/** Zeroes each element with probability p and divides the rest by 1 - p, unless `training` is false. */
export function dropout(...given: Calls.Dropout): Tensor;
export function dropout(...given: unknown[]): Tensor {
  const { input, p, training, inplace } = dropoutSignature.read(given);
  return dropouts.dropout(input, p, training, inplace);
}

/** Zeroes whole channels with probability p. */
export function dropout2d(...given: Calls.Dropout2d): Tensor;
export function dropout2d(...given: unknown[]): Tensor {
  const { input, p, training, inplace } = dropout2dSignature.read(given);
  return dropouts.dropout2d(input, p, training, inplace);
}

export const batchNormSignature = signature("F.batchNorm", {
  input,
  runningMean: required(is.orNull(is.tensor)),
  runningVar: required(is.orNull(is.tensor)),
  weight: perhaps,
  bias: perhaps,
  training: optional(is.bool, false),
  momentum: optional(is.number, 0.1),
  eps: optional(is.number, 1e-5),
});

/** Normalises each channel, with the batch's own statistics if `training`, else with the running ones. */
export function batchNorm(...given: Calls.BatchNorm): Tensor;
export function batchNorm(...given: unknown[]): Tensor {
  const { input, runningMean, runningVar, weight, bias, ...options } = batchNormSignature.read(given);
  return norms.batchNorm(input, runningMean, runningVar, weight, bias, options);
}

const affine = { weight: perhaps, bias: perhaps, eps: optional(is.number, 1e-5) };
export const layerNormSignature = signature("F.layerNorm", { input, normalizedShape: required(is.ints), ...affine });
export const groupNormSignature = signature("F.groupNorm", { input, numGroups: required(is.int), ...affine });

/** Normalises over the last dimensions, which must be `normalizedShape`. */
export function layerNorm(...given: Calls.LayerNorm): Tensor;
export function layerNorm(...given: unknown[]): Tensor {
  const { input, normalizedShape, weight, bias, eps } = layerNormSignature.read(given);
  return norms.layerNorm(input, normalizedShape, weight, bias, eps);
}

/** Normalises the channels in `numGroups` groups. */
export function groupNorm(...given: Calls.GroupNorm): Tensor;
export function groupNorm(...given: unknown[]): Tensor {
  const { input, numGroups, weight, bias, eps } = groupNormSignature.read(given);
  return norms.groupNorm(input, numGroups, weight, bias, eps);
}

export const normalizeSignature = signature("F.normalize", {
  input,
  p: optional(is.number, 2),
  dim: optional(is.intOrInts, 1),
  eps: optional(is.number, 1e-12),
});

/** Divides by the p-norm over `dim`, or by `eps` if that is larger. */
export function normalize(...given: Calls.Normalize): Tensor;
export function normalize(...given: unknown[]): Tensor {
  const { input, p, dim, eps } = normalizeSignature.read(given);
  return input.div(input.norm(p, dim, true).clampMin(eps).expandAs(input));
}

export const embeddingSignature = signature("F.embedding", {
  input,
  weight: required(is.tensor),
  paddingIdx: optional(is.orNull(is.int), null),
  maxNorm: optional(is.orNull(is.number), null),
  normType: optional(is.number, 2),
  scaleGradByFreq: optional(is.bool, false),
  sparse: optional(is.only(false), false),
});

/**
 * The rows of `weight` at the indices `input`; with `maxNorm` rows that are longer are shortened first, in `weight` itself.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.embedding.html.
 */
export function embedding(...given: Calls.Embedding): Tensor;
export function embedding(...given: unknown[]): Tensor {
  const { input, weight, paddingIdx, ...settings } = embeddingSignature.read(given);
  return embeddings.embedding(input, weight, paddingIdx, settings);
}

export const oneHotSignature = signature("F.oneHot", { input, numClasses: optional(is.int, -1) });

/** Zeros with a one at each index; there are as many classes as the largest index needs, unless given. */
export function oneHot(...given: Calls.OneHot): Tensor;
export function oneHot(...given: unknown[]): Tensor {
  const { input, numClasses } = oneHotSignature.read(given);
  return embeddings.oneHot(input, numClasses);
}

export const padSignature = signature("F.pad", {
  input,
  pad: required(is.ints),
  mode: optional(is.oneOf("constant", "reflect", "replicate", "circular"), "constant"),
  value: optional(is.orNull(is.number), null),
});

/** Widens dimensions from the last one backwards: `pad` is [left, right, top, bottom, ...]. */
export function pad(...given: Calls.Pad): Tensor;
export function pad(...given: unknown[]): Tensor {
  const { input, pad: sides, mode, value } = padSignature.read(given);
  if (mode !== "constant" && value !== null && value !== 0)
    throw new RangeError(`Padding mode "${mode}" doesn't take in value argument`);
  return padOp(input, sides, { mode, value: value ?? 0 });
}
