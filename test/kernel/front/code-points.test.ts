import { describe, it } from "mocha";
import { expect } from "chai";
import { toCodePoints, toUtf16 } from "../../../kernel/front/code-points.ts";

// One unit each: a, é, 한; two units: 😀 and 𝑥.
const TEXT = "aé한😀𝑥b";

describe("code points", () => {
  it("are counted as Python counts them", () => {
    // Python: [len(s[:n].encode("utf-16-le")) // 2 for n in range(7)]
    expect([0, 1, 2, 3, 4, 5, 6].map((n) => toUtf16(TEXT, n))).to.deep.equal([0, 1, 2, 3, 5, 7, 8]);
    expect([0, 1, 2, 3, 5, 7, 8].map((n) => toCodePoints(TEXT, n))).to.deep.equal([0, 1, 2, 3, 4, 5, 6]);
  });

  it("clamp positions outside the text, and inside a character", () => {
    expect(toUtf16(TEXT, 99)).to.equal(8);
    expect(toUtf16(TEXT, -1)).to.equal(0);
    expect(toUtf16(TEXT, Infinity)).to.equal(8);
    expect(toCodePoints(TEXT, 99)).to.equal(6);
    expect(toCodePoints(TEXT, 4)).to.equal(4);
  });

  it("take lone surrogates as characters of one unit", () => {
    expect(toUtf16("\ud83dx", 1)).to.equal(1);
    expect(toCodePoints("\ud83dx", 2)).to.equal(2);
  });
});
