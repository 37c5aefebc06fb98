/** Losses by margins and by likelihoods as functions; the layers in `nn/margin-loss.ts` share their settings. B batch, C classes. */
import { optional, required, signature, type Calls, type Named } from "../../shape/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as is from "../../tensor/kinds.ts";
import * as ops from "../../tensor/ops/margin-loss.ts";
import { reductionOf } from "./loss.ts";

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

type Reduce = { reduction?: ops.Reduction };

const hingeEmbeddingLossSignature = signature("F.hingeEmbeddingLoss", {
  input: required(is.tensor),
  target: required(is.tensor),
  ...settings.hingeEmbeddingLoss,
});

/** The input where the target is 1, and `max(0, margin - input)` where it is -1. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.hinge_embedding_loss.html. */
export function hingeEmbeddingLoss(
  input: Tensor,
  ...more: Calls<typeof hingeEmbeddingLossSignature.arguments, "input", "target margin sizeAverage reduce reduction">
): Tensor;
export function hingeEmbeddingLoss(
  input: Tensor,
  target: Tensor,
  margin: number,
  sizeAverage?: boolean | null,
  reduce?: boolean | null,
  reduction?: ops.Reduction,
): Tensor;
export function hingeEmbeddingLoss(input: Tensor, target: Tensor, options?: Reduce & { margin?: number }): Tensor;
export function hingeEmbeddingLoss(options: Named<typeof hingeEmbeddingLossSignature.arguments>): Tensor;
export function hingeEmbeddingLoss(...given: unknown[]): Tensor {
  const { input, target, ...rest } = hingeEmbeddingLossSignature.read(given);
  return ops.hingeEmbeddingLoss(input, target, { ...rest, reduction: reductionOf(rest) });
}

const marginRankingLossSignature = signature("F.marginRankingLoss", {
  input1: required(is.tensor),
  input2: required(is.tensor),
  target: required(is.tensor),
  ...settings.marginRankingLoss,
});

/** `max(0, -target * (input1 - input2) + margin)`: the first should be larger where the target is 1, the second where it is -1. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.margin_ranking_loss.html. */
export function marginRankingLoss(
  input1: Tensor,
  ...more: Calls<
    typeof marginRankingLossSignature.arguments,
    "input1",
    "input2 target margin sizeAverage reduce reduction"
  >
): Tensor;
export function marginRankingLoss(
  input1: Tensor,
  input2: Tensor,
  target: Tensor,
  margin: number,
  sizeAverage?: boolean | null,
  reduce?: boolean | null,
  reduction?: ops.Reduction,
): Tensor;
export function marginRankingLoss(
  input1: Tensor,
  input2: Tensor,
  target: Tensor,
  options?: Reduce & { margin?: number },
): Tensor;
export function marginRankingLoss(options: Named<typeof marginRankingLossSignature.arguments>): Tensor;
export function marginRankingLoss(...given: unknown[]): Tensor {
  const { input1, input2, target, ...rest } = marginRankingLossSignature.read(given);
  return ops.marginRankingLoss(input1, input2, target, { ...rest, reduction: reductionOf(rest) });
}

const softMarginLossSignature = signature("F.softMarginLoss", {
  input: required(is.tensor),
  target: required(is.tensor),
  ...settings.softMarginLoss,
});

/** `log(1 + exp(-target * input))`, for targets 1 and -1. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.soft_margin_loss.html. */
export function softMarginLoss(
  input: Tensor,
  ...more: Calls<typeof softMarginLossSignature.arguments, "input", "target sizeAverage reduce reduction">
): Tensor;
export function softMarginLoss(
  input: Tensor,
  target: Tensor,
  sizeAverage: boolean | null,
  reduce?: boolean | null,
  reduction?: ops.Reduction,
): Tensor;
export function softMarginLoss(input: Tensor, target: Tensor, options?: Reduce & {}): Tensor;
export function softMarginLoss(options: Named<typeof softMarginLossSignature.arguments>): Tensor;
export function softMarginLoss(...given: unknown[]): Tensor {
  const { input, target, ...rest } = softMarginLossSignature.read(given);
  return ops.softMarginLoss(input, target, { ...rest, reduction: reductionOf(rest) });
}

const multilabelSoftMarginLossSignature = signature("F.multilabelSoftMarginLoss", {
  input: required(is.tensor),
  target: required(is.tensor),
  ...settings.multilabelSoftMarginLoss,
});

/** Cross entropy of each class by itself [B, C], averaged over classes; targets are 0 or 1. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.multilabel_soft_margin_loss.html. */
export function multilabelSoftMarginLoss(
  input: Tensor,
  ...more: Calls<
    typeof multilabelSoftMarginLossSignature.arguments,
    "input",
    "target weight sizeAverage reduce reduction"
  >
): Tensor;
export function multilabelSoftMarginLoss(
  input: Tensor,
  target: Tensor,
  weight: Tensor | null,
  sizeAverage?: boolean | null,
  reduce?: boolean | null,
  reduction?: ops.Reduction,
): Tensor;
export function multilabelSoftMarginLoss(
  input: Tensor,
  target: Tensor,
  options?: Reduce & { weight?: Tensor | null },
): Tensor;
export function multilabelSoftMarginLoss(options: Named<typeof multilabelSoftMarginLossSignature.arguments>): Tensor;
export function multilabelSoftMarginLoss(...given: unknown[]): Tensor {
  const { input, target, ...rest } = multilabelSoftMarginLossSignature.read(given);
  return ops.multilabelSoftMarginLoss(input, target, { ...rest, reduction: reductionOf(rest) });
}

const cosineEmbeddingLossSignature = signature("F.cosineEmbeddingLoss", {
  input1: required(is.tensor),
  input2: required(is.tensor),
  target: required(is.tensor),
  ...settings.cosineEmbeddingLoss,
});

/** `1 - cos` of two vectors where the target is 1, and `max(0, cos - margin)` where it is -1. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.cosine_embedding_loss.html. */
export function cosineEmbeddingLoss(
  input1: Tensor,
  ...more: Calls<
    typeof cosineEmbeddingLossSignature.arguments,
    "input1",
    "input2 target margin sizeAverage reduce reduction"
  >
): Tensor;
export function cosineEmbeddingLoss(
  input1: Tensor,
  input2: Tensor,
  target: Tensor,
  margin: number,
  sizeAverage?: boolean | null,
  reduce?: boolean | null,
  reduction?: ops.Reduction,
): Tensor;
export function cosineEmbeddingLoss(
  input1: Tensor,
  input2: Tensor,
  target: Tensor,
  options?: Reduce & { margin?: number },
): Tensor;
export function cosineEmbeddingLoss(options: Named<typeof cosineEmbeddingLossSignature.arguments>): Tensor;
export function cosineEmbeddingLoss(...given: unknown[]): Tensor {
  const { input1, input2, target, ...rest } = cosineEmbeddingLossSignature.read(given);
  return ops.cosineEmbeddingLoss(input1, input2, target, { ...rest, reduction: reductionOf(rest) });
}

const tripletMarginLossSignature = signature("F.tripletMarginLoss", {
  anchor: required(is.tensor),
  positive: required(is.tensor),
  negative: required(is.tensor),
  ...settings.tripletMarginLoss,
});

/** `max(0, |anchor - positive| - |anchor - negative| + margin)`; with `swap` the negative may be as near to the positive. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.triplet_margin_loss.html. */
export function tripletMarginLoss(
  anchor: Tensor,
  ...more: Calls<
    typeof tripletMarginLossSignature.arguments,
    "anchor",
    "positive negative margin p eps swap sizeAverage reduce reduction"
  >
): Tensor;
export function tripletMarginLoss(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  margin: number,
  p?: number,
  eps?: number,
  swap?: boolean,
  sizeAverage?: boolean | null,
  reduce?: boolean | null,
  reduction?: ops.Reduction,
): Tensor;
export function tripletMarginLoss(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  options?: Reduce & { margin?: number; p?: number; eps?: number; swap?: boolean },
): Tensor;
export function tripletMarginLoss(options: Named<typeof tripletMarginLossSignature.arguments>): Tensor;
export function tripletMarginLoss(...given: unknown[]): Tensor {
  const { anchor, positive, negative, ...rest } = tripletMarginLossSignature.read(given);
  return ops.tripletMarginLoss(anchor, positive, negative, { ...rest, reduction: reductionOf(rest) });
}

const poissonNllLossSignature = signature("F.poissonNllLoss", {
  input: required(is.tensor),
  target: required(is.tensor),
  ...settings.poissonNllLoss,
});

/** Minus the log likelihood of counts; the input is the expected count, or its logarithm. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.poisson_nll_loss.html. */
export function poissonNllLoss(
  input: Tensor,
  ...more: Calls<
    typeof poissonNllLossSignature.arguments,
    "input",
    "target logInput full sizeAverage eps reduce reduction"
  >
): Tensor;
export function poissonNllLoss(
  input: Tensor,
  target: Tensor,
  logInput: boolean,
  full?: boolean,
  sizeAverage?: boolean | null,
  eps?: number,
  reduce?: boolean | null,
  reduction?: ops.Reduction,
): Tensor;
export function poissonNllLoss(
  input: Tensor,
  target: Tensor,
  options?: Reduce & { logInput?: boolean; full?: boolean; eps?: number },
): Tensor;
export function poissonNllLoss(options: Named<typeof poissonNllLossSignature.arguments>): Tensor;
export function poissonNllLoss(...given: unknown[]): Tensor {
  const { input, target, ...rest } = poissonNllLossSignature.read(given);
  return ops.poissonNllLoss(input, target, { ...rest, reduction: reductionOf(rest) });
}

const gaussianNllLossSignature = signature("F.gaussianNllLoss", {
  input: required(is.tensor),
  target: required(is.tensor),
  var: required(is.tensor),
  ...settings.gaussianNllLoss,
});

/** Minus the log likelihood of the target under a normal distribution with mean `input` and variance `var`. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.gaussian_nll_loss.html. */
export function gaussianNllLoss(
  input: Tensor,
  ...more: Calls<typeof gaussianNllLossSignature.arguments, "input", "target var full eps reduction">
): Tensor;
export function gaussianNllLoss(
  input: Tensor,
  target: Tensor,
  variance: Tensor,
  full: boolean,
  eps?: number,
  reduction?: ops.Reduction,
): Tensor;
export function gaussianNllLoss(
  input: Tensor,
  target: Tensor,
  variance: Tensor,
  options?: Reduce & { full?: boolean; eps?: number },
): Tensor;
export function gaussianNllLoss(options: Named<typeof gaussianNllLossSignature.arguments>): Tensor;
export function gaussianNllLoss(...given: unknown[]): Tensor {
  const { input, target, var: variance, ...rest } = gaussianNllLossSignature.read(given);
  return ops.gaussianNllLoss(input, target, variance, rest);
}

const multiMarginLossSignature = signature("F.multiMarginLoss", {
  input: required(is.tensor),
  target: required(is.tensor),
  ...settings.multiMarginLoss,
});

/** The mean over the other classes of `max(0, margin - input[target] + input[other]) ** p`, for inputs [B, C]. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.multi_margin_loss.html. */
export function multiMarginLoss(
  input: Tensor,
  ...more: Calls<
    typeof multiMarginLossSignature.arguments,
    "input",
    "target p margin weight sizeAverage reduce reduction"
  >
): Tensor;
export function multiMarginLoss(
  input: Tensor,
  target: Tensor,
  p: number,
  margin?: number,
  weight?: Tensor | null,
  sizeAverage?: boolean | null,
  reduce?: boolean | null,
  reduction?: ops.Reduction,
): Tensor;
export function multiMarginLoss(
  input: Tensor,
  target: Tensor,
  options?: Reduce & { p?: number; margin?: number; weight?: Tensor | null },
): Tensor;
export function multiMarginLoss(options: Named<typeof multiMarginLossSignature.arguments>): Tensor;
export function multiMarginLoss(...given: unknown[]): Tensor {
  const { input, target, ...rest } = multiMarginLossSignature.read(given);
  return ops.multiMarginLoss(input, target, { ...rest, reduction: reductionOf(rest) });
}
