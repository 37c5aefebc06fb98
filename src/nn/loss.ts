/** Losses as modules. B batch, C classes; see `functional/loss.ts` for the formulas. */
import * as ops from "../tensor/ops/loss.ts";
import type { Tensor } from "../tensor/index.ts";
import { Module } from "./module.ts";

export type Reduction = ops.Reduction;
export type LossOptions = { reduction?: Reduction };
export type ClassLossOptions = LossOptions & { weight?: Tensor | null; ignoreIndex?: number };

abstract class Loss extends Module {
  readonly reduction: Reduction;

  constructor({ reduction = "mean" }: LossOptions = {}) {
    super();
    this.reduction = reduction;
  }
}

/** A loss with a weight for each class or element, kept as a buffer. */
abstract class WeightedLoss extends Loss {
  declare weight: Tensor | null;

  constructor({ weight = null, reduction }: LossOptions & { weight?: Tensor | null } = {}) {
    super({ reduction });
    this.registerBuffer("weight", weight);
  }
}

/**
 * Softmax and negative log likelihood in one, for logits [B, C] (or [B, C, ...], [C]) and class indices or probabilities.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.CrossEntropyLoss.html.
 *
 * @example
 * new nn.CrossEntropyLoss()(torch.zeros(1, 4), torch.tensor([2])); // tensor(1.3863)
 */
export class CrossEntropyLoss extends WeightedLoss {
  readonly ignoreIndex: number;
  readonly labelSmoothing: number;

  constructor({
    ignoreIndex = -100,
    labelSmoothing = 0,
    ...rest
  }: ClassLossOptions & { labelSmoothing?: number } = {}) {
    super(rest);
    this.ignoreIndex = ignoreIndex;
    this.labelSmoothing = labelSmoothing;
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.crossEntropy(input, target, this);
  }
}

/** Minus the log-probability [B, C] of the class; the input is what `LogSoftmax` gives. */
export class NLLLoss extends WeightedLoss {
  readonly ignoreIndex: number;

  constructor({ ignoreIndex = -100, ...rest }: ClassLossOptions = {}) {
    super(rest);
    this.ignoreIndex = ignoreIndex;
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.nllLoss(input, target, this);
  }
}

/** Squared differences. */
export class MSELoss extends Loss {
  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.mseLoss(input, target, this);
  }
}

/** Absolute differences. */
export class L1Loss extends Loss {
  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.l1Loss(input, target, this);
  }
}

/** Squares up to `beta`, absolute differences beyond it; continuous there. */
export class SmoothL1Loss extends Loss {
  readonly beta: number;

  constructor({ beta = 1, ...rest }: LossOptions & { beta?: number } = {}) {
    super(rest);
    this.beta = beta;
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.smoothL1Loss(input, target, this);
  }
}

/** Like `SmoothL1Loss`, times delta. */
export class HuberLoss extends Loss {
  readonly delta: number;

  constructor({ delta = 1, ...rest }: LossOptions & { delta?: number } = {}) {
    super(rest);
    this.delta = delta;
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.huberLoss(input, target, this);
  }
}

/** Cross entropy of probabilities between 0 and 1. */
export class BCELoss extends WeightedLoss {
  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.binaryCrossEntropy(input, target, this);
  }
}

/** Sigmoid and `BCELoss` in one, computed without overflow. */
export class BCEWithLogitsLoss extends WeightedLoss {
  declare posWeight: Tensor | null;

  constructor({ posWeight = null, ...rest }: LossOptions & { weight?: Tensor | null; posWeight?: Tensor | null } = {}) {
    super(rest);
    this.registerBuffer("posWeight", posWeight);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.binaryCrossEntropyWithLogits(input, target, this);
  }
}

/** Kullback-Leibler divergence; the input is log-probabilities, so is the target with `logTarget`. */
export class KLDivLoss extends Module {
  readonly reduction: Reduction | "batchmean";
  readonly logTarget: boolean;

  constructor({
    reduction = "mean",
    logTarget = false,
  }: { reduction?: Reduction | "batchmean"; logTarget?: boolean } = {}) {
    super();
    this.reduction = reduction;
    this.logTarget = logTarget;
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.klDiv(input, target, this);
  }
}
