import { backend, type Storage } from "../backend/index.ts";
import { keyword, optional, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import type { Tensor } from "../tensor/index.ts";
import { params, settingsOf, ways } from "./arguments.ts";
import { checkNotNegative, Optimizer, type ParamGroup } from "./optimizer.ts";
import { contiguousStorage, stateTensor, updateStorage } from "./storage.ts";
import type * as Calls from "./calls.ts";

export type SGDSettings = {
  lr: number;
  initialLr?: number;
  momentum: number;
  dampening: number;
  weightDecay: number;
  nesterov: boolean;
  maximize: boolean;
};

export const sgdSignature = signature("optim.SGD", {
  params: params<SGDSettings>(),
  lr: optional(is.number, 1e-3),
  momentum: optional(is.number, 0),
  dampening: optional(is.number, 0),
  weightDecay: optional(is.number, 0),
  nesterov: optional(is.bool, false),
  maximize: keyword(is.bool, false),
  foreach: ways.foreach,
  differentiable: ways.differentiable,
  fused: ways.fused,
});

/**
 * Stochastic gradient descent: `param -= lr * grad`, with momentum if asked for.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.SGD.html.
 *
 * @throws RangeError in torch's words for a negative setting, or Nesterov's momentum without momentum.
 *
 * @example
 * const optimizer = new optim.SGD(model.parameters(), { lr: 0.01, momentum: 0.9 });
 */
export class SGD extends Optimizer<SGDSettings> {
  constructor(...given: Calls.SGD);
  constructor(...given: unknown[]) {
    const args = sgdSignature.read(given);
    super(args.params, settingsOf(args));
  }

  protected override check({ lr, momentum, dampening, weightDecay, nesterov }: SGDSettings): void {
    checkNotNegative("learning rate", lr);
    checkNotNegative("momentum value", momentum);
    checkNotNegative("weight_decay value", weightDecay);
    if (nesterov && (momentum <= 0 || dampening !== 0)) {
      throw new RangeError("Nesterov momentum requires a momentum and zero dampening");
    }
  }

  protected override update(param: Tensor, grad: Tensor, group: ParamGroup<SGDSettings>): void {
    const state = group.momentum === 0 ? null : this.stateOf(param, () => ({ momentumBuffer: null as Tensor | null }));
    const buffer = state?.momentumBuffer?.memory;
    let next: Storage | undefined;
    updateStorage(param, (storage) => {
      next = backend().sgdStep(storage, contiguousStorage(grad), buffer, group);
    });
    if (state !== null && next !== undefined && next !== buffer) state.momentumBuffer = stateTensor(next, param.sizes);
  }
}
