/** A class on a real JupyterHub, through its proxy, with the configuration that we ship. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { processesOf, startHub } from "../support/hub.ts";
import type { Hub } from "../support/hub.ts";
import { joined, readNotebook } from "../support/notebook.ts";
import { projectRoot } from "../support/python.ts";
import { ServerKernel } from "../support/server-kernel.ts";
import type { Outputs } from "../support/server-kernel.ts";
import { temporaryFolder } from "../support/temporary.ts";

const lesson = readNotebook(join(projectRoot, "notebooks", "00-original.ipynb"))
  .cells.filter(({ cell_type }) => cell_type === "code")
  .map(({ source }) => joined(source));

/** Resolves when no process below the hub matches any more. */
async function noneLeft(folder: string, which: RegExp): Promise<void> {
  while (processesOf(folder).some(({ command }) => which.test(command)))
    await new Promise((resolve) => setTimeout(resolve, 100));
}

describe("a class on JupyterHub", () => {
  const folder = temporaryFolder("hub");
  const users = ["ada", "grace"];
  const tokens = new Map<string, string>();
  const kernels = new Map<string, ServerKernel>();
  let hub: Hub | undefined;

  before(async function () {
    this.timeout(300_000);
    hub = await startHub(folder.path, 20);
    for (const user of users) await hub.signIn(user);
    await Promise.all(users.map(async (user) => tokens.set(user, await hub!.startServer(user))));
  });
  after(async function () {
    this.timeout(60_000);
    await hub?.stop();
    folder.remove();
  });
  const base = (user: string): string => `${hub!.url}/user/${user}`;

  it("runs a lesson for each learner at once, to the last number", async function () {
    this.timeout(300_000);
    await Promise.all(
      users.map(async (user) => {
        const kernel = await ServerKernel.start(base(user), tokens.get(user));
        kernels.set(user, kernel);
        for (const code of lesson) {
          const { status, text } = await kernel.execute(code);
          expect(status, text).to.equal("ok");
        }
        expect((await kernel.execute("conv.bias.item().toFixed(4)")).text).to.equal("'0.1157'");
      }),
    );
  });

  it("keeps learners apart", async () => {
    const kernel = kernels.get("ada")!;
    expect((await kernel.execute("globalThis.mine = 1; process.cwd()")).text).to.include("ada");
    expect((await kernels.get("grace")!.execute("typeof mine")).text).to.equal("'undefined'");
    const response = await fetch(`${base("grace")}/api/kernels`, {
      headers: { Authorization: `token ${tokens.get("ada")}` },
    });
    expect(response.status).to.equal(403);
  });

  it("stops a loop and keeps the variables", async function () {
    this.timeout(60_000);
    const kernel = kernels.get("ada")!;
    let stopped: Promise<Outputs> | undefined;
    await new Promise<void>((inside) => {
      stopped = kernel.execute("const kept = 7; console.log('in'); for (;;) {}", inside);
    });
    await kernel.interrupt();
    expect((await stopped!).status).to.equal("error");
    expect((await kernel.execute("kept")).text).to.equal("7");
  });

  it("leaves nothing of what a cell has started when its kernel is restarted", async function () {
    this.timeout(60_000);
    const kernel = kernels.get("ada")!;
    await kernel.execute(`require("node:child_process").spawn("sleep", ["3001"]); 0`);
    expect(processesOf(folder.path).some(({ command }) => /sleep 3001/.test(command))).to.equal(true);
    await kernel.restart();
    await noneLeft(folder.path, /sleep 3001/);
  });

  it("leaves nothing of a kernel that nobody used, nor of a server that was stopped", async function () {
    this.timeout(120_000);
    for (const kernel of kernels.values()) kernel.close();
    await noneLeft(folder.path, /kernel\/front\/main|kernel\/runner|tsgo|typescript/);
    for (const user of users) await hub!.api("DELETE", `/users/${user}/server`);
    await noneLeft(folder.path, /singleuser/);
  });

  it("is set up by the page that an administrator reads", () => {
    const page = readFileSync(join(projectRoot, "deploy", "README.md"), "utf8");
    for (const option of [
      "--memory-mb",
      "--end-detached",
      "CONVKERNEL_DATA",
      "NODE_COMPILE_CACHE",
      "cull_idle_timeout",
    ])
      expect(page).to.include(option);
  });
});
