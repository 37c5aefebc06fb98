import { keyword, optional, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { tidy, zeros, type Tensor } from "../tensor/index.ts";
import { pythonFloat } from "../nn/repr.ts";
import { params, settingsOf, ways } from "./arguments.ts";
import { checkNotNegative, Optimizer, type ParamGroup } from "./optimizer.ts";
import type * as Calls from "./calls.ts";

export type AdadeltaSettings = {
  lr: number;
  initialLr?: number;
  rho: number;
  eps: number;
  weightDecay: number;
  maximize: boolean;
};

export const adadeltaSignature = signature("optim.Adadelta", {
  params: params<AdadeltaSettings>(),
  lr: optional(is.number, 1),
  rho: optional(is.number, 0.9),
  eps: optional(is.number, 1e-6),
  weightDecay: optional(is.number, 0),
  foreach: optional(is.orNull(is.bool), null),
  capturable: ways.capturable,
  maximize: keyword(is.bool, false),
  differentiable: ways.differentiable,
});

/**
 * Scales each step by the ratio of the root mean squares of past changes and past gradients.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.Adadelta.html.
 *
 * @throws RangeError in torch's words for a setting out of range.
 *
 * @example
 * const optimizer = new optim.Adadelta(model.parameters(), { lr: 0.01 });
 */
export class Adadelta extends Optimizer<AdadeltaSettings> {
  constructor(...given: Calls.Adadelta);
  constructor(...given: unknown[]) {
    const args = adadeltaSignature.read(given);
    super(args.params, settingsOf(args));
  }

  protected override check({ lr, rho, eps, weightDecay }: AdadeltaSettings): void {
    checkNotNegative("learning rate", lr);
    if (!(rho >= 0 && rho <= 1)) throw new RangeError(`Invalid rho value: ${pythonFloat(rho)}`);
    checkNotNegative("epsilon value", eps);
    checkNotNegative("weight_decay value", weightDecay);
  }

  protected override update(param: Tensor, gradient: Tensor, group: ParamGroup<AdadeltaSettings>): void {
    const blank = (): Tensor => zeros([...param.sizes], { dtype: param.dtype });
    const state = this.stateOf(param, () => ({ step: 0, squareAvg: blank(), accDelta: blank() }));
    state.step++;
    tidy(() => {
      const { lr, rho, eps, weightDecay, maximize } = group;
      const { squareAvg, accDelta } = state;
      let grad = maximize ? gradient.neg() : gradient;
      if (weightDecay !== 0) grad = grad.add(param, { alpha: weightDecay });
      squareAvg.mul_(rho).addcmul_(grad, grad, { value: 1 - rho });
      const delta = accDelta.add(eps).sqrt().div(squareAvg.add(eps).sqrt()).mul(grad);
      accDelta.mul_(rho).addcmul_(delta, delta, { value: 1 - rho });
      return param.sub_(delta, { alpha: lr });
    });
  }
}
