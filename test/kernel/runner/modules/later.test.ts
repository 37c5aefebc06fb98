/** Packages and files that did not exist when they were first imported. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { expect } from "chai";
import { type Cells, createCells } from "../../../support/kernel-cells.ts";

describe("what could not be imported", () => {
  let folder: string;
  let cells: Cells;
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const fails = async (source: string): Promise<string> => {
    const outcome = await cells.run(source);
    return outcome.kind === "error" ? (outcome.error as Error).message : `no error but ${outcome.kind}`;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cells-"));
    mkdirSync(join(folder, "node_modules"));
    cells = createCells({ folder });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const kinds = {
    "with a main file": { "package.json": '{ "main": "lib/main.js" }', "lib/main.js": "module.exports = { v: 7 };" },
    "with an exports map": {
      "package.json": '{ "type": "module", "exports": { ".": { "default": "./es/main.js" }, "./sub": "./es/sub.js" } }',
      "es/main.js": 'export { v } from "./sub.js"; export default 1;',
      "es/sub.js": "export const v = 7;",
    },
    "without a manifest": { "index.js": "module.exports = { v: 7 };" },
    "with a scope": { "package.json": '{ "main": "m.js" }', "m.js": "exports.v = 7;" },
  };
  for (const [kind, files] of Object.entries(kinds)) {
    it(`is found when its folder comes: a package ${kind}`, async () => {
      const name = kind === "with a scope" ? "@own/late" : "late";
      const ways = [`import { v } from "${name}"; v`, `(await import("${name}")).v`, `require("${name}").v`];
      for (const way of ways) expect(await fails(way), way).to.match(/^Cannot find (?:package|module) '/);
      for (const [file, text] of Object.entries(files)) write(`node_modules/${name}/${file}`, text);
      for (const way of ways) expect(await cells.value(way), way).to.equal(7);
    });
  }

  it("is found when the package that needed it was there first", async () => {
    write("node_modules/driver/index.js", 'exports.open = () => require("engine").v;');
    expect(await fails('import { open } from "driver"; open()')).to.match(/^Cannot find module 'engine'/);
    write("node_modules/engine/package.json", '{ "main": "lib/engine.js" }');
    write("node_modules/engine/lib/engine.js", "exports.v = 8;");
    expect(await cells.value('import { open } from "driver"; open()')).to.equal(8);
    expect(await cells.value('import { v } from "engine"; v')).to.equal(8);
  });

  it("is found by an ES module of a package that failed for it", async () => {
    write("node_modules/outer/package.json", '{ "type": "module", "exports": "./main.js" }');
    write("node_modules/outer/main.js", 'import { v } from "inner"; export const twice = v * 2;');
    expect(await fails('import { twice } from "outer"; twice')).to.match(/^Cannot find package 'inner'/);
    write("node_modules/inner/package.json", '{ "type": "module", "exports": "./main.js" }');
    write("node_modules/inner/main.js", "export const v = 4;");
    expect(await cells.value('import { twice } from "outer"; twice')).to.equal(8);
  });

  it("is found by a local module that failed for it", async () => {
    write("uses.ts", 'import { v } from "late"; import { w } from "./file"; export const sum = v + w;');
    expect(await fails('import { sum } from "./uses"; sum')).to.match(/^Cannot find (?:package|module)/);
    write("node_modules/late/package.json", '{ "main": "m.js" }');
    write("node_modules/late/m.js", "exports.v = 1;");
    expect(await fails('import { sum } from "./uses"; sum')).to.match(/^Cannot find module '.*file'/);
    write("file.ts", "export const w = 2;");
    expect(await cells.value('import { sum } from "./uses"; sum')).to.equal(3);
  });

  it("runs again where a local module threw, and only that", async () => {
    write("fine.ts", "(globalThis as any).fineRuns = ((globalThis as any).fineRuns ?? 0) + 1; export const fine = 1;");
    write(
      "needs.ts",
      'import { fine } from "./fine"; if (!(globalThis as any).ready) throw new Error("not ready"); export const v = fine;',
    );
    expect(await fails('import { v } from "./needs"; v')).to.equal("not ready");
    expect(await cells.value('globalThis.ready = true; (await import("./needs")).v')).to.equal(1);
    expect(await cells.value("globalThis.fineRuns")).to.equal(1);
    await cells.run("delete globalThis.ready; delete globalThis.fineRuns");
  });
});
