import { describe, it } from "mocha";
import { expect } from "chai";
import { readMark, runnerProcesses } from "../../kernel/contract/processes.ts";
import type { Mark } from "../../kernel/contract/processes.ts";
import { Client, KernelProcess } from "../support/client.ts";

/** A child, a child's child, one that ignores SIGTERM, one whose parent has gone, and one that has left the runner's session. */
const CHILDREN = `
  const { spawn } = await import("node:child_process");
  spawn("sleep", ["310"]);
  spawn("sh", ["-c", "sh -c 'sleep 311; true'; true"]);
  spawn("sh", ["-c", "trap '' TERM; while :; do sleep 312; done"]);
  spawn("sh", ["-c", "(sleep 313 &)"]);
  spawn("sleep", ["314"], { detached: true, stdio: "ignore" }).unref();
  await new Promise((resolve) => setTimeout(resolve, 100));`;

interface Family {
  readonly kernel: KernelProcess;
  readonly client: Client;
  readonly runner: number;
  readonly mark: Mark;
}

/** The ways in which a front and its runner may end. */
const ENDS: Readonly<Record<string, (family: Family) => Promise<unknown>>> = {
  "a shutdown": ({ client }) => client.request("shutdown_request", { restart: false }, "control"),
  "a restart": ({ client }) => client.request("shutdown_request", { restart: true }, "control"),
  "SIGTERM to the front": async ({ kernel }) => kernel.process.kill("SIGTERM"),
  "SIGKILL to the front": async ({ kernel }) => kernel.process.kill("SIGKILL"),
  "SIGKILL to both, and the next kernel's start": async ({ kernel, runner }) => {
    // A running front would notice its runner's death and end what is left.
    kernel.process.kill("SIGSTOP");
    process.kill(runner, "SIGKILL");
    kernel.process.kill("SIGKILL");
    await kernel.exited;
    const next = new KernelProcess();
    await next.ports();
    return () => next.stop();
  },
};

describe("what cells of a kernel have started", function () {
  if (process.platform !== "linux") return;

  for (const [name, end] of Object.entries(ENDS)) {
    it(`ends with ${name}; detached ones stay, unless the kernel is told otherwise`, async () => {
      await Promise.all([0, 1].map((left) => ended(end, left)));
    });
  }
});

/** Ends one kernel; this many processes must be left. */
async function ended(end: (family: Family) => Promise<unknown>, left: number): Promise<void> {
  const family = await start(left === 0 ? { CONVKERNEL_END_DETACHED: "1" } : {});
  expect(children(family).length).to.be.at.least(8);
  const stop = await end(family);
  await family.kernel.exited;
  while (children(family).length > left) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(children(family).length).to.equal(left);
  for (const { pid } of children(family)) process.kill(pid, "SIGKILL");
  family.client.close();
  await family.kernel.stop();
  if (typeof stop === "function") await (stop as () => Promise<void>)();
}

async function start(env: Record<string, string>): Promise<Family> {
  const kernel = new KernelProcess({ env });
  const client = new Client(await kernel.ports());
  await client.ready();
  await client.execute(CHILDREN);
  const { stdout } = await client.execute("console.log(process.pid, process.env.CONVKERNEL_RUNNER)");
  const [runner, mark] = stdout.trim().split(" ");
  return { kernel, client, runner: Number(runner), mark: { ...readMark(mark!)!, scope: "all" } };
}

/** The processes, including the runner while it lives. */
const children = ({ runner, mark }: Family) => runnerProcesses(runner, mark);
