/**
 * The order in which a DataLoader goes through its items. Each iteration draws a new one; the draws and their order are
 * torch's.
 */
import { defaultGenerator, Generator as Random, multinomial, randint, randperm } from "../random/index.ts";
import { optional, required, signature } from "../shape/index.ts";
import type { Tensor } from "../tensor/index.ts";
import * as is from "./kinds.ts";

/** Indices of items, each time it is iterated. */
export interface Sampler {
  readonly length: number;
  [Symbol.iterator](): Generator<number>;
}

interface Sized {
  readonly length: number;
}

const sequential = signature("torch.utils.data.SequentialSampler", { dataSource: required(is.sized) });

/**
 * The indices from 0 on, in order.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.SequentialSampler
 */
export class SequentialSampler implements Sampler {
  readonly #source: Sized;

  constructor(dataSource: Sized | { readonly dataSource: Sized });
  constructor(...given: unknown[]) {
    this.#source = sequential.read(given).dataSource;
  }

  get length(): number {
    return this.#source.length;
  }

  *[Symbol.iterator](): Generator<number> {
    for (let i = 0; i < this.#source.length; i++) yield i;
  }
}

export interface RandomSamplerOptions {
  readonly replacement?: boolean;
  readonly numSamples?: number | null | undefined;
  readonly generator?: Random | null | undefined;
}

const random = signature("torch.utils.data.RandomSampler", {
  dataSource: required(is.sized),
  replacement: optional(is.bool, false),
  numSamples: optional(is.orNull(is.int), null),
  generator: is.generatorArgument,
});

const checkCount = (name: string, count: number): void => {
  if (!Number.isInteger(count) || count <= 0) {
    throw new RangeError(`${name}: num_samples should be a positive integer value, but got num_samples=${count}`);
  }
};

/**
 * All indices in random order. Without a generator, each iteration draws a seed from the global stream for a generator
 * of its own.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.RandomSampler
 */
export class RandomSampler implements Sampler {
  readonly #source: Sized;
  readonly #replacement: boolean;
  readonly #numSamples: number | null;
  readonly #generator: Random | null;

  constructor(dataSource: Sized, options?: RandomSamplerOptions);
  constructor(dataSource: Sized, replacement?: boolean, numSamples?: number | null, generator?: Random | null);
  constructor(options: RandomSamplerOptions & { readonly dataSource: Sized });
  constructor(...given: unknown[]) {
    const { dataSource, replacement, numSamples, generator } = random.read(given);
    this.#source = dataSource;
    this.#replacement = replacement;
    this.#numSamples = numSamples;
    this.#generator = generator;
    checkCount("RandomSampler", this.length);
  }

  get length(): number {
    return this.#numSamples ?? this.#source.length;
  }

  *[Symbol.iterator](): Generator<number> {
    const n = this.#source.length;
    const generator = this.#generator ?? new Random().manualSeed(drawSeed(defaultGenerator));
    if (this.#replacement) {
      for (let left = this.length; left > 0; left -= 32) {
        yield* randint(generator, new Int32Array(Math.min(32, left)), 0, n);
      }
      return;
    }
    for (let round = 0; round < Math.floor(this.length / n); round++) yield* randperm(generator, n);
    // torch draws this order even if none of it is used, which is visible in the state of a generator that you pass.
    yield* randperm(generator, n).subarray(0, this.length % n);
  }
}

/** An int64 as `torch.empty((), dtype=torch.int64).random_()` draws it. */
export const drawSeed = (generator: Random): bigint => BigInt.asUintN(63, generator.random64());

const subsetRandom = signature("torch.utils.data.SubsetRandomSampler", {
  indices: required(is.indices),
  generator: is.generatorArgument,
});

/**
 * The given indices in random order.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.SubsetRandomSampler
 */
export class SubsetRandomSampler implements Sampler {
  readonly #indices: readonly number[];
  readonly #generator: Random;

  constructor(indices: readonly number[] | Tensor, generator?: Random | null | { readonly generator?: Random | null });
  constructor(options: { readonly indices: readonly number[] | Tensor; readonly generator?: Random | null });
  constructor(...given: unknown[]) {
    const { indices, generator } = subsetRandom.read(given);
    this.#indices = indices;
    this.#generator = is.orGlobal(generator);
  }

  get length(): number {
    return this.#indices.length;
  }

  *[Symbol.iterator](): Generator<number> {
    for (const i of randperm(this.#generator, this.#indices.length)) yield this.#indices[i]!;
  }
}

const weighted = signature("torch.utils.data.WeightedRandomSampler", {
  weights: required(is.weights),
  numSamples: required(is.int),
  replacement: optional(is.bool, true),
  generator: is.generatorArgument,
});

interface WeightedRandomSamplerOptions {
  readonly replacement?: boolean;
  readonly generator?: Random | null;
}

/**
 * Indices drawn with these weights.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.WeightedRandomSampler
 */
export class WeightedRandomSampler implements Sampler {
  readonly length: number;
  readonly #weights: readonly number[];
  readonly #replacement: boolean;
  readonly #generator: Random;

  constructor(weights: readonly number[] | Tensor, numSamples: number, options?: WeightedRandomSamplerOptions);
  constructor(
    weights: readonly number[] | Tensor,
    numSamples: number,
    replacement?: boolean,
    generator?: Random | null,
  );
  constructor(
    options: WeightedRandomSamplerOptions & {
      readonly weights: readonly number[] | Tensor;
      readonly numSamples: number;
    },
  );
  constructor(...given: unknown[]) {
    const { weights, numSamples, replacement, generator } = weighted.read(given);
    checkCount("WeightedRandomSampler", numSamples);
    this.length = numSamples;
    this.#weights = weights;
    this.#replacement = replacement;
    this.#generator = is.orGlobal(generator);
  }

  *[Symbol.iterator](): Generator<number> {
    const options = { numSamples: this.length, replacement: this.#replacement };
    yield* multinomial(this.#generator, Float64Array.from(this.#weights), this.#weights.length, options);
  }
}

const batch = signature("torch.utils.data.BatchSampler", {
  sampler: required(is.iterable),
  batchSize: required(is.number),
  dropLast: required(is.bool),
});

/**
 * The indices of a sampler in lists of `batchSize`; `dropLast` leaves out a last list that is shorter.
 * @throws RangeError for a batch size that is not a whole number above 0.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.BatchSampler
 */
export class BatchSampler {
  readonly #sampler: Sampler;
  readonly #batchSize: number;
  readonly #dropLast: boolean;

  constructor(sampler: Sampler | readonly number[], batchSize: number, dropLast: boolean);
  constructor(options: {
    readonly sampler: Sampler | readonly number[];
    readonly batchSize: number;
    readonly dropLast: boolean;
  });
  constructor(
    sampler: Sampler | readonly number[],
    options: { readonly batchSize: number; readonly dropLast: boolean },
  );
  constructor(...given: unknown[]) {
    const { sampler, batchSize, dropLast } = batch.read(given);
    if (!Number.isInteger(batchSize) || batchSize <= 0) {
      throw new RangeError(`batch_size should be a positive integer value, but got batch_size=${batchSize}`);
    }
    this.#sampler = sampler as Sampler;
    this.#batchSize = batchSize;
    this.#dropLast = dropLast;
  }

  get length(): number {
    const batches = this.#sampler.length / this.#batchSize;
    return this.#dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  *[Symbol.iterator](): Generator<number[]> {
    let batch: number[] = [];
    for (const i of this.#sampler) {
      batch.push(i);
      if (batch.length < this.#batchSize) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0 && !this.#dropLast) yield batch;
  }
}
