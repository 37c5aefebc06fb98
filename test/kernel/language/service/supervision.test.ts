/** The language server dies, hangs or is missing. A stand-in passes everything on to the real server, until a cell tells it not to. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate, setTimeout } from "node:timers/promises";
import { after, afterEach, beforeEach, describe, it } from "mocha";
import { expect } from "chai";
import {
  createTypeService,
  type TypeService,
  type TypeServiceOptions,
} from "../../../../kernel/language/service/index.ts";
import { findExecutable } from "../../../../kernel/language/service/server-process.ts";
import type { Diagnostic } from "../../../../kernel/contract/language.ts";
import { temporaryFolder } from "../../../support/temporary.ts";
import { codes, complete, inspect, noValues, patient } from "./service.ts";

const standIn = (startFile: string): string => `#!${process.execPath}
const { spawn } = require("node:child_process");
require("node:fs").writeFileSync(${JSON.stringify(startFile)}, JSON.stringify({ pid: process.pid, cwd: process.cwd() }));
const real = spawn(${JSON.stringify(findExecutable())}, process.argv.slice(2), { stdio: ["pipe", "pipe", "ignore"] });
let hangs = false;
process.stdin.on("data", (chunk) => {
  if (chunk.includes("DIE-NOW")) process.exit(1);
  if (chunk.includes("HANG-NOW")) hangs = true;
  if (!hangs) real.stdin.write(chunk);
});
process.stdin.on("end", () => real.kill());
process.on("exit", () => real.kill());
real.stdout.on("data", (chunk) => hangs || process.stdout.write(chunk));
`;

describe("a language server that is away", () => {
  const folder = temporaryFolder("away");
  const executable = join(folder.path, "server");
  const startFile = join(folder.path, "started");
  const isNotice = ({ code, severity }: Diagnostic): boolean => code === 0 && severity === "warning";
  let service: TypeService;

  const started = () => JSON.parse(readFileSync(startFile, "utf8")) as { pid: number; cwd: string };
  const begin = (options: Partial<TypeServiceOptions> = {}): void => {
    service = createTypeService({ cwd: folder.path, executable, timeouts: patient, ...options });
  };
  let n = 0;
  const run = async (source: string): Promise<readonly Diagnostic[]> => {
    const found = await service.check(source, ++n);
    service.commit(source, n);
    return found;
  };
  const isRunning = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  /** Asks again until the types are checked. */
  const untilChecked = async (source: string): Promise<readonly Diagnostic[]> => {
    for (;;) {
      const found = (await run(source)).filter((diagnostic) => !isNotice(diagnostic));
      if (found.length > 0) return found;
      await setTimeout(10);
    }
  };

  beforeEach(() => writeFileSync(executable, standIn(startFile), { mode: 0o755 }));
  afterEach(() => service.close());
  after(() => folder.remove());

  it("is replaced between two questions when it has grown, and knows what it knew", async () => {
    let megabytes = 50;
    begin({ memoryOf: () => megabytes });
    await run("const rate = 0.5;");
    const first = started().pid;
    for (let k = 0; k < 40; k++) await run(`rate * ${k};`);
    megabytes = 80;
    for (let k = 0; k < 40; k++) await run(`rate + ${k};`);
    expect(started().pid).to.equal(first);
    megabytes = 100;
    while (started().pid === first) expect((await run("rate;")).filter(isNotice)).to.deep.equal([]);
    expect(codes(await untilChecked("rate.length;"))).to.deep.equal(["TS2339 1:6"]);
  });

  it("is ended when nobody asks for long, and is there again, with what it knew, when somebody does", async () => {
    begin({ timeouts: { ...patient, rest: 100 } });
    await run("const rate = 0.5;");
    const first = started().pid;
    while (isRunning(first)) await setTimeout(10);
    expect((await run("rate;")).filter(isNotice)).to.deep.equal([]);
    expect(codes(await untilChecked("rate.length;"))).to.deep.equal(["TS2339 1:6"]);
  });

  it("that dies is said once, started again, and knows the earlier cells", async () => {
    begin();
    await run("const width = 3;");
    const [notice, ...others] = await run("// DIE-NOW");
    expect(notice).to.include({
      code: 0,
      severity: "warning",
      message:
        "Types are not checked for now: TypeScript's language server stopped, and is started again. Cells run as usual.",
    });
    expect(others).to.deep.equal([]);
    expect(codes(await run("width.foo"))).to.deep.equal(["TS2339 1:7"]);
    expect((await complete(service, "wid|")).texts).to.deep.equal(["width"]);
  });

  it("that is killed while idle is replaced without a word", async () => {
    begin();
    await run("const width = 3;");
    const { pid } = started();
    process.kill(pid, "SIGKILL");
    while (isAlive(pid)) await setImmediate();
    expect(codes(await run("width.foo"))).to.deep.equal(["TS2339 1:7"]);
  });

  it("that hangs delays one cell and not the next, and is replaced", async () => {
    begin({ timeouts: { check: 2000, complete: 2000, inspect: 2000, hang: 2500 } });
    await untilChecked("nowhere");
    const [notice] = await run("// HANG-NOW");
    expect(notice?.message).to.contain("TypeScript's language server does not answer");
    const asked = performance.now();
    expect((await run("1")).filter((diagnostic) => !isNotice(diagnostic))).to.deep.equal([]);
    expect((await complete(service, "conso|")).texts).to.deep.equal([]);
    // Both were answered before one of them would have been given up.
    expect(performance.now() - asked).to.be.below(2000);
    expect(codes(await untilChecked("conole"))).to.deep.equal(["TS2552 1:1"]);
    // A replacement that is just starting may be slow once on a busy machine.
  })
    .timeout(60_000)
    .retries(2);

  it("that is missing is said once, and everything answers", async () => {
    begin({ executable: join(folder.path, "nowhere") });
    const first = await run("const x: string = 3;");
    expect(first.map(isNotice)).to.deep.equal([true]);
    expect(await run("const y: string = 3;")).to.deep.equal([]);
    expect((await complete(service, "con|")).texts).to.deep.equal([]);
    expect(await inspect(service, "x|")).to.deep.equal({ found: false, data: {} });
    const live = {
      members: async () => [{ text: "alive", type: "property" }],
      describe: async () => ({ text: "3" }),
    };
    expect((await complete(service, "x.|", live)).texts).to.deep.equal(["alive"]);
    expect((await inspect(service, "x|", 0, live)).data["text/plain"]).to.equal("Value\n\n3");
  });

  it("for want of a temporary folder is said once", async () => {
    const before = process.env["TMPDIR"];
    process.env["TMPDIR"] = join(folder.path, "nowhere");
    try {
      begin();
      const [notice] = await run("const x: string = 3;");
      expect(notice?.message).to.match(/^Types are not checked for now: ENOENT: .* Cells run as usual\.$/);
      expect((await complete(service, "con|")).texts).to.deep.equal([]);
    } finally {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
    }
  });

  it("that appears later is used", async () => {
    const later = join(folder.path, "later");
    begin({ executable: later });
    await run("1");
    await run("1");
    writeFileSync(later, standIn(startFile), { mode: 0o755 });
    expect(codes(await untilChecked("conole"))).to.deep.equal(["TS2552 1:1"]);
  });

  it("that dies whatever it is told makes nobody wait", async () => {
    writeFileSync(executable, `#!${process.execPath}\nprocess.exit(1);\n`, { mode: 0o755 });
    begin();
    const notices = [];
    for (let k = 0; k < 6; k++) notices.push(...(await run("const x = 1;")));
    expect(notices.map(isNotice)).to.deep.equal([true]);
  });

  it("is not started by making the service, and closes without having been", async () => {
    rmSync(startFile, { force: true });
    begin();
    await service.close();
    expect(existsSync(startFile)).to.equal(false);
    expect(await service.check("conole", 1)).to.deep.equal([]);
    expect(await service.complete("con", 3, noValues)).to.deep.equal({ items: [], start: 0, end: 3 });
  });

  it("is gone after close, and its folder with it", async () => {
    begin();
    await run("1");
    const { pid, cwd } = started();
    expect(existsSync(cwd)).to.equal(true);
    await service.close();
    expect(isAlive(pid)).to.equal(false);
    expect(existsSync(cwd)).to.equal(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
