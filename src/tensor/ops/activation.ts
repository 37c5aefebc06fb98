/**
 * Activations: elementwise functions with their derivatives.
 * See https://docs.pytorch.org/docs/2.13/nn.functional.html#non-linear-activation-functions.
 */
import { scalarTypeName, wrapDim } from "../../shape/index.ts";
import { noGrad } from "../autograd/grad-mode.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { tidy } from "../autograd/scope.ts";
import type { Tensor } from "../tensor.ts";
import { cat } from "./join.ts";
import { checkTensor } from "./operands.ts";
import { softmax } from "./softmax.ts";
import { wide } from "./to.ts";

type Activation<Settings extends unknown[]> = (x: Tensor, ...settings: Settings) => Tensor;

/**
 * An activation defined by its values and its derivative, both written with tensor operations: the values are computed
 * unrecorded, under torch's name for the gradient, and the derivative may itself be differentiated. `kernel` is the
 * name in torch's message for integers.
 */
function activation<Settings extends unknown[]>(
  name: string,
  kernel: string,
  values: Activation<Settings>,
  derivative: (grad: Tensor, x: Tensor, ...settings: Settings) => Tensor,
): Activation<Settings> {
  const gradient = defineGradient<Settings>(name, (node, grad) => [
    derivative(wide(grad), wide(node.saved()[0]!), ...node.context),
  ]);
  return (x, ...settings) => {
    checkTensor(name.replace(/Backward0$/, "").toLowerCase(), x);
    if (!x.dtype.isFloatingPoint) {
      throw new TypeError(`"${kernel}" not implemented for '${scalarTypeName(x.dtype)}'`);
    }
    const y = noGrad(() => tidy(() => values(wide(x.detach()), ...settings).to(x.dtype)));
    return gradient.record(y, [x], [x], settings);
  };
}

/** `max(x, 0)`. */
export function relu(x: Tensor): Tensor {
  checkTensor("relu", x);
  return x.relu();
}

export const leakyRelu: Activation<[negativeSlope: number]> = activation(
  "LeakyReluBackward0",
  "leaky_relu_cpu",
  (x, slope) => x.where(x.gt(0), x.mul(slope)),
  (g, x, slope) => g.where(x.gt(0), g.mul(slope)),
);

const gelus = {
  none: activation(
    "GeluBackward0",
    "GeluKernelImpl",
    (x) => x.mul(0.5).mul(x.mul(Math.SQRT1_2).erf().add(1)),
    (g, x) => {
      const cdf = x.mul(Math.SQRT1_2).erf().add(1).mul(0.5);
      const pdf = x
        .square()
        .mul(-0.5)
        .exp()
        .mul(1 / Math.sqrt(2 * Math.PI));
      return g.mul(cdf.add(x.mul(pdf)));
    },
  ),
  tanh: activation(
    "GeluBackward0",
    "GeluKernelImpl",
    (x) => x.mul(0.5).mul(geluInner(x).tanh().add(1)),
    (g, x) => {
      const t = geluInner(x).tanh();
      const slope = x
        .square()
        .mul(3 * 0.044715)
        .add(1)
        .mul(Math.sqrt(2 / Math.PI));
      const inside = t.square().rsub(1).mul(slope).mul(x.mul(0.5));
      return g.mul(t.add(1).mul(0.5).add(inside));
    },
  ),
};

function geluInner(x: Tensor): Tensor {
  return x.add(x.pow(3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
}

/** `x * P(Z < x)` for a standard normal Z, or its approximation with tanh. */
export function gelu(x: Tensor, approximate: "none" | "tanh" = "none"): Tensor {
  if (!Object.hasOwn(gelus, approximate)) throw new RangeError("approximate argument must be either none or tanh.");
  return gelus[approximate](x);
}

/** `x * sigmoid(x)`. */
export const silu: Activation<[]> = activation(
  "SiluBackward0",
  "silu_cpu",
  (x) => x.mul(x.sigmoid()),
  (g, x) => {
    const s = x.sigmoid();
    return g.mul(s.mul(x.mul(s.rsub(1)).add(1)));
  },
);

/** `x * tanh(softplus(x))`. */
export const mish: Activation<[]> = activation(
  "MishBackward0",
  "mish_cpu",
  (x) => x.mul(x.exp().log1p().tanh()),
  (g, x) => {
    const t = x.exp().log1p().tanh();
    return g.mul(t.add(x.mul(x.sigmoid()).mul(t.square().rsub(1))));
  },
);

const scaledElu: Activation<[alpha: number, scale: number]> = activation(
  "EluBackward0",
  "elu_cpu",
  (x, alpha, scale) => x.mul(scale).where(x.gt(0), x.expm1().mul(alpha * scale)),
  (g, x, alpha, scale) => g.mul(scale).where(x.gt(0), g.mul(x.exp()).mul(alpha * scale)),
);

/** `x` where positive, else `alpha * (exp(x) - 1)`. */
export function elu(x: Tensor, alpha = 1): Tensor {
  return scaledElu(x, alpha, 1);
}

/** `elu` with the two constants that preserve mean and variance. */
export function selu(x: Tensor): Tensor {
  return scaledElu(x, 1.6732632423543772, 1.0507009873554805);
}

export const celu: Activation<[alpha: number]> = activation(
  "CeluBackward0",
  "elu_cpu",
  (x, alpha) => x.where(x.gt(0), x.div(alpha).expm1().mul(alpha)),
  (g, x, alpha) => g.where(x.gt(0), g.mul(x.div(alpha).exp())),
);

const hardtanhBackward = defineGradient<{ min: number; max: number }>("HardtanhBackward0", (node, grad) => {
  const [x] = node.saved() as [Tensor];
  const { min, max } = node.context;
  return [grad.where(x.gt(min).logicalAnd(x.lt(max)), 0)];
});

/**
 * `x` clamped to [min, max].
 *
 * @throws RangeError if `min` is above `max`.
 */
export function hardtanh(x: Tensor, min = -1, max = 1): Tensor {
  if (min > max) throw new RangeError("min_val cannot be greater than max_val");
  // A limit is rounded to a number that the input's dtype can hold.
  const limit = x.dtype.isFloatingPoint ? (value: number) => value : Math.trunc;
  const y = tidy(() => x.detach().clamp(limit(min), limit(max)));
  return hardtanhBackward.record(y, [x], [x], { min, max });
}

export function relu6(x: Tensor): Tensor {
  return hardtanh(x, 0, 6);
}

export const hardsigmoid: Activation<[]> = activation(
  "HardsigmoidBackward0",
  "hardsigmoid_cpu",
  (x) => x.add(3).clamp(0, 6).div(6),
  (g, x) => g.div(6).where(x.gt(-3).logicalAnd(x.lt(3)), 0),
);

export const hardswish: Activation<[]> = activation(
  "HardswishBackward0",
  "hardswish_cpu",
  (x) => x.mul(x.add(3).clamp(0, 6)).div(6),
  (g, x) => g.where(x.ge(3), g.mul(x.div(3).add(0.5)).where(x.gt(-3), 0)),
);

const steepSoftplus: Activation<[beta: number, threshold: number]> = activation(
  "SoftplusBackward0",
  "softplus_cpu",
  (x, beta, threshold) => x.where(x.mul(beta).gt(threshold), x.mul(beta).exp().log1p().div(beta)),
  (g, x, beta, threshold) => g.where(x.mul(beta).gt(threshold), g.mul(x.mul(beta).sigmoid())),
);

/** `log(1 + exp(beta * x)) / beta`, and `x` itself where `beta * x` is above the threshold. */
export function softplus(x: Tensor, beta = 1, threshold = 20): Tensor {
  return steepSoftplus(x, beta, threshold);
}

/** `x / (1 + |x|)`. */
export function softsign(x: Tensor): Tensor {
  return tidy(() => x.div(x.abs().add(1)));
}

/** `log(sigmoid(x))`, computed without overflow. */
export const logSigmoid: Activation<[]> = activation(
  "LogSigmoidBackward0",
  "log_sigmoid_cpu",
  (x) => x.clamp(null, 0).sub(x.abs().neg().exp().log1p()),
  (g, x) => g.mul(x.neg().sigmoid()),
);

/** `x - tanh(x)`. */
export function tanhshrink(x: Tensor): Tensor {
  return tidy(() => x.sub(x.tanh()));
}

export const softshrink: Activation<[lambda: number]> = activation(
  "SoftshrinkBackward0",
  "softshrink_cpu",
  // Within the limits the result is zero times x, which keeps NaN.
  (x, lambda) => x.sub(lambda).where(x.gt(lambda), x.add(lambda).where(x.lt(-lambda), x.mul(0))),
  (g, x, lambda) => g.maskedFill(x.abs().le(lambda), 0),
);

export const hardshrink: Activation<[lambda: number]> = activation(
  "HardshrinkBackward0",
  "hardshrink_cpu",
  (x, lambda) => x.maskedFill(x.abs().le(lambda), 0),
  (g, x, lambda) => g.maskedFill(x.abs().le(lambda), 0),
);

const thresholdBackward = defineGradient<number>("ThresholdBackward0", (node, grad) => [
  grad.maskedFill(node.saved()[0]!.le(node.context), 0),
]);

/** `x` where it is above `limit`, else `value`. */
export function threshold(x: Tensor, limit: number, value: number): Tensor {
  const y = tidy(() => x.detach().maskedFill(x.detach().le(limit), value));
  return thresholdBackward.record(y, [x], [x], limit);
}

const preluBackward = defineGradient("PreluKernelBackward0", (node, grad) => {
  const [x, weight] = node.saved() as [Tensor, Tensor];
  const isPositive = x.gt(0);
  return [
    node.needs(0) && grad.where(isPositive, grad.mul(weight)),
    node.needs(1) && grad.mul(x).maskedFill(isPositive, 0),
  ];
});

/**
 * `x` where positive, else `weight * x`: the weight is one number, or one for each channel of [B, C, ...].
 *
 * @throws RangeError if there are neither one nor C weights.
 */
export function prelu(x: Tensor, weight: Tensor): Tensor {
  const count = weight.numel();
  const channels = x.sizes[1] ?? 1;
  if (count !== 1 && count !== channels) {
    throw new RangeError(
      "Mismatch of parameter numbers and input channel size. " +
        `Found parameter numbers = ${count} and channel size = ${channels}.`,
    );
  }
  const w = weight.view(...x.sizes.map((_, d) => (d === 1 ? count : 1)));
  const y = noGrad(() => tidy(() => x.detach().where(x.gt(0), x.mul(w))));
  return preluBackward.record(y, [x, w], [x, w], undefined);
}

const gluBackward = defineGradient<number>("GluBackward0", (node, grad) => {
  const x = wide(node.saved()[0]!);
  const g = wide(grad);
  const [a, b] = x.chunk(2, node.context) as [Tensor, Tensor];
  const s = b.sigmoid();
  return [cat([g.mul(s), g.mul(a).mul(s).mul(s.rsub(1))], node.context)];
});

/**
 * `a * sigmoid(b)`, where `a` and `b` are the two halves along `dim`.
 *
 * @throws RangeError if the size is odd.
 */
export function glu(x: Tensor, dim = -1): Tensor {
  const along = wrapDim(dim, x.sizes.length);
  if (x.sizes[along]! % 2 !== 0) {
    throw new RangeError(`Halving dimension must be even, but dimension ${along} is size ${x.sizes[along]}`);
  }
  const [a, b] = wide(x.detach()).chunk(2, along) as [Tensor, Tensor];
  return gluBackward.record(
    tidy(() => a.mul(b.sigmoid()).to(x.dtype)),
    [x],
    [x],
    along,
  );
}

/** Softmax of `-x`. */
export function softmin(x: Tensor, dim: number): Tensor {
  return tidy(() => softmax(x.neg(), dim));
}
