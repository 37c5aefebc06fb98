/** Set-up's scripts with the oldest Node that package.json promises. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { lockedNode } from "../../../kernel/setup/nodes.mjs";
import { projectRoot } from "../../support/python.ts";
import { copySetUp, lowestNode } from "../../support/set-up-copy.ts";
import type { SetUpCopy } from "../../support/set-up-copy.ts";
import { temporaryFolder } from "../../support/temporary.ts";

describe("set-up on the lowest Node", () => {
  const folder = temporaryFolder("lowest");
  let node: string;
  let copy: SetUpCopy;

  before(async function () {
    this.timeout(300_000);
    node = await lowestNode();
    copy = copySetUp(join(folder.path, "a project"));
  });
  after(() => folder.remove());

  it("is the one that package.json and the README promise", () => {
    const { engines } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as {
      engines: { node: string };
    };
    const version = lockedNode("lowest")?.version;
    expect(engines.node).to.equal(`>=${version}`);
    expect(readFileSync(join(projectRoot, "README.md"), "utf8")).to.include(`Node (${version} or later)`);
  });

  it("loads every module", async () => {
    const commands = ["convkernel", "start", "test", "supervise", "build", "prepack", "docs"];
    const names = readdirSync(join(projectRoot, "kernel", "setup"))
      .filter((name) => name.endsWith(".mjs"))
      .map((name) => name.slice(0, -4))
      .filter((name) => !commands.includes(name));
    const loaded = await copy.evaluate(
      `Promise.all(${JSON.stringify(names)}.map(async (name) => Object.keys(await load(name)).length > 0))`,
      { node },
    );
    expect(loaded).to.deep.equal(names.map(() => true));
  });

  it("tells whether a kernelspec is there, with the extension's files in folders", async () => {
    const expression = `(async () => {
      const { mkdirSync, writeFileSync, appendFileSync } = await import("node:fs");
      const { kernelspecIsReady, writeKernelspec } = await load("kernelspec");
      const { labextensionFolder } = await load("labextension");
      mkdirSync(labextensionFolder + "/static", { recursive: true });
      writeFileSync(labextensionFolder + "/static/remoteEntry.js", "1");
      const before = kernelspecIsReady("data", "/node");
      writeKernelspec("data", "/node");
      const written = kernelspecIsReady("data", "/node");
      appendFileSync("data/labextensions/convkernel/static/remoteEntry.js", "2");
      return [before, written, kernelspecIsReady("data", "/node")];
    })()`;
    expect(await copy.evaluate(expression, { node })).to.deep.equal([false, true, false]);
  });

  it("runs steps side by side, and ends them", async () => {
    const expression = `(async () => {
      const { run, together } = await load("steps");
      const hangs = run(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { log: "a", timeout: 60 });
      const fails = run(process.execPath, ["-e", "console.log('the reason'); process.exit(3)"], { log: "b", timeout: 60 });
      return together([hangs, fails]).then(() => "fine", (error) => error.brief);
    })()`;
    expect(await copy.evaluate(expression, { node })).to.match(/ended with code 3: the reason$/);
  });

  it("answers the commands that need no set-up", async () => {
    const usage = await copy.command(["--help"], { node });
    expect(usage).to.include({ code: 0, stderr: "" });
    expect(await copy.command(["run", "--help"], { node })).to.deep.equal(usage);
    const doctor = await copy.command(["doctor"], { node });
    expect(doctor.stdout)
      .to.match(/✓ system Node: v18\.0\.0/)
      .and.include("run `npx convkernel install`.");
    expect(doctor.stderr).to.equal("");
  });
});
