import { expect } from "chai";
import { describe, it } from "mocha";
import type { Cell, Notebook } from "../../../kernel/course/notebook.ts";
import { releaseOf } from "../../../kernel/course/release-notebook.ts";
import { restore } from "../../../kernel/course/restore.ts";
import { doubling, edited, own } from "../../support/assignment.ts";

const released = releaseOf(doubling, "en");
const solved = edited(released, { q1: "const twice = (x: number) => x + x;", why: "So it is." });
const heal = (submitted: Notebook): ReturnType<typeof restore> => restore(doubling, released, submitted);
const ids = ({ cells }: Notebook): string[] => cells.map(({ id }) => id);
const sourceOf = ({ cells }: Notebook, id: string): string | undefined => cells.find((cell) => cell.id === id)?.source;
const only = (keep: (cell: Cell) => boolean): Notebook => ({ ...solved, cells: solved.cells.filter(keep) });

describe("restore", () => {
  it("keeps answers and puts the source's tests in", () => {
    const { notebook, notes } = heal(solved);
    expect(notes).to.deep.equal([]);
    expect(ids(notebook)).to.deep.equal(ids(doubling));
    expect(sourceOf(notebook, "q1")).to.equal("const twice = (x: number) => x + x;");
    expect(sourceOf(notebook, "q1-test")).to.contain("hidden-seven");
  });

  it("puts a deleted test back at its place", () => {
    const { notebook, notes } = heal(only(({ id }) => id !== "q1-test"));
    expect(notes).to.deep.equal(["q1-test: the cell was missing and was put back"]);
    expect(ids(notebook)).to.deep.equal(ids(doubling));
  });

  it("puts an edited test back", () => {
    const { notebook, notes } = heal(edited(solved, { "q1-test": "1" }));
    expect(notes).to.deep.equal(["q1-test: the locked cell had been changed and was restored"]);
    expect(sourceOf(notebook, "q1-test")).to.contain("hidden-seven");
  });

  it("takes the last changed one of copies, and keeps the others as the student's own", () => {
    const q1 = solved.cells.find(({ id }) => id === "q1")!;
    const stub = released.cells.find(({ id }) => id === "q1")!;
    const cells = solved.cells.flatMap((cell) =>
      cell === q1 ? [{ ...q1, id: "a", source: "1" }, q1, { ...stub, id: "b" }] : [cell],
    );
    const { notebook, notes } = heal({ ...solved, cells });
    expect(notes).to.deep.equal(["q1: there were 3 copies of this cell; the last changed one counts"]);
    expect(sourceOf(notebook, "q1")).to.equal(q1.source);
    expect(ids(notebook).filter((id) => ["a", "q1", "b"].includes(id))).to.deep.equal(["a", "q1", "b"]);
    expect(notebook.cells.find(({ id }) => id === "b")!.metadata.nbgrader).to.equal(undefined);
  });

  it("makes code again of an answer whose cell has become text", () => {
    const cells = solved.cells.map((cell): Cell => (cell.id === "q1" ? { ...cell, cell_type: "markdown" } : cell));
    const { notebook, notes } = heal({ ...solved, cells });
    expect(notes).to.deep.equal(["q1: the cell had become markdown, and is code again"]);
    expect(notebook.cells.find(({ id }) => id === "q1")).to.include({
      cell_type: "code",
      source: "const twice = (x: number) => x + x;",
    });
  });

  const bare = (cell: Cell): Cell => ({ ...cell, metadata: {} });
  it("knows cells without metadata by their ids, and says so in one sentence", () => {
    const { notebook, notes } = heal({ ...solved, cells: solved.cells.map(bare) });
    expect(notes).to.have.length(1);
    expect(notes[0]).to.match(/^intro, setup, .*: metadata lost or changed, known by their ids$/);
    expect(ids(notebook)).to.deep.equal(ids(doubling));
    expect(sourceOf(notebook, "q1")).to.equal("const twice = (x: number) => x + x;");
  });

  it("knows cells without metadata and ids by text and place", () => {
    const cells = solved.cells.map((cell, i) => ({ ...bare(cell), id: `x${i}` }));
    const { notebook } = heal({ ...solved, cells });
    expect(sourceOf(notebook, "q1")).to.equal("const twice = (x: number) => x + x;");
    expect(sourceOf(notebook, "why")).to.equal("So it is.");
    expect(notebook.cells.filter(({ metadata }) => metadata.nbgrader !== undefined)).to.have.length(11);
  });

  it("knows cells whose metadata name no cell of the source", () => {
    const renamed = ({ metadata: { nbgrader, ...others }, ...cell }: Cell, i: number): Cell => ({
      ...cell,
      id: `x${i}`,
      metadata: { ...others, nbgrader: { ...nbgrader!, grade_id: `${nbgrader!.grade_id}-copy1` } },
    });
    const { notebook } = heal({ ...solved, cells: solved.cells.map(renamed) });
    expect(ids(notebook)).to.deep.equal(ids(doubling));
    expect(sourceOf(notebook, "q1")).to.equal("const twice = (x: number) => x + x;");
  });

  it("puts cells in the source's order, and leaves the student's own behind the cell they stood at", () => {
    const moved = [...solved.cells.slice(5), ...solved.cells.slice(0, 4), own("mine", "1"), solved.cells[4]!];
    const { notebook } = heal({ ...solved, cells: moved });
    expect(ids(notebook).filter((id) => id !== "mine")).to.deep.equal(ids(doubling));
    expect(ids(notebook).indexOf("mine")).to.equal(ids(notebook).indexOf("q1") + 1);
  });

  it("gives cells of the same id other ids", () => {
    const cells = [...solved.cells, own("q1", "1"), own("q1", "2")];
    const { notebook } = heal({ ...solved, cells });
    expect(new Set(ids(notebook)).size).to.equal(notebook.cells.length);
  });

  it("knows another assignment's notebook, also where code stands in an answer's place", () => {
    const other = [own("x", "const size = 3;"), { ...own("y", "# Something else"), cell_type: "markdown" } as Cell];
    expect(heal({ cells: other, metadata: {} }).isAnother).to.equal(true);
    expect(heal(solved).isAnother).to.equal(false);
    expect(
      heal({ ...solved, cells: solved.cells.map((cell, i) => ({ ...bare(cell), id: `x${i}` })) }).isAnother,
    ).to.equal(false);
  });

  it("makes an empty notebook the untouched one", () => {
    const { notebook } = heal({ cells: [], metadata: {} });
    expect(ids(notebook)).to.deep.equal(ids(doubling));
    expect(sourceOf(notebook, "q1")).to.contain("not done yet");
  });
});

describe("releaseOf", () => {
  it("holds neither solutions nor hidden tests, and says how many checks are hidden", () => {
    const text = JSON.stringify(releaseOf(doubling, "ko", new Map([["q1-test", 1]])));
    expect(text).not.to.match(/2 \* x|hidden-seven|Because|BEGIN/);
    expect(text).to.contain("여기에 답을 쓰세요");
    const test = releaseOf(doubling, "en", new Map([["q1-test", 1]])).cells.find(({ id }) => id === "q1-test")!;
    expect(test.metadata.convkernel).to.deep.equal({ hidden: 1 });
    expect(test.metadata).to.include({ deletable: false, editable: false });
  });

  it("leaves out what is the teacher's", () => {
    const teacher = { ...own("t", "secret"), metadata: { tags: ["teacher"] } };
    expect(ids(releaseOf({ ...doubling, cells: [...doubling.cells, teacher] }, "en"))).not.to.include("t");
  });
});
