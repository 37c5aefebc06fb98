/** The example jobs, run here as local processes: the test sets the variables that Slurm and Kubernetes would set. */
import { execFile, execFileSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { Gradebook } from "../../../kernel/course/gradebook.ts";
import { main } from "../../../kernel/course/main.ts";
import { releaseOf } from "../../../kernel/course/release-notebook.ts";
import { projectRoot } from "../../support/python.ts";
import { doubling, edited, write } from "../../support/assignment.ts";
import { temporaryFolder } from "../../support/temporary.ts";

describe("the example jobs", function () {
  this.timeout(180_000);
  const folder = temporaryFolder("jobs");
  const root = folder.path;
  const examples = join(projectRoot, "notebooks", "assignments", "examples");
  const students = ["ada", "ben", "cy"];
  const CONVKERNEL = `${process.execPath} ${join(projectRoot, "kernel", "setup", "convkernel.mjs")}`;
  const grades = (file: string): unknown => {
    const book = new Gradebook(join(root, file), "a1-convolution");
    const all = book.all().map(({ student, state, tasks }) => [student, state, tasks.map(({ points }) => points)]);
    book.close();
    return all;
  };

  before(() => {
    write(root, "source/a1-convolution/double.ipynb", doubling);
    const released = releaseOf(doubling, "en");
    for (const [i, student] of students.entries())
      write(
        root,
        `submitted/${student}/a1-convolution/double.ipynb`,
        edited(released, { q1: `const twice = (x: number) => ${i + 1} * x;` }),
      );
    cpSync(examples, join(root, "examples"), { recursive: true });
  });
  after(() => folder.remove());

  it("of Slurm grades the class in parts, which merge to one table", async () => {
    // Both at once, as on two nodes.
    await Promise.all(
      ["1", "2"].map((SLURM_ARRAY_TASK_ID) =>
        promisify(execFile)("sh", ["examples/slurm.sh", "a1-convolution"], {
          cwd: root,
          env: { ...process.env, CONVKERNEL, SLURM_ARRAY_TASK_ID, SLURM_ARRAY_TASK_COUNT: "2" },
        }),
      ),
    );
    const files = ["1-of-2", "2-of-2"].map((part) => join(root, `gradebook.convkernel.${part}.db`));
    await main(["merge", "a1-convolution", "--course", root, ...files]);
    expect(grades("gradebook.convkernel.db")).to.deep.equal([
      ["ada", "done", [0, 0, 0, null]],
      ["ben", "done", [2, 0, 0, null]],
      ["cy", "done", [0, 0, 0, null]],
    ]);
  });

  it("of Kubernetes counts its pods from one", () => {
    const text = readFileSync(join(examples, "kubernetes.yaml"), "utf8");
    const command = /^ +- (exec .*)$/m.exec(text)![1]!.replace("exec ${CONVKERNEL:-npx convkernel}", "echo");
    const said = execFileSync("sh", ["-c", command], {
      encoding: "utf8",
      env: { ...process.env, JOB_COMPLETION_INDEX: "3" },
    });
    expect(said).to.match(/--shard 4\/4$/m);
    expect(text).to.contain("completions: 4");
  });
});
