/** Our own assignments, as students get them. */
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { assignmentsOf, sourcesOf } from "../../../kernel/course/layout.ts";
import { releaseOf } from "../../../kernel/course/release-notebook.ts";
import { projectRoot } from "../../support/python.ts";

/** JupyterLab cuts off what is longer, in a window of usual width. */
const LONGEST = 106;

const course = { root: join(projectRoot, "notebooks", "assignments") };

describe("the released assignments", () => {
  const released = assignmentsOf(course).flatMap((assignment) =>
    sourcesOf(course, assignment).map(({ language, notebook }) => ({
      name: `${language} ${assignment}`,
      cells: releaseOf(notebook, language).cells.filter(({ cell_type }) => cell_type === "code"),
    })),
  );

  it("are three, in two languages", () => expect(released).to.have.length(6));

  for (const { name, cells } of released)
    it(`have no line of code that is cut off: ${name}`, () => {
      const lines = cells.flatMap(({ source }) => source.split("\n"));
      expect(lines.filter((line) => line.length > LONGEST)).to.deep.equal([]);
    });
});
