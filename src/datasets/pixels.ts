/** The bytes of images of one size: in memory, or in a file that is read when an image is asked for. */
import { closeSync, fstatSync, openSync, readSync, statSync, type Stats } from "node:fs";

export interface Pixels {
  /** How many images there are. */
  readonly length: number;
  /** Writes the image number `index` into `target`, which has its size. */
  read(index: number, target: Uint8Array): void;
}

/** Images one after the other in memory. */
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

/** Where the images of a file begin: the first at `start`, each `stride` bytes behind the one before. */
export interface Place {
  readonly start: number;
  readonly stride: number;
  readonly length: number;
}

/**
 * Images in a file. It stays open, so that it may be moved or deleted. Who asks for a part of the images, or for all of them once, never has
 * them in memory; from the second time on they are.
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
      // Here and not before: an interrupt between the two loses nothing.
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

  /** Fills `target` from a place in the file, which must be the one that was checked. */
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

/** Not the time of change of its entry: moving it changes that. */
const contentsOf = ({ size, mtimeMs, ino }: Stats): string => `${size} ${mtimeMs} ${ino}`;

const closers = new FinalizationRegistry<number>((file) => closeSync(file));

/** Those that somebody still has, by path, time and place: a cell that runs again opens no file a second time. */
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
