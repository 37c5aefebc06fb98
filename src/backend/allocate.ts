import type { ArrayByName, DType, DTypeName } from "../shape/index.ts";

/** A zero-filled array of `length` elements; throws RangeError in torch's words where memory does not suffice. */
export function allocate<N extends DTypeName>(dtype: DType<N>, length: number): ArrayByName[N] {
  try {
    return dtype.array(length);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const bytes = length * dtype.itemsize;
    throw new RangeError(`DefaultCPUAllocator: can't allocate memory: you tried to allocate ${bytes} bytes.`, {
      cause: error,
    });
  }
}
