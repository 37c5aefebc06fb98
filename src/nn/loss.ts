/** Losses as modules. B batch, C classes; see `functional/loss.ts` for the formulas. */
import { signature, type Arguments, type Signature } from "../shape/index.ts";
import type { Tensor } from "../tensor/index.ts";
import * as ops from "../tensor/ops/loss.ts";
import { reductionOf, settings } from "./functional/loss.ts";
import { Module } from "./module.ts";
import type * as Calls from "./calls.ts";

export type Reduction = ops.Reduction;
type Old = boolean | null;

/** A loss: its settings become its properties, its weights become buffers. */
export abstract class Loss<R extends string = Reduction> extends Module {
  declare readonly reduction: R;

  constructor(signed: Signature<Arguments>, given: readonly unknown[]) {
    super();
    const { weight, posWeight, sizeAverage, reduce, reduction, ...rest } = signed.read(given) as {
      readonly [name: string]: unknown;
      readonly sizeAverage?: Old;
      readonly reduce?: Old;
      readonly reduction: R;
    };
    const old = { sizeAverage: sizeAverage ?? null, reduce: reduce ?? null };
    Object.assign(this, rest, { reduction: reductionOf({ ...old, reduction }) });
    if (weight !== undefined) this.registerBuffer("weight", weight as Tensor | null);
    if (posWeight !== undefined) this.registerBuffer("posWeight", posWeight as Tensor | null);
  }
}

export const crossEntropyLossSignature = signature("nn.CrossEntropyLoss", settings.crossEntropy);

/**
 * Softmax and negative log likelihood in one, for logits [B, C] (or [B, C, ...], [C]) and class indices or probabilities.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.CrossEntropyLoss.html.
 *
 * @example
 * new nn.CrossEntropyLoss()(torch.zeros(1, 4), torch.tensor([2])); // tensor(1.3863)
 */
export class CrossEntropyLoss extends Loss {
  declare weight: Tensor | null;
  declare readonly ignoreIndex: number;
  declare readonly labelSmoothing: number;

  constructor(...given: Calls.CrossEntropyLoss);
  constructor(...given: unknown[]) {
    super(crossEntropyLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.crossEntropy(input, target, this);
  }
}

export const nLLLossSignature = signature("nn.NLLLoss", settings.nllLoss);

/** Minus the log-probability [B, C] of the class; the input is what `LogSoftmax` gives. */
export class NLLLoss extends Loss {
  declare weight: Tensor | null;
  declare readonly ignoreIndex: number;

  constructor(...given: Calls.NLLLoss);
  constructor(...given: unknown[]) {
    super(nLLLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.nllLoss(input, target, this);
  }
}

export const mSELossSignature = signature("nn.MSELoss", settings.mseLoss);

/** Squared differences. */
export class MSELoss extends Loss {
  constructor(...given: Calls.MSELoss);
  constructor(...given: unknown[]) {
    super(mSELossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.mseLoss(input, target, this);
  }
}

export const l1LossSignature = signature("nn.L1Loss", settings.l1Loss);

/** Absolute differences. */
export class L1Loss extends Loss {
  constructor(...given: Calls.L1Loss);
  constructor(...given: unknown[]) {
    super(l1LossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.l1Loss(input, target, this);
  }
}

export const smoothL1LossSignature = signature("nn.SmoothL1Loss", settings.smoothL1Loss);

/** Squares up to `beta`, absolute differences beyond it; continuous there. */
export class SmoothL1Loss extends Loss {
  declare readonly beta: number;

  constructor(...given: Calls.SmoothL1Loss);
  constructor(...given: unknown[]) {
    super(smoothL1LossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.smoothL1Loss(input, target, this);
  }
}

export const huberLossSignature = signature("nn.HuberLoss", settings.huberLoss);

/** Like `SmoothL1Loss`, times delta. */
export class HuberLoss extends Loss {
  declare readonly delta: number;

  constructor(...given: Calls.HuberLoss);
  constructor(...given: unknown[]) {
    super(huberLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.huberLoss(input, target, this);
  }
}

export const bCELossSignature = signature("nn.BCELoss", settings.binaryCrossEntropy);

/** Cross entropy of probabilities between 0 and 1. */
export class BCELoss extends Loss {
  declare weight: Tensor | null;

  constructor(...given: Calls.BCELoss);
  constructor(...given: unknown[]) {
    super(bCELossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.binaryCrossEntropy(input, target, this);
  }
}

export const bCEWithLogitsLossSignature = signature("nn.BCEWithLogitsLoss", settings.binaryCrossEntropyWithLogits);

/** Sigmoid and `BCELoss` in one, computed without overflow. */
export class BCEWithLogitsLoss extends Loss {
  declare weight: Tensor | null;
  declare posWeight: Tensor | null;

  constructor(...given: Calls.BCEWithLogitsLoss);
  constructor(...given: unknown[]) {
    super(bCEWithLogitsLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.binaryCrossEntropyWithLogits(input, target, this);
  }
}

export const kLDivLossSignature = signature("nn.KLDivLoss", settings.klDiv);

/** Kullback-Leibler divergence; the input holds log-probabilities, and so does the target with `logTarget`. */
export class KLDivLoss extends Loss<Reduction | "batchmean"> {
  declare readonly logTarget: boolean;

  constructor(...given: Calls.KLDivLoss);
  constructor(...given: unknown[]) {
    super(kLDivLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.klDiv(input, target, this);
  }
}
