/** Pooling over volumes [B, C, D, H, W] (or [C, D, H, W]), adaptive max pooling, and max unpooling. */
import { optional, required, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import type { Tensor } from "../tensor/index.ts";
import {
  adaptiveAvgPool3d,
  adaptiveMaxWithIndices,
  avgPool3d,
  maxPool3dWithIndices,
  maxUnpool,
  type OutputSize3d,
} from "../tensor/ops/pool3d.ts";
import { Module } from "./module.ts";
import { python } from "./repr.ts";
import type * as Calls from "./calls.ts";

const size3 = is.sizesAsWritten(3);
type Size = number | readonly number[];

export const maxSignature = signature("nn.MaxPool3d", {
  kernelSize: required(size3),
  stride: optional(is.orNull(size3), null),
  padding: optional(size3, 0),
  dilation: optional(size3, 1),
  returnIndices: optional(is.bool, false),
  ceilMode: optional(is.bool, false),
});

/** The largest value of each window. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.MaxPool3d.html. */
export class MaxPool3d extends Module {
  readonly kernelSize: Size;
  readonly stride: Size;
  readonly padding: Size;
  readonly dilation: Size;
  readonly returnIndices: boolean;
  readonly ceilMode: boolean;

  constructor(...given: Calls.MaxPool3d);
  constructor(...given: unknown[]) {
    super();
    const args = maxSignature.read(given);
    this.kernelSize = args.kernelSize;
    this.stride = args.stride ?? args.kernelSize;
    this.padding = args.padding;
    this.dilation = args.dilation;
    this.returnIndices = args.returnIndices;
    this.ceilMode = args.ceilMode;
  }

  /** With `returnIndices` the positions are returned as a second tensor. */
  override forward(input: Tensor): Tensor {
    const found = maxPool3dWithIndices(input, this);
    return this.returnIndices ? (found as unknown as Tensor) : found[0];
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding, dilation, ceilMode } = this;
    return (
      `kernel_size=${python(kernelSize)}, stride=${python(stride)}, padding=${python(padding)}, ` +
      `dilation=${python(dilation)}, ceil_mode=${python(ceilMode)}`
    );
  }
}

export const avgSignature = signature("nn.AvgPool3d", {
  kernelSize: required(size3),
  stride: optional(is.orNull(size3), null),
  padding: optional(size3, 0),
  ceilMode: optional(is.bool, false),
  countIncludePad: optional(is.bool, true),
  divisorOverride: optional(is.orNull(is.int), null),
});

/** The mean of each window. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.AvgPool3d.html. */
export class AvgPool3d extends Module {
  readonly kernelSize: Size;
  readonly stride: Size;
  readonly padding: Size;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | null;

  constructor(...given: Calls.AvgPool3d);
  constructor(...given: unknown[]) {
    super();
    const args = avgSignature.read(given);
    this.kernelSize = args.kernelSize;
    this.stride = args.stride ?? args.kernelSize;
    this.padding = args.padding;
    this.ceilMode = args.ceilMode;
    this.countIncludePad = args.countIncludePad;
    this.divisorOverride = args.divisorOverride;
  }

  override forward(input: Tensor): Tensor {
    const { divisorOverride, ...options } = this;
    return avgPool3d(input, divisorOverride === null ? options : { ...options, divisorOverride });
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    return `kernel_size=${python(kernelSize)}, stride=${python(stride)}, padding=${python(padding)}`;
  }
}

const outputSize = required(
  is.kind("int or array of ints and nulls", (value): value is OutputSize3d => {
    const fits = (size: unknown): boolean => size === null || Number.isInteger(size);
    return Array.isArray(value) ? value.every(fits) : Number.isInteger(value);
  }),
);
export const adaptiveAvg = signature("nn.AdaptiveAvgPool3d", { outputSize });
const maxArguments = { outputSize, returnIndices: optional(is.bool, false) };
export const adaptiveMax1 = signature("nn.AdaptiveMaxPool1d", maxArguments);
export const adaptiveMax3 = signature("nn.AdaptiveMaxPool3d", maxArguments);

/** Means over windows, chosen so that the output has `outputSize`. */
export class AdaptiveAvgPool3d extends Module {
  readonly outputSize: OutputSize3d;

  constructor(...given: Calls.AdaptiveAvgPool3d);
  constructor(...given: unknown[]) {
    super();
    this.outputSize = adaptiveAvg.read(given).outputSize;
  }

  override forward(input: Tensor): Tensor {
    return adaptiveAvgPool3d(input, this.outputSize);
  }

  override extraRepr(): string {
    return `output_size=${python(this.outputSize)}`;
  }
}

abstract class AdaptiveMaxPool extends Module {
  readonly outputSize: OutputSize3d;
  readonly returnIndices: boolean;
  protected abstract get dims(): 1 | 3;

  constructor(args: { outputSize: OutputSize3d; returnIndices: boolean }) {
    super();
    this.outputSize = args.outputSize;
    this.returnIndices = args.returnIndices;
  }

  /** With `returnIndices` the positions are returned as a second tensor. */
  override forward(input: Tensor): Tensor {
    const found = adaptiveMaxWithIndices(this.dims, input, this.outputSize);
    return this.returnIndices ? (found as unknown as Tensor) : found[0];
  }

  override extraRepr(): string {
    return `output_size=${python(this.outputSize)}`;
  }
}

/** Maxima of sequences [B, C, L] over windows chosen so that the output has `outputSize`. */
export class AdaptiveMaxPool1d extends AdaptiveMaxPool {
  constructor(...given: Calls.AdaptiveMaxPool1d);
  constructor(...given: unknown[]) {
    super(adaptiveMax1.read(given));
  }

  protected override get dims(): 1 {
    return 1;
  }
}

/** Maxima of volumes over windows chosen so that the output has `outputSize`. */
export class AdaptiveMaxPool3d extends AdaptiveMaxPool {
  constructor(...given: Calls.AdaptiveMaxPool3d);
  constructor(...given: unknown[]) {
    super(adaptiveMax3.read(given));
  }

  protected override get dims(): 3 {
    return 3;
  }
}

const unpoolArguments = (dims: number) => ({
  kernelSize: required(is.sizeOf(dims)),
  stride: optional(is.orNull(is.sizeOf(dims)), null),
  padding: optional(is.sizeOf(dims), Array<number>(dims).fill(0)),
});
export const unpool1 = signature("nn.MaxUnpool1d", unpoolArguments(1));
export const unpool2 = signature("nn.MaxUnpool2d", unpoolArguments(2));
export const unpool3 = signature("nn.MaxUnpool3d", unpoolArguments(3));

/**
 * What the three share: maxima go back to the positions that a pool returned with `returnIndices`; everything else is
 * zero.
 */
abstract class MaxUnpool extends Module {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];

  constructor(args: { kernelSize: number[]; stride: number[] | null; padding: number[] }) {
    super();
    this.kernelSize = args.kernelSize;
    this.stride = args.stride ?? args.kernelSize;
    this.padding = args.padding;
  }

  override forward(input: Tensor, indices: Tensor, outputSize?: readonly number[] | null): Tensor {
    const { kernelSize, stride, padding } = this;
    const dims = kernelSize.length as 1 | 2 | 3;
    return maxUnpool(dims, input, indices, { kernelSize, stride, padding, outputSize: outputSize ?? null });
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    return `kernel_size=${python(kernelSize)}, stride=${python(stride)}, padding=${python(padding)}`;
  }
}

/** The partial inverse of `MaxPool1d`. */
export class MaxUnpool1d extends MaxUnpool {
  constructor(...given: Calls.MaxUnpool1d);
  constructor(...given: unknown[]) {
    super(unpool1.read(given));
  }
}

/** The partial inverse of `MaxPool2d`. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.MaxUnpool2d.html. */
export class MaxUnpool2d extends MaxUnpool {
  constructor(...given: Calls.MaxUnpool2d);
  constructor(...given: unknown[]) {
    super(unpool2.read(given));
  }
}

/** The partial inverse of `MaxPool3d`. */
export class MaxUnpool3d extends MaxUnpool {
  constructor(...given: Calls.MaxUnpool3d);
  constructor(...given: unknown[]) {
    super(unpool3.read(given));
  }
}
