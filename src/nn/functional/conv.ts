/** Convolutions and patches as functions. B batch, C channels, O output channels, G groups, H and W height and width, K kernel sizes. */
import { resolveArguments } from "../../shape/arguments.ts";
import { optional, required, signature, type Named } from "../../shape/index.ts";
import * as is from "../../tensor/kinds.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as ops from "../../tensor/ops/conv.ts";
import * as patches from "../../tensor/ops/unfold.ts";
import { linear as linearOp } from "../../tensor/ops/linear.ts";

type Size = number | readonly number[];
type Conv = { bias?: Tensor | null; stride?: Size; padding?: ops.ConvPadding; dilation?: Size; groups?: number };
type ConvTranspose = {
  bias?: Tensor | null;
  stride?: Size;
  padding?: Size;
  outputPadding?: Size;
  groups?: number;
  dilation?: Size;
};

const convOrder = ["input", "weight", "bias", "stride", "padding", "dilation", "groups"] as const;

/**
 * Convolves images [B, C, H, W] with a weight [O, C / G, K, K].
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.conv2d.html.
 *
 * @example
 * F.conv2d(torch.ones(1, 1, 3, 3), torch.ones(1, 1, 2, 2)).tolist(); // [[[[4, 4], [4, 4]]]]
 */
export function conv2d(input: Tensor, weight: Tensor, options?: Conv): Tensor;
export function conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: Omit<Conv, "bias">): Tensor;
export function conv2d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  stride: Size,
  padding?: ops.ConvPadding,
  dilation?: Size,
  groups?: number,
): Tensor;
export function conv2d(...given: unknown[]): Tensor {
  type Arguments = Conv & { input: Tensor; weight: Tensor };
  const { input, weight, bias, ...options } = resolveArguments<Arguments>("conv2d", convOrder, 2, given) as Arguments;
  return ops.conv2d(input, weight, bias ?? null, options);
}

/** Convolves sequences [B, C, L] with a weight [O, C / G, K]. */
export function conv1d(input: Tensor, weight: Tensor, options?: Conv): Tensor;
export function conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: Omit<Conv, "bias">): Tensor;
export function conv1d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  stride: Size,
  padding?: ops.ConvPadding,
  dilation?: Size,
  groups?: number,
): Tensor;
export function conv1d(...given: unknown[]): Tensor {
  type Arguments = Conv & { input: Tensor; weight: Tensor };
  const { input, weight, bias, ...options } = resolveArguments<Arguments>("conv1d", convOrder, 2, given) as Arguments;
  return ops.conv1d(input, weight, bias ?? null, options);
}

/** The gradient of `conv2d` as an operation; the weight is [C, O / G, K, K]. */
export function convTranspose2d(input: Tensor, weight: Tensor, options?: ConvTranspose): Tensor;
export function convTranspose2d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  options?: Omit<ConvTranspose, "bias">,
): Tensor;
export function convTranspose2d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  stride: Size,
  padding?: Size,
  outputPadding?: Size,
  groups?: number,
  dilation?: Size,
): Tensor;
export function convTranspose2d(...given: unknown[]): Tensor {
  type Arguments = ConvTranspose & { input: Tensor; weight: Tensor };
  const order = ["input", "weight", "bias", "stride", "padding", "outputPadding", "groups", "dilation"] as const;
  const args = resolveArguments<Arguments>("convTranspose2d", order, 2, given) as Arguments;
  const { input, weight, bias, ...options } = args;
  return ops.convTranspose2d(input, weight, bias ?? null, options);
}

type Unfold = { kernelSize: Size; dilation?: Size; padding?: Size; stride?: Size };

/** Every patch that a convolution looks at, as columns: [B, C, H, W] to [B, C * K * K, L]. */
export function unfold(input: Tensor, options: Unfold): Tensor;
export function unfold(input: Tensor, kernelSize: Size, options?: Omit<Unfold, "kernelSize">): Tensor;
export function unfold(input: Tensor, kernelSize: Size, dilation: Size, padding?: Size, stride?: Size): Tensor;
export function unfold(...given: unknown[]): Tensor {
  type Arguments = Unfold & { input: Tensor };
  const order = ["input", "kernelSize", "dilation", "padding", "stride"] as const;
  const { input, ...options } = resolveArguments<Arguments>("unfold", order, 2, given) as Arguments;
  return patches.unfold(input, options);
}

/** The sum of patches [B, C * K * K, L] at their places in an image of `outputSize`. */
export function fold(input: Tensor, outputSize: Size, options: Unfold): Tensor;
export function fold(input: Tensor, outputSize: Size, kernelSize: Size, options?: Omit<Unfold, "kernelSize">): Tensor;
export function fold(...given: unknown[]): Tensor {
  type Arguments = Unfold & { input: Tensor; outputSize: Size };
  const order = ["input", "outputSize", "kernelSize", "dilation", "padding", "stride"] as const;
  const { input, outputSize, ...options } = resolveArguments<Arguments>("fold", order, 3, given) as Arguments;
  return patches.fold(input, outputSize, options);
}

const linearSignature = signature("F.linear", {
  input: required(is.tensor),
  weight: required(is.tensor),
  bias: optional(is.orNull(is.tensor), null),
});

/** `input @ weight.T + bias`. */
export function linear(input: Tensor, weight: Tensor, bias?: Tensor | null): Tensor;
export function linear(input: Tensor, weight: Tensor, options: { bias?: Tensor | null }): Tensor;
export function linear(options: Named<typeof linearSignature.arguments>): Tensor;
export function linear(...given: unknown[]): Tensor {
  const { input, weight, bias } = linearSignature.read(given);
  return linearOp(input, weight, bias);
}
