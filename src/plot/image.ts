/**
 * Tensors as pictures. B pictures, C channels (1 or 3), H and W height and width.
 */
import { noteOf } from "../data/note.ts";
import type { Tensor } from "../tensor/index.ts";
import { keyword, required, signature, uint8 } from "../shape/index.ts";
import { type ColorMapName, isDiverging } from "./color-maps.ts";
import { drawCaptions } from "./captions.ts";
import * as is from "./kinds.ts";
import { Picture } from "./picture.ts";
import { encodePng, type Pixels } from "./png.ts";
import { colorTile, layGrid, mappedTile, type Source, type Tile, type ToByte } from "./raster.ts";
import { extent, fromTo, unfinite, valuesOf, type Values } from "./values.ts";
import { say } from "./words.ts";

/** Mean and standard deviation of each channel; a `transforms.Normalize` works too. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

export interface ImageOptions {
  /** Undoes this normalisation before drawing. */
  readonly denormalize?: Normalization | undefined;
  /** How many pixels wide each pixel is drawn; by default chosen by the picture's size. */
  readonly scale?: number | undefined;
  /** The colour map of pictures with one channel. */
  readonly colors?: ColorMapName | undefined;
  /** The values of the map's first and last colour; for colour pictures, of black and white. */
  readonly range?: readonly [low: number, high: number] | undefined;
  /** A caption below the picture. */
  readonly caption?: string | undefined;
  /** The picture in words; by default its shape and values. */
  readonly alt?: string | undefined;
}

export interface ImageGridOptions extends Omit<ImageOptions, "caption"> {
  /** Pictures per row. */
  readonly columns?: number | undefined;
  /** Captions below the pictures. */
  readonly captions?: readonly string[] | undefined;
  /** Labels to the left of the rows. */
  readonly rowLabels?: readonly string[] | undefined;
  /** Labels above the columns. */
  readonly columnLabels?: readonly string[] | undefined;
}

const pictureArguments = {
  denormalize: keyword(is.normalization, undefined),
  scale: keyword(is.positive, undefined),
  colors: keyword(is.colorMap, undefined),
  range: keyword(is.range, undefined),
  alt: keyword(is.string, undefined),
};
const imageSignature = signature("plot.image", {
  image: required(is.tensor, "tensor", "img"),
  caption: keyword(is.string, undefined),
  ...pictureArguments,
});
const imageGridSignature = signature("plot.imageGrid", {
  images: required(is.tensorOrTensors, "tensor", "tensors"),
  columns: keyword(is.positive, undefined),
  captions: keyword(is.strings, undefined),
  rowLabels: keyword(is.strings, undefined),
  columnLabels: keyword(is.strings, undefined),
  ...pictureArguments,
});

/**
 * One picture from a tensor [H, W], [1, H, W] or [3, H, W], or from a batch of one; several become a grid.
 *
 * Colours are read as 0 to 1 (0 to 255 for uint8); values outside that range are rescaled to fit, and the description
 * says so.
 * @throws {RangeError} for any other shape
 * @example
 * plot.image(torch.rand(3, 32, 32)).width // 256
 */
export function image(image: Tensor, options?: ImageOptions): Picture;
export function image(options: { readonly image: Tensor } & ImageOptions): Picture;
export function image(...given: unknown[]): Picture {
  const { image: tensor, caption, ...options } = imageSignature.read(given);
  const { sizes } = valuesOf(tensor);
  if (sizes.length === 4 && sizes[0]! > 1 && caption === undefined) return imageGrid(tensor, options);
  return drawPictures("image", [tensor], { ...options, ...(caption === undefined ? {} : { captions: [caption] }) });
}

/**
 * Pictures side by side, from a batch [B, C, H, W] or a list of [H, W], [1, H, W] or [3, H, W] of equal size, all on
 * the same scale of values.
 * @see https://docs.pytorch.org/vision/0.24/generated/torchvision.utils.make_grid.html
 * @example
 * plot.imageGrid(torch.rand(8, 3, 32, 32), { columns: 4 }).alt // "8 pictures of 32 x 32 in colour"
 */
export function imageGrid(images: Tensor | readonly Tensor[], options?: ImageGridOptions): Picture;
export function imageGrid(options: { readonly images: Tensor | readonly Tensor[] } & ImageGridOptions): Picture;
export function imageGrid(...given: unknown[]): Picture {
  const { images, ...options } = imageGridSignature.read(given);
  return drawPictures("imageGrid", Array.isArray(images) ? (images as readonly Tensor[]) : [images as Tensor], options);
}

interface Batch {
  readonly values: Values;
  readonly count: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly isBytes: boolean;
}

function batchOf(callee: string, tensor: Tensor): Batch {
  const values = valuesOf(tensor);
  const { sizes } = values;
  const [count = 1, channels = 1, height = 0, width = 0] = [
    ...Array(Math.max(0, 4 - sizes.length)).fill(1),
    ...sizes,
  ] as number[];
  if (sizes.length < 2 || sizes.length > 4 || (channels !== 1 && channels !== 3))
    throw new RangeError(
      `${callee}: expected [H, W], [3, H, W] or [B, 3, H, W] (1 in place of 3 without colour), got [${sizes.join(", ")}]; ` +
        "plot.featureMaps shows any number of channels",
    );
  if (count * height * width === 0) throw new RangeError(`${callee}: expected pictures, got [${sizes.join(", ")}]`);
  return { values, count, channels, height, width, isBytes: tensor.dtype === uint8 };
}

/** Pictures in their own size. @throws RangeError for none, or for several sizes */
export function tilesOf(
  callee: string,
  tensors: readonly Tensor[],
  options: ImageGridOptions,
): Tiles & { readonly batches: readonly Batch[]; readonly isColor: boolean } {
  const batches = tensors.map((tensor) => batchOf(callee, tensor));
  const [first] = batches;
  if (first === undefined) throw new RangeError(`${callee}: expected at least one picture, got none`);
  for (const { height, width, channels } of batches)
    if (height !== first.height || width !== first.width || channels !== first.channels)
      throw new RangeError(
        `${callee}: expected pictures of one size [${first.channels}, ${first.height}, ${first.width}], ` +
          `got [${channels}, ${height}, ${width}] among them`,
      );
  const isColor = first.channels === 3;
  return { batches, isColor, ...(isColor ? inColor(callee, batches, options) : inMap(callee, batches, options)) };
}

function drawPictures(callee: string, tensors: readonly Tensor[], options: ImageGridOptions): Picture {
  const { tiles, note, batches, isColor } = tilesOf(callee, tensors, options);
  const marks = tensors.flatMap((tensor, i) => Array<string | undefined>(batches[i]!.count).fill(noteOf(tensor)));
  const kinds = [...new Set(marks)].filter((mark) => mark !== undefined);
  const odd = unfinite(...batches.map(({ values }) => values.data));
  const alt =
    options.alt ?? `${describe(tiles, isColor)}${kinds.map((kind) => `, ${inWords(kind)}`).join("")}${note}${odd}`;
  if (kinds.length === 0) return compose(tiles, { ...options, alt });
  // The data set's note about its pictures comes first, where it cannot be cut off for lack of room.
  const captions = marks.map((mark, i) => inWords(mark, options.captions?.[i]));
  return compose(tiles, { ...options, captions, alt });
}

/** The note of our own data sets, in the reader's language; others say what they like. */
function inWords(mark: string | undefined, name = ""): string {
  if (mark !== "drawn") return [mark, name].filter(Boolean).join(" ");
  return name === "" ? say("image", "drawn") : say("image", "drawnName", { name });
}

const describe = (tiles: readonly Tile[], isColor: boolean): string => {
  const plain = `${tiles[0]!.height} x ${tiles[0]!.width}`;
  const size = isColor ? say("image", "inColor", { size: plain }) : plain;
  return say("image", tiles.length === 1 ? "one" : "many", { size, count: tiles.length });
};

interface Tiles {
  readonly tiles: readonly Tile[];
  /** What the description adds about the scale of values. */
  readonly note: string;
}

function inColor(callee: string, batches: readonly Batch[], { denormalize, range }: ImageGridOptions): Tiles {
  const [mean, std] = forChannels(callee, denormalize, 3);
  const isBytes = batches.every((batch) => batch.isBytes);
  const full: readonly [number, number] = isBytes ? [0, 255] : [0, 1];
  const found = isBytes || range !== undefined ? full : colorExtent(batches, mean, std);
  // When a normalisation is undone, rounding may leave a value slightly outside the range.
  const fits = found[0] >= full[0] - 0.01 && found[1] <= full[1] + 0.01;
  const [low, high] = range ?? (fits ? full : found);
  const factor = 255 / (high - low || 1);
  const toByte: ToByte = { scale: std.map((s) => s * factor), shift: mean.map((m) => (m - low) * factor) };
  const note = fits || range !== undefined ? "" : `, ${say("image", "stretched", { fromTo: fromTo(found) })}`;
  return { tiles: batches.flatMap((batch) => sourcesOf(batch).map((source) => colorTile(source, toByte))), note };
}

/** One mean and one deviation for each channel. */
function forChannels(
  callee: string,
  { mean, std }: Normalization = { mean: [0], std: [1] },
  channels: number,
): [number[], number[]] {
  if ([mean, std].some(({ length }) => length !== 1 && length !== channels))
    throw new RangeError(
      `${callee}: expected denormalize with 1 or ${channels} means and deviations, got ${mean.length} and ${std.length}`,
    );
  const filled = (values: readonly number[]): number[] =>
    Array.from({ length: channels }, (_, c) => values[c] ?? values[0]!);
  return [filled(mean), filled(std)];
}

function colorExtent(batches: readonly Batch[], mean: readonly number[], std: readonly number[]): [number, number] {
  const found = batches.flatMap(({ values: { data }, height, width, count }) =>
    Array.from({ length: count * 3 }, (_, i) => {
      const plane = (data as Float32Array).subarray(i * height * width, (i + 1) * height * width);
      return extent(plane).map((value) => value * std[i % 3]! + mean[i % 3]!);
    }).flat(),
  );
  return extent(found);
}

function inMap(callee: string, batches: readonly Batch[], options: ImageGridOptions): Tiles {
  const { colors = "gray", range, denormalize } = options;
  const [[mean = 0], [std = 1]] = forChannels(callee, denormalize, 1);
  const found = extent(batches.flatMap(({ values }) => extent(values.data).map((value) => value * std + mean)));
  const limit = Math.max(...found.map(Math.abs));
  // A diverging map has 0 in the middle.
  const real: readonly [number, number] = range ?? (isDiverging(colors) ? [-limit, limit] : found);
  const given: [number, number] = [(real[0] - mean) / std, (real[1] - mean) / std];
  const tiles = batches.flatMap((batch) => sourcesOf(batch).map((source) => mappedTile(source, colors, given)));
  return { tiles, note: `, ${say("image", "values", { fromTo: fromTo(real) })}` };
}

const sourcesOf = ({ values: { data }, count, channels, height, width }: Batch): readonly Source[] =>
  Array.from({ length: count }, (_, i) => ({ data, offset: i * channels * height * width, height, width }));

/** Large enough for single pixels to be seen, small enough for the row to fit a page. */
export function chosenScale(width: number, columns: number): number {
  return Math.max(
    1,
    Math.min(columns === 1 ? Math.floor(256 / width) : Math.floor(96 / width), Math.floor(800 / (columns * width))),
  );
}

export interface Composition {
  readonly columns?: number | undefined;
  readonly scale?: number | undefined;
  readonly captions?: readonly string[] | undefined;
  /** Labels to the left of the rows. */
  readonly rowLabels?: readonly string[] | undefined;
  /** Labels above the columns. */
  readonly columnLabels?: readonly string[] | undefined;
  /** A thin line around each picture. */
  readonly isFramed?: boolean;
  readonly alt: string;
}

/** Pictures in a grid with their captions, as one still picture. */
export function compose(tiles: readonly Tile[], { alt, ...layout }: Composition): Picture {
  const pixels = arrange(tiles, layout);
  return new Picture({ png: encodePng(pixels), width: pixels.width, height: pixels.height, alt });
}

/** The same as pixels. */
export function arrange(tiles: readonly Tile[], options: Omit<Composition, "alt">): Pixels {
  const { captions = [], rowLabels = [], columnLabels = [] } = options;
  const columns = Math.min(
    tiles.length,
    options.columns ?? Math.min(8, Math.max(1, Math.ceil(Math.sqrt(tiles.length)))),
  );
  const scale = options.scale ?? chosenScale(tiles[0]!.width, columns);
  const fontSize = 12;
  const grid = layGrid(tiles, {
    columns,
    scale,
    gap: tiles.length === 1 ? 0 : 4,
    captionHeight: captions.length > 0 ? fontSize + 6 : 0,
    left:
      rowLabels.length > 0 ? 10 + Math.ceil(Math.max(...rowLabels.map(({ length }) => length * fontSize * 0.62))) : 0,
    top: columnLabels.length > 0 ? fontSize + 6 : 0,
    // If each pixel is drawn as a single dot, there is no room for a line.
    isFramed: options.isFramed === true && scale > 1,
  });
  drawCaptions(grid, { captions, rowLabels, columnLabels, columns, fontSize });
  return grid.pixels;
}
