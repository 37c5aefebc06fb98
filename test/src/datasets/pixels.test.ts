import { expect } from "chai";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { filePixels, type Pixels } from "../../../src/datasets/pixels.ts";
import { temporaryFolder } from "../../support/temporary.ts";

/** Three records of a label and two bytes: 0 10 11, 1 20 21, 2 30 31. */
const RECORDS = Uint8Array.of(0, 10, 11, 1, 20, 21, 2, 30, 31);
const PLACE = { start: 1, stride: 3, length: 3 };

describe("pixels in a file", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let path: string;
  beforeEach(() => {
    folder = temporaryFolder("pixels");
    path = join(folder.path, "records");
    writeFileSync(path, RECORDS);
  });
  afterEach(() => folder.remove());
  const read = (pixels: Pixels, i: number): number[] => {
    const bytes = new Uint8Array(2);
    pixels.read(i, bytes);
    return [...bytes];
  };

  it("are read one image at a time, and from memory once more of them were asked for than there are", () => {
    const pixels = filePixels(path, PLACE, 2);
    for (let round = 0; round < 3; round++) {
      expect([0, 1, 2].map((i) => read(pixels, i))).to.deep.equal([
        [10, 11],
        [20, 21],
        [30, 31],
      ]);
    }
    writeFileSync(path, "nothing of it");
    expect(read(pixels, 1)).to.deep.equal([20, 21]);
  });

  it("are there as long as somebody has them, also when the file is deleted", () => {
    const pixels = filePixels(path, PLACE, 2);
    rmSync(path);
    expect(read(pixels, 2)).to.deep.equal([30, 31]);
  });

  it("are never those of a file that was changed meanwhile", () => {
    const pixels = filePixels(path, PLACE, 2);
    writeFileSync(path, RECORDS.subarray(0, 7));
    expect(() => read(pixels, 2)).to.throw(`${path} has changed since it was opened; open the data set again`);
    expect(() => read(pixels, 0)).to.throw("has changed");
    expect(read(filePixels(path, { ...PLACE, length: 2 }, 2), 1)).to.deep.equal([20, 21]);
  });

  it("are shared by all who open the same file", () => {
    expect(filePixels(path, PLACE, 2)).to.equal(filePixels(path, PLACE, 2));
    expect(filePixels(path, PLACE, 2)).not.to.equal(filePixels(path, { ...PLACE, length: 2 }, 2));
  });
});
