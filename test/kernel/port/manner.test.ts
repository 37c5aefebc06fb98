/**
 * Notebooks in the manner of others, which the translator had not seen before they were written: command lines, logging, folders, callbacks,
 * dataclasses. `test/fixtures/port/manner/make.py` made them with PyTorch.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { expect } from "chai";
import { createLibraries } from "../../../kernel/language/hints/library.ts";
import { portNotebook } from "../../../kernel/port/index.ts";
import { joined, type Notebook, textOf } from "../../support/notebook.ts";
import { isNearly, plain, runCells } from "../../support/ports.ts";
import { projectRoot } from "../../support/python.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const fixtures = join(projectRoot, "test/fixtures/port/manner");
const codeOf = ({ cells }: Notebook): Notebook["cells"] => cells.filter(({ cell_type }) => cell_type === "code");
/** Addresses, and the word for a figure's settings, are Python's own. */
const clean = (text: string): string =>
  text
    .replace(/^\[(?:figure|picture)\].*\n?/gm, "")
    .replace(/ object at 0x[0-9a-f]+/g, "")
    .replace(/(?<=<torch\._C\.Generator) object/, "")
    .replace("<contextlib.ExitStack>", "");

describe("notebooks in the manner of others, ported without a hand", function () {
  this.timeout(60_000);
  const folder = temporaryFolder("manner");
  const home = process.cwd();
  const libraries = createLibraries(folder.path);
  before(() => process.chdir(folder.path));
  after(() => {
    process.chdir(home);
    folder.remove();
  });

  for (const file of readdirSync(fixtures).filter((name) => name.endsWith(".ipynb")))
    it(`${file} prints what PyTorch prints`, async () => {
      const notebook = JSON.parse(readFileSync(join(fixtures, file), "utf8")) as Notebook;
      const { text, problems } = await portNotebook(JSON.stringify(notebook));
      expect(problems.filter(({ reason }) => !/^time:|hides what the cell prints/.test(reason))).to.deep.equal([]);
      const sources = codeOf(JSON.parse(text) as Notebook).map(({ source }) => joined(source));
      const got = await runCells(sources, libraries);
      const different = codeOf(notebook).flatMap((cell, i) => {
        const [wanted, found] = [plain(clean(textOf(cell))), plain(clean(got[i] ?? "(not run)"))];
        return wanted.join("") === ""
          ? []
          : wanted.filter((line, k) => line !== found[k] && !isNearly(found[k] ?? "", line));
      });
      expect(different, got.at(-1)).to.deep.equal([]);
      expect(got).to.have.length(sources.length);
    });
});
