import { allocate } from "../../backend/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { elementsOf, imageFrom, imageSize } from "../image.ts";

/** A rectangle of an image: its top left corner and its size. */
export interface Area {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** The image with new numbers in an area; `value` returns them by plane and by position in the area, row by row. */
export function erased(image: Tensor, area: Area, value: (plane: number, i: number) => number): Tensor {
  const [H, W] = imageSize("erase", image);
  const { top, left, height, width } = area;
  if (top < 0 || left < 0 || top + height > H || left + width > W) {
    throw new RangeError(
      `erase: expected an area within ${H} by ${W}, got ${height} by ${width} from (${top}, ${left})`,
    );
  }
  const old = elementsOf(image);
  const made = allocate(image.dtype, old.length);
  made.set(old as never);
  for (let plane = 0; plane < old.length / (H * W); plane++) {
    for (let i = 0; i < height * width; i++) {
      made[plane * H * W + (top + Math.floor(i / width)) * W + left + (i % width)] = value(plane, i);
    }
  }
  return imageFrom(image.dtype, made, image.sizes);
}
