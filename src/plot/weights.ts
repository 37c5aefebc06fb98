/** Weights and feature maps as pictures: one small picture a channel. O and C output and input channels, B pictures, H and W. */
import type { Conv2d } from "../nn/conv.ts";
import { keyword, required, signature } from "../shape/index.ts";
import { Tensor } from "../tensor/index.ts";
import { type ColorMapName, isDiverging, signedColors } from "./color-maps.ts";
import { compose } from "./image.ts";
import * as is from "./kinds.ts";
import type { Picture } from "./picture.ts";
import { mappedTile } from "./raster.ts";
import { extent, fromTo, unfinite, valuesOf } from "./values.ts";
import { say } from "./words.ts";

export interface WeightsOptions {
  readonly scale?: number | undefined;
  /** A map whose middle stands for 0. */
  readonly colors?: ColorMapName | undefined;
  /** The weights of the first and the last colour, so that two layers can be compared; without it the largest weight on both sides of 0. */
  readonly range?: readonly [number, number] | undefined;
}

const weightsSignature = signature("plot.weights", {
  conv: required(
    is.kind("Conv2d or its weight [O, C, H, W]", isKernels, {
      explain: () => "plot.heatmap shows a tensor [H, W], plot.activations what any layer gives",
    }),
  ),
  scale: keyword(is.positive, undefined),
  colors: keyword(is.colorMap, signedColors),
  range: keyword(is.range, undefined),
});

/** A layer may be another than Conv2d, if its weight lies on pictures. */
function isKernels(value: unknown): value is Conv2d | Tensor {
  const kernels: unknown = value instanceof Tensor ? value : (value as Partial<Conv2d> | null)?.weight;
  return kernels instanceof Tensor && kernels.dim() === 4;
}

/**
 * The kernels of a convolution, or of its weight [O, C, H, W]: a row for each input channel, a column for each output channel; purple below 0, white at 0,
 * orange above, on one scale.
 * @example
 * plot.weights(new nn.Conv2d(3, 16, 3)).alt.slice(0, 19) // "48 kernels of 3 x 3"
 */
export function weights(conv: Conv2d | Tensor, options?: WeightsOptions): Picture;
export function weights(options: { readonly conv: Conv2d | Tensor } & WeightsOptions): Picture;
export function weights(...given: unknown[]): Picture {
  const { conv, scale, colors, range } = weightsSignature.read(given);
  const kernels = conv instanceof Tensor ? conv : conv.weight;
  const { sizes, data } = valuesOf(kernels.detach());
  const [O = 0, perGroup = 0, height = 1, width = 1] = sizes;
  const limit = Math.max(...extent(data).map(Math.abs));
  const ends = range ?? ([-limit, limit] as const);
  const tiles = Array.from({ length: O * perGroup }, (_, i) => {
    const [c, o] = [Math.floor(i / O), i % O];
    const source = { data, offset: (o * perGroup + c) * height * width, height, width };
    return mappedTile(source, colors, ends);
  });
  return compose(tiles, {
    isFramed: true,
    columns: O,
    scale: scale ?? Math.max(2, Math.min(Math.floor(48 / width), Math.floor(900 / (O * width)))),
    rowLabels: Array.from({ length: perGroup }, (_, c) => say("channels", "input", { number: c })),
    columnLabels: Array.from({ length: O }, (_, o) => (O <= 24 ? String(o) : "")),
    alt: say("maps", "kernels", {
      kernels: O * perGroup,
      size: `${height} x ${width}`,
      outputs: O,
      inputs: perGroup,
      signed: say("numbers", "signed"),
      fromTo: `${fromTo(ends)}${unfinite(data)}`,
    }),
  });
}

export interface FeatureMapsOptions {
  readonly columns?: number | undefined;
  readonly scale?: number | undefined;
  readonly colors?: ColorMapName | undefined;
  /** Whether all maps share one scale of values, or each has its own, which shows the weak ones. */
  readonly range?: "all" | "each" | undefined;
  /** Which picture of a batch. */
  readonly index?: number | undefined;
  /** What stands under each map; its number without it. */
  readonly captions?: readonly string[] | undefined;
}

const featureMapsSignature = signature("plot.featureMaps", {
  maps: required(
    is.kind("Tensor that came out of a layer", (value): value is Tensor => value instanceof Tensor, {
      explain: (value) => (typeof value === "function" ? "call the layer with a picture: layer(picture)" : undefined),
    }),
  ),
  columns: keyword(is.positive, undefined),
  scale: keyword(is.positive, undefined),
  colors: keyword(is.colorMap, undefined),
  range: keyword(is.oneOf("all", "each"), "all"),
  index: keyword(is.int, 0),
  captions: keyword(is.strings, undefined),
});

/**
 * What came out of a layer: one picture for each channel of [C, H, W] or of one picture of [B, C, H, W], all on one scale: purple below 0,
 * white at 0, orange above. Other `colors`, which have no middle, go from the smallest value to the largest.
 * @throws {RangeError} for other shapes, or where the batch has no such picture
 * @example
 * const conv = new nn.Conv2d(3, 16, 3);
 * plot.featureMaps(conv(torch.rand(1, 3, 32, 32))).alt.slice(0, 27) // "16 feature maps of 30 x 30:"
 */
export function featureMaps(maps: Tensor, options?: FeatureMapsOptions): Picture;
export function featureMaps(options: { readonly maps: Tensor } & FeatureMapsOptions): Picture;
export function featureMaps(...given: unknown[]): Picture {
  const { maps, range: span, ...options } = featureMapsSignature.read(given);
  const { index, scale } = options;
  const all = valuesOf(maps.detach());
  const { data } = all;
  const sizes = all.sizes.length === 3 ? [1, ...all.sizes] : all.sizes;
  const [B = 0, C = 0, height = 0, width = 0] = sizes;
  if (sizes.length !== 4 || C * height * width === 0)
    throw new RangeError(`featureMaps: expected [C, H, W] or [B, C, H, W], got [${all.sizes.join(", ")}]`);
  if (index < 0 || index >= B) throw new RangeError(`featureMaps: expected index from 0 to ${B - 1}, got ${index}`);
  const size = C * height * width;
  const part = (from: number, count: number): [number, number] =>
    extent((data as Float32Array).subarray(from, from + count));
  const [low, high] = part(index * size, size);
  const { colors = signedColors } = options;
  const around = ([first, last]: readonly [number, number]): readonly [number, number] => {
    const limit = Math.max(-first, last) || 1;
    return isDiverging(colors) ? [-limit, limit] : [first, last];
  };
  const words = [
    ...(low < 0 ? [say("numbers", "signed")] : []),
    `${fromTo(low < 0 ? around([low, high]) : [low, high])}${unfinite((data as Float32Array).subarray(index * size, (index + 1) * size))}`,
    ...(span === "each" ? [say("maps", "each")] : []),
  ];
  const tiles = Array.from({ length: C }, (_, c) => {
    const offset = index * size + c * height * width;
    const own = span === "each" ? part(offset, height * width) : ([low, high] as const);
    return mappedTile({ data, offset, height, width }, colors, around(own));
  });
  const columns = options.columns ?? Math.min(8, C);
  return compose(tiles, {
    isFramed: true,
    columns,
    scale: scale ?? Math.max(1, Math.min(Math.floor(96 / width), Math.floor(800 / (columns * width)))),
    captions: options.captions ?? Array.from({ length: C }, (_, c) => String(c)),
    alt: say("maps", "maps", { count: C, size: `${height} x ${width}`, values: words.join(", ") }),
  });
}
