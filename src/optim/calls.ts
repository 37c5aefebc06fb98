/** Every way to call what is in this folder. Made by `npm run functions` from the signatures: change those. */
import type { Calls, Named } from "../shape/index.ts";
import type { adadeltaSignature } from "./adadelta.ts";
import type { adagradSignature } from "./adagrad.ts";
import type { adamSignature, adamWSignature } from "./adam.ts";
import type { adamaxSignature } from "./adamax.ts";
import type { lbfgsSignature } from "./lbfgs.ts";
import type { nAdamSignature } from "./nadam.ts";
import type { rAdamSignature } from "./radam.ts";
import type { rmspropSignature } from "./rmsprop.ts";
import type { sgdSignature } from "./sgd.ts";

export interface AdadeltaArguments extends Named<typeof adadeltaSignature.arguments> {}
export type AdadeltaOptions = Omit<AdadeltaArguments, "params">;
export type Adadelta = Calls<
  AdadeltaArguments,
  AdadeltaOptions,
  [params: "params"],
  [lr: "lr", rho: "rho", eps: "eps", weightDecay: "weightDecay", foreach: "foreach"]
>;

export interface AdagradArguments extends Named<typeof adagradSignature.arguments> {}
export type AdagradOptions = Omit<AdagradArguments, "params">;
export type Adagrad = Calls<
  AdagradArguments,
  AdagradOptions,
  [params: "params"],
  [
    lr: "lr",
    lrDecay: "lrDecay",
    weightDecay: "weightDecay",
    initialAccumulatorValue: "initialAccumulatorValue",
    eps: "eps",
    foreach: "foreach",
  ]
>;

export interface AdamArguments extends Named<typeof adamSignature.arguments> {}
export type AdamOptions = Omit<AdamArguments, "params">;
export type Adam = Calls<
  AdamArguments,
  AdamOptions,
  [params: "params"],
  [lr: "lr", betas: "betas", eps: "eps", weightDecay: "weightDecay", amsgrad: "amsgrad"]
>;

export interface AdamWArguments extends Named<typeof adamWSignature.arguments> {}
export type AdamWOptions = Omit<AdamWArguments, "params">;
export type AdamW = Calls<
  AdamWArguments,
  AdamWOptions,
  [params: "params"],
  [lr: "lr", betas: "betas", eps: "eps", weightDecay: "weightDecay", amsgrad: "amsgrad"]
>;

export interface AdamaxArguments extends Named<typeof adamaxSignature.arguments> {}
export type AdamaxOptions = Omit<AdamaxArguments, "params">;
export type Adamax = Calls<
  AdamaxArguments,
  AdamaxOptions,
  [params: "params"],
  [lr: "lr", betas: "betas", eps: "eps", weightDecay: "weightDecay", foreach: "foreach"]
>;

export interface LBFGSArguments extends Named<typeof lbfgsSignature.arguments> {}
export type LBFGSOptions = Omit<LBFGSArguments, "params">;
export type LBFGS = Calls<
  LBFGSArguments,
  LBFGSOptions,
  [params: "params"],
  [
    lr: "lr",
    maxIter: "maxIter",
    maxEval: "maxEval",
    toleranceGrad: "toleranceGrad",
    toleranceChange: "toleranceChange",
    historySize: "historySize",
    lineSearchFn: "lineSearchFn",
  ]
>;

export interface NAdamArguments extends Named<typeof nAdamSignature.arguments> {}
export type NAdamOptions = Omit<NAdamArguments, "params">;
export type NAdam = Calls<
  NAdamArguments,
  NAdamOptions,
  [params: "params"],
  [
    lr: "lr",
    betas: "betas",
    eps: "eps",
    weightDecay: "weightDecay",
    momentumDecay: "momentumDecay",
    decoupledWeightDecay: "decoupledWeightDecay",
  ]
>;

export interface RAdamArguments extends Named<typeof rAdamSignature.arguments> {}
export type RAdamOptions = Omit<RAdamArguments, "params">;
export type RAdam = Calls<
  RAdamArguments,
  RAdamOptions,
  [params: "params"],
  [lr: "lr", betas: "betas", eps: "eps", weightDecay: "weightDecay", decoupledWeightDecay: "decoupledWeightDecay"]
>;

export interface RMSpropArguments extends Named<typeof rmspropSignature.arguments> {}
export type RMSpropOptions = Omit<RMSpropArguments, "params">;
export type RMSprop = Calls<
  RMSpropArguments,
  RMSpropOptions,
  [params: "params"],
  [
    lr: "lr",
    alpha: "alpha",
    eps: "eps",
    weightDecay: "weightDecay",
    momentum: "momentum",
    centered: "centered",
    capturable: "capturable",
    foreach: "foreach",
    maximize: "maximize",
    differentiable: "differentiable",
  ]
>;

export interface SGDArguments extends Named<typeof sgdSignature.arguments> {}
export type SGDOptions = Omit<SGDArguments, "params">;
export type SGD = Calls<
  SGDArguments,
  SGDOptions,
  [params: "params"],
  [lr: "lr", momentum: "momentum", dampening: "dampening", weightDecay: "weightDecay", nesterov: "nesterov"]
>;
