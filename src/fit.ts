/** The training loop of lesson 06, to call in one line once you have written it yourself. B batch, N pictures. */
import { inspect as nodeInspect } from "node:util";
import { crossEntropy } from "./nn/functional/index.ts";
import { Module } from "./nn/module.ts";
import { Optimizer } from "./optim/optimizer.ts";
import { line, live, type Figure } from "./plot/index.ts";
import { say } from "./plot/words.ts";
import { keyword, required, signature } from "./shape/index.ts";
import { noGrad } from "./tensor/autograd/index.ts";
import * as is from "./tensor/kinds.ts";
import type { Tensor } from "./tensor/index.ts";

/** What a DataLoader gives: pictures and their labels. */
export type Batches = Iterable<readonly [input: Tensor, target: Tensor]>;
export type LossFunction = (output: Tensor, target: Tensor) => Tensor;

/** Mean loss, and the fraction of right answers. */
export interface Score {
  readonly loss: number;
  readonly accuracy: number;
}

/** One number for each epoch. */
export class History {
  /** Means over the epoch, while the weights were changing. */
  readonly loss: number[] = [];
  readonly accuracy: number[] = [];
  /** On the validation pictures, after the epoch; empty if there are none. */
  readonly validationLoss: number[] = [];
  readonly validationAccuracy: number[] = [];

  /** The curves of both losses. */
  figure(): Figure {
    const curves = {
      [say("fit", "training")]: this.loss,
      ...(this.validationLoss.length > 0 && { [say("fit", "validation")]: this.validationLoss }),
    };
    return line(curves, {
      title: say("fit", "title"),
      xlabel: say("dashboard", "epoch"),
      x: this.loss.map((_, epoch) => epoch + 1),
    });
  }

  toString(): string {
    const last = (
      key: "training" | "validation",
      { loss, accuracy }: { loss: readonly number[]; accuracy: readonly number[] },
    ): string => {
      if (loss.length === 0) return "";
      const [lossNow, accuracyNow] = [loss, accuracy].map((values) => values.at(-1)!.toFixed(3)) as [string, string];
      return say("fit", "score", { name: say("fit", key), loss: lossNow, accuracy: accuracyNow });
    };
    const after = { loss: this.validationLoss, accuracy: this.validationAccuracy };
    const epochs = say("fit", "epochs", { count: this.loss.length });
    return [epochs, last("training", this), last("validation", after)].filter(Boolean).join("; ");
  }

  [nodeInspect.custom](): string {
    return this.toString();
  }
}

const model = required(is.kind("nn.Module", (value): value is Module => value instanceof Module));
const batches = is.kind(
  "batches, such as a DataLoader",
  (value): value is Batches => typeof (value as Partial<Batches> | null)?.[Symbol.iterator] === "function",
  { isObject: true },
);
const lossFunction = keyword(is.callable<LossFunction>(), crossEntropy as LossFunction);

const fitSignature = signature("fit", {
  model,
  batches: required(batches),
  optimizer: keyword(
    is.kind("optimizer", (value): value is Optimizer => value instanceof Optimizer),
    undefined,
  ),
  epochs: keyword(
    is.where(is.int, "a positive int", (epochs) => epochs > 0),
    1,
  ),
  validation: keyword(batches, undefined),
  lossFunction,
  live: keyword(is.bool, true),
});

export interface FitOptions {
  readonly optimizer: Optimizer;
  readonly epochs?: number;
  /** Batches used only for measuring, after each epoch. */
  readonly validation?: Batches;
  /** Cross entropy by default. */
  readonly lossFunction?: LossFunction;
  /** Whether the loss curve is drawn during training. */
  readonly live?: boolean;
}

interface Loop {
  readonly model: Module;
  readonly batches: Batches;
  readonly optimizer: Optimizer;
  readonly epochs: number;
  readonly lossFunction: LossFunction;
  readonly afterEpoch: (score: Score) => Promise<void> | void;
}

// The text of `fit.source`: the loop as lesson 06 writes it.
async function train({ model, batches, optimizer, epochs, lossFunction, afterEpoch }: Loop): Promise<void> {
  for (let epoch = 1; epoch <= epochs; epoch++) {
    model.train();
    let [sum, right, count] = [0, 0, 0];
    for (const [input, target] of batches) {
      const output = model(input);
      const loss = lossFunction(output, target);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      sum += loss.item() * target.length;
      right += output.argmax(1).eq(target).sum().item();
      count += target.length;
    }
    await afterEpoch({ loss: sum / count, accuracy: right / count });
  }
}

/**
 * Trains a classifier: for each batch of each epoch it computes the loss and its gradient and takes a step.
 * `fit.source` shows the loop itself.
 *
 * The loss is drawn during training, and the kernel responds between epochs. Only the batches use the random stream, as
 * in a loop of your own.
 * @param batches pairs of input and class numbers: a DataLoader
 * @throws {TypeError} without an optimizer, {RangeError} if there are no batches or the optimizer holds none of the
 * model's parameters
 * @see https://docs.pytorch.org/tutorials/beginner/basics/optimization_tutorial.html
 * @example
 * const net = new nn.Sequential(new nn.Flatten(), new nn.Linear(4, 2));
 * const batches = [[torch.ones(3, 1, 2, 2), torch.tensor([0, 1, 1])]];
 * const history = await fit(net, batches, { optimizer: new optim.SGD(net.parameters(), { lr: 0.1 }), epochs: 5, live: false });
 * history.loss.length // 5
 */
async function fitModel(model: Module, batches: Batches, options: FitOptions): Promise<History>;
async function fitModel(options: FitOptions & { readonly model: Module; readonly batches: Batches }): Promise<History>;
async function fitModel(...given: unknown[]): Promise<History> {
  const { validation, live: isLive, ...loop } = fitSignature.read(given);
  const { optimizer, model } = loop;
  if (optimizer === undefined)
    throw new TypeError(
      "fit: expected an optimizer, as in { optimizer: new optim.SGD(net.parameters(), { lr: 0.05 }) }",
    );
  const own = new Set<unknown>(model.parameters());
  if (!optimizer.paramGroups.some(({ params }) => params.some((parameter) => own.has(parameter))))
    throw new RangeError("fit: expected an optimizer of this model, got one that holds none of its parameters");
  const history = new History();
  const curve = isLive ? live() : undefined;
  const afterEpoch = async ({ loss, accuracy }: Score): Promise<void> => {
    if (Number.isNaN(accuracy)) throw new RangeError("fit: expected batches, got none");
    history.loss.push(loss);
    history.accuracy.push(accuracy);
    if (validation !== undefined) {
      const score = evaluate(model, validation, { lossFunction: loop.lossFunction });
      history.validationLoss.push(score.loss);
      history.validationAccuracy.push(score.accuracy);
    }
    // A loss that is NaN or infinite cannot be drawn; the history still shows it.
    if (Number.isFinite(loss)) curve?.update(history.figure());
    await new Promise((resolve) => setImmediate(resolve));
  };
  await train({ ...loop, optimizer, afterEpoch });
  return history;
}

/** `fit` together with the text of its loop. */
export const fit: typeof fitModel & { readonly source: string } = Object.assign(fitModel, { source: String(train) });

const evaluateSignature = signature("evaluate", { model, batches: required(batches), lossFunction });

/**
 * Mean loss and fraction of right answers, in evaluation mode and without gradients; the model's mode stays as it was.
 * @throws {RangeError} if there are no batches
 * @example
 * const net = new nn.Sequential(new nn.Flatten(), new nn.Linear(4, 2));
 * Object.keys(evaluate(net, [[torch.ones(3, 1, 2, 2), torch.tensor([0, 1, 1])]])) // ['loss', 'accuracy']
 */
export function evaluate(model: Module, batches: Batches, options?: { readonly lossFunction?: LossFunction }): Score;
export function evaluate(options: {
  readonly model: Module;
  readonly batches: Batches;
  readonly lossFunction?: LossFunction;
}): Score;
export function evaluate(...given: unknown[]): Score {
  const { model, batches, lossFunction } = evaluateSignature.read(given);
  const modes = model.modules().map((module) => [module, module.training] as const);
  let [sum, right, count] = [0, 0, 0];
  try {
    model.eval();
    noGrad(() => {
      for (const [input, target] of batches) {
        const output = model(input);
        sum += lossFunction(output, target).item() * target.length;
        right += output.argmax(1).eq(target).sum().item();
        count += target.length;
      }
    });
  } finally {
    for (const [module, mode] of modes) module.training = mode;
  }
  if (count === 0) throw new RangeError("evaluate: expected batches, got none");
  return { loss: sum / count, accuracy: right / count };
}
