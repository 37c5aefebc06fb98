import { describe, it } from "mocha";
import { expect } from "chai";
import { nameHint } from "../../../../kernel/language/hints/name-hint.ts";
import { createCells } from "../../../support/kernel-cells.ts";

const library = {
  name: "lib",
  rules: [],
  python: { lines: {}, modules: {}, names: { np: "arrays", print: "show(...)" } },
};

describe("a name of Python", () => {
  it("is known by what TypeScript has in its place, and nothing of Object's is", () => {
    expect(nameHint("print")).to.equal("console.log(...)");
    expect(nameHint("constructor")).to.equal(undefined);
    expect(nameHint("total")).to.equal(undefined);
  });

  it("may be explained by a library", () => {
    expect(nameHint("np", [library])).to.equal("arrays");
    expect(nameHint("print", [library])).to.equal("show(...)");
    expect(nameHint("len", [library])).to.equal("the property 'length'");
  });

  it("is explained by the error of the cell that uses it", async () => {
    const outcome = await createCells().run("print(1)");
    expect(outcome.kind === "error" && String(outcome.error)).to.equal(
      "ReferenceError: print is not defined. In TypeScript: console.log(...)",
    );
  });

  it("is the user's own once it is declared", async () => {
    const cells = createCells();
    await cells.run("function twice(x: number) { return sum(x, x) }");
    await cells.run("const sum = (a: number, b: number) => a + b");
    expect(await cells.value("twice(2)")).to.equal(4);
  });
});
