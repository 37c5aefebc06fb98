/** Tensors out of nothing: `torch.tensor`, `zeros`, `arange` and so on. */

import { allocate, backend, Storage } from "../backend/index.ts";
import { checkSizes, float32, int64, numel, scalarType, type DType, type Scalar } from "../shape/index.ts";
import { element, finish, fromArray, tensor, type TensorData, type TensorOptions } from "./from-data.ts";
import { splitSizes, type SizeArgsWith } from "./sizes.ts";
import { fromStorage, Tensor } from "./tensor.ts";

declare module "./tensor.ts" {
  interface Tensor {
    /** Zeros of the same shape and dtype. */
    zerosLike(options?: TensorOptions): Tensor;
    /** Ones of the same shape and dtype. */
    onesLike(options?: TensorOptions): Tensor;
    /** `value` everywhere, in the same shape and dtype. */
    fullLike(value: Scalar, options?: TensorOptions): Tensor;
    /** A tensor of the same shape and dtype whose elements do not matter yet. */
    emptyLike(options?: TensorOptions): Tensor;
    /** Zeros of another shape in the same dtype. */
    newZeros(...args: SizeArgsWith<TensorOptions>): Tensor;
    /** Ones of another shape in the same dtype. */
    newOnes(...args: SizeArgsWith<TensorOptions>): Tensor;
    /** `value` everywhere, of another shape in the same dtype. */
    newFull(size: readonly number[], value: Scalar, options?: TensorOptions): Tensor;
    /** A tensor of these numbers in the same dtype. */
    newTensor(data: TensorData, options?: TensorOptions): Tensor;
  }
}

/** A tensor filled with one value. Without a dtype it follows the value as in `torch.tensor`. */
export function full(size: readonly number[], value: Scalar, options: TensorOptions = {}): Tensor {
  checkSizes("full", size);
  const dtype = options.dtype ?? scalarType(value);
  return finish(fromStorage(filled(dtype, numel(size), value), [...size]), options);
}

function filled(dtype: DType, n: number, value: Scalar): Storage {
  return value === 0 ? Storage.zeros(dtype, n) : backend().full(dtype, n, element(value, dtype));
}

function constant(name: string, args: SizeArgsWith<TensorOptions>, value: number): Tensor {
  const { sizes, options } = splitSizes(args);
  checkSizes(name, sizes);
  return finish(fromStorage(filled(options.dtype ?? float32, numel(sizes), value), sizes), options);
}

/** A tensor of zeros, float32 unless `dtype` says otherwise. */
export function zeros(...args: SizeArgsWith<TensorOptions>): Tensor {
  return constant("zeros", args, 0);
}

/** A tensor of ones. */
export function ones(...args: SizeArgsWith<TensorOptions>): Tensor {
  return constant("ones", args, 1);
}

/** A tensor whose elements do not matter yet; here they are zeros. */
export function empty(...args: SizeArgsWith<TensorOptions>): Tensor {
  return constant("empty", args, 0);
}

/**
 * Numbers from `start` to below `end`, `step` apart. int64 where all three are whole, else float32.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.arange.html
 */
export function arange(end: number, options?: TensorOptions): Tensor;
export function arange(start: number, end: number, options?: TensorOptions): Tensor;
export function arange(start: number, end: number, step: number, options?: TensorOptions): Tensor;
export function arange(...args: readonly (number | TensorOptions | undefined)[]): Tensor {
  const numbers = args.filter((arg) => typeof arg === "number");
  const options = args.find((arg) => typeof arg === "object") ?? {};
  const [start, end, step = 1] = numbers.length === 1 ? [0, numbers[0]!] : numbers;
  if (start === undefined || end === undefined) throw new TypeError("arange: expected an end");
  if (step === 0) throw new RangeError("step must be nonzero");
  if (step > 0 ? end < start : end > start)
    throw new RangeError("upper bound and lower bound inconsistent with step sign");
  const dtype = options.dtype ?? (numbers.every((x) => Number.isSafeInteger(x)) ? int64 : float32);
  const n = Math.ceil((end - start) / step);
  const array = allocate(dtype, n);
  for (let i = 0; i < n; i++) array[i] = element(start + i * step, dtype);
  return finish(fromArray(array, [n], dtype), options);
}

/**
 * `steps` numbers from `start` to `end`, both included.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.linspace.html
 */
export function linspace(start: number, end: number, steps: number, options: TensorOptions = {}): Tensor {
  if (steps < 0) throw new RangeError("number of steps must be non-negative");
  const dtype = options.dtype ?? float32;
  const array = allocate(dtype, steps);
  const round = dtype === float32 ? Math.fround : (x: number) => x;
  const [first, last] = [round(start), round(end)];
  const step = steps > 1 ? round((last - first) / (steps - 1)) : 0;
  // From both ends, as torch does, so that the result is symmetric
  for (let i = 0; i < steps; i++)
    array[i] = element(i < steps / 2 ? first + step * i : last - step * (steps - 1 - i), dtype);
  return finish(fromArray(array, [steps], dtype), options);
}

/** The identity: ones where row and column are equal. */
export function eye(n: number, options?: TensorOptions): Tensor;
export function eye(n: number, m: number, options?: TensorOptions): Tensor;
export function eye(n: number, second?: number | TensorOptions, third?: TensorOptions): Tensor {
  const m = typeof second === "number" ? second : n;
  const options = (typeof second === "object" ? second : third) ?? {};
  checkSizes("eye", [n, m]);
  const dtype = options.dtype ?? float32;
  const array = allocate(dtype, n * m);
  for (let i = 0; i < Math.min(n, m); i++) array[i * m + i] = element(1, dtype);
  return finish(fromArray(array, [n, m], dtype), options);
}

const like = (t: Tensor, value: Scalar, options: TensorOptions = {}): Tensor =>
  finish(fromStorage(filled(options.dtype ?? t.dtype, t.numel(), value), t.sizes), options);

Tensor.prototype.zerosLike = function (options) {
  return like(this, 0, options);
};
Tensor.prototype.onesLike = function (options) {
  return like(this, 1, options);
};
Tensor.prototype.fullLike = function (value, options) {
  return like(this, value, options);
};
Tensor.prototype.emptyLike = function (options) {
  return like(this, 0, options);
};
Tensor.prototype.newZeros = function (...args) {
  const { sizes, options } = splitSizes(args);
  return zeros(sizes, { dtype: this.dtype, ...options });
};
Tensor.prototype.newOnes = function (...args) {
  const { sizes, options } = splitSizes(args);
  return ones(sizes, { dtype: this.dtype, ...options });
};
Tensor.prototype.newFull = function (size, value, options) {
  return full(size, value, { dtype: this.dtype, ...options });
};
Tensor.prototype.newTensor = function (data, options) {
  return tensor(data, { dtype: this.dtype, ...options });
};
