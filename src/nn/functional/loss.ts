/** Losses as functions of `input` and `target`; the layers in `nn/loss.ts` share their settings. */
import { optional, required, signature, warn } from "../../shape/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as is from "../../tensor/kinds.ts";
import * as ops from "../../tensor/ops/loss.ts";
import type * as Calls from "./calls.ts";

const perhaps = optional(is.orNull(is.tensor), null);
const reduction = { reduction: optional(is.oneOf("none", "mean", "sum"), "mean") } as const;
const sizeAverage = { sizeAverage: optional(is.orNull(is.bool), null) };
const reduce = { reduce: optional(is.orNull(is.bool), null) };
const weight = { weight: perhaps };
const ignoreIndex = { ignoreIndex: optional(is.int, -100) };

/** The settings of each loss, in torch's order: `sizeAverage` and `reduce` are its deprecated names for `reduction`. */
export const settings = {
  mseLoss: { ...sizeAverage, ...reduce, ...reduction },
  l1Loss: { ...sizeAverage, ...reduce, ...reduction },
  smoothL1Loss: { ...sizeAverage, ...reduce, ...reduction, beta: optional(is.number, 1) },
  huberLoss: { ...reduction, delta: optional(is.number, 1) },
  nllLoss: { ...weight, ...sizeAverage, ...ignoreIndex, ...reduce, ...reduction },
  crossEntropy: {
    ...weight,
    ...sizeAverage,
    ...ignoreIndex,
    ...reduce,
    ...reduction,
    labelSmoothing: optional(is.number, 0),
  },
  binaryCrossEntropy: { ...weight, ...sizeAverage, ...reduce, ...reduction },
  binaryCrossEntropyWithLogits: { ...weight, ...sizeAverage, ...reduce, ...reduction, posWeight: perhaps },
  klDiv: {
    ...sizeAverage,
    ...reduce,
    reduction: optional(is.oneOf("none", "mean", "sum", "batchmean"), "mean"),
    logTarget: optional(is.bool, false),
  },
} as const;

/** The reduction as torch reads its deprecated arguments; `reduction` applies when they are not given. */
export function reductionOf<R extends string>(args: {
  readonly sizeAverage: boolean | null;
  readonly reduce: boolean | null;
  readonly reduction: R;
}): R | ops.Reduction {
  const { sizeAverage, reduce } = args;
  if (sizeAverage === null && reduce === null) return args.reduction;
  const reduction = reduce === false ? "none" : sizeAverage === false ? "sum" : "mean";
  warn(`size_average and reduce args will be deprecated, please use reduction='${reduction}' instead.`);
  return reduction;
}

const ends = { input: required(is.tensor), target: required(is.tensor) };

export const mseLossSignature = signature("F.mseLoss", { ...ends, ...settings.mseLoss, ...weight });

/** Squared differences. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.mse_loss.html. */
export function mseLoss(...given: Calls.MseLoss): Tensor;
export function mseLoss(...given: unknown[]): Tensor {
  const { input, target, weight, ...rest } = mseLossSignature.read(given);
  const reduction = reductionOf(rest);
  if (weight === null) return ops.mseLoss(input, target, { reduction });
  return weighted(ops.mseLoss(input, target, { reduction: "none" }), input, weight, reduction);
}

export const l1LossSignature = signature("F.l1Loss", { ...ends, ...settings.l1Loss, ...weight });

/** Absolute differences. */
export function l1Loss(...given: Calls.L1Loss): Tensor;
export function l1Loss(...given: unknown[]): Tensor {
  const { input, target, weight, ...rest } = l1LossSignature.read(given);
  const reduction = reductionOf(rest);
  if (weight === null) return ops.l1Loss(input, target, { reduction });
  return weighted(ops.l1Loss(input, target, { reduction: "none" }), input, weight, reduction);
}

/** Each loss times its weight; the mean divides by the sum of the weights. */
function weighted(losses: Tensor, input: Tensor, weight: Tensor, reduction: ops.Reduction): Tensor {
  if (String(weight.sizes) !== String(input.sizes)) throw new RangeError("Weights and input must have the same size.");
  const each = losses.mul(weight);
  if (reduction === "none") return each;
  return reduction === "sum" ? each.sum() : each.sum().div(weight.sum());
}

export const smoothL1LossSignature = signature("F.smoothL1Loss", { ...ends, ...settings.smoothL1Loss });

/** Squares up to `beta`, absolute differences beyond it. */
export function smoothL1Loss(...given: Calls.SmoothL1Loss): Tensor;
export function smoothL1Loss(...given: unknown[]): Tensor {
  const { input, target, beta, ...rest } = smoothL1LossSignature.read(given);
  return ops.smoothL1Loss(input, target, { beta, reduction: reductionOf(rest) });
}

export const huberLossSignature = signature("F.huberLoss", { ...ends, ...settings.huberLoss, ...weight });

/** Squares up to `delta`, `delta` times absolute differences beyond it. */
export function huberLoss(...given: Calls.HuberLoss): Tensor;
export function huberLoss(...given: unknown[]): Tensor {
  const { input, target, weight, delta, reduction } = huberLossSignature.read(given);
  if (weight === null) return ops.huberLoss(input, target, { delta, reduction });
  if (String(weight.sizes) !== String(input.sizes)) throw new RangeError("Weights and input must have the same size.");
  const each = ops.huberLoss(input, target, { delta, reduction: "none" }).mul(weight);
  return reduction === "none" ? each : each[reduction]();
}

export const nllLossSignature = signature("F.nllLoss", { ...ends, ...settings.nllLoss });

/** Minus the log-probability [B, C] of the class; the input is what `logSoftmax` gives. */
export function nllLoss(...given: Calls.NllLoss): Tensor;
export function nllLoss(...given: unknown[]): Tensor {
  const { input, target, weight, ignoreIndex, ...rest } = nllLossSignature.read(given);
  return ops.nllLoss(input, target, { weight, ignoreIndex, reduction: reductionOf(rest) });
}

export const crossEntropySignature = signature("F.crossEntropy", { ...ends, ...settings.crossEntropy });

/**
 * Softmax and negative log likelihood in one, for logits [B, C] (or [B, C, ...], [C]) and class indices or probabilities.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.cross_entropy.html.
 */
export function crossEntropy(...given: Calls.CrossEntropy): Tensor;
export function crossEntropy(...given: unknown[]): Tensor {
  const { input, target, weight, ignoreIndex, labelSmoothing, ...rest } = crossEntropySignature.read(given);
  return ops.crossEntropy(input, target, { weight, ignoreIndex, labelSmoothing, reduction: reductionOf(rest) });
}

export const binaryCrossEntropySignature = signature("F.binaryCrossEntropy", {
  ...ends,
  ...settings.binaryCrossEntropy,
});

/** Cross entropy of probabilities between 0 and 1. */
export function binaryCrossEntropy(...given: Calls.BinaryCrossEntropy): Tensor;
export function binaryCrossEntropy(...given: unknown[]): Tensor {
  const { input, target, weight, ...rest } = binaryCrossEntropySignature.read(given);
  return ops.binaryCrossEntropy(input, target, { weight, reduction: reductionOf(rest) });
}

export const binaryCrossEntropyWithLogitsSignature = signature("F.binaryCrossEntropyWithLogits", {
  ...ends,
  ...settings.binaryCrossEntropyWithLogits,
});

/** Sigmoid and `binaryCrossEntropy` in one, computed without overflow. */
export function binaryCrossEntropyWithLogits(...given: Calls.BinaryCrossEntropyWithLogits): Tensor;
export function binaryCrossEntropyWithLogits(...given: unknown[]): Tensor {
  const { input, target, weight, posWeight, ...rest } = binaryCrossEntropyWithLogitsSignature.read(given);
  return ops.binaryCrossEntropyWithLogits(input, target, { weight, posWeight, reduction: reductionOf(rest) });
}

export const klDivSignature = signature("F.klDiv", { ...ends, ...settings.klDiv });

/** Kullback-Leibler divergence; `input` holds log-probabilities, and so does `target` with `logTarget`. */
export function klDiv(...given: Calls.KlDiv): Tensor;
export function klDiv(...given: unknown[]): Tensor {
  const { input, target, logTarget, ...rest } = klDivSignature.read(given);
  return ops.klDiv(input, target, { logTarget, reduction: reductionOf(rest) });
}
