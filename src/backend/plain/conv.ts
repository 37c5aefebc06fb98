/**
 * Convolution and its gradients, by definition. Letters as in `backend.ts`; sums are accumulated in double.
 *
 * y[b, o, i, j] = bias[o] + sum over c, p, q of weight[o, c, p, q] * x[b, g*C/G + c, i*stride - padding + p*dilation, ...]
 */
import { numel } from "../../shape/index.ts";
import type { ConvGeometry, Dense } from "../backend.ts";
import { Storage } from "../storage.ts";
import { allocateNumbers, numbers } from "./arrays.ts";
import type { NumberArray } from "./arrays.ts";

/** The size of the output along one dimension. */
export function convSize(n: number, kernel: number, stride: number, padding: number, dilation: number): number {
  return Math.floor((n + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
}

/** The shape [B, O, H, W] of a convolution's output. */
export function convShape(x: readonly number[], weight: readonly number[], geometry: ConvGeometry): number[] {
  const [height, width] = [0, 1].map((d) =>
    convSize(x[2 + d]!, weight[2 + d]!, geometry.stride[d]!, geometry.padding[d]!, geometry.dilation[d]!),
  );
  return [x[0]!, weight[0]!, height!, width!];
}

interface Tap {
  /** The offset of the weight. */
  readonly weight: number;
  /** The offsets of the first x element and the first y element in a run of `n` along a row. */
  readonly x: number;
  readonly y: number;
  readonly n: number;
}

/** All runs along a row in which one weight connects x and y, for one image and one pair of channels. */
function taps(x: readonly number[], weight: readonly number[], y: readonly number[], geometry: ConvGeometry): Tap[] {
  const [, , height, width] = x as [number, number, number, number];
  const [, , rows, columns] = weight as [number, number, number, number];
  const [, , outHeight, outWidth] = y as [number, number, number, number];
  const { stride, padding, dilation } = geometry;
  const result: Tap[] = [];
  for (let p = 0; p < rows; p++)
    for (let q = 0; q < columns; q++) {
      const shift = q * dilation[1] - padding[1];
      const first = Math.max(0, Math.ceil(-shift / stride[1]));
      const last = Math.min(outWidth - 1, Math.floor((width - 1 - shift) / stride[1]));
      if (last < first) continue;
      for (let i = 0; i < outHeight; i++) {
        const row = i * stride[0] - padding[0] + p * dilation[0];
        if (row < 0 || row >= height) continue;
        const from = row * width + first * stride[1] + shift;
        result.push({ weight: p * columns + q, x: from, y: i * outWidth + first, n: last - first + 1 });
      }
    }
  return result;
}

type Channels = (b: number, o: number, c: number, xAt: number, wAt: number, yAt: number) => void;

/** Calls `visit` with the offsets of every plane of x, kernel of weight and plane of y that belong together. */
function eachMeeting(
  x: readonly number[],
  weight: readonly number[],
  y: readonly number[],
  groups: number,
  visit: Channels,
): void {
  const [plane, kernel, outPlane] = [x[2]! * x[3]!, weight[2]! * weight[3]!, y[2]! * y[3]!];
  const [outputs, inputs] = [weight[0]!, weight[1]!];
  for (let b = 0; b < x[0]!; b++)
    for (let o = 0; o < outputs; o++) {
      const first = Math.floor(o / (outputs / groups)) * inputs;
      for (let c = 0; c < inputs; c++)
        visit(b, o, c, (b * x[1]! + first + c) * plane, (o * inputs + c) * kernel, (b * outputs + o) * outPlane);
    }
}

export function conv2d(x: Dense, weight: Dense, bias: Dense | undefined, geometry: ConvGeometry): Storage {
  const { dtype } = x.storage;
  const shape = convShape(x.shape, weight.shape, geometry);
  const [xs, ws] = [numbers(x), numbers(weight)];
  const target = allocateNumbers(dtype, numel(shape));
  const plane = shape[2]! * shape[3]!;
  const sums = new Float64Array(plane);
  const inputs = weight.shape[1]!;
  const biases: NumberArray | undefined = bias && numbers(bias);
  const runs = taps(x.shape, weight.shape, shape, geometry);
  eachMeeting(x.shape, weight.shape, shape, geometry.groups, (_b, o, c, xAt, wAt, yAt) => {
    if (c === 0) sums.fill(biases?.[o] ?? 0);
    for (const tap of runs) {
      const w = ws[wAt + tap.weight]!;
      for (let k = 0, i = xAt + tap.x, j = tap.y; k < tap.n; k++, i += geometry.stride[1], j++) sums[j]! += w * xs[i]!;
    }
    if (c === inputs - 1) target.set(sums, yAt);
  });
  return Storage.fromHost(dtype, target);
}

export function conv2dInputGrad(
  gy: Dense,
  weight: Dense,
  inputShape: readonly number[],
  geometry: ConvGeometry,
): Storage {
  const { dtype } = gy.storage;
  const [gs, ws] = [numbers(gy), numbers(weight)];
  const sums = new Float64Array(numel(inputShape));
  const runs = taps(inputShape, weight.shape, gy.shape, geometry);
  eachMeeting(inputShape, weight.shape, gy.shape, geometry.groups, (_b, _o, _c, xAt, wAt, yAt) => {
    for (const tap of runs) {
      const w = ws[wAt + tap.weight]!;
      for (let k = 0, i = xAt + tap.x, j = yAt + tap.y; k < tap.n; k++, i += geometry.stride[1], j++)
        sums[i]! += w * gs[j]!;
    }
  });
  const target = allocateNumbers(dtype, sums.length);
  target.set(sums);
  return Storage.fromHost(dtype, target);
}

export function conv2dWeightGrad(gy: Dense, x: Dense, weightShape: readonly number[], geometry: ConvGeometry): Storage {
  const { dtype } = gy.storage;
  const [gs, xs] = [numbers(gy), numbers(x)];
  const sums = new Float64Array(numel(weightShape));
  const runs = taps(x.shape, weightShape, gy.shape, geometry);
  eachMeeting(x.shape, weightShape, gy.shape, geometry.groups, (_b, _o, _c, xAt, wAt, yAt) => {
    for (const tap of runs) {
      let sum = 0;
      for (let k = 0, i = xAt + tap.x, j = yAt + tap.y; k < tap.n; k++, i += geometry.stride[1], j++)
        sum += xs[i]! * gs[j]!;
      sums[wAt + tap.weight]! += sum;
    }
  });
  const target = allocateNumbers(dtype, sums.length);
  target.set(sums);
  return Storage.fromHost(dtype, target);
}

export function biasGrad(gy: Dense): Storage {
  const source = numbers(gy);
  const channels = gy.shape[1]!;
  const inner = numel(gy.shape.slice(2));
  const sums = new Float64Array(channels);
  for (let at = 0, c = 0; at < source.length; at += inner, c = (c + 1) % channels)
    for (let i = at; i < at + inner; i++) sums[c]! += source[i]!;
  const target = allocateNumbers(gy.storage.dtype, channels);
  target.set(sums);
  return Storage.fromHost(gy.storage.dtype, target);
}

export function biasAdd(x: Dense, bias: Dense): Storage {
  const [source, biases] = [numbers(x), numbers(bias)];
  const target = allocateNumbers(x.storage.dtype, source.length);
  const inner = numel(x.shape.slice(2));
  for (let at = 0, c = 0; at < source.length; at += inner, c = (c + 1) % biases.length)
    for (let i = at; i < at + inner; i++) target[i] = source[i]! + biases[c]!;
  return Storage.fromHost(x.storage.dtype, target);
}
