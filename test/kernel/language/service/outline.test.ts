import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, it } from "mocha";
import { expect } from "chai";
import { outline } from "../../../../kernel/language/service/outline.ts";
import { guessNames, words } from "../../../../kernel/language/service/words.ts";

describe("the outline of a cell", () => {
  const names = (source: string): string[] => outline(source)!.names.map(({ name, binding }) => `${binding} ${name}`);

  it("names every kind of declaration", () => {
    expect(
      names(
        "let a; const b = 1; var c; using d = null; function e() {} class f {} enum g {} interface h {} type i = 1;\n" +
          "namespace j {} import k, { l as m, type n } from 'x'; import * as o from 'y'; import p = j.q; abstract class r {}\n" +
          "declare function s(): void; declare module 'z' {} declare global {} export default class t {}",
      ),
    ).to.deep.equal(
      "let a,const b,let c,const d,alias e,alias f,alias g,alias h,alias i,alias j,alias k,alias m,alias n,alias o,alias p,alias r,alias s,alias t".split(
        ",",
      ),
    );
  });

  it("finds names inside patterns, and var inside blocks but not inside functions", () => {
    expect(names("const [a, , { b: [c = 1], ...d }, ...e] = x;")).to.deep.equal([
      "const a",
      "const c",
      "const d",
      "const e",
    ]);
    expect(
      names(
        "for (var a of []) { var b; let c; } if (1) { var { d } = x; } const f = () => { var g; }; class H { static { var i; } }",
      ),
    ).to.have.members(["let a", "let b", "let d", "const f", "alias H"]);
  });

  it("keeps a name once, and both meanings where a type shares it", () => {
    expect(names("var a; var a; interface b {} interface b {} const c = 1; type c = 1;")).to.deep.equal([
      "let a",
      "alias b",
      "alias c",
    ]);
  });

  it("places names by UTF-16 offsets", () => {
    expect(outline("'😀'; let a;")!.names[0]!.offset).to.equal(10);
  });

  it("lists imports of every form, and code that runs later", () => {
    const source =
      "import 'a'; import b from 'b'; export * from 'c'; export { d } from 'd'; await import('e'); const f = () => g();";
    const { imports, deferred } = outline(source)!;
    expect(imports).to.deep.equal(["a", "b", "c", "d", "e"]);
    expect(deferred.map(([start, end]) => source.slice(start, end))).to.deep.equal(["() => g()"]);
  });

  it("is none where the cell does not parse", () => {
    expect(outline("let = ;")).to.equal(undefined);
    expect(outline("")!.names).to.deep.equal([]);
  });

  it("leaves nothing behind in memory", () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const used = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    for (let k = 0; k < 500; k++) outline(`let a${k} = () => 1;`);
    const before = used();
    for (let k = 0; k < 3000; k++) outline(`let a${k} = () => 1;`);
    // A visitor for each walk would take 2 kB each.
    expect(used() - before).to.be.below(2_000_000);
  });
});

describe("names in text that does not parse", () => {
  it("are guessed from what stands before them", () => {
    const guessed = guessNames(
      "const a = b.\nfunction* c() { let d =\nimport e, { f as g, type h } from 'x'\nimport * as i from 'y'",
    );
    expect([...guessed]).to.have.members(["a", "c", "d", "e", "g", "h", "i"]);
  });

  it("are words of any script", () => {
    expect([...words("a.b + 한글$1 '문자' 12")]).to.deep.equal(["a", "b", "한글$1", "문자"]);
  });
});
