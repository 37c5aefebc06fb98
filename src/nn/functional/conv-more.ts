/** Convolutions over volumes, and transposed convolutions over sequences and volumes, as functions. */
import { optional, required, signature, type Calls, type Named, type Given } from "../../shape/index.ts";
import * as is from "../../tensor/kinds.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as convs from "../../tensor/ops/conv3d.ts";

type Size = number | readonly number[];
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
const conv3dSignature = signature("F.conv3d", convArguments(3));
const transpose1dSignature = signature("F.convTranspose1d", transposeArguments(1));
const transpose3dSignature = signature("F.convTranspose3d", transposeArguments(3));
type Conv = {
  bias?: Tensor | null;
  stride?: Size;
  padding?: Size | "same" | "valid";
  dilation?: Size;
  groups?: number;
};
type Transpose = {
  bias?: Tensor | null;
  stride?: Size;
  padding?: Size;
  outputPadding?: Size;
  groups?: number;
  dilation?: Size;
};

/** Convolves volumes [B, C, D, H, W]. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.conv3d.html. */
export function conv3d(input: Tensor, weight: Tensor, options?: Conv): Tensor;
export function conv3d(
  input: Given<typeof conv3dSignature.arguments, "input">,
  ...more: Calls<typeof conv3dSignature.arguments, "input", "weight bias stride padding dilation groups">
): Tensor;
export function conv3d(options: Named<typeof conv3dSignature.arguments>): Tensor;
export function conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: Omit<Conv, "bias">): Tensor;
export function conv3d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  stride: Size,
  padding?: Size | "same" | "valid",
  dilation?: Size,
  groups?: number,
): Tensor;
export function conv3d(...given: unknown[]): Tensor {
  const { input, weight, bias, ...options } = conv3dSignature.read(given);
  return convs.conv3d(input, weight, bias, options);
}

/** The gradient of `conv1d` as an operation. */
export function convTranspose1d(input: Tensor, weight: Tensor, options?: Transpose): Tensor;
export function convTranspose1d(
  input: Given<typeof transpose1dSignature.arguments, "input">,
  ...more: Calls<
    typeof transpose1dSignature.arguments,
    "input",
    "weight bias stride padding outputPadding groups dilation"
  >
): Tensor;
export function convTranspose1d(options: Named<typeof transpose1dSignature.arguments>): Tensor;
export function convTranspose1d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  options?: Omit<Transpose, "bias">,
): Tensor;
export function convTranspose1d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  stride: Size,
  padding?: Size,
  outputPadding?: Size,
  groups?: number,
  dilation?: Size,
): Tensor;
export function convTranspose1d(...given: unknown[]): Tensor {
  const { input, weight, bias, ...options } = transpose1dSignature.read(given);
  return convs.convTranspose1d(input, weight, bias, options);
}

/** The gradient of `conv3d` as an operation. */
export function convTranspose3d(input: Tensor, weight: Tensor, options?: Transpose): Tensor;
export function convTranspose3d(
  input: Given<typeof transpose3dSignature.arguments, "input">,
  ...more: Calls<
    typeof transpose3dSignature.arguments,
    "input",
    "weight bias stride padding outputPadding groups dilation"
  >
): Tensor;
export function convTranspose3d(options: Named<typeof transpose3dSignature.arguments>): Tensor;
export function convTranspose3d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  options?: Omit<Transpose, "bias">,
): Tensor;
export function convTranspose3d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  stride: Size,
  padding?: Size,
  outputPadding?: Size,
  groups?: number,
  dilation?: Size,
): Tensor;
export function convTranspose3d(...given: unknown[]): Tensor {
  const { input, weight, bias, ...options } = transpose3dSignature.read(given);
  return convs.convTranspose3d(input, weight, bias, options);
}
