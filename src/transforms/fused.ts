/**
 * Crops, flips, ToTensor and Normalize in sequence, done in one pass over the pixels: same random draws, same numbers.
 *
 * A crop or a flip says where each pixel comes from, and several of them combine into one such mapping; ToTensor with
 * Normalize maps each byte to one of 256 numbers. Only the classes themselves are fused, because a subclass may do
 * anything.
 */
import { float32, uint8 } from "../shape/index.ts";
import { Tensor } from "../tensor/index.ts";
import type { Step } from "./arguments.ts";
import { RandomCrop, type ByChance, RandomHorizontalFlip, RandomVerticalFlip } from "./geometry.ts";
import { elementsOf, imageFrom } from "./image.ts";
import { normalTable } from "./pixels/convert.ts";
import { everyPlace, rearranged, type Places } from "./pixels/rearrange.ts";
import { Normalize, ToTensor } from "./tensors.ts";

/** Where the rows and columns of an image come from; those that come from nowhere are black. */
interface Places2d {
  readonly rows: Places;
  readonly columns: Places;
}

const isOwn = (step: Step | undefined, Kind: new (...given: never[]) => unknown): boolean =>
  step !== undefined && step.constructor === Kind && !Object.hasOwn(step, "forward");

/** Where a crop or a flip moves the pixels of an image of this size, or "nothing"; undefined for any other step. */
function move(step: Step, height: number, width: number): Places2d | "nothing" | undefined {
  if (isOwn(step, RandomCrop)) {
    const crop = step as unknown as RandomCrop;
    return crop.fill === 0 ? crop.draw(height, width) : undefined;
  }
  const [isFlip, isUpsideDown] = [isOwn(step, RandomHorizontalFlip), isOwn(step, RandomVerticalFlip)];
  if (!isFlip && !isUpsideDown) return undefined;
  if (!(step as unknown as ByChance).happens()) return "nothing";
  const [rows, columns] = [everyPlace(height), everyPlace(width)];
  return isFlip ? { rows, columns: columns.toReversed() } : { rows: rows.toReversed(), columns };
}

/** Applies `after` to the result of `before`. */
function chained(before: Places, after: Places): Places {
  const result = new Int32Array(after.length);
  for (let i = 0; i < after.length; i++) result[i] = after[i]! < 0 ? -1 : before[after[i]!]!;
  return result;
}

/**
 * Applies as many steps as can be fused, beginning with number `from`; returns the image and the number of the next
 * step.
 */
export function fused(
  steps: readonly Step[],
  from: number,
  image: unknown,
): { readonly made: unknown; readonly next: number } {
  if (!(image instanceof Tensor) || image.dtype !== uint8 || image.sizes.length !== 3) {
    return { made: image, next: from };
  }
  const [channels, oldHeight, oldWidth] = image.sizes as readonly [number, number, number];
  let places: Places2d | undefined;
  let at = from;
  for (; at < steps.length; at++) {
    const height: number = places?.rows.length ?? oldHeight;
    const width: number = places?.columns.length ?? oldWidth;
    const next = move(steps[at]!, height, width);
    if (next === undefined) break;
    if (next === "nothing") continue;
    places =
      places === undefined
        ? next
        : { rows: chained(places.rows, next.rows), columns: chained(places.columns, next.columns) };
  }
  if (isOwn(steps[at], ToTensor)) {
    const after = steps[at + 1];
    const normal = isOwn(after, Normalize) ? (after as unknown as Normalize) : undefined;
    const tables = normalTable(normal, channels);
    // If the two do not fit together, Normalize itself reports why.
    if (tables !== undefined) {
      return { made: lookedUp(image, places, tables), next: at + (normal === undefined ? 1 : 2) };
    }
  }
  return { made: places === undefined ? image : rearranged(image, places.rows, places.columns), next: at };
}

/** Looks every byte up in its channel's table. */
function lookedUp(image: Tensor, places: Places2d | undefined, tables: readonly Float32Array[]): Tensor {
  const [channels, oldHeight, oldWidth] = image.sizes as readonly [number, number, number];
  const old = elementsOf(image) as Uint8Array;
  if (places === undefined) {
    const made = new Float32Array(old.length);
    const plane = oldHeight * oldWidth;
    for (let c = 0; c < channels; c++) {
      const table = tables[c % tables.length]!;
      for (let i = c * plane; i < (c + 1) * plane; i++) made[i] = table[old[i]!]!;
    }
    return imageFrom(float32, made, image.sizes);
  }
  const { rows, columns } = places;
  const width = columns.length;
  const made = new Float32Array(channels * rows.length * width);
  const [across, down] = [runIn(columns), runIn(rows)];
  for (let c = 0; c < channels; c++) {
    const table = tables[c % tables.length]!;
    const [from, to] = [c * oldHeight * oldWidth, c * rows.length * width];
    if (across?.step === 1 && down?.step === 1 && width === oldWidth && across.end > across.first) {
      copyShifted({ old, made, table, from, to, width }, places, across, down);
      continue;
    }
    copyRows({ old, made, table, from, to, width: oldWidth }, places, across);
  }
  return imageFrom(float32, made, [channels, rows.length, width]);
}

interface Planes {
  readonly old: Uint8Array;
  readonly made: Float32Array;
  readonly table: Float32Array;
  /** Where the plane begins in the old image and in the new one. */
  readonly from: number;
  readonly to: number;
  /** Of the old image. */
  readonly width: number;
}

/** A plane row by row. */
function copyRows(
  { old, made, table, from, to, width: oldWidth }: Planes,
  { rows, columns }: Places2d,
  run: Run | undefined,
): void {
  const black = table[0]!;
  const width = columns.length;
  const isMirrored = run?.step === -1;
  const [first, end] = [run?.first ?? 0, run?.end ?? 0];
  const last = columns[first]! + first;
  for (let y = 0, i = to; y < rows.length; y++, i += width) {
    const row = rows[y]!;
    const start = from + row * oldWidth;
    if (row < 0) {
      made.fill(black, i, i + width);
    } else if (isMirrored) {
      // Neighbours stay neighbours, so there is no need to look up each position.
      const sum = start + last;
      for (let x = 0; x < first; x++) made[i + x] = black;
      for (let x = first; x < end; x++) made[i + x] = table[old[sum - x]!]!;
      for (let x = end; x < width; x++) made[i + x] = black;
    } else {
      for (let x = 0; x < width; x++) made[i + x] = columns[x]! < 0 ? black : table[old[start + columns[x]!]!]!;
    }
  }
}

/**
 * Copies a plane that was only shifted as one stretch; what spilled in at the sides from neighbouring rows is painted
 * over.
 */
function copyShifted(
  { old, made, table, from, to, width }: Planes,
  { rows, columns }: Places2d,
  across: Run,
  down: Run,
): void {
  const black = table[0]!;
  const end = to + rows.length * width;
  if (down.end === down.first) {
    made.fill(black, to, end);
    return;
  }
  const begin = to + down.first * width + across.first;
  const stop = to + (down.end - 1) * width + across.end;
  const shift = from + rows[down.first]! * width + columns[across.first]! - begin;
  for (let k = to; k < begin; k++) made[k] = black;
  for (let k = begin; k < stop; k++) made[k] = table[old[k + shift]!]!;
  for (let k = stop; k < end; k++) made[k] = black;
  if (across.first === 0 && across.end === width) return;
  for (let start = to + down.first * width; start < to + down.end * width; start += width) {
    for (let k = start; k < start + across.first; k++) made[k] = black;
    for (let k = start + across.end; k < start + width; k++) made[k] = black;
  }
}

interface Run {
  readonly first: number;
  readonly end: number;
  readonly step: 1 | -1;
}

/** The stretch of positions that come from somewhere, if each comes from just right or just left of the one before. */
function runIn(places: Places): Run | undefined {
  let first = 0;
  let end = places.length;
  while (first < end && places[first]! < 0) first++;
  while (end > first && places[end - 1]! < 0) end--;
  const step = end - first > 1 && places[first + 1]! < places[first]! ? -1 : 1;
  for (let x = first + 1; x < end; x++) if (places[x] !== places[x - 1]! + step || places[x]! < 0) return undefined;
  return { first, end, step };
}
