/** Schedules that multiply the rate: every few steps, at milestones, along a line or along a power. */
import { optional, required, signature } from "../../shape/index.ts";
import * as is from "../../shape/kinds.ts";
import { checkLength, lastEpoch, optimizer as optimizerArgument, LRScheduler } from "./base.ts";
import type * as Calls from "./calls.ts";

export const stepLRSignature = signature("lrScheduler.StepLR", {
  optimizer: optimizerArgument,
  stepSize: required(is.int),
  gamma: optional(is.number, 0.1),
  lastEpoch,
});

/** Multiplies the rate by `gamma` every `stepSize` steps. */
export class StepLR extends LRScheduler {
  readonly stepSize: number;
  readonly gamma: number;

  constructor(...given: Calls.StepLR);
  constructor(...given: unknown[]) {
    const { optimizer, stepSize, gamma, lastEpoch } = stepLRSignature.read(given);
    checkLength("StepLR's stepSize", stepSize);
    super(optimizer, lastEpoch);
    this.stepSize = stepSize;
    this.gamma = gamma;
    this.start();
  }

  override getLr(): number[] {
    const isStep = this.lastEpoch !== 0 && this.lastEpoch % this.stepSize === 0;
    return isStep ? this.lrs().map((lr) => lr * this.gamma) : this.lrs();
  }

  protected override closedForm(): number[] {
    return this.baseLrs.map((lr) => lr * this.gamma ** Math.floor(this.lastEpoch / this.stepSize));
  }
}

export const multiStepLRSignature = signature("lrScheduler.MultiStepLR", {
  optimizer: optimizerArgument,
  milestones: required(is.ints),
  gamma: optional(is.number, 0.1),
  lastEpoch,
});

/** Multiplies the rate by `gamma` at each of the `milestones`. */
export class MultiStepLR extends LRScheduler {
  readonly milestones: readonly number[];
  readonly gamma: number;

  constructor(...given: Calls.MultiStepLR);
  constructor(...given: unknown[]) {
    const args = multiStepLRSignature.read(given);
    const { optimizer } = args;
    super(optimizer, args.lastEpoch);
    this.milestones = [...args.milestones];
    this.gamma = args.gamma ?? 0.1;
    this.start();
  }

  override getLr(): number[] {
    const times = this.milestones.filter((milestone) => milestone === this.lastEpoch).length;
    return times === 0 ? this.lrs() : this.lrs().map((lr) => lr * this.gamma ** times);
  }

  protected override closedForm(): number[] {
    const passed = this.milestones.filter((milestone) => milestone <= this.lastEpoch).length;
    return this.baseLrs.map((lr) => lr * this.gamma ** passed);
  }
}

export const exponentialLRSignature = signature("lrScheduler.ExponentialLR", {
  optimizer: optimizerArgument,
  gamma: required(is.number),
  lastEpoch,
});

/** Multiplies the rate by `gamma` at every step. */
export class ExponentialLR extends LRScheduler {
  readonly gamma: number;

  constructor(...given: Calls.ExponentialLR);
  constructor(...given: unknown[]) {
    const args = exponentialLRSignature.read(given);
    super(args.optimizer, args.lastEpoch);
    this.gamma = args.gamma;
    this.start();
  }

  override getLr(): number[] {
    return this.isInitial ? this.lrs() : this.lrs().map((lr) => lr * this.gamma);
  }

  protected override closedForm(): number[] {
    return this.baseLrs.map((lr) => lr * this.gamma ** this.lastEpoch);
  }
}

export const constantLRSignature = signature("lrScheduler.ConstantLR", {
  optimizer: optimizerArgument,
  factor: optional(is.number, 1 / 3),
  totalIters: optional(is.int, 5),
  lastEpoch,
});

/** `factor` times the initial rate for `totalIters` steps, then the full rate. */
export class ConstantLR extends LRScheduler {
  readonly factor: number;
  readonly totalIters: number;

  constructor(...given: Calls.ConstantLR);
  constructor(...given: unknown[]) {
    const { optimizer, factor, totalIters, lastEpoch } = constantLRSignature.read(given);
    if (factor > 1 || factor < 0)
      throw new RangeError("Constant multiplicative factor expected to be between 0 and 1.");
    super(optimizer, lastEpoch);
    this.factor = factor;
    this.totalIters = totalIters;
    this.start();
  }

  override getLr(): number[] {
    if (this.lastEpoch === 0) return this.lrs().map((lr) => lr * this.factor);
    return this.lastEpoch === this.totalIters ? this.lrs().map((lr) => lr * (1 / this.factor)) : this.lrs();
  }

  protected override closedForm(): number[] {
    const rest = this.lastEpoch >= this.totalIters ? 1 - this.factor : 0;
    return this.baseLrs.map((lr) => lr * (this.factor + rest));
  }
}

export const linearLRSignature = signature("lrScheduler.LinearLR", {
  optimizer: optimizerArgument,
  startFactor: optional(is.number, 1 / 3),
  endFactor: optional(is.number, 1),
  totalIters: optional(is.int, 5),
  lastEpoch,
});

/** From `startFactor` to `endFactor` times the initial rate, linearly over `totalIters` steps. */
export class LinearLR extends LRScheduler {
  readonly startFactor: number;
  readonly endFactor: number;
  readonly totalIters: number;

  constructor(...given: Calls.LinearLR);
  constructor(...given: unknown[]) {
    const args = linearLRSignature.read(given);
    const { optimizer } = args;
    const { startFactor, endFactor, totalIters, lastEpoch } = args;
    if (startFactor > 1 || startFactor <= 0)
      throw new RangeError("Starting multiplicative factor expected to be greater than 0 and less or equal to 1.");
    if (endFactor > 1 || endFactor < 0)
      throw new RangeError("Ending multiplicative factor expected to be between 0 and 1.");
    super(optimizer, lastEpoch);
    this.startFactor = startFactor;
    this.endFactor = endFactor;
    this.totalIters = totalIters;
    this.start();
  }

  override getLr(): number[] {
    const { startFactor, endFactor, totalIters, lastEpoch } = this;
    if (lastEpoch === 0) return this.lrs().map((lr) => lr * startFactor);
    if (this.isInitial || lastEpoch > totalIters) return this.lrs();
    const slope = endFactor - startFactor;
    return this.lrs().map((lr) => lr * (1 + slope / (totalIters * startFactor + (lastEpoch - 1) * slope)));
  }

  protected override closedForm(): number[] {
    const { startFactor, endFactor, totalIters, lastEpoch } = this;
    const part = ((endFactor - startFactor) * Math.min(totalIters, lastEpoch)) / totalIters;
    return this.baseLrs.map((lr) => lr * (startFactor + part));
  }
}

export const polynomialLRSignature = signature("lrScheduler.PolynomialLR", {
  optimizer: optimizerArgument,
  totalIters: optional(is.int, 5),
  power: optional(is.number, 1),
  lastEpoch,
});

/** Down to zero over `totalIters` steps, following a power of the remaining fraction. */
export class PolynomialLR extends LRScheduler {
  readonly totalIters: number;
  readonly power: number;

  constructor(...given: Calls.PolynomialLR);
  constructor(...given: unknown[]) {
    const { optimizer, totalIters, power, lastEpoch } = polynomialLRSignature.read(given);
    super(optimizer, lastEpoch);
    this.totalIters = totalIters;
    this.power = power;
    this.start();
  }

  override getLr(): number[] {
    const { totalIters, power, lastEpoch } = this;
    if (this.isInitial || lastEpoch > totalIters) return this.lrs();
    const decay = ((1 - lastEpoch / totalIters) / (1 - (lastEpoch - 1) / totalIters)) ** power;
    return this.lrs().map((lr) => lr * decay);
  }

  protected override closedForm(): number[] {
    const { totalIters, power } = this;
    const left = 1 - Math.min(totalIters, this.lastEpoch) / totalIters;
    return this.baseLrs.map((lr) => lr * left ** power);
  }
}
