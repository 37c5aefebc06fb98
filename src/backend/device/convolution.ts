/**
 * Convolution with TensorFlow's kernels: images are NHWC, filters HWIO, and the only paddings are "same" and "valid". Any other padding is
 * added before the op and cut off afterwards. Letters as in `backend.ts`.
 */
import { float32, numel } from "../../shape/index.ts";
import type { Backend, ConvGeometry, Dense, Pair } from "../backend.ts";
import { convShape } from "../plain/conv.ts";
import type { Storage } from "../storage.ts";
import type { ConvOptions, Depthwise, Edges, Raw } from "./engine.ts";
import { hwio, nhwc } from "./handle.ts";
import { ones } from "./residence.ts";
import type { Residence } from "./residence.ts";

type Convolution = Pick<Backend, "conv2d" | "conv2dInputGrad" | "conv2dWeightGrad" | "biasGrad" | "biasAdd">;

/** From this many multiplications on, the device is faster than a plain loop. */
const smallestConvolution = 16_384;

/**
 * SAME or VALID if `padding` on both sides is what TensorFlow calls that, else undefined.
 *
 * Reference: https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
 */
export function edgesOf(n: Pair, out: Pair, kernel: Pair, stride: Pair, padding: Pair): Edges | undefined {
  if (padding[0] === 0 && padding[1] === 0) return "VALID";
  for (const d of [0, 1] as const) {
    const total = Math.max((Math.ceil(n[d] / stride[d]) - 1) * stride[d] + kernel[d] - n[d], 0);
    if (out[d] !== Math.ceil(n[d] / stride[d]) || total >> 1 !== padding[d]) return undefined;
  }
  return "SAME";
}

interface Plan {
  readonly options: ConvOptions;
  /** Zeros to add around the image first. */
  readonly pads: readonly Pair[] | undefined;
}

function planOf(input: readonly number[], weight: readonly number[], geometry: ConvGeometry): Plan {
  const { stride, padding, dilation } = geometry;
  const [, , rows, columns] = convShape(input, weight, geometry) as [number, number, number, number];
  const span: Pair = [(weight[2]! - 1) * dilation[0] + 1, (weight[3]! - 1) * dilation[1] + 1];
  const edges = edgesOf([input[2]!, input[3]!], [rows, columns], span, stride, padding);
  const options: ConvOptions = { stride, dilation, edges: edges ?? "VALID" };
  const pads: readonly Pair[] = [
    [0, 0],
    [padding[0], padding[0]],
    [padding[1], padding[1]],
    [0, 0],
  ];
  return { options, pads: edges === undefined ? pads : undefined };
}

export function convolution(at: Residence, plain: Backend): Convolution {
  const { engine } = at;

  function worthwhile(x: readonly number[], weight: readonly number[], y: readonly number[], dense: Dense): boolean {
    const macs = x[0]! * numel(weight) * y[2]! * y[3]!;
    return dense.storage.dtype === float32 && macs >= smallestConvolution;
  }

  function padded(x: Raw, pads: readonly Pair[] | undefined): Raw {
    return pads === undefined ? x : at.temporary(engine.pad(x, pads, 0));
  }

  /** The library's depthwise kernels, if this convolution is depthwise. */
  function depthwiseOf(channels: number, { groups, stride, dilation }: ConvGeometry): Depthwise | undefined {
    const fits = groups === channels && groups > 1 && stride[0] === stride[1] && dilation[0] === 1 && dilation[1] === 1;
    return fits ? engine.depthwise : undefined;
  }

  /** Filters [K, K, 1, O] as [K, K, C, O/C], because the outputs of a channel are adjacent. */
  function byChannel(filter: Raw, channels: number): Raw {
    const [rows, columns, , outputs] = filter.shape as [number, number, number, number];
    return at.temporary(engine.reshape(filter, [rows, columns, channels, outputs / channels]));
  }

  /** The channels of one of `runs` runs. */
  function part(x: Raw, run: number, runs: number): Raw {
    if (runs === 1) return x;
    const [a, b, c, channels] = x.shape as [number, number, number, number];
    const n = channels / runs;
    return at.temporary(engine.slice(x, [0, 0, 0, run * n], [a, b, c, n]));
  }

  /** How many convolutions a grouped one takes here. */
  function runsOf({ groups }: ConvGeometry): number {
    return engine.grouped ? 1 : groups;
  }

  /** Runs the convolutions one by one and joins their results along the channels. */
  function sideBySide(runs: number, compute: (run: number) => Raw): Raw {
    if (runs === 1) return compute(0);
    const parts = Array.from({ length: runs }, (_, run) => at.temporary(compute(run)));
    return engine.concat(parts, 3);
  }

  return {
    conv2d(x, weight, bias, geometry) {
      const y = convShape(x.shape, weight.shape, geometry);
      if (!worthwhile(x.shape, weight.shape, y, x) || numel(y) === 0) return plain.conv2d(x, weight, bias, geometry);
      const { options, pads } = planOf(x.shape, weight.shape, geometry);
      const { groups } = geometry;
      return at.op(() => {
        const image = padded(at.inLayout(x, nhwc), pads);
        const filter = at.inLayout(weight, hwio);
        if (bias !== undefined && groups === 1 && engine.conv2dWithBias !== undefined)
          return at.float(engine.conv2dWithBias(image, filter, at.canonical(bias), options), nhwc);
        const depthwise = depthwiseOf(x.shape[1]!, geometry);
        const runs = runsOf(geometry);
        const product =
          depthwise?.conv2d(image, byChannel(filter, groups), options) ??
          sideBySide(runs, (run) => engine.conv2d(part(image, run, runs), part(filter, run, runs), options));
        if (bias === undefined) return at.float(product, nhwc);
        return at.float(engine.biasAdd(at.temporary(product), at.canonical(bias)), nhwc);
      }, numel(y));
    },

    conv2dInputGrad(gy, weight, inputShape, geometry) {
      const { dilation, groups, padding } = geometry;
      const dilated = dilation[0] !== 1 || dilation[1] !== 1;
      if (!worthwhile(inputShape, weight.shape, gy.shape, gy) || (dilated && !engine.dilatedGradients))
        return plain.conv2dInputGrad(gy, weight, inputShape, geometry);
      const { options, pads } = planOf(inputShape, weight.shape, geometry);
      const [batch, channels, height, width] = inputShape as [number, number, number, number];
      const full = pads === undefined ? [height, width] : [height + 2 * padding[0], width + 2 * padding[1]];
      return at.op(() => {
        const gradient = at.inLayout(gy, nhwc);
        const filter = at.inLayout(weight, hwio);
        const shape = [batch, ...full, channels];
        const runs = runsOf(geometry);
        const shapeOfRun = shape.with(3, channels / runs);
        const depthwise = depthwiseOf(channels, geometry);
        const whole =
          depthwise?.inputGrad(gradient, byChannel(filter, groups), shape, options) ??
          sideBySide(runs, (run) =>
            engine.convInputGrad(part(gradient, run, runs), part(filter, run, runs), shapeOfRun, options),
          );
        if (pads === undefined) return at.float(whole, nhwc);
        const inner = engine.slice(at.temporary(whole), [0, ...padding, 0], [batch, height, width, channels]);
        return at.float(inner, nhwc);
      });
    },

    conv2dWeightGrad(gy, x, weightShape, geometry): Storage {
      const { dilation, groups } = geometry;
      const dilated = dilation[0] !== 1 || dilation[1] !== 1;
      if (!worthwhile(x.shape, weightShape, gy.shape, gy) || (dilated && !engine.dilatedGradients))
        return plain.conv2dWeightGrad(gy, x, weightShape, geometry);
      const { options, pads } = planOf(x.shape, weightShape, geometry);
      const [outputs, channels, rows, columns] = weightShape as [number, number, number, number];
      return at.op(() => {
        const image = padded(at.inLayout(x, nhwc), pads);
        const gradient = at.inLayout(gy, nhwc);
        const depthwise = depthwiseOf(x.shape[1]!, geometry);
        if (depthwise !== undefined) {
          const byChannels = [rows, columns, groups, outputs / groups];
          const together = at.temporary(depthwise.filterGrad(gradient, image, byChannels, options));
          return at.float(engine.reshape(together, [rows, columns, 1, outputs]), hwio);
        }
        const runs = runsOf(geometry);
        const shape = [rows, columns, channels, outputs / runs];
        const whole = sideBySide(runs, (run) =>
          engine.convFilterGrad(part(gradient, run, runs), part(image, run, runs), shape, options),
        );
        return at.float(whole, hwio);
      });
    },

    biasGrad(gy) {
      if (gy.storage.dtype !== float32 || gy.storage.length < engine.smallest) return plain.biasGrad(gy);
      return at.op(() => {
        if (gy.shape.length === 2) return at.float(engine.biasGrad(at.canonical(gy)));
        if (gy.shape.length === 4) return at.float(engine.biasGrad(at.inLayout(gy, nhwc)));
        return at.float(
          engine.reduce(
            "sum",
            at.canonical(gy),
            gy.shape.map((_, d) => d).filter((d) => d !== 1),
          ),
        );
      });
    },

    biasAdd(x, bias) {
      if (x.storage.dtype !== float32 || x.storage.length < engine.smallest) return plain.biasAdd(x, bias);
      return at.op(() => {
        if (x.shape.length === 2) return at.float(engine.biasAdd(at.canonical(x), at.canonical(bias)));
        if (x.shape.length === 4) return at.float(engine.biasAdd(at.inLayout(x, nhwc), at.canonical(bias)), nhwc);
        const shape = [bias.storage.length, ...ones(x.shape.length - 2)];
        return at.float(engine.binary("add", at.canonical(x), at.canonical({ storage: bias.storage, shape })));
      });
    },
  };
}
