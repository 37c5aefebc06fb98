/** Stop and run again, in a real runner: a cell that fetches is interrupted at many moments, without losing what it has fetched. */
import { expect } from "chai";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { cifarArchive } from "../../support/cifar-archive.ts";
import { head, start, withoutProxies, withServer, type Answer } from "../../support/data-server.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { RunnerClient } from "../../kernel/runner/runner-client.ts";

const datasets = fileURLToPath(new URL("../../../src/datasets/index.ts", import.meta.url));
const STOPS = 20;

describe("a data set whose cell is interrupted", () => {
  withoutProxies();
  const client = new RunnerClient();
  const folder = temporaryFolder("interrupted");
  after(async () => {
    await client.close();
    folder.remove();
  });

  it(`is fetched once although it was stopped ${STOPS} times`, async () => {
    // Noise in each image, so that compression does not shrink the archive to nothing.
    const { layout, bytes } = await cifarArchive("binary", 60);
    const root = join(folder.path, "data");
    const part = join(root, "cifar-10-binary.tar.gz.part");
    let sent = 0;
    let limit = 0;
    // Sends one piece at a time, the next when the last is on disk, and none beyond the limit, so that even a late stop on a busy machine
    // comes during a transfer.
    const piece = Math.ceil(bytes.length / 200);
    const slowly: Answer = (request, response) => {
      const rest = head(bytes, request, response);
      let at = 0;
      const send = (): void => {
        if (response.destroyed) return;
        const isThere = at === 0 || (statSync(part, { throwIfNoEntry: false })?.size ?? 0) >= start(request) + at;
        if (!isThere || start(request) + at > limit) return void setTimeout(send, 1);
        const next = rest.subarray(at, at + piece);
        at += next.length;
        sent += next.length;
        if (at === rest.length) response.end(next);
        else response.write(next, () => setTimeout(send, 1));
      };
      send();
    };
    await withServer([slowly], async ({ mirror, requests }) => {
      await client.run(`const { CIFAR10, Drawn } = await import(${JSON.stringify(datasets)});`);
      await client.run(`CIFAR10.layouts = [${JSON.stringify(layout)}]; let opened;`);
      const cell = `console.log("go"); opened = await CIFAR10.open(${JSON.stringify(root)}, { download: true, mirror: ${JSON.stringify(mirror)}, fallback: Drawn });`;
      for (let stop = 1; stop <= STOPS; stop++) {
        const target = (bytes.length * (stop - 1 + (randomBytes(1)[0]! / 256) * 0.9)) / (STOPS + 1);
        limit = target + piece;
        const running = client.run(cell);
        // An earlier stop may already have left enough; the stop must still come during a transfer.
        while (requests.length < stop || (statSync(part, { throwIfNoEntry: false })?.size ?? 0) < target) {
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        await client.interruptAt("go");
        client.sent.length = 0;
        expect(await running).to.include({ kind: "error", ename: "KeyboardInterrupt", variablesLost: false });
        expect(existsSync(part)).to.equal(true);
      }
      const { size } = statSync(part);
      limit = bytes.length;
      await client.run(cell);
      expect(await client.text("[opened.constructor.name, opened.length]")).to.equal("[ 'CIFAR10', 300 ]");
      expect(requests.length).to.equal(STOPS + 1);
      expect(requests.at(-1)!.range).to.equal(`bytes=${size}-`);
      expect(sent / bytes.length).to.be.within(1, 1.1);
      expect(readdirSync(root).sort()).to.deep.equal(["cifar-10-batches-bin", "cifar-10-binary.tar.gz"]);
    });
  }).timeout(120_000);
});
