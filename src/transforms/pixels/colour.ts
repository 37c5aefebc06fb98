/** Brightness, contrast, saturation, hue, grey. Every step is rounded to float32, as in torch. */
import { allocate } from "../../backend/index.ts";
import { uint8 } from "../../shape/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { channelsOf, imageFrom } from "../image.ts";
import { assertColours, bound, floats } from "./values.ts";

const { fround } = Math;

/** @throws RangeError if the factor is negative or NaN. */
function assertFactor(name: string, factor: number): void {
  if (!(factor >= 0)) throw new RangeError(`${name}: expected a factor of at least 0, got ${factor}`);
}

/** What a plane is mixed with: `values` from `start` on, or a single value. */
interface Other {
  readonly values: Float32Array | undefined;
  readonly start: number;
  readonly value: number;
}

/** A mix of the image (`share`) and something else (the rest), clamped to black and white; bytes are truncated. */
function blended(image: Tensor, old: Float32Array, other: (plane: number) => Other, share: number): Tensor {
  const made = allocate(image.dtype, old.length);
  const [mine, its, most] = [fround(share), fround(1 - share), bound(image)];
  const size = planeOf(image);
  for (let start = 0; start < old.length; start += size) {
    const { values, start: from, value } = other(start / size);
    const rest = fround(its * value);
    for (let i = 0; i < size; i++) {
      const added = values === undefined ? rest : fround(its * values[from + i]!);
      const mixed = fround(fround(mine * old[start + i]!) + added);
      made[start + i] = mixed < 0 ? 0 : mixed > most ? most : mixed;
    }
  }
  return imageFrom(image.dtype, made, image.sizes);
}

const planeOf = (image: Tensor): number => image.sizes.at(-1)! * image.sizes.at(-2)!;

/** The perceived brightness of each pixel of all N images: [N * H * W]. */
function greyOf(image: Tensor, old: Float32Array): Float32Array {
  if (channelsOf(image) === 1) return old;
  const size = planeOf(image);
  const grey = new Float32Array(old.length / 3);
  const [red, green, blue] = [fround(0.2989), fround(0.587), fround(0.114)];
  for (let start = 0, at = 0; start < grey.length; start += size, at += 3 * size) {
    for (let i = 0; i < size; i++) {
      const sum = fround(fround(red * old[at + i]!) + fround(green * old[at + size + i]!));
      grey[start + i] = sum + fround(blue * old[at + 2 * size + i]!);
    }
  }
  if (image.dtype === uint8) for (let i = 0; i < grey.length; i++) grey[i] = Math.trunc(grey[i]!);
  return grey;
}

/** The image in grey, with one channel or three equal ones. */
export function greyscale(image: Tensor, channels: 1 | 3): Tensor {
  assertColours("rgbToGrayscale", image);
  const plane = planeOf(image);
  const grey = greyOf(image, floats("rgbToGrayscale", image));
  const made = allocate(image.dtype, grey.length * channels);
  for (let i = 0; i < made.length; i++) made[i] = grey[Math.floor(i / (plane * channels)) * plane + (i % plane)]!;
  return imageFrom(image.dtype, made, [...image.sizes.slice(0, -3), channels, ...image.sizes.slice(-2)]);
}

export function brightened(image: Tensor, factor: number): Tensor {
  assertFactor("adjustBrightness", factor);
  assertColours("adjustBrightness", image);
  return blended(image, floats("adjustBrightness", image), () => ({ values: undefined, start: 0, value: 0 }), factor);
}

export function contrasted(image: Tensor, factor: number): Tensor {
  assertFactor("adjustContrast", factor);
  assertColours("adjustContrast", image);
  const old = floats("adjustContrast", image);
  const grey = greyOf(image, old);
  const size = planeOf(image);
  const means: number[] = [];
  for (let start = 0; start < grey.length; start += size) {
    let sum = 0;
    for (let i = start; i < start + size; i++) sum += grey[i]!;
    means.push(fround(fround(sum) / size));
  }
  const channels = channelsOf(image);
  const other = (plane: number): Other => ({
    values: undefined,
    start: 0,
    value: means[Math.floor(plane / channels)]!,
  });
  return blended(image, old, other, factor);
}

export function saturated(image: Tensor, factor: number): Tensor {
  assertFactor("adjustSaturation", factor);
  assertColours("adjustSaturation", image);
  if (channelsOf(image) === 1) return image;
  const old = floats("adjustSaturation", image);
  const values = greyOf(image, old);
  const size = planeOf(image);
  return blended(image, old, (plane) => ({ values, start: Math.floor(plane / 3) * size, value: 0 }), factor);
}

/** The image with its hues rotated by `factor` of the colour circle. */
export function hueTurned(image: Tensor, factor: number): Tensor {
  if (!(factor >= -0.5 && factor <= 0.5)) {
    throw new RangeError(`adjustHue: expected a factor from -0.5 to 0.5, got ${factor}`);
  }
  assertColours("adjustHue", image);
  if (channelsOf(image) === 1) return image;
  const old = floats("adjustHue", image);
  const plane = planeOf(image);
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

/** Converts red, green, blue to hue, saturation, value, rotates the hue, and converts back. */
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
