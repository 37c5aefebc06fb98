/** C = channels (3 for colour images), H = height, W = width. */
import { allocate, Storage } from "../backend/index.ts";
import { Callable } from "../nn/callable.ts";
import type { DType, TypedArray } from "../shape/index.ts";
import { gather } from "../tensor/dense.ts";
import { fromStorage, type Tensor } from "../tensor/index.ts";

// The interface is the call signature of what Callable's constructor returns.
/* oxlint-disable typescript/no-unsafe-declaration-merging */

/** A transform is made with `new` and then called: `toTensor(image)`. */
export interface Transform<In, Out> {
  (input: In): Out;
}

export abstract class Transform<In, Out> extends Callable {
  abstract forward(input: In): Out;

  /** What stands between the brackets of the text. */
  protected describe(): string {
    return "";
  }

  override toString(): string {
    return `${this.constructor.name}(${this.describe()})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** Height and width of an image [..., H, W]. */
export function imageSize(name: string, image: Tensor): readonly [height: number, width: number] {
  const [height, width] = image.sizes.slice(-2);
  if (height === undefined || width === undefined) {
    throw new RangeError(`${name}: expected an image [..., H, W], got [${image.sizes.join(", ")}]`);
  }
  return [height, width];
}

/** The elements in row-major order, to read: those of the tensor itself where they lie in that order already. */
export function elementsOf(image: Tensor): TypedArray {
  const count = image.numel();
  if (image.isContiguous()) return image.storage.host().subarray(image.offset, image.offset + count);
  const elements = allocate(image.dtype, count);
  gather(image.storage.host(), elements, image);
  return elements;
}

export function imageFrom(dtype: DType, elements: TypedArray, sizes: readonly number[]): Tensor {
  return fromStorage(Storage.fromHost(dtype, elements), sizes);
}
