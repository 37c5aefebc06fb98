import { expect } from "chai";
import { describe, it } from "mocha";
import { blob, limb, parts } from "../../../../src/datasets/drawn/parts.ts";
import { VIEWS } from "../../../../src/datasets/drawn/picture.ts";
import { Raster } from "../../../../src/datasets/drawn/raster.ts";

/** How much of each pixel in a corner of the picture an outline covers. */
const cover = (outline: readonly number[], width: number, height: number): number[][] => {
  const raster = new Raster();
  raster.fill(outline, [1, 0.5, 0]);
  return Array.from({ length: height }, (_, y) => Array.from(raster.pixels.subarray(y * 32, y * 32 + width)));
};
const area = (outline: readonly number[]): number => cover(outline, 32, 32).flat().reduce((sum, share) => sum + share); // prettier-ignore

describe("Raster.fill", () => {
  it("covers each pixel by the share that lies inside", () => {
    expect(cover([0.5, 0.25, 2.5, 0.25, 2.5, 2, 0.5, 2], 4, 3)).to.deep.equal([
      [0.375, 0.75, 0.375, 0],
      [0.5, 1, 0.5, 0],
      [0, 0, 0, 0],
    ]);
    // A triangle whose long side crosses pixels from (0, 0) to (4, 2): half of what it crosses, in each row.
    expect(cover([0, 0, 4, 2, 0, 2], 4, 2)).to.deep.equal([
      [0.75, 0.25, 0, 0],
      [1, 1, 0.75, 0.25],
    ]);
  });

  it("does not mind the direction of the outline, nor a hollow in it", () => {
    const arrow = [1, 1, 5, 3, 1, 5, 2, 3];
    const back = [2, 3, 1, 5, 5, 3, 1, 1];
    expect(cover(back, 6, 6)).to.deep.equal(cover(arrow, 6, 6));
    // 4 wide, 4 high, less the hollow of 1 by 4.
    expect(area(arrow)).to.be.closeTo(6, 1e-6);
  });

  it("leaves out what lies beyond the picture", () => {
    expect(area([-5, -5, 40, -5, 40, 2, -5, 2])).to.equal(64);
    expect(area([30, 30, 40, 30, 40, 40, 30, 40])).to.equal(4);
    expect(area([-9, 3, -2, 3, -2, 9])).to.equal(0);
  });

  it("mixes the colour with what was there", () => {
    const raster = new Raster();
    raster.pixels.fill(0.5);
    raster.fill([0, 0, 0.5, 0, 0.5, 1, 0, 1], [1, 0.5, 0]);
    expect([0, 1024, 2048].map((at) => raster.pixels[at])).to.deep.equal([0.75, 0.5, 0.25]);
  });
});

describe("the language of parts", () => {
  it("has blots, outlines and limbs", () => {
    expect(parts("body flat 0 0 1 0 1 2")).to.deep.equal([
      { paint: "body", outline: [0, 0, 1, 0, 1, 2], swing: 0, pivot: [0, 0] },
    ]);
    // 16 corners enclose 8 sin(pi / 8) = 3.06 of a circle's 3.14.
    expect(area(blob(16, 16, 4, 2, 0.3))).to.be.closeTo(8 * Math.sin(Math.PI / 8) * 8, 1e-4);
    // 10 long and 2 wide, and a bevelled half at each end: 20 + 2 (0.5 * 2 + 0.5 * 1.5) = 23.5.
    expect(area(limb(10, 10, 20, 10, 2))).to.be.closeTo(23.5, 1e-4);
  });

  it("draws a part once more on the other side, and lets it turn", () => {
    const [one, other] = parts("dark limb 1 0 1 4 2 | ~90");
    expect(other!.outline).to.deep.equal(one!.outline.map((value, i) => (i % 2 === 0 ? -value : value)));
    expect([one!.swing, other!.swing]).to.deep.equal([Math.PI / 2, Math.PI / 2]);
    expect([one!.pivot, other!.pivot]).to.deep.equal([[1, 0], [-1, 0]]); // prettier-ignore
  });

  it("names a line that is none of it", () => {
    for (const line of [
      "body blob 1 2 3",
      "red blob 1 2 3 4",
      "body flat 0 0 1 1",
      "body ring 0 0 1 1",
      "body flat 0 0 1 1 2 x",
    ]) {
      expect(() => parts(line)).to.throw(`internal: datasets.Drawn has no part "${line}"`);
    }
  });

  it("has at least three views of each class, all within the picture", () => {
    for (const [name, views] of Object.entries(VIEWS)) {
      expect(views.length, name).to.be.at.least(3);
      for (const { outline } of views.flat()) expect(Math.max(...outline.map(Math.abs)), name).to.be.below(16.5);
    }
  });
});
