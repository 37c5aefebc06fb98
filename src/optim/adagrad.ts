import { resolveArguments } from "../shape/arguments.ts";
import { full, tidy, type Tensor } from "../tensor/index.ts";
import { checkNotNegative, Optimizer, type ParamGroup, type Params } from "./optimizer.ts";

export type AdagradSettings = {
  lr: number;
  initialLr?: number;
  lrDecay: number;
  weightDecay: number;
  initialAccumulatorValue: number;
  eps: number;
  maximize: boolean;
};

/**
 * Steps divided by the root of the sum of all squared gradients so far.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.Adagrad.html.
 */
export class Adagrad extends Optimizer<AdagradSettings> {
  constructor(params: Params<AdagradSettings>, lr?: number, options?: Partial<Omit<AdagradSettings, "lr">>);
  constructor(params: Params<AdagradSettings>, options?: Partial<AdagradSettings>);
  constructor(params: Params<AdagradSettings>, ...given: unknown[]) {
    const order = ["lr", "lrDecay", "weightDecay", "initialAccumulatorValue", "eps", "maximize"] as const;
    const settings = resolveArguments<AdagradSettings>("Adagrad", order, 0, given);
    super(params, {
      lr: 1e-2,
      lrDecay: 0,
      weightDecay: 0,
      initialAccumulatorValue: 0,
      eps: 1e-10,
      maximize: false,
      ...settings,
    });
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
