/** The rarer activations: shrinking, thresholds, gates. See https://docs.pytorch.org/docs/2.13/nn.html#non-linear-activations-weighted-sum-nonlinearity. */
import { resolveArguments } from "../shape/arguments.ts";
import * as ops from "../tensor/ops/activation.ts";
import type { Tensor } from "../tensor/index.ts";
import { implicitDim } from "./activation.ts";
import { Module } from "./module.ts";
import { python, pythonFloat } from "./repr.ts";

/** As `ELU`, smooth for every `alpha`. */
export class CELU extends Module {
  readonly alpha: number;

  constructor(alpha?: number);
  constructor(options: { alpha?: number });
  constructor(...given: unknown[]) {
    super();
    this.alpha = resolveArguments<{ alpha: number }>("CELU", ["alpha"], 0, given).alpha ?? 1;
  }

  override forward(input: Tensor): Tensor {
    return ops.celu(input, this.alpha);
  }

  override extraRepr(): string {
    return `alpha=${pythonFloat(this.alpha)}`;
  }
}

/** `a * sigmoid(b)` of the two halves along `dim`. */
export class GLU extends Module {
  readonly dim: number;

  constructor(dim = -1) {
    super();
    this.dim = dim;
  }

  override forward(input: Tensor): Tensor {
    return ops.glu(input, this.dim);
  }

  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}

/** `Softmax` of `-x`. */
export class Softmin extends Module {
  readonly dim: number | null;

  constructor(dim?: number | null);
  constructor(options: { dim?: number | null });
  constructor(...given: unknown[]) {
    super();
    this.dim = resolveArguments<{ dim: number | null }>("Softmin", ["dim"], 0, given).dim ?? null;
  }

  override forward(input: Tensor): Tensor {
    return ops.softmin(input, this.dim ?? implicitDim(input));
  }

  override extraRepr(): string {
    return `dim=${python(this.dim)}`;
  }
}

/** `x` where above `threshold`, else `value`. */
export class Threshold extends Module {
  readonly threshold: number;
  readonly value: number;

  constructor(threshold: number, value: number) {
    super();
    this.threshold = threshold;
    this.value = value;
  }

  override forward(input: Tensor): Tensor {
    return ops.threshold(input, this.threshold, this.value);
  }

  override extraRepr(): string {
    return `threshold=${this.threshold}, value=${this.value}`;
  }
}

/** Moves towards zero by `lambd`, to zero where nearer than that. */
export class Softshrink extends Module {
  readonly lambd: number;

  constructor(lambd = 0.5) {
    super();
    this.lambd = lambd;
  }

  override forward(input: Tensor): Tensor {
    return ops.softshrink(input, this.lambd);
  }

  override extraRepr(): string {
    return String(this.lambd);
  }
}

/** Zero where nearer to zero than `lambd`. */
export class Hardshrink extends Module {
  readonly lambd: number;

  constructor(lambd = 0.5) {
    super();
    this.lambd = lambd;
  }

  override forward(input: Tensor): Tensor {
    return ops.hardshrink(input, this.lambd);
  }

  override extraRepr(): string {
    return String(this.lambd);
  }
}

/** `x - tanh(x)`. */
export class Tanhshrink extends Module {
  override forward(input: Tensor): Tensor {
    return ops.tanhshrink(input);
  }
}
