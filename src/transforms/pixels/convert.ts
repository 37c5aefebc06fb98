/** Conversions between bytes and numbers, and normalisation. */
import { allocate } from "../../backend/index.ts";
import { float32, float64, uint8, type DType } from "../../shape/index.ts";
import { python } from "../../nn/repr.ts";
import type { Tensor } from "../../tensor/index.ts";
import { elementsOf, imageFrom } from "../image.ts";

const { fround } = Math;

/** Each byte divided by 255, in float32. */
const SHARES = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** The arguments of Normalize. */
interface Normal {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}
const tablesOf = new WeakMap<readonly number[], { readonly std: readonly number[]; readonly tables: Float32Array[] }>();

/** For each channel, what `shares` and then `normalized` make of each byte; undefined if the sizes do not fit. */
export function normalTable(normal: Normal | undefined, channels: number): readonly Float32Array[] | undefined {
  if (normal === undefined) return [SHARES];
  const { mean, std } = normal;
  if ([mean, std].some(({ length }) => length !== 1 && length !== channels)) return undefined;
  if (std.some((value) => fround(value) === 0)) return undefined;
  const known = tablesOf.get(mean);
  if (known?.std === std) return known.tables;
  const tables = Array.from({ length: Math.max(mean.length, std.length) }, (_, c) => {
    const [centre, width] = [fround(mean[c % mean.length]!), fround(std[c % std.length]!)];
    return SHARES.map((share) => fround(share - centre) / width);
  });
  tablesOf.set(mean, { std, tables });
  return tables;
}

function assertImage(name: string, image: Tensor, isRight: boolean): void {
  if (isRight) return;
  const got = `${image.dtype.name} [${image.sizes.join(", ")}]`;
  throw new TypeError(`${name}: expected a uint8 image [C, H, W], got ${got}`);
}

/** Bytes as float32 from 0 to 1. */
export function shares(name: string, image: Tensor): Tensor {
  assertImage(name, image, image.dtype === uint8 && image.sizes.length === 3);
  const bytes = elementsOf(image) as Uint8Array;
  const made = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) made[i] = SHARES[bytes[i]!]!;
  return imageFrom(float32, made, image.sizes);
}

/** The bytes unchanged, in a new tensor. */
export function copied(name: string, image: Tensor): Tensor {
  assertImage(name, image, image.dtype === uint8 && image.sizes.length === 3);
  return imageFrom(uint8, Uint8Array.from(elementsOf(image) as Uint8Array), image.sizes);
}

/** The bytes [C, H, W] of an image that consists of bytes or of numbers from 0 to 1. */
export function bytes(name: string, image: Tensor): Tensor {
  const [rank, channels] = [image.sizes.length, image.sizes.length === 3 ? image.sizes[0]! : 1];
  if ((rank !== 2 && rank !== 3) || channels < 1 || channels > 4) {
    throw new RangeError(`${name}: expected an image [H, W] or [1 to 4, H, W], got [${image.sizes.join(", ")}]`);
  }
  if (image.dtype !== uint8 && image.dtype !== float32 && image.dtype !== float64) {
    throw new TypeError(`${name}: expected an image of bytes or of numbers from 0 to 1, got ${image.dtype.toString()}`);
  }
  const old = elementsOf(image) as Uint8Array | Float32Array | Float64Array;
  const sizes = rank === 2 ? [1, ...image.sizes] : image.sizes;
  if (image.dtype === uint8) return imageFrom(uint8, Uint8Array.from(old), sizes);
  return imageFrom(
    uint8,
    Uint8Array.from(old, (value) => Math.trunc(value * 255)),
    sizes,
  );
}

/**
 * The image in another dtype, with its values scaled: bytes go up to 255, numbers up to 1.
 * @throws TypeError for other dtypes than uint8, float32 and float64.
 */
export function converted(image: Tensor, dtype: DType): Tensor {
  const known: readonly DType[] = [uint8, float32, float64];
  if (!known.includes(image.dtype) || !known.includes(dtype)) {
    const [from, to] = [image.dtype.toString(), dtype.toString()];
    throw new TypeError(`convertImageDtype: expected torch.uint8, float32 or float64, got ${from} and ${to}`);
  }
  if (image.dtype === dtype) return image;
  const old = elementsOf(image) as Uint8Array | Float32Array | Float64Array;
  const made = allocate(dtype, old.length);
  // Slightly less than 256, so that each byte gets an equal part of the range from 0 to 1.
  const [up, round] = image.dtype === float32 ? [fround(255.999), fround] : [255.999, Number];
  for (let i = 0; i < made.length; i++) {
    if (dtype === uint8) made[i] = Math.trunc(round(old[i]! * up));
    else made[i] = image.dtype === uint8 ? old[i]! / 255 : old[i]!;
  }
  return imageFrom(dtype, made, image.sizes);
}

/** Subtracts each channel's mean and divides by its std, rounding each step to the image's dtype; in place if `inplace` is set. */
export function normalized(image: Tensor, mean: readonly number[], std: readonly number[], inplace: boolean): Tensor {
  if (image.dtype !== float32 && image.dtype !== float64) {
    throw new TypeError(
      `Normalize: Input tensor should be a float tensor. Got ${image.dtype.toString()}; use ToTensor first`,
    );
  }
  const channels = image.sizes.at(-3);
  if (channels === undefined) {
    throw new RangeError(
      `Normalize: Expected tensor to be a tensor image of size (..., C, H, W). Got [${image.sizes.join(", ")}]`,
    );
  }
  if ([mean, std].some(({ length }) => length !== 1 && length !== channels)) {
    throw new RangeError(`Normalize: expected 1 or ${channels} means and stds, got ${mean.length} and ${std.length}`);
  }
  const round = image.dtype === float32 ? fround : Number;
  if (std.some((value) => round(value) === 0)) {
    throw new RangeError(`Normalize: std evaluated to zero, leading to division by zero: got ${python(std)}`);
  }
  const old = elementsOf(image) as Float32Array | Float64Array;
  const made = allocate(image.dtype, old.length) as Float32Array | Float64Array;
  const plane = image.sizes.at(-2)! * image.sizes.at(-1)!;
  for (let start = 0; start < old.length; start += plane) {
    const channel = (start / plane) % channels;
    const [centre, width] = [round(mean[channel % mean.length]!), round(std[channel % std.length]!)];
    if (old instanceof Float32Array)
      for (let i = start; i < start + plane; i++) made[i] = fround(old[i]! - centre) / width; // prettier-ignore
    else for (let i = start; i < start + plane; i++) made[i] = (old[i]! - centre) / width;
  }
  const result = imageFrom(image.dtype, made, image.sizes);
  return inplace ? image.copy_(result) : result;
}
