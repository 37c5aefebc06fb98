/**
 * The memory of kernels that wait, as in a classroom between two exercises: each has imported convkernel and computed one convolution. For
 * each process: resident memory, and with shared pages counted proportionally (PSS), which is what the machine really spends.
 * `npm run bench -- classroom [KERNELS]` (30 by default), six minutes
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startKernel, stopKernel } from "../support/client.ts";
import type { Connected } from "../support/client.ts";

const count = Number(process.argv[2] ?? 30);
const built = join(import.meta.dirname, "..", "..", "dist", "kernel", "front", "main.js");
if (!existsSync(built))
  throw new Error("classroom: the kernel is not built: run `npm start -- --headless` once before");

const LESSON = `import { torch, nn } from "convkernel";
const conv = new nn.Conv2d(3, 16, 3, { padding: 1 });
conv(torch.randn([8, 3, 32, 32])).shape`;
const REST_S = 20;
/** TypeScript's server is ended after five minutes without a question. */
const LONG_REST_S = 310;

type Part = "front" | "runner" | "types";

interface Held {
  readonly pss: number;
  readonly rss: number;
}

/** Megabytes, from https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html */
function heldBy(pid: number): Held {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)![1]) / 1024;
  return { pss: of("Pss"), rss: of("Rss") };
}

/** The processes of a kernel. The front's children are the runner and TypeScript's server. */
function processes(front: number): ReadonlyMap<number, Part> {
  const children = readdirSync(`/proc/${front}/task`)
    .flatMap((thread) => readFileSync(`/proc/${front}/task/${thread}/children`, "utf8").split(" "))
    .filter(Boolean)
    .map(Number);
  const part = (pid: number): Part =>
    readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--lsp") ? "types" : "runner";
  return new Map<number, Part>([[front, "front"], ...children.map((pid): [number, Part] => [pid, part(pid)])]);
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

function table(title: string, kernels: readonly Connected[]): void {
  const all = kernels.flatMap(({ kernel }) => [...processes(kernel.process.pid!)]);
  const rows = (["front", "runner", "types"] as const).map((part) => {
    const held = all.filter(([, its]) => its === part).map(([pid]) => heldBy(pid));
    return { part, number: held.length, pss: held.map(({ pss }) => pss), rss: held.map(({ rss }) => rss) };
  });
  console.log(`\n${title}\nprocess  number   PSS each   RSS each   MB, medians`);
  for (const { part, number, pss, rss } of rows) {
    if (number === 0) continue;
    console.log(
      `${part.padEnd(8)}${String(number).padStart(7)}${median(pss).toFixed(1).padStart(11)}${median(rss).toFixed(1).padStart(11)}`,
    );
  }
  const total = rows.flatMap(({ pss }) => pss).reduce((sum, held) => sum + held, 0);
  console.log(
    `a kernel: ${(total / kernels.length).toFixed(1)} MB (PSS); all of them: ${(total / 1024).toFixed(2)} GB`,
  );
}

const kernels: Connected[] = [];
for (let k = 0; k < count; k++) kernels.push(await startKernel({ command: [process.execPath, built] }));
const rest = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
try {
  for (const { client } of kernels) await client.execute("1 + 1");
  await rest(REST_S);
  table(`${count} kernels, started`, kernels);
  const times: number[] = [];
  for (const { client } of kernels) {
    const from = performance.now();
    const { reply } = await client.execute(LESSON);
    if (reply.content["status"] !== "ok") throw new Error(JSON.stringify(reply.content));
    times.push(performance.now() - from);
  }
  table(`${count} kernels, after the lesson's first cell (${median(times).toFixed(0)} ms each)`, kernels);
  for (const seconds of [REST_S, LONG_REST_S]) {
    await rest(seconds);
    table(`the same, ${seconds} s later`, kernels);
  }
  const from = performance.now();
  const { reply } = await kernels[0]!.client.execute("conv(torch.randn([1, 3, 32, 32])).shape");
  console.log(
    `\nthe next cell: ${reply.content["status"] as string}, idle after ${(performance.now() - from).toFixed(0)} ms`,
  );
} finally {
  await Promise.all(kernels.map(stopKernel));
}
