import { keyword, optional, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { tidy, zeros, type Tensor } from "../tensor/index.ts";
import { betas, checkBetas, params, settingsOf, ways } from "./arguments.ts";
import { checkNotNegative, Optimizer, type ParamGroup } from "./optimizer.ts";
import type * as Calls from "./calls.ts";

export type AdamaxSettings = {
  lr: number;
  initialLr?: number;
  betas: readonly [number, number];
  eps: number;
  weightDecay: number;
  maximize: boolean;
};

export const adamaxSignature = signature("optim.Adamax", {
  params: params<AdamaxSettings>(),
  lr: optional(is.number, 2e-3),
  betas,
  eps: optional(is.number, 1e-8),
  weightDecay: optional(is.number, 0),
  foreach: optional(is.orNull(is.bool), null),
  maximize: keyword(is.bool, false),
  differentiable: ways.differentiable,
  capturable: ways.capturable,
});

/**
 * Adam with the largest recent gradients in place of the mean of their squares.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.Adamax.html.
 *
 * @throws RangeError in torch's words for a setting out of range.
 *
 * @example
 * const optimizer = new optim.Adamax(model.parameters(), { lr: 0.01 });
 */
export class Adamax extends Optimizer<AdamaxSettings> {
  constructor(...given: Calls.Adamax);
  constructor(...given: unknown[]) {
    const args = adamaxSignature.read(given);
    super(args.params, settingsOf(args));
  }

  protected override check({ lr, betas, eps, weightDecay }: AdamaxSettings): void {
    checkNotNegative("learning rate", lr);
    checkNotNegative("epsilon value", eps);
    checkBetas(betas);
    checkNotNegative("weight_decay value", weightDecay);
  }

  protected override update(param: Tensor, gradient: Tensor, group: ParamGroup<AdamaxSettings>): void {
    const blank = (): Tensor => zeros([...param.sizes], { dtype: param.dtype });
    const state = this.stateOf(param, () => ({ step: 0, expAvg: blank(), expInf: blank() }));
    state.step++;
    tidy(() => {
      const { lr, betas, eps, weightDecay, maximize } = group;
      const [beta1, beta2] = betas;
      const { step, expAvg, expInf } = state;
      let grad = maximize ? gradient.neg() : gradient;
      if (weightDecay !== 0) grad = grad.add(param, { alpha: weightDecay });
      expAvg.lerp_(grad, 1 - beta1);
      expInf.copy_(expInf.mul(beta2).maximum(grad.abs().add(eps)));
      return param.addcdiv_(expAvg, expInf, { value: -lr / (1 - beta1 ** step) });
    });
  }
}
