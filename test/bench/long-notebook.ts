/**
 * A notebook of many cells in this kernel, as a front end runs it: the time until a cell is answered and until it is idle, and the memory
 * of each of the three processes. `npm run bench -- long-notebook [CELLS]` (300 by default; a long day has 5,000)
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { memoryOfTree } from "../support/memory.ts";
import { startKernel, stopKernel } from "../support/client.ts";

const count = Number(process.argv[2] ?? 300);
const GROUP = Math.max(50, Math.floor(count / 20));
/** A separate row, with which the later ones are compared. */
const FIRST = 100;
const built = join(import.meta.dirname, "..", "..", "dist", "kernel", "front", "main.js");

/** Does what cells in lessons do: declares, redeclares, defines functions that use earlier names, prints, shows a value. */
function cell(i: number): string {
  switch (i % 5) {
    case 0:
      return `const data${i}: number[] = Array.from({ length: 100 }, (_, k) => k * ${i});\ndata${i}.length`;
    case 1:
      return `function mean${i}(xs: readonly number[]): number { return xs.reduce((a, b) => a + b, 0) / xs.length }\nmean${i}(data${i - 1})`;
    case 2:
      return `let model = { step: ${i}, loss: mean${i - 1}(data${i - 2}) };\nmodel`;
    case 3:
      return `class Layer${i} { constructor(readonly size: number, public name = "layer") {} describe() { return \`\${this.name} \${this.size}\` } }\nnew Layer${i}(${i}).describe()`;
    default:
      return `for (let k = 0; k < 3; k++) console.log(k, model.step);\nawait Promise.resolve(model.loss)`;
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Megabytes of the front alone, of the runner and of TypeScript's server, each with what it has started. */
function memory(front: number): number[] {
  const children = readdirSync(`/proc/${front}/task`)
    .flatMap((thread) => readFileSync(`/proc/${front}/task/${thread}/children`, "utf8").split(" "))
    .filter(Boolean)
    .map(Number);
  const isServer = (pid: number): boolean => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--lsp");
  const held = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + memoryOfTree(pid), 0);
  const [servers, runners] = [children.filter(isServer), children.filter((pid) => !isServer(pid))];
  return [memoryOfTree(front) - held(children), held(runners), held(servers)];
}

// Run from its sources, a kernel holds a compiler as well.
const connected = await startKernel(existsSync(built) ? { command: [process.execPath, built] } : {});
const { client, kernel } = connected;
const pid = kernel.process.pid!;
await client.execute("1 + 1");
console.log("cells      answer, ms  idle, ms     front MB  runner MB  types MB");
let answers: number[] = [];
let idles: number[] = [];
for (let i = 0; i < count; i++) {
  // The client looks for answers among all messages it has ever received.
  client.log.length = 0;
  const from = performance.now();
  const id = client.submit(cell(i));
  const answered = client
    .next((message) => message.channel === "shell" && message.parent.msg_id === id)
    .then(() => performance.now() - from);
  const { reply, outputs } = await client.executed(id);
  idles.push(performance.now() - from);
  answers.push(await answered);
  if (reply.content["status"] !== "ok" || outputs.some(({ type }) => type === "display_data")) {
    throw new Error(`cell ${i}: ${JSON.stringify(outputs.map(({ content }) => content))}`);
  }
  if ((i + 1) % GROUP !== 0 && i + 1 !== FIRST) continue;
  const row = [median(answers).toFixed(1), median(idles).toFixed(1), ...memory(pid).map((held) => held.toFixed(0))];
  console.log(`${`${i + 2 - answers.length}-${i + 1}`.padEnd(10)}${row.map((text) => text.padStart(10)).join("")}`);
  answers = [];
  idles = [];
}
await stopKernel(connected);
