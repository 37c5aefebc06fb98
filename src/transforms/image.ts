/** How transforms read and make images [..., H, W]. */
import { allocate, Storage } from "../backend/index.ts";
import type { DType, TypedArray } from "../shape/index.ts";
import { gather } from "../tensor/dense.ts";
import { fromStorage, type Tensor } from "../tensor/index.ts";

/** Height and width of an image [..., H, W]. */
export function imageSize(name: string, image: Tensor): readonly [height: number, width: number] {
  const [height, width] = image.sizes.slice(-2);
  if (height === undefined || width === undefined) {
    throw new RangeError(`${name}: expected an image [..., H, W], got [${image.sizes.join(", ")}]`);
  }
  return [height, width];
}

/** The number of channels of an image [..., C, H, W]; 1 if it has only two dimensions. */
export const channelsOf = (image: Tensor): number => image.sizes.at(-3) ?? 1;

/** The elements in row-major order, for reading: the tensor's own if they already lie in that order. */
export function elementsOf(image: Tensor): TypedArray {
  const count = image.numel();
  if (image.isContiguous()) return image.memory.host().subarray(image.offset, image.offset + count);
  const elements = allocate(image.dtype, count);
  gather(image.memory.host(), elements, image);
  return elements;
}

export function imageFrom(dtype: DType, elements: TypedArray, sizes: readonly number[]): Tensor {
  return fromStorage(Storage.fromHost(dtype, elements), sizes);
}

/** Rounds like Python's `round` and torch's: halves go to the even number. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
