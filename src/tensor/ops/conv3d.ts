/**
 * Convolutions over volumes, and transposed convolutions over sequences and volumes. B batch, C input and O output
 * channels, G groups.
 *
 * Convolving a volume is a sum of image convolutions, one for each layer of the kernel: the depth goes into the batch.
 */
import { formatShape } from "../../shape/index.ts";
import { composite } from "../autograd/composite.ts";
import { zeros } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { conv2d, convTranspose2d, type ConvOptions, type ConvSize, type ConvTransposeOptions } from "./conv.ts";
import { cat } from "./join.ts";
import { checkTensor } from "./operands.ts";
import { pad } from "./pad.ts";

function three(value: ConvSize, name: string): [number, number, number] {
  if (typeof value === "number") return [value, value, value];
  if (value.length === 3) return [value[0]!, value[1]!, value[2]!];
  if (value.length === 1) return [value[0]!, value[0]!, value[0]!];
  throw new RangeError(
    `expected ${name} to be a single integer value or a list of 3 values to match the convolution dimensions, ` +
      `but got ${name}=${formatShape(value)}`,
  );
}

type Sized = {
  readonly stride: [number, number, number];
  readonly padding: [number, number, number];
  readonly dilation: [number, number, number];
  readonly groups: number;
};

function checkVolume(name: string, input: Tensor): void {
  if (input.dim() === 5) return;
  throw new RangeError(
    `Expected 4D (unbatched) or 5D (batched) input to ${name}, but got input of size: ${formatShape(input.sizes)}`,
  );
}

const volumes = composite<Sized>("ConvolutionBackward0", ([x, w, bias], { stride, padding, dilation, groups }) => {
  const [B, C, D] = x!.sizes as [number, number, number];
  const depth = w!.sizes[2]!;
  const count = Math.floor((D + 2 * padding[0] - dilation[0] * (depth - 1) - 1) / stride[0]) + 1;
  const padded = padding[0] === 0 ? x! : pad(x!, [0, 0, 0, 0, padding[0], padding[0]]);
  let sum: Tensor | undefined;
  for (let k = 0; k < depth; k++) {
    const first = k * dilation[0];
    const layers = padded.at(":", ":", `${first}:${first + (count - 1) * stride[0] + 1}:${stride[0]}`);
    const images = layers.transpose(1, 2).reshape([B * count, C, ...x!.sizes.slice(3)]);
    const options = { stride: stride.slice(1), padding: padding.slice(1), dilation: dilation.slice(1), groups };
    const y = conv2d(images, w!.at(":", ":", k), k === 0 ? (bias ?? null) : null, options);
    sum = sum === undefined ? y : sum.add(y);
  }
  const [, O, H, W] = sum!.sizes as [number, number, number, number];
  return sum!.view([B, count, O, H, W]).transpose(1, 2).contiguous();
});

/**
 * Convolves volumes [B, C, D, H, W] with a weight [O, C / G, K, K, K].
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.conv3d.html.
 *
 * @throws RangeError or TypeError in torch's words for shapes, settings or dtypes that do not fit.
 */
export function conv3d(input: Tensor, weight: Tensor, bias: Tensor | null = null, options: ConvOptions = {}): Tensor {
  checkTensor("conv3d", input);
  if (input.dim() === 4) return conv3d(input.unsqueeze(0), weight, bias, options).squeeze(0);
  checkVolume("conv3d", input);
  const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
  const [steps, gaps] = [three(stride, "stride"), three(dilation, "dilation")];
  if (typeof padding === "string") {
    if (padding !== "same" && padding !== "valid") throw new RangeError(`Invalid padding string: '${String(padding)}'`);
    if (padding === "valid") return conv3d(input, weight, bias, { ...options, padding: 0 });
    if (steps.some((n) => n !== 1)) throw new RangeError("padding='same' is not supported for strided convolutions");
    const totals = gaps.map((gap, d) => gap * (weight.sizes[d + 2]! - 1));
    const extra = totals.map((total) => total % 2);
    const sides = extra.toReversed().flatMap((n) => [0, n]);
    const whole = extra.some((n) => n > 0) ? pad(input, sides) : input;
    return conv3d(whole, weight, bias, { ...options, padding: totals.map((total) => Math.floor(total / 2)) });
  }
  const pads = three(padding, "padding");
  checkWeights(input, weight, bias, groups);
  const reach = weight.sizes.slice(2).map((k, d) => gaps[d]! * (k - 1) + 1);
  const padded = input.sizes.slice(2).map((n, d) => n + 2 * pads[d]!);
  if (padded.some((n, d) => n < reach[d]!))
    throw new RangeError(
      `Calculated padded input size per channel: (${padded.join(" x ")}). ` +
        `Kernel size: (${reach.join(" x ")}). Kernel size can't be greater than actual input size`,
    );
  return volumes([input, weight, bias], { stride: steps, padding: pads, dilation: gaps, groups });
}

function checkWeights(input: Tensor, weight: Tensor, bias: Tensor | null, groups: number): void {
  const size = formatShape(weight.sizes);
  if (weight.dim() !== 5)
    throw new RangeError(
      `Expected ${weight.dim()}-dimensional input for ${weight.dim()}-dimensional weight ${size}, ` +
        `but got ${input.dim()}-dimensional input of size ${formatShape(input.sizes)} instead`,
    );
  if (input.sizes[1] !== weight.sizes[1]! * groups)
    throw new RangeError(
      `Given groups=${groups}, weight of size ${size}, expected input${formatShape(input.sizes)} ` +
        `to have ${weight.sizes[1]! * groups} channels, but got ${input.sizes[1]} channels instead`,
    );
  if (bias !== null && (bias.dim() !== 1 || bias.sizes[0] !== weight.sizes[0]))
    throw new RangeError(
      `Given weight of size ${size}, expected bias to be 1-dimensional with ${weight.sizes[0]} elements, ` +
        `but got bias of size ${formatShape(bias.sizes)} instead`,
    );
}

const one = (value: ConvSize): number => (typeof value === "number" ? value : value[0]!);

type Sequences = { readonly options: ConvTransposeOptions };
const sequences = composite<Sequences>("ConvolutionBackward0", ([x, w, bias], { options }) => {
  const { stride = 1, padding = 0, outputPadding = 0, groups = 1, dilation = 1 } = options;
  return convTranspose2d(x!.unsqueeze(2), w!.unsqueeze(2), bias ?? null, {
    stride: [1, one(stride)],
    padding: [0, one(padding)],
    outputPadding: [0, one(outputPadding)],
    dilation: [1, one(dilation)],
    groups,
  }).squeeze(2);
});

/**
 * The gradient of `conv1d` with respect to its input, as an operation. The weight is [C, O / G, K].
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.conv_transpose1d.html.
 */
export function convTranspose1d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvTransposeOptions = {},
): Tensor {
  checkTensor("conv_transpose1d", input);
  if (input.dim() === 2) return convTranspose1d(input.unsqueeze(0), weight, bias, options).squeeze(0);
  if (input.dim() !== 3)
    throw new RangeError(
      `Expected 2D (unbatched) or 3D (batched) input to conv_transpose1d, but got input of size: ${formatShape(input.sizes)}`,
    );
  return sequences([input, weight, bias], { options });
}

type Transposed = Sized & { readonly outputPadding: [number, number, number] };
const transposedVolumes = composite<Transposed>(
  "ConvolutionBackward0",
  ([x, w, bias], { stride, padding, dilation, groups, outputPadding }) => {
    const [B, C, D] = x!.sizes as [number, number, number];
    const depth = w!.sizes[2]!;
    const images = x!.transpose(1, 2).reshape([B * D, C, ...x!.sizes.slice(3)]);
    const full = (D - 1) * stride[0] + dilation[0] * (depth - 1) + 1;
    let sum: Tensor | undefined;
    for (let k = 0; k < depth; k++) {
      const options = {
        stride: stride.slice(1),
        padding: padding.slice(1),
        dilation: dilation.slice(1),
        outputPadding: outputPadding.slice(1),
        groups,
      };
      const y = convTranspose2d(images, w!.at(":", ":", k), null, options);
      const [, O, H, W] = y.sizes as [number, number, number, number];
      const layers = spacedOut(y.view([B, D, O, H, W]), stride[0]);
      const before = k * dilation[0];
      const placed = pad(layers, [0, 0, 0, 0, 0, 0, before, full - before - layers.sizes[1]!]);
      sum = sum === undefined ? placed : sum.add(placed);
    }
    const cut = pad(sum!, [0, 0, 0, 0, 0, 0, -padding[0], outputPadding[0] - padding[0]]).transpose(1, 2);
    return bias ? cut.add(bias.view([1, -1, 1, 1, 1])) : cut.contiguous();
  },
);

/** The layers of [B, D, ...] with `step - 1` layers of zeros between them. */
function spacedOut(layers: Tensor, step: number): Tensor {
  if (step === 1) return layers;
  const [B, D, ...rest] = layers.sizes as [number, number, ...number[]];
  const gaps = zeros([B, D, step - 1, ...rest], { dtype: layers.dtype });
  return cat([layers.unsqueeze(2), gaps], 2)
    .reshape([B, D * step, ...rest])
    .narrow(1, 0, (D - 1) * step + 1);
}

/**
 * The gradient of `conv3d` with respect to its input, as an operation. The weight is [C, O / G, K, K, K].
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.conv_transpose3d.html.
 */
export function convTranspose3d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvTransposeOptions = {},
): Tensor {
  checkTensor("conv_transpose3d", input);
  if (input.dim() === 4) return convTranspose3d(input.unsqueeze(0), weight, bias, options).squeeze(0);
  checkVolume("conv_transpose3d", input);
  const { stride = 1, padding = 0, outputPadding = 0, groups = 1, dilation = 1 } = options;
  checkOutputPadding(three(outputPadding, "output_padding"), three(stride, "stride"), three(dilation, "dilation"));
  return transposedVolumes([input, weight, bias], {
    stride: three(stride, "stride"),
    padding: three(padding, "padding"),
    dilation: three(dilation, "dilation"),
    outputPadding: three(outputPadding, "output_padding"),
    groups,
  });
}

function checkOutputPadding(output: readonly number[], stride: readonly number[], dilation: readonly number[]): void {
  if (output.every((n, d) => n < stride[d]! || n < dilation[d]!)) return;
  const all = (name: string, sizes: readonly number[]): string =>
    ["depth", "height", "width"].map((side, d) => `${name}_${side}: ${sizes[d]}`).join(" ");
  throw new RangeError(
    "output padding must be smaller than either stride or dilation, but got " +
      `${all("output_padding", output)} ${all("stride", stride)} ${all("dilation", dilation)}`,
  );
}
