import { backend } from "../backend/index.ts";
import { keyword, optional, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { zeros, type Tensor } from "../tensor/index.ts";
import { pythonFloat } from "../nn/repr.ts";
import { params, settingsOf, ways } from "./arguments.ts";
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

const adamArguments = {
  params,
  lr: optional(is.number, 1e-3),
  betas: optional(is.tupleOf(is.number, 2), [0.9, 0.999]),
  eps: optional(is.number, 1e-8),
  weightDecay: optional(is.number, 0),
  amsgrad: optional(is.only(false), false),
  maximize: keyword(is.bool, false),
  ...ways,
};
const adamSignature = signature("optim.Adam", { ...adamArguments, decoupledWeightDecay: keyword(is.bool, false) });
const adamWSignature = signature("optim.AdamW", { ...adamArguments, weightDecay: optional(is.number, 1e-2) });

/**
 * Steps scaled by running means of the gradient and of its square.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.Adam.html.
 */
export class Adam extends Optimizer<AdamSettings> {
  constructor(params: Params<AdamSettings>, lr?: number, options?: Partial<Omit<AdamSettings, "lr">>);
  constructor(params: Params<AdamSettings>, options?: Partial<AdamSettings>);
  constructor(
    params: Params<AdamSettings>,
    lr: number,
    betas: readonly [number, number],
    eps?: number,
    weightDecay?: number,
    amsgrad?: false,
  );
  constructor(params: Params<AdamSettings>, ...given: unknown[]) {
    const args = adamSignature.read([params, ...given]);
    const { amsgrad: _, betas, ...settings } = settingsOf(args);
    super(args.params as Params<AdamSettings>, { ...settings, betas: [betas[0]!, betas[1]!] });
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
  constructor(
    params: Params<AdamSettings>,
    lr: number,
    betas: readonly [number, number],
    eps?: number,
    weightDecay?: number,
    amsgrad?: false,
  );
  constructor(params: Params<AdamSettings>, ...given: unknown[]) {
    const args = adamWSignature.read([params, ...given]);
    const { amsgrad: _, ...settings } = settingsOf(args);
    super(args.params as Params<AdamSettings>, {
      ...settings,
      betas: settings.betas as AdamSettings["betas"],
      decoupledWeightDecay: true,
    });
  }
}
