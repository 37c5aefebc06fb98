import { describe, it } from "mocha";
import { expect } from "chai";
import { createCompiler } from "../../../../kernel/language/compile.ts";
import type { CompiledCell } from "../../../../kernel/contract/language.ts";
import { locate, registerCell } from "../../../../kernel/runner/trace/sources.ts";

describe("the sources of cells", () => {
  const compiled = (source: string, n: number): CompiledCell => {
    const outcome = createCompiler().compile(source, n);
    if (outcome.kind !== "compiled") throw new Error(outcome.message);
    return outcome.cell;
  };

  it("have a URL of their own for each run, and places in it", () => {
    const first = registerCell(compiled("let a = 1;\nfail(a)", 70));
    const second = registerCell(compiled("other()", 70));
    expect(first)
      .to.match(/^cell:\/\/In\[70\]/)
      .and.not.equal(second);
    expect(locate(first, 3, 20)).to.deep.include({ line: 2 });
    expect(locate(second, 2, 20)?.source).to.deep.equal({ kind: "cell", name: "Cell In[70]", text: "other()" });
    expect(locate(first, 1, 1)).to.equal(undefined);
  });

  it("are forgotten after some thousands of later ones", () => {
    const old = registerCell(compiled("old()", 71));
    const cell = compiled("silent()", 72);
    for (let i = 0; i < 4999; i++) registerCell(cell);
    expect(locate(old, 2, 20)).to.not.equal(undefined);
    registerCell(cell);
    expect(locate(old, 2, 20)).to.equal(undefined);
  });
});
