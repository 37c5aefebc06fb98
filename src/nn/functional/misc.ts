/** Dropout, normalisation, look-up and resizing as functions. */
import { optional, required, signature, type Named, type Calls, type Given } from "../../shape/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as is from "../../tensor/kinds.ts";
import * as dropouts from "../../tensor/ops/dropout.ts";
import * as embeddings from "../../tensor/ops/embedding.ts";
import * as norms from "../../tensor/ops/norm.ts";
import { pad as padOp, type PadMode } from "../../tensor/ops/pad.ts";

const input = required(is.tensor);
const perhaps = optional(is.orNull(is.tensor), null);

type Dropout = { p?: number; training?: boolean; inplace?: boolean };
const dropoutArguments = {
  input,
  p: optional(is.number, 0.5),
  training: optional(is.bool, true),
  inplace: optional(is.bool, false),
};
const dropoutSignature = signature("F.dropout", dropoutArguments);
const dropout2dSignature = signature("F.dropout2d", dropoutArguments);

/** Zeroes each element with probability p and divides the rest by 1 - p, unless `training` is false. */
export function dropout(input: Tensor, options?: Dropout): Tensor;
export function dropout(input: Tensor, p: number, options?: Omit<Dropout, "p">): Tensor;
export function dropout(input: Tensor, p: number, training: boolean, inplace?: boolean): Tensor;
export function dropout(
  input: Given<typeof dropoutSignature.arguments, "input">,
  p: Given<typeof dropoutSignature.arguments, "p">,
  training: Given<typeof dropoutSignature.arguments, "training">,
  ...more: Calls<typeof dropoutSignature.arguments, "input p training", "inplace">
): Tensor;
export function dropout(options: Dropout & { input: Tensor }): Tensor;
export function dropout(...given: unknown[]): Tensor {
  const { input, p, training, inplace } = dropoutSignature.read(given);
  return dropouts.dropout(input, p, training, inplace);
}

/** Zeroes whole channels with probability p. */
export function dropout2d(input: Tensor, options?: Dropout): Tensor;
export function dropout2d(input: Tensor, p: number, options?: Omit<Dropout, "p">): Tensor;
export function dropout2d(input: Tensor, p: number, training: boolean, inplace?: boolean): Tensor;
export function dropout2d(
  input: Given<typeof dropout2dSignature.arguments, "input">,
  p: Given<typeof dropout2dSignature.arguments, "p">,
  training: Given<typeof dropout2dSignature.arguments, "training">,
  ...more: Calls<typeof dropout2dSignature.arguments, "input p training", "inplace">
): Tensor;
export function dropout2d(options: Dropout & { input: Tensor }): Tensor;
export function dropout2d(...given: unknown[]): Tensor {
  const { input, p, training, inplace } = dropout2dSignature.read(given);
  return dropouts.dropout2d(input, p, training, inplace);
}

type Affine = { weight?: Tensor | null; bias?: Tensor | null; eps?: number };

const batchNormSignature = signature("F.batchNorm", {
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
export function batchNorm(
  input: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  options?: Affine & { training?: boolean; momentum?: number },
): Tensor;
export function batchNorm(
  input: Given<typeof batchNormSignature.arguments, "input">,
  ...more: Calls<
    typeof batchNormSignature.arguments,
    "input",
    "runningMean runningVar weight bias training momentum eps"
  >
): Tensor;
export function batchNorm(
  input: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  weight: Tensor | null,
  bias?: Tensor | null,
  training?: boolean,
  momentum?: number,
  eps?: number,
): Tensor;
export function batchNorm(options: Named<typeof batchNormSignature.arguments>): Tensor;
export function batchNorm(...given: unknown[]): Tensor {
  const { input, runningMean, runningVar, weight, bias, ...options } = batchNormSignature.read(given);
  return norms.batchNorm(input, runningMean, runningVar, weight, bias, options);
}

const affine = { weight: perhaps, bias: perhaps, eps: optional(is.number, 1e-5) };
const layerNormSignature = signature("F.layerNorm", { input, normalizedShape: required(is.ints), ...affine });
const groupNormSignature = signature("F.groupNorm", { input, numGroups: required(is.int), ...affine });

/** Normalises over the last dimensions, which must be `normalizedShape`. */
export function layerNorm(input: Tensor, normalizedShape: readonly number[], options?: Affine): Tensor;
export function layerNorm(
  input: Given<typeof layerNormSignature.arguments, "input">,
  ...more: Calls<typeof layerNormSignature.arguments, "input", "normalizedShape weight bias eps">
): Tensor;
export function layerNorm(
  input: Tensor,
  normalizedShape: readonly number[],
  weight: Tensor | null,
  bias?: Tensor | null,
  eps?: number,
): Tensor;
export function layerNorm(options: Named<typeof layerNormSignature.arguments>): Tensor;
export function layerNorm(...given: unknown[]): Tensor {
  const { input, normalizedShape, weight, bias, eps } = layerNormSignature.read(given);
  return norms.layerNorm(input, normalizedShape, weight, bias, eps);
}

/** Normalises the channels in `numGroups` groups. */
export function groupNorm(input: Tensor, numGroups: number, options?: Affine): Tensor;
export function groupNorm(
  input: Given<typeof groupNormSignature.arguments, "input">,
  ...more: Calls<typeof groupNormSignature.arguments, "input", "numGroups weight bias eps">
): Tensor;
export function groupNorm(
  input: Tensor,
  numGroups: number,
  weight: Tensor | null,
  bias?: Tensor | null,
  eps?: number,
): Tensor;
export function groupNorm(options: Named<typeof groupNormSignature.arguments>): Tensor;
export function groupNorm(...given: unknown[]): Tensor {
  const { input, numGroups, weight, bias, eps } = groupNormSignature.read(given);
  return norms.groupNorm(input, numGroups, weight, bias, eps);
}

const normalizeSignature = signature("F.normalize", {
  input,
  p: optional(is.number, 2),
  dim: optional(is.intOrInts, 1),
  eps: optional(is.number, 1e-12),
});
type Normalize = { p?: number; dim?: number | readonly number[]; eps?: number };

/** Divides by the p-norm over `dim`, or by `eps` if that is larger. */
export function normalize(input: Tensor, options?: Normalize): Tensor;
export function normalize(input: Tensor, p: number, dim?: Normalize["dim"], eps?: number): Tensor;
export function normalize(input: Tensor, p: number, options: Omit<Normalize, "p">): Tensor;
export function normalize(
  input: Given<typeof normalizeSignature.arguments, "input">,
  p: Given<typeof normalizeSignature.arguments, "p">,
  dim: Given<typeof normalizeSignature.arguments, "dim">,
  ...more: Calls<typeof normalizeSignature.arguments, "input p dim", "eps">
): Tensor;
export function normalize(options: Named<typeof normalizeSignature.arguments>): Tensor;
export function normalize(...given: unknown[]): Tensor {
  const { input, p, dim, eps } = normalizeSignature.read(given);
  return input.div(input.norm(p, dim, true).clampMin(eps).expandAs(input));
}

const embeddingSignature = signature("F.embedding", {
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
export function embedding(
  input: Tensor,
  weight: Tensor,
  paddingIdx?: number | null,
  maxNorm?: Given<typeof embeddingSignature.arguments, "maxNorm">,
  normType?: Given<typeof embeddingSignature.arguments, "normType">,
  scaleGradByFreq?: Given<typeof embeddingSignature.arguments, "scaleGradByFreq">,
  sparse?: Given<typeof embeddingSignature.arguments, "sparse">,
): Tensor;
export function embedding(
  input: Given<typeof embeddingSignature.arguments, "input">,
  ...more: Calls<
    typeof embeddingSignature.arguments,
    "input",
    "weight paddingIdx maxNorm normType scaleGradByFreq sparse"
  >
): Tensor;
export function embedding(
  input: Tensor,
  weight: Tensor,
  options: { paddingIdx?: number | null; maxNorm?: number | null; normType?: number; scaleGradByFreq?: boolean },
): Tensor;
export function embedding(options: Named<typeof embeddingSignature.arguments>): Tensor;
export function embedding(...given: unknown[]): Tensor {
  const { input, weight, paddingIdx, ...settings } = embeddingSignature.read(given);
  return embeddings.embedding(input, weight, paddingIdx, settings);
}

const oneHotSignature = signature("F.oneHot", { input, numClasses: optional(is.int, -1) });

/** Zeros with a one at each index; there are as many classes as the largest index needs, unless given. */
export function oneHot(input: Tensor, numClasses?: number): Tensor;
export function oneHot(input: Tensor, options: { numClasses?: number }): Tensor;
export function oneHot(options: Named<typeof oneHotSignature.arguments>): Tensor;
export function oneHot(...given: unknown[]): Tensor {
  const { input, numClasses } = oneHotSignature.read(given);
  return embeddings.oneHot(input, numClasses);
}

type Pad = { mode?: PadMode; value?: number | null };
const padSignature = signature("F.pad", {
  input,
  pad: required(is.ints),
  mode: optional(is.oneOf("constant", "reflect", "replicate", "circular"), "constant"),
  value: optional(is.orNull(is.number), null),
});

/** Widens dimensions from the last one backwards: `pad` is [left, right, top, bottom, ...]. */
export function pad(input: Tensor, pad: readonly number[], options?: Pad): Tensor;
export function pad(
  input: Given<typeof padSignature.arguments, "input">,
  ...more: Calls<typeof padSignature.arguments, "input", "pad mode value">
): Tensor;
export function pad(input: Tensor, pad: readonly number[], mode: PadMode, value?: number | null): Tensor;
export function pad(options: Named<typeof padSignature.arguments>): Tensor;
export function pad(...given: unknown[]): Tensor {
  const { input, pad: sides, mode, value } = padSignature.read(given);
  if (mode !== "constant" && value !== null && value !== 0)
    throw new RangeError(`Padding mode "${mode}" doesn't take in value argument`);
  return padOp(input, sides, { mode, value: value ?? 0 });
}
