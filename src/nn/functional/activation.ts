/** Activations as functions, elementwise unless they take a dimension. */
import { resolveArguments } from "../../shape/arguments.ts";
import type { DType } from "../../shape/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as ops from "../../tensor/ops/activation.ts";
import { logSoftmax as logSoftmaxOp, softmax as softmaxOp } from "../../tensor/ops/softmax.ts";
import { implicitDim } from "../activation.ts";

export {
  glu,
  hardsigmoid,
  hardswish,
  logSigmoid as logsigmoid,
  mish,
  prelu,
  relu6,
  selu,
  silu,
  softsign,
  tanhshrink,
} from "../../tensor/ops/activation.ts";

/** `max(x, 0)`. */
export function relu(input: Tensor, options?: { inplace?: boolean }): Tensor;
export function relu(input: Tensor, inplace: boolean): Tensor;
export function relu(...given: unknown[]): Tensor {
  type Arguments = { input: Tensor; inplace: boolean };
  const { input, inplace } = resolveArguments<Arguments>("relu", ["input", "inplace"], 1, given) as Arguments;
  return inplace ? input.relu_() : ops.relu(input);
}

export function tanh(input: Tensor): Tensor {
  return input.tanh();
}

export function sigmoid(input: Tensor): Tensor {
  return input.sigmoid();
}

/** `x` where positive, else `negativeSlope * x`. */
export function leakyRelu(input: Tensor, negativeSlope?: number): Tensor;
export function leakyRelu(input: Tensor, options: { negativeSlope?: number }): Tensor;
export function leakyRelu(...given: unknown[]): Tensor {
  type Arguments = { input: Tensor; negativeSlope: number };
  const args = resolveArguments<Arguments>("leakyRelu", ["input", "negativeSlope"], 1, given) as Arguments;
  return ops.leakyRelu(args.input, args.negativeSlope ?? 0.01);
}

/** `x * P(Z < x)` for a standard normal Z, or its approximation with tanh. */
export function gelu(input: Tensor, { approximate = "none" }: { approximate?: "none" | "tanh" } = {}): Tensor {
  return ops.gelu(input, approximate);
}

/** `x` where positive, else `alpha * (exp(x) - 1)`. */
export function elu(input: Tensor, alpha?: number): Tensor;
export function elu(input: Tensor, options: { alpha?: number }): Tensor;
export function elu(...given: unknown[]): Tensor {
  type Arguments = { input: Tensor; alpha?: number };
  const { input, alpha = 1 } = resolveArguments<Arguments>("elu", ["input", "alpha"], 1, given) as Arguments;
  return ops.elu(input, alpha);
}

/** As `elu`, smooth for every `alpha`. */
export function celu(input: Tensor, alpha?: number): Tensor;
export function celu(input: Tensor, options: { alpha?: number }): Tensor;
export function celu(...given: unknown[]): Tensor {
  type Arguments = { input: Tensor; alpha?: number };
  const { input, alpha = 1 } = resolveArguments<Arguments>("celu", ["input", "alpha"], 1, given) as Arguments;
  return ops.celu(input, alpha);
}

/** `x` kept within [minVal, maxVal]. */
export function hardtanh(input: Tensor, minVal?: number, maxVal?: number): Tensor;
export function hardtanh(input: Tensor, options: { minVal?: number; maxVal?: number }): Tensor;
export function hardtanh(...given: unknown[]): Tensor {
  type Arguments = { input: Tensor; minVal: number; maxVal: number };
  const args = resolveArguments<Arguments>("hardtanh", ["input", "minVal", "maxVal"], 1, given) as Arguments;
  return ops.hardtanh(args.input, args.minVal ?? -1, args.maxVal ?? 1);
}

/** `log(1 + exp(beta * x)) / beta`. */
export function softplus(input: Tensor, beta?: number, threshold?: number): Tensor;
export function softplus(input: Tensor, options: { beta?: number; threshold?: number }): Tensor;
export function softplus(...given: unknown[]): Tensor {
  type Arguments = { input: Tensor; beta: number; threshold: number };
  const args = resolveArguments<Arguments>("softplus", ["input", "beta", "threshold"], 1, given) as Arguments;
  return ops.softplus(args.input, args.beta ?? 1, args.threshold ?? 20);
}

/** Shrinks towards zero by `lambd`. */
export function softshrink(input: Tensor, lambd = 0.5): Tensor {
  return ops.softshrink(input, lambd);
}

/** Zero where within `lambd` of zero. */
export function hardshrink(input: Tensor, lambd = 0.5): Tensor {
  return ops.hardshrink(input, lambd);
}

/** `x` where above `threshold`, else `value`. */
export function threshold(input: Tensor, limit: number, value: number): Tensor {
  return ops.threshold(input, limit, value);
}

type OverDim = { dim?: number; dtype?: DType };

function overDim(name: string, given: readonly unknown[]): { input: Tensor; dim: number; dtype: DType | undefined } {
  type Arguments = OverDim & { input: Tensor };
  const args = resolveArguments<Arguments>(name, ["input", "dim", "dtype"], 1, given) as Arguments;
  return { input: args.input, dim: args.dim ?? implicitDim(args.input), dtype: args.dtype };
}

/** The exponentials over dimension `dim`, divided by their sum. */
export function softmax(input: Tensor, dim?: number, options?: Omit<OverDim, "dim">): Tensor;
export function softmax(input: Tensor, options: OverDim): Tensor;
export function softmax(...given: unknown[]): Tensor {
  const { input, dim, dtype } = overDim("softmax", given);
  return softmaxOp(input, dim, { dtype });
}

/** The logarithm of `softmax`, computed without overflow. */
export function logSoftmax(input: Tensor, dim?: number, options?: Omit<OverDim, "dim">): Tensor;
export function logSoftmax(input: Tensor, options: OverDim): Tensor;
export function logSoftmax(...given: unknown[]): Tensor {
  const { input, dim, dtype } = overDim("logSoftmax", given);
  return logSoftmaxOp(input, dim, { dtype });
}

/** `softmax` of `-x`. */
export function softmin(input: Tensor, dim?: number): Tensor;
export function softmin(input: Tensor, options: OverDim): Tensor;
export function softmin(...given: unknown[]): Tensor {
  const { input, dim } = overDim("softmin", given);
  return ops.softmin(input, dim);
}
