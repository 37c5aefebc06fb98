/**
 * What each layer of a model makes of one image, as pictures one below the other. C channels, H and W height and width,
 * N numbers.
 */
import { activations as look, type Activation } from "../inspect/index.ts";
import type { Module } from "../nn/module.ts";
import { keyword, required, signature } from "../shape/index.ts";
import type { Tensor } from "../tensor/index.ts";
import { writeWords } from "./captions.ts";
import { arrange, type Normalization, tilesOf } from "./image.ts";
import * as is from "./kinds.ts";
import { Picture } from "./picture.ts";
import { encodePng, type Pixels } from "./png.ts";
import { signedColors } from "./color-maps.ts";
import { mappedTile, type Tile } from "./raster.ts";
import { text, textWidth } from "./svg.ts";
import { extent, short, shortRange, valuesOf } from "./values.ts";
import { say } from "./words.ts";

export interface ActivationsOptions {
  /** Dotted names of the layers to draw; by default all of them. */
  readonly layers?: readonly string[] | undefined;
  /** Names for the numbers of the last layer, written beside them. */
  readonly classNames?: readonly string[] | undefined;
  /** Undoes this normalisation before the image is drawn. */
  readonly denormalize?: Normalization | undefined;
}

const activationsSignature = signature("plot.activations", {
  model: required(is.module),
  image: required(is.tensor),
  layers: keyword(is.strings, undefined),
  classNames: keyword(is.strings, undefined),
  denormalize: keyword(is.normalization, undefined),
});

const titleHeight = 24;
const pageWidth = 860;
/** How many channels of each layer are drawn. */
const most = 64;

/**
 * Draws the image, then each layer's output for it: one picture per channel, or a strip of numbers if the output is not
 * made of pictures. Each layer has its own scale, which its caption gives.
 * @param image [C, H, W], or a batch, whose first image is drawn
 * @example
 * plot.activations(new nn.Sequential(new nn.Conv2d(3, 4, 3), new nn.ReLU()), torch.rand(3, 8, 8)).alt // "2 layers: 0 Conv2d [4, 6, 6]; 1 ReLU [4, 6, 6]"
 */
export function activations(model: Module<unknown>, image: Tensor, options?: ActivationsOptions): Picture;
export function activations(
  options: { readonly model: Module<unknown>; readonly image: Tensor } & ActivationsOptions,
): Picture;
export function activations(...given: unknown[]): Picture {
  const { model, image, layers, classNames, denormalize } = activationsSignature.read(given);
  const found = look(model, image);
  const chosen = found.layers.filter(({ name }) => layers === undefined || layers.includes(name));
  if (chosen.length === 0)
    throw new RangeError(
      `activations: expected layers among ${found.layers.map(({ name }) => name).join(", ")}, got ${(layers ?? []).join(", ")}`,
    );
  const last = found.layers.at(-1);
  const parts = [
    drawnInput(image, denormalize),
    ...chosen.map((layer) =>
      layer === last && classNames !== undefined ? drawnClasses(layer, classNames) : drawn(layer),
    ),
  ];
  const width = Math.ceil(Math.max(...parts.map(({ pixels, title }) => Math.max(pixels.width, textWidth(title, 13)))));
  const height = parts.reduce((sum, { pixels }) => sum + pixels.height + titleHeight + 10, 0);
  const page: Pixels = { width, height, rgba: new Uint8Array(width * height * 4) };
  let top = 0;
  const titles: string[] = [];
  for (const { pixels, title, words = [] } of parts) {
    titles.push(text(0, top + 16, title, { size: 13 }));
    for (const { x, y, content } of words) titles.push(text(x, top + titleHeight + y, content, { size: 12 }));
    place(pixels, page, top + titleHeight);
    top += pixels.height + titleHeight + 10;
  }
  writeWords(page, titles);
  const words = chosen.map(({ name, type, output }) => `${name} ${type} [${output.shape.slice(1).join(", ")}]`);
  const alt = say("maps", "layers", { count: chosen.length, layers: words.join("; ") });
  return new Picture({ png: encodePng(page), width, height, alt });
}

interface Part {
  readonly title: string;
  readonly pixels: Pixels;
  /** Text drawn over the pixels. */
  readonly words?: readonly { readonly x: number; readonly y: number; readonly content: string }[];
}

/** The network's input: in colour if it has three channels. */
function drawnInput(image: Tensor, denormalize: Normalization | undefined): Part {
  const one = (image.dim() === 4 ? image.at("0:1") : image.unsqueeze(0)).detach().float();
  const { sizes, data } = valuesOf(one);
  const [, C = 1, H = 1, W = 1] = sizes;
  const title = `${say("activations", "input")}  [${sizes.slice(1).join(", ")}]  ${shortRange(extent(data))}`;
  const isPicture = sizes.length === 4 && (C === 3 || C === 1);
  const tiles = isPicture
    ? tilesOf("activations", [one], { denormalize }).tiles
    : planes(data, sizes.length === 4 ? C : 1, ...(sizes.length === 4 ? ([H, W] as const) : stripOf(data.length)));
  return { title, pixels: layMaps(tiles) };
}

/** The last numbers, with the names of what they stand for. */
function drawnClasses(layer: Activation, classNames: readonly string[]): Part {
  const { sizes, data } = valuesOf(layer.output);
  const [, N = 1] = sizes;
  if (sizes.length !== 2 || N !== classNames.length)
    throw new RangeError(
      `activations: expected as many classNames as the last layer gives numbers, [${sizes.slice(1).join(", ")}], got ${classNames.length}`,
    );
  const values = Array.from({ length: N }, (_, i) => data[i]!);
  const labels = values.map((value, i) => `${classNames[i]}  ${short(value)}`);
  const rowHeight = 22;
  const range = scaleOf(values);
  const swatches = values.map((_, i) =>
    mappedTile({ data: values, offset: i, height: 1, width: 1 }, signedColors, range),
  );
  const left = rowHeight + 6;
  const width = left + Math.ceil(Math.max(...labels.map((label) => textWidth(label, 12))));
  const pixels: Pixels = { width, height: N * rowHeight, rgba: new Uint8Array(width * N * rowHeight * 4) };
  place(arrange(swatches, { columns: 1, scale: rowHeight - 4 }), pixels, 0);
  return {
    title: titleOf(layer, extent(values)),
    pixels,
    words: labels.map((content, i) => ({ x: left, y: i * rowHeight + 13, content })),
  };
}

const titleOf = ({ name, type, output }: Activation, ends: readonly [number, number]): string =>
  `${name}  ${type}  [${output.shape.slice(1).join(", ")}]  ${shortRange(ends)}`;

/** Maps about 64 pixels wide: sixteen in a row if there is room, else eight. */
function layMaps(tiles: readonly Tile[]): Pixels {
  const { width } = tiles[0]!;
  const inRow = Math.min(tiles.length, 2 * 16 * width > pageWidth ? 8 : 16);
  const scale = Math.max(1, Math.min(Math.floor(64 / width), Math.floor(pageWidth / (width * inRow))));
  return arrange(tiles, { columns: inRow, scale, isFramed: true });
}

/**
 * Purple below 0, white at 0, orange above; the same after an activation whose outputs are never below 0, so that one
 * colour always has one meaning.
 */
function scaleOf(data: ArrayLike<number>): readonly [number, number] {
  const limit = Math.max(...extent(data).map(Math.abs)) || 1;
  return [-limit, limit];
}

/** One map per channel, all on the same scale. */
function planes(data: ArrayLike<number>, channels: number, height: number, width: number): Tile[] {
  const range = scaleOf((data as Float32Array).subarray(0, channels * height * width));
  return Array.from({ length: Math.min(most, channels) }, (_, c) =>
    mappedTile({ data, offset: c * height * width, height, width }, signedColors, range),
  );
}

function drawn(layer: Activation): Part {
  const { sizes, data } = valuesOf(layer.output);
  const [, C = 1, ...rest] = sizes;
  const isPictures = rest.length === 2;
  const [height, width] = isPictures ? [rest[0]!, rest[1]!] : stripOf(sizes.slice(1).reduce((a, b) => a * b, 1));
  const channels = isPictures ? C : 1;
  const tiles = planes(data, channels, height, width);
  const isCut = !isPictures && height * width < data.length / sizes[0]!;
  const more =
    channels > most
      ? `, ${say("activations", "first", { count: most })}`
      : isCut
        ? `, ${say("activations", "cut", { count: width })}`
        : "";
  const title = titleOf(layer, extent((data as Float32Array).subarray(0, channels * height * width))) + more;
  if (isPictures) return { title, pixels: layMaps(tiles) };
  const scale = Math.max(1, Math.min(24, Math.floor(pageWidth / width)));
  return { title, pixels: taller(arrange(tiles, { columns: 1, scale }), 16) };
}

/** Rows and columns for numbers that are not a picture: one strip, or as many equal rows as fit the page. */
function stripOf(count: number): readonly [number, number] {
  if (count <= pageWidth) return [1, count];
  for (let width = pageWidth; width >= 64; width--) if (count % width === 0) return [count / width, width];
  return [1, Math.min(count, pageWidth)];
}

/** A strip of single pixels is enlarged until it can be seen. */
function taller(pixels: Pixels, least: number): Pixels {
  const times = Math.max(1, Math.ceil(least / pixels.height));
  const rgba = new Uint8Array(pixels.rgba.length * times);
  const bytes = pixels.width * 4;
  for (let row = 0; row < pixels.height * times; row++) {
    const from = Math.floor(row / times) * bytes;
    rgba.set(pixels.rgba.subarray(from, from + bytes), row * bytes);
  }
  return { width: pixels.width, height: pixels.height * times, rgba };
}

function place(part: Pixels, page: Pixels, top: number): void {
  for (let row = 0; row < part.height; row++) {
    const bytes = part.rgba.subarray(row * part.width * 4, (row + 1) * part.width * 4);
    page.rgba.set(bytes, (top + row) * page.width * 4);
  }
}
