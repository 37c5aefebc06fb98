/**
 * Convolution layers. B batch, C input channels, O output channels, G groups, H and W height and width, K kernel sizes.
 * The weight is [O, C / G, K, K]; of a transposed convolution [C, O / G, K, K].
 */
import { conv1d, conv2d, convTranspose2d, type ConvPadding } from "../tensor/ops/conv.ts";
import { pad, type PadMode } from "../tensor/ops/pad.ts";
import { Tensor, empty } from "../tensor/index.ts";
import { pair, resolveArguments, type Pair } from "../shape/arguments.ts";
import { calculateFanInAndFanOut, kaimingUniform_, uniform_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter, parameterIf } from "./parameter.ts";
import { python } from "./repr.ts";

/** How the border is filled: with zeros, mirrored, with the edge's value, or from the opposite edge. */
export type PaddingMode = "zeros" | "reflect" | "replicate" | "circular";

export type Conv2dOptions = {
  stride?: Pair;
  padding?: Pair | "same" | "valid";
  dilation?: Pair;
  groups?: number;
  bias?: boolean;
  paddingMode?: PaddingMode;
};
export type Conv2dArguments = {
  inChannels: number;
  outChannels: number;
  kernelSize: Pair;
} & Conv2dOptions;

export type ConvTranspose2dOptions = {
  stride?: Pair;
  padding?: Pair;
  outputPadding?: Pair;
  groups?: number;
  bias?: boolean;
  dilation?: Pair;
};
export type ConvTranspose2dArguments = {
  inChannels: number;
  outChannels: number;
  kernelSize: Pair;
} & ConvTranspose2dOptions;

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
    this.weight = new Parameter(empty([first, second / groups, ...kernelSize]));
    this.bias = parameterIf(settings.bias, () => empty([outChannels]));
    this.resetParameters();
    this.keepKinds();
  }

  /** Draws the weight, then the bias, both uniform within `1 / sqrt(fanIn)`. */
  resetParameters(): void {
    kaimingUniform_(this.weight, { a: Math.sqrt(5) });
    if (this.bias === null) return;
    const { fanIn } = calculateFanInAndFanOut(this.weight);
    if (fanIn === 0) return;
    const bound = 1 / Math.sqrt(fanIn);
    uniform_(this.bias, -bound, bound);
  }

  /** Zero padding is the convolution's own; the other modes fill the border first. Returns what is left to pad. */
  protected padded(input: Tensor): [Tensor, ConvPadding] {
    if (this.paddingMode === "zeros") return [input, this.padding];
    const modes: Record<string, PadMode> = { reflect: "reflect", replicate: "replicate", circular: "circular" };
    return [pad(input, borders(this), { mode: modes[this.paddingMode] }), 0];
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

function checkSettings({ inChannels, outChannels, groups, padding, stride, paddingMode }: ConvSettings): void {
  if (groups <= 0) throw new RangeError("groups must be a positive integer");
  if (inChannels % groups !== 0) throw new RangeError("in_channels must be divisible by groups");
  if (outChannels % groups !== 0) throw new RangeError("out_channels must be divisible by groups");
  if (typeof padding === "string" && padding !== "same" && padding !== "valid") {
    throw new RangeError(`Invalid padding string '${String(padding)}', should be one of {'valid', 'same'}`);
  }
  if (padding === "same" && stride.some((n) => n !== 1)) {
    throw new RangeError("padding='same' is not supported for strided convolutions");
  }
  const modes = ["zeros", "reflect", "replicate", "circular"];
  if (!modes.includes(paddingMode)) {
    throw new RangeError(
      `padding_mode must be one of {${modes.map(python).join(", ")}}, but got padding_mode='${paddingMode}'`,
    );
  }
}

/** The padding in the order of `F.pad`: last dimension first, both sides of each. */
function borders({ padding, kernelSize, dilation }: Pick<ConvNd, "padding" | "kernelSize" | "dilation">): number[] {
  const sides = kernelSize.map((kernel, d): [number, number] => {
    if (padding === "valid") return [0, 0];
    if (padding !== "same") return [padding[d], padding[d]];
    const total = dilation[d] * (kernel - 1);
    return [Math.floor(total / 2), total - Math.floor(total / 2)];
  });
  return sides.reverse().flat();
}

const order = [
  "inChannels",
  "outChannels",
  "kernelSize",
  "stride",
  "padding",
  "dilation",
  "groups",
  "bias",
  "paddingMode",
] as const;

function settings(
  callee: string,
  given: readonly unknown[],
  spread: (value: Pair, name: string) => number[],
): ConvSettings {
  const args = resolveArguments<Conv2dArguments>(callee, order, 3, given) as Conv2dArguments;
  const { inChannels, outChannels, kernelSize, stride = 1, padding = 0, dilation = 1 } = args;
  return {
    inChannels,
    outChannels,
    kernelSize: spread(kernelSize, "kernelSize"),
    stride: spread(stride, "stride"),
    padding: typeof padding === "string" ? padding : spread(padding, "padding"),
    dilation: spread(dilation, "dilation"),
    groups: args.groups ?? 1,
    bias: args.bias ?? true,
    paddingMode: args.paddingMode ?? "zeros",
  };
}

/**
 * 2D convolution of images [B, C, H, W] (or [C, H, W]), made as in torch in any of three ways.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.Conv2d.html.
 *
 * @throws RangeError if the channels are not divisible by `groups`, or `padding` is unknown or "same" with a stride.
 *
 * @example
 * const conv = new nn.Conv2d(3, 6, { kernelSize: 3, padding: 1 });
 * conv(torch.zeros(1, 3, 4, 4)).shape; // torch.Size([1, 6, 4, 4])
 */
export class Conv2d extends ConvNd {
  constructor(inChannels: number, outChannels: number, kernelSize: Pair, options?: Conv2dOptions);
  constructor(inChannels: number, outChannels: number, options: { kernelSize: Pair } & Conv2dOptions);
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Pair,
    stride: Pair,
    padding?: Pair | "same" | "valid",
    dilation?: Pair,
    groups?: number,
    bias?: boolean,
    paddingMode?: PaddingMode,
  );
  constructor(options: Conv2dArguments);
  constructor(...given: unknown[]) {
    super(settings("Conv2d", given, (value, name) => pair(value, "Conv2d", name)));
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
  constructor(inChannels: number, outChannels: number, kernelSize: number, options?: Conv1dOptions);
  constructor(inChannels: number, outChannels: number, options: Conv1dOptions & { kernelSize: number });
  constructor(options: Conv1dOptions & { inChannels: number; outChannels: number; kernelSize: number });
  constructor(...given: unknown[]) {
    super(settings("Conv1d", given, (value) => (typeof value === "number" ? [value] : [...value])));
  }

  override forward(input: Tensor): Tensor {
    const [padded, padding] = this.padded(input);
    const { stride, dilation, groups } = this;
    return conv1d(padded, this.weight, this.bias, { stride, padding, dilation, groups });
  }
}

export type Conv1dOptions = {
  stride?: number;
  padding?: number | "same" | "valid";
  dilation?: number;
  groups?: number;
  bias?: boolean;
  paddingMode?: PaddingMode;
};

const transposeOrder = [
  "inChannels",
  "outChannels",
  "kernelSize",
  "stride",
  "padding",
  "outputPadding",
  "groups",
  "bias",
  "dilation",
] as const;

function transposeSettings(given: readonly unknown[]): ConvSettings {
  const name = "ConvTranspose2d";
  const args = resolveArguments<ConvTranspose2dArguments>(name, transposeOrder, 3, given) as ConvTranspose2dArguments;
  return {
    inChannels: args.inChannels,
    outChannels: args.outChannels,
    kernelSize: pair(args.kernelSize, name, "kernelSize"),
    stride: pair(args.stride ?? 1, name, "stride"),
    padding: pair(args.padding ?? 0, name, "padding"),
    dilation: pair(args.dilation ?? 1, name, "dilation"),
    groups: args.groups ?? 1,
    bias: args.bias ?? true,
    paddingMode: "zeros",
    outputPadding: pair(args.outputPadding ?? 0, name, "outputPadding"),
  };
}

/**
 * The gradient of a 2D convolution as a layer: enlarges images [B, C, H, W] by its stride.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.ConvTranspose2d.html.
 */
export class ConvTranspose2d extends ConvNd {
  constructor(inChannels: number, outChannels: number, kernelSize: Pair, options?: ConvTranspose2dOptions);
  constructor(inChannels: number, outChannels: number, options: ConvTranspose2dOptions & { kernelSize: Pair });
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Pair,
    stride: Pair,
    padding?: Pair,
    outputPadding?: Pair,
    groups?: number,
    bias?: boolean,
    dilation?: Pair,
  );
  constructor(options: ConvTranspose2dArguments);
  constructor(...given: unknown[]) {
    super(transposeSettings(given));
  }

  override forward(input: Tensor): Tensor {
    const { stride, dilation, groups } = this;
    const padding = this.padding as readonly number[];
    const outputPadding = this.outputPadding ?? 0;
    return convTranspose2d(input, this.weight, this.bias, { stride, padding, outputPadding, groups, dilation });
  }
}
