/** Pooling over volumes [B, C, D, H, W] or [C, D, H, W], and putting maxima back where they came from. */
import { float64, formatShape, int64, numel, scalarTypeName } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import type { Tensor } from "../tensor.ts";
import { checkTensor, withOperands } from "./operands.ts";
import {
  adaptiveMaxPool2dWithIndices,
  checkTarget,
  type AvgPoolOptions,
  type MaxPoolOptions,
  type PoolSize,
} from "./pool.ts";
import { dimMap, resample, resampleRule, type DimMap } from "./resample.ts";

/** Depth, height and width; null keeps the input's size. */
export type OutputSize3d = number | readonly (number | null)[];

function three(callee: string, value: PoolSize, name: string): number[] {
  if (typeof value === "number") return [value, value, value];
  if (value.length === 1) return [value[0]!, value[0]!, value[0]!];
  if (value.length === 3) return [...value];
  throw new RangeError(`${callee}: ${name} must either be a single int, or a tuple of three ints`);
}

/** The number of windows along one dimension; with `ceilMode` the last one may extend past the end. */
export function windowCount(n: number, { kernel, stride, padding, dilation, ceilMode }: Windows): number {
  if (stride === 0) throw new RangeError("stride should not be zero");
  const reach = dilation * (kernel - 1) + 1;
  if (padding > Math.floor(reach / 2))
    throw new RangeError(
      `pad should be at most half of effective kernel size, but got pad=${padding}, kernel_size=${kernel} and dilation=${dilation}`,
    );
  const count = Math.floor((n + 2 * padding - reach + (ceilMode ? stride - 1 : 0)) / stride) + 1;
  return ceilMode && (count - 1) * stride >= n + padding ? count - 1 : count;
}

interface Windows {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  readonly ceilMode: boolean;
}

function checkVolume(name: string, input: Tensor): void {
  checkTensor(name, input);
  const { sizes } = input;
  if ((sizes.length !== 4 && sizes.length !== 5) || sizes.slice(-4).some((n) => n === 0))
    throw new RangeError(`${name}: Expected 4D or 5D tensor, but got: ${formatShape(sizes)}`);
}

function checkOutput(input: Tensor, spatial: readonly number[]): void {
  if (spatial.every((n) => n >= 1)) return;
  throw new RangeError(
    `Given input size: (${input.sizes.slice(-4).join("x")}). ` +
      `Calculated output size: (${[input.sizes.at(-4), ...spatial].join("x")}). Output size is too small`,
  );
}

type Picks = { readonly sizes: readonly number[]; readonly dims: number };

/** Zeros of `sizes` with each element of `gy` added at its position in the last `dims` dimensions. */
function putAt(gy: Tensor, positions: Tensor, { sizes, dims }: Picks): Tensor {
  const inner = numel(sizes.slice(-dims));
  const outer = numel(sizes.slice(0, -dims));
  const blank = gy.detach().newZeros([outer, inner]);
  return blank.scatterAdd(1, positions.reshape([outer, -1]), gy.reshape([outer, -1])).view([...sizes]);
}

const maxPool3dBackward = defineGradient<Picks>("MaxPool3DWithIndicesBackward0", (node, gy) => [
  putAt(gy, node.saved()[0]!, node.context),
]);

/** The largest value of each window, with its position in its volume (int64). */
export function maxPool3dWithIndices(input: Tensor, options: MaxPoolOptions): [Tensor, Tensor] {
  checkVolume("max_pool3d", input);
  if (!input.dtype.isFloatingPoint) {
    const [values, positions] = maxPool3dWithIndices(input.to(float64), options);
    return [values.to(input.dtype), positions];
  }
  const { kernelSize, stride, padding = 0, dilation = 1, ceilMode = false } = options;
  const kernel = three("max_pool3d", kernelSize, "kernel_size");
  const steps = three("max_pool3d", stride ?? kernelSize, "stride");
  const pads = three("max_pool3d", padding, "padding");
  const gaps = three("max_pool3d", dilation, "dilation");
  const windows = kernel.map((k, d) => ({
    kernel: k,
    stride: steps[d]!,
    padding: pads[d]!,
    dilation: gaps[d]!,
    ceilMode,
  }));
  const spatial = input.sizes.slice(-3);
  const out = windows.map((each, d) => windowCount(spatial[d]!, each));
  checkOutput(input, out);
  return maxima(
    input,
    out,
    windows.map(({ kernel: k, stride: s, padding: p, dilation: g }, d) => (j) => {
      const places: number[] = [];
      for (let t = 0; t < k; t++) {
        const at = j * s - p + t * g;
        if (at >= 0 && at < spatial[d]!) places.push(at);
      }
      return places;
    }),
    maxPool3dBackward,
  );
}

/** The largest value of each window of volumes. */
export function maxPool3d(input: Tensor, options: MaxPoolOptions): Tensor {
  return maxPool3dWithIndices(input, options)[0];
}

type Rule = ReturnType<typeof defineGradient<Picks>>;

/** Maxima over the positions that `placesOf` names for each output of each of the last dimensions. */
function maxima(
  input: Tensor,
  out: readonly number[],
  placesOf: readonly ((j: number) => readonly number[])[],
  rule: Rule,
): [Tensor, Tensor] {
  const dims = out.length;
  const spatial = input.sizes.slice(-dims);
  const sizes = [...input.sizes.slice(0, -dims), ...out];
  const output = input.detach().newZeros(sizes);
  const positions = input.detach().newZeros(sizes, { dtype: int64 });
  const to = output.memory.hostForWrite() as Float64Array;
  const at = positions.memory.hostForWrite() as BigInt64Array;
  const places = placesOf.map((of, d) => Array.from({ length: out[d]! }, (_, j) => of(j)));
  const volume = numel(spatial);
  // The flat positions of one window, for each output position: the same for every volume.
  let flat: number[][] = [[0]];
  for (let d = 0; d < dims; d++) {
    const next: number[][] = [];
    for (const before of flat)
      for (const own of places[d]!) next.push(before.flatMap((b) => own.map((o) => b * spatial[d]! + o)));
    flat = next;
  }
  withOperands([input.detach()], (x) => {
    const from = x.storage.host() as Float64Array;
    let i = 0;
    for (let start = 0; start < from.length; start += volume)
      for (const window of flat) {
        let best = window[0]!;
        for (const place of window) {
          const value = from[start + place]!;
          if (value > from[start + best]! || Number.isNaN(value)) best = place;
        }
        at[i] = BigInt(best);
        to[i++] = from[start + best]!;
      }
  });
  return [rule.record(output, [input], [positions], { sizes: input.sizes, dims }), positions];
}

const adaptiveMax3dBackward = defineGradient<Picks>("AdaptiveMaxPool3DBackward0", (node, gy) => [
  putAt(gy, node.saved()[0]!, node.context),
]);

/** Maxima, with their positions, over windows of sequences or volumes, chosen so that the output has `outputSize`. */
export function adaptiveMaxWithIndices(dims: 1 | 3, input: Tensor, outputSize: OutputSize3d): [Tensor, Tensor] {
  checkTensor(`adaptive_max_pool${dims}d`, input);
  if (input.dim() !== dims + 1 && input.dim() !== dims + 2)
    throw new RangeError(
      `adaptive_max_pool${dims}d(): Expected ${dims + 1}D or ${dims + 2}D tensor, but got: ${formatShape(input.sizes)}`,
    );
  const out = targetOf(dims, input, outputSize);
  if (dims === 1) {
    const [values, positions] = adaptiveMaxPool2dWithIndices(input.unsqueeze(-2), [1, out[0]!]);
    return [values.squeeze(-2), positions.squeeze(-2)];
  }
  const places = out.map((count, d) => (j: number) => {
    const [start, end] = adaptiveWindow(j, count, input.sizes[input.dim() - dims + d]!);
    return Array.from({ length: end - start }, (_, t) => start + t);
  });
  return maxima(input, out, places, adaptiveMax3dBackward);
}

const adaptiveWindow = (j: number, count: number, n: number): [number, number] => [
  Math.floor((j * n) / count),
  Math.ceil(((j + 1) * n) / count),
];

function targetOf(dims: number, input: Tensor, outputSize: OutputSize3d): number[] {
  const given = typeof outputSize === "number" ? Array<number>(dims).fill(outputSize) : [...outputSize];
  if (given.length !== dims)
    throw new RangeError(`adaptive pool: output_size must be ${dims}, got ${given.length} sizes`);
  const target = given.map((n, d) => n ?? input.sizes[input.dim() - dims + d]!);
  checkTarget("adaptive pool", target);
  return target;
}

const avgPool3dRule = resampleRule("AvgPool3DBackward0");

/** The mean of each window of volumes. */
export function avgPool3d(input: Tensor, options: AvgPoolOptions): Tensor {
  checkVolume("avg_pool3d", input);
  demandFloating("avg_pool3d_out_frame", input);
  const { kernelSize, stride, padding = 0, ceilMode = false, countIncludePad = true, divisorOverride } = options;
  if (divisorOverride === 0) throw new RangeError("divisor must be not zero");
  const kernel = three("avg_pool3d", kernelSize, "kernel_size");
  const steps = three("avg_pool3d", stride ?? kernelSize, "stride");
  const pads = three("avg_pool3d", padding, "padding");
  const spatial = input.sizes.slice(-3);
  const maps = kernel.map((k, d): DimMap => {
    const n = spatial[d]!;
    const [s, p] = [steps[d]!, pads[d]!];
    const count = windowCount(n, { kernel: k, stride: s, padding: p, dilation: 1, ceilMode });
    return dimMap(Math.max(count, 0), (j) => {
      const start = j * s - p;
      const end = Math.min(start + k, n + p);
      const [first, last] = [Math.max(start, 0), Math.min(end, n)];
      // A `divisorOverride` must divide only once, so the first dimension gets it.
      const own = countIncludePad ? end - start : last - first;
      const divisor = divisorOverride == null ? own : d === 0 ? divisorOverride : 1;
      return Array.from({ length: last - first }, (_, t) => [first + t, 1 / divisor] as const);
    });
  });
  checkOutput(
    input,
    maps.map(({ size }) => size),
  );
  return resample(input, [...input.sizes.slice(0, -3).map(() => null), ...maps], avgPool3dRule);
}

const adaptiveAvg3dRule = resampleRule("AdaptiveAvgPool3DBackward0");

/** Means over windows of volumes, chosen so that the output has `outputSize`. */
export function adaptiveAvgPool3d(input: Tensor, outputSize: OutputSize3d): Tensor {
  checkTensor("adaptive_avg_pool3d", input);
  if (input.dim() !== 4 && input.dim() !== 5)
    throw new RangeError(`adaptive_avg_pool3d(): Expected 4D or 5D tensor, but got ${formatShape(input.sizes)}`);
  demandFloating("adaptive_avg_pool3d_cpu", input);
  const out = targetOf(3, input, outputSize);
  if (out.every((n) => n === 1)) return input.mean([-1, -2, -3], { keepdim: true });
  const maps = out.map((count, d) => {
    const n = input.sizes[input.dim() - 3 + d]!;
    return dimMap(count, (j) => {
      const [start, end] = adaptiveWindow(j, count, n);
      return Array.from({ length: end - start }, (_, t) => [start + t, 1 / (end - start)] as const);
    });
  });
  return resample(input, [...input.sizes.slice(0, -3).map(() => null), ...maps], adaptiveAvg3dRule);
}

function demandFloating(kernel: string, input: Tensor): void {
  if (!input.dtype.isFloatingPoint)
    throw new TypeError(`"${kernel}" not implemented for '${scalarTypeName(input.dtype)}'`);
}

export type UnpoolOptions = {
  kernelSize: PoolSize;
  stride?: PoolSize | null;
  padding?: PoolSize;
  outputSize?: readonly number[] | null;
};

const unpoolBackward = defineGradient<Picks>("MaxUnpoolBackward0", (node, gy) => {
  const [positions] = node.saved() as [Tensor];
  const { sizes, dims } = node.context;
  const outer = numel(gy.sizes.slice(0, -dims));
  return [
    gy
      .reshape([outer, -1])
      .gather(1, positions.reshape([outer, -1]))
      .view([...sizes]),
  ];
});

/**
 * Puts maxima back at the positions that a pool returned, with zeros elsewhere: the partial inverse of `maxPool1d`,
 * `2d` or `3d`.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.max_unpool2d.html.
 *
 * @throws RangeError for positions or sizes that do not fit.
 */
export function maxUnpool(dims: 1 | 2 | 3, input: Tensor, indices: Tensor, options: UnpoolOptions): Tensor {
  checkTensor(`max_unpool${dims}d`, input);
  checkTensor(`max_unpool${dims}d`, indices, "indices");
  if (indices.dtype !== int64)
    throw new TypeError(`elements in indices should be type int64 but got: ${scalarTypeName(indices.dtype)}`);
  if (formatShape(input.sizes) !== formatShape(indices.sizes))
    throw new RangeError(
      `Expected shape of indices to be same as that of the input tensor (${formatShape(input.sizes)}) but got indices tensor with shape: ${formatShape(indices.sizes)}`,
    );
  const spread = (value: PoolSize): number[] =>
    typeof value === "number" ? Array<number>(dims).fill(value) : [...value];
  const kernel = spread(options.kernelSize);
  const stride = spread(options.stride ?? options.kernelSize);
  const padding = spread(options.padding ?? 0);
  const least = input.sizes.slice(-dims).map((n, d) => (n - 1) * stride[d]! - 2 * padding[d]! + kernel[d]!);
  const asked = options.outputSize?.slice(-dims) ?? least;
  asked.forEach((n, d) => {
    const [low, high] = [least[d]! - stride[d]!, least[d]! + stride[d]!];
    if (n !== least[d] && !(n > low && n < high))
      throw new RangeError(`invalid output_size ${formatShape(asked)} (dim ${d} must be between ${low} and ${high})`);
  });
  const sizes = [...input.sizes.slice(0, -dims), ...asked];
  const volume = numel(asked);
  const flat = withOperands([indices], (i) => i.storage.host() as BigInt64Array);
  for (const at of flat)
    if (at < 0n || at >= BigInt(volume))
      throw new RangeError(`Found an invalid max index: ${at} (output volumes are of size ${asked.join("x")})`);
  const outer = numel(sizes.slice(0, -dims));
  const blank = input.detach().newZeros([outer, volume]);
  const y = blank.scatter(1, indices.reshape([outer, -1]), input.detach().reshape([outer, -1])).view(sizes);
  return unpoolBackward.record(y, [input], [indices], { sizes: input.sizes, dims });
}
