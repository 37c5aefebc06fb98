/** Normalisation within an image. B batch, C channels. */
import { keyword, optional, required, signature, warn, type DType, type Named } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { ones, tensor, zeros, type Tensor } from "../tensor/index.ts";
import { instanceNorm, localResponseNorm } from "../tensor/ops/instance-norm.ts";
import { int64 } from "../shape/index.ts";
import { Module } from "./module.ts";
import { parameterIf, placement, type Parameter } from "./parameter.ts";
import { python, pythonFloat } from "./repr.ts";
import type * as Calls from "./calls.ts";

const normArguments = {
  numFeatures: required(is.count),
  eps: optional(is.number, 1e-5),
  momentum: optional(is.orNull(is.number), 0.1),
  affine: optional(is.bool, false),
  trackRunningStats: optional(is.bool, false),
  ...placement,
  bias: keyword(is.bool, true),
};
export type InstanceNormArguments = Named<typeof normArguments>;
type Read = {
  numFeatures: number;
  eps: number;
  momentum: number | null;
  affine: boolean;
  trackRunningStats: boolean;
  dtype?: DType | null;
  bias?: boolean;
};

/** What the instance normalisations share; they differ in the inputs they accept. */
export abstract class InstanceNorm extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number | null;
  readonly affine: boolean;
  readonly trackRunningStats: boolean;
  /** Null unless made with `affine: true`; so is the bias. */
  weight: Parameter;
  bias: Parameter;
  declare runningMean: Tensor | null;
  declare runningVar: Tensor | null;
  declare numBatchesTracked: Tensor | null;

  constructor({ numFeatures, eps, momentum, affine, trackRunningStats, dtype = null, bias = true }: Read) {
    super();
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    this.affine = affine;
    this.trackRunningStats = trackRunningStats;
    this.weight = parameterIf(affine, () => ones([numFeatures], { dtype }));
    this.bias = parameterIf(affine && bias, () => zeros([numFeatures], { dtype }));
    this.keepKinds();
    this.registerBuffer("runningMean", trackRunningStats ? zeros([numFeatures], { dtype }) : null);
    this.registerBuffer("runningVar", trackRunningStats ? ones([numFeatures], { dtype }) : null);
    this.registerBuffer("numBatchesTracked", trackRunningStats ? tensor(0, { dtype: int64 }) : null);
  }

  /** How many dimensions of an input come after C. */
  protected abstract readonly spatialDims: number;

  override forward(input: Tensor): Tensor {
    const dims = this.spatialDims;
    if (input.dim() !== dims + 1 && input.dim() !== dims + 2)
      throw new RangeError(`expected ${dims + 1}D or ${dims + 2}D input (got ${input.dim()}D input)`);
    const channels = input.sizes[input.dim() - dims - 1];
    if (this.affine && channels !== this.numFeatures)
      throw new RangeError(
        `expected input's size at dim=${input.dim() - dims - 1} to match num_features (${this.numFeatures}), but got: ${channels}.`,
      );
    if (channels !== this.numFeatures)
      warn(
        `input's size at dim=${input.dim() - dims - 1} does not match num_features. It is not used because affine is false`,
      );
    if (input.dim() === dims + 1) return this.normalised(input.unsqueeze(0)).squeeze(0);
    return this.normalised(input);
  }

  protected normalised(input: Tensor): Tensor {
    return instanceNorm(input, this.runningMean, this.runningVar, this.weight, this.bias, {
      useInputStats: this.training || !this.trackRunningStats,
      momentum: this.momentum ?? 0,
      eps: this.eps,
    });
  }

  override extraRepr(): string {
    const { numFeatures, eps, momentum, affine, trackRunningStats } = this;
    const shown = momentum === null ? "None" : pythonFloat(momentum);
    return (
      `${numFeatures}, eps=${pythonFloat(eps)}, momentum=${shown}, affine=${python(affine)}, ` +
      `bias=${python(this.bias !== null)}, track_running_stats=${python(trackRunningStats)}`
    );
  }
}

export const signature1 = signature("nn.InstanceNorm1d", normArguments);
export const signature2 = signature("nn.InstanceNorm2d", normArguments);
export const signature3 = signature("nn.InstanceNorm3d", normArguments);

/** Normalises each channel of each sequence [B, C, L]. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.InstanceNorm1d.html. */
export class InstanceNorm1d extends InstanceNorm {
  protected override get spatialDims(): number {
    return 1;
  }

  constructor(...given: Calls.InstanceNorm1d);
  constructor(...given: unknown[]) {
    super(signature1.read(given));
  }
}

/** Normalises each channel of each image [B, C, H, W]. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.InstanceNorm2d.html. */
export class InstanceNorm2d extends InstanceNorm {
  protected override get spatialDims(): number {
    return 2;
  }

  constructor(...given: Calls.InstanceNorm2d);
  constructor(...given: unknown[]) {
    super(signature2.read(given));
  }
}

/** Normalises each channel of each volume [B, C, D, H, W]. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.InstanceNorm3d.html. */
export class InstanceNorm3d extends InstanceNorm {
  protected override get spatialDims(): number {
    return 3;
  }

  constructor(...given: Calls.InstanceNorm3d);
  constructor(...given: unknown[]) {
    super(signature3.read(given));
  }
}

export const responseSignature = signature("nn.LocalResponseNorm", {
  size: required(is.int),
  alpha: optional(is.number, 1e-4),
  beta: optional(is.number, 0.75),
  k: optional(is.number, 1),
});

/**
 * Divides each element by a factor computed from the same place in the neighbouring channels: AlexNet's normalisation.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.LocalResponseNorm.html.
 */
export class LocalResponseNorm extends Module {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;

  constructor(...given: Calls.LocalResponseNorm);
  constructor(...given: unknown[]) {
    super();
    const { size, alpha, beta, k } = responseSignature.read(given);
    this.size = size;
    this.alpha = alpha;
    this.beta = beta;
    this.k = k;
  }

  override forward(input: Tensor): Tensor {
    return localResponseNorm(input, this.size, this.alpha, this.beta, this.k);
  }

  override extraRepr(): string {
    const { size, alpha, beta, k } = this;
    return `${size}, alpha=${pythonFloat(alpha)}, beta=${pythonFloat(beta)}, k=${pythonFloat(k)}`;
  }
}
