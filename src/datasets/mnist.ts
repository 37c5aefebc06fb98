/** N = number of images. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Signature, signature } from "../shape/index.ts";
import type { Tensor } from "../tensor/index.ts";
import { locate } from "./archive.ts";
import { openFilesArguments, splitArguments, type OpenOptions, type SplitOptions } from "./arguments.ts";
import type { NamedFile } from "./checks.ts";
import { dataFolder } from "./fetch/folder.ts";
import { ImageDataset } from "./image-dataset.ts";
import { openSplit } from "./open.ts";
import { MemoryPixels } from "./pixels.ts";
import type { Bundle } from "./supply.ts";
import type { VisionOptions } from "./vision-dataset.ts";

/** Where the four files are published, and their MD5s, as torchvision has them. */
export interface IdxFiles {
  readonly urls: readonly string[];
  readonly train: { readonly images: NamedFile; readonly labels: NamedFile };
  readonly test: { readonly images: NamedFile; readonly labels: NamedFile };
}

const filesOf = (
  urls: readonly string[],
  [images, labels, testImages, testLabels]: readonly [string, string, string, string],
): IdxFiles => ({
  urls,
  train: {
    images: { name: "train-images-idx3-ubyte.gz", md5: images },
    labels: { name: "train-labels-idx1-ubyte.gz", md5: labels },
  },
  test: {
    images: { name: "t10k-images-idx3-ubyte.gz", md5: testImages },
    labels: { name: "t10k-labels-idx1-ubyte.gz", md5: testLabels },
  },
});

/**
 * The 70,000 handwritten digits of MNIST: uint8 [1, 28, 28].
 *
 * The files lie in `MNIST/raw` below the root, packed or unpacked, as torchvision leaves them.
 *
 * ```ts
 * const open = () => datasets.MNIST.open({ train: true, download: true });
 * ```
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.MNIST.html
 * @see Y. LeCun, C. Cortes, C. Burges, The MNIST Database of Handwritten Digits, 1998
 */
export class MNIST<X = Tensor, Y = number> extends ImageDataset<X, Y> {
  static files: IdxFiles = filesOf(
    ["https://ossci-datasets.s3.amazonaws.com/mnist/", "http://yann.lecun.com/exdb/mnist/"],
    [
      "f68b3c2dcbeaaa9fbdd348bbdeb94873",
      "d53e105ee54ea40749a09fcbcd1e9432",
      "9fb629c4189551a2d022fa330f9573f3",
      "ec29112dd5afa0611ce80d1b7f02629c",
    ],
  );
  static classNames: readonly string[] = "zero one two three four five six seven eight nine"
    .split(" ")
    .map((name, i) => `${i} - ${name}`);

  readonly root: string;

  /**
   * Reads the files below `root`, which must exist; `open` also downloads them. By default `root` is the user's data
   * folder.
   * @throws Error if files are missing or damaged.
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
    const { name, files, classNames } = new.target;
    const { root, train, download, ...transforms } = new Signature(name, splitArguments).read(given);
    if (download) {
      throw new TypeError(
        `${name}: a download must be awaited; write await datasets.${name}.open(root, { download: true })`,
      );
    }
    const place = dataFolder(root);
    const { bundle, folder } = locate(bundlesOf(name, files), place);
    const read = (file: NamedFile, dimensions: number): Idx =>
      readIdx(join(folder, bundle.isPacked ? file.name : unpackedName(file)), dimensions);
    const half = train ? files.train : files.test;
    const { sizes, bytes } = read(half.images, 3);
    const labels = read(half.labels, 1);
    if (labels.sizes[0] !== sizes[0]) {
      throw new Error(`${half.labels.name}: expected ${sizes[0]} labels, got ${labels.sizes[0]}; the file is damaged`);
    }
    const wrong = labels.bytes.find((label) => label >= classNames.length);
    if (wrong !== undefined) throw new Error(`${half.labels.name}: ${wrong} is not a label; the file is damaged`);
    const pixels = [new MemoryPixels(bytes, sizes[1]! * sizes[2]!)];
    const images = { shape: [1, sizes[1]!, sizes[2]!] as const, pixels, labels: [...labels.bytes] };
    super(images, classNames, { train, ...(transforms as VisionOptions<X, Y>) });
    this.root = place;
  }

  /**
   * Reads the files below `root`; with `download` it fetches missing ones, with `fallback` it continues without them.
   *
   * `mirror` (or the variable CONVKERNEL_DATA_MIRROR) names other sources, URLs or paths.
   * @throws Error if files are damaged, or if they are missing and there is no fallback.
   */
  static open<X = Tensor, Y = number>(options: Omit<OpenOptions<X, Y>, "archive">): Promise<ImageDataset<X, Y>>;
  static open<X = Tensor, Y = number>(
    root?: string | URL | null,
    options?: Omit<OpenOptions<X, Y>, "archive">,
  ): Promise<ImageDataset<X, Y>>;
  static open<X = Tensor, Y = number>(...given: unknown[]): Promise<ImageDataset<X, Y>> {
    const { name, files } = this;
    const read = new Signature(`${name}.open`, openFilesArguments).read(given);
    return openSplit<X, Y>(name, read, bundlesOf(name, files), (root, options) => new this(root, options));
  }

  protected override describe(): readonly string[] {
    return [`Root location: ${this.root}`, ...super.describe()];
  }
}

/**
 * The 70,000 pictures of clothing of Fashion-MNIST: uint8 [1, 28, 28]; everything else is as in MNIST.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.FashionMNIST.html
 */
export class FashionMNIST<X = Tensor, Y = number> extends MNIST<X, Y> {
  static override files: IdxFiles = filesOf(
    ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"],
    [
      "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
      "25c81989df183df01b3e8a0aad5dffbe",
      "bef4ecab320f06d8554ea6380940ec79",
      "bb300cfdad3c16e7a12a480ee83cd310",
    ],
  );
  static override classNames: readonly string[] =
    "T-shirt/top,Trouser,Pullover,Dress,Coat,Sandal,Shirt,Sneaker,Bag,Ankle boot".split(",");
}

/**
 * The 70,000 cursive Japanese characters of Kuzushiji-MNIST: uint8 [1, 28, 28]; everything else is as in MNIST.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.KMNIST.html
 */
export class KMNIST<X = Tensor, Y = number> extends MNIST<X, Y> {
  static override files: IdxFiles = filesOf(
    ["http://codh.rois.ac.jp/kmnist/dataset/kmnist/"],
    [
      "bdb82020997e1d708af4cf47b453dcf7",
      "e144d726b3acfaa3e44228e80efcd344",
      "5c965bf0a639b31b8f53240b1b52f4d7",
      "7320c461ea6c1c855c0b718fb2a4b134",
    ],
  );
  static override classNames: readonly string[] = "o ki su tsu na ha ma ya re wo".split(" ");
}

const unpackedName = ({ name }: NamedFile): string => name.replace(/\.gz$/, "");

/** The files as published, and as torchvision unpacks them; the unpacked ones have no checksums. */
function bundlesOf(
  name: string,
  { urls, train, test }: IdxFiles,
): readonly (Bundle & { readonly isPacked: boolean })[] {
  const files = [train.images, train.labels, test.images, test.labels];
  const folder = `${name}/raw`;
  return [
    { folder, files, urls, isPacked: true },
    { folder, files: files.map((file) => ({ name: unpackedName(file), md5: null })), urls: [], isPacked: false },
  ];
}

interface Idx {
  readonly sizes: readonly number[];
  readonly bytes: Uint8Array;
}

/** Reads an array of bytes: 0, 0, 8 for bytes, the number of dimensions, each size in four bytes, and the bytes. */
function readIdx(path: string, dimensions: number): Idx {
  const file = readFileSync(path);
  const contents = file[0] === 0x1f && file[1] === 0x8b ? gunzipSync(file) : file;
  const start = 4 + 4 * dimensions;
  const isIdx = contents.length >= start && contents.readUInt32BE(0) === 0x800 + dimensions;
  const sizes = isIdx ? Array.from({ length: dimensions }, (_, i) => contents.readUInt32BE(4 + 4 * i)) : [];
  const count = sizes.reduce((product, size) => product * size, 1);
  if (!isIdx || contents.length !== start + count) {
    const expected = isIdx ? `${count} bytes after its header` : `an idx file with ${dimensions} dimensions`;
    throw new Error(`${path}: expected ${expected}, got ${contents.length} bytes; the file is damaged`);
  }
  return { sizes, bytes: contents.subarray(start) };
}

for (const name of ["MNIST", "FashionMNIST", "KMNIST"]) signature(`datasets.${name}`, splitArguments);
signature("datasets.MNIST.open", openFilesArguments);
