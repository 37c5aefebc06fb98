import { Dataset } from "../data/dataset.ts";
import { lazyItem, type Item } from "./lazy-item.ts";
import { noteOf, setNote } from "../data/note.ts";
import { shown } from "../shape/index.ts";
import { Tensor } from "../tensor/index.ts";

/** The transforms applied to an image and its label before a dataset returns them. */
export interface VisionOptions<X = Tensor, Y = number> {
  /** True for the training images, false for the test images. */
  readonly train?: boolean | undefined;
  /** Receives the image as uint8 [C, H, W]. */
  readonly transform?: ((image: Tensor) => X) | null | undefined;
  readonly targetTransform?: ((label: number) => Y) | null | undefined;
}

export type { Item };

/**
 * Labelled images, by index or in sequence; a subclass knows where the images come from and how large they are.
 *
 * Without a transform an image is a new uint8 tensor [C, H, W], with one it is what the transform returns.
 * @see https://docs.pytorch.org/vision/0.28/datasets.html
 */
export abstract class VisionDataset<X = Tensor, Y = number> extends Dataset<Item<X, Y>> {
  /** The class names, in the order of their labels. */
  abstract readonly classes: readonly string[];
  /** The label of each image, before any transform. */
  abstract readonly targets: readonly number[];
  readonly transform: ((image: Tensor) => X) | undefined;
  readonly targetTransform: ((label: number) => Y) | undefined;

  constructor({ transform, targetTransform }: Omit<VisionOptions<X, Y>, "train">) {
    super();
    this.transform = transform ?? undefined;
    this.targetTransform = targetTransform ?? undefined;
  }

  /** The image at `index`, which exists, as a new uint8 tensor [C, H, W]. */
  protected abstract image(index: number): Tensor;

  /** The label of the image at `index`, which exists. */
  protected target(index: number): number {
    return this.targets[index]!;
  }

  /** The lines of the text below the number of datapoints. */
  protected abstract describe(): readonly string[];

  /** The note shown with each of its pictures. */
  get note(): string | undefined {
    return undefined;
  }

  override get length(): number {
    return this.targets.length;
  }

  /** The label of each class name. */
  get classToIdx(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.classes.map((name, label) => [name, label]));
  }

  /**
   * The image at `index` and its label; negative indices count from the end.
   * @throws RangeError if there is no such image, TypeError if the index is not a number.
   */
  override at(index: number): Item<X, Y> {
    if (typeof index !== "number") {
      throw new TypeError(`${this.constructor.name}: expected an index, got ${shown(index)}`);
    }
    const i = index < 0 ? index + this.length : index;
    if (!Number.isInteger(i) || i < 0 || i >= this.length) {
      throw new RangeError(
        `${this.constructor.name}: expected an index from ${-this.length} to ${this.length - 1}, got ${index}`,
      );
    }
    return [this.#transformed(i), this.#label(this.target(i))];
  }

  #transformed(i: number): X {
    const image = this.image(i);
    // Without a transform X is Tensor, its default.
    const result = this.transform ? this.transform(image) : (image as X);
    const { note } = this;
    if (note !== undefined && result instanceof Tensor && noteOf(result) === undefined) setNote(result, note);
    return result;
  }

  #label(label: number): Y {
    // Without a transform Y is number, its default.
    return this.targetTransform ? this.targetTransform(label) : (label as Y);
  }

  /** The image is read and transformed only when it is accessed: `([, label]) => ...` does not touch it. */
  override glance(index: number): Item<X, Y> {
    return lazyItem(() => this.#transformed(index), this.#label(this.target(index)));
  }

  override toString(): string {
    const lines = [
      `Dataset ${this.constructor.name}`,
      `    Number of datapoints: ${this.length}`,
      ...this.describe().map((line) => `    ${line}`),
    ];
    // torchvision indents the first of these lines only.
    if (this.transform ?? this.targetTransform) lines.push("    StandardTransform");
    if (this.transform) lines.push(headed("Transform: ", this.transform));
    if (this.targetTransform) lines.push(headed("Target transform: ", this.targetTransform));
    return lines.join("\n");
  }
}

const headed = (head: string, transform: (...given: never[]) => unknown): string =>
  head + transform.toString().replaceAll("\n", "\n" + " ".repeat(head.length));
