/** Clean runs of a teacher's notebook. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { defaultLimits } from "../../../kernel/course/limits.ts";
import { slowLines, testsOf } from "../../../kernel/course/reference.ts";
import { answer, notebook, test } from "../../support/assignment.ts";
import { temporaryFolder } from "../../support/temporary.ts";

describe("testsOf", function () {
  this.timeout(60_000);

  it("gives the solution more time than a submission has, and says which cell needed it", async () => {
    const folder = temporaryFolder("reference");
    const slow = notebook(
      // Counted is the time that a processor works for it: here 1.5 s, however busy the machine is.
      answer(
        "q",
        "const from = process.cpuUsage().user;\nwhile (process.cpuUsage().user - from < 1.5e6) for (let i = 0; i < 1e6; i++);\nconst one = 1;",
      ),
      test("t", 2, "one;\nif (one !== 1) throw new Error();"),
    );
    const limits = { ...defaultLimits, cellMs: 1000 };
    const tests = await testsOf(slow, folder.path, limits);
    folder.remove();
    expect(tests.get("t")!.score.points).to.equal(2);
    expect(slowLines(tests, limits).join("\n")).to.match(
      /^q: the solution takes \d+ s here, but a submission's cell may take only 1 s\. Allow more when you grade: --cell \d+s$/,
    );
  });
});
