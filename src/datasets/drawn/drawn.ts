import { language } from "../../data/language.ts";
import { keyword, signature } from "../../shape/index.ts";
import * as is from "../../shape/kinds.ts";
import type { Tensor } from "../../tensor/index.ts";
import { transformArguments } from "../arguments.ts";
import { ImageDataset } from "../image-dataset.ts";
import { MemoryPixels } from "../pixels.ts";
import type { VisionOptions } from "../vision-dataset.ts";
import { Dice } from "./dice.ts";
import { Painter, VIEWS } from "./picture.ts";

export interface DrawnOptions<X = Tensor, Y = number> extends VisionOptions<X, Y> {
  /** The number of images; the first ones are the same whatever the length. */
  readonly length?: number | undefined;
  /** Some of CIFAR-10's classes, which get the labels 0, 1, ... in this order. */
  readonly classes?: readonly string[] | undefined;
  /** Another seed, other images. */
  readonly seed?: number | undefined;
}

const drawnSignature = signature("datasets.Drawn", {
  train: keyword(is.bool, true),
  transform: keyword(transformArguments.transform.kind, null),
  targetTransform: keyword(transformArguments.targetTransform.kind, null),
  length: keyword(
    is.where(is.int, "a positive int", (length) => length > 0),
    undefined,
  ),
  classes: keyword(is.listOf(is.string), Object.keys(VIEWS)),
  seed: keyword(is.int, 0),
});

const SHAPE = [3, 32, 32] as const;
const IMAGE_BYTES = 3072;
/** Three gigabytes, allocated as the images are drawn. */
const MOST = 1_000_000;

/**
 * Ten classes like CIFAR-10's, drawn by code: a stand-in for when the photographs are unavailable, in the same byte
 * format.
 *
 * 10,000 training and 2,000 test images unless `length` is given, equally many of each class, always the same ones.
 * Grounds, colours, sizes and surroundings are the same for all classes, so that only the shape distinguishes them. An
 * image is drawn when it is first requested, from a generator of its own: the global stream is not touched.
 *
 * ```ts
 * const drawn = new datasets.Drawn({ train: true, classes: ["airplane", "bird"], length: 2000 });
 * const [image, label] = drawn.at(0);
 * image.shape; // torch.Size([3, 32, 32])
 * ```
 * @throws RangeError for unknown or duplicate classes or none, and for more than a million images; TypeError for an
 * unknown option.
 */
export class Drawn<X = Tensor, Y = number> extends ImageDataset<X, Y> {
  readonly seed: number;
  readonly #pixels: Uint8Array<ArrayBuffer>;
  readonly #isDrawn: Uint8Array;

  /** Prints on stdout that these are drawings. */
  constructor(options?: DrawnOptions<X, Y>);
  constructor(...given: unknown[]) {
    const {
      train,
      transform,
      targetTransform,
      length = train ? 10_000 : 2000,
      classes,
      seed,
    } = drawnSignature.read(given);
    const unknown = classes.find((name) => !Object.hasOwn(VIEWS, name));
    if (unknown !== undefined) {
      throw new RangeError(`datasets.Drawn: expected classes among ${Object.keys(VIEWS).join(", ")}, got "${unknown}"`);
    }
    if (classes.length === 0 || new Set(classes).size < classes.length) {
      throw new RangeError(`datasets.Drawn: expected different classes, got [${classes.join(", ")}]`);
    }
    if (length > MOST) throw new RangeError(`datasets.Drawn: expected a length of at most ${MOST}, got ${length}`);
    const pixels = new Uint8Array(length * IMAGE_BYTES);
    const labels = shuffledLabels(length, classes.length, seedOf(seed, train, -1));
    // The constructor's signature says what the transforms return.
    super({ shape: SHAPE, pixels: [new MemoryPixels(pixels, IMAGE_BYTES)], labels }, classes, {
      train,
      transform,
      targetTransform,
    } as VisionOptions<X, Y>);
    this.seed = seed;
    this.#pixels = pixels;
    this.#isDrawn = new Uint8Array(length);
    console.log(
      language() === "ko"
        ? `datasets.Drawn: 사진이 아니라 프로그램이 그린 그림 ${length}장`
        : `datasets.Drawn: ${length} images drawn by code, not photographs`,
    );
  }

  override get data(): Tensor {
    for (let i = 0; i < this.length; i++) this.#draw(i);
    return super.data;
  }

  protected override image(index: number): Tensor {
    this.#draw(index);
    return super.image(index);
  }

  #draw(index: number): void {
    if (this.#isDrawn[index] === 1) return;
    const views = VIEWS[this.classes[this.targets[index]!]!]!;
    painter.paint(
      views,
      seedOf(this.seed, this.train, index),
      new Uint8ClampedArray(this.#pixels.buffer, index * IMAGE_BYTES, IMAGE_BYTES),
    );
    this.#isDrawn[index] = 1;
  }

  protected override describe(): readonly string[] {
    return ["Images: drawn by code, not photographs", ...super.describe()];
  }

  override get note(): string {
    return "drawn";
  }
}

const painter = new Painter();

/**
 * Equally many of each class, one in each stretch of `classes` images, so that the beginning is the same whatever the
 * length.
 */
function shuffledLabels(length: number, classes: number, seed: number): number[] {
  const dice = new Dice();
  dice.seed(seed);
  const labels: number[] = [];
  while (labels.length < length) {
    const stretch = Array.from({ length: classes }, (_, label) => label);
    while (stretch.length > 0) labels.push(...stretch.splice(dice.below(stretch.length), 1));
  }
  return labels.slice(0, length);
}

/** A number for each image of each set; for the same `seed` no two are equal. */
function seedOf(seed: number, train: boolean, index: number): number {
  return mix(mix(seed) + 2 * index + Number(train));
}

/** Permutes the 32-bit numbers so that neighbours are scattered: the last step of MurmurHash3. */
function mix(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
