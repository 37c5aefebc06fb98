import { describe, it } from "mocha";
import { expect } from "chai";
import { createCompiler } from "../../../kernel/language/compile.ts";
import { isComplete } from "../../../kernel/language/is-complete.ts";
import { tooDeep, tooLong } from "../../../kernel/compiler/nesting.ts";
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

describe("operators chained too long for a parser in native code", () => {
  const links = [
    "a?b:",
    "!",
    "- ",
    "x=>",
    "if(1) ",
    "if(1);else ",
    "a=",
    "1+",
    "a.b().",
    "new ",
    "await ",
    "a:",
    "1**",
    "a&&",
    "a??",
  ];
  const types = ["T extends 1 ? 2 : ", "keyof ", "()=>"];
  const chains = [
    ...links.map((link) => `${link.repeat(20_000)}1`),
    ...types.map((link) => `type A = ${link.repeat(20_000)}1`),
    `type A = B${"[]".repeat(100_000)}`,
    `a${"()".repeat(20_000)}`,
    `a${"`x`".repeat(20_000)}`,
  ];

  it("are refused wherever a cell is parsed", () => {
    for (const source of chains) {
      const outcome = createCompiler().compile(source, 1);
      expect(outcome, source.slice(0, 20)).to.have.property("message").that.contains("chains more than 3500 operators");
      expect(isComplete(source).kind, source.slice(0, 20)).to.equal("invalid");
      expect(outline(source), source.slice(0, 20)).to.equal(undefined);
    }
  });

  it("leave long cells of short statements alone, with semicolons and without", () => {
    expect(tooLong("foo.bar(a + b)\nlet x = y.z * 2\nthing.go()\nif (x > 3) y = -x\n".repeat(3000))).to.equal(
      undefined,
    );
    expect(tooLong("x = a ? b : c; if (x) { y() } else { z() }\n".repeat(3000))).to.equal(undefined);
    expect(tooLong(`const data = [${"-1.5, +2, ".repeat(20_000)}]`)).to.equal(undefined);
  });

  it("do not count in comments, strings and templates, but in a template's holes", () => {
    expect(tooLong(`// ${"-".repeat(100)}\n`.repeat(200))).to.equal(undefined);
    expect(tooLong(`/* ${"-".repeat(10_000)} */ x = "${"-".repeat(10_000)}"`)).to.equal(undefined);
    expect(tooLong(`display.html(\`${'<div class="a">text</div>\n'.repeat(5000)}\`)`)).to.equal(undefined);
    expect(tooLong(`x = \`text \${ ${"-".repeat(5000)}1 }\``)).to.be.a("number");
  });
});
