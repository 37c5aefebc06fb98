/** Our assignments, graded by the real nbgrader and by our own grader: the same folders give the same points. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { parseCsv } from "../../kernel/course/csv.ts";
import { Gradebook } from "../../kernel/course/gradebook.ts";
import { grade } from "../../kernel/course/grade.ts";
import { whyNoWalls } from "../../kernel/course/isolation.ts";
import { assignmentsOf, sourcesOf } from "../../kernel/course/layout.ts";
import { defaultLimits } from "../../kernel/course/limits.ts";
import { cut } from "../../kernel/course/markers.ts";
import { readNotebook, writeNotebook, type Notebook } from "../../kernel/course/notebook.ts";
import { gradeOf, isAnswer } from "../../kernel/course/cells.ts";
import { jupyterIn } from "../support/jupyter.ts";
import { makeNbgrader, nbgrader } from "../support/nbgrader.ts";
import { projectRoot } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary.ts";

describe("the assignments under nbgrader", function () {
  this.timeout(900_000);
  const folder = temporaryFolder("nbgrader");
  const root = join(folder.path, "course");
  const course = { root };
  const env = jupyterIn(join(folder.path, "jupyter"));
  const assignments = assignmentsOf({ root: join(projectRoot, "notebooks", "assignments") });

  /** The release with the source's solutions in place, modified as a student might. */
  function solved(assignment: string, change: (id: string, text: string) => string = (_, text) => text): Notebook {
    const [source] = sourcesOf(course, assignment);
    const answers = new Map(
      source!.notebook.cells.filter(isAnswer).map((cell) => [gradeOf(cell)!.grade_id, cell.source]),
    );
    const released = readNotebook(join(root, "release", assignment, `${source!.name}.ipynb`));
    return {
      ...released,
      cells: released.cells.map((cell) => {
        const id = gradeOf(cell)?.grade_id ?? "";
        const text = answers.get(id);
        if (text === undefined) return cell;
        const lines = text.split("\n").filter((line) => !/(BEGIN|END) SOLUTION/.test(line));
        return { ...cell, source: change(id, lines.join("\n")) };
      }),
    };
  }

  function handIn(student: string, assignment: string, notebook: Notebook): void {
    const [source] = sourcesOf(course, assignment);
    const target = join(root, "submitted", student, assignment);
    mkdirSync(target, { recursive: true });
    for (const file of readdirSync(source!.folder))
      if (!file.endsWith(".ipynb")) cpSync(join(source!.folder, file), join(target, file));
    writeNotebook(join(target, `${source!.name}.ipynb`), notebook);
  }

  before(async () => {
    makeNbgrader();
    cpSync(join(projectRoot, "notebooks", "assignments"), root, { recursive: true });
    for (const assignment of assignments) {
      await nbgrader(["generate_assignment", assignment], root, env);
      handIn("right", assignment, solved(assignment));
    }
    handIn("untouched", "a1-convolution", readNotebook(join(root, "release", "a1-convolution", "convolution.ipynb")));
    handIn(
      "off-by-one",
      "a1-convolution",
      solved("a1-convolution", (id, text) => (id === "size-answer" ? text.replace(" + 1;", ";") : text)),
    );
    handIn(
      "no-bias",
      "a1-convolution",
      solved("a1-convolution", (id, text) => (id === "convolve-answer" ? text.replace(".add(bias.at(o))", "") : text)),
    );
    for (const assignment of assignments) {
      await nbgrader(["autograde", assignment], root, env);
    }
    await nbgrader(["generate_feedback", "a1-convolution"], root, env);
    await nbgrader(["export"], root, env);
  });
  after(() => folder.remove());

  it("are three", () => {
    expect(assignments).to.deep.equal(["a1-convolution", "a2-filters", "a3-training"]);
  });

  it("get the same points from nbgrader and from our own grader", async () => {
    const [head, ...rows] = parseCsv(readFileSync(join(root, "grades.csv"), "utf8"));
    const at = (name: string): number => head!.indexOf(name);
    const theirs = rows.map((row) => [row[at("assignment")], row[at("student_id")], Number(row[at("raw_score")])]);
    const ours: unknown[] = [];
    for (const assignment of assignments) {
      const options = {
        submitted: join(root, "submitted"),
        slots: 2,
        limits: { ...defaultLimits, cellMs: 60_000 },
        network: false,
        again: false,
      };
      await grade(course, assignment, { ...options, trust: whyNoWalls() !== null, stderrFails: false }, () => {});
      const book = new Gradebook(join(root, "gradebook.convkernel.db"), assignment);
      for (const { student, tasks } of book.all())
        ours.push([assignment, student, tasks.reduce((sum, { points }) => sum + (points ?? 0), 0)]);
      book.close();
    }
    const handedIn = new Set(ours.map((row) => (row as unknown[]).slice(0, 2).join()));
    const compared = theirs.filter((row) => handedIn.has(row.slice(0, 2).join()));
    expect(ours).to.have.length(6);
    expect(compared).to.have.deep.members(ours);
  });

  it("are released by nbgrader without solutions", () => {
    for (const assignment of assignments) {
      const [source] = sourcesOf(course, assignment);
      const released = readFileSync(join(root, "release", assignment, `${source!.name}.ipynb`), "utf8");
      expect(released).not.to.match(/BEGIN SOLUTION|HIDDEN TESTS/);
      for (const cell of source!.notebook.cells.filter(isAnswer))
        if (cell.cell_type === "code") expect(cut(cell.source, "SOLUTION")).not.to.equal(cell.source);
    }
  });

  it("get feedback", () => {
    expect(existsSync(join(root, "feedback", "right", "a1-convolution", "convolution.html"))).to.equal(true);
  });
});
