/**
 * Elements of one or more tensors: a host array, a handle on a device, or both. The handle is only a cache: it can go at any
 * time, and what it held is then on the host. Its layout (NHWC for images) is between handle and back end.
 *
 * A cell can be interrupted between any two calls, without `finally`. So every change here is one assignment, and bookkeeping comes after it.
 */
import { float32 } from "../shape/index.ts";
import type { DType, TypedArray } from "../shape/index.ts";
import { allocate } from "./allocate.ts";
import { keepHandle, dropHandle } from "./handles.ts";
import type { Contents, Handle } from "./handles.ts";

/** float32 elements from which on a device may be worth its while; its ops decide one by one. */
const large = 4096;
let largeSeen = false;

/** Whether any storage so far was large. */
export function hasLarge(): boolean {
  return largeSeen;
}

export class Storage {
  readonly dtype: DType;
  readonly length: number;
  /** How often the elements were changed in place; tensors over this storage count it up. */
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

  /** A storage over `array`, which belongs to it from now on; its numbers become the dtype's own. */
  static fromHost(dtype: DType, array: TypedArray): Storage {
    if (dtype.round !== null) dtype.round(array as Float32Array);
    return new Storage(dtype, array.length, { host: array, handle: undefined, lent: false });
  }

  static zeros(dtype: DType, length: number): Storage {
    return Storage.fromHost(dtype, allocate(dtype, length));
  }

  /** For back ends: a storage whose elements are on a device only. */
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

  /** The elements in canonical row-major order, brought home if only the device has them. Not to be written into. */
  host(): TypedArray {
    const contents = this.#contents;
    if (contents.host === undefined) {
      if (contents.handle === undefined) throw new Error("internal: storage used after its release");
      contents.host = contents.handle.read();
    }
    return contents.host;
  }

  /** The elements for writing, now: a later op may lend the array to the device, so ask again for the next writing. */
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

  /** For those who have written what they computed: its numbers become the dtype's own. */
  settle(): void {
    if (this.dtype.round !== null) this.dtype.round(this.host() as Float32Array);
  }

  /** Takes over the elements of `other`, which is spent by it: how an in-place op ends. Everyone who shares this storage sees them. */
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
   * The array itself for somebody outside, who reads and writes it from now on: it stays this storage's array for good, and what a device
   * holds of it is forgotten before each operation (`forgetDevice`).
   */
  share(): TypedArray {
    const array = this.hostForWrite();
    this.#isShared = true;
    return array;
  }

  get isShared(): boolean {
    return this.#isShared;
  }

  /** Of a shared storage: lets the next operation read the array anew. */
  forgetDevice(): void {
    drop(this.#contents);
    this.#contents.lent = false;
  }

  /** How many owners there are; 1 means that whoever asks is alone, if it is an owner. */
  get owners(): number {
    return this.#count;
  }

  /** One more owner. A storage is born with one: whoever made it. */
  retain(): this {
    this.#count += 1;
    return this;
  }

  /**
   * One owner fewer; the last one gives memory back at once instead of leaving it to the collector. Owners that cannot know
   * when they are done, such as tensors in a user's hands, never release.
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

  /** For back ends: caches `handle` in place of the one before; `lent` says that it reads the host array where that lies. */
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
