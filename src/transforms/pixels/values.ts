/** Converts the pixels of byte and float32 images to numbers to compute with, and back. */
import { float32, uint8, type DType } from "../../shape/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { channelsOf, elementsOf, imageFrom, roundHalfEven } from "../image.ts";

/**
 * The pixels as float32, for reading.
 * @throws TypeError for dtypes other than uint8 and float32.
 */
export function floats(name: string, image: Tensor): Float32Array {
  if (image.dtype === float32) return elementsOf(image) as Float32Array;
  if (image.dtype === uint8) return Float32Array.from(elementsOf(image) as Uint8Array);
  throw new TypeError(`${name}: expected an image of uint8 or float32, got ${image.dtype.toString()}`);
}

/** An image of `dtype` with these values; for bytes they are rounded, half to even. */
export function restored(values: Float32Array, dtype: DType, sizes: readonly number[]): Tensor {
  if (dtype === float32) return imageFrom(float32, values, sizes);
  const bytes = new Uint8Array(values.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = roundHalfEven(values[i]!);
  return imageFrom(uint8, bytes, sizes);
}

/** The value of white: 255 for bytes, 1 for numbers. */
export const bound = (image: Tensor): number => (image.dtype === uint8 ? 255 : 1);

/** @throws TypeError unless an image [..., C, H, W] has 1 or 3 channels. */
export function assertColours(name: string, image: Tensor): void {
  if (image.sizes.length < 3 || (channelsOf(image) !== 1 && channelsOf(image) !== 3)) {
    throw new TypeError(`${name}: expected an image [..., 1 or 3, H, W], got [${image.sizes.join(", ")}]`);
  }
}
