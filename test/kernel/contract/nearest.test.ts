import { describe, it } from "mocha";
import { expect } from "chai";
import { nearest } from "../../../kernel/contract/nearest.ts";

describe("the nearest name", () => {
  it("is within two fifths of its letters", () => {
    const names = ["learningRate", "count", "epochs", "x", "id"];
    expect(nearest("learningrate", names)).to.equal("learningRate");
    expect(nearest("cuont", names)).to.equal("count");
    expect(nearest("epoch", names)).to.equal("epochs");
    expect(nearest("total", names)).to.equal(undefined);
    expect(nearest("y", names)).to.equal(undefined);
    expect(nearest("ID", names)).to.equal("id");
  });

  it("is never the name itself", () => expect(nearest("count", ["count"])).to.equal(undefined));
});
