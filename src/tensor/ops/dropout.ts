/** Dropout: a random mask of zeros and of 1 / (1 - p). */
import { sameShape } from "../../shape/index.ts";
import { noGrad } from "../autograd/grad-mode.ts";
import { tidy } from "../autograd/scope.ts";
import type { Tensor } from "../tensor.ts";

/**
 * Zeroes each element with probability `p` and divides the rest by 1 - p.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.dropout.html.
 *
 * @throws RangeError for a probability out of range.
 */
export function dropout(input: Tensor, p = 0.5, training = true, inplace = false): Tensor {
  return masked(input, input.sizes, p, training, inplace);
}

/** Zeroes whole channels of [B, C, H, W] (or [C, H, W]) with probability `p`. */
export function dropout2d(input: Tensor, p = 0.5, training = true, inplace = false): Tensor {
  if (input.sizes.length === 3) {
    return masked(input, [input.sizes[0]!, 1, 1], p, training, inplace);
  }
  return masked(input, [...input.sizes.slice(0, 2), ...input.sizes.slice(2).map(() => 1)], p, training, inplace);
}

function masked(input: Tensor, maskSizes: readonly number[], p: number, training: boolean, inplace: boolean): Tensor {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`dropout probability has to be between 0 and 1, but got ${p}`);
  if (p === 0 || !training || input.numel() === 0) return input;
  return tidy(() => dropped(input, maskSizes, p, inplace));
}

function dropped(input: Tensor, maskSizes: readonly number[], p: number, inplace: boolean): Tensor {
  const mask = noGrad(() => {
    const blank = input.detach().newZeros([...maskSizes]);
    return p === 1 ? blank : blank.bernoulli_(1 - p).div_(1 - p);
  });
  if (!inplace) return input.mul(mask);
  return input.mul_(sameShape(maskSizes, input.sizes) ? mask : mask.expand(...input.sizes));
}
