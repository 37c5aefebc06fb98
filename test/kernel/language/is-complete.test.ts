import { describe, it } from "mocha";
import { expect } from "chai";
import { isComplete } from "../../../kernel/language/is-complete.ts";

describe("isComplete", () => {
  const complete = [
    "",
    "  \n",
    "1 + 1",
    "let x = 1;",
    "if (true) { 1 }",
    "function f() {\n  return 1;\n}",
    "// words",
    "await f()",
    "const f = <T,>(x: T) => x",
    "class A<T> { x!: T }",
    "`a${1}`",
    "import a from 'b'",
    "for (;;) break",
    "x as const",
  ];
  for (const source of complete) {
    it(`calls ${JSON.stringify(source)} complete`, () => {
      expect(isComplete(source)).to.deep.equal({ kind: "complete" });
    });
  }

  const incomplete: readonly (readonly [string, string])[] = [
    ["function f() {", "  "],
    ["function f() {\n  if (x) {", "    "],
    ["function f() {\n  return 1;", "  "],
    ["f(1,", ""],
    ["f(", "  "],
    ["const a = [", "  "],
    ["const f = () =>", "  "],
    ["1 +", ""],
    ["let x =", ""],
    ["let x: ", ""],
    ["if (x)", ""],
    ["a.", ""],
    ["`template ${a} ", ""],
    ["`template ${", "  "],
    ["/* comment", ""],
    ["class A {\n  m() {", "    "],
    ["x ? y :", ""],
    ["const { a,", ""],
    ["type T = {", "  "],
    ["import { a } from", ""],
    ["for (const x of xs) { // all of them", "  "],
    ["try { f() }", ""],
  ];
  for (const [source, indent] of incomplete) {
    it(`wants more after ${JSON.stringify(source)}`, () => {
      expect(isComplete(source)).to.deep.equal({ kind: "incomplete", indent });
    });
  }

  for (const source of [
    "let 5 = 1",
    "f())",
    "1 2",
    "'open string",
    "'open\nstring",
    "}",
    "const 5 = 1;\nf(",
    "let x: = 5",
  ]) {
    it(`calls ${JSON.stringify(source)} invalid`, () => {
      expect(isComplete(source).kind).to.equal("invalid");
    });
  }

  it("knows JSX where the notebook has it", () => {
    expect(isComplete("<a>text</a>", true)).to.deep.equal({ kind: "complete" });
    expect(isComplete("<a><b/>", true).kind).to.equal("incomplete");
  });
});
