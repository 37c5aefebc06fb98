/** Which parts of an image crops take, and the size that a resized image gets. */
import type { Tensor } from "../tensor/index.ts";
import { python } from "../nn/repr.ts";
import { imageSize } from "./image.ts";
import { cropped, middle } from "./pixels/rearrange.ts";
import type { Size } from "./arguments.ts";

/**
 * Height and width, given as such or computed from the shorter side while keeping the aspect ratio; `maxSize` limits
 * the longer side.
 * @throws RangeError for an image without pixels, and for a `maxSize` given with two sides or smaller than the shorter
 * one.
 */
export function resizedSize(
  [oldHeight, oldWidth]: readonly [number, number],
  size: Size,
  maxSize: number | null,
): readonly [height: number, width: number] {
  if (oldHeight === 0 || oldWidth === 0) {
    throw new RangeError(`Resize: expected an image with pixels, got one of height ${oldHeight} and width ${oldWidth}`);
  }
  const list = typeof size === "number" ? [size] : size;
  if (list.length === 2) {
    if (maxSize !== null) throw new RangeError("Resize: expected maxSize only where size is the shorter side, got both sides"); // prettier-ignore
    return [list[0]!, list[1]!];
  }
  const [short, long] = oldWidth <= oldHeight ? [oldWidth, oldHeight] : [oldHeight, oldWidth];
  let [newShort, newLong] = [list[0]!, Math.trunc((list[0]! * long) / short)];
  if (maxSize !== null) {
    if (maxSize <= newShort) {
      throw new RangeError(`Resize: expected maxSize above the shorter side ${newShort}, got ${maxSize}`);
    }
    if (newLong > maxSize) [newShort, newLong] = [Math.trunc((maxSize * newShort) / newLong), maxSize];
  }
  return oldWidth <= oldHeight ? [newLong, newShort] : [newShort, newLong];
}

/**
 * Top left, top right, bottom left, bottom right, middle.
 * @throws RangeError when the image is too small.
 */
export function fiveParts(image: Tensor, [height, width]: readonly [number, number]): Tensor[] {
  const [H, W] = imageSize("fiveCrop", image);
  if (height > H || width > W) {
    throw new RangeError(`fiveCrop: Requested crop size ${python([height, width])} is bigger than input size ${python([H, W])}`); // prettier-ignore
  }
  const corners = [[0, 0], [0, W - width], [H - height, 0], [H - height, W - width]] as const; // prettier-ignore
  return [...corners.map(([top, left]) => cropped(image, top, left, height, width)), middle(image, height, width)];
}
