/** Dropout: active in training mode only. The masks are the generator's, as in torch on a CPU without Intel's MKL. */
import { alphaDropout, dropout, dropout1d, dropout2d, dropout3d, featureAlphaDropout } from "../tensor/ops/dropout.ts";
import type { Tensor } from "../tensor/index.ts";
import { optional, signature, type Signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { Module } from "./module.ts";
import { python } from "./repr.ts";
import type * as Calls from "./calls.ts";

const settings = { p: optional(is.number, 0.5), inplace: optional(is.bool, false) };

abstract class DropoutNd extends Module {
  readonly p: number;
  readonly inplace: boolean;

  constructor(signed: Signature<typeof settings>, given: readonly unknown[]) {
    super();
    const { p, inplace } = signed.read(given);
    if (!(p >= 0 && p <= 1)) throw new RangeError(`dropout probability has to be between 0 and 1, but got ${p}`);
    this.p = p;
    this.inplace = inplace;
  }

  override extraRepr(): string {
    return `p=${this.p}, inplace=${python(this.inplace)}`;
  }
}

export const dropoutSignature = signature("nn.Dropout", settings);
export const dropout2dSignature = signature("nn.Dropout2d", settings);

/**
 * Zeroes each element with probability p and divides the rest by 1 - p.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.Dropout.html.
 */
export class Dropout extends DropoutNd {
  constructor(...given: Calls.Dropout);
  constructor(...given: unknown[]) {
    super(dropoutSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return dropout(input, this.p, this.training, this.inplace);
  }
}

/** Zeroes whole channels of images [B, C, H, W] with probability p. */
export class Dropout2d extends DropoutNd {
  constructor(...given: Calls.Dropout2d);
  constructor(...given: unknown[]) {
    super(dropout2dSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return dropout2d(input, this.p, this.training, this.inplace);
  }
}

export const dropout1dSignature = signature("nn.Dropout1d", settings);

/** Zeroes whole channels of sequences [B, C, L] with probability p. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.Dropout1d.html. */
export class Dropout1d extends DropoutNd {
  constructor(...given: Calls.Dropout1d);
  constructor(...given: unknown[]) {
    super(dropout1dSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return dropout1d(input, this.p, this.training, this.inplace);
  }
}

export const dropout3dSignature = signature("nn.Dropout3d", settings);

/** Zeroes whole channels of volumes [B, C, D, H, W] with probability p. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.Dropout3d.html. */
export class Dropout3d extends DropoutNd {
  constructor(...given: Calls.Dropout3d);
  constructor(...given: unknown[]) {
    super(dropout3dSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return dropout3d(input, this.p, this.training, this.inplace);
  }
}

export const alphaDropoutSignature = signature("nn.AlphaDropout", settings);

/** Dropout that keeps mean and variance of what `SELU` makes. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.AlphaDropout.html. */
export class AlphaDropout extends DropoutNd {
  constructor(...given: Calls.AlphaDropout);
  constructor(...given: unknown[]) {
    super(alphaDropoutSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return alphaDropout(input, this.p, this.training, this.inplace);
  }
}

export const featureAlphaDropoutSignature = signature("nn.FeatureAlphaDropout", settings);

/** `AlphaDropout` of whole channels. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.FeatureAlphaDropout.html. */
export class FeatureAlphaDropout extends DropoutNd {
  constructor(...given: Calls.FeatureAlphaDropout);
  constructor(...given: unknown[]) {
    super(featureAlphaDropoutSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return featureAlphaDropout(input, this.p, this.training, this.inplace);
  }
}
