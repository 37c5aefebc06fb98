/** Convolutions and patches as functions. B batch, C channels, O output channels, G groups, H and W height and width, K kernel sizes. */
import { optional, required, signature } from "../../shape/index.ts";
import * as is from "../../tensor/kinds.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as ops from "../../tensor/ops/conv.ts";
import * as patches from "../../tensor/ops/unfold.ts";
import { linear as linearOp } from "../../tensor/ops/linear.ts";
import type * as Calls from "./calls.ts";

const ends = { input: required(is.tensor), weight: required(is.tensor), bias: optional(is.orNull(is.tensor), null) };
const convArguments = (n: number) => ({
  ...ends,
  stride: optional(is.sizeOf(n), undefined),
  padding: optional(is.either(is.sizeOf(n), is.oneOf("valid", "same")), undefined),
  dilation: optional(is.sizeOf(n), undefined),
  groups: optional(is.int, 1),
});
export const conv1dSignature = signature("F.conv1d", convArguments(1));
export const conv2dSignature = signature("F.conv2d", convArguments(2));
export const convTranspose2dSignature = signature("F.convTranspose2d", {
  ...ends,
  stride: optional(is.sizeOf(2), undefined),
  padding: optional(is.sizeOf(2), undefined),
  outputPadding: optional(is.sizeOf(2), undefined),
  groups: optional(is.int, 1),
  dilation: optional(is.sizeOf(2), undefined),
});
const windowArguments = {
  kernelSize: required(is.sizeOf(2)),
  dilation: optional(is.sizeOf(2), [1, 1]),
  padding: optional(is.sizeOf(2), [0, 0]),
  stride: optional(is.sizeOf(2), [1, 1]),
};
export const unfoldSignature = signature("F.unfold", { input: required(is.tensor), ...windowArguments });
export const foldSignature = signature("F.fold", {
  input: required(is.tensor),
  outputSize: required(is.sizeOf(2)),
  ...windowArguments,
});

/**
 * Convolves images [B, C, H, W] with a weight [O, C / G, K, K].
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.conv2d.html.
 *
 * @example
 * F.conv2d(torch.ones(1, 1, 3, 3), torch.ones(1, 1, 2, 2)).tolist(); // [[[[4, 4], [4, 4]]]]
 */
export function conv2d(...given: Calls.Conv2d): Tensor;
export function conv2d(...given: unknown[]): Tensor {
  const { input, weight, bias, ...options } = conv2dSignature.read(given);
  return ops.conv2d(input, weight, bias, options);
}

/** Convolves sequences [B, C, L] with a weight [O, C / G, K]. */
export function conv1d(...given: Calls.Conv1d): Tensor;
export function conv1d(...given: unknown[]): Tensor {
  const { input, weight, bias, ...options } = conv1dSignature.read(given);
  return ops.conv1d(input, weight, bias, options);
}

/** The gradient of `conv2d` as an operation; the weight is [C, O / G, K, K]. */
export function convTranspose2d(...given: Calls.ConvTranspose2d): Tensor;
export function convTranspose2d(...given: unknown[]): Tensor {
  const { input, weight, bias, ...options } = convTranspose2dSignature.read(given);
  return ops.convTranspose2d(input, weight, bias, options);
}

/** Every patch that a convolution looks at, as columns: [B, C, H, W] to [B, C * K * K, L]. */
export function unfold(...given: Calls.Unfold): Tensor;
export function unfold(...given: unknown[]): Tensor {
  const { input, ...options } = unfoldSignature.read(given);
  return patches.unfold(input, options);
}

/** Adds patches [B, C * K * K, L] up at their places in an image of `outputSize`. */
export function fold(...given: Calls.Fold): Tensor;
export function fold(...given: unknown[]): Tensor {
  const { input, outputSize, ...options } = foldSignature.read(given);
  return patches.fold(input, outputSize, options);
}

export const linearSignature = signature("F.linear", {
  input: required(is.tensor),
  weight: required(is.tensor),
  bias: optional(is.orNull(is.tensor), null),
});

/** `input @ weight.T + bias`. */
export function linear(...given: Calls.Linear): Tensor;
export function linear(...given: unknown[]): Tensor {
  const { input, weight, bias } = linearSignature.read(given);
  return linearOp(input, weight, bias);
}
