/** Random rotations, affine maps and perspectives; they draw from the global stream, as torchvision's do. */
import { optional, required, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { python, pythonFloat } from "../nn/repr.ts";
import type { Tensor } from "../tensor/index.ts";
import * as kinds from "./arguments.ts";
import type { Calls, Range } from "./arguments.ts";
import { between, whole } from "./draws.ts";
import { ByChance, floatPair } from "./geometry.ts";
import { imageSize, roundHalfEven } from "./image.ts";
import type { Fill } from "./pixels/rearrange.ts";
import { mapped, rotated, slanted, type WarpInterpolation } from "./pixels/warp.ts";
import { ImageTransform } from "./transform.ts";

type Two = readonly [number, number];
const drawn = {
  interpolation: optional(kinds.warpInterpolation, "nearest"),
};
const filled = { fill: optional(kinds.fill, 0) };
const center = { center: optional(is.orNull(kinds.point), null) };
const list = (numbers: readonly number[]): string => `[${numbers.map(pythonFloat).join(", ")}]`;

const rotation = signature("transforms.RandomRotation", {
  degrees: required(kinds.angles(2)),
  ...drawn,
  expand: optional(is.bool, false),
  ...center,
  ...filled,
});

/**
 * Rotates an image [..., H, W] by a random angle; 30 means -30 to 30 degrees.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomRotation.html
 */
export class RandomRotation extends ImageTransform<Tensor> {
  readonly degrees: readonly number[];
  readonly interpolation: WarpInterpolation;
  readonly expand: boolean;
  readonly center: Two | null;
  readonly fill: Fill;

  constructor(
    ...given: Calls<
      [degrees: Range, interpolation?: WarpInterpolation, expand?: boolean, center?: Two | null, fill?: Fill],
      typeof rotation.arguments
    >
  ) {
    super();
    const { degrees, interpolation, expand, center: middle, fill } = rotation.read(given);
    this.degrees = degrees;
    this.interpolation = interpolation;
    this.expand = expand;
    this.center = middle;
    this.fill = fill;
  }

  override forward(image: Tensor): Tensor {
    const angle = between(this.degrees as Two);
    return rotated(image, { ...this.#drawing(), angle });
  }

  #drawing(): Pick<RandomRotation, "interpolation" | "expand" | "center" | "fill"> {
    const { interpolation, expand, center: middle, fill } = this;
    return { interpolation, expand, center: middle, fill };
  }

  protected override describe(): string {
    const middle = this.center === null ? "" : `, center=${python(this.center)}`;
    const how = `interpolation=${this.interpolation}, expand=${python(this.expand)}${middle}`;
    return `degrees=${list(this.degrees)}, ${how}, fill=${python(this.fill)}`;
  }
}

const shares = is.where(kinds.point, "two numbers from 0 to 1", (pair) =>
  pair.every((share) => share >= 0 && share <= 1),
);
const scales = is.where(kinds.range, "two numbers above 0, the smaller first", ([low]) => low > 0);
const affine = signature("transforms.RandomAffine", {
  degrees: required(kinds.angles(2)),
  translate: optional(is.orNull(shares), null),
  scale: optional(is.orNull(scales), null),
  shear: optional(is.orNull(kinds.angles(2, 4)), null),
  ...drawn,
  ...filled,
  ...center,
});

/**
 * Rotates, moves, scales and shears an image [..., H, W] at random; `translate` gives the largest shifts as fractions
 * of its width and height.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomAffine.html
 */
export class RandomAffine extends ImageTransform<Tensor> {
  readonly degrees: readonly number[];
  readonly translate: Two | null;
  readonly scale: Two | null;
  readonly shear: readonly number[] | null;
  readonly interpolation: WarpInterpolation;
  readonly fill: Fill;
  readonly center: Two | null;

  constructor(
    ...given: Calls<
      [
        degrees: Range,
        translate?: Two | null,
        scale?: Two | null,
        shear?: Range | null,
        interpolation?: WarpInterpolation,
        fill?: Fill,
        center?: Two | null,
      ],
      typeof affine.arguments
    >
  ) {
    super();
    const values = affine.read(given);
    this.degrees = values.degrees;
    this.translate = values.translate;
    this.scale = values.scale;
    this.shear = values.shear;
    this.interpolation = values.interpolation;
    this.fill = values.fill;
    this.center = values.center;
  }

  override forward(image: Tensor): Tensor {
    const [H, W] = imageSize("RandomAffine", image);
    const shift = (most: number): number => roundHalfEven(between([-most, most]));
    const angle = between(this.degrees as Two);
    const translate: Two = this.translate ? [shift(this.translate[0] * W), shift(this.translate[1] * H)] : [0, 0];
    const scale = this.scale ? between(this.scale) : 1;
    const [low, high, lowY, highY] = this.shear ?? [];
    const shear: Two = [
      high === undefined ? 0 : between([low!, high]),
      highY === undefined ? 0 : between([lowY!, highY]),
    ];
    const { interpolation, fill, center: middle } = this;
    return mapped(image, { angle, translate, scale, shear, interpolation, fill, center: middle });
  }

  protected override describe(): string {
    const { translate, scale, shear, interpolation, fill } = this;
    return [
      `degrees=${list(this.degrees)}`,
      ...(translate ? [`translate=${floatPair(translate)}`] : []),
      ...(scale ? [`scale=${floatPair(scale)}`] : []),
      ...(shear ? [`shear=${list(shear)}`] : []),
      ...(interpolation === "nearest" ? [] : [`interpolation=${interpolation}`]),
      ...(fill === 0 ? [] : [`fill=${python(fill)}`]),
      ...(this.center ? [`center=${python(this.center)}`] : []),
    ].join(", ");
  }
}

const perspective = signature("transforms.RandomPerspective", {
  distortionScale: optional(
    is.where(is.number, "a number from 0 to 1", (scale) => scale >= 0 && scale <= 1),
    0.5,
  ),
  p: optional(kinds.probability, 0.5),
  interpolation: optional(kinds.warpInterpolation, "bilinear"),
  ...filled,
});

/**
 * Shows an image [..., H, W] in a random perspective with probability `p`.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomPerspective.html
 */
export class RandomPerspective extends ByChance {
  readonly distortionScale: number;
  readonly interpolation: WarpInterpolation;
  readonly fill: Fill;

  constructor(
    ...given: Calls<
      [distortionScale?: number, p?: number, interpolation?: WarpInterpolation, fill?: Fill],
      typeof perspective.arguments
    >
  ) {
    const { distortionScale, p, interpolation, fill } = perspective.read(given);
    super(p);
    this.distortionScale = distortionScale;
    this.interpolation = interpolation;
    this.fill = fill;
  }

  protected override changed(image: Tensor): Tensor {
    const [H, W] = imageSize("RandomPerspective", image);
    const across = Math.trunc(this.distortionScale * Math.floor(W / 2));
    const down = Math.trunc(this.distortionScale * Math.floor(H / 2));
    const left = (): number => whole(0, across + 1);
    const right = (): number => whole(W - across - 1, W);
    const top = (): number => whole(0, down + 1);
    const bottom = (): number => whole(H - down - 1, H);
    // One after the other, as they are drawn.
    const end = [[left(), top()], [right(), top()], [right(), bottom()], [left(), bottom()]]; // prettier-ignore
    const start = [[0, 0], [W - 1, 0], [W - 1, H - 1], [0, H - 1]]; // prettier-ignore
    return slanted(image, start, end, this.interpolation, this.fill);
  }
}
