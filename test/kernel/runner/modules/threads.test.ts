/** Workers and forked processes run the TypeScript that cells run. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "mocha";
import { expect } from "chai";
import { RunnerClient } from "../runner-client.ts";

describe("threads and processes that cells start", () => {
  let folder: string;
  let client: RunnerClient;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "cells-"));
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    write("kinds.ts", "export enum Kind { Small = 3 } export namespace N { export let count = 1 }");
    write("tsconfig.json", '{ "compilerOptions": { "paths": { "@kinds": ["./kinds.ts"] } } }');
    const body = `import { Kind, N } from "./kinds"; import { Kind as Same } from "@kinds"; import { chunk } from "lodash";
      const send = (value: unknown) => parentPort ? parentPort.postMessage(value) : process.send!(value);
      class P { constructor(readonly q: number) {} }
      send([Kind.Small, Same.Small, N.count, chunk([1, 2], 1).length, new P(7).q, typeof __dirname]);`;
    write("worker.ts", `import { parentPort } from "node:worker_threads";\n${body}`);
    write("child.ts", `const parentPort = undefined as any;\n${body}`);
    write("common.ts", 'const { Kind } = require("./kinds"); enum Own { A = 2 } process.send!([Kind.Small, Own.A]);');
    write("throws.ts", "enum E { A }\n\nthrow new Error('thrown in a worker ' + E.A);");
    client = new RunnerClient({ cwd: folder });
  });
  after(async () => {
    await client.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const expected = "[ 3, 3, 1, 2, 7, 'string' ]";

  it("run a worker's enums, paths and imports from CommonJS", async () => {
    const cell = 'import { Worker } from "node:worker_threads"; import { once } from "node:events";\n';
    expect(await client.text(`${cell}(await once(new Worker("./worker.ts"), "message"))[0]`)).to.equal(expected);
    expect(
      await client.text('(await once(new Worker(new URL("./worker.ts", import.meta.url)), "message"))[0]'),
    ).to.equal(expected);
  });

  it("run a fork's too, as an ES module and as CommonJS", async () => {
    const cell = 'import { fork } from "node:child_process"; import { once as first } from "node:events";\n';
    expect(await client.text(`${cell}(await first(fork("child.ts"), "message"))[0]`)).to.equal(expected);
    expect(await client.text('(await first(fork("common.ts"), "message"))[0]')).to.equal("[ 3, 2 ]");
  });

  it("name the line of the TypeScript in a worker's error", async () => {
    const text = await client.text('const [error] = await once(new Worker("./throws.ts"), "error"); error.stack');
    expect(text)
      .to.include("thrown in a worker 0")
      .and.match(/throws\.ts:3:/);
  });

  it("start workers from a function's text", async () => {
    const source = `function job(post) {
      // what a page script would be
      post(typeof rate + 2 ** 3)
    }
    let rate = 1;
    const [said] = await once(new Worker(\`(\${job})((value) => require("node:worker_threads").parentPort.postMessage(value))\`, { eval: true }), "message");
    said`;
    expect(await client.text(source)).to.equal("'undefined8'");
    expect(client.printed("stderr")).to.equal("");
  });
});
