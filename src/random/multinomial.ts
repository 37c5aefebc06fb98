/** R = rows of probabilities, C = categories, S = samples per row. */
import { exponential } from "./transformed.ts";
import type { Generator } from "./generator.ts";

/** The options of `multinomial`, besides the probabilities. */
export interface MultinomialOptions {
  readonly numSamples: number;
  readonly replacement: boolean;
}

/**
 * Draws S category numbers for each row of `weights` [R, C], which need not sum to one; returns them as [R, S].
 *
 * ```ts
 * multinomial(new Generator().manualSeed(42), Float32Array.of(0.1, 0.2, 0.3, 0.4), 4, { numSamples: 3, replacement: false });
 * // [3, 1, 2]
 * ```
 * @throws RangeError for weights that are negative, not finite or all zero, and for more samples than categories.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.multinomial.html
 */
export function multinomial(
  generator: Generator,
  weights: Float32Array | Float64Array,
  categories: number,
  { numSamples, replacement }: MultinomialOptions,
): Int32Array {
  if (!(numSamples > 0)) throw new RangeError("cannot sample n_sample <= 0 samples");
  if (!replacement && numSamples > categories) {
    throw new RangeError("cannot sample n_sample > prob_dist.size(-1) samples without replacement");
  }
  const rows = weights.length / categories;
  const result = new Int32Array(rows * numSamples);
  const row = (r: number): Float32Array | Float64Array => weights.subarray(r * categories, (r + 1) * categories);
  const samples = (r: number): Int32Array => result.subarray(r * numSamples, (r + 1) * numSamples);
  // A single sample is the same with and without replacement, and PyTorch draws it without.
  if (replacement && numSamples > 1) {
    for (let r = 0; r < rows; r++) drawWithReplacement(generator, row(r), samples(r));
  } else {
    for (let r = 0; r < rows; r++) checkRow(row(r));
    // Weight over an exponential: the S largest are a sample without replacement (Efraimidis and Spirakis, 2006).
    const keys = exponential(generator, weights.slice());
    for (let i = 0; i < keys.length; i++) keys[i] = weights[i]! / keys[i]!;
    for (let r = 0; r < rows; r++) largest(keys.subarray(r * categories, (r + 1) * categories), samples(r));
  }
  return result;
}

function checkRow(row: Float32Array | Float64Array): void {
  if (!row.every((weight) => weight >= 0 && weight < Infinity)) {
    throw new RangeError("probability tensor contains either `inf`, `nan` or element < 0");
  }
  if (row.every((weight) => weight === 0)) {
    throw new RangeError("invalid multinomial distribution (sum of probabilities <= 0)");
  }
}

/** The positions of the largest values, the largest first. */
function largest(values: Float32Array | Float64Array, out: Int32Array): void {
  const order = Int32Array.from(values, (_, i) => i).sort((a, b) => values[b]! - values[a]! || a - b);
  out.set(order.subarray(0, out.length));
}

function drawWithReplacement(generator: Generator, row: Float32Array | Float64Array, out: Int32Array): void {
  const cumulative = row.slice(); // in the dtype of the weights, so that sums round as PyTorch's do
  let sum = 0;
  for (const [i, weight] of row.entries()) {
    if (!(weight >= 0)) throw new RangeError("invalid multinomial distribution (encountering probability entry < 0)");
    if (weight === Infinity) {
      throw new RangeError("invalid multinomial distribution (encountering probability entry = infinity or NaN)");
    }
    cumulative[i] = sum + weight;
    sum = cumulative[i]!;
  }
  if (!(sum > 0)) throw new RangeError("invalid multinomial distribution (sum of probabilities <= 0)");
  for (let i = 0; i < cumulative.length; i++) cumulative[i] = cumulative[i]! / sum;
  cumulative[cumulative.length - 1] = 1;
  for (let i = 0; i < out.length; i++) {
    const drawn = generator.uniform53();
    let [low, high] = [0, cumulative.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! < drawn) low = middle + 1;
      else high = middle;
    }
    out[i] = low;
  }
}
