/** The JupyterLab that a user names with --jupyter, in the forms found on various systems. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import { isWritable, prefixOf, pythonOfJupyter, requireModule } from "../../../kernel/setup/jupyter.mjs";
import { dataFolderOf } from "../../../kernel/setup/kernelspec.mjs";
import { findPython } from "../../support/python.ts";
import { copySetUp } from "../../support/set-up-copy.ts";
import { temporaryFolder } from "../../support/temporary.ts";

/** Only root can run a program as another user; other users test this with folders that belong to somebody else. */
const nobody = process.getuid?.() === 0 ? { uid: 65534 } : {};

describe("--jupyter", () => {
  const folder = temporaryFolder("jupyter");
  after(() => folder.remove());
  const file = (path: string, text = "#!/bin/sh\n"): string => {
    mkdirSync(join(folder.path, path, ".."), { recursive: true });
    writeFileSync(join(folder.path, path), text, { mode: 0o755 });
    return join(folder.path, path);
  };

  it("finds the Python of an environment by its folder and by its jupyter command", () => {
    const prefix = prefixOf(findPython());
    const python = process.platform === "win32" ? join("Scripts", "python.exe") : join("bin", "python");
    expect(pythonOfJupyter(prefix).python).to.equal(join(prefix, python));
    expect(pythonOfJupyter(join(prefix, "bin", "jupyter")).python).to.match(/python[\d.]*$/);
  });

  for (const name of ["python3", "python3.13"])
    it(`finds ${name} where there is no python`, () => {
      const python = file(`${name}-only/bin/${name}`);
      expect(pythonOfJupyter(join(folder.path, `${name}-only`)).python).to.equal(python);
      expect(pythonOfJupyter(join(folder.path, `${name}-only`, "bin")).python).to.equal(python);
      expect(pythonOfJupyter(file(`${name}-only/bin/jupyter`)).python).to.equal(python);
    });

  it("finds the Python that a command in pip's user folder names", () => {
    const python = file("system/bin/python3");
    expect(pythonOfJupyter(file("home/.local/bin/jupyter", `#!${python}\nimport sys\n`)).python).to.equal(python);
  });

  it("finds it in the form that pip writes for paths with spaces", () => {
    const python = file("a system/bin/python3");
    const script = `#!/bin/sh\n'''exec' "${python}" "$0" "$@"\n' '''\nimport sys\n`;
    expect(pythonOfJupyter(file("other home/bin/jupyter", script)).python).to.equal(python);
  });

  it("says what to give where there is none", () => {
    expect(() => pythonOfJupyter(join(folder.path, "nothing"))).to.throw("there is no such file or folder");
    mkdirSync(join(folder.path, "empty"));
    expect(() => pythonOfJupyter(join(folder.path, "empty"))).to.throw("no Python was found");
  });

  it("refuses one without JupyterLab before anything is set up", () => {
    const python = file("bare/bin/python3", "#!/bin/sh\nexit 1\n");
    expect(() => requireModule(python, "jupyterlab", "bare"))
      .to.throw("has no jupyterlab")
      .with.property("remedy")
      .that.includes("-m pip install jupyterlab");
  });

  it("leaves the system's own folder to the system's packages", () => {
    expect(dataFolderOf("/usr")).to.equal(join("/usr/local", "share", "jupyter"));
  });

  it("puts the kernelspec into the user's folder where the environment's may not be written to", async () => {
    const copy = copySetUp(join(folder.path, "project"));
    const theirs = join(folder.path, "theirs");
    const python = file("theirs/bin/python3", `#!/bin/sh\necho ${theirs}\n`);
    chmodSync(folder.path, 0o755);
    chmodSync(theirs, 0o555);
    const expression = `(await load("jupyter")).dataFolderFor(${JSON.stringify(python)})`;
    const env = { JUPYTER_DATA_DIR: "/home/somebody/jupyter" };
    expect(await copy.evaluate(expression, { env, ...nobody })).to.equal("/home/somebody/jupyter");
    chmodSync(theirs, 0o755);
    expect(isWritable(join(theirs, "share", "jupyter"))).to.equal(true);
  });
});

describe("a folder that may not be written to", () => {
  const folder = temporaryFolder("theirs");
  after(() => {
    chmodSync(join(folder.path, "project"), 0o755);
    folder.remove();
  });

  for (const args of [["install"], ["lab"], ["run", "lesson.ipynb"]])
    it(`is told by ${args[0]} in a sentence, with what to do and without a stack`, async () => {
      chmodSync(folder.path, 0o755);
      const copy = copySetUp(join(folder.path, "project"));
      writeFileSync(join(copy.project, "lesson.ipynb"), "{}");
      chmodSync(copy.project, 0o555);
      const { code, stderr } = await copy.command(args, nobody);
      expect(code).to.equal(1);
      expect(stderr).to.match(/^\nNothing could be written to .* \((EACCES|EROFS)\)\.\n\nWhat to do: .*\n$/);
      chmodSync(copy.project, 0o755);
    });
});
