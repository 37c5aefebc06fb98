import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { beforeEach, describe, it } from "mocha";
import { expect } from "chai";
import { createCompiler } from "../../../kernel/language/compile.ts";
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

describe("the language of cells", () => {
  beforeEach(() => {
    cells = createCells();
  });

  it("has no value after a declaration or a loop, and null is one", async () => {
    for (const source of [
      "let x = 1",
      "for (;;) break",
      "function f() {}",
      "for (let i = 0; i < 3; i++) i",
      "while (true) { 6; break }",
      "{ let y = 1 }",
      "if (false) 7",
      "",
      "// only words",
      ";",
    ]) {
      expect(await last(source), source).to.equal(undefined);
    }
    expect(await last("null")).to.equal(null);
    expect(await last("'words'")).to.equal("words");
    expect(await last("({ a: 1 })")).to.deep.equal({ a: 1 });
    expect(await last("(1, 2);")).to.equal(2);
    expect(await last("5 // five")).to.equal(5);
    expect(await last("/* a */ 6 /* b */;")).to.equal(6);
  });

  it("has the value of the statement that ran last in a block, as JavaScript's eval has", async () => {
    expect(await last("if (true) { 1 + 1 }")).to.equal(2);
    expect(await last("if (false) 1; else if (true) { let a = 3; a * 2; function unused() {} }")).to.equal(6);
    expect(await last("try { null.x } catch { 'caught' } finally { 'late' }")).to.equal("caught");
    expect(await last("switch (2) { case 1: 'one'; break; case 2: { 'two'; break } default: 'none' }")).to.equal("two");
    expect(await last("label: { 8 }")).to.equal(8);
    expect(
      await last("const answers: number[] = []", "if (answers.length === 0) { await null; answers.push(5) }"),
    ).to.equal(1);
  });

  it("runs code from text with the names of cells in sight", async () => {
    await cells.value("let rate: number = 3; const fixed = 4; function double(x: number) { return 2 * x }");
    expect(await last("eval('double(rate) + fixed')")).to.equal(10);
    expect(await last("eval('rate = 5'); rate")).to.equal(5);
    expect(await last("((rate) => eval('rate + fixed'))(1)")).to.equal(5);
    expect(await last("{ const inner = 1; eval('inner + rate') }")).to.equal(6);
    expect(await last("eval('var own = 2; const rate = own; rate')")).to.equal(2);
    expect(await last("eval('typeof rate + typeof nowhere')")).to.equal("numberundefined");
    expect(await last("eval('({ rate })')")).to.deep.equal({ rate: 5 });
    expect(await message("eval('fixed = 1')")).to.equal("Assignment to constant variable.");
    expect(await message("eval('nowhere')")).to.equal("nowhere is not defined");
    expect(await last("try { eval('1 +') } catch (error) { error.name }")).to.equal("SyntaxError");
    expect(await last("eval(7)")).to.equal(7);
    expect(await last("new Function('x', 'y = rate', 'return double(x) + y')(1)")).to.equal(7);
    expect(await last("Function('return fixed')()")).to.equal(4);
    expect(
      await last("[new Function instanceof Function, Function.prototype === (() => {}).constructor.prototype]"),
    ).to.deep.equal([true, true]);
    expect(await last("function eval2() {} const Function = class { n = 1 }; new Function().n")).to.equal(1);
  });

  it("waits for a promise that is the last value", async () => {
    expect(await last("Promise.resolve(3)")).to.equal(3);
    expect(await last("(async () => { await null; return 4 })()")).to.equal(4);
    expect(await message("Promise.reject(new Error('later'))")).to.equal("later");
  });

  it("has classes with private, static and abstract members, accessors and parameter properties", async () => {
    expect(
      await last(
        `abstract class Base<T> { protected abstract make(): T; static #count = 0; static { Base.#count = 1 } #secret = 2; static get count() { return Base.#count } get secret() { return this.#secret } has(o: object) { return #secret in o } declare phantom: string; override?: never; accessor both = 3; }
         class Child extends Base<number> { constructor(private readonly a: number, public b = 5, readonly c?: string) { super() } protected override make() { return this.a } all() { return [this.make(), this.b, this.secret, this.has(this), Child.count, this.both] } }`,
        "new Child(4).all()",
      ),
    ).to.deep.equal([4, 5, 2, true, 1, 3]);
  });

  it("has enums and namespaces, fresh in every cell and merged within one", async () => {
    expect(await last("enum E { A = 1 } enum E { B = 2 }\n[E.A, E.B, E[2]]")).to.deep.equal([1, 2, "B"]);
    expect(await last("enum E { C = 3 }\nObject.keys(E)")).to.deep.equal(["3", "C"]);
    expect(await last("const enum K { X = 'x' }\nK.X")).to.equal("x");
    expect(
      await last(
        "function N() { return N.k } namespace N { export const k = 4; export namespace Deep { export const d = k + 1 } }\n[N(), N.Deep.d]",
      ),
    ).to.deep.equal([4, 5]);
    expect(await last("namespace N { export const other = 1 }\nObject.keys(N)")).to.deep.equal(["other"]);
  });

  it("has standard decorators", async () => {
    expect(
      await last(
        `const log: string[] = [];
         function named(value: any, context: any) { log.push(context.kind + " " + String(context.name)); return value }
         @named class D { @named method() { return 1 } @named static s = 2; @named accessor a = 3; @named get g() { return 4 } }
         const d = new D(); [log.sort(), d.method(), D.s, d.a, d.g]`,
      ),
    ).to.deep.equal([["accessor a", "class D", "field s", "getter g", "method method"], 1, 2, 3, 4]);
  });

  it("has legacy decorators where the notebook's tsconfig asks for them", async () => {
    cells = createCells({ transform: { legacyDecorators: true } });
    expect(
      await last(
        "const seen: any[] = []; function p(target: any, key: string, descriptor?: any) { seen.push(key, typeof descriptor) }\nclass L { @p field = 1; @p method() {} }\nseen",
      ),
    ).to.deep.equal(["field", "undefined", "method", "object"]);
  });

  it("has JSX by pragma and by tsconfig, and angle brackets are types without", async () => {
    const h = "const h = (tag: any, props: any, ...children: any[]) => [tag, props, children];";
    expect(await last(`/** @jsx h */ ${h} const name = "x"; <a href={name}>t{1}</a>`)).to.deep.equal([
      "a",
      { href: "x" },
      ["t", 1],
    ]);
    expect(await last("<number>(5 as unknown) + 1")).to.equal(6);
    cells = createCells({ transform: { jsx: { runtime: "classic", factory: "h" } } });
    expect(await last(h, "<b/>")).to.deep.equal(["b", null, []]);
  });

  it("has JSX of the automatic runtime", async () => {
    expect(createCompiler().compile("/** @jsxImportSource preact */ <a b={1}/>", 1))
      .to.have.nested.property("cell.code")
      .that.includes('"preact/jsx-runtime"');
  });

  it("exports as a module does", async () => {
    expect(
      await last("export const a = 1; export { a as b }; export default function named() { return 3 }\nnamed()"),
    ).to.equal(3);
    expect(await last("export default class { static s = 4 }").then((value) => (value as { s: number }).s)).to.equal(4);
    expect(await last("export default { a: 5 }")).to.deep.equal({ a: 5 });
    expect(await last('export * from "node:path"; export { join as j } from "node:path"; 6')).to.equal(6);
  });

  it("disposes of using at the end of the cell, also when it fails", async () => {
    await cells.value(
      "const log: string[] = []; const open = (name: string) => ({ name, [Symbol.dispose]() { log.push(name) }, async [Symbol.asyncDispose]() { log.push('async ' + name) } })",
    );
    expect(
      await last("using a = open('a'), b = open('b'); log.push(a.name + ' is open')", "log.splice(0)"),
    ).to.deep.equal(["a is open", "b", "a"]);
    expect(await last("await using c = open('c'); 1", "log.splice(0)")).to.deep.equal(["async c"]);
    await cells.run("using d = open('d'); throw 1");
    expect(await last("log.splice(0)")).to.deep.equal(["d"]);
    expect(await last("{ using e = open('e') }\nfor (using f of [open('f')]);\nlog")).to.deep.equal(["e", "f"]);
  });

  it("has generators, async iteration, labels, tagged templates, optional chains, BigInt and regular expressions", async () => {
    expect(
      await last(
        `async function* count(n: number) { for (let i = 0; i < n; i++) yield i }
         const got: number[] = []; for await (const x of count(3)) got.push(x);
         outer: for (const i of [1, 2, 3]) for (const j of [1, 2]) { if (j === 2) continue outer; if (i === 3) break outer; got.push(i * 10) }
         const raw = String.raw\`a\\n\${got.length}\`; const none: any = null;
         [got, raw, none?.a?.(1), 2n ** 70n > 0n, /(?<y>\\d+)/v.exec("a12")!.groups!.y, 1_000, none ?? "d"]`,
      ),
    ).to.deep.equal([[0, 1, 2, 10, 20], "a\\n5", undefined, true, "12", 1000, "d"]);
  });

  it("erases types wherever they stand", async () => {
    expect(
      await last(
        `interface I { a: number } type T = I | null; declare const ghost: string; declare function phantom(): void; declare module "x" { }
         function over(a: string): string; function over(a: number): number; function over(a: any) { return a }
         const id = <X,>(x: X): X => x; let definite!: number; definite = 1;
         const sat = { a: 1 } satisfies I; const c = sat as const as I; const t = c!.a; function guard(x: unknown): x is I { return true } function thisArg(this: I, n?: number) { return n }
         let u: unique symbol | undefined; for (const k in sat as object) { } abstract class A<in out V> { abstract v: V; private readonly p?: V } type G = import("node:fs").Stats;
         [over(2), id<string>("s"), definite, t, guard(1), new Map<string, Array<number>>().size]`,
      ),
    ).to.deep.equal([2, "s", 1, 1, true, 0]);
  });

  it("throws what it is told to", async () => {
    expect(await last("let t; try { throw (1, 2) } catch (e) { t = e } t")).to.equal(2);
    expect(await last("try { throw { a: 1 } } catch ({ a }) { t = a } t")).to.equal(1);
  });

  it("takes sums of any length, and says so when a cell is nested too deep to be compiled", async () => {
    expect(await last("1 + ".repeat(3000) + "1")).to.equal(3001);
    const deep = `${Array.from({ length: 4000 }, (_, i) => `l${i}: `).join("")}1`;
    expect((await cells.run(deep)).kind).to.equal("syntax-error");
  });

  it("is strict", async () => {
    expect(await message("Object.freeze([1]).push(2)")).to.match(/not extensible/);
    expect(await last("(function (this: unknown) { return this })()")).to.equal(undefined);
  });

  it("has no arguments and no return at its top level, and may begin as a script does", async () => {
    expect(await message("arguments")).to.equal("arguments is not defined");
    expect((await cells.run("return 5")).kind).to.equal("syntax-error");
    expect(await last("#!/usr/bin/env node\n7")).to.equal(7);
  });

  it("takes every file of this project as a cell", function () {
    this.timeout(30_000);
    const root = join(import.meta.dirname, "../../..");
    const files = globSync("{kernel,src,test}/**/*.ts", { cwd: root });
    expect(files.length).to.be.above(100);
    for (const file of files) {
      const outcome = createCompiler().compile(readFileSync(join(root, file), "utf8"), 1);
      expect(outcome.kind, file).to.equal("compiled");
      if (outcome.kind === "compiled") new Script(`(async function () { ${outcome.cell.code}\n})`, { filename: file });
    }
  });

  it("imports dynamically from the cell's functions too", async () => {
    expect(
      await last("const load = async (name: string) => (await import(`node:${name}`)).sep", "await load('path')"),
    ).to.equal("/");
  });
});
