import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { expect } from "chai";
import { type Cells, createCells } from "../../../support/kernel-cells.ts";

describe("imports of cells", () => {
  let folder: string;
  let cells: Cells;
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const message = async (source: string): Promise<string> => {
    const outcome = await cells.run(source);
    return outcome.kind === "error" ? (outcome.error as Error).message : `no error but ${outcome.kind}`;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cells-"));
    cells = createCells({ folder });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("give the default and the named exports of CommonJS", async () => {
    write("node_modules/common/index.js", "module.exports = { one: 1 }; module.exports['two'] = 2;");
    expect(
      await cells.value(
        'import common, { one } from "common"; import * as all from "common"; [common.two, one, all.default.one]',
      ),
    ).to.deep.equal([2, 1, 1]);
  });

  it("find names of CommonJS that Node does not see in its source", async () => {
    write("node_modules/common/index.js", "const hidden = { three: 3 }; module.exports = Object.assign({}, hidden);");
    expect(await cells.value('import { three } from "common"; three')).to.equal(3);
  });

  it("find files of a CommonJS package without their ending", async () => {
    write("node_modules/common/package.json", '{ "name": "common" }');
    write("node_modules/common/lib/deep.js", "module.exports = 5;");
    expect(await cells.value('import deep from "common/lib/deep"; deep')).to.equal(5);
    expect(await cells.value('import add from "lodash/add"; add(1, 2)')).to.equal(3);
    expect(await message('import no from "common/lib/none"')).to.match(/^Cannot find module '.*none'/);
  });

  it("say of a package that is required in vain what to do, and in which line", async () => {
    const outcome = await cells.run('1;\nrequire("not-there")');
    const { message: said, stack } = (outcome as { error: Error }).error;
    expect(said).to.equal("Cannot find package 'not-there'\nTo install it: await kernel.install(\"not-there\")");
    expect(/^ +at .*/m.exec(stack!)![0]).not.to.match(/node:|kernel/);
    write("node_modules/broken/index.js", 'require("inner");');
    expect(await message('require("broken")'))
      .to.match(/inner/)
      .and.not.to.match(/\[cell\]|src\.js/);
  });

  it("wait for ES modules that await", async () => {
    write("node_modules/pure/package.json", '{ "name": "pure", "type": "module", "exports": "./main.js" }');
    write("node_modules/pure/main.js", "export const value = await Promise.resolve(4); export default class Thing {}");
    expect(await cells.value('import Thing, { value } from "pure"; [Thing.name, value]')).to.deep.equal(["Thing", 4]);
  });

  it("read JSON with and without the attribute", async () => {
    write("data.json", '{ "k": [1, 2] }');
    expect(
      await cells.value('import a from "./data.json" with { type: "json" }; import b from "./data.json"; [a.k, b.k]'),
    ).to.deep.equal([
      [1, 2],
      [1, 2],
    ]);
    expect(await cells.value('(await import("./data.json")).default.k')).to.deep.equal([1, 2]);
    expect(await cells.value('import { name } from "lodash/package.json"; name')).to.equal("lodash");
  });

  it("read edited JSON anew", async () => {
    write("data.json", '{ "k": 1 }');
    await cells.value('import d from "./data.json"; d');
    write("data.json", '{ "k": 22 }');
    expect(await cells.value('import d from "./data.json"; d.k')).to.equal(22);
  });

  it("name the export that was probably meant", async () => {
    expect(await message('import { joyn } from "node:path"; joyn("a")')).to.equal(
      "The module 'node:path' does not provide an export named 'joyn'. Did you mean 'join'?",
    );
  });

  it("bind nothing when one of the names is missing", async () => {
    expect(await message('import { join, nothingLikeIt } from "node:path"; join')).to.match(/nothingLikeIt/);
    expect(await message("join")).to.equal("join is not defined");
  });

  it("drop what is only a type", async () => {
    write("shapes.ts", "export interface Shape { sides: number }\nexport const three = 3;");
    expect(
      await cells.value('import { Shape, three } from "./shapes.ts"; const s: Shape = { sides: three }; s.sides'),
    ).to.equal(3);
    expect(
      await cells.value('import type { Shape as S } from "./nowhere"; import { type S as T } from "./nowhere"; 1'),
    ).to.equal(1);
    expect(
      await cells.value('import { Missing } from "no-such-types"; const m: Missing | undefined = undefined; 2'),
    ).to.equal(2);
  });

  it("run modules for their effect", async () => {
    write("effect.ts", "(globalThis as any)[Symbol.for('effect of the test')] = 'done';");
    expect(await cells.value('import "./effect.ts"; globalThis[Symbol.for("effect of the test")]')).to.equal("done");
  });

  it("come before the statements above them", async () => {
    expect(await cells.value('const p = join("a", "b"); import { join } from "node:path"; p')).to.equal("a/b");
  });

  it("say how to install a package that is missing", async () => {
    for (const cell of [
      'import _ from "not-there"',
      'import { a } from "not-there/deep"',
      'await import("not-there")',
    ]) {
      expect(await message(cell)).to.equal(
        "Cannot find package 'not-there'\nTo install it: await kernel.install(\"not-there\")",
      );
    }
    expect(await message('import x from "@scope/not-there/deep"')).to.match(/install\("@scope\/not-there"\)/);
  });

  it("find packages in folders above the notebook's, and then the kernel's own", async () => {
    write("node_modules/above/index.js", "exports.here = 'above';");
    mkdirSync(join(folder, "deep/notebooks"), { recursive: true });
    const below = createCells({ folder: join(folder, "deep/notebooks") });
    expect(await below.value('import { here } from "above"; here')).to.equal("above");
    expect(await below.value('typeof (await import("oxc-parser")).parseSync')).to.equal("function");
  });

  it("resolve convkernel wherever the notebook is", async () => {
    expect(await cells.value('import.meta.resolve("convkernel")')).to.match(/\/(?:bundle|src)\/index\.[jt]s$/);
  });

  it("prefer a package beside the notebook to the kernel's own", async () => {
    write("node_modules/oxc-parser/index.js", "exports.mine = true;");
    expect(await cells.value('import { mine } from "oxc-parser"; mine')).to.equal(true);
  });

  it("do not run browser code of Plotly: a plot is a value that shows itself", async () => {
    expect(
      await cells.value(
        'import Plotly, { newPlot } from "plotly.js-dist"; Plotly.newPlot("div", [{ y: [1, 2] }], { title: "t" })[Symbol.for("Jupyter.display")]()',
      ),
    ).to.deep.equal({
      "application/vnd.plotly.v1+json": { data: [{ y: [1, 2] }], layout: { title: "t" } },
      "text/plain": "Plotly figure of 1 trace",
    });
  });

  it("have import.meta and CommonJS's names", async () => {
    expect(await cells.value("[import.meta.dirname, __dirname, import.meta.url.startsWith('file:')]")).to.deep.equal([
      folder,
      folder,
      true,
    ]);
    write("common.cjs", "module.exports = { here: __filename };");
    expect(await cells.value('require("./common.cjs").here')).to.equal(join(folder, "common.cjs"));
    expect(await cells.value('require("node:path") === (await import("node:path")).default')).to.equal(true);
  });
});

describe("local TypeScript modules", () => {
  let folder: string;
  let cells: Cells;
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cells-"));
    cells = createCells({ folder });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("load with enums, parameter properties and every ending", async () => {
    write("a.ts", "export enum E { A = 7 }\nexport class P { constructor(public q: number) {} }");
    write("b.mts", "export const b: number = 2;");
    write("c.tsx", "export const c = <T,>(x: T): T => x;");
    write("lib/index.ts", "export const lib = 'lib' as const;");
    expect(
      await cells.value(
        'import { E, P } from "./a"; import { b } from "./b.mts"; import { c } from "./c.tsx"; import { lib } from "./lib"; import { E as F } from "./a.js"; [E.A, new P(3).q, b, c(4), lib, F === E]',
      ),
    ).to.deep.equal([7, 3, 2, 4, "lib", true]);
  });

  it("are loaded once while nobody edits them", async () => {
    write(
      "count.ts",
      "const key = Symbol.for('loads of the test'); const g = globalThis as any; export const loads: number = (g[key] = (g[key] ?? 0) + 1);",
    );
    await cells.value('import { loads } from "./count.ts"; loads');
    const first = await cells.value("loads");
    expect(await cells.value('import { loads as again } from "./count.ts"; again')).to.equal(first);
  });

  it("are picked up by the next run after an edit, through other modules too", async () => {
    write("inner.ts", "export const value = 1;");
    write("middle.ts", 'export { value } from "./inner.ts";');
    write("outer.ts", 'import { value } from "./middle";\nexport const doubled = () => value * 2;');
    write("other.ts", "export const object = {};");
    expect(
      await cells.value(
        'import { doubled } from "./outer.ts"; import { object } from "./other.ts"; const before = object; doubled()',
      ),
    ).to.equal(2);
    write("inner.ts", "export const value = 50;");
    expect(await cells.value('import { doubled } from "./outer.ts"; doubled()')).to.equal(100);
    expect(await cells.value('import { object } from "./other.ts"; object === before')).to.equal(true);
    write("middle.ts", "export const value = 8;");
    expect(await cells.value('(await import("./outer.ts")).doubled()')).to.equal(16);
  });

  it("are picked up by require too", async () => {
    write("old.cjs", "module.exports = 1;");
    expect(await cells.value('require("./old.cjs")')).to.equal(1);
    await cells.value('await import("./old.cjs")');
    write("old.cjs", "module.exports = 22;");
    expect(await cells.value('require("./old.cjs")')).to.equal(22);
  });

  it("say where their syntax is wrong, and load when it is mended", async () => {
    write("wrong.ts", "export const a = 1;\nexport const b = ;\n");
    const outcome = await cells.run('import { b } from "./wrong.ts"');
    expect(outcome.kind === "error" && (outcome.error as Error).message).to.equal(
      `${join(folder, "wrong.ts")}:2:18 - Unexpected token`,
    );
    write("wrong.ts", "export const a = 1;\nexport const b = 2;\n");
    expect(await cells.value('import { b } from "./wrong.ts"; b')).to.equal(2);
  });
});

describe("kernel.install", () => {
  it("installs beside the notebook, and the package can be imported at once", async function () {
    this.timeout(60_000);
    const folder = mkdtempSync(join(tmpdir(), "cells-"));
    try {
      mkdirSync(join(folder, "made-here"));
      writeFileSync(
        join(folder, "made-here/package.json"),
        '{ "name": "made-here", "version": "1.0.0", "main": "main.js" }',
      );
      writeFileSync(join(folder, "made-here/main.js"), "exports.answer = 42;");
      const notebook = join(folder, "notebook");
      mkdirSync(notebook);
      const cells = createCells({ folder: notebook });
      expect((await cells.run('import { answer } from "made-here"')).kind).to.equal("error");
      const outcome = await cells.run(`await kernel.install(${JSON.stringify(join(folder, "made-here"))})`);
      expect(outcome).to.deep.equal({ kind: "value", value: undefined });
      expect(await cells.value('import { answer } from "made-here"; answer')).to.equal(42);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("refuses what is not the name of a package", async () => {
    const cells = createCells();
    const outcome = await cells.run('await kernel.install("--global")');
    expect(outcome.kind === "error" && (outcome.error as Error).message).to.equal(
      'kernel.install: expected the name of a package, got "--global"',
    );
  });
});
