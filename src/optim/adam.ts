import { backend } from "../backend/index.ts";
import { resolveArguments } from "../shape/arguments.ts";
import { zeros, type Tensor } from "../tensor/index.ts";
import { pythonFloat } from "../nn/repr.ts";
import { checkNotNegative, Optimizer, type ParamGroup, type Params } from "./optimizer.ts";
import { contiguousStorage, updateStorage } from "./storage.ts";

export type AdamSettings = {
  lr: number;
  initialLr?: number;
  betas: readonly [number, number];
  eps: number;
  weightDecay: number;
  maximize: boolean;
  /** AdamW's decay, of the parameter itself instead of the gradient. */
  decoupledWeightDecay: boolean;
};

const order = ["lr", "betas", "eps", "weightDecay", "maximize"] as const;

/**
 * Steps scaled by running means of the gradient and of its square.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.Adam.html.
 */
export class Adam extends Optimizer<AdamSettings> {
  constructor(params: Params<AdamSettings>, lr?: number, options?: Partial<Omit<AdamSettings, "lr">>);
  constructor(params: Params<AdamSettings>, options?: Partial<AdamSettings>);
  constructor(params: Params<AdamSettings>, ...given: unknown[]) {
    const settings = resolveArguments<AdamSettings>("Adam", [...order, "decoupledWeightDecay"], 0, given);
    const defaults = { lr: 1e-3, betas: [0.9, 0.999] as const, eps: 1e-8, weightDecay: 0, maximize: false };
    super(params, { ...defaults, decoupledWeightDecay: false, ...settings });
  }

  protected override check({ lr, betas, eps, weightDecay }: AdamSettings): void {
    checkNotNegative("learning rate", lr);
    checkNotNegative("epsilon value", eps);
    betas.forEach((beta, index) => {
      if (!(beta >= 0 && beta < 1))
        throw new RangeError(`Invalid beta parameter at index ${index}: ${pythonFloat(beta)}`);
    });
    checkNotNegative("weight_decay value", weightDecay);
  }

  protected override update(param: Tensor, grad: Tensor, group: ParamGroup<AdamSettings>): void {
    const { sizes, dtype } = param;
    const state = this.stateOf(param, () => ({
      step: 0,
      expAvg: zeros([...sizes], { dtype }),
      expAvgSq: zeros([...sizes], { dtype }),
    }));
    state.step++;
    const { lr, betas, eps, weightDecay, maximize, decoupledWeightDecay: decoupled } = group;
    const [beta1, beta2] = betas;
    const options = { lr, beta1, beta2, eps, weightDecay, decoupled, maximize, step: state.step };
    updateStorage(param, (storage) =>
      backend().adamStep(storage, contiguousStorage(grad), state.expAvg.storage, state.expAvgSq.storage, options),
    );
  }
}

/**
 * Adam with weight decay applied to the parameter itself; 0.01 by default.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.AdamW.html.
 */
export class AdamW extends Adam {
  constructor(params: Params<AdamSettings>, lr?: number, options?: Partial<Omit<AdamSettings, "lr">>);
  constructor(params: Params<AdamSettings>, options?: Partial<AdamSettings>);
  constructor(params: Params<AdamSettings>, ...given: unknown[]) {
    const settings = resolveArguments<AdamSettings>("AdamW", order, 0, given);
    super(params, { weightDecay: 1e-2, ...settings, decoupledWeightDecay: true });
  }
}
