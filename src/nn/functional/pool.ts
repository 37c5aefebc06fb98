/** Pools as functions, over images [B, C, H, W] or [C, H, W]. */
import { resolveArguments } from "../../shape/arguments.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as ops from "../../tensor/ops/pool.ts";

type Size = number | readonly number[];
type MaxPool = Omit<ops.MaxPoolOptions, "kernelSize"> & { returnIndices?: boolean };
type AvgPool = Omit<ops.AvgPoolOptions, "kernelSize">;

const maxOrder = ["input", "kernelSize", "stride", "padding", "dilation", "ceilMode", "returnIndices"] as const;
const avgOrder = [
  "input",
  "kernelSize",
  "stride",
  "padding",
  "ceilMode",
  "countIncludePad",
  "divisorOverride",
] as const;

/**
 * The largest value of each window; with `returnIndices` also its position in its plane.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.max_pool2d.html.
 */
export function maxPool2d(
  input: Tensor,
  kernelSize: Size,
  options: MaxPool & { returnIndices: true },
): [Tensor, Tensor];
export function maxPool2d(input: Tensor, kernelSize: Size, options?: Omit<MaxPool, "returnIndices">): Tensor;
export function maxPool2d(input: Tensor, options: Omit<MaxPool, "returnIndices"> & { kernelSize: Size }): Tensor;
export function maxPool2d(
  input: Tensor,
  kernelSize: Size,
  stride: Size,
  padding?: Size,
  dilation?: Size,
  ceilMode?: boolean,
): Tensor;
export function maxPool2d(...given: unknown[]): Tensor | [Tensor, Tensor] {
  type Arguments = MaxPool & { input: Tensor; kernelSize: Size };
  const args = resolveArguments<Arguments>("maxPool2d", maxOrder, 2, given) as Arguments;
  const { input, returnIndices = false, ...options } = args;
  return returnIndices ? ops.maxPool2dWithIndices(input, options) : ops.maxPool2d(input, options);
}

/** The mean of each window. */
export function avgPool2d(input: Tensor, kernelSize: Size, options?: AvgPool): Tensor;
export function avgPool2d(input: Tensor, options: AvgPool & { kernelSize: Size }): Tensor;
export function avgPool2d(
  input: Tensor,
  kernelSize: Size,
  stride: Size,
  padding?: Size,
  ceilMode?: boolean,
  countIncludePad?: boolean,
): Tensor;
export function avgPool2d(...given: unknown[]): Tensor {
  type Arguments = AvgPool & { input: Tensor; kernelSize: Size };
  const { input, ...options } = resolveArguments<Arguments>("avgPool2d", avgOrder, 2, given) as Arguments;
  return ops.avgPool2d(input, options);
}

type MaxPool1d = { stride?: number; padding?: number; dilation?: number; ceilMode?: boolean };
type AvgPool1d = { stride?: number; padding?: number; ceilMode?: boolean; countIncludePad?: boolean };

/** The largest value of each window of sequences [B, C, L]. */
export function maxPool1d(input: Tensor, kernelSize: number, options?: MaxPool1d): Tensor;
export function maxPool1d(input: Tensor, kernelSize: number, stride: number, padding?: number): Tensor;
export function maxPool1d(...given: unknown[]): Tensor {
  type Arguments = MaxPool1d & { input: Tensor; kernelSize: number };
  const order = ["input", "kernelSize", "stride", "padding", "dilation", "ceilMode"] as const;
  const { input, ...options } = resolveArguments<Arguments>("maxPool1d", order, 2, given) as Arguments;
  return ops.maxPool1d(input, options);
}

/** The mean of each window of sequences [B, C, L]. */
export function avgPool1d(input: Tensor, kernelSize: number, options?: AvgPool1d): Tensor;
export function avgPool1d(input: Tensor, kernelSize: number, stride: number, padding?: number): Tensor;
export function avgPool1d(...given: unknown[]): Tensor {
  type Arguments = AvgPool1d & { input: Tensor; kernelSize: number };
  const order = ["input", "kernelSize", "stride", "padding", "ceilMode", "countIncludePad"] as const;
  const { input, ...options } = resolveArguments<Arguments>("avgPool1d", order, 2, given) as Arguments;
  return ops.avgPool1d(input, options);
}

export { adaptiveAvgPool1d, adaptiveAvgPool2d, adaptiveMaxPool2d } from "../../tensor/ops/pool.ts";
