import { expect } from "chai";
import { describe, it } from "mocha";
import type { Cell, Notebook } from "../../../kernel/course/notebook.ts";
import { differencesOf, faultsOf, faultsOfCells } from "../../../kernel/course/rules.ts";
import { answer, doubling, edited, markdown, notebook, own, task, test } from "../../support/assignment.ts";

const withCell = (cell: Cell): Notebook => ({ ...doubling, cells: [...doubling.cells, cell] });
const grade = (cell: Cell, more: object): Cell => ({
  ...cell,
  metadata: { nbgrader: { ...cell.metadata.nbgrader!, ...more } },
});

describe("faultsOf", () => {
  it("finds none in a good source", () => {
    expect(faultsOf(doubling)).to.deep.equal([]);
  });

  const faults: [name: string, cell: Cell, fault: RegExp][] = [
    ["an unlocked task", grade(task("t", 1, "do"), { locked: false }), /cell 12 \(t\): a task must be locked/],
    ["a task that is graded by itself", grade(task("t", 1, "do"), { grade: true }), /a task must be locked/],
    ["a test without points", test("t", 0, "1"), /no points/],
    ["an unlocked test", grade(test("t", 1, "1"), { locked: false }), /a test must be locked/],
    ["a doubled grade_id", { ...test("q1-test", 1, "1"), id: "other" }, /its id "q1-test" is that of cell 5 too/],
    ["a doubled cell id", { ...test("t", 1, "1"), id: "q1" }, /cell id "q1" is another cell's/],
    ["an odd id", test("q 1/x", 1, "1"), /letters, digits, - and _ only/],
    [
      "a mark without its end",
      { ...answer("t", "1"), source: "// BEGIN SOLUTION" },
      /line 1: "BEGIN SOLUTION" without "END/,
    ],
    ["a hidden part without its end", test("t", 1, "// BEGIN HIDDEN TESTS"), /"BEGIN HIDDEN TESTS" without/],
    ["a solution outside of an answer", own("t", "// BEGIN SOLUTION\n1\n// END SOLUTION"), /the cell is no answer/],
    [
      "hidden tests outside of a test",
      { ...answer("t", "1"), source: "// BEGIN HIDDEN TESTS\n// END HIDDEN TESTS" },
      /only tests may/,
    ],
    [
      "an answer without marks",
      grade(own("t", "1"), { grade_id: "t", solution: true, grade: false, schema_version: 3 }),
      /without a solution between/,
    ],
    ["an output under an answer", { ...answer("t", "1"), outputs: [{ output_type: "stream" }] }, /holds an output/],
  ];
  for (const [name, cell, fault] of faults)
    it(`refuses ${name}`, () => {
      expect(faultsOf(withCell(cell)).join("\n")).to.match(fault);
    });

  it("refuses a source without points", () => {
    expect(faultsOf(notebook(markdown("a", "hi")))).to.deep.equal(["no cell is worth points"]);
  });
});

describe("faultsOfCells", () => {
  it("does not mind that a source which is to be graded was run", () => {
    const ran = {
      ...doubling,
      cells: doubling.cells.map((cell) =>
        cell.id === "q1" ? { ...cell, outputs: [{ output_type: "stream" as const }] } : cell,
      ),
    };
    expect(faultsOf(ran)).to.have.length(1);
    expect(faultsOfCells(ran)).to.deep.equal([]);
    expect(faultsOfCells({ ...doubling, cells: [...doubling.cells, ...doubling.cells] })).to.have.length.greaterThan(1);
  });
});

describe("differencesOf", () => {
  const source = (language: "en" | "ko", content: Notebook) => ({ language, folder: "", name: "d", notebook: content });
  it("lets words differ, and code and metadata not", () => {
    const [english, korean] = [source("en", doubling), source("ko", edited(doubling, { intro: "# 두 배" }))];
    expect(differencesOf([english, korean])).to.deep.equal([]);
    expect(differencesOf([english, source("ko", edited(doubling, { setup: "1" }))])).to.deep.equal([
      'd.ipynb in "ko": cell 2 has other code or other metadata than in "en"',
    ]);
    expect(differencesOf([english, source("ko", { ...doubling, cells: doubling.cells.slice(1) })])[0]).to.match(
      /has 10 cells instead of 11/,
    );
  });
});
