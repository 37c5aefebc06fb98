import { expect } from "chai";
import { describe, it } from "mocha";
import {
  type ColorMapName,
  colorMapNames,
  colorOf,
  colorTable,
  inkOn,
  isDiverging,
  stepOf,
} from "../../../src/plot/color-maps.ts";

const colorAt = (name: ColorMapName, i: number): number[] => [...colorTable(name).subarray(3 * i, 3 * i + 3)];
/** Lightness as CIE has it, near enough. */
const lightness = ([red = 0, green = 0, blue = 0]: readonly number[]): number =>
  0.2126 * red ** 2.2 + 0.7152 * green ** 2.2 + 0.0722 * blue ** 2.2;

describe("colour maps", () => {
  it("have the ends and the middle that d3 has", () => {
    expect([colorAt("viridis", 0), colorAt("viridis", 255)]).to.deep.equal([[68, 1, 84], [253, 231, 37]]); // prettier-ignore
    expect([colorAt("PuOr", 0), colorAt("PuOr", 255)]).to.deep.equal([[45, 0, 75], [127, 59, 8]]); // prettier-ignore
    expect([colorAt("RdBu", 0), colorAt("RdBu", 255)]).to.deep.equal([[103, 0, 31], [5, 48, 97]]); // prettier-ignore
    expect(colorAt("gray", 51)).to.deep.equal([51, 51, 51]);
  });

  it("with a middle have white there, and nowhere else", () => {
    for (const name of colorMapNames.filter(isDiverging)) {
      for (const i of [127, 128]) expect(Math.min(...colorAt(name, i)), `${name} ${i}`).to.be.greaterThan(252);
      for (const i of [100, 155]) expect(Math.min(...colorAt(name, i)), `${name} ${i}`).to.be.lessThan(235);
    }
    expect(colorMapNames.filter(isDiverging)).to.deep.equal(["RdBu", "PuOr"]);
  });

  it("of one colour begin at black and end at that colour", () => {
    for (const [channel, name] of (["red", "green", "blue"] as const).entries()) {
      expect(colorAt(name, 0)).to.deep.equal([0, 0, 0]);
      const full = colorAt(name, 255);
      expect(full[channel]).to.equal(255);
      // 255 * 0.32
      expect(full.filter((_, i) => i !== channel)).to.deep.equal([82, 82]);
      expect(colorAt(name, 128)[channel]).to.equal(128);
    }
  });

  it("without a middle grow in lightness all the way", () => {
    for (const name of colorMapNames.filter((name) => !isDiverging(name)))
      for (let i = 16; i < 256; i += 16)
        expect(lightness(colorAt(name, i)), `${name} ${i}`).to.be.greaterThan(lightness(colorAt(name, i - 16)));
  });

  it("give a value its share of the range, and what lies beyond it the last colour", () => {
    expect([1, 3, 2, -9, 99].map((value) => stepOf(value, 1, 3))).to.deep.equal([0, 255, 128, 0, 255]);
    expect(stepOf(5, 5, 5), "a range of one value").to.equal(128);
    expect(colorOf("gray", 3, [2, 4])).to.equal("rgb(128,128,128)");
    expect(colorOf("PuOr", 4, [-4, 4])).to.equal("rgb(127,59,8)");
  });

  it("are written on in black or white, whichever stands out", () => {
    // The two are alike at a luminance of 0.179, which is a grey of 117.5.
    expect(["rgb(118, 118, 118)", "rgb(117, 117, 117)"].map(inkOn)).to.deep.equal(["#000", "#fff"]);
    expect(["rgb(0, 145, 0)", "rgb(0, 130, 0)"].map(inkOn)).to.deep.equal(["#000", "#fff"]);
    expect(["rgb(255, 0, 0)", "rgb(0, 0, 255)"].map(inkOn)).to.deep.equal(["#000", "#fff"]);
  });

  it("are named in the error for one that there is not", () => {
    expect(() => colorTable("jet" as never)).to.throw(RangeError, "expected one of gray, red, green, blue, viridis");
  });
});
