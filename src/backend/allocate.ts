import type { ArrayByName, DType, DTypeName } from "../shape/index.ts";

/** Smaller requests are granted unchecked, because the check reads a file of the system. */
const unasked = 2 ** 28;

/** A zero-filled array of `length` elements; throws RangeError in torch's words if there is not enough memory. */
export function allocate<N extends DTypeName>(dtype: DType<N>, length: number): ArrayByName[N] {
  const bytes = length * dtype.itemsize;
  demandMemory(bytes);
  try {
    return dtype.array(length);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw outOfMemory(bytes, error);
  }
}

/**
 * Throws if the system does not have this many bytes: it would promise them all the same, and kill the process once they are used.
 * `most` is a limit of the library that will hold them.
 */
export function demandMemory(bytes: number, most = Infinity): void {
  if (bytes > most || (bytes > unasked && bytes > process.availableMemory())) throw outOfMemory(bytes);
}

export function outOfMemory(bytes: number, cause?: unknown): RangeError {
  const message = `DefaultCPUAllocator: can't allocate memory: you tried to allocate ${bytes} bytes.`;
  return new RangeError(message, { cause });
}
