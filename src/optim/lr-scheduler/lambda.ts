/** Schedules given by functions of the step. */
import { resolveArguments } from "../../shape/arguments.ts";
import { LRScheduler, type AnyOptimizer } from "./base.ts";

export type LrLambda = (epoch: number) => number;
type Arguments = { lrLambda: LrLambda | readonly LrLambda[]; lastEpoch?: number };

function read(callee: string, optimizer: AnyOptimizer, given: unknown[]): { lambdas: LrLambda[]; lastEpoch?: number } {
  const args = resolveArguments<Arguments>(callee, ["lrLambda", "lastEpoch"], 1, given) as Arguments;
  const { lrLambda } = args;
  const lambdas = Array.isArray(lrLambda)
    ? [...(lrLambda as LrLambda[])]
    : optimizer.paramGroups.map(() => lrLambda as LrLambda);
  if (lambdas.length !== optimizer.paramGroups.length)
    throw new RangeError(`Expected ${optimizer.paramGroups.length} lr_lambdas, but got ${lambdas.length}`);
  for (const lambda of lambdas as unknown[])
    if (typeof lambda !== "function") throw new TypeError(`lr_lambda should be a function, but got ${typeof lambda}`);
  return { ...args, lambdas };
}

/** The first rate times `lrLambda(step)`. */
export class LambdaLR extends LRScheduler {
  readonly lrLambdas: readonly LrLambda[];

  constructor(optimizer: AnyOptimizer, lrLambda: LrLambda | readonly LrLambda[], lastEpoch?: number);
  constructor(optimizer: AnyOptimizer, options: Arguments);
  constructor(optimizer: AnyOptimizer, ...given: unknown[]) {
    const { lambdas, lastEpoch } = read("LambdaLR", optimizer, given);
    super(optimizer, lastEpoch);
    this.lrLambdas = lambdas;
    this.start();
  }

  override getLr(): number[] {
    return this.baseLrs.map((lr, i) => lr * this.lrLambdas[i]!(this.lastEpoch));
  }
}

/** The last rate times `lrLambda(step)`, from the first step on. */
export class MultiplicativeLR extends LRScheduler {
  readonly lrLambdas: readonly LrLambda[];

  constructor(optimizer: AnyOptimizer, lrLambda: LrLambda | readonly LrLambda[], lastEpoch?: number);
  constructor(optimizer: AnyOptimizer, options: Arguments);
  constructor(optimizer: AnyOptimizer, ...given: unknown[]) {
    const { lambdas, lastEpoch } = read("MultiplicativeLR", optimizer, given);
    super(optimizer, lastEpoch);
    this.lrLambdas = lambdas;
    this.start();
  }

  override getLr(): number[] {
    return this.isInitial ? this.lrs() : this.lrs().map((lr, i) => lr * this.lrLambdas[i]!(this.lastEpoch));
  }
}
