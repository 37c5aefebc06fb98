/** Losses as modules. B batch, C classes; see `functional/loss.ts` for the formulas. */
import { signature, type Arguments, type Named, type Signature, type Calls, type Given } from "../shape/index.ts";
import type { Tensor } from "../tensor/index.ts";
import * as ops from "../tensor/ops/loss.ts";
import { reductionOf, settings } from "./functional/loss.ts";
import { Module } from "./module.ts";

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

const crossEntropyLossSignature = signature("nn.CrossEntropyLoss", settings.crossEntropy);

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

  constructor(options?: Named<typeof crossEntropyLossSignature.arguments>);
  constructor(
    weight: Given<typeof crossEntropyLossSignature.arguments, "weight">,
    ...more: Calls<
      typeof crossEntropyLossSignature.arguments,
      "weight",
      "sizeAverage ignoreIndex reduce reduction labelSmoothing"
    >
  );
  constructor(
    weight: Tensor | null,
    sizeAverage?: Old,
    ignoreIndex?: number,
    reduce?: Old,
    reduction?: Reduction,
    labelSmoothing?: number,
  );
  constructor(...given: unknown[]) {
    super(crossEntropyLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.crossEntropy(input, target, this);
  }
}

const nLLLossSignature = signature("nn.NLLLoss", settings.nllLoss);

/** Minus the log-probability [B, C] of the class; the input is what `LogSoftmax` gives. */
export class NLLLoss extends Loss {
  declare weight: Tensor | null;
  declare readonly ignoreIndex: number;

  constructor(options?: Named<typeof nLLLossSignature.arguments>);
  constructor(
    weight: Given<typeof nLLLossSignature.arguments, "weight">,
    ...more: Calls<typeof nLLLossSignature.arguments, "weight", "sizeAverage ignoreIndex reduce reduction">
  );
  constructor(weight: Tensor | null, sizeAverage?: Old, ignoreIndex?: number, reduce?: Old, reduction?: Reduction);
  constructor(...given: unknown[]) {
    super(nLLLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.nllLoss(input, target, this);
  }
}

const mSELossSignature = signature("nn.MSELoss", settings.mseLoss);

/** Squared differences. */
export class MSELoss extends Loss {
  constructor(options?: Named<typeof mSELossSignature.arguments>);
  constructor(
    sizeAverage: Given<typeof mSELossSignature.arguments, "sizeAverage">,
    ...more: Calls<typeof mSELossSignature.arguments, "sizeAverage", "reduce reduction">
  );
  constructor(sizeAverage: Old, reduce?: Old, reduction?: Reduction);
  constructor(...given: unknown[]) {
    super(mSELossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.mseLoss(input, target, this);
  }
}

const l1LossSignature = signature("nn.L1Loss", settings.l1Loss);

/** Absolute differences. */
export class L1Loss extends Loss {
  constructor(options?: Named<typeof l1LossSignature.arguments>);
  constructor(
    sizeAverage: Given<typeof l1LossSignature.arguments, "sizeAverage">,
    ...more: Calls<typeof l1LossSignature.arguments, "sizeAverage", "reduce reduction">
  );
  constructor(sizeAverage: Old, reduce?: Old, reduction?: Reduction);
  constructor(...given: unknown[]) {
    super(l1LossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.l1Loss(input, target, this);
  }
}

const smoothL1LossSignature = signature("nn.SmoothL1Loss", settings.smoothL1Loss);

/** Squares up to `beta`, absolute differences beyond it; continuous there. */
export class SmoothL1Loss extends Loss {
  declare readonly beta: number;

  constructor(options?: Named<typeof smoothL1LossSignature.arguments>);
  constructor(
    sizeAverage: Given<typeof smoothL1LossSignature.arguments, "sizeAverage">,
    ...more: Calls<typeof smoothL1LossSignature.arguments, "sizeAverage", "reduce reduction beta">
  );
  constructor(sizeAverage: Old, reduce?: Old, reduction?: Reduction, beta?: number);
  constructor(...given: unknown[]) {
    super(smoothL1LossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.smoothL1Loss(input, target, this);
  }
}

const huberLossSignature = signature("nn.HuberLoss", settings.huberLoss);

/** Like `SmoothL1Loss`, times delta. */
export class HuberLoss extends Loss {
  declare readonly delta: number;

  constructor(options?: Named<typeof huberLossSignature.arguments>);
  constructor(
    reduction: Given<typeof huberLossSignature.arguments, "reduction">,
    ...more: Calls<typeof huberLossSignature.arguments, "reduction", "delta">
  );
  constructor(reduction: Reduction, delta?: number);
  constructor(...given: unknown[]) {
    super(huberLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.huberLoss(input, target, this);
  }
}

const bCELossSignature = signature("nn.BCELoss", settings.binaryCrossEntropy);

/** Cross entropy of probabilities between 0 and 1. */
export class BCELoss extends Loss {
  declare weight: Tensor | null;

  constructor(options?: Named<typeof bCELossSignature.arguments>);
  constructor(
    weight: Given<typeof bCELossSignature.arguments, "weight">,
    ...more: Calls<typeof bCELossSignature.arguments, "weight", "sizeAverage reduce reduction">
  );
  constructor(weight: Tensor | null, sizeAverage?: Old, reduce?: Old, reduction?: Reduction);
  constructor(...given: unknown[]) {
    super(bCELossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.binaryCrossEntropy(input, target, this);
  }
}

const bCEWithLogitsLossSignature = signature("nn.BCEWithLogitsLoss", settings.binaryCrossEntropyWithLogits);

/** Sigmoid and `BCELoss` in one, computed without overflow. */
export class BCEWithLogitsLoss extends Loss {
  declare weight: Tensor | null;
  declare posWeight: Tensor | null;

  constructor(options?: Named<typeof bCEWithLogitsLossSignature.arguments>);
  constructor(
    weight: Given<typeof bCEWithLogitsLossSignature.arguments, "weight">,
    ...more: Calls<typeof bCEWithLogitsLossSignature.arguments, "weight", "sizeAverage reduce reduction posWeight">
  );
  constructor(weight: Tensor | null, sizeAverage?: Old, reduce?: Old, reduction?: Reduction, posWeight?: Tensor | null);
  constructor(...given: unknown[]) {
    super(bCEWithLogitsLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.binaryCrossEntropyWithLogits(input, target, this);
  }
}

const kLDivLossSignature = signature("nn.KLDivLoss", settings.klDiv);

/** Kullback-Leibler divergence; the input holds log-probabilities, and so does the target with `logTarget`. */
export class KLDivLoss extends Loss<Reduction | "batchmean"> {
  declare readonly logTarget: boolean;

  constructor(options?: Named<typeof kLDivLossSignature.arguments>);
  constructor(
    sizeAverage: Given<typeof kLDivLossSignature.arguments, "sizeAverage">,
    ...more: Calls<typeof kLDivLossSignature.arguments, "sizeAverage", "reduce reduction logTarget">
  );
  constructor(sizeAverage: Old, reduce?: Old, reduction?: Reduction | "batchmean", logTarget?: boolean);
  constructor(...given: unknown[]) {
    super(kLDivLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.klDiv(input, target, this);
  }
}
