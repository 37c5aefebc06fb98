import { float32, uint8 } from "../shape/index.ts";
import { python } from "../nn/repr.ts";
import type { Tensor } from "../tensor/index.ts";
import { elementsOf, imageFrom, Transform } from "./transform.ts";

const { fround } = Math;

/** The quotient of each byte and 255, in float32. */
const SHARES = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/**
 * Turns an image of bytes [C, H, W] into float32 from 0 to 1.
 *
 * ```ts
 * new transforms.ToTensor()(torch.full([1, 1, 2], 51, { dtype: torch.uint8 })); // tensor([[[0.2000, 0.2000]]])
 * ```
 * @throws TypeError for anything but a uint8 image.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.ToTensor.html
 */
export class ToTensor extends Transform<Tensor, Tensor> {
  override forward(image: Tensor): Tensor {
    if (image.dtype !== uint8 || image.sizes.length !== 3) {
      const got = `${image.dtype.name} [${image.sizes.join(", ")}]`;
      throw new TypeError(`ToTensor: expected a uint8 image [C, H, W], got ${got}`);
    }
    const bytes = elementsOf(image) as Uint8Array;
    const shares = new Float32Array(bytes.length);
    for (let i = 0; i < bytes.length; i++) shares[i] = SHARES[bytes[i]!]!;
    return imageFrom(float32, shares, image.sizes);
  }
}

/**
 * Subtracts from each channel its mean and divides by its std, in a copy.
 *
 * ```ts
 * new transforms.Normalize([0.4915, 0.4823, 0.4468], [0.247, 0.2435, 0.2616]);
 * ```
 * @throws TypeError for images that are not float32, RangeError when the channels do not fit or a std is 0.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.Normalize.html
 */
export class Normalize extends Transform<Tensor, Tensor> {
  readonly mean: readonly number[];
  readonly std: readonly number[];

  constructor(mean: readonly number[], std: readonly number[]) {
    super();
    this.mean = mean;
    this.std = std;
  }

  override forward(image: Tensor): Tensor {
    const { mean, std } = this;
    if (image.dtype !== float32) {
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
    if (std.some((value) => fround(value) === 0)) {
      throw new RangeError(`Normalize: std evaluated to zero, leading to division by zero: got ${python(std)}`);
    }
    const elements = elementsOf(image) as Float32Array;
    const result = new Float32Array(elements.length);
    const plane = image.sizes.at(-2)! * image.sizes.at(-1)!;
    for (let start = 0; start < elements.length; start += plane) {
      const channel = (start / plane) % channels;
      const centre = fround(mean[channel % mean.length]!);
      const width = fround(std[channel % std.length]!);
      for (let i = start; i < start + plane; i++) result[i] = fround(elements[i]! - centre) / width;
    }
    return imageFrom(float32, result, image.sizes);
  }

  protected override describe(): string {
    return `mean=${python(this.mean)}, std=${python(this.std)}`;
  }
}

/**
 * A function as a transform.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.Lambda.html
 */
export class Lambda<In, Out> extends Transform<In, Out> {
  readonly #function: (input: In) => Out;

  constructor(lambda: (input: In) => Out) {
    super();
    this.#function = lambda;
  }

  override forward(input: In): Out {
    return this.#function(input);
  }
}
