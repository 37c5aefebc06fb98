/**
 * A map laid over a picture, to show where something is. C channels (1 or 3), H and W of the picture, h and w of the
 * map.
 */
import { interpolate } from "../nn/functional/index.ts";
import { keyword, required, signature } from "../shape/index.ts";
import type { Tensor } from "../tensor/index.ts";
import { type ColorMapName, isDiverging, signedColors } from "./color-maps.ts";
import { chosenScale, compose, type Normalization } from "./image.ts";
import * as is from "./kinds.ts";
import { Picture } from "./picture.ts";
import { colorTile, mappedTile, type Tile } from "./raster.ts";
import { extent, fromTo, valuesOf } from "./values.ts";
import { say } from "./words.ts";

export interface OverlayOptions {
  /** How much of the picture the strongest points of the map hide, from 0 to 1. */
  readonly opacity?: number | undefined;
  readonly colors?: ColorMapName | undefined;
  /** The map values of the first and the last colour. */
  readonly range?: readonly [number, number] | undefined;
  /** Undoes this normalisation of the picture before drawing. */
  readonly denormalize?: Normalization | undefined;
  readonly scale?: number | undefined;
  readonly caption?: string | undefined;
}

const overlaySignature = signature("plot.overlay", {
  picture: required(is.tensor),
  map: required(is.tensor),
  opacity: keyword(
    is.where(is.number, "a number from 0 to 1", (value) => value >= 0 && value <= 1),
    0.8,
  ),
  colors: keyword(is.colorMap, undefined),
  range: keyword(is.range, undefined),
  denormalize: keyword(is.normalization, undefined),
  scale: keyword(is.positive, undefined),
  caption: keyword(is.string, undefined),
});

/**
 * Lays a map of numbers in colour over a picture: the stronger a number, the less of the picture shows through. A
 * smaller map is enlarged to the picture's size without smoothing. If it has numbers below 0, those are purple and
 * those above 0 orange.
 * @param picture [H, W], [1, H, W] or [3, H, W]
 * @param map [h, w], or [1, h, w]
 * @throws {RangeError} for other shapes, or a map without a finite number
 * @example
 * plot.overlay(torch.zeros(3, 8, 8), torch.tensor([[0, 1], [2, 4]])).alt // "map of 2 x 2 over a picture of 8 x 8: values from 0 to 4"
 */
export function overlay(picture: Tensor, map: Tensor, options?: OverlayOptions): Picture;
export function overlay(options: { readonly picture: Tensor; readonly map: Tensor } & OverlayOptions): Picture;
export function overlay(...given: unknown[]): Picture {
  const { picture, map, opacity, colors: chosen, range, denormalize, scale, caption } = overlaySignature.read(given);
  const one =
    picture.dim() === 4 && picture.shape[0] === 1
      ? picture.at(0)
      : picture.dim() === 2
        ? picture.unsqueeze(0)
        : picture;
  const [C = 0, H = 0, W = 0] = one.shape;
  if (one.dim() !== 3 || (C !== 1 && C !== 3) || H * W === 0)
    throw new RangeError(`overlay: expected picture [H, W], [1, H, W] or [3, H, W], got [${picture.shape.join(", ")}]`);
  const flat = map.dim() === 3 && map.shape[0] === 1 ? map.at(0) : map;
  if (flat.dim() !== 2 || flat.numel() === 0)
    throw new RangeError(`overlay: expected map [h, w], got [${map.shape.join(", ")}]`);
  const [h, w] = flat.shape as unknown as [number, number];
  const found = extent(valuesOf(flat.detach()).data);
  if (!Array.from(valuesOf(flat.detach()).data).some(Number.isFinite))
    throw new RangeError("overlay: expected a map with finite numbers, got none");
  const [low, high] = range ?? found;
  const limit = Math.max(-low, high) || 1;
  const colors = chosen ?? (low < 0 ? signedColors : "inferno");
  const ends: readonly [number, number] = isDiverging(colors) ? [-limit, limit] : [low, high];
  const large = interpolate(flat.detach().float().view(1, 1, h, w), { size: [H, W], mode: "nearest" });
  const values = valuesOf(large).data;
  const over = mappedTile({ data: values, offset: 0, height: H, width: W }, colors, ends);
  const under = tileOf(one.detach(), denormalize);
  const rgb = new Uint8Array(over.rgb.length);
  for (let i = 0; i < H * W; i++) {
    const value = Number.isFinite(values[i]!) ? values[i]! : ends[0];
    const strength = isDiverging(colors) ? Math.abs(value) / limit : (value - low) / (high - low || 1);
    const share = opacity * Math.min(1, Math.max(0, strength));
    for (let c = 3 * i; c < 3 * i + 3; c++) rgb[c] = Math.round(under.rgb[c]! * (1 - share) + over.rgb[c]! * share);
  }
  const words = [
    ...(isDiverging(colors) ? [say("numbers", "signed")] : []),
    say("image", "values", { fromTo: fromTo(found) }),
  ];
  const alt = say("maps", "overlay", { map: `${h} x ${w}`, picture: `${H} x ${W}`, values: words.join(", ") });
  const tile: Tile = { width: W, height: H, rgb };
  return compose([tile], {
    scale: scale ?? chosenScale(W, 1),
    ...(caption === undefined ? {} : { captions: [caption] }),
    alt,
  });
}

/** The picture in its colours, rescaled if it has values outside 0 to 1. */
function tileOf(one: Tensor, denormalize: Normalization | undefined): Tile {
  const { sizes, data } = valuesOf(one.float());
  const [C = 1, height = 0, width = 0] = sizes;
  const plain = Float32Array.from(data);
  const plane = height * width;
  if (denormalize !== undefined)
    for (let i = 0; i < plain.length; i++) {
      const c = Math.floor(i / plane);
      plain[i] =
        plain[i]! * (denormalize.std[c] ?? denormalize.std[0]!) + (denormalize.mean[c] ?? denormalize.mean[0]!);
    }
  const [least, most] = extent(plain);
  const isBytes = one.dtype.name === "uint8";
  const [low, high] = isBytes ? [0, 255] : least >= -0.01 && most <= 1.01 ? [0, 1] : [least, most];
  if (C === 1) return mappedTile({ data: plain, offset: 0, height, width }, "gray", [low, high]);
  const factor = 255 / (high - low || 1);
  return colorTile(
    { data: plain, offset: 0, height, width },
    { scale: [factor, factor, factor], shift: [-low * factor, -low * factor, -low * factor] },
  );
}
