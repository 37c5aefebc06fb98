/**
 * The functions of networks that `torch` has too: most are those of `F`; some take their arguments in another order there.
 * See https://docs.pytorch.org/docs/2.13/nn.functional.html for what they do.
 */
import * as F from "./nn/functional/index.ts";
import { maxSettings } from "./nn/functional/pool.ts";
import { optional, required, signature, signatures } from "./shape/index.ts";
import type { Tensor } from "./tensor/index.ts";
import * as is from "./tensor/kinds.ts";
import { dropout as dropoutOf } from "./tensor/ops/dropout.ts";
import type * as Calls from "./calls.ts";

export {
  adaptiveAvgPool1d,
  avgPool1d,
  celu,
  channelShuffle,
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  cosineSimilarity,
  pairwiseDistance,
  pixelShuffle,
  pixelUnshuffle,
  prelu,
  selu,
  threshold,
} from "./nn/functional/index.ts";

for (const name of "adaptiveAvgPool1d avgPool1d celu channelShuffle conv1d conv2d conv3d convTranspose1d convTranspose2d convTranspose3d cosineSimilarity pairwiseDistance pixelShuffle pixelUnshuffle prelu selu threshold".split(
  " ",
))
  signatures.set(`torch.${name}`, signatures.get(`F.${name}`)!);

const input = required(is.tensor);
const perhaps = optional(is.orNull(is.tensor), null);
const eps = optional(is.number, 1e-5);
const cudnn = optional(is.bool, true);

const maxArguments = (n: number) => ({ input, ...maxSettings(n), ceilMode: optional(is.bool, false) });

export const maxPool1dSignature = signature("torch.maxPool1d", maxArguments(1));

/** `F.maxPool1d` without its positions: for those, write `F.maxPool1d(input, kernelSize, { returnIndices: true })`. */
export function maxPool1d(...given: Calls.MaxPool1d): Tensor;
export function maxPool1d(...given: unknown[]): Tensor {
  const { input, ...options } = maxPool1dSignature.read(given);
  return F.maxPool1d({ input, ...options });
}

export const maxPool2dSignature = signature("torch.maxPool2d", maxArguments(2));

/** `F.maxPool2d` without its positions: for those, write `F.maxPool2d(input, kernelSize, { returnIndices: true })`. */
export function maxPool2d(...given: Calls.MaxPool2d): Tensor;
export function maxPool2d(...given: unknown[]): Tensor {
  const { input, ...options } = maxPool2dSignature.read(given);
  return F.maxPool2d({ input, ...options });
}

export const maxPool3dSignature = signature("torch.maxPool3d", maxArguments(3));

/** `F.maxPool3d` without its positions: for those, write `F.maxPool3d(input, kernelSize, { returnIndices: true })`. */
export function maxPool3d(...given: Calls.MaxPool3d): Tensor;
export function maxPool3d(...given: unknown[]): Tensor {
  const { input, ...options } = maxPool3dSignature.read(given);
  return F.maxPool3d({ input, ...options });
}

export const dropoutSignature = signature("torch.dropout", { input, p: required(is.number), train: required(is.bool) });

/** `F.dropout`, whose arguments must all be given here. */
export function dropout(...given: Calls.Dropout): Tensor;
export function dropout(...given: unknown[]): Tensor {
  const { input, p, train } = dropoutSignature.read(given);
  return dropoutOf(input, p, train);
}

export const layerNormSignature = signature("torch.layerNorm", {
  input,
  normalizedShape: required(is.ints),
  weight: perhaps,
  bias: perhaps,
  eps,
  cudnnEnable: cudnn,
});

/** `F.layerNorm`; `cudnnEnable` is for GPUs. */
export function layerNorm(...given: Calls.LayerNorm): Tensor;
export function layerNorm(...given: unknown[]): Tensor {
  const { input, normalizedShape, weight, bias, eps } = layerNormSignature.read(given);
  return F.layerNorm(input, normalizedShape, weight, bias, eps);
}

export const groupNormSignature = signature("torch.groupNorm", {
  input,
  numGroups: required(is.int),
  weight: perhaps,
  bias: perhaps,
  eps,
  cudnnEnabled: cudnn,
});

/** `F.groupNorm`; `cudnnEnabled` is for GPUs. */
export function groupNorm(...given: Calls.GroupNorm): Tensor;
export function groupNorm(...given: unknown[]): Tensor {
  const { input, numGroups, weight, bias, eps } = groupNormSignature.read(given);
  return F.groupNorm(input, numGroups, weight, bias, eps);
}

export const batchNormSignature = signature("torch.batchNorm", {
  input,
  weight: required(is.orNull(is.tensor)),
  bias: required(is.orNull(is.tensor)),
  runningMean: required(is.orNull(is.tensor)),
  runningVar: required(is.orNull(is.tensor)),
  training: required(is.bool),
  momentum: required(is.number),
  eps: required(is.number),
  cudnnEnabled: required(is.bool),
});

/** `F.batchNorm` with weight and bias first; all arguments must be given. */
export function batchNorm(...given: Calls.BatchNorm): Tensor;
export function batchNorm(...given: unknown[]): Tensor {
  const { input, weight, bias, runningMean, runningVar, training, momentum, eps } = batchNormSignature.read(given);
  return F.batchNorm(input, runningMean, runningVar, weight, bias, training, momentum, eps);
}

export const embeddingSignature = signature("torch.embedding", {
  weight: required(is.tensor),
  indices: required(is.tensor),
  paddingIdx: optional(is.int, -1),
  scaleGradByFreq: optional(is.bool, false),
  sparse: optional(is.only(false), false),
});

/** `F.embedding` with the weight first. */
export function embedding(...given: Calls.Embedding): Tensor;
export function embedding(...given: unknown[]): Tensor {
  const { weight, indices, paddingIdx, scaleGradByFreq } = embeddingSignature.read(given);
  return F.embedding(indices, weight, { paddingIdx: paddingIdx < 0 ? null : paddingIdx, scaleGradByFreq });
}
