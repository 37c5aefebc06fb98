/** Layers that resize: sequences [B, C, L], images [B, C, H, W], volumes [B, C, D, H, W]. */
import { optional, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import type { Tensor } from "../tensor/index.ts";
import { interpolate, type InterpolateMode } from "../tensor/ops/interpolate.ts";
import { Module } from "./module.ts";
import { python, pythonFloat } from "./repr.ts";
import type * as Calls from "./calls.ts";

const modes = ["nearest", "linear", "bilinear", "bicubic", "trilinear", "nearest-exact", "area"] as const;
const sizes = {
  size: optional(is.orNull(is.intOrInts), null),
  scaleFactor: optional(is.orNull(is.either(is.number, is.floats)), null),
};
export const upsampleSignature = signature("nn.Upsample", {
  ...sizes,
  mode: optional(is.oneOf(...modes), "nearest"),
  alignCorners: optional(is.orNull(is.bool), null),
  recomputeScaleFactor: optional(is.orNull(is.bool), null),
});

type Size = number | readonly number[] | null;

/**
 * Resizes to a size, or by a factor.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.Upsample.html.
 *
 * @example
 * new nn.Upsample({ scaleFactor: 2, mode: "bilinear" })(torch.zeros(1, 3, 4, 4)).shape; // torch.Size([1, 3, 8, 8])
 */
export class Upsample extends Module {
  readonly size: Size;
  readonly scaleFactor: Size;
  readonly mode: InterpolateMode;
  readonly alignCorners: boolean | null;
  readonly recomputeScaleFactor: boolean | null;

  constructor(...given: Calls.Upsample);
  constructor(...given: unknown[]) {
    super();
    const args = upsampleSignature.read(given);
    this.size = args.size;
    this.scaleFactor = args.scaleFactor;
    this.mode = args.mode;
    this.alignCorners = args.alignCorners;
    this.recomputeScaleFactor = args.recomputeScaleFactor;
  }

  override forward(input: Tensor): Tensor {
    const { size, scaleFactor, mode, alignCorners, recomputeScaleFactor } = this;
    return interpolate(input, { size, scaleFactor, mode, alignCorners, recomputeScaleFactor });
  }

  override extraRepr(): string {
    const { size, scaleFactor } = this;
    if (scaleFactor === null) return `size=${python(size)}, mode=${python(this.mode)}`;
    const shown =
      typeof scaleFactor === "number" ? pythonFloat(scaleFactor) : `(${scaleFactor.map(pythonFloat).join(", ")})`;
    return `scale_factor=${shown}, mode=${python(this.mode)}`;
  }
}

export const nearestSignature = signature("nn.UpsamplingNearest2d", sizes);
export const bilinearSignature = signature("nn.UpsamplingBilinear2d", sizes);

/** `Upsample` of images by nearest neighbour. */
export class UpsamplingNearest2d extends Upsample {
  constructor(...given: Calls.UpsamplingNearest2d);
  constructor(...given: unknown[]) {
    super({ ...nearestSignature.read(given), mode: "nearest" });
  }
}

/** `Upsample` of images by bilinear interpolation, with the corners aligned. */
export class UpsamplingBilinear2d extends Upsample {
  constructor(...given: Calls.UpsamplingBilinear2d);
  constructor(...given: unknown[]) {
    super({ ...bilinearSignature.read(given), mode: "bilinear", alignCorners: true });
  }
}
