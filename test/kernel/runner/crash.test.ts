import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { DEADLY_CELLS } from "./crash-cases.ts";
import { RunnerClient } from "./runner-client.ts";

describe("a runner that dies", () => {
  const client = new RunnerClient({ memoryMb: 128 });
  after(() => client.close());

  for (const { name, code, says } of DEADLY_CELLS) {
    it(`answers the cell and the next one after ${name}`, async () => {
      await client.run("let kept_ = 1");
      client.sent.length = 0;
      const outcome = await client.run(`console.log("last words"); ${code}`);
      expect(outcome).to.include({ kind: "error", ename: "KernelDied", variablesLost: true });
      expect(outcome.kind === "error" && outcome.evalue).to.match(says);
      expect(outcome.kind === "error" && outcome.traceback.join("\n")).to.contain("all variables were lost");
      // V8's crash report must not appear as the user's output.
      expect(client.sent.map((item) => item.kind)).to.deep.equal(["stdout"]);
      expect(client.printed()).to.equal("last words\n");
      expect(await client.text("typeof kept_")).to.equal("'undefined'");
    });
  }

  it("says so when it dies without a cell", async () => {
    await client.run('setTimeout(() => process.kill(process.pid, "SIGKILL"), 1)');
    const lost = await client.until((item) => item.kind === "lost");
    expect(lost.kind === "lost" && lost.reason).to.match(/was killed/);
    expect(await client.text("1 + 1")).to.equal("2");
  });
});

/** Cells that would end a program, but here the process and its variables survive. */
const SURVIVED: readonly { readonly name: string; readonly code: string; readonly gives: RegExp }[] = [
  { name: "process.exit", code: "process.exit(3)", gives: /^ProcessExit: process\.exit\(3\) was called/ },
  {
    name: "an uncaught exception in a timer",
    code: 'setTimeout(() => { throw new Error("in a timer") }); await new Promise(() => {});',
    gives: /^Error: in a timer$/,
  },
  {
    name: "an unhandled rejection",
    code: 'void Promise.reject(new Error("nobody")); await new Promise(() => {});',
    gives: /^Error: nobody$/,
  },
  { name: "an endless recursion", code: "function f(): void { f(); } f()", gives: /^RangeError: Maximum call stack/ },
  { name: "an array too long", code: "new Array(-1)", gives: /^RangeError: Invalid array length$/ },
  { name: "an array buffer too large", code: "new ArrayBuffer(2 ** 50)", gives: /^RangeError: Array buffer/ },
  { name: "a thrown nothing", code: "throw undefined", gives: /undefined/ },
  {
    name: "an error that throws when read",
    code: 'throw Object.defineProperty(new Error(), "message", { get() { throw new Error("trap"); } })',
    gives: /Error/,
  },
  { name: "a changed folder", code: 'process.chdir("/"); process.cwd()', gives: /^'\/'$/ },
  {
    name: "closed descriptors",
    code: 'const fs = await import("node:fs"); fs.closeSync(1); fs.closeSync(2); 5',
    gives: /^5$/,
  },
  {
    name: "an ended stdout",
    code: "process.stdout.end(); process.stdout.destroy(); process.stderr.end(); 6",
    gives: /^6$/,
  },
  { name: "a console that throws", code: 'console.log = () => { throw new Error("no console") }; 7', gives: /^7$/ },
  {
    name: "replaced globals",
    code: `
      const names = ["JSON", "Promise", "Buffer", "Error", "Map", "Set", "Object", "Array", "String", "Number", "Symbol", "Reflect",
        "Proxy", "Intl", "Atomics", "setImmediate", "setTimeout", "clearTimeout", "queueMicrotask", "performance", "TextEncoder", "URL",
        "process", "console", "structuredClone"];
      for (const name of names) (globalThis as any)[name] = undefined;
      8`,
    gives: /^8$/,
  },
];

describe("a runner that does not start", () => {
  it("says that the notebook's folder is gone", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "gone-"));
    const client = new RunnerClient({ cwd });
    await client.run("1");
    rmSync(cwd, { recursive: true });
    await client.run("process.abort()");
    expect(await client.text("1")).to.match(/did not start: the folder \S+ that it ran in is gone; make it again/);
    mkdirSync(cwd);
    expect(await client.text("1")).to.equal("1");
    await client.close();
    rmSync(cwd, { recursive: true });
  });

  it("says so with each cell, and does not try by itself", async () => {
    const client = new RunnerClient({ nodeFlags: ["--no-such-flag"] });
    for (let i = 0; i < 2; i++) {
      const outcome = await client.run("1");
      expect(outcome.kind === "error" && outcome.evalue).to.match(/did not start: it exited with code 9/);
    }
    expect(client.printed("stderr")).to.match(/no-such-flag/);
    await client.close();
  });
});

describe("a runner that is mistreated", () => {
  let client: RunnerClient;

  before(() => {
    client = new RunnerClient();
  });
  after(() => client.close());

  for (const { name, code, gives } of SURVIVED) {
    it(`goes on after ${name}`, async () => {
      await client.run("let kept = 41");
      expect(await client.text(code)).to.match(gives);
      expect(await client.text("kept + 1")).to.equal("42");
    });
  }

  it("still prints, shows, fails and is interrupted", async () => {
    expect(await client.text("[{ a: 1 }]")).to.equal("[ { a: 1 } ]");
    expect(await client.text("(null as any).b")).to.match(/^TypeError/);
    await client.run('display.html("<b>x</b>")');
    expect(client.sent.at(-1)).to.deep.include({ kind: "display" });
    let running = client.run("display.text('go'); while (true);");
    await client.until((item) => item.kind === "display" && item.content.data["text/plain"] === "go");
    await client.runner.interrupt();
    expect(await running).to.include({ ename: "KeyboardInterrupt", evalue: "the cell was interrupted" });
    running = client.run("display.text('stop'); await new ((async () => {})() as any).constructor(() => {});");
    await client.until((item) => item.kind === "display" && item.content.data["text/plain"] === "stop");
    await client.runner.interrupt();
    expect(await running).to.include({ ename: "KeyboardInterrupt", evalue: "the cell was interrupted" });
  });
});

describe("errors that nobody caught", () => {
  const client = new RunnerClient();
  after(() => client.close());

  it("are shown under the cell that caused them when it is over", async () => {
    await client.run('setTimeout(() => { throw new TypeError("too late") }, 1)');
    const shown = await client.until((item) => item.kind === "broadcast");
    expect(shown).to.deep.include({ parent: "cell-1", type: "error" });
    expect(shown.kind === "broadcast" && shown.content).to.include({ ename: "TypeError", evalue: "too late" });
  });

  it("are not charged to another cell that runs", async () => {
    await client.run('setTimeout(() => { throw new Error("of the other") }, 1)');
    expect(await client.text("await new Promise((r) => setTimeout(r, 20)); 3")).to.equal("3");
  });
});
