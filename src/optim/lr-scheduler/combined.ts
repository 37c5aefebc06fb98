/** Schedules made of other schedules: one after another, or all at once. */
import { optional, required, signature } from "../../shape/index.ts";
import * as is from "../../shape/kinds.ts";
import { lastEpoch, signed, optimizer as optimizerArgument, LRScheduler, stateOf, type AnyOptimizer } from "./base.ts";
import type * as Calls from "./calls.ts";

type Part = LRScheduler | SequentialLR | ChainedScheduler;

const parts = is.kind("array of schedulers", (value): value is readonly Part[] => Array.isArray(value));

/** @throws TypeError or RangeError in torch's words for schedules that cannot be combined. */
function checkParts(name: string, schedulers: readonly unknown[], optimizer: AnyOptimizer, doing: string): void {
  if (schedulers.length === 0)
    throw new RangeError(`${name} expects at least one scheduler${doing}, but got no scheduler.`);
  schedulers.forEach((scheduler, i) => {
    if (typeof scheduler !== "object" || scheduler === null || !("optimizer" in scheduler))
      throw new TypeError(`${name} at index ${i} should have \`optimizer\` as its attribute.`);
    const isPart = scheduler instanceof LRScheduler || scheduler instanceof Combined;
    if (!isPart)
      throw new RangeError(
        `${name} does not support \`ReduceLROnPlateau\` scheduler as it requires additional kwargs to be specified when ` +
          `calling \`step\`, but got one at index ${i} in the given schedulers sequence.`,
      );
    if (scheduler.optimizer !== optimizer)
      throw new RangeError(
        `${name} expects all schedulers to belong to the same optimizer, but got scheduler ${scheduler.constructor.name} ` +
          `at index ${i}, which has another one.`,
      );
  });
}

const stepSignature = signature("SequentialLR.step", {});

abstract class Combined {
  readonly optimizer: AnyOptimizer;
  readonly schedulers: readonly Part[];

  constructor(optimizer: AnyOptimizer, schedulers: readonly Part[]) {
    this.optimizer = optimizer;
    this.schedulers = [...schedulers];
  }

  getLastLr(): number[];
  getLastLr(...given: unknown[]): number[] {
    signed.getLastLr.read(given);
    return this.optimizer.paramGroups.map(({ lr }) => lr);
  }

  stateDict(): Record<string, unknown>;
  stateDict(...given: unknown[]): Record<string, unknown> {
    signed.stateDict.read(given);
    return { ...stateOf(this), schedulers: this.schedulers.map((scheduler) => scheduler.stateDict()) };
  }

  loadStateDict(stateDict: Readonly<Record<string, unknown>>): void;
  loadStateDict(...given: unknown[]): void {
    const { schedulers, ...own } = signed.loadStateDict.read(given).stateDict;
    Object.assign(this, own);
    this.schedulers.forEach((scheduler, i) =>
      scheduler.loadStateDict((schedulers as readonly Record<string, unknown>[])[i]!),
    );
  }
}

export const sequentialLRSignature = signature("lrScheduler.SequentialLR", {
  optimizer: optimizerArgument,
  schedulers: required(parts),
  milestones: required(is.ints),
  lastEpoch,
});

/**
 * One schedule after another: the next one begins at each of the `milestones`.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.SequentialLR.html.
 */
export class SequentialLR extends Combined {
  readonly milestones: readonly number[];
  lastEpoch: number;

  constructor(...given: Calls.SequentialLR);
  constructor(...given: unknown[]) {
    const args = sequentialLRSignature.read(given);
    const { optimizer } = args;
    const { schedulers, milestones, lastEpoch } = args;
    checkParts("SequentialLR", schedulers, optimizer, "");
    if (milestones.length !== schedulers.length - 1)
      throw new RangeError(
        "Sequential Schedulers expects number of schedulers provided to be one more than the number of milestone points, " +
          `but got number of schedulers ${schedulers.length} and the number of milestones to be equal to ${milestones.length}`,
      );
    super(optimizer, schedulers);
    this.milestones = [...milestones];
    this.lastEpoch = lastEpoch + 1;
    // Each part set its own first rate when it was made: go back to the initial rates, then start the first part again.
    for (const group of optimizer.paramGroups) group.lr = group.initialLr ?? group.lr;
    undo(this.schedulers);
    const first = this.schedulers[this.#indexAt(0)]!;
    if (first instanceof LRScheduler) first.start();
  }

  #indexAt(epoch: number): number {
    return this.milestones.filter((milestone) => milestone <= epoch).length;
  }

  step(): void;
  step(...given: unknown[]): void {
    stepSignature.read(given);
    this.lastEpoch++;
    const index = this.#indexAt(this.lastEpoch);
    const scheduler = this.schedulers[index]!;
    const begins = index > 0 && this.milestones[index - 1] === this.lastEpoch;
    if (begins && scheduler instanceof LRScheduler) scheduler.updateLr(0);
    else scheduler.step();
  }
}

function undo(schedulers: readonly Part[]): void {
  for (const scheduler of schedulers)
    if (scheduler instanceof LRScheduler) scheduler.lastEpoch--;
    else undo(scheduler.schedulers);
}

export const chainedSignature = signature("lrScheduler.ChainedScheduler", {
  schedulers: required(parts),
  optimizer: optional(is.orNull(optimizerArgument.kind), null),
});

/**
 * Applies several schedules at every step, each to the rate that the previous one left.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.ChainedScheduler.html.
 */
export class ChainedScheduler extends Combined {
  constructor(...given: Calls.ChainedScheduler);
  constructor(...given: unknown[]) {
    const { schedulers, optimizer } = chainedSignature.read(given);
    const own = optimizer ?? schedulers[0]?.optimizer;
    checkParts("ChainedScheduler", schedulers, own!, " to be chained");
    super(own!, schedulers);
  }

  step(): void;
  step(...given: unknown[]): void {
    stepSignature.read(given);
    for (const scheduler of this.schedulers) scheduler.step();
  }
}
