/** The bytes of images of one size: in memory, or in a file that is read when an image is requested. */
import { closeSync, fstatSync, openSync, readSync, statSync, type Stats } from "node:fs";

export interface Pixels {
  /** The number of images. */
  readonly length: number;
  /** Writes image number `index` into `target`, which has the size of an image. */
  read(index: number, target: Uint8Array): void;
}

/** Images one after another in memory. */
export class MemoryPixels implements Pixels {
  readonly bytes: Uint8Array;
  readonly #size: number;

  constructor(bytes: Uint8Array, size: number) {
    this.bytes = bytes;
    this.#size = size;
  }

  get length(): number {
    return this.bytes.length / this.#size;
  }

  read(index: number, target: Uint8Array): void {
    target.set(this.bytes.subarray(index * this.#size, (index + 1) * this.#size));
  }
}

/** Where the images of a file begin: the first at `start`, each `stride` bytes after the previous one. */
export interface Place {
  readonly start: number;
  readonly stride: number;
  readonly length: number;
}

/**
 * Images in a file, which stays open, so that it may be moved or deleted. If only some images are read, or all of them once, they are never
 * kept in memory; from the second time on they are.
 */
class FilePixels implements Pixels {
  readonly length: number;
  readonly #path: string;
  readonly #file: number;
  readonly #stamp: string;
  readonly #place: Place;
  readonly #size: number;
  #reads = 0;
  #memory: MemoryPixels | undefined;

  constructor(path: string, place: Place, size: number) {
    this.length = place.length;
    this.#path = path;
    this.#place = place;
    this.#size = size;
    this.#file = openSync(path, "r");
    closers.register(this, this.#file);
    this.#stamp = contentsOf(fstatSync(this.#file));
  }

  read(index: number, target: Uint8Array): void {
    if (this.#memory === undefined) {
      this.#fill(target, this.#place.start + index * this.#place.stride);
      // Counted after reading, so that an interrupt between the two loses nothing.
      if (++this.#reads > this.length) this.#memory = this.#all();
    } else {
      this.#memory.read(index, target);
    }
  }

  #all(): MemoryPixels {
    const { start, stride, length } = this.#place;
    const bytes = new Uint8Array(length * stride - (stride - this.#size));
    this.#fill(bytes, start);
    for (let i = 1; i < length && stride !== this.#size; i++) {
      bytes.copyWithin(i * this.#size, i * stride, i * stride + this.#size);
    }
    return new MemoryPixels(bytes.subarray(0, length * this.#size), this.#size);
  }

  /** Fills `target` from a position in the file, which must still be the file that was checked. */
  #fill(target: Uint8Array, position: number): void {
    let done = 0;
    if (contentsOf(fstatSync(this.#file)) === this.#stamp) {
      for (let got = -1; got !== 0 && done < target.length; done += got) {
        got = readSync(this.#file, target, done, target.length - done, position + done);
      }
    }
    if (done < target.length) throw new Error(`${this.#path} has changed since it was opened; open the data set again`);
  }
}

/** Does not include the inode's change time, because moving the file changes that. */
const contentsOf = ({ size, mtimeMs, ino }: Stats): string => `${size} ${mtimeMs} ${ino}`;

const closers = new FinalizationRegistry<number>((file) => closeSync(file));

/** The ones still in use, by path, time and place, so that a cell that runs again does not open the file again. */
const shared = new Map<string, WeakRef<FilePixels>>();

/** Images of `size` bytes in a file. */
export function filePixels(path: string, place: Place, size: number): Pixels {
  const key = [path, contentsOf(statSync(path)), place.start, place.stride, place.length, size].join("\n");
  const there = shared.get(key)?.deref();
  if (there !== undefined) return there;
  for (const [old, reference] of shared) if (reference.deref() === undefined) shared.delete(old);
  const made = new FilePixels(path, place, size);
  shared.set(key, new WeakRef(made));
  return made;
}
