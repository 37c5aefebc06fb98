/** Normalisation layers. B batch, C channels, H and W height and width. */
import { batchNorm, groupNorm, layerNorm } from "../tensor/ops/norm.ts";
import { ones, tensor, zeros, type Tensor } from "../tensor/index.ts";
import { int64, keyword, optional, required, signature, type Signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { Module } from "./module.ts";
import { parameterIf, placement, type Parameter } from "./parameter.ts";
import { python, pythonFloat } from "./repr.ts";
import type * as Calls from "./calls.ts";

const bias = keyword(is.bool, true);
const eps = optional(is.number, 1e-5);
const affine = optional(is.bool, true);
const batchArguments = {
  numFeatures: required(is.count),
  eps,
  momentum: optional(is.orNull(is.number), 0.1),
  affine,
  trackRunningStats: optional(is.bool, true),
  ...placement,
  bias,
};

/** What the batch normalisations share; they differ in the inputs they accept. */
export abstract class BatchNorm extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number | null;
  readonly affine: boolean;
  readonly trackRunningStats: boolean;
  /** Null if made with `affine: false`; so is the bias. */
  weight: Parameter;
  bias: Parameter;
  declare runningMean: Tensor | null;
  declare runningVar: Tensor | null;
  declare numBatchesTracked: Tensor | null;

  constructor(signed: Signature<typeof batchArguments>, given: readonly unknown[]) {
    super();
    const { numFeatures, eps, momentum, affine, trackRunningStats, dtype, bias } = signed.read(given);
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    this.affine = affine;
    this.trackRunningStats = trackRunningStats;
    this.weight = parameterIf(affine, () => ones([numFeatures], { dtype }));
    this.bias = parameterIf(affine && bias, () => zeros([numFeatures], { dtype }));
    this.registerBuffer("runningMean", trackRunningStats ? zeros([numFeatures], { dtype }) : null);
    this.registerBuffer("runningVar", trackRunningStats ? ones([numFeatures], { dtype }) : null);
    this.registerBuffer("numBatchesTracked", trackRunningStats ? tensor(0, { dtype: int64 }) : null);
  }

  /** @throws RangeError in torch's words for an input with the wrong number of dimensions. */
  protected abstract checkInput(input: Tensor): void;

  override forward(input: Tensor): Tensor {
    this.checkInput(input);
    let momentum = this.momentum ?? 0;
    if (this.training && this.numBatchesTracked !== null) {
      this.numBatchesTracked.add_(1);
      if (this.momentum === null) momentum = 1 / Number(this.numBatchesTracked.item());
    }
    return batchNorm(input, this.runningMean, this.runningVar, this.weight, this.bias, {
      training: this.training || this.runningMean === null,
      momentum,
      eps: this.eps,
    });
  }

  override extraRepr(): string {
    const { numFeatures, eps, momentum, affine, trackRunningStats } = this;
    const shown = momentum === null ? "None" : pythonFloat(momentum);
    return (
      `${numFeatures}, eps=${pythonFloat(eps)}, momentum=${shown}, affine=${python(affine)}, ` +
      `bias=${python((this.bias as Parameter | null) !== null)}, track_running_stats=${python(trackRunningStats)}`
    );
  }
}

export const batchNorm1dSignature = signature("nn.BatchNorm1d", batchArguments);
export const batchNorm2dSignature = signature("nn.BatchNorm2d", batchArguments);

/**
 * Normalises each feature of [B, C] or [B, C, L] over the batch.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.BatchNorm1d.html.
 */
export class BatchNorm1d extends BatchNorm {
  constructor(...given: Calls.BatchNorm1d);
  constructor(...given: unknown[]) {
    super(batchNorm1dSignature, given);
  }

  protected override checkInput(input: Tensor): void {
    if (input.dim() !== 2 && input.dim() !== 3) {
      throw new RangeError(`expected 2D or 3D input (got ${input.dim()}D input)`);
    }
  }
}

/**
 * Normalises each channel of images [B, C, H, W] over the batch.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.BatchNorm2d.html.
 */
export class BatchNorm2d extends BatchNorm {
  constructor(...given: Calls.BatchNorm2d);
  constructor(...given: unknown[]) {
    super(batchNorm2dSignature, given);
  }

  protected override checkInput(input: Tensor): void {
    if (input.dim() !== 4) throw new RangeError(`expected 4D input (got ${input.dim()}D input)`);
  }
}

export const batchNorm3dSignature = signature("nn.BatchNorm3d", batchArguments);

/**
 * Normalises each channel of volumes [B, C, D, H, W] over the batch.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.BatchNorm3d.html.
 */
export class BatchNorm3d extends BatchNorm {
  constructor(...given: Calls.BatchNorm3d);
  constructor(...given: unknown[]) {
    super(batchNorm3dSignature, given);
  }

  protected override checkInput(input: Tensor): void {
    if (input.dim() !== 5) throw new RangeError(`expected 5D input (got ${input.dim()}D input)`);
  }
}

export const layerNormSignature = signature("nn.LayerNorm", {
  normalizedShape: required(is.intOrInts),
  eps,
  elementwiseAffine: affine,
  bias: optional(is.bool, true),
  ...placement,
});

/**
 * Normalises over the last dimensions, which must be `normalizedShape`.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.LayerNorm.html.
 */
export class LayerNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number;
  readonly elementwiseAffine: boolean;
  /** Null if made with `elementwiseAffine: false`. */
  weight: Parameter;
  bias: Parameter;

  constructor(...given: Calls.LayerNorm);
  constructor(...given: unknown[]) {
    super();
    const { normalizedShape, eps, elementwiseAffine, bias, dtype } = layerNormSignature.read(given);
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : [...normalizedShape];
    this.eps = eps;
    this.elementwiseAffine = elementwiseAffine;
    this.weight = parameterIf(elementwiseAffine, () => ones(this.normalizedShape, { dtype }));
    this.bias = parameterIf(elementwiseAffine && bias, () => zeros(this.normalizedShape, { dtype }));
    this.keepKinds();
  }

  override forward(input: Tensor): Tensor {
    return layerNorm(input, this.normalizedShape, this.weight, this.bias, this.eps);
  }

  override extraRepr(): string {
    const { normalizedShape, eps, elementwiseAffine, bias } = this;
    return (
      `${python(normalizedShape)}, eps=${pythonFloat(eps)}, elementwise_affine=${python(elementwiseAffine)}, ` +
      `bias=${python((bias as Parameter | null) !== null)}`
    );
  }
}

export const groupNormSignature = signature("nn.GroupNorm", {
  numGroups: required(is.count),
  numChannels: required(is.count),
  eps,
  affine,
  ...placement,
  bias,
});

/**
 * Normalises groups of channels of each image by itself.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.GroupNorm.html.
 *
 * @throws RangeError if the number of channels is not divisible by the number of groups.
 */
export class GroupNorm extends Module {
  readonly numGroups: number;
  readonly numChannels: number;
  readonly eps: number;
  readonly affine: boolean;
  /** Null if made with `affine: false`; so is the bias. */
  weight: Parameter;
  bias: Parameter;

  constructor(...given: Calls.GroupNorm);
  constructor(...given: unknown[]) {
    super();
    const { numGroups, numChannels, eps, affine, bias, dtype } = groupNormSignature.read(given);
    if (numChannels % numGroups !== 0) {
      throw new RangeError(`num_channels (${numChannels}) must be divisible by num_groups (${numGroups})`);
    }
    this.numGroups = numGroups;
    this.numChannels = numChannels;
    this.eps = eps;
    this.affine = affine;
    this.weight = parameterIf(affine, () => ones([numChannels], { dtype }));
    this.bias = parameterIf(affine && bias, () => zeros([numChannels], { dtype }));
    this.keepKinds();
  }

  override forward(input: Tensor): Tensor {
    return groupNorm(input, this.numGroups, this.weight, this.bias, this.eps);
  }

  override extraRepr(): string {
    const { numGroups, numChannels, eps, affine } = this;
    return `${numGroups}, ${numChannels}, eps=${pythonFloat(eps)}, affine=${python(affine)}, bias=${python((this.bias as Parameter | null) !== null)}`;
  }
}
