/**
 * Items by index, and what can be derived from them without touching the items: a selection, a transformation, a part.
 */

import { optional, required, signature } from "../shape/index.ts";
import type { Tensor } from "../tensor/index.ts";
import { itemAt, wrapIndex, type Items } from "./items.ts";
import * as is from "./kinds.ts";

/** A function of an item and its index. */
const ofItem = required(is.callable<(item: never, index: number) => unknown>());
const signed = {
  filter: signature("Dataset.filter", { test: ofItem }),
  map: signature("Dataset.map", { change: ofItem }),
  take: signature("Dataset.take", { count: required(is.where(is.int, "int of at least 0", (count) => count >= 0)) }),
  slice: signature("Dataset.slice", { start: optional(is.int, 0), end: optional(is.orNull(is.int), null) }),
};

/**
 * Items by index. A subclass says how many there are and what each one is; iteration, selection and `d[0]` follow from
 * that.
 *
 * ```ts
 * class Squares extends torch.utils.data.Dataset<number> {
 *   get length() { return 5; }
 *   at(i: number) { return i * i; }
 * }
 * [...new Squares().filter((n) => n % 2 === 0)]; // [0, 4, 16]
 * ```
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.Dataset
 */
// `any`, so that a class may leave the type of its items to what its `at` returns.
export abstract class Dataset<T = any> implements Items<T> {
  readonly [index: number]: T;

  abstract get length(): number;

  /** The item at `index`. */
  abstract at(index: number): T;

  *[Symbol.iterator](): Generator<T> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }

  /**
   * The item at `index` for a caller who may need only a part of it: a dataset of pictures returns the label, and the
   * picture only when it is asked for.
   */
  glance(index: number): T {
    return this.at(index);
  }

  /**
   * Called with the items that will be requested next, and the number of threads that may prepare them; a dataset may
   * start on them.
   */
  prepare(_indices: readonly number[], _threads: number): void {}

  /** Whether this dataset, or the one it is based on, can prepare items in advance. */
  get isPreparing(): boolean {
    return false;
  }

  /**
   * The items for which `test` holds, as a dataset. Pictures are not read as long as `test` only looks at labels.
   *
   * ```ts
   * const set = new datasets.FakeData(100);
   * set.filter(([, label]) => label < 2).targets.every((label) => label < 2); // true
   * ```
   */
  filter<S extends T>(test: (item: T, index: number) => item is S): Subset<S>;
  filter(test: (item: T, index: number) => unknown): Subset<T>;
  filter(...given: unknown[]): Subset<T> {
    const test = signed.filter.read(given).test as (item: T, index: number) => unknown;
    const chosen: number[] = [];
    for (let i = 0; i < this.length; i++) {
      const answer = test(this.glance(i), i);
      // A promise would count as true, whatever its result.
      if (answer instanceof Promise)
        throw new TypeError("filter: expected an answer, got a Promise; test() cannot wait");
      if (answer) chosen.push(i);
    }
    return new Subset(this, chosen);
  }

  /** The same items, each transformed by `change` whenever it is requested. */
  map<U>(change: (item: T, index: number) => U): Mapped<T, U>;
  map(...given: unknown[]): Mapped<T, unknown> {
    return new Mapped(this, signed.map.read(given).change as (item: T, index: number) => unknown);
  }

  /**
   * The first `count` items, as a dataset.
   * @throws RangeError for anything but a count.
   */
  take(count: number): Subset<T>;
  take(...given: unknown[]): Subset<T> {
    const { count } = signed.take.read(given);
    return new Subset(
      this,
      Array.from({ length: Math.min(count, this.length) }, (_, i) => i),
    );
  }

  toString(): string {
    return `Dataset ${this.constructor.name}\n    Number of datapoints: ${this.length}`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  /** Some of the items in an array, selected as by `Array.slice`. */
  slice(start?: number, end?: number | null): T[];
  slice(...given: unknown[]): T[] {
    const { start, end } = signed.slice.read(given);
    return Array.from({ length: this.length }, (_, i) => i)
      .slice(start, end ?? undefined)
      .map((i) => this.at(i));
  }
}

// `d[0]` and `d[-1]`, as in Python: properties that an object itself does not have are looked up here, at the end of
// its prototype chain.
Object.setPrototypeOf(
  Dataset.prototype,
  new Proxy(Object.prototype, {
    get(target, key, receiver: unknown) {
      if (typeof key === "string" && /^-?\d+$/.test(key) && receiver instanceof Dataset) {
        return itemAt(receiver as Dataset<unknown>, Number(key));
      }
      return Reflect.get(target, key, receiver);
    },
  }),
);

/** What a dataset of labelled pictures knows besides its items. */
interface Labelled {
  readonly targets?: readonly number[];
  readonly classes?: readonly string[];
}

const subsetSignature = signature("torch.utils.data.Subset", {
  dataset: required(is.items),
  indices: required(is.indices),
});

/**
 * The items of another dataset whose indices are in `indices`.
 * @throws RangeError, when an item is requested, if the other dataset has no item at this index.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.Subset
 */
export class Subset<T> extends Dataset<T> {
  readonly dataset: Items<T>;
  readonly indices: readonly number[];

  constructor(dataset: Items<T>, indices: readonly number[] | Tensor);
  constructor(options: { readonly dataset: Items<T>; readonly indices: readonly number[] | Tensor });
  constructor(...given: unknown[]) {
    super();
    const { dataset, indices } = subsetSignature.read(given);
    this.dataset = dataset as Items<T>;
    this.indices = indices;
  }

  override get length(): number {
    return this.indices.length;
  }

  /** The labels of these items, if the other dataset has labels. */
  get targets(): readonly number[] {
    const { targets } = this.dataset as Labelled;
    if (targets === undefined) throw new TypeError(`Subset: the items of ${nameOf(this.dataset)} have no targets`);
    return this.indices.map((i) => targets.at(i)!);
  }

  /** The class names of the other dataset, if it has classes. */
  get classes(): readonly string[] {
    const { classes } = this.dataset as Labelled;
    if (classes === undefined) throw new TypeError(`Subset: the items of ${nameOf(this.dataset)} have no classes`);
    return classes;
  }

  override at(index: number): T {
    return itemAt(this.dataset, this.indices[wrapIndex(index, this.length)]!);
  }

  override glance(index: number): T {
    const { dataset } = this;
    return dataset instanceof Dataset ? dataset.glance(this.indices[index]!) : this.at(index);
  }

  override prepare(indices: readonly number[], threads: number): void {
    if (this.dataset instanceof Dataset)
      this.dataset.prepare(
        indices.map((i) => this.indices[i]!),
        threads,
      );
  }

  override get isPreparing(): boolean {
    return this.dataset instanceof Dataset && this.dataset.isPreparing;
  }

  override toString(): string {
    return described(`Subset: ${this.length} of ${this.dataset.length} items`, this.dataset);
  }
}

/** The items of another dataset, each transformed by a function whenever it is requested. */
export class Mapped<T, U> extends Dataset<U> {
  readonly dataset: Dataset<T>;
  readonly #change: (item: T, index: number) => U;

  constructor(dataset: Dataset<T>, change: (item: T, index: number) => U) {
    super();
    this.dataset = dataset;
    this.#change = change;
  }

  override get length(): number {
    return this.dataset.length;
  }

  override at(index: number): U {
    const i = wrapIndex(index, this.length);
    return this.#change(this.dataset.at(i), i);
  }

  override glance(index: number): U {
    return this.#change(this.dataset.glance(index), index);
  }

  override prepare(indices: readonly number[], threads: number): void {
    this.dataset.prepare(indices, threads);
  }

  override get isPreparing(): boolean {
    return this.dataset.isPreparing;
  }

  override toString(): string {
    return described(`Mapped: ${this.length} items, each changed by a function`, this.dataset);
  }
}

const nameOf = (items: Items<unknown>): string => (Array.isArray(items) ? "an array" : items.constructor.name);

/** A dataset in words, followed by the one it is based on. */
export function described(head: string, ...parts: readonly Items<unknown>[]): string {
  const words = (part: Items<unknown>): string =>
    part instanceof Dataset ? part.toString() : `${part.constructor.name} of ${part.length} items`;
  return [head, ...parts.flatMap((part) => words(part).split("\n")).map((line) => `    ${line}`)].join("\n");
}
