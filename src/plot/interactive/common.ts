/** What the functions that make pages share. C channels, H and W height and width. */
import { Painter, VIEWS } from "../../datasets/drawn/picture.ts";
import { fromArray, Tensor } from "../../tensor/index.ts";
import { colorTable, type ColorMapName } from "../color-maps.ts";
import { valuesOf } from "../values.ts";

/** Numbers in the form a page reads: float32, base64. */
export const packed = (numbers: ArrayLike<number>): string => {
  const array = Float32Array.from(numbers);
  return Buffer.from(array.buffer).toString("base64");
};

export const tableOf = (colors: ColorMapName): string => Buffer.from(colorTable(colors)).toString("base64");

export interface OneImage {
  readonly C: number;
  readonly H: number;
  readonly W: number;
  /** Row-major. */
  readonly data: ArrayLike<number>;
  readonly tensor: Tensor;
}

/**
 * The picture at `index` of a batch, or the only one.
 * @param callee the function to name in errors
 */
export function oneImage(callee: string, image: Tensor, index = 0): OneImage {
  const sizes = [...image.shape];
  if (sizes.length < 2 || sizes.length > 4)
    throw new RangeError(`${callee}: expected image [H, W], [C, H, W] or [B, C, H, W], got [${sizes.join(", ")}]`);
  const count = sizes.length === 4 ? sizes[0]! : 1;
  if (index < 0 || index >= count)
    throw new RangeError(`${callee}: expected index from 0 to ${count - 1}, got ${index}`);
  const one = sizes.length === 4 ? image.select(0, index) : sizes.length === 2 ? image.unsqueeze(0) : image;
  const tensor = one.detach().float();
  const [C = 0, H = 0, W = 0] = tensor.shape;
  if (C * H * W === 0) throw new RangeError(`${callee}: expected an image with pixels, got [${sizes.join(", ")}]`);
  const { data } = valuesOf(tensor);
  for (let i = 0; i < data.length; i++)
    if (!Number.isFinite(data[i]!))
      throw new RangeError(`${callee}: expected finite numbers, got ${data[i]} in the image`);
  return { C, H, W, data, tensor };
}

/** A picture for callers who give none: an aeroplane, drawn by code, [3, 32, 32] from 0 to 1. */
export function drawnImage(): Tensor {
  const bytes = new Uint8ClampedArray(3072);
  new Painter().paint(VIEWS["airplane"]!, 3, bytes);
  return fromArray(
    Float32Array.from(bytes, (byte) => byte / 255),
    [3, 32, 32],
  );
}
