import { describe, it } from "mocha";
import { expect } from "chai";
import { formatReport } from "../../../../kernel/language/service/index.ts";
import type { Diagnostic } from "../../../../kernel/contract/language.ts";

const at = (line: number, from: number, to: number, changes: Partial<Diagnostic> = {}): Diagnostic => ({
  severity: "error",
  code: 2304,
  message: "Cannot find name 'x'.",
  start: { line, column: from },
  end: { line, column: to },
  ...changes,
});

describe("formatReport", () => {
  const text = (source: string, ...diagnostics: Diagnostic[]): string => formatReport(source, 3, diagnostics)!.text;

  it("says nothing of a clean cell", () => expect(formatReport("1", 1, [])).to.equal(undefined));

  it("shows place, message, code, line and carets", () => {
    expect(text("1\n  const y = x1 + 2;", at(2, 13, 15))).to.equal(
      "Cell In[3], line 2: Cannot find name 'x'. (TS2304)\n    const y = x1 + 2;\n              ^^",
    );
  });

  it("gives the reasons of a message a line each", () => {
    expect(text("x", at(1, 1, 2, { message: "Wrong.\n  Because of this.\n    And that." }))).to.equal(
      "Cell In[3], line 1: Wrong. (TS2304)\n    Because of this.\n      And that.\n    x\n    ^",
    );
  });

  it("keeps carets below tabs, wide characters and emoji", () => {
    expect(
      text("\tif (a)\tx", at(1, 9, 10))
        .split("\n")
        .slice(1),
    ).to.deep.equal(["    if (a)\tx", "          \t^"]);
    expect(
      text("'한글' + x", at(1, 8, 9))
        .split("\n")
        .at(-1),
    ).to.equal(`    ${" ".repeat(9)}^`);
    expect(
      text("'👩‍👩‍👧' + x", at(1, 14, 15))
        .split("\n")
        .at(-1),
    ).to.equal(`    ${" ".repeat(7)}^`);
  });

  it("marks the first line of what spans several, and something of what spans nothing", () => {
    expect(
      text("f(1,\n2)", at(1, 1, 1, { end: { line: 2, column: 3 } }))
        .split("\n")
        .at(-1),
    ).to.equal("    ^^^^");
    expect(
      text("f(", at(1, 3, 3))
        .split("\n")
        .at(-1),
    ).to.equal("      ^");
  });

  it("says one thing of a line once, and shows the line once", () => {
    const type = { code: 2322, message: "Type 'number' is not assignable to type 'string'." };
    expect(
      text("const s: string[] = [1, 2, 3];", at(1, 22, 23, type), at(1, 25, 26, type), at(1, 28, 29, type)),
    ).to.equal(
      "Cell In[3], line 1: Type 'number' is not assignable to type 'string'. (TS2322)\n    const s: string[] = [1, 2, 3];\n                         ^  ^  ^",
    );
    expect(text("a(b)\nc", at(1, 1, 2), at(1, 3, 4, { message: "Other." }), at(2, 1, 2))).to.equal(
      "Cell In[3], line 1: Cannot find name 'x'. (TS2304)\nCell In[3], line 1: Other. (TS2304)\n    a(b)\n    ^ ^\nCell In[3], line 2: Cannot find name 'x'. (TS2304)\n    c\n    ^",
    );
  });

  it("cuts a long line around what is meant", () => {
    const line = `${"a".repeat(150)} wrong ${"b".repeat(150)}`;
    const [, shown, marks] = text(line, at(1, 152, 157)).split("\n");
    expect(shown).to.match(/^ {4}…a{49} wrong b{44}…$/);
    expect(marks!.indexOf("^^^^^")).to.equal(shown!.indexOf("wrong"));
  });

  it("looks like a traceback and breaks no word", () => {
    const { html } = formatReport("x", 1, [at(1, 1, 2)])!;
    expect(html).to.match(/^<pre style="[^"]*font-size: var\(--jp-code-font-size, 13px\)/);
    expect(html).to.match(/^<pre style="[^"]*word-break: normal; overflow-wrap: break-word"/);
  });

  it("names warnings as such", () => {
    expect(text("x", at(1, 1, 2, { severity: "warning" }))).to.contain("line 1: warning: Cannot");
  });

  it("says what the service says of itself without a place", () => {
    expect(text("x", at(1, 1, 1, { code: 0, severity: "warning", message: "Types are away." }))).to.equal(
      "Types are away.",
    );
  });

  it("stops after eight and counts the rest", () => {
    const many = Array.from({ length: 11 }, (_, k) => at(k + 1, 1, 2));
    expect(text("x\n".repeat(11), ...many).split("\n")).to.have.length(8 * 3 + 1);
    expect(text("x\n".repeat(11), ...many)).to.match(/\n\.\.\. and 3 more$/);
  });

  it("escapes what it puts into html", () => {
    const { html } = formatReport("a < b & x", 1, [at(1, 9, 10, { message: "Type '<T>' & more." })])!;
    expect(html).to.contain("Type '&lt;T&gt;' &amp; more. (TS2304)").and.to.contain("a &lt; b &amp; x");
    expect(html).to.match(/^<pre [^>]*>Cell In\[1\], line 1: <b style="[^"]*">/);
  });
});
