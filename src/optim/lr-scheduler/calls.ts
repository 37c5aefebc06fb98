/** Every way to call what is in this folder. Made by `npm run functions` from the signatures: change those. */
import type { Calls, CallsByPlace, Named } from "../../shape/index.ts";
import type { chainedSignature, sequentialLRSignature } from "./combined.ts";
import type { cosineAnnealingLRSignature, cosineAnnealingWarmRestartsSignature } from "./cosine.ts";
import type { cyclicLRSignature, oneCycleLRSignature } from "./cycles.ts";
import type { lambdaLRSignature, multiplicativeLRSignature } from "./lambda.ts";
import type { plateauSignature } from "./plateau.ts";
import type {
  constantLRSignature,
  exponentialLRSignature,
  linearLRSignature,
  multiStepLRSignature,
  polynomialLRSignature,
  stepLRSignature,
} from "./simple.ts";

export interface SequentialLRArguments extends Named<typeof sequentialLRSignature.arguments> {}
export type SequentialLROptions = Omit<SequentialLRArguments, "optimizer" | "schedulers" | "milestones">;
export type SequentialLR = CallsByPlace<
  SequentialLRArguments,
  SequentialLROptions,
  [optimizer: "optimizer", schedulers: "schedulers", milestones: "milestones"],
  [lastEpoch: "lastEpoch"]
>;

export interface ChainedSchedulerArguments extends Named<typeof chainedSignature.arguments> {}
export type ChainedSchedulerOptions = Omit<ChainedSchedulerArguments, "schedulers">;
export type ChainedScheduler = CallsByPlace<
  ChainedSchedulerArguments,
  ChainedSchedulerOptions,
  [schedulers: "schedulers"],
  [optimizer: "optimizer"]
>;

export interface CosineAnnealingLRArguments extends Named<typeof cosineAnnealingLRSignature.arguments> {}
export type CosineAnnealingLROptions = Omit<CosineAnnealingLRArguments, "optimizer" | "tMax">;
export type CosineAnnealingLR = CallsByPlace<
  CosineAnnealingLRArguments,
  CosineAnnealingLROptions,
  [optimizer: "optimizer", tMax: "tMax"],
  [etaMin: "etaMin", lastEpoch: "lastEpoch"]
>;

export interface CosineAnnealingWarmRestartsArguments extends Named<
  typeof cosineAnnealingWarmRestartsSignature.arguments
> {}
export type CosineAnnealingWarmRestartsOptions = Omit<CosineAnnealingWarmRestartsArguments, "optimizer" | "t0">;
export type CosineAnnealingWarmRestarts = Calls<
  CosineAnnealingWarmRestartsArguments,
  CosineAnnealingWarmRestartsOptions,
  [optimizer: "optimizer", t0: "t0"],
  [tMult: "tMult", etaMin: "etaMin", lastEpoch: "lastEpoch"]
>;

export interface OneCycleLRArguments extends Named<typeof oneCycleLRSignature.arguments> {}
export type OneCycleLROptions = Omit<OneCycleLRArguments, "optimizer" | "maxLr">;
export type OneCycleLR = Calls<
  OneCycleLRArguments,
  OneCycleLROptions,
  [optimizer: "optimizer", maxLr: "maxLr"],
  [
    totalSteps: "totalSteps",
    epochs: "epochs",
    stepsPerEpoch: "stepsPerEpoch",
    pctStart: "pctStart",
    annealStrategy: "annealStrategy",
    cycleMomentum: "cycleMomentum",
    baseMomentum: "baseMomentum",
    maxMomentum: "maxMomentum",
    divFactor: "divFactor",
    finalDivFactor: "finalDivFactor",
    threePhase: "threePhase",
    lastEpoch: "lastEpoch",
  ]
>;

export interface CyclicLRArguments extends Named<typeof cyclicLRSignature.arguments> {}
export type CyclicLROptions = Omit<CyclicLRArguments, "optimizer" | "baseLr" | "maxLr">;
export type CyclicLR = Calls<
  CyclicLRArguments,
  CyclicLROptions,
  [optimizer: "optimizer", baseLr: "baseLr", maxLr: "maxLr"],
  [
    stepSizeUp: "stepSizeUp",
    stepSizeDown: "stepSizeDown",
    mode: "mode",
    gamma: "gamma",
    scaleFn: "scaleFn",
    scaleMode: "scaleMode",
    cycleMomentum: "cycleMomentum",
    baseMomentum: "baseMomentum",
    maxMomentum: "maxMomentum",
    lastEpoch: "lastEpoch",
  ]
>;

export interface LambdaLRArguments extends Named<typeof lambdaLRSignature.arguments> {}
export type LambdaLROptions = Omit<LambdaLRArguments, "optimizer" | "lrLambda">;
export type LambdaLR = CallsByPlace<
  LambdaLRArguments,
  LambdaLROptions,
  [optimizer: "optimizer", lrLambda: "lrLambda"],
  [lastEpoch: "lastEpoch"]
>;

export interface MultiplicativeLRArguments extends Named<typeof multiplicativeLRSignature.arguments> {}
export type MultiplicativeLROptions = Omit<MultiplicativeLRArguments, "optimizer" | "lrLambda">;
export type MultiplicativeLR = CallsByPlace<
  MultiplicativeLRArguments,
  MultiplicativeLROptions,
  [optimizer: "optimizer", lrLambda: "lrLambda"],
  [lastEpoch: "lastEpoch"]
>;

export interface ReduceLROnPlateauArguments extends Named<typeof plateauSignature.arguments> {}
export type ReduceLROnPlateauOptions = Omit<ReduceLROnPlateauArguments, "optimizer">;
export type ReduceLROnPlateau = Calls<
  ReduceLROnPlateauArguments,
  ReduceLROnPlateauOptions,
  [optimizer: "optimizer"],
  [
    mode: "mode",
    factor: "factor",
    patience: "patience",
    threshold: "threshold",
    thresholdMode: "thresholdMode",
    cooldown: "cooldown",
    minLr: "minLr",
    eps: "eps",
  ]
>;

export interface StepLRArguments extends Named<typeof stepLRSignature.arguments> {}
export type StepLROptions = Omit<StepLRArguments, "optimizer" | "stepSize">;
export type StepLR = CallsByPlace<
  StepLRArguments,
  StepLROptions,
  [optimizer: "optimizer", stepSize: "stepSize"],
  [gamma: "gamma", lastEpoch: "lastEpoch"]
>;

export interface MultiStepLRArguments extends Named<typeof multiStepLRSignature.arguments> {}
export type MultiStepLROptions = Omit<MultiStepLRArguments, "optimizer" | "milestones">;
export type MultiStepLR = CallsByPlace<
  MultiStepLRArguments,
  MultiStepLROptions,
  [optimizer: "optimizer", milestones: "milestones"],
  [gamma: "gamma", lastEpoch: "lastEpoch"]
>;

export interface ExponentialLRArguments extends Named<typeof exponentialLRSignature.arguments> {}
export type ExponentialLROptions = Omit<ExponentialLRArguments, "optimizer" | "gamma">;
export type ExponentialLR = CallsByPlace<
  ExponentialLRArguments,
  ExponentialLROptions,
  [optimizer: "optimizer", gamma: "gamma"],
  [lastEpoch: "lastEpoch"]
>;

export interface ConstantLRArguments extends Named<typeof constantLRSignature.arguments> {}
export type ConstantLROptions = Omit<ConstantLRArguments, "optimizer">;
export type ConstantLR = Calls<
  ConstantLRArguments,
  ConstantLROptions,
  [optimizer: "optimizer"],
  [factor: "factor", totalIters: "totalIters", lastEpoch: "lastEpoch"]
>;

export interface LinearLRArguments extends Named<typeof linearLRSignature.arguments> {}
export type LinearLROptions = Omit<LinearLRArguments, "optimizer">;
export type LinearLR = Calls<
  LinearLRArguments,
  LinearLROptions,
  [optimizer: "optimizer"],
  [startFactor: "startFactor", endFactor: "endFactor", totalIters: "totalIters", lastEpoch: "lastEpoch"]
>;

export interface PolynomialLRArguments extends Named<typeof polynomialLRSignature.arguments> {}
export type PolynomialLROptions = Omit<PolynomialLRArguments, "optimizer">;
export type PolynomialLR = Calls<
  PolynomialLRArguments,
  PolynomialLROptions,
  [optimizer: "optimizer"],
  [totalIters: "totalIters", power: "power", lastEpoch: "lastEpoch"]
>;
