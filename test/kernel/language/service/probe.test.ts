import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { expect } from "chai";
import { createTypeService, type TypeService } from "../../../../kernel/language/service/index.ts";
import { temporaryFolder } from "../../../support/temporary.ts";
import { before as first, hinted, silent } from "./hints.ts";
import { patient, run, sharedService } from "./service.ts";

describe("hints of the helpers", () => {
  const shared = sharedService(first);
  // Each cell is checked as the second one, so its names are gone with the next.
  const messages = async (cell: string) => (await shared.get().check(cell, 2)).map(({ message }) => message);

  for (const [cell, says] of hinted) {
    it(`${JSON.stringify(cell)} is told the way out`, async () => {
      expect((await messages(cell)).filter((message) => message === says)).to.deep.equal([says]);
    });
  }

  for (const cell of silent) {
    it(`${JSON.stringify(cell)} is left alone`, async () => {
      const found = await shared.get().check(cell, 2);
      expect(found.filter(({ code }) => code < 0)).to.deep.equal([]);
    });
  }

  it("stand in place of what TypeScript says of the same operator, as an error like that", async () => {
    expect(await shared.get().check("const z = x + 1;", 2)).to.deep.equal([
      {
        severity: "error",
        code: -1,
        message: "JavaScript has no operators for tensors. Write x.add(1)",
        start: { line: 1, column: 11 },
        end: { line: 1, column: 16 },
      },
    ]);
  });

  it("leave TypeScript's other diagnostics of a line alone", async () => {
    const found = await messages('if (torch.ones("2").any()) n;');
    expect(found).to.have.length(2);
    expect(found[1]).to.include("not assignable");
  });
});

describe("a package that brings hints", () => {
  const folder = temporaryFolder("hints");
  let service: TypeService;
  const write = (name: string, hints: string): void => {
    const home = join(folder.path, "node_modules", name);
    mkdirSync(home, { recursive: true });
    const manifest = {
      name,
      version: "1.0.0",
      types: "index.d.ts",
      main: "index.js",
      convkernel: { hints: "hints.json" },
    };
    writeFileSync(join(home, "package.json"), JSON.stringify(manifest));
    writeFileSync(
      join(home, "index.d.ts"),
      "export declare class Money { #private; cents: number }\nexport declare const mine: Money;\n",
    );
    writeFileSync(join(home, "hints.json"), hints);
  };
  before(() => {
    const rule = { where: "condition", type: "$.Money", says: "Money is always true. Write $1.cents > 0" };
    write("money", JSON.stringify({ rules: [rule], python: { names: { Decimal: "mine" } } }));
    write("broken", "{");
    write("strange", JSON.stringify({ rules: [{ where: "nowhere", type: "x", says: "y" }] }));
    service = createTypeService({ cwd: folder.path, timeouts: patient });
  });
  after(async () => {
    await service.close();
    folder.remove();
  });

  it("is heard where a cell imports it", async () => {
    const found = await run(service, 'import { mine } from "money";', "if (mine) 1;", "Decimal");
    expect(found.map(({ message }) => message)).to.deep.equal(["Cannot find name 'Decimal'. In TypeScript: mine."]);
    expect((await service.check("if (mine) 1;", 4)).map(({ message }) => message)).to.deep.equal([
      "Money is always true. Write mine.cents > 0",
    ]);
  });

  it("is told once where its file cannot be used", async () => {
    const [broken] = await service.check('import "broken";', 5);
    expect(broken?.message).to.include("The hints of 'broken' cannot be read: ");
    expect(await service.check('import "broken";', 6)).to.deep.equal([]);
    const [strange] = await service.check('import "strange";', 7);
    expect(strange?.message).to.match(
      /The hints of 'strange' cannot be read: expected "where" among condition, .*, got "nowhere"/u,
    );
  });
});
