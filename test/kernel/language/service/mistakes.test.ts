import { describe, it } from "mocha";
import { expect } from "chai";
import { mistakes } from "./mistakes.ts";
import { said, sharedService } from "./service.ts";

describe("what a learner reads below a cell with a mistake", () => {
  const shared = sharedService();

  for (const { title, cells, says } of mistakes) {
    it(title, async () => {
      expect((await said(shared.get(), ...cells)).split("\n")).to.deep.equal(says);
    });
  }
});
