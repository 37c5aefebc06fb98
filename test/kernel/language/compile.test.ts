import { before, describe, it } from "mocha";
import { expect } from "chai";
import { type Cells, createCells } from "../../support/kernel-cells.ts";

let cells: Cells;

describe("interrupted cells", () => {
  it("stop waiting, and what they have left behind writes to the same names", async () => {
    cells = createCells();
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
    cells = createCells();
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

describe("the speed of cells", () => {
  const milliseconds = async (source: string): Promise<number> => {
    const start = performance.now();
    await cells.value(source);
    return performance.now() - start;
  };

  /** The least times of two cells by turns; more turns while something else keeps the machine busy. */
  const ratio = async (slow: string, quick: string, goal: number): Promise<number> => {
    let [least, beside] = [Infinity, Infinity];
    for (let turn = 0; turn < 20 && (turn < 3 || least / beside > goal); turn++) {
      least = Math.min(least, await milliseconds(slow));
      beside = Math.min(beside, await milliseconds(quick));
    }
    return least / beside;
  };

  before(() => {
    cells = createCells();
  });

  it("lets a loop over top-level names take at most three times a function's time", async () => {
    // Many names before those that are timed, so that they share a page with others.
    await cells.value(Array.from({ length: 70 }, (_, i) => `let filler${i} = ${i};`).join("\n"));
    await cells.value("function inside() { let s = 0.5; for (let i = 0; i < 1e7; i++) s += i * 0.5; return s }");
    // Measured 1.7; 5 with numbers boxed, 20 with the page in dictionary mode.
    expect(await ratio("let s = 0.5; for (let i = 0; i < 1e7; i++) s += i * 0.5; s", "inside()", 3)).to.be.below(3);
  });

  it("compiles and runs a small cell in a tenth of the time of ten million additions", async () => {
    // Measured 0.1 ms beside 7: the loop takes a machine's measure.
    await cells.value("function work() { let s = 0.5; for (let i = 0; i < 1e7; i++) s += i * 0.5; return s }");
    expect(await ratio("let small: number = 1; small", "work()", 0.1)).to.be.below(0.1);
  });
});
