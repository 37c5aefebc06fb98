import { defaultGenerator, type Generator as Random } from "../random/index.ts";
import { defaultCollate, type Collated } from "./collate.ts";
import { itemAt, type Items } from "./dataset.ts";
import { BatchSampler, drawSeed, RandomSampler, SequentialSampler, type Sampler } from "./samplers.ts";

/** How a DataLoader visits its dataset. `B` is what a batch is made into. */
export interface DataLoaderOptions<T, B> {
  /** Items of a batch; null for single items that are handed on as they are. */
  readonly batchSize?: number | null;
  /** A new random order for every epoch. */
  readonly shuffle?: boolean;
  /** An order of one's own, in place of `shuffle`. */
  readonly sampler?: Sampler;
  /** Batches of one's own, in place of `batchSize`, `shuffle`, `sampler` and `dropLast`. */
  readonly batchSampler?: Iterable<readonly number[]> & { readonly length: number };
  /** Leaves out a last batch that is shorter. */
  readonly dropLast?: boolean;
  /** Draws the orders in place of the global stream. */
  readonly generator?: Random;
  /** Makes a batch of items, in place of `defaultCollate`. */
  readonly collateFn?: (items: T[]) => B;
}

/**
 * Iterates over a dataset, or an array, batch by batch; each `for` is one epoch.
 *
 * Starting an epoch draws two words from the global stream, and two more with `shuffle`, as in PyTorch.
 *
 * ```ts
 * const loader = new DataLoader([10, 20, 30, 40, 50], { batchSize: 2 });
 * [...loader]; // [tensor([10, 20]), tensor([30, 40]), tensor([50])]
 * ```
 * @throws RangeError for a batch size below 1, TypeError for options that exclude each other.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.DataLoader
 */
export class DataLoader<T, B = Collated<T>> {
  readonly dataset: Items<T>;
  readonly batchSize: number | null;
  readonly dropLast: boolean;
  readonly sampler: Sampler;
  readonly #batches: (Iterable<readonly number[]> & { readonly length: number }) | null;
  readonly #generator: Random | undefined;
  readonly #collate: (items: T[]) => B;

  constructor(dataset: Items<T>, options: DataLoaderOptions<T, B> = {}) {
    checkOptions(options);
    const { shuffle = false, generator, batchSampler } = options;
    this.dataset = dataset;
    this.batchSize = batchSampler ? null : options.batchSize === undefined ? 1 : options.batchSize;
    this.dropLast = options.dropLast ?? false;
    this.sampler =
      options.sampler ?? (shuffle ? new RandomSampler(dataset, { generator }) : new SequentialSampler(dataset));
    this.#batches =
      batchSampler ?? (this.batchSize === null ? null : new BatchSampler(this.sampler, this.batchSize, this.dropLast));
    this.#generator = generator;
    // Without a function of one's own B is Collated<T>, its default.
    this.#collate = options.collateFn ?? (defaultCollate as unknown as (items: T[]) => B);
  }

  /** The number of batches of an epoch. */
  get length(): number {
    return (this.#batches ?? this.sampler).length;
  }

  /** One epoch. Its draws are made here and at the first batch, in torch's order. */
  [Symbol.iterator](): Generator<B> {
    drawSeed(this.#generator ?? defaultGenerator); // torch's seed for worker processes, drawn even without any
    return this.#epoch();
  }

  *#epoch(): Generator<B> {
    if (this.#batches === null) {
      // Single items are not collated: B is T.
      for (const i of this.sampler) yield itemAt(this.dataset, i) as unknown as B;
      return;
    }
    for (const batch of this.#batches) yield this.#collate(batch.map((i) => itemAt(this.dataset, i)));
  }
}

function checkOptions<T, B>(options: DataLoaderOptions<T, B>): void {
  const { batchSize, shuffle, sampler, batchSampler, dropLast } = options;
  if (sampler && shuffle) throw new TypeError("DataLoader: sampler option is mutually exclusive with shuffle");
  if (batchSampler && (batchSize !== undefined || shuffle || sampler || dropLast)) {
    throw new TypeError(
      "DataLoader: batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last",
    );
  }
  if (batchSize === null && dropLast) {
    throw new TypeError(
      "DataLoader: batch_size=None option disables auto-batching and is mutually exclusive with drop_last",
    );
  }
}
