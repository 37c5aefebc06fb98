/**
 * Elements of one or more tensors: a host array, a handle on a device, or both. The handle is only a cache: it can go at any
 * time, and what it held is then on the host. Its layout (NHWC for images) is between this file and the back ends.
 */
import { allocate } from "./allocate.ts";
import type { DType, TypedArray } from "../shape/index.ts";
import { keepHandle, dropHandle } from "./handles.ts";
import type { Handle } from "./handles.ts";

export class Storage {
  readonly dtype: DType;
  readonly length: number;
  /** How often the elements were changed in place; tensors over this storage count it up. */
  version = 0;
  #host: TypedArray | undefined;
  #handle: Handle | undefined;
  /** The device reads `#host` without a copy of its own, so nobody may write into it any more. */
  #lent = false;
  #count = 1;

  private constructor(dtype: DType, length: number, host: TypedArray | undefined, handle: Handle | undefined) {
    this.dtype = dtype;
    this.length = length;
    this.#host = host;
    if (handle !== undefined) this.#keep(handle);
  }

  /** A storage over `array`, which belongs to it from now on. */
  static fromHost(dtype: DType, array: TypedArray): Storage {
    return new Storage(dtype, array.length, array, undefined);
  }

  static zeros(dtype: DType, length: number): Storage {
    return Storage.fromHost(dtype, allocate(dtype, length));
  }

  /** For back ends: a storage whose elements are on a device only. */
  static fromHandle(dtype: DType, length: number, handle: Handle): Storage {
    return new Storage(dtype, length, undefined, handle);
  }

  get nbytes(): number {
    return this.length * this.dtype.itemsize;
  }

  /** Whether reading `host()` costs nothing. */
  get onHost(): boolean {
    return this.#host !== undefined;
  }

  /** The elements in canonical row-major order, brought home if only the device has them. Not to be written into. */
  host(): TypedArray {
    if (this.#host === undefined) {
      if (this.#handle === undefined) throw new Error("internal: storage used after its release");
      this.#host = this.#handle.read();
    }
    return this.#host;
  }

  /** The elements for writing, now: a later op may lend the array to the device, so ask again for the next writing. */
  hostForWrite(): TypedArray {
    const host = this.host();
    this.#drop();
    if (this.#lent) {
      this.#host = host.slice();
      this.#lent = false;
    }
    return this.#host ?? host;
  }

  /** Takes over the elements of `other`, which is spent by it: how an in-place op ends. Everyone who shares this storage sees them. */
  adopt(other: Storage): void {
    if (other.dtype !== this.dtype || other.length !== this.length) {
      throw new Error(
        `internal: adopt expects ${this.length} of ${this.dtype.name}, got ${other.length} of ${other.dtype.name}`,
      );
    }
    const handle = other.#handle;
    this.#drop();
    this.#host = other.#host;
    this.#lent = other.#lent;
    if (handle !== undefined) {
      other.#handle = undefined;
      dropHandle(handle, { free: false });
      this.#keep(handle);
    }
    other.#host = undefined;
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
    this.#drop();
    this.#host = undefined;
  }

  /** How many owners there are; 1 means that whoever asks is alone, if it is an owner. */
  get owners(): number {
    return this.#count;
  }

  /** For back ends: the handle, if there is one. */
  get handle(): Handle | undefined {
    return this.#handle;
  }

  /** For back ends: caches `handle` in place of the one before; `lent` says that it reads the host array where that lies. */
  cache(handle: Handle, lent: boolean): void {
    this.#drop();
    this.#lent ||= lent;
    this.#keep(handle);
  }

  /** For the budget of handles: brings the elements home and gives up the handle. */
  evict(): void {
    this.host();
    this.#drop();
  }

  #keep(handle: Handle): void {
    this.#handle = handle;
    keepHandle(handle, this);
  }

  #drop(): void {
    const handle = this.#handle;
    if (handle === undefined) return;
    this.#handle = undefined;
    dropHandle(handle, { free: true });
  }
}
