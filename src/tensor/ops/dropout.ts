/** Dropout: a random mask of zeros and of 1 / (1 - p). */
import { sameShape, warn } from "../../shape/index.ts";
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

/** Zeroes whole channels of [B, C, H, W] with probability `p`; [B, C, L] is read as a batch, too, with torch's warning. */
export function dropout2d(input: Tensor, p = 0.5, training = true, inplace = false): Tensor {
  const dims = input.sizes.length;
  if (dims === 3)
    warn(
      "dropout2d: Received a 3D input to dropout2d and assuming that channel-wise 1D dropout behavior is desired - input is " +
        "interpreted as shape (N, C, L), where C is the channel dim. To maintain the channel-wise dropout behavior, please " +
        "switch to using dropout1d instead.",
    );
  else if (dims !== 4) warnOfDims("dropout2d", dims, "3D or 4D");
  return masked(input, channelsOf(input), p, training, inplace);
}

/** Zeroes whole channels of [B, C, L] or [C, L] with probability `p`. */
export function dropout1d(input: Tensor, p = 0.5, training = true, inplace = false): Tensor {
  const dims = input.sizes.length;
  if (dims !== 2 && dims !== 3)
    throw new RangeError(
      `dropout1d: Expected 2D or 3D input, but received a ${dims}D input. Note that dropout1d exists to provide channel-wise dropout on inputs with 1 spatial dimension, a channel dimension, and an optional batch dimension (i.e. 2D or 3D inputs).`,
    );
  return masked(input, dims === 2 ? [input.sizes[0]!, 1] : channelsOf(input), p, training, inplace);
}

/** Zeroes whole channels of [B, C, D, H, W] or [C, D, H, W] with probability `p`. */
export function dropout3d(input: Tensor, p = 0.5, training = true, inplace = false): Tensor {
  const dims = input.sizes.length;
  if (dims !== 4 && dims !== 5) warnOfDims("dropout3d", dims, "4D or 5D");
  return masked(input, dims === 4 ? [input.sizes[0]!, 1, 1, 1] : channelsOf(input), p, training, inplace);
}

function warnOfDims(name: string, dims: number, wanted: string): void {
  warn(
    `${name}: Received a ${dims}-D input to ${name}, which is deprecated and will result in an error in a future release: give it ${wanted}.`,
  );
}

/** The sizes of a mask that has one element for each channel of each example. */
function channelsOf({ sizes }: Tensor): readonly number[] {
  if (sizes.length < 2) throw new RangeError("Feature dropout requires at least 2 dimensions in the input");
  return [...sizes.slice(0, 2), ...sizes.slice(2).map(() => 1)];
}

// Zeroed elements of the self-normalising dropout get the value that SELU tends to for large negative inputs.
const ALPHA = 1.7580993408473766;

/** Dropout that keeps mean and variance of what SELU makes: zeroed elements get SELU's lowest value. */
export function alphaDropout(input: Tensor, p = 0.5, training = false, inplace = false): Tensor {
  return alphaMasked(input, input.sizes, p, training, inplace);
}

/** The same for whole channels. */
export function featureAlphaDropout(input: Tensor, p = 0.5, training = false, inplace = false): Tensor {
  return alphaMasked(input, channelsOf(input), p, training, inplace);
}

function alphaMasked(
  input: Tensor,
  maskSizes: readonly number[],
  p: number,
  training: boolean,
  inplace: boolean,
): Tensor {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`dropout probability has to be between 0 and 1, but got ${p}`);
  if (p === 0 || !training || input.numel() === 0) return input;
  return tidy(() => alphaDropped(input, maskSizes, p, inplace));
}

function alphaDropped(input: Tensor, maskSizes: readonly number[], p: number, inplace: boolean): Tensor {
  const scale = p === 1 ? 0 : 1 / Math.sqrt((ALPHA * ALPHA * p + 1) * (1 - p));
  const blank = input.detach().newZeros([...maskSizes]);
  const noise = p === 1 ? blank : noGrad(() => blank.bernoulli_(1 - p));
  const [factor, shift] = noGrad(() => [
    noise.mul(scale),
    p === 1
      ? noise
      : noise
          .sub(1)
          .mul_(ALPHA * scale)
          .add_(ALPHA * scale * p),
  ]) as [Tensor, Tensor];
  return inplace
    ? input.mul_(factor.expand(...input.sizes)).add_(shift.expand(...input.sizes))
    : input.mul(factor).add(shift);
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
