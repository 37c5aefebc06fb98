/** Notebooks as scripts: the script prints what the cells print in order. */
import { execFileSync } from "node:child_process";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import { type NotebookCell, scriptOf } from "../../../../kernel/language/script/script.ts";
import { projectRoot } from "../../../support/python.ts";
import { temporaryFolder } from "../../../support/temporary.ts";

const code = (...sources: string[]): NotebookCell[] => sources.map((source) => ({ kind: "code", source }));

describe("the script of a notebook", () => {
  const folder = temporaryFolder("script");
  after(() => folder.remove());
  let count = 0;
  /** What the script prints when Node runs it. */
  const prints = (cells: readonly NotebookCell[]): string => {
    const file = join(folder.path, `script-${++count}.mts`);
    writeFileSync(file, scriptOf(cells));
    return execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", file], { encoding: "utf8" });
  };
  const runs: readonly (readonly [string, readonly string[], string])[] = [
    ["a constant declared again as something else", ["const x: number = 1", "const x = 'a'; console.log(x)"], "a\n"],
    [
      "what closures of earlier cells see then",
      ["let n = 1; const seen = () => n", "let n = 2", "console.log(seen())"],
      "2\n",
    ],
    [
      "functions declared again",
      [
        "function f() { return 1 }\nconsole.log(f(), g()); function g() { return f() }",
        "console.log(f()); function f() { return 2 }",
        "console.log(g())",
      ],
      "1 1\n2\n2\n",
    ],
    ["classes declared again", ["class A { n = 1 }", "class A { n = 2 }\nconsole.log(new A().n)"], "2\n"],
    [
      "patterns, and names that come with them",
      ["const { a, b: [c] } = { a: 1, b: [2] }", "const [c, d = 4]: number[] = [3]; console.log(a, c, d)"],
      "1 3 4\n",
    ],
    ["a variable without a value", ["let z = 1", "let z; console.log(z)"], "undefined\n"],
    ["var in blocks beside let", ["let i = 5", "for (var i = 0; i < 2; i++);\nconsole.log(i)"], "2\n"],
    [
      "imports repeated, merged and in conflict",
      [
        'import { join } from "node:path"; import * as path from "node:path"',
        'import { join, sep as s } from "node:path"; import type { ParsedPath } from "node:path"; const p: ParsedPath | undefined = undefined; console.log(join("a", "b"), s, path.sep, p)',
        'import { basename as join } from "node:path"; console.log(join("a/b"))',
      ],
      "a/b / / undefined\nb\n",
    ],
    ["names that are declared nowhere", ["free = 1", "free++; console.log(free)"], "2\n"],
    [
      "cells without semicolons",
      ["const f = () => 1", "[1, 2].forEach((x) => console.log(x))", "(() => console.log('called'))()"],
      "1\n2\ncalled\n",
    ],
    [
      "top-level await and types declared again",
      [
        "type T = number; const t: T = 1",
        "type T = string; const u: T = await Promise.resolve('u'); console.log(t, u)",
      ],
      "1 u\n",
    ],
    [
      "the kernel's own names",
      [
        "display('shown'); display.html('<b>'); await kernel.install('x')",
        "jupyter.md`a`; prompt('?'); console.log(typeof require, typeof __dirname)",
      ],
      "shown\n<b>\nTo install: npm install x\n?\nfunction string\n",
    ],
    [
      "export, twice the default",
      ["export const e = 1; export default 5", "export const e = 2; export default e; console.log(e)"],
      "2\n",
    ],
    [
      "an object as a cell, a magic and half a statement",
      ["{ a: 1, b: 2 }", "%%time", "const half =", "console.log('after')"],
      "after\n",
    ],
  ];
  for (const [name, cells, printed] of runs) {
    it(`runs with ${name}`, () => expect(prints(code(...cells))).to.equal(printed));
  }

  it("keeps Markdown as comments and marks every cell", () => {
    const script = scriptOf([
      { kind: "markdown", source: "# Title\n\ntext" },
      ...code("const one = 1"),
      { kind: "raw", source: "raw" },
    ]);
    expect(script).to.equal(
      "// %% [markdown]\n// # Title\n//\n// text\n\n// %%\nconst one = 1;\n\n// %% [raw]\n// raw\n",
    );
  });

  it("changes nothing that is fine", () => {
    expect(scriptOf(code("const a: number = 1; // one\n/* b */ function f(x: number) { return x }"))).to.equal(
      "// %%\nconst a: number = 1; // one\n/* b */ function f(x: number) { return x }\n",
    );
  });

  it("declares one name once in the lessons", () => {
    for (const lesson of globSync("**/[0-9]*.ipynb", { cwd: join(projectRoot, "notebooks") })) {
      const { cells } = JSON.parse(readFileSync(join(projectRoot, "notebooks", lesson), "utf8")) as {
        cells: { cell_type: "code" | "markdown"; source: string | string[] }[];
      };
      const script = scriptOf(cells.map(({ cell_type: kind, source }) => ({ kind, source: [source].flat().join("") })));
      const file = join(folder.path, "lesson.mts");
      writeFileSync(file, script);
      // Parsed by V8, which refuses names declared twice.
      expect(() =>
        execFileSync(process.execPath, ["--check", "--disable-warning=ExperimentalWarning", file]),
      ).to.not.throw();
    }
  });
});
