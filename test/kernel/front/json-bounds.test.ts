import { describe, it } from "mocha";
import { expect } from "chai";
import { isTooDeep, wellFormedJson } from "../../../kernel/front/json-bounds.ts";

describe("isTooDeep", () => {
  const nested = (depth: number, inner = ""): string =>
    `${'{"a":['.repeat(depth / 2)}${inner}${"]}".repeat(depth / 2)}`;

  it("counts brackets inside each other", () => {
    expect(isTooDeep(nested(500, '"x"'))).to.equal(false);
    expect(isTooDeep(nested(502, '"x"'))).to.equal(true);
    expect(isTooDeep(`[${"[],".repeat(10_000)}[]]`)).to.equal(false);
  });

  it("counts none in strings, whatever stands before their quotes", () => {
    expect(isTooDeep(JSON.stringify({ a: "[".repeat(2000), b: '\\"[\\'.repeat(2000), c: "\\" }))).to.equal(false);
    expect(isTooDeep(`{"a":"\\\\","b":${nested(502)}}`)).to.equal(true);
  });

  it("ends with a text that does not", () => {
    expect(isTooDeep(`["${"[".repeat(2000)}`)).to.equal(false);
  });
});

describe("wellFormedJson", () => {
  it("replaces half characters, in values and in names, and nothing else", () => {
    const text = "a😀\ud83d|\ude00|\\ud83d|\\\ud83d|é";
    const read = JSON.parse(wellFormedJson({ text, ["\udfff"]: [text] })) as Record<string, unknown>;
    const mended = text.toWellFormed();
    expect(read).to.deep.equal({ text: mended, "\ufffd": [mended] });
  });
});
