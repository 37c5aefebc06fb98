/** Finding the notebook among the files that a student has handed in. */
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, describe, it } from "mocha";
import { gradeIds } from "../../../kernel/course/cells.ts";
import { findNotebook } from "../../../kernel/course/find-notebook.ts";
import { releaseOf } from "../../../kernel/course/release-notebook.ts";
import type { Notebook } from "../../../kernel/course/notebook.ts";
import { doubling, edited, notebook, own, write } from "../../support/assignment.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const released = releaseOf(doubling, "en");
const solved = edited(released, { q1: "const twice = (x: number) => x + x;" });
const ids = gradeIds(doubling);

describe("findNotebook", () => {
  const folder = temporaryFolder("find");
  afterEach(() => rmSync(folder.path, { recursive: true }));

  /** What is found among the files: whether it is the solved notebook, where it is, and the remarks about it. */
  const found = (files: Readonly<Record<string, Notebook | string>>): [boolean, string, readonly string[]] => {
    for (const [name, content] of Object.entries(files)) write(folder.path, name, content);
    const submission = { student: "kim", folder: folder.path, time: "", isLink: false };
    const { notebook: one, folder: where, notes } = findNotebook(submission, "double", ids);
    const answer = one.cells.find(({ id }) => id === "q1")?.source ?? "";
    return [answer.includes("x + x"), where.slice(folder.path.length + 1), notes];
  };

  it("is the one of the right name", () => expect(found({ "double.ipynb": solved })).to.deep.equal([true, "", []]));

  for (const name of ["double (1).ipynb", "Double.IPYNB", "double.ipynb.txt", "double.ipynb.json", "과제.ipynb"])
    it(`may be called ${name}`, () => {
      expect(found({ [name]: solved })).to.deep.equal([
        true,
        "",
        [`the notebook is called ${name} instead of double.ipynb`],
      ]);
    });

  it("may lie in a folder, as archives have it, with its files beside it", () => {
    const [isSolved, where, notes] = found({ "kim work/a1/double.ipynb": solved, "kim work/a1/a3.bin": "numbers" });
    expect([isSolved, where]).to.deep.equal([true, "kim work/a1"]);
    expect(notes).to.deep.equal(["the notebook is called kim work/a1/double.ipynb instead of double.ipynb"]);
  });

  it("is the one that was worked on, where the untouched one lies beside it", () => {
    const [isSolved, , notes] = found({ "double.ipynb": released, "double (1).ipynb": solved });
    expect(isSolved).to.equal(true);
    expect(notes).to.deep.equal([
      "there are 2 notebooks: double (1).ipynb, double.ipynb",
      "the notebook is called double (1).ipynb instead of double.ipynb",
    ]);
  });

  it("is the one of the right name where both were worked on, and another assignment's is none", () => {
    const other = notebook(own("x", "1 + 1"));
    const [isSolved, , notes] = found({ "double.ipynb": solved, "double-old.ipynb": released, "notes.ipynb": other });
    expect(isSolved).to.equal(true);
    expect(notes.at(-1)).to.equal("double.ipynb was graded");
  });

  it("is no copy that Jupyter keeps, and nothing that a link leads to", () => {
    write(folder.path, "elsewhere/double.ipynb", solved);
    symlinkSync(join(folder.path, "elsewhere"), join(folder.path, "here"));
    rmSync(join(folder.path, "elsewhere"), { recursive: true });
    expect(() => found({ ".ipynb_checkpoints/double-checkpoint.ipynb": solved })).to.throw(
      "there is no notebook in the folder, only what JupyterLab saved of it earlier (.ipynb_checkpoints): take it out of there",
    );
  });

  for (const [file, says] of [
    ["timestamp.txt", ": it is empty"],
    ["work/kim.zip", ": unpack work/kim.zip there"],
    ["double.html", ", only double.html"],
  ] as const)
    it(`says what lies there instead: ${file}`, () =>
      expect(() => found({ [file]: "" })).to.throw(`there is no notebook in the folder${says}`));
});
