import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Tensor } from "../tensor/index.ts";
import { locate, obtain } from "./archive.ts";
import type { NamedFile } from "./checks.ts";
import type { Source } from "./fetch/addresses.ts";
import { dataFolder } from "./fetch/folder.ts";
import { ImageDataset } from "./image-dataset.ts";
import {
  CIFAR10_BINARY,
  CIFAR10_PYTHON,
  CIFAR100_PYTHON,
  decodeBatch,
  decodeNames,
  SHAPE,
  type Layout,
} from "./layouts.ts";
import { Missing, type Bundle } from "./supply.ts";
import type { VisionOptions } from "./vision-dataset.ts";

/** A dataset that can stand in for one that cannot be had. */
export interface Fallback {
  new <X = Tensor, Y = number>(options: VisionOptions<X, Y> & { readonly reason?: string }): ImageDataset<X, Y>;
}

export interface OpenOptions<X = Tensor, Y = number> extends VisionOptions<X, Y>, Source {
  /** What to use where the files are not there and cannot be had. */
  readonly fallback?: Fallback | undefined;
}

/**
 * The 60,000 colour images of CIFAR-10, from the official archive for Python or the binary one.
 *
 * ```ts
 * const cifar10 = await datasets.CIFAR10.open("data", { train: true, download: true, fallback: datasets.Drawn });
 * const [image, label] = cifar10.at(0);
 * image.shape; // torch.Size([3, 32, 32])
 * ```
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.CIFAR10.html
 * @see A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009: https://www.cs.toronto.edu/~kriz/cifar.html
 */
export class CIFAR10<X = Tensor, Y = number> extends ImageDataset<X, Y> {
  /** The archives that this class reads, the one to download first; a subclass may have others. */
  static layouts: readonly Layout[] = [CIFAR10_PYTHON, CIFAR10_BINARY];

  readonly root: string;

  /**
   * Reads the files below `root`, which must be there; `CIFAR10.open` also fetches them.
   * @throws Error when files are missing or their MD5 is wrong.
   */
  constructor(root: string, options: VisionOptions<X, Y> & { readonly download?: boolean } = {}) {
    if (options.download) {
      throw new TypeError(
        `${new.target.name}: a download has to be waited for; write await datasets.${new.target.name}.open(root, { download: true })`,
      );
    }
    const { bundle, folder } = locate(bundlesOf(new.target.layouts), dataFolder(root));
    const { layout } = bundle;
    const read = (file: NamedFile): Uint8Array => readFileSync(join(folder, file.name));
    const files = (options.train ?? true) ? layout.train : layout.test;
    const batches = files.map((file) => decodeBatch(layout, file.name, read(file)));
    const images = {
      shape: SHAPE,
      pixels: batches.map(({ pixels }) => pixels),
      labels: batches.flatMap(({ labels }) => labels),
    };
    super(images, decodeNames(layout, read(layout.meta)), options);
    this.root = dataFolder(root);
  }

  /**
   * Reads the files below `root`; with `download` or `archive` it gets them first, with `fallback` it goes on without them.
   * @throws Error when files are damaged, and when they are missing and there is no fallback.
   */
  static async open<X = Tensor, Y = number>(
    root: string,
    options: OpenOptions<X, Y> = {},
  ): Promise<ImageDataset<X, Y>> {
    const { train, transform, targetTransform, fallback } = options;
    const kept = { train, transform, targetTransform };
    try {
      const found = await obtain(this.name, bundlesOf(this.layouts), dataFolder(root), options);
      return new this(found.root, kept);
    } catch (error) {
      if (!(error instanceof Missing) || fallback === undefined) throw error;
      console.warn(`${this.name}: ${error.brief}.`);
      return new fallback(kept);
    }
  }

  protected override describe(): readonly string[] {
    return [`Root location: ${this.root}`, ...super.describe()];
  }
}

/**
 * CIFAR-100 with its fine labels, from the official archive for Python; everything else is as in CIFAR10.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.CIFAR100.html
 */
export class CIFAR100<X = Tensor, Y = number> extends CIFAR10<X, Y> {
  static override layouts: readonly Layout[] = [CIFAR100_PYTHON];
}

const bundlesOf = (layouts: readonly Layout[]): readonly (Bundle & { readonly layout: Layout })[] =>
  layouts.map((layout) => ({
    layout,
    folder: layout.folder,
    files: [...layout.train, ...layout.test, layout.meta],
    archive: layout.archive,
    urls: [layout.url],
    ...(layout.space !== undefined && { space: layout.space }),
  }));
