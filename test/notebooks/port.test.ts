/** The PyTorch notebook that 00-original follows, ported automatically and run. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { portNotebook } from "../../kernel/port/index.ts";
import { jupyterIn, noNetwork } from "../support/jupyter.ts";
import { type Cell, errorsOf, execute, type Notebook, textOf } from "../support/notebook.ts";
import { projectRoot } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary.ts";

const fixtures = join(projectRoot, "test", "fixtures");
const expected = JSON.parse(readFileSync(join(fixtures, "original-notebook.json"), "utf8")) as Record<string, string>;
const sources = readFileSync(join(fixtures, "port", "original.py"), "utf8")
  .split("# %% ")
  .slice(1)
  .map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1).trimEnd()] as const);

describe("the original notebook, ported", () => {
  const folder = temporaryFolder("ported");
  const env = jupyterIn(folder.path, noNetwork);
  let cells: readonly Cell[];

  before(async function () {
    this.timeout(180_000);
    const run = join(folder.path, "notebooks");
    mkdirSync(run, { recursive: true });
    const code = sources.map(([tag, source], i) => ({
      cell_type: "code",
      id: `c${i}`,
      metadata: { original: tag },
      source,
      outputs: [],
      execution_count: null,
    }));
    const python = { cells: code, metadata: { language_info: { name: "python" } }, nbformat: 4, nbformat_minor: 5 };
    const { text, problems } = await portNotebook(JSON.stringify(python));
    expect(problems).to.deep.equal([]);
    const executed = await execute(JSON.parse(text) as Notebook, run, env);
    expect(errorsOf(executed)).to.deep.equal([]);
    ({ cells } = executed);
  });
  after(() => folder.remove());

  for (const [tag, text] of Object.entries(expected).filter(([name]) => name !== "In [8]"))
    it(`prints ${tag} as PyTorch does`, () => {
      expect(textOf(cells.find(({ metadata }) => metadata.original === tag)!)).to.equal(text);
    });

  it("prints nothing where the original printed nothing", () => {
    for (const tag of ["In [2]", "In [57]"])
      expect(cells.find(({ metadata }) => metadata.original === tag)?.outputs, tag).to.deep.equal([]);
  });
});
