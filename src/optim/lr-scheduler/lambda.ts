/** Schedules defined by functions of the step. */
import { required, signature, type Signature } from "../../shape/index.ts";
import * as is from "../../shape/kinds.ts";
import { lastEpoch, LRScheduler, optimizer as optimizerArgument } from "./base.ts";
import type * as Calls from "./calls.ts";

export type LrLambda = (epoch: number) => number;

const lambdaArguments = {
  optimizer: optimizerArgument,
  lrLambda: required(
    is.kind(
      "function or array of functions",
      (value): value is LrLambda | readonly LrLambda[] => typeof value === "function" || Array.isArray(value),
    ),
  ),
  lastEpoch,
};
export const lambdaLRSignature = signature("lrScheduler.LambdaLR", lambdaArguments);
export const multiplicativeLRSignature = signature("lrScheduler.MultiplicativeLR", lambdaArguments);

function read(signed: Signature<typeof lambdaArguments>, given: readonly unknown[]) {
  const { optimizer, lrLambda, lastEpoch } = signed.read(given);
  const lambdas = typeof lrLambda === "function" ? optimizer.paramGroups.map(() => lrLambda) : [...lrLambda];
  if (lambdas.length !== optimizer.paramGroups.length)
    throw new RangeError(`Expected ${optimizer.paramGroups.length} lr_lambdas, but got ${lambdas.length}`);
  for (const lambda of lambdas as unknown[])
    if (typeof lambda !== "function") throw new TypeError(`lr_lambda should be a function, but got ${typeof lambda}`);
  return { optimizer, lambdas, lastEpoch };
}

/** The initial rate times `lrLambda(step)`. */
export class LambdaLR extends LRScheduler {
  readonly lrLambdas: readonly LrLambda[];

  constructor(...given: Calls.LambdaLR);
  constructor(...given: unknown[]) {
    const { optimizer, lambdas, lastEpoch } = read(lambdaLRSignature, given);
    super(optimizer, lastEpoch);
    this.lrLambdas = lambdas;
    this.start();
  }

  override getLr(): number[] {
    return this.baseLrs.map((lr, i) => lr * this.lrLambdas[i]!(this.lastEpoch));
  }
}

/** The previous rate times `lrLambda(step)`, from the first step on. */
export class MultiplicativeLR extends LRScheduler {
  readonly lrLambdas: readonly LrLambda[];

  constructor(...given: Calls.MultiplicativeLR);
  constructor(...given: unknown[]) {
    const { optimizer, lambdas, lastEpoch } = read(multiplicativeLRSignature, given);
    super(optimizer, lastEpoch);
    this.lrLambdas = lambdas;
    this.start();
  }

  override getLr(): number[] {
    return this.isInitial ? this.lrs() : this.lrs().map((lr, i) => lr * this.lrLambdas[i]!(this.lastEpoch));
  }
}
