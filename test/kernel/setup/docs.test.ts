/** The generators of the documentation site: what they do with pages, lessons, types and idioms. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { groupsOf, idiomTables, portedGroups } from "../../../kernel/setup/docs/idioms.ts";
import { lessonPage } from "../../../kernel/setup/docs/lessons.ts";
import { pageText, placeOf, section } from "../../../kernel/setup/docs/readmes.ts";
import { referencePages } from "../../../kernel/setup/docs/reference.ts";
import { typeText } from "../../../kernel/setup/docs/type-text.ts";
import * as convkernel from "../../../src/index.ts";
import { displaySymbol } from "../../../src/plot/display.ts";
import { runExample } from "../../support/examples.ts";
import { projectRoot } from "../../support/python.ts";
import { signatureLines } from "../../support/signature-lines.ts";
import { temporaryFolder } from "../../support/temporary.ts";

describe("the table of idioms", () => {
  const idioms = readFileSync(join(projectRoot, "kernel", "setup", "docs", "idioms.py"), "utf8");

  it("is a program that runs", async () => {
    const { groups } = await portedGroups(idioms);
    const program = groups.flatMap(({ rows }) => rows.map(({ typescript }) => typescript)).join("\n");
    const [home, temporary, log] = [process.cwd(), temporaryFolder("idioms"), console.log];
    const printed: unknown[][] = [];
    process.chdir(temporary.path);
    console.log = (...values) => void printed.push(values);
    try {
      await runExample(program, { ...convkernel });
    } finally {
      console.log = log;
      process.chdir(home);
      temporary.remove();
    }
    // Two of enumerate's three lines, two rows, the sizes, the mean with three digits.
    expect(printed.map((values) => values.map(String).join(" ")).at(-1)).to.match(/^\d\.\d{3}$/);
  });

  it("keeps the lines below a line with it, and the titles in both languages", () => {
    const groups = groupsOf("# %% A | 가\nx = 1\nfor a in b:\n    print(a)\n# %% B | 나\ny\n");
    expect(groups).to.deep.equal([
      { title: ["A", "가"], cells: ["x = 1", "for a in b:\n    print(a)"] },
      { title: ["B", "나"], cells: ["y"] },
    ]);
  });

  it("refuses a line that the translator cannot write", async () => {
    const refused = await portedGroups("# %% A | 가\nx = eval('1')\n").catch((error: Error) => error.message);
    expect(refused).to.match(/^idioms\.py has lines without a counterpart/);
  });

  it("shows code as it is, whatever Markdown would make of it", () => {
    const table = idiomTables([{ title: ["A", "가"], rows: [{ python: "a | b", typescript: "a[`x`]\n  {y}" }] }], 1);
    expect(table.split("\n").at(0)).to.equal("## 가");
    expect(table.split("\n").at(-1)).to.equal(
      "| <code>a &#124; b</code> | <code>a&#91;&#96;x&#96;]<br>&nbsp;&nbsp;&#123;y}</code> |",
    );
  });
});

describe("a page beside the code, in the site", () => {
  const pages = new Set(["README.md", "src/README.md", "src/nn/README.md", "kernel/course/README.md"]);
  const at = (text: string): string => pageText(text, "src/README.md", placeOf("src/README.md"), pages);

  it("links to other pages where these are in the site", () => {
    expect(at("[nn](nn/README.md), [nn](nn/), [course](../kernel/course/README.md#limits)")).to.equal(
      "[nn](./src-nn.md), [nn](./src-nn.md), [course](../teach/course.md#limits)",
    );
  });

  it("links to lessons, also to the Korean ones", () => {
    expect(at("[1](../notebooks/01-channels.ipynb) [1](../notebooks/ko/01-channels.ipynb)")).to.equal(
      "[1](../lessons/01-channels.md) [1](../ko/lessons/01-channels.md)",
    );
  });

  it("names what is in the project only, and leaves addresses alone", () => {
    expect(at("[adam](optim/adam.ts), [`x`](x.ts), [out](https://pytorch.org), [below](#below)")).to.equal(
      "`adam`, `x`, [out](https://pytorch.org), [below](#below)",
    );
  });

  it("is a section where only a section is wanted, and says so where that is gone", () => {
    expect(section("# A\n\n## B\n\nb\n\n## C\n\nc\n", "B")).to.equal("# B\n\nb\n");
    expect(() => section("# A\n", "B")).to.throw('no section "B"');
  });
});

describe("a lesson in the site", () => {
  const page = (outputs: readonly object[], source = "1"): ReturnType<typeof lessonPage> =>
    lessonPage(
      {
        cells: [
          { cell_type: "markdown", source: "# T" },
          { cell_type: "code", source, outputs },
        ],
      } as never,
      "/outputs/t",
      "*note*",
    );

  it("shows the cell, what it printed without colours, and its error", () => {
    const { markdown } = page([
      { output_type: "stream", text: ["\u001b[31mred\u001b[0m\n"] },
      { output_type: "error", ename: "E", evalue: "v", traceback: ["line 1", "E: v"] },
    ]);
    expect(markdown).to.equal(
      "::: v-pre\n# T\n:::\n\n*note*\n\n````ts\n1\n````\n\n````text\nred\n````\n\n````text\nline 1\nE: v\n````\n",
    );
  });

  it("keeps a picture as a file, with its size and its words", () => {
    const data = { "image/png": "AAEC", "text/plain": "[picture] a" };
    const metadata = { "image/png": { alt: 'a "b" < c', width: 8, height: 9 } };
    const { markdown, files } = page([{ output_type: "display_data", data, metadata }]);
    expect(markdown).to.include(
      '<img class="notebook-picture" src="/outputs/t/1-0.png" alt="a &quot;b&quot; &lt; c" width="8" height="9">',
    );
    expect([...(files.get("1-0.png") as Uint8Array)]).to.deep.equal([0, 1, 2]);
  });

  it("runs scripts of an output in the page, behind its still picture", () => {
    const data = { "text/html": "<p></p><script>1</script>", "image/png": "AAEC", "text/plain": "p" };
    const { markdown, files } = page([{ output_type: "execute_result", data }]);
    expect(markdown).to.match(/<NotebookOutput src="\/outputs\/t\/1-0\.html">\n<img .*>\n<\/NotebookOutput>/);
    expect(files.get("1-0.html")).to.equal(data["text/html"]);
  });
});

describe("a figure in the site", () => {
  it("asks no server for Plotly", () => {
    const shown = convkernel.plot.line([1, 4, 9])[displaySymbol]();
    const [figure] = shown;
    expect(figure["text/html"]).to.include("https://").and.include("integrity");
    const page = {
      cells: [{ cell_type: "code", source: "", outputs: [{ output_type: "display_data", data: figure }] }],
    };
    const kept = String(lessonPage(page as never, "/outputs/t", "").files.get("0-0.html"));
    expect(kept)
      .to.include("/plotly.js")
      .and.not.match(/https:|integrity/);
  });
});

describe("the reference", () => {
  const number = { type: "intrinsic", name: "number" };
  const api = {
    name: "convkernel",
    kind: 1,
    children: ["torch", "Tensor", "nn", "F", "optim", "datasets", "transforms", "inspect", "plot", "python"].map(
      (name) => ({ name, kind: 4, children: inside(name) }),
    ),
  };
  function inside(name: string): object[] {
    const empty = (names: readonly string[]): object[] => names.map((each) => ({ name: each, kind: 4, children: [] }));
    if (name === "torch")
      return [
        { name: "autograd", kind: 4, children: [] },
        { name: "utils", kind: 4, children: empty(["data"]) },
      ];
    if (name === "optim") return empty(["lrScheduler"]);
    if (name !== "nn") return [];
    const made = { name: "constructor", kind: 512, signatures: [{ parameters: [] }] };
    const comment = {
      summary: [{ kind: "text", text: "See https://docs.pytorch.org/docs/2.13/generated/torch.nn.Linear.html." }],
      blockTags: [
        { tag: "@example", content: [{ kind: "code", text: "```ts\nnew nn.Linear(2, 1);\n```" }] },
        { tag: "@throws", content: [{ kind: "text", text: "TypeError" }] },
      ],
    };
    return [...empty(["init", "utils"]), { name: "Linear", kind: 128, comment, children: [made] }];
  }

  it("has PyTorch's name, the call, its arguments with defaults, errors and the example", () => {
    const text = referencePages(api as never, { nn: ["Linear"] }, signatureLines()).get("nn")!;
    expect(text).to.include(
      "PyTorch: [`torch.nn.Linear`](https://docs.pytorch.org/docs/2.13/generated/torch.nn.Linear.html)\n",
    );
    expect(text).to.include("new nn.Linear(inFeatures, outFeatures, bias?, device?, dtype?)");
    expect(text).to.include("- `inFeatures`: int\n").and.include("- `bias`: bool = `true`\n");
    expect(text).to.include("**Errors:** TypeError").and.include("```ts\nnew nn.Linear(2, 1);\n```");
  });

  it("fails where the library has lost a module", () => {
    const less = { ...api, children: api.children.filter(({ name }) => name !== "plot") };
    expect(() => referencePages(less as never, {}, {})).to.throw("a page for plot, which the library does not export");
  });

  it("writes types as one writes them", () => {
    const array = { type: "array", elementType: { type: "union", types: [number, { type: "literal", value: null }] } };
    const call = {
      type: "reflection",
      declaration: { name: "", kind: 1, signatures: [{ parameters: [], type: number }] },
    };
    expect(typeText({ type: "typeOperator", operator: "readonly", target: array } as never)).to.equal(
      "readonly (number | null)[]",
    );
    expect(typeText({ type: "union", types: [call, number] } as never)).to.equal("(() => number) | number");
  });
});
