/** Every way to call what is in this folder. Made by `npm run functions` from the signatures: change those. */
import type { Calls, CallsInFull, Named } from "./shape/index.ts";
import type {
  batchNormSignature,
  dropoutSignature,
  embeddingSignature,
  groupNormSignature,
  layerNormSignature,
  maxPool1dSignature,
  maxPool2dSignature,
  maxPool3dSignature,
} from "./torch-layers.ts";

export interface MaxPool1dArguments extends Named<typeof maxPool1dSignature.arguments> {}
export type MaxPool1dOptions = Omit<MaxPool1dArguments, "input" | "kernelSize">;
export type MaxPool1d = Calls<
  MaxPool1dArguments,
  MaxPool1dOptions,
  [input: "input", kernelSize: "kernelSize"],
  [stride: "stride", padding: "padding", dilation: "dilation", ceilMode: "ceilMode"]
>;

export interface MaxPool2dArguments extends Named<typeof maxPool2dSignature.arguments> {}
export type MaxPool2dOptions = Omit<MaxPool2dArguments, "input" | "kernelSize">;
export type MaxPool2d = Calls<
  MaxPool2dArguments,
  MaxPool2dOptions,
  [input: "input", kernelSize: "kernelSize"],
  [stride: "stride", padding: "padding", dilation: "dilation", ceilMode: "ceilMode"]
>;

export interface MaxPool3dArguments extends Named<typeof maxPool3dSignature.arguments> {}
export type MaxPool3dOptions = Omit<MaxPool3dArguments, "input" | "kernelSize">;
export type MaxPool3d = Calls<
  MaxPool3dArguments,
  MaxPool3dOptions,
  [input: "input", kernelSize: "kernelSize"],
  [stride: "stride", padding: "padding", dilation: "dilation", ceilMode: "ceilMode"]
>;
export interface DropoutArguments extends Named<typeof dropoutSignature.arguments> {}
export type Dropout = CallsInFull<DropoutArguments, [input: "input", p: "p", train: "train"]>;

export interface LayerNormArguments extends Named<typeof layerNormSignature.arguments> {}
export type LayerNormOptions = Omit<LayerNormArguments, "input" | "normalizedShape">;
export type LayerNorm = Calls<
  LayerNormArguments,
  LayerNormOptions,
  [input: "input", normalizedShape: "normalizedShape"],
  [weight: "weight", bias: "bias", eps: "eps", cudnnEnable: "cudnnEnable"]
>;

export interface GroupNormArguments extends Named<typeof groupNormSignature.arguments> {}
export type GroupNormOptions = Omit<GroupNormArguments, "input" | "numGroups">;
export type GroupNorm = Calls<
  GroupNormArguments,
  GroupNormOptions,
  [input: "input", numGroups: "numGroups"],
  [weight: "weight", bias: "bias", eps: "eps", cudnnEnabled: "cudnnEnabled"]
>;
export interface BatchNormArguments extends Named<typeof batchNormSignature.arguments> {}
export type BatchNorm = CallsInFull<
  BatchNormArguments,
  [
    input: "input",
    weight: "weight",
    bias: "bias",
    runningMean: "runningMean",
    runningVar: "runningVar",
    training: "training",
    momentum: "momentum",
    eps: "eps",
    cudnnEnabled: "cudnnEnabled",
  ]
>;

export interface EmbeddingArguments extends Named<typeof embeddingSignature.arguments> {}
export type EmbeddingOptions = Omit<EmbeddingArguments, "weight" | "indices">;
export type Embedding = Calls<
  EmbeddingArguments,
  EmbeddingOptions,
  [weight: "weight", indices: "indices"],
  [paddingIdx: "paddingIdx", scaleGradByFreq: "scaleGradByFreq", sparse: "sparse"]
>;
