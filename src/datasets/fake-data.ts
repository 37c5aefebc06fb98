/** C = channels, H and W = height and width. */
import { Storage } from "../backend/index.ts";
import { Generator as Random, normal, randint } from "../random/index.ts";
import { optional, signature, uint8 } from "../shape/index.ts";
import { fromStorage, type Tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";
import { transformArguments } from "./arguments.ts";
import { VisionDataset, type VisionOptions } from "./vision-dataset.ts";

export interface FakeDataOptions<X = Tensor, Y = number> extends Omit<VisionOptions<X, Y>, "train"> {
  readonly size?: number;
  /** [C, H, W] */
  readonly imageSize?: readonly number[];
  readonly numClasses?: number;
  readonly randomOffset?: number;
}

interface Drawn {
  readonly index: number;
  readonly noise: Float32Array;
  readonly label: number;
}

const count = is.where(is.int, "positive int", (value) => value > 0);
const fakeData = signature("datasets.FakeData", {
  size: optional(
    is.where(is.int, "non-negative int", (value) => value >= 0),
    1000,
  ),
  imageSize: optional(is.tupleOf(count, 3), [3, 224, 224]),
  numClasses: optional(count, 10),
  ...transformArguments,
  randomOffset: optional(is.int, 0),
});

/**
 * Random noise with labels, to try out code that will get pictures: image i is always the same, and equals
 * torchvision's.
 *
 * ```ts
 * const [image, label] = new datasets.FakeData(10, [3, 4, 4]).at(0);
 * label; // 2
 * ```
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.FakeData.html
 */
export class FakeData<X = Tensor, Y = number> extends VisionDataset<X, Y> {
  readonly size: number;
  readonly imageSize: readonly number[];
  readonly numClasses: number;
  readonly randomOffset: number;
  override readonly classes: readonly string[];
  #targets: readonly number[] | undefined;
  /** An image and its label are requested one after the other. */
  #last: Drawn | undefined;

  constructor(options?: FakeDataOptions<X, Y>);
  constructor(size: number, options?: Omit<FakeDataOptions<X, Y>, "size">);
  constructor(
    size: number,
    imageSize: readonly number[],
    options?: Omit<FakeDataOptions<X, Y>, "size" | "imageSize"> | number,
    rest?: Omit<FakeDataOptions<X, Y>, "size" | "imageSize" | "numClasses">,
  );
  constructor(...given: unknown[]) {
    const { size, imageSize, numClasses, randomOffset, ...transforms } = fakeData.read(given);
    super(transforms as VisionOptions<X, Y>);
    this.size = size;
    this.imageSize = imageSize;
    this.numClasses = numClasses;
    this.randomOffset = randomOffset;
    this.classes = Array.from({ length: numClasses }, (_, i) => `class ${i}`);
  }

  override get length(): number {
    return this.size;
  }

  /** Drawn when first requested: each label follows the noise of its image. */
  override get targets(): readonly number[] {
    this.#targets ??= Array.from({ length: this.size }, (_, i) => this.target(i));
    return this.#targets;
  }

  protected override target(index: number): number {
    return this.#targets?.[index] ?? this.#draw(index).label;
  }

  protected override image(index: number): Tensor {
    const { noise } = this.#draw(index);
    // As torchvision turns floats into bytes: values outside 0 to 255 wrap around.
    const bytes = Uint8Array.from(noise, (value) => Math.trunc(Math.fround(value * 255)));
    return fromStorage(Storage.fromHost(uint8, bytes), this.imageSize);
  }

  #draw(index: number): Drawn {
    if (this.#last?.index === index) return this.#last;
    const random = new Random().manualSeed(index + this.randomOffset);
    const noise = normal(random, new Float32Array(this.imageSize.reduce((product, side) => product * side)));
    return (this.#last = { index, noise, label: randint(random, new Int32Array(1), 0, this.numClasses)[0]! });
  }

  protected override describe(): readonly string[] {
    return [];
  }
}
