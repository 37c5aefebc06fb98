/** Colours, tones, blur. The random transforms draw from the global stream, as torchvision's do. */
import { optional, required, signature } from "../shape/index.ts";
import { misfit, type Kind } from "../shape/kinds.ts";
import * as is from "../tensor/kinds.ts";
import { python } from "../nn/repr.ts";
import { defaultGenerator, randperm } from "../random/index.ts";
import type { Tensor } from "../tensor/index.ts";
import * as kinds from "./arguments.ts";
import type { Calls, Range, Size } from "./arguments.ts";
import { between, happensExactly } from "./draws.ts";
import { ByChance, floatPair } from "./geometry.ts";
import { channelsOf } from "./image.ts";
import { blurred, sharpened } from "./pixels/blur.ts";
import { brightened, contrasted, greyscale, hueTurned, saturated } from "./pixels/colour.ts";
import { equalized, inverted, posterized, solarized, spread } from "./pixels/tone.ts";
import { ImageTransform } from "./transform.ts";

type Two = readonly [number, number];

/** How far a factor may deviate from `center`, or its range; null if it cannot change anything. */
function jitter(center: number, low: number, high: number): Kind<Two | null, Range> {
  return {
    expects: `a number from 0${high === Infinity ? "" : ` to ${high}`}, or two from ${low}${high === Infinity ? "" : ` to ${high}`}, the smaller first`,
    read(value) {
      if (typeof value === "number" && !(value >= 0)) return misfit;
      const pair = typeof value === "number" ? [center - value, center + value] : value;
      if (!Array.isArray(pair) || pair.length !== 2) return misfit;
      const first = typeof value === "number" && center === 1 ? Math.max(0, pair[0] as number) : (pair[0] as number);
      const second = pair[1] as number;
      if (!(low <= first && first <= second && second <= high && second < Infinity)) return misfit;
      return first === center && second === center ? null : [first, second];
    },
  };
}

const factor = () => optional(jitter(1, 0, Infinity), null);
const colorJitter = signature("transforms.ColorJitter", {
  brightness: factor(),
  contrast: factor(),
  saturation: factor(),
  hue: optional(jitter(0, -0.5, 0.5), null),
});

/**
 * Changes brightness, contrast, saturation and hue of an image [..., 1 or 3, H, W] by random amounts, in random order;
 * 0.2 means factors from 0.8 to 1.2, and for the hue -0.2 to 0.2.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.ColorJitter.html
 */
export class ColorJitter extends ImageTransform<Tensor> {
  readonly brightness: Two | null;
  readonly contrast: Two | null;
  readonly saturation: Two | null;
  readonly hue: Two | null;

  constructor(
    ...given: Calls<
      [brightness?: Range, contrast?: Range, saturation?: Range, hue?: Range],
      typeof colorJitter.arguments
    >
  ) {
    super();
    const { brightness, contrast, saturation, hue } = colorJitter.read(given);
    this.brightness = brightness;
    this.contrast = contrast;
    this.saturation = saturation;
    this.hue = hue;
  }

  override forward(image: Tensor): Tensor {
    const order = randperm(defaultGenerator, 4);
    const ranges = [this.brightness, this.contrast, this.saturation, this.hue];
    const factors = ranges.map((range) => (range === null ? null : between(range)));
    let result = image;
    for (const i of order) {
      const drawn = factors[i];
      if (drawn !== null && drawn !== undefined)
        result = [brightened, contrasted, saturated, hueTurned][i]!(result, drawn);
    }
    return result;
  }

  protected override describe(): string {
    const shown = (range: Two | null): string => (range === null ? "None" : floatPair(range));
    const { brightness, contrast, saturation, hue } = this;
    return `brightness=${shown(brightness)}, contrast=${shown(contrast)}, saturation=${shown(saturation)}, hue=${shown(hue)}`;
  }
}

const grayscale = signature("transforms.Grayscale", { numOutputChannels: optional(kinds.oneOrThree, 1) });

/**
 * Converts an image [..., 1 or 3, H, W] to grey, with one channel or three equal ones.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.Grayscale.html
 */
export class Grayscale extends ImageTransform<Tensor> {
  readonly numOutputChannels: 1 | 3;

  constructor(...given: Calls<[numOutputChannels?: 1 | 3], typeof grayscale.arguments>) {
    super();
    this.numOutputChannels = grayscale.read(given).numOutputChannels;
  }

  override forward(image: Tensor): Tensor {
    return greyscale(image, this.numOutputChannels);
  }

  protected override describe(): string {
    return `num_output_channels=${this.numOutputChannels}`;
  }
}

const randomGrayscale = signature("transforms.RandomGrayscale", { p: optional(kinds.probability, 0.1) });

/**
 * Converts an image [..., 1 or 3, H, W] to grey with probability `p`; it keeps its number of channels.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomGrayscale.html
 */
export class RandomGrayscale extends ByChance {
  constructor(...given: Calls<[p?: number], typeof randomGrayscale.arguments>) {
    super(randomGrayscale.read(given).p);
  }

  protected override changed(image: Tensor): Tensor {
    return greyscale(image, channelsOf(image) === 1 ? 1 : 3);
  }
}

const gaussianBlur = signature("transforms.GaussianBlur", {
  kernelSize: required(kinds.kernelSize),
  sigma: optional(
    is.where(kinds.sigma, "a number above 0, or two, the smaller first", ([low, high]) => low <= high),
    [0.1, 2],
  ),
});

/**
 * Blurs an image [..., C, H, W] with a Gaussian whose width is drawn from `sigma`.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.GaussianBlur.html
 */
export class GaussianBlur extends ImageTransform<Tensor> {
  readonly kernelSize: Two;
  readonly sigma: Two;

  constructor(...given: Calls<[kernelSize: Size, sigma?: Range], typeof gaussianBlur.arguments>) {
    super();
    const { kernelSize, sigma } = gaussianBlur.read(given);
    this.kernelSize = kernelSize;
    this.sigma = sigma as Two;
  }

  override forward(image: Tensor): Tensor {
    const sigma = between(this.sigma);
    return blurred(image, this.kernelSize, [sigma, sigma]);
  }

  protected override describe(): string {
    return `kernel_size=${python(this.kernelSize)}, sigma=${floatPair(this.sigma)}`;
  }
}

/** Transforms whose `p` torchvision compares with a Python number. */
abstract class ByExactChance extends ByChance {
  override happens(): boolean {
    return happensExactly(this.p);
  }
}

const p = optional(kinds.probability, 0.5);
const invert = signature("transforms.RandomInvert", { p });

/**
 * Inverts all colours with probability `p`.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomInvert.html
 */
export class RandomInvert extends ByExactChance {
  constructor(...given: Calls<[p?: number], typeof invert.arguments>) {
    super(invert.read(given).p);
  }

  protected override changed(image: Tensor): Tensor {
    return inverted(image);
  }
}

const posterize = signature("transforms.RandomPosterize", { bits: required(kinds.bits), p });

/**
 * Keeps only the first `bits` bits of each byte with probability `p`.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomPosterize.html
 */
export class RandomPosterize extends ByExactChance {
  readonly bits: number;

  constructor(...given: Calls<[bits: number, p?: number], typeof posterize.arguments>) {
    const { bits, p: chance } = posterize.read(given);
    super(chance);
    this.bits = bits;
  }

  protected override changed(image: Tensor): Tensor {
    return posterized(image, this.bits);
  }

  protected override describe(): string {
    return `bits=${this.bits},${super.describe()}`;
  }
}

const solarize = signature("transforms.RandomSolarize", { threshold: required(is.number), p });

/**
 * Inverts all values at or above `threshold` with probability `p`.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomSolarize.html
 */
export class RandomSolarize extends ByExactChance {
  readonly threshold: number;

  constructor(...given: Calls<[threshold: number, p?: number], typeof solarize.arguments>) {
    const { threshold, p: chance } = solarize.read(given);
    super(chance);
    this.threshold = threshold;
  }

  protected override changed(image: Tensor): Tensor {
    return solarized(image, this.threshold);
  }

  protected override describe(): string {
    return `threshold=${this.threshold},${super.describe()}`;
  }
}

const sharpness = signature("transforms.RandomAdjustSharpness", { sharpnessFactor: required(is.number), p });

/**
 * Blurs (0) or sharpens (2) an image with probability `p`; 1 changes nothing.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomAdjustSharpness.html
 */
export class RandomAdjustSharpness extends ByExactChance {
  readonly sharpnessFactor: number;

  constructor(...given: Calls<[sharpnessFactor: number, p?: number], typeof sharpness.arguments>) {
    const { sharpnessFactor, p: chance } = sharpness.read(given);
    super(chance);
    this.sharpnessFactor = sharpnessFactor;
  }

  protected override changed(image: Tensor): Tensor {
    return sharpened(image, this.sharpnessFactor);
  }

  protected override describe(): string {
    return `sharpness_factor=${this.sharpnessFactor},${super.describe()}`;
  }
}

const autocontrast = signature("transforms.RandomAutocontrast", { p });

/**
 * Stretches each channel to the full range from black to white with probability `p`.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomAutocontrast.html
 */
export class RandomAutocontrast extends ByExactChance {
  constructor(...given: Calls<[p?: number], typeof autocontrast.arguments>) {
    super(autocontrast.read(given).p);
  }

  protected override changed(image: Tensor): Tensor {
    return spread(image);
  }
}

const equalize = signature("transforms.RandomEqualize", { p });

/**
 * Equalises each channel with probability `p`, so that every value becomes about equally frequent.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomEqualize.html
 */
export class RandomEqualize extends ByExactChance {
  constructor(...given: Calls<[p?: number], typeof equalize.arguments>) {
    super(equalize.read(given).p);
  }

  protected override changed(image: Tensor): Tensor {
    return equalized(image);
  }
}
