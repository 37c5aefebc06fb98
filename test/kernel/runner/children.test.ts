import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, it } from "mocha";
import { expect } from "chai";
import { allProcesses, readMark, runnerProcesses } from "../../../kernel/contract/processes.ts";
import type { Mark } from "../../../kernel/contract/processes.ts";
import type { RunnerOptions } from "../../../kernel/front/runner-handle.ts";
import { RunnerClient } from "./runner-client.ts";

/** Children that a cell may start; each sleeps for longer than any test. */
const CHILDREN = `
  const { spawn } = await import("node:child_process");
  spawn("sleep", ["300"]);
  spawn("sh", ["-c", "sh -c 'sleep 301; true'; true"]);
  spawn("sh", ["-c", "trap '' TERM; while :; do sleep 302; done"]);
  spawn("sh", ["-c", "(sleep 303 &)"]);
  spawn("/bin/sleep", ["304"], { env: {} });
  await new Promise((resolve) => setTimeout(resolve, 100));`;
const DETACHED = `spawn("sleep", ["305"], { detached: true, stdio: "ignore" }).unref();`;

interface Family {
  readonly client: RunnerClient;
  readonly runner: number;
  readonly mark: Mark;
}

describe("what cells have started", function () {
  if (process.platform !== "linux") return;
  const families: Family[] = [];

  const start = async (cell: string, options: RunnerOptions = {}): Promise<Family> => {
    const client = new RunnerClient(options);
    await client.run(cell);
    const told = await client.run(`console.log(process.pid, process.env.CONVKERNEL_RUNNER)`);
    expect(told.kind).to.equal("ok");
    const [pid, mark] = client.printed().trim().split(" ");
    const family = { client, runner: Number(pid), mark: { ...readMark(mark!)!, scope: "all" as const } };
    families.push(family);
    return family;
  };
  const children = ({ runner, mark }: Family) => runnerProcesses(runner, mark).filter(({ pid }) => pid !== runner);
  const isGone = (pid: number): boolean => !allProcesses().some((each) => each.pid === pid);

  afterEach(async () => {
    for (const family of families.splice(0)) {
      await family.client.close();
      for (const { pid } of children(family)) process.kill(pid, "SIGKILL");
    }
  });

  it("ends at a shutdown: children, theirs, those that ignore SIGTERM, orphans, those without an environment", async () => {
    const family = await start(CHILDREN);
    expect(children(family).length).to.be.at.least(7);
    await family.client.close();
    expect(children(family)).to.deep.equal([]);
    expect(isGone(family.runner)).to.equal(true);
  });

  it("ends before the next cell when the process has crashed", async () => {
    const family = await start(CHILDREN);
    await family.client.run(`process.kill(process.pid, "SIGKILL"); await new Promise(() => {});`);
    expect(await family.client.text("1 + 1")).to.equal("2");
    expect(children(family)).to.deep.equal([]);
  });

  it("ends when the process is replaced because it answers no interrupt", async () => {
    const family = await start(CHILDREN);
    const stopped = family.client.run(`console.log("stops"); process.kill(process.pid, "SIGSTOP"); for (;;);`);
    await family.client.interruptAt("stops");
    expect(await stopped).to.include({ kind: "error", variablesLost: true });
    expect(await family.client.text("1 + 1")).to.equal("2");
    expect(children(family)).to.deep.equal([]);
  });

  it("gives back its port to the next cell", async () => {
    const server = `require("node:http").createServer().listen(PORT, "127.0.0.1", function () { console.log("port " + this.address().port) })`;
    const { client } = await start(`${CHILDREN} spawn(process.execPath, ["-e", \`process.on("SIGTERM", () => {});
      ${server.replace("PORT", "0")}\`]).stdout.on("data", (text) => process.stdout.write(text));`);
    const { text } = (await client.until((item) => item.kind === "stdout" && /port \d+\n/.test(item.text))) as {
      readonly text: string;
    };
    const port = /port (\d+)/.exec(text)![1]!;
    await client.run("process.abort()");
    expect(
      await client.text(`await new Promise((resolve) => {
        const server = require("node:http").createServer();
        server.on("error", (error) => resolve(error.code)).listen(${port}, "127.0.0.1", () => resolve("listens"));
      })`),
    ).to.equal("'listens'");
  });

  it("stays where it was detached", async () => {
    const family = await start(`${CHILDREN} ${DETACHED}`);
    await family.client.close();
    expect(children(family).length).to.equal(1);
  });

  for (const [end, cell] of [
    ["a shutdown", ""],
    ["a crash", "setTimeout(() => process.abort(), 700); await new Promise(() => {});"],
  ] as const) {
    it(`ends after ${end} although it was detached, where that is asked for`, async () => {
      const family = await start(`${CHILDREN} ${DETACHED}`, { endDetached: true });
      // The process has left the session and has no mark.
      await family.client.run(
        `console.log("pid", spawn("setsid", ["sleep", "306"], { env: { PATH: process.env.PATH } }).pid)`,
      );
      const hidden = Number(/pid (\d+)/.exec(family.client.printed())![1]);
      expect(isGone(hidden)).to.equal(false);
      if (cell === "") await family.client.close();
      else {
        await family.client.run(cell);
        expect(await family.client.text("1 + 1")).to.equal("2");
      }
      expect(children(family)).to.deep.equal([]);
      expect(isGone(hidden)).to.equal(true);
    });
  }

  for (const endDetached of [false, true]) {
    it(`ends when the front is killed${endDetached ? ", detached ones too where that is asked for" : ""}`, async () => {
      const front = spawn(process.execPath, ["--input-type=module", "-e", frontWith(endDetached)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [told] = (await once(front.stdout, "data")) as [Buffer];
      const [pid, text] = told.toString().trim().split(" ");
      const family = { runner: Number(pid), mark: { ...readMark(text!)!, scope: "all" as const } };
      const left = () => runnerProcesses(family.runner, family.mark);
      expect(left().length).to.be.at.least(8);
      front.kill("SIGKILL");
      while (left().length > (endDetached ? 0 : 1)) await new Promise((resolve) => setTimeout(resolve, 20));
      for (const each of left()) process.kill(each.pid, "SIGKILL");
    });
  }
});

/** A front in a separate process, whose runner has started all kinds of children and is busy. */
const frontWith = (endDetached: boolean): string => `
  const { RunnerClient } = await import(${JSON.stringify(new URL("./runner-client.ts", import.meta.url).href)});
  const client = new RunnerClient({ endDetached: ${endDetached} });
  await client.run(${JSON.stringify(`${CHILDREN} ${DETACHED}`)});
  void client.run("console.log(process.pid, process.env.CONVKERNEL_RUNNER); for (;;);");
  const item = await client.until((item) => item.kind === "stdout");
  console.log(item.text);`;
