import { optional, required, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { ones, type Tensor } from "../tensor/index.ts";
import { rmsNorm } from "./functional/more.ts";
import { Module } from "./module.ts";
import { parameterIf, placement, type Parameter } from "./parameter.ts";
import { python, pythonFloat } from "./repr.ts";
import type * as Calls from "./calls.ts";

export const rmsNormSignature = signature("nn.RMSNorm", {
  normalizedShape: required(is.intOrInts),
  eps: optional(is.orNull(is.number), null),
  elementwiseAffine: optional(is.bool, true),
  ...placement,
});

/**
 * Divides by the root of the mean square over the last dimensions, which must be `normalizedShape`.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.RMSNorm.html.
 */
export class RMSNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number | null;
  readonly elementwiseAffine: boolean;
  /** Null if made with `elementwiseAffine: false`. */
  weight: Parameter;

  constructor(...given: Calls.RMSNorm);
  constructor(...given: unknown[]) {
    super();
    const { normalizedShape, eps, elementwiseAffine, dtype } = rmsNormSignature.read(given);
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : [...normalizedShape];
    this.eps = eps;
    this.elementwiseAffine = elementwiseAffine;
    this.weight = parameterIf(elementwiseAffine, () => ones(this.normalizedShape, { dtype }));
    this.keepKinds();
  }

  override forward(input: Tensor): Tensor {
    return rmsNorm(input, this.normalizedShape, this.weight, this.eps);
  }

  override extraRepr(): string {
    const { normalizedShape, eps, elementwiseAffine } = this;
    const shown = eps === null ? "None" : pythonFloat(eps);
    return `${python(normalizedShape)}, eps=${shown}, elementwise_affine=${python(elementwiseAffine)}`;
  }
}
