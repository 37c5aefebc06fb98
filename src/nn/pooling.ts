/** Pooling layers over images [B, C, H, W] (or [C, H, W]) and sequences [B, C, L] (or [C, L]). */
import {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveMaxPool2d,
  avgPool1d,
  avgPool2d,
  maxPool1d,
  maxPool2d,
  type OutputSize,
} from "../tensor/ops/pool.ts";
import type { Tensor } from "../tensor/index.ts";
import { resolveArguments, type Pair } from "../shape/arguments.ts";
import { Module } from "./module.ts";
import { python } from "./repr.ts";

export type MaxPool2dOptions = { stride?: Pair; padding?: Pair; dilation?: Pair; ceilMode?: boolean };
export type AvgPool2dOptions = {
  stride?: Pair;
  padding?: Pair;
  ceilMode?: boolean;
  countIncludePad?: boolean;
  divisorOverride?: number;
};

const maxOrder = ["kernelSize", "stride", "padding", "dilation", "ceilMode"] as const;
const avgOrder = ["kernelSize", "stride", "padding", "ceilMode", "countIncludePad", "divisorOverride"] as const;

/**
 * The largest value of each window; the stride is the kernel's size unless given.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.MaxPool2d.html.
 *
 * @example
 * new nn.MaxPool2d(2)(torch.zeros(1, 16, 32, 32)).shape; // torch.Size([1, 16, 16, 16])
 */
export class MaxPool2d extends Module {
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
  readonly ceilMode: boolean;

  constructor(kernelSize: Pair, options?: MaxPool2dOptions);
  constructor(kernelSize: Pair, stride: Pair, padding?: Pair, dilation?: Pair, ceilMode?: boolean);
  constructor(options: MaxPool2dOptions & { kernelSize: Pair });
  constructor(...given: unknown[]) {
    super();
    type Arguments = MaxPool2dOptions & { kernelSize: Pair };
    const args = resolveArguments<Arguments>("MaxPool2d", maxOrder, 1, given) as Arguments;
    this.kernelSize = args.kernelSize;
    this.stride = args.stride ?? args.kernelSize;
    this.padding = args.padding ?? 0;
    this.dilation = args.dilation ?? 1;
    this.ceilMode = args.ceilMode ?? false;
  }

  override forward(input: Tensor): Tensor {
    return maxPool2d(input, this);
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding, dilation, ceilMode } = this;
    return (
      `kernel_size=${python(kernelSize)}, stride=${python(stride)}, padding=${python(padding)}, ` +
      `dilation=${python(dilation)}, ceil_mode=${python(ceilMode)}`
    );
  }
}

/**
 * The mean of each window; the stride is the kernel's size unless given.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.AvgPool2d.html.
 */
export class AvgPool2d extends Module {
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | undefined;

  constructor(kernelSize: Pair, options?: AvgPool2dOptions);
  constructor(
    kernelSize: Pair,
    stride: Pair,
    padding?: Pair,
    ceilMode?: boolean,
    countIncludePad?: boolean,
    divisorOverride?: number,
  );
  constructor(options: AvgPool2dOptions & { kernelSize: Pair });
  constructor(...given: unknown[]) {
    super();
    type Arguments = AvgPool2dOptions & { kernelSize: Pair };
    const args = resolveArguments<Arguments>("AvgPool2d", avgOrder, 1, given) as Arguments;
    this.kernelSize = args.kernelSize;
    this.stride = args.stride ?? args.kernelSize;
    this.padding = args.padding ?? 0;
    this.ceilMode = args.ceilMode ?? false;
    this.countIncludePad = args.countIncludePad ?? true;
    this.divisorOverride = args.divisorOverride;
  }

  override forward(input: Tensor): Tensor {
    return avgPool2d(input, this);
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    return `kernel_size=${python(kernelSize)}, stride=${python(stride)}, padding=${python(padding)}`;
  }
}

/** Means over windows chosen so that the output has `outputSize`; null keeps the input's size. */
export class AdaptiveAvgPool2d extends Module {
  readonly outputSize: OutputSize;

  constructor(outputSize: OutputSize) {
    super();
    this.outputSize = outputSize;
  }

  override forward(input: Tensor): Tensor {
    return adaptiveAvgPool2d(input, this.outputSize);
  }

  override extraRepr(): string {
    return `output_size=${python(this.outputSize)}`;
  }
}

/** Maxima over windows chosen so that the output has `outputSize`; null keeps the input's size. */
export class AdaptiveMaxPool2d extends Module {
  readonly outputSize: OutputSize;

  constructor(outputSize: OutputSize) {
    super();
    this.outputSize = outputSize;
  }

  override forward(input: Tensor): Tensor {
    return adaptiveMaxPool2d(input, this.outputSize);
  }

  override extraRepr(): string {
    return `output_size=${python(this.outputSize)}`;
  }
}

export type MaxPool1dOptions = { stride?: number; padding?: number; dilation?: number; ceilMode?: boolean };
export type AvgPool1dOptions = { stride?: number; padding?: number; ceilMode?: boolean; countIncludePad?: boolean };

/** The largest value of each window of sequences [B, C, L]. */
export class MaxPool1d extends Module {
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  readonly ceilMode: boolean;

  constructor(kernelSize: number, options?: MaxPool1dOptions);
  constructor(kernelSize: number, stride: number, padding?: number, dilation?: number, ceilMode?: boolean);
  constructor(options: MaxPool1dOptions & { kernelSize: number });
  constructor(...given: unknown[]) {
    super();
    type Arguments = MaxPool1dOptions & { kernelSize: number };
    const args = resolveArguments<Arguments>("MaxPool1d", maxOrder, 1, given) as Arguments;
    this.kernelSize = args.kernelSize;
    this.stride = args.stride ?? args.kernelSize;
    this.padding = args.padding ?? 0;
    this.dilation = args.dilation ?? 1;
    this.ceilMode = args.ceilMode ?? false;
  }

  override forward(input: Tensor): Tensor {
    return maxPool1d(input, this);
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding, dilation, ceilMode } = this;
    return (
      `kernel_size=${kernelSize}, stride=${stride}, padding=${padding}, ` +
      `dilation=${dilation}, ceil_mode=${python(ceilMode)}`
    );
  }
}

/** The mean of each window of sequences [B, C, L]. */
export class AvgPool1d extends Module {
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: number;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;

  constructor(kernelSize: number, options?: AvgPool1dOptions);
  constructor(kernelSize: number, stride: number, padding?: number, ceilMode?: boolean, countIncludePad?: boolean);
  constructor(options: AvgPool1dOptions & { kernelSize: number });
  constructor(...given: unknown[]) {
    super();
    type Arguments = AvgPool1dOptions & { kernelSize: number };
    const order = ["kernelSize", "stride", "padding", "ceilMode", "countIncludePad"] as const;
    const args = resolveArguments<Arguments>("AvgPool1d", order, 1, given) as Arguments;
    this.kernelSize = args.kernelSize;
    this.stride = args.stride ?? args.kernelSize;
    this.padding = args.padding ?? 0;
    this.ceilMode = args.ceilMode ?? false;
    this.countIncludePad = args.countIncludePad ?? true;
  }

  override forward(input: Tensor): Tensor {
    return avgPool1d(input, this);
  }

  override extraRepr(): string {
    return `kernel_size=(${this.kernelSize},), stride=(${this.stride},), padding=(${this.padding},)`;
  }
}

/** Means over windows of sequences [B, C, L] chosen so that the output has `outputSize`. */
export class AdaptiveAvgPool1d extends Module {
  readonly outputSize: number;

  constructor(outputSize: number) {
    super();
    this.outputSize = outputSize;
  }

  override forward(input: Tensor): Tensor {
    return adaptiveAvgPool1d(input, this.outputSize);
  }

  override extraRepr(): string {
    return `output_size=${this.outputSize}`;
  }
}
