import { describe, it } from "mocha";
import { expect } from "chai";
import { userSource } from "../../../../kernel/runner/trace/user-source.ts";
import { createCells } from "../../../support/kernel-cells.ts";

describe("userSource", () => {
  const written = {
    add: "function add(a: number, b = offset): number {\n  return a + b; // the sum\n}",
    arrow: "(x: number): number => x + offset",
    Layer: "class Layer<T> {\n  constructor(readonly size: T) {}\n  forward(x: T): T { return x }\n}",
    later: "async function* later() { yield offset }",
  };

  it("gives definitions as their cell has them", async () => {
    const cells = createCells();
    await cells.value(
      `// some\nconst offset = 1;\n${written.add}\nexport const arrow = ${written.arrow};\n${written.Layer}\n${written.later}`,
    );
    for (const [name, source] of Object.entries(written)) {
      expect(userSource((await cells.value(name)) as () => unknown), name).to.equal(source);
    }
    expect(userSource((await cells.value("Layer.prototype.forward")) as () => unknown)).to.equal(
      "forward(x: T): T { return x }",
    );
  });

  it("gives the newest of two that read the same, and none for what no cell defines", async () => {
    const cells = createCells();
    await cells.value("function same() { return 0 }");
    await cells.value("/* newer */ function same(): number { return 0 }");
    expect(userSource((await cells.value("same")) as () => unknown)).to.equal("function same(): number { return 0 }");
    expect(userSource(Math.max)).to.equal(undefined);
    expect(userSource(() => "here")).to.equal(undefined);
  });
});
