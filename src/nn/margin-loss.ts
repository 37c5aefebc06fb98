/** Losses by margins and by likelihoods as layers; see `functional/margin-loss.ts` for the formulas. */
import { signature, type Calls, type Named } from "../shape/index.ts";
import type { Tensor } from "../tensor/index.ts";
import * as ops from "../tensor/ops/margin-loss.ts";
import { settings } from "./functional/margin-loss.ts";
import { Loss } from "./loss.ts";

const hingeEmbeddingLossSignature = signature("nn.HingeEmbeddingLoss", settings.hingeEmbeddingLoss);

/** The input where the target is 1, and `max(0, margin - input)` where it is -1. */
export class HingeEmbeddingLoss extends Loss {
  declare readonly margin: number;

  constructor(
    margin: number,
    ...more: Calls<typeof hingeEmbeddingLossSignature.arguments, "margin", "sizeAverage reduce reduction">
  );
  constructor(margin: number, sizeAverage?: boolean | null, reduce?: boolean | null, reduction?: ops.Reduction);
  constructor(options?: Named<typeof hingeEmbeddingLossSignature.arguments>);
  constructor(...given: unknown[]) {
    super(hingeEmbeddingLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.hingeEmbeddingLoss(input, target, this);
  }
}

const marginRankingLossSignature = signature("nn.MarginRankingLoss", settings.marginRankingLoss);

/** `max(0, -target * (input1 - input2) + margin)`: the first should be larger where the target is 1, the second where it is -1. */
export class MarginRankingLoss extends Loss {
  declare readonly margin: number;

  constructor(
    margin: number,
    ...more: Calls<typeof marginRankingLossSignature.arguments, "margin", "sizeAverage reduce reduction">
  );
  constructor(margin: number, sizeAverage?: boolean | null, reduce?: boolean | null, reduction?: ops.Reduction);
  constructor(options?: Named<typeof marginRankingLossSignature.arguments>);
  constructor(...given: unknown[]) {
    super(marginRankingLossSignature, given);
  }

  override forward(input1: Tensor, input2: Tensor, target: Tensor): Tensor {
    return ops.marginRankingLoss(input1, input2, target, this);
  }
}

const softMarginLossSignature = signature("nn.SoftMarginLoss", settings.softMarginLoss);

/** `log(1 + exp(-target * input))`, for targets 1 and -1. */
export class SoftMarginLoss extends Loss {
  constructor(
    sizeAverage: boolean | null,
    ...more: Calls<typeof softMarginLossSignature.arguments, "sizeAverage", "reduce reduction">
  );
  constructor(sizeAverage: boolean | null, reduce?: boolean | null, reduction?: ops.Reduction);
  constructor(options?: Named<typeof softMarginLossSignature.arguments>);
  constructor(...given: unknown[]) {
    super(softMarginLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.softMarginLoss(input, target, this);
  }
}

const multilabelSoftMarginLossSignature = signature("nn.MultiLabelSoftMarginLoss", settings.multilabelSoftMarginLoss);

/** Cross entropy of each class by itself [B, C], averaged over classes; targets are 0 or 1. */
export class MultiLabelSoftMarginLoss extends Loss {
  declare weight: Tensor | null;

  constructor(
    weight: Tensor | null,
    ...more: Calls<typeof multilabelSoftMarginLossSignature.arguments, "weight", "sizeAverage reduce reduction">
  );
  constructor(weight: Tensor | null, sizeAverage?: boolean | null, reduce?: boolean | null, reduction?: ops.Reduction);
  constructor(options?: Named<typeof multilabelSoftMarginLossSignature.arguments>);
  constructor(...given: unknown[]) {
    super(multilabelSoftMarginLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.multilabelSoftMarginLoss(input, target, this);
  }
}

const cosineEmbeddingLossSignature = signature("nn.CosineEmbeddingLoss", settings.cosineEmbeddingLoss);

/** `1 - cos` of two vectors where the target is 1, and `max(0, cos - margin)` where it is -1. */
export class CosineEmbeddingLoss extends Loss {
  declare readonly margin: number;

  constructor(
    margin: number,
    ...more: Calls<typeof cosineEmbeddingLossSignature.arguments, "margin", "sizeAverage reduce reduction">
  );
  constructor(margin: number, sizeAverage?: boolean | null, reduce?: boolean | null, reduction?: ops.Reduction);
  constructor(options?: Named<typeof cosineEmbeddingLossSignature.arguments>);
  constructor(...given: unknown[]) {
    super(cosineEmbeddingLossSignature, given);
  }

  override forward(input1: Tensor, input2: Tensor, target: Tensor): Tensor {
    return ops.cosineEmbeddingLoss(input1, input2, target, this);
  }
}

const tripletMarginLossSignature = signature("nn.TripletMarginLoss", settings.tripletMarginLoss);

/** `max(0, |anchor - positive| - |anchor - negative| + margin)`; with `swap` the negative may be as near to the positive. */
export class TripletMarginLoss extends Loss {
  declare readonly margin: number;
  declare readonly p: number;
  declare readonly eps: number;
  declare readonly swap: boolean;

  constructor(
    margin: number,
    ...more: Calls<typeof tripletMarginLossSignature.arguments, "margin", "p eps swap sizeAverage reduce reduction">
  );
  constructor(
    margin: number,
    p?: number,
    eps?: number,
    swap?: boolean,
    sizeAverage?: boolean | null,
    reduce?: boolean | null,
    reduction?: ops.Reduction,
  );
  constructor(options?: Named<typeof tripletMarginLossSignature.arguments>);
  constructor(...given: unknown[]) {
    super(tripletMarginLossSignature, given);
  }

  override forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    return ops.tripletMarginLoss(anchor, positive, negative, this);
  }
}

const poissonNllLossSignature = signature("nn.PoissonNLLLoss", settings.poissonNllLoss);

/** Minus the log likelihood of counts; the input is the expected count, or its logarithm. */
export class PoissonNLLLoss extends Loss {
  declare readonly logInput: boolean;
  declare readonly full: boolean;
  declare readonly eps: number;

  constructor(
    logInput: boolean,
    ...more: Calls<typeof poissonNllLossSignature.arguments, "logInput", "full sizeAverage eps reduce reduction">
  );
  constructor(
    logInput: boolean,
    full?: boolean,
    sizeAverage?: boolean | null,
    eps?: number,
    reduce?: boolean | null,
    reduction?: ops.Reduction,
  );
  constructor(options?: Named<typeof poissonNllLossSignature.arguments>);
  constructor(...given: unknown[]) {
    super(poissonNllLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.poissonNllLoss(input, target, this);
  }
}

const gaussianNllLossSignature = signature("nn.GaussianNLLLoss", settings.gaussianNllLoss);

/** Minus the log likelihood of the target under a normal distribution with mean `input` and variance `var`. */
export class GaussianNLLLoss extends Loss {
  declare readonly full: boolean;
  declare readonly eps: number;

  constructor(full: boolean, ...more: Calls<typeof gaussianNllLossSignature.arguments, "full", "eps reduction">);
  constructor(full: boolean, eps?: number, reduction?: ops.Reduction);
  constructor(options?: Named<typeof gaussianNllLossSignature.arguments>);
  constructor(...given: unknown[]) {
    super(gaussianNllLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor, variance: Tensor): Tensor {
    return ops.gaussianNllLoss(input, target, variance, this);
  }
}

const multiMarginLossSignature = signature("nn.MultiMarginLoss", settings.multiMarginLoss);

/** The mean over the other classes of `max(0, margin - input[target] + input[other]) ** p`, for inputs [B, C]. */
export class MultiMarginLoss extends Loss {
  declare readonly p: number;
  declare readonly margin: number;
  declare weight: Tensor | null;

  constructor(
    p: number,
    ...more: Calls<typeof multiMarginLossSignature.arguments, "p", "margin weight sizeAverage reduce reduction">
  );
  constructor(
    p: number,
    margin?: number,
    weight?: Tensor | null,
    sizeAverage?: boolean | null,
    reduce?: boolean | null,
    reduction?: ops.Reduction,
  );
  constructor(options?: Named<typeof multiMarginLossSignature.arguments>);
  constructor(...given: unknown[]) {
    super(multiMarginLossSignature, given);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return ops.multiMarginLoss(input, target, this);
  }
}
