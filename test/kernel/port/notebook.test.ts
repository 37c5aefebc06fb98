import { describe, it } from "mocha";
import { expect } from "chai";
import { portNotebook } from "../../../kernel/port/index.ts";

const notebook = (cells: readonly object[], metadata: object = { language_info: { name: "python" } }): string =>
  JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 });

describe("a ported notebook", () => {
  it("keeps its cells, their ids, tags and attachments; outputs go", async () => {
    const prose = {
      cell_type: "markdown",
      id: "b",
      metadata: {},
      source: ["# x = 1\n", "_a_"],
      attachments: { "p.png": {} },
    };
    const code = {
      cell_type: "code",
      id: "a",
      metadata: { tags: ["t"] },
      source: "x = 1",
      outputs: [{}],
      execution_count: 7,
    };
    const { text, problems } = await portNotebook(notebook([code, prose]));
    const found = JSON.parse(text) as { cells: object[]; metadata: Record<string, { name: string }> };
    expect(found.cells).to.deep.equal([
      { ...code, source: ["const x = 1;"], outputs: [], execution_count: null },
      prose,
    ]);
    expect(found.metadata["kernelspec"]!.name).to.equal("convkernel");
    expect(problems).to.deep.equal([]);
  });

  it("may have no code, and may begin with a byte order mark", async () => {
    const { text } = await portNotebook(`\uFEFF${notebook([])}`);
    expect((JSON.parse(text) as { cells: unknown[] }).cells).to.deep.equal([]);
  });

  it("lists at its end what needs a hand", async () => {
    const { text } = await portNotebook(
      notebook([{ cell_type: "code", id: "a", metadata: {}, source: "x = eval('f')", outputs: [] }]),
    );
    const { cells } = JSON.parse(text) as { cells: { source: string[] }[] };
    expect(cells.at(-1)!.source.join("")).to.equal(
      "## To do by hand\n\n| cell | Python | why |\n| --- | --- | --- |\n| 1 | `x = eval('f')` | eval() has no counterpart |",
    );
  });

  for (const [what, text, message] of [
    ["no JSON", "x = 1", "it is not JSON"],
    ["another format", '{"nbformat": 3}', "no notebook of nbformat 4"],
    ["a cell without text", notebook([{ cell_type: "code" }]), "cell 1 of this notebook has no type or no text"],
    ["another language", notebook([], { language_info: { name: "R" } }), "a notebook of R"],
  ] as const)
    it(`is refused where it is ${what}`, async () => {
      const error = await portNotebook(text).then(
        () => undefined,
        (reason: unknown) => reason as Error,
      );
      expect(error).to.be.instanceOf(TypeError);
      expect(error?.message).to.contain(message);
    });
});
