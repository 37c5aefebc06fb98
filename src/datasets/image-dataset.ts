/** N = number of images, C = channels, H and W = height and width. */
import { Storage } from "../backend/index.ts";
import { uint8 } from "../shape/index.ts";
import { fromStorage, viewOf, type Tensor } from "../tensor/index.ts";
import { MemoryPixels, type Pixels } from "./pixels.ts";
import { VisionDataset, type VisionOptions } from "./vision-dataset.ts";

/** Images of one shape, and their labels. */
export interface Images {
  /** [C, H, W] */
  readonly shape: readonly [channels: number, height: number, width: number];
  /** The images, in one or more pieces. */
  readonly pixels: readonly Pixels[];
  readonly labels: readonly number[];
}

/** Images of one shape, in memory or in files of their bytes. */
export abstract class ImageDataset<X = Tensor, Y = number> extends VisionDataset<X, Y> {
  readonly train: boolean;
  override readonly classes: readonly string[];
  override readonly targets: readonly number[];
  readonly #shape: Images["shape"];
  /** Bytes per image. */
  readonly #size: number;
  #pixels: readonly Pixels[];

  constructor(images: Images, classes: readonly string[], options: VisionOptions<X, Y>) {
    super(options);
    this.train = options.train ?? true;
    this.classes = classes;
    this.targets = images.labels;
    this.#shape = images.shape;
    this.#size = images.shape.reduce((product, side) => product * side);
    this.#pixels = images.pixels;
  }

  /** All the images, as a uint8 tensor [N, H, W, C]; [N, H, W] where C is 1. */
  get data(): Tensor {
    const [channels, height, width] = this.#shape;
    const plane = height * width;
    const planes = fromStorage(Storage.fromHost(uint8, this.#joined()), [this.length, ...this.#shape]);
    return channels === 1
      ? planes.view(this.length, height, width)
      : viewOf(planes, [this.length, height, width, channels], [channels * plane, width, 1, plane]);
  }

  /** In one piece of memory, which replaces the several pieces. */
  #joined(): Uint8Array {
    const [first] = this.#pixels;
    if (this.#pixels.length === 1 && first instanceof MemoryPixels) return first.bytes;
    const joined = new Uint8Array(this.length * this.#size);
    let offset = 0;
    for (const piece of this.#pixels) {
      for (let i = 0; i < piece.length; i++, offset += this.#size) {
        piece.read(i, joined.subarray(offset, offset + this.#size));
      }
    }
    this.#pixels = [new MemoryPixels(joined, this.#size)];
    return joined;
  }

  protected override image(index: number): Tensor {
    const bytes = new Uint8Array(this.#size);
    let i = index;
    let piece = 0;
    while (i >= this.#pixels[piece]!.length) i -= this.#pixels[piece++]!.length;
    this.#pixels[piece]!.read(i, bytes);
    return fromStorage(Storage.fromHost(uint8, bytes), this.#shape);
  }

  protected override describe(): readonly string[] {
    return [`Split: ${this.train ? "Train" : "Test"}`];
  }
}
