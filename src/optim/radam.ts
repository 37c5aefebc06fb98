import { keyword, optional, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { tidy, zeros, type Tensor } from "../tensor/index.ts";
import { betas, checkBetas, params, settingsOf, ways } from "./arguments.ts";
import { checkNotNegative, Optimizer, type ParamGroup } from "./optimizer.ts";
import type * as Calls from "./calls.ts";

export type RAdamSettings = {
  lr: number;
  initialLr?: number;
  betas: readonly [number, number];
  eps: number;
  weightDecay: number;
  /** The weight decay changes the parameter itself instead of the gradient. */
  decoupledWeightDecay: boolean;
  maximize: boolean;
};

export const rAdamSignature = signature("optim.RAdam", {
  params: params<RAdamSettings>(),
  lr: optional(is.number, 1e-3),
  betas,
  eps: optional(is.number, 1e-8),
  weightDecay: optional(is.number, 0),
  decoupledWeightDecay: optional(is.bool, false),
  foreach: ways.foreach,
  maximize: keyword(is.bool, false),
  capturable: ways.capturable,
  differentiable: ways.differentiable,
});

/**
 * Adam that leaves its first steps unscaled, as long as the mean of squares is not reliable yet.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.RAdam.html.
 *
 * @throws RangeError in torch's words for a setting out of range.
 *
 * @example
 * const optimizer = new optim.RAdam(model.parameters(), { lr: 0.01 });
 */
export class RAdam extends Optimizer<RAdamSettings> {
  constructor(...given: Calls.RAdam);
  constructor(...given: unknown[]) {
    const args = rAdamSignature.read(given);
    super(args.params, settingsOf(args));
  }

  protected override check({ lr, betas, eps, weightDecay }: RAdamSettings): void {
    checkNotNegative("learning rate", lr);
    checkNotNegative("epsilon value", eps);
    checkBetas(betas);
    checkNotNegative("weight_decay value", weightDecay);
  }

  protected override update(param: Tensor, gradient: Tensor, group: ParamGroup<RAdamSettings>): void {
    const blank = (): Tensor => zeros([...param.sizes], { dtype: param.dtype });
    const state = this.stateOf(param, () => ({ step: 0, expAvg: blank(), expAvgSq: blank() }));
    state.step++;
    tidy(() => {
      const { lr, betas, eps, weightDecay, decoupledWeightDecay, maximize } = group;
      const [beta1, beta2] = betas;
      const { step, expAvg, expAvgSq } = state;
      let grad = maximize ? gradient.neg() : gradient;
      if (weightDecay !== 0 && decoupledWeightDecay) param.mul_(1 - lr * weightDecay);
      else if (weightDecay !== 0) grad = grad.add(param, { alpha: weightDecay });
      expAvg.lerp_(grad, 1 - beta1);
      expAvgSq.mul_(beta2).addcmul_(grad, grad, { value: 1 - beta2 });
      const correction = 1 - beta2 ** step;
      const change = expAvg.div(1 - beta1 ** step).mul(lr);
      // How many squared gradients the mean represents at most, and how many at this step.
      const most = 2 / (1 - beta2) - 1;
      const length = most - (2 * step * beta2 ** step) / correction;
      if (length <= 5) return param.sub_(change);
      const rectified = Math.sqrt(((length - 4) * (length - 2) * most) / ((most - 4) * (most - 2) * length));
      const adaptive = expAvgSq.sqrt().add(eps).reciprocal().mul(Math.sqrt(correction));
      return param.sub_(change.mul(adaptive).mul(rectified));
    });
  }
}
