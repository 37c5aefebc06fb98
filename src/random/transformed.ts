/**
 * Distributions that transform one float64 uniform (two words) or normal per element, then round to the dtype of `out`.
 * The logarithms and tangents are the host's, so that a float64 may differ from PyTorch's in the last bit.
 */
import { fmaFloat64 } from "./fma.ts";
import { nextNormal } from "./normal.ts";
import type { Generator } from "./generator.ts";
import type { Numbers } from "./words.ts";

const store = (out: Numbers, i: number, value: number): void => {
  if (out instanceof BigInt64Array) out[i] = BigInt(value);
  else out[i] = value;
};

/**
 * Fills `out` from the exponential distribution with rate `lambda`.
 *
 * As with `bernoulli`, PyTorch's official builds take another, closed generator on Intel processors.
 * @throws RangeError when lambda is not positive.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.exponential_.html
 */
export function exponential<T extends Float32Array | Float64Array>(generator: Generator, out: T, lambda = 1): T {
  if (!(lambda > 0)) throw new RangeError(`exponential_ expects lambda > 0.0, but found lambda=${lambda}`);
  for (let i = 0; i < out.length; i++) out[i] = (-1 / lambda) * Math.log1p(-generator.uniform53());
  return out;
}

/**
 * Fills `out` with exponentials of normal numbers.
 * @throws RangeError when std is not positive.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.log_normal_.html
 */
export function logNormal<T extends Float32Array | Float64Array>(generator: Generator, out: T, mean = 1, std = 2): T {
  if (!(std > 0)) throw new RangeError(`log_normal_ expects std > 0.0, but found std=${std}`);
  for (let i = 0; i < out.length; i++) out[i] = Math.exp(fmaFloat64(nextNormal(generator), std, mean));
  return out;
}

/**
 * Fills `out` from the Cauchy distribution.
 * @throws RangeError when sigma is not positive.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.cauchy_.html
 */
export function cauchy<T extends Float32Array | Float64Array>(generator: Generator, out: T, median = 0, sigma = 1): T {
  if (!(sigma > 0)) throw new RangeError(`cauchy_ expects sigma > 0.0, but found sigma=${sigma}`);
  for (let i = 0; i < out.length; i++) out[i] = median + sigma * Math.tan(Math.PI * (generator.uniform53() - 0.5));
  return out;
}

/**
 * Fills `out` with the number of trials up to the first success.
 * @throws RangeError when p is outside (0, 1).
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.geometric_.html
 */
export function geometric<T extends Numbers>(generator: Generator, out: T, p: number): T {
  if (!(p > 0 && p < 1)) throw new RangeError(`geometric_ expects p to be in (0, 1), but got p=${p}`);
  for (let i = 0; i < out.length; i++) store(out, i, Math.ceil(Math.log(generator.uniform53()) / Math.log1p(-p)));
  return out;
}
