/** N = number of images. */
import { Storage } from "../backend/index.ts";
import { uint8 } from "../shape/index.ts";
import { fromStorage, viewOf, type Tensor } from "../tensor/index.ts";
import { IMAGE_BYTES, type Images } from "./layouts.ts";

/** What is done to an image and to its label before a dataset hands them out. */
export interface VisionOptions<X = Tensor, Y = number> {
  /** True for the training images, false for the test images. */
  readonly train?: boolean | undefined;
  /** Gets the image as uint8 [3, 32, 32]. */
  readonly transform?: ((image: Tensor) => X) | undefined;
  readonly targetTransform?: ((label: number) => Y) | undefined;
}

/** An image and its label, as transformed. */
export type Item<X, Y> = [image: X, label: Y];

/**
 * Labelled images of 32 x 32, by number or one after the other.
 *
 * Without a transform an image is a uint8 tensor [3, 32, 32] of its own, with one it is what the transform returns.
 * @see https://docs.pytorch.org/vision/0.28/datasets.html
 */
export abstract class VisionDataset<X = Tensor, Y = number> {
  readonly train: boolean;
  /** The class names, in the order of their labels. */
  readonly classes: readonly string[];
  /** The label of each image, before any transform. */
  readonly targets: readonly number[];
  readonly transform: ((image: Tensor) => X) | undefined;
  readonly targetTransform: ((label: number) => Y) | undefined;
  readonly #pixels: Uint8Array;

  constructor(images: Images, classes: readonly string[], options: VisionOptions<X, Y>) {
    this.train = options.train ?? true;
    this.transform = options.transform;
    this.targetTransform = options.targetTransform;
    this.classes = classes;
    this.targets = images.labels;
    this.#pixels = images.pixels;
  }

  /** The lines of the text between the number of datapoints and the split. */
  protected abstract describe(): readonly string[];

  get length(): number {
    return this.targets.length;
  }

  /** The label of each class name. */
  get classToIdx(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.classes.map((name, label) => [name, label]));
  }

  /** All the images, as a uint8 tensor [N, 32, 32, 3]. */
  get data(): Tensor {
    const planes = fromStorage(Storage.fromHost(uint8, this.#pixels), [this.length, 3, 32, 32]);
    return viewOf(planes, [this.length, 32, 32, 3], [IMAGE_BYTES, 32, 1, 1024]);
  }

  /**
   * The image number `index` and its label; negative numbers count from the end.
   * @throws RangeError when there is no such image.
   */
  at(index: number): Item<X, Y> {
    const i = index < 0 ? index + this.length : index;
    const label = this.targets[i];
    if (label === undefined) {
      throw new RangeError(
        `${this.constructor.name}: expected an index from ${-this.length} to ${this.length - 1}, got ${index}`,
      );
    }
    const pixels = this.#pixels.slice(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES);
    const image = fromStorage(Storage.fromHost(uint8, pixels), [3, 32, 32]);
    // Without a transform X is Tensor and Y is number: the defaults of both type parameters.
    return [
      this.transform ? this.transform(image) : (image as X),
      this.targetTransform ? this.targetTransform(label) : (label as Y),
    ];
  }

  *[Symbol.iterator](): Generator<Item<X, Y>> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }

  toString(): string {
    const lines = [
      `Dataset ${this.constructor.name}`,
      `    Number of datapoints: ${this.length}`,
      ...this.describe().map((line) => `    ${line}`),
      `    Split: ${this.train ? "Train" : "Test"}`,
    ];
    // torchvision indents the first of these lines only.
    if (this.transform ?? this.targetTransform) lines.push("    StandardTransform");
    if (this.transform) lines.push(headed("Transform: ", this.transform));
    if (this.targetTransform) lines.push(headed("Target transform: ", this.targetTransform));
    return lines.join("\n");
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

const headed = (head: string, transform: (...given: never[]) => unknown): string =>
  head + transform.toString().replaceAll("\n", "\n" + " ".repeat(head.length));
