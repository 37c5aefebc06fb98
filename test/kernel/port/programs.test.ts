import { after, before, describe, it } from "mocha";
import { expect } from "chai";
import { createLibraries } from "../../../kernel/language/hints/library.ts";
import { createTypeService, type TypeService } from "../../../kernel/language/service/index.ts";
import { portNotebook } from "../../../kernel/port/index.ts";
import { joined, type Notebook, textOf } from "../../support/notebook.ts";
import { isNearly, notesOf, plain, readPorts, runCells } from "../../support/ports.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { patient } from "../language/service/service.ts";

/**
 * Lines that may say the same in other words: a number of an array that is a tensor here, a tuple in a name, a dict; and two whose last digit
 * is rounded up or down, as the back end has it.
 */
const otherWords: Readonly<Record<string, readonly string[]>> = {
  blitz: ["t: tensor([2., 2., 2., 2., 2.]) 2", "        [3, 4]]), (2, 3))"],
  resnet9: [
    "Epoch [2], last_lr: 0.00283, train_loss: 0.2696, val_loss: 1.1178, val_acc: 0.4667",
    "Epoch [3], last_lr: 0.00000, train_loss: 0.3733, val_loss: 1.1211, val_acc: 0.4667",
  ],
  resnets: ["{'VGG5': [8, 'M', 16, 'M', 16, 'M'], 'VGG6': [8, 'M', 16, 16, 'M', 32, 'M']}"],
};

const codeOf = ({ cells }: Notebook): Notebook["cells"] => cells.filter(({ cell_type }) => cell_type === "code");

describe("notebooks of teaching material, ported without a hand", function () {
  this.timeout(60_000);
  const folder = temporaryFolder("ported");
  const home = process.cwd();
  const libraries = createLibraries(folder.path);
  let service: TypeService;
  before(() => {
    service = createTypeService({ cwd: folder.path, timeouts: patient, libraries });
    process.chdir(folder.path);
  });
  after(async () => {
    process.chdir(home);
    await service.close();
    folder.remove();
  });

  for (const { name, notebook } of readPorts())
    it(`${name} prints and shows what PyTorch does, with nothing below its cells`, async () => {
      const { text, problems } = await portNotebook(JSON.stringify(notebook));
      expect(problems).to.deep.equal([]);
      const ported = JSON.parse(text) as Notebook;
      const prose = ({ cells }: Notebook): unknown => cells.filter(({ cell_type }) => cell_type === "markdown");
      expect(prose(ported)).to.deep.equal(prose(notebook));
      const typescript = codeOf(ported).map(({ source }) => joined(source));
      const got = await runCells(typescript, libraries);
      const different = codeOf(notebook).flatMap((cell, i) => {
        // A figure is a picture in Python; here a line of text stands for it.
        const text = (got[i] ?? "(not run)").replace(/^\[(?:figure|picture)\].*\n?/gm, "");
        const [wanted, found] = [plain(textOf(cell)), plain(text)];
        const lines = wanted.join("") === "" ? [] : wanted;
        return lines.filter(
          (line, k) => line !== found[k] && !isNearly(found[k] ?? "", line) && !(otherWords[name] ?? []).includes(line),
        );
      });
      expect(different, got.slice(-3).join("\n")).to.deep.equal([]);
      expect(got).to.have.length(typescript.length);
      expect(await notesOf({ typescript }, service)).to.deep.equal([]);
    });
});
