import { expect } from "chai";
import { hash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, it } from "mocha";
import { FashionMNIST, KMNIST, MNIST, type IdxFiles } from "../../../src/datasets/index.ts";
import type { Tensor } from "../../../src/tensor/index.ts";
import { failure, printed, status, withoutProxies, withServer } from "../../support/data-server.ts";
import { temporaryFolder } from "../../support/temporary.ts";

/** An idx file as its makers describe it: 0, 0, 8, the number of sizes, the sizes, the bytes. */
const idx = (sizes: readonly number[], bytes: Uint8Array): Buffer => {
  const head = Buffer.alloc(4 + 4 * sizes.length);
  head.writeUInt32BE(0x800 + sizes.length);
  for (const [i, size] of sizes.entries()) head.writeUInt32BE(size, 4 + 4 * i);
  return Buffer.concat([head, bytes]);
};
const images = (count: number, seed: number): Buffer =>
  idx(
    [count, 28, 28],
    Uint8Array.from({ length: count * 784 }, (_, i) => (i * seed) & 0xff),
  );
const raw = {
  "train-images-idx3-ubyte": images(5, 3),
  "train-labels-idx1-ubyte": idx([5], Uint8Array.of(5, 0, 4, 1, 9)),
  "t10k-images-idx3-ubyte": images(2, 7),
  "t10k-labels-idx1-ubyte": idx([2], Uint8Array.of(7, 2)),
};
const packed = Object.fromEntries(Object.entries(raw).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]));
const file = (name: string) => ({ name: `${name}.gz`, md5: hash("md5", packed[`${name}.gz`]!) });
const files: IdxFiles = {
  urls: ["http://127.0.0.1:1/"],
  train: { images: file("train-images-idx3-ubyte"), labels: file("train-labels-idx1-ubyte") },
  test: { images: file("t10k-images-idx3-ubyte"), labels: file("t10k-labels-idx1-ubyte") },
};
class Sample<X = Tensor, Y = number> extends MNIST<X, Y> {
  static override files = files;
}

describe("datasets.MNIST", () => {
  withoutProxies();
  let folder: ReturnType<typeof temporaryFolder>;
  let place: string;
  beforeEach(() => {
    folder = temporaryFolder("mnist");
    place = join(folder.path, "Sample", "raw");
    mkdirSync(place, { recursive: true });
  });
  afterEach(() => folder.remove());
  const put = (contents: Readonly<Record<string, Uint8Array>>): void => {
    for (const [name, bytes] of Object.entries(contents)) writeFileSync(join(place, name), bytes);
  };

  for (const [how, contents] of [
    ["as they are published", packed],
    ["unpacked, as torchvision leaves them", raw],
  ] as const) {
    it(`reads the files ${how}`, () => {
      put(contents);
      const set = new Sample(folder.path);
      expect([set.length, ...set.targets]).to.deep.equal([5, 5, 0, 4, 1, 9]);
      const [image, label] = set.at(2);
      expect([image.dtype.name, ...image.sizes, label]).to.deep.equal(["uint8", 1, 28, 28, 4]);
      expect(image.flatten().at(":3").tolist()).to.deep.equal(
        [2 * 784, 2 * 784 + 1, 2 * 784 + 2].map((i) => (i * 3) & 0xff),
      );
      expect(set.data.sizes).to.deep.equal([5, 28, 28]);
      expect(new Sample(folder.path, { train: false }).targets).to.deep.equal([7, 2]);
      expect(set.classes[3]).to.equal("3 - three");
      expect(String(set)).to.equal(
        `Dataset Sample\n    Number of datapoints: 5\n    Root location: ${folder.path}\n    Split: Train`,
      );
    });
  }

  it("fetches what is missing, each file by itself, and only that", () => {
    put({ "t10k-labels-idx1-ubyte.gz": packed["t10k-labels-idx1-ubyte.gz"]! });
    return withServer(
      [({ url }, response) => void response.end(packed[url!.split("/").at(-1)!])],
      async ({ mirror, requests }) => {
        const { result } = await printed(() => Sample.open(folder.path, { download: true, mirror }));
        expect(result.length).to.equal(5);
        expect(requests.map(({ url }) => url)).to.have.members(
          ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz"].map(
            (name) => `/mirror/${name}`,
          ),
        );
        expect(readdirSync(folder.path)).to.deep.equal(["Sample"]);
      },
    );
  });

  it("names each file that is missing or damaged", async () => {
    put(packed);
    rmSync(join(place, "t10k-images-idx3-ubyte.gz"));
    expect(await failure(() => new Sample(folder.path))).to.include(`${place} lacks t10k-images-idx3-ubyte.gz`);
    put({ "train-labels-idx1-ubyte.gz": Buffer.from("x") });
    expect(await failure(() => new Sample(folder.path))).to.include(
      `${join(place, "train-labels-idx1-ubyte.gz")} is damaged or another file`,
    );
    for (const [name, bytes, message] of [
      [
        "train-images-idx3-ubyte",
        raw["train-images-idx3-ubyte"].subarray(0, 100),
        "expected 3920 bytes after its header, got 100",
      ],
      ["train-images-idx3-ubyte", Buffer.from("hello, I am no idx file"), "expected an idx file with 3 dimensions"],
      ["train-labels-idx1-ubyte", idx([4], Uint8Array.of(1, 2, 3, 4)), "expected 5 labels, got 4"],
      ["train-labels-idx1-ubyte", idx([5], Uint8Array.of(1, 2, 3, 4, 10)), "10 is not a label"],
    ] as const) {
      rmSync(place, { recursive: true });
      mkdirSync(place);
      put({ ...raw, [name]: bytes });
      const text = await failure(() => new Sample(folder.path));
      expect(text).to.include(name);
      expect(text).to.include(message);
    }
  });

  it("says why it could not be fetched", () =>
    withServer([status(404)], async ({ mirror }) => {
      expect(await failure(() => Sample.open(folder.path, { download: true, mirror, timeout: 0.6 }))).to.match(
        /^could not download train-images-idx3-ubyte\.gz: 127\.0\.0\.1:\d+: the server answered 404 Not Found; 127/,
      );
    }));

  it("has relatives with other classes and checksums", () => {
    expect([FashionMNIST.classNames[8], KMNIST.classNames[3], MNIST.classNames.length]).to.deep.equal([
      "Bag",
      "tsu",
      10,
    ]);
    const sums = [MNIST, FashionMNIST, KMNIST].flatMap(({ files: { train, test } }) =>
      [train.images, train.labels, test.images, test.labels].map(({ md5 }) => md5),
    );
    expect(new Set(sums).size).to.equal(12);
  });
});
