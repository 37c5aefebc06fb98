/**
 * Initial values, written into a tensor in place and without a gradient. See https://docs.pytorch.org/docs/2.13/nn.init.html.
 * The arithmetic keeps torch's order of operations, so that the bounds are equal to the last bit.
 */
import type { Generator } from "../random/index.ts";
import { noGrad, type Tensor } from "../tensor/index.ts";
import { resolveArguments } from "../shape/arguments.ts";

type WithGenerator = { generator?: Generator };
export type Fans = { fanIn: number; fanOut: number };
export type Nonlinearity =
  "linear" | "conv1d" | "conv2d" | "convTranspose2d" | "sigmoid" | "tanh" | "relu" | "leakyRelu" | "selu";
export type KaimingOptions = WithGenerator & { a?: number; mode?: "fanIn" | "fanOut"; nonlinearity?: Nonlinearity };
export type GainOptions = WithGenerator & { gain?: number };

/** Uniform in [a, b); 0 and 1 by default. */
export function uniform_(tensor: Tensor, a?: number, b?: number, options?: WithGenerator): Tensor;
export function uniform_(tensor: Tensor, options: WithGenerator & { a?: number; b?: number }): Tensor;
export function uniform_(...given: unknown[]): Tensor {
  type Arguments = WithGenerator & { tensor: Tensor; a: number; b: number };
  const args = resolveArguments<Arguments>("uniform_", ["tensor", "a", "b", "generator"], 1, given);
  return fillUniform(args.tensor as Tensor, args.a ?? 0, args.b ?? 1, args.generator);
}

/** Normal with `mean` 0 and `std` 1 by default. */
export function normal_(tensor: Tensor, mean?: number, std?: number, options?: WithGenerator): Tensor;
export function normal_(tensor: Tensor, options: WithGenerator & { mean?: number; std?: number }): Tensor;
export function normal_(...given: unknown[]): Tensor {
  type Arguments = WithGenerator & { tensor: Tensor; mean: number; std: number };
  const args = resolveArguments<Arguments>("normal_", ["tensor", "mean", "std", "generator"], 1, given);
  return fillNormal(args.tensor as Tensor, args.mean ?? 0, args.std ?? 1, args.generator);
}

export function constant_(tensor: Tensor, value: number): Tensor {
  return noGrad(() => tensor.fill_(value));
}

export function zeros_(tensor: Tensor): Tensor {
  return constant_(tensor, 0);
}

export function ones_(tensor: Tensor): Tensor {
  return constant_(tensor, 1);
}

/**
 * The identity matrix.
 *
 * @throws RangeError if the tensor is not a matrix.
 */
export function eye_(tensor: Tensor): Tensor {
  if (tensor.dim() !== 2) throw new RangeError("Only tensors with 2 dimensions are supported");
  const [rows, columns] = tensor.shape;
  return noGrad(() => {
    tensor.zero_();
    for (let d = 0; d < Math.min(rows!, columns!); d++) tensor.setAt([d, d], 1);
    return tensor;
  });
}

/** Glorot's uniform distribution: bound `gain * sqrt(6 / (fanIn + fanOut))`. */
export function xavierUniform_(tensor: Tensor, { gain = 1, generator }: GainOptions = {}): Tensor {
  const { fanIn, fanOut } = calculateFanInAndFanOut(tensor);
  const std = gain * Math.sqrt(2 / (fanIn + fanOut));
  const bound = Math.sqrt(3) * std;
  return fillUniform(tensor, -bound, bound, generator);
}

/** Glorot's normal distribution: standard deviation `gain * sqrt(2 / (fanIn + fanOut))`. */
export function xavierNormal_(tensor: Tensor, { gain = 1, generator }: GainOptions = {}): Tensor {
  const { fanIn, fanOut } = calculateFanInAndFanOut(tensor);
  return fillNormal(tensor, 0, gain * Math.sqrt(2 / (fanIn + fanOut)), generator);
}

/** He's uniform distribution: bound `gain * sqrt(3 / fan)`. */
export function kaimingUniform_(tensor: Tensor, options: KaimingOptions = {}): Tensor {
  const bound = Math.sqrt(3) * kaimingStd(tensor, options);
  return fillUniform(tensor, -bound, bound, options.generator);
}

/** He's normal distribution: standard deviation `gain / sqrt(fan)`. */
export function kaimingNormal_(tensor: Tensor, options: KaimingOptions = {}): Tensor {
  return fillNormal(tensor, 0, kaimingStd(tensor, options), options.generator);
}

function kaimingStd(tensor: Tensor, { a = 0, mode = "fanIn", nonlinearity = "leakyRelu" }: KaimingOptions): number {
  if (mode !== "fanIn" && mode !== "fanOut") {
    throw new RangeError(`Mode ${String(mode)} not supported, please use one of ['fanIn', 'fanOut']`);
  }
  return calculateGain(nonlinearity, a) / Math.sqrt(calculateFanInAndFanOut(tensor)[mode]);
}

/**
 * How much a nonlinearity's output must be scaled to keep the spread of its input.
 *
 * @throws RangeError for a nonlinearity that torch does not know.
 */
export function calculateGain(nonlinearity: Nonlinearity, param?: number): number {
  switch (nonlinearity) {
    case "linear":
    case "conv1d":
    case "conv2d":
    case "convTranspose2d":
    case "sigmoid":
      return 1;
    case "tanh":
      return 5 / 3;
    case "relu":
      return Math.sqrt(2);
    case "leakyRelu":
      return Math.sqrt(2 / (1 + (param ?? 0.01) ** 2));
    case "selu":
      return 3 / 4;
    default:
      throw new RangeError(`Unsupported nonlinearity ${String(nonlinearity)}`);
  }
}

/**
 * How many inputs an output element sums over, and how many outputs an input element reaches.
 *
 * @throws RangeError for a tensor of fewer than 2 dimensions.
 */
export function calculateFanInAndFanOut(tensor: Tensor): Fans {
  if (tensor.dim() < 2) {
    throw new RangeError("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions");
  }
  const [outputs, inputs, ...kernel] = tensor.shape as readonly number[];
  const field = kernel.reduce((product, size) => product * size, 1);
  return { fanIn: inputs! * field, fanOut: outputs! * field };
}

function fillUniform(tensor: Tensor, from: number, to: number, generator?: Generator): Tensor {
  return noGrad(() => tensor.uniform_(from, to, { generator }));
}

function fillNormal(tensor: Tensor, mean: number, std: number, generator?: Generator): Tensor {
  return noGrad(() => tensor.normal_(mean, std, { generator }));
}
