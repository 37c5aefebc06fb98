/**
 * Every kind of code that may have to be stopped. Each cell counts in `count` and prints "go" when the interrupt may come; `count` must
 * exist afterwards. Data for the test and for the benchmark.
 */
export interface InterruptCase {
  readonly name: string;
  readonly code: string;
}

export const INTERRUPT_CASES: readonly InterruptCase[] = [
  { name: "loop in the first synchronous part", code: 'count++; console.log("go"); while (true) count++;' },
  { name: "loop in a function of an earlier cell", code: 'count++; console.log("go"); forever();' },
  { name: "loop after an await", code: 'await 0; count++; console.log("go"); while (true) count++;' },
  {
    name: "loop after a timer's await",
    code: 'await new Promise((r) => setTimeout(r, 1)); count++; console.log("go"); while (true) count++;',
  },
  {
    name: "loop in a microtask",
    code: 'queueMicrotask(() => { count++; console.log("go"); while (true) count++; }); await new Promise(() => {});',
  },
  { name: "microtasks without end", code: 'count++; console.log("go"); while (true) { count++; await null; }' },
  {
    name: "loop in a timer",
    code: 'setTimeout(() => { count++; console.log("go"); while (true) count++; }, 1); await new Promise(() => {});',
  },
  {
    name: "loop in an immediate",
    code: 'setImmediate(() => { count++; console.log("go"); while (true) count++; }); await new Promise(() => {});',
  },
  {
    name: "loop in the first of several immediates",
    code:
      'setImmediate(() => { count++; console.log("go"); while (true) count++; }); for (let i = 0; i < 3; i++) setImmediate(() => {});' +
      "await new Promise(() => {});",
  },
  {
    name: "loop in the second of several immediates",
    code:
      'setImmediate(() => {}); setImmediate(() => { count++; console.log("go"); while (true) count++; }); setImmediate(() => {});' +
      "await new Promise(() => {});",
  },
  {
    name: "chains of immediates",
    code:
      'count++; console.log("go"); function chain() { count++; for (let i = 0; i < 1e6; i++); setImmediate(chain); }' +
      "chain(); chain(); chain(); await new Promise(() => {});",
  },
  {
    name: "loop in a next tick",
    code: 'process.nextTick(() => { count++; console.log("go"); while (true) count++; }); await new Promise(() => {});',
  },
  {
    name: "loop in an event handler",
    code:
      'const fs = await import("node:fs"); fs.readFile("/", () => { count++; console.log("go"); while (true) count++; });' +
      "await new Promise(() => {});",
  },
  { name: "await that never ends", code: 'count++; console.log("go"); await new Promise(() => {});' },
  { name: "promise as the last value", code: 'count++; console.log("go"); new Promise(() => {})' },
  {
    name: "timer loop",
    code: 'count++; console.log("go"); while (true) { count++; await new Promise((r) => setTimeout(r, 1)); }',
  },
  {
    name: "for await",
    code:
      "async function* ticks() { while (true) { await null; yield 1; } }\n" +
      'count++; console.log("go"); for await (const one of ticks()) count += one;',
  },
  {
    name: "long native call",
    code:
      'const { pbkdf2Sync } = await import("node:crypto"); count++; console.log("go"); count++;' +
      'pbkdf2Sync("a", "b", 400_000, 64, "sha512"); while (true) count++;',
  },
  { name: "flood of output", code: 'count++; console.log("go"); while (true) { count++; console.log(count); }' },
  { name: "endless formatter", code: 'count++; console.log("go"); ({ [jupyter.$display]() { while (true); } })' },
  { name: "prompt", code: 'count++; console.log("go"); prompt("? ")' },
  {
    name: "child process that waits",
    code: 'const { execSync } = await import("node:child_process"); count++; console.log("go"); execSync("sleep 100");',
  },
  {
    name: "child process that ignores SIGINT",
    code: `const { execSync } = await import("node:child_process"); count++; console.log("go"); execSync("trap '' INT; sleep 100");`,
  },
  {
    name: "flood of displays",
    code: 'count++; console.log("go"); for (;;) { count++; display.html("y".repeat(100)); }',
  },
  {
    name: "flood of updates",
    code:
      'const spot = await display("p", { displayId: true }); count++; console.log("go");' +
      "for (;;) await spot.update(count++);",
  },
  { name: "flood of errors", code: 'count++; console.log("go"); for (;;) { count++; console.error(count); }' },
  {
    name: "flood on the raw stream",
    code: 'count++; console.log("go"); for (;;) { count++; process.stderr.write("y"); }',
  },
  {
    name: "chain of microtasks",
    code:
      'count++; console.log("go"); (function again() { count++; queueMicrotask(again); })();' +
      "await new Promise(() => {});",
  },
  {
    name: "chain of next ticks",
    code:
      'count++; console.log("go"); (function again() { count++; process.nextTick(again); })();' +
      "await new Promise(() => {});",
  },
  {
    name: "chain of next ticks that are planned long before the last one ends",
    code:
      'count++; console.log("go"); (function again() { count++; process.nextTick(again); for (let i = 0; i < 1e6; i++); })();' +
      "await new Promise(() => {});",
  },
  {
    name: "chain of microtasks that are planned long before the last one ends",
    code:
      'count++; console.log("go"); (function again() { count++; queueMicrotask(again); for (let i = 0; i < 1e6; i++); })();' +
      "await new Promise(() => {});",
  },
  {
    name: "sort in a loop",
    code:
      "const numbers = Array.from({ length: 200_000 }, (_, i) => (i * 7919) % 200_003);" +
      'count++; console.log("go"); for (;;) { count++; numbers.toSorted((a, b) => a - b); numbers.toSorted(); }',
  },
  {
    name: "loop of tensors",
    code:
      'import { torch } from "convkernel"; const product = torch.randn([64, 64]);' +
      'count++; console.log("go"); for (;;) { count++; product.matmul(product).relu().sum().item(); }',
  },
  {
    name: "module that never ends its evaluation",
    code: 'count++; await import(`data:text/javascript,console.log("go");for(;;);//${count}`);',
  },
  {
    name: "required file that never ends its evaluation",
    code:
      'const file = require("node:path").join(require("node:os").tmpdir(), `loops-${process.pid}.cjs`);' +
      `require("node:fs").writeFileSync(file, 'console.log("go"); for (;;);'); count++;` +
      'try { require(file); } finally { require("node:fs").unlinkSync(file); }',
  },
  { name: "regular expression", code: 'count++; console.log("go"); /^(a+)+$/.test(`${"a".repeat(60)}b`);' },
  {
    name: "JSON of much",
    code:
      "const much = Array.from({ length: 20_000 }, (_, n) => ({ n, text: `${n}` }));" +
      'count++; console.log("go"); for (;;) { count++; JSON.parse(JSON.stringify(much)); }',
  },
  {
    name: "question of readline",
    code:
      'const questions = require("node:readline/promises").createInterface(process.stdin, process.stdout);' +
      'count++; console.log("go"); await questions.question("Name? ")',
  },
  {
    name: "synchronous reading",
    code: 'count++; console.log("go"); for (;;) { count++; require("node:fs").readFileSync(process.execPath); }',
  },
  {
    name: "Atomics.wait",
    code: 'count++; console.log("go"); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
  },
  {
    name: "code that catches everything",
    code: 'count++; console.log("go"); for (;;) { try { for (;;) count++; } catch {} finally { count++; } }',
  },
  {
    name: "proxy without end",
    code:
      "const mirror: any = new Proxy({}, { get() { for (;;) count++; } });" + 'count++; console.log("go"); mirror.any',
  },
];

/** Defines what the cases need; run once before them. */
export const INTERRUPT_PRELUDE = "let count = 0; function forever() { while (true) count++; }";
