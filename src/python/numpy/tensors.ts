/** Arrays of tensors, and tensors of arrays; they share their memory where both store numbers alike. */
import { Storage } from "../../backend/index.ts";
import * as torch from "../../shape/dtype.ts";
import { tensor, Tensor } from "../../tensor/index.ts";
import { addReader, NdArray } from "./array.ts";
import * as types from "./dtype.ts";

const PAIRS = new Map<torch.DType, types.DType>([
  [torch.float32, types.float32],
  [torch.float64, types.float64],
  [torch.int32, types.int32],
  [torch.int16, types.int16],
  [torch.int8, types.int8],
  [torch.uint8, types.uint8],
  [torch.bool, types.bool],
]);
const BACK = new Map([...PAIRS].map(([a, b]) => [b, a] as const));

/** The array of a tensor, as `tensor.numpy()` gives it. Of 64-bit whole numbers it is a copy. */
export function ofTensor(t: Tensor): NdArray {
  if (t.requiresGrad)
    throw new Error("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.");
  const type = PAIRS.get(t.dtype);
  if (type !== undefined) return new NdArray(t.memory.share() as types.Elements, t.sizes, type, t.strides, t.offset);
  const isWhole = t.dtype === torch.int64;
  const row = t.detach().flatten().tolist<number[]>();
  const own = isWhole ? types.int64 : types.float32;
  const data = own.allocate(row.length);
  data.set(row);
  return new NdArray(data, t.sizes, own);
}

/** The tensor of an array, as `torch.from_numpy` gives it. Of 64-bit whole numbers it is a copy. */
export function toTensor(a: NdArray): Tensor {
  const type = BACK.get(a.dtype);
  if (type === undefined) {
    if (!a.dtype.isWhole)
      throw new TypeError(
        `can't convert np.ndarray of type ${a.dtype.name}. The only supported types are: float64, float32, float16, complex64, complex128, int64, int32, int16, int8, uint64, uint32, uint16, uint8, and bool.`,
      );
    return tensor(Array.from(a.row()), { dtype: torch.int64 }).reshape([...a.shape]);
  }
  if (a.steps.some((step) => step < 0))
    throw new RangeError(
      "At least one stride in the given numpy array is negative, and tensors with negative strides are not currently supported. (You can probably work around this by making a copy of your array with array.copy().)",
    );
  const storage = storageOf(a, type);
  return new Tensor(storage, a.shape, a.steps, a.offset);
}

const storages = new WeakMap<object, Storage>();

function storageOf(a: NdArray, type: torch.DType): Storage {
  let found = storages.get(a.data);
  if (found === undefined) {
    found = Storage.fromHost(type, a.data as never);
    found.share();
    storages.set(a.data, found);
  }
  return found;
}

addReader((given) => (given instanceof Tensor ? ofTensor(given) : undefined));
Object.defineProperty(NdArray.prototype, "toTensor", {
  configurable: true,
  writable: true,
  value(this: NdArray) {
    return toTensor(this);
  },
});

declare module "./array.ts" {
  interface NdArray {
    /** The tensor over the same memory. */
    toTensor(): Tensor;
  }
}
