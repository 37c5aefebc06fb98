import { Generator } from "../../random/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { Canvas } from "./canvas.ts";
import { ImageDataset, type Images } from "../image-dataset.ts";
import { SCENES } from "./scenes.ts";
import type { VisionOptions } from "../vision-dataset.ts";

const SETS = { train: { seed: 10, length: 5000 }, test: { seed: 11, length: 1000 } };

/**
 * Ten classes like CIFAR-10's, drawn by code: a stand-in where the photographs cannot be had, in the same bytes.
 *
 * 5,000 training and 1,000 test images, as many of each class, always the same ones. They come from a generator of their
 * own: the global stream is not touched.
 *
 * ```ts
 * const cifar10 = new datasets.Drawn({ train: true });
 * const [image, label] = cifar10.at(0);
 * image.shape; // torch.Size([3, 32, 32])
 * ```
 */
export class Drawn<X = Tensor, Y = number> extends ImageDataset<X, Y> {
  /** Says on stdout that these are drawings, and for which reason they stand in. */
  constructor(options: VisionOptions<X, Y> & { readonly reason?: string } = {}) {
    const { seed, length } = (options.train ?? true) ? SETS.train : SETS.test;
    super(draw(seed, length), Object.keys(SCENES), options);
    const reason = options.reason === undefined ? "" : `${options.reason}. In its place, `;
    console.log(`${reason}datasets.Drawn: ${length} images drawn by code, not photographs`);
  }

  protected override describe(): readonly string[] {
    return ["Images: drawn by code, not photographs", ...super.describe()];
  }

  override get note(): string {
    return "drawn";
  }
}

const SHAPE = [3, 32, 32] as const;
const IMAGE_BYTES = 3072;

function draw(seed: number, length: number): Images {
  const random = new Generator().manualSeed(seed);
  const scenes = Object.values(SCENES);
  const pixels = new Uint8Array(length * IMAGE_BYTES);
  // As many of each class, shuffled.
  const labels = Array.from({ length }, (_, i) => i % scenes.length);
  for (let i = length - 1; i > 0; i--) {
    const j = random.random() % (i + 1);
    [labels[i], labels[j]] = [labels[j]!, labels[i]!];
  }
  const canvas = new Canvas(random);
  for (const [i, label] of labels.entries()) {
    scenes[label]!(canvas);
    canvas.store(pixels.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES));
  }
  return { shape: SHAPE, pixels: [pixels], labels };
}
