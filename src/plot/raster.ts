/**
 * Pictures as pixels: from values to colours, enlarged without smoothing, laid out in a grid.
 * B pictures, C channels (1 or 3), H and W height and width.
 */
import { type ColorMapName, colorTable, stepOf } from "./color-maps.ts";
import type { Pixels } from "./png.ts";

/** One picture in its own size: 3 bytes a pixel. */
export interface Tile {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** Where a picture's numbers lie in a larger array. */
export interface Source {
  readonly data: ArrayLike<number>;
  readonly offset: number;
  readonly height: number;
  readonly width: number;
}

/** Channel by channel: what is added after multiplying, to bytes. */
export interface ToByte {
  readonly scale: readonly number[];
  readonly shift: readonly number[];
}

/** The colour of NaN, which none of the maps has. */
const NAN_COLOR = [255, 0, 255] as const;

/** [3, H, W] in the colours it holds. */
export function colorTile({ data, offset, height, width }: Source, { scale, shift }: ToByte): Tile {
  const plane = height * width;
  // Clamped: it rounds and cuts off by itself.
  const rgb = new Uint8ClampedArray(plane * 3);
  for (let c = 0; c < 3; c++) {
    const [factor, sum, start] = [scale[c]!, shift[c]!, offset + c * plane];
    for (let i = 0, to = c; i < plane; i++, to += 3) rgb[to] = data[start + i]! * factor + sum;
  }
  for (let i = 0; i < 3 * plane; i++) if (Number.isNaN(data[offset + i])) rgb.set(NAN_COLOR, (i % plane) * 3);
  return { width, height, rgb: new Uint8Array(rgb.buffer) };
}

/** [H, W] through a colour map. */
export function mappedTile(
  { data, offset, height, width }: Source,
  colors: ColorMapName,
  [low, high]: readonly [number, number],
): Tile {
  const table = colorTable(colors);
  const rgb = new Uint8Array(height * width * 3);
  for (let i = 0, to = 0; to < rgb.length; i++) {
    const value = data[offset + i]!;
    const at = 3 * stepOf(value, low, high);
    const isNaN = Number.isNaN(value);
    rgb[to++] = isNaN ? NAN_COLOR[0] : table[at]!;
    rgb[to++] = isNaN ? NAN_COLOR[1] : table[at + 1]!;
    rgb[to++] = isNaN ? NAN_COLOR[2] : table[at + 2]!;
  }
  return { width, height, rgb };
}

export interface GridLayout {
  readonly columns: number;
  /** Each pixel becomes a square of scale x scale. */
  readonly scale: number;
  readonly gap: number;
  /** Room under each picture for its caption. */
  readonly captionHeight: number;
  /** Room at the left of all. */
  readonly left: number;
  /** Room above all. */
  readonly top: number;
  /** A thin grey line around each picture: what is white at its rim ends somewhere on a white page too. */
  readonly isFramed?: boolean;
}

export interface Grid {
  readonly pixels: Pixels;
  /** Upper left corner of each picture. */
  readonly corners: readonly (readonly [x: number, y: number])[];
  readonly tileWidth: number;
  readonly tileHeight: number;
}

/** All pictures have the size of the first. What lies between them is transparent. */
export function layGrid(tiles: readonly Tile[], layout: GridLayout): Grid {
  const { columns, scale, gap, captionHeight, left, top, isFramed = false } = layout;
  const tileWidth = (tiles[0]?.width ?? 1) * scale;
  const tileHeight = (tiles[0]?.height ?? 1) * scale;
  const rows = Math.ceil(tiles.length / columns);
  const width = left + columns * (tileWidth + gap) - gap;
  const height = top + rows * (tileHeight + captionHeight + gap) - gap;
  const rgba = new Uint8Array(width * height * 4);
  const words = new Uint32Array(rgba.buffer);
  const corners = tiles.map((tile, i) => {
    const x = left + (i % columns) * (tileWidth + gap);
    const y = top + Math.floor(i / columns) * (tileHeight + captionHeight + gap);
    enlarge(tile, scale, words, width, x, y);
    if (isFramed) frame(words, width, [x, y], tileWidth, tileHeight);
    return [x, y] as const;
  });
  return { pixels: { width, height, rgba }, corners, tileWidth, tileHeight };
}

const frameGrey = 0xffa0a0a0;

/** Over the outermost pixels, which are parts of enlarged ones. */
function frame(
  words: Uint32Array,
  stride: number,
  [x, y]: readonly [number, number],
  width: number,
  height: number,
): void {
  for (const row of [y, y + height - 1]) words.fill(frameGrey, row * stride + x, row * stride + x + width);
  for (let row = y; row < y + height; row++) {
    words[row * stride + x] = frameGrey;
    words[row * stride + x + width - 1] = frameGrey;
  }
}

const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Draws each pixel as a square: one row number by number, the others of the square as copies. */
function enlarge(tile: Tile, scale: number, words: Uint32Array, stride: number, x: number, y: number): void {
  const { width, height, rgb } = tile;
  for (let row = 0, at = 0; row < height; row++) {
    const start = (y + row * scale) * stride + x;
    for (let column = 0, to = start; column < width; column++) {
      const [red, green, blue] = [rgb[at++]!, rgb[at++]!, rgb[at++]!];
      const word = littleEndian
        ? (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0
        : ((red << 24) | (green << 16) | (blue << 8) | 0xff) >>> 0;
      for (let n = 0; n < scale; n++) words[to++] = word;
    }
    for (let n = 1; n < scale; n++) words.copyWithin(start + n * stride, start, start + width * scale);
  }
}
