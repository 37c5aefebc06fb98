import { keyword, optional, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { tidy, zeros, type Tensor } from "../tensor/index.ts";
import { betas, checkBetas, params, settingsOf, ways } from "./arguments.ts";
import { checkNotNegative, Optimizer, type ParamGroup } from "./optimizer.ts";
import type * as Calls from "./calls.ts";

export type NAdamSettings = {
  lr: number;
  initialLr?: number;
  betas: readonly [number, number];
  eps: number;
  weightDecay: number;
  momentumDecay: number;
  /** The weight decay changes the parameter itself instead of the gradient. */
  decoupledWeightDecay: boolean;
  maximize: boolean;
};

export const nAdamSignature = signature("optim.NAdam", {
  params: params<NAdamSettings>(),
  lr: optional(is.number, 2e-3),
  betas,
  eps: optional(is.number, 1e-8),
  weightDecay: optional(is.number, 0),
  momentumDecay: optional(is.number, 4e-3),
  decoupledWeightDecay: optional(is.bool, false),
  foreach: ways.foreach,
  maximize: keyword(is.bool, false),
  capturable: ways.capturable,
  differentiable: ways.differentiable,
});

/**
 * Adam with Nesterov's momentum.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.NAdam.html.
 *
 * @throws RangeError in torch's words for a setting out of range.
 *
 * @example
 * const optimizer = new optim.NAdam(model.parameters(), { lr: 0.01 });
 */
export class NAdam extends Optimizer<NAdamSettings> {
  constructor(...given: Calls.NAdam);
  constructor(...given: unknown[]) {
    const args = nAdamSignature.read(given);
    super(args.params, settingsOf(args));
  }

  protected override check({ lr, betas, eps, weightDecay, momentumDecay }: NAdamSettings): void {
    checkNotNegative("learning rate", lr);
    checkNotNegative("epsilon value", eps);
    checkBetas(betas);
    checkNotNegative("weight_decay value", weightDecay);
    checkNotNegative("momentum_decay value", momentumDecay);
  }

  protected override update(param: Tensor, gradient: Tensor, group: ParamGroup<NAdamSettings>): void {
    const blank = (): Tensor => zeros([...param.sizes], { dtype: param.dtype });
    const state = this.stateOf(param, () => ({ step: 0, muProduct: 1, expAvg: blank(), expAvgSq: blank() }));
    state.step++;
    tidy(() => {
      const { lr, betas, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize } = group;
      const [beta1, beta2] = betas;
      const { step, expAvg, expAvgSq } = state;
      let grad = maximize ? gradient.neg() : gradient;
      if (weightDecay !== 0 && decoupledWeightDecay) param.mul_(1 - lr * weightDecay);
      else if (weightDecay !== 0) grad = grad.add(param, { alpha: weightDecay });
      const mu = beta1 * (1 - 0.5 * 0.96 ** (step * momentumDecay));
      const next = beta1 * (1 - 0.5 * 0.96 ** ((step + 1) * momentumDecay));
      // torch keeps the product as a float32 tensor
      state.muProduct = Math.fround(state.muProduct * Math.fround(mu));
      expAvg.lerp_(grad, 1 - beta1);
      expAvgSq.mul_(beta2).addcmul_(grad, grad, { value: 1 - beta2 });
      const denominator = expAvgSq
        .div(1 - beta2 ** step)
        .sqrt()
        .add(eps);
      param.addcdiv_(grad, denominator, { value: (-lr * (1 - mu)) / (1 - state.muProduct) });
      return param.addcdiv_(expAvg, denominator, { value: (-lr * next) / (1 - state.muProduct * next) });
    });
  }
}
