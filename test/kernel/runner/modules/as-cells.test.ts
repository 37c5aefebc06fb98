/** Any code of a cell can be moved into a file: runs the same code as a cell and as a local module. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, it } from "mocha";
import { expect } from "chai";
import { describeError } from "../../../../kernel/runner/trace/traceback.ts";
import { type Cells, createCells } from "../../../support/kernel-cells.ts";

/** The expected result is what the code leaves under the name `value`. */
const both: readonly { readonly it: string; readonly code: string; readonly value: unknown }[] = [
  {
    it: "standard decorators",
    code: `const log: string[] = []; const seen = (value: any, context: any) => { log.push(context.kind) };
           @seen class D { @seen m() {} } export const value = log;`,
    value: ["method", "class"],
  },
  { it: "accessor", code: "class A { static accessor z = 1 } export const value = A.z;", value: 1 },
  {
    it: "namespaces that export variables",
    code: "namespace N { export let count = 1; export function inc() { count++ } } N.inc(); export const value = N.count;",
    value: 2,
  },
  {
    it: "a function merged with such a namespace",
    code: "function F() { return F.z } namespace F { export let z = 3 } export const value = F();",
    value: 3,
  },
  {
    it: "import x = require()",
    code: 'import path = require("node:path"); export const value = path.join("a", "b");',
    value: "a/b",
  },
  {
    it: "named imports from CommonJS",
    code: 'import { chunk } from "lodash"; export const value = chunk([1, 2], 1);',
    value: [[1], [2]],
  },
  {
    it: "all of CommonJS",
    code: 'import * as lodash from "lodash"; export const value = lodash.sum([1, 2]);',
    value: 3,
  },
  {
    it: "CommonJS by default and by name",
    code: 'import whole, { add as plus } from "lodash"; export const value = whole.max([1, plus(2, 3)]);',
    value: 5,
  },
  {
    it: "CommonJS imported when it is wanted",
    code: 'export const value = (await import("lodash")).min([2, 1]);',
    value: 1,
  },
  {
    it: "CommonJS's names beside imports",
    code: 'import { basename } from "node:path"; export const value = [typeof require("node:fs").readFileSync, typeof __dirname, basename(__filename).length > 0, typeof module, typeof exports];',
    value: ["function", "string", true, "object", "object"],
  },
  {
    it: "enums, and top-level await",
    code: "enum E { A = 4 } export const value = await Promise.resolve(E.A);",
    value: 4,
  },
  {
    it: "constructors with properties",
    code: "class P { constructor(readonly q = 6) {} } export const value = new P().q;",
    value: 6,
  },
];

describe("code as a cell and as a module", () => {
  let folder: string;
  let cells: Cells;
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const traceback = async (source: string): Promise<string> => {
    const outcome = await cells.run(source);
    if (outcome.kind !== "error") return `no error but ${outcome.kind}`;
    return stripVTControlCharacters(describeError(outcome.error).traceback.join("\n"));
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cells-"));
    cells = createCells({ folder });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  for (const { it: name, code, value } of both) {
    it(`has ${name}`, async () => {
      expect(await cells.value(`${code}\nvalue`), "cell").to.deep.equal(value);
      write("moved.ts", code);
      expect(await cells.value('import { value as moved } from "./moved"; moved'), "module").to.deep.equal(value);
    });
  }

  it("has export =, in a file that imports and in one that does not", async () => {
    write("one.ts", "export = { one: 1 };");
    write(
      "two.ts",
      'import { join } from "node:path"; import os = require("node:os");\nexport = { two: join("a", typeof os.EOL) };',
    );
    write("both.ts", 'import { one } from "./one"; import two from "./two"; export const value = [one, two];');
    expect(await cells.value('import { value } from "./both"; value')).to.deep.equal([1, { two: "a/string" }]);
    expect(await cells.value("export = 5; module.exports")).to.equal(5);
  });

  it("has module.exports beside imports, and every ending of TypeScript's", async () => {
    write("mixed.ts", 'import { join } from "node:path"; module.exports = { path: join("a", "b") };');
    write("a.cts", 'import { join } from "node:path"; export const a = join("x", "y");');
    write("b.mts", "export enum B { One = 1 }");
    write("c.tsx", "/** @jsx h */ const h = (...all: unknown[]) => all; export const c = <b x={1}>t</b>;");
    write("d.jsx", "/** @jsx h */ const h = (...all) => all; export const d = <b/>;");
    expect(
      await cells.value(
        'import mixed from "./mixed"; import { a } from "./a.cts"; import { B } from "./b.mts"; import { c } from "./c"; import { d } from "./d.jsx"; [mixed.path, a, B.One, c, d]',
      ),
    ).to.deep.equal(["a/b", "x/y", 1, ["b", { x: 1 }, "t"], ["b", null]]);
  });

  it("has a cell that is its own main program, with exports", async () => {
    expect(
      await cells.value("exports.b = 2; module.exports.c = 3; [exports.b, exports.c, require.main === module]"),
    ).to.deep.equal([2, 3, true]);
  });

  it("gives the members of a CommonJS class instance, bound", async () => {
    write("node_modules/log/index.js", "class Log { #n = 1; next() { return this.#n++ } } module.exports = new Log();");
    expect(await cells.value('import * as log from "log"; [log.next(), log.next()]')).to.deep.equal([1, 2]);
  });

  it("obeys tsconfig.json: legacy decorators with the types of what they decorate, through extends", async () => {
    write("tsconfig.json", '{ "extends": "./base.json", /* and */ }');
    write("base.json", '{ "compilerOptions": { "experimentalDecorators": true, "emitDecoratorMetadata": true } }');
    const code = `const found: unknown[] = [];
      (Reflect as any).metadata = (key: string, value: any) => () => { found.push([key, Array.isArray(value) ? value.map((each) => each.name) : value?.name]) };
      const inject: any = () => {};
      @inject class Service { @inject size!: string; constructor(@inject when: Date) {} }
      export const value = found;`;
    const expected = [
      ["design:type", "String"],
      ["design:paramtypes", ["Date"]],
    ];
    write("service.ts", code);
    expect(await cells.value('import { value } from "./service"; value')).to.deep.equal(expected);
    const { transformOptions } = await import("../../../../kernel/compiler/tsconfig.ts");
    const configured = createCells({ folder, transform: transformOptions(folder) });
    expect(await configured.value(`${code}\nvalue`)).to.deep.equal(expected);
  });

  it("obeys tsconfig.json: paths, from cells and from modules", async () => {
    write(
      "tsconfig.json",
      '{ "compilerOptions": { "paths": { "@lib/*": ["./folder/*"], "settings": ["./conf/main.ts"] } } }',
    );
    write(
      "folder/index.ts",
      'import { deep } from "@lib/sub/deep"; import { level } from "settings"; export const fromIndex = deep + level;',
    );
    write("folder/sub/deep.ts", "export const deep = 1;");
    write("conf/main.ts", "export const level = 10;");
    expect(await cells.value('import { fromIndex } from "@lib/index"; fromIndex')).to.equal(11);
    expect(await traceback('import { no } from "@lib/none"')).to.match(
      /Cannot find module '.*folder\/none', which tsconfig\.json says '@lib\/none' is/,
    );
  });

  describe("that is wrong", () => {
    const ok = "export const ok = 1;\n";
    const cases = [
      { it: "syntax", text: `${ok}export const x = ;`, line: 2, says: "Unexpected token" },
      {
        it: "a name that a local module lacks",
        text: `${ok}import { nope } from "./ok";\nnope`,
        line: 2,
        says: "named 'nope'",
      },
      {
        it: "a name that CommonJS lacks",
        text: `${ok}import { nope } from "lodash";\nnope`,
        line: 2,
        says: "named 'nope'",
      },
      { it: "a re-export of nothing", text: `${ok}export { nope } from "./ok";`, line: 2, says: "named 'nope'" },
      {
        it: "a package that is missing",
        text: `${ok}import { a } from "nopackage";\na`,
        line: 2,
        says: "Cannot find package",
      },
      {
        it: "a required package that is missing",
        text: `${ok}const a = require("nopackage");`,
        line: 2,
        says: "Cannot find package",
      },
      {
        it: "a file that is missing",
        text: `${ok}import { a } from "./nofile";\na`,
        line: 2,
        says: "Cannot find module",
      },
      { it: "an export given twice", text: `${ok}const x = 1;\nexport { x as ok };`, line: 3, says: "ok" },
      { it: "an error when it runs", text: `${ok}\nthrow new Error("ran")`, line: 3, says: "ran" },
    ];
    for (const { it: name, text, line, says } of cases) {
      it(`says file and line of ${name}`, async () => {
        write("ok.ts", ok);
        write("bad.ts", text);
        const told = await traceback('import "./bad"');
        expect(told).to.match(new RegExp(`bad\\.ts:${line}\\n`));
        expect(told).to.include(says);
        expect(told.match(/^---> /gm), "the cell's line and the module's").to.have.length(2);
      });
    }
  });
});
