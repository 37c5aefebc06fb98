/** Datasets made of several. */
import { overloads, required, rest, signature } from "../shape/index.ts";
import { Dataset, described } from "./dataset.ts";
import { itemAt, IterableDataset, wrapIndex, type Items } from "./items.ts";
import * as is from "./kinds.ts";

const concatDataset = signature("torch.utils.data.ConcatDataset", { datasets: required(is.listOf(is.dataset)) });

/**
 * The items of several datasets, one dataset after the other.
 *
 * ```ts
 * new ConcatDataset([["a", "b"], ["c"]]).at(2); // "c"
 * ```
 * @throws TypeError for an empty list and for datasets that can only be iterated.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.ConcatDataset
 */
export class ConcatDataset<T> extends Dataset<T> {
  readonly datasets: readonly Items<T>[];
  /** The number of items up to the end of each dataset. */
  readonly cumulativeSizes: readonly number[];

  constructor(datasets: readonly Items<T>[] | { readonly datasets: readonly Items<T>[] });
  constructor(...given: unknown[]) {
    super();
    const { datasets } = concatDataset.read(given);
    if (datasets.length === 0) throw new TypeError("ConcatDataset: datasets should not be an empty iterable");
    if (datasets.some((each) => each instanceof IterableDataset)) {
      throw new TypeError("ConcatDataset does not support IterableDataset; ChainDataset does");
    }
    this.datasets = datasets as readonly Items<T>[];
    let sum = 0;
    this.cumulativeSizes = this.datasets.map(({ length }) => (sum += length));
  }

  override get length(): number {
    return this.cumulativeSizes.at(-1)!;
  }

  /** The labels of all items, if every dataset has labels. */
  get targets(): readonly number[] {
    return this.datasets.flatMap((each) => {
      const { targets } = each as { readonly targets?: readonly number[] };
      if (targets === undefined) throw new TypeError("ConcatDataset: not all of the datasets have targets");
      return targets;
    });
  }

  override at(index: number): T {
    return this.#within(index, itemAt);
  }

  override glance(index: number): T {
    return this.#within(index, (items, i) => (items instanceof Dataset ? (items.glance(i) as T) : itemAt(items, i)));
  }

  #within(index: number, get: (items: Items<T>, i: number) => T): T {
    const i = wrapIndex(index, this.length);
    const which = this.cumulativeSizes.findIndex((end) => i < end);
    return get(this.datasets[which]!, i - (this.cumulativeSizes[which - 1] ?? 0));
  }

  override toString(): string {
    return described(`ConcatDataset: ${this.length} items of`, ...this.datasets);
  }
}

const chainDataset = signature("torch.utils.data.ChainDataset", { datasets: required(is.listOf(is.iterable)) });

/**
 * The items of several datasets that can only be iterated, one dataset after the other.
 * @throws TypeError for other datasets.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.ChainDataset
 */
export class ChainDataset<T> extends IterableDataset<T> {
  readonly datasets: readonly IterableDataset<T>[];

  constructor(datasets: readonly IterableDataset<T>[] | { readonly datasets: readonly IterableDataset<T>[] });
  constructor(...given: unknown[]) {
    super();
    const { datasets } = chainDataset.read(given);
    if (!datasets.every((each) => each instanceof IterableDataset)) {
      throw new TypeError("ChainDataset only supports IterableDataset; ConcatDataset joins the others");
    }
    this.datasets = datasets as readonly IterableDataset<T>[];
  }

  override *[Symbol.iterator](): Generator<T> {
    for (const dataset of this.datasets) yield* { [Symbol.iterator]: () => dataset[Symbol.iterator]() };
  }
}

const stackDataset = overloads("torch.utils.data.StackDataset", {
  tuple: { datasets: rest(is.listOf(is.items)) },
  object: { datasets: required(is.recordOf(is.items)) },
});

/** An item of stacked datasets: one item of each, in the same form. */
type Stacked<D> = { -readonly [K in keyof D]: D[K] extends Items<infer T> ? T : never };

/**
 * Datasets of equal length side by side: item i is a tuple with item i of each, or an object if they are given by name.
 *
 * ```ts
 * new StackDataset(["a", "b"], [1, 2]).at(1); // ['b', 2]
 * new StackDataset({ letter: ["a", "b"], number: [1, 2] }).at(0); // {letter: 'a', number: 1}
 * ```
 * @throws RangeError if the lengths differ, TypeError if there are none.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.StackDataset
 */
export class StackDataset<
  D extends readonly Items<unknown>[] | Readonly<Record<string, Items<unknown>>>,
> extends Dataset<Stacked<D>> {
  readonly datasets: D;

  constructor(...datasets: D extends readonly unknown[] ? D : [D]);
  constructor(...given: unknown[]) {
    super();
    const { datasets } = stackDataset.read(given).args as { datasets: Readonly<Record<string, Items<unknown>>> };
    const entries = Object.entries(datasets);
    if (entries.length === 0) throw new TypeError("StackDataset: At least one dataset should be passed");
    const lengths = entries.map(([, each]) => each.length);
    if (lengths.some((length) => length !== lengths[0])) {
      throw new RangeError(`StackDataset: Size mismatch between datasets: got lengths ${lengths.join(", ")}`);
    }
    this.datasets = datasets as unknown as D;
  }

  override get length(): number {
    return this.#all[0]!.length;
  }

  get #all(): readonly Items<unknown>[] {
    return Object.values(this.datasets);
  }

  override at(index: number): Stacked<D> {
    const i = wrapIndex(index, this.length);
    const { datasets } = this;
    const item = Array.isArray(datasets)
      ? datasets.map((each: Items<unknown>) => itemAt(each, i))
      : Object.fromEntries(Object.entries(datasets).map(([name, each]) => [name, itemAt(each as Items<unknown>, i)]));
    return item as Stacked<D>;
  }

  override toString(): string {
    return described(`StackDataset: ${this.length} items side by side of`, ...this.#all);
  }
}
