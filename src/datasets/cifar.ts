import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Tensor } from "../tensor/index.ts";
import { download } from "./download.ts";
import { checkFile, unpack, type NamedFile } from "./files.ts";
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
import type { VisionOptions } from "./vision-dataset.ts";

/** A dataset that can stand in for one that cannot be had. */
export interface Fallback {
  new <X = Tensor, Y = number>(options: VisionOptions<X, Y> & { readonly reason?: string }): ImageDataset<X, Y>;
}

/** Where `CIFAR10.open` gets its files. */
export interface Source {
  /** Fetches the archive if the files are not there. */
  readonly download?: boolean | undefined;
  /** An archive that is already on this machine, in place of fetching one. */
  readonly archive?: string | undefined;
  /** Where else the archives are: a URL to which the file's name is added. Also in the variable CONVKERNEL_DATA_MIRROR. */
  readonly mirror?: string | undefined;
  /** Seconds without a single byte after which the server counts as gone. */
  readonly timeout?: number | undefined;
}

export interface OpenOptions<X = Tensor, Y = number> extends VisionOptions<X, Y>, Source {
  /** What to use where the files are not there and cannot be had. */
  readonly fallback?: Fallback | undefined;
}

/** The files are not there: unlike damaged ones, these may be replaced by a fallback. */
class Missing extends Error {}

const NOT_FOUND = "Dataset not found or corrupted. You can use { download: true } to download it";

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
    const layout = findLayout(new.target.layouts, root);
    if (layout === undefined) throw new Missing(NOT_FOUND);
    const read = (file: NamedFile): Uint8Array => readFileSync(join(root, layout.folder, file.name));
    if (checkFile(join(root, layout.folder, layout.meta.name), layout.meta.md5).kind !== "good") {
      throw new Error("Dataset metadata file not found or corrupted. You can use { download: true } to download it");
    }
    const files = (options.train ?? true) ? layout.train : layout.test;
    const batches = files.map((file) => decodeBatch(layout, file.name, read(file)));
    const images = {
      shape: SHAPE,
      pixels: batches.map(({ pixels }) => pixels),
      labels: batches.flatMap(({ labels }) => labels),
    };
    super(images, decodeNames(layout, read(layout.meta)), options);
    this.root = root;
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
      if (options.download || options.archive !== undefined) await provide(this.layouts, root, options);
      return new this(root, kept);
    } catch (error) {
      if (!(error instanceof Missing) || fallback === undefined) throw error;
      return new fallback({ ...kept, reason: `${this.name}: ${error.message}` });
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

/** The layout whose batches are all there, or undefined where there are none. Damaged files are an error: they may be somebody's work. */
function findLayout(layouts: readonly Layout[], root: string): Layout | undefined {
  for (const layout of layouts) {
    const states = [...layout.train, ...layout.test].map((file) => {
      const path = join(root, layout.folder, file.name);
      return { path, file, state: checkFile(path, file.md5) };
    });
    if (states.every(({ state }) => state.kind === "good")) return layout;
    for (const { path, file, state } of states) {
      if (state.kind !== "wrong") continue;
      throw new Error(`${NOT_FOUND}, after moving away ${path}: its MD5 is ${state.md5}, expected ${file.md5}`);
    }
  }
  return undefined;
}

/** Makes sure that the files are below `root`. */
async function provide(layouts: readonly Layout[], root: string, options: Source): Promise<void> {
  if (findLayout(layouts, root)) {
    console.log("Files already downloaded and verified");
    return;
  }
  const { layout, path } =
    findArchive(layouts, root, options.archive) ?? (await fetchArchive(layouts[0]!, root, options));
  console.log(`Extracting ${path} to ${root}`);
  await unpack(
    path,
    root,
    layout.folder,
    [...layout.train, ...layout.test, layout.meta].map((file) => file.name),
  );
}

/** An archive that is there: the one that was named, else one below `root`. */
function findArchive(
  layouts: readonly Layout[],
  root: string,
  named: string | undefined,
): { layout: Layout; path: string } | undefined {
  if (named !== undefined && !existsSync(named)) throw new Missing(`File not found or corrupted: there is no ${named}`);
  for (const layout of layouts) {
    const path = named ?? join(root, layout.archive.name);
    const isUnchecked = layout.archive.md5 === null && basename(path) !== layout.archive.name;
    if (isUnchecked || !statSync(path, { throwIfNoEntry: false })) continue;
    const state = checkFile(path, layout.archive.md5);
    if (state.kind === "good") {
      console.log(`Using downloaded and verified file: ${path}`);
      return { layout, path };
    }
    if (named === undefined && state.kind === "wrong") {
      throw new Error(
        `File not found or corrupted: ${path} has MD5 ${state.md5}, expected ${layout.archive.md5}; move it away`,
      );
    }
  }
  if (named === undefined) return undefined;
  const expected = layouts.map(({ archive }) => `${archive.name} (${archive.md5 ?? "by its name"})`).join(" or ");
  throw new Error(`File not found or corrupted: ${named} is not ${expected}`);
}

async function fetchArchive(
  layout: Layout,
  root: string,
  { mirror = process.env["CONVKERNEL_DATA_MIRROR"], timeout = 30 }: Source,
): Promise<{ layout: Layout; path: string }> {
  const { name, md5 } = layout.archive;
  const url = mirror ? `${mirror.replace(/\/?$/, "/")}${name}` : layout.url;
  const path = join(root, name);
  try {
    await download({ url, path, md5, timeout });
  } catch (error) {
    const remedy = "{ archive: PATH } takes a copy of the archive, CONVKERNEL_DATA_MIRROR names another server";
    throw new Missing(`${error instanceof Error ? error.message : String(error)}; ${remedy}`, { cause: error });
  }
  return { layout, path };
}
