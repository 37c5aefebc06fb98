import { afterEach, describe, it } from "mocha";
import { expect } from "chai";
import type { RunnerOptions } from "../../../kernel/front/runner-handle.ts";
import { RunnerClient } from "./runner-client.ts";

describe("a runner inside another program", function () {
  if (process.platform !== "linux") return;
  const clients: RunnerClient[] = [];
  const start = (options: RunnerOptions): RunnerClient => {
    const client = new RunnerClient(options);
    clients.push(client);
    return client;
  };
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
  });

  it("runs in what the program has made for it", async () => {
    const client = start({ command: ["env", "ROOM=small"] });
    expect(await client.text("process.env.ROOM")).to.equal("'small'");
  });

  it("has the children that keep it from answering an interrupt stopped, and not itself", async () => {
    // The shell stays as the runner's parent.
    const client = start({ command: ["sh", "-c", '"$@"; true', "sh"] });
    await client.run("let kept = 1");
    const waits = client.run('console.log("waits"); require("node:child_process").execSync("sleep 300");');
    await client.interruptAt("waits");
    expect(await waits).to.include({ kind: "error", ename: "KeyboardInterrupt", variablesLost: false });
    expect(await client.text("kept")).to.equal("1");
  });

  it("is replaced with all that is in it", async () => {
    const client = start({ command: ["sh", "-c", '"$@"; true', "sh"] });
    const outcome = client.run('console.log("stops"); process.kill(process.pid, "SIGSTOP"); for (;;);');
    await client.interruptAt("stops");
    expect(await outcome).to.include({ variablesLost: true });
    expect(await client.text("1 + 1")).to.equal("2");
  });

  it("is ended for the memory that its children take", async () => {
    const client = start({ command: ["sh", "-c", '"$@"; true', "sh"], memoryMb: 128 });
    const hog = "const all = []; setInterval(() => all.push(Buffer.alloc(2 ** 26, 1)), 20)";
    const outcome = await client.run(
      `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(hog)}]); await new Promise(() => {});`,
    );
    expect(outcome).to.include({ kind: "error", ename: "KernelDied", variablesLost: true });
    expect(outcome.kind === "error" && outcome.evalue).to.match(/out of memory: the cell needed more than the 128 MB/);
  });
});
