/**
 * Every back end that loads here gives the numbers of the plain loops, for operands small and large enough for its device. One table of
 * cases in one file, even though it is long, so that what is compared can be seen at a glance.
 */
import { expect } from "chai";
import { describe, it } from "mocha";
import type { Backend, ConvGeometry, Dense, Pair, PoolGeometry } from "../../../src/backend/index.ts";
import { plain, Storage } from "../../../src/backend/index.ts";
import { bool, float32, int64, numel } from "../../../src/shape/index.ts";
import { backendsHere } from "./backends-here.ts";

/** Reproducible numbers in [-1, 1): a linear congruence. */
function values(n: number, seed: number): Float32Array {
  let state = seed + 1;
  return Float32Array.from({ length: n }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  });
}

function random(shape: readonly number[], seed = 0): Dense {
  return { storage: Storage.fromHost(float32, values(numel(shape), seed)), shape };
}

function positive(shape: readonly number[], seed = 0): Dense {
  return {
    storage: Storage.fromHost(
      float32,
      values(numel(shape), seed).map((x) => Math.abs(x) + 0.1),
    ),
    shape,
  };
}

function indices(n: number, below: number): Dense {
  const picks = BigInt64Array.from(values(n, 9), (x) => BigInt(Math.floor(((x + 1) / 2) * below)));
  return { storage: Storage.fromHost(int64, picks), shape: [n] };
}

function mask(shape: readonly number[]): Dense {
  return {
    storage: Storage.fromHost(
      bool,
      Uint8Array.from(values(numel(shape), 5), (x) => (x > 0 ? 1 : 0)),
    ),
    shape,
  };
}

type Case = readonly [name: string, run: (b: Backend) => readonly Storage[]];

const one: Pair = [1, 1];
function conv(name: string, x: number[], w: number[], given: Partial<ConvGeometry>): Case[] {
  const geometry: ConvGeometry = { stride: one, padding: [0, 0], dilation: one, groups: 1, ...given };
  const y = plain.conv2d(random(x), random(w), undefined, geometry);
  const size = (d: 0 | 1): number =>
    Math.floor(
      (x[2 + d]! + 2 * geometry.padding[d] - geometry.dilation[d] * (w[2 + d]! - 1) - 1) / geometry.stride[d],
    ) + 1;
  const shape = [x[0]!, w[0]!, size(0), size(1)];
  expect(y.length).to.equal(numel(shape));
  return [
    [`conv2d ${name}`, (b) => [b.conv2d(random(x), random(w, 1), random([w[0]!], 2), geometry)]],
    [`conv2d ${name} without bias`, (b) => [b.conv2d(random(x), random(w, 1), undefined, geometry)]],
    [`conv2dInputGrad ${name}`, (b) => [b.conv2dInputGrad(random(shape, 3), random(w, 1), x, geometry)]],
    [`conv2dWeightGrad ${name}`, (b) => [b.conv2dWeightGrad(random(shape, 3), random(x), w, geometry)]],
  ];
}

function maxPool(name: string, x: number[], given: Partial<PoolGeometry>): Case[] {
  const geometry: PoolGeometry = {
    kernelSize: [2, 2],
    stride: [2, 2],
    padding: [0, 0],
    dilation: one,
    ceilMode: false,
    ...given,
  };
  return [
    [
      `maxPool2d ${name} and its gradient`,
      (b) => {
        const image = random(x);
        const { output, saved } = b.maxPool2d(image, geometry);
        const rows = output.length / (x[0]! * x[1]!);
        const size = (d: 0 | 1) => {
          const { kernelSize, stride, padding, dilation, ceilMode } = geometry;
          const span = x[2 + d]! + 2 * padding[d] - dilation[d] * (kernelSize[d] - 1) - 1;
          const n = (ceilMode ? Math.ceil(span / stride[d]) : Math.floor(span / stride[d])) + 1;
          return ceilMode && (n - 1) * stride[d] >= x[2 + d]! + padding[d] ? n - 1 : n;
        };
        expect(size(0) * size(1)).to.equal(rows);
        const gx = b.maxPool2dGrad(random([x[0]!, x[1]!, size(0), size(1)], 4), saved);
        saved.release();
        return [output, gx, ...Object.values(b.maxPool2dWithIndices(image, geometry))];
      },
    ],
  ];
}

const average = {
  kernelSize: [2, 2],
  stride: [2, 2],
  padding: [0, 0],
  ceilMode: false,
  countIncludePad: true,
  divisorOverride: undefined,
} as const;
const shape4 = [4, 6, 16, 16];
const row = [64, 96];
const unaryOps = [
  "neg",
  "abs",
  "sign",
  "floor",
  "ceil",
  "round",
  "trunc",
  "square",
  "exp",
  "expm1",
  "sin",
  "cos",
  "tan",
  "tanh",
  "erf",
  "sigmoid",
  "relu",
  "softplus",
  "asin",
  "acos",
  "atan",
  "sinh",
  "cosh",
  "asinh",
  "atanh",
] as const;
const positiveOps = ["sqrt", "rsqrt", "log", "log2", "log10", "log1p", "reciprocal"] as const;

const cases: readonly Case[] = [
  ...unaryOps.map((op): Case => [op, (b) => [b.unary(op, random(shape4))]]),
  ...positiveOps.map((op): Case => [op, (b) => [b.unary(op, positive(shape4))]]),
  ...(
    [
      "add",
      "sub",
      "mul",
      "div",
      "maximum",
      "minimum",
      "remainder",
      "fmod",
      "atan2",
      "tanhGrad",
      "sigmoidGrad",
      "reluGrad",
    ] as const
  ).flatMap((op): Case[] => [
    [op, (b) => [b.binary(op, random(shape4), positive(shape4, 1))]],
    [`${op} along a row`, (b) => [b.binary(op, random(row), positive([96], 1))]],
    [`${op} along a channel`, (b) => [b.binary(op, random(shape4), positive([1, 6, 1, 1], 1))]],
    [`${op} with a number`, (b) => [b.binary(op, random(row), 0.3)]],
    [`${op} of a number`, (b) => [b.binary(op, 0.3, positive(row))]],
  ]),
  ["pow", (b) => [b.binary("pow", positive(row), random(row, 1)), b.binary("pow", random(row), 2)]],
  [
    "comparisons",
    (b) => (["eq", "ne", "lt", "le", "gt", "ge"] as const).map((op) => b.compare(op, random(row), random([96]))),
  ],
  ["where", (b) => [b.where(mask(row), random(row), 0), b.where(mask([96]), random(row), random([64, 1], 2))]],
  ["casts", (b) => [b.cast(mask(row), float32), b.cast(random(row), bool)]],
  [
    "elementwise in the layout of images",
    (b) => {
      const geometry: ConvGeometry = { stride: one, padding: one, dilation: one, groups: 1 };
      const y = b.conv2d(random([4, 3, 16, 16]), random([6, 3, 3, 3], 1), undefined, geometry);
      const dense = { storage: y, shape: shape4 };
      const channel = random([6, 1, 1], 2);
      return [
        b.unary("tanh", dense),
        b.binary("add", dense, random(shape4, 3)),
        b.binary("mul", dense, channel),
        b.binary("sub", channel, dense),
        b.binary("div", dense, positive([16], 4)),
        b.binary("add", random([4, 1, 16, 16], 5), dense),
        b.where(mask(shape4), dense, 0),
        b.compare("gt", dense, 0),
        b.reduce("sum", dense, [0, 2, 3]),
        b.reduce("mean", dense, [2, 3]),
        b.reduce("max", dense, [1]),
        b.reduce("sum", dense, [0, 1, 2, 3]),
        b.reduce("sum", dense, [3]),
        b.cat([dense, random([4, 2, 16, 16], 6)], 1),
        b.narrow(dense, 1, 2, 3),
        b.narrow(dense, 0, 1, 2),
        b.pad(
          dense,
          [
            [0, 0],
            [0, 0],
            [1, 2],
            [3, 0],
          ],
          0.5,
        ),
        b.permute(dense, [1, 0, 2, 3]),
        b.broadcastTo({ storage: y, shape: [1, ...shape4] }, [2, ...shape4]),
        b.matmul({ storage: y, shape: [4, 1536] }, random([1536, 5], 7)),
        b.biasAdd(dense, random([6])),
        b.biasGrad(dense),
      ];
    },
  ],
  [
    "reductions",
    (b) =>
      (["sum", "mean", "max", "min", "prod"] as const).flatMap((op) =>
        [[0], [1], [0, 1]].map((dims) => b.reduce(op, positive([96, 64]), dims)),
      ),
  ],
  ["argReduce", (b) => [b.argReduce("argmax", random(row), 1), b.argReduce("argmin", random(row), 0)]],
  [
    "matmul",
    (b) => [
      b.matmul(random([40, 50]), random([50, 60])),
      b.matmul(random([50, 40]), random([50, 60]), { transposeA: true }),
      b.matmul(random([40, 50]), random([60, 50]), { transposeB: true }),
      b.matmul(random([3, 20, 30]), random([30, 40])),
      b.matmul(random([3, 1, 20, 30]), random([2, 30, 40])),
    ],
  ],
  [
    "linear",
    (b) => [
      b.linear(random([64, 50]), random([32, 50]), random([32])),
      b.linear(random([64, 50]), random([32, 50]), undefined),
    ],
  ],
  ["permute and broadcastTo", (b) => [b.permute(random([8, 20, 30]), [2, 0, 1]), b.broadcastTo(random([1, 96]), row)]],
  [
    "cat, narrow and pad",
    (b) => [
      b.cat([random(row), random([64, 10])], 1),
      b.narrow(random(row), 1, 3, 50),
      b.pad(
        random(row),
        [
          [1, 2],
          [0, 3],
        ],
        -1,
      ),
    ],
  ],
  [
    "embedding",
    (b) => [b.embedding(random([30, 64]), indices(100, 30)), b.embeddingGrad(random([100, 64]), indices(100, 30), 30)],
  ],
  ...[0, 1].map((dim): Case => [
    `softmax over dimension ${dim}`,
    (b) => [
      b.softmax(random(row), dim),
      b.logSoftmax(random(row), dim),
      b.softmaxGrad(random(row, 1), { storage: plain.softmax(random(row), dim), shape: row }, dim),
      b.logSoftmaxGrad(random(row, 1), { storage: plain.logSoftmax(random(row), dim), shape: row }, dim),
    ],
  ]),
  ["softmax over channels", (b) => [b.softmax(random(shape4), 1), b.logSoftmax(random(shape4), 1)]],
  ["crossEntropy", (b) => Object.values(b.crossEntropy(random([512, 10]), indices(512, 10)))],
  ...conv("as the lesson", [1, 3, 4, 4], [1, 3, 3, 3], { padding: one }),
  ...conv("3x3 same", [4, 3, 16, 16], [8, 3, 3, 3], { padding: one }),
  ...conv("valid", [4, 3, 16, 16], [8, 3, 5, 3], {}),
  ...conv("1x1", [4, 8, 16, 16], [16, 8, 1, 1], {}),
  ...conv("stride 2 padding 1", [4, 3, 16, 16], [8, 3, 3, 3], { padding: one, stride: [2, 2] }),
  ...conv("stride 2 with a remainder", [4, 3, 16, 15], [8, 3, 3, 3], { stride: [2, 2] }),
  ...conv("stride 3, padding 2 and 1, 4x5", [4, 3, 17, 16], [8, 3, 4, 5], { padding: [2, 1], stride: [3, 2] }),
  ...conv("dilation 2", [4, 3, 16, 16], [8, 3, 3, 3], { padding: [2, 2], dilation: [2, 2] }),
  ...conv("dilation 2 and 3, no padding", [4, 3, 16, 16], [8, 3, 3, 3], { dilation: [2, 3] }),
  ...conv("dilation 2, stride 2", [4, 3, 16, 16], [8, 3, 3, 3], { padding: [2, 2], dilation: [2, 2], stride: [2, 2] }),
  // Large enough for oneDNN's kernels
  ...conv("3x3 same, large", [16, 16, 16, 16], [16, 16, 3, 3], { padding: one }),
  ...conv("valid, large", [16, 3, 24, 16], [16, 3, 5, 3], {}),
  ...conv("1x1, large", [16, 24, 16, 16], [32, 24, 1, 1], {}),
  ...conv("stride 2 padding 1, large", [16, 16, 16, 16], [24, 16, 3, 3], { padding: one, stride: [2, 2] }),
  ...conv("stride 3, padding 2 and 1, large", [32, 5, 17, 16], [20, 5, 4, 5], { padding: [2, 1], stride: [3, 2] }),
  ...conv("2 groups", [4, 6, 16, 16], [8, 3, 3, 3], { padding: one, groups: 2 }),
  ...conv("a group a channel", [4, 6, 16, 16], [12, 1, 3, 3], { padding: one, groups: 6 }),
  ...conv("a group a channel, stride 2", [4, 6, 16, 15], [6, 1, 3, 3], { padding: one, stride: [2, 2], groups: 6 }),
  ...conv("a group a channel, two strides", [4, 6, 16, 16], [6, 1, 3, 3], { stride: [2, 1], groups: 6 }),
  ...conv("a group a channel, dilated", [4, 6, 16, 16], [6, 1, 3, 3], { dilation: [2, 2], groups: 6 }),
  ...maxPool("2", shape4, {}),
  ...maxPool("3 stride 2 padding 1", shape4, { kernelSize: [3, 3], padding: one }),
  ...maxPool("3 stride 2 padding 1 hanging over", [4, 6, 15, 16], { kernelSize: [3, 3], padding: one, ceilMode: true }),
  ...maxPool("5x4 stride 3 padding 2 and 1", shape4, { kernelSize: [5, 4], stride: [3, 3], padding: [2, 1] }),
  ...maxPool("2 with a remainder", [4, 6, 15, 17], {}),
  ...maxPool("2 hanging over", [4, 6, 15, 17], { ceilMode: true }),
  ...maxPool("3 stride 1 dilation 2", shape4, { kernelSize: [3, 3], stride: one, dilation: [2, 2] }),
  ...maxPool("3x2 overlapping", shape4, { kernelSize: [3, 2], stride: [1, 2] }),
  [
    "avgPool2d",
    (b) => [
      b.avgPool2d(random(shape4), average),
      b.avgPool2dGrad(random([4, 6, 8, 8]), shape4, average),
      b.avgPool2d(random(shape4), { ...average, kernelSize: [3, 3], padding: one }),
      b.avgPool2dGrad(random([4, 6, 8, 8], 1), shape4, { ...average, kernelSize: [3, 3], padding: one }),
      b.avgPool2d(random(shape4), { ...average, kernelSize: [3, 3], padding: one, countIncludePad: false }),
      b.avgPool2d(random(shape4), {
        ...average,
        kernelSize: [3, 3],
        stride: one,
        padding: one,
        countIncludePad: false,
      }),
      b.avgPool2dGrad(random(shape4, 1), shape4, {
        ...average,
        kernelSize: [3, 3],
        stride: one,
        padding: one,
        countIncludePad: false,
      }),
      b.avgPool2d(random([4, 6, 15, 15]), { ...average, ceilMode: true }),
      b.avgPool2d(random(shape4), { ...average, divisorOverride: 3 }),
    ],
  ],
  [
    "adaptiveAvgPool2d",
    (b) =>
      (
        [
          [1, 1],
          [4, 8],
          [5, 3],
        ] as const
      ).flatMap(([h, w]) => [
        b.adaptiveAvgPool2d(random(shape4), [h, w]),
        b.adaptiveAvgPool2dGrad(random([4, 6, h, w]), shape4),
      ]),
  ],
  ...([shape4, [256, 32], [16, 6, 64], [8, 16, 16, 16]] as const).flatMap((shape): Case[] => {
    const channels = shape[1]!;
    const [w, bias, mean, variance] = [
      random([channels], 1),
      random([channels], 2),
      random([channels], 3),
      positive([channels], 4),
    ];
    return [
      [
        `batchNorm of ${shape.join("x")}`,
        (b) => [
          b.batchNorm(random(shape), w, bias, mean, variance, 1e-5),
          b.batchNorm(random(shape), undefined, undefined, mean, variance, 1e-5),
        ],
      ],
      [
        `batchNormTraining of ${shape.join("x")}`,
        (b) => [
          ...Object.values(b.batchNormTraining(random(shape), w, bias, 1e-5)),
          ...Object.values(b.batchNormTraining(random(shape), undefined, undefined, 1e-3)),
        ],
      ],
      [
        `batchNormGrad of ${shape.join("x")}`,
        (b) => {
          const { mean: m, variance: v } = b.batchNormTraining(random(shape), w, bias, 1e-5);
          return Object.values(b.batchNormGrad(random(shape, 6), random(shape), w, { mean: m, variance: v }, 1e-5));
        },
      ],
    ];
  }),
  [
    "layerNorm",
    (b) => {
      const [w, bias] = [random([96], 1), random([96], 2)];
      const { output, mean, rstd } = b.layerNorm(random(row), w, bias, 1e-5);
      return [
        output,
        mean,
        rstd,
        ...Object.values(b.layerNormGrad(random(row, 3), random(row), w, mean, rstd)),
        b.layerNorm(random(row), undefined, undefined, 1e-5).output,
      ];
    },
  ],
  ...[0, 0.9].flatMap((momentum) =>
    [false, true].map((nesterov): Case => [
      `sgdStep with momentum ${momentum}${nesterov ? ", nesterov" : ""}`,
      (b) => {
        if (nesterov && momentum === 0) return [];
        const param = random([64, 128]).storage;
        const options = { lr: 0.1, momentum, dampening: 0, weightDecay: 0.01, nesterov, maximize: false };
        let buffer = b.sgdStep(param, random([64, 128], 1).storage, undefined, options);
        buffer = b.sgdStep(param, random([64, 128], 2).storage, buffer, options);
        return buffer === undefined ? [param] : [param, buffer];
      },
    ]),
  ),
  ...[false, true].map((decoupled): Case => [
    decoupled ? "adamStep, decoupled" : "adamStep",
    (b) => {
      const [param, first, second] = [
        random([8192]).storage,
        Storage.zeros(float32, 8192),
        Storage.zeros(float32, 8192),
      ];
      for (const step of [1, 2, 3])
        b.adamStep(param, random([8192], step).storage, first, second, {
          lr: 0.01,
          beta1: 0.9,
          beta2: 0.999,
          eps: 1e-8,
          weightDecay: 0.01,
          decoupled,
          maximize: false,
          step,
        });
      return [param, first, second];
    },
  ]),
];

/** Relative to the largest element, as the error of a sum is. */
function expectClose(got: Storage, want: Storage): void {
  expect(got.dtype).to.equal(want.dtype);
  expect(got.length).to.equal(want.length);
  const [a, b] = [got.host(), want.host()];
  let largest = 1;
  for (const x of b) largest = Math.max(largest, Math.abs(Number(x)));
  let worst = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(Number(a[i]) - Number(b[i]));
    worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
  }
  expect(worst / largest).to.be.below(3e-6);
}

for (const { name, backend } of await backendsHere())
  describe(`back end ${name}`, () => {
    for (const [title, run] of cases)
      it(`agrees with the plain loops on ${title}`, () => {
        const [got, want] = [run(backend), run(plain)];
        expect(got.length).to.equal(want.length);
        got.forEach((storage, i) => expectClose(storage, want[i]!));
      });

    it("keeps its operands apart over thousands of shapes", () => {
      const x = random(row);
      for (let start = 0; start < 60; start++)
        for (let length = 1; length < 36; length++)
          expect(backend.narrow(x, 1, start, length).length).to.equal(64 * length);
      expectClose(backend.narrow(x, 1, 7, 9), plain.narrow(x, 1, 7, 9));
    });
  });
