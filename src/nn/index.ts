import "./layer-inputs.ts";
export * from "./activation.ts";
export { ModuleDict, ModuleList } from "./container.ts";
export { ParameterList } from "./parameter-list.ts";
export { Sequential, type SequentialConstructor } from "./sequential.ts";
export { Conv1d, Conv2d, ConvTranspose2d } from "./conv.ts";
export { AlphaDropout, Dropout, Dropout1d, Dropout2d, Dropout3d, FeatureAlphaDropout } from "./dropout.ts";
export { LPPool1d, LPPool2d } from "./lp-pool.ts";
export { RMSNorm } from "./rms-norm.ts";
export { Identity, Linear } from "./linear.ts";
export {
  CTCLoss,
  RNN,
  GRU,
  LSTM,
  RNNBase,
  RNNCell,
  RNNCellBase,
  GRUCell,
  LSTMCell,
  MultiheadAttention,
  Transformer,
  TransformerEncoder,
  TransformerDecoder,
  TransformerEncoderLayer,
  TransformerDecoderLayer,
} from "./left-out.ts";
export {
  BCELoss,
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  HuberLoss,
  KLDivLoss,
  L1Loss,
  MSELoss,
  NLLLoss,
  SmoothL1Loss,
  type Reduction,
} from "./loss.ts";
export * from "./margin-loss.ts";
export { Module } from "./module.ts";
export type { BackwardHook, Gradients } from "./backward-hooks.ts";
export type { ForwardHook, ForwardPreHook, RemovableHandle } from "./hooks.ts";
export { BatchNorm1d, BatchNorm2d, BatchNorm3d, GroupNorm, LayerNorm } from "./norm.ts";
export { Parameter } from "./parameter.ts";
export {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveMaxPool2d,
  AvgPool1d,
  AvgPool2d,
  MaxPool1d,
  MaxPool2d,
} from "./pooling.ts";
export { Embedding, Flatten, Unflatten } from "./reshaping.ts";
export { Conv3d, ConvTranspose1d, ConvTranspose3d } from "./conv-more.ts";
export * from "./distance.ts";
export { InstanceNorm1d, InstanceNorm2d, InstanceNorm3d, LocalResponseNorm } from "./instance-norm.ts";
export {
  LazyBatchNorm1d,
  LazyBatchNorm2d,
  LazyBatchNorm3d,
  LazyConv1d,
  LazyConv2d,
  LazyConv3d,
  LazyConvTranspose1d,
  LazyConvTranspose2d,
  LazyConvTranspose3d,
  LazyInstanceNorm1d,
  LazyInstanceNorm2d,
  LazyInstanceNorm3d,
  LazyLinear,
  UninitializedParameter,
} from "./lazy.ts";
export * from "./padding.ts";
export * from "./pooling-more.ts";
export { Upsample, UpsamplingBilinear2d, UpsamplingNearest2d } from "./upsampling.ts";
export * as functional from "./functional/index.ts";
export * as init from "./init.ts";
export * as utils from "./utils.ts";
