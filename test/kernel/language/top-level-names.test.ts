import { beforeEach, describe, it } from "mocha";
import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { type Cells, createCells } from "../../support/kernel-cells.ts";

let cells: Cells;

/** Runs cells in order and returns the value of the last. */
const last = async (...sources: readonly string[]): Promise<unknown> => {
  let value: unknown;
  for (const source of sources) value = await cells.value(source);
  return value;
};
const message = async (source: string): Promise<string> => {
  const outcome = await cells.run(source);
  return outcome.kind === "error" ? (outcome.error as Error).message : `no error but ${outcome.kind}`;
};

describe("top-level names", () => {
  beforeEach(() => {
    cells = createCells();
  });

  const kinds: Record<string, string> = {
    let: "let item = 1;",
    const: "const item = 1;",
    var: "var item = 1;",
    function: "function item() {}",
    class: "class item {}",
    enum: "enum item { A }",
    namespace: "namespace item { export const a = 1 }",
    import: 'import item from "node:path";',
    destructuring: "const { item } = { item: 1 };",
    using: "using item = null;",
    "undeclared assignment": "item = 1;",
  };
  for (const [kind, declaration] of Object.entries(kinds)) {
    it(`are redeclared by anything after ${kind}`, async () => {
      for (const [other, again] of Object.entries(kinds)) {
        // This is an assignment and not a declaration, so a constant refuses it.
        if (other === "undeclared assignment" && ["const", "destructuring"].includes(kind)) continue;
        const fresh = createCells();
        await fresh.value(`${declaration} const seen = () => item;`);
        await fresh.value(again);
        expect(await fresh.value("seen() === item"), `${kind} then ${other}`).to.equal(true);
      }
    });
  }

  it("have their old value in a redeclaration's initialiser, and none where there is no old one", async () => {
    expect(await last("let x = 1", "let x = x + 1", "x")).to.equal(2);
    expect(await message("let y = y + 1")).to.equal("Cannot access 'y' before initialization");
    expect(await message("y")).to.equal("y is not defined");
  });

  it("may not be read before their line", async () => {
    expect(await message("const early = () => late; early(); let late = 1")).to.equal(
      "Cannot access 'late' before initialization",
    );
    expect(await message("typeof soon; const soon = 1")).to.equal("Cannot access 'soon' before initialization");
    expect(await message("new Late(); class Late {}")).to.equal("Cannot access 'Late' before initialization");
  });

  it("are seen by closures of earlier cells as they are now", async () => {
    expect(
      await last("let n = 0; const get = () => n; function bump() { return ++n }", "n = 10; bump()", "[n, get()]"),
    ).to.deep.equal([11, 11]);
    expect(
      await last(
        "const f = () => g()",
        "const g = () => 1; f()",
        "function g() { return 2 }\nf()",
        "let g = () => 3\nf()",
      ),
    ).to.equal(3);
  });

  it("are not defined before any cell defines them", async () => {
    await cells.value("const uses = () => later; const asks = () => typeof later");
    expect(await message("uses()")).to.equal("later is not defined");
    expect(await last("asks()")).to.equal("undefined");
    expect(await last("let later = 5", "[uses(), asks()]")).to.deep.equal([5, "number"]);
  });

  it("keep what a cell did before it failed", async () => {
    expect(
      await message(
        "let a = 1; var v = 2; function f() { return a } throw new Error('half-way'); let b = 3; class C {}",
      ),
    ).to.equal("half-way");
    expect(await last("[a, v, f(), typeof b, typeof C]")).to.deep.equal([1, 2, 1, "undefined", "undefined"]);
    expect(await message("b")).to.equal("b is not defined");
    expect(await last("let b = 4", "b")).to.equal(4);
  });

  it("keep every step of a loop that fails", async () => {
    await cells.run("let total = 0; for (const i of [1, 2, 3, null, 5]) total += i.valueOf()");
    expect(await last("total")).to.equal(6);
  });

  it("are hoisted as in JavaScript", async () => {
    expect(await last("const r = h(); function h() { return hv } var hv = 1; [r, hv]")).to.deep.equal([undefined, 1]);
    expect(await last("function twice() { return 1 } function twice() { return 2 } twice()")).to.equal(2);
    expect(await last("const order = typeof hoisted; async function hoisted() {} order")).to.equal("function");
  });

  it("come out of nested var and for", async () => {
    expect(
      await last(
        "for (var i = 0, j = 10; i < 3; i++) { var inner = i } do { var once = true } while (false); try { throw 1 } catch (e) { var caught = e } finally { var fin = 2 }\nif (0) var never;\n[i, j, inner, once, caught, fin, never]",
      ),
    ).to.deep.equal([3, 10, 2, true, 1, 2, undefined]);
    expect(
      await last(
        "for (var k of [1, 2]); for (var p in { q: 1 }); for (var [d, { e: ee = 7 }] of [[1, {}]]); [k, p, d, ee]",
      ),
    ).to.deep.equal([2, "q", 1, 7]);
    expect(await last("label: { var labelled = 1; break label }\nlabelled")).to.equal(1);
  });

  it("keep their value through a var without initialiser, and lose it through a let", async () => {
    expect(await last("var v = 1; let l = 1", "var v; let l; [v, l]")).to.deep.equal([1, undefined]);
  });

  it("are assigned to in every way that JavaScript has", async () => {
    expect(
      await last(
        "let a = 1, b: any = null, c = 0, o: any = {}, s = ''",
        "a += 2; a **= 2; a++; ++a; a--; b ??= 5; c ||= 6; c &&= 7; [a, o.x] = [a + 1, b]; ({ y: o.y, ...o.rest } = { y: 1, z: 2 } as any); for (a of [20, 30]); for (s in { key: 1 }); [a, b, c, o, s]",
      ),
    ).to.deep.equal([30, 5, 7, { x: 5, y: 1, rest: { z: 2 } }, "key"]);
    expect(
      await last("let f1, f2; [f1 = () => 1, { f2 = 3 }] = [undefined, {}] as any; [f1(), f1.name, f2]"),
    ).to.deep.equal([1, "f1", 3]);
  });

  it("give functions and classes their names", async () => {
    expect(
      await last(
        "const arrow = () => 1, fn = function () {}, C = class {}; let { d = () => 2 } = {} as any; let later; later = async () => 3; later2 ??= () => 4; var later2;",
        "[arrow, fn, C, d, later, later2].map((f) => f.name)",
      ),
    ).to.deep.equal(["arrow", "fn", "C", "d", "later", "later2"]);
    expect(await last("const S = class { static name = 'own' }; S.name")).to.equal("own");
  });

  it("are not handed over as this", async () => {
    expect(
      await last(
        "function self(this: any) { return this }\nconst tag = function (this: any) { return this }; [self(), tag``, self?.()]",
      ),
    ).to.deep.equal([undefined, undefined, undefined]);
  });

  it("are shadowed by parameters, blocks, catches, loops, classes and functions", async () => {
    expect(
      await last(
        "const x = 'top'",
        `const out: string[] = [];
         ((x) => out.push(x))("parameter");
         { const x = "block"; out.push(x) }
         try { throw "catch" } catch (x) { out.push(x as string) }
         for (const x of ["loop"]) out.push(x);
         (function x() { out.push(typeof x) })();
         out.push(new (class x { me() { return typeof x } })().me());
         (function () { out.push(String(x)); var x })();
         (({ x = "default" }) => out.push(x))({});
         switch (1) { case 1: let x = "switch"; out.push(x) }
         ((y = x) => { var x = "body"; out.push(y + x) })();
         out.push(x); out`,
      ),
    ).to.deep.equal([
      "parameter",
      "block",
      "catch",
      "loop",
      "function",
      "function",
      "undefined",
      "default",
      "switch",
      "topbody",
      "top",
    ]);
  });

  it("may be called like anything that Node or the kernel uses", async () => {
    const names = [
      "URL",
      "require",
      "exports",
      "process",
      "_",
      "module",
      "console",
      "Promise",
      "Error",
      "Object",
      "globalThis",
      "$0",
      "page",
      "value",
      "Symbol",
      "__tslab__",
      "Reflect",
      "eval2",
      "async",
      "of",
      "get",
      "__proto__",
      "constructor",
      "toString",
      "hasOwnProperty",
      "kernel",
      "display",
    ];
    for (const name of names) {
      const fresh = createCells();
      expect(await fresh.value(`const ${name} = 5; ${name} + 1`), name).to.equal(6);
      expect(await fresh.value(`${name} + 2`), name).to.equal(7);
      expect(await fresh.value(`function ${name}() { return 8 }\n${name}()`), name).to.equal(8);
    }
    expect(new URL("http://a").host).to.equal("a");
  });

  it("may hold dollars as the compiled code does", async () => {
    expect(await last("const $$ = 1, $$0 = 2, $$$ = 3; const price = 4; [$$, $$0, $$$, `$${price}`]")).to.deep.equal([
      1,
      2,
      3,
      "$4",
    ]);
    expect(await last("$$ + price")).to.equal(5);
  });

  it("may be more than any one object holds in fast mode", async () => {
    const names = Array.from({ length: 500 }, (_, i) => `v${i}`);
    await cells.value(names.map((name, i) => `let ${name} = ${i};`).join("\n"));
    expect(await last(`${names.join(" + ")}`)).to.equal((499 * 500) / 2);
  });

  it("refuse every assignment when they are constants, in their own cell and in later ones", async () => {
    expect(await message("const c = 1; c = 2")).to.equal("Assignment to constant variable.");
    expect(await message("const d = 1; const change = () => { d++ }; change()")).to.equal(
      "Assignment to constant variable.",
    );
    await cells.value("const [e, { f }] = [1, { f: 2 }]; let free = 3");
    for (const write of [
      "e = 5",
      "f++",
      "[e] = [5]",
      "({ f } = { f: 5 })",
      "for (e of [5]);",
      "(() => { f += 1 })()",
    ]) {
      const outcome = await cells.run(write);
      expect(outcome.kind === "error" && outcome.error, write).to.be.instanceOf(TypeError);
      expect(await message(write)).to.equal("Assignment to constant variable.");
    }
    expect(await last("try { e = 1 } catch (error) { error.message }")).to.equal("Assignment to constant variable.");
    expect(await last("free = 4; [e, f, free]")).to.deep.equal([1, 2, 4]);
  });

  it("are refused to code that was there before the constant", async () => {
    await cells.value("function change() { later = 5 }");
    await cells.value("const later = 1");
    expect(await message("change()")).to.equal("Assignment to constant variable.");
    expect(await last("later")).to.equal(1);
  });

  it("are free to be declared anew, and are no constants then", async () => {
    expect(await last("const g = 1", "let g = 2; g = 3; g++; g")).to.equal(4);
    expect(await last("const g = 4", "var g = 5; g = 6; g")).to.equal(6);
    expect(await last("const h = 1", "const h = 2; h")).to.equal(2);
    expect(await message("h = 3")).to.equal("Assignment to constant variable.");
  });

  it("stay as fast as they are when they are constants, and beside them", async () => {
    const script = `
      const { Pages } = await import(${JSON.stringify(import.meta.resolve("../../../kernel/runner/pages.ts"))});
      const pages = new Pages();
      const names = Array.from({ length: 30 }, (_, i) => "name" + i);
      for (let again = 0; again < 3; again++) {
        pages.open(names.map((name) => ({ name, page: 0, kind: "lexical" })));
        for (const name of names) {
          pages.page(0)[name] = again + 0.5;
          pages.fix(pages.page(0), name);
        }
      }
      process.stdout.write(String(%HasFastProperties(pages.page(0))));`;
    const args = [
      "--allow-natives-syntax",
      "--disable-warning=ExperimentalWarning",
      "--input-type=module",
      "-e",
      script,
    ];
    expect(execFileSync(process.execPath, args, { encoding: "utf8" })).to.equal("true");
  });

  it("are made by assignments without declaration, which leave what the kernel needs alone", async () => {
    const names = ["Map", "Set", "Object", "Promise", "Error", "process", "Buffer", "JSON"];
    for (const name of names) expect(await last(`${name} = 5; ${name} + 1`), name).to.equal(6);
    expect(await last("Map + Set + process")).to.equal(15);
    expect(await last("[globalThis.Map, globalThis.process].map((it) => typeof it)")).to.deep.equal([
      "function",
      "object",
    ]);
  });

  it("find globals that appear later", async () => {
    await cells.value("const look = () => appears");
    expect(await last("globalThis.appears = 1; [look(), appears]")).to.deep.equal([1, 1]);
    expect(await last("appears = 2; const seen = globalThis.appears; delete globalThis.appears; seen")).to.equal(2);
  });
});
