/** In which order a DataLoader visits its items. Each iteration draws afresh; the draws are torch's, in torch's order. */
import { defaultGenerator, Generator as Random, multinomial, randint, randperm } from "../random/index.ts";

/** Numbers of items, as often as it is iterated. */
export interface Sampler {
  readonly length: number;
  [Symbol.iterator](): Generator<number>;
}

interface Sized {
  readonly length: number;
}

/** The numbers from 0 on, in order. */
export class SequentialSampler implements Sampler {
  readonly #source: Sized;

  constructor(source: Sized) {
    this.#source = source;
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
  readonly numSamples?: number | undefined;
  readonly generator?: Random | undefined;
}

const checkCount = (name: string, count: number): void => {
  if (!Number.isInteger(count) || count <= 0) {
    throw new RangeError(`${name}: num_samples should be a positive integer value, but got num_samples=${count}`);
  }
};

/**
 * All the numbers in random order. Without a generator each iteration takes a seed from the global stream for one of its own.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.RandomSampler
 */
export class RandomSampler implements Sampler {
  readonly #source: Sized;
  readonly #replacement: boolean;
  readonly #numSamples: number | undefined;
  readonly #generator: Random | undefined;

  constructor(source: Sized, { replacement = false, numSamples, generator }: RandomSamplerOptions = {}) {
    this.#source = source;
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
    // torch draws this order even where none of it is used, which a generator of one's own then shows.
    yield* randperm(generator, n).subarray(0, this.length % n);
  }
}

/** An int64 as `torch.empty((), dtype=torch.int64).random_()` draws it. */
export const drawSeed = (generator: Random): bigint => BigInt.asUintN(63, generator.random64());

/** Some numbers in random order. */
export class SubsetRandomSampler implements Sampler {
  readonly #indices: readonly number[];
  readonly #generator: Random;

  constructor(indices: readonly number[], { generator = defaultGenerator }: { readonly generator?: Random } = {}) {
    this.#indices = indices;
    this.#generator = generator;
  }

  get length(): number {
    return this.#indices.length;
  }

  *[Symbol.iterator](): Generator<number> {
    for (const i of randperm(this.#generator, this.#indices.length)) yield this.#indices[i]!;
  }
}

/**
 * Numbers drawn with these weights.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.WeightedRandomSampler
 */
export class WeightedRandomSampler implements Sampler {
  readonly length: number;
  readonly #weights: readonly number[];
  readonly #replacement: boolean;
  readonly #generator: Random;

  constructor(
    weights: readonly number[],
    numSamples: number,
    {
      replacement = true,
      generator = defaultGenerator,
    }: { readonly replacement?: boolean; readonly generator?: Random } = {},
  ) {
    checkCount("WeightedRandomSampler", numSamples);
    this.length = numSamples;
    this.#weights = weights;
    this.#replacement = replacement;
    this.#generator = generator;
  }

  *[Symbol.iterator](): Generator<number> {
    const options = { numSamples: this.length, replacement: this.#replacement };
    yield* multinomial(this.#generator, Float64Array.from(this.#weights), this.#weights.length, options);
  }
}

/** The numbers of a sampler in lists of `batchSize`; `dropLast` leaves out a last one that is shorter. */
export class BatchSampler {
  readonly #sampler: Sampler;
  readonly #batchSize: number;
  readonly #dropLast: boolean;

  constructor(sampler: Sampler, batchSize: number, dropLast: boolean) {
    if (!Number.isInteger(batchSize) || batchSize <= 0) {
      throw new RangeError(`batch_size should be a positive integer value, but got batch_size=${batchSize}`);
    }
    this.#sampler = sampler;
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
