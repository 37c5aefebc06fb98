/** Pools over TensorFlow's kernels, with PyTorch's meaning of NaN, infinities and windows that hang over. */
import { float32, numel } from "../../shape/index.ts";
import type { AvgPoolGeometry, Backend, Dense, Pair, PoolGeometry, SavedPool } from "../backend.ts";
import { poolShape } from "../plain/pool.ts";
import type { Storage } from "../storage.ts";
import { edgesOf } from "./convolution.ts";
import type { WindowOptions } from "./engine.ts";
import { nhwc } from "./handle.ts";
import type { Residence } from "./residence.ts";

type Pooling = Pick<
  Backend,
  | "maxPool2d"
  | "maxPool2dGrad"
  | "maxPool2dWithIndices"
  | "avgPool2d"
  | "avgPool2dGrad"
  | "adaptiveAvgPool2d"
  | "adaptiveAvgPool2dGrad"
>;

/** What the gradient reads: input, output, and a workspace that is only good for that and may be evicted by forgetting it. */
class SavedMaximum implements SavedPool {
  readonly x: Dense;
  readonly y: Storage;
  readonly workspace: Storage | undefined;
  readonly options: WindowOptions;

  constructor(x: Dense, y: Storage, workspace: Storage | undefined, options: WindowOptions) {
    this.x = x;
    this.y = y.retain();
    this.workspace = workspace;
    this.options = options;
    x.storage.retain();
  }

  release(): void {
    this.x.storage.release();
    this.y.release();
    this.workspace?.release();
  }
}

export function pooling(at: Residence, plain: Backend): Pooling {
  const { engine } = at;

  function large(x: Dense): boolean {
    return x.storage.dtype === float32 && x.shape.length === 4 && x.storage.length >= engine.smallest;
  }

  /** The library's window for this geometry, if it has one. */
  function windowOf(input: readonly number[], geometry: Omit<PoolGeometry, "dilation">): WindowOptions | undefined {
    const { kernelSize, stride, padding } = geometry;
    const [, , rows, columns] = poolShape(input, geometry) as [number, number, number, number];
    const fits = (d: 0 | 1, out: number): boolean =>
      (out - 1) * stride[d] + kernelSize[d] <= input[2 + d]! + 2 * padding[d];
    if (!fits(0, rows) || !fits(1, columns)) return undefined;
    const edges = edgesOf([input[2]!, input[3]!], [rows, columns], kernelSize, stride, padding);
    return edges === undefined ? undefined : { kernelSize, stride, edges };
  }

  /** TensorFlow's maximum passes over NaN and has no -inf. A finite sum has neither among its terms. */
  function isFinite(x: Dense): boolean {
    const raw = at.anyhow(x);
    const sum = at.temporary(
      engine.reduce(
        "sum",
        raw,
        raw.shape.map((_, d) => d),
      ),
    );
    return Number.isFinite(engine.read(sum)[0]);
  }

  return {
    maxPool2d(x, geometry) {
      const { dilation } = geometry;
      const undilated = dilation[0] === 1 && dilation[1] === 1;
      const options = large(x) && undilated ? windowOf(x.shape, geometry) : undefined;
      if (options === undefined) return plain.maxPool2d(x, geometry);
      return at.op(() => {
        const raw = at.inLayout(x, nhwc);
        if (!isFinite(x)) return plain.maxPool2d(x, geometry);
        const { y, workspace } = engine.maxPool(raw, options);
        const output = at.float(y, nhwc);
        const kept = workspace && at.keepUnreadable(workspace);
        return { output, saved: new SavedMaximum(x, output, kept, options) };
      });
    },

    maxPool2dGrad(gy, saved) {
      if (!(saved instanceof SavedMaximum)) return plain.maxPool2dGrad(gy, saved);
      const { x, y, options } = saved;
      return at.op(() => {
        const image = at.inLayout(x, nhwc);
        const gradient = at.inLayout(gy, nhwc);
        if (saved.workspace === undefined) {
          const output = at.inLayout({ storage: y, shape: gy.shape }, nhwc);
          return at.float(engine.maxPoolGrad(gradient, image, output, undefined, options), nhwc);
        }
        let workspace = at.unreadable(saved.workspace);
        if (workspace === undefined) {
          const again = engine.maxPool(image, options);
          at.temporary(again.y);
          workspace = at.temporary(again.workspace!);
        }
        // With a workspace the output is not read, and by now it may lie in another order
        return at.float(engine.maxPoolGrad(gradient, image, gradient, workspace, options), nhwc);
      });
    },

    maxPool2dWithIndices: (x, geometry) => plain.maxPool2dWithIndices(x, geometry),

    avgPool2d(x, geometry) {
      const options = large(x) ? averageWindow(x.shape, geometry) : undefined;
      if (options === undefined) return plain.avgPool2d(x, geometry);
      return at.op(() => at.float(engine.avgPool(at.inLayout(x, nhwc), options), nhwc));
    },

    avgPool2dGrad(gy, inputShape, geometry) {
      const big = gy.storage.dtype === float32 && inputShape.length === 4 && numel(inputShape) >= engine.smallest;
      const options = big ? averageWindow(inputShape, geometry) : undefined;
      if (options === undefined) return plain.avgPool2dGrad(gy, inputShape, geometry);
      return at.op(() => spread(gy, inputShape, options));
    },

    adaptiveAvgPool2d(x, outputSize) {
      const options = large(x) ? evenWindow(x.shape, outputSize) : undefined;
      if (options === undefined) return plain.adaptiveAvgPool2d(x, outputSize);
      return at.op(() => at.float(engine.avgPool(at.inLayout(x, nhwc), options), nhwc));
    },

    adaptiveAvgPool2dGrad(gy, inputShape) {
      const big = gy.storage.dtype === float32 && inputShape.length === 4 && numel(inputShape) >= engine.smallest;
      const options = big ? evenWindow(inputShape, [gy.shape[2]!, gy.shape[3]!]) : undefined;
      if (options === undefined) return plain.adaptiveAvgPool2dGrad(gy, inputShape);
      return at.op(() => spread(gy, inputShape, options));
    },
  };

  function spread(gy: Dense, inputShape: readonly number[], options: WindowOptions): Storage {
    const shape = nhwc.perm.map((d) => inputShape[d]!);
    return at.float(engine.avgPoolGrad(at.inLayout(gy, nhwc), shape, options), nhwc);
  }

  /** TensorFlow never counts padding and divides by what is there. */
  function averageWindow(input: readonly number[], geometry: AvgPoolGeometry): WindowOptions | undefined {
    if (geometry.divisorOverride !== undefined) return undefined;
    const options = windowOf(input, geometry);
    return options?.edges === "SAME" && geometry.countIncludePad ? undefined : options;
  }

  function evenWindow(input: readonly number[], [rows, columns]: Pair): WindowOptions | undefined {
    const [height, width] = [input[2]!, input[3]!];
    if (height % rows !== 0 || width % columns !== 0) return undefined;
    const size: Pair = [height / rows, width / columns];
    return { kernelSize: size, stride: size, edges: "VALID" };
  }
}
