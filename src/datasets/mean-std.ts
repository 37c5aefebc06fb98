/** C = channels. */
import type { Items } from "../data/items.ts";
import * as is from "../data/kinds.ts";
import { float32, float64, required, signature, uint8, type DType } from "../shape/index.ts";
import { gather } from "../tensor/dense.ts";
import { Tensor } from "../tensor/index.ts";
import { allocate } from "../backend/index.ts";

/** In the form that `transforms.Normalize` takes, by position or as a whole, and `denormalize` of `plot.image`. */
export interface MeanStd {
  readonly mean: number[];
  readonly std: number[];
}

const meanStdSignature = signature("datasets.meanStd", { dataset: required(is.items) });

/**
 * Mean and standard deviation of each channel, over all pixels of all pictures [C, H, W] as the data set returns them;
 * bytes are scaled to 0 to 1.
 *
 * ```ts
 * datasets.meanStd([torch.tensor([[[0, 255]]], { dtype: torch.uint8 })]).mean; // [0.5]
 * ```
 * @throws TypeError for items that are not pictures, RangeError if there are none or their channels differ.
 */
export function meanStd(dataset: Items<Tensor | readonly [Tensor, ...unknown[]]>): MeanStd;
export function meanStd(options: { readonly dataset: Items<Tensor | readonly [Tensor, ...unknown[]]> }): MeanStd;
export function meanStd(...given: unknown[]): MeanStd {
  const { dataset } = meanStdSignature.read(given);
  if (dataset.length === 0) throw new RangeError("meanStd: expected at least one picture, got none");
  let sums: Float64Array | undefined;
  let squares = new Float64Array();
  let count = 0;
  for (let i = 0; i < dataset.length; i++) {
    const picture = pictureOf(dataset.at(i), i);
    const [channels, height, width] = picture.sizes as [number, number, number];
    if (sums === undefined) [sums, squares] = [new Float64Array(channels), new Float64Array(channels)];
    if (sums.length !== channels) {
      throw new RangeError(`meanStd: expected pictures with ${sums.length} channels, got ${channels} in item ${i}`);
    }
    const scale = picture.dtype === uint8 ? 1 / 255 : 1;
    const plane = height * width;
    count += plane;
    const values = elementsOf(picture);
    for (let c = 0; c < channels; c++) {
      let [sum, square] = [0, 0];
      for (let p = c * plane; p < (c + 1) * plane; p++) {
        const value = values[p]! * scale;
        sum += value;
        square += value * value;
      }
      sums[c]! += sum;
      squares[c]! += square;
    }
  }
  const mean = Array.from(sums!, (sum) => sum / count);
  // Unbiased, as torch's std.
  const std = Array.from(squares, (square, c) => Math.sqrt(Math.max(0, square - count * mean[c]! ** 2) / (count - 1)));
  return { mean, std };
}

function pictureOf(item: unknown, index: number): Tensor {
  const picture: unknown = Array.isArray(item) ? item[0] : item;
  if (
    picture instanceof Tensor &&
    picture.sizes.length === 3 &&
    ([uint8, float32, float64] as DType[]).includes(picture.dtype)
  ) {
    return picture;
  }
  const got = picture instanceof Tensor ? `${picture.dtype.name} [${picture.sizes.join(", ")}]` : is.shown(picture);
  throw new TypeError(`meanStd: expected a picture [C, H, W] of bytes or floats as item ${index}, got ${got}`);
}

function elementsOf(picture: Tensor): ArrayLike<number> {
  const host = picture.memory.host() as Float32Array;
  if (picture.isContiguous()) return host.subarray(picture.offset, picture.offset + picture.numel());
  const elements = allocate(picture.dtype, picture.numel()) as Float32Array;
  gather(host, elements, picture);
  return elements;
}
