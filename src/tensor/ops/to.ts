/** Casts, devices and conversion to typed arrays: `to`, `float`, `cpu`, `numpy`. */

import { ownArray } from "../../backend/index.ts";
import {
  bfloat16,
  bool,
  Device,
  DType,
  dtypes,
  float16,
  float32,
  float64,
  int16,
  int32,
  int8,
  int64,
  keyword,
  numel,
  optional,
  overloads,
  required,
  scalarTypeName,
  uint8,
  type TypedArray,
} from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { denseAs, denseStorage } from "../dense.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import { fromStorage, Tensor } from "../tensor.ts";

/** What `to` takes besides its target. */
export interface ToOptions {
  readonly dtype?: DType | null;
  readonly device?: Device | string | null;
  /** For programs that also run in Python: here nothing happens asynchronously. */
  readonly nonBlocking?: boolean;
  readonly copy?: boolean;
}

declare module "../tensor.ts" {
  interface Tensor {
    /**
     * This tensor in another dtype (the tensor itself if it already has that dtype), or on a device; the only device is
     * "cpu".
     *
     * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.to.html
     * @throws TypeError for a device other than "cpu".
     */
    to(dtype: DType, options?: ToOptions): Tensor;
    to(device: Device | string | null, dtype?: DType | null, options?: ToOptions): Tensor;
    to(device: Device | string, options?: ToOptions): Tensor;
    to(other: Tensor, options?: ToOptions): Tensor;
    to(options: ToOptions): Tensor;
    /** torch's name of the type, e.g. `torch.FloatTensor`; with a dtype, the same as `to`. */
    type(): string;
    type(dtype: DType | string): Tensor;
    /** In the dtype of `other`. */
    typeAs(other: Tensor): Tensor;
    /** As float32. */
    float(): Tensor;
    /** As float64. */
    double(): Tensor;
    /** As int64. */
    long(): Tensor;
    /** As int32. */
    int(): Tensor;
    /** As int16. */
    short(): Tensor;
    /** As int8. */
    char(): Tensor;
    /** As float16. */
    half(): Tensor;
    /** As bfloat16. */
    bfloat16(): Tensor;
    /** As uint8. */
    byte(): Tensor;
    /** As bool: true where an element is nonzero. */
    bool(): Tensor;
    /** Returns this tensor: it is on the CPU already. */
    cpu(): Tensor;
    /** @throws Error: there is no CUDA here. */
    cuda(device?: Device | string | number | null): Tensor;
    /**
     * The elements in row-major order as a typed array: for the type checker a Float32Array unless another type is
     * named, such as int64's `numpy<BigInt64Array>()`. If the elements already lie in that order, it is the tensor's
     * own memory, and changing one changes the other; otherwise it is a copy. float16 gives a Float32Array, always a
     * copy.
     *
     * ```ts
     * const t = torch.ones(3);
     * const n = t.numpy();
     * t.add_(1);
     * n; // [2, 2, 2]
     * ```
     * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.numpy.html
     * @throws TypeError in torch's words for a tensor that requires a gradient, unless `force` is set, and for bfloat16.
     */
    numpy<A extends TypedArray = Float32Array>(options?: { readonly force?: boolean }): A;
  }
}

const toCopyBackward = defineGradient("ToCopyBackward0", (_node, grad) => [grad]);

/** In another dtype; the tensor itself if it already has that dtype and no copy is requested. */
export function castTo(t: Tensor, dtype: DType, copy = false): Tensor {
  if (dtype === t.dtype) return copy ? t.clone() : t;
  const { storage } = denseAs(t, dtype);
  return toCopyBackward.record(fromStorage(storage, t.sizes), [t], [], undefined);
}

/** For what torch computes in one step: two-byte types are converted to float32, so that only the result is rounded. */
export function wide(t: Tensor): Tensor {
  return t.dtype.round === null ? t : castTo(t, float32);
}

const more = { nonBlocking: optional(is.bool, false), copy: optional(is.bool, false) };
const toSignature = overloads("Tensor.to", {
  dtype: { dtype: required(is.dtype), ...more, device: keyword(is.orNull(is.device), null) },
  device: { device: optional(is.orNull(is.device), null), dtype: optional(is.orNull(is.dtype), null), ...more },
  other: { other: required(is.tensor), ...more },
});
Tensor.prototype.to = function (this: Tensor, ...given: unknown[]) {
  const [first] = given;
  if (given.length === 1 && first instanceof DType) return castTo(this, first);
  demandCpu(first);
  const { form, args } = toSignature.read(given);
  if (form === "other") return castTo(this, args.other.dtype, args.copy);
  return castTo(this, args.dtype ?? this.dtype, args.copy);
} as Tensor["to"];

const typeName = (dtype: DType): string => `torch.${scalarTypeName(dtype)}Tensor`;
const typeArgument = optional(is.orNull(is.either(is.dtype, is.string)), null);
method("type", { dtype: typeArgument, nonBlocking: optional(is.bool, false) }, (x, { dtype: wanted }) => {
  if (wanted === null) return typeName(x.dtype);
  if (wanted instanceof DType) return castTo(x, wanted);
  const found = Object.values<DType>(dtypes).find((dtype) => typeName(dtype) === wanted || dtype.toString() === wanted);
  if (found === undefined) throw new RangeError(`invalid type: '${wanted}'`);
  return castTo(x, found);
});
method("typeAs", { other: required(is.tensor) }, (x, { other }) => castTo(x, other.dtype));
for (const [name, dtype] of Object.entries<DType>({
  float: float32,
  double: float64,
  half: float16,
  bfloat16,
  long: int64,
  int: int32,
  short: int16,
  char: int8,
  byte: uint8,
  bool,
}))
  method(name, {}, (x) => castTo(x, dtype));
method("cpu", {}, (x) => x);
method("cuda", { device: optional(is.any, null) }, () => {
  throw noCuda();
});

/** @throws Error if `where` names a device that does not exist here. */
export function demandCpu(where: unknown): void {
  const isOther = where instanceof Device ? where.type !== "cpu" : /^(cuda|mps|xpu)(:\d+)?$/.test(String(where));
  if (isOther) throw noCuda();
}

/** The error for requesting a GPU. */
export function noCuda(): Error {
  return new Error(
    'Torch not compiled with CUDA enabled: tensors are kept on the "cpu" here, and what is heavy runs on the back end that torch.backend() names. ' +
      'Write torch.device(torch.cuda.isAvailable() ? "cuda" : "cpu")',
  );
}

method("numpy", { force: keyword(is.bool, false) }, (x, { force }) => {
  if (x.requiresGrad && !force)
    throw new TypeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.");
  if (x.dtype === bfloat16) throw new TypeError("Got unsupported ScalarType BFloat16; write x.float().numpy()");
  if (!x.isContiguous() || x.dtype.round !== null) return elementsOf(x);
  const array = x.memory.share();
  return x.isDense ? array : array.subarray(x.offset, x.offset + numel(x.sizes));
});

/** The elements in row-major order, copied. */
export function elementsOf(t: Tensor): TypedArray {
  return t.isDense ? t.memory.host().slice() : ownArray(denseStorage(t).host());
}
