import { keyword, optional, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { full, tidy, type Tensor } from "../tensor/index.ts";
import { params, settingsOf, ways } from "./arguments.ts";
import { checkNotNegative, Optimizer, type ParamGroup } from "./optimizer.ts";
import type * as Calls from "./calls.ts";

export type AdagradSettings = {
  lr: number;
  initialLr?: number;
  lrDecay: number;
  weightDecay: number;
  initialAccumulatorValue: number;
  eps: number;
  maximize: boolean;
};

export const adagradSignature = signature("optim.Adagrad", {
  params: params<AdagradSettings>(),
  lr: optional(is.number, 1e-2),
  lrDecay: optional(is.number, 0),
  weightDecay: optional(is.number, 0),
  initialAccumulatorValue: optional(is.number, 0),
  eps: optional(is.number, 1e-10),
  foreach: optional(is.orNull(is.bool), null),
  maximize: keyword(is.bool, false),
  differentiable: ways.differentiable,
  fused: ways.fused,
});

/**
 * Divides each step by the root of the sum of all squared gradients so far.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.Adagrad.html.
 */
export class Adagrad extends Optimizer<AdagradSettings> {
  constructor(...given: Calls.Adagrad);
  constructor(...given: unknown[]) {
    const args = adagradSignature.read(given);
    super(args.params, settingsOf(args));
  }

  protected override check({ lr, lrDecay, weightDecay, initialAccumulatorValue, eps }: AdagradSettings): void {
    checkNotNegative("learning rate", lr);
    checkNotNegative("lr_decay value", lrDecay);
    checkNotNegative("weight_decay value", weightDecay);
    checkNotNegative("initial_accumulator_value value", initialAccumulatorValue);
    checkNotNegative("epsilon value", eps);
  }

  protected override update(param: Tensor, gradient: Tensor, group: ParamGroup<AdagradSettings>): void {
    const { lr, lrDecay, weightDecay, initialAccumulatorValue, eps, maximize } = group;
    const { sizes, dtype } = param;
    const state = this.stateOf(param, () => ({ step: 0, sum: full([...sizes], initialAccumulatorValue, { dtype }) }));
    state.step++;
    const rate = lr / (1 + (state.step - 1) * lrDecay);
    tidy(() => {
      let grad = maximize ? gradient.neg() : gradient;
      if (weightDecay !== 0) grad = grad.add(param.mul(weightDecay));
      state.sum.add_(grad.mul(grad));
      return param.sub_(grad.div(state.sum.sqrt().add(eps)).mul(rate));
    });
  }
}
