/**
 * Learning rate schedules: `step()` once an epoch (or batch) sets every group's `lr`.
 * See https://docs.pytorch.org/docs/2.13/optim.html#how-to-adjust-learning-rate.
 *
 * The rates are computed from the last ones by the same recursions as torch's, so that they agree to the last digit.
 */
import { resolveArguments } from "../shape/arguments.ts";
import type { Optimizer, ParamGroup, Settings } from "./optimizer.ts";

type Group = ParamGroup<Settings>;
type AnyOptimizer = Pick<Optimizer, "step"> & { readonly paramGroups: Group[] };

/** Base of the schedules that depend on the number of steps only. */
export abstract class LRScheduler {
  readonly optimizer: AnyOptimizer;
  readonly baseLrs: readonly number[];
  lastEpoch = 0;

  constructor(optimizer: AnyOptimizer) {
    this.optimizer = optimizer;
    for (const group of optimizer.paramGroups) group.initialLr ??= group.lr;
    this.baseLrs = optimizer.paramGroups.map(({ initialLr }) => initialLr!);
  }

  /** The next rate of one group. */
  protected abstract nextLr(group: Group, index: number): number;

  step(): void {
    this.lastEpoch++;
    this.apply();
  }

  protected apply(): void {
    this.optimizer.paramGroups.forEach((group, index) => (group.lr = this.nextLr(group, index)));
  }

  getLastLr(): number[] {
    return this.optimizer.paramGroups.map(({ lr }) => lr);
  }

  /** Everything but the optimiser, as a plain object that `torch.save` takes (functions are left out). */
  stateDict(): Record<string, unknown> {
    return stateOf(this);
  }

  loadStateDict(state: Readonly<Record<string, unknown>>): void {
    Object.assign(this, state);
  }
}

/** Multiplies the rate by `gamma` every `stepSize` steps. */
export class StepLR extends LRScheduler {
  readonly stepSize: number;
  readonly gamma: number;

  constructor(optimizer: AnyOptimizer, stepSize: number, gamma?: number);
  constructor(optimizer: AnyOptimizer, options: { stepSize: number; gamma?: number });
  constructor(optimizer: AnyOptimizer, ...given: unknown[]) {
    super(optimizer);
    type Arguments = { stepSize: number; gamma: number };
    const args = resolveArguments<Arguments>("StepLR", ["stepSize", "gamma"], 1, given) as Arguments;
    this.stepSize = args.stepSize;
    this.gamma = args.gamma ?? 0.1;
  }

  protected override nextLr({ lr }: Group): number {
    return this.lastEpoch % this.stepSize === 0 ? lr * this.gamma : lr;
  }
}

/** Multiplies the rate by `gamma` at each of the `milestones`. */
export class MultiStepLR extends LRScheduler {
  readonly milestones: readonly number[];
  readonly gamma: number;

  constructor(optimizer: AnyOptimizer, milestones: readonly number[], gamma?: number);
  constructor(optimizer: AnyOptimizer, options: { milestones: readonly number[]; gamma?: number });
  constructor(optimizer: AnyOptimizer, ...given: unknown[]) {
    super(optimizer);
    type Arguments = { milestones: readonly number[]; gamma: number };
    const args = resolveArguments<Arguments>("MultiStepLR", ["milestones", "gamma"], 1, given) as Arguments;
    this.milestones = [...args.milestones];
    this.gamma = args.gamma ?? 0.1;
  }

  protected override nextLr({ lr }: Group): number {
    const times = this.milestones.filter((milestone) => milestone === this.lastEpoch).length;
    return times === 0 ? lr : lr * this.gamma ** times;
  }
}

/** Multiplies the rate by `gamma` at every step. */
export class ExponentialLR extends LRScheduler {
  readonly gamma: number;

  constructor(optimizer: AnyOptimizer, gamma: number);
  constructor(optimizer: AnyOptimizer, options: { gamma: number });
  constructor(optimizer: AnyOptimizer, ...given: unknown[]) {
    super(optimizer);
    type Arguments = { gamma: number };
    this.gamma = (resolveArguments<Arguments>("ExponentialLR", ["gamma"], 1, given) as Arguments).gamma;
  }

  protected override nextLr({ lr }: Group): number {
    return lr * this.gamma;
  }
}

/** The first rate times `lrLambda(step)`. */
export class LambdaLR extends LRScheduler {
  readonly lrLambdas: readonly ((epoch: number) => number)[];

  constructor(optimizer: AnyOptimizer, lrLambda: ((epoch: number) => number) | readonly ((epoch: number) => number)[]) {
    super(optimizer);
    const lambdas = typeof lrLambda === "function" ? optimizer.paramGroups.map(() => lrLambda) : lrLambda;
    if (lambdas.length !== optimizer.paramGroups.length) {
      throw new RangeError(`Expected ${optimizer.paramGroups.length} lr_lambdas, but got ${lambdas.length}`);
    }
    this.lrLambdas = lambdas;
    this.apply();
  }

  protected override nextLr(_group: Group, index: number): number {
    return this.baseLrs[index]! * this.lrLambdas[index]!(this.lastEpoch);
  }
}

/** Half a cosine from the first rate down to `etaMin` over `tMax` steps, then up again. */
export class CosineAnnealingLR extends LRScheduler {
  readonly tMax: number;
  readonly etaMin: number;

  constructor(optimizer: AnyOptimizer, tMax: number, etaMin?: number);
  constructor(optimizer: AnyOptimizer, options: { tMax: number; etaMin?: number });
  constructor(optimizer: AnyOptimizer, ...given: unknown[]) {
    super(optimizer);
    type Arguments = { tMax: number; etaMin: number };
    const args = resolveArguments<Arguments>("CosineAnnealingLR", ["tMax", "etaMin"], 1, given) as Arguments;
    this.tMax = args.tMax;
    this.etaMin = args.etaMin ?? 0;
  }

  protected override nextLr({ lr }: Group, index: number): number {
    const { lastEpoch: t, tMax, etaMin } = this;
    if ((t - 1 - tMax) % (2 * tMax) === 0) {
      return lr + ((this.baseLrs[index]! - etaMin) * (1 - Math.cos(Math.PI / tMax))) / 2;
    }
    const ratio = (1 + Math.cos((Math.PI * t) / tMax)) / (1 + Math.cos((Math.PI * (t - 1)) / tMax));
    return ratio * (lr - etaMin) + etaMin;
  }
}

/** From `startFactor` to `endFactor` times the first rate, linearly over `totalIters` steps. */
export class LinearLR extends LRScheduler {
  readonly startFactor: number;
  readonly endFactor: number;
  readonly totalIters: number;

  constructor(
    optimizer: AnyOptimizer,
    {
      startFactor = 1 / 3,
      endFactor = 1,
      totalIters = 5,
    }: { startFactor?: number; endFactor?: number; totalIters?: number } = {},
  ) {
    super(optimizer);
    this.startFactor = startFactor;
    this.endFactor = endFactor;
    this.totalIters = totalIters;
    for (const group of optimizer.paramGroups) group.lr *= startFactor;
  }

  protected override nextLr({ lr }: Group): number {
    const { startFactor, endFactor, totalIters, lastEpoch } = this;
    if (lastEpoch > totalIters) return lr;
    const slope = endFactor - startFactor;
    return lr * (1 + slope / (totalIters * startFactor + (lastEpoch - 1) * slope));
  }
}

/** One cycle up to `maxLr` and down to almost nothing, over `totalSteps` steps, as cosines. */
export class OneCycleLR extends LRScheduler {
  readonly totalSteps: number;
  readonly pctStart: number;
  readonly maxLr: number;
  readonly divFactor: number;
  readonly finalDivFactor: number;

  constructor(
    optimizer: AnyOptimizer,
    {
      maxLr,
      totalSteps,
      pctStart = 0.3,
      divFactor = 25,
      finalDivFactor = 1e4,
    }: { maxLr: number; totalSteps: number; pctStart?: number; divFactor?: number; finalDivFactor?: number },
  ) {
    super(optimizer);
    this.totalSteps = totalSteps;
    this.pctStart = pctStart;
    this.maxLr = maxLr;
    this.divFactor = divFactor;
    this.finalDivFactor = finalDivFactor;
    this.apply();
  }

  protected override nextLr(): number {
    const { lastEpoch, totalSteps, maxLr } = this;
    if (lastEpoch > totalSteps) {
      throw new RangeError(`Tried to step ${lastEpoch} times. The specified number of total steps is ${totalSteps}`);
    }
    const first = maxLr / this.divFactor;
    const peak = this.pctStart * totalSteps - 1;
    if (lastEpoch <= peak) return cosine(first, maxLr, lastEpoch / peak);
    return cosine(maxLr, first / this.finalDivFactor, (lastEpoch - peak) / (totalSteps - 1 - peak));
  }
}

function cosine(start: number, end: number, part: number): number {
  return end + ((start - end) / 2) * (Math.cos(Math.PI * part) + 1);
}

export type PlateauOptions = {
  mode?: "min" | "max";
  factor?: number;
  patience?: number;
  threshold?: number;
  thresholdMode?: "rel" | "abs";
  cooldown?: number;
  minLr?: number;
  eps?: number;
};

/** Multiplies the rate by `factor` when the metric has not improved for more than `patience` steps. */
export class ReduceLROnPlateau {
  readonly optimizer: AnyOptimizer;
  readonly options: Required<PlateauOptions>;
  best: number;
  numBadEpochs = 0;
  cooldownCounter = 0;
  lastEpoch = 0;

  constructor(optimizer: AnyOptimizer, options: PlateauOptions = {}) {
    const { mode = "min", factor = 0.1, patience = 10, threshold = 1e-4, thresholdMode = "rel" } = options;
    const { cooldown = 0, minLr = 0, eps = 1e-8 } = options;
    if (factor >= 1) throw new RangeError("Factor should be < 1.0.");
    this.optimizer = optimizer;
    this.options = { mode, factor, patience, threshold, thresholdMode, cooldown, minLr, eps };
    this.best = mode === "min" ? Infinity : -Infinity;
  }

  /** Takes the metric of this epoch: a number or a tensor of one element. */
  step(metric: number | { item(): number | bigint | boolean }): void {
    const value = typeof metric === "number" ? metric : Number(metric.item());
    const { patience, cooldown, factor, minLr, eps } = this.options;
    this.lastEpoch++;
    if (this.#isBetter(value)) {
      this.best = value;
      this.numBadEpochs = 0;
    } else this.numBadEpochs++;
    if (this.cooldownCounter > 0) {
      this.cooldownCounter--;
      this.numBadEpochs = 0;
    }
    if (this.numBadEpochs <= patience) return;
    for (const group of this.optimizer.paramGroups) {
      const lr = Math.max(group.lr * factor, minLr);
      if (group.lr - lr > eps) group.lr = lr;
    }
    this.cooldownCounter = cooldown;
    this.numBadEpochs = 0;
  }

  #isBetter(value: number): boolean {
    const { mode, threshold, thresholdMode } = this.options;
    const relative = thresholdMode === "rel";
    if (mode === "min") return value < (relative ? this.best * (1 - threshold) : this.best - threshold);
    return value > (relative ? this.best * (1 + threshold) : this.best + threshold);
  }

  getLastLr(): number[] {
    return this.optimizer.paramGroups.map(({ lr }) => lr);
  }

  stateDict(): Record<string, unknown> {
    return stateOf(this);
  }

  loadStateDict(state: Readonly<Record<string, unknown>>): void {
    Object.assign(this, state);
  }
}

function stateOf(scheduler: object): Record<string, unknown> {
  const isState = ([name, value]: [string, unknown]): boolean =>
    name !== "optimizer" && name !== "lrLambdas" && value !== undefined;
  return Object.fromEntries(Object.entries(scheduler).filter(isState));
}
