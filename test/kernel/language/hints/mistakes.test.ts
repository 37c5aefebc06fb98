import { after, before, describe, it } from "mocha";
import { expect } from "chai";
import { createLibraries } from "../../../../kernel/language/hints/library.ts";
import { createTypeService, type TypeService } from "../../../../kernel/language/service/index.ts";
import { createCells } from "../../../support/kernel-cells.ts";
import { temporaryFolder } from "../../../support/temporary.ts";
import { patient } from "../service/service.ts";
import { firstCell, mistakes } from "./mistakes.ts";

describe("what a learner reads of a mistake", () => {
  const folder = temporaryFolder("mistakes");
  const libraries = createLibraries(folder.path);
  let service: TypeService;
  before(async () => {
    service = createTypeService({ cwd: folder.path, timeouts: patient, libraries });
    await service.check(firstCell, 1);
    service.commit(firstCell, 1);
  });
  after(async () => {
    await service.close();
    folder.remove();
  });

  /** The error's first line, and the line and first sentence of each diagnostic. */
  async function reads(cell: string): Promise<readonly string[]> {
    const cells = createCells({ libraries });
    await cells.run(firstCell);
    const outcome = await cells.run(cell);
    if (outcome.kind === "syntax-error") return [`SyntaxError: ${outcome.message.replace(/^\d+:\d+ - /, "")}`];
    const error = outcome.kind === "error" ? [String(outcome.error).split("\n")[0]!] : [];
    const found = await service.check(cell, 2);
    const notes = found.map(({ start, message, code }) => {
      const number = code < 0 ? "" : ` (TS${code})`;
      return `line ${start.line}: ${message.split("\n")[0]}${number}`;
    });
    return [...error, ...notes];
  }

  for (const { area, cell, reads: expected } of mistakes) {
    it(`${area}: ${JSON.stringify(cell)}`, async () => {
      expect(await reads(cell)).to.deep.equal(expected);
    });
  }

  it("is one of sixty and more, of all three areas", () => {
    const areas = Map.groupBy(mistakes, ({ area }) => area);
    expect([...areas.keys()]).to.deep.equal(["API", "JavaScript", "Python"]);
    expect(mistakes).to.have.length.of.at.least(60);
  });
});
