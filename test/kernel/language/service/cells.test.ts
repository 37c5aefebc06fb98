import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { expect } from "chai";
import { codes, run, said, sharedService } from "./service.ts";

describe("cells beside each other", () => {
  const shared = sharedService();
  const clean = async (...cells: string[]): Promise<void> => {
    for (const [k] of cells.entries()) {
      shared.get().reset();
      expect(await said(shared.get(), ...cells.slice(0, k + 1))).to.equal("");
    }
  };
  const finds = async (expected: string[], ...cells: string[]): Promise<void> => {
    expect(codes(await run(shared.get(), ...cells))).to.deep.equal(expected);
  };

  it("see the names of earlier cells with their types", () =>
    finds(["TS2339 1:7"], "const width = 3, height = 'x';", "width.toFixed(); height.length;", "width.foo"));

  it("may declare a name anew with another type and kind", async () => {
    await clean("let x = 1;", "let x = 'a';", "x.length", "const x = [1];", "x.push(2)", "function x() { return 1n; }");
    await clean(
      "function x() { return 1n; }",
      "x() + 1n",
      "class x { q = 1; }",
      "new x().q",
      "enum x { A }",
      "x.A",
      "type x = 3;",
    );
  });

  it("use the newest declaration of a name", () => finds(["TS2551 1:3"], "let x = 1;", "let x = 'a';", "x.toFixed()"));

  it("keep what somebody meant by never, and by an index that cannot be one", () =>
    finds(
      ["TS2345 2:44", "TS2339 3:14", "TS7053 5:1"],
      "function rest(x: never): never { throw x; }\nfunction f(a: 1 | 2) { if (a === 1) { rest(a); } }\n(f as never).x;\n" +
        "const p = { a: 1 };\np['b'];",
    ));

  it("may use a name in its own new declaration", () => clean("let n = 1;", "let n = n + 1;"));

  it("may be run again", () =>
    clean("const a = 1;", "a + 1", "const a = 'b';", "a.length", "const a = 1;", "a.toFixed()"));

  it("keep value, type and namespace meanings of a name", () =>
    clean(
      "class Box<T> { constructor(readonly value: T) {} static of<U>(u: U) { return new Box(u); } }\n" +
        "enum Split { Train = 'train' }\nnamespace Geo { export interface Point { x: number } export const origin: Point = { x: 0 }; }\n" +
        "interface Layer { units: number }\ntype Maybe<T> = T | undefined;\nabstract class Shape { abstract area(): number; }",
      "class Named extends Box<number> { name = 'b'; }\nclass Square extends Shape { area() { return 1; } }\n" +
        "const split: Split = Split.Train; const point: Geo.Point = Geo.origin; const layer: Maybe<Layer> = { units: 1 };\n" +
        "new Named(3).value.toFixed(); Box.of('a').value.length; new Square().area(); new Square() instanceof Shape",
    ));

  it("keep overloads, assertions and unique symbols", () =>
    clean(
      "function over(a: string): string;\nfunction over(a: number): number;\nfunction over(a: string | number) { return a; }\n" +
        "function mustBeText(x: unknown): asserts x is string {}\nconst key = Symbol('key');",
      "over('a').length; over(1).toFixed();\nfunction size(x: unknown) { mustBeText(x); return x.length; }\n({ [key]: 1 })[key].toFixed()",
    ));

  it("assign to variables of earlier cells", () =>
    clean("let count = 0;", "count = 1; count += 2; count++; ({ count } = { count: 3 })"));

  it("await at their top level", () =>
    clean(
      "const w = await Promise.resolve(2);",
      "w.toFixed(); for await (const v of [w]) v.toFixed();",
      "await using d = { async [Symbol.asyncDispose]() {} };",
    ));

  it("may end in any expression", () => clean("1", "'a'", "({})", "[1]", "void 0", "() => 1"));

  it("may leave names unused", () =>
    clean("import { join, dirname } from 'node:path'; const a = 1; function f(p: number) {}"));

  it("share imports, with types and defaults", () =>
    clean(
      "import type { Stats } from 'node:fs';\nimport util, { inspect as show } from 'node:util';\nimport * as os from 'node:os';",
      "let stats: Stats | undefined; util.format(show(stats)); os.cpus().length",
    ));

  it("let functions use what a later cell defines, with a warning", async () => {
    const [warning] = await run(shared.get(), "function fwd() { return later(); }");
    expect(warning).to.include({ severity: "warning", code: 2304 });
    await finds([], "function fwd() { return later(); }", "function later() { return 1; }", "fwd()");
  });

  it("create a variable by assigning to it, with a warning", async () => {
    const [warning, ...more] = await run(shared.get(), "made = 3; made.toFixed()");
    expect(warning).to.include({ severity: "warning", code: 2304 });
    expect(more).to.deep.equal([]);
    await finds([], "made = 3; made.toFixed()", "made + 1; made = 'x'");
  });

  it("replace functions, classes and imports of earlier cells, with a warning", async () => {
    const declared = "function half() {} class Net {} import fs from 'node:fs';";
    const found = await run(shared.get(), declared, "half = 1; Net = 2; fs = 3");
    expect(found.map(({ severity }) => severity)).to.deep.equal(Array(3).fill("warning"));
    expect(found[0]?.message).to.equal(
      "'half' is not a variable (let) in the cell that declares it. This assignment replaces it all the same.",
    );
    await finds([], declared, "half = 1; Net = 2; fs = 3;", "half + 1; Net + 2; fs + 3");
  });

  it("cannot replace constants, which stay what they are, and may be declared anew", async () => {
    await finds(
      ["TS2588 1:1", "TS2588 1:11", "TS2588 1:22"],
      "const size = 3;",
      "size = 4; size++; ({ size } = { size: 5 })",
    );
    await finds([], "const size = 3;", "size = 4", "size.toFixed()");
    await finds(["TS2588 1:17"], "const size = 3;", "const size = 4; size = 5;");
    await finds([], "const size = 3;", "let size = 4; size = 5;", "size = 6");
  });

  it("may ask by typeof whether there is a name", () => clean("typeof nowhere === 'undefined'"));

  it("that run without waiting for their checks are checked all the same", async () => {
    const service = shared.get();
    const checks = Array.from({ length: 20 }, (_, k) => {
      const source = k === 0 ? "let v0 = 0;" : `let v${k} = v${k - 1} + 1; v${k - 1}.nothing`;
      const check = service.check(source, k + 1);
      service.commit(source, k + 1);
      return check;
    });
    const found = await Promise.all(checks);
    expect(found.map((diagnostics) => diagnostics.map(({ code }) => code))).to.deep.equal([
      [],
      ...Array(19).fill([2339]),
    ]);
  });

  it("know variables of nested blocks that var makes", () =>
    clean(
      "for (var i = 0; i < 3; i++) {}\nif (i) { var inner: number | undefined = 3; }",
      "i.toFixed(); inner?.toFixed()",
    ));

  it("destructure with defaults and rest", () =>
    clean(
      "const { a, b: [c, d = 4], ...rest } = { a: 1, b: [3], z: 9 };",
      "a.toFixed(); c?.toFixed(); d.toFixed(); rest.z.toFixed()",
    ));

  it("leave the type of a bare let open", () =>
    clean("let later; let list = [];", "later = 3; list.push(1); later + list.length"));

  it("may use names that Node and modules use", () =>
    clean(
      "const URL = 5; let fetch = 3; let process = 2; const require = 3; const exports = 4; const name = 'n';",
      "URL + fetch + process + require + exports; name.length",
    ));

  it("reach what Node and the kernel provide", () =>
    clean(
      "process.argv; Buffer.from('a'); require('node:fs'); __dirname; import.meta.url; setTimeout(() => {}, 1); fetch; structuredClone({})",
      "display.html('<b>'); jupyter.md`a`; jupyter.html('<b>');  prompt('?')?.length; confirm('?') && alert(); await kernel.install('x')",
    ));

  it("declare ambient names and augment the global scope", () =>
    clean("declare const outside: number;\ndeclare global { var made: number; }", "outside.toFixed(); made.toFixed()"));

  it("export and have a default", () =>
    clean(
      "export const e1 = 1; export function ef() { return e1; }\nexport default 12;",
      "ef() + e1",
      "export default class { q = 1 }",
      "export default function named() { return 1; }",
      "named()",
    ));

  it("decorate", () =>
    clean(
      "function deco(value: unknown, context: ClassDecoratorContext) {}\n@deco class Decorated {}",
      "new Decorated()",
    ));

  it("hold JSX where they do not parse without", () =>
    finds(
      ["TS2322 1:17"],
      "/** @jsx h */\nfunction h(tag: string, attributes: object | null, ...children: unknown[]) { return tag.length; }\n" +
        "declare namespace h { namespace JSX { type Element = number; interface IntrinsicElements { div: { id?: string } } } }",
      "/** @jsx h */ <div id='a'>x</div>",
      "/** @jsx h */ <div id={3}>x</div>".replace("/** @jsx h */", "/*@jsx h*/"),
    ));

  it("may begin with a hashbang", () => finds(["TS2339 2:5"], "#!/usr/bin/env node\n[1].foo"));

  it("are not checked where they say so", () => clean("// @ts-nocheck\nconst a: number = 'x';"));

  it("that do not parse are left to the compiler", () => clean("let q1: number = "));

  it("ignore a line that says so", () =>
    clean("// @ts-ignore\nconst a: number = 'x';\n// @ts-expect-error\nconst b: number = 'x';"));

  it("forget everything on reset", async () => {
    await run(shared.get(), "const gone = 1;");
    shared.get().reset();
    expect(codes(await run(shared.get(), "gone"))).to.deep.equal(["TS2304 1:1"]);
  });

  it("are placed by UTF-16 columns behind an emoji", () => finds(["TS2339 1:13"], "'😀😀'; [1].foo"));

  it("of tslab's module have its types", () =>
    finds(
      ["TS2345 1:64"],
      "import { display, newDisplay } from 'tslab'; newDisplay().html(1); display.png(new Uint8Array(1))",
    ));

  it("know convkernel without its being installed", () => clean("import * as ck from 'convkernel';"));

  it("of a package without types are any", async () => {
    const folder = join(shared.folder, "node_modules", "untyped");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "name": "untyped", "main": "index.js" }');
    writeFileSync(join(folder, "index.js"), "exports.a = 1;");
    await clean("import untyped from 'untyped';\nuntyped.anything.at.all");
  });
});
