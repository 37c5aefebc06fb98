import { describe, it } from "mocha";
import { expect } from "chai";
import { framesOf } from "../../../../kernel/runner/trace/stack.ts";
import { createCells } from "../../../support/kernel-cells.ts";
import { cutIntoCells, Dice, randomProgram } from "../../../support/random-programs.ts";

describe("positions in random programs", () => {
  it("are those of the cell as it was written, line by line", async function () {
    this.timeout(60_000);
    let checked = 0;
    for (let seed = 1; seed <= 100; seed++) {
      let n = 0;
      const mark = (line: number, column: number): void => {
        const frame = framesOf(new Error("here")).find(({ kind }) => kind === "user");
        if (frame?.kind !== "user") throw new Error(`seed ${seed}: no frame of the user`);
        const { source } = frame;
        expect([source.name, frame.line, frame.column], `seed ${seed}`).to.deep.equal([source.name, line, column]);
        expect(Number(/\d+/.exec(source.name)![0])).to.be.at.most(n);
        checked++;
      };
      const cells = createCells({ ambient: { mark, out: () => {} } });
      for (const cell of cutIntoCells(randomProgram(seed), new Dice(seed))) {
        n = cells.n() + 1;
        const outcome = await cells.run(marked(cell));
        if (outcome.kind !== "value") throw outcome.kind === "error" ? outcome.error : new Error(outcome.kind);
      }
    }
    expect(checked).to.be.above(5_000);
  });
});

/** Makes every statement that prints first say where it is. */
function marked(cell: string): string {
  return cell
    .split("\n")
    .map((text, index) =>
      text.replace(/^(\s*)(?=out\(.*\);$)/, (indent) => `${indent}mark(${index + 1}, ${indent.length + 1}); `),
    )
    .join("\n");
}
