import { describe, it } from "mocha";
import { expect } from "chai";
import { pythonWord } from "../../../../kernel/language/service/hints.ts";

describe("hints for unknown names", () => {
  it("know Python's words and nothing of Object's", () => {
    expect(pythonWord("print")).to.equal("console.log(...)");
    expect(pythonWord("constructor")).to.equal(undefined);
  });
});
