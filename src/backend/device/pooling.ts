/** Pools with TensorFlow's kernels, but PyTorch's treatment of NaN, infinities and windows that extend beyond the edge. */
import { float32, numel } from "../../shape/index.ts";
import type { AvgPoolGeometry, Backend, Dense, Pair, PoolGeometry, SavedPool } from "../backend.ts";
import { poolShape } from "../plain/pool.ts";
import type { Storage } from "../storage.ts";
import { edgesOf } from "./convolution.ts";
import type { Raw, WindowOptions } from "./engine.ts";
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

interface Plan {
  readonly options: WindowOptions;
  /** What to add around the image first. */
  readonly pads: readonly Pair[] | undefined;
}

/** No finite number is lower, so no window picks it: each contains an element of the image. */
const lowest = -3.4028234663852886e38;

/** What the gradient reads: the input, the output, and a workspace that has no other use and may simply be dropped. */
class SavedMaximum implements SavedPool {
  readonly x: Dense;
  readonly y: Storage;
  readonly workspace: Storage | undefined;
  readonly plan: Plan;

  constructor(x: Dense, y: Storage, workspace: Storage | undefined, plan: Plan) {
    this.x = x;
    this.y = y.retain();
    this.workspace = workspace;
    this.plan = plan;
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

  /** The library's windows for this geometry; the padding also covers windows that extend beyond the edge. */
  function planOf(input: readonly number[], geometry: Omit<PoolGeometry, "dilation">): Plan & { readonly hang: Pair } {
    const { kernelSize, stride, padding } = geometry;
    const [, , rows, columns] = poolShape(input, geometry) as [number, number, number, number];
    const over = (d: 0 | 1, out: number): number =>
      Math.max((out - 1) * stride[d] + kernelSize[d] - input[2 + d]! - 2 * padding[d], 0);
    const hang: Pair = [over(0, rows), over(1, columns)];
    const hangs = hang[0] > 0 || hang[1] > 0;
    const edges = hangs ? undefined : edgesOf([input[2]!, input[3]!], [rows, columns], kernelSize, stride, padding);
    if (edges !== undefined) return { options: { kernelSize, stride, edges }, pads: undefined, hang };
    const [p, q] = padding;
    const pads: readonly Pair[] = [
      [0, 0],
      [p, p + hang[0]],
      [q, q + hang[1]],
      [0, 0],
    ];
    return { options: { kernelSize, stride, edges: "VALID" }, pads, hang };
  }

  function framed(image: Raw, { pads }: Plan, value: number): Raw {
    return pads === undefined ? image : at.temporary(engine.pad(image, pads, value));
  }

  /** The part of a gradient [B, H, W, C] that belongs to the image without its padding. */
  function unframed(gradient: Raw, { pads }: Plan, [batch, channels, height, width]: readonly number[]): Storage {
    if (pads === undefined) return at.float(gradient, nhwc);
    const begin = pads.map(([before]) => before);
    return at.float(engine.slice(at.temporary(gradient), begin, [batch!, height!, width!, channels!]), nhwc);
  }

  /** TensorFlow's maximum skips NaN, and gives the lowest float for -inf. If the sum is finite, neither is among its terms. */
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
      if (!large(x) || !undilated) return plain.maxPool2d(x, geometry);
      const plan = planOf(x.shape, geometry);
      return at.op(() => {
        const raw = at.inLayout(x, nhwc);
        if (!isFinite(x)) return plain.maxPool2d(x, geometry);
        const { y, workspace } = engine.maxPool(framed(raw, plan, lowest), plan.options);
        const output = at.float(y, nhwc);
        const kept = workspace && at.keepUnreadable(workspace);
        return { output, saved: new SavedMaximum(x, output, kept, plan) };
      });
    },

    maxPool2dGrad(gy, saved) {
      if (!(saved instanceof SavedMaximum)) return plain.maxPool2dGrad(gy, saved);
      const { x, y, plan } = saved;
      return at.op(() => {
        const image = framed(at.inLayout(x, nhwc), plan, lowest);
        const gradient = at.inLayout(gy, nhwc);
        if (saved.workspace === undefined) {
          const output = at.inLayout({ storage: y, shape: gy.shape }, nhwc);
          return unframed(engine.maxPoolGrad(gradient, image, output, undefined, plan.options), plan, x.shape);
        }
        let workspace = at.unreadable(saved.workspace);
        if (workspace === undefined) {
          const again = engine.maxPool(image, plan.options);
          at.temporary(again.y);
          workspace = at.temporary(again.workspace!);
        }
        // With a workspace the output is not read, and it may have another layout by now
        return unframed(engine.maxPoolGrad(gradient, image, gradient, workspace, plan.options), plan, x.shape);
      });
    },

    maxPool2dWithIndices: (x, geometry) => plain.maxPool2dWithIndices(x, geometry),

    avgPool2d(x, geometry) {
      const plan = large(x) ? averagePlan(x.shape, geometry) : undefined;
      return plan === undefined ? plain.avgPool2d(x, geometry) : average(x, plan);
    },

    avgPool2dGrad(gy, inputShape, geometry) {
      const plan = largeGradient(gy, inputShape) ? averagePlan(inputShape, geometry) : undefined;
      return plan === undefined ? plain.avgPool2dGrad(gy, inputShape, geometry) : spread(gy, inputShape, plan);
    },

    adaptiveAvgPool2d(x, outputSize) {
      const plan = large(x) ? evenPlan(x.shape, outputSize) : undefined;
      return plan === undefined ? plain.adaptiveAvgPool2d(x, outputSize) : average(x, plan);
    },

    adaptiveAvgPool2dGrad(gy, inputShape) {
      const plan = largeGradient(gy, inputShape) ? evenPlan(inputShape, [gy.shape[2]!, gy.shape[3]!]) : undefined;
      return plan === undefined ? plain.adaptiveAvgPool2dGrad(gy, inputShape) : spread(gy, inputShape, plan);
    },
  };

  function largeGradient(gy: Dense, inputShape: readonly number[]): boolean {
    return gy.storage.dtype === float32 && inputShape.length === 4 && numel(inputShape) >= engine.smallest;
  }

  function average(x: Dense, plan: Plan): Storage {
    return at.op(() => at.float(engine.avgPool(framed(at.inLayout(x, nhwc), plan, 0), plan.options), nhwc));
  }

  function spread(gy: Dense, inputShape: readonly number[], plan: Plan): Storage {
    const shape = nhwc.perm.map((d, i) => inputShape[d]! + (plan.pads?.[i]![0] ?? 0) + (plan.pads?.[i]![1] ?? 0));
    return at.op(() => unframed(engine.avgPoolGrad(at.inLayout(gy, nhwc), shape, plan.options), plan, inputShape));
  }

  /** TensorFlow divides by the number of elements inside the image, so padding that counts is made part of the image. */
  function averagePlan(input: readonly number[], geometry: AvgPoolGeometry): Plan | undefined {
    const { padding, countIncludePad, divisorOverride } = geometry;
    const plan = planOf(input, geometry);
    if (divisorOverride !== undefined || plan.hang[0] > 0 || plan.hang[1] > 0) return undefined;
    if (!countIncludePad) return plan.pads === undefined ? plan : undefined;
    const [p, q] = padding;
    if (p === 0 && q === 0) return plan;
    const pads: readonly Pair[] = [
      [0, 0],
      [p, p],
      [q, q],
      [0, 0],
    ];
    return { options: { ...plan.options, edges: "VALID" }, pads };
  }

  function evenPlan(input: readonly number[], [rows, columns]: Pair): Plan | undefined {
    const [height, width] = [input[2]!, input[3]!];
    if (height % rows !== 0 || width % columns !== 0) return undefined;
    const size: Pair = [height / rows, width / columns];
    return { options: { kernelSize: size, stride: size, edges: "VALID" }, pads: undefined };
  }
}
