/** Flips, crops, borders, resizing. The random transforms draw from the global stream, as torchvision's do. */
import { optional, required, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { python, pythonFloat } from "../nn/repr.ts";
import type { Tensor } from "../tensor/index.ts";
import * as kinds from "./arguments.ts";
import type { Calls, Size } from "./arguments.ts";
import { areas, happens, placed, whole } from "./draws.ts";
import { imageSize, roundHalfEven } from "./image.ts";
import type { Area } from "./pixels/erase.ts";
import * as place from "./pixels/rearrange.ts";
import { resampled, resampledPart, type Interpolation } from "./pixels/resample.ts";
import { fiveParts, resizedSize } from "./sizes.ts";
import { ImageTransform } from "./transform.ts";

const chance = (p: number) => ({ p: optional(kinds.probability, p) });
const sized = { size: required(kinds.size) };
type Two = readonly [number, number];
export const floatPair = (pair: Two): string => `(${pair.map(pythonFloat).join(", ")})`;

/** An operation applied to an image with probability `p`. */
export abstract class ByChance extends ImageTransform<Tensor> {
  readonly p: number;

  constructor(p: number) {
    super();
    this.p = p;
  }

  override forward(image: Tensor): Tensor {
    return this.happens() ? this.changed(image) : image;
  }

  /** Draws whether to apply it. */
  happens(): boolean {
    return happens(this.p);
  }

  protected abstract changed(image: Tensor): Tensor;

  protected override describe(): string {
    return `p=${this.p}`;
  }
}

const horizontalFlip = signature("transforms.RandomHorizontalFlip", chance(0.5));

/**
 * Mirrors an image [..., H, W] with probability `p`.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomHorizontalFlip.html
 */
export class RandomHorizontalFlip extends ByChance {
  constructor(...given: Calls<[p?: number], typeof horizontalFlip.arguments>) {
    super(horizontalFlip.read(given).p);
  }

  protected override changed(image: Tensor): Tensor {
    return place.mirrored(image);
  }
}

const verticalFlip = signature("transforms.RandomVerticalFlip", chance(0.5));

/**
 * Turns an image [..., H, W] upside down with probability `p`.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomVerticalFlip.html
 */
export class RandomVerticalFlip extends ByChance {
  constructor(...given: Calls<[p?: number], typeof verticalFlip.arguments>) {
    super(verticalFlip.read(given).p);
  }

  protected override changed(image: Tensor): Tensor {
    return place.upsideDown(image);
  }
}

const centerCrop = signature("transforms.CenterCrop", sized);

/**
 * Crops the middle of an image [..., H, W]; anything beyond its edges is black.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.CenterCrop.html
 */
export class CenterCrop extends ImageTransform<Tensor> {
  readonly size: Two;

  constructor(...given: Calls<[size: Size], typeof centerCrop.arguments>) {
    super();
    this.size = centerCrop.read(given).size;
  }

  override forward(image: Tensor): Tensor {
    return place.middle(image, ...this.size);
  }

  protected override describe(): string {
    return `size=${python(this.size)}`;
  }
}

const pad = signature("transforms.Pad", {
  padding: required(kinds.padding),
  fill: optional(kinds.fill, 0),
  paddingMode: optional(kinds.paddingMode, "constant"),
});

/**
 * Surrounds an image [..., H, W] with `fill`, with its edge pixels ("edge") or with its reflection ("reflect",
 * "symmetric").
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.Pad.html
 */
export class Pad extends ImageTransform<Tensor> {
  readonly padding: number | readonly number[];
  readonly fill: place.Fill;
  readonly paddingMode: place.PaddingMode;

  constructor(
    ...given: Calls<
      [padding: number | readonly number[], fill?: place.Fill, paddingMode?: place.PaddingMode],
      typeof pad.arguments
    >
  ) {
    super();
    const { padding, fill, paddingMode } = pad.read(given);
    this.padding = padding;
    this.fill = fill;
    this.paddingMode = paddingMode;
  }

  override forward(image: Tensor): Tensor {
    return place.surrounded(image, this.padding, this.fill, this.paddingMode);
  }

  protected override describe(): string {
    return `padding=${python(this.padding)}, fill=${python(this.fill)}, padding_mode=${this.paddingMode}`;
  }
}

const randomCrop = signature("transforms.RandomCrop", {
  ...sized,
  padding: optional(is.orNull(kinds.padding), null),
  padIfNeeded: optional(is.bool, false),
  fill: optional(kinds.fill, 0),
  paddingMode: optional(kinds.paddingMode, "constant"),
});

/**
 * Crops a part of this size at a random place of an image [..., H, W], after adding `padding` pixels around it.
 *
 * ```ts
 * new transforms.RandomCrop(32, { padding: 4, paddingMode: "reflect" });
 * ```
 * @throws RangeError if the image is too small, unless `padIfNeeded` pads it further.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomCrop.html
 */
export class RandomCrop extends ImageTransform<Tensor> {
  readonly size: Two;
  readonly padding: number | readonly number[] | null;
  readonly padIfNeeded: boolean;
  readonly fill: place.Fill;
  readonly paddingMode: place.PaddingMode;
  /** The positions for the last height and the last width. */
  #known: readonly {
    readonly old: number;
    readonly before: number;
    readonly after: number;
    readonly size: number;
    readonly places: place.Places;
  }[] = [];

  constructor(
    ...given: Calls<
      [
        size: Size,
        padding?: number | readonly number[] | null,
        padIfNeeded?: boolean,
        fill?: place.Fill,
        paddingMode?: place.PaddingMode,
      ],
      typeof randomCrop.arguments
    >
  ) {
    super();
    const { size, padding, padIfNeeded, fill, paddingMode } = randomCrop.read(given);
    this.size = size;
    this.padding = padding;
    this.padIfNeeded = padIfNeeded;
    this.fill = fill;
    this.paddingMode = paddingMode;
  }

  override forward(image: Tensor): Tensor {
    const { rows, columns } = this.draw(...imageSize("RandomCrop", image));
    return place.rearranged(image, rows, columns, this.fill);
  }

  /** Draws which rows and columns of an image of this size remain; -1 stands for the fill. */
  draw(oldHeight: number, oldWidth: number): { readonly rows: place.Places; readonly columns: place.Places } {
    const [left, top, right, bottom] = place.sides(this.padding ?? 0);
    const [height, width] = this.size;
    const rows = this.#surrounded(oldHeight, top, bottom, height);
    const columns = this.#surrounded(oldWidth, left, right, width);
    if (rows.length < height || columns.length < width) {
      const got = python([rows.length, columns.length]);
      throw new RangeError(
        `RandomCrop: Required crop size ${python(this.size)} is larger than input image size ${got}; padIfNeeded surrounds it`,
      );
    }
    const isWhole = rows.length === height && columns.length === width;
    const from = isWhole ? 0 : whole(0, rows.length - height + 1);
    const start = isWhole ? 0 : whole(0, columns.length - width + 1);
    return { rows: place.cut(rows, from, height), columns: place.cut(columns, start, width) };
  }

  /**
   * Where each row or column of the padded image comes from; kept from the previous image as long as the sizes stay the
   * same.
   */
  #surrounded(old: number, before: number, after: number, size: number): place.Places {
    for (const known of this.#known) {
      const isSame = known.old === old && known.before === before && known.after === after && known.size === size;
      if (isSame) return known.places;
    }
    let places = place.padded(place.everyPlace(old), before, after, this.paddingMode);
    const lack = size - places.length;
    if (this.padIfNeeded && lack > 0) places = place.padded(places, lack, lack, this.paddingMode);
    this.#known = [{ old, before, after, size, places }, ...this.#known.slice(0, 1)];
    return places;
  }

  protected override describe(): string {
    return `size=${python(this.size)}, padding=${python(this.padding)}`;
  }
}

const resized = {
  interpolation: optional(kinds.interpolation, "bilinear"),
};
const resize = signature("transforms.Resize", {
  size: required(kinds.sizeOrSide),
  ...resized,
  maxSize: optional(is.orNull(is.int), null),
  antialias: optional(is.orNull(is.bool), true),
});

/**
 * Resizes an image [..., H, W]; a single number is the size of the shorter side.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.Resize.html
 */
export class Resize extends ImageTransform<Tensor> {
  readonly size: Size;
  readonly interpolation: Interpolation;
  readonly maxSize: number | null;
  readonly antialias: boolean | null;

  constructor(
    ...given: Calls<
      [size: Size, interpolation?: Interpolation, maxSize?: number | null, antialias?: boolean | null],
      typeof resize.arguments
    >
  ) {
    super();
    const { size, interpolation, maxSize, antialias } = resize.read(given);
    this.size = size;
    this.interpolation = interpolation;
    this.maxSize = maxSize;
    this.antialias = antialias;
  }

  override forward(image: Tensor): Tensor {
    const old = imageSize("Resize", image);
    const [height, width] = resizedSize(old, this.size, this.maxSize);
    if (height === old[0] && width === old[1]) return image;
    return resampled(image, height, width, this.interpolation, this.antialias ?? false);
  }

  protected override describe(): string {
    const { size, interpolation, maxSize, antialias } = this;
    return `size=${python(size)}, interpolation=${interpolation}, max_size=${python(maxSize)}, antialias=${python(antialias)}`;
  }
}

const resizedCrop = signature("transforms.RandomResizedCrop", {
  ...sized,
  scale: optional(
    is.where(kinds.range, "two numbers from 0, the smaller first", ([smallest]) => smallest >= 0),
    [0.08, 1] as Two,
  ),
  ratio: optional(kinds.positiveRange, [3 / 4, 4 / 3] as Two),
  ...resized,
  antialias: optional(is.orNull(is.bool), true),
});

/**
 * Crops a part of random area and aspect ratio from an image [..., H, W] and resizes it to this size.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomResizedCrop.html
 */
export class RandomResizedCrop extends ImageTransform<Tensor> {
  readonly size: Two;
  readonly scale: Two;
  readonly ratio: Two;
  readonly interpolation: Interpolation;
  readonly antialias: boolean | null;

  constructor(
    ...given: Calls<
      [size: Size, scale?: Two, ratio?: Two, interpolation?: Interpolation, antialias?: boolean | null],
      typeof resizedCrop.arguments
    >
  ) {
    super();
    const { size, scale, ratio, interpolation, antialias } = resizedCrop.read(given);
    this.size = size;
    this.scale = scale;
    this.ratio = ratio;
    this.interpolation = interpolation;
    this.antialias = antialias;
  }

  override forward(image: Tensor): Tensor {
    return resampledPart(image, this.#area(image), this.size, this.interpolation, this.antialias ?? false);
  }

  #area(image: Tensor): Area {
    const [H, W] = imageSize("RandomResizedCrop", image);
    for (const [width, height] of areas(image, this.scale, this.ratio)) {
      if (width > 0 && width <= W && height > 0 && height <= H) return placed(image, height, width);
    }
    // Nothing fits: takes as much of the middle as the range of aspect ratios allows.
    const [narrowest, widest] = this.ratio;
    const shape = W / H;
    const width = shape > widest ? roundHalfEven(H * widest) : W;
    const height = shape < narrowest ? roundHalfEven(W / narrowest) : H;
    return { top: Math.floor((H - height) / 2), left: Math.floor((W - width) / 2), height, width };
  }

  protected override describe(): string {
    const rounded = ([low, high]: Two): Two => [Number(low.toFixed(4)), Number(high.toFixed(4))];
    const [scale, ratio] = [floatPair(rounded(this.scale)), floatPair(rounded(this.ratio))];
    return `size=${python(this.size)}, scale=${scale}, ratio=${ratio}, interpolation=${this.interpolation}, antialias=${python(this.antialias)}`;
  }
}

const fiveCrop = signature("transforms.FiveCrop", sized);

/**
 * Crops the four corners and the middle of an image [..., H, W].
 * @throws RangeError when the image is too small.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.FiveCrop.html
 */
export class FiveCrop extends ImageTransform<readonly Tensor[]> {
  readonly size: Two;

  constructor(...given: Calls<[size: Size], typeof fiveCrop.arguments>) {
    super();
    this.size = fiveCrop.read(given).size;
  }

  override forward(image: Tensor): readonly Tensor[] {
    return fiveParts(image, this.size);
  }

  protected override describe(): string {
    return `size=${python(this.size)}`;
  }
}

const tenCrop = signature("transforms.TenCrop", { ...sized, verticalFlip: optional(is.bool, false) });

/**
 * Crops the four corners and the middle of an image [..., H, W] and of its mirror image.
 * @throws RangeError when the image is too small.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.TenCrop.html
 */
export class TenCrop extends ImageTransform<readonly Tensor[]> {
  readonly size: Two;
  readonly verticalFlip: boolean;

  constructor(...given: Calls<[size: Size, verticalFlip?: boolean], typeof tenCrop.arguments>) {
    super();
    const { size, verticalFlip } = tenCrop.read(given);
    this.size = size;
    this.verticalFlip = verticalFlip;
  }

  override forward(image: Tensor): readonly Tensor[] {
    const other = this.verticalFlip ? place.upsideDown(image) : place.mirrored(image);
    return [...fiveParts(image, this.size), ...fiveParts(other, this.size)];
  }

  protected override describe(): string {
    return `size=${python(this.size)}, vertical_flip=${python(this.verticalFlip)}`;
  }
}
