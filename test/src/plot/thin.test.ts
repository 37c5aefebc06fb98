import { expect } from "chai";
import { describe, it } from "mocha";
import { extremes, stretchOf } from "../../../src/plot/thin.ts";

describe("extremes", () => {
  it("keeps the places of the smallest and the largest of each stretch, in order", () => {
    // Two stretches of four: 5 1 9 2 and 3 3 0 7.
    expect(extremes([5, 1, 9, 2, 3, 3, 0, 7], 4)).to.deep.equal([1, 2, 6, 7]);
    // The largest may come first, and be the same as the smallest.
    expect(extremes([9, 4, 4, 1, 2, 2, 2, 2], 4)).to.deep.equal([0, 3, 4]);
    expect(extremes([0, -1, 1, 0, -3, 2, -5, 0], 4)).to.deep.equal([1, 2, 5, 6]);
  });

  it("keeps a gap where one is", () => {
    expect(extremes([1, NaN, 3, 2, null, 0, 1, Infinity], 4)).to.deep.equal([0, 1, 2, 5, 6, 7]);
  });

  it("keeps all of a short line", () => {
    expect(extremes([3, 1, 2], 3)).to.deep.equal([0, 1, 2]);
    expect(stretchOf(9, 4)).to.equal(5);
  });
});
