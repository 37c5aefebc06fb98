/**
 * Initial values, written into a tensor in place and without a gradient. See https://docs.pytorch.org/docs/2.13/nn.init.html.
 * The arithmetic keeps torch's order of operations, so that the bounds agree to the last bit.
 */
import type { Generator } from "../random/index.ts";
import { optional, required, signature, warn } from "../shape/index.ts";
import { noGrad, type Tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";
import type * as Calls from "./calls.ts";

export { dirac_, orthogonal_, sparse_, truncNormal_ } from "./init-shaped.ts";

const nonlinearities = [
  ...(["linear", "conv1d", "conv2d", "conv3d", "conv_transpose1d", "conv_transpose2d", "conv_transpose3d"] as const),
  ...(["sigmoid", "tanh", "relu", "leaky_relu", "selu"] as const),
];

export type Fans = { fanIn: number; fanOut: number };
export type Nonlinearity = (typeof nonlinearities)[number];
type WithGenerator = { generator?: Generator | null };
export type KaimingOptions = WithGenerator & { a?: number; mode?: "fan_in" | "fan_out"; nonlinearity?: Nonlinearity };
export type GainOptions = WithGenerator & { gain?: number };

const tensor = required(is.tensor);
const generator = optional(is.orNull(is.generator), null);
const nonlinearity = is.oneOf(...nonlinearities);

export const uniformSignature = signature("init.uniform_", {
  tensor,
  a: optional(is.number, 0),
  b: optional(is.number, 1),
  generator,
});

/** Uniform in [a, b); `a` is 0 and `b` is 1 by default. */
export function uniform_(...given: Calls.Uniform_): Tensor;
export function uniform_(...given: unknown[]): Tensor {
  const { tensor: t, a, b, generator: stream } = uniformSignature.read(given);
  return fillUniform(t, a, b, stream);
}

export const normalSignature = signature("init.normal_", {
  tensor,
  mean: optional(is.number, 0),
  std: optional(is.number, 1),
  generator,
});

/** Normal with `mean` 0 and `std` 1 by default. */
export function normal_(...given: Calls.Normal_): Tensor;
export function normal_(...given: unknown[]): Tensor {
  const { tensor: t, mean, std, generator: stream } = normalSignature.read(given);
  return fillNormal(t, mean, std, stream);
}

export const constantSignature = signature("init.constant_", { tensor, val: required(is.number) });

/** The same value everywhere. */
export function constant_(...given: Calls.Constant_): Tensor;
export function constant_(...given: unknown[]): Tensor {
  const { tensor: t, val } = constantSignature.read(given);
  return noGrad(() => t.fill_(val));
}

export const zerosSignature = signature("init.zeros_", { tensor });
export const onesSignature = signature("init.ones_", { tensor });
export const eyeSignature = signature("init.eye_", { tensor });

/** Zeros. */
export function zeros_(...given: Calls.Zeros_): Tensor;
export function zeros_(...given: unknown[]): Tensor {
  const { tensor: t } = zerosSignature.read(given);
  return noGrad(() => t.fill_(0));
}

/** Ones. */
export function ones_(...given: Calls.Ones_): Tensor;
export function ones_(...given: unknown[]): Tensor {
  const { tensor: t } = onesSignature.read(given);
  return noGrad(() => t.fill_(1));
}

/**
 * The identity matrix.
 *
 * @throws RangeError if the tensor is not a matrix.
 */
export function eye_(...given: Calls.Eye_): Tensor;
export function eye_(...given: unknown[]): Tensor {
  const { tensor: t } = eyeSignature.read(given);
  if (t.dim() !== 2) throw new RangeError("Only tensors with 2 dimensions are supported");
  const [rows, columns] = t.shape;
  return noGrad(() => {
    t.zero_();
    for (let d = 0; d < Math.min(rows!, columns!); d++) t.setAt([d, d], 1);
    return t;
  });
}

const xavierArguments = { tensor, gain: optional(is.number, 1), generator };
export const xavierUniformSignature = signature("init.xavierUniform_", xavierArguments);
export const xavierNormalSignature = signature("init.xavierNormal_", xavierArguments);

/** Glorot's uniform distribution: bound `gain * sqrt(6 / (fanIn + fanOut))`. */
export function xavierUniform_(...given: Calls.XavierUniform_): Tensor;
export function xavierUniform_(...given: unknown[]): Tensor {
  const { tensor: t, gain, generator: stream } = xavierUniformSignature.read(given);
  const { fanIn, fanOut } = fansOf(t);
  const std = gain * Math.sqrt(2 / (fanIn + fanOut));
  const bound = Math.sqrt(3) * std;
  return fillUniform(t, -bound, bound, stream);
}

/** Glorot's normal distribution: standard deviation `gain * sqrt(2 / (fanIn + fanOut))`. */
export function xavierNormal_(...given: Calls.XavierNormal_): Tensor;
export function xavierNormal_(...given: unknown[]): Tensor {
  const { tensor: t, gain, generator: stream } = xavierNormalSignature.read(given);
  const { fanIn, fanOut } = fansOf(t);
  return fillNormal(t, 0, gain * Math.sqrt(2 / (fanIn + fanOut)), stream);
}

const kaimingArguments = {
  tensor,
  a: optional(is.number, 0),
  mode: optional(is.oneOf("fan_in", "fan_out"), "fan_in"),
  nonlinearity: optional(nonlinearity, "leaky_relu"),
  generator,
} as const;
export const kaimingUniformSignature = signature("init.kaimingUniform_", kaimingArguments);
export const kaimingNormalSignature = signature("init.kaimingNormal_", kaimingArguments);

/** He's uniform distribution: bound `gain * sqrt(3 / fan)`. */
export function kaimingUniform_(...given: Calls.KaimingUniform_): Tensor;
export function kaimingUniform_(...given: unknown[]): Tensor {
  const { tensor: t, generator: stream, ...how } = kaimingUniformSignature.read(given);
  if (isEmpty(t)) return t;
  const bound = Math.sqrt(3) * kaimingStd(t, how);
  return fillUniform(t, -bound, bound, stream);
}

/** He's normal distribution: standard deviation `gain / sqrt(fan)`. */
export function kaimingNormal_(...given: Calls.KaimingNormal_): Tensor;
export function kaimingNormal_(...given: unknown[]): Tensor {
  const { tensor: t, generator: stream, ...how } = kaimingNormalSignature.read(given);
  if (isEmpty(t)) return t;
  return fillNormal(t, 0, kaimingStd(t, how), stream);
}

function isEmpty(t: Tensor): boolean {
  if (t.numel() === 0) warn("Initializing zero-element tensors is a no-op");
  return t.numel() === 0;
}

type Kaiming = { readonly a: number; readonly mode: "fan_in" | "fan_out"; readonly nonlinearity: Nonlinearity };

function kaimingStd(t: Tensor, how: Kaiming): number {
  const { fanIn, fanOut } = fansOf(t);
  return gainOf(how.nonlinearity, how.a) / Math.sqrt(how.mode === "fan_in" ? fanIn : fanOut);
}

export const gainSignature = signature("init.calculateGain", {
  nonlinearity: required(nonlinearity),
  param: optional(is.orNull(is.number), null),
});

/**
 * The factor by which a nonlinearity's output must be scaled to keep the spread of its input.
 *
 * @throws TypeError for a nonlinearity that torch does not know.
 */
export function calculateGain(...given: Calls.CalculateGain): number;
export function calculateGain(...given: unknown[]): number {
  const { nonlinearity: name, param } = gainSignature.read(given);
  return gainOf(name, param);
}

function gainOf(name: Nonlinearity, param: number | null): number {
  switch (name) {
    case "tanh":
      return 5 / 3;
    case "relu":
      return Math.sqrt(2);
    case "leaky_relu":
      return Math.sqrt(2 / (1 + (param ?? 0.01) ** 2));
    case "selu":
      return 3 / 4;
    default:
      return 1;
  }
}

export const fansSignature = signature("init.calculateFanInAndFanOut", { tensor });

/**
 * How many inputs an output element sums over, and how many outputs an input element reaches.
 *
 * @throws RangeError for a tensor of fewer than 2 dimensions.
 */
export function calculateFanInAndFanOut(...given: Calls.CalculateFanInAndFanOut): Fans;
export function calculateFanInAndFanOut(...given: unknown[]): Fans {
  return fansOf(fansSignature.read(given).tensor);
}

function fansOf(tensor: Tensor): Fans {
  if (tensor.dim() < 2) {
    throw new RangeError("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions");
  }
  const [outputs, inputs, ...kernel] = tensor.shape as readonly number[];
  const field = kernel.reduce((product, size) => product * size, 1);
  return { fanIn: inputs! * field, fanOut: outputs! * field };
}

function fillUniform(tensor: Tensor, from: number, to: number, generator: Generator | null): Tensor {
  return noGrad(() => tensor.uniform_(from, to, { generator }));
}

function fillNormal(tensor: Tensor, mean: number, std: number, generator: Generator | null): Tensor {
  return noGrad(() => tensor.normal_(mean, std, { generator }));
}
