/** Notebooks used by Jupyter's Python tools: nbconvert's script, parameters, a grader's first cells. */
import { execFile, execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { languageInfo } from "../../kernel/front/language-info.ts";
import { jupyterIn, sourceArgv } from "../support/jupyter.ts";
import { execute, readNotebook, textOf } from "../support/notebook.ts";
import { findPython, projectRoot } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary.ts";

const run = promisify(execFile);

describe("Jupyter's tools", function () {
  // Several Python programs run one after another.
  this.timeout(180_000);
  const folder = temporaryFolder("tools");
  let env: NodeJS.ProcessEnv;
  before(() => {
    env = jupyterIn(folder.path, {}, sourceArgv);
    // As set-up does it.
    execFileSync(findPython(), [join(projectRoot, "kernel", "setup", "python", "install.py")]);
  });
  after(() => folder.remove());

  const notebook = (name: string, ...cells: { source: string; tags?: string[]; type?: string }[]): string => {
    const file = join(folder.path, name);
    const content = {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {
        kernelspec: { name: "convkernel", display_name: "TypeScript (convkernel)", language: "typescript" },
        language_info: languageInfo,
      },
      cells: cells.map(({ source, tags = [], type = "code" }, index) => ({
        id: `cell-${index}`,
        cell_type: type,
        metadata: { tags },
        source,
        ...(type === "code" && { outputs: [], execution_count: null }),
      })),
    };
    writeFileSync(file, JSON.stringify(content));
    return file;
  };

  it("make a script that runs", async () => {
    const file = notebook(
      "lesson.ipynb",
      { source: "# A lesson", type: "markdown" },
      { source: 'import { join } from "node:path";\nlet shown: string = join("a", "b");' },
      { source: 'import { join } from "node:path";\nlet shown = 5; console.log(shown, join("c", "d"))' },
    );
    await run(findPython(), ["-m", "nbconvert", "--to", "script", file], { env });
    const script = file.replace(".ipynb", ".ts");
    expect(readFileSync(script, "utf8")).to.match(
      /^import \{ join \} from "node:path";\nlet shown: any;\n\n\/\/ %% \[markdown\]\n\/\/ # A lesson\n/,
    );
    const printed = execFileSync(process.execPath, ["--no-warnings", script], { encoding: "utf8" });
    expect(printed).to.equal("5 c/d\n");
  });

  it("find the package by its entry points, papermill too, which is not among the test's tools", () => {
    const script = `from importlib.metadata import entry_points
for group in ("nbconvert.exporters.script", "papermill.engine"):
    print([point.value for point in entry_points(group=group) if point.name in ("typescript", "convkernel")])`;
    expect(execFileSync(findPython(), ["-c", script], { encoding: "utf8" })).to.equal(
      "['convkernel_jupyter:TypeScriptExporter']\n['convkernel_jupyter:PapermillEngine']\n",
    );
  });

  const program = join(projectRoot, "kernel", "setup", "run_notebook.py");
  const withParameters = (file: string, parameters: object) =>
    run(findPython(), [program, file, "convkernel", JSON.stringify(parameters)], { env });

  it("set parameters behind the cell that is tagged for them", async () => {
    const file = notebook(
      "parameters.ipynb",
      { source: "const rate: number = 0.1; const name = 'none'; const sizes = [1]", tags: ["parameters"] },
      { source: "console.log([rate, name, sizes])" },
    );
    const { stdout } = await withParameters(file, { rate: "0.5", name: '"two words"', sizes: "[2,3]" });
    expect(stdout).to.include("[ 0.5, 'two words', [ 2, 3 ] ]");
    expect(stdout).to.not.match(/TS\d/);
    const refused = await withParameters(file, { rat: "1" }).catch((error: unknown) => error as { stderr: string });
    expect(refused).to.have.property("stderr").that.includes("its cell tagged parameters has no rat");
    const untagged = notebook("untagged.ipynb", { source: "typeof given + given" });
    const first = await withParameters(untagged, { given: "1" });
    expect(first.stdout).to.include("'number1'");
    expect(first.stderr).to.include("no cell is tagged parameters");
  });

  it("keep the type notes of the first cells of a fresh kernel", async () => {
    const file = notebook("graded.ipynb", { source: "const x: number = 'a'" }, { source: "const y: string = 2" });
    const { cells } = await execute(readNotebook(file), folder.path, env);
    expect(textOf(cells[0]!)).to.include("TS2322");
    expect(textOf(cells[1]!)).to.include("TS2322");
  });
});
