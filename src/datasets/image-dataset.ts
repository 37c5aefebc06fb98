/** N = number of images, C = channels, H and W = height and width. */
import { Storage } from "../backend/index.ts";
import { uint8 } from "../shape/index.ts";
import { fromStorage, viewOf, type Tensor } from "../tensor/index.ts";
import { VisionDataset, type VisionOptions } from "./vision-dataset.ts";

/** Images of one shape, and their labels. */
export interface Images {
  /** [C, H, W] */
  readonly shape: readonly [channels: number, height: number, width: number];
  /** The bytes of the images, one after the other, in one or more pieces of whole images. */
  readonly pixels: readonly Uint8Array[];
  readonly labels: readonly number[];
}

/** Images of one shape that are in memory. */
export abstract class ImageDataset<X = Tensor, Y = number> extends VisionDataset<X, Y> {
  readonly train: boolean;
  override readonly classes: readonly string[];
  override readonly targets: readonly number[];
  readonly #shape: Images["shape"];
  #pixels: readonly Uint8Array[];

  constructor(images: Images, classes: readonly string[], options: VisionOptions<X, Y>) {
    super(options);
    this.train = options.train ?? true;
    this.classes = classes;
    this.targets = images.labels;
    this.#shape = images.shape;
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

  /** In one piece, which takes the place of several. */
  #joined(): Uint8Array {
    if (this.#pixels.length !== 1) {
      const joined = new Uint8Array(this.#pixels.reduce((sum, piece) => sum + piece.length, 0));
      let offset = 0;
      for (const piece of this.#pixels) {
        joined.set(piece, offset);
        offset += piece.length;
      }
      this.#pixels = [joined];
    }
    return this.#pixels[0]!;
  }

  protected override image(index: number): Tensor {
    const size = this.#shape.reduce((product, side) => product * side);
    let start = index * size;
    let piece = 0;
    while (start >= this.#pixels[piece]!.length) start -= this.#pixels[piece++]!.length;
    const bytes = this.#pixels[piece]!.slice(start, start + size);
    return fromStorage(Storage.fromHost(uint8, bytes), this.#shape);
  }

  protected override describe(): readonly string[] {
    return [`Split: ${this.train ? "Train" : "Test"}`];
  }
}
