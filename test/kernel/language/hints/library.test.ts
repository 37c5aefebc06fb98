/** Hint files that cannot be used: a package's, and the kernel's own. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { createCompiler } from "../../../../kernel/language/compile.ts";
import { createLibraries } from "../../../../kernel/language/hints/library.ts";
import { temporaryFolder } from "../../../support/temporary.ts";

describe("libraries with hints", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  before(() => {
    folder = temporaryFolder("hints");
  });
  after(() => {
    folder.remove();
  });

  /** A package; without a text, its hint file is missing. */
  function write(home: string, hints?: string): string {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "package.json"), JSON.stringify({ convkernel: { hints: "./hints.json" } }));
    if (hints !== undefined) writeFileSync(join(home, "hints.json"), hints);
    return home;
  }

  for (const [fault, hints] of Object.entries({
    "is missing": undefined,
    "is cut off": '{ "rules": [',
    "is a list": "[]",
  }))
    it(`compile cells even if the kernel's own file ${fault}, and say so once`, () => {
      const own = write(join(folder.path, fault.replaceAll(" ", "-")), hints);
      const libraries = createLibraries(folder.path, own);
      const compiled = createCompiler({}, libraries).compile("print('x')", 1);
      expect(compiled.kind).to.equal("compiled");
      expect(libraries.takeNotices().map((notice) => notice.split(":")[0])).to.deep.equal([
        "The hints of 'convkernel' cannot be read",
      ]);
      expect(libraries.takeNotices()).to.deep.equal([]);
    });

  it("name the fault of a rule that nobody could apply", () => {
    const rule = { where: "condition", type: "$.T", says: "no" };
    const faults: [unknown, string][] = [
      [null, "expected a rule, an object, got null"],
      [{ ...rule, words: "one" }, 'expected a list as "words"'],
      [{ ...rule, words: [1] }, 'expected texts as "words" of'],
      [{ ...rule, operators: "+" }, 'expected an object as "operators"'],
      [{ ...rule, reversed: { "+": 1 } }, 'expected a text as "+" of "reversed"'],
    ];
    for (const [n, [wrong, message]] of faults.entries()) {
      write(join(folder.path, "node_modules", `wrong-${n}`), JSON.stringify({ rules: [wrong] }));
      const libraries = createLibraries(folder.path);
      libraries.know([`wrong-${n}`]);
      expect(libraries.takeNotices()[0]).to.include(message);
    }
  });
});
