/** What random transforms draw from the global stream, as torchvision draws it. */
import { defaultGenerator, uniform } from "../random/index.ts";
import type { Tensor } from "../tensor/index.ts";
import { roundHalfEven, imageSize } from "./image.ts";
import type { Area } from "./pixels/erase.ts";

const { fround } = Math;
type Two = readonly [number, number];

/** A float32 in [low, high). */
export const between = ([low, high]: Two): number => uniform(defaultGenerator, new Float32Array(1), low, high)[0]!;

/** A whole number in [low, high), whose bounds are less than 2^32 apart. */
export const whole = (low: number, high: number): number => low + (defaultGenerator.random() % (high - low));

/** Whether one more float32 lies below `p`, which is rounded to float32 because torch compares it that way. */
export const happens = (p: number): boolean => defaultGenerator.uniform24() < fround(p);

/** The same, for transforms where torchvision compares a Python number. */
export const happensExactly = (p: number): boolean => defaultGenerator.uniform24() < p;

/** Up to ten draws of a fraction of an image's area and of an aspect ratio, height by width or width by height. */
export function* areas(image: Tensor, scale: Two, ratio: Two): Generator<readonly [across: number, upright: number]> {
  const [height, width] = imageSize("transforms", image);
  const logarithms = [fround(Math.log(fround(ratio[0]))), fround(Math.log(fround(ratio[1])))] as const;
  for (let tries = 0; tries < 10; tries++) {
    const area = height * width * between(scale);
    const shape = fround(Math.exp(between(logarithms)));
    yield [roundHalfEven(Math.sqrt(area * shape)), roundHalfEven(Math.sqrt(area / shape))];
  }
}

/** Where a rectangle of this size begins. */
export function placed(image: Tensor, height: number, width: number): Area {
  const [H, W] = imageSize("transforms", image);
  const top = whole(0, H - height + 1);
  const left = whole(0, W - width + 1);
  return { top, left, height, width };
}
