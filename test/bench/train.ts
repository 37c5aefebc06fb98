/**
 * Training beside PyTorch: alternating blocks of one run, best and median of each, ratios ours / theirs.
 *
 * `CONVKERNEL_TORCH_PYTHON=/path/to/python npm run bench -- train [CASE ...] [--part NAME] [--rounds N]`; without that Python only our side runs.
 * PyTorch's threads wait for each other by spinning, which collapses on a busy machine: `OMP_WAIT_POLICY=passive` shows it without.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { F, nn, optim, torch } from "../../src/index.ts";
import type { Tensor } from "../../src/index.ts";

const { values, positionals } = parseArgs({
  options: { rounds: { type: "string", default: "6" }, part: { type: "string" } },
  allowPositionals: true,
});
const rounds = Number(values.rounds);

class Block extends nn.Module {
  conv1;
  bn1;
  conv2;
  bn2;
  short;

  constructor(inputs: number, outputs: number, stride: number) {
    super();
    this.conv1 = new nn.Conv2d(inputs, outputs, 3, { stride, padding: 1, bias: false });
    this.bn1 = new nn.BatchNorm2d(outputs);
    this.conv2 = new nn.Conv2d(outputs, outputs, 3, { padding: 1, bias: false });
    this.bn2 = new nn.BatchNorm2d(outputs);
    this.short =
      stride === 1 && inputs === outputs
        ? null
        : new nn.Sequential(new nn.Conv2d(inputs, outputs, 1, { stride, bias: false }), new nn.BatchNorm2d(outputs));
  }

  override forward(x: Tensor): Tensor {
    let y = F.relu(this.bn1(this.conv1(x)));
    y = this.bn2(this.conv2(y));
    return F.relu(y.add(this.short === null ? x : this.short(x)));
  }
}

function plain(first: number, second: number, hidden: number): nn.Sequential {
  return new nn.Sequential(
    new nn.Conv2d(3, first, 3, { padding: 1 }),
    new nn.Tanh(),
    new nn.MaxPool2d(2),
    new nn.Conv2d(first, second, 3, { padding: 1 }),
    new nn.Tanh(),
    new nn.MaxPool2d(2),
    new nn.Flatten(),
    new nn.Linear(second * 64, hidden),
    new nn.Tanh(),
    new nn.Linear(hidden, 2),
  );
}

function resnet(): nn.Sequential {
  return new nn.Sequential(
    new nn.Conv2d(3, 16, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(16),
    new nn.ReLU(),
    new Block(16, 16, 1),
    new Block(16, 16, 1),
    new Block(16, 32, 2),
    new Block(32, 64, 2),
    new nn.AdaptiveAvgPool2d(1),
    new nn.Flatten(),
    new nn.Linear(64, 2),
  );
}

interface Part {
  readonly run: () => unknown;
  /** Runs before each repetition, not timed. */
  readonly before?: () => unknown;
  /** Repetitions in a block. */
  readonly count: number;
}

function training(make: () => nn.Sequential, batch: number): Readonly<Record<string, Part>> {
  torch.manualSeed(1);
  const net = make();
  const images = torch.randn([10_000, 3, 32, 32]);
  const labels = torch.randint(0, 2, [10_000]);
  const optimizer = new optim.SGD(net.parameters(), { lr: 0.01 });
  const [x, y] = [images.at(`:${batch}`), labels.at(`:${batch}`)];
  let loss = F.crossEntropy(net(x), y);
  const forward = (): void => {
    loss = F.crossEntropy(net(x), y);
  };
  const step = (inputs: Tensor, targets: Tensor): void => {
    const stepLoss = F.crossEntropy(net(inputs), targets);
    optimizer.zeroGrad();
    stepLoss.backward();
    optimizer.step();
    stepLoss.item();
  };
  return {
    forward: { run: forward, count: 20 },
    backward: {
      before: forward,
      run: () => {
        optimizer.zeroGrad();
        loss.backward();
      },
      count: 20,
    },
    step: { run: () => step(x, y), count: 20 },
    epoch: {
      run: () => {
        for (let i = 0; i + batch <= 10_000; i += batch)
          step(images.at(`${i}:${i + batch}`), labels.at(`${i}:${i + batch}`));
      },
      count: 1,
    },
    inference: {
      run: () => {
        net.eval();
        torch.noGrad(() => {
          for (let i = 0; i < 10_000; i += 500)
            net(images.at(`${i}:${i + 500}`))
              .argmax(1)
              .tolist();
        });
        net.train();
      },
      count: 1,
    },
  };
}

/** Microseconds of single ops on the lesson's image, each repetition a hundred of them. */
function lesson(): Readonly<Record<string, Part>> {
  const conv = new nn.Conv2d(3, 1, 3, { padding: 1 });
  const x = torch.randn([1, 3, 4, 4]);
  const a = torch.randn([3, 4, 4]);
  const [m, v] = [torch.randn([4, 4]), torch.randn([4, 4])];
  const ops: Readonly<Record<string, () => unknown>> = {
    conv: () => conv(x),
    add: () => a.add(a),
    tanh: () => torch.tanh(a),
    sum: () => a.sum(),
    matmul: () => m.matmul(v),
    index: () => x.at(0, 1),
    "conv, tanh, mean, backward": () => {
      const loss = torch.tanh(conv(x)).pow(2).mean();
      conv.zeroGrad();
      loss.backward();
    },
  };
  const hundred = (op: () => unknown) => () => {
    for (let i = 0; i < 100; i++) op();
  };
  return Object.fromEntries(Object.entries(ops).map(([name, op]) => [name, { run: hundred(op), count: 20 }]));
}

const cases: Readonly<Record<string, () => Readonly<Record<string, Part>>>> = {
  base: () => training(() => plain(16, 8, 32), 64),
  wide: () => training(() => plain(32, 64, 128), 64),
  batch256: () => training(() => plain(16, 8, 32), 256),
  resnet: () => training(resnet, 64),
  lesson,
};

/** Asks the peer for one block; an empty list where there is no peer. */
type Peer = (caseName: string, part: string, count: number) => Promise<readonly number[]>;

function startPeer(): { readonly ask: Peer; readonly close: () => void } {
  const python = process.env["CONVKERNEL_TORCH_PYTHON"];
  if (python === undefined) return { ask: () => Promise.resolve([]), close: () => undefined };
  const child = spawn(python, [join(import.meta.dirname, "train_peer.py")], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(caseName, part, count) {
      child.stdin.write(`${caseName}\t${part}\t${count}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error("the peer has ended");
      return JSON.parse(line.value) as number[];
    },
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

/** Seconds as milliseconds, or as microseconds an op for the lesson. */
function shown(seconds: number, caseName: string): string {
  return Number.isNaN(seconds) ? "-" : (seconds * (caseName === "lesson" ? 1e6 : 1e3)).toFixed(2);
}

const info = torch.backend();
console.log(`ours: ${info.name}, ${info.version}; Node ${process.version}`);
for (const name of positionals) {
  if (!(name in cases)) throw new Error(`${name}: the cases are ${Object.keys(cases).join(", ")}`);
}
const peer = startPeer();
const table: Record<string, string>[] = [];
for (const [caseName, make] of Object.entries(cases)) {
  if (positionals.length > 0 && !positionals.includes(caseName)) continue;
  const parts = make();
  if (values.part !== undefined && !(values.part in parts))
    throw new Error(`--part ${values.part}: the parts of ${caseName} are ${Object.keys(parts).join(", ")}`);
  for (const [name, part] of Object.entries(parts)) {
    if (values.part !== undefined && values.part !== name) continue;
    const [ours, theirs]: [number[], number[]] = [[], []];
    block({ ...part, count: Math.min(part.count, 5) });
    await peer.ask(caseName, name, Math.min(part.count, 5));
    for (let round = 0; round < rounds; round++) {
      ours.push(...block(part).map((t) => (caseName === "lesson" ? t / 100 : t)));
      theirs.push(...(await peer.ask(caseName, name, part.count)));
      // Finalizers run between blocks, as between cells
      await new Promise((resolve) => setImmediate(resolve));
    }
    const [best, theirBest] = [Math.min(...ours), theirs.length > 0 ? Math.min(...theirs) : NaN];
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
peer.close();
console.log("milliseconds; for the lesson microseconds an op");
console.table(table);
