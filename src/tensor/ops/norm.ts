/**
 * Normalisations. B batch, C channels, G groups; x is [B, C, ...], weight and bias [C] unless said otherwise.
 */
import { backend } from "../../backend/index.ts";
import { formatShape, numel, scalarTypeName } from "../../shape/index.ts";
import { gradientsThrough } from "../autograd/composite.ts";
import type { InputGrad } from "../autograd/grad-fn.ts";
import { isGradEnabled, noGrad } from "../autograd/grad-mode.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { tidy } from "../autograd/scope.ts";
import { fromStorage, type Tensor } from "../tensor.ts";
import { shaped, withOperands } from "./operands.ts";

export type BatchNormOptions = { training?: boolean; momentum?: number; eps?: number };

const trainingBackward = defineGradient<number>("NativeBatchNormBackward0", (node, gy) => {
  const [x, weight, mean, variance] = node.savedOrNull();
  if (isGradEnabled()) return batchGradients(node, [x!, weight!, null], node.context, gy);
  const statistics = { mean: mean!.memory, variance: variance!.memory };
  const grads = withOperands([gy, x!, weight!], (g, xs, w) =>
    backend().batchNormGrad(g, xs, w, statistics, node.context),
  );
  return [fromStorage(grads.x, x!.sizes), fromStorage(grads.weight, mean!.sizes), fromStorage(grads.bias, mean!.sizes)];
});

type Inputs = readonly (Tensor | null)[];
type Needs = { needs(i: number): boolean };

/**
 * x normalised over the dimensions `dims` to mean 0 and variance 1, with operations that can be differentiated again.
 */
function standardised(x: Tensor, dims: readonly number[], eps: number): Tensor {
  const centred = x.sub(x.mean(dims, { keepdim: true }));
  return centred.mul(centred.square().mean(dims, { keepdim: true }).add(eps).rsqrt());
}

/** The gradients of y = standardised(x) * weight + bias, for a graph that is to be differentiated again. */
function affineGradients(
  node: Needs,
  [x, weight]: Inputs,
  gy: Tensor,
  normalise: (x: Tensor) => Tensor,
  shape: readonly number[],
): InputGrad[] {
  const summed = gy.sizes.map((_, d) => d).filter((d) => (shape[d - gy.dim() + shape.length] ?? 1) === 1);
  const [gx, gw] = gradientsThrough(
    ([input, scale]) => {
      const y = normalise(input!);
      return scale === null || scale === undefined ? y : y.mul(scale.view(shape));
    },
    [x!, weight ?? null],
    gy,
    (i) => node.needs(i),
  );
  const gb = node.needs(2) && (summed.length === 0 ? gy : gy.sum(summed));
  return [gx, gw, gb];
}

function batchGradients(node: Needs, inputs: Inputs, eps: number, gy: Tensor): InputGrad[] {
  const x = inputs[0]!;
  const others = x.sizes.map((_, d) => d).filter((d) => d !== 1);
  const across = x.sizes.map((size, d) => (d === 1 ? size : 1));
  return affineGradients(node, inputs, gy, (input) => standardised(input, others, eps), across);
}

const evaluationBackward = defineGradient<number>("NativeBatchNormBackward0", (node, gy) => {
  const [x, weight, mean, variance] = node.savedOrNull();
  const across = x!.sizes.map((size, d) => (d === 1 ? size : 1));
  const others = x!.sizes.map((_, d) => d).filter((d) => d !== 1);
  const rstd = variance!.add(node.context).rsqrt();
  const scale = weight === null ? rstd : rstd.mul(weight!);
  const normalised = (): Tensor => x!.sub(mean!.view(...across)).mul(rstd.view(...across));
  return [
    node.needs(0) && gy.mul(scale.view(...across)),
    node.needs(1) && gy.mul(normalised()).sum(others),
    node.needs(2) && gy.sum(others),
  ];
});

/**
 * Normalises each channel: in training with the batch's own mean and variance, which also update the running ones;
 * otherwise with the running ones.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.batch_norm.html.
 *
 * @throws RangeError in torch's words for a single value per channel in training, or for statistics of the wrong
 * length.
 */
export function batchNorm(
  x: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  weight: Tensor | null = null,
  bias: Tensor | null = null,
  { training = false, momentum = 0.1, eps = 1e-5 }: BatchNormOptions = {},
): Tensor {
  const channels = x.sizes[1]!;
  const perChannel = x.numel() / channels;
  if (training && perChannel === 1) {
    throw new RangeError(`Expected more than 1 value per channel when training, got input size ${x.shape.toString()}`);
  }
  const named = { running_mean: runningMean, running_var: runningVar, weight, bias };
  for (const [name, tensor] of Object.entries(named)) {
    if (tensor !== null && tensor.numel() !== channels) {
      throw new RangeError(`${name} should contain ${channels} elements not ${tensor.numel()}`);
    }
  }
  if (!training) {
    if (runningMean === null || runningVar === null) {
      throw new RangeError("Expected running_mean and running_var to be defined when training=False");
    }
    const y = withOperands([x, weight, bias, runningMean, runningVar], (xs, w, b, m, v) =>
      backend().batchNorm(xs, w, b, m, v, eps),
    );
    const saved = [x, weight, runningMean, runningVar];
    return evaluationBackward.record(fromStorage(y, x.sizes), [x, weight, bias], saved, eps);
  }
  return tidy(() => trainingNorm(x, runningMean, runningVar, weight, bias, momentum, eps));
}

function trainingNorm(
  x: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  weight: Tensor | null,
  bias: Tensor | null,
  momentum: number,
  eps: number,
): Tensor {
  const channels = x.sizes[1]!;
  const perChannel = x.numel() / channels;
  const forward = withOperands([x, weight, bias], (xs, w, b) => backend().batchNormTraining(xs, w, b, eps));
  const mean = fromStorage(forward.mean, [channels]);
  const variance = fromStorage(forward.variance, [channels]);
  noGrad(() => {
    runningMean?.mul_(1 - momentum).add_(mean, { alpha: momentum });
    runningVar?.mul_(1 - momentum).add_(variance, { alpha: (momentum * perChannel) / (perChannel - 1) });
  });
  const y = fromStorage(forward.output, x.sizes);
  return trainingBackward.record(y, [x, weight, bias], [x, weight, mean, variance], eps);
}

type RowsOf = { readonly shape: readonly [rows: number, width: number]; readonly eps: number };

const layerBackward = defineGradient<RowsOf>("NativeLayerNormBackward0", (node, gy) => {
  const [x, weight, mean, rstd] = node.savedOrNull();
  const { shape, eps } = node.context;
  if (isGradEnabled()) {
    const inner = x!.sizes.slice(mean!.sizes.length);
    const dims = inner.map((_, d) => mean!.sizes.length + d);
    return affineGradients(node, [x!, weight!, null], gy, (input) => standardised(input, dims, eps), inner);
  }
  const grads = withOperands([gy, x!, weight!], (g, xs, w) =>
    backend().layerNormGrad(
      shaped(g, shape),
      shaped(xs, shape),
      weight === null ? undefined : shaped(w, [shape[1]]),
      mean!.memory,
      rstd!.memory,
    ),
  );
  const normalized = x!.sizes.slice(mean!.sizes.length);
  return [fromStorage(grads.x, x!.sizes), fromStorage(grads.weight, normalized), fromStorage(grads.bias, normalized)];
});

/**
 * Normalises over the last dimensions, which must be `normalizedShape`; weight and bias have that shape.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.layer_norm.html.
 *
 * @throws RangeError in torch's words if the last dimensions differ.
 */
export function layerNorm(
  x: Tensor,
  normalizedShape: readonly number[],
  weight: Tensor | null = null,
  bias: Tensor | null = null,
  eps = 1e-5,
): Tensor {
  const outer = x.sizes.slice(0, Math.max(x.sizes.length - normalizedShape.length, 0));
  if (formatShape(x.sizes.slice(outer.length)) !== formatShape(normalizedShape)) {
    throw new RangeError(
      `Given normalized_shape=${formatShape(normalizedShape)}, expected input with shape ` +
        `[*, ${normalizedShape.join(", ")}], but got input of size${formatShape(x.sizes)}`,
    );
  }
  checkFloating("LayerNormKernelImpl", x);
  return tidy(() => normalisedRows(x, outer, normalizedShape, weight, bias, eps));
}

function normalisedRows(
  x: Tensor,
  outer: readonly number[],
  normalizedShape: readonly number[],
  weight: Tensor | null,
  bias: Tensor | null,
  eps: number,
): Tensor {
  const width = numel(normalizedShape);
  const shape = [numel(outer), width] as const;
  const forward = withOperands([x, weight, bias], (xs, w, b) =>
    backend().layerNorm(shaped(xs, shape), w && shaped(w, [width]), b && shaped(b, [width]), eps),
  );
  const mean = fromStorage(forward.mean, outer);
  const rstd = fromStorage(forward.rstd, outer);
  return layerBackward.record(fromStorage(forward.output, x.sizes), [x, weight, bias], [x, weight, mean, rstd], {
    shape,
    eps,
  });
}

const groupBackward = defineGradient<RowsOf>("NativeGroupNormBackward0", (node, gy) => {
  const [x, weight, normalised, mean, rstd] = node.savedOrNull();
  const { shape, eps } = node.context;
  const across = x!.sizes.map((size, d) => (d === 1 ? size : 1));
  const others = x!.sizes.map((_, d) => d).filter((d) => d !== 1);
  if (isGradEnabled()) {
    const inGroups = (input: Tensor): Tensor => standardised(input.reshape([...shape]), [1], eps).view(input.sizes);
    return affineGradients(node, [x!, weight!, null], gy, inGroups, across);
  }
  const inner = weight === null ? gy : gy.mul(weight!.view(...across));
  const grads = withOperands([inner, x!], (g, xs) =>
    backend().layerNormGrad(shaped(g, shape), shaped(xs, shape), undefined, mean!.memory, rstd!.memory),
  );
  grads.weight.release();
  grads.bias.release();
  return [
    fromStorage(grads.x, x!.sizes),
    node.needs(1) && gy.mul(normalised!).sum(others),
    node.needs(2) && gy.sum(others),
  ];
});

/**
 * Normalises the channels of each image in `groups` groups.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.group_norm.html.
 *
 * @throws RangeError in torch's words if the number of channels is not divisible by the number of groups, or the weight does not fit.
 */
export function groupNorm(
  x: Tensor,
  groups: number,
  weight: Tensor | null = null,
  bias: Tensor | null = null,
  eps = 1e-5,
): Tensor {
  const channels = x.sizes[1]!;
  if (channels % groups !== 0) {
    throw new RangeError(
      "Expected number of channels in input to be divisible by num_groups, " +
        `but got input of shape ${formatShape(x.sizes)} and num_groups=${groups}`,
    );
  }
  for (const [name, tensor] of Object.entries({ weight, bias })) {
    if (tensor !== null && (tensor.sizes.length !== 1 || tensor.sizes[0] !== channels)) {
      throw new RangeError(
        `Expected ${name} to be a vector of size equal to the number of channels in input, but got ` +
          `${name} of shape ${formatShape(tensor.sizes)} and input of shape ${formatShape(x.sizes)}`,
      );
    }
  }
  checkFloating("GroupNormKernelImpl", x);
  return tidy(() => normalisedGroups(x, groups, weight, bias, eps));
}

function normalisedGroups(x: Tensor, groups: number, weight: Tensor | null, bias: Tensor | null, eps: number): Tensor {
  const rows = x.sizes[0]! * groups;
  const shape = [rows, x.numel() / rows] as const;
  const forward = withOperands([x], (xs) => backend().layerNorm(shaped(xs, shape), undefined, undefined, eps));
  const normalised = fromStorage(forward.output, x.sizes);
  const mean = fromStorage(forward.mean, [rows]);
  const rstd = fromStorage(forward.rstd, [rows]);
  const across = x.sizes.map((size, d) => (d === 1 ? size : 1));
  const y = noGrad(() => {
    const scaled = weight === null ? normalised : normalised.mul(weight.view(...across));
    return bias === null ? scaled.clone() : scaled.add(bias.view(...across));
  });
  return groupBackward.record(y, [x, weight, bias], [x, weight, normalised, mean, rstd], { shape, eps });
}

/** @throws TypeError in torch's words for integers, which cannot be normalised. */
function checkFloating(kernel: string, x: Tensor): void {
  if (!x.dtype.isFloatingPoint) throw new TypeError(`"${kernel}" not implemented for '${scalarTypeName(x.dtype)}'`);
}
