/** Running a whole notebook within limits. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { defaultLimits } from "../../../kernel/course/limits.ts";
import { runNotebook } from "../../../kernel/course/run-notebook.ts";
import { Session } from "../../../kernel/course/session.ts";
import { notebook, own } from "../../support/assignment.ts";
import { temporaryFolder } from "../../support/temporary.ts";

describe("runNotebook", function () {
  this.timeout(120_000);

  it("runs nothing more after two cells that took too long", async () => {
    const folder = temporaryFolder("run-notebook");
    const limits = { ...defaultLimits, cellMs: 300 };
    const session = new Session({ folder: folder.path, limits, student: "kim" });
    await session.warm();
    const endless = notebook(
      own("a", "for (;;);"),
      own("b", "1;"),
      own("c", "for (;;);"),
      own("d", "1;"),
      own("e", "1;"),
    );
    const { cells } = await runNotebook(session, endless, limits);
    await session.close();
    folder.remove();
    expect(cells.map(({ run }) => run.kind === "skipped")).to.deep.equal([false, false, false, true, true]);
  });
});
