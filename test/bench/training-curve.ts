/**
 * The lesson's net trained beside PyTorch: the loss of each of the first 50 steps, and the accuracy after training from five seeds.
 *
 * `CONVKERNEL_CIFAR=/path/to/cifar-10-batches-bin npm run bench -- training-curve [--epochs N] --pytorch`, which sets PyTorch up.
 *
 * Planes and birds; conv 3->16, tanh, pool, conv 16->8, tanh, pool, linear 32, tanh, linear 2; cross entropy, SGD at 0.05, batches of 64.
 * Both sides draw weights and batches from the same seeds. Without PyTorch only our side runs (`torch-python.ts`).
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { nn, optim, torch, type Tensor } from "../../src/index.ts";
import { PYTORCH, torchPython } from "../support/torch-python.ts";

const { values } = parseArgs({ options: { epochs: { type: "string", default: "30" }, ...PYTORCH } });
const epochs = Number(values.epochs);
const folder = process.env["CONVKERNEL_CIFAR"];
if (folder === undefined) throw new Error("CONVKERNEL_CIFAR: expected the folder of the .bin files, got nothing");
const SEEDS = [0, 1, 2, 3, 4];
const RECORD = 1 + 3 * 32 * 32;

type Result = { losses: number[]; accuracies: number[]; seconds: number };

/** Images [N, 3, 32, 32] and labels [N] of the planes (0) and birds (2) in the files, which become 0 and 1. */
function read(...files: string[]): [Tensor, Tensor] {
  const mean = [0.4915, 0.4823, 0.4468];
  const std = [0.247, 0.2435, 0.2616];
  const images: number[] = [];
  const labels: number[] = [];
  for (const file of files) {
    if (!existsSync(join(folder!, file))) continue;
    const bytes = readFileSync(join(folder!, file));
    for (let at = 0; at < bytes.length; at += RECORD) {
      if (bytes[at] !== 0 && bytes[at] !== 2) continue;
      labels.push(bytes[at] === 0 ? 0 : 1);
      for (let i = 1; i < RECORD; i++) {
        const channel = Math.floor((i - 1) / 1024);
        const scaled = Math.fround(Math.fround(bytes[at + i]! / 255) - Math.fround(mean[channel]!));
        images.push(scaled / Math.fround(std[channel]!));
      }
    }
  }
  const shape = [labels.length, 3, 32, 32];
  return [torch.fromArray(Float32Array.from(images), shape), torch.tensor(labels)];
}

function net(): nn.Sequential {
  return new nn.Sequential(
    new nn.Conv2d(3, 16, 3, { padding: 1 }),
    new nn.Tanh(),
    new nn.MaxPool2d(2),
    new nn.Conv2d(16, 8, 3, { padding: 1 }),
    new nn.Tanh(),
    new nn.MaxPool2d(2),
    new nn.Flatten(),
    new nn.Linear(512, 32),
    new nn.Tanh(),
    new nn.Linear(32, 2),
  );
}

function train(seed: number, data: [Tensor, Tensor], test: [Tensor, Tensor]): { losses: number[]; accuracy: number } {
  torch.manualSeed(seed);
  const model = net();
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.05 });
  const lossFn = new nn.CrossEntropyLoss();
  const loader = new torch.utils.data.DataLoader(new torch.utils.data.TensorDataset(...data), {
    batchSize: 64,
    shuffle: true,
  });
  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const [images, labels] of loader) {
      const loss = lossFn(model(images!), labels!);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      if (losses.length < 50) losses.push(loss.item());
    }
  }
  const right = torch.noGrad(() => model(test[0]).argmax(1).eq(test[1]).sum().item());
  return { losses, accuracy: right / test[1].numel() };
}

function ours(): Result {
  const start = performance.now();
  const data = read(...[1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`));
  const test = read("test_batch.bin");
  const runs = SEEDS.map((seed) => train(seed, data, test));
  const seconds = (performance.now() - start) / 1000;
  return { losses: runs[0]!.losses, accuracies: runs.map(({ accuracy }) => accuracy), seconds };
}

function theirs(): Result | undefined {
  const python = torchPython(values.pytorch);
  if (python === undefined) return undefined;
  const script = join(import.meta.dirname, "training_curve_peer.py");
  const { stdout, status } = spawnSync(python, [script, folder!, String(epochs), JSON.stringify(SEEDS)], {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${python}: expected the peer's figures, got exit status ${status}`);
  return JSON.parse(stdout) as Result;
}

const percent = (part: number): string => `${(part * 100).toFixed(1)}%`;
const average = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

const mine = ours();
const peer = theirs();
console.log(`back end ${torch.backend().name}, ${epochs} epochs, seeds ${SEEDS.join(", ")}`);
console.log("\nstep  ours      PyTorch   difference");
mine.losses.forEach((loss, step) => {
  const other = peer?.losses[step];
  const rest = other === undefined ? "" : `${other.toFixed(6)}  ${Math.abs(loss - other).toExponential(1)}`;
  console.log(`${String(step + 1).padStart(4)}  ${loss.toFixed(6)}  ${rest}`);
});
if (peer !== undefined) {
  const equal = mine.losses.filter((loss, step) => loss.toFixed(4) === peer.losses[step]!.toFixed(4)).length;
  console.log(`equal when printed with 4 digits: ${equal} of ${mine.losses.length}`);
}
console.log(
  `\naccuracy after training, ours: ${mine.accuracies.map(percent).join(" ")}, mean ${percent(average(mine.accuracies))}`,
);
if (peer !== undefined) {
  console.log(`PyTorch: ${peer.accuracies.map(percent).join(" ")}, mean ${percent(average(peer.accuracies))}`);
  console.log(`seconds for all: ours ${mine.seconds.toFixed(1)}, PyTorch ${peer.seconds.toFixed(1)}`);
}
