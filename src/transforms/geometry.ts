/** Flips and crops. The random ones draw from the global stream as torchvision does. */
import { defaultGenerator, randint } from "../random/index.ts";
import { python } from "../nn/repr.ts";
import type { Tensor } from "../tensor/index.ts";
import { allocate } from "../backend/index.ts";
import { elementsOf, imageFrom, imageSize, Transform } from "./transform.ts";

/** One number for both, or height and width. */
type Sizes = number | readonly [height: number, width: number];
const pair = (size: Sizes): readonly [number, number] => (typeof size === "number" ? [size, size] : size);

/** Builds an image of `height` by `width` whose pixel (y, x) is the pixel `from(y, x)` of the old one, or `fill` where that is -1. */
function rebuild(
  image: Tensor,
  height: number,
  width: number,
  from: (y: number, x: number) => number,
  fill = 0,
): Tensor {
  const [oldHeight, oldWidth] = imageSize("transform", image);
  const old = elementsOf(image);
  const planes = image.numel() / (oldHeight * oldWidth);
  const made = allocate(image.dtype, planes * height * width);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const source = from(y, x);
      for (let plane = 0; plane < planes; plane++) {
        made[plane * height * width + i] = source === -1 ? fill : old[plane * oldHeight * oldWidth + source]!;
      }
    }
  }
  return imageFrom(image.dtype, made, [...image.sizes.slice(0, -2), height, width]);
}

function crop(image: Tensor, top: number, left: number, height: number, width: number, fill = 0): Tensor {
  const [oldHeight, oldWidth] = imageSize("crop", image);
  const from = (y: number, x: number): number => {
    const [oldY, oldX] = [y + top, x + left];
    return oldY < 0 || oldX < 0 || oldY >= oldHeight || oldX >= oldWidth ? -1 : oldY * oldWidth + oldX;
  };
  return rebuild(image, height, width, from, fill);
}

abstract class RandomFlip extends Transform<Tensor, Tensor> {
  readonly p: number;

  constructor(p = 0.5) {
    super();
    this.p = p;
  }

  override forward(image: Tensor): Tensor {
    return defaultGenerator.uniform24() < Math.fround(this.p) ? this.flip(image) : image;
  }

  protected abstract flip(image: Tensor): Tensor;

  protected override describe(): string {
    return `p=${this.p}`;
  }
}

/**
 * Mirrors an image [..., H, W] with probability `p`.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomHorizontalFlip.html
 */
export class RandomHorizontalFlip extends RandomFlip {
  protected override flip(image: Tensor): Tensor {
    const [height, width] = imageSize("RandomHorizontalFlip", image);
    return rebuild(image, height, width, (y, x) => y * width + width - 1 - x);
  }
}

/**
 * Turns an image [..., H, W] upside down with probability `p`.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomVerticalFlip.html
 */
export class RandomVerticalFlip extends RandomFlip {
  protected override flip(image: Tensor): Tensor {
    const [height, width] = imageSize("RandomVerticalFlip", image);
    return rebuild(image, height, width, (y, x) => (height - 1 - y) * width + x);
  }
}

/**
 * Cuts out the middle of an image [..., H, W]; beyond its edges there is black.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.CenterCrop.html
 */
export class CenterCrop extends Transform<Tensor, Tensor> {
  readonly size: readonly [height: number, width: number];

  constructor(size: Sizes) {
    super();
    this.size = pair(size);
  }

  override forward(image: Tensor): Tensor {
    const [height, width] = imageSize("CenterCrop", image);
    const [newHeight, newWidth] = this.size;
    return crop(image, middle(height, newHeight), middle(width, newWidth), newHeight, newWidth);
  }

  protected override describe(): string {
    return `size=${python(this.size)}`;
  }
}

/** Where the middle part begins: torchvision pads half the lack first, rounded down, and rounds a half to the even number. */
function middle(old: number, size: number): number {
  if (size > old) return -Math.floor((size - old) / 2);
  const half = (old - size) / 2;
  return Number.isInteger(half) ? half : 2 * Math.round(half / 2);
}

/**
 * Cuts a part of this size out of an image [..., H, W] at a random place, after adding `padding` pixels of `fill` on each side.
 * @throws RangeError when the image is too small.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomCrop.html
 */
export class RandomCrop extends Transform<Tensor, Tensor> {
  readonly size: readonly [height: number, width: number];
  readonly padding: number;
  readonly fill: number;

  constructor(size: Sizes, { padding = 0, fill = 0 }: { readonly padding?: number; readonly fill?: number } = {}) {
    super();
    this.size = pair(size);
    this.padding = padding;
    this.fill = fill;
  }

  override forward(image: Tensor): Tensor {
    const [height, width] = imageSize("RandomCrop", image).map((side) => side + 2 * this.padding) as [number, number];
    const [newHeight, newWidth] = this.size;
    if (height < newHeight || width < newWidth) {
      throw new RangeError(
        `RandomCrop: Required crop size ${python(this.size)} is larger than input image size ${python([height, width])}`,
      );
    }
    if (height === newHeight && width === newWidth)
      return crop(image, -this.padding, -this.padding, height, width, this.fill);
    const top = draw(height - newHeight + 1);
    const left = draw(width - newWidth + 1);
    return crop(image, top - this.padding, left - this.padding, newHeight, newWidth, this.fill);
  }

  protected override describe(): string {
    return `size=${python(this.size)}, padding=${this.padding === 0 ? "None" : this.padding}`;
  }
}

const draw = (below: number): number => randint(defaultGenerator, new Int32Array(1), 0, below)[0]!;
