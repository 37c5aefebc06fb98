/**
 * Convolutions over volumes, and transposed convolutions over sequences and volumes. B batch, C channels, L length, D,
 * H and W depth, height and width.
 */
import { optional, required, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import type { Tensor } from "../tensor/index.ts";
import { conv3d, convTranspose1d, convTranspose3d } from "../tensor/ops/conv3d.ts";
import { ConvNd, outputPaddingFor } from "./conv.ts";
import { placement } from "./parameter.ts";
import type * as Calls from "./calls.ts";

const transposed = (dims: number) => ({
  inChannels: required(is.count),
  outChannels: required(is.count),
  kernelSize: required(is.countsOf(dims)),
  stride: optional(is.sizeOf(dims), Array<number>(dims).fill(1)),
  padding: optional(is.sizeOf(dims), Array<number>(dims).fill(0)),
  outputPadding: optional(is.sizeOf(dims), Array<number>(dims).fill(0)),
  groups: optional(is.int, 1),
  bias: optional(is.bool, true),
  dilation: optional(is.sizeOf(dims), Array<number>(dims).fill(1)),
  paddingMode: optional(is.oneOf("zeros"), "zeros"),
  ...placement,
});

export const conv3dSignature = signature("nn.Conv3d", {
  inChannels: required(is.count),
  outChannels: required(is.count),
  kernelSize: required(is.countsOf(3)),
  stride: optional(is.sizeOf(3), [1, 1, 1]),
  padding: optional(is.either(is.sizeOf(3), is.oneOf("same", "valid")), [0, 0, 0]),
  dilation: optional(is.sizeOf(3), [1, 1, 1]),
  groups: optional(is.int, 1),
  bias: optional(is.bool, true),
  paddingMode: optional(is.oneOf("zeros", "reflect", "replicate", "circular"), "zeros"),
  ...placement,
});

/**
 * 3D convolution of volumes [B, C, D, H, W] (or [C, D, H, W]).
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.Conv3d.html.
 *
 * @example
 * new nn.Conv3d(1, 2, 3)(torch.zeros(1, 1, 4, 5, 6)).shape; // torch.Size([1, 2, 2, 3, 4])
 */
export class Conv3d extends ConvNd {
  constructor(...given: Calls.Conv3d);
  constructor(...given: unknown[]) {
    super(conv3dSignature.read(given));
  }

  override forward(input: Tensor): Tensor {
    const [padded, padding] = this.padded(input);
    const { stride, dilation, groups } = this;
    return conv3d(padded, this.weight, this.bias, { stride, padding, dilation, groups });
  }
}

export const transpose1dSignature = signature("nn.ConvTranspose1d", transposed(1));
export const transpose3dSignature = signature("nn.ConvTranspose3d", transposed(3));

/**
 * The gradient of a 1D convolution as a layer: lengthens sequences [B, C, L] by its stride.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.ConvTranspose1d.html.
 */
export class ConvTranspose1d extends ConvNd {
  constructor(...given: Calls.ConvTranspose1d);
  constructor(...given: unknown[]) {
    super(transpose1dSignature.read(given));
  }

  /** @param outputSize which of the sizes that the stride allows the output should have */
  override forward(input: Tensor, outputSize?: number | readonly number[] | null): Tensor {
    const outputPadding = outputPaddingFor(this, input, outputSize);
    return convTranspose1d(input, this.weight, this.bias, { ...transposeOptions(this), outputPadding });
  }
}

/**
 * The gradient of a 3D convolution as a layer: enlarges volumes [B, C, D, H, W] by its stride.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.ConvTranspose3d.html.
 */
export class ConvTranspose3d extends ConvNd {
  constructor(...given: Calls.ConvTranspose3d);
  constructor(...given: unknown[]) {
    super(transpose3dSignature.read(given));
  }

  /** @param outputSize which of the sizes that the stride allows the output should have */
  override forward(input: Tensor, outputSize?: number | readonly number[] | null): Tensor {
    const outputPadding = outputPaddingFor(this, input, outputSize);
    return convTranspose3d(input, this.weight, this.bias, { ...transposeOptions(this), outputPadding });
  }
}

function transposeOptions({ stride, padding, groups, dilation }: ConvNd) {
  return { stride, padding: padding as readonly number[], groups, dilation };
}
