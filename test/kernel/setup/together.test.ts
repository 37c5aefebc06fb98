/** Parallel steps: the first failure ends the others, and nothing outlives set-up. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import { Stopped, fail, run, step, together } from "../../../kernel/setup/steps.mjs";
import { projectRoot } from "../../support/python.ts";
import { temporaryFolder } from "../../support/temporary.ts";

/** A program that starts another one, writes both process ids into a file, and keeps running. */
const family = (file: string): string[] => [
  "-e",
  `const child = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
   const fs = require("fs"); fs.writeFileSync(${JSON.stringify(`${file}.new`)}, JSON.stringify([process.pid, child.pid]));
   fs.renameSync(${JSON.stringify(`${file}.new`)}, ${JSON.stringify(file)}); setInterval(() => {}, 1000);`,
];

async function written(folder: string, name: string): Promise<number[]> {
  const file = join(folder, name);
  const watcher = watch(folder);
  while (!existsSync(file)) await once(watcher, "change");
  watcher.close();
  return JSON.parse(readFileSync(file, "utf8")) as number[];
}

async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
      // A zombie, which has ended but has not been waited for, counts as gone too.
      if (process.platform === "linux" && / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))) return;
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe("together", () => {
  const folder = temporaryFolder("together");
  after(() => folder.remove());

  it("ends what the other steps run, with its children, and throws the first failure", async () => {
    const hangs = run(process.execPath, family(join(folder.path, "one")), { log: "test", timeout: 60 });
    const pids = await written(folder.path, "one");
    const fails = run(process.execPath, ["-e", "process.exit(3)"], { log: "test", timeout: 60 });
    const error: unknown = await together([hangs, fails]).catch((thrown: unknown) => thrown);
    expect((error as Error).message).to.match(/ended with code 3/);
    expect(await hangs.catch((thrown: unknown) => thrown)).to.be.instanceOf(Stopped);
    await Promise.all(pids.map(gone));
  });

  it("says nothing of the steps that it ended, and starts none after a failure", async () => {
    const said: string[] = [];
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = ((text: string) => said.push(text) > 0) as typeof process.stdout.write;
    try {
      const hangs = step("hangs", async () => {
        const wait = () => run(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { log: "test", timeout: 60 });
        await wait().catch(() => {});
        return wait();
      });
      const fails = step("fails", () => run(process.execPath, ["-e", "process.exit(3)"], { log: "test", timeout: 60 }));
      await together([hangs, together([fails])]).catch(() => {});
    } finally {
      process.stdout.write = write;
    }
    expect(said.join("")).to.match(/^ {2}✗ fails \([\d.]+ s\)\n$/);
  });

  it("runs again afterwards", async () => {
    expect(await run(process.execPath, ["-p", "1 + 1"], { log: "test", timeout: 60 })).to.equal("2\n");
  });

  it("leaves no program behind when set-up itself is killed", async () => {
    const steps = pathToFileURL(join(projectRoot, "kernel", "setup", "steps.mjs")).href;
    const program = `import { run } from ${JSON.stringify(steps)};
      await run(process.execPath, ${JSON.stringify(family(join(folder.path, "two")))}, { log: "test", timeout: 60 });`;
    const setUp = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: "ignore" });
    const pids = await written(folder.path, "two");
    setUp.kill("SIGKILL");
    await Promise.all(pids.map(gone));
  });
});

describe("a failure of the disk", () => {
  it("is told in a sentence with what to do, without a stack", () => {
    const said: string[] = [];
    const write = process.stderr.write.bind(process.stderr);
    process.stderr.write = ((text: string) => said.push(text) > 0) as typeof process.stderr.write;
    try {
      fail(Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", path: "/a/b" }));
    } finally {
      process.stderr.write = write;
      process.exitCode = 0;
    }
    expect(said.join("")).to.equal(
      "\nNothing could be written to /a/b (ENOSPC).\n\nWhat to do: make room and run the command again: set-up needs 2 GB.\n",
    );
  });
});
