/** Resizes images, first horizontally, then vertically: nearest, bilinear and bicubic, with or without antialiasing. */
import { uint8 } from "../../shape/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { imageSize } from "../image.ts";
import type { Area } from "./erase.ts";
import { cut, everyPlace, rearranged, type Places } from "./rearrange.ts";
import { floats, restored } from "./values.ts";

export type Interpolation = "nearest" | "nearest-exact" | "bilinear" | "bicubic";
const { fround } = Math;

/** A new pixel is the sum of `weights` times the old pixels from `start` on. */
interface Taps {
  readonly start: number;
  readonly weights: Float32Array;
}

/** The image, resized to `height` by `width`. */
export function resampled(
  image: Tensor,
  height: number,
  width: number,
  interpolation: Interpolation,
  antialias: boolean,
): Tensor {
  const [oldHeight, oldWidth] = imageSize("resize", image);
  if (interpolation === "nearest" || interpolation === "nearest-exact") {
    const half = interpolation === "nearest" ? 0 : 0.5;
    return rearranged(image, nearestPlaces(oldHeight, height, half), nearestPlaces(oldWidth, width, half));
  }
  const taps = antialias ? smoothTaps : pointTaps;
  const across = taps(oldWidth, width, interpolation);
  const down = taps(oldHeight, height, interpolation);
  const old = floats("resize", image);
  const planes = old.length / (oldHeight * oldWidth);
  const wide = new Float32Array(planes * oldHeight * width);
  for (let row = 0, i = 0; row < planes * oldHeight; row++) {
    for (let x = 0; x < width; x++, i++) {
      const { start, weights } = across[x]!;
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum = fround(sum + weights[k]! * old[row * oldWidth + start + k]!);
      wide[i] = sum;
    }
  }
  const made = new Float32Array(planes * height * width);
  for (let plane = 0, i = 0; plane < planes; plane++) {
    for (let y = 0; y < height; y++) {
      const { start, weights } = down[y]!;
      for (let x = 0; x < width; x++, i++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++) {
          sum = fround(sum + weights[k]! * wide[(plane * oldHeight + start + k) * width + x]!);
        }
        made[i] = sum;
      }
    }
  }
  // Bicubic weights may be negative, so values may overshoot.
  if (image.dtype === uint8) for (let i = 0; i < made.length; i++) made[i] = Math.min(255, Math.max(0, made[i]!));
  return restored(made, image.dtype, [...image.sizes.slice(0, -2), height, width]);
}

function nearestPlaces(old: number, size: number, half: number): Places {
  const scale = fround(old / size);
  return Int32Array.from({ length: size }, (_, i) => Math.min(old - 1, Math.floor(fround((i + half) * scale))));
}

/** Only two or four neighbours of the point, whatever the size: pixels may be skipped when an image shrinks. */
function pointTaps(old: number, size: number, interpolation: "bilinear" | "bicubic"): readonly Taps[] {
  const scale = fround(old / size);
  return Array.from({ length: size }, (_, i) => {
    const at = fround(scale * (i + 0.5) - 0.5);
    if (interpolation === "bilinear") {
      const place = Math.max(0, at);
      const start = Math.min(Math.floor(place), old - 1);
      const share = fround(place - start);
      return { start, weights: start + 1 < old ? Float32Array.of(1 - share, share) : Float32Array.of(1) };
    }
    const floor = Math.floor(at);
    const weights = new Float32Array(old);
    // Beyond the edge the edge's pixels continue.
    for (let k = -1; k < 3; k++) {
      const place = Math.min(old - 1, Math.max(0, floor + k));
      weights[place]! += cubic(Math.abs(at - floor - k), -0.75);
    }
    return trimmed(weights);
  });
}

function trimmed(weights: Float32Array): Taps {
  const start = weights.findIndex((weight) => weight !== 0);
  return { start, weights: weights.subarray(start, weights.findLastIndex((weight) => weight !== 0) + 1) };
}

/** All neighbours within the filter's reach, which grows as the image shrinks, as in Pillow. */
function smoothTaps(old: number, size: number, interpolation: "bilinear" | "bicubic"): readonly Taps[] {
  const scale = old / size;
  const stretch = Math.max(1, scale);
  const support = (interpolation === "bilinear" ? 1 : 2) * stretch;
  return Array.from({ length: size }, (_, i) => {
    const centre = scale * (i + 0.5);
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const end = Math.min(old, Math.trunc(centre + support + 0.5));
    const weights = Float32Array.from({ length: end - start }, (_, k) => {
      const distance = Math.abs((start + k - centre + 0.5) / stretch);
      return interpolation === "bilinear" ? Math.max(0, 1 - distance) : cubic(distance, -0.5);
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { start, weights: weights.map((weight) => weight / sum) };
  });
}

/** The cubic of Keys (1981) at distance `x` from its centre. */
function cubic(x: number, a: number): number {
  if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  return 0;
}

/** A part of an image, resized. */
export function resampledPart(
  image: Tensor,
  { top, left, height, width }: Area,
  [newHeight, newWidth]: readonly [number, number],
  interpolation: Interpolation,
  antialias: boolean,
): Tensor {
  const [oldHeight, oldWidth] = imageSize("resizedCrop", image);
  const part = rearranged(image, cut(everyPlace(oldHeight), top, height), cut(everyPlace(oldWidth), left, width));
  if (height === newHeight && width === newWidth) return part;
  return resampled(part, newHeight, newWidth, interpolation, antialias);
}
