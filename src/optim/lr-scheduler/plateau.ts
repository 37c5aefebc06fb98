/** A schedule that watches a metric. */
import { resolveArguments } from "../../shape/arguments.ts";
import { checkOptimizer, stateOf, type AnyOptimizer } from "./base.ts";

const order = ["mode", "factor", "patience", "threshold", "thresholdMode", "cooldown", "minLr", "eps"] as const;

export type PlateauOptions = {
  mode?: "min" | "max";
  factor?: number;
  patience?: number;
  threshold?: number;
  thresholdMode?: "rel" | "abs";
  cooldown?: number;
  /** No rate goes below: one for all groups, or one each. */
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

  constructor(
    optimizer: AnyOptimizer,
    mode?: "min" | "max",
    factor?: number,
    patience?: number,
    threshold?: number,
    thresholdMode?: "rel" | "abs",
    cooldown?: number,
    minLr?: number | readonly number[],
    eps?: number,
  );
  constructor(optimizer: AnyOptimizer, mode: "min" | "max", options: Omit<PlateauOptions, "mode">);
  constructor(optimizer: AnyOptimizer, options?: PlateauOptions);
  constructor(optimizer: AnyOptimizer, ...given: unknown[]) {
    checkOptimizer(optimizer);
    const options = resolveArguments<PlateauOptions>("ReduceLROnPlateau", order, 0, given);
    const { mode = "min", factor = 0.1, patience = 10, threshold = 1e-4, thresholdMode = "rel" } = options;
    const { cooldown = 0, minLr = 0, eps = 1e-8 } = options;
    if (factor >= 1) throw new RangeError("Factor should be < 1.0.");
    if (mode !== "min" && mode !== "max") throw new RangeError(`mode ${String(mode)} is unknown!`);
    if (thresholdMode !== "rel" && thresholdMode !== "abs")
      throw new RangeError(`threshold mode ${String(thresholdMode)} is unknown!`);
    if (typeof minLr !== "number" && minLr.length !== optimizer.paramGroups.length)
      throw new RangeError(`expected ${optimizer.paramGroups.length} min_lrs, got ${minLr.length}`);
    this.optimizer = optimizer;
    this.options = { mode, factor, patience, threshold, thresholdMode, cooldown, minLr, eps };
    this.best = mode === "min" ? Infinity : -Infinity;
  }

  /** Takes the metric of this epoch: a number or a tensor of one element. */
  step(metric: number | { item(): number | bigint | boolean }): void {
    if ((metric as unknown) === undefined)
      throw new TypeError("ReduceLROnPlateau.step() missing 1 required positional argument: 'metrics'");
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
