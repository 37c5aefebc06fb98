import { expect } from "chai";
import { describe, it } from "mocha";
import { takeParameters } from "../../../kernel/setup/parameters.mjs";

describe("takeParameters", () => {
  it("takes names and values out of the arguments, as JSON or as text", () => {
    const args = [
      "-p",
      "rate",
      "0.5",
      "lesson.ipynb",
      "--parameter",
      "name",
      "two words",
      "-p",
      "on",
      "true",
      "-p",
      "sizes",
      "[1, 2]",
    ];
    expect(takeParameters(args)).to.deep.equal({ rate: "0.5", name: '"two words"', on: "true", sizes: "[1,2]" });
    expect(args).to.deep.equal(["lesson.ipynb"]);
  });

  it("refuses what is no name, and a name without a value", () => {
    expect(() => takeParameters(["-p", "a b", "1"])).to.throw("-p needs the name of a variable, got a b.");
    expect(() => takeParameters(["-p", "rate"])).to.throw("-p needs a name and a value, got rate.");
    expect(() => takeParameters(["-p"])).to.throw("-p needs a name and a value, got nothing.");
  });
});
