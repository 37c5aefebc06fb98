/**
 * Convolutions. B batch, C input channels, O output channels, G groups, H and W height and width, K kernel sizes.
 * Input [B, C, H, W] or [C, H, W], weight [O, C / G, K, K], bias [O].
 */
import type { ConvGeometry } from "../../backend/index.ts";
import { formatShape, type DType } from "../../shape/index.ts";
import type { Tensor } from "../tensor.ts";
import { convolve, convolveInputGrad } from "./convolution.ts";
import { checkTensor } from "./operands.ts";
import { pad } from "./pad.ts";

/** One number for every direction, or one for each. */
export type ConvSize = number | readonly number[];
/** Zeros added on both sides; "same" keeps the size, "valid" adds none. */
export type ConvPadding = ConvSize | "same" | "valid";
export type ConvOptions = { stride?: ConvSize; padding?: ConvPadding; dilation?: ConvSize; groups?: number };
export type ConvTransposeOptions = {
  stride?: ConvSize;
  padding?: ConvSize;
  outputPadding?: ConvSize;
  groups?: number;
  dilation?: ConvSize;
};

type Settings = {
  readonly name: string;
  readonly dims: number;
  readonly stride: number[];
  readonly padding: number[];
  readonly dilation: number[];
  readonly groups: number;
};

/**
 * Convolves images [B, C, H, W].
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.conv2d.html.
 *
 * @throws RangeError or TypeError in torch's words for shapes, settings or dtypes that do not fit.
 */
export function conv2d(input: Tensor, weight: Tensor, bias: Tensor | null = null, options: ConvOptions = {}): Tensor {
  return convolution("conv2d", 2, input, weight, bias, options);
}

/** Convolves sequences [B, C, L]. */
export function conv1d(input: Tensor, weight: Tensor, bias: Tensor | null = null, options: ConvOptions = {}): Tensor {
  return convolution("conv1d", 1, input, weight, bias, options);
}

function convolution(
  name: string,
  dims: number,
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  options: ConvOptions,
): Tensor {
  checkTensor(name, input);
  if (input.sizes.length === dims + 1) {
    return convolution(name, dims, input.unsqueeze(0), weight, bias, options).squeeze(0);
  }
  checkDims(name, dims, input);
  const { padding = 0 } = options;
  if (padding === "same") return sameConvolution(name, dims, input, weight, bias, options);
  if (typeof padding === "string" && padding !== "valid")
    throw new RangeError(`Invalid padding string: '${String(padding)}'`);
  const settings = settingsOf(name, dims, { ...options, padding: padding === "valid" ? 0 : padding });
  checkTypes(input, weight, bias);
  checkShapes(settings, input, weight, bias);
  const { stride, dilation } = settings;
  const spatial = input.sizes.slice(2).map((size, d) => {
    const reach = dilation[d]! * (weight.sizes[d + 2]! - 1) + 1;
    return Math.floor((size + 2 * settings.padding[d]! - reach) / stride[d]!) + 1;
  });
  const outputSizes = [input.sizes[0]!, weight.sizes[0]!, ...spatial];
  return convolve(input, weight, bias, outputSizes, geometryOf(settings));
}

/** "same" with an even kernel pads one more at the end, which the convolution itself cannot do. */
function sameConvolution(
  name: string,
  dims: number,
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  options: ConvOptions,
): Tensor {
  const { stride, dilation } = settingsOf(name, dims, { ...options, padding: 0 });
  if (stride.some((n) => n !== 1)) throw new RangeError("padding='same' is not supported for strided convolutions");
  const totals = dilation.map((step, d) => step * ((weight.sizes[d + 2] ?? 1) - 1));
  const padding = totals.map((total) => Math.floor(total / 2));
  const extra = totals.map((total) => total % 2);
  const padded = extra.some((n) => n > 0)
    ? pad(
        input,
        [...extra].reverse().flatMap((n) => [0, n]),
      )
    : input;
  return convolution(name, dims, padded, weight, bias, { ...options, padding });
}

/**
 * The gradient of `conv2d` with respect to its input, as an operation. The weight is [C, O / G, K, K].
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.conv_transpose2d.html.
 *
 * @throws RangeError or TypeError in torch's words for shapes, settings or dtypes that do not fit.
 */
export function convTranspose2d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvTransposeOptions = {},
): Tensor {
  checkTensor("conv_transpose2d", input);
  if (input.sizes.length === 3) return convTranspose2d(input.unsqueeze(0), weight, bias, options).squeeze(0);
  const name = "conv_transpose2d";
  checkDims(name, 2, input);
  const settings = settingsOf(name, 2, options);
  const outputPadding = expand(options.outputPadding ?? 0, "output_padding", 2);
  checkTypes(input, weight, bias);
  checkTransposed(settings, outputPadding, input, weight, bias);
  const { stride, dilation, padding, groups } = settings;
  const spatial = input.sizes.slice(2).map((size, d) => {
    const reach = dilation[d]! * (weight.sizes[d + 2]! - 1);
    return (size - 1) * stride[d]! - 2 * padding[d]! + reach + outputPadding[d]! + 1;
  });
  if (spatial.some((size) => size < 1)) {
    throw new RangeError(
      `Given input size per channel: (${input.sizes.slice(2).join(" x ")}). ` +
        `Calculated output size per channel: (${spatial.join(" x ")}). Output size is too small`,
    );
  }
  const outputSizes = [input.sizes[0]!, weight.sizes[1]! * groups, ...spatial];
  return convolveInputGrad(input, weight, bias, outputSizes, geometryOf(settings));
}

function geometryOf({ dims, stride, padding, dilation, groups }: Settings): ConvGeometry {
  const two = (values: number[], first: number): [number, number] =>
    dims === 1 ? [first, values[0]!] : [values[0]!, values[1]!];
  return { stride: two(stride, 1), padding: two(padding, 0), dilation: two(dilation, 1), groups };
}

function settingsOf(
  name: string,
  dims: number,
  options: Omit<ConvOptions, "padding"> & { padding?: ConvSize },
): Settings {
  const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
  return {
    name,
    dims,
    stride: expand(stride, "stride", dims),
    padding: expand(padding, "padding", dims),
    dilation: expand(dilation, "dilation", dims),
    groups,
  };
}

function expand(value: ConvSize, name: string, dims: number): number[] {
  if (typeof value === "number") return Array.from({ length: dims }, () => value);
  if (value.length === dims) return [...value];
  if (value.length === 1) return Array.from({ length: dims }, () => value[0]!);
  throw new RangeError(
    `expected ${name} to be a single integer value or a list of ${dims} values to match the convolution dimensions, ` +
      `but got ${name}=${formatShape(value)}`,
  );
}

function checkDims(name: string, dims: number, input: Tensor): void {
  if (input.sizes.length === dims + 2) return;
  const axes = ["L", "H, W", "D, H, W"][dims - 1];
  throw new RangeError(
    `Expected ${dims + 1}D (unbatched) or ${dims + 2}D (batched) input to ${name}, ` +
      `but got input of size: ${formatShape(input.sizes)}; it is [C, ${axes}] or [B, C, ${axes}]: ` +
      "x.unsqueeze(0) adds a dimension in front",
  );
}

function checkTypes(input: Tensor, weight: Tensor, bias: Tensor | null): void {
  const other = bias !== null && bias.dtype !== input.dtype ? (["bias", bias] as const) : (["weight", weight] as const);
  if (other[1].dtype === input.dtype) return;
  throw new TypeError(
    `Input type (${plainName(input.dtype)}) and ${other[0]} type (${plainName(other[1].dtype)}) should be the same`,
  );
}

/** C++'s names of the element types, which torch uses in this message. */
function plainName(dtype: DType): string {
  const names = {
    float32: "float",
    float64: "double",
    float16: "c10::Half",
    bfloat16: "c10::BFloat16",
    int64: "long int",
    int32: "int",
    int16: "short",
    int8: "signed char",
    uint8: "unsigned char",
    bool: "bool",
  };
  return names[dtype.name];
}

function checkSettings({ stride, padding, dilation }: Settings): void {
  if (padding.some((n) => n < 0)) throw new RangeError("negative padding is not supported");
  if (stride.some((n) => n <= 0)) throw new RangeError("non-positive stride is not supported");
  if (dilation.some((n) => n <= 0)) {
    throw new RangeError(`dilation should be greater than zero, but got ${formatShape(dilation)}`);
  }
}

function checkShapes(settings: Settings, input: Tensor, weight: Tensor, bias: Tensor | null): void {
  const { groups, padding, dilation } = settings;
  checkSettings(settings);
  const size = formatShape(weight.sizes);
  if (weight.sizes.slice(2).includes(0))
    throw new RangeError(`kernel size should be greater than zero, but got ${formatShape(weight.sizes.slice(2))}`);
  if (weight.sizes.length !== input.sizes.length) {
    throw new RangeError(
      `Expected ${weight.sizes.length}-dimensional input for ${weight.sizes.length}-dimensional weight ${size}, ` +
        `but got ${input.sizes.length}-dimensional input of size ${formatShape(input.sizes)} instead`,
    );
  }
  if (groups <= 0) throw new RangeError("non-positive groups is not supported");
  if (weight.sizes[0]! < groups) {
    throw new RangeError(
      `Given groups=${groups}, expected weight to be at least ${groups} at dimension 0, but got weight of size ${size} instead`,
    );
  }
  if (weight.sizes[0]! % groups !== 0) {
    throw new RangeError(
      `Given groups=${groups}, expected weight to be divisible by ${groups} at dimension 0, ` +
        `but got weight of size [${size}] instead`,
    );
  }
  const channels = weight.sizes[1]! * groups;
  if (input.sizes[1] !== channels) {
    throw new RangeError(
      `Given groups=${groups}, weight of size ${size}, expected input${formatShape(input.sizes)} ` +
        `to have ${channels} channels, but got ${input.sizes[1]} channels instead`,
    );
  }
  checkBias(bias, weight.sizes[0]!, `Given weight of size ${size}`);
  const padded = input.sizes.slice(2).map((n, d) => n + 2 * padding[d]!);
  const reach = weight.sizes.slice(2).map((n, d) => dilation[d]! * (n - 1) + 1);
  if (padded.some((n, d) => n < reach[d]!)) {
    throw new RangeError(
      `Calculated padded input size per channel: (${padded.join(" x ")}). ` +
        `Kernel size: (${reach.join(" x ")}). Kernel size can't be greater than actual input size`,
    );
  }
}

function checkTransposed(
  settings: Settings,
  outputPadding: number[],
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
): void {
  checkSettings(settings);
  const { stride, dilation, groups } = settings;
  const size = formatShape(weight.sizes);
  if (input.sizes[1] !== weight.sizes[0]) {
    throw new RangeError(
      `Given transposed=1, weight of size ${size}, expected input${formatShape(input.sizes)} ` +
        `to have ${weight.sizes[0]} channels, but got ${input.sizes[1]} channels instead`,
    );
  }
  checkBias(bias, weight.sizes[1]! * groups, `Given transposed=1, weight of size ${size}`);
  if (outputPadding.some((n, d) => n >= stride[d]! && n >= dilation[d]!)) {
    const both = (name: string, [height, width]: number[]): string =>
      `${name}_height: ${height} ${name}_width: ${width}`;
    throw new RangeError(
      "output padding must be smaller than either stride or dilation, but got " +
        `${both("output_padding", outputPadding)} ${both("stride", stride)} ${both("dilation", dilation)}`,
    );
  }
}

function checkBias(bias: Tensor | null, channels: number, given: string): void {
  if (bias === null || (bias.sizes.length === 1 && bias.sizes[0] === channels)) return;
  throw new RangeError(
    `${given}, expected bias to be 1-dimensional with ${channels} elements, ` +
      `but got bias of size ${formatShape(bias.sizes)} instead`,
  );
}
