/** Layers without parameters that measure, shuffle and cut: distances, pixel shuffles, patches. */
import { optional, required, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import type { Tensor } from "../tensor/index.ts";
import * as ops from "../tensor/ops/distance.ts";
import { fold, unfold } from "../tensor/ops/unfold.ts";
import { Module } from "./module.ts";
import { python } from "./repr.ts";
import type * as Calls from "./calls.ts";

export const cosine = signature("nn.CosineSimilarity", { dim: optional(is.int, 1), eps: optional(is.number, 1e-8) });

/** The cosine of the angle between vectors along `dim`. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.CosineSimilarity.html. */
export class CosineSimilarity extends Module {
  readonly dim: number;
  readonly eps: number;

  constructor(...given: Calls.CosineSimilarity);
  constructor(...given: unknown[]) {
    super();
    const { dim, eps } = cosine.read(given);
    this.dim = dim;
    this.eps = eps;
  }

  override forward(x1: Tensor, x2: Tensor): Tensor {
    return ops.cosineSimilarity(x1, x2, this.dim, this.eps);
  }
}

export const pairwise = signature("nn.PairwiseDistance", {
  p: optional(is.number, 2),
  eps: optional(is.number, 1e-6),
  keepdim: optional(is.bool, false),
});

/** The p-norm of the difference along the last dimension. */
export class PairwiseDistance extends Module {
  readonly norm: number;
  readonly eps: number;
  readonly keepdim: boolean;

  constructor(...given: Calls.PairwiseDistance);
  constructor(...given: unknown[]) {
    super();
    const { p, eps, keepdim } = pairwise.read(given);
    this.norm = p;
    this.eps = eps;
    this.keepdim = keepdim;
  }

  override forward(x1: Tensor, x2: Tensor): Tensor {
    return ops.pairwiseDistance(x1, x2, this.norm, this.eps, this.keepdim);
  }
}

export const shuffle = signature("nn.PixelShuffle", { upscaleFactor: required(is.int) });
export const unshuffle = signature("nn.PixelUnshuffle", { downscaleFactor: required(is.int) });
export const channels = signature("nn.ChannelShuffle", { groups: required(is.int) });

/** Moves channels into pixels: [B, C * r^2, H, W] to [B, C, H * r, W * r]. */
export class PixelShuffle extends Module {
  readonly upscaleFactor: number;

  constructor(...given: Calls.PixelShuffle);
  constructor(...given: unknown[]) {
    super();
    this.upscaleFactor = shuffle.read(given).upscaleFactor;
  }

  override forward(input: Tensor): Tensor {
    return ops.pixelShuffle(input, this.upscaleFactor);
  }

  override extraRepr(): string {
    return `upscale_factor=${this.upscaleFactor}`;
  }
}

/** Moves pixels into channels: the inverse of `PixelShuffle`. */
export class PixelUnshuffle extends Module {
  readonly downscaleFactor: number;

  constructor(...given: Calls.PixelUnshuffle);
  constructor(...given: unknown[]) {
    super();
    this.downscaleFactor = unshuffle.read(given).downscaleFactor;
  }

  override forward(input: Tensor): Tensor {
    return ops.pixelUnshuffle(input, this.downscaleFactor);
  }

  override extraRepr(): string {
    return `downscale_factor=${this.downscaleFactor}`;
  }
}

/** Reorders the channels by interleaving `groups` groups of them. */
export class ChannelShuffle extends Module {
  readonly groups: number;

  constructor(...given: Calls.ChannelShuffle);
  constructor(...given: unknown[]) {
    super();
    this.groups = channels.read(given).groups;
  }

  override forward(input: Tensor): Tensor {
    return ops.channelShuffle(input, this.groups);
  }

  override extraRepr(): string {
    return `groups=${this.groups}`;
  }
}

const size2 = is.sizesAsWritten(2);
const patchArguments = {
  kernelSize: required(size2),
  dilation: optional(size2, 1),
  padding: optional(size2, 0),
  stride: optional(size2, 1),
};
export const unfoldSignature = signature("nn.Unfold", patchArguments);
export const foldSignature = signature("nn.Fold", { outputSize: required(size2), ...patchArguments });
type Size = number | readonly number[];

/** Every patch that a convolution looks at, as columns. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.Unfold.html. */
export class Unfold extends Module {
  readonly kernelSize: Size;
  readonly dilation: Size;
  readonly padding: Size;
  readonly stride: Size;

  constructor(...given: Calls.Unfold);
  constructor(...given: unknown[]) {
    super();
    const { kernelSize, dilation, padding, stride } = unfoldSignature.read(given);
    this.kernelSize = kernelSize;
    this.dilation = dilation;
    this.padding = padding;
    this.stride = stride;
  }

  override forward(input: Tensor): Tensor {
    const { kernelSize, dilation, padding, stride } = this;
    return unfold(input, { kernelSize, dilation, padding, stride });
  }

  override extraRepr(): string {
    const { kernelSize, dilation, padding, stride } = this;
    return `kernel_size=${python(kernelSize)}, dilation=${python(dilation)}, padding=${python(padding)}, stride=${python(stride)}`;
  }
}

/** Adds patches up at their places. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.Fold.html. */
export class Fold extends Module {
  readonly outputSize: Size;
  readonly kernelSize: Size;
  readonly dilation: Size;
  readonly padding: Size;
  readonly stride: Size;

  constructor(...given: Calls.Fold);
  constructor(...given: unknown[]) {
    super();
    const { outputSize, kernelSize, dilation, padding, stride } = foldSignature.read(given);
    this.outputSize = outputSize;
    this.kernelSize = kernelSize;
    this.dilation = dilation;
    this.padding = padding;
    this.stride = stride;
  }

  override forward(input: Tensor): Tensor {
    const { outputSize, kernelSize, dilation, padding, stride } = this;
    return fold(input, outputSize, { kernelSize, dilation, padding, stride });
  }

  override extraRepr(): string {
    const { outputSize, kernelSize, dilation, padding, stride } = this;
    return (
      `output_size=${python(outputSize)}, kernel_size=${python(kernelSize)}, dilation=${python(dilation)}, ` +
      `padding=${python(padding)}, stride=${python(stride)}`
    );
  }
}
