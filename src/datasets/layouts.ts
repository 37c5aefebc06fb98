/** How the CIFAR archives are laid out, and how their files become images. N = number of images in a file. */
import type { NamedFile } from "./checks.ts";
import type { Place } from "./pixels.ts";
import { unpickle, type Pickled, type PickledDict } from "../nn/pickle.ts";

/** Channels, height and width of an image: 1,024 red, 1,024 green, 1,024 blue bytes, each row by row. */
export const SHAPE = [3, 32, 32] as const;
export const IMAGE_BYTES = 3072;

/** An official archive: where it is, what it contains, and the MD5 of each part. */
export interface Layout {
  readonly kind: "python" | "binary";
  readonly url: string;
  readonly archive: NamedFile;
  /** The folder that the archive is unpacked to. */
  readonly folder: string;
  readonly train: readonly NamedFile[];
  readonly test: readonly NamedFile[];
  readonly meta: NamedFile;
  /** The size of the archive and its files together, in bytes. */
  readonly space?: number;
  /** For Python's files: where the labels and the names of the classes are. */
  readonly keys?: { readonly labels: string; readonly names: string };
}

const HOST = "https://www.cs.toronto.edu/~kriz/";

/** MD5s as torchvision has them. */
export const CIFAR10_PYTHON: Layout = {
  kind: "python",
  url: `${HOST}cifar-10-python.tar.gz`,
  archive: { name: "cifar-10-python.tar.gz", md5: "c58f30108f718f92721af3b95e74349a" },
  folder: "cifar-10-batches-py",
  train: [
    { name: "data_batch_1", md5: "c99cafc152244af753f735de768cd75f" },
    { name: "data_batch_2", md5: "d4bba439e000b95fd0a9bffe97cbabec" },
    { name: "data_batch_3", md5: "54ebc095f3ab1f0389bbae665268c751" },
    { name: "data_batch_4", md5: "634d18415352ddfa80567beed471001a" },
    { name: "data_batch_5", md5: "482c414d41f54cd18b22e5b47cb7c3cb" },
  ],
  test: [{ name: "test_batch", md5: "40351d587109b95175f43aff81a1287e" }],
  meta: { name: "batches.meta", md5: "5ff9c542aee3614f3951f8cda6e48888" },
  space: 356_700_000,
  keys: { labels: "labels", names: "label_names" },
};

export const CIFAR10_BINARY: Layout = {
  kind: "binary",
  url: `${HOST}cifar-10-binary.tar.gz`,
  archive: { name: "cifar-10-binary.tar.gz", md5: "c32a1d4ab5d03f1284b67883e8d87530" },
  folder: "cifar-10-batches-bin",
  train: [
    { name: "data_batch_1.bin", md5: "5dd7e06a14cb22eb9f671a540d1b7c25" },
    { name: "data_batch_2.bin", md5: "5ea93a67294ea407fff1d09f752e9692" },
    { name: "data_batch_3.bin", md5: "942cd6a4bcdd0dd3c604fbe906cb4421" },
    { name: "data_batch_4.bin", md5: "ae636b3ba5c66a11e91e8cb52e771fcb" },
    { name: "data_batch_5.bin", md5: "53f37980c15c3d472c316c40844f3f0d" },
  ],
  test: [{ name: "test_batch.bin", md5: "803d5f7f4d78ea53de84dbe85f74fb6d" }],
  meta: { name: "batches.meta.txt", md5: null },
  space: 354_400_000,
};

/** MD5s as torchvision has them. */
export const CIFAR100_PYTHON: Layout = {
  kind: "python",
  url: `${HOST}cifar-100-python.tar.gz`,
  archive: { name: "cifar-100-python.tar.gz", md5: "eb9058c3a382ffc7106e4002c42a8d85" },
  folder: "cifar-100-python",
  train: [{ name: "train", md5: "16019d7e3df5f24257cddd939b257f8d" }],
  test: [{ name: "test", md5: "f0ef6b0ae62326f3e7ffdfab6717acfc" }],
  meta: { name: "meta", md5: "7973b15100ade9c7d40fb424638fde48" },
  space: 355_300_000,
  keys: { labels: "fine_labels", names: "fine_label_names" },
};

/** The contents of a batch file. */
export interface Batch {
  readonly labels: readonly number[];
  /** Where the N images of 3,072 bytes are in the file, or the images themselves if the file has them in another form. */
  readonly pixels: Place | Uint8Array;
}

/** Decodes a batch file; the result keeps no reference to `contents`. */
export function decodeBatch(layout: Layout, name: string, contents: Uint8Array): Batch {
  return layout.kind === "binary" ? decodeRecords(name, contents) : decodePickle(layout, name, contents);
}

/** The class names, in the order of their labels. */
export function decodeNames(layout: Layout, contents: Uint8Array): readonly string[] {
  if (layout.kind === "binary") return Buffer.from(contents).toString("utf8").split(/\r?\n/).filter(Boolean);
  const names = unpickleDict(layout.meta.name, contents).entries.get(layout.keys!.names);
  if (!Array.isArray(names)) throw wrong(layout.meta.name, "a list of class names");
  return names.map(String);
}

const wrong = (name: string, expected: string): Error =>
  new Error(`${name}: expected ${expected}; the file is not one of CIFAR's`);

/** Records of a label byte and an image. */
function decodeRecords(name: string, contents: Uint8Array): Batch {
  const record = 1 + IMAGE_BYTES;
  const count = contents.length / record;
  if (!Number.isInteger(count)) throw wrong(name, `records of ${record} bytes, got ${contents.length} bytes in all`);
  const labels = Array.from({ length: count }, (_, i) => contents[i * record]!);
  return { pixels: { start: 1, stride: record, length: count }, labels };
}

function decodePickle(layout: Layout, name: string, contents: Uint8Array): Batch {
  const dict = unpickleDict(name, contents);
  const data = dict.entries.get("data");
  const labels = dict.entries.get(layout.keys!.labels);
  if (!isByteArray(data) || data.shape[1] !== IMAGE_BYTES || data.bytes.length !== data.shape[0]! * IMAGE_BYTES) {
    throw wrong(name, `data of N rows of ${IMAGE_BYTES} bytes`);
  }
  if (!Array.isArray(labels) || labels.length !== data.shape[0]) throw wrong(name, "a label for each image");
  // Python 3 may have written the bytes as text, which is decoded into another buffer.
  const start = data.bytes.byteOffset - contents.byteOffset;
  const isInFile = data.bytes.buffer === contents.buffer && start >= 0 && start + data.bytes.length <= contents.length;
  const pixels = isInFile ? { start, stride: IMAGE_BYTES, length: data.shape[0]! } : data.bytes;
  return { pixels, labels: labels.map(Number) };
}

const isByteArray = (value: Pickled | undefined): value is Extract<Pickled, { kind: "array" }> =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "array";

function unpickleDict(name: string, contents: Uint8Array): PickledDict {
  const value = unpickle(contents);
  if (typeof value !== "object" || value === null || !("kind" in value) || value.kind !== "dict")
    throw wrong(name, "a dict");
  return value;
}
