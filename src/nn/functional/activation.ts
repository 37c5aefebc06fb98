/**
 * Activations as functions, elementwise unless they take a dimension. The layers in `nn/activation.ts` share their
 * arguments. Long because it is a list of short functions, each with its documentation.
 */
import {
  keyword,
  optional,
  required,
  signature,
  warn,
  type DType,
  type Named,
  type Calls,
  type Given,
} from "../../shape/index.ts";
import { inPlace, type Tensor } from "../../tensor/index.ts";
import * as is from "../../tensor/kinds.ts";
import * as ops from "../../tensor/ops/activation.ts";
import { logSoftmax as logSoftmaxOf, softmax as softmaxOf } from "../../tensor/ops/softmax.ts";

const input = required(is.tensor);
const inplace = optional(is.bool, false);

/** The settings of each activation, for the layer and for the function. */
export const settings = {
  relu: { inplace },
  relu6: { inplace },
  leakyRelu: { negativeSlope: optional(is.number, 0.01), inplace },
  silu: { inplace },
  mish: { inplace },
  elu: { alpha: optional(is.number, 1), inplace },
  selu: { inplace },
  celu: { alpha: optional(is.number, 1), inplace },
  hardtanh: { minVal: optional(is.number, -1), maxVal: optional(is.number, 1), inplace },
  hardsigmoid: { inplace },
  hardswish: { inplace },
  softplus: { beta: optional(is.number, 1), threshold: optional(is.number, 20) },
  softshrink: { lambd: optional(is.number, 0.5) },
  hardshrink: { lambd: optional(is.number, 0.5) },
  softsign: {},
  tanhshrink: {},
  logsigmoid: {},
  tanh: {},
  sigmoid: {},
  gelu: { approximate: optional(is.oneOf("none", "tanh"), "none") },
  threshold: { threshold: required(is.number), value: required(is.number), inplace },
  glu: { dim: optional(is.int, -1) },
  softmax: { dim: optional(is.orNull(is.int), null) },
  prelu: {
    numParameters: optional(is.int, 1),
    init: optional(is.number, 0.25),
    device: optional(is.orNull(is.device), null),
    dtype: optional(is.orNull(is.dtype), null),
  },
} as const;

type Inplace = { readonly inplace?: boolean };

/** The result, written over the input if in-place is requested. */
function applied(x: Tensor, isInPlace: boolean, compute: (x: Tensor) => Tensor): Tensor {
  return isInPlace ? inPlace(x, () => compute(x)) : compute(x);
}

const reluSignature = signature("F.relu", { input, ...settings.relu });

/** `max(x, 0)`. */
export function relu(input: Tensor, inplace?: boolean): Tensor;
export function relu(input: Tensor, options: Inplace): Tensor;
export function relu(options: Named<typeof reluSignature.arguments>): Tensor;
export function relu(...given: unknown[]): Tensor {
  const { input, inplace: isInPlace } = reluSignature.read(given);
  return applied(input, isInPlace, (x) => ops.relu(x));
}

const relu6Signature = signature("F.relu6", { input, ...settings.relu6 });

/** `min(max(x, 0), 6)`. */
export function relu6(input: Tensor, inplace?: boolean): Tensor;
export function relu6(input: Tensor, options: Inplace): Tensor;
export function relu6(options: Named<typeof relu6Signature.arguments>): Tensor;
export function relu6(...given: unknown[]): Tensor {
  const { input, inplace: isInPlace } = relu6Signature.read(given);
  return applied(input, isInPlace, (x) => ops.relu6(x));
}

const leakyReluSignature = signature("F.leakyRelu", { input, ...settings.leakyRelu });

/** `x` where positive, else `negativeSlope * x`. */
export function leakyRelu(input: Tensor, negativeSlope?: number, inplace?: boolean): Tensor;
export function leakyRelu(input: Tensor, options: { readonly negativeSlope?: number } & Inplace): Tensor;
export function leakyRelu(input: Tensor, negativeSlope: number, options: Inplace): Tensor;
export function leakyRelu(options: Named<typeof leakyReluSignature.arguments>): Tensor;
export function leakyRelu(...given: unknown[]): Tensor {
  const { input, negativeSlope, inplace: isInPlace } = leakyReluSignature.read(given);
  return applied(input, isInPlace, (x) => ops.leakyRelu(x, negativeSlope));
}

const siluSignature = signature("F.silu", { input, ...settings.silu });

/** `x * sigmoid(x)`. */
export function silu(input: Tensor, inplace?: boolean): Tensor;
export function silu(input: Tensor, options: Inplace): Tensor;
export function silu(options: Named<typeof siluSignature.arguments>): Tensor;
export function silu(...given: unknown[]): Tensor {
  const { input, inplace: isInPlace } = siluSignature.read(given);
  return applied(input, isInPlace, (x) => ops.silu(x));
}

const mishSignature = signature("F.mish", { input, ...settings.mish });

/** `x * tanh(softplus(x))`. */
export function mish(input: Tensor, inplace?: boolean): Tensor;
export function mish(input: Tensor, options: Inplace): Tensor;
export function mish(options: Named<typeof mishSignature.arguments>): Tensor;
export function mish(...given: unknown[]): Tensor {
  const { input, inplace: isInPlace } = mishSignature.read(given);
  return applied(input, isInPlace, (x) => ops.mish(x));
}

const eluSignature = signature("F.elu", { input, ...settings.elu });

/** `x` where positive, else `alpha * (exp(x) - 1)`. */
export function elu(input: Tensor, alpha?: number, inplace?: boolean): Tensor;
export function elu(input: Tensor, options: { readonly alpha?: number } & Inplace): Tensor;
export function elu(input: Tensor, alpha: number, options: Inplace): Tensor;
export function elu(options: Named<typeof eluSignature.arguments>): Tensor;
export function elu(...given: unknown[]): Tensor {
  const { input, alpha, inplace: isInPlace } = eluSignature.read(given);
  return applied(input, isInPlace, (x) => ops.elu(x, alpha));
}

const seluSignature = signature("F.selu", { input, ...settings.selu });

/** `ELU` with the two constants that preserve mean and variance. */
export function selu(input: Tensor, inplace?: boolean): Tensor;
export function selu(input: Tensor, options: Inplace): Tensor;
export function selu(options: Named<typeof seluSignature.arguments>): Tensor;
export function selu(...given: unknown[]): Tensor {
  const { input, inplace: isInPlace } = seluSignature.read(given);
  return applied(input, isInPlace, (x) => ops.selu(x));
}

const celuSignature = signature("F.celu", { input, ...settings.celu });

/** Like `ELU`, but smooth for every `alpha`. */
export function celu(input: Tensor, alpha?: number, inplace?: boolean): Tensor;
export function celu(input: Tensor, options: { readonly alpha?: number } & Inplace): Tensor;
export function celu(input: Tensor, alpha: number, options: Inplace): Tensor;
export function celu(options: Named<typeof celuSignature.arguments>): Tensor;
export function celu(...given: unknown[]): Tensor {
  const { input, alpha, inplace: isInPlace } = celuSignature.read(given);
  return applied(input, isInPlace, (x) => ops.celu(x, alpha));
}

const hardtanhSignature = signature("F.hardtanh", { input, ...settings.hardtanh });

/** `x` clamped to [minVal, maxVal]. */
export function hardtanh(input: Tensor, minVal?: number, maxVal?: number, inplace?: boolean): Tensor;
export function hardtanh(
  input: Given<typeof hardtanhSignature.arguments, "input">,
  minVal: Given<typeof hardtanhSignature.arguments, "minVal">,
  ...more: Calls<typeof hardtanhSignature.arguments, "input minVal", "maxVal inplace">
): Tensor;
export function hardtanh(
  input: Tensor,
  options: { readonly minVal?: number; readonly maxVal?: number } & Inplace,
): Tensor;
export function hardtanh(input: Tensor, minVal: number, maxVal: number, options: Inplace): Tensor;
export function hardtanh(options: Named<typeof hardtanhSignature.arguments>): Tensor;
export function hardtanh(...given: unknown[]): Tensor {
  const { input, minVal, maxVal, inplace: isInPlace } = hardtanhSignature.read(given);
  return applied(input, isInPlace, (x) => ops.hardtanh(x, minVal, maxVal));
}

const hardsigmoidSignature = signature("F.hardsigmoid", { input, ...settings.hardsigmoid });

/** `clamp(x + 3, 0, 6) / 6`. */
export function hardsigmoid(input: Tensor, inplace?: boolean): Tensor;
export function hardsigmoid(input: Tensor, options: Inplace): Tensor;
export function hardsigmoid(options: Named<typeof hardsigmoidSignature.arguments>): Tensor;
export function hardsigmoid(...given: unknown[]): Tensor {
  const { input, inplace: isInPlace } = hardsigmoidSignature.read(given);
  return applied(input, isInPlace, (x) => ops.hardsigmoid(x));
}

const hardswishSignature = signature("F.hardswish", { input, ...settings.hardswish });

/** `x * clamp(x + 3, 0, 6) / 6`. */
export function hardswish(input: Tensor, inplace?: boolean): Tensor;
export function hardswish(input: Tensor, options: Inplace): Tensor;
export function hardswish(options: Named<typeof hardswishSignature.arguments>): Tensor;
export function hardswish(...given: unknown[]): Tensor {
  const { input, inplace: isInPlace } = hardswishSignature.read(given);
  return applied(input, isInPlace, (x) => ops.hardswish(x));
}

const softplusSignature = signature("F.softplus", { input, ...settings.softplus });

/** `log(1 + exp(beta * x)) / beta`, and `x` itself where `beta * x` is above the threshold. */
export function softplus(input: Tensor, beta?: number, threshold?: number): Tensor;
export function softplus(
  input: Given<typeof softplusSignature.arguments, "input">,
  beta: Given<typeof softplusSignature.arguments, "beta">,
  ...more: Calls<typeof softplusSignature.arguments, "input beta", "threshold">
): Tensor;
export function softplus(input: Tensor, options: { readonly beta?: number; readonly threshold?: number }): Tensor;
export function softplus(options: Named<typeof softplusSignature.arguments>): Tensor;
export function softplus(...given: unknown[]): Tensor {
  const { input, beta, threshold } = softplusSignature.read(given);
  return ops.softplus(input, beta, threshold);
}

const softshrinkSignature = signature("F.softshrink", { input, ...settings.softshrink });

/** Shrinks `x` towards zero by `lambd`; anything closer to zero than that becomes zero. */
export function softshrink(input: Tensor, lambd?: number): Tensor;
export function softshrink(input: Tensor, options: { readonly lambd?: number }): Tensor;
export function softshrink(options: Named<typeof softshrinkSignature.arguments>): Tensor;
export function softshrink(...given: unknown[]): Tensor {
  const { input, lambd } = softshrinkSignature.read(given);
  return ops.softshrink(input, lambd);
}

const hardshrinkSignature = signature("F.hardshrink", { input, ...settings.hardshrink });

/** Zero where `|x|` is at most `lambd`, else `x`. */
export function hardshrink(input: Tensor, lambd?: number): Tensor;
export function hardshrink(input: Tensor, options: { readonly lambd?: number }): Tensor;
export function hardshrink(options: Named<typeof hardshrinkSignature.arguments>): Tensor;
export function hardshrink(...given: unknown[]): Tensor {
  const { input, lambd } = hardshrinkSignature.read(given);
  return ops.hardshrink(input, lambd);
}

const softsignSignature = signature("F.softsign", { input, ...settings.softsign });

/** `x / (1 + |x|)`. */
export function softsign(input: Tensor): Tensor;
export function softsign(options: Named<typeof softsignSignature.arguments>): Tensor;
export function softsign(...given: unknown[]): Tensor {
  const { input } = softsignSignature.read(given);
  return ops.softsign(input);
}

const tanhshrinkSignature = signature("F.tanhshrink", { input, ...settings.tanhshrink });

/** `x - tanh(x)`. */
export function tanhshrink(input: Tensor): Tensor;
export function tanhshrink(options: Named<typeof tanhshrinkSignature.arguments>): Tensor;
export function tanhshrink(...given: unknown[]): Tensor {
  const { input } = tanhshrinkSignature.read(given);
  return ops.tanhshrink(input);
}

const logsigmoidSignature = signature("F.logsigmoid", { input, ...settings.logsigmoid });

/** `log(sigmoid(x))`, computed without overflow. */
export function logsigmoid(input: Tensor): Tensor;
export function logsigmoid(options: Named<typeof logsigmoidSignature.arguments>): Tensor;
export function logsigmoid(...given: unknown[]): Tensor {
  const { input } = logsigmoidSignature.read(given);
  return ops.logSigmoid(input);
}

const tanhSignature = signature("F.tanh", { input, ...settings.tanh });

/** The hyperbolic tangent, between -1 and 1. */
export function tanh(input: Tensor): Tensor;
export function tanh(options: Named<typeof tanhSignature.arguments>): Tensor;
export function tanh(...given: unknown[]): Tensor {
  const { input } = tanhSignature.read(given);
  return input.tanh();
}

const sigmoidSignature = signature("F.sigmoid", { input, ...settings.sigmoid });

/** `1 / (1 + exp(-x))`, between 0 and 1. */
export function sigmoid(input: Tensor): Tensor;
export function sigmoid(options: Named<typeof sigmoidSignature.arguments>): Tensor;
export function sigmoid(...given: unknown[]): Tensor {
  const { input } = sigmoidSignature.read(given);
  return input.sigmoid();
}

const geluSignature = signature("F.gelu", { input, approximate: keyword(is.oneOf("none", "tanh"), "none") });

/** `x * P(Z < x)` for a standard normal Z, or its approximation with tanh. */
export function gelu(input: Tensor, options?: { readonly approximate?: "none" | "tanh" }): Tensor;
export function gelu(options: Named<typeof geluSignature.arguments>): Tensor;
export function gelu(...given: unknown[]): Tensor {
  const { input, approximate } = geluSignature.read(given);
  return ops.gelu(input, approximate);
}

const thresholdSignature = signature("F.threshold", { input, ...settings.threshold });

/** `x` where it is above `threshold`, else `value`. */
export function threshold(input: Tensor, threshold: number, value: number, inplace?: boolean): Tensor;
export function threshold(
  input: Given<typeof thresholdSignature.arguments, "input">,
  threshold: Given<typeof thresholdSignature.arguments, "threshold">,
  ...more: Calls<typeof thresholdSignature.arguments, "input threshold", "value inplace">
): Tensor;
export function threshold(input: Tensor, threshold: number, value: number, options: Inplace): Tensor;
export function threshold(
  input: Tensor,
  options: Inplace & { readonly threshold: number; readonly value: number },
): Tensor;
export function threshold(options: Named<typeof thresholdSignature.arguments>): Tensor;
export function threshold(...given: unknown[]): Tensor {
  const { input, threshold: limit, value, inplace: isInPlace } = thresholdSignature.read(given);
  return applied(input, isInPlace, (x) => ops.threshold(x, limit, value));
}

const preluSignature = signature("F.prelu", { input, weight: required(is.tensor) });

/** `x` where positive, else `weight * x`: the weight is one number, or one for each channel of [B, C, ...]. */
export function prelu(input: Tensor, weight: Tensor): Tensor;
export function prelu(
  input: Given<typeof preluSignature.arguments, "input">,
  ...more: Calls<typeof preluSignature.arguments, "input", "weight">
): Tensor;
export function prelu(options: Named<typeof preluSignature.arguments>): Tensor;
export function prelu(...given: unknown[]): Tensor {
  const { input, weight } = preluSignature.read(given);
  return ops.prelu(input, weight);
}

const gluSignature = signature("F.glu", { input, ...settings.glu });

/** `a * sigmoid(b)`, where `a` and `b` are the two halves along `dim`. */
export function glu(input: Tensor, dim?: number): Tensor;
export function glu(input: Tensor, options: { readonly dim?: number }): Tensor;
export function glu(options: Named<typeof gluSignature.arguments>): Tensor;
export function glu(...given: unknown[]): Tensor {
  const { input, dim } = gluSignature.read(given);
  return ops.glu(input, dim);
}

type OverDim = { readonly dim?: number | null; readonly dtype?: DType | null };

const overDim = {
  input,
  ...settings.softmax,
  // torch's third argument: how many stack frames up its warning points.
  _stacklevel: optional(is.int, 3),
  dtype: optional(is.orNull(is.dtype), null),
};
const softmaxSignature = signature("F.softmax", overDim);
const logSoftmaxSignature = signature("F.logSoftmax", overDim);
const softminSignature = signature("F.softmin", overDim);

/** The exponentials over dimension `dim`, divided by their sum. */
export function softmax(input: Tensor, dim?: number | null, options?: Omit<OverDim, "dim">): Tensor;
export function softmax(
  input: Given<typeof softmaxSignature.arguments, "input">,
  ...more: Calls<typeof softmaxSignature.arguments, "input", "dim _stacklevel dtype">
): Tensor;
export function softmax(options: Named<typeof softmaxSignature.arguments>): Tensor;
export function softmax(input: Tensor, options: OverDim): Tensor;
export function softmax(options: OverDim & { readonly input: Tensor }): Tensor;
export function softmax(...given: unknown[]): Tensor {
  const { input, dim, dtype } = softmaxSignature.read(given);
  return softmaxOf(input, dim ?? implicitDim(input), { dtype });
}

/** The logarithm of `softmax`, computed without overflow. */
export function logSoftmax(input: Tensor, dim?: number | null, options?: Omit<OverDim, "dim">): Tensor;
export function logSoftmax(
  input: Given<typeof logSoftmaxSignature.arguments, "input">,
  ...more: Calls<typeof logSoftmaxSignature.arguments, "input", "dim _stacklevel dtype">
): Tensor;
export function logSoftmax(options: Named<typeof logSoftmaxSignature.arguments>): Tensor;
export function logSoftmax(input: Tensor, options: OverDim): Tensor;
export function logSoftmax(options: OverDim & { readonly input: Tensor }): Tensor;
export function logSoftmax(...given: unknown[]): Tensor {
  const { input, dim, dtype } = logSoftmaxSignature.read(given);
  return logSoftmaxOf(input, dim ?? implicitDim(input), { dtype });
}

/** `softmax` of `-x`. */
export function softmin(input: Tensor, dim?: number | null, options?: Omit<OverDim, "dim">): Tensor;
export function softmin(
  input: Given<typeof softminSignature.arguments, "input">,
  ...more: Calls<typeof softminSignature.arguments, "input", "dim _stacklevel dtype">
): Tensor;
export function softmin(options: Named<typeof softminSignature.arguments>): Tensor;
export function softmin(input: Tensor, options: OverDim): Tensor;
export function softmin(options: OverDim & { readonly input: Tensor }): Tensor;
export function softmin(...given: unknown[]): Tensor {
  const { input, dim, dtype } = softminSignature.read(given);
  return ops.softmin(dtype === null ? input : input.to(dtype), dim ?? implicitDim(input));
}

/**
 * The dimension torch assumes, with its warning, when none is given: the first for 0-d, 1-d and 3-d inputs, else the
 * second.
 */
export function implicitDim(input: Tensor): number {
  warn(
    "Implicit dimension choice for softmax has been deprecated. Change the call to include { dim: X } as an argument.",
  );
  const dims = input.dim();
  return dims === 0 || dims === 1 || dims === 3 ? 0 : 1;
}
