/** Convolutions over volumes, and transposed convolutions over sequences and volumes, as functions. */
import { optional, required, signature } from "../../shape/index.ts";
import * as is from "../../tensor/kinds.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as convs from "../../tensor/ops/conv3d.ts";
import type * as Calls from "./calls.ts";

const input = required(is.tensor);

const convArguments = (dims: number) => ({
  input,
  weight: required(is.tensor),
  bias: optional(is.orNull(is.tensor), null),
  stride: optional(is.sizeOf(dims), Array<number>(dims).fill(1)),
  padding: optional(is.either(is.sizeOf(dims), is.oneOf("same", "valid")), Array<number>(dims).fill(0)),
  dilation: optional(is.sizeOf(dims), Array<number>(dims).fill(1)),
  groups: optional(is.int, 1),
});
const transposeArguments = (dims: number) => ({
  input,
  weight: required(is.tensor),
  bias: optional(is.orNull(is.tensor), null),
  stride: optional(is.sizeOf(dims), Array<number>(dims).fill(1)),
  padding: optional(is.sizeOf(dims), Array<number>(dims).fill(0)),
  outputPadding: optional(is.sizeOf(dims), Array<number>(dims).fill(0)),
  groups: optional(is.int, 1),
  dilation: optional(is.sizeOf(dims), Array<number>(dims).fill(1)),
});
export const conv3dSignature = signature("F.conv3d", convArguments(3));
export const transpose1dSignature = signature("F.convTranspose1d", transposeArguments(1));
export const transpose3dSignature = signature("F.convTranspose3d", transposeArguments(3));

/** Convolves volumes [B, C, D, H, W]. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.conv3d.html. */
export function conv3d(...given: Calls.Conv3d): Tensor;
export function conv3d(...given: unknown[]): Tensor {
  const { input, weight, bias, ...options } = conv3dSignature.read(given);
  return convs.conv3d(input, weight, bias, options);
}

/** The gradient of `conv1d` as an operation. */
export function convTranspose1d(...given: Calls.ConvTranspose1d): Tensor;
export function convTranspose1d(...given: unknown[]): Tensor {
  const { input, weight, bias, ...options } = transpose1dSignature.read(given);
  return convs.convTranspose1d(input, weight, bias, options);
}

/** The gradient of `conv3d` as an operation. */
export function convTranspose3d(...given: Calls.ConvTranspose3d): Tensor;
export function convTranspose3d(...given: unknown[]): Tensor {
  const { input, weight, bias, ...options } = transpose3dSignature.read(given);
  return convs.convTranspose3d(input, weight, bias, options);
}
