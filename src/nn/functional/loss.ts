/** Losses as functions of `input` and `target`; the layers in `nn/loss.ts` share their settings. */
import { optional, required, signature, warn, type Named, type Calls, type Given } from "../../shape/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as is from "../../tensor/kinds.ts";
import * as ops from "../../tensor/ops/loss.ts";

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
type Reduce = { reduction?: ops.Reduction };
type Weight = { weight?: Tensor | null };
type Old = boolean | null;

const mseLossSignature = signature("F.mseLoss", { ...ends, ...settings.mseLoss, ...weight });

/** Squared differences. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.mse_loss.html. */
export function mseLoss(
  input: Tensor,
  target: Tensor,
  sizeAverage: Old,
  reduce?: Old,
  reduction?: ops.Reduction,
  weight?: Tensor | null,
): Tensor;
export function mseLoss(
  input: Given<typeof mseLossSignature.arguments, "input">,
  ...more: Calls<typeof mseLossSignature.arguments, "input", "target sizeAverage reduce reduction weight">
): Tensor;
export function mseLoss(input: Tensor, target: Tensor, options?: Reduce & Weight): Tensor;
export function mseLoss(options: Named<typeof mseLossSignature.arguments>): Tensor;
export function mseLoss(...given: unknown[]): Tensor {
  const { input, target, weight, ...rest } = mseLossSignature.read(given);
  const reduction = reductionOf(rest);
  if (weight === null) return ops.mseLoss(input, target, { reduction });
  return weighted(ops.mseLoss(input, target, { reduction: "none" }), input, weight, reduction);
}

const l1LossSignature = signature("F.l1Loss", { ...ends, ...settings.l1Loss, ...weight });

/** Absolute differences. */
export function l1Loss(
  input: Tensor,
  target: Tensor,
  sizeAverage: Old,
  reduce?: Old,
  reduction?: ops.Reduction,
  weight?: Tensor | null,
): Tensor;
export function l1Loss(
  input: Given<typeof l1LossSignature.arguments, "input">,
  ...more: Calls<typeof l1LossSignature.arguments, "input", "target sizeAverage reduce reduction weight">
): Tensor;
export function l1Loss(input: Tensor, target: Tensor, options?: Reduce & Weight): Tensor;
export function l1Loss(options: Named<typeof l1LossSignature.arguments>): Tensor;
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

const smoothL1LossSignature = signature("F.smoothL1Loss", { ...ends, ...settings.smoothL1Loss });

/** Squares up to `beta`, absolute differences beyond it. */
export function smoothL1Loss(
  input: Tensor,
  target: Tensor,
  sizeAverage: Old,
  reduce?: Old,
  reduction?: ops.Reduction,
  beta?: number,
): Tensor;
export function smoothL1Loss(
  input: Given<typeof smoothL1LossSignature.arguments, "input">,
  ...more: Calls<typeof smoothL1LossSignature.arguments, "input", "target sizeAverage reduce reduction beta">
): Tensor;
export function smoothL1Loss(input: Tensor, target: Tensor, options?: Reduce & { beta?: number }): Tensor;
export function smoothL1Loss(options: Named<typeof smoothL1LossSignature.arguments>): Tensor;
export function smoothL1Loss(...given: unknown[]): Tensor {
  const { input, target, beta, ...rest } = smoothL1LossSignature.read(given);
  return ops.smoothL1Loss(input, target, { beta, reduction: reductionOf(rest) });
}

const huberLossSignature = signature("F.huberLoss", { ...ends, ...settings.huberLoss, ...weight });

/** Squares up to `delta`, `delta` times absolute differences beyond it. */
export function huberLoss(
  input: Tensor,
  target: Tensor,
  reduction: ops.Reduction,
  delta?: number,
  weight?: Tensor | null,
): Tensor;
export function huberLoss(
  input: Given<typeof huberLossSignature.arguments, "input">,
  ...more: Calls<typeof huberLossSignature.arguments, "input", "target reduction delta weight">
): Tensor;
export function huberLoss(input: Tensor, target: Tensor, options?: Reduce & Weight & { delta?: number }): Tensor;
export function huberLoss(options: Named<typeof huberLossSignature.arguments>): Tensor;
export function huberLoss(...given: unknown[]): Tensor {
  const { input, target, weight, delta, reduction } = huberLossSignature.read(given);
  if (weight === null) return ops.huberLoss(input, target, { delta, reduction });
  if (String(weight.sizes) !== String(input.sizes)) throw new RangeError("Weights and input must have the same size.");
  const each = ops.huberLoss(input, target, { delta, reduction: "none" }).mul(weight);
  return reduction === "none" ? each : each[reduction]();
}

const nllLossSignature = signature("F.nllLoss", { ...ends, ...settings.nllLoss });

/** Minus the log-probability [B, C] of the class; the input is what `logSoftmax` gives. */
export function nllLoss(
  input: Tensor,
  target: Tensor,
  weight: Tensor | null,
  sizeAverage?: Old,
  ignoreIndex?: number,
  reduce?: Old,
  reduction?: ops.Reduction,
): Tensor;
export function nllLoss(
  input: Given<typeof nllLossSignature.arguments, "input">,
  ...more: Calls<typeof nllLossSignature.arguments, "input", "target weight sizeAverage ignoreIndex reduce reduction">
): Tensor;
export function nllLoss(input: Tensor, target: Tensor, options?: Reduce & Weight & { ignoreIndex?: number }): Tensor;
export function nllLoss(options: Named<typeof nllLossSignature.arguments>): Tensor;
export function nllLoss(...given: unknown[]): Tensor {
  const { input, target, weight, ignoreIndex, ...rest } = nllLossSignature.read(given);
  return ops.nllLoss(input, target, { weight, ignoreIndex, reduction: reductionOf(rest) });
}

const crossEntropySignature = signature("F.crossEntropy", { ...ends, ...settings.crossEntropy });

/**
 * Softmax and negative log likelihood in one, for logits [B, C] (or [B, C, ...], [C]) and class indices or probabilities.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.cross_entropy.html.
 */
export function crossEntropy(
  input: Tensor,
  target: Tensor,
  weight: Tensor | null,
  sizeAverage?: Old,
  ignoreIndex?: number,
  reduce?: Old,
  reduction?: ops.Reduction,
  labelSmoothing?: number,
): Tensor;
export function crossEntropy(
  input: Given<typeof crossEntropySignature.arguments, "input">,
  ...more: Calls<
    typeof crossEntropySignature.arguments,
    "input",
    "target weight sizeAverage ignoreIndex reduce reduction labelSmoothing"
  >
): Tensor;
export function crossEntropy(
  input: Tensor,
  target: Tensor,
  options?: Reduce & Weight & { ignoreIndex?: number; labelSmoothing?: number },
): Tensor;
export function crossEntropy(options: Named<typeof crossEntropySignature.arguments>): Tensor;
export function crossEntropy(...given: unknown[]): Tensor {
  const { input, target, weight, ignoreIndex, labelSmoothing, ...rest } = crossEntropySignature.read(given);
  return ops.crossEntropy(input, target, { weight, ignoreIndex, labelSmoothing, reduction: reductionOf(rest) });
}

const binaryCrossEntropySignature = signature("F.binaryCrossEntropy", { ...ends, ...settings.binaryCrossEntropy });

/** Cross entropy of probabilities between 0 and 1. */
export function binaryCrossEntropy(
  input: Tensor,
  target: Tensor,
  weight: Tensor | null,
  sizeAverage?: Old,
  reduce?: Old,
  reduction?: ops.Reduction,
): Tensor;
export function binaryCrossEntropy(
  input: Given<typeof binaryCrossEntropySignature.arguments, "input">,
  ...more: Calls<typeof binaryCrossEntropySignature.arguments, "input", "target weight sizeAverage reduce reduction">
): Tensor;
export function binaryCrossEntropy(input: Tensor, target: Tensor, options?: Reduce & Weight): Tensor;
export function binaryCrossEntropy(options: Named<typeof binaryCrossEntropySignature.arguments>): Tensor;
export function binaryCrossEntropy(...given: unknown[]): Tensor {
  const { input, target, weight, ...rest } = binaryCrossEntropySignature.read(given);
  return ops.binaryCrossEntropy(input, target, { weight, reduction: reductionOf(rest) });
}

const binaryCrossEntropyWithLogitsSignature = signature("F.binaryCrossEntropyWithLogits", {
  ...ends,
  ...settings.binaryCrossEntropyWithLogits,
});

/** Sigmoid and `binaryCrossEntropy` in one, computed without overflow. */
export function binaryCrossEntropyWithLogits(
  input: Tensor,
  target: Tensor,
  weight: Tensor | null,
  sizeAverage?: Old,
  reduce?: Old,
  reduction?: ops.Reduction,
  posWeight?: Tensor | null,
): Tensor;
export function binaryCrossEntropyWithLogits(
  input: Given<typeof binaryCrossEntropyWithLogitsSignature.arguments, "input">,
  ...more: Calls<
    typeof binaryCrossEntropyWithLogitsSignature.arguments,
    "input",
    "target weight sizeAverage reduce reduction posWeight"
  >
): Tensor;
export function binaryCrossEntropyWithLogits(
  input: Tensor,
  target: Tensor,
  options?: Reduce & Weight & { posWeight?: Tensor | null },
): Tensor;
export function binaryCrossEntropyWithLogits(
  options: Named<typeof binaryCrossEntropyWithLogitsSignature.arguments>,
): Tensor;
export function binaryCrossEntropyWithLogits(...given: unknown[]): Tensor {
  const { input, target, weight, posWeight, ...rest } = binaryCrossEntropyWithLogitsSignature.read(given);
  return ops.binaryCrossEntropyWithLogits(input, target, { weight, posWeight, reduction: reductionOf(rest) });
}

const klDivSignature = signature("F.klDiv", { ...ends, ...settings.klDiv });

/** Kullback-Leibler divergence; `input` holds log-probabilities, and so does `target` with `logTarget`. */
export function klDiv(
  input: Tensor,
  target: Tensor,
  sizeAverage: Old,
  reduce?: Old,
  reduction?: ops.Reduction | "batchmean",
  logTarget?: boolean,
): Tensor;
export function klDiv(
  input: Given<typeof klDivSignature.arguments, "input">,
  ...more: Calls<typeof klDivSignature.arguments, "input", "target sizeAverage reduce reduction logTarget">
): Tensor;
export function klDiv(
  input: Tensor,
  target: Tensor,
  options?: { reduction?: ops.Reduction | "batchmean"; logTarget?: boolean },
): Tensor;
export function klDiv(options: Named<typeof klDivSignature.arguments>): Tensor;
export function klDiv(...given: unknown[]): Tensor {
  const { input, target, logTarget, ...rest } = klDivSignature.read(given);
  return ops.klDiv(input, target, { logTarget, reduction: reductionOf(rest) });
}
