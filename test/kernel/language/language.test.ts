import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { expect } from "chai";
import { createLanguage } from "../../../kernel/language/index.ts";
import { transformOptions } from "../../../kernel/compiler/tsconfig.ts";
import { temporaryFolder } from "../../support/temporary.ts";

describe("the language room", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let root: string;
  beforeEach(() => {
    folder = temporaryFolder("language");
    root = folder.path;
  });
  afterEach(() => {
    folder.remove();
  });

  describe("createLanguage", () => {
    it("compiles and checks, and forgets names when the runner was replaced", async () => {
      const language = createLanguage({ root });
      try {
        const first = language.compile("let x: number = 'words'; missing", 1);
        expect(first.kind === "compiled" && first.cell.names).to.deep.equal(["x"]);
        expect(first.kind === "compiled" && first.cell.bindings).to.deep.equal([
          { name: "x", page: 0, kind: "lexical" },
          { name: "missing", page: 0, kind: "free" },
        ]);
        expect((await language.check("let x: number = 'words'", 1)).map(({ code }) => code)).to.deep.equal([2322]);
        language.reset();
        const again = language.compile("missing", 2);
        expect(again.kind === "compiled" && again.cell.bindings).to.deep.equal([
          { name: "missing", page: 0, kind: "free" },
        ]);
        expect(language.isComplete("f(")).to.deep.equal({ kind: "incomplete", indent: "  " });
      } finally {
        await language.close();
      }
    });

    it("says where the syntax of a cell is wrong", async () => {
      const language = createLanguage({ root });
      expect(language.compile('"한글 😀"; let x = ;', 1)).to.include({ message: "1:18 - Unexpected token" });
      expect(language.compile("// 한글\nlet a;\r\nlet a;", 1))
        .to.have.property("position")
        .that.deep.equals({ line: 3, column: 5 });
      const fault = language.compile("1 +\n* 2", 7);
      expect(fault).to.include({ kind: "syntax-error", message: "2:1 - Unexpected token" });
      expect(fault.kind === "syntax-error" && fault.position).to.deep.equal({ line: 2, column: 1 });
      await language.close();
    });
  });

  describe("transformOptions", () => {
    it("reads JSX and decorators from the nearest tsconfig.json, comments and all", () => {
      mkdirSync(join(root, "notebooks"));
      writeFileSync(
        join(root, "tsconfig.json"),
        '{ // here\n "compilerOptions": { "jsx": "react-jsx", "jsxImportSource": "preact", /* "jsx": "no" */ "experimentalDecorators": true, "paths": { "a//b": ["*"], }, }, }',
      );
      expect(transformOptions(join(root, "notebooks"))).to.deep.equal({
        legacyDecorators: true,
        jsx: { runtime: "automatic", importSource: "preact" },
      });
      writeFileSync(
        join(root, "notebooks/tsconfig.json"),
        '{ "compilerOptions": { "jsx": "react", "jsxFactory": "h" } }',
      );
      expect(transformOptions(join(root, "notebooks"))).to.deep.equal({ jsx: { runtime: "classic", factory: "h" } });
      writeFileSync(join(root, "notebooks/tsconfig.json"), "{ broken");
      expect(transformOptions(join(root, "notebooks"))).to.deep.equal({});
    });
  });
});
