/** Tensors from given numbers: `torch.tensor` and similar functions. */

import { allocate, Storage } from "../backend/index.ts";
import {
  bool,
  float32,
  float64,
  int16,
  int32,
  int64,
  int8,
  numel,
  optional,
  required,
  roundOne,
  scalarType,
  shown,
  signature,
  uint8,
  type Device,
  type DType,
  type Scalar,
  type TypedArray,
  warn,
} from "../shape/index.ts";
import * as is from "./kinds.ts";
import { creation } from "./method.ts";
import { fromStorage, Tensor } from "./tensor.ts";

export interface TensorOptions {
  readonly dtype?: DType | null;
  /** The only device: "cpu". */
  readonly device?: Device | string | null;
  readonly requiresGrad?: boolean;
}

/** Numbers as `torch.tensor` takes them: one number, an array, arrays of arrays, a typed array, tensors. */
export type TensorData = Scalar | TypedArray | Tensor | readonly TensorData[];

/** What the options say about a new tensor besides its dtype. */
export function finish(t: Tensor, { requiresGrad = false }: Pick<TensorOptions, "requiresGrad">): Tensor {
  if (!requiresGrad) return t;
  if (!t.dtype.isFloatingPoint)
    throw new TypeError(
      `Only Tensors of floating point and complex dtype can require gradients, got ${t.dtype.toString()}; give { dtype: torch.float32 }`,
    );
  return t.requiresGrad_();
}

/** The dtype of a typed array's elements. */
export function dtypeOfArray(array: ArrayBufferView): DType {
  if (array instanceof Float32Array) return float32;
  if (array instanceof Float64Array) return float64;
  if (array instanceof Int32Array) return int32;
  if (array instanceof Int16Array) return int16;
  if (array instanceof Int8Array) return int8;
  if (array instanceof BigInt64Array) return int64;
  if (array instanceof Uint8Array || array instanceof Uint8ClampedArray) return uint8;
  throw new TypeError(
    `expected an array of a type that tensors have (Float32Array, Float64Array, Int32Array, Int16Array, Int8Array, BigInt64Array, Uint8Array), got ${shown(array)}; Array.from(...) makes a plain one of it`,
  );
}

/** Numbers as `torch.tensor` takes them; their shape is checked when the tensor is made. */
const data: is.Kind<TensorData> = is.kind(
  "number, boolean, Tensor, typed array, or array of them",
  (value): value is TensorData =>
    value instanceof Tensor || Array.isArray(value) || ArrayBuffer.isView(value) || isScalar(value),
);
const tensorSignature = signature("torch.tensor", { data: required(data), ...creation });

/**
 * A tensor of these numbers, copied.
 *
 * Without a dtype, whole numbers give int64, numbers with a fraction float32, booleans bool; a typed array keeps its
 * type.
 *
 * ```ts
 * torch.tensor([[1, 2], [3, 4.5]]); // tensor([[1.0000, 2.0000], [3.0000, 4.5000]])
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.tensor.html
 * @throws RangeError if rows differ in length.
 */
export function tensor(data: TensorData, options?: TensorOptions): Tensor;
export function tensor(options: TensorOptions & { readonly data: TensorData }): Tensor;
export function tensor(...given: unknown[]): Tensor {
  const { data, ...options } = tensorSignature.read(given);
  if (data instanceof Tensor)
    warn(
      "To copy construct from a tensor, it is recommended to use source.detach().clone(), rather than torch.tensor(source).",
    );
  return tensorOf(data, options);
}

/** The same for internal calls, whose arguments need no check. */
export function tensorOf(data: TensorData, options: TensorOptions = {}): Tensor {
  if (data instanceof Tensor)
    return finish(
      data
        .detach()
        .to(options.dtype ?? data.dtype)
        .clone(),
      options,
    );
  if (ArrayBuffer.isView(data)) {
    const own = dtypeOfArray(data);
    const t = fromStorage(Storage.fromHost(own, data.slice()), [data.length]);
    return finish(options.dtype ? t.to(options.dtype) : t, options);
  }
  if (isScalar(data)) {
    const dtype = options.dtype ?? scalarType(data);
    const array = allocate(dtype, 1);
    array[0] = element(data, dtype);
    return finish(fromStorage(Storage.fromHost(dtype, array), []), options);
  }
  const shape = shapeOfData(data);
  const values: Scalar[] = [];
  const found = collect(data, shape, 0, values);
  const dtype = options.dtype ?? found ?? float32;
  const array = allocate(dtype, values.length);
  for (let i = 0; i < values.length; i++) array[i] = element(values[i]!, dtype);
  return finish(fromStorage(Storage.fromHost(dtype, array), shape), options);
}

/** A number as an element of a typed array: bigint for int64. */
export function element(value: Scalar, dtype: DType): number | bigint {
  if (dtype === int64) return typeof value === "bigint" ? value : BigInt(Math.trunc(Number(value)));
  if (dtype === bool) return value ? 1 : 0;
  return dtype.round === null ? Number(value) : roundOne(dtype.round, Number(value));
}

function shapeOfData(data: TensorData): number[] {
  const shape: number[] = [];
  let at: TensorData | undefined = data;
  while (typeof at === "object" && at !== null) {
    if (at instanceof Tensor) return [...shape, ...at.sizes];
    if (!Array.isArray(at) && !ArrayBuffer.isView(at)) break;
    shape.push(at.length);
    if (at.length === 0 || ArrayBuffer.isView(at)) return shape;
    at = at[0] as TensorData;
  }
  if (!isScalar(at)) throw new TypeError(`tensor(): expected numbers, booleans or arrays of them, got ${shown(at)}`);
  return shape;
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";
}

/** Appends the numbers in row-major order; returns the smallest dtype that holds them. */
function collect(data: TensorData, shape: readonly number[], depth: number, into: Scalar[]): DType | undefined {
  if (isScalar(data)) {
    if (depth !== shape.length) throw new TypeError(`tensor: expected an array at dim ${depth}, got a number`);
    into.push(data);
    return scalarType(data);
  }
  if (data instanceof Tensor) {
    if (data.numel() !== 1)
      throw new RangeError(
        "only one element tensors can be converted to numbers: torch.stack([a, b]) makes one tensor of several",
      );
    for (const value of data.detach().flatten().tolist<Scalar[]>()) into.push(value);
    return data.dtype;
  }
  if (!Array.isArray(data) && !ArrayBuffer.isView(data))
    throw new TypeError(`tensor(): expected numbers, booleans or arrays of them, got ${shown(data)}`);
  if (depth >= shape.length) throw new TypeError(`tensor: expected a number at dim ${depth}, got an array`);
  if (data.length !== shape[depth])
    throw new RangeError(`expected sequence of length ${shape[depth]} at dim ${depth} (got ${data.length})`);
  let found: DType | undefined;
  if (ArrayBuffer.isView(data)) {
    for (const value of data) into.push(value);
    return dtypeOfArray(data);
  }
  for (const item of data) {
    const type = collect(item as TensorData, shape, depth + 1, into);
    if (found === undefined || (type !== undefined && type.rank > found.rank)) found = type;
  }
  return found;
}

const arraySignature = signature("torch.fromArray", {
  array: required(is.kind("typed array", (value): value is TypedArray => ArrayBuffer.isView(value))),
  shape: optional(is.orNull(is.ints), null),
  dtype: optional(is.orNull(is.dtype), null),
});

/**
 * A tensor over an array, without a copy; from then on the array belongs to the tensor.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.from_numpy.html
 */
export function fromArray(array: TypedArray, shape?: readonly number[], dtype?: DType): Tensor;
export function fromArray(...given: unknown[]): Tensor {
  const { array, shape: asked, dtype: type } = arraySignature.read(given);
  const shape = asked ?? [array.length];
  const dtype = type ?? dtypeOfArray(array);
  if (numel(shape) !== array.length)
    throw new RangeError(
      `fromArray: expected ${numel(shape)} elements for shape [${shape.join(", ")}], got ${array.length}`,
    );
  return fromStorage(Storage.fromHost(dtype, array), shape);
}

const numpySignature = signature("torch.fromNumpy", { ndarray: required(is.any) });

/**
 * A tensor over a typed array's own memory: changing one changes the other.
 *
 * ```ts
 * const n = Float32Array.of(1, 2);
 * const t = torch.fromNumpy(n);
 * n[0] = 5;
 * t; // tensor([5., 2.])
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.from_numpy.html
 * @throws TypeError in torch's words for anything but an array of a type that torch has.
 */
export function fromNumpy(ndarray: TypedArray): Tensor;
export function fromNumpy(...given: unknown[]): Tensor {
  const ndarray = numpySignature.read(given).ndarray as TypedArray;
  if (!ArrayBuffer.isView(ndarray))
    throw new TypeError(
      `expected np.ndarray (got ${shown(ndarray)}); torch.tensor(...) makes a tensor of an array of numbers`,
    );
  if (!arrayTypes.has(ndarray.constructor.name))
    throw new TypeError(
      `can't convert np.ndarray of type ${ndarray.constructor.name}. The only supported types are: ${[...arrayTypes].join(", ")}.`,
    );
  const storage = Storage.fromHost(dtypeOfArray(ndarray), ndarray);
  storage.share();
  return fromStorage(storage, [ndarray.length]);
}

const asTensorSignature = signature("torch.asTensor", {
  data: required(data),
  dtype: creation.dtype,
  device: creation.device,
});

/**
 * A tensor of these numbers, without a copy if possible: a tensor of this dtype is returned itself, and a typed array's memory
 * is shared.
 *
 * ```ts
 * const x = torch.ones(2);
 * torch.asTensor(x) === x; // true
 * torch.asTensor([1, 2.5]); // tensor([1.0000, 2.5000])
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.as_tensor.html
 * @throws RangeError if rows differ in length.
 */
export function asTensor(data: TensorData, options?: AsTensorOptions): Tensor;
export function asTensor(options: AsTensorOptions & { readonly data: TensorData }): Tensor;
export function asTensor(...given: unknown[]): Tensor {
  const { data, dtype } = asTensorSignature.read(given);
  if (data instanceof Tensor) return dtype === null ? data : data.to(dtype);
  if (!ArrayBuffer.isView(data)) return tensorOf(data, { dtype });
  const shared = fromNumpy(data);
  return dtype === null ? shared : shared.to(dtype);
}

/** What `asTensor` takes besides its data. */
export interface AsTensorOptions {
  readonly dtype?: DType | null;
  readonly device?: Device | string | null;
}

const arrayTypes: ReadonlySet<string> = new Set(
  "Float64Array Float32Array BigInt64Array Int32Array Int16Array Int8Array Uint8Array Uint8ClampedArray".split(" "),
);
