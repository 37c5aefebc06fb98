/** Archives in CIFAR-10's official layouts with a few images each, and their checksums. */
import { hash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { CIFAR10_BINARY, CIFAR10_PYTHON, type Layout } from "../../src/datasets/index.ts";

const CLASSES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

/** The byte at `position` of image `i` of a file: any pattern in which every image and every plane differs. */
export const pixel = (file: string, i: number, position: number): number =>
  (position + 31 * i + 7 * (position >> 8) + file.length + file.charCodeAt(file.length - 1)) & 0xff;

export const labelOf = (file: string, i: number): number => (i * 3 + file.charCodeAt(file.length - 5)) % 10;

const image = (file: string, i: number): Buffer =>
  Buffer.from(Array.from({ length: 3072 }, (_, p) => pixel(file, i, p)));

const records = (file: string, count: number): Buffer =>
  Buffer.concat(Array.from({ length: count }, (_, i) => [Buffer.of(labelOf(file, i)), image(file, i)]).flat());

/** The byte strings, lists and numbers of a pickle as Python 2 wrote them. */
const text = (value: string | Buffer): Buffer => {
  const bytes = Buffer.from(value);
  const head = Buffer.alloc(5);
  head.write("T", "latin1");
  head.writeUInt32LE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
};
const list = (items: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from("](", "latin1"), ...items, Buffer.from("e")]);
const small = (value: number): Buffer => Buffer.of(0x4b, value);
const pickle = (entries: Readonly<Record<string, Buffer>>): Buffer =>
  Buffer.concat([
    Buffer.from("\x80\x02}(", "latin1"),
    ...Object.entries(entries).flatMap(([key, value]) => [text(key), value]),
    Buffer.from("u."),
  ]);
const byteArray = (rows: number, bytes: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from("cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85", "latin1"),
    text("b"),
    Buffer.from("\x87R(K\x01", "latin1"),
    Buffer.of(0x4b, rows),
    Buffer.from("M\0\x0c\x86cnumpy\ndtype\n", "latin1"),
    text("u1"),
    Buffer.from("K\0K\x01\x87R(K\x03", "latin1"),
    text("|"),
    Buffer.from("NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb\x89", "latin1"),
    text(bytes),
    Buffer.from("tb"),
  ]);

const batch = (kind: Layout["kind"], file: string, count: number): Buffer => {
  if (kind === "binary") return records(file, count);
  const indices = Array.from({ length: count }, (_, i) => i);
  return pickle({
    labels: list(indices.map((i) => small(labelOf(file, i)))),
    data: byteArray(count, Buffer.concat(indices.map((i) => image(file, i)))),
  });
};

const meta = (kind: Layout["kind"]): Buffer =>
  kind === "binary"
    ? Buffer.from(CLASSES.join("\n") + "\n\n")
    : pickle({ label_names: list(CLASSES.map((name) => text(name))) });

export interface CifarArchive {
  readonly layout: Layout;
  readonly bytes: Buffer;
}

/** An archive with `count` images in each file (255 at most), and the official layout with its checksums; `change` modifies its files. */
export async function cifarArchive(
  kind: Layout["kind"],
  count = 4,
  change: (name: string, contents: Buffer) => Buffer | undefined = (_, contents) => contents,
): Promise<CifarArchive> {
  const official = kind === "binary" ? CIFAR10_BINARY : CIFAR10_PYTHON;
  const tar = pack();
  const add = (name: string, contents: Buffer): { name: string; md5: string } => {
    const changed = change(name, contents);
    if (changed !== undefined) tar.entry({ name: `${official.folder}/${name}` }, changed);
    return { name, md5: hash("md5", contents) };
  };
  tar.entry({ name: `${official.folder}/`, type: "directory" });
  add("readme.html", Buffer.from("<a href='http://www.cs.toronto.edu/~kriz/cifar.html'>"));
  const train = official.train.map(({ name }) => add(name, batch(kind, name, count)));
  const test = official.test.map(({ name }) => add(name, batch(kind, name, count)));
  const names = add(official.meta.name, meta(kind));
  tar.finalize();
  const bytes = gzipSync(await buffer(tar), { level: 1 });
  const archive = { name: official.archive.name, md5: hash("md5", bytes) };
  // Nothing answers at this address, so that a failing test does not go on to the real one.
  const url = `http://127.0.0.1:1/${archive.name}`;
  return { layout: { ...official, url, archive, train, test, meta: names }, bytes };
}
