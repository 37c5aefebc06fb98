/** Pooling over volumes, adaptive max pooling over sequences, and the inverses of max pooling, as functions. */
import { optional, required, signature, type Named, type Mixed, type Given } from "../../shape/index.ts";
import * as is from "../../tensor/kinds.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as pools from "../../tensor/ops/pool3d.ts";
import type * as Calls from "./calls.ts";

type Size = number | readonly number[];
const input = required(is.tensor);

const size3 = is.sizesAsWritten(3);
const max3dSignature = signature("F.maxPool3d", {
  input,
  kernelSize: required(size3),
  stride: optional(is.orNull(size3), null),
  padding: optional(size3, 0),
  dilation: optional(size3, 1),
  ceilMode: optional(is.bool, false),
  returnIndices: optional(is.bool, false),
});
type Max3d = Omit<Named<typeof max3dSignature.arguments>, "input" | "kernelSize">;

/** The largest value of each window of volumes; with `returnIndices` also its position in its volume. */
export function maxPool3d(input: Tensor, kernelSize: Size, options: Max3d & { returnIndices: true }): [Tensor, Tensor];
export function maxPool3d(
  input: Given<typeof max3dSignature.arguments, "input">,
  ...more: Mixed<typeof max3dSignature.arguments, "input", "kernelSize stride padding dilation ceilMode returnIndices">
): Tensor;
export function maxPool3d(options: Named<typeof max3dSignature.arguments>): Tensor;
export function maxPool3d(input: Tensor, kernelSize: Size, options?: Omit<Max3d, "returnIndices">): Tensor;
export function maxPool3d(
  input: Tensor,
  kernelSize: Size,
  stride: Size | null,
  padding?: Size,
  dilation?: Size,
  ceilMode?: Given<typeof max3dSignature.arguments, "ceilMode">,
  returnIndices?: Given<typeof max3dSignature.arguments, "returnIndices">,
): Tensor;
export function maxPool3d(...given: unknown[]): Tensor | [Tensor, Tensor] {
  const { input, returnIndices, stride, ...options } = max3dSignature.read(given);
  const found = pools.maxPool3dWithIndices(input, { ...options, stride: stride ?? options.kernelSize });
  return returnIndices ? found : found[0];
}

export const avg3dSignature = signature("F.avgPool3d", {
  input,
  kernelSize: required(size3),
  stride: optional(is.orNull(size3), null),
  padding: optional(size3, 0),
  ceilMode: optional(is.bool, false),
  countIncludePad: optional(is.bool, true),
  divisorOverride: optional(is.orNull(is.int), null),
});

/** The mean of each window of volumes. */
export function avgPool3d(...given: Calls.AvgPool3d): Tensor;
export function avgPool3d(...given: unknown[]): Tensor {
  const { input, stride, divisorOverride, ...options } = avg3dSignature.read(given);
  const settings = { ...options, stride: stride ?? options.kernelSize };
  return pools.avgPool3d(input, divisorOverride === null ? settings : { ...settings, divisorOverride });
}

const outputSize = required(
  is.kind("int or array of ints and nulls", (value): value is pools.OutputSize3d => {
    const fits = (size: unknown): boolean => size === null || Number.isInteger(size);
    return Array.isArray(value) ? value.every(fits) : Number.isInteger(value);
  }),
);
export const adaptiveAvgSignature = signature("F.adaptiveAvgPool3d", { input, outputSize });
const adaptiveMaxArguments = { input, outputSize, returnIndices: optional(is.bool, false) };
const adaptiveMax1Signature = signature("F.adaptiveMaxPool1d", adaptiveMaxArguments);
const adaptiveMax3Signature = signature("F.adaptiveMaxPool3d", adaptiveMaxArguments);

/** Means over windows of volumes, chosen so that the output has `outputSize`. */
export function adaptiveAvgPool3d(...given: Calls.AdaptiveAvgPool3d): Tensor;
export function adaptiveAvgPool3d(...given: unknown[]): Tensor {
  const args = adaptiveAvgSignature.read(given);
  return pools.adaptiveAvgPool3d(args.input, args.outputSize);
}

/** Maxima over windows of sequences, chosen so that the output has `outputSize`. */
export function adaptiveMaxPool1d(input: Tensor, outputSize: number, returnIndices: true): [Tensor, Tensor];
export function adaptiveMaxPool1d(
  input: Given<typeof adaptiveMax1Signature.arguments, "input">,
  ...more: Mixed<typeof adaptiveMax1Signature.arguments, "input", "outputSize returnIndices">
): Tensor;
export function adaptiveMaxPool1d(options: Named<typeof adaptiveMax1Signature.arguments>): Tensor;
export function adaptiveMaxPool1d(
  input: Tensor,
  outputSize: number,
  options: { returnIndices: true },
): [Tensor, Tensor];
export function adaptiveMaxPool1d(input: Tensor, outputSize: number): Tensor;
export function adaptiveMaxPool1d(...given: unknown[]): Tensor | [Tensor, Tensor] {
  const args = adaptiveMax1Signature.read(given);
  const found = pools.adaptiveMaxWithIndices(1, args.input, args.outputSize);
  return args.returnIndices ? found : found[0];
}

/** Maxima over windows of volumes, chosen so that the output has `outputSize`. */
export function adaptiveMaxPool3d(input: Tensor, outputSize: pools.OutputSize3d, returnIndices: true): [Tensor, Tensor];
export function adaptiveMaxPool3d(
  input: Given<typeof adaptiveMax3Signature.arguments, "input">,
  ...more: Mixed<typeof adaptiveMax3Signature.arguments, "input", "outputSize returnIndices">
): Tensor;
export function adaptiveMaxPool3d(options: Named<typeof adaptiveMax3Signature.arguments>): Tensor;
export function adaptiveMaxPool3d(
  input: Tensor,
  outputSize: pools.OutputSize3d,
  options: { returnIndices: true },
): [Tensor, Tensor];
export function adaptiveMaxPool3d(input: Tensor, outputSize: pools.OutputSize3d): Tensor;
export function adaptiveMaxPool3d(...given: unknown[]): Tensor | [Tensor, Tensor] {
  const args = adaptiveMax3Signature.read(given);
  const found = pools.adaptiveMaxWithIndices(3, args.input, args.outputSize);
  return args.returnIndices ? found : found[0];
}

const unpoolArguments = (dims: number) => ({
  input,
  indices: required(is.tensor),
  kernelSize: required(is.sizeOf(dims)),
  stride: optional(is.orNull(is.sizeOf(dims)), null),
  padding: optional(is.sizeOf(dims), Array<number>(dims).fill(0)),
  outputSize: optional(is.orNull(is.ints), null),
});
export const unpool1Signature = signature("F.maxUnpool1d", unpoolArguments(1));
export const unpool2Signature = signature("F.maxUnpool2d", unpoolArguments(2));
export const unpool3Signature = signature("F.maxUnpool3d", unpoolArguments(3));

/** Puts maxima of sequences back at the positions that a pool returned; zeros elsewhere. */
export function maxUnpool1d(...given: Calls.MaxUnpool1d): Tensor;
export function maxUnpool1d(...given: unknown[]): Tensor {
  const { input, indices, ...options } = unpool1Signature.read(given);
  return pools.maxUnpool(1, input, indices, options);
}

/** Puts maxima of images back at the positions that a pool returned; zeros elsewhere. */
export function maxUnpool2d(...given: Calls.MaxUnpool2d): Tensor;
export function maxUnpool2d(...given: unknown[]): Tensor {
  const { input, indices, ...options } = unpool2Signature.read(given);
  return pools.maxUnpool(2, input, indices, options);
}

/** Puts maxima of volumes back at the positions that a pool returned; zeros elsewhere. */
export function maxUnpool3d(...given: Calls.MaxUnpool3d): Tensor;
export function maxUnpool3d(...given: unknown[]): Tensor {
  const { input, indices, ...options } = unpool3Signature.read(given);
  return pools.maxUnpool(3, input, indices, options);
}
