/** torch's older way to make tensors: `torch.FloatTensor([1, 2])`, with or without `new`. */

import {
  bfloat16,
  bool,
  checkSizes,
  float16,
  float32,
  float64,
  int16,
  int32,
  int64,
  int8,
  uint8,
  type DType,
} from "../shape/index.ts";
import { zeros } from "./create.ts";
import { tensor, type TensorData } from "./from-data.ts";
import { Tensor } from "./tensor.ts";

/** Makes tensors of one dtype: from numbers in an array, or from sizes, then uninitialised (here zeros). */
export interface TensorType {
  (data: readonly TensorData[] | Tensor): Tensor;
  (...sizes: readonly number[]): Tensor;
  new (data: readonly TensorData[] | Tensor): Tensor;
  new (...sizes: readonly number[]): Tensor;
}

/**
 * The tensor maker of a dtype.
 *
 * ```ts
 * torch.FloatTensor([1, 2]); // tensor([1., 2.])
 * torch.LongTensor([1, 2]); // tensor([1, 2])
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/tensors.html#data-types
 * @throws TypeError for anything but numbers in an array, or sizes.
 */
function typeOf(name: string, dtype: DType): TensorType {
  const make = {
    [name]: function (...given: readonly unknown[]): Tensor {
      const [first] = given;
      if (given.length === 1 && (Array.isArray(first) || ArrayBuffer.isView(first)))
        return tensor(first as TensorData, { dtype });
      if (given.length === 1 && first instanceof Tensor) {
        if (first.dtype !== dtype)
          throw new TypeError(
            `expected ${dtype.toString()} (got ${first.dtype.toString()}): write x.to(${dtype.toString()})`,
          );
        return first.detach();
      }
      if (!given.every((size) => Number.isInteger(size)))
        throw new TypeError(
          `${name}(): expected an array of numbers, a Tensor, or sizes; torch.tensor(...) takes a number`,
        );
      const sizes = given as readonly number[];
      checkSizes(name, sizes);
      return zeros(sizes.length === 0 ? [0] : [...sizes], { dtype });
    },
  }[name];
  return make as unknown as TensorType;
}

export const FloatTensor: TensorType = typeOf("FloatTensor", float32);
export const DoubleTensor: TensorType = typeOf("DoubleTensor", float64);
export const HalfTensor: TensorType = typeOf("HalfTensor", float16);
export const BFloat16Tensor: TensorType = typeOf("BFloat16Tensor", bfloat16);
export const LongTensor: TensorType = typeOf("LongTensor", int64);
export const IntTensor: TensorType = typeOf("IntTensor", int32);
export const ShortTensor: TensorType = typeOf("ShortTensor", int16);
export const CharTensor: TensorType = typeOf("CharTensor", int8);
export const ByteTensor: TensorType = typeOf("ByteTensor", uint8);
export const BoolTensor: TensorType = typeOf("BoolTensor", bool);
