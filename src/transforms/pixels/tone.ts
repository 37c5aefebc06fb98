/** Invert, posterize, solarize, autocontrast, equalize: each new value depends only on the old one, or on the values of its plane. */
import { allocate } from "../../backend/index.ts";
import { uint8, type TypedArray } from "../../shape/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { elementsOf, imageFrom } from "../image.ts";
import { assertColours, bound, floats } from "./values.ts";

const { fround } = Math;

function each(name: string, image: Tensor, value: (old: number) => number): Tensor {
  assertColours(name, image);
  const old = floats(name, image);
  const made = allocate(image.dtype, old.length);
  for (let i = 0; i < made.length; i++) made[i] = value(old[i]!);
  return imageFrom(image.dtype, made, image.sizes);
}

function assertBytes(name: string, image: Tensor): void {
  if (image.dtype !== uint8) throw new TypeError(`${name}: expected an image of uint8, got ${image.dtype.toString()}`);
}

export const inverted = (image: Tensor): Tensor => each("invert", image, (value) => bound(image) - value);

/** The image with only the first `bits` bits of each byte. */
export function posterized(image: Tensor, bits: number): Tensor {
  assertBytes("posterize", image);
  return each("posterize", image, (value) => value & -(2 ** (8 - bits)));
}

/** The image with all values from `threshold` on inverted. */
export function solarized(image: Tensor, threshold: number): Tensor {
  const most = bound(image);
  if (threshold > most) throw new RangeError(`solarize: expected a threshold of at most ${most}, got ${threshold}`);
  return each("solarize", image, (value) => (value >= threshold ? most - value : value));
}

/** Applies a function of a plane's values to each plane of an image [..., H, W]. */
function eachPlane(image: Tensor, write: (old: TypedArray, made: TypedArray) => void): Tensor {
  const old = elementsOf(image);
  const made = allocate(image.dtype, old.length);
  const plane = image.sizes.at(-1)! * image.sizes.at(-2)!;
  for (let start = 0; start < old.length; start += plane) {
    write(old.subarray(start, start + plane), made.subarray(start, start + plane));
  }
  return imageFrom(image.dtype, made, image.sizes);
}

/** The image with each channel stretched from black to white. */
export function spread(image: Tensor): Tensor {
  assertColours("autocontrast", image);
  floats("autocontrast", image);
  const most = bound(image);
  return eachPlane(image, (old, made) => {
    let [low, high] = [Infinity, -Infinity];
    for (const value of old as Float32Array) [low, high] = [Math.min(low, value), Math.max(high, value)];
    const scale = fround(most / fround(high - low));
    for (let i = 0; i < old.length; i++) {
      const value = Number.isFinite(scale) ? fround(fround((old[i] as number) - low) * scale) : (old[i] as number);
      made[i] = Math.min(most, Math.max(0, value));
    }
  });
}

/** The image with each channel equalised: about as many pixels of each value. */
export function equalized(image: Tensor): Tensor {
  assertColours("equalize", image);
  assertBytes("equalize", image);
  return eachPlane(image, (old, made) => {
    const counts = new Uint32Array(256);
    for (const value of old as Uint8Array) counts[value]!++;
    const last = counts[counts.findLastIndex((count) => count > 0)]!;
    const step = Math.floor((old.length - last) / 255);
    let below = 0;
    const table = Array.from(counts, (count) => {
      const value = Math.min(255, Math.floor((below + Math.floor(step / 2)) / step));
      below += count;
      return value;
    });
    for (let i = 0; i < old.length; i++) made[i] = step === 0 ? old[i]! : table[old[i] as number]!;
  });
}
