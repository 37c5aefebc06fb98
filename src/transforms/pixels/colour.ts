/** Brightness, contrast, saturation, hue, grey. Every step is rounded to float32, as torch's are. */
import { allocate } from "../../backend/index.ts";
import { uint8 } from "../../shape/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { channelsOf, imageFrom } from "../image.ts";
import { assertColours, bound, floats } from "./values.ts";

const { fround } = Math;

/** A factor that must not be negative. */
function assertFactor(name: string, factor: number): void {
  if (!(factor >= 0)) throw new RangeError(`${name}: expected a factor of at least 0, got ${factor}`);
}

/** `share` of the image and the rest of `other`, cut off at black and white; for bytes without its fraction. */
function blended(image: Tensor, old: Float32Array, other: (i: number) => number, share: number): Tensor {
  const made = allocate(image.dtype, old.length);
  const [mine, its, most] = [fround(share), fround(1 - share), bound(image)];
  for (let i = 0; i < old.length; i++) {
    const value = fround(fround(mine * old[i]!) + fround(its * other(i)));
    made[i] = value < 0 ? 0 : value > most ? most : value;
  }
  return imageFrom(image.dtype, made, image.sizes);
}

/** How bright each pixel looks, for all images: [N * H * W]. */
function greyOf(image: Tensor, old: Float32Array): Float32Array {
  if (channelsOf(image) === 1) return old;
  const plane = image.sizes.at(-1)! * image.sizes.at(-2)!;
  const grey = new Float32Array(old.length / 3);
  const [red, green, blue] = [fround(0.2989), fround(0.587), fround(0.114)];
  for (let i = 0; i < grey.length; i++) {
    const at = Math.floor(i / plane) * 3 * plane + (i % plane);
    const sum = fround(fround(red * old[at]!) + fround(green * old[at + plane]!));
    grey[i] = sum + fround(blue * old[at + 2 * plane]!);
    if (image.dtype === uint8) grey[i] = Math.trunc(grey[i]!);
  }
  return grey;
}

/** With one channel, or three equal ones. */
export function greyscale(image: Tensor, channels: 1 | 3): Tensor {
  assertColours("rgbToGrayscale", image);
  const plane = image.sizes.at(-1)! * image.sizes.at(-2)!;
  const grey = greyOf(image, floats("rgbToGrayscale", image));
  const made = allocate(image.dtype, grey.length * channels);
  for (let i = 0; i < made.length; i++) made[i] = grey[Math.floor(i / (plane * channels)) * plane + (i % plane)]!;
  return imageFrom(image.dtype, made, [...image.sizes.slice(0, -3), channels, ...image.sizes.slice(-2)]);
}

export function brightened(image: Tensor, factor: number): Tensor {
  assertFactor("adjustBrightness", factor);
  assertColours("adjustBrightness", image);
  return blended(image, floats("adjustBrightness", image), () => 0, factor);
}

export function contrasted(image: Tensor, factor: number): Tensor {
  assertFactor("adjustContrast", factor);
  assertColours("adjustContrast", image);
  const old = floats("adjustContrast", image);
  const grey = greyOf(image, old);
  const plane = image.sizes.at(-1)! * image.sizes.at(-2)!;
  const means: number[] = [];
  for (let start = 0; start < grey.length; start += plane) {
    let sum = 0;
    for (let i = start; i < start + plane; i++) sum += grey[i]!;
    means.push(fround(fround(sum) / plane));
  }
  const size = plane * channelsOf(image);
  return blended(image, old, (i) => means[Math.floor(i / size)]!, factor);
}

export function saturated(image: Tensor, factor: number): Tensor {
  assertFactor("adjustSaturation", factor);
  assertColours("adjustSaturation", image);
  if (channelsOf(image) === 1) return image;
  const old = floats("adjustSaturation", image);
  const grey = greyOf(image, old);
  const plane = image.sizes.at(-1)! * image.sizes.at(-2)!;
  return blended(image, old, (i) => grey[Math.floor(i / (3 * plane)) * plane + (i % plane)]!, factor);
}

/** Colours turned by `factor` of the whole circle. */
export function hueTurned(image: Tensor, factor: number): Tensor {
  if (!(factor >= -0.5 && factor <= 0.5)) {
    throw new RangeError(`adjustHue: expected a factor from -0.5 to 0.5, got ${factor}`);
  }
  assertColours("adjustHue", image);
  if (channelsOf(image) === 1) return image;
  const old = floats("adjustHue", image);
  const plane = image.sizes.at(-1)! * image.sizes.at(-2)!;
  const made = allocate(image.dtype, old.length);
  const isBytes = image.dtype === uint8;
  const unit = isBytes ? 255 : 1;
  for (let i = 0; i < old.length / 3; i++) {
    const at = Math.floor(i / plane) * 3 * plane + (i % plane);
    const turned = turn(fround(old[at]! / unit), fround(old[at + plane]! / unit), fround(old[at + 2 * plane]! / unit), factor); // prettier-ignore
    for (let channel = 0; channel < 3; channel++) {
      made[at + channel * plane] = isBytes ? Math.trunc(fround(turned[channel]! * fround(255.999))) : turned[channel]!;
    }
  }
  return imageFrom(image.dtype, made, image.sizes);
}

const inUnit = (value: number): number => (value < 0 ? 0 : value > 1 ? 1 : value);

/** Red, green, blue to hue, saturation, value, and back. */
function turn(r: number, g: number, b: number, factor: number): readonly [number, number, number] {
  const v = Math.max(r, g, b);
  const range = fround(v - Math.min(r, g, b));
  const s = range === 0 ? 0 : fround(range / v);
  const divisor = range === 0 ? 1 : range;
  const [rc, gc, bc] = [
    fround(fround(v - r) / divisor),
    fround(fround(v - g) / divisor),
    fround(fround(v - b) / divisor),
  ];
  const sector = v === r ? fround(bc - gc) : v === g ? fround(fround(2 + rc) - bc) : fround(fround(4 + gc) - rc);
  let h = fround(fround(fround(sector / 6) + 1) % 1);
  h = fround(h + fround(factor));
  h = fround(h - Math.floor(h));
  const six = fround(h * 6);
  const i = Math.floor(six);
  const f = fround(six - i);
  const p = inUnit(fround(v * fround(1 - s)));
  const q = inUnit(fround(v * fround(1 - fround(s * f))));
  const t = inUnit(fround(v * fround(1 - fround(s * fround(1 - f)))));
  return ([[v, t, p], [q, v, p], [p, v, t], [p, q, v], [t, p, v], [v, p, q]] as const)[i % 6]!; // prettier-ignore
}
