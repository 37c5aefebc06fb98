/**
 * Single operations on tensors compared with PyTorch: on [1000, 1000] once, on [3, 4] two hundred times; in turns in one run, best and
 * median of each, ratios of the best times (a busy machine spoils medians).
 *
 * `npm run bench -- operations [ROUNDS] --pytorch`, which sets PyTorch up; without one only our side runs (`torch-python.ts`).
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { torch } from "../../src/index.ts";
import { PYTORCH, torchPython } from "../support/torch-python.ts";

type Case = (x: torch.Tensor, y: torch.Tensor) => unknown;

/** Each has a counterpart of the same name in operations_peer.py. */
const cases: Readonly<Record<string, Case>> = {
  add: (x, y) => x.add(y),
  "mul by a number": (x) => x.mul(2),
  tanh: (x) => x.tanh(),
  sum: (x) => x.sum(),
  "sum over a dim": (x) => x.sum(1),
  std: (x) => x.std(),
  argmax: (x) => x.argmax(1),
  compare: (x) => x.gt(0),
  where: (x, y) => torch.where(x.gt(0), x, y),
  "product with a transpose": (x, y) => x.matmul(y.t()),
  "transpose, made contiguous": (x) => x.t().contiguous(),
  "every other column": (x) => x.at(":", "::2").contiguous(),
  "read a mask": (x) => x.at(x.gt(0)),
  "write a mask": (x) => x.clone().setAt([x.gt(0)], 0),
  "add in place": (x) => x.add_(0),
  cat: (x, y) => torch.cat([x, y]),
  sort: (x) => x.sort(1),
  topk: (x) => x.topk(2, 1),
  cumsum: (x) => x.cumsum(1),
  "gradient of a squared error": (x, y) => x.detach().requiresGrad_().sub(y).pow(2).mean().backward(),
};

const REPEATS = 200;
torch.manualSeed(0);
const sizes: Readonly<Record<string, readonly [torch.Tensor, torch.Tensor, number]>> = {
  "1000x1000": [torch.randn(1000, 1000), torch.randn(1000, 1000), 1],
  "3x4": [torch.randn(3, 4), torch.randn(3, 4), REPEATS],
};

const { values, positionals } = parseArgs({ options: PYTORCH, allowPositionals: true });
const rounds = Number(positionals[0] ?? 10);
const python = torchPython(values.pytorch);
const peer = python
  ? spawn(python, [join(import.meta.dirname, "operations_peer.py"), String(REPEATS)], {
      stdio: ["pipe", "pipe", "inherit"],
    })
  : null;
const answers = peer && createInterface(peer.stdout);

/** Microseconds of one operation. */
function ours(name: string, size: string): number {
  const [x, y, repeats] = sizes[size]!;
  const run = cases[name]!;
  const start = performance.now();
  for (let i = 0; i < repeats; i++) run(x, y);
  return ((performance.now() - start) * 1000) / repeats;
}
async function theirs(name: string, size: string): Promise<number> {
  if (peer === null || answers === null) return NaN;
  peer.stdin.write(`${size} ${name}\n`);
  const [line] = (await once(answers, "line")) as [string];
  return Number(line);
}

const sorted = (times: readonly number[]): number[] => times.toSorted((a, b) => a - b);
const show = (times: readonly number[]): string =>
  `${sorted(times)[0]!.toFixed(1)} / ${sorted(times)[Math.floor(times.length / 2)]!.toFixed(1)}`;

console.log(`back end: ${torch.backend().name}`);
for (const size of Object.keys(sizes)) {
  console.log(
    `\n${`${size}, microseconds, best / median`.padEnd(38)}${"ours".padStart(20)}${"PyTorch".padStart(20)}   ratio`,
  );
  for (const name of Object.keys(cases)) {
    for (let warm = 0; warm < 3; warm++) ours(name, size);
    const times: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
    for (let round = 0; round < rounds; round++) {
      times.theirs.push(await theirs(name, size));
      times.ours.push(ours(name, size));
    }
    const ratio = (sorted(times.ours)[0]! / sorted(times.theirs)[0]!).toFixed(2);
    console.log(`${name.padEnd(38)}${show(times.ours).padStart(20)}${show(times.theirs).padStart(20)}   ${ratio}`);
  }
}
peer?.stdin.end();
