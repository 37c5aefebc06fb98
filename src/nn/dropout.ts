/** Dropout: active in training mode only. The masks are the generator's, as in torch on a CPU without Intel's MKL. */
import { dropout, dropout2d } from "../tensor/ops/dropout.ts";
import type { Tensor } from "../tensor/index.ts";
import { resolveArguments } from "../shape/arguments.ts";
import { Module } from "./module.ts";
import { python } from "./repr.ts";

export type DropoutOptions = { p?: number; inplace?: boolean };

abstract class DropoutNd extends Module {
  readonly p: number;
  readonly inplace: boolean;

  constructor(p?: number, inplace?: boolean);
  constructor(options: DropoutOptions);
  constructor(...given: unknown[]) {
    super();
    const { p = 0.5, inplace = false } = resolveArguments<DropoutOptions>(new.target.name, ["p", "inplace"], 0, given);
    if (!(p >= 0 && p <= 1)) throw new RangeError(`dropout probability has to be between 0 and 1, but got ${p}`);
    this.p = p;
    this.inplace = inplace;
  }

  override extraRepr(): string {
    return `p=${this.p}, inplace=${python(this.inplace)}`;
  }
}

/**
 * Zeroes each element with probability p and divides the rest by 1 - p.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.Dropout.html.
 */
export class Dropout extends DropoutNd {
  override forward(input: Tensor): Tensor {
    return dropout(input, this.p, this.training, this.inplace);
  }
}

/** Zeroes whole channels of images [B, C, H, W] with probability p. */
export class Dropout2d extends DropoutNd {
  override forward(input: Tensor): Tensor {
    return dropout2d(input, this.p, this.training, this.inplace);
  }
}
