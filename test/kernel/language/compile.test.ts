import { describe, it } from "mocha";
import { expect } from "chai";
import { createCells } from "../../support/kernel-cells.ts";

describe("interrupted cells", () => {
  it("stop waiting, and what they have left behind writes to the same names", async () => {
    const cells = createCells();
    await cells.value(
      "let steps = 0; let go = () => {}; const gate = new Promise<void>((resolve) => { go = resolve })",
    );
    const running = cells.run("steps = 1; await gate; steps = 2; 'too late'");
    cells.interrupt();
    expect(await running).to.deep.equal({ kind: "interrupted" });
    expect(await cells.value("steps")).to.equal(1);
    expect(await cells.value("go(); await gate; await null; steps")).to.equal(2);
    expect(await cells.value("'mine'")).to.equal("mine");
  });

  it("stop waiting for an import and for a promise that is their value", async () => {
    const cells = createCells();
    for (const source of [
      "await import('data:text/javascript,await new Promise(() => {})')",
      "new Promise(() => {})",
    ]) {
      const running = cells.run(source);
      await new Promise(setImmediate);
      cells.interrupt();
      expect(await running, source).to.deep.equal({ kind: "interrupted" });
    }
  });
});
