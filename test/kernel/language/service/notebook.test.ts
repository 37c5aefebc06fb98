import { beforeEach, describe, it } from "mocha";
import { expect } from "chai";
import {
  createNotebook,
  editFile,
  type Modules,
  type Notebook,
  poolSize,
} from "../../../../kernel/language/service/notebook.ts";

describe("the notebook as modules", () => {
  let notebook: Notebook;
  let n: number;
  const run = (source: string): void => {
    notebook.place(source, ++n);
    notebook.commit(source, n);
  };
  const header = (source: string): string => notebook.place(source, ++n)!.text.split("\n")[0]!;

  beforeEach(() => {
    notebook = createNotebook();
    n = 0;
  });

  it("bring in the names that a cell uses, each by its kind", () => {
    run(
      "let a = 1; const b = 2; function c() {} class D {} interface E {} import f from 'f'; loose = 3; let unused = 4;",
    );
    expect(header("a; b; c; D; E; f; loose")).to.equal(
      'import { c0 as __cell0 } from "./__cells__"; declare let a: typeof __cell0.a; declare const b: typeof __cell0.b; ' +
        "import c = __cell0.c; import D = __cell0.D; import E = __cell0.E; import f = __cell0.f; declare let loose: any;",
    );
  });

  it("export what a cell declares, except what it exports itself", () => {
    const { text } = notebook.place("export const a = 1; let { b, c: [d] } = x; { var e = 2; let f = 3; }", 1)!;
    expect(text.split("\n").slice(1)).to.deep.equal([
      "export const a = 1; let { b, c: [d] } = x; { var e = 2; let f = 3; }",
      "export { b, d, e };",
      "",
    ]);
  });

  it("leave out of the header what the cell declares anew", () => {
    run("let a = 1; let b = 2;");
    expect(header("const a = 3; b")).to.match(
      /^import \{ c0 as __cell0 \} from "[^"]*"; declare let b: typeof __cell0\.b;$/,
    );
  });

  it("make names visible on commit only", () => {
    notebook.place("const a = 1;", 1);
    expect(header("a")).not.to.contain("typeof");
  });

  it("commit a cell that was never placed, and name the document that this writes", () => {
    expect(notebook.commit("const a = 1;", 1).map(({ file }) => file)).to.deep.equal(["__cell0__.ts"]);
    expect([...notebook.visible.keys()]).to.deep.equal(["a"]);
  });

  it("do not commit what does not parse", () => {
    expect(notebook.commit("const a = ;", 1)).to.deep.equal([]);
    expect(notebook.visible.size).to.equal(0);
  });

  it("show an unfinished cell every name, except those that it seems to declare", () => {
    run("let a = 1; let b = 2; let c = 3; let d = 4;");
    const { file, text } = notebook.edit("const a = b.\nimport { x as c } from 'm'; import { y, d");
    expect(file).to.equal(editFile);
    expect(text).not.to.contain("declare let a:").and.not.to.contain("declare let c:");
    expect(text).to.contain("declare let b:").and.to.contain("declare let d:");
  });

  it("use a module again when nothing visible needs it", () => {
    const used = new Set<string>();
    for (let k = 0; k < 5 * poolSize; k++) {
      used.add(notebook.place("const a = 1;", ++n)!.file);
      notebook.commit("const a = 1;", n);
    }
    expect(used.size).to.equal(poolSize);
    expect(notebook.modules).to.have.length(poolSize);
  });

  it("keep a module that a visible name needs through another cell", () => {
    run("const base = 1;");
    run("const derived = base + 1;");
    run("const base = 'anew';");
    for (let k = 0; k < 2 * poolSize; k++) {
      const { file } = notebook.place("1", ++n)!;
      notebook.commit("1", n);
      expect(file).not.to.be.oneOf(["__cell0__.ts", "__cell1__.ts", "__cell2__.ts"]);
    }
    run("const derived = 0;");
    const files = Array.from({ length: poolSize }, () => {
      notebook.commit("1", ++n);
      return notebook.place("1", ++n)!.file;
    });
    expect(files).to.include("__cell0__.ts");
  });

  it("grow by a pool when all modules are needed", () => {
    for (let k = 0; k <= poolSize; k++) run(`const name${k} = ${k};`);
    expect(notebook.modules).to.have.length(2 * poolSize);
    expect(header("name0; name64")).to.contain("typeof __cell0.name0").and.to.contain("typeof __cell64.name64");
  });

  it("list no more modules after a long day than cells of late have used", () => {
    for (let k = 0; k < 1500; k++) run(`const name${k} = ${k % 3 === 0 ? k : `name${k - 1}`};`);
    expect(notebook.modules).to.have.length.below(6 * poolSize);
  });

  it("keep their number however often a name is redeclared", () => {
    const listed = new Set<Modules>();
    for (let k = 0; k < 20 * poolSize; k++) {
      run(`const name${k % 100} = ${k};`);
      listed.add(notebook.modules);
    }
    expect(notebook.modules).to.have.length(2 * poolSize);
    // The server makes a new program for each new list.
    expect(listed).to.have.property("size", 2);
  });

  it("list a module again when a cell uses it, with those that it needs", () => {
    run("class Base {}");
    run("const base = new Base();");
    run("const derived = base;");
    for (let k = 0; k < 10 * poolSize; k++) run(`const name${k} = ${k};`);
    expect(notebook.modules)
      .not.to.include.members([0])
      .and.not.to.include.members([1])
      .and.not.to.include.members([2]);
    const before = notebook.modules;
    run("derived");
    expect(notebook.modules).to.include.members([0, 1, 2]);
    expect(notebook.modules).to.have.length(before.length + 3);
  });

  it("list for an unfinished cell what it uses; other names of old are offered without their types", () => {
    run("let old = 1; function older() {}");
    for (let k = 0; k < 10 * poolSize; k++) run(`let name${k} = ${k};`);
    expect(notebook.edit("nam").text).to.contain("declare let old: any;").and.to.contain("declare let older: any;");
    expect(notebook.modules).not.to.include(0);
    expect(notebook.edit("old.").text).to.contain("declare let old: typeof __cell0.old;");
    expect(notebook.modules).to.include(0);
  });

  it("find what a cell assigns without declaring it in any scope", () => {
    const undeclared = (source: string): string[] => [...notebook.place(source, ++n)!.undeclared];
    expect(
      undeclared("a = 1; function f(b) { b = 2; let c; c = 3; d = 4; } try {} catch (e) { e = 5; }"),
    ).to.deep.equal(["a", "d"]);
    expect(undeclared("({ x: 1 }).x = 2; process = 3; for (const i of []) { let j; j = i; }")).to.deep.equal([]);
    run("let a = 1;");
    expect(undeclared("a = 2")).to.deep.equal([]);
  });
});
