/**
 * Activations: elementwise functions as layers, and softmax. See https://docs.pytorch.org/docs/2.13/nn.html#non-linear-activations-weighted-sum-nonlinearity.
 * Long because it is a list: some thirty similar classes, each with the types of its own arguments.
 */
import { float32, signature, type Arguments, type Signature } from "../shape/index.ts";
import { full, type Tensor } from "../tensor/index.ts";
import { prelu } from "../tensor/ops/activation.ts";
import * as F from "./functional/activation.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { python, pythonFloat } from "./repr.ts";
import { snakeCase } from "./state-dict.ts";
import type * as Calls from "./calls.ts";

const { settings } = F;

/** A layer whose arguments are its settings: they become its properties and make up its repr. */
abstract class Activation extends Module {
  readonly #signed: Signature<Arguments>;

  /** `given` is null for a copy, whose settings are filled in afterwards. */
  constructor(signed: Signature<Arguments>, given: readonly unknown[] | null) {
    super();
    if (given !== null) Object.assign(this, signed.read(given));
    this.#signed = signed;
  }

  protected override blank(): this {
    return Reflect.construct(Activation, [this.#signed, null], this.constructor) as this;
  }

  /** As in torch: numbers print as floats, and `inplace` is shown only when true. */
  override extraRepr(): string {
    return Object.keys(this.#signed.arguments)
      .flatMap((name) => {
        const value = this[name as keyof this] as unknown;
        if (name === "inplace") return value === true ? ["inplace=True"] : [];
        const text =
          typeof value === "number" && name !== "dim" ? pythonFloat(value) : python(value as string | number);
        return [`${snakeCase(name)}=${text}`];
      })
      .join(", ");
  }
}

export const reLUSignature = signature("nn.ReLU", settings.relu);

/** `max(x, 0)`. */
export class ReLU extends Activation {
  declare readonly inplace: boolean;

  constructor(...given: Calls.ReLU);
  constructor(...given: unknown[]) {
    super(reLUSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.relu(input, this.inplace);
  }
}

export const reLU6Signature = signature("nn.ReLU6", settings.relu6);

/** `min(max(x, 0), 6)`. */
export class ReLU6 extends Activation {
  declare readonly inplace: boolean;

  constructor(...given: Calls.ReLU6);
  constructor(...given: unknown[]) {
    super(reLU6Signature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.relu6(input, this.inplace);
  }
}

export const leakyReLUSignature = signature("nn.LeakyReLU", settings.leakyRelu);

/** `x` where positive, else `negativeSlope * x`. */
export class LeakyReLU extends Activation {
  declare readonly negativeSlope: number;
  declare readonly inplace: boolean;

  constructor(...given: Calls.LeakyReLU);
  constructor(...given: unknown[]) {
    super(leakyReLUSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.leakyRelu(input, this.negativeSlope, this.inplace);
  }
}

export const siLUSignature = signature("nn.SiLU", settings.silu);

/** `x * sigmoid(x)`. */
export class SiLU extends Activation {
  declare readonly inplace: boolean;

  constructor(...given: Calls.SiLU);
  constructor(...given: unknown[]) {
    super(siLUSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.silu(input, this.inplace);
  }
}

export const mishSignature = signature("nn.Mish", settings.mish);

/** `x * tanh(softplus(x))`. */
export class Mish extends Activation {
  declare readonly inplace: boolean;

  constructor(...given: Calls.Mish);
  constructor(...given: unknown[]) {
    super(mishSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.mish(input, this.inplace);
  }
}

export const eLUSignature = signature("nn.ELU", settings.elu);

/** `x` where positive, else `alpha * (exp(x) - 1)`. */
export class ELU extends Activation {
  declare readonly alpha: number;
  declare readonly inplace: boolean;

  constructor(...given: Calls.ELU);
  constructor(...given: unknown[]) {
    super(eLUSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.elu(input, this.alpha, this.inplace);
  }
}

export const sELUSignature = signature("nn.SELU", settings.selu);

/** `ELU` with the two constants that preserve mean and variance. */
export class SELU extends Activation {
  declare readonly inplace: boolean;

  constructor(...given: Calls.SELU);
  constructor(...given: unknown[]) {
    super(sELUSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.selu(input, this.inplace);
  }
}

export const cELUSignature = signature("nn.CELU", settings.celu);

/** Like `ELU`, but smooth for every `alpha`. */
export class CELU extends Activation {
  declare readonly alpha: number;
  declare readonly inplace: boolean;

  constructor(...given: Calls.CELU);
  constructor(...given: unknown[]) {
    super(cELUSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.celu(input, this.alpha, this.inplace);
  }
}

export const hardtanhSignature = signature("nn.Hardtanh", settings.hardtanh);

/** `x` clamped to [minVal, maxVal]. */
export class Hardtanh extends Activation {
  declare readonly minVal: number;
  declare readonly maxVal: number;
  declare readonly inplace: boolean;

  constructor(...given: Calls.Hardtanh);
  constructor(...given: unknown[]) {
    super(hardtanhSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.hardtanh(input, this.minVal, this.maxVal, this.inplace);
  }
}

export const hardsigmoidSignature = signature("nn.Hardsigmoid", settings.hardsigmoid);

/** `clamp(x + 3, 0, 6) / 6`. */
export class Hardsigmoid extends Activation {
  declare readonly inplace: boolean;

  constructor(...given: Calls.Hardsigmoid);
  constructor(...given: unknown[]) {
    super(hardsigmoidSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.hardsigmoid(input, this.inplace);
  }

  /** torch shows no settings for this layer. */
  override extraRepr(): string {
    return "";
  }
}

export const hardswishSignature = signature("nn.Hardswish", settings.hardswish);

/** `x * clamp(x + 3, 0, 6) / 6`. */
export class Hardswish extends Activation {
  declare readonly inplace: boolean;

  constructor(...given: Calls.Hardswish);
  constructor(...given: unknown[]) {
    super(hardswishSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.hardswish(input, this.inplace);
  }

  /** torch shows no settings for this layer. */
  override extraRepr(): string {
    return "";
  }
}

export const softplusSignature = signature("nn.Softplus", settings.softplus);

/** `log(1 + exp(beta * x)) / beta`, and `x` itself where `beta * x` is above the threshold. */
export class Softplus extends Activation {
  declare readonly beta: number;
  declare readonly threshold: number;

  constructor(...given: Calls.Softplus);
  constructor(...given: unknown[]) {
    super(softplusSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.softplus(input, this.beta, this.threshold);
  }
}

export const softshrinkSignature = signature("nn.Softshrink", settings.softshrink);

/** Shrinks `x` towards zero by `lambd`; anything closer to zero than that becomes zero. */
export class Softshrink extends Activation {
  declare readonly lambd: number;

  constructor(...given: Calls.Softshrink);
  constructor(...given: unknown[]) {
    super(softshrinkSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.softshrink(input, this.lambd);
  }

  override extraRepr(): string {
    return String(this.lambd);
  }
}

export const hardshrinkSignature = signature("nn.Hardshrink", settings.hardshrink);

/** Zero where `|x|` is at most `lambd`, else `x`. */
export class Hardshrink extends Activation {
  declare readonly lambd: number;

  constructor(...given: Calls.Hardshrink);
  constructor(...given: unknown[]) {
    super(hardshrinkSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.hardshrink(input, this.lambd);
  }

  override extraRepr(): string {
    return String(this.lambd);
  }
}

export const softsignSignature = signature("nn.Softsign", settings.softsign);

/** `x / (1 + |x|)`. */
export class Softsign extends Activation {
  constructor(...given: Calls.Softsign);
  constructor(...given: unknown[]) {
    super(softsignSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.softsign(input);
  }
}

export const tanhshrinkSignature = signature("nn.Tanhshrink", settings.tanhshrink);

/** `x - tanh(x)`. */
export class Tanhshrink extends Activation {
  constructor(...given: Calls.Tanhshrink);
  constructor(...given: unknown[]) {
    super(tanhshrinkSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.tanhshrink(input);
  }
}

export const logSigmoidSignature = signature("nn.LogSigmoid", settings.logsigmoid);

/** `log(sigmoid(x))`, computed without overflow. */
export class LogSigmoid extends Activation {
  constructor(...given: Calls.LogSigmoid);
  constructor(...given: unknown[]) {
    super(logSigmoidSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.logsigmoid(input);
  }
}

export const tanhSignature = signature("nn.Tanh", settings.tanh);

/** The hyperbolic tangent, between -1 and 1. */
export class Tanh extends Activation {
  constructor(...given: Calls.Tanh);
  constructor(...given: unknown[]) {
    super(tanhSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.tanh(input);
  }
}

export const sigmoidSignature = signature("nn.Sigmoid", settings.sigmoid);

/** `1 / (1 + exp(-x))`, between 0 and 1. */
export class Sigmoid extends Activation {
  constructor(...given: Calls.Sigmoid);
  constructor(...given: unknown[]) {
    super(sigmoidSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.sigmoid(input);
  }
}

export const thresholdSignature = signature("nn.Threshold", settings.threshold);

/** `x` where it is above `threshold`, else `value`. */
export class Threshold extends Activation {
  declare readonly threshold: number;
  declare readonly value: number;
  declare readonly inplace: boolean;

  constructor(...given: Calls.Threshold);
  constructor(...given: unknown[]) {
    super(thresholdSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.threshold(input, this.threshold, this.value, this.inplace);
  }

  override extraRepr(): string {
    return `threshold=${this.threshold}, value=${this.value}${this.inplace ? ", inplace=True" : ""}`;
  }
}

export const geluSignature = signature("nn.GELU", settings.gelu);

/** `x * P(Z < x)` for a standard normal Z; `approximate: "tanh"` uses a formula with tanh. */
export class GELU extends Activation {
  declare readonly approximate: "none" | "tanh";

  constructor(...given: Calls.GELU);
  constructor(...given: unknown[]) {
    super(geluSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.gelu(input, { approximate: this.approximate });
  }
}

export const gluSignature = signature("nn.GLU", settings.glu);

/** `a * sigmoid(b)`, where `a` and `b` are the two halves along `dim`. */
export class GLU extends Activation {
  declare readonly dim: number;

  constructor(...given: Calls.GLU);
  constructor(...given: unknown[]) {
    super(gluSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.glu(input, this.dim);
  }
}

export const preluSignature = signature("nn.PReLU", settings.prelu);

/** `x` where positive, else `weight * x` with a trained weight: one for all, or one for each channel. */
export class PReLU extends Module {
  readonly numParameters: number;
  readonly init: number;
  weight: Parameter;

  constructor(...given: Calls.PReLU);
  constructor(...given: unknown[]) {
    super();
    const { numParameters, init, dtype } = preluSignature.read(given);
    this.numParameters = numParameters;
    this.init = init;
    this.weight = new Parameter(full([numParameters], init, { dtype: dtype ?? float32 }));
  }

  override forward(input: Tensor): Tensor {
    return prelu(input, this.weight);
  }

  override extraRepr(): string {
    return `num_parameters=${this.numParameters}`;
  }
}

export const softmaxSignature = signature("nn.Softmax", settings.softmax);

/** The exponentials over dimension `dim`, divided by their sum. */
export class Softmax extends Activation {
  declare readonly dim: number | null;

  constructor(...given: Calls.Softmax);
  constructor(...given: unknown[]) {
    super(softmaxSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.softmax(input, this.dim);
  }
}

export const logSoftmaxSignature = signature("nn.LogSoftmax", settings.softmax);

/** The logarithm of `Softmax`, computed without overflow. */
export class LogSoftmax extends Activation {
  declare readonly dim: number | null;

  constructor(...given: Calls.LogSoftmax);
  constructor(...given: unknown[]) {
    super(logSoftmaxSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.logSoftmax(input, this.dim);
  }
}

export const softminSignature = signature("nn.Softmin", settings.softmax);

/** `Softmax` of `-x`. */
export class Softmin extends Activation {
  declare readonly dim: number | null;

  constructor(...given: Calls.Softmin);
  constructor(...given: unknown[]) {
    super(softminSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return F.softmin(input, this.dim);
  }
}
