import { shown } from "../shape/index.ts";

/** Anything that has a length and returns its items by index: datasets, and plain arrays too. */
export interface Items<T> {
  readonly length: number;
  at(index: number): T | undefined;
}

/** The item at `index`, which must exist. */
export function itemAt<T>(items: Items<T>, index: number): T {
  const item = items.at(index);
  if (item !== undefined) return item;
  const { length } = items;
  if (index >= -length && index < length) {
    const what = Array.isArray(items) ? `item ${index} is undefined` : `${items.constructor.name}: at(${index}) returned nothing`; // prettier-ignore
    throw new TypeError(`${what}, though there are ${length} items; is a return missing?`);
  }
  throw new RangeError(`index ${index} is out of range for a dataset of ${length}`);
}

/** @throws RangeError if there is no such item, TypeError if the index is not a number. */
export function wrapIndex(index: number, length: number): number {
  if (typeof index !== "number") throw new TypeError(`expected an index, got ${shown(index)}`);
  const i = index < 0 ? index + length : index;
  if (!Number.isInteger(i) || i < 0 || i >= length) {
    throw new RangeError(`index ${index} is out of range for a dataset of ${length}`);
  }
  return i;
}

/**
 * Items that can only be read one after the other. In a DataLoader with `numWorkers` each worker goes through all of
 * them, unless `getWorkerInfo` tells it which ones to take.
 *
 * ```ts
 * class Countdown extends torch.utils.data.IterableDataset<number> {
 *   *[Symbol.iterator]() { yield* [3, 2, 1]; }
 * }
 * [...new torch.utils.data.DataLoader(new Countdown(), { batchSize: 2 })]; // [tensor([3, 2]), tensor([1])]
 * ```
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.IterableDataset
 */
export abstract class IterableDataset<T = any> implements Iterable<T> {
  abstract [Symbol.iterator](): Iterator<T>;
}
