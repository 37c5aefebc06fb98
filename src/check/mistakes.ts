/**
 * Typical wrong answers, computed from a task's own inputs: an answer that equals one of them was made by that mistake.
 * The inputs must distinguish them: random numbers, height different from width, at least three channels, an asymmetric
 * kernel, nonzero biases.
 *
 * B batch, C input channels, O output channels, H and W height and width, kH and kW kernel height and width.
 */
import type { Tensor } from "../tensor/index.ts";
import { conv2d, type ConvOptions } from "../tensor/ops/conv.ts";
import { valueOf, type Numbers } from "./value.ts";
import type { Key } from "./words.ts";

/** One wrong answer, and the sentence for it. */
export interface Mistake {
  readonly key: Key;
  readonly answer: () => unknown;
}

/**
 * The usual ways to get a convolution wrong: for `check.close(..., { mistakes })`.
 *
 * @param x [C, H, W] or [B, C, H, W] @param weight [O, C, kH, kW] @param bias [O] or null
 * @example
 * check.convolution(torch.ones(3, 5, 6), torch.ones(2, 3, 3, 3), null).length > 5 // true
 */
export function convolution(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: Pick<ConvOptions, "stride" | "padding" | "dilation"> = {},
): readonly Mistake[] {
  const run = (input: Tensor, kernel: Tensor, b: Tensor | null = bias, more: object = {}): Tensor =>
    conv2d(input, kernel, b, { ...options, ...more });
  const flat = (): Tensor => run(x, weight, null);
  const C = weight.sizes[1]!;
  const channels = x.dim() - 3;
  const mistakes: Mistake[] = [
    { key: "noBias", answer: flat },
    { key: "biasEachChannel", answer: () => run(x, weight, bias === null ? null : bias.mul(C)) },
    { key: "flipped", answer: () => run(x, weight.flip(2, 3)) },
    { key: "swapped", answer: () => run(x, weight.transpose(2, 3)) },
    { key: "swappedPicture", answer: () => run(x.transpose(-1, -2), weight) },
    { key: "swappedOutput", answer: () => run(x, weight).transpose(-1, -2) },
    { key: "channelOrder", answer: () => run(x.flip(channels), weight) },
    { key: "firstChannel", answer: () => run(x.narrow(channels, 0, 1), weight.narrow(1, 0, 1)) },
    { key: "meanOfChannels", answer: () => flat().div(C).add(biasColumn(bias)) },
    { key: "firstKernel", answer: () => run(x, weight.narrow(0, 0, 1).expand(weight.sizes)) },
    { key: "noPadding", answer: () => run(x, weight, bias, { padding: 0 }) },
    { key: "noStride", answer: () => run(x, weight, bias, { stride: 1 }) },
    { key: "noDilation", answer: () => run(x, weight, bias, { dilation: 1 }) },
  ];
  return bias === null ? mistakes.filter(({ key }) => key !== "noBias" && key !== "biasEachChannel") : mistakes;
}

const biasColumn = (bias: Tensor | null): Tensor | number => (bias === null ? 0 : bias.view(-1, 1, 1));

/** The reductions that a task may ask for. */
export type Reduction = "mean" | "sum" | "std" | "var" | "amax" | "amin";

/**
 * `x.mean(dims)` and similar reductions over every other choice of dimensions, kept or not, and the standard deviation
 * with the other divisor.
 *
 * @example
 * check.reduction(torch.ones(2, 3, 4), "mean", [0, 2]).length > 2 // true
 */
export function reduction(x: Tensor, name: Reduction, dims: readonly number[]): readonly Mistake[] {
  const rank = x.dim();
  const right = new Set(dims.map((d) => (d + rank) % rank));
  const reduce = (over: readonly number[], keepdim = false): Tensor => {
    const call = (x as unknown as Record<Reduction, (dim: readonly number[], options: object) => Tensor>)[name];
    return call.call(x, over, { keepdim });
  };
  const mistakes: Mistake[] = [];
  for (let mask = 0; mask < 2 ** rank; mask++) {
    const over = Array.from({ length: rank }, (_, d) => d).filter((d) => (mask >> d) & 1);
    if (over.length === right.size && over.every((d) => right.has(d))) continue;
    if (over.length > 0) mistakes.push({ key: "wrongDimension", answer: () => reduce(over) });
  }
  if (name === "std" || name === "var")
    mistakes.push({
      key: "otherDivisor",
      answer: () => (name === "std" ? x.std([...dims], { correction: 0 }) : x.var([...dims], { correction: 0 })),
    });
  if (name === "std") mistakes.push({ key: "varianceNotDeviation", answer: () => x.var([...dims]) });
  if (name === "mean") mistakes.push({ key: "sumNotMean", answer: () => x.sum([...dims]) });
  if (name === "sum") mistakes.push({ key: "meanNotSum", answer: () => x.mean([...dims]) });
  return mistakes;
}

/** The one mistake that explains the answer; null if none does, or if several do and nothing can be said. */
export function recognise(mistakes: readonly Mistake[], fits: (answer: Numbers) => boolean): Key | null {
  const keys = new Set<Key>();
  for (const { key, answer } of mistakes) {
    let value;
    try {
      value = valueOf(answer());
    } catch {
      continue; // This mistake is impossible with these sizes.
    }
    if (value.kind === "numbers" && fits(value)) keys.add(key);
  }
  return keys.size === 1 ? [...keys][0]! : null;
}
