/** Schedules that raise and lower the rate, and move the momentum the opposite way. */
import { optional, required, signature } from "../../shape/index.ts";
import * as is from "../../shape/kinds.ts";
import {
  checkLength,
  lastEpoch,
  optimizer as optimizerArgument,
  eachGroup,
  checkOptimizer,
  LRScheduler,
  perGroup,
  type AnyOptimizer,
  type Group,
} from "./base.ts";
import type * as Calls from "./calls.ts";

type PerGroup = number | readonly number[];
/** What these schedules store in a group; torch stores it there too. */
type Cycled = Group & {
  momentum?: number;
  betas?: readonly [number, number];
  maxLr?: number;
  minLr?: number;
  maxMomentum?: number;
  baseMomentum?: number;
};

function setMomentum(group: Cycled, momentum: number): void {
  if (group.betas === undefined) group.momentum = momentum;
  else group.betas = [momentum, group.betas[1]];
}

/** @throws RangeError in torch's words for an optimiser that has neither momentum nor betas. */
function startMomentum(optimizer: AnyOptimizer, base: PerGroup, max: PerGroup, isFresh: boolean): void {
  if (!("momentum" in optimizer.defaults) && !("betas" in optimizer.defaults))
    throw new RangeError("optimizer must support momentum or beta1 with `cycle_momentum` option enabled");
  const [maxima, bases] = [perGroup("max_momentum", optimizer, max), perGroup("base_momentum", optimizer, base)];
  if (!isFresh) return;
  optimizer.paramGroups.forEach((group: Cycled, i) => {
    setMomentum(group, maxima[i]!);
    group.maxMomentum = maxima[i]!;
    group.baseMomentum = bases[i]!;
  });
}

export type OneCycleOptions = {
  /** The total number of steps; alternatively give `epochs` and `stepsPerEpoch`. */
  totalSteps?: number | null;
  epochs?: number | null;
  stepsPerEpoch?: number | null;
  /** The fraction of the steps during which the rate rises. */
  pctStart?: number;
  annealStrategy?: "cos" | "linear";
  /** Whether momentum (or Adam's first beta) falls while the rate rises. */
  cycleMomentum?: boolean;
  baseMomentum?: PerGroup;
  maxMomentum?: PerGroup;
  /** The first rate is `maxLr / divFactor`. */
  divFactor?: number;
  /** The last rate is the first one divided by this. */
  finalDivFactor?: number;
  /** Returns to the first rate before descending to the last one. */
  threePhase?: boolean;
  lastEpoch?: number;
};

type Phase = {
  readonly endStep: number;
  readonly lr: readonly ["initialLr" | "maxLr", "initialLr" | "maxLr" | "minLr"];
  readonly momentum: readonly ["maxMomentum" | "baseMomentum", "maxMomentum" | "baseMomentum"];
};

export const oneCycleLRSignature = signature("lrScheduler.OneCycleLR", {
  optimizer: optimizerArgument,
  maxLr: required(eachGroup),
  totalSteps: optional(is.orNull(is.number), null),
  epochs: optional(is.orNull(is.number), null),
  stepsPerEpoch: optional(is.orNull(is.number), null),
  pctStart: optional(is.number, 0.3),
  annealStrategy: optional(is.oneOf("cos", "linear"), "cos"),
  cycleMomentum: optional(is.bool, true),
  baseMomentum: optional(eachGroup, 0.85),
  maxMomentum: optional(eachGroup, 0.95),
  divFactor: optional(is.number, 25),
  finalDivFactor: optional(is.number, 1e4),
  threePhase: optional(is.bool, false),
  lastEpoch,
});

/**
 * One cycle up to `maxLr` and down to almost nothing; momentum moves the opposite way.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.OneCycleLR.html.
 *
 * @throws RangeError in torch's words for a missing or non-positive number of steps, and for settings out of range.
 *
 * @example
 * const schedule = new optim.lrScheduler.OneCycleLR(new optim.SGD([weight], 1), { maxLr: 1, epochs: 3, stepsPerEpoch: 10 });
 * schedule.getLastLr(); // [0.040000000000000036]
 */
export class OneCycleLR extends LRScheduler {
  readonly totalSteps: number;
  readonly annealStrategy: "cos" | "linear";
  readonly cycleMomentum: boolean;
  readonly phases: readonly Phase[];

  constructor(...given: Calls.OneCycleLR);
  constructor(...given: unknown[]) {
    const args = oneCycleLRSignature.read(given);
    const { optimizer } = args;
    const { maxLr, pctStart, annealStrategy, cycleMomentum, lastEpoch } = args;
    const { baseMomentum, maxMomentum, divFactor, finalDivFactor, threePhase } = args;
    checkOptimizer(optimizer);
    const totalSteps = stepsOf(args);
    if (!(pctStart >= 0 && pctStart <= 1))
      throw new RangeError(`Expected float between 0 and 1 pct_start, but got ${pctStart}`);
    if (annealStrategy !== "cos" && annealStrategy !== "linear")
      throw new RangeError(`anneal_strategy must be one of 'cos' or 'linear', instead got ${String(annealStrategy)}`);
    const peaks = perGroup("max_lr", optimizer, maxLr);
    if (lastEpoch === -1)
      optimizer.paramGroups.forEach((group: Cycled, i) => {
        group.initialLr = peaks[i]! / divFactor;
        group.maxLr = peaks[i]!;
        group.minLr = group.initialLr / finalDivFactor;
      });
    if (cycleMomentum) startMomentum(optimizer, baseMomentum, maxMomentum, lastEpoch === -1);
    super(optimizer, lastEpoch);
    this.totalSteps = totalSteps;
    this.annealStrategy = annealStrategy;
    this.cycleMomentum = cycleMomentum;
    this.phases = phasesOf(totalSteps, pctStart, threePhase);
    this.start();
  }

  override getLr(): number[] {
    const { lastEpoch, totalSteps, phases } = this;
    if (lastEpoch > totalSteps)
      throw new RangeError(`Tried to step ${lastEpoch} times. The specified number of total steps is ${totalSteps}`);
    const found = phases.findIndex(({ endStep }) => lastEpoch <= endStep);
    const index = found === -1 ? phases.length - 1 : found;
    const phase = phases[index]!;
    const startStep = index === 0 ? 0 : phases[index - 1]!.endStep;
    const part = (lastEpoch - startStep) / (phase.endStep - startStep);
    const anneal = this.annealStrategy === "cos" ? cosine : line;
    return this.optimizer.paramGroups.map((group: Cycled) => {
      const [from, to] = phase.momentum;
      if (this.cycleMomentum) setMomentum(group, anneal(group[from]!, group[to]!, part));
      return anneal(group[phase.lr[0]]!, group[phase.lr[1]]!, part);
    });
  }
}

function stepsOf({ totalSteps, epochs, stepsPerEpoch }: OneCycleOptions): number {
  const isCount = (n: number): boolean => Number.isInteger(n) && n > 0;
  if (typeof totalSteps === "number") {
    if (isCount(totalSteps)) return totalSteps;
    throw new RangeError(`Expected positive integer total_steps, but got ${totalSteps}`);
  }
  if (typeof epochs !== "number" || typeof stepsPerEpoch !== "number")
    throw new RangeError("You must define either total_steps OR (epochs AND steps_per_epoch)");
  if (!isCount(epochs)) throw new RangeError(`Expected positive integer epochs, but got ${epochs}`);
  if (!isCount(stepsPerEpoch))
    throw new RangeError(`Expected positive integer steps_per_epoch, but got ${stepsPerEpoch}`);
  return epochs * stepsPerEpoch;
}

function phasesOf(totalSteps: number, pctStart: number, threePhase: boolean): Phase[] {
  const up: Phase = {
    endStep: pctStart * totalSteps - 1,
    lr: ["initialLr", "maxLr"],
    momentum: ["maxMomentum", "baseMomentum"],
  };
  const last = totalSteps - 1;
  if (!threePhase) return [up, { endStep: last, lr: ["maxLr", "minLr"], momentum: ["baseMomentum", "maxMomentum"] }];
  return [
    up,
    { endStep: 2 * pctStart * totalSteps - 2, lr: ["maxLr", "initialLr"], momentum: ["baseMomentum", "maxMomentum"] },
    { endStep: last, lr: ["initialLr", "minLr"], momentum: ["maxMomentum", "maxMomentum"] },
  ];
}

const cosine = (start: number, end: number, part: number): number =>
  end + ((start - end) / 2) * (Math.cos(Math.PI * part) + 1);
const line = (start: number, end: number, part: number): number => (end - start) * part + start;

export type CyclicOptions = {
  /** Steps from `baseLr` up to `maxLr`; the way back takes as many unless `stepSizeDown` is given. */
  stepSizeUp?: number;
  stepSizeDown?: number | null;
  /** Peaks of equal height, peaks halved with each cycle, or peaks scaled by `gamma` with each step. */
  mode?: "triangular" | "triangular2" | "exp_range";
  gamma?: number;
  /** Your own scaling: a function of the number of the cycle (from 1) or of the step, as `scaleMode` says. */
  scaleFn?: ((x: number) => number) | null;
  scaleMode?: "cycle" | "iterations";
  cycleMomentum?: boolean;
  baseMomentum?: PerGroup;
  maxMomentum?: PerGroup;
  lastEpoch?: number;
};

export const cyclicLRSignature = signature("lrScheduler.CyclicLR", {
  optimizer: optimizerArgument,
  baseLr: required(eachGroup),
  maxLr: required(eachGroup),
  stepSizeUp: optional(is.int, 2000),
  stepSizeDown: optional(is.orNull(is.int), null),
  mode: optional(is.oneOf("triangular", "triangular2", "exp_range"), "triangular"),
  gamma: optional(is.number, 1),
  scaleFn: optional(is.orNull(is.callable<(x: number) => number>()), null),
  scaleMode: optional(is.oneOf("cycle", "iterations"), "cycle"),
  cycleMomentum: optional(is.bool, true),
  baseMomentum: optional(eachGroup, 0.8),
  maxMomentum: optional(eachGroup, 0.9),
  lastEpoch,
});

/**
 * Triangles between `baseLr` and `maxLr`; momentum moves the opposite way.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.CyclicLR.html.
 *
 * @throws RangeError in torch's words for an unknown mode, or an optimiser without momentum unless `cycleMomentum` is false.
 */
export class CyclicLR extends LRScheduler {
  readonly maxLrs: readonly number[];
  readonly totalSize: number;
  readonly stepRatio: number;
  readonly scaleMode: "cycle" | "iterations";
  readonly scaleFn: (x: number) => number;
  readonly cycleMomentum: boolean;

  constructor(...given: Calls.CyclicLR);
  constructor(...given: unknown[]) {
    const args = cyclicLRSignature.read(given);
    const { optimizer } = args;
    const { baseLr, maxLr, stepSizeUp, mode, gamma, cycleMomentum } = args;
    const { stepSizeDown, scaleFn, scaleMode, baseMomentum, maxMomentum, lastEpoch } = args;
    checkOptimizer(optimizer);
    checkLength("CyclicLR's stepSizeUp", stepSizeUp);
    const bases = perGroup("base_lr", optimizer, baseLr);
    if (lastEpoch === -1) optimizer.paramGroups.forEach((group, i) => (group.lr = bases[i]!));
    const heights: Readonly<Record<string, (x: number) => number>> = {
      triangular: () => 1,
      triangular2: (x) => 1 / 2 ** (x - 1),
      exp_range: (x) => gamma ** x,
    };
    if (!Object.hasOwn(heights, mode) && !scaleFn) throw new RangeError("mode is invalid and scale_fn is None");
    if (cycleMomentum) startMomentum(optimizer, baseMomentum, maxMomentum, lastEpoch === -1);
    super(optimizer, lastEpoch);
    this.baseLrs = bases;
    this.maxLrs = perGroup("max_lr", optimizer, maxLr);
    this.totalSize = stepSizeUp + (stepSizeDown ?? stepSizeUp);
    this.stepRatio = stepSizeUp / this.totalSize;
    this.scaleFn = scaleFn ?? heights[mode]!;
    this.scaleMode = scaleFn ? scaleMode : mode === "exp_range" ? "iterations" : "cycle";
    this.cycleMomentum = cycleMomentum;
    this.start();
  }

  override getLr(): number[] {
    const { lastEpoch, totalSize, stepRatio } = this;
    const cycle = Math.floor(1 + lastEpoch / totalSize);
    const x = 1 + lastEpoch / totalSize - cycle;
    const climb = x <= stepRatio ? x / stepRatio : (x - 1) / (stepRatio - 1);
    const scale = this.scaleFn(this.scaleMode === "cycle" ? cycle : lastEpoch);
    return this.optimizer.paramGroups.map((group: Cycled, i) => {
      const { baseMomentum, maxMomentum } = group;
      if (this.cycleMomentum) setMomentum(group, maxMomentum! - (maxMomentum! - baseMomentum!) * climb * scale);
      return this.baseLrs[i]! + (this.maxLrs[i]! - this.baseLrs[i]!) * climb * scale;
    });
  }
}
