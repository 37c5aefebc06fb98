/**
 * The functions of networks that `torch` has too: most are those of `F`; some take their arguments in another order there.
 * See https://docs.pytorch.org/docs/2.13/nn.functional.html for what they do.
 */
import * as F from "./nn/functional/index.ts";
import { maxSettings } from "./nn/functional/pool.ts";
import { optional, required, signature, signatures, type Calls, type Named } from "./shape/index.ts";
import type { Tensor } from "./tensor/index.ts";
import * as is from "./tensor/kinds.ts";
import { dropout as dropoutOf } from "./tensor/ops/dropout.ts";

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

type PoolSize = number | readonly number[];
type MaxPoolOptions = { stride?: PoolSize | null; padding?: PoolSize; dilation?: PoolSize; ceilMode?: boolean };
const maxArguments = (n: number) => ({ input, ...maxSettings(n), ceilMode: optional(is.bool, false) });

const maxPool1dSignature = signature("torch.maxPool1d", maxArguments(1));

/** `F.maxPool1d` without its positions: for those, write `F.maxPool1d(input, kernelSize, { returnIndices: true })`. */
export function maxPool1d(input: Tensor, kernelSize: PoolSize, options?: MaxPoolOptions): Tensor;
export function maxPool1d(
  input: Tensor,
  kernelSize: PoolSize,
  stride: PoolSize | null,
  padding?: PoolSize,
  dilation?: PoolSize,
  ceilMode?: boolean,
): Tensor;
export function maxPool1d(
  input: Tensor,
  ...more: Calls<typeof maxPool1dSignature.arguments, "input", "kernelSize stride padding dilation ceilMode">
): Tensor;
export function maxPool1d(options: Named<typeof maxPool1dSignature.arguments>): Tensor;
export function maxPool1d(...given: unknown[]): Tensor {
  const { input, ...options } = maxPool1dSignature.read(given);
  return F.maxPool1d({ input, ...options });
}

const maxPool2dSignature = signature("torch.maxPool2d", maxArguments(2));

/** `F.maxPool2d` without its positions: for those, write `F.maxPool2d(input, kernelSize, { returnIndices: true })`. */
export function maxPool2d(input: Tensor, kernelSize: PoolSize, options?: MaxPoolOptions): Tensor;
export function maxPool2d(
  input: Tensor,
  kernelSize: PoolSize,
  stride: PoolSize | null,
  padding?: PoolSize,
  dilation?: PoolSize,
  ceilMode?: boolean,
): Tensor;
export function maxPool2d(
  input: Tensor,
  ...more: Calls<typeof maxPool2dSignature.arguments, "input", "kernelSize stride padding dilation ceilMode">
): Tensor;
export function maxPool2d(options: Named<typeof maxPool2dSignature.arguments>): Tensor;
export function maxPool2d(...given: unknown[]): Tensor {
  const { input, ...options } = maxPool2dSignature.read(given);
  return F.maxPool2d({ input, ...options });
}

const maxPool3dSignature = signature("torch.maxPool3d", maxArguments(3));

/** `F.maxPool3d` without its positions: for those, write `F.maxPool3d(input, kernelSize, { returnIndices: true })`. */
export function maxPool3d(input: Tensor, kernelSize: PoolSize, options?: MaxPoolOptions): Tensor;
export function maxPool3d(
  input: Tensor,
  kernelSize: PoolSize,
  stride: PoolSize | null,
  padding?: PoolSize,
  dilation?: PoolSize,
  ceilMode?: boolean,
): Tensor;
export function maxPool3d(
  input: Tensor,
  ...more: Calls<typeof maxPool3dSignature.arguments, "input", "kernelSize stride padding dilation ceilMode">
): Tensor;
export function maxPool3d(options: Named<typeof maxPool3dSignature.arguments>): Tensor;
export function maxPool3d(...given: unknown[]): Tensor {
  const { input, ...options } = maxPool3dSignature.read(given);
  return F.maxPool3d({ input, ...options });
}

const dropoutSignature = signature("torch.dropout", { input, p: required(is.number), train: required(is.bool) });

/** `F.dropout`, whose arguments must all be given here. */
export function dropout(input: Tensor, p: number, train: boolean): Tensor;
export function dropout(input: Tensor, p: number, options: { train: boolean }): Tensor;
export function dropout(input: Tensor, options: { p: number; train: boolean }): Tensor;
export function dropout(options: Named<typeof dropoutSignature.arguments>): Tensor;
export function dropout(...given: unknown[]): Tensor {
  const { input, p, train } = dropoutSignature.read(given);
  return dropoutOf(input, p, train);
}

const layerNormSignature = signature("torch.layerNorm", {
  input,
  normalizedShape: required(is.ints),
  weight: perhaps,
  bias: perhaps,
  eps,
  cudnnEnable: cudnn,
});
type Affine = { weight?: Tensor | null; bias?: Tensor | null; eps?: number };

/** `F.layerNorm`; `cudnnEnable` is for GPUs. */
export function layerNorm(
  input: Tensor,
  normalizedShape: readonly number[],
  weight?: Tensor | null,
  bias?: Tensor | null,
  eps?: number,
  cudnnEnable?: boolean,
): Tensor;
export function layerNorm(
  input: Tensor,
  normalizedShape: readonly number[],
  options: Affine & { cudnnEnable?: boolean },
): Tensor;
export function layerNorm(
  input: Tensor,
  ...more: Calls<typeof layerNormSignature.arguments, "input", "normalizedShape weight bias eps cudnnEnable">
): Tensor;
export function layerNorm(options: Named<typeof layerNormSignature.arguments>): Tensor;
export function layerNorm(...given: unknown[]): Tensor {
  const { input, normalizedShape, weight, bias, eps } = layerNormSignature.read(given);
  return F.layerNorm(input, normalizedShape, weight, bias, eps);
}

const groupNormSignature = signature("torch.groupNorm", {
  input,
  numGroups: required(is.int),
  weight: perhaps,
  bias: perhaps,
  eps,
  cudnnEnabled: cudnn,
});

/** `F.groupNorm`; `cudnnEnabled` is for GPUs. */
export function groupNorm(
  input: Tensor,
  numGroups: number,
  weight?: Tensor | null,
  bias?: Tensor | null,
  eps?: number,
  cudnnEnabled?: boolean,
): Tensor;
export function groupNorm(input: Tensor, numGroups: number, options: Affine & { cudnnEnabled?: boolean }): Tensor;
export function groupNorm(
  input: Tensor,
  ...more: Calls<typeof groupNormSignature.arguments, "input", "numGroups weight bias eps cudnnEnabled">
): Tensor;
export function groupNorm(options: Named<typeof groupNormSignature.arguments>): Tensor;
export function groupNorm(...given: unknown[]): Tensor {
  const { input, numGroups, weight, bias, eps } = groupNormSignature.read(given);
  return F.groupNorm(input, numGroups, weight, bias, eps);
}

const batchNormSignature = signature("torch.batchNorm", {
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
export function batchNorm(
  input: Tensor,
  weight: Tensor | null,
  bias: Tensor | null,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  training: boolean,
  momentum: number,
  eps: number,
  cudnnEnabled: boolean,
): Tensor;
export function batchNorm(
  input: Tensor,
  ...more: Calls<
    typeof batchNormSignature.arguments,
    "input",
    "weight bias runningMean runningVar training momentum eps cudnnEnabled"
  >
): Tensor;
export function batchNorm(options: Named<typeof batchNormSignature.arguments>): Tensor;
export function batchNorm(...given: unknown[]): Tensor {
  const { input, weight, bias, runningMean, runningVar, training, momentum, eps } = batchNormSignature.read(given);
  return F.batchNorm(input, runningMean, runningVar, weight, bias, training, momentum, eps);
}

const embeddingSignature = signature("torch.embedding", {
  weight: required(is.tensor),
  indices: required(is.tensor),
  paddingIdx: optional(is.int, -1),
  scaleGradByFreq: optional(is.bool, false),
  sparse: optional(is.only(false), false),
});

/** `F.embedding` with the weight first. */
export function embedding(
  weight: Tensor,
  indices: Tensor,
  paddingIdx?: number,
  scaleGradByFreq?: boolean,
  sparse?: false,
): Tensor;
export function embedding(
  weight: Tensor,
  indices: Tensor,
  options: { paddingIdx?: number; scaleGradByFreq?: boolean; sparse?: false },
): Tensor;
export function embedding(
  weight: Tensor,
  ...more: Calls<typeof embeddingSignature.arguments, "weight", "indices paddingIdx scaleGradByFreq sparse">
): Tensor;
export function embedding(options: Named<typeof embeddingSignature.arguments>): Tensor;
export function embedding(...given: unknown[]): Tensor {
  const { weight, indices, paddingIdx, scaleGradByFreq } = embeddingSignature.read(given);
  return F.embedding(indices, weight, { paddingIdx: paddingIdx < 0 ? null : paddingIdx, scaleGradByFreq });
}
