import { backend } from "../backend/index.ts";
import { keyword, optional, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { tidy, zeros, type Tensor } from "../tensor/index.ts";
import { betas, checkBetas, params, settingsOf, ways } from "./arguments.ts";
import { checkNotNegative, Optimizer, type ParamGroup } from "./optimizer.ts";
import { contiguousStorage, updateStorage } from "./storage.ts";
import type * as Calls from "./calls.ts";

export type AdamSettings = {
  lr: number;
  initialLr?: number;
  betas: readonly [number, number];
  eps: number;
  weightDecay: number;
  /** Scales by the largest mean of squares so far. */
  amsgrad: boolean;
  maximize: boolean;
  /** AdamW's weight decay, applied to the parameter itself instead of the gradient. */
  decoupledWeightDecay: boolean;
};

/** What the optimiser remembers for one parameter. */
type AdamState = { step: number; expAvg: Tensor; expAvgSq: Tensor; maxExpAvgSq?: Tensor };

const adamArguments = {
  params: params<AdamSettings>(),
  lr: optional(is.number, 1e-3),
  betas,
  eps: optional(is.number, 1e-8),
  weightDecay: optional(is.number, 0),
  amsgrad: optional(is.bool, false),
  maximize: keyword(is.bool, false),
  ...ways,
};
export const adamSignature = signature("optim.Adam", {
  ...adamArguments,
  decoupledWeightDecay: keyword(is.bool, false),
});
export const adamWSignature = signature("optim.AdamW", { ...adamArguments, weightDecay: optional(is.number, 1e-2) });

/**
 * Scales each step by running means of the gradient and of its square.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.Adam.html.
 */
export class Adam extends Optimizer<AdamSettings> {
  constructor(...given: Calls.Adam);
  constructor(...given: unknown[]) {
    const args = adamSignature.read(given);
    super(args.params, settingsOf(args));
  }

  protected override check({ lr, betas, eps, weightDecay }: AdamSettings): void {
    checkNotNegative("learning rate", lr);
    checkNotNegative("epsilon value", eps);
    checkBetas(betas);
    checkNotNegative("weight_decay value", weightDecay);
  }

  protected override update(param: Tensor, grad: Tensor, group: ParamGroup<AdamSettings>): void {
    const { sizes, dtype } = param;
    const state = this.stateOf(param, (): AdamState => ({
      step: 0,
      expAvg: zeros([...sizes], { dtype }),
      expAvgSq: zeros([...sizes], { dtype }),
    }));
    state.step++;
    if (group.amsgrad) return this.#largestSoFar(param, grad, group, state);
    const { lr, betas, eps, weightDecay, maximize, decoupledWeightDecay: decoupled } = group;
    const [beta1, beta2] = betas;
    const options = { lr, beta1, beta2, eps, weightDecay, decoupled, maximize, step: state.step };
    updateStorage(param, (storage) =>
      backend().adamStep(storage, contiguousStorage(grad), state.expAvg.memory, state.expAvgSq.memory, options),
    );
  }

  #largestSoFar(param: Tensor, gradient: Tensor, group: ParamGroup<AdamSettings>, state: AdamState): void {
    const { lr, betas, eps, weightDecay, maximize, decoupledWeightDecay } = group;
    const [beta1, beta2] = betas;
    const { step, expAvg, expAvgSq } = state;
    const largest = (state.maxExpAvgSq ??= zeros([...param.sizes], { dtype: param.dtype }));
    tidy(() => {
      let grad = maximize ? gradient.neg() : gradient;
      if (weightDecay !== 0 && decoupledWeightDecay) param.mul_(1 - lr * weightDecay);
      else if (weightDecay !== 0) grad = grad.add(param, { alpha: weightDecay });
      expAvg.lerp_(grad, 1 - beta1);
      expAvgSq.mul_(beta2).addcmul_(grad, grad, { value: 1 - beta2 });
      largest.copy_(largest.maximum(expAvgSq));
      const denominator = largest
        .sqrt()
        .div(Math.sqrt(1 - beta2 ** step))
        .add(eps);
      return param.addcdiv_(expAvg, denominator, { value: -lr / (1 - beta1 ** step) });
    });
  }
}

/**
 * Adam with weight decay applied to the parameter itself; 0.01 by default.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.AdamW.html.
 */
export class AdamW extends Adam {
  constructor(...given: Calls.AdamW);
  constructor(...given: unknown[]) {
    const args = adamWSignature.read(given);
    super(args.params, { ...settingsOf(args), decoupledWeightDecay: true });
  }
}
