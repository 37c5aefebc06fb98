import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import { notIgnored } from "../../../kernel/setup/ignore.mjs";
import { copyLessons } from "../../../kernel/setup/lessons.mjs";
import { projectOf } from "../../../kernel/setup/paths.mjs";
import { projectRoot } from "../../support/python.ts";
import { copySetUp } from "../../support/set-up-copy.ts";
import { temporaryFolder } from "../../support/temporary.ts";

describe("the lessons of an installed package", () => {
  const folder = temporaryFolder("lessons");
  after(() => folder.remove());

  it("are copied in every language, once", () => {
    const lessons = readdirSync(join(projectRoot, "notebooks")).filter((name) => name.endsWith(".ipynb"));
    const copied = copyLessons(folder.path);
    expect(copied).to.include.members([...lessons, ...lessons.map((name) => join("ko", name))]);
    expect(copyLessons(folder.path)).to.deep.equal([]);
  });

  it("stay as the learner left them; what is missing comes again", () => {
    writeFileSync(join(folder.path, "00-original.ipynb"), "mine");
    rmSync(join(folder.path, "ko", "00-original.ipynb"));
    expect(copyLessons(folder.path)).to.deep.equal([join("ko", "00-original.ipynb")]);
    expect(readFileSync(join(folder.path, "00-original.ipynb"), "utf8")).to.equal("mine");
  });
});

describe("the project of an installed package", () => {
  const folder = temporaryFolder("project");
  after(() => folder.remove());

  it("is the one that it is installed in, seen from any folder below", async () => {
    const copy = copySetUp(join(folder.path, "a"));
    const seen = await copy.evaluate(
      `(async () => { const { projectOf } = await load("paths"); return [projectOf("."), projectOf("node_modules/convkernel/dist")]; })()`,
    );
    expect(seen).to.deep.equal([copy.project, copy.project]);
  });

  it("is the folder itself where the package is installed elsewhere", () => {
    expect(projectOf(folder.path)).to.equal(folder.path);
  });

  it("is told which of its folders are not to be committed", () => {
    expect(notIgnored(folder.path)).to.deep.equal([".cache/", ".runtime/", ".venv/"]);
    writeFileSync(join(folder.path, ".gitignore"), "node_modules\r\n.venv\r\n/.cache/\r\n");
    expect(notIgnored(folder.path)).to.deep.equal([".runtime/"]);
  });
});

describe("convkernel", () => {
  const folder = temporaryFolder("options");
  after(() => folder.remove());

  for (const args of [
    ["install", "--usr"],
    ["doctor", "now"],
    ["run", "lesson.ipynb", "twice"],
  ])
    it(`ignores nothing that it is given (${args.join(" ")})`, async () => {
      const copy = copySetUp(folder.path);
      writeFileSync(join(folder.path, "lesson.ipynb"), "{}");
      const { code, stderr } = await copy.command(args);
      expect(code).to.equal(1);
      expect(stderr).to.include(`there is no option ${args[args.length - 1]} here`);
    });
});
