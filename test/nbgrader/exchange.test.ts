/** Reads what the real nbgrader leaves in its exchange, and what it collects from there. */
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { grade } from "../../kernel/course/grade.ts";
import { Gradebook } from "../../kernel/course/gradebook.ts";
import { whyNoWalls } from "../../kernel/course/isolation.ts";
import { gradebookFile, submissionsOf } from "../../kernel/course/layout.ts";
import { defaultLimits } from "../../kernel/course/limits.ts";
import { readNotebook } from "../../kernel/course/notebook.ts";
import { answer, locked, notebook, test, write } from "../support/assignment.ts";
import { jupyterIn } from "../support/jupyter.ts";
import { makeNbgrader, nbgrader } from "../support/nbgrader.ts";
import { projectRoot } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary.ts";

const source = {
  ...notebook(
    locked("setup", 'import { check } from "convkernel";'),
    answer("q", "const twice = (x: number): number => 2 * x;"),
    test("t", 2, 'check.count("twice", twice(2), 4);'),
  ),
  metadata: { kernelspec: { name: "convkernel", display_name: "TypeScript (convkernel)", language: "typescript" } },
};

describe("nbgrader's exchange", function () {
  this.timeout(300_000);
  const folder = temporaryFolder("exchange");
  const root = join(folder.path, "course");
  const inbound = join(folder.path, "exchange", "cnn", "inbound");
  let students: readonly string[];

  before(async () => {
    makeNbgrader();
    const env = jupyterIn(join(folder.path, "jupyter"));
    const options = ["--course", "cnn", `--Exchange.root=${join(folder.path, "exchange")}`];
    write(root, "source/a1/double.ipynb", source);
    cpSync(join(projectRoot, "notebooks", "assignments", "nbgrader_config.py"), join(root, "nbgrader_config.py"));
    await nbgrader(["generate_assignment", "a1"], root, env);
    await nbgrader(["release_assignment", "a1", ...options], root, env);
    const home = join(folder.path, "home");
    const released = readNotebook(join(root, "release", "a1", "double.ipynb"));
    // Submitted twice; the second one counts.
    for (const q of ["const twice = (x: number): number => x;", "const twice = (x: number): number => x + x;"]) {
      const cells = released.cells.map((cell) =>
        cell.metadata.nbgrader?.grade_id === "q" ? { ...cell, source: q } : cell,
      );
      write(home, "a1/double.ipynb", { ...released, cells });
      await nbgrader(["submit", "a1", ...options], home, env);
    }
    await nbgrader(["collect", "a1", ...options], root, env);
    students = readdirSync(join(root, "submitted"));
  });
  after(() => folder.remove());

  it("holds both times of handing in, of which the newer one is read", () => {
    expect(readdirSync(inbound)).to.have.length(2);
    const [found, ...others] = submissionsOf(inbound, "a1");
    expect(others).to.deep.equal([]);
    expect(found!.student).to.equal(students[0]);
    expect(readNotebook(join(found!.folder, "double.ipynb")).cells[1]!.source).to.match(/x \+ x/);
  });

  it("is collected to the same work of the same time", () => {
    const [there, here] = [inbound, join(root, "submitted")].map((place) => submissionsOf(place, "a1")[0]!);
    expect(here!.time).to.equal(there!.time);
    expect(here!.time).to.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} /);
  });

  it("is graded where it lies", async () => {
    const options = { slots: 1, limits: defaultLimits, network: false, again: false, stderrFails: false };
    const course = { root };
    await grade(course, "a1", { ...options, submitted: inbound, trust: whyNoWalls() !== null }, () => {});
    const book = new Gradebook(gradebookFile(course), "a1");
    expect(book.all().map(({ student, tasks }) => [student, tasks.map(({ points }) => points)])).to.deep.equal([
      [students[0], [2]],
    ]);
    book.close();
  });
});
