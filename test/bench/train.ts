/**
 * Training compared with PyTorch: alternating blocks in one run, best and median of each, ratios ours / theirs; reports its progress
 * meanwhile.
 *
 * `npm run bench -- train --pytorch [CASE ...] [--part NAME] [--rounds N] [--backend NAME]`; `--pytorch` sets PyTorch up. Without a PyTorch
 * (`torch-python.ts`) only our side runs. PyTorch's threads wait for each other by spinning, which collapses on a busy machine:
 * `OMP_WAIT_POLICY=passive` measures without that.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PYTORCH, torchPython } from "../support/torch-python.ts";
import type { Part } from "./train_cases.ts";

const { values, positionals } = parseArgs({
  options: {
    rounds: { type: "string", default: "6" },
    part: { type: "string" },
    backend: { type: "string" },
    ...PYTORCH,
  },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
if (values.backend !== undefined) process.env["CONVKERNEL_BACKEND"] = values.backend;
// Imported here because it reads the variable.
const { torch } = await import("../../src/index.ts");
const { cases } = await import("./train_cases.ts");

/** Asks PyTorch's process for one block; an empty list if there is none. */
type Peer = (caseName: string, part: string, count: number) => Promise<readonly number[]>;

function startPeer(): { readonly ask: Peer; readonly memory: () => Promise<number>; readonly close: () => void } {
  const python = torchPython(values.pytorch);
  if (python === undefined)
    return { ask: () => Promise.resolve([]), memory: () => Promise.resolve(NaN), close: () => undefined };
  const child = spawn(python, [join(import.meta.dirname, "train_peer.py")], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (question: string): Promise<unknown> => {
    child.stdin.write(`${question}\n`);
    const line = await lines.next();
    if (line.done === true) throw new Error("the peer has ended");
    return JSON.parse(line.value) as unknown;
  };
  return {
    ask: async (caseName, part, count) => (await answer(`${caseName}\t${part}\t${count}`)) as number[],
    memory: async () => (await answer("memory")) as number,
    close: () => child.stdin.end(),
  };
}

function block({ run, before, count }: Part): number[] {
  return Array.from({ length: count }, () => {
    before?.();
    const start = performance.now();
    run();
    return (performance.now() - start) / 1000;
  });
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? NaN;
}

/** Seconds as milliseconds, or for the lesson as microseconds per op. */
function shown(seconds: number, caseName: string): string {
  return Number.isNaN(seconds) ? "-" : (seconds * (caseName === "lesson" ? 1e6 : 1e3)).toFixed(2);
}

const info = torch.backend();
console.log(`ours: ${info.name}, ${info.version}; Node ${process.version}`);
for (const name of positionals) {
  if (!(name in cases)) throw new Error(`${name}: the cases are ${Object.keys(cases).join(", ")}`);
}
const asked = Object.entries(cases).filter(([name]) => positionals.length === 0 || positionals.includes(name));
const peer = startPeer();
const table: Record<string, string>[] = [];
for (const [caseName, make] of asked) {
  const parts = make();
  if (values.part !== undefined && !(values.part in parts))
    throw new Error(`--part ${values.part}: the parts of ${caseName} are ${Object.keys(parts).join(", ")}`);
  for (const [name, part] of Object.entries(parts)) {
    if (values.part !== undefined && values.part !== name) continue;
    const [ours, theirs]: [number[], number[]] = [[], []];
    process.stderr.write(`${caseName}, ${name}: ${rounds} rounds `);
    block({ ...part, count: Math.min(part.count, 5) });
    await peer.ask(caseName, name, Math.min(part.count, 5));
    for (let round = 0; round < rounds; round++) {
      ours.push(...block(part).map((t) => (caseName === "lesson" ? t / 100 : t)));
      theirs.push(...(await peer.ask(caseName, name, part.count)));
      process.stderr.write(".");
      // Finalizers run between blocks, as between cells
      await new Promise((resolve) => setImmediate(resolve));
    }
    const [best, theirBest] = [Math.min(...ours), theirs.length > 0 ? Math.min(...theirs) : NaN];
    process.stderr.write(` ${(median(ours) / median(theirs)).toFixed(2)}\n`);
    table.push({
      case: caseName,
      part: name,
      "best ours": shown(best, caseName),
      "best PyTorch": shown(theirBest, caseName),
      "best ratio": (best / theirBest).toFixed(2),
      "median ours": shown(median(ours), caseName),
      "median PyTorch": shown(median(theirs), caseName),
      "median ratio": (median(ours) / median(theirs)).toFixed(2),
    });
  }
}
const megabytes = { ours: process.resourceUsage().maxRSS / 1024, theirs: await peer.memory() };
peer.close();
console.log("milliseconds; for the lesson microseconds an op");
console.table(table);
console.log(`most memory: ours ${megabytes.ours.toFixed(0)} MB, PyTorch ${megabytes.theirs.toFixed(0)} MB`);
