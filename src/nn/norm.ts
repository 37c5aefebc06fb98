/** Normalisation layers. B batch, C channels, H and W height and width. */
import { batchNorm, groupNorm, layerNorm } from "../tensor/ops/norm.ts";
import { ones, tensor, zeros, type Tensor } from "../tensor/index.ts";
import { int64 } from "../shape/index.ts";
import { resolveArguments } from "../shape/arguments.ts";
import { Module } from "./module.ts";
import { Parameter, parameterIf } from "./parameter.ts";
import { python, pythonFloat } from "./repr.ts";

export type BatchNormOptions = {
  eps?: number;
  momentum?: number | null;
  affine?: boolean;
  trackRunningStats?: boolean;
};
const batchOrder = ["numFeatures", "eps", "momentum", "affine", "trackRunningStats"] as const;

/** What the batch normalisations share; they differ in the inputs they accept. */
abstract class BatchNorm extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number | null;
  readonly affine: boolean;
  readonly trackRunningStats: boolean;
  /** Null if made with `affine: false`, as the bias. */
  weight: Parameter;
  bias: Parameter;
  declare runningMean: Tensor | null;
  declare runningVar: Tensor | null;
  declare numBatchesTracked: Tensor | null;

  constructor(numFeatures: number, options?: BatchNormOptions);
  constructor(
    numFeatures: number,
    eps: number,
    momentum?: number | null,
    affine?: boolean,
    trackRunningStats?: boolean,
  );
  constructor(options: BatchNormOptions & { numFeatures: number });
  constructor(...given: unknown[]) {
    super();
    type Arguments = BatchNormOptions & { numFeatures: number };
    const args = resolveArguments<Arguments>(new.target.name, batchOrder, 1, given) as Arguments;
    const { numFeatures, eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true } = args;
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    this.affine = affine;
    this.trackRunningStats = trackRunningStats;
    this.weight = parameterIf(affine, () => ones([numFeatures]));
    this.bias = parameterIf(affine, () => zeros([numFeatures]));
    this.keepKinds();
    this.registerBuffer("runningMean", trackRunningStats ? zeros([numFeatures]) : null);
    this.registerBuffer("runningVar", trackRunningStats ? ones([numFeatures]) : null);
    this.registerBuffer("numBatchesTracked", trackRunningStats ? tensor(0, { dtype: int64 }) : null);
  }

  /** @throws RangeError in torch's words for an input of another number of dimensions. */
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
      `bias=${python(affine)}, track_running_stats=${python(trackRunningStats)}`
    );
  }
}

/**
 * Normalises each feature of [B, C] or [B, C, L] over the batch.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.BatchNorm1d.html.
 */
export class BatchNorm1d extends BatchNorm {
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
  protected override checkInput(input: Tensor): void {
    if (input.dim() !== 4) throw new RangeError(`expected 4D input (got ${input.dim()}D input)`);
  }
}

export type LayerNormOptions = {
  eps?: number;
  elementwiseAffine?: boolean;
  bias?: boolean;
};

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
  bias: Parameter | null;

  constructor(normalizedShape: number | readonly number[], options?: LayerNormOptions);
  constructor(normalizedShape: number | readonly number[], eps: number, elementwiseAffine?: boolean, bias?: boolean);
  constructor(options: LayerNormOptions & { normalizedShape: number | readonly number[] });
  constructor(...given: unknown[]) {
    super();
    type Arguments = LayerNormOptions & { normalizedShape: number | readonly number[] };
    const order = ["normalizedShape", "eps", "elementwiseAffine", "bias"] as const;
    const args = resolveArguments<Arguments>("LayerNorm", order, 1, given) as Arguments;
    const { normalizedShape, eps = 1e-5, elementwiseAffine = true, bias = true } = args;
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : [...normalizedShape];
    this.eps = eps;
    this.elementwiseAffine = elementwiseAffine;
    this.weight = parameterIf(elementwiseAffine, () => ones(this.normalizedShape));
    this.bias = elementwiseAffine && bias ? new Parameter(zeros(this.normalizedShape)) : null;
    this.keepKinds();
  }

  override forward(input: Tensor): Tensor {
    return layerNorm(input, this.normalizedShape, this.weight, this.bias, this.eps);
  }

  override extraRepr(): string {
    const { normalizedShape, eps, elementwiseAffine, bias } = this;
    return (
      `${python(normalizedShape)}, eps=${pythonFloat(eps)}, elementwise_affine=${python(elementwiseAffine)}, ` +
      `bias=${python(bias !== null)}`
    );
  }
}

export type GroupNormOptions = { eps?: number; affine?: boolean };

/**
 * Normalises groups of channels of each image by itself.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.GroupNorm.html.
 *
 * @throws RangeError if the channels are not divisible by the groups.
 */
export class GroupNorm extends Module {
  readonly numGroups: number;
  readonly numChannels: number;
  readonly eps: number;
  readonly affine: boolean;
  /** Null if made with `affine: false`, as the bias. */
  weight: Parameter;
  bias: Parameter;

  constructor(numGroups: number, numChannels: number, options?: GroupNormOptions);
  constructor(numGroups: number, numChannels: number, eps: number, affine?: boolean);
  constructor(options: GroupNormOptions & { numGroups: number; numChannels: number });
  constructor(...given: unknown[]) {
    super();
    type Arguments = GroupNormOptions & { numGroups: number; numChannels: number };
    const order = ["numGroups", "numChannels", "eps", "affine"] as const;
    const args = resolveArguments<Arguments>("GroupNorm", order, 2, given) as Arguments;
    const { numGroups, numChannels, eps = 1e-5, affine = true } = args;
    if (numChannels % numGroups !== 0) {
      throw new RangeError(`num_channels (${numChannels}) must be divisible by num_groups (${numGroups})`);
    }
    this.numGroups = numGroups;
    this.numChannels = numChannels;
    this.eps = eps;
    this.affine = affine;
    this.weight = parameterIf(affine, () => ones([numChannels]));
    this.bias = parameterIf(affine, () => zeros([numChannels]));
    this.keepKinds();
  }

  override forward(input: Tensor): Tensor {
    return groupNorm(input, this.numGroups, this.weight, this.bias, this.eps);
  }

  override extraRepr(): string {
    const { numGroups, numChannels, eps, affine } = this;
    return `${numGroups}, ${numChannels}, eps=${pythonFloat(eps)}, affine=${python(affine)}, bias=${python(affine)}`;
  }
}
