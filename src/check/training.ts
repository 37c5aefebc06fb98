/** What goes wrong in a training loop, judged by what it left behind. */
import type { Module } from "../nn/module.ts";
import { Tensor } from "../tensor/index.ts";
import { say, type Key } from "./words.ts";
import { shapeText, valueOf, type Numbers } from "./value.ts";

const { abs, max, sqrt } = Math;

/** What a task passes on from a training run; each part is checked if it is given. */
export interface TrainingEvidence {
  /** The trained model. */
  readonly model?: Module;
  /**
   * Copies of its parameters from before training, in the order of `model.parameters()`: `[...p].map((p) =>
   * p.detach().clone())`.
   */
  readonly before?: Iterable<Tensor>;
  /** The loss of each epoch or step: numbers or tensors of one element. */
  readonly losses?: readonly (number | Tensor)[];
  /** The norm of the gradient at each step. */
  readonly gradients?: readonly (number | Tensor)[];
  /** The model's outputs for a batch, before the loss: [B, classes]. */
  readonly outputs?: Tensor;
  /** The mode that the model should be in now. */
  readonly mode?: "train" | "eval";
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
const numbersOf = (values: readonly (number | Tensor)[]): number[] => {
  const numbers: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = valueOf(values[i]);
    numbers[i] = value.kind === "numbers" ? (value.values[0] ?? Number.NaN) : Number.NaN;
  }
  return numbers;
};

/** The first fault found, in words; null if the training looks right. */
export function trainingFault(evidence: TrainingEvidence): string | null {
  // What the task asks for, and the answer does not give.
  if (Object.values(evidence).includes(undefined)) return say("notWritten");
  return (
    ofMode(evidence) ??
    ofLosses(evidence) ??
    ofGradients(evidence) ??
    ofWeights(evidence) ??
    ofOutputs(evidence) ??
    null
  );
}

function ofMode({ model, mode }: TrainingEvidence): string | null {
  if (model === undefined || mode === undefined || model.training === (mode === "train")) return null;
  return say(mode === "eval" ? "trainMode" : "evalMode");
}

function ofLosses({ losses }: TrainingEvidence): string | null {
  if (losses === undefined) return null;
  const values = numbersOf(losses);
  if (values.length === 0) return say("noEntries");
  const [first, last] = [values[0]!, values[values.length - 1]!];
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i]!)) return say("notFinite", { got: String(values[i]) });
  if (values.length < 2) return null;
  let least = first;
  let most = first;
  for (let i = 0; i < values.length; i++) {
    if (values[i]! < least) least = values[i]!;
    if (values[i]! > most) most = values[i]!;
  }
  if (least === most) return say("lossConstant");
  if (last > first * 1.05) return say("lossRose", { first: short(first), last: short(last) });
  // A loss that has changed by less than a hundredth over all its steps has learned nothing.
  return most - least < abs(first) * 0.01 ? say("lossFlat", { last: short(last) }) : null;
}

/**
 * Gradients that are never set to zero add up: the norm at step k is about k times the first. At least three steps are
 * required, and every one must lie near that line, so that a loss that grows for another reason is not blamed on this.
 */
function ofGradients({ gradients }: TrainingEvidence): string | null {
  if (gradients === undefined) return null;
  if ((gradients as unknown) instanceof Promise) return say("promise");
  const given = valueOf(gradients);
  if (given.kind !== "numbers" || given.shape.length !== 1)
    return say("gradientsNotNumbers", {
      got: given.kind === "text" ? given.text : shapeText(given.kind === "numbers" ? given.shape : []),
    });
  const norms = numbersOf(gradients);
  for (let k = 0; k < norms.length; k++)
    if (!Number.isFinite(norms[k]!) && norms.some((norm) => norm !== 0 && Number.isFinite(norm)))
      return say("gradientNotFinite", { got: String(norms[k]) });
  if (norms.every((norm) => norm === 0 || Number.isNaN(norm))) return say("noGradients");
  if (norms.length < 3) return null;
  for (let k = 1; k < norms.length; k++) {
    const grown = norms[k]! / norms[0]!;
    if (norms[k]! <= norms[k - 1]! || abs(grown / (k + 1) - 1) > 0.35) return null;
  }
  return say("noZeroGrad");
}

function ofWeights({ model, before }: TrainingEvidence): string | null {
  if (model === undefined || before === undefined) return null;
  const old = [...before];
  const frozen: string[] = [];
  let count = 0;
  for (const [name, parameter] of model.namedParameters()) {
    const was = old[count++];
    if (was !== undefined && isSame(valueOf(was) as Numbers, valueOf(parameter) as Numbers)) frozen.push(name);
  }
  if (frozen.length === 0) return null;
  return frozen.length === count ? say("noStep") : say("someFrozen", { names: frozen.join(", ") });
}

function isSame(a: Numbers, b: Numbers): boolean {
  if (a.values.length !== b.values.length) return false;
  for (let i = 0; i < a.values.length; i++) if (a.values[i] !== b.values[i]) return false;
  return true;
}

function ofOutputs({ outputs }: TrainingEvidence): string | null {
  const value = valueOf(outputs);
  if (value.kind !== "numbers" || value.shape.length !== 2) return null;
  const [rows = 0, columns = 0] = value.shape;
  if (columns < 2) return null;
  for (let r = 0; r < rows; r++) {
    let sum = 0;
    for (let c = 0; c < columns; c++) {
      const p = value.values[r * columns + c]!;
      if (p < 0) return null;
      sum += p;
    }
    if (abs(sum - 1) > 1e-4) return null;
  }
  return rows === 0 ? null : say("softmaxTwice");
}

/** Mean and standard deviation of each channel of a batch [B, C, H, W]. */
function channelStatistics({ shape, values }: Numbers): { means: number[]; stds: number[]; most: number } {
  const [B = 0, C = 0] = shape;
  const plane = values.length / (B * C);
  const means: number[] = [];
  const stds: number[] = [];
  let most = 0;
  for (let c = 0; c < C; c++) {
    let sum = 0;
    let squares = 0;
    for (let b = 0; b < B; b++)
      for (let i = (b * C + c) * plane, end = i + plane; i < end; i++) {
        sum += values[i]!;
        squares += values[i]! ** 2;
        most = max(most, abs(values[i]!));
      }
    const n = B * plane;
    means[c] = sum / n;
    stds[c] = sqrt(max(0, squares / n - (sum / n) ** 2));
  }
  return { means, stds, most };
}

const list = (values: readonly number[]): string => values.map((value) => value.toFixed(2)).join(" ");

/**
 * What is wrong with normalised pictures; null if their channels have means near 0 and deviations near 1.
 *
 * @param pictures [B, C, H, W] @param like other pictures that were prepared for the same model
 */
export function normalisationFault(pictures: Numbers, like?: Numbers): string | null {
  const { means, stds, most } = channelStatistics(pictures);
  if (like !== undefined) {
    const other = channelStatistics(like);
    let difference = 0;
    for (let c = 0; c < means.length; c++)
      difference = max(difference, abs(means[c]! - (other.means[c] ?? 0)) / (other.stds[c] || 1));
    return difference > 0.3 ? say("preparedDifferently", { difference: difference.toFixed(1) }) : null;
  }
  if (means.every((mean) => abs(mean) < 0.3) && stds.every((std) => abs(std - 1) < 0.35)) return null;
  const parts = { means: list(means), stds: list(stds), most: most.toFixed(0) };
  const isTwice = means.every((mean) => mean < -1) && stds.every((std) => std > 2);
  const isRaw = most <= 1 && means.every((mean) => mean > 0.1) && stds.every((std) => std < 0.5);
  const key: Key = most > 50 ? "notScaled" : isTwice ? "normalisedTwice" : isRaw ? "notNormalised" : "oddlyNormalised";
  return say(key, parts);
}
