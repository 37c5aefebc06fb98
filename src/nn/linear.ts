/** Linear layers. I inputs, O outputs; leading dimensions are kept. */
import { linear } from "../tensor/ops/linear.ts";
import { empty, type Tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";
import { optional, required, signature } from "../shape/index.ts";
import { calculateFanInAndFanOut, kaimingUniform_, uniform_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter, parameterIf, placement } from "./parameter.ts";
import { python } from "./repr.ts";
import type * as Calls from "./calls.ts";

export const linearSignature = signature("nn.Linear", {
  inFeatures: required(is.count),
  outFeatures: required(is.count),
  bias: optional(is.bool, true),
  ...placement,
});

/**
 * `x @ weight.T + bias` for x [..., I]: weight [O, I], bias [O].
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.Linear.html.
 *
 * @example
 * new nn.Linear(512, 32)(torch.zeros(64, 512)).shape; // torch.Size([64, 32])
 */
export class Linear extends Module {
  readonly inFeatures: number;
  readonly outFeatures: number;
  weight: Parameter;
  /** Null if made with `bias: false`. */
  bias: Parameter;

  constructor(...given: Calls.Linear);
  constructor(...given: unknown[]) {
    super();
    const { inFeatures, outFeatures, bias, dtype } = linearSignature.read(given);
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight = new Parameter(empty([outFeatures, inFeatures], { dtype }));
    this.bias = parameterIf(bias, () => empty([outFeatures], { dtype }));
    this.resetParameters();
    this.keepKinds();
  }

  /** Draws the weight, then the bias, both uniform within `1 / sqrt(inFeatures)`. */
  resetParameters(): void {
    // A lazy layer before its first input.
    if (this.inFeatures === 0 && this.outFeatures === 0) return;
    kaimingUniform_(this.weight, Math.sqrt(5));
    if (this.bias === null) return;
    const { fanIn } = calculateFanInAndFanOut(this.weight);
    const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
    uniform_(this.bias, -bound, bound);
  }

  override forward(input: Tensor): Tensor {
    return linear(input, this.weight, this.bias);
  }

  override extraRepr(): string {
    const { inFeatures, outFeatures, bias } = this;
    return `in_features=${inFeatures}, out_features=${outFeatures}, bias=${python(bias !== null)}`;
  }
}

/** Returns its input unchanged; takes the place of a layer that is left out. */
export class Identity extends Module {
  override forward(input: Tensor): Tensor {
    return input;
  }
}
