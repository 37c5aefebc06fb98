/** One check for every differentiable operation of networks; run by test/src/tensor/gradients.test.ts. */
import { F, nn, torch, type Tensor } from "../../../src/index.ts";
import { positive, spread, type GradientCheck } from "../../support/gradient-check.ts";

function check(of: (...inputs: Tensor[]) => Tensor, ...inputs: Tensor[]): GradientCheck {
  return { inputs, of };
}

const classes = torch.tensor([2, 0, 1]);
const weights = positive(3);
const signs = torch.tensor([
  [1, -1, 1],
  [-1, 1, -1],
]);
const image = (): Tensor => spread(1, 2, 5, 4);

/** Elementwise functions, tested with numbers on both sides of their kinks. */
const activations: Record<string, (x: Tensor) => Tensor> = {
  relu6: F.relu6,
  leakyRelu: (x) => F.leakyRelu(x, 0.2),
  gelu: (x) => F.gelu(x),
  "gelu with tanh": (x) => F.gelu(x, { approximate: "tanh" }),
  silu: F.silu,
  mish: F.mish,
  elu: (x) => F.elu(x, 0.7),
  selu: F.selu,
  celu: (x) => F.celu(x, 0.7),
  hardtanh: (x) => F.hardtanh(x, -0.8, 0.9),
  hardsigmoid: (x) => F.hardsigmoid(x.mul(3)),
  hardswish: (x) => F.hardswish(x.mul(3)),
  softplus: (x) => F.softplus(x, 2, 1.5),
  softsign: F.softsign,
  logsigmoid: F.logsigmoid,
  tanhshrink: F.tanhshrink,
  softshrink: (x) => F.softshrink(x, 0.4),
  hardshrink: (x) => F.hardshrink(x, 0.4),
  threshold: (x) => F.threshold(x, 0.1, 20),
  glu: (x) => F.glu(x, 0),
  softmax: (x) => F.softmax(x, 1),
  logSoftmax: (x) => F.logSoftmax(x, 0),
  softmin: (x) => F.softmin(x, 1),
};

function hooked(): nn.Module {
  const module = new nn.SiLU();
  module.registerFullBackwardHook(() => undefined);
  return module;
}

export const gradientChecks: Readonly<Record<string, GradientCheck>> = {
  "a module with a backward hook": check((x) => hooked()(x), spread(2, 3)),
  ...Object.fromEntries(Object.entries(activations).map(([name, of]) => [name, check(of, spread(4, 3))])),
  softMarginLoss: check((x) => F.softMarginLoss(x, signs), spread(2, 3)),
  multiMarginLoss: check((x) => F.multiMarginLoss(x, classes, { p: 2, margin: 1.3 }), spread(3, 3)),
  hingeEmbeddingLoss: check((x) => F.hingeEmbeddingLoss(x, signs), spread(2, 3)),
  marginRankingLoss: check(
    (x, y) => F.marginRankingLoss(x, y, signs, { margin: 0.3 }),
    spread(2, 3),
    spread(2, 3).mul(-0.7),
  ),
  multilabelSoftMarginLoss: check((x) => F.multilabelSoftMarginLoss(x, signs.clamp(0)), spread(2, 3)),
  cosineEmbeddingLoss: check(
    (x, y) => F.cosineEmbeddingLoss(x, y, torch.tensor([1, -1])),
    spread(2, 3),
    positive(2, 3),
  ),
  tripletMarginLoss: check(
    (a, p, n) => F.tripletMarginLoss(a, p, n),
    spread(2, 3),
    positive(2, 3),
    spread(2, 3).mul(-0.4),
  ),
  poissonNllLoss: check((x) => F.poissonNllLoss(x, positive(2, 3)), spread(2, 3)),
  gaussianNllLoss: check((x, t, v) => F.gaussianNllLoss(x, t, v), spread(2, 3), spread(2, 3).mul(0.6), positive(2, 3)),
  prelu: check((x, w) => F.prelu(x, w), spread(2, 3), positive(3)),

  conv2d: check((x, w, b) => F.conv2d(x, w, b, { padding: 1, stride: 2 }), image(), spread(3, 2, 2, 3), spread(3)),
  "conv2d, squared": check((x, w, b) => F.conv2d(x, w, b).square(), spread(1, 2, 3, 3), spread(2, 2, 2, 2), spread(2)),
  "conv2d in groups, dilated": check(
    (x, w) => F.conv2d(x, w, { groups: 2, dilation: 2 }),
    spread(1, 2, 4, 4),
    spread(2, 1, 2, 2),
  ),
  "conv2d, same": check((x, w) => F.conv2d(x, w, { padding: "same" }), image(), spread(2, 2, 2, 2)),
  conv1d: check((x, w, b) => F.conv1d(x, w, b, { padding: 1 }), spread(2, 2, 4), spread(2, 2, 3), spread(2)),
  convTranspose2d: check(
    (x, w, b) => F.convTranspose2d(x, w, b, { stride: 2, padding: 1, outputPadding: 1 }),
    spread(1, 2, 2, 3),
    spread(2, 2, 3, 2),
    spread(2),
  ),
  linear: check((x, w, b) => F.linear(x, w, b), spread(2, 3), spread(4, 3), spread(4)),
  "linear without bias": check((x, w) => F.linear(x, w), spread(2, 3), spread(4, 3)),
  "linear of a vector": check((x, w) => F.linear(x, w), spread(3), spread(4, 3)),
  "linear of a cube": check((x, w) => F.linear(x, w), spread(2, 2, 3), spread(4, 3)),
  unfold: check((x) => F.unfold(x, 2, { padding: 1, stride: 2 }), image()),
  fold: check((x) => F.fold(x, [3, 3], 2), spread(1, 4, 4)),

  maxPool2d: check((x) => F.maxPool2d(x, 2, { stride: 1 }).square(), image()),
  "maxPool2d with indices": check((x) => F.maxPool2d(x, 2, { returnIndices: true })[0].square(), image()),
  avgPool2d: check((x) => F.avgPool2d(x, 2, { padding: 1, countIncludePad: false }).square(), image()),
  adaptiveAvgPool2d: check((x) => F.adaptiveAvgPool2d(x, [3, 2]).square(), image()),
  adaptiveMaxPool2d: check((x) => F.adaptiveMaxPool2d(x, [3, 2]).square(), image()),

  "batchNorm in training": check(
    (x, w, b) => F.batchNorm(x, null, null, { weight: w, bias: b, training: true }),
    spread(4, 3),
    positive(3),
    spread(3),
  ),
  "batchNorm in use": check(
    (x, w, b) => F.batchNorm(x, weights, weights, { weight: w, bias: b }),
    spread(2, 3, 2),
    positive(3),
    spread(3),
  ),
  layerNorm: check(
    (x, w, b) => F.layerNorm(x, [2, 3], { weight: w, bias: b }),
    spread(2, 2, 3),
    spread(2, 3),
    spread(2, 3),
  ),
  groupNorm: check((x, w, b) => F.groupNorm(x, 2, { weight: w, bias: b }), spread(2, 4, 3), spread(4), spread(4)),
  normalize: check((x) => F.normalize(x), spread(2, 3)),

  embedding: check((w) => F.embedding(torch.tensor([1, 2, 2]), w, { paddingIdx: 0 }), spread(3, 2)),
  "pad with zeros": check((x) => F.pad(x, [1, -1, 2, 0]), image()),
  ...Object.fromEntries(
    (["reflect", "replicate", "circular"] as const).flatMap((mode) => [
      [`pad, ${mode}, 1d`, check((x) => F.pad(x, [1, 1], { mode }).square(), spread(2, 4))],
      [`pad, ${mode}, 2d`, check((x) => F.pad(x, [1, 1, 0, 1], { mode }).square(), spread(2, 3, 3))],
      [`pad, ${mode}, 3d`, check((x) => F.pad(x, [1, 0, 0, 1, 1, 1], { mode }).square(), spread(1, 2, 2, 2))],
    ]),
  ),
  "embedding, squared": check((w) => F.embedding(torch.tensor([1, 2, 2]), w).square(), spread(3, 2)),
  "interpolate, nearest-exact, 1d": check(
    (x) => F.interpolate(x, { size: 5, mode: "nearest-exact" }).square(),
    spread(1, 2, 3),
  ),
  "interpolate, nearest-exact, 2d": check(
    (x) => F.interpolate(x, { size: 3, mode: "nearest-exact" }).square(),
    image(),
  ),
  "interpolate, nearest-exact, 3d": check(
    (x) => F.interpolate(x, { size: 3, mode: "nearest-exact" }).square(),
    spread(1, 1, 2, 2, 2),
  ),
  "interpolate, linear": check((x) => F.interpolate(x, { size: 5, mode: "linear" }).square(), spread(1, 2, 3)),
  "interpolate, bilinear": check((x) => F.interpolate(x, { size: [3, 6], mode: "bilinear" }).square(), image()),
  "interpolate, trilinear": check(
    (x) => F.interpolate(x, { size: 3, mode: "trilinear" }).square(),
    spread(1, 1, 2, 2, 2),
  ),
  "interpolate, bicubic": check((x) => F.interpolate(x, { size: 6, mode: "bicubic" }).square(), image()),
  "interpolate, antialias": check(
    (x) => F.interpolate(x, { size: 2, mode: "bilinear", antialias: true }).square(),
    image(),
  ),
  "interpolate, bicubic, antialias": check(
    (x) => F.interpolate(x, { size: 2, mode: "bicubic", antialias: true }).square(),
    image(),
  ),
  gridSample: check((x, grid) => F.gridSample(x, grid), image(), positive(1, 2, 3, 2).mul(0.9)),
  "gridSample, 3d": check((x, grid) => F.gridSample(x, grid), spread(1, 1, 2, 3, 2), positive(1, 1, 2, 1, 3).mul(0.7)),
  affineGrid: check((theta) => F.affineGrid(theta, [1, 1, 2, 3]).square(), spread(1, 2, 3)),
  conv3d: check(
    (x, w, b) => F.conv3d(x, w, b, { padding: 1, stride: [2, 1, 1] }),
    spread(1, 1, 3, 2, 2),
    spread(2, 1, 2, 2, 1),
    spread(2),
  ),
  convTranspose1d: check(
    (x, w, b) => F.convTranspose1d(x, w, b, { stride: 2 }),
    spread(1, 2, 3),
    spread(2, 1, 2),
    spread(1),
  ),
  convTranspose3d: check(
    (x, w, b) => F.convTranspose3d(x, w, b, { stride: 2, padding: 1 }),
    spread(1, 1, 2, 2, 2),
    spread(1, 2, 2, 2, 2),
    spread(2),
  ),
  maxPool3d: check((x) => F.maxPool3d(x, 2, { stride: 1 }).square(), spread(1, 1, 3, 2, 3)),
  avgPool3d: check((x) => F.avgPool3d(x, 2, { stride: 1, padding: 1 }).square(), spread(1, 1, 3, 2, 3)),
  adaptiveAvgPool3d: check((x) => F.adaptiveAvgPool3d(x, 2).square(), spread(1, 1, 3, 2, 3)),
  adaptiveMaxPool3d: check((x) => F.adaptiveMaxPool3d(x, 2).square(), spread(1, 1, 3, 2, 3)),
  maxUnpool2d: check(
    (x) =>
      F.maxUnpool2d(
        x,
        torch.tensor([
          [
            [
              [0, 3],
              [9, 14],
            ],
          ],
        ]),
        2,
      ).square(),
    spread(1, 1, 2, 2),
  ),
  pairwiseDistance: check((x, y) => F.pairwiseDistance(x, y), spread(2, 3), spread(2, 3).flip(0)),
  "a convTranspose2d with room to spare": check(
    (x, w, b) => F.convTranspose2d(x, w, b, { dilation: 2, outputPadding: 1, padding: 1 }).square(),
    spread(1, 1, 2, 3),
    spread(1, 1, 2, 2),
    spread(1),
  ),
  "interpolate, 1d": check((x) => F.interpolate(x, { scaleFactor: 2 }).square(), spread(1, 2, 3)),
  "interpolate, 2d": check((x) => F.interpolate(x, { size: [3, 5] }).square(), image()),
  "interpolate, 3d": check((x) => F.interpolate(x, { size: 3 }).square(), spread(1, 1, 2, 2, 2)),

  crossEntropy: check((x) => F.crossEntropy(x, classes), spread(3, 3)),
  "crossEntropy, each": check((x) => F.crossEntropy(x, classes, { reduction: "none" }), spread(3, 3)),
  "crossEntropy, weighted and smoothed": check(
    (x) => F.crossEntropy(x, classes, { weight: weights, labelSmoothing: 0.2, ignoreIndex: 1 }),
    spread(3, 3),
  ),
  "crossEntropy of probabilities": check((x, t) => F.crossEntropy(x, t), spread(2, 3), positive(2, 3)),
  nllLoss: check((x) => F.nllLoss(x, classes, { weight: weights, reduction: "sum" }), spread(3, 3)),
  "nllLoss, 2d": check(
    (x) =>
      F.nllLoss(
        x,
        torch.tensor([
          [
            [2, 0],
            [1, 2],
          ],
        ]),
      ),
    spread(1, 3, 2, 2),
  ),
  mseLoss: check((x, t) => F.mseLoss(x, t), spread(2, 3), positive(2, 3)),
  l1Loss: check((x, t) => F.l1Loss(x, t), spread(2, 3), positive(2, 3)),
  smoothL1Loss: check((x, t) => F.smoothL1Loss(x, t, { beta: 0.5 }), spread(2, 3), positive(2, 3)),
  huberLoss: check((x, t) => F.huberLoss(x, t, { delta: 0.5 }), spread(2, 3), positive(2, 3)),
  binaryCrossEntropy: check(
    (x, t) => F.binaryCrossEntropy(x, t, { weight: weights.flip(0) }),
    positive(2, 3),
    positive(2, 3).flip(1),
  ),
  binaryCrossEntropyWithLogits: check(
    (x, t) => F.binaryCrossEntropyWithLogits(x, t, { posWeight: weights, reduction: "sum" }),
    spread(2, 3),
    positive(2, 3),
  ),
  klDiv: check((x, t) => F.klDiv(x, t, { reduction: "batchmean" }), spread(2, 3), positive(2, 3)),
};
