import { describe, it } from "mocha";
import { expect } from "chai";
import { nearest, pythonWord } from "../../../../kernel/language/service/hints.ts";

describe("hints for unknown names", () => {
  it("propose the nearest name within two fifths of its letters", () => {
    const names = ["learningRate", "count", "epochs", "x", "id"];
    expect(nearest("learningrate", names)).to.equal("learningRate");
    expect(nearest("cuont", names)).to.equal("count");
    expect(nearest("epoch", names)).to.equal("epochs");
    expect(nearest("total", names)).to.equal(undefined);
    expect(nearest("y", names)).to.equal(undefined);
    expect(nearest("ID", names)).to.equal("id");
  });

  it("never propose the name itself", () => expect(nearest("count", ["count"])).to.equal(undefined));

  it("know Python's words and nothing of Object's", () => {
    expect(pythonWord("print")).to.equal("console.log(...)");
    expect(pythonWord("constructor")).to.equal(undefined);
  });
});
