/** src/torch-functions.ts is generated from the methods' declarations, and the methods match them. */
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { signatures } from "../../src/shape/index.ts";
import { Tensor } from "../../src/index.ts";
import { declaredMethods, target, torchFunctions } from "../support/torch-functions.ts";

describe("the functions of torch that are methods too", () => {
  it("are what the methods' declarations give: npm run functions", async () => {
    expect(readFileSync(target, "utf8")).to.equal(await torchFunctions());
  });
});

/** Internal methods, called only by the library itself. */
const internal = ["gatherWindow", "scatterWindow", "replaceWindow"];

describe("the methods that Tensor declares", () => {
  for (const name of new Set(declaredMethods().map((method) => method.name))) {
    if (internal.includes(name)) continue;
    it(`${name} is there and has a signature`, () => {
      expect(Tensor.prototype).to.have.property(name);
      expect(signatures.has(`Tensor.${name}`)).to.equal(true);
    });
  }
});
