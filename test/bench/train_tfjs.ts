/** tfjs layers as a side of train.ts, `node` (TensorFlow) or `wasm`: the step, by `trainOnBatch`, as its users write it. */
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as Tf from "@tensorflow/tfjs";
import { projectRoot } from "../support/python.ts";
import { serve, type Answer } from "./train_protocol.ts";

const backend = process.argv[2]!;
const require = createRequire(import.meta.url);

async function load(): Promise<typeof Tf> {
  if (backend === "node") {
    // Node 24 no longer has what the package calls
    Object.assign(require("node:util") as object, { isNullOrUndefined: (x: unknown) => x === null || x === undefined });
    process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "3";
    return createRequire(join(projectRoot, ".native", "package.json"))("@tensorflow/tfjs-node") as typeof Tf;
  }
  const tf = require("@tensorflow/tfjs") as typeof Tf;
  require("@tensorflow/tfjs-backend-wasm");
  await tf.setBackend("wasm");
  return tf;
}
const tf = await load();
await tf.ready();

type Layer = Tf.layers.Layer;
type Symbolic = Tf.SymbolicTensor;
const conv = (filters: number, kernelSize = 3, strides = 1, useBias = true): Layer =>
  tf.layers.conv2d({ filters, kernelSize, strides, padding: "same", useBias });
const act = (activation: "tanh" | "relu"): Layer => tf.layers.activation({ activation });
const pool = (): Layer => tf.layers.maxPooling2d({ poolSize: 2 });
const norm = (): Layer => tf.layers.batchNormalization();
const through = (x: Symbolic, ...layers: Layer[]): Symbolic =>
  layers.reduce((y, layer) => layer.apply(y) as Symbolic, x);

const plain = (first: number, second: number, hidden: number) => (x: Symbolic) =>
  through(
    x,
    conv(first),
    act("tanh"),
    pool(),
    conv(second),
    act("tanh"),
    pool(),
    tf.layers.flatten(),
    tf.layers.dense({ units: hidden }),
    act("tanh"),
  );

function block(x: Symbolic, outputs: number, stride: number): Symbolic {
  const y = through(x, conv(outputs, 3, stride, false), norm(), act("relu"), conv(outputs, 3, 1, false), norm());
  const isSame = stride === 1 && x.shape.at(-1) === outputs;
  const short = isSame ? x : through(x, conv(outputs, 1, stride, false), norm());
  return through(tf.layers.add().apply([y, short]) as Symbolic, act("relu"));
}

function resnet(x: Symbolic): Symbolic {
  let y = through(x, conv(16, 3, 1, false), norm(), act("relu"));
  for (const [outputs, stride] of [[16, 1], [16, 1], [32, 2], [64, 2]] as const) y = block(y, outputs, stride); // prettier-ignore
  return through(y, tf.layers.globalAveragePooling2d({ dataFormat: "channelsLast" }));
}

const vgg = (isNormed: boolean) => (x: Symbolic) => {
  const one = (outputs: number): Layer[] => [conv(outputs), ...(isNormed ? [norm()] : []), act("relu")];
  const y = [16, 32, 64].reduce((z, n) => through(z, ...one(n), ...one(n), pool()), x);
  return through(y, tf.layers.flatten(), ...(isNormed ? [tf.layers.dropout({ rate: 0.3 })] : []));
};

const NETS: Readonly<Record<string, readonly [(x: Symbolic) => Symbolic, number, () => Tf.Optimizer]>> = {
  base: [plain(16, 8, 32), 64, () => tf.train.sgd(0.01)],
  wide: [plain(32, 64, 128), 64, () => tf.train.sgd(0.01)],
  batch256: [plain(16, 8, 32), 256, () => tf.train.sgd(0.01)],
  resnet: [resnet, 64, () => tf.train.sgd(0.01)],
  vgg: [vgg(false), 64, () => tf.train.sgd(0.01)],
  "vgg-norm": [vgg(true), 64, () => tf.train.adam(0.001)],
};

function training(caseName: string): (() => Promise<unknown>) | undefined {
  const net = NETS[caseName];
  if (net === undefined) return undefined;
  const [make, batch, optimizer] = net;
  const inputs = tf.input({ shape: [32, 32, 3] });
  const outputs = through(make(inputs), tf.layers.dense({ units: 2, activation: "softmax" }));
  const model = tf.model({ inputs, outputs });
  model.compile({ optimizer: optimizer(), loss: "sparseCategoricalCrossentropy" });
  const [x, y] = [tf.randomNormal([batch, 32, 32, 3]), tf.randomUniform([batch, 1], 0, 2, "int32").toFloat()];
  return () => model.trainOnBatch(x, y);
}

const prepared = new Map<string, (() => Promise<unknown>) | undefined>();
await serve(`tfjs layers 4.22.0, ${tf.getBackend()}`, async (caseName, part, count): Promise<Answer> => {
  if (part !== "step") return "not written";
  if (!prepared.has(caseName)) prepared.set(caseName, training(caseName));
  const step = prepared.get(caseName);
  if (step === undefined) return "not written";
  const seconds: number[] = [];
  for (let i = 0; i < count; i++) {
    const begin = performance.now();
    await step();
    seconds.push((performance.now() - begin) / 1000);
  }
  return seconds;
});
