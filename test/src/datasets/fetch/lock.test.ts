import { spawn } from "node:child_process";
import { expect } from "chai";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { threadId } from "node:worker_threads";
import { describe, it } from "mocha";
import { Lock, type Owner } from "../../../../src/datasets/fetch/lock.ts";
import { cifarArchive } from "../../../support/cifar-archive.ts";
import { head, withoutProxies, withServer, type Answer } from "../../../support/data-server.ts";
import { temporaryFolder } from "../../../support/temporary.ts";

const child = fileURLToPath(new URL("../../../support/open-cifar.ts", import.meta.url));

describe("Lock", () => {
  withoutProxies();
  let folder: ReturnType<typeof temporaryFolder>;
  let path: string;
  beforeEach(() => {
    folder = temporaryFolder("lock");
    path = join(folder.path, "lock");
  });
  afterEach(() => folder.remove());

  const quietly = { waiting: () => undefined };
  const own: Owner = {
    pid: process.pid,
    host: hostname(),
    thread: threadId,
    since: "2026-01-01T00:00:00Z",
    token: "t",
  };

  it("says who has it, and is gone when it is released", async () => {
    const begun = Date.now();
    const lock = await Lock.take(path, quietly);
    const owner = JSON.parse(readFileSync(path, "utf8")) as Owner;
    expect([owner.pid, owner.host]).to.deep.equal([process.pid, hostname()]);
    expect(Date.parse(owner.since)).to.be.within(begun, Date.now());
    lock.release();
    expect(readdirSync(folder.path)).to.deep.equal([]);
  });

  it("is taken although the one before has tidied the empty folder away", async () => {
    const inner = join(folder.path, "data", "lock");
    const lock = await Lock.take(inner, quietly);
    expect(existsSync(inner)).to.equal(true);
    lock.release();
  });

  it("lets the second wait, who is told of the first and how much is to come", async () => {
    const first = await Lock.take(path, quietly);
    first.expect(170);
    const told: (number | undefined)[] = [];
    const second = await Lock.take(path, {
      waiting: (owner) => {
        told.push(owner.pid, owner.total);
        first.release();
      },
    });
    expect(told).to.deep.equal([process.pid, 170]);
    second.release();
  });

  for (const [whose, owner] of [
    ["a process that is gone", { ...own, pid: 2 ** 22 + 1 }],
    ["an earlier run of this process that was cut off", own],
  ] as const) {
    it(`takes over the lock of ${whose}`, async () => {
      writeFileSync(path, JSON.stringify(owner));
      const lock = await Lock.take(path, { waiting: () => expect.fail("has to be taken over at once") });
      expect((JSON.parse(readFileSync(path, "utf8")) as Owner).token).not.to.equal("t");
      lock.release();
    });
  }

  it("waits for a process of another machine that shares the folder", async () => {
    writeFileSync(path, JSON.stringify({ ...own, host: "elsewhere", pid: 2 ** 22 + 1 }));
    const stop = new AbortController();
    let error: unknown;
    await Lock.take(path, { signal: stop.signal, waiting: () => stop.abort(new Error("stopped")) }).catch(
      (reason: unknown) => void (error = reason),
    );
    expect(String(error)).to.equal("Error: stopped");
    expect(existsSync(path)).to.equal(true);
  });

  it("is given back by an abort, without anybody's finally", async () => {
    const stop = new AbortController();
    await Lock.take(path, { ...quietly, signal: stop.signal });
    stop.abort(new Error("stopped"));
    expect(existsSync(path)).to.equal(false);
  });

  it("notices that another one has taken it over", async () => {
    const lock = await Lock.take(path, quietly);
    writeFileSync(path, JSON.stringify({ ...own, token: "another" }));
    await new Promise((resolve) => lock.lost.addEventListener("abort", resolve));
    lock.release();
    expect((JSON.parse(readFileSync(path, "utf8")) as Owner).token).to.equal("another");
  });

  it("lets four processes that open one data set at once fetch it once", async () => {
    const { layout, bytes } = await cifarArchive("binary");
    const texts = ["", "", "", ""];
    const waiting = () =>
      texts.filter((text) => /Waiting: process \d+ on .* has been fetching cifar-10-binary/.test(text)).length;
    // Nothing is sent until the other three are waiting.
    let sent = 0;
    let send = (): void => undefined;
    const held: Answer = (request, response) => {
      const rest = head(bytes, request, response);
      sent += rest.length;
      send = () => void (waiting() === 3 && response.end(rest));
      send();
    };
    await withServer([held], async ({ mirror, requests }) => {
      const args = [child, join(folder.path, "data"), mirror, JSON.stringify([layout])];
      const run = (_: string, i: number): Promise<number | null> => {
        const started = spawn(process.execPath, args);
        for (const stream of [started.stdout, started.stderr]) {
          stream.on("data", (chunk) => {
            texts[i] += String(chunk);
            send();
          });
        }
        return new Promise((resolve) => started.on("close", resolve));
      };
      const codes = await Promise.all(texts.map(run));
      expect(codes, texts.join("\n")).to.deep.equal([0, 0, 0, 0]);
      expect(new Set(texts.map((text) => text.trim().split("\n").at(-1))).size).to.equal(1);
      expect(requests.length).to.equal(1);
      expect(sent).to.equal(bytes.length);
    });
    expect(readdirSync(join(folder.path, "data")).sort()).to.deep.equal([
      "cifar-10-batches-bin",
      "cifar-10-binary.tar.gz",
    ]);
  }).timeout(60_000);
});
