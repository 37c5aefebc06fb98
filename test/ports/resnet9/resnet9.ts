import { torch, nn, F, optim, copy, Tensor, range, zip } from "convkernel";
const { DataLoader, TensorDataset, randomSplit } = torch.utils.data;

// %%
torch.manualSeed(43);
const labels = torch.arange(60).remainder(3);
const images = torch.rand(60, 3, 8, 8).mul(0.5);
images.setAt([torch.arange(60), labels], images.at(torch.arange(60), labels).add(0.4));
const dataset = new TensorDataset(images, labels);
const [trainDs, validDs] = randomSplit(dataset, [45, 15]);
const trainDl = new DataLoader(trainDs, 15, { shuffle: true, numWorkers: 0, pinMemory: false });
const validDl = new DataLoader(validDs, 15 * 2);

function accuracy(outputs: Tensor, labels: Tensor) {
  const [, preds] = torch.max(outputs, { dim: 1 });
  return torch.tensor(torch.sum(preds.eq(labels)).item() / preds.length, { dtype: torch.float32 });
}

class ImageClassificationBase extends nn.Module {
  trainingStep(batch: Tensor[]) {
    const [images, labels] = batch;
    const out = this(images);
    const loss = F.crossEntropy(out, labels);
    return loss;
  }

  validationStep(batch: Tensor[]) {
    const [images, labels] = batch;
    const out = this(images);
    const loss = F.crossEntropy(out, labels);
    const acc = accuracy(out, labels);
    return { valLoss: loss.detach(), valAcc: acc };
  }

  validationEpochEnd(outputs: { valLoss: Tensor; valAcc: Tensor }[]) {
    const batchLosses = outputs.map((x) => x.valLoss);
    const epochLoss = torch.stack(batchLosses).mean();
    const batchAccs = outputs.map((x) => x.valAcc);
    const epochAcc = torch.stack(batchAccs).mean();
    return { valLoss: epochLoss.item(), valAcc: epochAcc.item() };
  }

  epochEnd(epoch: number, result: { lrs: number[]; trainLoss: number; valLoss: number; valAcc: number }) {
    const [lastLr, trainLoss] = [result.lrs[result.lrs.length - 1].toFixed(5), result.trainLoss.toFixed(4)];
    const [valLoss, valAcc] = [result.valLoss.toFixed(4), result.valAcc.toFixed(4)];
    console.log(`Epoch [${epoch}], last_lr: ${lastLr}, train_loss: ${trainLoss}, val_loss: ${valLoss}, val_acc: ${valAcc}`);
  }
}

// %%
function convBlock(inChannels: number, outChannels: number, pool = false) {
  const layers: nn.Module[] = [
    new nn.Conv2d(inChannels, outChannels, { kernelSize: 3, padding: 1 }),
    new nn.BatchNorm2d(outChannels),
    new nn.ReLU({ inplace: true }),
  ];
  if (pool) layers.push(new nn.MaxPool2d(2));
  return new nn.Sequential(...layers);
}

class ResNet9 extends ImageClassificationBase {
  conv1;
  conv2;
  res1;
  conv3;
  conv4;
  res2;
  classifier;
  constructor(inChannels: number, numClasses: number) {
    super();
    this.conv1 = convBlock(inChannels, 4);
    this.conv2 = convBlock(4, 8, true);
    this.res1 = new nn.Sequential(convBlock(8, 8), convBlock(8, 8));
    this.conv3 = convBlock(8, 8, true);
    this.conv4 = convBlock(8, 16);
    this.res2 = new nn.Sequential(convBlock(16, 16), convBlock(16, 16));
    this.classifier = new nn.Sequential(new nn.MaxPool2d(2), new nn.Flatten(), new nn.Dropout(0.2), new nn.Linear(16, numClasses));
  }

  forward(xb: Tensor) {
    let out = this.conv1(xb);
    out = this.conv2(out);
    out = this.res1(out).add(out);
    out = this.conv3(out);
    out = this.conv4(out);
    out = this.res2(out).add(out);
    return this.classifier(out);
  }
}

const model = new ResNet9(3, 3);
console.log(model.conv2, model.classifier);
for (const [name, module] of model.namedChildren())
  console.log(name, module.parameters().reduce((sum, p) => sum + p.numel(), 0));

// %%
function evaluate(model: ImageClassificationBase, valLoader: Iterable<Tensor[]>) {
  using _ = torch.noGrad();
  model.eval();
  const outputs = [...valLoader].map((batch) => model.validationStep(batch));
  return model.validationEpochEnd(outputs);
}

const getLr = (optimizer: optim.Optimizer) => optimizer.paramGroups[0].lr;

function fitOneCycle(
  epochs: number,
  maxLr: number,
  model: ImageClassificationBase,
  trainLoader: torch.utils.data.DataLoader<Tensor[]>,
  valLoader: Iterable<Tensor[]>,
  { weightDecay = 0, gradClip = 0 },
) {
  const history = [];
  const optimizer = new optim.Adam(model.parameters(), maxLr, { weightDecay });
  const sched = new optim.lrScheduler.OneCycleLR(optimizer, maxLr, { epochs, stepsPerEpoch: trainLoader.length });
  for (const epoch of range(epochs)) {
    model.train();
    const trainLosses = [];
    const lrs = [];
    for (const batch of trainLoader) {
      const loss = model.trainingStep(batch);
      trainLosses.push(loss.detach());
      loss.backward();
      if (gradClip) nn.utils.clipGradValue_(model.parameters(), gradClip);
      optimizer.step();
      optimizer.zeroGrad();
      lrs.push(getLr(optimizer));
      sched.step();
    }
    const result = { ...evaluate(model, valLoader), trainLoss: torch.stack(trainLosses).mean().item(), lrs };
    model.epochEnd(epoch, result);
    history.push(result);
  }
  return history;
}

const before = evaluate(model, validDl);
console.log(`{'val_loss': ${before.valLoss.toFixed(3)}, 'val_acc': ${before.valAcc.toFixed(3)}}`);
const start = copy.deepcopy(model.stateDict());
const history = fitOneCycle(4, 0.01, model, trainDl, validDl, { weightDecay: 1e-4, gradClip: 0.1 });
console.log(history.flatMap((x) => x.lrs.map((lr) => lr.toFixed(5))));
const best = history.reduce((a, b) => (b.valAcc > a.valAcc ? b : a));
console.log(best.valAcc.toFixed(4), torch.equal(start["conv1.0.weight"], model.stateDict()["conv1.0.weight"]));

// %%
function findLr(model: ImageClassificationBase, loader: Iterable<Tensor[]>, init = 1e-4, final = 1.0, beta = 0.7) {
  model.loadStateDict(start);
  model.train();
  const mult = (final / init) ** (1 / 8);
  let lr = init;
  const optimizer = new optim.SGD(model.parameters(), { lr, momentum: 0.9 });
  let [avg, best, norm] = [0.0, 0.0, torch.tensor(0)];
  const losses: number[] = [];
  let batches = loader[Symbol.iterator]();
  for (const i of range(1, 10)) {
    let next = batches.next();
    if (next.done) {
      batches = loader[Symbol.iterator]();
      next = batches.next();
    }
    const batch = next.value;
    optimizer.zeroGrad();
    const loss = model.trainingStep(batch);
    avg = beta * avg + (1 - beta) * loss.item();
    const smoothed = avg / (1 - beta ** i);
    if (i > 1 && smoothed > 4 * best) break;
    if (smoothed < best || i === 1) best = smoothed;
    losses.push(smoothed);
    loss.backward();
    norm = nn.utils.clipGradNorm_(model.parameters(), { maxNorm: 2.0 });
    optimizer.step();
    lr *= mult;
    for (const group of optimizer.paramGroups) group.lr = lr;
  }
  return { losses, norm };
}

const { losses, norm } = findLr(model, trainDl);
console.log(losses.length, losses.slice(0, 4).map((x) => x.toFixed(2)), norm.dim());
const confusion = torch.zeros(3, 3, { dtype: torch.int64 });
model.loadStateDict(start);
model.eval();
torch.noGrad(() => {
  for (const [xb, yb] of validDl)
    for (const [t, p] of zip(yb.tolist(), model(xb).argmax(1).tolist())) confusion.at(t, p).add_(1);
});
console.log(confusion, confusion.diag(), confusion.sum(1));
