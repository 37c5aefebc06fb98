import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { stripVTControlCharacters } from "node:util";
import { after, beforeEach, describe, it } from "mocha";
import { INTERRUPT_CASES, INTERRUPT_PRELUDE } from "./interrupt-cases.ts";
import { temporaryFolder } from "../../../support/temporary.ts";
import { RunnerClient } from "../runner-client.ts";

describe("interrupt", () => {
  const client = new RunnerClient();

  // Before each test, so that a runner that one test loses does not make the others fail.
  beforeEach(async () => {
    client.answer = () => new Promise(() => {});
    await client.run(INTERRUPT_PRELUDE);
  });
  after(() => client.close());

  for (const { name, code } of INTERRUPT_CASES) {
    it(`stops a ${name} and keeps the variables`, async () => {
      for (let i = 0; i < 2; i++) {
        const before = Number(await client.text("count"));
        client.sent.length = 0;
        const running = client.run(code);
        await client.interruptAt("go");
        const outcome = await running;
        expect(outcome).to.include({ kind: "error", ename: "KeyboardInterrupt", variablesLost: false });
        expect(Number(await client.text("count"))).to.be.greaterThan(before);
      }
    });
  }

  for (const before of [0, 1, 2]) {
    it(`lets Node's own immediates behind the one that was stopped run, with ${before} in front of it`, async () => {
      await client.run(`let called: string[] = [];
        const { setImmediate: immediate } = require("node:timers/promises");
        const call = (name: string, signal?: AbortSignal) => void immediate(name, { signal }).then((name) => called.push(name), () => {});
        function callAndTakeBack(name: string) { const given = new AbortController(); call(name, given.signal); given.abort(); }`);
      for (let i = 0; i < 3; i++) {
        client.sent.length = 0;
        const running = client.run(
          `called = []; for (let i = 0; i < ${before}; i++) call(String(i));` +
            'setImmediate(() => { console.log("go"); for (;;); }); call("a"); callAndTakeBack("b"); call("c"); await new Promise(() => {});',
        );
        await client.interruptAt("go");
        expect(await running).to.include({ ename: "KeyboardInterrupt", variablesLost: false });
        await client.run('call("d"); callAndTakeBack("e"); await new Promise((resolve) => setTimeout(resolve, 1));');
        // Node counts the immediates that it still has to call.
        const left = "process.getActiveResourcesInfo().filter((name) => name === 'Immediate').length";
        const seen = await client.text(
          `await new Promise((resolve) => setImmediate(resolve)); \`\${called} \${${left}}\``,
        );
        expect(seen).to.equal(`'${[...Array(before).keys(), "a", "c", "d"].join()} 0'`);
      }
    });
  }

  it("ends chains of immediates, of the cell that is stopped and, when it comes twice while idle, of earlier ones", async () => {
    const chains = `var links = 0;
      function link() { if (links++ === 0) console.log("go"); for (let i = 0; i < 1e6; i++); setImmediate(link); }
      setTimeout(() => { link(); link(); }, 1);`;
    const turned = "for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve)); links";
    const expectEnded = async (): Promise<void> => {
      const links = await client.text(turned);
      expect(await client.text(turned)).to.equal(links);
    };
    client.sent.length = 0;
    const running = client.run(`${chains} await new Promise(() => {});`);
    await client.interruptAt("go");
    await running;
    await expectEnded();
    client.sent.length = 0;
    await client.run(chains);
    await client.interruptAt("go");
    await client.runner.interrupt();
    await expectEnded();
  });

  it("answers each cell that ends by itself just when it is stopped, on a busy machine", async () => {
    // The answer to the prompt and the termination race each other.
    const busy = Array.from({ length: 4 }, () => spawn(process.execPath, ["-e", "for (;;);"]));
    try {
      for (let i = 0; i < 30; i++) {
        client.sent.length = 0;
        const running = client.run('console.log("go"); prompt("? ")');
        await client.interruptAt("go");
        expect(await running).to.include({ ename: "KeyboardInterrupt", variablesLost: false });
      }
    } finally {
      for (const child of busy) child.kill();
    }
  });

  it("says of an ES module that it has stopped how it can be run anew, where it is required", async () => {
    const folder = temporaryFolder("stopped");
    const file = join(folder.path, "loop.mjs");
    writeFileSync(
      file,
      "export const three = 3; if (globalThis.runs !== false) { console.log('evaluates'); for (;;); }",
    );
    const running = client.run(`await import(${JSON.stringify(file)})`);
    await client.interruptAt("evaluates");
    await running;
    expect(await client.text(`globalThis.runs = false; require(${JSON.stringify(file)})`)).to.equal(
      `Error: require("${file}"): the module was stopped while it ran. await import("${file}") runs it anew`,
    );
    expect(await client.text(`(await import(${JSON.stringify(file)})).three`)).to.equal("3");
    folder.remove();
  });

  it("names the line of the loop that was stopped, and how it came there", async () => {
    await client.run("function train() {\n  let steps = 0;\n  while (true) steps++;\n}");
    const running = client.run('console.log("again");\ntrain();');
    await client.interruptAt("again");
    const outcome = await running;
    expect(outcome).to.include({ evalue: "the cell was interrupted" });
    const text = outcome.kind === "error" ? stripVTControlCharacters(outcome.traceback.join("\n")) : "";
    expect(text).to.match(/line 2\n[^]*---> 2 train\(\);[^]*line 3, in train\n[^]*---> 3   while \(true\) steps\+\+;/);
    expect(text).to.match(/\nKeyboardInterrupt: the cell was interrupted; variables are kept$/);
  });

  it("shows one line where the cell only waited", async () => {
    const running = client.run('console.log("waits"); await new Promise(() => {});');
    await client.interruptAt("waits");
    expect(await running).to.deep.include({
      evalue: "the cell was interrupted",
      traceback: ["KeyboardInterrupt: the cell was interrupted; variables are kept"],
    });
  });

  it("stops microtasks that an earlier cell has left behind, when idle", async () => {
    await client.run("let turns = 0; (function again() { turns++; queueMicrotask(again); })(); 1");
    await client.runner.interrupt();
    expect(Number(await client.text("turns"))).to.be.greaterThan(0);
    const before = await client.text("turns");
    expect(await client.text("turns")).to.equal(before);
  });

  it("stops ticks that an earlier cell has left behind, although the next is planned when the last is cut off", async () => {
    await client.run(
      `let planned = 0;
       function again() { if (planned++ === 0) console.log("ticks"); process.nextTick(again); for (let i = 0; i < 1e6; i++); }
       setTimeout(again, 1);`,
    );
    await client.interruptAt("ticks");
    const before = await client.text("planned");
    expect(await client.text("await new Promise((done) => setTimeout(done, 20)); planned")).to.equal(before);
  });

  it("leaves alone what an interrupted cell has opened for others", async () => {
    const running = client.run(
      'const opened = new (require("node:async_hooks").AsyncResource)("opened"); console.log("opened"); for (;;);',
    );
    await client.interruptAt("opened");
    await running;
    for (const plan of ["process.nextTick", "queueMicrotask", "setImmediate"]) {
      const code = `await new Promise((done) => opened.runInAsyncScope(() => ${plan}(() => done("served"))))`;
      expect(await client.text(code)).to.equal("'served'");
    }
  });

  it("stops forgotten intervals and async loops when it comes twice while idle", async () => {
    await client.run(`let ticks = 0, rounds = 0;
      const tick = () => void ticks++;
      setInterval(tick, 1); require("node:timers").setInterval(tick, 1);
      void (async () => { for (;;) { await new Promise((done) => setTimeout(done, 1)); rounds++; } })();`);
    await client.run("await new Promise((done) => setTimeout(done, 20))");
    expect(await client.text("ticks > 0 && rounds > 0")).to.equal("true");
    client.sent.length = 0;
    await client.runner.interrupt();
    await client.runner.interrupt();
    await client.until((item) => item.kind === "stderr" && item.text.includes("Stopped 2 intervals of earlier cells."));
    await client.run("await new Promise((done) => setTimeout(done, 5)); var seen = [ticks, rounds];");
    expect(
      await client.text("await new Promise((done) => setTimeout(done, 30)); [ticks, rounds].join() === seen.join()"),
    ).to.equal("true");
    // New ones run.
    await client.run(
      "ticks = 0; var fresh = setInterval(tick, 1); await new Promise((done) => setTimeout(done, 20)); clearInterval(fresh)",
    );
    expect(await client.text("ticks > 0")).to.equal("true");
  });

  it("waits for native code that returns late, and keeps the variables", async () => {
    const running = client.run(`const { pbkdf2Sync } = require("node:crypto");
      const began = performance.now();
      pbkdf2Sync("a", "b", 100_000, 64, "sha512");
      const rounds_ = Math.ceil(100_000 * 3000 / (performance.now() - began));
      console.log("computes");
      for (;;) pbkdf2Sync("a", "b", rounds_, 64, "sha512");`);
    await client.interruptAt("computes");
    expect(await running).to.include({ ename: "KeyboardInterrupt", variablesLost: false });
  });

  it("ends a child that ignores SIGINT and SIGTERM, and keeps the variables", async () => {
    await client.run("let before_ = 3");
    const running = client.run(
      `console.log("deaf"); require("node:child_process").execSync("trap '' INT TERM; while :; do sleep 30; done");`,
    );
    await client.interruptAt("deaf");
    expect(await running).to.include({ kind: "error", ename: "KeyboardInterrupt", variablesLost: false });
    expect(await client.text("before_")).to.equal("3");
  });

  it("ends what it leaves behind, with its finally", async () => {
    await client.run("let steps = 0, cleaned = 0;");
    await client.run("const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));");
    await client.run(
      "async function train() { try { while (true) { await pause(1); steps++; } } finally { cleaned++; } }",
    );
    const running = client.run('console.log("training"); void train(); await train();');
    await client.interruptAt("training");
    expect(await running).to.include({ ename: "KeyboardInterrupt" });
    await client.run("await pause(20)");
    expect(await client.text("cleaned")).to.equal("2");
    const steps = await client.text("steps");
    await client.run("await pause(20)");
    expect(await client.text("steps")).to.equal(steps);
    // The same function runs again in a later cell.
    await client.run("void train(); await pause(20);");
    expect(Number(await client.text("steps"))).to.be.greaterThan(Number(steps));
  });

  for (const [what, code] of [
    ["waits", "await new Promise(() => {})"],
    ["computes", "while (true);"],
  ] as const) {
    it(`aborts the signal of a cell that ${what}, and no other cell's`, async () => {
      await client.run(
        'const signalOfCell = () => (globalThis as any)[Symbol.for("Jupyter.signal")]() as AbortSignal;',
      );
      await client.run("const signals: AbortSignal[] = [signalOfCell()]; const reasons: string[] = [];");
      const running = client.run(
        "signals.push(signalOfCell());" +
          'signals[1].addEventListener("abort", () => reasons.push(signals[1].reason.name));' +
          `console.log("signalled: ${what}"); ${code}`,
      );
      await client.interruptAt(`signalled: ${what}`);
      await running;
      await client.run("signals.push(signalOfCell())");
      expect(await client.text("signals.map(({ aborted }) => aborted)")).to.equal("[ false, true, false ]");
      expect(await client.text("reasons")).to.equal("[ 'KeyboardInterrupt' ]");
    });
  }

  it("ends a for await that it leaves behind", async () => {
    await client.run("let turns = 0; async function* ticks() { while (true) { await pause(1); yield 1; } }");
    const running = client.run('console.log("ticking"); for await (const one of ticks()) turns += one;');
    await client.interruptAt("ticking");
    await running;
    await client.run("await pause(20)");
    const turns = await client.text("turns");
    await client.run("await pause(20)");
    expect(await client.text("turns")).to.equal(turns);
  });

  it("is harmless when idle", async () => {
    await client.runner.interrupt();
    await Promise.all([client.runner.interrupt(), client.runner.interrupt()]);
    expect(await client.text("1 + 1")).to.equal("2");
  });

  it("may come twice in a row", async () => {
    const running = client.run('console.log("twice"); while (true);');
    await Promise.all([client.interruptAt("twice"), client.interruptAt("twice")]);
    expect(await running).to.include({ ename: "KeyboardInterrupt" });
    expect(await client.text("1 + 1")).to.equal("2");
  });

  it("stops a timer's loop when no cell runs", async () => {
    await client.run('setTimeout(() => { console.log("idle loop"); while (true); })');
    await client.interruptAt("idle loop");
    expect(await client.text("2 + 2")).to.equal("4");
  });

  it("knows which cell late output belongs to after a termination", async () => {
    const running = client.run(
      'setTimeout(() => { console.log("then late"); while (true); }); await new Promise(() => {});',
    );
    await client.interruptAt("then late");
    await running;
    client.sent.length = 0;
    await client.run('setTimeout(() => console.log("late"), 5)');
    const parent = (await client.until((item) => item.kind === "stdout" && item.text === "late\n")) as {
      parent: string;
    };
    await client.run('await new Promise((r) => setTimeout(r, 5)); console.log("own")');
    const own = (await client.until((item) => item.kind === "stdout" && item.text === "own\n")) as { parent: string };
    expect(Number(own.parent.slice(5)) - Number(parent.parent.slice(5))).to.equal(1);
  });

  it("replaces a runner that does not answer, and says that variables were lost", async () => {
    // A separate thread keeps the main thread in native code, where nothing can stop it.
    const running = client.run(
      'const { pbkdf2Sync } = await import("node:crypto"); console.log("busy"); pbkdf2Sync("a", "b", 1e8, 64, "sha512")',
    );
    const first = client.interruptAt("busy");
    // Native code may return at any moment, so it gets time; a user who cannot wait interrupts again.
    await client.until((item) => item.kind === "stderr" && item.text.includes("or when you interrupt again"));
    await client.runner.interrupt();
    await first;
    const outcome = await running;
    expect(outcome).to.include({ ename: "KeyboardInterrupt", variablesLost: true });
    expect(outcome.kind === "error" && outcome.traceback[1]).to.contain("variables were lost");
    expect(await client.text("typeof count")).to.equal("'undefined'");
  });
});
