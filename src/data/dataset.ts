import { defaultGenerator, randperm, type Generator as Random } from "../random/index.ts";
import type { Tensor } from "../tensor/index.ts";

/** Whatever has a length and gives its items by number: datasets, and plain arrays too. */
export interface Items<T> {
  readonly length: number;
  at(index: number): T | undefined;
}

/** Without this, `class MyData extends Dataset` would have to write its own iteration. */
export abstract class Dataset<T> implements Items<T> {
  abstract get length(): number;

  /** The item number `index`. */
  abstract at(index: number): T;

  *[Symbol.iterator](): Generator<T> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }
}

/** The item number `index`, which must be there. */
export function itemAt<T>(items: Items<T>, index: number): T {
  const item = items.at(index);
  if (item === undefined) throw new RangeError(`index ${index} is out of range for a dataset of ${items.length}`);
  return item;
}

const wrapIndex = (index: number, length: number): number => {
  const i = index < 0 ? index + length : index;
  if (!Number.isInteger(i) || i < 0 || i >= length) {
    throw new RangeError(`index ${index} is out of range for a dataset of ${length}`);
  }
  return i;
};

/**
 * Tensors of one first size N, seen as N tuples: item i has row i of each.
 *
 * ```ts
 * const data = new TensorDataset(torch.zeros(10, 3), torch.arange(10));
 * data.at(2); // [tensor([0., 0., 0.]), tensor(2)]
 * ```
 * @throws RangeError when the first sizes differ.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.TensorDataset
 */
export class TensorDataset extends Dataset<Tensor[]> {
  readonly tensors: readonly Tensor[];

  constructor(...tensors: readonly Tensor[]) {
    super();
    const [first] = tensors;
    if (first === undefined) throw new TypeError("TensorDataset: expected at least one tensor, got none");
    if (tensors.some(({ sizes }) => sizes[0] === undefined || sizes[0] !== first.sizes[0])) {
      const got = tensors.map(({ sizes }) => `[${sizes.join(", ")}]`).join(" and ");
      throw new RangeError(`TensorDataset: Size mismatch between tensors: expected one first size, got ${got}`);
    }
    this.tensors = tensors;
  }

  override get length(): number {
    return this.tensors[0]!.sizes[0]!;
  }

  override at(index: number): Tensor[] {
    const i = wrapIndex(index, this.length);
    return this.tensors.map((tensor) => tensor.select(0, i));
  }
}

/**
 * The items of another dataset whose numbers are in `indices`.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.Subset
 */
export class Subset<T> extends Dataset<T> {
  readonly dataset: Items<T>;
  readonly indices: readonly number[];

  constructor(dataset: Items<T>, indices: readonly number[]) {
    super();
    this.dataset = dataset;
    this.indices = indices;
  }

  override get length(): number {
    return this.indices.length;
  }

  override at(index: number): T {
    return itemAt(this.dataset, this.indices[wrapIndex(index, this.length)]!);
  }
}

/**
 * Splits a dataset at random into parts of these lengths, or of these shares where they sum to 1.
 *
 * ```ts
 * randomSplit([..."abcdefghij"], [3, 7], { generator: new torch.Generator().manualSeed(42) })[0].indices; // [2, 6, 1]
 * ```
 * @throws RangeError when the lengths do not sum to the dataset's.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.random_split
 */
export function randomSplit<T>(
  dataset: Items<T>,
  lengths: readonly number[],
  { generator = defaultGenerator }: { readonly generator?: Random } = {},
): Subset<T>[] {
  const parts = partLengths(dataset.length, lengths);
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

/** Shares become whole numbers, rounded down; what is left over goes round, one each. */
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
