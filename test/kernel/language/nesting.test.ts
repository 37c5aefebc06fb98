import { describe, it } from "mocha";
import { expect } from "chai";
import { createCompiler } from "../../../kernel/language/compile.ts";
import { isComplete } from "../../../kernel/language/is-complete.ts";
import { tooDeep } from "../../../kernel/language/nesting.ts";
import { outline } from "../../../kernel/language/service/outline.ts";

describe("brackets nested too deep for a parser in native code", () => {
  const deep = [
    "[".repeat(20_000),
    "(".repeat(20_000) + "1" + ")".repeat(20_000),
    "function f(){".repeat(20_000) + "}".repeat(20_000),
  ];

  it("are a syntax error with a place, and do not end the process", () => {
    const outcome = createCompiler().compile(deep[0]!, 1);
    expect(outcome).to.include({ kind: "syntax-error", message: "1:501 - Brackets are nested more than 500 deep" });
  });

  it("are refused wherever a cell is parsed", () => {
    for (const source of deep) {
      expect(createCompiler().compile(source, 1).kind).to.equal("syntax-error");
      expect(isComplete(source).kind).to.equal("invalid");
      expect(outline(source)).to.equal(undefined);
    }
  });

  it("leave many brackets beside each other alone", () => {
    expect(tooDeep("[1], (2), { a: '(' };\n".repeat(100))).to.equal(undefined);
    expect(createCompiler().compile("([{ a: [] }]);".repeat(2000), 1).kind).to.equal("compiled");
    expect(tooDeep("[".repeat(500) + "]".repeat(500))).to.equal(undefined);
    expect(tooDeep(")".repeat(1000))).to.equal(undefined);
  });
});
