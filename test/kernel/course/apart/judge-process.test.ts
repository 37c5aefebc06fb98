/** Hidden tests that call answers in another process: two real runners, as when grading. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { JudgeProcess } from "../../../../kernel/course/apart/judge-process.ts";
import { runNotebook } from "../../../../kernel/course/run-notebook.ts";
import { defaultLimits } from "../../../../kernel/course/limits.ts";
import { Session, type CellRun } from "../../../../kernel/course/session.ts";
import type { Notebook } from "../../../../kernel/course/notebook.ts";
import { answer, locked, notebook, own, test } from "../../../support/assignment.ts";
import { temporaryFolder } from "../../../support/temporary.ts";

const hidden = (text: string): string => `// BEGIN HIDDEN TESTS\n${text}\n// END HIDDEN TESTS`;

describe("JudgeProcess", function () {
  this.timeout(180_000);
  const folder = temporaryFolder("apart");
  const limits = { ...defaultLimits, cellMs: 20_000 };
  const work = temporaryFolder("apart-work");
  let session: Session;
  let judge: JudgeProcess;
  before(async () => {
    judge = new JudgeProcess(limits, () => undefined);
    session = new Session({ folder: work.path, limits, student: "kim" });
    await session.warm();
  });
  after(async () => {
    await Promise.all([session.close(), judge.close()]);
    folder.remove();
    work.remove();
  });

  /** Runs a notebook in the student's process, and its tests apart; returns the result of the last cell. */
  const judged = async (given: Notebook): Promise<CellRun> => {
    await judge.begin({
      notebook: given,
      files: folder.path,
      student: "kim",
      language: "en",
      session,
      folder: work.path,
    });
    const run = await runNotebook(session, given, limits, {
      apart: (cell) => (visible, leftMs) => judge.test(cell, visible, leftMs),
    });
    return run.cells.at(-1)!.run;
  };
  const setup = locked("setup", 'import { check, torch, nn, F, optim, type Tensor } from "convkernel";');
  const outcome = async (written: string, tested: string): Promise<string> => {
    const { kind, error, records } = await judged(notebook(setup, answer("a", written), test("t", 1, hidden(tested))));
    const failed = records.filter(({ passed }) => !passed).map(({ task, why }) => `${task}: ${why}`);
    return (
      [kind === "ok" ? "" : `${kind} ${error?.ename}: ${error?.evalue}`, ...failed].join("") || `${records.length} pass`
    );
  };

  const cases: [name: string, written: string, tested: string, passes: number][] = [
    [
      "numbers, texts and what they come in",
      "const back = (...all: unknown[]) => all; const size = (o: { a: number }, m: Map<string, number>) => o.a + m.get('b')!;",
      `check.equal("all", JSON.stringify(back(1, "two", true, null, [3, { four: 4 }])), '[1,"two",true,null,[3,{"four":4}]]');
const [u, nan, minus, big, bytes] = back(undefined, NaN, -0, 5n, Float32Array.of(1.5)) as any[];
check.that("undefined", u === undefined && Number.isNaN(nan) && Object.is(minus, -0) && big === 5n && bytes[0] === 1.5);
check.count("size", size({ a: 1 }, new Map([["b", 2]])), 3);`,
      3,
    ],
    [
      "tensors of every dtype",
      "const twice = (x: Tensor) => x.mul(2); const kind = (x: Tensor) => String(x.dtype);",
      `check.close("float", () => twice(torch.tensor([[1.5, -2], [0, 4]])), [[3, -4], [0, 8]]);
for (const dtype of [torch.float64, torch.int64, torch.int32, torch.uint8, torch.bool]) check.equal(String(dtype), kind(torch.ones(2).to(dtype)), String(dtype));
check.shape("view", () => twice(torch.zeros(4, 3).t()), [3, 4]);`,
      7,
    ],
    [
      "what an answer changes in its arguments",
      "const sort = (a: number[]) => { a.sort((x, y) => x - y); }; const fill = (x: Tensor) => x.fill_(7); const note = (o: any) => { o.seen = true; delete o.old; };",
      `const list = [3, 1, 2]; sort(list); check.equal("list", list, [1, 2, 3]);
const x = torch.zeros(2); const same = fill(x); check.close("tensor", x, [7, 7]); check.that("the same one", same === x);
const o: any = { old: 1 }; note(o); check.equal("object", o, { seen: true });`,
      4,
    ],
    [
      "errors, by class and message",
      'const bad = () => { throw new RangeError("no channels"); };',
      `check.throws("bad", () => bad(), /no channels/); try { bad(); } catch (error) { check.that("class", error instanceof RangeError); }`,
      2,
    ],
    [
      "layers of the library, trained there and looked at here",
      `function step(model: nn.Module & ((x: Tensor) => Tensor), x: Tensor) {
  const optimizer = new optim.SGD(model.parameters(), { lr: 1 });
  model(x).sum().backward(); optimizer.step(); model.eval();
}
const layer = () => new nn.Conv2d(3, 2, { kernelSize: 1, bias: false });`,
      `const model = new nn.Sequential(new nn.Flatten(), new nn.Linear(2, 1)) as any;
const before = model.at(1).bias.item(); step(model, torch.ones(3, 2, 1));
check.close("bias", model.at(1).bias, [before - 3]); check.close("gradient", model.at(1).bias.grad, [3]); check.that("mode", !model.training && !model.at(1).training);
check.that("no bias", layer().bias === null); check.shape("layer", () => layer()(torch.zeros(1, 3, 4, 4)), [1, 2, 4, 4]);`,
      5,
    ],
    [
      "classes of the student's own",
      `class Net extends nn.Module { fc = new nn.Linear(2, 3); calls = 0; forward(x: Tensor) { this.calls++; return this.fc(x).mul(this.training ? 2 : 1); } half(x: Tensor) { return this.forward(x).div(2); } extraRepr() { return "mine"; } }
class Stack { items: number[] = []; push(x: number) { this.items.push(x); return this; } get size() { return this.items.length; } *[Symbol.iterator]() { yield* this.items; } static of(...all: number[]) { const s = new Stack(); all.forEach((x) => s.push(x)); return s; } }`,
      `const net = new Net(); const x = torch.ones(1, 2);
check.equal("names", net.namedParameters().map(([name, p]) => name + p.shape.join()), ["fc.weight3,2", "fc.bias3"]);
const trained = net(x); net.eval(); check.close("modes", trained, net(x).mul(2), { atol: 1e-6 }); check.count("calls", net.calls, 2); check.close("a method", () => net.half(x), net(x).div(2)); check.equal("one that the library has too", net.extraRepr(), "mine");
net.loadStateDict({ "fc.weight": torch.zeros(3, 2), "fc.bias": torch.ones(3) }); check.close("loaded", () => net(x), [[1, 1, 1]]);
const stack = new Stack().push(4).push(5); check.count("size", stack.size, 2); check.equal("items", [...stack], [4, 5]); check.that("instance", stack instanceof Stack && !(net instanceof Stack)); check.count("static", Stack.of(1, 2, 3).size, 3);`,
      10,
    ],
    [
      "functions that a test hands over, and its own modules",
      "const apply = (f: (x: number) => number, n: number) => f(f(n)); const mean = (model: any, x: Tensor) => { model.eval(); const y = model(x).mean().item(); model.train(); return y; };",
      `check.count("twice", apply((x) => x * 3, 2), 18);
class Spy extends nn.Module { modes: boolean[] = []; forward(x: Tensor) { this.modes.push(this.training); return x; } }
const spy = new Spy(); check.close("mean", mean(spy, torch.tensor([1.5, 2.5])), 2); check.equal("modes", spy.modes, [false]); check.that("back", spy.training);`,
      4,
    ],
    [
      "promises",
      "const later = async (x: number) => { await new Promise((r) => setTimeout(r, 5)); if (x < 0) throw new TypeError('negative'); return x + 1; };",
      `const [a, b] = await Promise.all([later(1), later(2)]); check.equal("both", [a, b], [2, 3]);
let said = ""; try { await later(-1); } catch (error) { said = (error as Error).message; } check.equal("rejected", said, "negative");`,
      2,
    ],
    [
      "variables, and functions that are handed on as they are",
      "const answer1 = [1, 2, 3]; const weight = torch.ones(2, 1); function edges() { return weight; }",
      `check.equal("list", answer1, [1, 2, 3]); check.shape("thunk", edges, [2, 1]); check.shape("tensor", weight, [2, 1]);`,
      3,
    ],
    [
      "the seed that a test has set",
      "const draw = () => torch.rand(3);",
      `torch.manualSeed(5); const wanted = torch.rand(3); torch.manualSeed(5); check.close("draw", draw(), wanted);`,
      1,
    ],
  ];
  for (const [name, written, tested, passes] of cases)
    it(`hands over ${name}`, async () => {
      expect(await outcome(written, tested)).to.equal(`${passes} pass`);
    });

  it("finds wrong answers wrong, with their reasons", async () => {
    expect(await outcome("const f = (x: number) => x;", 'check.count("f", f(2), 3);')).to.match(
      /^error CheckError.*f: 2 is off by one/,
    );
    expect(await outcome("const f = 0;", 'check.count("g", () => missing(2), 3);')).to.match(
      /ReferenceError: missing is not defined/,
    );
  });

  it("does not take the last student's names for the next one's", async () => {
    const tests = (written: string): Promise<CellRun> =>
      judged(
        notebook(
          setup,
          answer("a", written),
          test("t1", 1, hidden("const share = half(4); check.count('half', share, 2);")),
          test("t2", 1, hidden("check.count('share', () => share, 2);")),
        ),
      );
    expect((await tests("const half = (x: number) => x / 2;")).kind).to.equal("ok");
    const next = await tests("function half(x: number): number { throw new Error('not done yet'); }");
    expect(next.kind).to.equal("error");
    expect(next.records.at(-1)!.why).to.match(/there is no answer yet/);
  });

  it("finds an answer in a cell of the student's own, or in two", async () => {
    const given = notebook(
      setup,
      answer("a", "const three = 3;"),
      own("mine", "const triple = (x: number) => three * x;"),
      test("t", 1, hidden('check.count("triple", triple(2), 6);')),
    );
    expect((await judged(given)).kind).to.equal("ok");
  });

  it("computes with its own Math, whatever an answer calls so, and the next student's test does, too", async () => {
    const look = 'check.count("f", Math.abs(f(2) - 3), 0); check.that("numbers", Number.isInteger(1.5) === false);';
    for (const written of [
      "const Math = { abs: () => 0 }; const Number = { isInteger: () => false }; const f = (x: number) => x;",
      "const f = (x: number) => x;",
    ])
      expect(await outcome(written, look)).to.match(/^error CheckError.*f: 1 is off by one/);
  });

  it("reads what answers have saved, but runs none of their files", async () => {
    writeFileSync(join(folder.path, "numbers.txt"), "of the teacher");
    const { kind, records } = await judged(
      notebook(
        setup,
        locked("fs", 'import { writeFileSync, existsSync, readFileSync } from "node:fs";'),
        answer(
          "a",
          `for (const name of ["a3.txt", "numbers.txt", "helper.ts", "package.json"]) writeFileSync(name, "mine");`,
        ),
        test(
          "t",
          1,
          hidden(`check.equal("saved", readFileSync("a3.txt", "utf8"), "mine"); check.equal("given", readFileSync("numbers.txt", "utf8"), "of the teacher");
check.that("no code", !existsSync("helper.ts") && !existsSync("package.json"));`),
        ),
      ),
    );
    expect([kind, records.length]).to.deep.equal(["ok", 3]);
  });

  it("lends a test's time to what it calls, and ends what does not end", async () => {
    const given = notebook(
      setup,
      answer("a", "const f = (x: number) => { while (x === 2) {} return 1; };"),
      test("t", 1, hidden('check.count("f", f(2), 3);')),
    );
    await judge.begin({
      notebook: given,
      files: folder.path,
      student: "kim",
      language: "en",
      session,
      folder: work.path,
    });
    const run = await runNotebook(session, given, limits, {
      apart: (cell) => (visible) => judge.test(cell, visible, 500),
    });
    expect(run.cells.at(-1)!.run.kind).to.equal("time");
    expect(judge.isLost).to.equal(false);
  });

  describe("keeps a test from the process that it calls", () => {
    const SECRET = "hiddenTestOfSeventeen";
    /** Finds the beginning of the secret in memory; the search itself does not contain its end. */
    const SEARCH = `const search = (bytes: Buffer) => { for (const code of ["latin1", "utf16le"] as const) { const needle = Buffer.from("hiddenTestOf", code);
  for (let at = bytes.indexOf(needle), n = 0; at >= 0 && n < 500; at = bytes.indexOf(needle, at + 1), n++) found.push(bytes.toString(code, at, at + 2 * 24)); } };`;
    /** An answer that looks around when it is called, and a cell after the test that reports what it found. */
    const spied = async (look: string, shown = 'check.count("one", f(1), 1);'): Promise<string> => {
      const given = notebook(
        setup,
        answer(
          "a",
          `const found: string[] = []; const real = console.log; function f(x: number): number { if (x === 17) { ${look} } return x; }`,
        ),
        test("t", 1, `${shown}\n${hidden(`check.count("${SECRET}", f(17), 9001 + 1);`)}`),
        own("tell", '[...new Set(found)].join("\\n")'),
      );
      const { result, outputs } = await judged(given);
      return JSON.stringify([result, outputs]);
    };
    const attacks: [name: string, look: string][] = [
      ["the call's stack", 'found.push(new Error("x").stack!, String((arguments as any).callee?.caller));'],
      [
        "its caller's text",
        "let at: any = f; try { for (let i = 0; i < 5; i++) { at = at.caller; found.push(String(at)); } } catch {}",
      ],
      [
        "a heap snapshot",
        `${SEARCH} const { writeHeapSnapshot } = require("node:v8"); search(require("node:fs").readFileSync(writeHeapSnapshot("heap.json")));`,
      ],
      [
        "the process's memory",
        `${SEARCH} const fs = require("node:fs"); const memory = fs.openSync("/proc/self/mem", "r");
for (const line of fs.readFileSync("/proc/self/maps", "utf8").split("\\n")) {
  const [, from, to] = /^(\\w+)-(\\w+) rw/.exec(line) ?? []; if (from === undefined) continue;
  const at = parseInt(from, 16), size = parseInt(to, 16) - at; if (size > 1e8) continue;
  const bytes = Buffer.alloc(size); try { fs.readSync(memory, bytes, 0, size, at); } catch { continue; }
  search(bytes);
}`,
      ],
      [
        "open descriptors",
        `const fs = require("node:fs"); for (const fd of fs.readdirSync("/proc/self/fd")) { try { found.push(fs.readlinkSync("/proc/self/fd/" + fd)); const b = Buffer.alloc(1e5); const n = Number(fd) > 5 ? fs.readSync(Number(fd), b, 0, 1e5, 0) : 0; found.push(b.toString("latin1", 0, n)); } catch {} }`,
      ],
      [
        "the inspector",
        `const { Session } = require("node:inspector"); const s = new Session(); s.connect(); s.on("Debugger.scriptParsed", ({ params }: any) => s.post("Debugger.getScriptSource", { scriptId: params.scriptId }, (_: any, r: any) => found.push(r?.scriptSource ?? ""))); s.post("Debugger.enable"); s.disconnect();`,
      ],
      [
        "patched console and check",
        `console.log = (...all: unknown[]) => { found.push(...all.map(String)); real(...all); }; try { (check as any).count = (...all: unknown[]) => found.push(String(all)); } catch {}`,
      ],
      [
        "patched prototypes",
        `const push = found.push.bind(found); JSON.parse = ((p) => (t: string, ...r: any[]) => { push(t); return p(t, ...r); })(JSON.parse) as any; Map.prototype.get = ((g) => function (this: any, k: any) { if (typeof k === "string") push(k); return g.call(this, k); })(Map.prototype.get) as any; Reflect.apply = ((a) => (...all: any[]) => { push(String(all[0])); return (a as any)(...all); })(Reflect.apply) as any;`,
      ],
      [
        "functions on the global object",
        `for (const key of Reflect.ownKeys(globalThis)) { const v = (globalThis as any)[key]; found.push(String(key), typeof v === "function" ? Function.prototype.toString.call(v) : ""); try { found.push(JSON.stringify(v)); } catch {} }`,
      ],
      [
        "timers left behind",
        `for (let i = 0; i < 30; i++) setTimeout(() => { found.push(new Error("t").stack!); }, i); queueMicrotask(() => found.push(new Error("m").stack!)); process.nextTick(() => found.push(new Error("n").stack!));`,
      ],
      [
        "the cache of modules",
        `const { createRequire } = require("node:module"); const r = createRequire("/"); for (const [key, m] of Object.entries(r.cache)) found.push(key, Object.keys((m as any)?.exports ?? {}).join()); found.push(JSON.stringify(process.env), process.argv.join(), process.execArgv.join());`,
      ],
      [
        "another thread",
        `const { Worker, receiveMessageOnPort, MessageChannel } = require("node:worker_threads"); const shared = new SharedArrayBuffer(4); const { port1, port2 } = new MessageChannel();
const w = new Worker('const { workerData } = require("node:worker_threads"); const v = require("node:v8"); workerData.port.postMessage(JSON.stringify(process.env) + new Error("w").stack); Atomics.store(new Int32Array(workerData.shared), 0, 1); Atomics.notify(new Int32Array(workerData.shared), 0);', { eval: true, workerData: { shared, port: port2 }, transferList: [port2] });
Atomics.wait(new Int32Array(shared), 0, 0, 5000); found.push(String(receiveMessageOnPort(port1)?.message)); w.unref();`,
      ],
      [
        "files around it",
        `const fs = require("node:fs"); for (const name of fs.readdirSync(".")) { try { found.push(name, fs.readFileSync(name, "utf8").slice(0, 1e4)); } catch {} }`,
      ],
      [
        "a trap in what it gives back",
        `return new Proxy(Object(17), { get: (t: any, k) => { found.push(String(k), new Error("p").stack!); return t[k]; } }) as any;`,
      ],
    ];
    for (const [name, look] of attacks)
      it(`by ${name}`, async () => {
        const told = await spied(look);
        expect(told)
          .to.contain("output_type")
          .and.not.match(/leaked|Seventeen|9002|900[12]/);
      });

    for (const name of process.platform === "linux" ? ["a heap snapshot", "the process's memory"] : ["a heap snapshot"])
      it(`which ${name} would find there`, async () => {
        const look = attacks.find(([each]) => each === name)![1];
        expect(await spied(look, `check.count("${SECRET}", f(1), 1);`)).to.match(/Seventeen/);
      });

    it("lets nobody reach into the judge's process over the channel", async () => {
      const given = notebook(
        setup,
        answer(
          "a",
          `const tried: string[] = []; function f(x: any, g: any): number {
  const tries: [string, () => unknown][] = [["constructor", () => g.constructor("return process.pid")()], ["prototype", () => Object.getPrototypeOf(g).constructor("return 1")()], ["module", () => x.constructor.constructor("return process.pid")() === process.pid ? 0 : "out"], ["bind", () => g.bind.constructor("return process.pid")() === process.pid ? 0 : "out"]];
  for (const [name, run] of tries) { try { const got = run(); tried.push(name + " " + (got === "out" || (typeof got === "number" && got > 1 && got !== process.pid) ? "OUT" : "in")); } catch { tried.push(name + " no"); } }
  return 1; }`,
        ),
        test(
          "t",
          1,
          hidden(
            'class Own extends nn.Module { forward(x: Tensor) { return x; } }\ncheck.count("f", f(new Own(), (x: number) => x), 1);',
          ),
        ),
        own("tell", "tried.join()"),
      );
      const { result } = await judged(given);
      expect(String(result?.["text/plain"]))
        .to.match(/constructor/)
        .and.not.match(/OUT/);
    });
  });
});
