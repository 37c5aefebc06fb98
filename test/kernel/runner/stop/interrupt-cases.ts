/**
 * Every kind of code that a stop button meets. Each cell counts in `count` and prints "go" when the interrupt may come; `count` must be
 * there afterwards. Data for the test and for the benchmark.
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
];

/** Defines what the cases need; run once before them. */
export const INTERRUPT_PRELUDE = "let count = 0; function forever() { while (true) count++; }";
