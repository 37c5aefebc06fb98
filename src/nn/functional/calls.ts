/** Every way to call what is in this folder. Made by `npm run functions` from the signatures: change those. */
import type { Calls, CallsByPlace, CallsInFull, Named } from "../../shape/index.ts";
import type {
  celuSignature,
  eluSignature,
  geluSignature,
  gluSignature,
  hardshrinkSignature,
  hardsigmoidSignature,
  hardswishSignature,
  hardtanhSignature,
  leakyReluSignature,
  logSoftmaxSignature,
  logsigmoidSignature,
  mishSignature,
  preluSignature,
  relu6Signature,
  reluSignature,
  seluSignature,
  sigmoidSignature,
  siluSignature,
  softmaxSignature,
  softminSignature,
  softplusSignature,
  softshrinkSignature,
  softsignSignature,
  tanhSignature,
  tanhshrinkSignature,
  thresholdSignature,
} from "./activation.ts";
import type { conv3dSignature, transpose1dSignature, transpose3dSignature } from "./conv-more.ts";
import type {
  conv1dSignature,
  conv2dSignature,
  convTranspose2dSignature,
  foldSignature,
  linearSignature,
  unfoldSignature,
} from "./conv.ts";
import type {
  binaryCrossEntropySignature,
  binaryCrossEntropyWithLogitsSignature,
  crossEntropySignature,
  huberLossSignature,
  klDivSignature,
  l1LossSignature,
  mseLossSignature,
  nllLossSignature,
  smoothL1LossSignature,
} from "./loss.ts";
import type {
  cosineEmbeddingLossSignature,
  gaussianNllLossSignature,
  hingeEmbeddingLossSignature,
  marginRankingLossSignature,
  multiMarginLossSignature,
  multilabelSoftMarginLossSignature,
  poissonNllLossSignature,
  softMarginLossSignature,
  tripletMarginLossSignature,
} from "./margin-loss.ts";
import type {
  batchNormSignature,
  dropout2dSignature,
  dropoutSignature,
  embeddingSignature,
  groupNormSignature,
  layerNormSignature,
  normalizeSignature,
  oneHotSignature,
  padSignature,
} from "./misc.ts";
import type {
  alphaDropout,
  celu_,
  dropout1d,
  dropout3d,
  elu_,
  featureAlphaDropout,
  hardtanh_,
  leakyRelu_,
  lpPool1d,
  lpPool2d,
  relu_,
  rmsNormSignature,
  selu_,
  threshold_,
} from "./more.ts";
import type {
  adaptiveAvgSignature,
  avg3dSignature,
  unpool1Signature,
  unpool2Signature,
  unpool3Signature,
} from "./pool-more.ts";
import type {
  adaptiveAvgPool1dSignature,
  adaptiveAvgPool2dSignature,
  avgPool1dSignature,
  avgPool2dSignature,
} from "./pool.ts";
import type {
  affineSignature,
  attentionSignature,
  channelSignature,
  cosineSignature,
  gridSignature,
  gumbelSignature,
  instanceSignature,
  interpolateSignature,
  pairwiseSignature,
  responseSignature,
  shuffleSignature,
  unshuffleSignature,
} from "./vision.ts";

export interface ReluArguments extends Named<typeof reluSignature.arguments> {}
export type ReluOptions = Omit<ReluArguments, "input">;
export type Relu = CallsByPlace<ReluArguments, ReluOptions, [input: "input"], [inplace: "inplace"]>;

export interface Relu6Arguments extends Named<typeof relu6Signature.arguments> {}
export type Relu6Options = Omit<Relu6Arguments, "input">;
export type Relu6 = CallsByPlace<Relu6Arguments, Relu6Options, [input: "input"], [inplace: "inplace"]>;

export interface LeakyReluArguments extends Named<typeof leakyReluSignature.arguments> {}
export type LeakyReluOptions = Omit<LeakyReluArguments, "input">;
export type LeakyRelu = CallsByPlace<
  LeakyReluArguments,
  LeakyReluOptions,
  [input: "input"],
  [negativeSlope: "negativeSlope", inplace: "inplace"]
>;

export interface SiluArguments extends Named<typeof siluSignature.arguments> {}
export type SiluOptions = Omit<SiluArguments, "input">;
export type Silu = CallsByPlace<SiluArguments, SiluOptions, [input: "input"], [inplace: "inplace"]>;

export interface MishArguments extends Named<typeof mishSignature.arguments> {}
export type MishOptions = Omit<MishArguments, "input">;
export type Mish = CallsByPlace<MishArguments, MishOptions, [input: "input"], [inplace: "inplace"]>;

export interface EluArguments extends Named<typeof eluSignature.arguments> {}
export type EluOptions = Omit<EluArguments, "input">;
export type Elu = CallsByPlace<EluArguments, EluOptions, [input: "input"], [alpha: "alpha", inplace: "inplace"]>;

export interface SeluArguments extends Named<typeof seluSignature.arguments> {}
export type SeluOptions = Omit<SeluArguments, "input">;
export type Selu = CallsByPlace<SeluArguments, SeluOptions, [input: "input"], [inplace: "inplace"]>;

export interface CeluArguments extends Named<typeof celuSignature.arguments> {}
export type CeluOptions = Omit<CeluArguments, "input">;
export type Celu = CallsByPlace<CeluArguments, CeluOptions, [input: "input"], [alpha: "alpha", inplace: "inplace"]>;

export interface HardtanhArguments extends Named<typeof hardtanhSignature.arguments> {}
export type HardtanhOptions = Omit<HardtanhArguments, "input">;
export type Hardtanh = Calls<
  HardtanhArguments,
  HardtanhOptions,
  [input: "input"],
  [minVal: "minVal", maxVal: "maxVal", inplace: "inplace"]
>;

export interface HardsigmoidArguments extends Named<typeof hardsigmoidSignature.arguments> {}
export type HardsigmoidOptions = Omit<HardsigmoidArguments, "input">;
export type Hardsigmoid = CallsByPlace<
  HardsigmoidArguments,
  HardsigmoidOptions,
  [input: "input"],
  [inplace: "inplace"]
>;

export interface HardswishArguments extends Named<typeof hardswishSignature.arguments> {}
export type HardswishOptions = Omit<HardswishArguments, "input">;
export type Hardswish = CallsByPlace<HardswishArguments, HardswishOptions, [input: "input"], [inplace: "inplace"]>;

export interface SoftplusArguments extends Named<typeof softplusSignature.arguments> {}
export type SoftplusOptions = Omit<SoftplusArguments, "input">;
export type Softplus = CallsByPlace<
  SoftplusArguments,
  SoftplusOptions,
  [input: "input"],
  [beta: "beta", threshold: "threshold"]
>;

export interface SoftshrinkArguments extends Named<typeof softshrinkSignature.arguments> {}
export type SoftshrinkOptions = Omit<SoftshrinkArguments, "input">;
export type Softshrink = CallsByPlace<SoftshrinkArguments, SoftshrinkOptions, [input: "input"], [lambd: "lambd"]>;

export interface HardshrinkArguments extends Named<typeof hardshrinkSignature.arguments> {}
export type HardshrinkOptions = Omit<HardshrinkArguments, "input">;
export type Hardshrink = CallsByPlace<HardshrinkArguments, HardshrinkOptions, [input: "input"], [lambd: "lambd"]>;
export interface SoftsignArguments extends Named<typeof softsignSignature.arguments> {}
export type Softsign = CallsInFull<SoftsignArguments, [input: "input"]>;

export interface TanhshrinkArguments extends Named<typeof tanhshrinkSignature.arguments> {}
export type Tanhshrink = CallsInFull<TanhshrinkArguments, [input: "input"]>;

export interface LogsigmoidArguments extends Named<typeof logsigmoidSignature.arguments> {}
export type Logsigmoid = CallsInFull<LogsigmoidArguments, [input: "input"]>;

export interface TanhArguments extends Named<typeof tanhSignature.arguments> {}
export type Tanh = CallsInFull<TanhArguments, [input: "input"]>;

export interface SigmoidArguments extends Named<typeof sigmoidSignature.arguments> {}
export type Sigmoid = CallsInFull<SigmoidArguments, [input: "input"]>;

export interface GeluArguments extends Named<typeof geluSignature.arguments> {}
export type GeluOptions = Omit<GeluArguments, "input">;
export type Gelu = Calls<GeluArguments, GeluOptions, [input: "input"], []>;

export interface ThresholdArguments extends Named<typeof thresholdSignature.arguments> {}
export type ThresholdOptions = Omit<ThresholdArguments, "input" | "threshold" | "value">;
export type Threshold = CallsByPlace<
  ThresholdArguments,
  ThresholdOptions,
  [input: "input", threshold: "threshold", value: "value"],
  [inplace: "inplace"]
>;
export interface PreluArguments extends Named<typeof preluSignature.arguments> {}
export type Prelu = CallsInFull<PreluArguments, [input: "input", weight: "weight"]>;

export interface GluArguments extends Named<typeof gluSignature.arguments> {}
export type GluOptions = Omit<GluArguments, "input">;
export type Glu = CallsByPlace<GluArguments, GluOptions, [input: "input"], [dim: "dim"]>;

export interface SoftmaxArguments extends Named<typeof softmaxSignature.arguments> {}
export type SoftmaxOptions = Omit<SoftmaxArguments, "input">;
export type Softmax = Calls<
  SoftmaxArguments,
  SoftmaxOptions,
  [input: "input"],
  [dim: "dim", _stacklevel: "_stacklevel", dtype: "dtype"]
>;

export interface LogSoftmaxArguments extends Named<typeof logSoftmaxSignature.arguments> {}
export type LogSoftmaxOptions = Omit<LogSoftmaxArguments, "input">;
export type LogSoftmax = Calls<
  LogSoftmaxArguments,
  LogSoftmaxOptions,
  [input: "input"],
  [dim: "dim", _stacklevel: "_stacklevel", dtype: "dtype"]
>;

export interface SoftminArguments extends Named<typeof softminSignature.arguments> {}
export type SoftminOptions = Omit<SoftminArguments, "input">;
export type Softmin = Calls<
  SoftminArguments,
  SoftminOptions,
  [input: "input"],
  [dim: "dim", _stacklevel: "_stacklevel", dtype: "dtype"]
>;

export interface Conv3dArguments extends Named<typeof conv3dSignature.arguments> {}
export type Conv3dOptions = Omit<Conv3dArguments, "input" | "weight">;
export type Conv3d = Calls<
  Conv3dArguments,
  Conv3dOptions,
  [input: "input", weight: "weight"],
  [bias: "bias", stride: "stride", padding: "padding", dilation: "dilation", groups: "groups"]
>;

export interface ConvTranspose1dArguments extends Named<typeof transpose1dSignature.arguments> {}
export type ConvTranspose1dOptions = Omit<ConvTranspose1dArguments, "input" | "weight">;
export type ConvTranspose1d = Calls<
  ConvTranspose1dArguments,
  ConvTranspose1dOptions,
  [input: "input", weight: "weight"],
  [
    bias: "bias",
    stride: "stride",
    padding: "padding",
    outputPadding: "outputPadding",
    groups: "groups",
    dilation: "dilation",
  ]
>;

export interface ConvTranspose3dArguments extends Named<typeof transpose3dSignature.arguments> {}
export type ConvTranspose3dOptions = Omit<ConvTranspose3dArguments, "input" | "weight">;
export type ConvTranspose3d = Calls<
  ConvTranspose3dArguments,
  ConvTranspose3dOptions,
  [input: "input", weight: "weight"],
  [
    bias: "bias",
    stride: "stride",
    padding: "padding",
    outputPadding: "outputPadding",
    groups: "groups",
    dilation: "dilation",
  ]
>;

export interface Conv2dArguments extends Named<typeof conv2dSignature.arguments> {}
export type Conv2dOptions = Omit<Conv2dArguments, "input" | "weight">;
export type Conv2d = Calls<
  Conv2dArguments,
  Conv2dOptions,
  [input: "input", weight: "weight"],
  [bias: "bias", stride: "stride", padding: "padding", dilation: "dilation", groups: "groups"]
>;

export interface Conv1dArguments extends Named<typeof conv1dSignature.arguments> {}
export type Conv1dOptions = Omit<Conv1dArguments, "input" | "weight">;
export type Conv1d = Calls<
  Conv1dArguments,
  Conv1dOptions,
  [input: "input", weight: "weight"],
  [bias: "bias", stride: "stride", padding: "padding", dilation: "dilation", groups: "groups"]
>;

export interface ConvTranspose2dArguments extends Named<typeof convTranspose2dSignature.arguments> {}
export type ConvTranspose2dOptions = Omit<ConvTranspose2dArguments, "input" | "weight">;
export type ConvTranspose2d = Calls<
  ConvTranspose2dArguments,
  ConvTranspose2dOptions,
  [input: "input", weight: "weight"],
  [
    bias: "bias",
    stride: "stride",
    padding: "padding",
    outputPadding: "outputPadding",
    groups: "groups",
    dilation: "dilation",
  ]
>;

export interface UnfoldArguments extends Named<typeof unfoldSignature.arguments> {}
export type UnfoldOptions = Omit<UnfoldArguments, "input" | "kernelSize">;
export type Unfold = Calls<
  UnfoldArguments,
  UnfoldOptions,
  [input: "input", kernelSize: "kernelSize"],
  [dilation: "dilation", padding: "padding", stride: "stride"]
>;

export interface FoldArguments extends Named<typeof foldSignature.arguments> {}
export type FoldOptions = Omit<FoldArguments, "input" | "outputSize" | "kernelSize">;
export type Fold = Calls<
  FoldArguments,
  FoldOptions,
  [input: "input", outputSize: "outputSize", kernelSize: "kernelSize"],
  [dilation: "dilation", padding: "padding", stride: "stride"]
>;

export interface LinearArguments extends Named<typeof linearSignature.arguments> {}
export type LinearOptions = Omit<LinearArguments, "input" | "weight">;
export type Linear = Calls<LinearArguments, LinearOptions, [input: "input", weight: "weight"], [bias: "bias"]>;

export interface MseLossArguments extends Named<typeof mseLossSignature.arguments> {}
export type MseLossOptions = Omit<MseLossArguments, "input" | "target">;
export type MseLoss = Calls<
  MseLossArguments,
  MseLossOptions,
  [input: "input", target: "target"],
  [sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction", weight: "weight"]
>;

export interface L1LossArguments extends Named<typeof l1LossSignature.arguments> {}
export type L1LossOptions = Omit<L1LossArguments, "input" | "target">;
export type L1Loss = Calls<
  L1LossArguments,
  L1LossOptions,
  [input: "input", target: "target"],
  [sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction", weight: "weight"]
>;

export interface SmoothL1LossArguments extends Named<typeof smoothL1LossSignature.arguments> {}
export type SmoothL1LossOptions = Omit<SmoothL1LossArguments, "input" | "target">;
export type SmoothL1Loss = Calls<
  SmoothL1LossArguments,
  SmoothL1LossOptions,
  [input: "input", target: "target"],
  [sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction", beta: "beta"]
>;

export interface HuberLossArguments extends Named<typeof huberLossSignature.arguments> {}
export type HuberLossOptions = Omit<HuberLossArguments, "input" | "target">;
export type HuberLoss = Calls<
  HuberLossArguments,
  HuberLossOptions,
  [input: "input", target: "target"],
  [reduction: "reduction", delta: "delta", weight: "weight"]
>;

export interface NllLossArguments extends Named<typeof nllLossSignature.arguments> {}
export type NllLossOptions = Omit<NllLossArguments, "input" | "target">;
export type NllLoss = Calls<
  NllLossArguments,
  NllLossOptions,
  [input: "input", target: "target"],
  [weight: "weight", sizeAverage: "sizeAverage", ignoreIndex: "ignoreIndex", reduce: "reduce", reduction: "reduction"]
>;

export interface CrossEntropyArguments extends Named<typeof crossEntropySignature.arguments> {}
export type CrossEntropyOptions = Omit<CrossEntropyArguments, "input" | "target">;
export type CrossEntropy = Calls<
  CrossEntropyArguments,
  CrossEntropyOptions,
  [input: "input", target: "target"],
  [
    weight: "weight",
    sizeAverage: "sizeAverage",
    ignoreIndex: "ignoreIndex",
    reduce: "reduce",
    reduction: "reduction",
    labelSmoothing: "labelSmoothing",
  ]
>;

export interface BinaryCrossEntropyArguments extends Named<typeof binaryCrossEntropySignature.arguments> {}
export type BinaryCrossEntropyOptions = Omit<BinaryCrossEntropyArguments, "input" | "target">;
export type BinaryCrossEntropy = Calls<
  BinaryCrossEntropyArguments,
  BinaryCrossEntropyOptions,
  [input: "input", target: "target"],
  [weight: "weight", sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction"]
>;

export interface BinaryCrossEntropyWithLogitsArguments extends Named<
  typeof binaryCrossEntropyWithLogitsSignature.arguments
> {}
export type BinaryCrossEntropyWithLogitsOptions = Omit<BinaryCrossEntropyWithLogitsArguments, "input" | "target">;
export type BinaryCrossEntropyWithLogits = Calls<
  BinaryCrossEntropyWithLogitsArguments,
  BinaryCrossEntropyWithLogitsOptions,
  [input: "input", target: "target"],
  [weight: "weight", sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction", posWeight: "posWeight"]
>;

export interface KlDivArguments extends Named<typeof klDivSignature.arguments> {}
export type KlDivOptions = Omit<KlDivArguments, "input" | "target">;
export type KlDiv = Calls<
  KlDivArguments,
  KlDivOptions,
  [input: "input", target: "target"],
  [sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction", logTarget: "logTarget"]
>;

export interface HingeEmbeddingLossArguments extends Named<typeof hingeEmbeddingLossSignature.arguments> {}
export type HingeEmbeddingLossOptions = Omit<HingeEmbeddingLossArguments, "input" | "target">;
export type HingeEmbeddingLoss = Calls<
  HingeEmbeddingLossArguments,
  HingeEmbeddingLossOptions,
  [input: "input", target: "target"],
  [margin: "margin", sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction"]
>;

export interface MarginRankingLossArguments extends Named<typeof marginRankingLossSignature.arguments> {}
export type MarginRankingLossOptions = Omit<MarginRankingLossArguments, "input1" | "input2" | "target">;
export type MarginRankingLoss = Calls<
  MarginRankingLossArguments,
  MarginRankingLossOptions,
  [input1: "input1", input2: "input2", target: "target"],
  [margin: "margin", sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction"]
>;

export interface SoftMarginLossArguments extends Named<typeof softMarginLossSignature.arguments> {}
export type SoftMarginLossOptions = Omit<SoftMarginLossArguments, "input" | "target">;
export type SoftMarginLoss = Calls<
  SoftMarginLossArguments,
  SoftMarginLossOptions,
  [input: "input", target: "target"],
  [sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction"]
>;

export interface MultilabelSoftMarginLossArguments extends Named<typeof multilabelSoftMarginLossSignature.arguments> {}
export type MultilabelSoftMarginLossOptions = Omit<MultilabelSoftMarginLossArguments, "input" | "target">;
export type MultilabelSoftMarginLoss = Calls<
  MultilabelSoftMarginLossArguments,
  MultilabelSoftMarginLossOptions,
  [input: "input", target: "target"],
  [weight: "weight", sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction"]
>;

export interface CosineEmbeddingLossArguments extends Named<typeof cosineEmbeddingLossSignature.arguments> {}
export type CosineEmbeddingLossOptions = Omit<CosineEmbeddingLossArguments, "input1" | "input2" | "target">;
export type CosineEmbeddingLoss = Calls<
  CosineEmbeddingLossArguments,
  CosineEmbeddingLossOptions,
  [input1: "input1", input2: "input2", target: "target"],
  [margin: "margin", sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction"]
>;

export interface TripletMarginLossArguments extends Named<typeof tripletMarginLossSignature.arguments> {}
export type TripletMarginLossOptions = Omit<TripletMarginLossArguments, "anchor" | "positive" | "negative">;
export type TripletMarginLoss = Calls<
  TripletMarginLossArguments,
  TripletMarginLossOptions,
  [anchor: "anchor", positive: "positive", negative: "negative"],
  [
    margin: "margin",
    p: "p",
    eps: "eps",
    swap: "swap",
    sizeAverage: "sizeAverage",
    reduce: "reduce",
    reduction: "reduction",
  ]
>;

export interface PoissonNllLossArguments extends Named<typeof poissonNllLossSignature.arguments> {}
export type PoissonNllLossOptions = Omit<PoissonNllLossArguments, "input" | "target">;
export type PoissonNllLoss = Calls<
  PoissonNllLossArguments,
  PoissonNllLossOptions,
  [input: "input", target: "target"],
  [logInput: "logInput", full: "full", sizeAverage: "sizeAverage", eps: "eps", reduce: "reduce", reduction: "reduction"]
>;

export interface GaussianNllLossArguments extends Named<typeof gaussianNllLossSignature.arguments> {}
export type GaussianNllLossOptions = Omit<GaussianNllLossArguments, "input" | "target" | "var">;
export type GaussianNllLoss = Calls<
  GaussianNllLossArguments,
  GaussianNllLossOptions,
  [input: "input", target: "target", variance: "var"],
  [full: "full", eps: "eps", reduction: "reduction"]
>;

export interface MultiMarginLossArguments extends Named<typeof multiMarginLossSignature.arguments> {}
export type MultiMarginLossOptions = Omit<MultiMarginLossArguments, "input" | "target">;
export type MultiMarginLoss = Calls<
  MultiMarginLossArguments,
  MultiMarginLossOptions,
  [input: "input", target: "target"],
  [p: "p", margin: "margin", weight: "weight", sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction"]
>;

export interface DropoutArguments extends Named<typeof dropoutSignature.arguments> {}
export type DropoutOptions = Omit<DropoutArguments, "input">;
export type Dropout = Calls<
  DropoutArguments,
  DropoutOptions,
  [input: "input"],
  [p: "p", training: "training", inplace: "inplace"]
>;

export interface Dropout2dArguments extends Named<typeof dropout2dSignature.arguments> {}
export type Dropout2dOptions = Omit<Dropout2dArguments, "input">;
export type Dropout2d = Calls<
  Dropout2dArguments,
  Dropout2dOptions,
  [input: "input"],
  [p: "p", training: "training", inplace: "inplace"]
>;

export interface BatchNormArguments extends Named<typeof batchNormSignature.arguments> {}
export type BatchNormOptions = Omit<BatchNormArguments, "input" | "runningMean" | "runningVar">;
export type BatchNorm = Calls<
  BatchNormArguments,
  BatchNormOptions,
  [input: "input", runningMean: "runningMean", runningVar: "runningVar"],
  [weight: "weight", bias: "bias", training: "training", momentum: "momentum", eps: "eps"]
>;

export interface LayerNormArguments extends Named<typeof layerNormSignature.arguments> {}
export type LayerNormOptions = Omit<LayerNormArguments, "input" | "normalizedShape">;
export type LayerNorm = Calls<
  LayerNormArguments,
  LayerNormOptions,
  [input: "input", normalizedShape: "normalizedShape"],
  [weight: "weight", bias: "bias", eps: "eps"]
>;

export interface GroupNormArguments extends Named<typeof groupNormSignature.arguments> {}
export type GroupNormOptions = Omit<GroupNormArguments, "input" | "numGroups">;
export type GroupNorm = Calls<
  GroupNormArguments,
  GroupNormOptions,
  [input: "input", numGroups: "numGroups"],
  [weight: "weight", bias: "bias", eps: "eps"]
>;

export interface NormalizeArguments extends Named<typeof normalizeSignature.arguments> {}
export type NormalizeOptions = Omit<NormalizeArguments, "input">;
export type Normalize = Calls<NormalizeArguments, NormalizeOptions, [input: "input"], [p: "p", dim: "dim", eps: "eps"]>;

export interface EmbeddingArguments extends Named<typeof embeddingSignature.arguments> {}
export type EmbeddingOptions = Omit<EmbeddingArguments, "input" | "weight">;
export type Embedding = Calls<
  EmbeddingArguments,
  EmbeddingOptions,
  [input: "input", weight: "weight"],
  [
    paddingIdx: "paddingIdx",
    maxNorm: "maxNorm",
    normType: "normType",
    scaleGradByFreq: "scaleGradByFreq",
    sparse: "sparse",
  ]
>;

export interface OneHotArguments extends Named<typeof oneHotSignature.arguments> {}
export type OneHotOptions = Omit<OneHotArguments, "input">;
export type OneHot = CallsByPlace<OneHotArguments, OneHotOptions, [input: "input"], [numClasses: "numClasses"]>;

export interface PadArguments extends Named<typeof padSignature.arguments> {}
export type PadOptions = Omit<PadArguments, "input" | "pad">;
export type Pad = CallsByPlace<PadArguments, PadOptions, [input: "input", pad: "pad"], [mode: "mode", value: "value"]>;
export interface Relu_Arguments extends Named<typeof relu_.arguments> {}
export type Relu_ = CallsInFull<Relu_Arguments, [input: "input"]>;

export interface Selu_Arguments extends Named<typeof selu_.arguments> {}
export type Selu_ = CallsInFull<Selu_Arguments, [input: "input"]>;

export interface Elu_Arguments extends Named<typeof elu_.arguments> {}
export type Elu_Options = Omit<Elu_Arguments, "input">;
export type Elu_ = CallsByPlace<Elu_Arguments, Elu_Options, [input: "input"], [alpha: "alpha"]>;

export interface Celu_Arguments extends Named<typeof celu_.arguments> {}
export type Celu_Options = Omit<Celu_Arguments, "input">;
export type Celu_ = CallsByPlace<Celu_Arguments, Celu_Options, [input: "input"], [alpha: "alpha"]>;

export interface LeakyRelu_Arguments extends Named<typeof leakyRelu_.arguments> {}
export type LeakyRelu_Options = Omit<LeakyRelu_Arguments, "input">;
export type LeakyRelu_ = CallsByPlace<
  LeakyRelu_Arguments,
  LeakyRelu_Options,
  [input: "input"],
  [negativeSlope: "negativeSlope"]
>;

export interface Hardtanh_Arguments extends Named<typeof hardtanh_.arguments> {}
export type Hardtanh_Options = Omit<Hardtanh_Arguments, "input">;
export type Hardtanh_ = CallsByPlace<
  Hardtanh_Arguments,
  Hardtanh_Options,
  [input: "input"],
  [minVal: "minVal", maxVal: "maxVal"]
>;
export interface Threshold_Arguments extends Named<typeof threshold_.arguments> {}
export type Threshold_ = CallsInFull<Threshold_Arguments, [input: "input", threshold: "threshold", value: "value"]>;

export interface Dropout1dArguments extends Named<typeof dropout1d.arguments> {}
export type Dropout1dOptions = Omit<Dropout1dArguments, "input">;
export type Dropout1d = Calls<
  Dropout1dArguments,
  Dropout1dOptions,
  [input: "input"],
  [p: "p", training: "training", inplace: "inplace"]
>;

export interface Dropout3dArguments extends Named<typeof dropout3d.arguments> {}
export type Dropout3dOptions = Omit<Dropout3dArguments, "input">;
export type Dropout3d = Calls<
  Dropout3dArguments,
  Dropout3dOptions,
  [input: "input"],
  [p: "p", training: "training", inplace: "inplace"]
>;

export interface AlphaDropoutArguments extends Named<typeof alphaDropout.arguments> {}
export type AlphaDropoutOptions = Omit<AlphaDropoutArguments, "input">;
export type AlphaDropout = Calls<
  AlphaDropoutArguments,
  AlphaDropoutOptions,
  [input: "input"],
  [p: "p", training: "training", inplace: "inplace"]
>;

export interface FeatureAlphaDropoutArguments extends Named<typeof featureAlphaDropout.arguments> {}
export type FeatureAlphaDropoutOptions = Omit<FeatureAlphaDropoutArguments, "input">;
export type FeatureAlphaDropout = Calls<
  FeatureAlphaDropoutArguments,
  FeatureAlphaDropoutOptions,
  [input: "input"],
  [p: "p", training: "training", inplace: "inplace"]
>;

export interface RmsNormArguments extends Named<typeof rmsNormSignature.arguments> {}
export type RmsNormOptions = Omit<RmsNormArguments, "input" | "normalizedShape">;
export type RmsNorm = Calls<
  RmsNormArguments,
  RmsNormOptions,
  [input: "input", normalizedShape: "normalizedShape"],
  [weight: "weight", eps: "eps"]
>;

export interface LpPool1dArguments extends Named<typeof lpPool1d.arguments> {}
export type LpPool1dOptions = Omit<LpPool1dArguments, "input" | "normType" | "kernelSize">;
export type LpPool1d = CallsByPlace<
  LpPool1dArguments,
  LpPool1dOptions,
  [input: "input", normType: "normType", kernelSize: "kernelSize"],
  [stride: "stride", ceilMode: "ceilMode"]
>;

export interface LpPool2dArguments extends Named<typeof lpPool2d.arguments> {}
export type LpPool2dOptions = Omit<LpPool2dArguments, "input" | "normType" | "kernelSize">;
export type LpPool2d = CallsByPlace<
  LpPool2dArguments,
  LpPool2dOptions,
  [input: "input", normType: "normType", kernelSize: "kernelSize"],
  [stride: "stride", ceilMode: "ceilMode"]
>;

export interface AvgPool3dArguments extends Named<typeof avg3dSignature.arguments> {}
export type AvgPool3dOptions = Omit<AvgPool3dArguments, "input" | "kernelSize">;
export type AvgPool3d = Calls<
  AvgPool3dArguments,
  AvgPool3dOptions,
  [input: "input", kernelSize: "kernelSize"],
  [
    stride: "stride",
    padding: "padding",
    ceilMode: "ceilMode",
    countIncludePad: "countIncludePad",
    divisorOverride: "divisorOverride",
  ]
>;
export interface AdaptiveAvgPool3dArguments extends Named<typeof adaptiveAvgSignature.arguments> {}
export type AdaptiveAvgPool3d = CallsInFull<AdaptiveAvgPool3dArguments, [input: "input", outputSize: "outputSize"]>;

export interface MaxUnpool1dArguments extends Named<typeof unpool1Signature.arguments> {}
export type MaxUnpool1dOptions = Omit<MaxUnpool1dArguments, "input" | "indices" | "kernelSize">;
export type MaxUnpool1d = Calls<
  MaxUnpool1dArguments,
  MaxUnpool1dOptions,
  [input: "input", indices: "indices", kernelSize: "kernelSize"],
  [stride: "stride", padding: "padding", outputSize: "outputSize"]
>;

export interface MaxUnpool2dArguments extends Named<typeof unpool2Signature.arguments> {}
export type MaxUnpool2dOptions = Omit<MaxUnpool2dArguments, "input" | "indices" | "kernelSize">;
export type MaxUnpool2d = Calls<
  MaxUnpool2dArguments,
  MaxUnpool2dOptions,
  [input: "input", indices: "indices", kernelSize: "kernelSize"],
  [stride: "stride", padding: "padding", outputSize: "outputSize"]
>;

export interface MaxUnpool3dArguments extends Named<typeof unpool3Signature.arguments> {}
export type MaxUnpool3dOptions = Omit<MaxUnpool3dArguments, "input" | "indices" | "kernelSize">;
export type MaxUnpool3d = Calls<
  MaxUnpool3dArguments,
  MaxUnpool3dOptions,
  [input: "input", indices: "indices", kernelSize: "kernelSize"],
  [stride: "stride", padding: "padding", outputSize: "outputSize"]
>;

export interface AvgPool2dArguments extends Named<typeof avgPool2dSignature.arguments> {}
export type AvgPool2dOptions = Omit<AvgPool2dArguments, "input" | "kernelSize">;
export type AvgPool2d = Calls<
  AvgPool2dArguments,
  AvgPool2dOptions,
  [input: "input", kernelSize: "kernelSize"],
  [
    stride: "stride",
    padding: "padding",
    ceilMode: "ceilMode",
    countIncludePad: "countIncludePad",
    divisorOverride: "divisorOverride",
  ]
>;

export interface AvgPool1dArguments extends Named<typeof avgPool1dSignature.arguments> {}
export type AvgPool1dOptions = Omit<AvgPool1dArguments, "input" | "kernelSize">;
export type AvgPool1d = Calls<
  AvgPool1dArguments,
  AvgPool1dOptions,
  [input: "input", kernelSize: "kernelSize"],
  [stride: "stride", padding: "padding", ceilMode: "ceilMode", countIncludePad: "countIncludePad"]
>;
export interface AdaptiveAvgPool1dArguments extends Named<typeof adaptiveAvgPool1dSignature.arguments> {}
export type AdaptiveAvgPool1d = CallsInFull<AdaptiveAvgPool1dArguments, [input: "input", outputSize: "outputSize"]>;

export interface AdaptiveAvgPool2dArguments extends Named<typeof adaptiveAvgPool2dSignature.arguments> {}
export type AdaptiveAvgPool2d = CallsInFull<AdaptiveAvgPool2dArguments, [input: "input", outputSize: "outputSize"]>;

export interface InterpolateArguments extends Named<typeof interpolateSignature.arguments> {}
export type InterpolateOptions = Omit<InterpolateArguments, "input">;
export type Interpolate = Calls<
  InterpolateArguments,
  InterpolateOptions,
  [input: "input"],
  [
    size: "size",
    scaleFactor: "scaleFactor",
    mode: "mode",
    alignCorners: "alignCorners",
    recomputeScaleFactor: "recomputeScaleFactor",
    antialias: "antialias",
  ]
>;

export interface GridSampleArguments extends Named<typeof gridSignature.arguments> {}
export type GridSampleOptions = Omit<GridSampleArguments, "input" | "grid">;
export type GridSample = Calls<
  GridSampleArguments,
  GridSampleOptions,
  [input: "input", grid: "grid"],
  [mode: "mode", paddingMode: "paddingMode", alignCorners: "alignCorners"]
>;

export interface AffineGridArguments extends Named<typeof affineSignature.arguments> {}
export type AffineGridOptions = Omit<AffineGridArguments, "theta" | "size">;
export type AffineGrid = CallsByPlace<
  AffineGridArguments,
  AffineGridOptions,
  [theta: "theta", size: "size"],
  [alignCorners: "alignCorners"]
>;

export interface InstanceNormArguments extends Named<typeof instanceSignature.arguments> {}
export type InstanceNormOptions = Omit<InstanceNormArguments, "input">;
export type InstanceNorm = Calls<
  InstanceNormArguments,
  InstanceNormOptions,
  [input: "input"],
  [
    runningMean: "runningMean",
    runningVar: "runningVar",
    weight: "weight",
    bias: "bias",
    useInputStats: "useInputStats",
    momentum: "momentum",
    eps: "eps",
  ]
>;

export interface LocalResponseNormArguments extends Named<typeof responseSignature.arguments> {}
export type LocalResponseNormOptions = Omit<LocalResponseNormArguments, "input" | "size">;
export type LocalResponseNorm = Calls<
  LocalResponseNormArguments,
  LocalResponseNormOptions,
  [input: "input", size: "size"],
  [alpha: "alpha", beta: "beta", k: "k"]
>;

export interface CosineSimilarityArguments extends Named<typeof cosineSignature.arguments> {}
export type CosineSimilarityOptions = Omit<CosineSimilarityArguments, "x1" | "x2">;
export type CosineSimilarity = CallsByPlace<
  CosineSimilarityArguments,
  CosineSimilarityOptions,
  [x1: "x1", x2: "x2"],
  [dim: "dim", eps: "eps"]
>;

export interface PairwiseDistanceArguments extends Named<typeof pairwiseSignature.arguments> {}
export type PairwiseDistanceOptions = Omit<PairwiseDistanceArguments, "x1" | "x2">;
export type PairwiseDistance = Calls<
  PairwiseDistanceArguments,
  PairwiseDistanceOptions,
  [x1: "x1", x2: "x2"],
  [p: "p", eps: "eps", keepdim: "keepdim"]
>;
export interface PixelShuffleArguments extends Named<typeof shuffleSignature.arguments> {}
export type PixelShuffle = CallsInFull<PixelShuffleArguments, [input: "input", upscaleFactor: "upscaleFactor"]>;

export interface PixelUnshuffleArguments extends Named<typeof unshuffleSignature.arguments> {}
export type PixelUnshuffle = CallsInFull<PixelUnshuffleArguments, [input: "input", downscaleFactor: "downscaleFactor"]>;

export interface ChannelShuffleArguments extends Named<typeof channelSignature.arguments> {}
export type ChannelShuffle = CallsInFull<ChannelShuffleArguments, [input: "input", groups: "groups"]>;

export interface GumbelSoftmaxArguments extends Named<typeof gumbelSignature.arguments> {}
export type GumbelSoftmaxOptions = Omit<GumbelSoftmaxArguments, "logits">;
export type GumbelSoftmax = Calls<
  GumbelSoftmaxArguments,
  GumbelSoftmaxOptions,
  [logits: "logits"],
  [tau: "tau", hard: "hard", eps: "eps", dim: "dim"]
>;

export interface ScaledDotProductAttentionArguments extends Named<typeof attentionSignature.arguments> {}
export type ScaledDotProductAttentionOptions = Omit<ScaledDotProductAttentionArguments, "query" | "key" | "value">;
export type ScaledDotProductAttention = Calls<
  ScaledDotProductAttentionArguments,
  ScaledDotProductAttentionOptions,
  [query: "query", key: "key", value: "value"],
  [attnMask: "attnMask", dropoutP: "dropoutP", isCausal: "isCausal", scale: "scale"]
>;
