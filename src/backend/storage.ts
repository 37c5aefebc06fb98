/**
 * The elements of one or more tensors: a host array, a handle on a device, or both. The handle is only a cache: it may be dropped at any
 * time, and the elements are then on the host. Its layout (NHWC for images) concerns only the handle and the back end.
 *
 * A cell can be interrupted between any two calls, without `finally`. So every change here is a single assignment, and bookkeeping comes
 * after it.
 */
import { float32 } from "../shape/index.ts";
import type { DType, TypedArray } from "../shape/index.ts";
import { allocate, ownArray } from "./allocate.ts";
import { keepHandle, dropHandle } from "./handles.ts";
import type { Contents, Handle } from "./handles.ts";

/** From this many float32 elements on, a device may be worthwhile; each op decides for itself. */
const large = 4096;
let largeSeen = false;

/** Whether any storage so far has been large. */
export function hasLarge(): boolean {
  return largeSeen;
}

export class Storage {
  readonly dtype: DType;
  readonly length: number;
  /** How often the elements have been changed in place; tensors that share this storage increment it. */
  version = 0;
  #contents: Contents;
  #count = 1;
  #isShared = false;

  private constructor(dtype: DType, length: number, contents: Contents) {
    this.dtype = dtype;
    this.length = length;
    this.#contents = contents;
    if (length >= large && dtype === float32) largeSeen = true;
  }

  /** A storage that takes over `array` and rounds its numbers to the dtype. */
  static fromHost(dtype: DType, array: TypedArray): Storage {
    if (dtype.round !== null) dtype.round(array as Float32Array);
    return new Storage(dtype, array.length, { host: array, handle: undefined, lent: false });
  }

  static zeros(dtype: DType, length: number): Storage {
    return Storage.fromHost(dtype, allocate(dtype, length));
  }

  /** For back ends: a storage whose elements are only on a device. */
  static fromHandle(dtype: DType, length: number, handle: Handle): Storage {
    const contents: Contents = { host: undefined, handle, lent: false };
    keepHandle(handle, contents);
    return new Storage(dtype, length, contents);
  }

  get nbytes(): number {
    return this.length * this.dtype.itemsize;
  }

  /** Whether reading `host()` costs nothing. */
  get onHost(): boolean {
    return this.#contents.host !== undefined;
  }

  /** The elements in canonical row-major order, fetched from the device if only it has them. Must not be written to. */
  host(): TypedArray {
    const contents = this.#contents;
    if (contents.host === undefined) {
      if (contents.handle === undefined) throw new Error("internal: storage used after its release");
      contents.host = contents.handle.read();
    }
    return contents.host;
  }

  /** The elements, to be written to at once: a later op may lend the array to the device, so call this again before each write. */
  hostForWrite(): TypedArray {
    const contents = this.#contents;
    let host = this.host();
    if (contents.lent && !this.#isShared) {
      host = host.slice();
      contents.host = host;
      contents.lent = false;
    }
    drop(contents);
    return host;
  }

  /** Rounds the numbers to the dtype; to be called after writing computed values. */
  settle(): void {
    if (this.dtype.round !== null) this.dtype.round(this.host() as Float32Array);
  }

  /**
   * Takes over the elements of `other`, which must not be used afterwards: the last step of an in-place op. Everyone who shares this
   * storage sees them.
   */
  adopt(other: Storage): void {
    if (other.dtype !== this.dtype || other.length !== this.length) {
      throw new Error(
        `internal: adopt expects ${this.length} of ${this.dtype.name}, got ${other.length} of ${other.dtype.name}`,
      );
    }
    const theirs = other.#contents;
    if (this.#isShared) {
      this.hostForWrite().set(other.host() as never);
      other.#contents = { host: undefined, handle: undefined, lent: false };
      drop(theirs);
      return;
    }
    const old = this.#contents;
    this.#contents = theirs;
    other.#contents = { host: undefined, handle: undefined, lent: false };
    drop(old);
  }

  /**
   * The array itself, for somebody outside who reads and writes it from now on. It stays this storage's array for good, and any copy on a
   * device is forgotten before each operation (`forgetDevice`).
   */
  share(): TypedArray {
    const array = ownArray(this.hostForWrite());
    this.#contents.host = array;
    this.#isShared = true;
    return array;
  }

  get isShared(): boolean {
    return this.#isShared;
  }

  /** For a shared storage: makes the next operation read the array again. */
  forgetDevice(): void {
    drop(this.#contents);
    this.#contents.lent = false;
  }

  /** The number of owners; an owner that sees 1 is the only one. */
  get owners(): number {
    return this.#count;
  }

  /** Adds an owner. A new storage has one: its maker. */
  retain(): this {
    this.#count += 1;
    return this;
  }

  /**
   * Removes an owner; the last one frees the memory at once instead of leaving it to the collector. Owners that cannot know when they are
   * done, such as tensors in a user's hands, never release.
   */
  release(): void {
    this.#count -= 1;
    if (this.#count > 0) return;
    if (this.#count < 0) throw new Error("internal: storage released more often than retained");
    const old = this.#contents;
    this.#contents = { host: undefined, handle: undefined, lent: false };
    drop(old);
  }

  /** For back ends: the handle, if there is one. */
  get handle(): Handle | undefined {
    return this.#contents.handle;
  }

  /** For back ends: caches `handle` in place of the previous one; `lent` means that it reads the host array in place. */
  cache(handle: Handle, lent: boolean): void {
    const contents = this.#contents;
    const old = contents.handle;
    contents.lent ||= lent;
    contents.handle = handle;
    keepHandle(handle, contents);
    if (old !== undefined) dropHandle(old);
  }
}

function drop(contents: Contents): void {
  const { handle } = contents;
  if (handle === undefined) return;
  contents.handle = undefined;
  dropHandle(handle);
}
