/** Every way to call what is in this folder. Made by `npm run functions` from the signatures: change those. */
import type { Calls, CallsByPlace, CallsInFull, Named, NoArguments } from "../shape/index.ts";
import type {
  cELUSignature,
  eLUSignature,
  geluSignature,
  gluSignature,
  hardshrinkSignature,
  hardsigmoidSignature,
  hardswishSignature,
  hardtanhSignature,
  leakyReLUSignature,
  logSoftmaxSignature,
  mishSignature,
  preluSignature,
  reLU6Signature,
  reLUSignature,
  sELUSignature,
  siLUSignature,
  softmaxSignature,
  softminSignature,
  softplusSignature,
  softshrinkSignature,
  thresholdSignature,
} from "./activation.ts";
import type { conv3dSignature, transpose1dSignature, transpose3dSignature } from "./conv-more.ts";
import type { conv1dSignature, conv2dSignature, convTranspose2dSignature } from "./conv.ts";
import type { channels, cosine, foldSignature, pairwise, shuffle, unfoldSignature, unshuffle } from "./distance.ts";
import type {
  alphaDropoutSignature,
  dropout1dSignature,
  dropout2dSignature,
  dropout3dSignature,
  dropoutSignature,
  featureAlphaDropoutSignature,
} from "./dropout.ts";
import type { diracSignature, orthogonalSignature, sparseSignature, truncNormalSignature } from "./init-shaped.ts";
import type {
  constantSignature,
  eyeSignature,
  fansSignature,
  gainSignature,
  kaimingNormalSignature,
  kaimingUniformSignature,
  normalSignature,
  onesSignature,
  uniformSignature,
  xavierNormalSignature,
  xavierUniformSignature,
  zerosSignature,
} from "./init.ts";
import type { responseSignature, signature1, signature2, signature3 } from "./instance-norm.ts";
import type {
  lazyBatchNorm1,
  lazyBatchNorm2,
  lazyBatchNorm3,
  lazyConv1,
  lazyConv2,
  lazyConv3,
  lazyInstanceNorm1,
  lazyInstanceNorm2,
  lazyInstanceNorm3,
  lazyLinear,
  lazyTranspose1,
  lazyTranspose2,
  lazyTranspose3,
} from "./lazy.ts";
import type { linearSignature } from "./linear.ts";
import type {
  bCELossSignature,
  bCEWithLogitsLossSignature,
  crossEntropyLossSignature,
  huberLossSignature,
  kLDivLossSignature,
  l1LossSignature,
  mSELossSignature,
  nLLLossSignature,
  smoothL1LossSignature,
} from "./loss.ts";
import type { lpPool1dSignature, lpPool2dSignature } from "./lp-pool.ts";
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
  batchNorm1dSignature,
  batchNorm2dSignature,
  batchNorm3dSignature,
  groupNormSignature,
  layerNormSignature,
} from "./norm.ts";
import type {
  circularPad1,
  circularPad2,
  circularPad3,
  constant1,
  constant2,
  constant3,
  reflectionPad1,
  reflectionPad2,
  reflectionPad3,
  replicationPad1,
  replicationPad2,
  replicationPad3,
  zeroPad1,
  zeroPad2,
  zeroPad3,
} from "./padding.ts";
import type {
  adaptiveAvg,
  adaptiveMax1,
  adaptiveMax3,
  avgSignature,
  maxSignature,
  unpool1,
  unpool2,
  unpool3,
} from "./pooling-more.ts";
import type {
  adaptiveAvgPool1dSignature,
  adaptiveAvgPool2dSignature,
  adaptiveMaxPool2dSignature,
  avgPool1dSignature,
  avgPool2dSignature,
  maxPool1dSignature,
  maxPool2dSignature,
} from "./pooling.ts";
import type { embeddingSignature, flattenSignature, unflattenSignature } from "./reshaping.ts";
import type { rmsNormSignature } from "./rms-norm.ts";
import type { bilinearSignature, nearestSignature, upsampleSignature } from "./upsampling.ts";
import type { clipNormSignature, clipValueSignature, fromVectorSignature, toVectorSignature } from "./utils.ts";

export interface ReLUArguments extends Named<typeof reLUSignature.arguments> {}
export type ReLUOptions = Omit<ReLUArguments, never>;
export type ReLU = CallsByPlace<ReLUArguments, ReLUOptions, [], [inplace: "inplace"]>;

export interface ReLU6Arguments extends Named<typeof reLU6Signature.arguments> {}
export type ReLU6Options = Omit<ReLU6Arguments, never>;
export type ReLU6 = CallsByPlace<ReLU6Arguments, ReLU6Options, [], [inplace: "inplace"]>;

export interface LeakyReLUArguments extends Named<typeof leakyReLUSignature.arguments> {}
export type LeakyReLUOptions = Omit<LeakyReLUArguments, never>;
export type LeakyReLU = CallsByPlace<
  LeakyReLUArguments,
  LeakyReLUOptions,
  [],
  [negativeSlope: "negativeSlope", inplace: "inplace"]
>;

export interface SiLUArguments extends Named<typeof siLUSignature.arguments> {}
export type SiLUOptions = Omit<SiLUArguments, never>;
export type SiLU = CallsByPlace<SiLUArguments, SiLUOptions, [], [inplace: "inplace"]>;

export interface MishArguments extends Named<typeof mishSignature.arguments> {}
export type MishOptions = Omit<MishArguments, never>;
export type Mish = CallsByPlace<MishArguments, MishOptions, [], [inplace: "inplace"]>;

export interface ELUArguments extends Named<typeof eLUSignature.arguments> {}
export type ELUOptions = Omit<ELUArguments, never>;
export type ELU = CallsByPlace<ELUArguments, ELUOptions, [], [alpha: "alpha", inplace: "inplace"]>;

export interface SELUArguments extends Named<typeof sELUSignature.arguments> {}
export type SELUOptions = Omit<SELUArguments, never>;
export type SELU = CallsByPlace<SELUArguments, SELUOptions, [], [inplace: "inplace"]>;

export interface CELUArguments extends Named<typeof cELUSignature.arguments> {}
export type CELUOptions = Omit<CELUArguments, never>;
export type CELU = CallsByPlace<CELUArguments, CELUOptions, [], [alpha: "alpha", inplace: "inplace"]>;

export interface HardtanhArguments extends Named<typeof hardtanhSignature.arguments> {}
export type HardtanhOptions = Omit<HardtanhArguments, never>;
export type Hardtanh = Calls<
  HardtanhArguments,
  HardtanhOptions,
  [],
  [minVal: "minVal", maxVal: "maxVal", inplace: "inplace"]
>;

export interface HardsigmoidArguments extends Named<typeof hardsigmoidSignature.arguments> {}
export type HardsigmoidOptions = Omit<HardsigmoidArguments, never>;
export type Hardsigmoid = CallsByPlace<HardsigmoidArguments, HardsigmoidOptions, [], [inplace: "inplace"]>;

export interface HardswishArguments extends Named<typeof hardswishSignature.arguments> {}
export type HardswishOptions = Omit<HardswishArguments, never>;
export type Hardswish = CallsByPlace<HardswishArguments, HardswishOptions, [], [inplace: "inplace"]>;

export interface SoftplusArguments extends Named<typeof softplusSignature.arguments> {}
export type SoftplusOptions = Omit<SoftplusArguments, never>;
export type Softplus = CallsByPlace<SoftplusArguments, SoftplusOptions, [], [beta: "beta", threshold: "threshold"]>;

export interface SoftshrinkArguments extends Named<typeof softshrinkSignature.arguments> {}
export type SoftshrinkOptions = Omit<SoftshrinkArguments, never>;
export type Softshrink = CallsByPlace<SoftshrinkArguments, SoftshrinkOptions, [], [lambd: "lambd"]>;

export interface HardshrinkArguments extends Named<typeof hardshrinkSignature.arguments> {}
export type HardshrinkOptions = Omit<HardshrinkArguments, never>;
export type Hardshrink = CallsByPlace<HardshrinkArguments, HardshrinkOptions, [], [lambd: "lambd"]>;
export type Softsign = NoArguments;
export type Tanhshrink = NoArguments;
export type LogSigmoid = NoArguments;
export type Tanh = NoArguments;
export type Sigmoid = NoArguments;

export interface ThresholdArguments extends Named<typeof thresholdSignature.arguments> {}
export type ThresholdOptions = Omit<ThresholdArguments, "threshold" | "value">;
export type Threshold = CallsByPlace<
  ThresholdArguments,
  ThresholdOptions,
  [threshold: "threshold", value: "value"],
  [inplace: "inplace"]
>;

export interface GELUArguments extends Named<typeof geluSignature.arguments> {}
export type GELUOptions = Omit<GELUArguments, never>;
export type GELU = CallsByPlace<GELUArguments, GELUOptions, [], [approximate: "approximate"]>;

export interface GLUArguments extends Named<typeof gluSignature.arguments> {}
export type GLUOptions = Omit<GLUArguments, never>;
export type GLU = CallsByPlace<GLUArguments, GLUOptions, [], [dim: "dim"]>;

export interface PReLUArguments extends Named<typeof preluSignature.arguments> {}
export type PReLUOptions = Omit<PReLUArguments, never>;
export type PReLU = Calls<
  PReLUArguments,
  PReLUOptions,
  [],
  [numParameters: "numParameters", init: "init", device: "device", dtype: "dtype"]
>;

export interface SoftmaxArguments extends Named<typeof softmaxSignature.arguments> {}
export type SoftmaxOptions = Omit<SoftmaxArguments, never>;
export type Softmax = CallsByPlace<SoftmaxArguments, SoftmaxOptions, [], [dim: "dim"]>;

export interface LogSoftmaxArguments extends Named<typeof logSoftmaxSignature.arguments> {}
export type LogSoftmaxOptions = Omit<LogSoftmaxArguments, never>;
export type LogSoftmax = CallsByPlace<LogSoftmaxArguments, LogSoftmaxOptions, [], [dim: "dim"]>;

export interface SoftminArguments extends Named<typeof softminSignature.arguments> {}
export type SoftminOptions = Omit<SoftminArguments, never>;
export type Softmin = CallsByPlace<SoftminArguments, SoftminOptions, [], [dim: "dim"]>;

export interface Conv3dArguments extends Named<typeof conv3dSignature.arguments> {}
export type Conv3dOptions = Omit<Conv3dArguments, "inChannels" | "outChannels" | "kernelSize">;
export type Conv3d = Calls<
  Conv3dArguments,
  Conv3dOptions,
  [inChannels: "inChannels", outChannels: "outChannels", kernelSize: "kernelSize"],
  [
    stride: "stride",
    padding: "padding",
    dilation: "dilation",
    groups: "groups",
    bias: "bias",
    paddingMode: "paddingMode",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface ConvTranspose1dArguments extends Named<typeof transpose1dSignature.arguments> {}
export type ConvTranspose1dOptions = Omit<ConvTranspose1dArguments, "inChannels" | "outChannels" | "kernelSize">;
export type ConvTranspose1d = Calls<
  ConvTranspose1dArguments,
  ConvTranspose1dOptions,
  [inChannels: "inChannels", outChannels: "outChannels", kernelSize: "kernelSize"],
  [
    stride: "stride",
    padding: "padding",
    outputPadding: "outputPadding",
    groups: "groups",
    bias: "bias",
    dilation: "dilation",
    paddingMode: "paddingMode",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface ConvTranspose3dArguments extends Named<typeof transpose3dSignature.arguments> {}
export type ConvTranspose3dOptions = Omit<ConvTranspose3dArguments, "inChannels" | "outChannels" | "kernelSize">;
export type ConvTranspose3d = Calls<
  ConvTranspose3dArguments,
  ConvTranspose3dOptions,
  [inChannels: "inChannels", outChannels: "outChannels", kernelSize: "kernelSize"],
  [
    stride: "stride",
    padding: "padding",
    outputPadding: "outputPadding",
    groups: "groups",
    bias: "bias",
    dilation: "dilation",
    paddingMode: "paddingMode",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface Conv2dArguments extends Named<typeof conv2dSignature.arguments> {}
export type Conv2dOptions = Omit<Conv2dArguments, "inChannels" | "outChannels" | "kernelSize">;
export type Conv2d = Calls<
  Conv2dArguments,
  Conv2dOptions,
  [inChannels: "inChannels", outChannels: "outChannels", kernelSize: "kernelSize"],
  [
    stride: "stride",
    padding: "padding",
    dilation: "dilation",
    groups: "groups",
    bias: "bias",
    paddingMode: "paddingMode",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface Conv1dArguments extends Named<typeof conv1dSignature.arguments> {}
export type Conv1dOptions = Omit<Conv1dArguments, "inChannels" | "outChannels" | "kernelSize">;
export type Conv1d = Calls<
  Conv1dArguments,
  Conv1dOptions,
  [inChannels: "inChannels", outChannels: "outChannels", kernelSize: "kernelSize"],
  [
    stride: "stride",
    padding: "padding",
    dilation: "dilation",
    groups: "groups",
    bias: "bias",
    paddingMode: "paddingMode",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface ConvTranspose2dArguments extends Named<typeof convTranspose2dSignature.arguments> {}
export type ConvTranspose2dOptions = Omit<ConvTranspose2dArguments, "inChannels" | "outChannels" | "kernelSize">;
export type ConvTranspose2d = Calls<
  ConvTranspose2dArguments,
  ConvTranspose2dOptions,
  [inChannels: "inChannels", outChannels: "outChannels", kernelSize: "kernelSize"],
  [
    stride: "stride",
    padding: "padding",
    outputPadding: "outputPadding",
    groups: "groups",
    bias: "bias",
    dilation: "dilation",
    paddingMode: "paddingMode",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface CosineSimilarityArguments extends Named<typeof cosine.arguments> {}
export type CosineSimilarityOptions = Omit<CosineSimilarityArguments, never>;
export type CosineSimilarity = CallsByPlace<
  CosineSimilarityArguments,
  CosineSimilarityOptions,
  [],
  [dim: "dim", eps: "eps"]
>;

export interface PairwiseDistanceArguments extends Named<typeof pairwise.arguments> {}
export type PairwiseDistanceOptions = Omit<PairwiseDistanceArguments, never>;
export type PairwiseDistance = Calls<
  PairwiseDistanceArguments,
  PairwiseDistanceOptions,
  [],
  [p: "p", eps: "eps", keepdim: "keepdim"]
>;
export interface PixelShuffleArguments extends Named<typeof shuffle.arguments> {}
export type PixelShuffle = CallsInFull<PixelShuffleArguments, [upscaleFactor: "upscaleFactor"]>;

export interface PixelUnshuffleArguments extends Named<typeof unshuffle.arguments> {}
export type PixelUnshuffle = CallsInFull<PixelUnshuffleArguments, [downscaleFactor: "downscaleFactor"]>;

export interface ChannelShuffleArguments extends Named<typeof channels.arguments> {}
export type ChannelShuffle = CallsInFull<ChannelShuffleArguments, [groups: "groups"]>;

export interface UnfoldArguments extends Named<typeof unfoldSignature.arguments> {}
export type UnfoldOptions = Omit<UnfoldArguments, "kernelSize">;
export type Unfold = Calls<
  UnfoldArguments,
  UnfoldOptions,
  [kernelSize: "kernelSize"],
  [dilation: "dilation", padding: "padding", stride: "stride"]
>;

export interface FoldArguments extends Named<typeof foldSignature.arguments> {}
export type FoldOptions = Omit<FoldArguments, "outputSize" | "kernelSize">;
export type Fold = Calls<
  FoldArguments,
  FoldOptions,
  [outputSize: "outputSize", kernelSize: "kernelSize"],
  [dilation: "dilation", padding: "padding", stride: "stride"]
>;

export interface DropoutArguments extends Named<typeof dropoutSignature.arguments> {}
export type DropoutOptions = Omit<DropoutArguments, never>;
export type Dropout = CallsByPlace<DropoutArguments, DropoutOptions, [], [p: "p", inplace: "inplace"]>;

export interface Dropout2dArguments extends Named<typeof dropout2dSignature.arguments> {}
export type Dropout2dOptions = Omit<Dropout2dArguments, never>;
export type Dropout2d = CallsByPlace<Dropout2dArguments, Dropout2dOptions, [], [p: "p", inplace: "inplace"]>;

export interface Dropout1dArguments extends Named<typeof dropout1dSignature.arguments> {}
export type Dropout1dOptions = Omit<Dropout1dArguments, never>;
export type Dropout1d = CallsByPlace<Dropout1dArguments, Dropout1dOptions, [], [p: "p", inplace: "inplace"]>;

export interface Dropout3dArguments extends Named<typeof dropout3dSignature.arguments> {}
export type Dropout3dOptions = Omit<Dropout3dArguments, never>;
export type Dropout3d = CallsByPlace<Dropout3dArguments, Dropout3dOptions, [], [p: "p", inplace: "inplace"]>;

export interface AlphaDropoutArguments extends Named<typeof alphaDropoutSignature.arguments> {}
export type AlphaDropoutOptions = Omit<AlphaDropoutArguments, never>;
export type AlphaDropout = CallsByPlace<AlphaDropoutArguments, AlphaDropoutOptions, [], [p: "p", inplace: "inplace"]>;

export interface FeatureAlphaDropoutArguments extends Named<typeof featureAlphaDropoutSignature.arguments> {}
export type FeatureAlphaDropoutOptions = Omit<FeatureAlphaDropoutArguments, never>;
export type FeatureAlphaDropout = CallsByPlace<
  FeatureAlphaDropoutArguments,
  FeatureAlphaDropoutOptions,
  [],
  [p: "p", inplace: "inplace"]
>;

export interface TruncNormal_Arguments extends Named<typeof truncNormalSignature.arguments> {}
export type TruncNormal_Options = Omit<TruncNormal_Arguments, "tensor">;
export type TruncNormal_ = Calls<
  TruncNormal_Arguments,
  TruncNormal_Options,
  [tensor: "tensor"],
  [mean: "mean", std: "std", a: "a", b: "b", generator: "generator"]
>;

export interface Orthogonal_Arguments extends Named<typeof orthogonalSignature.arguments> {}
export type Orthogonal_Options = Omit<Orthogonal_Arguments, "tensor">;
export type Orthogonal_ = Calls<
  Orthogonal_Arguments,
  Orthogonal_Options,
  [tensor: "tensor"],
  [gain: "gain", generator: "generator"]
>;

export interface Dirac_Arguments extends Named<typeof diracSignature.arguments> {}
export type Dirac_Options = Omit<Dirac_Arguments, "tensor">;
export type Dirac_ = CallsByPlace<Dirac_Arguments, Dirac_Options, [tensor: "tensor"], [groups: "groups"]>;

export interface Sparse_Arguments extends Named<typeof sparseSignature.arguments> {}
export type Sparse_Options = Omit<Sparse_Arguments, "tensor" | "sparsity">;
export type Sparse_ = Calls<
  Sparse_Arguments,
  Sparse_Options,
  [tensor: "tensor", sparsity: "sparsity"],
  [std: "std", generator: "generator"]
>;

export interface Uniform_Arguments extends Named<typeof uniformSignature.arguments> {}
export type Uniform_Options = Omit<Uniform_Arguments, "tensor">;
export type Uniform_ = Calls<
  Uniform_Arguments,
  Uniform_Options,
  [tensor: "tensor"],
  [a: "a", b: "b", generator: "generator"]
>;

export interface Normal_Arguments extends Named<typeof normalSignature.arguments> {}
export type Normal_Options = Omit<Normal_Arguments, "tensor">;
export type Normal_ = Calls<
  Normal_Arguments,
  Normal_Options,
  [tensor: "tensor"],
  [mean: "mean", std: "std", generator: "generator"]
>;
export interface Constant_Arguments extends Named<typeof constantSignature.arguments> {}
export type Constant_ = CallsInFull<Constant_Arguments, [tensor: "tensor", val: "val"]>;

export interface Zeros_Arguments extends Named<typeof zerosSignature.arguments> {}
export type Zeros_ = CallsInFull<Zeros_Arguments, [tensor: "tensor"]>;

export interface Ones_Arguments extends Named<typeof onesSignature.arguments> {}
export type Ones_ = CallsInFull<Ones_Arguments, [tensor: "tensor"]>;

export interface Eye_Arguments extends Named<typeof eyeSignature.arguments> {}
export type Eye_ = CallsInFull<Eye_Arguments, [tensor: "tensor"]>;

export interface XavierUniform_Arguments extends Named<typeof xavierUniformSignature.arguments> {}
export type XavierUniform_Options = Omit<XavierUniform_Arguments, "tensor">;
export type XavierUniform_ = Calls<
  XavierUniform_Arguments,
  XavierUniform_Options,
  [tensor: "tensor"],
  [gain: "gain", generator: "generator"]
>;

export interface XavierNormal_Arguments extends Named<typeof xavierNormalSignature.arguments> {}
export type XavierNormal_Options = Omit<XavierNormal_Arguments, "tensor">;
export type XavierNormal_ = Calls<
  XavierNormal_Arguments,
  XavierNormal_Options,
  [tensor: "tensor"],
  [gain: "gain", generator: "generator"]
>;

export interface KaimingUniform_Arguments extends Named<typeof kaimingUniformSignature.arguments> {}
export type KaimingUniform_Options = Omit<KaimingUniform_Arguments, "tensor">;
export type KaimingUniform_ = Calls<
  KaimingUniform_Arguments,
  KaimingUniform_Options,
  [tensor: "tensor"],
  [a: "a", mode: "mode", nonlinearity: "nonlinearity", generator: "generator"]
>;

export interface KaimingNormal_Arguments extends Named<typeof kaimingNormalSignature.arguments> {}
export type KaimingNormal_Options = Omit<KaimingNormal_Arguments, "tensor">;
export type KaimingNormal_ = Calls<
  KaimingNormal_Arguments,
  KaimingNormal_Options,
  [tensor: "tensor"],
  [a: "a", mode: "mode", nonlinearity: "nonlinearity", generator: "generator"]
>;

export interface CalculateGainArguments extends Named<typeof gainSignature.arguments> {}
export type CalculateGainOptions = Omit<CalculateGainArguments, "nonlinearity">;
export type CalculateGain = CallsByPlace<
  CalculateGainArguments,
  CalculateGainOptions,
  [nonlinearity: "nonlinearity"],
  [param: "param"]
>;
export interface CalculateFanInAndFanOutArguments extends Named<typeof fansSignature.arguments> {}
export type CalculateFanInAndFanOut = CallsInFull<CalculateFanInAndFanOutArguments, [tensor: "tensor"]>;

export interface InstanceNorm1dArguments extends Named<typeof signature1.arguments> {}
export type InstanceNorm1dOptions = Omit<InstanceNorm1dArguments, "numFeatures">;
export type InstanceNorm1d = Calls<
  InstanceNorm1dArguments,
  InstanceNorm1dOptions,
  [numFeatures: "numFeatures"],
  [
    eps: "eps",
    momentum: "momentum",
    affine: "affine",
    trackRunningStats: "trackRunningStats",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface InstanceNorm2dArguments extends Named<typeof signature2.arguments> {}
export type InstanceNorm2dOptions = Omit<InstanceNorm2dArguments, "numFeatures">;
export type InstanceNorm2d = Calls<
  InstanceNorm2dArguments,
  InstanceNorm2dOptions,
  [numFeatures: "numFeatures"],
  [
    eps: "eps",
    momentum: "momentum",
    affine: "affine",
    trackRunningStats: "trackRunningStats",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface InstanceNorm3dArguments extends Named<typeof signature3.arguments> {}
export type InstanceNorm3dOptions = Omit<InstanceNorm3dArguments, "numFeatures">;
export type InstanceNorm3d = Calls<
  InstanceNorm3dArguments,
  InstanceNorm3dOptions,
  [numFeatures: "numFeatures"],
  [
    eps: "eps",
    momentum: "momentum",
    affine: "affine",
    trackRunningStats: "trackRunningStats",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface LocalResponseNormArguments extends Named<typeof responseSignature.arguments> {}
export type LocalResponseNormOptions = Omit<LocalResponseNormArguments, "size">;
export type LocalResponseNorm = Calls<
  LocalResponseNormArguments,
  LocalResponseNormOptions,
  [size: "size"],
  [alpha: "alpha", beta: "beta", k: "k"]
>;

export interface LazyLinearArguments extends Named<typeof lazyLinear.arguments> {}
export type LazyLinearOptions = Omit<LazyLinearArguments, "outFeatures">;
export type LazyLinear = Calls<
  LazyLinearArguments,
  LazyLinearOptions,
  [outFeatures: "outFeatures"],
  [bias: "bias", device: "device", dtype: "dtype"]
>;

export interface LazyConv1dArguments extends Named<typeof lazyConv1.arguments> {}
export type LazyConv1dOptions = Omit<LazyConv1dArguments, "outChannels" | "kernelSize">;
export type LazyConv1d = Calls<
  LazyConv1dArguments,
  LazyConv1dOptions,
  [outChannels: "outChannels", kernelSize: "kernelSize"],
  [
    stride: "stride",
    padding: "padding",
    dilation: "dilation",
    groups: "groups",
    bias: "bias",
    paddingMode: "paddingMode",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface LazyConv2dArguments extends Named<typeof lazyConv2.arguments> {}
export type LazyConv2dOptions = Omit<LazyConv2dArguments, "outChannels" | "kernelSize">;
export type LazyConv2d = Calls<
  LazyConv2dArguments,
  LazyConv2dOptions,
  [outChannels: "outChannels", kernelSize: "kernelSize"],
  [
    stride: "stride",
    padding: "padding",
    dilation: "dilation",
    groups: "groups",
    bias: "bias",
    paddingMode: "paddingMode",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface LazyConv3dArguments extends Named<typeof lazyConv3.arguments> {}
export type LazyConv3dOptions = Omit<LazyConv3dArguments, "outChannels" | "kernelSize">;
export type LazyConv3d = Calls<
  LazyConv3dArguments,
  LazyConv3dOptions,
  [outChannels: "outChannels", kernelSize: "kernelSize"],
  [
    stride: "stride",
    padding: "padding",
    dilation: "dilation",
    groups: "groups",
    bias: "bias",
    paddingMode: "paddingMode",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface LazyConvTranspose1dArguments extends Named<typeof lazyTranspose1.arguments> {}
export type LazyConvTranspose1dOptions = Omit<LazyConvTranspose1dArguments, "outChannels" | "kernelSize">;
export type LazyConvTranspose1d = Calls<
  LazyConvTranspose1dArguments,
  LazyConvTranspose1dOptions,
  [outChannels: "outChannels", kernelSize: "kernelSize"],
  [
    stride: "stride",
    padding: "padding",
    outputPadding: "outputPadding",
    groups: "groups",
    bias: "bias",
    dilation: "dilation",
    paddingMode: "paddingMode",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface LazyConvTranspose2dArguments extends Named<typeof lazyTranspose2.arguments> {}
export type LazyConvTranspose2dOptions = Omit<LazyConvTranspose2dArguments, "outChannels" | "kernelSize">;
export type LazyConvTranspose2d = Calls<
  LazyConvTranspose2dArguments,
  LazyConvTranspose2dOptions,
  [outChannels: "outChannels", kernelSize: "kernelSize"],
  [
    stride: "stride",
    padding: "padding",
    outputPadding: "outputPadding",
    groups: "groups",
    bias: "bias",
    dilation: "dilation",
    paddingMode: "paddingMode",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface LazyConvTranspose3dArguments extends Named<typeof lazyTranspose3.arguments> {}
export type LazyConvTranspose3dOptions = Omit<LazyConvTranspose3dArguments, "outChannels" | "kernelSize">;
export type LazyConvTranspose3d = Calls<
  LazyConvTranspose3dArguments,
  LazyConvTranspose3dOptions,
  [outChannels: "outChannels", kernelSize: "kernelSize"],
  [
    stride: "stride",
    padding: "padding",
    outputPadding: "outputPadding",
    groups: "groups",
    bias: "bias",
    dilation: "dilation",
    paddingMode: "paddingMode",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface LazyBatchNorm1dArguments extends Named<typeof lazyBatchNorm1.arguments> {}
export type LazyBatchNorm1dOptions = Omit<LazyBatchNorm1dArguments, never>;
export type LazyBatchNorm1d = Calls<
  LazyBatchNorm1dArguments,
  LazyBatchNorm1dOptions,
  [],
  [
    eps: "eps",
    momentum: "momentum",
    affine: "affine",
    trackRunningStats: "trackRunningStats",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface LazyBatchNorm2dArguments extends Named<typeof lazyBatchNorm2.arguments> {}
export type LazyBatchNorm2dOptions = Omit<LazyBatchNorm2dArguments, never>;
export type LazyBatchNorm2d = Calls<
  LazyBatchNorm2dArguments,
  LazyBatchNorm2dOptions,
  [],
  [
    eps: "eps",
    momentum: "momentum",
    affine: "affine",
    trackRunningStats: "trackRunningStats",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface LazyBatchNorm3dArguments extends Named<typeof lazyBatchNorm3.arguments> {}
export type LazyBatchNorm3dOptions = Omit<LazyBatchNorm3dArguments, never>;
export type LazyBatchNorm3d = Calls<
  LazyBatchNorm3dArguments,
  LazyBatchNorm3dOptions,
  [],
  [
    eps: "eps",
    momentum: "momentum",
    affine: "affine",
    trackRunningStats: "trackRunningStats",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface LazyInstanceNorm1dArguments extends Named<typeof lazyInstanceNorm1.arguments> {}
export type LazyInstanceNorm1dOptions = Omit<LazyInstanceNorm1dArguments, never>;
export type LazyInstanceNorm1d = Calls<
  LazyInstanceNorm1dArguments,
  LazyInstanceNorm1dOptions,
  [],
  [
    eps: "eps",
    momentum: "momentum",
    affine: "affine",
    trackRunningStats: "trackRunningStats",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface LazyInstanceNorm2dArguments extends Named<typeof lazyInstanceNorm2.arguments> {}
export type LazyInstanceNorm2dOptions = Omit<LazyInstanceNorm2dArguments, never>;
export type LazyInstanceNorm2d = Calls<
  LazyInstanceNorm2dArguments,
  LazyInstanceNorm2dOptions,
  [],
  [
    eps: "eps",
    momentum: "momentum",
    affine: "affine",
    trackRunningStats: "trackRunningStats",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface LazyInstanceNorm3dArguments extends Named<typeof lazyInstanceNorm3.arguments> {}
export type LazyInstanceNorm3dOptions = Omit<LazyInstanceNorm3dArguments, never>;
export type LazyInstanceNorm3d = Calls<
  LazyInstanceNorm3dArguments,
  LazyInstanceNorm3dOptions,
  [],
  [
    eps: "eps",
    momentum: "momentum",
    affine: "affine",
    trackRunningStats: "trackRunningStats",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface LinearArguments extends Named<typeof linearSignature.arguments> {}
export type LinearOptions = Omit<LinearArguments, "inFeatures" | "outFeatures">;
export type Linear = Calls<
  LinearArguments,
  LinearOptions,
  [inFeatures: "inFeatures", outFeatures: "outFeatures"],
  [bias: "bias", device: "device", dtype: "dtype"]
>;

export interface CrossEntropyLossArguments extends Named<typeof crossEntropyLossSignature.arguments> {}
export type CrossEntropyLossOptions = Omit<CrossEntropyLossArguments, never>;
export type CrossEntropyLoss = Calls<
  CrossEntropyLossArguments,
  CrossEntropyLossOptions,
  [],
  [
    weight: "weight",
    sizeAverage: "sizeAverage",
    ignoreIndex: "ignoreIndex",
    reduce: "reduce",
    reduction: "reduction",
    labelSmoothing: "labelSmoothing",
  ]
>;

export interface NLLLossArguments extends Named<typeof nLLLossSignature.arguments> {}
export type NLLLossOptions = Omit<NLLLossArguments, never>;
export type NLLLoss = Calls<
  NLLLossArguments,
  NLLLossOptions,
  [],
  [weight: "weight", sizeAverage: "sizeAverage", ignoreIndex: "ignoreIndex", reduce: "reduce", reduction: "reduction"]
>;

export interface MSELossArguments extends Named<typeof mSELossSignature.arguments> {}
export type MSELossOptions = Omit<MSELossArguments, never>;
export type MSELoss = Calls<
  MSELossArguments,
  MSELossOptions,
  [],
  [sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction"]
>;

export interface L1LossArguments extends Named<typeof l1LossSignature.arguments> {}
export type L1LossOptions = Omit<L1LossArguments, never>;
export type L1Loss = Calls<
  L1LossArguments,
  L1LossOptions,
  [],
  [sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction"]
>;

export interface SmoothL1LossArguments extends Named<typeof smoothL1LossSignature.arguments> {}
export type SmoothL1LossOptions = Omit<SmoothL1LossArguments, never>;
export type SmoothL1Loss = Calls<
  SmoothL1LossArguments,
  SmoothL1LossOptions,
  [],
  [sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction", beta: "beta"]
>;

export interface HuberLossArguments extends Named<typeof huberLossSignature.arguments> {}
export type HuberLossOptions = Omit<HuberLossArguments, never>;
export type HuberLoss = CallsByPlace<
  HuberLossArguments,
  HuberLossOptions,
  [],
  [reduction: "reduction", delta: "delta"]
>;

export interface BCELossArguments extends Named<typeof bCELossSignature.arguments> {}
export type BCELossOptions = Omit<BCELossArguments, never>;
export type BCELoss = Calls<
  BCELossArguments,
  BCELossOptions,
  [],
  [weight: "weight", sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction"]
>;

export interface BCEWithLogitsLossArguments extends Named<typeof bCEWithLogitsLossSignature.arguments> {}
export type BCEWithLogitsLossOptions = Omit<BCEWithLogitsLossArguments, never>;
export type BCEWithLogitsLoss = Calls<
  BCEWithLogitsLossArguments,
  BCEWithLogitsLossOptions,
  [],
  [weight: "weight", sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction", posWeight: "posWeight"]
>;

export interface KLDivLossArguments extends Named<typeof kLDivLossSignature.arguments> {}
export type KLDivLossOptions = Omit<KLDivLossArguments, never>;
export type KLDivLoss = Calls<
  KLDivLossArguments,
  KLDivLossOptions,
  [],
  [sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction", logTarget: "logTarget"]
>;

export interface LPPool1dArguments extends Named<typeof lpPool1dSignature.arguments> {}
export type LPPool1dOptions = Omit<LPPool1dArguments, "normType" | "kernelSize">;
export type LPPool1d = CallsByPlace<
  LPPool1dArguments,
  LPPool1dOptions,
  [normType: "normType", kernelSize: "kernelSize"],
  [stride: "stride", ceilMode: "ceilMode"]
>;

export interface LPPool2dArguments extends Named<typeof lpPool2dSignature.arguments> {}
export type LPPool2dOptions = Omit<LPPool2dArguments, "normType" | "kernelSize">;
export type LPPool2d = CallsByPlace<
  LPPool2dArguments,
  LPPool2dOptions,
  [normType: "normType", kernelSize: "kernelSize"],
  [stride: "stride", ceilMode: "ceilMode"]
>;

export interface HingeEmbeddingLossArguments extends Named<typeof hingeEmbeddingLossSignature.arguments> {}
export type HingeEmbeddingLossOptions = Omit<HingeEmbeddingLossArguments, never>;
export type HingeEmbeddingLoss = Calls<
  HingeEmbeddingLossArguments,
  HingeEmbeddingLossOptions,
  [],
  [margin: "margin", sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction"]
>;

export interface MarginRankingLossArguments extends Named<typeof marginRankingLossSignature.arguments> {}
export type MarginRankingLossOptions = Omit<MarginRankingLossArguments, never>;
export type MarginRankingLoss = Calls<
  MarginRankingLossArguments,
  MarginRankingLossOptions,
  [],
  [margin: "margin", sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction"]
>;

export interface SoftMarginLossArguments extends Named<typeof softMarginLossSignature.arguments> {}
export type SoftMarginLossOptions = Omit<SoftMarginLossArguments, never>;
export type SoftMarginLoss = Calls<
  SoftMarginLossArguments,
  SoftMarginLossOptions,
  [],
  [sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction"]
>;

export interface MultiLabelSoftMarginLossArguments extends Named<typeof multilabelSoftMarginLossSignature.arguments> {}
export type MultiLabelSoftMarginLossOptions = Omit<MultiLabelSoftMarginLossArguments, never>;
export type MultiLabelSoftMarginLoss = Calls<
  MultiLabelSoftMarginLossArguments,
  MultiLabelSoftMarginLossOptions,
  [],
  [weight: "weight", sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction"]
>;

export interface CosineEmbeddingLossArguments extends Named<typeof cosineEmbeddingLossSignature.arguments> {}
export type CosineEmbeddingLossOptions = Omit<CosineEmbeddingLossArguments, never>;
export type CosineEmbeddingLoss = Calls<
  CosineEmbeddingLossArguments,
  CosineEmbeddingLossOptions,
  [],
  [margin: "margin", sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction"]
>;

export interface TripletMarginLossArguments extends Named<typeof tripletMarginLossSignature.arguments> {}
export type TripletMarginLossOptions = Omit<TripletMarginLossArguments, never>;
export type TripletMarginLoss = Calls<
  TripletMarginLossArguments,
  TripletMarginLossOptions,
  [],
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

export interface PoissonNLLLossArguments extends Named<typeof poissonNllLossSignature.arguments> {}
export type PoissonNLLLossOptions = Omit<PoissonNLLLossArguments, never>;
export type PoissonNLLLoss = Calls<
  PoissonNLLLossArguments,
  PoissonNLLLossOptions,
  [],
  [logInput: "logInput", full: "full", sizeAverage: "sizeAverage", eps: "eps", reduce: "reduce", reduction: "reduction"]
>;

export interface GaussianNLLLossArguments extends Named<typeof gaussianNllLossSignature.arguments> {}
export type GaussianNLLLossOptions = Omit<GaussianNLLLossArguments, never>;
export type GaussianNLLLoss = Calls<
  GaussianNLLLossArguments,
  GaussianNLLLossOptions,
  [],
  [full: "full", eps: "eps", reduction: "reduction"]
>;

export interface MultiMarginLossArguments extends Named<typeof multiMarginLossSignature.arguments> {}
export type MultiMarginLossOptions = Omit<MultiMarginLossArguments, never>;
export type MultiMarginLoss = Calls<
  MultiMarginLossArguments,
  MultiMarginLossOptions,
  [],
  [p: "p", margin: "margin", weight: "weight", sizeAverage: "sizeAverage", reduce: "reduce", reduction: "reduction"]
>;

export interface BatchNorm1dArguments extends Named<typeof batchNorm1dSignature.arguments> {}
export type BatchNorm1dOptions = Omit<BatchNorm1dArguments, "numFeatures">;
export type BatchNorm1d = Calls<
  BatchNorm1dArguments,
  BatchNorm1dOptions,
  [numFeatures: "numFeatures"],
  [
    eps: "eps",
    momentum: "momentum",
    affine: "affine",
    trackRunningStats: "trackRunningStats",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface BatchNorm2dArguments extends Named<typeof batchNorm2dSignature.arguments> {}
export type BatchNorm2dOptions = Omit<BatchNorm2dArguments, "numFeatures">;
export type BatchNorm2d = Calls<
  BatchNorm2dArguments,
  BatchNorm2dOptions,
  [numFeatures: "numFeatures"],
  [
    eps: "eps",
    momentum: "momentum",
    affine: "affine",
    trackRunningStats: "trackRunningStats",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface BatchNorm3dArguments extends Named<typeof batchNorm3dSignature.arguments> {}
export type BatchNorm3dOptions = Omit<BatchNorm3dArguments, "numFeatures">;
export type BatchNorm3d = Calls<
  BatchNorm3dArguments,
  BatchNorm3dOptions,
  [numFeatures: "numFeatures"],
  [
    eps: "eps",
    momentum: "momentum",
    affine: "affine",
    trackRunningStats: "trackRunningStats",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface LayerNormArguments extends Named<typeof layerNormSignature.arguments> {}
export type LayerNormOptions = Omit<LayerNormArguments, "normalizedShape">;
export type LayerNorm = Calls<
  LayerNormArguments,
  LayerNormOptions,
  [normalizedShape: "normalizedShape"],
  [eps: "eps", elementwiseAffine: "elementwiseAffine", bias: "bias", device: "device", dtype: "dtype"]
>;

export interface GroupNormArguments extends Named<typeof groupNormSignature.arguments> {}
export type GroupNormOptions = Omit<GroupNormArguments, "numGroups" | "numChannels">;
export type GroupNorm = Calls<
  GroupNormArguments,
  GroupNormOptions,
  [numGroups: "numGroups", numChannels: "numChannels"],
  [eps: "eps", affine: "affine", device: "device", dtype: "dtype"]
>;
export interface ConstantPad1dArguments extends Named<typeof constant1.arguments> {}
export type ConstantPad1d = CallsInFull<ConstantPad1dArguments, [padding: "padding", value: "value"]>;

export interface ConstantPad2dArguments extends Named<typeof constant2.arguments> {}
export type ConstantPad2d = CallsInFull<ConstantPad2dArguments, [padding: "padding", value: "value"]>;

export interface ConstantPad3dArguments extends Named<typeof constant3.arguments> {}
export type ConstantPad3d = CallsInFull<ConstantPad3dArguments, [padding: "padding", value: "value"]>;

export interface ZeroPad1dArguments extends Named<typeof zeroPad1.arguments> {}
export type ZeroPad1d = CallsInFull<ZeroPad1dArguments, [padding: "padding"]>;

export interface ZeroPad2dArguments extends Named<typeof zeroPad2.arguments> {}
export type ZeroPad2d = CallsInFull<ZeroPad2dArguments, [padding: "padding"]>;

export interface ZeroPad3dArguments extends Named<typeof zeroPad3.arguments> {}
export type ZeroPad3d = CallsInFull<ZeroPad3dArguments, [padding: "padding"]>;

export interface ReflectionPad1dArguments extends Named<typeof reflectionPad1.arguments> {}
export type ReflectionPad1d = CallsInFull<ReflectionPad1dArguments, [padding: "padding"]>;

export interface ReflectionPad2dArguments extends Named<typeof reflectionPad2.arguments> {}
export type ReflectionPad2d = CallsInFull<ReflectionPad2dArguments, [padding: "padding"]>;

export interface ReflectionPad3dArguments extends Named<typeof reflectionPad3.arguments> {}
export type ReflectionPad3d = CallsInFull<ReflectionPad3dArguments, [padding: "padding"]>;

export interface ReplicationPad1dArguments extends Named<typeof replicationPad1.arguments> {}
export type ReplicationPad1d = CallsInFull<ReplicationPad1dArguments, [padding: "padding"]>;

export interface ReplicationPad2dArguments extends Named<typeof replicationPad2.arguments> {}
export type ReplicationPad2d = CallsInFull<ReplicationPad2dArguments, [padding: "padding"]>;

export interface ReplicationPad3dArguments extends Named<typeof replicationPad3.arguments> {}
export type ReplicationPad3d = CallsInFull<ReplicationPad3dArguments, [padding: "padding"]>;

export interface CircularPad1dArguments extends Named<typeof circularPad1.arguments> {}
export type CircularPad1d = CallsInFull<CircularPad1dArguments, [padding: "padding"]>;

export interface CircularPad2dArguments extends Named<typeof circularPad2.arguments> {}
export type CircularPad2d = CallsInFull<CircularPad2dArguments, [padding: "padding"]>;

export interface CircularPad3dArguments extends Named<typeof circularPad3.arguments> {}
export type CircularPad3d = CallsInFull<CircularPad3dArguments, [padding: "padding"]>;

export interface MaxPool3dArguments extends Named<typeof maxSignature.arguments> {}
export type MaxPool3dOptions = Omit<MaxPool3dArguments, "kernelSize">;
export type MaxPool3d = Calls<
  MaxPool3dArguments,
  MaxPool3dOptions,
  [kernelSize: "kernelSize"],
  [stride: "stride", padding: "padding", dilation: "dilation", returnIndices: "returnIndices", ceilMode: "ceilMode"]
>;

export interface AvgPool3dArguments extends Named<typeof avgSignature.arguments> {}
export type AvgPool3dOptions = Omit<AvgPool3dArguments, "kernelSize">;
export type AvgPool3d = Calls<
  AvgPool3dArguments,
  AvgPool3dOptions,
  [kernelSize: "kernelSize"],
  [
    stride: "stride",
    padding: "padding",
    ceilMode: "ceilMode",
    countIncludePad: "countIncludePad",
    divisorOverride: "divisorOverride",
  ]
>;
export interface AdaptiveAvgPool3dArguments extends Named<typeof adaptiveAvg.arguments> {}
export type AdaptiveAvgPool3d = CallsInFull<AdaptiveAvgPool3dArguments, [outputSize: "outputSize"]>;

export interface AdaptiveMaxPool1dArguments extends Named<typeof adaptiveMax1.arguments> {}
export type AdaptiveMaxPool1dOptions = Omit<AdaptiveMaxPool1dArguments, "outputSize">;
export type AdaptiveMaxPool1d = CallsByPlace<
  AdaptiveMaxPool1dArguments,
  AdaptiveMaxPool1dOptions,
  [outputSize: "outputSize"],
  [returnIndices: "returnIndices"]
>;

export interface AdaptiveMaxPool3dArguments extends Named<typeof adaptiveMax3.arguments> {}
export type AdaptiveMaxPool3dOptions = Omit<AdaptiveMaxPool3dArguments, "outputSize">;
export type AdaptiveMaxPool3d = CallsByPlace<
  AdaptiveMaxPool3dArguments,
  AdaptiveMaxPool3dOptions,
  [outputSize: "outputSize"],
  [returnIndices: "returnIndices"]
>;

export interface MaxUnpool1dArguments extends Named<typeof unpool1.arguments> {}
export type MaxUnpool1dOptions = Omit<MaxUnpool1dArguments, "kernelSize">;
export type MaxUnpool1d = CallsByPlace<
  MaxUnpool1dArguments,
  MaxUnpool1dOptions,
  [kernelSize: "kernelSize"],
  [stride: "stride", padding: "padding"]
>;

export interface MaxUnpool2dArguments extends Named<typeof unpool2.arguments> {}
export type MaxUnpool2dOptions = Omit<MaxUnpool2dArguments, "kernelSize">;
export type MaxUnpool2d = CallsByPlace<
  MaxUnpool2dArguments,
  MaxUnpool2dOptions,
  [kernelSize: "kernelSize"],
  [stride: "stride", padding: "padding"]
>;

export interface MaxUnpool3dArguments extends Named<typeof unpool3.arguments> {}
export type MaxUnpool3dOptions = Omit<MaxUnpool3dArguments, "kernelSize">;
export type MaxUnpool3d = CallsByPlace<
  MaxUnpool3dArguments,
  MaxUnpool3dOptions,
  [kernelSize: "kernelSize"],
  [stride: "stride", padding: "padding"]
>;

export interface MaxPool2dArguments extends Named<typeof maxPool2dSignature.arguments> {}
export type MaxPool2dOptions = Omit<MaxPool2dArguments, "kernelSize">;
export type MaxPool2d = Calls<
  MaxPool2dArguments,
  MaxPool2dOptions,
  [kernelSize: "kernelSize"],
  [stride: "stride", padding: "padding", dilation: "dilation", returnIndices: "returnIndices", ceilMode: "ceilMode"]
>;

export interface MaxPool1dArguments extends Named<typeof maxPool1dSignature.arguments> {}
export type MaxPool1dOptions = Omit<MaxPool1dArguments, "kernelSize">;
export type MaxPool1d = Calls<
  MaxPool1dArguments,
  MaxPool1dOptions,
  [kernelSize: "kernelSize"],
  [stride: "stride", padding: "padding", dilation: "dilation", returnIndices: "returnIndices", ceilMode: "ceilMode"]
>;

export interface AvgPool2dArguments extends Named<typeof avgPool2dSignature.arguments> {}
export type AvgPool2dOptions = Omit<AvgPool2dArguments, "kernelSize">;
export type AvgPool2d = Calls<
  AvgPool2dArguments,
  AvgPool2dOptions,
  [kernelSize: "kernelSize"],
  [
    stride: "stride",
    padding: "padding",
    ceilMode: "ceilMode",
    countIncludePad: "countIncludePad",
    divisorOverride: "divisorOverride",
  ]
>;

export interface AvgPool1dArguments extends Named<typeof avgPool1dSignature.arguments> {}
export type AvgPool1dOptions = Omit<AvgPool1dArguments, "kernelSize">;
export type AvgPool1d = Calls<
  AvgPool1dArguments,
  AvgPool1dOptions,
  [kernelSize: "kernelSize"],
  [stride: "stride", padding: "padding", ceilMode: "ceilMode", countIncludePad: "countIncludePad"]
>;
export interface AdaptiveAvgPool1dArguments extends Named<typeof adaptiveAvgPool1dSignature.arguments> {}
export type AdaptiveAvgPool1d = CallsInFull<AdaptiveAvgPool1dArguments, [outputSize: "outputSize"]>;

export interface AdaptiveAvgPool2dArguments extends Named<typeof adaptiveAvgPool2dSignature.arguments> {}
export type AdaptiveAvgPool2d = CallsInFull<AdaptiveAvgPool2dArguments, [outputSize: "outputSize"]>;

export interface AdaptiveMaxPool2dArguments extends Named<typeof adaptiveMaxPool2dSignature.arguments> {}
export type AdaptiveMaxPool2dOptions = Omit<AdaptiveMaxPool2dArguments, "outputSize">;
export type AdaptiveMaxPool2d = CallsByPlace<
  AdaptiveMaxPool2dArguments,
  AdaptiveMaxPool2dOptions,
  [outputSize: "outputSize"],
  [returnIndices: "returnIndices"]
>;

export interface FlattenArguments extends Named<typeof flattenSignature.arguments> {}
export type FlattenOptions = Omit<FlattenArguments, never>;
export type Flatten = CallsByPlace<FlattenArguments, FlattenOptions, [], [startDim: "startDim", endDim: "endDim"]>;
export interface UnflattenArguments extends Named<typeof unflattenSignature.arguments> {}
export type Unflatten = CallsInFull<UnflattenArguments, [dim: "dim", unflattenedSize: "unflattenedSize"]>;

export interface EmbeddingArguments extends Named<typeof embeddingSignature.arguments> {}
export type EmbeddingOptions = Omit<EmbeddingArguments, "numEmbeddings" | "embeddingDim">;
export type Embedding = Calls<
  EmbeddingArguments,
  EmbeddingOptions,
  [numEmbeddings: "numEmbeddings", embeddingDim: "embeddingDim"],
  [
    paddingIdx: "paddingIdx",
    maxNorm: "maxNorm",
    normType: "normType",
    scaleGradByFreq: "scaleGradByFreq",
    sparse: "sparse",
    _weight: "_weight",
    _freeze: "_freeze",
    device: "device",
    dtype: "dtype",
  ]
>;

export interface RMSNormArguments extends Named<typeof rmsNormSignature.arguments> {}
export type RMSNormOptions = Omit<RMSNormArguments, "normalizedShape">;
export type RMSNorm = Calls<
  RMSNormArguments,
  RMSNormOptions,
  [normalizedShape: "normalizedShape"],
  [eps: "eps", elementwiseAffine: "elementwiseAffine", device: "device", dtype: "dtype"]
>;

export interface UpsampleArguments extends Named<typeof upsampleSignature.arguments> {}
export type UpsampleOptions = Omit<UpsampleArguments, never>;
export type Upsample = Calls<
  UpsampleArguments,
  UpsampleOptions,
  [],
  [
    size: "size",
    scaleFactor: "scaleFactor",
    mode: "mode",
    alignCorners: "alignCorners",
    recomputeScaleFactor: "recomputeScaleFactor",
  ]
>;

export interface UpsamplingNearest2dArguments extends Named<typeof nearestSignature.arguments> {}
export type UpsamplingNearest2dOptions = Omit<UpsamplingNearest2dArguments, never>;
export type UpsamplingNearest2d = CallsByPlace<
  UpsamplingNearest2dArguments,
  UpsamplingNearest2dOptions,
  [],
  [size: "size", scaleFactor: "scaleFactor"]
>;

export interface UpsamplingBilinear2dArguments extends Named<typeof bilinearSignature.arguments> {}
export type UpsamplingBilinear2dOptions = Omit<UpsamplingBilinear2dArguments, never>;
export type UpsamplingBilinear2d = CallsByPlace<
  UpsamplingBilinear2dArguments,
  UpsamplingBilinear2dOptions,
  [],
  [size: "size", scaleFactor: "scaleFactor"]
>;

export interface ClipGradNorm_Arguments extends Named<typeof clipNormSignature.arguments> {}
export type ClipGradNorm_Options = Omit<ClipGradNorm_Arguments, "parameters" | "maxNorm">;
export type ClipGradNorm_ = Calls<
  ClipGradNorm_Arguments,
  ClipGradNorm_Options,
  [parameters: "parameters", maxNorm: "maxNorm"],
  [normType: "normType", errorIfNonfinite: "errorIfNonfinite", foreach: "foreach"]
>;

export interface ClipGradValue_Arguments extends Named<typeof clipValueSignature.arguments> {}
export type ClipGradValue_Options = Omit<ClipGradValue_Arguments, "parameters" | "clipValue">;
export type ClipGradValue_ = CallsByPlace<
  ClipGradValue_Arguments,
  ClipGradValue_Options,
  [parameters: "parameters", clipValue: "clipValue"],
  [foreach: "foreach"]
>;
export interface ParametersToVectorArguments extends Named<typeof toVectorSignature.arguments> {}
export type ParametersToVector = CallsInFull<ParametersToVectorArguments, [parameters: "parameters"]>;

export interface VectorToParametersArguments extends Named<typeof fromVectorSignature.arguments> {}
export type VectorToParameters = CallsInFull<VectorToParametersArguments, [vec: "vec", parameters: "parameters"]>;
