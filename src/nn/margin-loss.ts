/** Losses by margins and by likelihoods as layers; see `functional/margin-loss.ts` for the formulas. */
import { signature } from "../shape/index.ts";
import type { Tensor } from "../tensor/index.ts";
import * as ops from "../tensor/ops/margin-loss.ts";
import { settings } from "./functional/margin-loss.ts";
import { Loss } from "./loss.ts";
import type * as Calls from "./calls.ts";

export const hingeEmbeddingLossSignature = signature("nn.HingeEmbeddingLoss", settings.hingeEmbeddingLoss);

/** The input where the target is 1, and `max(0, margin - input)` where it is -1. */
export class HingeEmbeddingLoss extends Loss {
  declare readonly margin: number;

  constructor(...given: Calls.HingeEmbeddingLoss);
  constructor(...given: unknown[]) {
    super(hingeEmbeddingLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.hingeEmbeddingLoss(input, target, this);
  }
}

export const marginRankingLossSignature = signature("nn.MarginRankingLoss", settings.marginRankingLoss);

/** `max(0, -target * (input1 - input2) + margin)`: the first should be larger where the target is 1, the second where it is -1. */
export class MarginRankingLoss extends Loss {
  declare readonly margin: number;

  constructor(...given: Calls.MarginRankingLoss);
  constructor(...given: unknown[]) {
    super(marginRankingLossSignature, given);
  }

  override forward(input1: Tensor, input2: Tensor, target: Tensor): Tensor {
    return ops.marginRankingLoss(input1, input2, target, this);
  }
}

export const softMarginLossSignature = signature("nn.SoftMarginLoss", settings.softMarginLoss);

/** `log(1 + exp(-target * input))`, for targets 1 and -1. */
export class SoftMarginLoss extends Loss {
  constructor(...given: Calls.SoftMarginLoss);
  constructor(...given: unknown[]) {
    super(softMarginLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.softMarginLoss(input, target, this);
  }
}

export const multilabelSoftMarginLossSignature = signature(
  "nn.MultiLabelSoftMarginLoss",
  settings.multilabelSoftMarginLoss,
);

/** Cross entropy of each class by itself [B, C], averaged over classes; targets are 0 or 1. */
export class MultiLabelSoftMarginLoss extends Loss {
  declare weight: Tensor | null;

  constructor(...given: Calls.MultiLabelSoftMarginLoss);
  constructor(...given: unknown[]) {
    super(multilabelSoftMarginLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.multilabelSoftMarginLoss(input, target, this);
  }
}

export const cosineEmbeddingLossSignature = signature("nn.CosineEmbeddingLoss", settings.cosineEmbeddingLoss);

/** `1 - cos` of two vectors where the target is 1, and `max(0, cos - margin)` where it is -1. */
export class CosineEmbeddingLoss extends Loss {
  declare readonly margin: number;

  constructor(...given: Calls.CosineEmbeddingLoss);
  constructor(...given: unknown[]) {
    super(cosineEmbeddingLossSignature, given);
  }

  override forward(input1: Tensor, input2: Tensor, target: Tensor): Tensor {
    return ops.cosineEmbeddingLoss(input1, input2, target, this);
  }
}

export const tripletMarginLossSignature = signature("nn.TripletMarginLoss", settings.tripletMarginLoss);

/** `max(0, |anchor - positive| - |anchor - negative| + margin)`; with `swap` the negative may be as near to the positive. */
export class TripletMarginLoss extends Loss {
  declare readonly margin: number;
  declare readonly p: number;
  declare readonly eps: number;
  declare readonly swap: boolean;

  constructor(...given: Calls.TripletMarginLoss);
  constructor(...given: unknown[]) {
    super(tripletMarginLossSignature, given);
  }

  override forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    return ops.tripletMarginLoss(anchor, positive, negative, this);
  }
}

export const poissonNllLossSignature = signature("nn.PoissonNLLLoss", settings.poissonNllLoss);

/** Minus the log likelihood of counts; the input is the expected count, or its logarithm. */
export class PoissonNLLLoss extends Loss {
  declare readonly logInput: boolean;
  declare readonly full: boolean;
  declare readonly eps: number;

  constructor(...given: Calls.PoissonNLLLoss);
  constructor(...given: unknown[]) {
    super(poissonNllLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.poissonNllLoss(input, target, this);
  }
}

export const gaussianNllLossSignature = signature("nn.GaussianNLLLoss", settings.gaussianNllLoss);

/** Minus the log likelihood of the target under a normal distribution with mean `input` and variance `var`. */
export class GaussianNLLLoss extends Loss {
  declare readonly full: boolean;
  declare readonly eps: number;

  constructor(...given: Calls.GaussianNLLLoss);
  constructor(...given: unknown[]) {
    super(gaussianNllLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor, variance: Tensor): Tensor {
    return ops.gaussianNllLoss(input, target, variance, this);
  }
}

export const multiMarginLossSignature = signature("nn.MultiMarginLoss", settings.multiMarginLoss);

/** The mean over the other classes of `max(0, margin - input[target] + input[other]) ** p`, for inputs [B, C]. */
export class MultiMarginLoss extends Loss {
  declare readonly p: number;
  declare readonly margin: number;
  declare weight: Tensor | null;

  constructor(...given: Calls.MultiMarginLoss);
  constructor(...given: unknown[]) {
    super(multiMarginLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.multiMarginLoss(input, target, this);
  }
}
