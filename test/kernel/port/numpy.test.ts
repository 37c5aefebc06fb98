import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { expect } from "chai";
import * as numpyNames from "../../../kernel/port/kinds/numpy-names.ts";
import { createLibraries } from "../../../kernel/language/hints/library.ts";
import { createTypeService, type TypeService } from "../../../kernel/language/service/index.ts";
import { port, portNotebook } from "../../../kernel/port/index.ts";
import { np } from "../../../src/index.ts";
import { joined, type Notebook, textOf } from "../../support/notebook.ts";
import { notesOf, runCells } from "../../support/ports.ts";
import { projectRoot } from "../../support/python.ts";
import { printedByPort } from "../../support/run-python-programs.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { patient } from "../language/service/service.ts";

const folder = join(projectRoot, "test", "ports-numpy");
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ipynb"))
  .map((file) => file.replace(".ipynb", ""));

const codeOf = ({ cells }: Notebook): Notebook["cells"] => cells.filter(({ cell_type }) => cell_type === "code");
const linesOf = (text: string): string[] =>
  text
    .replace(/^\[(?:figure|picture)\].*\n?/gm, "")
    .trimEnd()
    .split("\n");

describe("notebooks in plain NumPy, ported without a hand", function () {
  this.timeout(60_000);
  const place = temporaryFolder("ported-numpy");
  const home = process.cwd();
  const libraries = createLibraries(place.path);
  let service: TypeService;
  before(() => {
    service = createTypeService({ cwd: place.path, timeouts: patient, libraries });
    process.chdir(place.path);
  });
  after(async () => {
    process.chdir(home);
    await service.close();
    place.remove();
  });

  for (const name of names)
    it(`${name} prints every line that NumPy prints, with nothing below its cells`, async () => {
      const notebook = JSON.parse(readFileSync(join(folder, `${name}.ipynb`), "utf8")) as Notebook;
      const { text, problems } = await portNotebook(JSON.stringify(notebook));
      // A clock shows another time each time.
      expect(problems.filter(({ reason }) => !reason.startsWith("time:"))).to.deep.equal([]);
      const typescript = codeOf(JSON.parse(text) as Notebook).map(({ source }) => joined(source));
      const got = await runCells(typescript, libraries);
      const wanted = codeOf(notebook).map((cell) => linesOf(textOf(cell)));
      expect(wanted.map((_, i) => linesOf(got[i] ?? "(not run)"))).to.deep.equal(wanted);
      expect(await notesOf({ typescript }, service)).to.deep.equal([]);
    });
});

describe("random programs over NumPy's arrays, ported", () => {
  const file = join(projectRoot, "test", "fixtures", "port", "numpy-programs.json");
  const programs = JSON.parse(readFileSync(file, "utf8")) as readonly { python: string; prints: string }[];
  for (const [i, { python, prints }] of programs.entries())
    it(`print what NumPy prints: program ${i + 1}`, async () => {
      expect((await printedByPort(python)).printed, python).to.equal(prints);
    });
});

describe("the list of NumPy's names", () => {
  const camel = (name: string): string =>
    name.replace(/_+([a-z\d])/g, (_whole, letter: string) => letter.toUpperCase());
  it("names only what the library has", () => {
    const functions = Object.keys(numpyNames.FUNCTIONS).filter((name) => !(camel(name) in np) && !(name in np));
    const linalg = Object.keys(numpyNames.LINALG).filter((name) => !(camel(name) in np.linalg));
    // These are written under another name.
    expect([...functions, ...linalg]).to.deep.equal(["bitwise_not"]);
  });

  it("says where to look for what is not in it", async () => {
    const { problems } = await port(["import numpy as np\nu, s, vt = np.linalg.svd(np.eye(2))\nnp.save('a.npy', u)"]);
    expect(problems.map(({ reason }) => reason)).to.deep.equal([
      "numpy.linalg.svd has no counterpart; the nearest is torch.linalg.svd",
      "numpy.save has no counterpart; the nearest is torch.save",
    ]);
  });
});
