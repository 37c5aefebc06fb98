/** Layers that resize: sequences [B, C, L], images [B, C, H, W], volumes [B, C, D, H, W]. */
import { optional, signature, type Named, type Calls, type Given } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import type { Tensor } from "../tensor/index.ts";
import { interpolate, type InterpolateMode } from "../tensor/ops/interpolate.ts";
import { Module } from "./module.ts";
import { python, pythonFloat } from "./repr.ts";

const modes = ["nearest", "linear", "bilinear", "bicubic", "trilinear", "nearest-exact", "area"] as const;
const sizes = {
  size: optional(is.orNull(is.intOrInts), null),
  scaleFactor: optional(is.orNull(is.either(is.number, is.floats)), null),
};
const upsampleSignature = signature("nn.Upsample", {
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

  constructor(
    size: Size,
    scaleFactor?: Size,
    mode?: InterpolateMode,
    alignCorners?: boolean | null,
    recomputeScaleFactor?: Given<typeof upsampleSignature.arguments, "recomputeScaleFactor">,
  );
  constructor(
    size: Given<typeof upsampleSignature.arguments, "size">,
    ...more: Calls<typeof upsampleSignature.arguments, "size", "scaleFactor mode alignCorners recomputeScaleFactor">
  );
  constructor(options: Named<typeof upsampleSignature.arguments>);
  constructor(options: Named<typeof upsampleSignature.arguments>);
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

const nearestSignature = signature("nn.UpsamplingNearest2d", sizes);
const bilinearSignature = signature("nn.UpsamplingBilinear2d", sizes);

/** `Upsample` of images by nearest neighbour. */
export class UpsamplingNearest2d extends Upsample {
  constructor(size?: Size, scaleFactor?: Size);
  constructor(
    size: Given<typeof nearestSignature.arguments, "size">,
    ...more: Calls<typeof nearestSignature.arguments, "size", "scaleFactor">
  );
  constructor(options: Named<typeof nearestSignature.arguments>);
  constructor(...given: unknown[]) {
    super({ ...nearestSignature.read(given), mode: "nearest" });
  }
}

/** `Upsample` of images by bilinear interpolation, with the corners aligned. */
export class UpsamplingBilinear2d extends Upsample {
  constructor(size?: Size, scaleFactor?: Size);
  constructor(
    size: Given<typeof bilinearSignature.arguments, "size">,
    ...more: Calls<typeof bilinearSignature.arguments, "size", "scaleFactor">
  );
  constructor(options: Named<typeof bilinearSignature.arguments>);
  constructor(...given: unknown[]) {
    super({ ...bilinearSignature.read(given), mode: "bilinear", alignCorners: true });
  }
}
