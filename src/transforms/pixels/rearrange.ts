/** Moves whole rows and columns of pixels: flips, crops, borders. Works for any dtype. */
import { allocate } from "../../backend/index.ts";
import type { TypedArray } from "../../shape/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { channelsOf, elementsOf, imageFrom, imageSize } from "../image.ts";

/** For each position along a side, the old position that it comes from; -1 means the fill. */
export type Places = Int32Array;
export type PaddingMode = "constant" | "edge" | "reflect" | "symmetric";
/** One value, or one for each channel. */
export type Fill = number | readonly number[];

const everyPlaceOf = new Map<number, Places>();

/** 0, 1, 2 ...: one shared array per count, which must not be written to. */
export function everyPlace(count: number): Places {
  let places = everyPlaceOf.get(count);
  if (places === undefined) {
    places = Int32Array.from({ length: count }, (_, i) => i);
    everyPlaceOf.set(count, places);
  }
  return places;
}

const reversed = (count: number): Places => everyPlace(count).toReversed();

/** `count` positions starting at number `from`; those beyond the ends are filled. */
export function cut(places: Places, from: number, count: number): Places {
  if (from >= 0 && from + count <= places.length) return places.subarray(from, from + count);
  const result = new Int32Array(count).fill(-1);
  const first = Math.max(0, from);
  const part = places.subarray(first, Math.max(first, from + count));
  if (part.length > 0) result.set(part, first - from);
  return result;
}

/**
 * Adds `before` and `after` positions at the ends; negative numbers remove positions.
 * @throws RangeError if the side is too short for the mode.
 */
export function padded(places: Places, before: number, after: number, mode: PaddingMode): Places {
  const last = places.length - 1;
  const most = { constant: Infinity, edge: Infinity, reflect: last, symmetric: last + 1 }[mode];
  if (before > most || after > most || (last < 0 && mode !== "constant")) {
    throw new RangeError(
      `pad: expected a padding of at most ${most} for ${last + 1} pixels in mode "${mode}", got ${before} and ${after}`,
    );
  }
  const source = (i: number): number => {
    if (mode === "edge") return Math.min(last, Math.max(0, i));
    if (mode === "reflect") return i < 0 ? -i : i > last ? 2 * last - i : i;
    if (mode === "symmetric") return i < 0 ? -1 - i : i > last ? 2 * last + 1 - i : i;
    return i;
  };
  const count = Math.max(0, before + places.length + after);
  return Int32Array.from({ length: count }, (_, i) => places[source(i - before)] ?? -1);
}

/** The image whose pixel (y, x) is the old pixel (rows[y], columns[x]). */
export function rearranged(image: Tensor, rows: Places, columns: Places, fill: Fill = 0): Tensor {
  const [oldHeight, oldWidth] = imageSize("transforms", image);
  const [height, width] = [rows.length, columns.length];
  const channels = channelsOf(image);
  const fills = typeof fill === "number" ? [fill] : fill;
  if (fills.length !== 1 && fills.length !== channels) {
    throw new RangeError(`transforms: expected 1 or ${channels} fill values, got ${fills.length}`);
  }
  const old = elementsOf(image);
  const planes = old.length / (oldHeight * oldWidth);
  const made = allocate(image.dtype, planes * height * width);
  // Bytes and float32 have their own loops: one loop over all kinds of arrays is several times slower.
  const copy = old instanceof Uint8Array ? copyBytes : old instanceof Float32Array ? copyFloats : copyOthers;
  for (let plane = 0; plane < planes; plane++) {
    const value = fills[(plane % channels) % fills.length]!;
    copy(
      old as never,
      made as never,
      plane * oldHeight * oldWidth,
      oldWidth,
      plane * height * width,
      rows,
      columns,
      value,
    );
  }
  return imageFrom(image.dtype, made, [...image.sizes.slice(0, -2), height, width]);
}

type Copy<T> = (
  old: T,
  made: T,
  from: number,
  oldWidth: number,
  to: number,
  rows: Places,
  columns: Places,
  fill: number,
) => void;

const copyBytes: Copy<Uint8Array> = (old, made, from, oldWidth, to, rows, columns, fill) => {
  for (let y = 0, i = to; y < rows.length; y++) {
    const row = rows[y]!;
    const start = from + row * oldWidth;
    for (let x = 0; x < columns.length; x++, i++) {
      const column = columns[x]!;
      made[i] = (row | column) < 0 ? fill : old[start + column]!;
    }
  }
};

const copyFloats: Copy<Float32Array> = (old, made, from, oldWidth, to, rows, columns, fill) => {
  for (let y = 0, i = to; y < rows.length; y++) {
    const row = rows[y]!;
    const start = from + row * oldWidth;
    for (let x = 0; x < columns.length; x++, i++) {
      const column = columns[x]!;
      made[i] = (row | column) < 0 ? fill : old[start + column]!;
    }
  }
};

const copyOthers: Copy<TypedArray> = (old, made, from, oldWidth, to, rows, columns, fill) => {
  const filled = made instanceof BigInt64Array ? BigInt(fill) : fill;
  for (let y = 0, i = to; y < rows.length; y++) {
    for (let x = 0; x < columns.length; x++, i++) {
      const isFilled = (rows[y]! | columns[x]!) < 0;
      made[i] = isFilled ? filled : old[from + rows[y]! * oldWidth + columns[x]!]!;
    }
  }
};

export function mirrored(image: Tensor): Tensor {
  const [height, width] = imageSize("hflip", image);
  return rearranged(image, everyPlace(height), reversed(width));
}

export function upsideDown(image: Tensor): Tensor {
  const [height, width] = imageSize("vflip", image);
  return rearranged(image, reversed(height), everyPlace(width));
}

export function cropped(image: Tensor, top: number, left: number, height: number, width: number): Tensor {
  const [oldHeight, oldWidth] = imageSize("crop", image);
  return rearranged(image, cut(everyPlace(oldHeight), top, height), cut(everyPlace(oldWidth), left, width));
}

/** Left, top, right and bottom, from one number for all, two for left-right and top-bottom, or four. */
export function sides(padding: number | readonly number[]): readonly [number, number, number, number] {
  const [left, top = left, right = left, bottom = top] = typeof padding === "number" ? [padding] : padding;
  return [left!, top!, right!, bottom!];
}

export function surrounded(image: Tensor, padding: number | readonly number[], fill: Fill, mode: PaddingMode): Tensor {
  const [height, width] = imageSize("pad", image);
  const [left, top, right, bottom] = sides(padding);
  return rearranged(
    image,
    padded(everyPlace(height), top, bottom, mode),
    padded(everyPlace(width), left, right, mode),
    fill,
  );
}

/** The middle of an image; anything beyond its edges is black. */
export function middle(image: Tensor, height: number, width: number): Tensor {
  const [oldHeight, oldWidth] = imageSize("centerCrop", image);
  return rearranged(image, middlePlaces(oldHeight, height), middlePlaces(oldWidth, width));
}

/**
 * If the image is too small, half of what is missing, rounded down, goes before it; if too large, half of the surplus, rounded half to
 * even, is cut off before it.
 */
function middlePlaces(old: number, size: number): Places {
  if (size > old) return cut(everyPlace(old), -Math.floor((size - old) / 2), size);
  const half = (old - size) / 2;
  return cut(everyPlace(old), Number.isInteger(half) ? half : 2 * Math.round(half / 2), size);
}
