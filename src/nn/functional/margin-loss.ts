/** Losses by margins and by likelihoods as functions; the layers in `nn/margin-loss.ts` share their settings. B batch, C classes. */
import { optional, required, signature } from "../../shape/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as is from "../../tensor/kinds.ts";
import * as ops from "../../tensor/ops/margin-loss.ts";
import { reductionOf } from "./loss.ts";
import type * as Calls from "./calls.ts";

const perhaps = optional(is.orNull(is.tensor), null);
const sizeAverage = { sizeAverage: optional(is.orNull(is.bool), null) };
const reduce = { reduce: optional(is.orNull(is.bool), null) };
const reduction = { reduction: optional(is.oneOf("none", "mean", "sum"), "mean") } as const;
const old = { ...sizeAverage, ...reduce, ...reduction };

/** The settings of each loss, in torch's order. */
export const settings = {
  hingeEmbeddingLoss: { margin: optional(is.number, 1), ...old },
  marginRankingLoss: { margin: optional(is.number, 0), ...old },
  softMarginLoss: { ...old },
  multilabelSoftMarginLoss: { weight: perhaps, ...old },
  cosineEmbeddingLoss: { margin: optional(is.number, 0), ...old },
  tripletMarginLoss: {
    margin: optional(is.number, 1),
    p: optional(is.number, 2),
    eps: optional(is.number, 1e-6),
    swap: optional(is.bool, false),
    ...old,
  },
  poissonNllLoss: {
    logInput: optional(is.bool, true),
    full: optional(is.bool, false),
    ...sizeAverage,
    eps: optional(is.number, 1e-8),
    ...reduce,
    ...reduction,
  },
  gaussianNllLoss: { full: optional(is.bool, false), eps: optional(is.number, 1e-6), ...reduction },
  multiMarginLoss: { p: optional(is.int, 1), margin: optional(is.number, 1), weight: perhaps, ...old },
} as const;

export const hingeEmbeddingLossSignature = signature("F.hingeEmbeddingLoss", {
  input: required(is.tensor),
  target: required(is.tensor),
  ...settings.hingeEmbeddingLoss,
});

/** The input where the target is 1, and `max(0, margin - input)` where it is -1. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.hinge_embedding_loss.html. */
export function hingeEmbeddingLoss(...given: Calls.HingeEmbeddingLoss): Tensor;
export function hingeEmbeddingLoss(...given: unknown[]): Tensor {
  const { input, target, ...rest } = hingeEmbeddingLossSignature.read(given);
  return ops.hingeEmbeddingLoss(input, target, { ...rest, reduction: reductionOf(rest) });
}

export const marginRankingLossSignature = signature("F.marginRankingLoss", {
  input1: required(is.tensor),
  input2: required(is.tensor),
  target: required(is.tensor),
  ...settings.marginRankingLoss,
});

/** `max(0, -target * (input1 - input2) + margin)`: the first should be larger where the target is 1, the second where it is -1. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.margin_ranking_loss.html. */
export function marginRankingLoss(...given: Calls.MarginRankingLoss): Tensor;
export function marginRankingLoss(...given: unknown[]): Tensor {
  const { input1, input2, target, ...rest } = marginRankingLossSignature.read(given);
  return ops.marginRankingLoss(input1, input2, target, { ...rest, reduction: reductionOf(rest) });
}

export const softMarginLossSignature = signature("F.softMarginLoss", {
  input: required(is.tensor),
  target: required(is.tensor),
  ...settings.softMarginLoss,
});

/** `log(1 + exp(-target * input))`, for targets 1 and -1. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.soft_margin_loss.html. */
export function softMarginLoss(...given: Calls.SoftMarginLoss): Tensor;
export function softMarginLoss(...given: unknown[]): Tensor {
  const { input, target, ...rest } = softMarginLossSignature.read(given);
  return ops.softMarginLoss(input, target, { ...rest, reduction: reductionOf(rest) });
}

export const multilabelSoftMarginLossSignature = signature("F.multilabelSoftMarginLoss", {
  input: required(is.tensor),
  target: required(is.tensor),
  ...settings.multilabelSoftMarginLoss,
});

/** Cross entropy of each class by itself [B, C], averaged over classes; targets are 0 or 1. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.multilabel_soft_margin_loss.html. */
export function multilabelSoftMarginLoss(...given: Calls.MultilabelSoftMarginLoss): Tensor;
export function multilabelSoftMarginLoss(...given: unknown[]): Tensor {
  const { input, target, ...rest } = multilabelSoftMarginLossSignature.read(given);
  return ops.multilabelSoftMarginLoss(input, target, { ...rest, reduction: reductionOf(rest) });
}

export const cosineEmbeddingLossSignature = signature("F.cosineEmbeddingLoss", {
  input1: required(is.tensor),
  input2: required(is.tensor),
  target: required(is.tensor),
  ...settings.cosineEmbeddingLoss,
});

/** `1 - cos` of two vectors where the target is 1, and `max(0, cos - margin)` where it is -1. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.cosine_embedding_loss.html. */
export function cosineEmbeddingLoss(...given: Calls.CosineEmbeddingLoss): Tensor;
export function cosineEmbeddingLoss(...given: unknown[]): Tensor {
  const { input1, input2, target, ...rest } = cosineEmbeddingLossSignature.read(given);
  return ops.cosineEmbeddingLoss(input1, input2, target, { ...rest, reduction: reductionOf(rest) });
}

export const tripletMarginLossSignature = signature("F.tripletMarginLoss", {
  anchor: required(is.tensor),
  positive: required(is.tensor),
  negative: required(is.tensor),
  ...settings.tripletMarginLoss,
});

/** `max(0, |anchor - positive| - |anchor - negative| + margin)`; with `swap` the negative may be as near to the positive. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.triplet_margin_loss.html. */
export function tripletMarginLoss(...given: Calls.TripletMarginLoss): Tensor;
export function tripletMarginLoss(...given: unknown[]): Tensor {
  const { anchor, positive, negative, ...rest } = tripletMarginLossSignature.read(given);
  return ops.tripletMarginLoss(anchor, positive, negative, { ...rest, reduction: reductionOf(rest) });
}

export const poissonNllLossSignature = signature("F.poissonNllLoss", {
  input: required(is.tensor),
  target: required(is.tensor),
  ...settings.poissonNllLoss,
});

/** Minus the log likelihood of counts; the input is the expected count, or its logarithm. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.poisson_nll_loss.html. */
export function poissonNllLoss(...given: Calls.PoissonNllLoss): Tensor;
export function poissonNllLoss(...given: unknown[]): Tensor {
  const { input, target, ...rest } = poissonNllLossSignature.read(given);
  return ops.poissonNllLoss(input, target, { ...rest, reduction: reductionOf(rest) });
}

export const gaussianNllLossSignature = signature("F.gaussianNllLoss", {
  input: required(is.tensor),
  target: required(is.tensor),
  var: required(is.tensor),
  ...settings.gaussianNllLoss,
});

/** Minus the log likelihood of the target under a normal distribution with mean `input` and variance `var`. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.gaussian_nll_loss.html. */
export function gaussianNllLoss(...given: Calls.GaussianNllLoss): Tensor;
export function gaussianNllLoss(...given: unknown[]): Tensor {
  const { input, target, var: variance, ...rest } = gaussianNllLossSignature.read(given);
  return ops.gaussianNllLoss(input, target, variance, rest);
}

export const multiMarginLossSignature = signature("F.multiMarginLoss", {
  input: required(is.tensor),
  target: required(is.tensor),
  ...settings.multiMarginLoss,
});

/** The mean over the other classes of `max(0, margin - input[target] + input[other]) ** p`, for inputs [B, C]. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.multi_margin_loss.html. */
export function multiMarginLoss(...given: Calls.MultiMarginLoss): Tensor;
export function multiMarginLoss(...given: unknown[]): Tensor {
  const { input, target, ...rest } = multiMarginLossSignature.read(given);
  return ops.multiMarginLoss(input, target, { ...rest, reduction: reductionOf(rest) });
}
