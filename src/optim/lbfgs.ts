import { optional, float32, required, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { cat, enableGrad, noGrad, Tensor } from "../tensor/index.ts";
import { params } from "./arguments.ts";
import { checkNotNegative, Optimizer, stepped, type ParamState } from "./optimizer.ts";
import type * as Calls from "./calls.ts";
import { strongWolfe, type Point } from "./strong-wolfe.ts";

export type LBFGSSettings = {
  lr: number;
  initialLr?: number;
  maxIter: number;
  maxEval: number;
  toleranceGrad: number;
  toleranceChange: number;
  historySize: number;
  lineSearchFn: "strong_wolfe" | null;
};

export const lbfgsSignature = signature("optim.LBFGS", {
  params: params<LBFGSSettings>(),
  lr: optional(is.number, 1),
  maxIter: optional(is.int, 20),
  maxEval: optional(is.orNull(is.int), null),
  toleranceGrad: optional(is.number, 1e-7),
  toleranceChange: optional(is.number, 1e-9),
  historySize: optional(is.int, 100),
  lineSearchFn: optional(is.orNull(is.oneOf("strong_wolfe")), null),
});
const stepSignature = signature("LBFGS.step", { closure: required(is.callable<() => unknown>()) });

/**
 * What is remembered between steps: for the last changes, those of the gradient, those of the parameters, and the
 * reciprocals of their products.
 */
interface Memory extends ParamState {
  funcEvals: number;
  nIter: number;
  d: Tensor | null;
  t: number;
  oldDirs: Tensor[];
  oldStps: Tensor[];
  ro: number[];
  hDiag: number;
  prevFlatGrad: Tensor | null;
  prevLoss: number | null;
}

/**
 * Newton's method, with the curvature estimated from the last `historySize` changes. One step calls the closure several
 * times.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.LBFGS.html.
 *
 * @throws RangeError for parameter groups, TypeError for a step without a closure.
 *
 * @example
 * const optimizer = new optim.LBFGS([weight], { lr: 0.5 });
 * optimizer.step(() => {
 *   optimizer.zeroGrad();
 *   const loss = weight.square().sum();
 *   loss.backward();
 *   return loss;
 * });
 */
export class LBFGS extends Optimizer<LBFGSSettings> {
  constructor(...given: Calls.LBFGS);
  constructor(...given: unknown[]) {
    const { params: all, maxEval, ...settings } = lbfgsSignature.read(given);
    super(all, { ...settings, maxEval: maxEval ?? Math.trunc((settings.maxIter * 5) / 4) });
    if (this.paramGroups.length !== 1)
      throw new RangeError("LBFGS doesn't support per-parameter options (parameter groups)");
  }

  protected override check({ lr }: LBFGSSettings): void {
    checkNotNegative("learning rate", lr);
  }

  protected override update(): never {
    throw new Error("internal: LBFGS changes all parameters at once");
  }

  override step(): undefined;
  override step<T>(closure: () => T): T;
  override step(...given: unknown[]): unknown {
    const { closure } = stepSignature.read(given);
    stepped.add(this);
    const first = enableGrad(closure);
    noGrad(() => this.#iterate(valueOf(first), () => valueOf(enableGrad(closure))));
    return first;
  }

  #iterate(firstLoss: number, evaluate: () => number): void {
    const { lr, maxIter, maxEval, toleranceGrad, toleranceChange, lineSearchFn, params: all } = this.paramGroups[0]!;
    const memory = this.stateOf<Memory>(all[0]!, () => ({
      funcEvals: 0,
      nIter: 0,
      d: null,
      t: 0,
      oldDirs: [],
      oldStps: [],
      ro: [],
      hDiag: 1,
      prevFlatGrad: null,
      prevLoss: null,
    }));
    const round = all[0]!.dtype === float32 ? Math.fround : (x: number) => x;
    let [loss, grad, evaluations] = [firstLoss, flatGrad(all), 1];
    memory.funcEvals++;
    if (largest(grad) <= toleranceGrad) return;
    for (let n = 1; n <= maxIter; n++) {
      memory.nIter++;
      if (memory.nIter === 1) {
        memory.d = grad.neg();
        Object.assign(memory, { oldDirs: [], oldStps: [], ro: [], hDiag: 1 });
      } else memory.d = this.#direction(memory, grad, round);
      memory.prevFlatGrad = grad.clone();
      memory.prevLoss = loss;
      memory.t = memory.nIter === 1 ? round(Math.min(1, round(1 / grad.abs().sum().item())) * lr) : lr;
      const direction = memory.d;
      const slope = grad.dot(direction).item();
      if (slope > -toleranceChange) return;
      let asked = 0;
      if (lineSearchFn === null) {
        move(all, direction, memory.t);
        if (n < maxIter) {
          loss = evaluate();
          grad = flatGrad(all);
          asked = 1;
        }
      } else {
        const start = all.map((param) => param.detach().clone());
        const at = (t: number): Point => {
          move(all, direction, t);
          const value = evaluate();
          const gradient = flatGrad(all);
          all.forEach((param, i) => param.copy_(start[i]!));
          return { t, value, gradient, slope: gradient.dot(direction).item() };
        };
        const found = strongWolfe(
          at,
          memory.t,
          { t: 0, value: loss, gradient: grad, slope },
          largest(direction),
          round,
        );
        ({ t: memory.t, value: loss, gradient: grad } = found.point);
        asked = found.evaluations;
        move(all, direction, memory.t);
      }
      evaluations += asked;
      memory.funcEvals += asked;
      if (n === maxIter || evaluations >= maxEval) return;
      if (largest(grad) <= toleranceGrad || largest(direction.mul(memory.t)) <= toleranceChange) return;
      if (Math.abs(loss - memory.prevLoss) < toleranceChange) return;
    }
  }

  /** The Newton direction, computed by the two loops over the remembered changes. */
  #direction(memory: Memory, grad: Tensor, round: (x: number) => number): Tensor {
    const { historySize } = this.paramGroups[0]!;
    const { oldDirs, oldStps, ro } = memory;
    const y = grad.sub(memory.prevFlatGrad!);
    const s = memory.d!.mul(memory.t);
    const ys = y.dot(s).item();
    if (ys > 1e-10) {
      if (oldDirs.length === historySize) for (const list of [oldDirs, oldStps, ro]) list.shift();
      oldDirs.push(y);
      oldStps.push(s);
      ro.push(round(1 / ys));
      memory.hDiag = round(ys / y.dot(y).item());
    }
    const q = grad.neg();
    const weights = Array<number>(oldDirs.length);
    for (let i = oldDirs.length - 1; i >= 0; i--) {
      weights[i] = round(oldStps[i]!.dot(q).item() * ro[i]!);
      q.sub_(oldDirs[i]!, { alpha: weights[i]! });
    }
    const r = q.mul(memory.hDiag);
    for (let i = 0; i < oldDirs.length; i++) {
      const back = round(oldDirs[i]!.dot(r).item() * ro[i]!);
      r.add_(oldStps[i]!, { alpha: round(weights[i]! - back) });
    }
    return r;
  }
}

const largest = (x: Tensor): number => x.abs().max().item();

function valueOf(loss: unknown): number {
  if (loss instanceof Tensor) return loss.item();
  if (typeof loss === "number") return loss;
  throw new TypeError("LBFGS.step(): the closure must give back the loss, a Tensor of one element or a number");
}

/** All gradients in one vector, with zeros where there is none. */
function flatGrad(all: readonly Tensor[]): Tensor {
  return cat(all.map((param) => (param.peekGrad() ?? param.detach().zerosLike()).detach().reshape(-1)));
}

/** Moves the parameters `t` times along a direction. */
function move(all: readonly Tensor[], direction: Tensor, t: number): void {
  let from = 0;
  for (const param of all) {
    const part = direction.narrow(0, from, param.numel()).reshape(param.sizes);
    param.add_(part, { alpha: t });
    from += param.numel();
  }
}
