import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { after, before, describe, it } from "mocha";
import { expect } from "chai";
import { installStackTraces } from "../../../../kernel/runner/trace/stack.ts";
import { describeError } from "../../../../kernel/runner/trace/traceback.ts";
import { type Cells, createCells } from "../../../support/kernel-cells.ts";

describe("tracebacks", () => {
  let folder: string;
  let cells: Cells;
  const original = Object.getOwnPropertyDescriptors(Error);
  before(() => {
    installStackTraces();
    folder = mkdtempSync(join(tmpdir(), "cells-"));
  });
  after(() => {
    Object.defineProperties(Error, {
      prepareStackTrace: original.prepareStackTrace!,
      stackTraceLimit: original.stackTraceLimit!,
    });
    rmSync(folder, { recursive: true, force: true });
  });

  /** The traceback of the last of some cells, without colours; the first is cell 1. */
  const trace = async (...sources: readonly string[]): Promise<string> => {
    cells = createCells({ folder });
    let text = "";
    for (const source of sources) {
      const outcome = await cells.run(source);
      if (outcome.kind === "error") text = describeError(outcome.error).traceback.join("\n");
      else if (outcome.kind === "syntax-error") text = outcome.traceback.join("\n");
      else text = `no error but ${outcome.kind}`;
    }
    return stripVTControlCharacters(text);
  };
  /** The lines of the traceback that name a place. */
  const places = async (...sources: readonly string[]): Promise<string[]> =>
    (await trace(...sources))
      .split("\n")
      .filter((line) => /^(?:Cell|File|Package)/.test(line))
      .map((line) => line.replaceAll(folder, "."));

  it("begin with the failing line of the cell and end with the message", async () => {
    expect(await trace("const inc = (x: any) => {\n  return x.a.b;\n}", "// call it\ninc({})")).to.equal(
      [
        "Cell In[2], line 2",
        "     1 // call it",
        "---> 2 inc({})",
        "       ^",
        "",
        "Cell In[1], line 2, in inc",
        "     1 const inc = (x: any) => {",
        "---> 2   return x.a.b;",
        "                    ^",
        "     3 }",
        "",
        "TypeError: Cannot read properties of undefined (reading 'b')",
      ].join("\n"),
    );
  });

  it("have IPython's colours", async () => {
    const outcome = await createCells({ folder }).run("null.x");
    const { traceback } = describeError(outcome.kind === "error" && outcome.error);
    expect(traceback[0]).to.equal("Cell \u001B[0;32mIn[1], line 1\u001B[0m");
    expect(traceback.at(-1)!.startsWith("\u001B[0;31mTypeError\u001B[0m: ")).to.equal(true);
  });

  it("point at the place in the TypeScript as it was written", async () => {
    const text = await trace(
      "interface P { x: number }\nconst p: P | null = null as any;\n\n  const y: number = (p as P).x;",
    );
    expect(text).to.include(
      "Cell In[1], line 4\n     2 const p: P | null = null as any;\n     3 \n---> 4   const y: number = (p as P).x;\n                                    ^",
    );
  });

  it("name every function of the user, through async code and callbacks", async () => {
    expect(
      await places(
        "const fail = () => { throw new Error('no') };\nasync function slow() {\n  await null;\n  fail();\n}",
        "async function outer() {\n  await slow();\n}\nawait outer();",
      ),
    ).to.deep.equal([
      "Cell In[2], line 4",
      "Cell In[2], line 2, in outer",
      "Cell In[1], line 4, in slow",
      "Cell In[1], line 1, in fail",
    ]);
    expect(await places("[1].map((x) =>\n  [x].forEach(function each() {\n    null.x;\n  }))")).to.deep.equal([
      "Cell In[1], line 1",
      "Cell In[1], line 2",
      "Cell In[1], line 3, in each",
    ]);
  });

  it("name methods, getters and constructors", async () => {
    expect(
      await places(
        "class A {\n  constructor() { this.run() }\n  run() { return this.value }\n  get value() { return null.x }\n}",
        "new A()",
      ),
    ).to.deep.equal([
      "Cell In[2], line 1",
      "Cell In[1], line 2, in new A",
      "Cell In[1], line 3, in A.run",
      "Cell In[1], line 4, in get value",
    ]);
  });

  it("name local modules by file and line", async () => {
    writeFileSync(
      join(folder, "helper.ts"),
      "interface Wide {\n  a: { b: number };\n}\n\nexport function help(x: Wide): number {\n  return x.a.b;\n}\n",
    );
    const text = await trace('import { help } from "./helper.ts";\nhelp({} as any)');
    expect(text.replaceAll(folder, ".")).to.include(
      "File ./helper.ts:6, in help\n     4 \n     5 export function help(x: Wide): number {\n---> 6   return x.a.b;\n                    ^\n     7 }",
    );
  });

  it("show the lines of local JavaScript too", async () => {
    writeFileSync(join(folder, "plain.js"), "exports.fail = () => {\n  null.x;\n};\n");
    expect(await trace('import { fail } from "./plain.js";\nfail()')).to.include("---> 2   null.x;\n              ^");
  });

  it("name callbacks of timers by their line alone", async () => {
    const cell =
      "await new Promise<void>((_, reject) => setTimeout(() => {\n  try { null.x } catch (e) { reject(e) }\n}, 1));";
    expect(await places(cell)).to.deep.equal(["Cell In[1], line 2"]);
  });

  it("give packages one line and leave Node out", async () => {
    expect(await places('import _ from "lodash";\n_.map([1], () => {\n  null.x;\n})')).to.deep.equal([
      "Cell In[1], line 2",
      "Package lodash, in arrayMap (2 frames)",
      "Cell In[1], line 3",
    ]);
    expect(await places('import { readFileSync } from "node:fs";\nreadFileSync("/nowhere/at/all")')).to.deep.equal([
      "Cell In[1], line 2",
    ]);
  });

  it("point at the import that failed", async () => {
    expect(await trace('const a = 1;\nimport x from "not-there";')).to.equal(
      [
        "Cell In[1], line 2",
        "     1 const a = 1;",
        '---> 2 import x from "not-there";',
        "       ^",
        "",
        "Error: Cannot find package 'not-there'",
        'To install it: await kernel.install("not-there")',
      ].join("\n"),
    );
  });

  it("say a recursion once", async () => {
    const found = await places(
      "function down(n: number): number {\n  return n === 0 ? null.x : down(n - 1);\n}\ndown(30)",
    );
    expect(found).to.deep.equal([
      "Cell In[1], line 4",
      "Cell In[1], line 2, in down (30 times)",
      "Cell In[1], line 2, in down",
    ]);
  });

  it("survive the end of the stack", async () => {
    expect(await trace("const forever = (): number => forever() + 1;\nforever()")).to.match(
      /in forever \(\d+ times\)[^]*RangeError: Maximum call stack size exceeded$/,
    );
  });

  it("show causes", async () => {
    const text = await trace("try {\n  null.x;\n} catch (cause) {\n  throw new Error('outside', { cause });\n}");
    expect(text).to.match(
      /^Cell In\[1\], line 4\n[^]*\nError: outside\n\nCaused by:\nCell In\[1\], line 2\n[^]*\nTypeError: Cannot read properties of null \(reading 'x'\)$/,
    );
    expect(await trace("throw new Error('outside', { cause: 'words' })")).to.match(/Caused by:\n'words'$/);
  });

  it("end where a cause is its own", async () => {
    expect(await trace("const e = new Error('ring'); e.cause = e; throw e")).to.match(/Error: ring/);
  });

  it("show the errors of an AggregateError", async () => {
    const text = await trace(
      "await Promise.any([\n  Promise.reject(new Error('x')),\n  Promise.reject(new TypeError('y')),\n])",
    );
    expect(text).to.match(
      /AggregateError: All promises were rejected\n\nError 1 of 2:\n[^]*Error: x\n\nError 2 of 2:\n[^]*TypeError: y$/,
    );
  });

  it("show what an assertion compared", async () => {
    const text = await trace(
      'import { expect } from "chai";\nexpect({ a: 1, b: [1, 2] }).to.deep.equal({ a: 1, b: [1, 3] })',
    );
    expect(text).to.match(/- expected {2}\+ actual\n[^]*\n[-+] {5}[23]\n[-+] {5}[23]\n/);
    expect(text).to.include("\n-     3\n").and.include("\n+     2\n");
    expect(await trace('import assert from "node:assert/strict";\nassert.deepEqual({ a: 1 }, { a: 2 })')).to.match(
      /\n\+ {3}a: 1\n- {3}a: 2\n/,
    );
  });

  it("show what was thrown when it is not an error", async () => {
    expect(describeError("words")).to.include({ ename: "Uncaught", evalue: "'words'" });
    expect(await trace("const fail = () => { throw { code: 7 } };\nfail()")).to.equal(
      [
        "Cell In[1], line 2",
        "     1 const fail = () => { throw { code: 7 } };",
        "---> 2 fail()",
        "       ^",
        "",
        "Cell In[1], line 1, in fail",
        "---> 1 const fail = () => { throw { code: 7 } };",
        "                            ^",
        "     2 fail()",
        "",
        "Uncaught: { code: 7 } (thrown, but not an Error)",
      ].join("\n"),
    );
    expect(await trace("throw undefined")).to.match(/\nUncaught: undefined/);
    expect(await trace("throw null")).to.match(/\nUncaught: null/);
  });

  it("survive errors whose properties throw", async () => {
    expect(
      await trace(
        "class Bad extends Error { get message(): string { throw 1 } get name(): string { throw 2 } get stack(): any { throw 3 } get cause(): any { throw 4 } }\nthrow new Bad()",
      ),
    ).to.match(/Error$/);
    expect(
      await trace(
        "throw new Proxy(new Error('x'), { get() { throw new Error('trap') }, getPrototypeOf() { throw 5 } })",
      ),
    ).to.match(/./);
    expect(await trace("const e = new Error('x'); e.stack = 5; e.message = {}; throw e")).to.match(/Error/);
  });

  it("use the user's names in V8's messages, also in a catch of the user", async () => {
    expect(await trace("let notFunction: any = 5;\nnotFunction(3)")).to.match(
      /TypeError: notFunction is not a function$/,
    );
    expect(await trace("let notIterable: any = 5;\nfor (const q of notIterable);")).to.match(
      /TypeError: notIterable is not iterable$/,
    );
    expect(
      await createCells().value("let n: any = 1; let said = ''; try { n() } catch (e) { said = e.message } said"),
    ).to.equal("n is not a function");
  });

  it("make error.stack speak of cells, for users who print it", async () => {
    const stack = (await createCells().value(
      "function f() { return new Error('e') }\nconst e = f(); e.stack",
    )) as string;
    expect(stack).to.equal("Error: e\n    at f (Cell In[1], line 1:23)\n    at Cell In[1], line 2:11");
  });

  it("show a syntax error with its line, column and caret", async () => {
    expect(await trace("let a = 1;\nlet b = (a;\n")).to.equal(
      [
        "  Cell In[1], line 2",
        "     1 let a = 1;",
        "---> 2 let b = (a;",
        "                 ^",
        "     3 ",
        "SyntaxError: Expected `,` or `)` but found `;`",
      ].join("\n"),
    );
  });

  it("show where V8 finds the syntax wrong that the parser let pass", async () => {
    expect(await trace("let a = 1;\n  const r = /(/;")).to.match(
      /^Cell In\[1\], line 2\n {5}1 let a = 1;\n---> 2 {3}const r = \/\(\/;\n +\^\n\nSyntaxError: Invalid regular expression/,
    );
    writeFileSync(join(folder, "plain.cjs"), "let a = 1;\nlet b = ;\n");
    writeFileSync(join(folder, "plain.mjs"), "export const a = 1;\nexport const b = ;\n");
    expect(await trace('require("./plain.cjs")')).to.include("plain.cjs:2:9 - Unexpected token");
    expect(await trace('import "./plain.mjs"')).to.include("plain.mjs:2:18 - Unexpected token");
  });

  it("count lines and columns as the parsers do, in any script", async () => {
    expect(await trace('const 값 = "😀\u2028😀"; 값.없음.없음')).to.include("Cell In[1], line 2\n");
    const text = await trace('const 합 = "😀"; null.x');
    expect(text.split("\n")[2]!.length).to.equal('---> 1 const 합 = "😀"; null.x'.length);
  });

  it("put the caret below the character in long lines, after tabs and wide letters", async () => {
    expect(await trace("\tnull.x")).to.include("---> 1 \tnull.x\n       \t     ^");
    expect(await trace('"합성곱" + null.x')).to.include(
      '---> 1 "합성곱" + null.x\n        \u3000\u3000\u3000         ^',
    );
    const text = await trace(`${"1 + ".repeat(200)}null.x + ${"1 + ".repeat(200)}1`);
    const [line, caret] = text.split("\n").slice(1, 3);
    expect(line!.length).to.be.below(160);
    expect(line!.slice(caret!.indexOf("^") - 1)).to.match(/^\.?x \+ 1|^\.x/);
  });

  it("cut messages and names of absurd length, and say how much is missing", async () => {
    for (const source of [
      "throw new Error('x'.repeat(5_000_000))",
      "throw 'x'.repeat(5_000_000)",
      "throw Object.assign(new Error('x'), { name: 'N'.repeat(5_000_000) })",
      "throw new Error('a', { cause: new Error('x'.repeat(5_000_000)) })",
    ]) {
      expect((await trace(source)).length, source).to.be.below(25_000);
    }
    expect(await trace("throw new Error('x'.repeat(5_000_000))")).to.match(/x… and 4,980,000 more characters$/);
  });
});
