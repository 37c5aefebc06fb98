/**
 * Losses over classes. B batch, C classes; input [B, C] or [C] or [B, C, ...], target of class indices [B], [] or [B, ...].
 */
import { backend, Storage, type Dense } from "../../backend/index.ts";
import { formatShape, int64, scalarTypeName } from "../../shape/index.ts";
import { isGradEnabled } from "../autograd/grad-mode.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { tidy } from "../autograd/scope.ts";
import { fromStorage, type Tensor } from "../tensor.ts";
import { checkTensor, withOperands } from "./operands.ts";
import { checked, logSoftmax, softmax } from "./softmax.ts";
import { oneHot } from "./embedding.ts";

export type Reduction = "mean" | "sum" | "none";
export type NllOptions = { weight?: Tensor | null; ignoreIndex?: number; reduction?: Reduction };
export type CrossEntropyOptions = NllOptions & { labelSmoothing?: number };

/** The number of elements before and after the class dimension, and of classes. */
type Layout = { readonly batch: number; readonly classes: number; readonly inner: number };
type NllContext = {
  readonly layout: Layout;
  readonly factors: Float64Array;
  readonly targets: Int32Array;
  readonly reduction: Reduction;
};

function nllRule(name: string) {
  return defineGradient<NllContext>(name, (node, grad) => {
    const [input] = node.saved() as [Tensor];
    const { layout, factors, targets, reduction } = node.context;
    if (isGradEnabled()) return [spreadOverTargets(grad, input, node.context)];
    const gx = input.newZeros([...input.sizes]);
    const to = gx.memory.hostForWrite() as Float32Array;
    withOperands([grad], (g) => {
      const gy = g.storage.host() as Float32Array;
      for (let i = 0; i < targets.length; i++) {
        if (factors[i] === 0) continue;
        to[position(layout, i, targets[i]!)] = -factors[i]! * (reduction === "none" ? gy[i]! : gy[0]!);
      }
    });
    gx.memory.settle();
    return [gx];
  });
}

/** The same with an operation that can be differentiated again: the gradient times the weight of each element. */
function spreadOverTargets(grad: Tensor, input: Tensor, { layout, factors, targets, reduction }: NllContext): Tensor {
  const counts = input.detach().newZeros([layout.batch, layout.classes, layout.inner]);
  const to = counts.memory.hostForWrite() as Float32Array;
  for (let i = 0; i < targets.length; i++) if (factors[i] !== 0) to[position(layout, i, targets[i]!)] = -factors[i]!;
  counts.memory.settle();
  const each = reduction === "none" ? grad.reshape([layout.batch, 1, layout.inner]) : grad.reshape([]);
  return counts.mul(each).view([...input.sizes]);
}

const nllBackward = nllRule("NllLossBackward0");
const nll2dBackward = nllRule("NllLoss2DBackward0");

function position({ classes, inner }: Layout, i: number, target: number): number {
  return (Math.floor(i / inner) * classes + target) * inner + (i % inner);
}

/** @throws RangeError for a reduction that torch does not know. */
export function checkReduction(reduction: Reduction): void {
  if (!["mean", "sum", "none"].includes(reduction)) {
    throw new RangeError(`${String(reduction)} is not a valid value for reduction`);
  }
}

/**
 * Minus the log-probabilities of the target classes, weighted.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.nll_loss.html.
 *
 * @throws RangeError or TypeError in torch's words for targets that are not valid classes, or for shapes or dtypes that
 * do not fit.
 */
export function nllLoss(
  input: Tensor,
  target: Tensor,
  { weight = null, ignoreIndex = -100, reduction = "mean" }: NllOptions = {},
): Tensor {
  checkReduction(reduction);
  const layout = checkedLayout(input, target, weight);
  const targets = classesOf(target, layout.classes, ignoreIndex);
  const weights = weight === null ? null : withOperands([weight], (w) => w.storage.host() as Float32Array);
  const factors = new Float64Array(targets.length);
  let total = 0;
  for (let i = 0; i < targets.length; i++) {
    if (targets[i] === ignoreIndex) continue;
    factors[i] = weights === null ? 1 : weights[targets[i]!]!;
    total += factors[i]!;
  }
  if (reduction === "mean" && total !== 0) for (let i = 0; i < factors.length; i++) factors[i]! /= total;
  const losses = input.detach().newZeros(reduction === "none" ? [...target.sizes] : []);
  const to = losses.memory.hostForWrite() as Float32Array;
  withOperands([input], (x) => {
    const from = x.storage.host() as Float32Array;
    let sum = 0;
    for (let i = 0; i < targets.length; i++) {
      const loss = factors[i] === 0 ? 0 : -factors[i]! * from[position(layout, i, targets[i]!)]!;
      if (reduction === "none") to[i] = loss;
      else sum += loss;
    }
    // The mean over no targets is 0 / 0, as in torch.
    if (reduction !== "none") to[0] = reduction === "mean" && total === 0 ? NaN : sum;
  });
  losses.memory.settle();
  const rule = input.sizes.length > 2 ? nll2dBackward : nllBackward;
  const y = rule.record(losses, [input], [input], { layout, factors, targets, reduction });
  // torch computes these as [B, C, 1, ...] and returns a view.
  const isReshaped = reduction === "none" && (input.sizes.length === 3 || input.sizes.length > 4);
  return isReshaped ? y.view(...target.sizes) : y;
}

function checkedLayout(input: Tensor, target: Tensor, weight: Tensor | null): Layout {
  const { sizes } = input;
  const batch = sizes.length === 1 ? 1 : sizes[0]!;
  const classes = sizes.length === 1 ? sizes[0]! : sizes[1]!;
  const inner = sizes.slice(2).reduce((product, size) => product * size, 1);
  if (sizes.length === 0) throw new RangeError("input tensor should be 1D or 2D");
  const targetBatch = target.sizes[0] ?? 1;
  if (sizes.length > 1 && batch !== targetBatch) {
    throw new RangeError(`Expected input batch_size (${batch}) to match target batch_size (${targetBatch}).`);
  }
  if (sizes.length <= 2 && target.sizes.length > 1) {
    throw new RangeError("0D or 1D target tensor expected, multi-target not supported");
  }
  if (target.dtype !== int64 && target.dtype.name !== "uint8") {
    throw new TypeError(`expected target dtype to be Long or Byte, but got ${scalarTypeName(target.dtype)}`);
  }
  const expected = [batch, ...sizes.slice(2)];
  if (sizes.length > 2 && formatShape(target.sizes) !== formatShape(expected)) {
    throw new RangeError(`Expected target size ${formatShape(expected)}, got ${formatShape(target.sizes)}`);
  }
  if (weight !== null && (weight.sizes.length !== 1 || weight.sizes[0] !== classes)) {
    throw new RangeError(
      `weight tensor should be defined either for all ${classes} classes or no classes ` +
        `but got weight tensor of shape: ${formatShape(weight.sizes)}`,
    );
  }
  return { batch, classes, inner };
}

function classesOf(target: Tensor, classes: number, ignoreIndex: number): Int32Array {
  const values = withOperands([target], (t) => Int32Array.from(t.storage.host() as BigInt64Array, Number));
  for (const value of values) {
    if (value !== ignoreIndex && (value < 0 || value >= classes)) {
      throw new RangeError(`Target ${value} is out of bounds.`);
    }
  }
  return values;
}

const fusedBackward = defineGradient<Reduction>("NllLossBackward0", (node, grad) => {
  const [gradient, logits, target] = node.saved() as [Tensor, Tensor, Tensor];
  const reduction = node.context;
  const scale = reduction === "none" ? grad.unsqueeze(1) : grad.div(reduction === "mean" ? logits.sizes[0]! : 1);
  if (!isGradEnabled()) return [gradient.mul(scale)];
  const classes = logits.sizes[1]!;
  return [softmax(logits, 1).sub(oneHot(target, classes).to(logits.dtype)).mul(scale)];
});

/**
 * Softmax and negative log likelihood in one; the target is class indices, or probabilities of the input's shape.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.cross_entropy.html.
 *
 * @throws RangeError or TypeError in torch's words for targets that are not valid classes, or for shapes or dtypes that
 * do not fit.
 */
export function crossEntropy(input: Tensor, target: Tensor, options: CrossEntropyOptions = {}): Tensor {
  checkTensor("cross_entropy", input);
  checkTensor("cross_entropy", target, "target");
  return tidy(() => crossEntropyOf(input, target, options));
}

function crossEntropyOf(input: Tensor, target: Tensor, options: CrossEntropyOptions): Tensor {
  const { weight = null, ignoreIndex = -100, reduction = "mean", labelSmoothing = 0 } = options;
  checkReduction(reduction);
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new RangeError(`label_smoothing must be between 0.0 and 1.0. Got: ${labelSmoothing}`);
  }
  const way = target.dtype.isFloatingPoint
    ? "; the scores come first, then the classes: crossEntropy(scores, classes)"
    : "; scores are floating point: write input.float()";
  const along = checked("log_softmax", input, input.sizes.length === 1 ? 0 : 1, way);
  if (input.sizes.length > 0 && formatShape(input.sizes) === formatShape(target.sizes)) {
    return probabilityLoss(input, target, along, weight, reduction, labelSmoothing);
  }
  if (labelSmoothing > 0) return smoothedLoss(input, target, along, options);
  if (input.sizes.length === 2 && weight === null && input.dtype.isFloatingPoint) {
    const layout = checkedLayout(input, target, weight);
    const targets = classesOf(target, layout.classes, ignoreIndex);
    if (!targets.includes(ignoreIndex)) return fusedLoss(input, target, reduction);
  }
  return nllLoss(logSoftmax(input, along), target, options);
}

function fusedLoss(input: Tensor, target: Tensor, reduction: Reduction): Tensor {
  const batch = input.sizes[0]!;
  const classes = target.to(int64);
  const { losses, gradient } = withOperands([input, classes], (x, t) => backend().crossEntropy(x, t));
  const g = fromStorage(gradient, input.sizes);
  const y = fromStorage(
    reduction === "none" ? losses : reduced(losses, batch, reduction),
    reduction === "none" ? [batch] : [],
  );
  return fusedBackward.record(y, [input], [g, input, classes], reduction);
}

function reduced(losses: Storage, batch: number, reduction: "mean" | "sum"): Storage {
  const operand: Dense = { storage: losses, shape: [batch] };
  const result = backend().reduce(reduction, operand, [0]);
  losses.release();
  return result;
}

/** A part of the target's weight is spread evenly over all classes. */
function smoothedLoss(input: Tensor, target: Tensor, along: number, options: CrossEntropyOptions): Tensor {
  const { weight = null, ignoreIndex = -100, reduction = "mean", labelSmoothing = 0 } = options;
  const logs = logSoftmax(input, along);
  const nll = nllLoss(logs, target, options);
  const classes = input.sizes[along]!;
  const across = logs.sizes.map((_, d) => (d === along ? classes : 1));
  const weighted = weight === null ? logs : logs.mul(weight.view(...across));
  const ignored = target.eq(ignoreIndex);
  const all = weighted.sum(along).neg().maskedFill(ignored, 0);
  const spread =
    reduction === "none" ? all : reduction === "sum" ? all.sum() : all.sum().div(targetWeight(target, ignored, weight));
  return nll.mul(1 - labelSmoothing).add(spread.mul(labelSmoothing / classes));
}

/** What a mean divides by: the number of targets that are not ignored, or the sum of their weights. */
function targetWeight(target: Tensor, ignored: Tensor, weight: Tensor | null): number {
  if (weight === null) return target.numel() - Number(ignored.sum().item());
  const indices = target.maskedFill(ignored, 0).flatten();
  const weights = weight.detach().indexSelect(0, indices.to(int64));
  return Number(weights.maskedFill(ignored.flatten(), 0).sum().item());
}

const divBackward = defineGradient<number>("DivBackward1", (node, grad) => [grad.div(node.context)]);

function probabilityLoss(
  input: Tensor,
  target: Tensor,
  along: number,
  weight: Tensor | null,
  reduction: Reduction,
  labelSmoothing: number,
): Tensor {
  if (!target.dtype.isFloatingPoint) {
    throw new TypeError(
      `Expected floating point type for target with class probabilities, got ${scalarTypeName(target.dtype)}`,
    );
  }
  const classes = input.sizes[along]!;
  const logs = logSoftmax(input, along);
  const smoothed = labelSmoothing === 0 ? target : target.mul(1 - labelSmoothing).add(labelSmoothing / classes);
  let products = logs.mul(smoothed);
  if (weight !== null) products = products.mul(weight.view(...logs.sizes.map((_, d) => (d === along ? classes : 1))));
  if (reduction === "none") return products.sum(along).neg();
  const total = products.sum().neg();
  if (reduction === "sum") return total;
  const count = input.numel() / classes;
  return divBackward.record(total.detach().div(count), [total], [], count);
}
