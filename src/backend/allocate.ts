import type { ArrayByName, DType, DTypeName, TypedArray } from "../shape/index.ts";

/** Smaller requests are granted unchecked, because the check reads a file of the system. */
const unasked = 2 ** 28;

/**
 * V8 keeps arrays of up to 64 bytes in its own heap. A larger one with memory of its own takes half a microsecond to make, longer than
 * most operations on it, so arrays of up to 512 bytes share a buffer, as Node's small Buffers do. A buffer's bytes are handed out once, so
 * they are zero; what outsiders get is copied out of it first (`ownArray`).
 */
const inHeap = 64;
const pooled = 512;
const poolSize = 8192;
const pools = new WeakSet<ArrayBufferLike>();
let pool = newPool();
let used = 0;

function newPool(): ArrayBuffer {
  const buffer = new ArrayBuffer(poolSize);
  pools.add(buffer);
  return buffer;
}

function fromPool<N extends DTypeName>(dtype: DType<N>, length: number, bytes: number): ArrayByName[N] {
  if (used + bytes > poolSize) {
    pool = newPool();
    used = 0;
  }
  const at = used;
  // Eight bytes are the largest element
  used += Math.ceil(bytes / 8) * 8;
  return dtype.arrayIn(pool, at, length);
}

/** The array itself, or a copy if its buffer is one that arrays share here. */
export function ownArray<A extends TypedArray>(array: A): A {
  return pools.has(array.buffer) ? (array.slice() as A) : array;
}

/** A zero-filled array of `length` elements; throws RangeError in torch's words if there is not enough memory. */
export function allocate<N extends DTypeName>(dtype: DType<N>, length: number): ArrayByName[N] {
  const bytes = length * dtype.arrayItemsize;
  if (bytes > inHeap && bytes <= pooled) return fromPool(dtype, length, bytes);
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
