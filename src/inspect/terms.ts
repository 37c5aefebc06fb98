/**
 * What a layer multiplies to get one number of its output, as planes. C input channels, O output channels, G groups, kH
 * and kW kernel height and width, H and W height and width of the input. Sequences are treated as pictures of height 1.
 */
import { Conv1d, Conv2d, ConvNd, ConvTranspose2d } from "../nn/conv.ts";
import { ConvTranspose1d } from "../nn/conv-more.ts";
import { Linear } from "../nn/linear.ts";
import { AvgPool1d, AvgPool2d } from "../nn/pooling.ts";
import type { Tensor } from "../tensor/index.ts";
import { channelsRead, patchIn, patchOf, reachOf, type Lays } from "./patch.ts";
import { along } from "./windows.ts";
import { say } from "./words.ts";

/** Layers in which each output number is one sum of products. */
export type Multiplies = Conv1d | Conv2d | ConvTranspose1d | ConvTranspose2d | AvgPool1d | AvgPool2d | Linear;

export const multiplies = (layer: unknown): layer is Multiplies =>
  layer instanceof Conv1d ||
  layer instanceof Conv2d ||
  layer instanceof ConvTranspose1d ||
  layer instanceof ConvTranspose2d ||
  layer instanceof AvgPool1d ||
  layer instanceof AvgPool2d ||
  layer instanceof Linear;

export type Grid = readonly (readonly number[])[];
type Two = readonly [number, number];

export interface Terms {
  /** The input numbers, plane by plane, and the weights they are multiplied by. */
  readonly patch: readonly Grid[];
  readonly kernel: readonly Grid[];
  /** The heading of each plane. */
  readonly titles: readonly string[];
  /** Null for a layer that has none. */
  readonly bias: number | null;
  /** One more line, for layers whose numbers do not explain themselves. */
  readonly note: string | null;
}

/** In how many directions a layer moves its kernel: none for a Linear. */
export function placesIn(layer: Multiplies): 0 | 1 | 2 {
  if (layer instanceof Linear) return 0;
  return layer instanceof Conv1d || layer instanceof ConvTranspose1d || layer instanceof AvgPool1d ? 1 : 2;
}

/** Settings with one direction get a neutral value for the missing first one. */
const pair = (value: number | readonly number[], still: number): Two => {
  if (typeof value === "number") return [value, value];
  return value.length === 1 ? [still, value[0]!] : [value[0]!, value[1]!];
};

/** The layer's settings in two directions, even for a layer that takes sequences. */
function laid(layer: Exclude<Multiplies, Linear>): Lays & { readonly kernelSize: Two; readonly dilation: Two } {
  const isFlat = placesIn(layer) === 1;
  const both = (value: number | readonly number[], still: number): Two =>
    isFlat ? [still, pair(value, still)[1]] : pair(value, still);
  const padding = layer.padding;
  return {
    kernelSize: both(layer.kernelSize, 1),
    stride: both(layer.stride, 1),
    padding: typeof padding === "string" ? padding : both(padding, 0),
    dilation: layer instanceof ConvNd ? both(layer.dilation, 1) : [1, 1],
    paddingMode: layer instanceof ConvNd ? layer.paddingMode : "zeros",
    ceilMode: layer instanceof ConvNd ? false : layer.ceilMode,
  };
}

/** Rows and columns of the output, and its number of channels. */
export function outputOf(layer: Exclude<Multiplies, Linear>, [C, H, W]: readonly [number, number, number]) {
  const lays = laid(layer);
  if (!isTransposed(layer)) {
    const { rows, columns } = reachOf(lays, H, W);
    return { channels: layer instanceof ConvNd ? layer.outChannels : C, rows, columns };
  }
  const more = pair(layer.outputPadding ?? 0, 0);
  const [rows, columns] = ([H, W] as const).map(
    (size, axis) =>
      along(size, {
        kernel: lays.kernelSize[axis]!,
        stride: lays.stride[axis]!,
        padding: lays.padding[axis] as number,
        dilation: lays.dilation[axis]!,
        outputPadding: more[axis]!,
        ceilMode: false,
      }).size,
  ) as [number, number];
  return { channels: layer.outChannels, rows, columns };
}

const isTransposed = (layer: Multiplies): layer is ConvTranspose1d | ConvTranspose2d =>
  layer instanceof ConvTranspose1d || layer instanceof ConvTranspose2d;

/** The kernels of each pair of channels as planes; for sequences these have one row. */
function planesOf(weight: Tensor): readonly (readonly Grid[])[] {
  const whole = weight.detach();
  return (whole.dim() === 3 ? whole.unsqueeze(2) : whole).tolist() as number[][][][];
}

const biasOf = (layer: { readonly bias: Tensor | null }, channel: number): number | null =>
  layer.bias === null ? null : (layer.bias.detach().tolist() as number[])[channel]!;

const channelTitles = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, c) => say("inputChannel", { number: first + c }));

/** @param image the planes of the image, [C][H][W] */
export function termsOf(layer: Exclude<Multiplies, Linear>, image: readonly Grid[], at: Two, channel: number): Terms {
  if (isTransposed(layer)) return landed(layer, image, at, channel);
  if (!(layer instanceof ConvNd)) return averaged(layer, image[channel]!, at, channel);
  const [first, count] = channelsRead(layer, channel);
  const { inChannels, outChannels, groups } = layer;
  return {
    patch: patchOf({ ...laid(layer), inChannels, outChannels, groups }, image, at, channel),
    kernel: planesOf(layer.weight)[channel]!,
    titles: channelTitles(first, count),
    bias: biasOf(layer, channel),
    note: null,
  };
}

/** Average pooling: each number of the window times the same fraction. */
function averaged(layer: AvgPool1d | AvgPool2d, plane: Grid, [row, column]: Two, channel: number): Terms {
  const lays = laid(layer);
  const [H, W] = [plane.length, plane[0]!.length];
  const reach = reachOf(lays, H, W);
  const [kH, kW] = lays.kernelSize;
  const [top, left] = [row * lays.stride[0]! - reach.top, column * lays.stride[1]! - reach.left];
  // With ceilMode, what lies beyond the padding is not counted; the padding itself is, unless the layer says otherwise.
  const counted = (from: number, kernel: number, size: number, rim: number): number =>
    layer.countIncludePad
      ? Math.min(from + kernel, size + rim) - from
      : Math.min(from + kernel, size) - Math.max(from, 0);
  const count =
    (layer.divisorOverride as number | null | undefined) ??
    counted(top, kH, H, reach.top) * counted(left, kW, W, reach.left);
  const inside = (y: number, x: number): boolean => y >= 0 && y < H && x >= 0 && x < W;
  const kernel = Array.from({ length: kH }, (_i, i) =>
    Array.from({ length: kW }, (_j, j) => (inside(top + i, left + j) ? 1 / count : 0)),
  );
  return {
    patch: [patchIn(lays, plane, reach, [row, column])],
    kernel: [kernel],
    titles: channelTitles(channel, 1),
    bias: null,
    note: say("average", { count }),
  };
}

/** Transposed convolution: pairs each weight with the input number that it carries to this position. */
function landed(layer: ConvTranspose1d | ConvTranspose2d, image: readonly Grid[], at: Two, channel: number): Terms {
  const lays = laid(layer);
  const { inChannels, outChannels, groups } = layer;
  const [first, count] = channelsRead({ inChannels, outChannels, groups }, channel);
  const [H, W] = [image[0]!.length, image[0]![0]!.length];
  /** The input position that a weight carries here; undefined if there is none. */
  const from = (step: number, axis: 0 | 1, size: number): number | undefined => {
    const place = (at[axis] + Number(lays.padding[axis]) - step * lays.dilation[axis]) / lays.stride[axis]!;
    return Number.isInteger(place) && place >= 0 && place < size ? place : undefined;
  };
  const [kH, kW] = lays.kernelSize;
  const patch = Array.from({ length: count }, (_, c) =>
    Array.from({ length: kH }, (_i, i) =>
      Array.from({ length: kW }, (_j, j) => {
        const [y, x] = [from(i, 0, H), from(j, 1, W)];
        return y === undefined || x === undefined ? 0 : image[first + c]![y]![x]!;
      }),
    ),
  );
  const weight = planesOf(layer.weight);
  const within = channel % (outChannels / groups);
  return {
    patch,
    kernel: Array.from({ length: count }, (_, c) => weight[first + c]![within]!),
    titles: channelTitles(first, count),
    bias: biasOf(layer, channel),
    note: say("transposed"),
  };
}

/** Breaks a row of numbers into lines of eight, to make it readable. */
const lineLength = 8;
const inLines = (row: readonly number[]): Grid => {
  const width = row.length % lineLength === 0 || row.length > 2 * lineLength ? lineLength : row.length;
  const count = Math.ceil(row.length / width);
  return Array.from({ length: count }, (_, i) => row.slice(i * width, (i + 1) * width));
};

export function linearTerms(layer: Linear, row: readonly number[], channel: number): Terms {
  const weight = (layer.weight.detach().tolist() as number[][])[channel]!;
  return {
    patch: [inLines(row)],
    kernel: [inLines(weight)],
    titles: [say("input")],
    bias: biasOf(layer, channel),
    note: null,
  };
}
