/**
 * Convolution layers. B batch, C input channels, O output channels, G groups, H and W height and width, K kernel sizes.
 * The weight is [O, C / G, K, K]; of a transposed convolution [C, O / G, K, K].
 */
import { conv1d, conv2d, convTranspose2d, type ConvPadding } from "../tensor/ops/conv.ts";
import { pad } from "../tensor/ops/pad.ts";
import { Tensor, empty } from "../tensor/index.ts";
import { formatShape, optional, required, signature, type DType } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { calculateFanInAndFanOut, kaimingUniform_, uniform_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter, parameterIf, placement } from "./parameter.ts";
import { python } from "./repr.ts";
import type * as Calls from "./calls.ts";

/** How the border is filled: with zeros, mirrored, with the edge's value, or from the opposite edge. */
export type PaddingMode = "zeros" | "reflect" | "replicate" | "circular";

const paddingMode = optional(is.oneOf("zeros", "reflect", "replicate", "circular"), "zeros");
/** The arguments of convolutions over `n` dimensions, in torch's order. */
const convArguments = (n: number) => ({
  inChannels: required(is.count),
  outChannels: required(is.count),
  kernelSize: required(is.countsOf(n)),
  stride: optional(is.sizeOf(n), Array<number>(n).fill(1)),
  padding: optional(is.either(is.sizeOf(n), is.oneOf("valid", "same")), Array<number>(n).fill(0)),
  dilation: optional(is.sizeOf(n), Array<number>(n).fill(1)),
  groups: optional(is.int, 1),
  bias: optional(is.bool, true),
  paddingMode,
  ...placement,
});
export const conv1dSignature = signature("nn.Conv1d", convArguments(1));
export const conv2dSignature = signature("nn.Conv2d", convArguments(2));
export const convTranspose2dSignature = signature("nn.ConvTranspose2d", {
  inChannels: required(is.count),
  outChannels: required(is.count),
  kernelSize: required(is.countsOf(2)),
  stride: optional(is.sizeOf(2), [1, 1]),
  padding: optional(is.sizeOf(2), [0, 0]),
  outputPadding: optional(is.sizeOf(2), [0, 0]),
  groups: optional(is.int, 1),
  bias: optional(is.bool, true),
  dilation: optional(is.sizeOf(2), [1, 1]),
  // torch accepts only zeros here.
  paddingMode: optional(is.oneOf("zeros"), "zeros"),
  ...placement,
});

type ConvSettings = {
  inChannels: number;
  outChannels: number;
  kernelSize: number[];
  stride: number[];
  padding: number[] | "same" | "valid";
  dilation: number[];
  groups: number;
  bias: boolean;
  paddingMode: PaddingMode;
  outputPadding?: number[];
  dtype: DType | null;
};

/** What the convolution layers share: settings, parameters, initial values and repr. */
export abstract class ConvNd extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[] | "same" | "valid";
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly paddingMode: PaddingMode;
  readonly outputPadding: readonly number[] | null;
  weight: Parameter;
  /** Null if made with `bias: false`. */
  bias: Parameter;

  constructor(settings: ConvSettings) {
    super();
    const { inChannels, outChannels, kernelSize, groups } = settings;
    checkSettings(settings);
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernelSize = kernelSize;
    this.stride = settings.stride;
    this.padding = settings.padding;
    this.dilation = settings.dilation;
    this.groups = groups;
    this.paddingMode = settings.paddingMode;
    this.outputPadding = settings.outputPadding ?? null;
    const [first, second] = this.outputPadding === null ? [outChannels, inChannels] : [inChannels, outChannels];
    this.weight = new Parameter(empty([first, second / groups, ...kernelSize], { dtype: settings.dtype }));
    this.bias = parameterIf(settings.bias, () => empty([outChannels], { dtype: settings.dtype }));
    this.resetParameters();
    this.keepKinds();
  }

  /** Draws the weight, then the bias, both uniform within `1 / sqrt(fanIn)`. */
  resetParameters(): void {
    // A lazy layer before its first input.
    if (this.outChannels === 0) return;
    kaimingUniform_(this.weight, Math.sqrt(5));
    if (this.bias === null) return;
    const { fanIn } = calculateFanInAndFanOut(this.weight);
    if (fanIn === 0) return;
    const bound = 1 / Math.sqrt(fanIn);
    uniform_(this.bias, -bound, bound);
  }

  /**
   * The convolution itself pads with zeros; the other modes fill the border beforehand. Returns the padding still to be
   * done.
   */
  protected padded(input: Tensor): [Tensor, ConvPadding] {
    if (this.paddingMode === "zeros") return [input, this.padding];
    return [pad(input, borders(this), { mode: this.paddingMode }), 0];
  }

  override extraRepr(): string {
    const none = (values: readonly number[], value: number): boolean => values.every((n) => n === value);
    const parts = [`${this.inChannels}, ${this.outChannels}`];
    parts.push(`kernel_size=${python(this.kernelSize)}, stride=${python(this.stride)}`);
    if (typeof this.padding === "string") parts.push(`padding=${this.padding}`);
    else if (!none(this.padding, 0)) parts.push(`padding=${python(this.padding)}`);
    if (!none(this.dilation, 1)) parts.push(`dilation=${python(this.dilation)}`);
    if (this.outputPadding && !none(this.outputPadding, 0)) parts.push(`output_padding=${python(this.outputPadding)}`);
    if (this.groups !== 1) parts.push(`groups=${this.groups}`);
    if (this.bias === null) parts.push("bias=False");
    if (this.paddingMode !== "zeros") parts.push(`padding_mode=${this.paddingMode}`);
    return parts.join(", ");
  }
}

function checkSettings({ inChannels, outChannels, groups, padding, stride }: ConvSettings): void {
  if (groups <= 0) throw new RangeError("groups must be a positive integer");
  if (inChannels % groups !== 0) throw new RangeError("in_channels must be divisible by groups");
  if (outChannels % groups !== 0) throw new RangeError("out_channels must be divisible by groups");
  if (padding === "same" && stride.some((n) => n !== 1)) {
    throw new RangeError("padding='same' is not supported for strided convolutions");
  }
}

/** The padding in the order of `F.pad`: last dimension first, both sides of each. */
function borders({ padding, kernelSize, dilation }: Pick<ConvNd, "padding" | "kernelSize" | "dilation">): number[] {
  const sides = kernelSize.map((kernel, d): [number, number] => {
    if (padding === "valid") return [0, 0];
    if (padding !== "same") return [padding[d]!, padding[d]!];
    const total = dilation[d]! * (kernel - 1);
    return [Math.floor(total / 2), total - Math.floor(total / 2)];
  });
  return sides.reverse().flat();
}

/**
 * 2D convolution of images [B, C, H, W] (or [C, H, W]); as in torch, its arguments go by position, by name, or both.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.Conv2d.html.
 *
 * @throws RangeError if the channels are not divisible by `groups`, or `padding` is unknown or "same" with a stride.
 *
 * @example
 * const conv = new nn.Conv2d(3, 6, { kernelSize: 3, padding: 1 });
 * conv(torch.zeros(1, 3, 4, 4)).shape; // torch.Size([1, 6, 4, 4])
 */
export class Conv2d extends ConvNd {
  constructor(...given: Calls.Conv2d);
  constructor(...given: unknown[]) {
    super(conv2dSignature.read(given));
  }

  override forward(input: Tensor): Tensor {
    const [padded, padding] = this.padded(input);
    const { stride, dilation, groups } = this;
    return conv2d(padded, this.weight, this.bias, { stride, padding, dilation, groups });
  }
}

/**
 * 1D convolution of sequences [B, C, L] (or [C, L]).
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.Conv1d.html.
 */
export class Conv1d extends ConvNd {
  constructor(...given: Calls.Conv1d);
  constructor(...given: unknown[]) {
    super(conv1dSignature.read(given));
  }

  override forward(input: Tensor): Tensor {
    const [padded, padding] = this.padded(input);
    const { stride, dilation, groups } = this;
    return conv1d(padded, this.weight, this.bias, { stride, padding, dilation, groups });
  }
}

/**
 * The output padding that gives a transposed convolution the requested output size; the layer's own if none is
 * requested.
 *
 * @throws RangeError in torch's words for a size that the stride does not allow.
 */
export function outputPaddingFor(
  layer: ConvNd,
  input: Tensor,
  outputSize: number | readonly number[] | null | undefined,
): readonly number[] {
  if (outputSize === null || outputSize === undefined) return layer.outputPadding!;
  const { kernelSize, stride, dilation } = layer;
  const padding = layer.padding as readonly number[];
  const spatial = kernelSize.length;
  const dims = input.dim();
  const given = typeof outputSize === "number" ? [outputSize] : outputSize;
  const sizes = given.length === dims ? given.slice(-spatial) : given;
  if (sizes.length !== spatial)
    throw new RangeError(
      `ConvTranspose${spatial}D: for ${dims}D input, output_size must have ${spatial} or ${dims} elements (got ${given.length})`,
    );
  const from = input.sizes.slice(-spatial);
  const least = from.map(
    (size, d) => (size - 1) * stride[d]! - 2 * padding[d]! + dilation[d]! * (kernelSize[d]! - 1) + 1,
  );
  const most = least.map((size, d) => size + stride[d]! - 1);
  if (sizes.some((size, d) => size < least[d]! || size > most[d]!))
    throw new RangeError(
      `requested an output size of ${python(sizes)}, but valid sizes range from [${least.join(", ")}] to ` +
        `[${most.join(", ")}] (for an input of torch.Size(${formatShape(from)}))`,
    );
  return sizes.map((size, d) => size - least[d]!);
}

/**
 * The gradient of a 2D convolution as a layer: enlarges images [B, C, H, W] by its stride.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.ConvTranspose2d.html.
 */
export class ConvTranspose2d extends ConvNd {
  constructor(...given: Calls.ConvTranspose2d);
  constructor(...given: unknown[]) {
    super(convTranspose2dSignature.read(given));
  }

  /**
   * @param outputSize which of the sizes that the stride allows the output should have: height and width, or all
   * dimensions
   */
  override forward(input: Tensor, outputSize?: number | readonly number[] | null): Tensor {
    const { stride, dilation, groups } = this;
    const padding = this.padding as readonly number[];
    const outputPadding = outputPaddingFor(this, input, outputSize);
    return convTranspose2d(input, this.weight, this.bias, { stride, padding, outputPadding, groups, dilation });
  }
}
