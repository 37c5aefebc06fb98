/**
 * Activations as functions, elementwise unless they take a dimension. The layers in `nn/activation.ts` share their
 * arguments. Long because it is a list of short functions, each with its documentation.
 */
import { keyword, optional, required, signature, warn } from "../../shape/index.ts";
import { inPlace, type Tensor } from "../../tensor/index.ts";
import * as is from "../../tensor/kinds.ts";
import * as ops from "../../tensor/ops/activation.ts";
import { logSoftmax as logSoftmaxOf, softmax as softmaxOf } from "../../tensor/ops/softmax.ts";
import type * as Calls from "./calls.ts";

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

/** The result, written over the input if in-place is requested. */
function applied(x: Tensor, isInPlace: boolean, compute: (x: Tensor) => Tensor): Tensor {
  return isInPlace ? inPlace(x, () => compute(x)) : compute(x);
}

export const reluSignature = signature("F.relu", { input, ...settings.relu });

/** `max(x, 0)`. */
export function relu(...given: Calls.Relu): Tensor;
export function relu(...given: unknown[]): Tensor {
  const { input, inplace: isInPlace } = reluSignature.read(given);
  return applied(input, isInPlace, (x) => ops.relu(x));
}

export const relu6Signature = signature("F.relu6", { input, ...settings.relu6 });

/** `min(max(x, 0), 6)`. */
export function relu6(...given: Calls.Relu6): Tensor;
export function relu6(...given: unknown[]): Tensor {
  const { input, inplace: isInPlace } = relu6Signature.read(given);
  return applied(input, isInPlace, (x) => ops.relu6(x));
}

export const leakyReluSignature = signature("F.leakyRelu", { input, ...settings.leakyRelu });

/** `x` where positive, else `negativeSlope * x`. */
export function leakyRelu(...given: Calls.LeakyRelu): Tensor;
export function leakyRelu(...given: unknown[]): Tensor {
  const { input, negativeSlope, inplace: isInPlace } = leakyReluSignature.read(given);
  return applied(input, isInPlace, (x) => ops.leakyRelu(x, negativeSlope));
}

export const siluSignature = signature("F.silu", { input, ...settings.silu });

/** `x * sigmoid(x)`. */
export function silu(...given: Calls.Silu): Tensor;
export function silu(...given: unknown[]): Tensor {
  const { input, inplace: isInPlace } = siluSignature.read(given);
  return applied(input, isInPlace, (x) => ops.silu(x));
}

export const mishSignature = signature("F.mish", { input, ...settings.mish });

/** `x * tanh(softplus(x))`. */
export function mish(...given: Calls.Mish): Tensor;
export function mish(...given: unknown[]): Tensor {
  const { input, inplace: isInPlace } = mishSignature.read(given);
  return applied(input, isInPlace, (x) => ops.mish(x));
}

export const eluSignature = signature("F.elu", { input, ...settings.elu });

/** `x` where positive, else `alpha * (exp(x) - 1)`. */
export function elu(...given: Calls.Elu): Tensor;
export function elu(...given: unknown[]): Tensor {
  const { input, alpha, inplace: isInPlace } = eluSignature.read(given);
  return applied(input, isInPlace, (x) => ops.elu(x, alpha));
}

export const seluSignature = signature("F.selu", { input, ...settings.selu });

/** `ELU` with the two constants that preserve mean and variance. */
export function selu(...given: Calls.Selu): Tensor;
export function selu(...given: unknown[]): Tensor {
  const { input, inplace: isInPlace } = seluSignature.read(given);
  return applied(input, isInPlace, (x) => ops.selu(x));
}

export const celuSignature = signature("F.celu", { input, ...settings.celu });

/** Like `ELU`, but smooth for every `alpha`. */
export function celu(...given: Calls.Celu): Tensor;
export function celu(...given: unknown[]): Tensor {
  const { input, alpha, inplace: isInPlace } = celuSignature.read(given);
  return applied(input, isInPlace, (x) => ops.celu(x, alpha));
}

export const hardtanhSignature = signature("F.hardtanh", { input, ...settings.hardtanh });

/** `x` clamped to [minVal, maxVal]. */
export function hardtanh(...given: Calls.Hardtanh): Tensor;
export function hardtanh(...given: unknown[]): Tensor {
  const { input, minVal, maxVal, inplace: isInPlace } = hardtanhSignature.read(given);
  return applied(input, isInPlace, (x) => ops.hardtanh(x, minVal, maxVal));
}

export const hardsigmoidSignature = signature("F.hardsigmoid", { input, ...settings.hardsigmoid });

/** `clamp(x + 3, 0, 6) / 6`. */
export function hardsigmoid(...given: Calls.Hardsigmoid): Tensor;
export function hardsigmoid(...given: unknown[]): Tensor {
  const { input, inplace: isInPlace } = hardsigmoidSignature.read(given);
  return applied(input, isInPlace, (x) => ops.hardsigmoid(x));
}

export const hardswishSignature = signature("F.hardswish", { input, ...settings.hardswish });

/** `x * clamp(x + 3, 0, 6) / 6`. */
export function hardswish(...given: Calls.Hardswish): Tensor;
export function hardswish(...given: unknown[]): Tensor {
  const { input, inplace: isInPlace } = hardswishSignature.read(given);
  return applied(input, isInPlace, (x) => ops.hardswish(x));
}

export const softplusSignature = signature("F.softplus", { input, ...settings.softplus });

/** `log(1 + exp(beta * x)) / beta`, and `x` itself where `beta * x` is above the threshold. */
export function softplus(...given: Calls.Softplus): Tensor;
export function softplus(...given: unknown[]): Tensor {
  const { input, beta, threshold } = softplusSignature.read(given);
  return ops.softplus(input, beta, threshold);
}

export const softshrinkSignature = signature("F.softshrink", { input, ...settings.softshrink });

/** Shrinks `x` towards zero by `lambd`; anything closer to zero than that becomes zero. */
export function softshrink(...given: Calls.Softshrink): Tensor;
export function softshrink(...given: unknown[]): Tensor {
  const { input, lambd } = softshrinkSignature.read(given);
  return ops.softshrink(input, lambd);
}

export const hardshrinkSignature = signature("F.hardshrink", { input, ...settings.hardshrink });

/** Zero where `|x|` is at most `lambd`, else `x`. */
export function hardshrink(...given: Calls.Hardshrink): Tensor;
export function hardshrink(...given: unknown[]): Tensor {
  const { input, lambd } = hardshrinkSignature.read(given);
  return ops.hardshrink(input, lambd);
}

export const softsignSignature = signature("F.softsign", { input, ...settings.softsign });

/** `x / (1 + |x|)`. */
export function softsign(...given: Calls.Softsign): Tensor;
export function softsign(...given: unknown[]): Tensor {
  const { input } = softsignSignature.read(given);
  return ops.softsign(input);
}

export const tanhshrinkSignature = signature("F.tanhshrink", { input, ...settings.tanhshrink });

/** `x - tanh(x)`. */
export function tanhshrink(...given: Calls.Tanhshrink): Tensor;
export function tanhshrink(...given: unknown[]): Tensor {
  const { input } = tanhshrinkSignature.read(given);
  return ops.tanhshrink(input);
}

export const logsigmoidSignature = signature("F.logsigmoid", { input, ...settings.logsigmoid });

/** `log(sigmoid(x))`, computed without overflow. */
export function logsigmoid(...given: Calls.Logsigmoid): Tensor;
export function logsigmoid(...given: unknown[]): Tensor {
  const { input } = logsigmoidSignature.read(given);
  return ops.logSigmoid(input);
}

export const tanhSignature = signature("F.tanh", { input, ...settings.tanh });

/** The hyperbolic tangent, between -1 and 1. */
export function tanh(...given: Calls.Tanh): Tensor;
export function tanh(...given: unknown[]): Tensor {
  const { input } = tanhSignature.read(given);
  return input.tanh();
}

export const sigmoidSignature = signature("F.sigmoid", { input, ...settings.sigmoid });

/** `1 / (1 + exp(-x))`, between 0 and 1. */
export function sigmoid(...given: Calls.Sigmoid): Tensor;
export function sigmoid(...given: unknown[]): Tensor {
  const { input } = sigmoidSignature.read(given);
  return input.sigmoid();
}

export const geluSignature = signature("F.gelu", { input, approximate: keyword(is.oneOf("none", "tanh"), "none") });

/** `x * P(Z < x)` for a standard normal Z, or its approximation with tanh. */
export function gelu(...given: Calls.Gelu): Tensor;
export function gelu(...given: unknown[]): Tensor {
  const { input, approximate } = geluSignature.read(given);
  return ops.gelu(input, approximate);
}

export const thresholdSignature = signature("F.threshold", { input, ...settings.threshold });

/** `x` where it is above `threshold`, else `value`. */
export function threshold(...given: Calls.Threshold): Tensor;
export function threshold(...given: unknown[]): Tensor {
  const { input, threshold: limit, value, inplace: isInPlace } = thresholdSignature.read(given);
  return applied(input, isInPlace, (x) => ops.threshold(x, limit, value));
}

export const preluSignature = signature("F.prelu", { input, weight: required(is.tensor) });

/** `x` where positive, else `weight * x`: the weight is one number, or one for each channel of [B, C, ...]. */
export function prelu(...given: Calls.Prelu): Tensor;
export function prelu(...given: unknown[]): Tensor {
  const { input, weight } = preluSignature.read(given);
  return ops.prelu(input, weight);
}

export const gluSignature = signature("F.glu", { input, ...settings.glu });

/** `a * sigmoid(b)`, where `a` and `b` are the two halves along `dim`. */
export function glu(...given: Calls.Glu): Tensor;
export function glu(...given: unknown[]): Tensor {
  const { input, dim } = gluSignature.read(given);
  return ops.glu(input, dim);
}

const overDim = {
  input,
  ...settings.softmax,
  // torch's third argument: how many stack frames up its warning points.
  _stacklevel: optional(is.int, 3),
  dtype: optional(is.orNull(is.dtype), null),
};
export const softmaxSignature = signature("F.softmax", overDim);
export const logSoftmaxSignature = signature("F.logSoftmax", overDim);
export const softminSignature = signature("F.softmin", overDim);

/** The exponentials over dimension `dim`, divided by their sum. */
export function softmax(...given: Calls.Softmax): Tensor;
export function softmax(...given: unknown[]): Tensor {
  const { input, dim, dtype } = softmaxSignature.read(given);
  return softmaxOf(input, dim ?? implicitDim(input), { dtype });
}

/** The logarithm of `softmax`, computed without overflow. */
export function logSoftmax(...given: Calls.LogSoftmax): Tensor;
export function logSoftmax(...given: unknown[]): Tensor {
  const { input, dim, dtype } = logSoftmaxSignature.read(given);
  return logSoftmaxOf(input, dim ?? implicitDim(input), { dtype });
}

/** `softmax` of `-x`. */
export function softmin(...given: Calls.Softmin): Tensor;
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
