import { optional, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { tidy, zeros, type Tensor } from "../tensor/index.ts";
import { params, settingsOf } from "./arguments.ts";
import { checkNotNegative, Optimizer, type ParamGroup, type ParamState } from "./optimizer.ts";
import type * as Calls from "./calls.ts";

export type RMSpropSettings = {
  lr: number;
  initialLr?: number;
  alpha: number;
  eps: number;
  weightDecay: number;
  momentum: number;
  centered: boolean;
  maximize: boolean;
};

export const rmspropSignature = signature("optim.RMSprop", {
  params: params<RMSpropSettings>(),
  lr: optional(is.number, 1e-2),
  alpha: optional(is.number, 0.99),
  eps: optional(is.number, 1e-8),
  weightDecay: optional(is.number, 0),
  momentum: optional(is.number, 0),
  centered: optional(is.bool, false),
  capturable: optional(is.bool, false),
  foreach: optional(is.orNull(is.bool), null),
  maximize: optional(is.bool, false),
  differentiable: optional(is.only(false), false),
});

/**
 * Steps divided by the root of a running mean of squared gradients.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.RMSprop.html.
 */
export class RMSprop extends Optimizer<RMSpropSettings> {
  constructor(...given: Calls.RMSprop);
  constructor(...given: unknown[]) {
    const args = rmspropSignature.read(given);
    super(args.params, settingsOf(args));
  }

  protected override check({ lr, eps, momentum, weightDecay, alpha }: RMSpropSettings): void {
    checkNotNegative("learning rate", lr);
    checkNotNegative("epsilon value", eps);
    checkNotNegative("momentum value", momentum);
    checkNotNegative("weight_decay value", weightDecay);
    checkNotNegative("alpha value", alpha);
  }

  protected override update(param: Tensor, gradient: Tensor, group: ParamGroup<RMSpropSettings>): void {
    const blank = (): Tensor => zeros([...param.sizes], { dtype: param.dtype });
    const state = this.stateOf(param, () => {
      const initial: RMSpropState = { step: 0, squareAvg: blank() };
      if (group.momentum > 0) initial["momentumBuffer"] = blank();
      if (group.centered) initial["gradAvg"] = blank();
      return initial;
    });
    state.step++;
    tidy(() => change(param, gradient, group, state));
  }
}

type RMSpropState = ParamState & { squareAvg: Tensor; step: number };

function change(param: Tensor, gradient: Tensor, group: RMSpropSettings, state: RMSpropState): Tensor {
  const { lr, alpha, eps, weightDecay, momentum, centered, maximize } = group;
  let grad = maximize ? gradient.neg() : gradient;
  if (weightDecay !== 0) grad = grad.add(param.mul(weightDecay));
  state.squareAvg.mul_(alpha).add_(grad.mul(grad).mul(1 - alpha));
  let average = state.squareAvg;
  if (centered) {
    const mean = state["gradAvg"] as Tensor;
    mean.mul_(alpha).add_(grad.mul(1 - alpha));
    average = average.sub(mean.mul(mean));
  }
  const step = grad.div(average.sqrt().add(eps));
  if (momentum === 0) return param.sub_(step.mul(lr));
  const buffer = state["momentumBuffer"] as Tensor;
  return param.sub_(buffer.mul_(momentum).add_(step).mul(lr));
}
