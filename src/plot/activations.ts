/** What each layer of a model made of one image, as pictures one below the other. C channels, H and W height and width, N numbers. */
import { activations as look, type Activation } from "../inspect/index.ts";
import type { Module } from "../nn/module.ts";
import { keyword, required, signature } from "../shape/index.ts";
import type { Tensor } from "../tensor/index.ts";
import { writeWords } from "./captions.ts";
import { arrange } from "./image.ts";
import * as is from "./kinds.ts";
import { Picture } from "./picture.ts";
import { encodePng, type Pixels } from "./png.ts";
import { signedColors } from "./color-maps.ts";
import { mappedTile } from "./raster.ts";
import { text } from "./svg.ts";
import { extent, shortRange, valuesOf } from "./values.ts";

export interface ActivationsOptions {
  /** Dotted names of the layers to draw; all of them without it. */
  readonly layers?: readonly string[] | undefined;
}

const activationsSignature = signature("plot.activations", {
  model: required(is.module),
  image: required(is.tensor),
  layers: keyword(is.strings, undefined),
});

const titleHeight = 24;
const columns = 16;
const pageWidth = 860;
/** Channels that are drawn of each layer. */
const most = 64;

/**
 * The output of each layer for one image: a picture a channel, a strip of numbers where a layer gives no pictures. Each layer has a scale
 * of its own, which its line tells.
 * @param image [C, H, W], or a batch, of which the first is drawn
 * @example
 * plot.activations(new nn.Sequential(new nn.Conv2d(3, 4, 3), new nn.ReLU()), torch.rand(3, 8, 8)).alt // "2 layers: 0 Conv2d [4, 6, 6]; 1 ReLU [4, 6, 6]"
 */
export function activations(model: Module<unknown>, image: Tensor, options?: ActivationsOptions): Picture;
export function activations(
  options: { readonly model: Module<unknown>; readonly image: Tensor } & ActivationsOptions,
): Picture;
export function activations(...given: unknown[]): Picture {
  const { model, image, layers } = activationsSignature.read(given);
  const found = look(model, image);
  const chosen = found.layers.filter(({ name }) => layers === undefined || layers.includes(name));
  if (chosen.length === 0)
    throw new RangeError(
      `activations: expected layers among ${found.layers.map(({ name }) => name).join(", ")}, got ${(layers ?? []).join(", ")}`,
    );
  const parts = chosen.map(drawn);
  const width = Math.max(...parts.map(({ pixels, title }) => Math.max(pixels.width, title.length * 8)));
  const height = parts.reduce((sum, { pixels }) => sum + pixels.height + titleHeight + 10, 0);
  const page: Pixels = { width, height, rgba: new Uint8Array(width * height * 4) };
  let top = 0;
  const titles: string[] = [];
  for (const { pixels, title } of parts) {
    titles.push(text(0, top + 16, title, { size: 13 }));
    place(pixels, page, top + titleHeight);
    top += pixels.height + titleHeight + 10;
  }
  writeWords(page, titles);
  const words = chosen.map(({ name, type, output }) => `${name} ${type} [${output.shape.slice(1).join(", ")}]`);
  return new Picture({ png: encodePng(page), width, height, alt: `${chosen.length} layers: ${words.join("; ")}` });
}

interface Part {
  readonly title: string;
  readonly pixels: Pixels;
}

function drawn({ name, type, output }: Activation): Part {
  const { sizes, data } = valuesOf(output);
  const [, C = 1, ...rest] = sizes;
  const isPictures = rest.length === 2;
  const [height, width] = isPictures ? [rest[0]!, rest[1]!] : stripOf(sizes.slice(1).reduce((a, b) => a * b, 1));
  const channels = isPictures ? C : 1;
  const [low, high] = extent((data as Float32Array).subarray(0, channels * height * width));
  const limit = Math.max(-low, high);
  const range: readonly [number, number] = low < 0 ? [-limit, limit] : [low, high];
  const tiles = Array.from({ length: Math.min(most, channels) }, (_, c) =>
    mappedTile({ data, offset: c * height * width, height, width }, low < 0 ? signedColors : "viridis", range),
  );
  const isCut = !isPictures && height * width < data.length / sizes[0]!;
  const more = channels > most ? `, the first ${most} channels` : isCut ? `, the first ${width} numbers` : "";
  const title = `${name}  ${type}  [${sizes.slice(1).join(", ")}]  ${shortRange([low, high])}${more}`;
  const scale = isPictures
    ? Math.max(1, Math.min(Math.floor(64 / width), Math.floor(pageWidth / (width * Math.min(columns, tiles.length)))))
    : Math.max(1, Math.min(24, Math.floor(pageWidth / width)));
  const pixels = arrange(tiles, { columns: Math.min(columns, tiles.length), scale });
  return { title, pixels: isPictures ? pixels : taller(pixels, 16) };
}

/** Rows and columns for numbers that are no picture: one strip, or as many equal rows as fit the page. */
function stripOf(count: number): readonly [number, number] {
  if (count <= pageWidth) return [1, count];
  for (let width = pageWidth; width >= 64; width--) if (count % width === 0) return [count / width, width];
  return [1, Math.min(count, pageWidth)];
}

/** A strip of single pixels is made high enough to be seen. */
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
