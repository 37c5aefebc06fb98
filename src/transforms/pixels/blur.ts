/** Blur and sharpness, which mix every pixel with its neighbours. */
import { allocate } from "../../backend/index.ts";
import { uint8 } from "../../shape/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { imageFrom, imageSize, roundHalfEven } from "../image.ts";
import { everyPlace, padded } from "./rearrange.ts";
import { assertColours, bound, floats, restored } from "./values.ts";

const { fround } = Math;

/** The weights of a Gaussian of this width, in float32. */
function bell(size: number, sigma: number): Float32Array {
  const half = (size - 1) / 2;
  const heights = Float32Array.from({ length: size }, (_, i) => Math.exp(-0.5 * fround((i - half) / sigma) ** 2));
  const sum = fround(heights.reduce((total, height) => total + height, 0));
  return heights.map((height) => height / sum);
}

/** @throws RangeError if the kernel reaches farther than the image can be reflected. */
export function blurred(
  image: Tensor,
  [width, height]: readonly [number, number],
  [sigmaX, sigmaY]: readonly [number, number],
): Tensor {
  const [H, W] = imageSize("gaussianBlur", image);
  const [across, down] = [bell(width, sigmaX), bell(height, sigmaY)];
  const columns = padded(everyPlace(W), width >> 1, width >> 1, "reflect");
  const rows = padded(everyPlace(H), height >> 1, height >> 1, "reflect");
  const weights = Float32Array.from(
    { length: height * width },
    (_, i) => down[Math.floor(i / width)]! * across[i % width]!,
  );
  const old = floats("gaussianBlur", image);
  const made = new Float32Array(old.length);
  for (let i = 0; i < old.length; i++) {
    const x = i % W;
    const y = Math.floor(i / W) % H;
    const plane = i - y * W - x;
    let sum = 0;
    for (let dy = 0, k = 0; dy < height; dy++) {
      for (let dx = 0; dx < width; dx++, k++) sum += weights[k]! * old[plane + rows[y + dy]! * W + columns[x + dx]!]!;
    }
    made[i] = sum;
  }
  return restored(made, image.dtype, image.sizes);
}

/** Interpolates between a smoothed image (0) and the image (1), and extrapolates beyond it (2 is twice as sharp). */
export function sharpened(image: Tensor, factor: number): Tensor {
  if (!(factor >= 0)) throw new RangeError(`adjustSharpness: expected a factor of at least 0, got ${factor}`);
  assertColours("adjustSharpness", image);
  const [H, W] = imageSize("adjustSharpness", image);
  if (H <= 2 || W <= 2) return image;
  const old = floats("adjustSharpness", image);
  const made = allocate(image.dtype, old.length);
  const [one, five] = [fround(1 / 13), fround(5 / 13)];
  const [mine, its, most] = [fround(factor), fround(1 - factor), bound(image)];
  for (let i = 0; i < old.length; i++) {
    const x = i % W;
    const y = Math.floor(i / W) % H;
    let smooth = old[i]!;
    if (x > 0 && x < W - 1 && y > 0 && y < H - 1) {
      let around = 0;
      for (let dy = -W; dy <= W; dy += W) around += old[i + dy - 1]! + (dy === 0 ? 0 : old[i + dy]!) + old[i + dy + 1]!;
      smooth = fround(one * around + five * old[i]!);
      if (image.dtype === uint8) smooth = roundHalfEven(smooth);
    }
    const value = fround(fround(mine * old[i]!) + fround(its * smooth));
    made[i] = value < 0 ? 0 : value > most ? most : value;
  }
  return imageFrom(image.dtype, made, image.sizes);
}
