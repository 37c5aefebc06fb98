/**
 * What the schedules share. Each rate is computed from the last one by the same recursion as in torch, so that both
 * agree to the last digit.
 */
import { isPlainObject, optional, required, shown, signature, warn } from "../../shape/index.ts";
import * as is from "../../shape/kinds.ts";
import { Optimizer, stepped, type ParamGroup, type Settings } from "../optimizer.ts";

export type Group = ParamGroup<Settings>;
export type AnyOptimizer = Pick<Optimizer, "step"> & { readonly paramGroups: Group[]; readonly defaults: object };

/** The first argument of every schedule, and below it the last one. */
export const optimizer = required(
  is.kind(
    "Optimizer",
    (value): value is AnyOptimizer => typeof value === "object" && value !== null && "paramGroups" in value,
  ),
);
export const lastEpoch = optional(is.int, -1);
/** One number for all groups, or one for each. */
export const eachGroup = is.either(is.number, is.floats);

const aState = is.kind(
  "state dict of a schedule",
  (value): value is Readonly<Record<string, unknown>> => isPlainObject(value),
  { isObject: true },
);
/** Used by schedules with another base class, too. */
export const signed = {
  step: signature("LRScheduler.step", { epoch: optional(is.orNull(is.int), null) }),
  getLastLr: signature("LRScheduler.getLastLr", {}),
  stateDict: signature("LRScheduler.stateDict", {}),
  loadStateDict: signature("LRScheduler.loadStateDict", { stateDict: required(aState) }),
};
/**
 * Base of the schedules that depend only on the number of steps. A schedule of your own overrides `getLr`.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.LRScheduler.html.
 *
 * @throws RangeError in torch's words if `lastEpoch` continues a schedule of which the optimiser has no record.
 */
export abstract class LRScheduler {
  readonly optimizer: AnyOptimizer;
  baseLrs: number[];
  lastEpoch: number;
  #started = false;
  #isInitial = false;

  constructor(optimizer: AnyOptimizer, lastEpoch = -1) {
    checkOptimizer(optimizer);
    this.optimizer = optimizer;
    optimizer.paramGroups.forEach((group, i) => {
      if (lastEpoch === -1) group.initialLr ??= group.lr;
      else if (group.initialLr === undefined)
        throw new RangeError(
          `param 'initial_lr' is not specified in param_groups[${i}] when resuming scheduler with last_epoch >= 0.\n` +
            "This typically happens when:\n" +
            "1. You're trying to resume training from a checkpoint but haven't properly loaded the optimizer state\n" +
            "2. You're using last_epoch >= 0 for a fresh training run (not recommended)",
        );
    });
    this.baseLrs = optimizer.paramGroups.map(({ initialLr }) => initialLr!);
    this.lastEpoch = lastEpoch;
  }

  /** The rates of this step, one for each group, computed from those of the last step. */
  abstract getLr(): number[];

  /** The rates of a step, computed directly from its number; schedules without this use `getLr`. */
  protected closedForm?(): number[];

  /** Whether `getLr` is being asked for the rates before the first step. */
  protected get isInitial(): boolean {
    return this.#isInitial;
  }

  protected lrs(): number[] {
    return this.optimizer.paramGroups.map(({ lr }) => lr);
  }

  /** Sets the initial rates; each constructor calls it last. */
  start(): void {
    this.#started = true;
    this.#isInitial = true;
    try {
      this.updateLr();
    } finally {
      this.#isInitial = false;
    }
  }

  step(epoch?: number | null): void;
  step(...given: unknown[]): void {
    const { epoch } = signed.step.read(given);
    if (!this.#started) this.start();
    if (this.lastEpoch === 0 && this.optimizer instanceof Optimizer && !stepped.has(this.optimizer))
      warn(
        "Detected call of `lrScheduler.step()` before `optimizer.step()`. You should call them in the opposite order: " +
          "`optimizer.step()` before `lrScheduler.step()`. Failure to do this will result in skipping the first value of the learning rate schedule.",
      );
    this.updateLr(epoch ?? undefined);
  }

  /** Advances to the next step, or to a given one, and sets its rates. */
  updateLr(epoch?: number): void {
    this.lastEpoch = epoch ?? this.lastEpoch + 1;
    const rates = epoch !== undefined && this.closedForm !== undefined ? this.closedForm() : this.getLr();
    this.optimizer.paramGroups.forEach((group, i) => (group.lr = rates[i]!));
  }

  getLastLr(): number[];
  getLastLr(...given: unknown[]): number[] {
    signed.getLastLr.read(given);
    if (!this.#started) this.start();
    return this.lrs();
  }

  /** Everything but the optimiser, as a plain object that `torch.save` accepts (functions are left out). */
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

export function stateOf(scheduler: object): Record<string, unknown> {
  const isState = ([name, value]: [string, unknown]): boolean =>
    name !== "optimizer" &&
    value !== undefined &&
    typeof value !== "function" &&
    !(Array.isArray(value) && value.some((item) => typeof item === "function"));
  return Object.fromEntries(Object.entries(scheduler).filter(isState));
}

/** One number for every group, or one for each. */
export function perGroup(name: string, { paramGroups }: AnyOptimizer, value: number | readonly number[]): number[] {
  if (typeof value === "number") return paramGroups.map(() => value);
  if (value.length !== paramGroups.length)
    throw new RangeError(
      `${name} must have the same length as optimizer.param_groups. ${name} has ${value.length} values, param_groups has ${paramGroups.length}.`,
    );
  return [...value];
}

/** @throws RangeError for 0 as a length: torch divides by it at the first step. */
export function checkLength(name: string, length: number): void {
  if (length === 0) throw new RangeError(`${name} expected a number of steps other than 0, got 0`);
}

/** @throws TypeError in torch's words for anything but an optimiser. */
export function checkOptimizer(value: unknown): void {
  if (typeof value === "object" && value !== null && "paramGroups" in value) return;
  throw new TypeError(`${shown(value)} is not an Optimizer`);
}
