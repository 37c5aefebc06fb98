/**
 * The parts of training that are timed: networks, their parts, and the lesson's single operations. Each has a counterpart in train_peer.py.
 */
import { F, nn, optim, torch, transforms } from "../../src/index.ts";
import type { Tensor } from "../../src/index.ts";

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

export interface Part {
  readonly run: () => unknown;
  /** Runs before each repetition, not timed. */
  readonly before?: () => unknown;
  /** Repetitions in a block. */
  readonly count: number;
}

/** Six convolutions in three stages, as in a small VGG. */
function vgg(isNormed: boolean): nn.Sequential {
  const stage = (inputs: number, outputs: number): nn.Module[] => [
    ...[inputs, outputs].flatMap((from) => [
      new nn.Conv2d(from, outputs, 3, { padding: 1 }),
      ...(isNormed ? [new nn.BatchNorm2d(outputs)] : []),
      new nn.ReLU(),
    ]),
    new nn.MaxPool2d(2),
  ];
  return new nn.Sequential(
    ...stage(3, 16),
    ...stage(16, 32),
    ...stage(32, 64),
    new nn.Flatten(),
    ...(isNormed ? [new nn.Dropout(0.3)] : []),
    new nn.Linear(64 * 16, 2),
  );
}

type Optimizers = (net: nn.Module) => optim.Optimizer;
const sgd: Optimizers = (net) => new optim.SGD(net.parameters(), { lr: 0.01 });
const adam: Optimizers = (net) => new optim.Adam(net.parameters(), { lr: 0.001 });

function training(make: () => nn.Sequential, batch: number, optimizers = sgd): Readonly<Record<string, Part>> {
  torch.manualSeed(1);
  const net = make();
  const images = torch.randn([10_000, 3, 32, 32]);
  const labels = torch.randint(0, 2, [10_000]);
  const optimizer = optimizers(net);
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

/** An epoch with everything about it: a loader that shuffles, flips and crops. */
function loader(): Readonly<Record<string, Part>> {
  torch.manualSeed(1);
  const augment = new transforms.Compose([
    new transforms.RandomCrop(32, { padding: 4 }),
    new transforms.RandomHorizontalFlip(),
    new transforms.ConvertImageDtype(torch.float32),
    new transforms.Normalize([0.4914, 0.4822, 0.4465], [0.247, 0.2435, 0.2616]),
  ]);
  const images = torch.randint(0, 256, [10_000, 3, 32, 32], { dtype: torch.uint8 });
  const items = { length: 10_000, at: (i: number): [Tensor, number] => [augment(images.at(i)), i % 2] };
  const batches = new torch.utils.data.DataLoader(items, { batchSize: 64, shuffle: true });
  const net = plain(16, 8, 32);
  const optimizer = sgd(net);
  const epoch = (): void => {
    for (const [x, y] of batches) {
      const loss = F.crossEntropy(net(x), y);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      loss.item();
    }
  };
  return { epoch: { run: epoch, count: 1 } };
}

/** Single ops on the lesson's image; each repetition runs a hundred of them. */
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

export const cases: Readonly<Record<string, () => Readonly<Record<string, Part>>>> = {
  base: () => training(() => plain(16, 8, 32), 64),
  wide: () => training(() => plain(32, 64, 128), 64),
  batch256: () => training(() => plain(16, 8, 32), 256),
  resnet: () => training(resnet, 64),
  vgg: () => training(() => vgg(false), 64),
  "vgg-norm": () => training(() => vgg(true), 64, adam),
  loader,
  lesson,
};
