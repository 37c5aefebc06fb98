/** Activations: elementwise functions as layers, and softmax. See https://docs.pytorch.org/docs/2.13/nn.html#non-linear-activations-weighted-sum-nonlinearity. */
import * as ops from "../tensor/ops/activation.ts";
import { logSoftmax, softmax } from "../tensor/ops/softmax.ts";
import { float32 } from "../shape/index.ts";
import { full, type Tensor } from "../tensor/index.ts";
import { resolveArguments } from "../shape/arguments.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { python, pythonFloat } from "./repr.ts";

/** `max(x, 0)`. */
export class ReLU extends Module {
  readonly inplace: boolean;

  constructor(inplace?: boolean);
  constructor(options: { inplace?: boolean });
  constructor(...given: unknown[]) {
    super();
    this.inplace = resolveArguments<{ inplace: boolean }>("ReLU", ["inplace"], 0, given).inplace ?? false;
  }

  override forward(input: Tensor): Tensor {
    return this.inplace ? input.relu_() : ops.relu(input);
  }

  override extraRepr(): string {
    return this.inplace ? "inplace=True" : "";
  }
}

/** `min(max(x, 0), 6)`. */
export class ReLU6 extends Module {
  override forward(input: Tensor): Tensor {
    return ops.relu6(input);
  }
}

/** `x` where positive, else `negativeSlope * x`. */
export class LeakyReLU extends Module {
  readonly negativeSlope: number;

  constructor(negativeSlope?: number);
  constructor(options: { negativeSlope?: number });
  constructor(...given: unknown[]) {
    super();
    const args = resolveArguments<{ negativeSlope: number }>("LeakyReLU", ["negativeSlope"], 0, given);
    this.negativeSlope = args.negativeSlope ?? 0.01;
  }

  override forward(input: Tensor): Tensor {
    return ops.leakyRelu(input, this.negativeSlope);
  }

  override extraRepr(): string {
    return `negative_slope=${this.negativeSlope}`;
  }
}

/** `x` where positive, else `weight * x` with a trained weight: one, or one for each channel. */
export class PReLU extends Module {
  readonly numParameters: number;
  weight: Parameter;

  constructor(numParameters?: number, init?: number);
  constructor(options: { numParameters?: number; init?: number });
  constructor(...given: unknown[]) {
    super();
    type Arguments = { numParameters: number; init: number };
    const args = resolveArguments<Arguments>("PReLU", ["numParameters", "init"], 0, given);
    this.numParameters = args.numParameters ?? 1;
    this.weight = new Parameter(full([this.numParameters], args.init ?? 0.25, { dtype: float32 }));
    this.keepKinds();
  }

  override forward(input: Tensor): Tensor {
    return ops.prelu(input, this.weight);
  }

  override extraRepr(): string {
    return `num_parameters=${this.numParameters}`;
  }
}

export class Tanh extends Module {
  override forward(input: Tensor): Tensor {
    return input.tanh();
  }
}

export class Sigmoid extends Module {
  override forward(input: Tensor): Tensor {
    return input.sigmoid();
  }
}

export class LogSigmoid extends Module {
  override forward(input: Tensor): Tensor {
    return ops.logSigmoid(input);
  }
}

/** `x * P(Z < x)` for a standard normal Z; `approximate: "tanh"` uses a formula with tanh. */
export class GELU extends Module {
  readonly approximate: "none" | "tanh";

  constructor({ approximate = "none" }: { approximate?: "none" | "tanh" } = {}) {
    super();
    this.approximate = approximate;
  }

  override forward(input: Tensor): Tensor {
    return ops.gelu(input, this.approximate);
  }

  override extraRepr(): string {
    return `approximate=${python(this.approximate)}`;
  }
}

/** `x * sigmoid(x)`. */
export class SiLU extends Module {
  override forward(input: Tensor): Tensor {
    return ops.silu(input);
  }
}

/** `x * tanh(softplus(x))`. */
export class Mish extends Module {
  override forward(input: Tensor): Tensor {
    return ops.mish(input);
  }
}

/** `x` where positive, else `alpha * (exp(x) - 1)`. */
export class ELU extends Module {
  readonly alpha: number;

  constructor(alpha?: number);
  constructor(options: { alpha?: number });
  constructor(...given: unknown[]) {
    super();
    this.alpha = resolveArguments<{ alpha: number }>("ELU", ["alpha"], 0, given).alpha ?? 1;
  }

  override forward(input: Tensor): Tensor {
    return ops.elu(input, this.alpha);
  }

  override extraRepr(): string {
    return `alpha=${pythonFloat(this.alpha)}`;
  }
}

export class SELU extends Module {
  override forward(input: Tensor): Tensor {
    return ops.selu(input);
  }
}

/** `x` kept within [minVal, maxVal]. */
export class Hardtanh extends Module {
  readonly minVal: number;
  readonly maxVal: number;

  constructor(minVal?: number, maxVal?: number);
  constructor(options: { minVal?: number; maxVal?: number });
  constructor(...given: unknown[]) {
    super();
    type Arguments = { minVal: number; maxVal: number };
    const args = resolveArguments<Arguments>("Hardtanh", ["minVal", "maxVal"], 0, given);
    this.minVal = args.minVal ?? -1;
    this.maxVal = args.maxVal ?? 1;
  }

  override forward(input: Tensor): Tensor {
    return ops.hardtanh(input, this.minVal, this.maxVal);
  }

  override extraRepr(): string {
    return `min_val=${pythonFloat(this.minVal)}, max_val=${pythonFloat(this.maxVal)}`;
  }
}

export class Hardsigmoid extends Module {
  override forward(input: Tensor): Tensor {
    return ops.hardsigmoid(input);
  }
}

export class Hardswish extends Module {
  override forward(input: Tensor): Tensor {
    return ops.hardswish(input);
  }
}

/** `log(1 + exp(beta * x)) / beta`, and `x` itself where `beta * x` is above the threshold. */
export class Softplus extends Module {
  readonly beta: number;
  readonly threshold: number;

  constructor(beta?: number, threshold?: number);
  constructor(options: { beta?: number; threshold?: number });
  constructor(...given: unknown[]) {
    super();
    type Arguments = { beta: number; threshold: number };
    const args = resolveArguments<Arguments>("Softplus", ["beta", "threshold"], 0, given);
    this.beta = args.beta ?? 1;
    this.threshold = args.threshold ?? 20;
  }

  override forward(input: Tensor): Tensor {
    return ops.softplus(input, this.beta, this.threshold);
  }

  override extraRepr(): string {
    return `beta=${pythonFloat(this.beta)}, threshold=${pythonFloat(this.threshold)}`;
  }
}

/** `x / (1 + |x|)`. */
export class Softsign extends Module {
  override forward(input: Tensor): Tensor {
    return ops.softsign(input);
  }
}

/** The exponentials over dimension `dim`, divided by their sum. */
export class Softmax extends Module {
  readonly dim: number | null;

  constructor(dim?: number | null);
  constructor(options: { dim?: number | null });
  constructor(...given: unknown[]) {
    super();
    this.dim = resolveArguments<{ dim: number | null }>("Softmax", ["dim"], 0, given).dim ?? null;
  }

  override forward(input: Tensor): Tensor {
    return softmax(input, this.dim ?? implicitDim(input));
  }

  override extraRepr(): string {
    return `dim=${python(this.dim)}`;
  }
}

/** The logarithm of `Softmax`, computed without overflow. */
export class LogSoftmax extends Module {
  readonly dim: number | null;

  constructor(dim?: number | null);
  constructor(options: { dim?: number | null });
  constructor(...given: unknown[]) {
    super();
    this.dim = resolveArguments<{ dim: number | null }>("LogSoftmax", ["dim"], 0, given).dim ?? null;
  }

  override forward(input: Tensor): Tensor {
    return logSoftmax(input, this.dim ?? implicitDim(input));
  }

  override extraRepr(): string {
    return `dim=${python(this.dim)}`;
  }
}

/** The dimension torch assumes when none is given: of 0-d, 1-d and 3-d inputs the first, else the second. */
export function implicitDim(input: Tensor): number {
  const dims = input.dim();
  return dims === 0 || dims === 1 || dims === 3 ? 0 : 1;
}
