import { expect } from "chai";
import { createHash } from "node:crypto";
import { describe, it } from "mocha";
import { Drawn, type VisionOptions } from "../../../src/datasets/index.ts";
import { defaultGenerator } from "../../../src/random/index.ts";

/** Makes a drawn set and returns it with what it said on stdout. */
const drawn = (options: VisionOptions & { readonly reason?: string } = {}): { set: Drawn; said: string[] } => {
  const { log } = console;
  const said: string[] = [];
  console.log = (line: string) => void said.push(line);
  try {
    return { set: new Drawn(options), said };
  } finally {
    console.log = log;
  }
};

const pixels = (set: Drawn): Uint8Array => set.data.storage.host() as Uint8Array;

describe("datasets.Drawn", () => {
  let train: Drawn;
  let test: Drawn;
  before(() => {
    train = drawn().set;
    test = drawn({ train: false }).set;
  });

  it("has CIFAR-10's classes, as many images of each", () => {
    expect(train.classes).to.deep.equal("airplane automobile bird cat deer dog frog horse ship truck".split(" "));
    for (const [set, each] of [
      [train, 500],
      [test, 100],
    ] as const) {
      expect(set.length).to.equal(10 * each);
      for (let label = 0; label < 10; label++) {
        expect(set.targets.filter((target) => target === label).length).to.equal(each);
      }
    }
  });

  it("gives images of the same bytes as CIFAR-10: uint8 [3, 32, 32]", () => {
    const [image, label] = train.at(0);
    expect([image.dtype.name, ...image.sizes]).to.deep.equal(["uint8", 3, 32, 32]);
    expect(label).to.equal(train.targets[0]);
    expect(train.data.sizes).to.deep.equal([5000, 32, 32, 3]);
  });

  it("says on stdout and in its text that it is drawn", () => {
    expect(drawn({ train: false }).said).to.deep.equal(["datasets.Drawn: 1000 images drawn by code, not photographs"]);
    expect(drawn({ train: false, reason: "No network" }).said).to.deep.equal([
      "No network. In its place, datasets.Drawn: 1000 images drawn by code, not photographs",
    ]);
    expect(String(test)).to.equal(
      "Dataset Drawn\n    Number of datapoints: 1000\n    Images: drawn by code, not photographs\n    Split: Test",
    );
  });

  it("is the same every time, and leaves the global stream alone", () => {
    const before = defaultGenerator.getState();
    const digest = (set: Drawn): string => createHash("sha256").update(pixels(set)).digest("hex");
    expect(digest(drawn({ train: false }).set)).to.equal(digest(test));
    expect(defaultGenerator.getState()).to.deep.equal(before);
  });

  it("does not show the same image twice, neither within nor across its two sets", () => {
    const images = [train, test].flatMap((set) =>
      Array.from(set.targets, (_, i) => Buffer.from(pixels(set).subarray(i * 3072, (i + 1) * 3072)).toString("base64")),
    );
    expect(new Set(images).size).to.equal(6000);
  });

  it("can be told apart: the nearest mean image names the class of most test images", () => {
    const [known, unknown] = [pixels(train), pixels(test)];
    const means = Array.from({ length: 10 }, () => new Float64Array(3072));
    for (const [i, label] of train.targets.entries()) {
      const mean = means[label]!;
      for (let p = 0; p < 3072; p++) mean[p]! += known[i * 3072 + p]! / 500;
    }
    const distance = (i: number, mean: Float64Array): number => {
      let sum = 0;
      for (let p = 0; p < 3072; p++) sum += (mean[p]! - unknown[i * 3072 + p]!) ** 2;
      return sum;
    };
    const right = test.targets.filter((label, i) => {
      const distances = means.map((mean) => distance(i, mean));
      return distances.indexOf(Math.min(...distances)) === label;
    });
    // By chance it would be 100 of 1,000.
    expect(right.length).to.be.above(400);
  });
});
