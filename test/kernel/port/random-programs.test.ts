import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { pythonProgram } from "../../support/python-programs.ts";
import { projectRoot } from "../../support/python.ts";
import { printedByPort } from "../../support/run-python-programs.ts";

/** What Python prints for the programs of these seeds, made by test/fixtures/port/programs.ts. */
const expected = JSON.parse(readFileSync(join(projectRoot, "test/fixtures/port/programs.json"), "utf8")) as Readonly<
  Record<string, string>
>;

describe("random programs of Python, ported", () => {
  for (const [seed, want] of Object.entries(expected))
    it(`print what Python prints: ${seed}`, async () => {
      const python = pythonProgram(Number(seed));
      const { printed, typescript } = await printedByPort(python);
      expect(printed, `${python}\n${typescript}`).to.equal(want);
    });
});
