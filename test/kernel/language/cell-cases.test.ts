import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "mocha";
import { expect } from "chai";
import { type Cells, createCells } from "../../support/kernel-cells.ts";

interface Case {
  readonly cell: string;
  /** JSON of the value, `ERR:` and the start of the error's message, or absent if the case says nothing about it. */
  readonly gives?: unknown;
}

const cases = JSON.parse(readFileSync(join(import.meta.dirname, "../../fixtures/cell-cases.json"), "utf8")) as Case[];

describe("cells in the order of one notebook", () => {
  let cells: Cells;
  before(() => {
    cells = createCells({ provided: { tslab: { display: { html() {} } } } });
  });

  cases.forEach(({ cell, gives }, index) => {
    it(`${index + 1}. ${cell.replaceAll("\n", " ⏎ ")} gives ${gives === undefined ? "no error" : JSON.stringify(gives)}`, async () => {
      const outcome = await cells.run(cell);
      if (typeof gives === "string" && gives.startsWith("ERR:")) {
        const message =
          outcome.kind === "error"
            ? (outcome.error as Error).message
            : outcome.kind === "syntax-error"
              ? outcome.message
              : "";
        expect(message.slice(0, gives.length - 4)).to.equal(gives.slice(4));
        return;
      }
      expect(outcome.kind).to.equal("value");
      if (outcome.kind === "value" && gives !== undefined) expect(outcome.value).to.deep.equal(gives);
    });
  });
});
