/** Losses between tensors of one shape, `input` and `target`; `mean` divides by the number of elements. */
import { resultType, sameShape, scalarTypeName, warn } from "../../shape/index.ts";
import { noGrad } from "../autograd/grad-mode.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { tidy } from "../autograd/scope.ts";
import type { Tensor } from "../tensor.ts";
import { checkTensor } from "./operands.ts";
import { checkReduction, type Reduction } from "./nll-loss.ts";

export { crossEntropy, nllLoss, type CrossEntropyOptions, type NllOptions, type Reduction } from "./nll-loss.ts";
export type LossOptions = { reduction?: Reduction };

type Elementwise<S> = (x: Tensor, t: Tensor, settings: S) => Tensor;
type Context<S> = { readonly settings: S; readonly reduction: Reduction };

/**
 * A loss defined by its elements and their derivatives with respect to input and target, written with tensor operations
 * and recorded as one operation under torch's name.
 */
function elementwiseLoss<S>(
  name: string,
  values: Elementwise<S>,
  forInput: Elementwise<S>,
  forTarget: Elementwise<S>,
): (x: Tensor, t: Tensor, settings: S, reduction: Reduction) => Tensor {
  const gradient = defineGradient<Context<S>>(name, (node, grad) => {
    const [x, t] = node.saved() as [Tensor, Tensor];
    const { settings, reduction } = node.context;
    const scale = reduction === "mean" ? grad.div(Math.max(x.numel(), 1)) : grad;
    return [
      node.needs(0) && forInput(x, t, settings).mul(scale),
      node.needs(1) && forTarget(x, t, settings).mul(scale),
    ];
  });
  return (x, t, settings, reduction) => {
    checkReduction(reduction);
    const y = noGrad(() => tidy(() => reduce(values(x.detach(), t.detach(), settings), reduction)));
    return gradient.record(y, [x, t], [x, t], { settings, reduction });
  };
}

function reduce(losses: Tensor, reduction: Reduction): Tensor {
  checkReduction(reduction);
  return reduction === "none" ? losses : losses[reduction]();
}

/** A column [B, 1] against a row [B] compares everything with everything: torch computes it, and says so. */
function warnOfSizes(input: Tensor, target: Tensor): void {
  if (sameShape(input.sizes, target.sizes)) return;
  warn(
    `Using a target size (${target.shape.toString()}) that is different to the input size (${input.shape.toString()}). ` +
      "This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.",
  );
}

/** Both converted to their common dtype and shape. */
function alike(input: Tensor, target: Tensor): [Tensor, Tensor] {
  const dtype = resultType(input, target);
  const x = input.dtype === dtype ? input : input.to(dtype);
  const t = target.dtype === dtype ? target : target.to(dtype);
  if (String(x.sizes) === String(t.sizes)) return [x, t];
  const shape = noGrad(() => x.detach().eq(t.detach())).sizes;
  return [x.expand(...shape), t.expand(...shape)];
}

const squared = elementwiseLoss<null>(
  "MseLossBackward0",
  (x, t) => x.sub(t).square(),
  (x, t) => x.sub(t).mul(2),
  (x, t) => t.sub(x).mul(2),
);

/** Squared differences. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.mse_loss.html. */
export function mseLoss(input: Tensor, target: Tensor, { reduction = "mean" }: LossOptions = {}): Tensor {
  checkTensor("mse_loss", input);
  checkTensor("mse_loss", target, "target");
  warnOfSizes(input, target);
  return squared(...alike(input, target), null, reduction);
}

/** Absolute differences. */
export function l1Loss(input: Tensor, target: Tensor, { reduction = "mean" }: LossOptions = {}): Tensor {
  warnOfSizes(input, target);
  return tidy(() => reduce(input.sub(target).abs(), reduction));
}

const smooth = elementwiseLoss<number>(
  "SmoothL1LossBackward0",
  (x, t, beta) => {
    const d = x.sub(t).abs();
    return d
      .square()
      .mul(0.5)
      .div(beta)
      .where(d.lt(beta), d.sub(0.5 * beta));
  },
  (x, t, beta) => smoothSlope(x.sub(t), beta),
  (x, t, beta) => smoothSlope(t.sub(x), beta),
);

function smoothSlope(d: Tensor, beta: number): Tensor {
  return d.div(beta).where(d.abs().lt(beta), d.sign());
}

/** Squares up to `beta`, absolute differences beyond it. */
export function smoothL1Loss(
  input: Tensor,
  target: Tensor,
  { reduction = "mean", beta = 1 }: LossOptions & { beta?: number } = {},
): Tensor {
  if (beta < 0) throw new RangeError("smooth_l1_loss does not support negative values for beta.");
  if (beta === 0) return l1Loss(input, target, { reduction });
  warnOfSizes(input, target);
  return smooth(...alike(input, target), beta, reduction);
}

const huber = elementwiseLoss<number>(
  "HuberLossBackward0",
  (x, t, delta) => {
    const d = x.sub(t).abs();
    return d
      .square()
      .mul(0.5)
      .where(d.le(delta), d.sub(0.5 * delta).mul(delta));
  },
  (x, t, delta) => x.sub(t).clamp(-delta, delta),
  (x, t, delta) => t.sub(x).clamp(-delta, delta),
);

/** Squares up to `delta`, `delta` times absolute differences beyond it. */
export function huberLoss(
  input: Tensor,
  target: Tensor,
  { reduction = "mean", delta = 1 }: LossOptions & { delta?: number } = {},
): Tensor {
  if (delta <= 0) throw new RangeError("huber_loss does not support non-positive values for delta.");
  warnOfSizes(input, target);
  return huber(...alike(input, target), delta, reduction);
}

type Weights = { readonly weight: Tensor | null; readonly posWeight?: Tensor | null };

function weighted(losses: Tensor, { weight }: Weights): Tensor {
  return weight === null ? losses : losses.mul(weight);
}

/**
 * torch limits logarithms to -100 from below, so that a confident wrong probability gives a large loss instead of
 * infinity.
 */
const LOWEST_LOG = -100;

const binary = elementwiseLoss<Weights>(
  "BinaryCrossEntropyBackward0",
  (x, t, settings) => {
    const yes = x.log().clamp(LOWEST_LOG);
    const no = x.neg().log1p().clamp(LOWEST_LOG);
    return weighted(t.sub(1).mul(no).sub(t.mul(yes)), settings);
  },
  (x, t, settings) => weighted(x.sub(t).div(x.rsub(1).mul(x).clamp(1e-12)), settings),
  (x, _t, settings) => weighted(x.rsub(1).log().sub(x.log()), settings),
);

/**
 * Cross entropy of probabilities between 0 and 1.
 *
 * @throws RangeError in torch's words if shapes differ or values are out of range.
 */
export function binaryCrossEntropy(
  input: Tensor,
  target: Tensor,
  { weight = null, reduction = "mean" }: LossOptions & { weight?: Tensor | null } = {},
): Tensor {
  checkReduction(reduction);
  if (String(input.sizes) !== String(target.sizes)) {
    throw new RangeError(
      `Using a target size (${target.shape.toString()}) that is different to the input size (${input.shape.toString()}) is deprecated. ` +
        "Please ensure they have the same size.",
    );
  }
  if (input.dtype !== target.dtype) {
    throw new TypeError(`Found dtype ${scalarTypeName(target.dtype)} but expected ${scalarTypeName(input.dtype)}`);
  }
  for (const [name, tensor] of Object.entries({ input, target })) {
    const values = tensor.detach();
    if (tensor.numel() > 0 && !values.ge(0).logicalAnd(values.le(1)).all().item()) {
      throw new RangeError(`all elements of ${name} should be between 0 and 1`);
    }
  }
  return binary(input, target, { weight }, reduction);
}

const binaryLogits = elementwiseLoss<Weights>(
  "BinaryCrossEntropyWithLogitsBackward0",
  (x, t, settings) => {
    const down = softplusOfMinus(x);
    const scaled = settings.posWeight ? down.mul(t.mul(settings.posWeight.sub(1)).add(1)) : down;
    return weighted(t.rsub(1).mul(x).add(scaled), settings);
  },
  (x, t, settings) => {
    if (!settings.posWeight) return weighted(x.sigmoid().sub(t), settings);
    const scaled = t.mul(settings.posWeight);
    return weighted(scaled.add(1).sub(t).mul(x.sigmoid()).sub(scaled), settings);
  },
  (x, _t, settings) => {
    const slope = settings.posWeight ? softplusOfMinus(x).mul(settings.posWeight.sub(1)).sub(x) : x.neg();
    return weighted(slope, settings);
  },
);

/** `log(1 + exp(-x))`. */
function softplusOfMinus(x: Tensor): Tensor {
  return x.abs().neg().exp().log1p().add(x.neg().clamp(0));
}

/**
 * Sigmoid and `binaryCrossEntropy` in one, computed without overflow.
 *
 * @throws RangeError in torch's words if shapes differ.
 */
export function binaryCrossEntropyWithLogits(
  input: Tensor,
  target: Tensor,
  options: LossOptions & { weight?: Tensor | null; posWeight?: Tensor | null } = {},
): Tensor {
  const { weight = null, posWeight = null, reduction = "mean" } = options;
  if (String(input.sizes) !== String(target.sizes)) {
    throw new RangeError(
      `Target size (${target.shape.toString()}) must be the same as input size (${input.shape.toString()})`,
    );
  }
  if (!target.dtype.isFloatingPoint) {
    throw new TypeError(
      `result type ${scalarTypeName(input.dtype)} can't be cast to the desired output type ${scalarTypeName(target.dtype)}`,
    );
  }
  return binaryLogits(input, target, { weight, posWeight }, reduction);
}

/** Kullback-Leibler divergence; `input` holds log-probabilities, and so does `target` with `logTarget`. */
export function klDiv(
  input: Tensor,
  target: Tensor,
  { reduction = "mean", logTarget = false }: { reduction?: Reduction | "batchmean"; logTarget?: boolean } = {},
): Tensor {
  if (reduction === "mean")
    warn(
      "reduction: 'mean' divides the total loss by both the batch size and the support size. " +
        "'batchmean' divides only by the batch size, and aligns with the KL div math definition.",
    );
  return tidy(() => {
    const entropy = (t: Tensor): Tensor => t.mul(t.log()).maskedFill(t.detach().eq(0), 0);
    const losses = logTarget ? target.exp().mul(target.sub(input)) : entropy(target).sub(target.mul(input));
    if (reduction !== "batchmean") return reduce(losses, reduction);
    return input.sizes.length === 0 ? losses.sum() : losses.sum().div(input.sizes[0]!);
  });
}
