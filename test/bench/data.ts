/**
 * CIFAR-10 at full size, with random pictures, compared with torchvision: opening, the first lesson's cell, a list of all images, epochs.
 * Each run is a separate process and they take turns, so that a busy machine affects both alike.
 *
 * `CONVKERNEL_TORCH_PYTHON=/path/to/python npm run bench -- data [--rounds N] [--only WORD]`
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { temporaryFolder } from "../support/temporary.ts";

const python = process.env["CONVKERNEL_TORCH_PYTHON"];
if (python === undefined) throw new Error("CONVKERNEL_TORCH_PYTHON: expected a Python with torchvision, got nothing");
const { values } = parseArgs({
  options: { rounds: { type: "string", default: "3" }, only: { type: "string", default: "" } },
});
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const folder = temporaryFolder("bench-data");

interface Result {
  readonly seconds: Readonly<Record<string, number>>;
  readonly peak: number;
}

const run = (command: string, ...args: string[]): Result | undefined => {
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  const last = stdout.trim().split("\n").at(-1);
  return last ? (JSON.parse(last) as Result) : undefined;
};
const ours = (...args: string[]): Result =>
  run(process.execPath, here("data_run.ts"), args[0]!, folder.path, ...args.slice(1))!;
const theirs = (...args: string[]): Result =>
  run(python, "-W", "ignore", here("data_peer.py"), args[0]!, folder.path, ...args.slice(1))!;
const forget = (): void => rmSync(join(folder.path, "cifar-10-batches-bin", ".verified.json"), { force: true });

const cases: readonly (readonly [name: string, measure: () => Result])[] = [
  ["open both sets, nothing remembered", () => (forget(), ours("open"))],
  ["open both sets, remembered", () => ours("open")],
  ["the lesson's first cell", () => ours("lesson")],
  ["the same with a list of all", () => ours("pattern")],
  ["the same in torchvision", () => theirs("lesson")],
  ["[...train]", () => ours("list")],
  ["list(train) in torchvision", () => theirs("list")],
  ["epoch", () => ours("epoch")],
  ["epoch, torch, 0 workers", () => theirs("epoch", "0")],
  ["epoch, torch, 2 workers", () => theirs("epoch", "2")],
  ["epoch, augmented", () => ours("epoch", "0", "augmented")],
  ["epoch, augmented, torch, 0 workers", () => theirs("epoch", "0", "augmented")],
  ["epoch, augmented, torch, 2 workers", () => theirs("epoch", "2", "augmented")],
];

try {
  run(python, here("data_peer.py"), "make", folder.path);
  const asked = cases.filter(([name]) => name.includes(values.only));
  const results = new Map<string, Result[]>(asked.map(([name]) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [name, measure] of asked) results.get(name)!.push(measure());
  }
  console.log("| what | seconds, best of rounds | images a second | peak memory, MB |\n| --- | --- | --- | --- |");
  for (const [name, all] of results) {
    const parts = Object.keys(all[0]!.seconds).map(
      (part) => `${part} ${Math.min(...all.map(({ seconds }) => seconds[part]!)).toFixed(2)}`,
    );
    const epoch = Math.min(...all.map(({ seconds }) => seconds["epoch"] ?? Number.NaN));
    const rate = Number.isNaN(epoch) ? "" : (50_000 / epoch).toFixed(0);
    console.log(`| ${name} | ${parts.join(", ")} | ${rate} | ${Math.min(...all.map(({ peak }) => peak))} |`);
  }
} finally {
  folder.remove();
}
