/**
 * Layers that take their number of inputs from the first input they see. Until then their parameters have no shape;
 * from then on they are the ordinary layers, and their initial values are drawn at that moment.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.nn.modules.lazy.LazyModuleMixin.html
 */
import { int64, optional, required, signature, type DType } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { empty, noGrad, ones, tensor, zeros, type Tensor } from "../tensor/index.ts";
import { Conv1d, Conv2d, ConvNd, ConvTranspose2d } from "./conv.ts";
import { Conv3d, ConvTranspose1d, ConvTranspose3d } from "./conv-more.ts";
import { InstanceNorm1d, InstanceNorm2d, InstanceNorm3d, type InstanceNorm } from "./instance-norm.ts";
import { Linear } from "./linear.ts";
import type { Module } from "./module.ts";
import { BatchNorm1d, BatchNorm2d, BatchNorm3d, type BatchNorm } from "./norm.ts";
import { Parameter, placement } from "./parameter.ts";
import type * as Calls from "./calls.ts";

/**
 * A parameter whose shape is not known yet. It stays the same object once it is, so an optimiser may already hold it.
 */
export class UninitializedParameter extends Parameter {
  constructor(dtype: DType | null = null) {
    super(empty([0], { dtype }));
  }

  /** Gives it its shape; from then on it is an ordinary parameter. */
  materialize(shape: readonly number[], dtype?: DType): void {
    this.data = empty([...shape], { dtype: dtype ?? this.dtype });
    Object.setPrototypeOf(this, Parameter.prototype as object);
  }

  override toString(): string {
    return "<UninitializedParameter>";
  }
}

/** Whether the shape of a parameter is not known yet. */
export function isLazy(value: unknown): value is UninitializedParameter {
  return value instanceof UninitializedParameter;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Turns `module` into an instance of the ordinary class. */
function become(module: Module, type: { readonly prototype: object }): void {
  Object.setPrototypeOf(module, type.prototype);
}

export const lazyLinear = signature("nn.LazyLinear", {
  outFeatures: required(is.count),
  bias: optional(is.bool, true),
  ...placement,
});

/**
 * A `Linear` that takes its number of inputs from the last dimension of its first input.
 *
 * @example
 * new nn.LazyLinear(4)(torch.zeros(2, 3)).shape; // torch.Size([2, 4])
 */
export class LazyLinear extends Linear {
  constructor(...given: Calls.LazyLinear);
  constructor(...given: unknown[]) {
    const { outFeatures, bias, dtype } = lazyLinear.read(given);
    super(0, 0, false);
    (this as Writable<Linear>).outFeatures = outFeatures;
    this.weight = new UninitializedParameter(dtype);
    if (bias) this.bias = new UninitializedParameter(dtype);
  }

  override forward(input: Tensor): Tensor {
    (this as Writable<Linear>).inFeatures = input.size(-1);
    if (isLazy(this.weight)) {
      this.weight.materialize([this.outFeatures, this.inFeatures]);
      if (isLazy(this.bias)) this.bias.materialize([this.outFeatures]);
      become(this, Linear);
      this.resetParameters();
    } else become(this, Linear);
    return this.forward(input);
  }
}

/** The number of channels of an input with or without a batch dimension. */
function channelsOf(input: Tensor, dims: number, name: string): number {
  if (input.dim() === dims + 2) return input.sizes[1]!;
  if (input.dim() === dims + 1) return input.sizes[0]!;
  throw new RangeError(
    `Expected ${dims + 1}D (unbatched) or ${dims + 2}D (batched) input to ${name}, but got input of size: ${input.shape.toString()}`,
  );
}

/** Gives a convolution made without a number of input channels the parameters it still lacks. */
function leaveOpen(conv: ConvNd, outChannels: number, bias: boolean, dtype: DType | null): void {
  (conv as Writable<ConvNd>).outChannels = outChannels;
  conv.weight = new UninitializedParameter(dtype);
  if (bias) conv.bias = new UninitializedParameter(dtype);
}

function settle(conv: ConvNd, input: Tensor, type: { readonly prototype: object; readonly name: string }): void {
  const { kernelSize, outChannels, groups } = conv;
  const inChannels = channelsOf(input, kernelSize.length, conv.constructor.name);
  if (inChannels % groups !== 0) throw new RangeError("in_channels must be divisible by groups");
  (conv as Writable<ConvNd>).inChannels = inChannels;
  const isFresh = isLazy(conv.weight);
  if (isLazy(conv.weight)) {
    const [first, second] = conv.outputPadding === null ? [outChannels, inChannels] : [inChannels, outChannels];
    conv.weight.materialize([first, second / groups, ...kernelSize]);
    if (isLazy(conv.bias)) conv.bias.materialize([outChannels]);
  }
  become(conv, type);
  if (isFresh) conv.resetParameters();
}

export const lazyConv1 = signature("nn.LazyConv1d", {
  outChannels: required(is.count),
  kernelSize: required(is.countsOf(1)),
  stride: optional(is.sizeOf(1), [1]),
  padding: optional(is.either(is.sizeOf(1), is.oneOf("same", "valid")), [0]),
  dilation: optional(is.sizeOf(1), [1]),
  groups: optional(is.int, 1),
  bias: optional(is.bool, true),
  paddingMode: optional(is.oneOf("zeros", "reflect", "replicate", "circular"), "zeros"),
  ...placement,
});

/** A `Conv1d` that takes its number of input channels from its first input. */
export class LazyConv1d extends Conv1d {
  constructor(...given: Calls.LazyConv1d);
  constructor(...given: unknown[]) {
    const { outChannels, bias, ...args } = lazyConv1.read(given);
    super({ ...args, inChannels: 0, outChannels: 0, bias: false } as never);
    leaveOpen(this, outChannels, bias, args.dtype);
  }

  override forward(input: Tensor): Tensor {
    settle(this, input, Conv1d);
    return this.forward(input);
  }
}

export const lazyConv2 = signature("nn.LazyConv2d", {
  outChannels: required(is.count),
  kernelSize: required(is.countsOf(2)),
  stride: optional(is.sizeOf(2), [1, 1]),
  padding: optional(is.either(is.sizeOf(2), is.oneOf("same", "valid")), [0, 0]),
  dilation: optional(is.sizeOf(2), [1, 1]),
  groups: optional(is.int, 1),
  bias: optional(is.bool, true),
  paddingMode: optional(is.oneOf("zeros", "reflect", "replicate", "circular"), "zeros"),
  ...placement,
});

/** A `Conv2d` that takes its number of input channels from its first input. */
export class LazyConv2d extends Conv2d {
  constructor(...given: Calls.LazyConv2d);
  constructor(...given: unknown[]) {
    const { outChannels, bias, ...args } = lazyConv2.read(given);
    super({ ...args, inChannels: 0, outChannels: 0, bias: false } as never);
    leaveOpen(this, outChannels, bias, args.dtype);
  }

  override forward(input: Tensor): Tensor {
    settle(this, input, Conv2d);
    return this.forward(input);
  }
}

export const lazyConv3 = signature("nn.LazyConv3d", {
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

/** A `Conv3d` that takes its number of input channels from its first input. */
export class LazyConv3d extends Conv3d {
  constructor(...given: Calls.LazyConv3d);
  constructor(...given: unknown[]) {
    const { outChannels, bias, ...args } = lazyConv3.read(given);
    super({ ...args, inChannels: 0, outChannels: 0, bias: false } as never);
    leaveOpen(this, outChannels, bias, args.dtype);
  }

  override forward(input: Tensor): Tensor {
    settle(this, input, Conv3d);
    return this.forward(input);
  }
}

export const lazyTranspose1 = signature("nn.LazyConvTranspose1d", {
  outChannels: required(is.count),
  kernelSize: required(is.countsOf(1)),
  stride: optional(is.sizeOf(1), [1]),
  padding: optional(is.sizeOf(1), [0]),
  outputPadding: optional(is.sizeOf(1), [0]),
  groups: optional(is.int, 1),
  bias: optional(is.bool, true),
  dilation: optional(is.sizeOf(1), [1]),
  // torch accepts only zeros here.
  paddingMode: optional(is.oneOf("zeros"), "zeros"),
  ...placement,
});

/** A `ConvTranspose1d` that takes its number of input channels from its first input. */
export class LazyConvTranspose1d extends ConvTranspose1d {
  constructor(...given: Calls.LazyConvTranspose1d);
  constructor(...given: unknown[]) {
    const { outChannels, bias, ...args } = lazyTranspose1.read(given);
    super({ ...args, inChannels: 0, outChannels: 0, bias: false } as never);
    leaveOpen(this, outChannels, bias, args.dtype);
  }

  override forward(input: Tensor, outputSize?: number | readonly number[] | null): Tensor {
    settle(this, input, ConvTranspose1d);
    return this.forward(input, outputSize);
  }
}

export const lazyTranspose2 = signature("nn.LazyConvTranspose2d", {
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

/** A `ConvTranspose2d` that takes its number of input channels from its first input. */
export class LazyConvTranspose2d extends ConvTranspose2d {
  constructor(...given: Calls.LazyConvTranspose2d);
  constructor(...given: unknown[]) {
    const { outChannels, bias, ...args } = lazyTranspose2.read(given);
    super({ ...args, inChannels: 0, outChannels: 0, bias: false } as never);
    leaveOpen(this, outChannels, bias, args.dtype);
  }

  override forward(input: Tensor, outputSize?: number | readonly number[] | null): Tensor {
    settle(this, input, ConvTranspose2d);
    return this.forward(input, outputSize);
  }
}

export const lazyTranspose3 = signature("nn.LazyConvTranspose3d", {
  outChannels: required(is.count),
  kernelSize: required(is.countsOf(3)),
  stride: optional(is.sizeOf(3), [1, 1, 1]),
  padding: optional(is.sizeOf(3), [0, 0, 0]),
  outputPadding: optional(is.sizeOf(3), [0, 0, 0]),
  groups: optional(is.int, 1),
  bias: optional(is.bool, true),
  dilation: optional(is.sizeOf(3), [1, 1, 1]),
  // torch accepts only zeros here.
  paddingMode: optional(is.oneOf("zeros"), "zeros"),
  ...placement,
});

/** A `ConvTranspose3d` that takes its number of input channels from its first input. */
export class LazyConvTranspose3d extends ConvTranspose3d {
  constructor(...given: Calls.LazyConvTranspose3d);
  constructor(...given: unknown[]) {
    const { outChannels, bias, ...args } = lazyTranspose3.read(given);
    super({ ...args, inChannels: 0, outChannels: 0, bias: false } as never);
    leaveOpen(this, outChannels, bias, args.dtype);
  }

  override forward(input: Tensor, outputSize?: number | readonly number[] | null): Tensor {
    settle(this, input, ConvTranspose3d);
    return this.forward(input, outputSize);
  }
}

type AnyNorm = BatchNorm | InstanceNorm;

const normArguments = {
  eps: optional(is.number, 1e-5),
  momentum: optional(is.orNull(is.number), 0.1),
  affine: optional(is.bool, true),
  trackRunningStats: optional(is.bool, true),
  ...placement,
};

/** Gives a normalisation made without a number of features the parameters and statistics it still lacks. */
function leaveNormOpen(norm: AnyNorm, affine: boolean, tracks: boolean, dtype: DType | null): void {
  const open = norm as Writable<AnyNorm>;
  open.affine = affine;
  open.trackRunningStats = tracks;
  if (affine) {
    norm.weight = new UninitializedParameter(dtype);
    norm.bias = new UninitializedParameter(dtype);
  }
  if (!tracks) return;
  norm.runningMean = empty([0], { dtype });
  norm.runningVar = empty([0], { dtype });
  norm.numBatchesTracked = tensor(0, { dtype: int64 });
}

function settleNorm(norm: AnyNorm, features: number, type: { readonly prototype: object }): void {
  (norm as Writable<AnyNorm>).numFeatures = features;
  if (isLazy(norm.weight)) {
    norm.weight.materialize([features]);
    if (isLazy(norm.bias)) norm.bias.materialize([features]);
    noGrad(() => {
      norm.weight.fill_(1);
      norm.bias.fill_(0);
    });
  }
  if (norm.trackRunningStats && norm.runningMean?.numel() === 0) {
    const { dtype } = norm.runningMean;
    norm.runningMean.data = zeros([features], { dtype });
    norm.runningVar!.data = ones([features], { dtype });
  }
  become(norm, type);
}

export const lazyBatchNorm1 = signature("nn.LazyBatchNorm1d", normArguments);

/** A `BatchNorm1d` that takes its number of features from its first input. */
export class LazyBatchNorm1d extends BatchNorm1d {
  constructor(...given: Calls.LazyBatchNorm1d);
  constructor(...given: unknown[]) {
    const { eps, momentum, affine, trackRunningStats, dtype } = lazyBatchNorm1.read(given);
    super({ numFeatures: 0, eps, momentum, affine: false, trackRunningStats: false });
    leaveNormOpen(this, affine, trackRunningStats, dtype);
  }

  override forward(input: Tensor): Tensor {
    settleNorm(this, input.sizes[1]!, BatchNorm1d);
    return this.forward(input);
  }
}

export const lazyBatchNorm2 = signature("nn.LazyBatchNorm2d", normArguments);

/** A `BatchNorm2d` that takes its number of features from its first input. */
export class LazyBatchNorm2d extends BatchNorm2d {
  constructor(...given: Calls.LazyBatchNorm2d);
  constructor(...given: unknown[]) {
    const { eps, momentum, affine, trackRunningStats, dtype } = lazyBatchNorm2.read(given);
    super({ numFeatures: 0, eps, momentum, affine: false, trackRunningStats: false });
    leaveNormOpen(this, affine, trackRunningStats, dtype);
  }

  override forward(input: Tensor): Tensor {
    settleNorm(this, input.sizes[1]!, BatchNorm2d);
    return this.forward(input);
  }
}

export const lazyBatchNorm3 = signature("nn.LazyBatchNorm3d", normArguments);

/** A `BatchNorm3d` that takes its number of features from its first input. */
export class LazyBatchNorm3d extends BatchNorm3d {
  constructor(...given: Calls.LazyBatchNorm3d);
  constructor(...given: unknown[]) {
    const { eps, momentum, affine, trackRunningStats, dtype } = lazyBatchNorm3.read(given);
    super({ numFeatures: 0, eps, momentum, affine: false, trackRunningStats: false });
    leaveNormOpen(this, affine, trackRunningStats, dtype);
  }

  override forward(input: Tensor): Tensor {
    settleNorm(this, input.sizes[1]!, BatchNorm3d);
    return this.forward(input);
  }
}

export const lazyInstanceNorm1 = signature("nn.LazyInstanceNorm1d", normArguments);

/** An `InstanceNorm1d` that takes its number of features from its first input. */
export class LazyInstanceNorm1d extends InstanceNorm1d {
  constructor(...given: Calls.LazyInstanceNorm1d);
  constructor(...given: unknown[]) {
    const { eps, momentum, affine, trackRunningStats, dtype } = lazyInstanceNorm1.read(given);
    super({ numFeatures: 0, eps, momentum, affine: false, trackRunningStats: false });
    leaveNormOpen(this, affine, trackRunningStats, dtype);
  }

  override forward(input: Tensor): Tensor {
    settleNorm(this, channelsOf(input, 1, "LazyInstanceNorm1d"), InstanceNorm1d);
    return this.forward(input);
  }
}

export const lazyInstanceNorm2 = signature("nn.LazyInstanceNorm2d", normArguments);

/** An `InstanceNorm2d` that takes its number of features from its first input. */
export class LazyInstanceNorm2d extends InstanceNorm2d {
  constructor(...given: Calls.LazyInstanceNorm2d);
  constructor(...given: unknown[]) {
    const { eps, momentum, affine, trackRunningStats, dtype } = lazyInstanceNorm2.read(given);
    super({ numFeatures: 0, eps, momentum, affine: false, trackRunningStats: false });
    leaveNormOpen(this, affine, trackRunningStats, dtype);
  }

  override forward(input: Tensor): Tensor {
    settleNorm(this, channelsOf(input, 2, "LazyInstanceNorm2d"), InstanceNorm2d);
    return this.forward(input);
  }
}

export const lazyInstanceNorm3 = signature("nn.LazyInstanceNorm3d", normArguments);

/** An `InstanceNorm3d` that takes its number of features from its first input. */
export class LazyInstanceNorm3d extends InstanceNorm3d {
  constructor(...given: Calls.LazyInstanceNorm3d);
  constructor(...given: unknown[]) {
    const { eps, momentum, affine, trackRunningStats, dtype } = lazyInstanceNorm3.read(given);
    super({ numFeatures: 0, eps, momentum, affine: false, trackRunningStats: false });
    leaveNormOpen(this, affine, trackRunningStats, dtype);
  }

  override forward(input: Tensor): Tensor {
    settleNorm(this, channelsOf(input, 3, "LazyInstanceNorm3d"), InstanceNorm3d);
    return this.forward(input);
  }
}
