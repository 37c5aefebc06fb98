/**
 * jax-js on wasm as a side of train.ts: the step of the nets without batch norm. The argument is the folder that it is installed in. An
 * array is used up by the function that takes it; `ref` keeps it.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { serve, type Answer } from "./train_protocol.ts";

/** The part of jax-js that is used here. */
interface Arrays {
  readonly ref: Arrays;
  readonly shape: readonly number[];
  add(x: Arrays): Arrays;
  sub(x: Arrays): Arrays;
  mul(x: Arrays | number): Arrays;
  reshape(shape: readonly number[]): Arrays;
  js(): unknown;
}
type Loss = (params: Arrays[], x: Arrays, y: Arrays) => Arrays;
interface Jax {
  readonly numpy: {
    readonly array: (values: Float32Array) => Arrays;
    readonly tanh: (x: Arrays) => Arrays;
    readonly max: (x: Arrays, axes: readonly number[]) => Arrays;
    readonly sum: (x: Arrays, axis: number) => Arrays;
    readonly mean: (x: Arrays) => Arrays;
    readonly matmul: (a: Arrays, b: Arrays) => Arrays;
  };
  readonly lax: { readonly conv: (x: Arrays, w: Arrays, strides: readonly number[], padding: string) => Arrays };
  readonly nn: { readonly logSoftmax: (x: Arrays) => Arrays; readonly relu: (x: Arrays) => Arrays };
  readonly init: (device: string) => Promise<unknown>;
  readonly defaultDevice: (device: string) => unknown;
  readonly jit: <F>(f: F) => F;
  readonly valueAndGrad: (loss: Loss) => (params: Arrays[], x: Arrays, y: Arrays) => [Arrays, Arrays[]];
}

const entry = createRequire(join(process.argv[2]!, "package.json")).resolve("@jax-js/jax");
const {
  numpy: np,
  lax,
  nn,
  init,
  defaultDevice,
  jit,
  valueAndGrad,
} = (await import(pathToFileURL(entry).href)) as unknown as Jax;
await init("wasm");
defaultDevice("wasm");

interface Net {
  readonly batch: number;
  /** Channels of the convolutions; 0 is a pool. */
  readonly layers: readonly number[];
  readonly hidden: readonly number[];
  readonly activation: (x: Arrays) => Arrays;
}
const NETS: Readonly<Record<string, Net>> = {
  base: { batch: 64, layers: [16, 0, 8, 0], hidden: [32], activation: np.tanh },
  wide: { batch: 64, layers: [32, 0, 64, 0], hidden: [128], activation: np.tanh },
  batch256: { batch: 256, layers: [16, 0, 8, 0], hidden: [32], activation: np.tanh },
  vgg: { batch: 64, layers: [16, 16, 0, 32, 32, 0, 64, 64, 0], hidden: [], activation: nn.relu },
};

function random(shape: readonly number[], scale: number): Arrays {
  const n = shape.reduce((a, b) => a * b);
  return np.array(Float32Array.from({ length: n }, () => scale * (2 * Math.random() - 1))).reshape(shape);
}

function training({ batch, layers, hidden, activation }: Net): () => unknown {
  let [channels, size] = [3, 32];
  const sizes: number[][] = [];
  for (const layer of layers) {
    if (layer === 0) size /= 2;
    else sizes.push([layer, channels, 3, 3], [layer, 1, 1]);
    channels = layer || channels;
  }
  let features = channels * size * size;
  for (const n of [...hidden, 2]) {
    sizes.push([features, n], [n]);
    features = n;
  }
  let params = sizes.map((shape) => random(shape, shape.length % 2 === 0 ? 0.1 : 0));

  const forward = (weights: Arrays[], image: Arrays): Arrays => {
    let [y, at] = [image, 0];
    for (const layer of layers) {
      if (layer === 0) {
        const [b, c, h, w] = y.shape as [number, number, number, number];
        y = np.max(y.reshape([b, c, h / 2, 2, w / 2, 2]), [3, 5]);
      } else y = activation(lax.conv(y, weights[at++]!, [1, 1], "SAME").add(weights[at++]!));
    }
    y = y.reshape([batch, -1]);
    for (const _ of hidden) y = activation(np.matmul(y, weights[at++]!).add(weights[at++]!));
    return np.matmul(y, weights[at++]!).add(weights[at]!);
  };
  const loss: Loss = (weights, x, y) => np.mean(np.sum(nn.logSoftmax(forward(weights, x)).mul(y), -1)).mul(-1);
  const step = jit((weights: Arrays[], x: Arrays, y: Arrays): [Arrays, Arrays[]] => {
    const kept = weights.map((w) => w.ref);
    const [value, gradients] = valueAndGrad(loss)(kept, x, y);
    return [value, weights.map((w, i) => w.sub(gradients[i]!.mul(0.01)))];
  });
  const images = random([batch, 3, 32, 32], 1);
  const labels = np.array(Float32Array.from({ length: 2 * batch }, (_, i) => ((i >> 1) + i) % 2)).reshape([batch, 2]);
  return () => {
    const [value, next] = step(params, images.ref, labels.ref);
    params = next;
    return value.js();
  };
}

const prepared = new Map<string, () => unknown>();
await serve("jax-js 0.1.25, wasm", (caseName, part, count): Answer => {
  const net = NETS[caseName];
  if (net === undefined || part !== "step") return "not written";
  const step = prepared.get(caseName) ?? training(net);
  prepared.set(caseName, step);
  return Array.from({ length: count }, () => {
    const begin = performance.now();
    step();
    return (performance.now() - begin) / 1000;
  });
});
