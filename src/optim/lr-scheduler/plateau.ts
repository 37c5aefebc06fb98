/** A schedule that watches a metric. */
import { optional, required, signature } from "../../shape/index.ts";
import * as is from "../../shape/kinds.ts";
import {
  checkOptimizer,
  eachGroup,
  optimizer as optimizerArgument,
  signed,
  stateOf,
  type AnyOptimizer,
} from "./base.ts";
import type * as Calls from "./calls.ts";

export const plateauSignature = signature("lrScheduler.ReduceLROnPlateau", {
  optimizer: optimizerArgument,
  mode: optional(is.oneOf("min", "max"), "min"),
  factor: optional(is.number, 0.1),
  patience: optional(is.int, 10),
  threshold: optional(is.number, 1e-4),
  thresholdMode: optional(is.oneOf("rel", "abs"), "rel"),
  cooldown: optional(is.int, 0),
  minLr: optional(eachGroup, 0),
  eps: optional(is.number, 1e-8),
});

/** A metric: a number, or something that holds one, such as a tensor of one element. */
const metric = is.kind(
  "number or Tensor",
  (value): value is number | { item(): number | bigint | boolean } =>
    typeof value === "number" ||
    (typeof value === "object" && value !== null && typeof (value as { item?: unknown }).item === "function"),
);
const stepSignature = signature("ReduceLROnPlateau.step", { metrics: required(metric) });

export type PlateauOptions = {
  mode?: "min" | "max";
  factor?: number;
  patience?: number;
  threshold?: number;
  thresholdMode?: "rel" | "abs";
  cooldown?: number;
  /** The lower bound of the rate: one for all groups, or one for each. */
  minLr?: number | readonly number[];
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

  constructor(...given: Calls.ReduceLROnPlateau);
  constructor(...given: unknown[]) {
    const { optimizer, ...options } = plateauSignature.read(given);
    checkOptimizer(optimizer);
    const { mode, factor, minLr } = options;
    if (factor >= 1) throw new RangeError("Factor should be < 1.0.");
    if (typeof minLr !== "number" && minLr.length !== optimizer.paramGroups.length)
      throw new RangeError(`expected ${optimizer.paramGroups.length} min_lrs, got ${minLr.length}`);
    this.optimizer = optimizer;
    this.options = options;
    this.best = mode === "min" ? Infinity : -Infinity;
  }

  /** Takes the metric of this epoch: a number or a tensor of one element. */
  step(metrics: number | { item(): number | bigint | boolean }): void;
  step(...given: unknown[]): void {
    const { metrics } = stepSignature.read(given);
    const value = typeof metrics === "number" ? metrics : Number(metrics.item());
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
    this.optimizer.paramGroups.forEach((group, i) => {
      const lr = Math.max(group.lr * factor, typeof minLr === "number" ? minLr : minLr[i]!);
      if (group.lr - lr > eps) group.lr = lr;
    });
    this.cooldownCounter = cooldown;
    this.numBadEpochs = 0;
  }

  #isBetter(value: number): boolean {
    const { mode, threshold, thresholdMode } = this.options;
    const relative = thresholdMode === "rel";
    if (mode === "min") return value < (relative ? this.best * (1 - threshold) : this.best - threshold);
    return value > (relative ? this.best * (1 + threshold) : this.best + threshold);
  }

  getLastLr(): number[];
  getLastLr(...given: unknown[]): number[] {
    signed.getLastLr.read(given);
    return this.optimizer.paramGroups.map(({ lr }) => lr);
  }

  stateDict(): Record<string, unknown>;
  stateDict(...given: unknown[]): Record<string, unknown> {
    signed.stateDict.read(given);
    return stateOf(this);
  }

  loadStateDict(stateDict: Readonly<Record<string, unknown>>): void;
  loadStateDict(...given: unknown[]): void {
    Object.assign(this, signed.loadStateDict.read(given).stateDict);
  }
}
