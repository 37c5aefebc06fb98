/** Pooling layers over images [B, C, H, W] (or [C, H, W]) and sequences [B, C, L] (or [C, L]). */
import { optional, signature, type Arguments, type Signature } from "../shape/index.ts";
import type { Tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";
import * as ops from "../tensor/ops/pool.ts";
import {
  adaptiveSettings1d,
  adaptiveSettings2d,
  avgSettings,
  divisorSettings,
  maxSettings,
} from "./functional/pool.ts";
import { Module } from "./module.ts";
import { python, type Shown } from "./repr.ts";
import type * as Calls from "./calls.ts";

type Size = number | readonly number[];

/** A pool: its arguments become its properties, and its repr shows some of them. */
abstract class Pool extends Module {
  /** The settings it shows, in torch's spelling, next to the names of the properties. */
  protected abstract readonly shown: Readonly<Record<string, string>>;

  constructor(signed: Signature<Arguments>, given: readonly unknown[]) {
    super();
    Object.assign(this, signed.read(given));
  }

  override extraRepr(): string {
    const shown = Object.entries(this.shown);
    return shown.map(([name, label]) => `${label}=${python(this[name as keyof this] as Shown)}`).join(", ");
  }
}

/** A pool over windows; the stride is the kernel size unless given. */
abstract class WindowPool extends Pool {
  declare readonly kernelSize: Size;
  declare readonly stride: Size;
  declare readonly padding: Size;
  declare readonly ceilMode: boolean;

  constructor(signed: Signature<Arguments>, given: readonly unknown[]) {
    super(signed, given);
    Object.assign(this, { stride: (this.stride as Size | null) ?? this.kernelSize });
  }
}

const maxArguments = (n: number) => ({
  ...maxSettings(n),
  returnIndices: optional(is.bool, false),
  ceilMode: optional(is.bool, false),
});

abstract class MaxPool extends WindowPool {
  declare readonly dilation: Size;
  declare readonly returnIndices: boolean;
  protected override get shown() {
    return {
      kernelSize: "kernel_size",
      stride: "stride",
      padding: "padding",
      dilation: "dilation",
      ceilMode: "ceil_mode",
    };
  }
}

export const maxPool2dSignature = signature("nn.MaxPool2d", maxArguments(2));

/**
 * The largest value of each window; with `returnIndices` the maxima and their positions as a pair.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.MaxPool2d.html.
 *
 * @example
 * new nn.MaxPool2d(2)(torch.zeros(1, 16, 32, 32)).shape; // torch.Size([1, 16, 16, 16])
 */
export class MaxPool2d extends MaxPool {
  constructor(...given: Calls.MaxPool2d);
  constructor(...given: unknown[]) {
    super(maxPool2dSignature, given);
  }

  override forward(input: Tensor): Tensor {
    if (this.returnIndices) return ops.maxPool2dWithIndices(input, this) as unknown as Tensor;
    return ops.maxPool2d(input, this);
  }
}

export const maxPool1dSignature = signature("nn.MaxPool1d", maxArguments(1));

/**
 * The largest value of each window of sequences [B, C, L].
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.MaxPool1d.html.
 */
export class MaxPool1d extends MaxPool {
  constructor(...given: Calls.MaxPool1d);
  constructor(...given: unknown[]) {
    super(maxPool1dSignature, given);
  }

  override forward(input: Tensor): Tensor {
    if (this.returnIndices) return ops.maxPool1dWithIndices(input, this) as unknown as Tensor;
    return ops.maxPool1d(input, this);
  }
}

abstract class AvgPool extends WindowPool {
  declare readonly countIncludePad: boolean;
  declare readonly divisorOverride: number | null;
  protected override get shown() {
    return { kernelSize: "kernel_size", stride: "stride", padding: "padding" };
  }
}

export const avgPool2dSignature = signature("nn.AvgPool2d", { ...avgSettings(2), ...divisorSettings });

/**
 * The mean of each window; the stride is the kernel size unless given.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.AvgPool2d.html.
 */
export class AvgPool2d extends AvgPool {
  constructor(...given: Calls.AvgPool2d);
  constructor(...given: unknown[]) {
    super(avgPool2dSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return ops.avgPool2d(input, this);
  }
}

export const avgPool1dSignature = signature("nn.AvgPool1d", avgSettings(1));

/**
 * The mean of each window of sequences [B, C, L].
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.AvgPool1d.html.
 */
export class AvgPool1d extends AvgPool {
  constructor(...given: Calls.AvgPool1d);
  constructor(...given: unknown[]) {
    super(avgPool1dSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return ops.avgPool1d(input, this);
  }

  /** torch shows these as tuples. */
  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    const one = (size: Size): string => python(typeof size === "number" ? [size] : size);
    return `kernel_size=${one(kernelSize)}, stride=${one(stride)}, padding=${one(padding)}`;
  }
}

abstract class AdaptivePool extends Pool {
  declare readonly outputSize: ops.OutputSize;
  protected override get shown() {
    return { outputSize: "output_size" };
  }
}

export const adaptiveAvgPool1dSignature = signature("nn.AdaptiveAvgPool1d", adaptiveSettings1d);

/** Means over windows of sequences [B, C, L], chosen so that the output has `outputSize`. */
export class AdaptiveAvgPool1d extends AdaptivePool {
  constructor(...given: Calls.AdaptiveAvgPool1d);
  constructor(...given: unknown[]) {
    super(adaptiveAvgPool1dSignature, given);
  }

  override forward(input: Tensor): Tensor {
    const size = this.outputSize;
    return ops.adaptiveAvgPool1d(input, typeof size === "number" ? size : size![0]!);
  }
}

export const adaptiveAvgPool2dSignature = signature("nn.AdaptiveAvgPool2d", adaptiveSettings2d);

/** Means over windows, chosen so that the output has `outputSize`; null keeps the input's size. */
export class AdaptiveAvgPool2d extends AdaptivePool {
  constructor(...given: Calls.AdaptiveAvgPool2d);
  constructor(...given: unknown[]) {
    super(adaptiveAvgPool2dSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return ops.adaptiveAvgPool2d(input, this.outputSize);
  }
}

export const adaptiveMaxPool2dSignature = signature("nn.AdaptiveMaxPool2d", {
  ...adaptiveSettings2d,
  returnIndices: optional(is.bool, false),
});

/**
 * Maxima over windows, chosen so that the output has `outputSize`; with `returnIndices` the maxima and their positions
 * as a pair.
 */
export class AdaptiveMaxPool2d extends AdaptivePool {
  declare readonly returnIndices: boolean;

  constructor(...given: Calls.AdaptiveMaxPool2d);
  constructor(...given: unknown[]) {
    super(adaptiveMaxPool2dSignature, given);
  }

  override forward(input: Tensor): Tensor {
    const pooled = ops.adaptiveMaxPool2dWithIndices(input, this.outputSize);
    return this.returnIndices ? (pooled as unknown as Tensor) : pooled[0];
  }
}
