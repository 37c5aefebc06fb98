import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { Signature, signature } from "../shape/index.ts";
import type { Tensor } from "../tensor/index.ts";
import { locate } from "./archive.ts";
import { openArguments, splitArguments, type OpenOptions, type SplitOptions } from "./arguments.ts";
import { openSplit } from "./open.ts";
import { dataFolder } from "./fetch/folder.ts";
import { ImageDataset } from "./image-dataset.ts";
import {
  CIFAR10_BINARY,
  CIFAR10_PYTHON,
  CIFAR100_PYTHON,
  decodeBatch,
  decodeNames,
  IMAGE_BYTES,
  SHAPE,
  type Layout,
} from "./layouts.ts";
import { filePixels, MemoryPixels } from "./pixels.ts";
import type { Bundle } from "./supply.ts";
import type { VisionOptions } from "./vision-dataset.ts";

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
   * Reads the files below `root`, which must exist; `CIFAR10.open` also downloads them. By default `root` is the user's
   * data folder.
   * @throws Error if files are missing or their MD5 is wrong.
   */
  constructor(options: SplitOptions<X, Y>);
  constructor(root?: string | URL | null, options?: SplitOptions<X, Y>);
  constructor(
    root?: string | URL | null,
    train?: boolean,
    transform?: ((image: Tensor) => X) | null,
    targetTransform?: ((label: number) => Y) | null,
  );
  constructor(...given: unknown[]) {
    const { name, layouts } = new.target;
    const { root, train, download, ...transforms } = new Signature(name, splitArguments).read(given);
    if (download) {
      throw new TypeError(
        `${name}: a download must be awaited; write await datasets.${name}.open(root, { download: true })`,
      );
    }
    const place = dataFolder(root);
    const { bundle, folder } = locate(bundlesOf(layouts), place);
    const { layout } = bundle;
    const readWhole = reader();
    const labels: number[] = [];
    const pixels = (train ? layout.train : layout.test).map(({ name: file }) => {
      const path = join(folder, file);
      const batch = decodeBatch(layout, file, readWhole(path));
      for (const label of batch.labels) labels.push(label);
      return batch.pixels instanceof Uint8Array
        ? new MemoryPixels(batch.pixels, IMAGE_BYTES)
        : filePixels(path, batch.pixels, IMAGE_BYTES);
    });
    const names = decodeNames(layout, readWhole(join(folder, layout.meta.name)));
    super({ shape: SHAPE, pixels, labels }, names, { train, ...(transforms as VisionOptions<X, Y>) });
    this.root = place;
  }

  /**
   * Reads the files below `root`; with `download` or `archive` it gets them first, with `fallback` it continues without
   * them.
   *
   * `mirror` (or the variable CONVKERNEL_DATA_MIRROR) names other sources, URLs or paths.
   * @throws Error if files are damaged, or if they are missing and there is no fallback.
   */
  static open<X = Tensor, Y = number>(options: OpenOptions<X, Y>): Promise<ImageDataset<X, Y>>;
  static open<X = Tensor, Y = number>(
    root?: string | URL | null,
    options?: OpenOptions<X, Y>,
  ): Promise<ImageDataset<X, Y>>;
  static open<X = Tensor, Y = number>(...given: unknown[]): Promise<ImageDataset<X, Y>> {
    const { name, layouts } = this;
    return openSplit<X, Y>(
      name,
      new Signature(`${name}.open`, openArguments).read(given),
      bundlesOf(layouts),
      (root, options) => new this(root, options),
    );
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

/** Reads files, one after the other into the same memory: the contents are valid until the next call. */
function reader(): (path: string) => Uint8Array {
  let memory = new Uint8Array();
  return (path) => {
    const file = openSync(path, "r");
    try {
      const { size } = fstatSync(file);
      if (memory.length < size) memory = new Uint8Array(size);
      let done = 0;
      for (let got = -1; got !== 0 && done < size; done += got) got = readSync(file, memory, done, size - done, done);
      return memory.subarray(0, done);
    } finally {
      closeSync(file);
    }
  };
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

signature("datasets.CIFAR10", splitArguments);
signature("datasets.CIFAR100", splitArguments);
signature("datasets.CIFAR10.open", openArguments);
