import { randperm, type Generator as Random } from "../random/index.ts";
import { required, signature } from "../shape/index.ts";
import { Subset } from "./dataset.ts";
import type { Items } from "./items.ts";
import * as is from "./kinds.ts";

const randomSplitSignature = signature("torch.utils.data.randomSplit", {
  dataset: required(is.items),
  lengths: required(is.floats),
  generator: is.generatorArgument,
});

/**
 * Splits a dataset at random into parts of these lengths, or of these fractions if they sum to 1.
 *
 * ```ts
 * randomSplit([..."abcdefghij"], [3, 7], { generator: new torch.Generator().manualSeed(42) })[0].indices; // [2, 6, 1]
 * ```
 * @throws RangeError if the lengths do not sum to the dataset's.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.random_split
 */
export function randomSplit<T>(
  dataset: Items<T>,
  lengths: readonly number[],
  generator?: Random | null | { readonly generator?: Random | null },
): Subset<T>[];
export function randomSplit<T>(options: {
  readonly dataset: Items<T>;
  readonly lengths: readonly number[];
  readonly generator?: Random | null;
}): Subset<T>[];
export function randomSplit<T>(...given: unknown[]): Subset<T>[] {
  const read = randomSplitSignature.read(given);
  const { lengths } = read;
  const dataset = read.dataset as Items<T>;
  const generator = is.orGlobal(read.generator);
  const parts = partLengths(dataset.length, lengths);
  const negative = parts.findIndex((length) => !(length >= 0));
  if (negative !== -1) {
    throw new RangeError(`randomSplit: expected lengths of at least 0, got ${parts[negative]} at index ${negative}`);
  }
  const total = parts.reduce((sum, length) => sum + length, 0);
  if (total !== dataset.length) {
    throw new RangeError(
      `randomSplit: Sum of input lengths does not equal the length of the input dataset: expected ${dataset.length}, got ${total}`,
    );
  }
  const order = [...randperm(generator, total)];
  let start = 0;
  return parts.map((length) => {
    start += length;
    return new Subset(dataset, order.slice(start - length, start));
  });
}

/** Fractions become whole numbers, rounded down; the remaining items are dealt out in turn, one to each part. */
function partLengths(length: number, given: readonly number[]): readonly number[] {
  const sum = given.reduce((total, part) => total + part, 0);
  if (sum > 1 || Math.abs(sum - 1) > 1e-9) return given;
  const wrong = given.findIndex((share) => share < 0 || share > 1);
  if (wrong !== -1)
    throw new RangeError(`randomSplit: Fraction at index ${wrong} is not between 0 and 1, got ${given[wrong]}`);
  const parts = given.map((share) => Math.floor(length * share));
  const left = length - parts.reduce((total, part) => total + part, 0);
  return parts.map((part, i) => part + Math.ceil(Math.max(0, left - i) / parts.length));
}
