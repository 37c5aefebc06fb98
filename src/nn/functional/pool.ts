/** Pooling as functions, over images [B, C, H, W] or [C, H, W] and sequences [B, C, L] or [C, L]. */
import { optional, required, signature, type Named, type Mixed, type Given } from "../../shape/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as is from "../../tensor/kinds.ts";
import * as ops from "../../tensor/ops/pool.ts";
import type * as Calls from "./calls.ts";

type Size = number | readonly number[];
type MaxPool = Omit<ops.MaxPoolOptions, "kernelSize"> & { returnIndices?: boolean };

const input = required(is.tensor);
const flag = (value: boolean) => optional(is.bool, value);

/** The window arguments of a pool over `n` dimensions; the layers use them too. */
const windows = (n: number) => ({
  kernelSize: required(is.sizesAsWritten(n)),
  stride: optional(is.orNull(is.sizesAsWritten(n)), null),
  padding: optional(is.sizesAsWritten(n), 0),
});
export const maxSettings = (n: number) => ({
  ...windows(n),
  dilation: optional(is.sizesAsWritten(n), 1),
});
export const avgSettings = (n: number) => ({ ...windows(n), ceilMode: flag(false), countIncludePad: flag(true) });
export const divisorSettings = { divisorOverride: optional(is.orNull(is.int), null) };

// Functions and layers take the last two in a different order.
const maxArguments = (n: number) => ({ input, ...maxSettings(n), ceilMode: flag(false), returnIndices: flag(false) });
const maxPool1dSignature = signature("F.maxPool1d", maxArguments(1));
const maxPool2dSignature = signature("F.maxPool2d", maxArguments(2));
export const avgPool1dSignature = signature("F.avgPool1d", { input, ...avgSettings(1) });
export const avgPool2dSignature = signature("F.avgPool2d", { input, ...avgSettings(2), ...divisorSettings });

/**
 * The largest value of each window; with `returnIndices` also its position in its plane.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.max_pool2d.html.
 */
export function maxPool2d(
  input: Tensor,
  kernelSize: Size,
  options: MaxPool & { returnIndices: true },
): [Tensor, Tensor];
export function maxPool2d(
  input: Given<typeof maxPool2dSignature.arguments, "input">,
  ...more: Mixed<
    typeof maxPool2dSignature.arguments,
    "input",
    "kernelSize stride padding dilation ceilMode returnIndices"
  >
): Tensor;
export function maxPool2d(input: Tensor, kernelSize: Size, options?: Omit<MaxPool, "returnIndices">): Tensor;
export function maxPool2d(input: Tensor, options: Omit<MaxPool, "returnIndices"> & { kernelSize: Size }): Tensor;
export function maxPool2d(
  input: Tensor,
  kernelSize: Size,
  stride: Size | null,
  padding?: Size,
  dilation?: Size,
  ceilMode?: boolean,
  returnIndices?: false,
): Tensor;
export function maxPool2d(
  options: Omit<Named<typeof maxPool2dSignature.arguments>, "returnIndices"> & { returnIndices: true },
): [Tensor, Tensor];
export function maxPool2d(
  input: Tensor,
  kernelSize: Size,
  stride: Size | null,
  options: Omit<Omit<MaxPool, "returnIndices">, "stride">,
): Tensor;
export function maxPool2d(options: Named<typeof maxPool2dSignature.arguments>): Tensor;
export function maxPool2d(...given: unknown[]): Tensor | [Tensor, Tensor] {
  const { input, returnIndices, ...options } = maxPool2dSignature.read(given);
  return returnIndices ? ops.maxPool2dWithIndices(input, options) : ops.maxPool2d(input, options);
}

/** The mean of each window. */
export function avgPool2d(...given: Calls.AvgPool2d): Tensor;
export function avgPool2d(...given: unknown[]): Tensor {
  const { input, ...options } = avgPool2dSignature.read(given);
  return ops.avgPool2d(input, options);
}

type MaxPool1d = { stride?: Size | null; padding?: Size; dilation?: Size; ceilMode?: boolean };

/** The largest value of each window of sequences [B, C, L]. */
export function maxPool1d(
  input: Tensor,
  kernelSize: Size,
  options: MaxPool1d & { returnIndices: true },
): [Tensor, Tensor];
export function maxPool1d(
  input: Given<typeof maxPool1dSignature.arguments, "input">,
  ...more: Mixed<
    typeof maxPool1dSignature.arguments,
    "input",
    "kernelSize stride padding dilation ceilMode returnIndices"
  >
): Tensor;
export function maxPool1d(input: Tensor, kernelSize: Size, options?: MaxPool1d): Tensor;
export function maxPool1d(
  input: Tensor,
  kernelSize: Size,
  stride: Size | null,
  padding?: Size,
  dilation?: Size,
  ceilMode?: boolean,
): Tensor;
export function maxPool1d(
  input: Tensor,
  kernelSize: Size,
  stride: Size | null,
  options: Omit<MaxPool1d, "stride">,
): Tensor;
export function maxPool1d(options: Named<typeof maxPool1dSignature.arguments>): Tensor;
export function maxPool1d(...given: unknown[]): Tensor | [Tensor, Tensor] {
  const { input, returnIndices, ...options } = maxPool1dSignature.read(given);
  return returnIndices ? ops.maxPool1dWithIndices(input, options) : ops.maxPool1d(input, options);
}

/** The mean of each window of sequences [B, C, L]. */
export function avgPool1d(...given: Calls.AvgPool1d): Tensor;
export function avgPool1d(...given: unknown[]): Tensor {
  const { input, ...options } = avgPool1dSignature.read(given);
  return ops.avgPool1d(input, options);
}

/** The output size of an adaptive pool: null keeps the input's size. */
const outputSize: is.Kind<ops.OutputSize> = is.kind(
  "int, null or array of 2 of them",
  (value): value is ops.OutputSize => {
    const fits = (size: unknown): boolean => size === null || Number.isInteger(size);
    return Array.isArray(value) ? value.length === 2 && value.every(fits) : fits(value);
  },
);
export const adaptiveSettings1d = { outputSize: required(is.sizesAsWritten(1)) };
export const adaptiveSettings2d = { outputSize: required(outputSize) };
export const adaptiveAvgPool1dSignature = signature("F.adaptiveAvgPool1d", { input, ...adaptiveSettings1d });
export const adaptiveAvgPool2dSignature = signature("F.adaptiveAvgPool2d", { input, ...adaptiveSettings2d });
const adaptiveMaxPool2dSignature = signature("F.adaptiveMaxPool2d", {
  input,
  ...adaptiveSettings2d,
  returnIndices: flag(false),
});

/** Means over windows of sequences [B, C, L], chosen so that the output has `outputSize`. */
export function adaptiveAvgPool1d(...given: Calls.AdaptiveAvgPool1d): Tensor;
export function adaptiveAvgPool1d(...given: unknown[]): Tensor {
  const { input, outputSize: size } = adaptiveAvgPool1dSignature.read(given);
  return ops.adaptiveAvgPool1d(input, typeof size === "number" ? size : size[0]!);
}

/** Means over windows, chosen so that the output has `outputSize`. */
export function adaptiveAvgPool2d(...given: Calls.AdaptiveAvgPool2d): Tensor;
export function adaptiveAvgPool2d(...given: unknown[]): Tensor {
  const { input, outputSize: size } = adaptiveAvgPool2dSignature.read(given);
  return ops.adaptiveAvgPool2d(input, size);
}

/** Maxima over windows, chosen so that the output has `outputSize`; with `returnIndices` their positions too. */
export function adaptiveMaxPool2d(
  input: Tensor,
  outputSize: ops.OutputSize,
  options: { returnIndices: true },
): [Tensor, Tensor];
export function adaptiveMaxPool2d(
  input: Given<typeof adaptiveMaxPool2dSignature.arguments, "input">,
  ...more: Mixed<typeof adaptiveMaxPool2dSignature.arguments, "input", "outputSize returnIndices">
): Tensor;
export function adaptiveMaxPool2d(input: Tensor, outputSize: ops.OutputSize, returnIndices?: false): Tensor;
export function adaptiveMaxPool2d(input: Tensor, outputSize: ops.OutputSize, returnIndices: true): [Tensor, Tensor];
export function adaptiveMaxPool2d(input: Tensor, options: { outputSize: ops.OutputSize }): Tensor;
export function adaptiveMaxPool2d(options: Named<typeof adaptiveMaxPool2dSignature.arguments>): Tensor;
export function adaptiveMaxPool2d(...given: unknown[]): Tensor | [Tensor, Tensor] {
  const { input, outputSize: size, returnIndices } = adaptiveMaxPool2dSignature.read(given);
  const [values, indices] = ops.adaptiveMaxPool2dWithIndices(input, size);
  return returnIndices ? [values, indices] : values;
}
