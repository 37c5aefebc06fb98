import { inspect } from "node:util";
import { expect } from "chai";
import { describe, it } from "mocha";
import { torch, tuple } from "../../../src/index.ts";

describe("tuple", () => {
  it("prints as Python does", () => {
    // repr((1, 'a', True, None, [1, 2], torch.zeros(2).shape))
    const made = tuple(1, "a", true, null, [1, 2], torch.zeros(2).shape);
    expect(String(made)).to.equal("(1, 'a', True, None, [1, 2], torch.Size([2]))");
    expect(inspect(made)).to.equal(String(made));
  });

  it("prints one item with a comma, none as ()", () => {
    expect(String(tuple(1))).to.equal("(1,)");
    expect(String(tuple())).to.equal("()");
  });

  it("is an array that can be taken apart", () => {
    const [image, label] = tuple("x", 3);
    expect([image, label]).to.deep.equal(["x", 3]);
    expect(tuple(1, 2).map((n) => n + 1)).to.deep.equal([2, 3]);
  });
});
