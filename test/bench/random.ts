/**
 * Random numbers, printing and loading compared with PyTorch: in turns in one run, best and median of each, ratios of the medians.
 *
 * `npm run bench -- random [ROUNDS] --pytorch`, which sets PyTorch up; without one only our side runs (`torch-python.ts`).
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { F, torch, transforms } from "../../src/index.ts";
import { DataLoader } from "../../src/data/index.ts";
import type { Tensor } from "../../src/index.ts";
import { PYTORCH, torchPython } from "../support/torch-python.ts";

const N = 1_000_003;
const ones = torch.ones(N);
const [small, large] = [torch.randn(30, 30), torch.randn(1000, 1000)];
const transform = new transforms.Compose([
  new transforms.ToTensor(),
  new transforms.Normalize([0.4915, 0.4823, 0.4468], [0.247, 0.2435, 0.2616]),
]);
const images = Array.from({ length: 5000 }, () => torch.randint(0, 256, [3, 32, 32], { dtype: torch.uint8 }));
const items = { length: 5000, at: (i: number): [Tensor, number] => [transform(images[i]!), i] };
const loader = new DataLoader(items, { batchSize: 64, shuffle: true });

const cases: Readonly<Record<string, () => unknown>> = {
  "randn 1,000,003": () => torch.randn(N),
  "rand 1,000,003": () => torch.rand(N),
  "uniform_(-0.3, 0.7)": () => torch.empty(N).uniform_(-0.3, 0.7),
  "randn float64": () => torch.randn(N, { dtype: torch.float64 }),
  "randn of 16": () => Array.from({ length: 1000 }, () => torch.randn(16)),
  "randint(0, 10) int64": () => torch.randint(0, 10, [N]),
  "randint(-1, 2) float32": () => torch.randint(-1, 2, [N], { dtype: torch.float32 }),
  "randperm 50,000": () => torch.randperm(50_000),
  "bernoulli_(0.5)": () => torch.empty(N).bernoulli_(0.5),
  dropout: () => F.dropout(ones, 0.3),
  "print 30 x 30": () => small.toString(),
  "print a summary": () => large.toString(),
  "epoch of 5,000 images": () => [...loader],
};

const { values, positionals } = parseArgs({ options: PYTORCH, allowPositionals: true });
const rounds = Number(positionals[0] ?? 15);
const python = torchPython(values.pytorch);
const peer = python
  ? spawn(python, [join(import.meta.dirname, "random_peer.py")], { stdio: ["pipe", "pipe", "inherit"] })
  : null;
const answers = peer && createInterface(peer.stdout);

const ours = (name: string): number => {
  const start = performance.now();
  cases[name]!();
  return performance.now() - start;
};
const theirs = async (name: string): Promise<number> => {
  if (!peer || !answers) return NaN;
  peer.stdin.write(`${name}\n`);
  const [line] = (await once(answers, "line")) as [string];
  return Number(line);
};
const show = (times: readonly number[]): string => {
  const sorted = times.toSorted((a, b) => a - b);
  return `${sorted[0]!.toFixed(2)} / ${sorted[Math.floor(sorted.length / 2)]!.toFixed(2)}`;
};
const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;

console.log(`${"milliseconds, best / median".padEnd(30)}${"ours".padStart(18)}${"PyTorch".padStart(18)}   ratio`);
for (const name of Object.keys(cases)) {
  const times: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  for (let round = 0; round < rounds; round++) {
    times.theirs.push(await theirs(name));
    times.ours.push(ours(name));
  }
  const ratio = (median(times.ours) / median(times.theirs)).toFixed(2);
  console.log(`${name.padEnd(30)}${show(times.ours).padStart(18)}${show(times.theirs).padStart(18)}   ${ratio}`);
}
peer?.stdin.end();
