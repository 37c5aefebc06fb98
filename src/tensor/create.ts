/** Functions that create tensors: `torch.tensor`, `zeros`, `arange` and so on. */

import { allocate, backend, Storage } from "../backend/index.ts";
import {
  checkSizes,
  float32,
  int64,
  numel,
  optional,
  overloads,
  required,
  roundOne,
  scalarType,
  signature,
  variadic,
  type DType,
  type Scalar,
} from "../shape/index.ts";
import { element, finish, fromArray, tensorOf, type TensorData, type TensorOptions } from "./from-data.ts";
import * as is from "./kinds.ts";
import { creation, method } from "./method.ts";
import type { SizeArgsWith } from "./sizes.ts";
import { fromStorage, Tensor } from "./tensor.ts";

declare module "./tensor.ts" {
  interface Tensor {
    /** Zeros of the same shape and dtype. */
    zerosLike(options?: TensorOptions): Tensor;
    /** Ones of the same shape and dtype. */
    onesLike(options?: TensorOptions): Tensor;
    /** `fillValue` everywhere, in the same shape and dtype. */
    fullLike(fillValue: Scalar, options?: TensorOptions): Tensor;
    /** An uninitialised tensor of the same shape and dtype; here it holds zeros. */
    emptyLike(options?: TensorOptions): Tensor;
    /** Zeros of another shape in the same dtype. */
    newZeros(...args: SizeArgsWith<TensorOptions>): Tensor;
    /** Ones of another shape in the same dtype. */
    newOnes(...args: SizeArgsWith<TensorOptions>): Tensor;
    /** An uninitialised tensor of another shape in the same dtype; here it holds zeros. */
    newEmpty(...args: SizeArgsWith<TensorOptions>): Tensor;
    /** `fillValue` everywhere, of another shape in the same dtype. */
    newFull(size: number | readonly number[], fillValue: Scalar, options?: TensorOptions): Tensor;
    newFull(size: number | readonly number[], options: TensorOptions & { readonly fillValue: Scalar }): Tensor;
    newFull(options: TensorOptions & { readonly size: number | readonly number[]; readonly fillValue: Scalar }): Tensor;
    /** A tensor of these numbers in the same dtype. */
    newTensor(data: TensorData, options?: TensorOptions): Tensor;
  }
}

const fullSignature = signature("torch.full", {
  size: required(is.intOrInts),
  fillValue: required(is.either(is.scalar, is.tensor)),
  ...creation,
});

const sizesFrom = (size: number | readonly number[]): readonly number[] => (typeof size === "number" ? [size] : size);

/** A tensor filled with one value. Without a dtype, the dtype follows from the value as in `torch.tensor`. */
export function full(size: number | readonly number[], fillValue: Scalar | Tensor, options?: TensorOptions): Tensor;
export function full(size: number | readonly number[], options: TensorOptions & { readonly fillValue: Scalar }): Tensor;
export function full(
  options: TensorOptions & { readonly size: number | readonly number[]; readonly fillValue: Scalar },
): Tensor;
export function full(...given: unknown[]): Tensor {
  const { size, fillValue, ...options } = fullSignature.read(given);
  if (fillValue instanceof Tensor) {
    if (fillValue.dim() !== 0)
      throw new TypeError("full(): argument 'fillValue' must be a number or a Tensor of no dimensions");
    return fullOf(sizesFrom(size), fillValue.item<Scalar>(), { ...options, dtype: options.dtype ?? fillValue.dtype });
  }
  return fullOf(sizesFrom(size), fillValue, options);
}

function fullOf(size: readonly number[], value: Scalar, options: TensorOptions): Tensor {
  checkSizes("full", size);
  const dtype = options.dtype ?? scalarType(value);
  return finish(fromStorage(filled(dtype, numel(size), value), [...size]), options);
}

function filled(dtype: DType, n: number, value: Scalar): Storage {
  return value === 0 ? Storage.zeros(dtype, n) : backend().full(dtype, n, element(value, dtype));
}

const sized = { size: variadic(is.ints), ...creation };
const signaturesOf = {
  zeros: signature("torch.zeros", sized),
  ones: signature("torch.ones", sized),
  empty: signature("torch.empty", sized),
};

function constant(name: keyof typeof signaturesOf, given: readonly unknown[], value: number): Tensor {
  const { size, ...options } = signaturesOf[name].read(given);
  return constantOf(name, size, value, options);
}

function constantOf(name: string, size: readonly number[], value: number, options: TensorOptions): Tensor {
  checkSizes(name, size);
  return finish(fromStorage(filled(options.dtype ?? float32, numel(size), value), [...size]), options);
}

/** A tensor of zeros, float32 unless `dtype` is given. */
export function zeros(...args: SizeArgsWith<TensorOptions>): Tensor;
export function zeros(options: TensorOptions & { readonly size: readonly number[] }): Tensor;
export function zeros(...given: readonly unknown[]): Tensor {
  return constant("zeros", given, 0);
}

/** A tensor of ones. */
export function ones(...args: SizeArgsWith<TensorOptions>): Tensor;
export function ones(options: TensorOptions & { readonly size: readonly number[] }): Tensor;
export function ones(...given: readonly unknown[]): Tensor {
  return constant("ones", given, 1);
}

/** An uninitialised tensor; here it holds zeros. */
export function empty(...args: SizeArgsWith<TensorOptions>): Tensor;
export function empty(options: TensorOptions & { readonly size: readonly number[] }): Tensor;
export function empty(...given: readonly unknown[]): Tensor {
  return constant("empty", given, 0);
}

const arangeSignature = overloads("torch.arange", {
  end: { end: required(is.number), ...creation },
  range: { start: required(is.number), end: required(is.number), step: optional(is.number, 1), ...creation },
});

/**
 * Numbers from `start` up to but not including `end`, `step` apart. int64 if all three are whole numbers, else float32.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.arange.html
 */
export function arange(end: number, options?: TensorOptions): Tensor;
export function arange(start: number, end: number, options?: TensorOptions): Tensor;
export function arange(start: number, end: number, step: number, options?: TensorOptions): Tensor;
export function arange(start: number, end: number, options: TensorOptions & { readonly step?: number }): Tensor;
export function arange(
  options: TensorOptions & { readonly start?: number; readonly end: number; readonly step?: number },
): Tensor;
export function arange(...given: unknown[]): Tensor {
  const { form, args } = arangeSignature.read(given);
  const { start, end, step } = form === "range" ? args : { start: 0, end: args.end, step: 1 };
  const options: TensorOptions = args;
  const numbers = [start, end, step];
  if (!numbers.every((x) => Number.isFinite(x)))
    throw new RangeError(`arange(): unsupported range: ${start} -> ${end} in steps of ${step}`);
  if (step === 0) throw new RangeError("step must be nonzero");
  if (step > 0 ? end < start : end > start)
    throw new RangeError("upper bound and lower bound inconsistent with step sign");
  const dtype = options.dtype ?? (numbers.every((x) => Number.isSafeInteger(x)) ? int64 : float32);
  const n = Math.ceil((end - start) / step);
  const array = allocate(dtype, n);
  for (let i = 0; i < n; i++) array[i] = element(start + i * step, dtype);
  return finish(fromArray(array, [n], dtype), options);
}

/** How intermediate numbers of a floating dtype are rounded; whole numbers are computed in float64. */
function rounder(dtype: DType): (x: number) => number {
  const { round } = dtype;
  if (round !== null) return (x) => roundOne(round, x);
  return dtype === float32 ? Math.fround : (x) => x;
}

const linspaceSignature = signature("torch.linspace", {
  start: required(is.number),
  end: required(is.number),
  steps: required(is.int),
  ...creation,
});

/**
 * `steps` numbers from `start` to `end`, both included.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.linspace.html
 */
export function linspace(start: number, end: number, steps: number, options?: TensorOptions): Tensor;
export function linspace(start: number, end: number, options: TensorOptions & { readonly steps: number }): Tensor;
export function linspace(
  options: TensorOptions & { readonly start: number; readonly end: number; readonly steps: number },
): Tensor;
export function linspace(...given: unknown[]): Tensor {
  const { start, end, steps, ...options } = linspaceSignature.read(given);
  if (steps < 0) throw new RangeError("number of steps must be non-negative");
  const dtype = options.dtype ?? float32;
  const array = allocate(dtype, steps);
  const round = rounder(dtype);
  // The two-byte types round after each step.
  const narrow = dtype.round === null ? (x: number) => x : round;
  const [first, last] = [round(start), round(end)];
  const step = steps > 1 ? round(narrow(last - first) / (steps - 1)) : 0;
  // Computed from both ends, as in torch, so that the result is symmetric.
  for (let i = 0; i < steps; i++) {
    const value = i < steps / 2 ? first + narrow(step * narrow(i)) : last - narrow(step * narrow(steps - 1 - i));
    array[i] = element(value, dtype);
  }
  return finish(fromArray(array, [steps], dtype), options);
}

const logspaceSignature = signature("torch.logspace", {
  start: required(is.number),
  end: required(is.number),
  steps: required(is.int),
  base: optional(is.number, 10),
  ...creation,
});

/**
 * `steps` numbers from `base ** start` to `base ** end`, each the same multiple of the previous one.
 *
 * ```ts
 * torch.logspace(0, 2, 3).tolist(); // [1, 10, 100]
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.logspace.html
 */
export function logspace(start: number, end: number, steps: number, base?: number, options?: TensorOptions): Tensor;
export function logspace(
  start: number,
  end: number,
  steps: number,
  options: TensorOptions & { readonly base?: number },
): Tensor;
export function logspace(
  options: TensorOptions & {
    readonly start: number;
    readonly end: number;
    readonly steps: number;
    readonly base?: number;
  },
): Tensor;
export function logspace(...given: unknown[]): Tensor {
  const { start, end, steps, base, ...options } = logspaceSignature.read(given);
  if (steps < 0) throw new RangeError("number of steps must be non-negative");
  const dtype = options.dtype ?? float32;
  const round = dtype.isFloatingPoint ? rounder(dtype) : Math.fround;
  const [first, last] = [round(start), round(end)];
  const step = steps > 1 ? round(round(last - first) / (steps - 1)) : 0;
  const array = allocate(dtype, steps);
  for (let i = 0; i < steps; i++) {
    const exponent = i < steps / 2 ? round(first + round(step * i)) : round(last - round(step * (steps - 1 - i)));
    array[i] = element(round(round(base) ** exponent), dtype);
  }
  return finish(fromArray(array, [steps], dtype), options);
}

const eyeSignature = signature("torch.eye", {
  n: required(is.int),
  m: optional(is.orNull(is.int), null),
  ...creation,
});

/** The identity: ones where row and column are equal. */
export function eye(n: number, options?: TensorOptions): Tensor;
export function eye(n: number, m: number, options?: TensorOptions): Tensor;
export function eye(options: TensorOptions & { readonly n: number; readonly m?: number | null }): Tensor;
export function eye(...given: unknown[]): Tensor {
  const { n, m: columns, ...options } = eyeSignature.read(given);
  const m = columns ?? n;
  checkSizes("eye", [n, m]);
  const dtype = options.dtype ?? float32;
  const array = allocate(dtype, n * m);
  for (let i = 0; i < Math.min(n, m); i++) array[i * m + i] = element(1, dtype);
  return finish(fromArray(array, [n, m], dtype), options);
}

const like = (t: Tensor, value: Scalar, options: TensorOptions = {}): Tensor =>
  finish(fromStorage(filled(options.dtype ?? t.dtype, t.numel(), value), t.sizes), options);

method("zerosLike", creation, (x, options) => like(x, 0, options));
method("onesLike", creation, (x, options) => like(x, 1, options));
method("fullLike", { fillValue: required(is.scalar), ...creation }, (x, { fillValue, ...options }) =>
  like(x, fillValue, options),
);
method("emptyLike", creation, (x, options) => like(x, 0, options));
for (const [name, value] of Object.entries({ newZeros: 0, newOnes: 1, newEmpty: 0 }))
  method(name, sized, (x, { size, ...options }) =>
    constantOf(name, size, value, { ...options, dtype: options.dtype ?? x.dtype }),
  );
method(
  "newFull",
  { size: required(is.intOrInts), fillValue: required(is.scalar), ...creation },
  (x, { size, fillValue, ...options }) =>
    fullOf(sizesFrom(size), fillValue, { ...options, dtype: options.dtype ?? x.dtype }),
);
method("newTensor", { data: required(is.any), ...creation }, (x, { data, ...options }) =>
  tensorOf(data as TensorData, { ...options, dtype: options.dtype ?? x.dtype }),
);
