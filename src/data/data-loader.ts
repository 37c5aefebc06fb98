import { setImmediate } from "node:timers/promises";
import { types } from "node:util";
import { defaultGenerator, type Generator as Random } from "../random/index.ts";
import { keyword, optional, required, signature } from "../shape/index.ts";
import { defaultCollate, type Collated } from "./collate.ts";
import { Dataset } from "./dataset.ts";
import { itemAt, IterableDataset, type Items } from "./items.ts";
import * as is from "./kinds.ts";
import { BatchSampler, drawSeed, RandomSampler, SequentialSampler, type Sampler } from "./samplers.ts";
import { Worker } from "./workers.ts";

/** How a DataLoader goes through its dataset. `B` is the type of a batch. */
export interface DataLoaderOptions<T, B> {
  /** Items per batch; null hands single items on as they are. */
  readonly batchSize?: number | null | undefined;
  /** A new random order for every epoch. */
  readonly shuffle?: boolean | null | undefined;
  /** Your own order, in place of `shuffle`. */
  readonly sampler?: Sampler | readonly number[] | null | undefined;
  /** Your own batches, in place of `batchSize`, `shuffle`, `sampler` and `dropLast`. */
  readonly batchSampler?: (Iterable<readonly number[]> & { readonly length: number }) | null | undefined;
  /** Orders and draws like that many of torch's workers; a dataset of picture files decodes with that many threads. */
  readonly numWorkers?: number | undefined;
  /** Makes a batch from items, in place of `defaultCollate`. */
  readonly collateFn?: ((items: T[]) => B) | null | undefined;
  /** Accepted as in torch without an accelerator: it has no effect. */
  readonly pinMemory?: boolean | undefined;
  /** Drops the last batch if it is shorter. */
  readonly dropLast?: boolean | undefined;
  /** Seconds; no effect, because the workers run in this thread and nobody waits for them. */
  readonly timeout?: number | undefined;
  /** Called with the number of each worker when it starts. */
  readonly workerInitFn?: ((worker: number) => void) | null | undefined;
  /** The source of the random order, in place of the global stream. */
  readonly generator?: Random | null | undefined;
  /** How many batches of indices each worker is given in advance. */
  readonly prefetchFactor?: number | null | undefined;
  /** Workers continue their streams in the next epoch. */
  readonly persistentWorkers?: boolean | undefined;
}

const dataLoader = signature("torch.utils.data.DataLoader", {
  dataset: required(is.dataset),
  batchSize: optional(is.orNull(is.number), 1),
  shuffle: optional(is.orNull(is.bool), null),
  sampler: optional(is.orNull(is.iterable), null),
  batchSampler: optional(is.orNull(is.iterable), null),
  numWorkers: optional(is.int, 0),
  collateFn: optional(is.orNull(is.callable<(items: unknown[]) => unknown>()), null),
  pinMemory: optional(is.bool, false),
  dropLast: optional(is.bool, false),
  timeout: optional(is.number, 0),
  workerInitFn: optional(is.orNull(is.callable<(worker: number) => void>()), null),
  multiprocessingContext: optional(is.orNull(is.string), null),
  generator: is.generatorArgument,
  prefetchFactor: keyword(is.orNull(is.int), null),
  persistentWorkers: keyword(is.bool, false),
  pinMemoryDevice: keyword(is.string, ""),
  inOrder: keyword(is.bool, true),
});

type Read = ReturnType<typeof dataLoader.read>;

/** The indices of a batch's items; null means the next items of a dataset that can only be iterated. */
type Task = readonly number[] | number | null;

/**
 * Iterates over a dataset, or an array, batch by batch; each `for` is one epoch, and `for await` lets other things
 * happen between batches.
 *
 * Starting an epoch draws two words from the global stream, and two more with `shuffle`, as in PyTorch. With
 * `numWorkers`, orders and draws are those of that many torch workers.
 *
 * ```ts
 * const loader = new DataLoader([10, 20, 30, 40, 50], { batchSize: 2 });
 * [...loader]; // [tensor([10, 20]), tensor([30, 40]), tensor([50])]
 * ```
 * @throws RangeError for a batch size below 1, TypeError for options that exclude each other; while iterating, errors
 * of the dataset with the index of the item added.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.DataLoader
 */
export class DataLoader<T, B = Collated<T>> {
  /** The dataset; an `IterableDataset` has no length, as in torch. */
  readonly dataset: Items<T>;
  readonly batchSize: number | null;
  readonly dropLast: boolean;
  readonly numWorkers: number;
  readonly pinMemory: boolean;
  readonly persistentWorkers: boolean;
  readonly prefetchFactor: number | null;
  readonly timeout: number;
  readonly sampler: Sampler;
  readonly batchSampler: (Iterable<readonly number[]> & { readonly length: number }) | null;
  readonly generator: Random | null;
  readonly collateFn: (items: T[]) => B;
  readonly #workerInitFn: ((worker: number) => void) | null;
  /** The workers of the last epoch, if they are to continue. */
  #workers: readonly Worker[] | undefined;

  constructor(dataset: Items<T> | IterableDataset<T>, options?: DataLoaderOptions<T, B>);
  constructor(
    dataset: Items<T> | IterableDataset<T>,
    batchSize?: number | null,
    shuffle?: boolean | null | DataLoaderOptions<T, B>,
    options?: DataLoaderOptions<T, B>,
  );
  constructor(options: DataLoaderOptions<T, B> & { readonly dataset: Items<T> | IterableDataset<T> });
  constructor(...given: unknown[]) {
    const options = dataLoader.read(given);
    checkOptions(options);
    const { shuffle, generator, batchSize, batchSampler, dropLast } = options;
    const dataset = options.dataset as Items<T> | IterableDataset<T>;
    this.dataset = dataset as Items<T>;
    this.batchSize = batchSampler === null ? batchSize : null;
    this.dropLast = dropLast;
    this.numWorkers = options.numWorkers;
    this.pinMemory = options.pinMemory;
    this.persistentWorkers = options.persistentWorkers;
    this.prefetchFactor = options.numWorkers > 0 ? (options.prefetchFactor ?? 2) : null;
    this.timeout = options.timeout;
    this.generator = generator;
    this.sampler =
      dataset instanceof IterableDataset
        ? endless(dataset)
        : ((options.sampler as Sampler | null) ??
          (shuffle ? new RandomSampler(dataset, { generator }) : new SequentialSampler(dataset)));
    this.batchSampler =
      (batchSampler as this["batchSampler"]) ??
      (batchSize === null ? null : new BatchSampler(this.sampler, batchSize, dropLast));
    // Without a `collateFn`, B is Collated<T>, its default.
    this.collateFn = (options.collateFn ?? (defaultCollate as unknown)) as (items: T[]) => B;
    this.#workerInitFn = options.workerInitFn;
    if (this.numWorkers > 0 && !(dataset instanceof Dataset && dataset.isPreparing)) sayOnce();
  }

  /** The number of batches of an epoch. */
  get length(): number {
    if ((this.dataset as unknown) instanceof IterableDataset) {
      const { length } = this.dataset as { readonly length?: number };
      if (length === undefined) throw new TypeError(`object of type '${this.dataset.constructor.name}' has no len()`);
      if (this.batchSize === null) return length;
      return this.dropLast ? Math.floor(length / this.batchSize) : Math.ceil(length / this.batchSize);
    }
    return (this.batchSampler ?? this.sampler).length;
  }

  /** One epoch. Its random draws are made here and at the first batch, in torch's order. */
  [Symbol.iterator](): Generator<B> {
    const random = this.generator ?? defaultGenerator;
    if (this.numWorkers === 0) {
      drawSeed(random); // torch draws a seed for its worker processes even when there are none.
      return this.#epoch();
    }
    // Work that an interrupted epoch has begun is no longer wanted.
    if (this.dataset instanceof Dataset) this.dataset.prepare([], this.numWorkers);
    if (!this.persistentWorkers || this.#workers === undefined) this.#workers = this.#begin(drawSeed(random));
    return new Turns(this.#tasks(), this.#workers, this.prefetchFactor!, this.#fetcher()).run((task) =>
      this.#announce(task),
    );
  }

  /** The same, but between two batches the event loop gets its turn: timers, widgets, the stop button. */
  async *[Symbol.asyncIterator](): AsyncGenerator<B> {
    for (const batch of this) {
      await setImmediate();
      yield batch;
    }
  }

  *#epoch(): Generator<B> {
    const fetch = this.#fetcher()();
    for (const task of this.#tasks()) {
      const batch = fetch(task);
      if (batch === undefined) return;
      yield batch.made;
    }
  }

  #tasks(): Iterable<Task> {
    return this.batchSampler ?? this.sampler;
  }

  #begin(seed: bigint): readonly Worker[] {
    const { numWorkers, dataset } = this;
    return Array.from({ length: numWorkers }, (_, id) => {
      const worker = new Worker({ id, numWorkers, seed: seed + BigInt(id), dataset });
      worker.run(() => this.#workerInitFn?.(id));
      return worker;
    });
  }

  #announce(task: Task): void {
    if (this.dataset instanceof Dataset) this.dataset.prepare([task ?? []].flat() as number[], this.numWorkers);
  }

  /** For each worker, a function that makes the batch for a task; it returns nothing once a dataset is exhausted. */
  #fetcher(): () => (task: Task) => { readonly made: B } | undefined {
    const { dataset, batchSize, dropLast, collateFn } = this;
    const isSingle = this.batchSampler === null;
    if (!(dataset instanceof IterableDataset)) {
      const get = (i: number): T => fetchItem(dataset, i);
      return () => (task) => ({
        // Single items are not collated: B is T.
        made:
          typeof task === "number" && isSingle
            ? (get(task) as unknown as B)
            : collated(numbersOf(task), get, collateFn),
      });
    }
    return () => {
      const items = iteratorOf(dataset);
      const one = (): IteratorResult<T> => items.next();
      return () => {
        if (batchSize === null) {
          const next = one();
          return next.done ? undefined : { made: next.value as unknown as B };
        }
        const batch: T[] = [];
        for (let next = one(); !next.done; next = one()) {
          batch.push(next.value);
          if (batch.length === batchSize) break;
        }
        return batch.length === 0 || (dropLast && batch.length < batchSize) ? undefined : { made: collateFn(batch) };
      };
    };
  }
}

/** Batches handed out to the workers in turn, some in advance; the results come back in the same order. */
class Turns<B> {
  readonly #tasks: Iterator<Task>;
  readonly #workers: readonly Worker[];
  readonly #fetch: ((task: Task) => { readonly made: B } | undefined)[];
  readonly #isActive: boolean[];
  readonly #ahead: number;
  readonly #queue: { readonly worker: number; readonly task: Task }[] = [];
  #turn = 0;

  constructor(
    tasks: Iterable<Task>,
    workers: readonly Worker[],
    prefetchFactor: number,
    fetcher: () => (task: Task) => { readonly made: B } | undefined,
  ) {
    this.#tasks = tasks[Symbol.iterator]();
    this.#workers = workers;
    this.#fetch = workers.map((worker) => worker.run(fetcher));
    this.#isActive = workers.map(() => true);
    this.#ahead = prefetchFactor * workers.length;
  }

  /** Hands out the first batches at once, as torch does, and then another one for each that is taken. */
  run(announce: (task: Task) => void): Generator<B> {
    for (let i = 0; i < this.#ahead && this.#deal(announce); i++);
    return this.#batches(announce);
  }

  *#batches(announce: (task: Task) => void): Generator<B> {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      const { worker, task } = next;
      if (!this.#isActive[worker]) continue;
      const batch = this.#workers[worker]!.run(() => this.#fetch[worker]!(task));
      if (batch === undefined) this.#isActive[worker] = false;
      this.#deal(announce);
      if (batch !== undefined) yield batch.made;
    }
  }

  /** False when there is nothing left to hand out. */
  #deal(announce: (task: Task) => void): boolean {
    const { done, value } = this.#tasks.next();
    if (done) return false;
    for (let i = 0; i < this.#workers.length; i++) {
      const worker = this.#turn++ % this.#workers.length;
      if (!this.#isActive[worker]) continue;
      this.#queue.push({ worker, task: value });
      announce(value);
      return true;
    }
    return false;
  }
}

/** A sampler for a dataset that can only be iterated: one index per item, whose value means nothing. */
const endless = (dataset: IterableDataset<unknown>): Sampler => ({
  get length(): number {
    throw new TypeError(`object of type '${dataset.constructor.name}' has no len()`);
  },
  *[Symbol.iterator]() {
    for (;;) yield 0;
  },
});

function iteratorOf<T>(dataset: IterableDataset<T>): Iterator<T> {
  if (typeof dataset[Symbol.iterator] === "function") return dataset[Symbol.iterator]();
  const more = Symbol.asyncIterator in dataset ? "; what it waits for has to be there before the loop begins" : "";
  throw new TypeError(
    `DataLoader: ${dataset.constructor.name} has no *[Symbol.iterator](), which gives the items one after the other${more}`,
  );
}

/** Errors of the dataset say which item they concern. */
function fetchItem<T>(dataset: Items<T>, index: number): T {
  try {
    return itemAt(dataset, index);
  } catch (error) {
    const where = `DataLoader: item ${index} of ${dataset.constructor.name}`;
    if (!types.isNativeError(error)) throw new Error(`${where}: ${is.shown(error)} was thrown`, { cause: error });
    if (error.name === "KeyboardInterrupt") throw error;
    const Kind = [RangeError, TypeError].find((kind) => error instanceof kind) ?? Error;
    throw new Kind(`${where}: ${error.message}`, { cause: error });
  }
}

/** What a batch sampler gives for one batch. */
function numbersOf(task: Task): readonly number[] {
  if (Array.isArray(task)) return task as readonly number[];
  throw new TypeError(`DataLoader: batchSampler has to give an array of numbers for each batch, got ${is.shown(task)}`);
}

/** Errors about items that do not fit together say which items they are. */
function collated<T, B>(task: readonly number[], get: (i: number) => T, collate: (items: T[]) => B): B {
  const items = task.map(get);
  if ((collate as unknown) !== defaultCollate) return collate(items);
  try {
    return collate(items);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    const Kind = error instanceof RangeError ? RangeError : TypeError;
    throw new Kind(`DataLoader: a batch of the items ${is.shown(task)}: ${error.message}`, { cause: error });
  }
}

const MOST_WORKERS = 1024;

let hasSaid = false;

function sayOnce(): void {
  if (hasSaid) return;
  hasSaid = true;
  console.log(
    "DataLoader: numWorkers gives torch's orders and draws; the batches are made in this thread, which is no slower here.",
  );
}

function checkOptions({ dataset, batchSize, shuffle, sampler, batchSampler, dropLast, ...workers }: Read): void {
  const { numWorkers, timeout, prefetchFactor, persistentWorkers } = workers;
  if (numWorkers < 0) {
    throw new RangeError(
      "DataLoader: num_workers option should be non-negative; use num_workers=0 to disable multiprocessing.",
    );
  }
  // Each has its own stream; torch would start that many processes.
  if (numWorkers > MOST_WORKERS) {
    throw new RangeError(`DataLoader: expected a numWorkers of at most ${MOST_WORKERS}, got ${numWorkers}`);
  }
  if (timeout < 0) throw new RangeError("DataLoader: timeout option should be non-negative");
  if (numWorkers === 0 && prefetchFactor !== null) {
    throw new TypeError("DataLoader: prefetch_factor option could only be specified with num_workers > 0");
  }
  // With 0, torch's loop does nothing.
  if (prefetchFactor !== null && prefetchFactor < 1) {
    throw new RangeError(`DataLoader: prefetch_factor option should be positive, got ${prefetchFactor}`);
  }
  if (persistentWorkers && numWorkers === 0) {
    throw new TypeError("DataLoader: persistent_workers option needs num_workers > 0");
  }
  if (dataset instanceof IterableDataset) {
    for (const [name, value] of Object.entries({ shuffle, sampler, batch_sampler: batchSampler })) {
      if (value === null || value === false) continue;
      throw new TypeError(
        `DataLoader with IterableDataset: expected unspecified ${name} option, but got ${name}=${is.shown(value)}`,
      );
    }
  }
  if (sampler && shuffle) throw new TypeError("DataLoader: sampler option is mutually exclusive with shuffle");
  if (batchSampler && (batchSize !== 1 || shuffle || sampler || dropLast)) {
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
