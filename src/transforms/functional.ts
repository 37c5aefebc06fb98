/**
 * The operations behind the transforms, as functions without randomness: `transforms.functional`. Images are [..., C,
 * H, W] of uint8 or of float32 from 0 to 1; results are new tensors.
 *
 * @see https://docs.pytorch.org/vision/0.28/transforms.html#functional-transforms
 */
import { float32, optional, required, signature, type Arguments, type DType, type Values } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import type { Tensor } from "../tensor/index.ts";
import * as kinds from "./arguments.ts";
import type { Calls, Size } from "./arguments.ts";
import { channelsOf, elementsOf, imageSize } from "./image.ts";
import * as blur from "./pixels/blur.ts";
import * as colour from "./pixels/colour.ts";
import * as convert from "./pixels/convert.ts";
import { erased } from "./pixels/erase.ts";
import * as place from "./pixels/rearrange.ts";
import { resampled, resampledPart, type Interpolation } from "./pixels/resample.ts";
import * as tone from "./pixels/tone.ts";
import * as warp from "./pixels/warp.ts";
import { fiveParts, resizedSize } from "./sizes.ts";

/** A function with a signature: `P` are its positional arguments. */
function define<P extends readonly unknown[]>() {
  return <const A extends Arguments, Out>(name: string, args: A, compute: (values: Values<A>) => Out) => {
    const itsSignature = signature(`transforms.functional.${name}`, args);
    return (...given: Calls<P, A>): Out => compute(itsSignature.read(given));
  };
}

type Image = [img: Tensor];
const img = required(is.tensor);
const int = required(is.int);
const number = required(is.number);
const interpolation = optional(kinds.interpolation, "bilinear");
const antialias = optional(is.orNull(is.bool), true);
const warped = { interpolation: optional(kinds.warpInterpolation, "nearest") };
const filled = optional(is.orNull(kinds.fill), null);
const center = optional(is.orNull(kinds.point), null);

/** Bytes [C, H, W] as float32 from 0 to 1. */
export const toTensor = define<[pic: Tensor]>()("toTensor", { pic: img }, ({ pic }) => convert.shares("toTensor", pic));
/** Bytes [C, H, W], copied into a new tensor. */
export const pilToTensor = define<[pic: Tensor]>()("pilToTensor", { pic: img }, ({ pic }) =>
  convert.copied("pilToTensor", pic),
);
/**
 * An image of bytes [C, H, W] from numbers between 0 and 1 or from bytes; that is what pictures are here, where Python
 * has PIL.
 */
export const toPilImage = define<[pic: Tensor]>()("toPilImage", { pic: img }, ({ pic }) =>
  convert.bytes("toPilImage", pic),
);
/** Converts to another dtype and scales the values: bytes go up to 255, floats up to 1. */
export const convertImageDtype = define<[image: Tensor, dtype?: DType]>()(
  "convertImageDtype",
  { image: img, dtype: optional(is.dtype, float32) },
  ({ image, dtype }) => convert.converted(image, dtype),
);
/** Subtracts each channel's mean and divides by its std. */
export const normalize = define<[tensor: Tensor, mean: readonly number[], std: readonly number[], inplace?: boolean]>()(
  "normalize",
  { tensor: img, mean: required(is.floats), std: required(is.floats), inplace: optional(is.bool, false) },
  ({ tensor, mean, std, inplace }) => convert.normalized(tensor, mean, std, inplace),
);

/** Mirrors an image left to right. */
export const hflip = define<Image>()("hflip", { img }, (given) => place.mirrored(given.img));
/** Turns an image upside down. */
export const vflip = define<Image>()("vflip", { img }, (given) => place.upsideDown(given.img));
/** Crops the part that begins at (top, left); anything beyond the image is black. */
export const crop = define<[img: Tensor, top: number, left: number, height: number, width: number]>()(
  "crop",
  { img, top: int, left: int, height: int, width: int },
  (given) => place.cropped(given.img, given.top, given.left, given.height, given.width),
);
/** Crops the middle; anything beyond the image is black. */
export const centerCrop = define<[img: Tensor, outputSize: Size]>()(
  "centerCrop",
  { img, outputSize: required(kinds.size) },
  (given) => place.middle(given.img, ...given.outputSize),
);
/** Adds a border: of `fill`, of the edge's pixels, or of the reflected image. */
export const pad = define<
  [img: Tensor, padding: number | readonly number[], fill?: place.Fill, paddingMode?: place.PaddingMode]
>()(
  "pad",
  {
    img,
    padding: required(kinds.padding),
    fill: optional(kinds.fill, 0),
    paddingMode: optional(kinds.paddingMode, "constant"),
  },
  (given) => place.surrounded(given.img, given.padding, given.fill, given.paddingMode),
);
/** Resizes; a single number is the size of the shorter side. */
export const resize = define<
  [img: Tensor, size: Size, interpolation?: Interpolation, maxSize?: number | null, antialias?: boolean | null]
>()(
  "resize",
  { img, size: required(kinds.sizeOrSide), interpolation, maxSize: optional(is.orNull(is.int), null), antialias },
  (given) => {
    const old = imageSize("resize", given.img);
    const [height, width] = resizedSize(old, given.size, given.maxSize);
    if (height === old[0] && width === old[1]) return given.img;
    return resampled(given.img, height, width, given.interpolation, given.antialias ?? false);
  },
);
/** Crops a part and resizes it. */
export const resizedCrop = define<
  [
    img: Tensor,
    top: number,
    left: number,
    height: number,
    width: number,
    size: Size,
    interpolation?: Interpolation,
    antialias?: boolean | null,
  ]
>()(
  "resizedCrop",
  { img, top: int, left: int, height: int, width: int, size: required(kinds.size), interpolation, antialias },
  ({ img: image, top, left, height, width, size, interpolation: mode, antialias: smooth }) =>
    resampledPart(image, { top, left, height, width }, size, mode, smooth ?? false),
);
/** Crops the four corners and the middle. */
export const fiveCrop = define<[img: Tensor, size: Size]>()("fiveCrop", { img, size: required(kinds.size) }, (given) =>
  fiveParts(given.img, given.size),
);
/** Crops the four corners and the middle, of the image and of its mirror image. */
export const tenCrop = define<[img: Tensor, size: Size, verticalFlip?: boolean]>()(
  "tenCrop",
  { img, size: required(kinds.size), verticalFlip: optional(is.bool, false) },
  (given) => [
    ...fiveParts(given.img, given.size),
    ...fiveParts((given.verticalFlip ? place.upsideDown : place.mirrored)(given.img), given.size),
  ],
);
/** Rotates by `angle` degrees anticlockwise. */
export const rotate = define<
  [
    img: Tensor,
    angle: number,
    interpolation?: warp.WarpInterpolation,
    expand?: boolean,
    center?: readonly number[] | null,
    fill?: place.Fill | null,
  ]
>()("rotate", { img, angle: number, ...warped, expand: optional(is.bool, false), center, fill: filled }, (given) =>
  warp.rotated(given.img, given),
);
/** Rotates by `angle` degrees clockwise, moves, scales and shears. */
export const affine = define<
  [
    img: Tensor,
    angle: number,
    translate: readonly number[],
    scale: number,
    shear: readonly number[],
    interpolation?: warp.WarpInterpolation,
    fill?: place.Fill | null,
    center?: readonly number[] | null,
  ]
>()(
  "affine",
  {
    img,
    angle: number,
    translate: required(kinds.point),
    scale: required(is.where(is.number, "a number above 0", (scale) => scale > 0)),
    shear: required(kinds.point),
    ...warped,
    fill: filled,
    center,
  },
  (given) => warp.mapped(given.img, given),
);
/**
 * Changes the perspective so that the corners `startpoints` move to `endpoints`: top left, top right, bottom right,
 * bottom left.
 */
export const perspective = define<
  [
    img: Tensor,
    startpoints: readonly (readonly number[])[],
    endpoints: readonly (readonly number[])[],
    interpolation?: warp.WarpInterpolation,
    fill?: place.Fill | null,
  ]
>()(
  "perspective",
  {
    img,
    startpoints: required(is.tupleOf(kinds.point, 4)),
    endpoints: required(is.tupleOf(kinds.point, 4)),
    interpolation: optional(kinds.warpInterpolation, "bilinear"),
    fill: filled,
  },
  (given) => warp.slanted(given.img, given.startpoints, given.endpoints, given.interpolation, given.fill),
);

/** Changes the brightness: 0 is black, 1 the original, 2 twice as bright. */
export const adjustBrightness = define<[img: Tensor, brightnessFactor: number]>()(
  "adjustBrightness",
  { img, brightnessFactor: number },
  (given) => colour.brightened(given.img, given.brightnessFactor),
);
/** Changes the contrast: 0 is all grey, 1 the original, 2 twice the contrast. */
export const adjustContrast = define<[img: Tensor, contrastFactor: number]>()(
  "adjustContrast",
  { img, contrastFactor: number },
  (given) => colour.contrasted(given.img, given.contrastFactor),
);
/** Changes the saturation: 0 is black and white, 1 the original, 2 twice as colourful. */
export const adjustSaturation = define<[img: Tensor, saturationFactor: number]>()(
  "adjustSaturation",
  { img, saturationFactor: number },
  (given) => colour.saturated(given.img, given.saturationFactor),
);
/** Rotates the hue of all colours by a fraction of the colour circle, from -0.5 to 0.5. */
export const adjustHue = define<[img: Tensor, hueFactor: number]>()("adjustHue", { img, hueFactor: number }, (given) =>
  colour.hueTurned(given.img, given.hueFactor),
);
/** Changes the sharpness: 0 is blurred, 1 the original, 2 twice as sharp. */
export const adjustSharpness = define<[img: Tensor, sharpnessFactor: number]>()(
  "adjustSharpness",
  { img, sharpnessFactor: number },
  (given) => blur.sharpened(given.img, given.sharpnessFactor),
);
/** Converts to grey, with one channel or three equal ones. */
export const rgbToGrayscale = define<[img: Tensor, numOutputChannels?: 1 | 3]>()(
  "rgbToGrayscale",
  { img, numOutputChannels: optional(kinds.oneOrThree, 1) },
  (given) => colour.greyscale(given.img, given.numOutputChannels),
);
/**
 * Blurs with a Gaussian; without `sigma` its width follows from the kernel size. Sizes and sigmas give the horizontal
 * value first.
 */
export const gaussianBlur = define<[img: Tensor, kernelSize: Size, sigma?: number | readonly number[] | null]>()(
  "gaussianBlur",
  { img, kernelSize: required(kinds.kernelSize), sigma: optional(is.orNull(kinds.sigma), null) },
  (given) => {
    const [width, height] = given.kernelSize;
    return blur.blurred(given.img, [width, height], given.sigma ?? [width * 0.15 + 0.35, height * 0.15 + 0.35]);
  },
);
/** Inverts all colours. */
export const invert = define<Image>()("invert", { img }, (given) => tone.inverted(given.img));
/** Keeps only the first `bits` bits of each byte. */
export const posterize = define<[img: Tensor, bits: number]>()(
  "posterize",
  { img, bits: required(kinds.bits) },
  (given) => tone.posterized(given.img, given.bits),
);
/** Inverts all values at or above `threshold`. */
export const solarize = define<[img: Tensor, threshold: number]>()("solarize", { img, threshold: number }, (given) =>
  tone.solarized(given.img, given.threshold),
);
/** Stretches each channel to the full range from black to white. */
export const autocontrast = define<Image>()("autocontrast", { img }, (given) => tone.spread(given.img));
/** Equalises each channel of bytes, so that every value becomes about equally frequent. */
export const equalize = define<Image>()("equalize", { img }, (given) => tone.equalized(given.img));
/**
 * Replaces the area of `h` by `w` from (i, j) with `v`: one number, one per channel [C, 1, 1], or all values [C, h, w].
 */
export const erase = define<
  [img: Tensor, i: number, j: number, h: number, w: number, v: Tensor | number, inplace?: boolean]
>()(
  "erase",
  { img, i: int, j: int, h: int, w: int, v: required(is.tensorOrNumber), inplace: optional(is.bool, false) },
  (given) => {
    const { i: top, j: left, h: height, w: width, v } = given;
    const sizes = [channelsOf(given.img), height, width];
    const values = typeof v === "object" ? elementsOf(v.broadcastTo(sizes)) : undefined;
    const area = { top, left, height, width };
    const result = erased(given.img, area, (plane, k) =>
      Number(values === undefined ? v : values[(plane % sizes[0]!) * height * width + k]),
    );
    return given.inplace ? given.img.copy_(result) : result;
  },
);
