import type { Generator } from "./generator.ts";
import { mapPairs, type Numbers } from "./words.ts";

const checkProbability = (p: number): void => {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`bernoulli_ expects p to be in [0, 1], but got p=${p}`);
};

/**
 * Fills `out` with ones where a float64 uniform is below `p`, zeros elsewhere: two words each.
 *
 * This is PyTorch's path on processors not made by Intel. On Intel processors its official builds use one word to seed
 * another generator from a closed library, so PyTorch itself gives different results on different machines here.
 * @throws RangeError if p is outside [0, 1].
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.bernoulli_.html
 */
export function bernoulli<T extends Numbers>(generator: Generator, out: T, p = 0.5): T {
  checkProbability(p);
  const threshold = p * 2 ** 53;
  mapPairs(generator, out, (uniform) => (uniform < threshold ? 1 : 0));
  return out;
}

/**
 * Fills `out` with ones where a uniform is below the probability at that position: one word each for float32
 * probabilities, two for float64.
 * @throws RangeError when a probability is outside [0, 1].
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.bernoulli.html
 */
export function bernoulliEach<T extends Numbers>(
  generator: Generator,
  out: T,
  probabilities: Float32Array | Float64Array,
): T {
  if (probabilities.length !== out.length) {
    throw new RangeError(`bernoulli: expected ${out.length} probabilities, got ${probabilities.length}`);
  }
  const isFloat32 = probabilities instanceof Float32Array;
  for (let i = 0; i < out.length; i++) {
    const p = probabilities[i]!;
    checkProbability(p);
    const isOne = (isFloat32 ? generator.uniform24() : generator.uniform53()) < p;
    if (out instanceof BigInt64Array) out[i] = isOne ? 1n : 0n;
    else out[i] = isOne ? 1 : 0;
  }
  return out;
}
