import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { expect } from "chai";
import { createLibraries } from "../../kernel/language/hints/library.ts";
import { createTypeService, type TypeService } from "../../kernel/language/service/index.ts";
import { isNearly, lengthOf, notesOf, plain, readPorts, runPort, type Port } from "../support/ports.ts";
import { patient } from "../kernel/language/service/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

const percent = (a: number, b: number): string => `${Math.round((100 * a) / b)} %`;

/** A row of the README's table. */
function row({ name, python, typescript, printed }: Port, nearly: number): string {
  const [from, to] = [lengthOf(python), lengthOf(typescript)];
  return [
    name,
    plain(printed).length,
    nearly,
    from.lines,
    `${to.lines} (${percent(to.lines, from.lines)})`,
    from.characters,
    `${to.characters} (${percent(to.characters, from.characters)})`,
  ].join(" | ");
}

describe("programs of teaching material, in TypeScript", function () {
  this.timeout(60_000);
  const folder = temporaryFolder("ports");
  const home = process.cwd();
  const libraries = createLibraries(folder.path);
  const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
  const rows = readme.split("\n").map((line) =>
    line
      .slice(2, -2)
      .replace(/ +\| +/g, " | ")
      .trim(),
  );
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

  for (const port of readPorts()) {
    it(`${port.name} prints what PyTorch prints, with nothing below its cells, as long as the README says`, async () => {
      const [got, want] = [plain(await runPort(port, libraries)), plain(port.printed)];
      const different = want.flatMap((line, i) => (line === got[i] ? [] : [[got[i] ?? "", line] as const]));
      expect(different.filter(([a, b]) => !isNearly(a, b))).to.deep.equal([]);
      expect(got).to.have.length(want.length);
      expect(await notesOf(port, service)).to.deep.equal([]);
      expect(rows).to.include(row(port, different.length));
    });
  }
});
