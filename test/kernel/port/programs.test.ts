import { after, before, describe, it } from "mocha";
import { expect } from "chai";
import { createLibraries } from "../../../kernel/language/hints/library.ts";
import { createTypeService, type TypeService } from "../../../kernel/language/service/index.ts";
import { port } from "../../../kernel/port/index.ts";
import { isNearly, notesOf, plain, readPorts, runPort } from "../../support/ports.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { patient } from "../language/service/service.ts";

/** Lines that say the same in JavaScript's words: one number of an array that is a tensor here. */
const otherWords: Readonly<Record<string, readonly string[]>> = {
  blitz: ["t: tensor([2., 2., 2., 2., 2.]) 2"],
};

describe("programs of teaching material, ported without a hand", function () {
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

  for (const program of readPorts())
    it(`${program.name} prints what PyTorch prints, with nothing below its cells`, async () => {
      const { cells, problems } = await port(program.python);
      expect(problems).to.deep.equal([]);
      const ported = { ...program, typescript: cells };
      const [got, want] = [plain(await runPort(ported, libraries)), plain(program.printed)];
      const different = want.filter((line, i) => line !== got[i] && !isNearly(got[i] ?? "", line));
      expect(different, got.slice(-12).join("\n")).to.deep.equal(otherWords[program.name] ?? []);
      expect(got).to.have.length(want.length);
      expect(await notesOf(ported, service)).to.deep.equal([]);
    });
});
