import { expect } from "chai";
import { after, afterEach, describe, it } from "mocha";
import type { Sent } from "./runner-client.ts";
import { RunnerClient } from "./runner-client.ts";

describe("streams", () => {
  const client = new RunnerClient();
  after(() => client.close());
  afterEach(() => {
    client.sent.length = 0;
  });

  const outline = (sent: readonly Sent[]): string[] =>
    sent.map((item) =>
      item.kind === "stdout" || item.kind === "stderr"
        ? `${item.kind} ${item.text}`
        : item.kind === "display"
          ? `display ${String(item.content.data["text/plain"])}`
          : item.kind,
    );

  it("keep the order of console, process streams, descriptors, children and displays", async () => {
    await client.run(`
      const { writeSync } = await import("node:fs");
      const { execSync } = await import("node:child_process");
      console.log("1");
      writeSync(1, "2\\n");
      console.error("3");
      writeSync(2, "4\\n");
      display.text("5");
      execSync("echo 6", { stdio: "inherit" });
      process.stdout.write("7\\n");
      execSync("echo 8 >&2", { stdio: "inherit" });
      console.log("9");
    `);
    expect(outline(client.sent)).to.deep.equal([
      "stdout 1\n2\n",
      "stderr 3\n4\n",
      "display 5",
      "stdout 6\n7\n",
      "stderr 8\n",
      "stdout 9\n",
    ]);
  });

  it("finish when somebody ends them, as often as that, and go on", async () => {
    const cell = `import { pipeline } from "node:stream/promises"; import { Readable } from "node:stream"; import { once } from "node:events";
      await pipeline(Readable.from(["piped ", "text\\n"]), process.stdout);
      await pipeline(Readable.from(["again\\n"]), process.stderr);
      await new Promise<void>((resolve) => process.stdout.end("ended\\n", () => resolve()));
      setImmediate(() => process.stdout.end()); await once(process.stdout, "finish");
      console.log("on"); process.stdout.writable`;
    expect(await client.text(cell)).to.equal("true");
    expect(client.printed()).to.equal("piped text\nended\non\n");
    expect(client.printed("stderr")).to.equal("again\n");
  });

  it("begin at the left in every cell, whatever groups the cell before has left open", async () => {
    await client.run('console.group("outer"); console.group(); console.log("in"); throw new Error("left open")');
    await client.run('console.log("left")');
    await client.run('console.group("a"); console.log("b"); console.groupEnd(); console.log("c")');
    expect(client.printed()).to.equal("outer\n    in\nleft\na\n  b\nc\n");
  });

  it("say where console.trace was called", async () => {
    await client.run('function where() { console.trace("here %d", 5) }\nwhere()');
    expect(client.printed("stderr")).to.match(
      /^Trace: here 5\n    at where \(Cell In\[\d+\], line 1:28\)\n    at Cell In\[\d+\], line 2:1\n$/,
    );
  });

  it("are spared Node's warnings of local files", async () => {
    const cell = `const { mkdtempSync, writeFileSync } = await import("node:fs"); const { join } = await import("node:path");
      const folder = mkdtempSync(join((await import("node:os")).tmpdir(), "cells-"));
      writeFileSync(join(folder, "package.json"), "{}"); writeFileSync(join(folder, "plain.js"), "export const v = 3;");
      writeFileSync(join(folder, "old.js"), "exports.v = 4;");
      [(await import(join(folder, "plain.js"))).v, (await import(join(folder, "old.js"))).v]`;
    expect(await client.text(cell)).to.equal("[ 3, 4 ]");
    await client.run("await new Promise((resolve) => setImmediate(resolve))");
    expect(client.printed("stderr")).to.equal("");
  });

  it("are complete before the outcome", async () => {
    await client.run('(await import("node:fs")).writeSync(1, "no newline")');
    expect(client.printed()).to.equal("no newline");
  });

  it("lose no line of 200,000 and keep their order", async () => {
    await client.run("for (let i = 0; i < 200_000; i++) console.log(i)");
    const lines = client.printed().split("\n");
    expect(lines.length).to.equal(200_001);
    expect(lines.slice(0, -1).every((line, i) => Number(line) === i)).to.equal(true);
  });

  it("lose no line of a child either", async () => {
    await client.run('(await import("node:child_process")).execSync("seq 1 50000", { stdio: "inherit" })');
    const lines = client.printed().split("\n");
    expect(lines.length).to.equal(50_001);
    expect(lines.slice(0, -1).every((line, i) => Number(line) === i + 1)).to.equal(true);
  });

  it("wait for a front that is slow, and pile up nowhere", async () => {
    const { promise: room, resolve: makeRoom } = Promise.withResolvers<void>();
    client.hold = () => room;
    const line = "x".repeat(999);
    const running = client.run(`for (let i = 0; i < 10_000; i++) console.log("${line}"); "done"`);
    await client.until((item) => item.kind === "stdout");
    // No answer means that the runner is blocked by its waiting output.
    expect(await client.runner.live.describe("line")).to.equal(undefined);
    const held = client.printed().length;
    expect(held).to.be.lessThan(1_000_000);
    client.hold = () => {};
    makeRoom();
    expect(await running).to.deep.include({ kind: "ok" });
    expect(client.printed().length).to.equal(10_000 * 1000);
  });

  it("keep characters whole that arrive in pieces", async () => {
    await client.run(`
      const bytes = new TextEncoder().encode("한 😀");
      for (const byte of bytes) process.stdout.write(Uint8Array.of(byte));
      const { writeSync: raw } = await import("node:fs");
      for (const byte of bytes) raw(1, Uint8Array.of(byte));
    `);
    expect(client.printed()).to.equal("한 😀한 😀");
  });

  it("are streams to a program", async () => {
    const code = `
      const { pipeline } = await import("node:stream/promises");
      const { Readable } = await import("node:stream");
      Readable.from(["a", "b"]).pipe(process.stdout);
      await new Promise((r) => setTimeout(r, 5));
      await new Promise<void>((resolve) => process.stdout.write("c", () => resolve()));
      process.stdout.write("64", "hex");
      process.stdout.end("e");
      console.log("f");
      [process.stdout.fd, process.stderr.fd, process.stdout.isTTY, process.stdout.writable]`;
    expect(await client.text(code)).to.equal("[ 1, 2, undefined, true ]");
    expect(client.printed()).to.equal("abcdef\n");
  });

  it("serve console's groups, tables, counters and timers", async () => {
    await client.run(
      'console.group("g"); console.log("in"); console.groupEnd(); console.count(); console.table([{ a: 1 }])',
    );
    expect(client.printed()).to.match(/^g\n {2}in\ndefault: 1\n┌/);
  });

  it("draw progress in few bytes", async () => {
    await client.run('for (let i = 0; i <= 20_000; i++) process.stdout.write("\\r" + i)');
    expect(client.printed().endsWith("\r20000")).to.equal(true);
    expect(client.printed().length).to.be.lessThan(50_000);
  });

  it("bring late output to the cell that caused it, at any depth", async () => {
    await client.run(`
      setTimeout(() => Promise.resolve().then(() => setImmediate(() => console.log("late one"))), 5);
      void (async () => { await new Promise((r) => setTimeout(r, 20)); console.error("late two"); })();`);
    await client.run("await new Promise((r) => setTimeout(r, 60)); console.log('own')");
    const parents = new Map(client.sent.map((item) => ("text" in item ? [item.text, item.parent] : ["", ""])));
    const first = parents.get("late one\n")!;
    expect(parents.get("late two\n")).to.equal(first);
    expect(parents.get("own\n")).to.equal(`cell-${Number(first.slice(5)) + 1}`);
  });

  it("show a child's crash report, which is not the runner's own", async () => {
    await client.run(
      "(await import('node:child_process')).execSync('echo FATAL ERROR: of a child >&2', { stdio: 'inherit' })",
    );
    await client.until((item) => item.kind === "stderr" && item.text === "FATAL ERROR: of a child\n");
    await client.run('console.error("after")');
    expect(client.printed("stderr")).to.equal("FATAL ERROR: of a child\nafter\n");
  });

  it("go on after their descriptors were closed, and write nothing into the files that get their numbers", async () => {
    await client.run(`
      import * as fs from "node:fs";
      import { promisify } from "node:util";
      import * as os from "node:os";
      const folder = fs.mkdtempSync(os.tmpdir() + "/taken-");
      fs.closeSync(1);
      await promisify(fs.close)(2);
      const files = [1, 2].map((n) => fs.openSync(folder + "/" + n, "w"));
      console.log("still here", files);`);
    expect(client.printed()).to.equal("still here [ 1, 2 ]\n");
    expect(
      await client.text(
        "const sizes = files.map((fd) => fs.fstatSync(fd).size); fs.rmSync(folder, { recursive: true }); sizes",
      ),
    ).to.equal("[ 0, 0 ]");
  });
});
