import { torch, nn, F, optim, range, zip } from "convkernel";
import type { Tensor } from "convkernel";
const { TensorDataset, DataLoader } = torch.utils.data;

// %%
torch.manualSeed(1);
const templates = torch.rand(4, 64).round();
function draw(n: number) {
  const y = torch.randint(0, 4, [n]);
  const x = templates.at(y).mul(0.7).add(torch.rand(n, 64).mul(0.5));
  return [x, y];
}
const [xTrain, yTrain] = draw(128);
const [xValid, yValid] = draw(32);
const [n, c] = xTrain.shape;
console.log(xTrain, yTrain.at(":8"));
console.log(xTrain.shape, yTrain.min(), yTrain.max());

// %%
const weights = torch.randn(64, 4).div(Math.sqrt(64));
weights.requiresGrad_();
const bias = torch.zeros(4, { requiresGrad: true });

function logSoftmax(x: Tensor) {
  return x.sub(x.exp().sum(-1).log().unsqueeze(-1));
}

function byHand(xb: Tensor) {
  return logSoftmax(xb.matmul(weights).add(bias));
}

function nll(input: Tensor, target: Tensor) {
  return input.at(torch.arange(target.shape[0]), target).mean().neg();
}

function accuracy(out: Tensor, yb: Tensor) {
  const preds = torch.argmax(out, { dim: 1 });
  return preds.eq(yb).float().mean();
}

const bs = 16;
let xb = xTrain.at(`0:${bs}`);
const preds = byHand(xb);
console.log(preds.at(0), preds.shape);
let yb = yTrain.at(`0:${bs}`);
console.log(nll(preds, yb), accuracy(preds, yb));
const lr = 0.5;
const epochs = 2;
for (const epoch of range(epochs)) {
  for (const i of range(Math.floor((n - 1) / bs) + 1)) {
    const startI = i * bs;
    const endI = startI + bs;
    xb = xTrain.at(`${startI}:${endI}`);
    yb = yTrain.at(`${startI}:${endI}`);
    const pred = byHand(xb);
    const loss = nll(pred, yb);
    loss.backward();
    torch.noGrad(() => {
      weights.sub_(weights.grad.mul(lr));
      bias.sub_(bias.grad.mul(lr));
      weights.grad.zero_();
      bias.grad.zero_();
    });
  }
}
console.log(nll(byHand(xb), yb), accuracy(byHand(xb), yb), F.crossEntropy(xb.matmul(weights).add(bias), yb));

// %%
class MnistLogistic extends nn.Module {
  lin = new nn.Linear(64, 4);

  forward(xb: Tensor) {
    return this.lin(xb);
  }
}

const lossFunc = F.crossEntropy;

function getModel() {
  const model = new MnistLogistic();
  return { model, opt: new optim.SGD(model.parameters(), { lr }) };
}

let { model, opt } = getModel();
console.log(lossFunc(model(xb), yb));
torch.noGrad(() => {
  for (const p of model.parameters()) p.sub_(0.01);
  model.zeroGrad();
});
const trainDs = new TensorDataset(xTrain, yTrain);
let trainDl = new DataLoader(trainDs, { batchSize: bs });
for ([xb, yb] of trainDl) {
  const loss = lossFunc(model(xb), yb);
  loss.backward();
  opt.step();
  opt.zeroGrad();
}
const [xs, ys] = trainDs.at("3:6");
console.log(lossFunc(model(xb), yb), xs.shape, ys, trainDs.length, trainDl.length);

// %%
type LossFunc = (input: Tensor, target: Tensor) => Tensor;
type Loader = Iterable<Tensor[]>;

function getData(trainDs: torch.utils.data.Dataset<Tensor[]>, validDs: torch.utils.data.Dataset<Tensor[]>, bs: number) {
  return [new DataLoader(trainDs, { batchSize: bs, shuffle: true }), new DataLoader(validDs, { batchSize: bs * 2 })];
}

function lossBatch(model: nn.Module, lossFunc: LossFunc, xb: Tensor, yb: Tensor, opt?: optim.Optimizer) {
  const loss = lossFunc(model(xb), yb);
  if (opt) {
    loss.backward();
    opt.step();
    opt.zeroGrad();
  }
  return [loss.item(), xb.length];
}

function fit(epochs: number, model: nn.Module, lossFunc: LossFunc, opt: optim.Optimizer, trainDl: Loader, validDl: Loader) {
  for (const epoch of range(epochs)) {
    model.train();
    for (const [xb, yb] of trainDl) lossBatch(model, lossFunc, xb, yb, opt);
    model.eval();
    const rows = torch.noGrad(() => [...validDl].map(([xb, yb]) => lossBatch(model, lossFunc, xb, yb)));
    const [losses, nums] = [rows.map(([loss]) => loss), rows.map(([, num]) => num)];
    const total = nums.reduce((a, b) => a + b);
    let valLoss = 0;
    for (const [l, k] of zip(losses, nums)) valLoss += (l * k) / total;
    console.log(epoch, valLoss.toFixed(4));
  }
}

const validDs = new TensorDataset(xValid, yValid);
let validDl;
[trainDl, validDl] = getData(trainDs, validDs, bs);
({ model, opt } = getModel());
fit(epochs, model, lossFunc, opt, trainDl, validDl);

// %%
class Lambda extends nn.Module {
  func;
  constructor(func: (x: Tensor) => Tensor) {
    super();
    this.func = func;
  }

  forward(x: Tensor) {
    return this.func(x);
  }
}

function preprocess(x: Tensor, y: Tensor) {
  return [x.view(-1, 1, 8, 8), y];
}

class WrappedDataLoader {
  dl;
  func;
  constructor(dl: torch.utils.data.DataLoader<Tensor[]>, func: (x: Tensor, y: Tensor) => Tensor[]) {
    this.dl = dl;
    this.func = func;
  }

  get length() {
    return this.dl.length;
  }

  *[Symbol.iterator]() {
    for (const [x, y] of this.dl) yield this.func(x, y);
  }
}

const trainImages = new WrappedDataLoader(trainDl, preprocess);
const validImages = new WrappedDataLoader(validDl, preprocess);
const cnn = new nn.Sequential(
  new nn.Conv2d(1, 8, { kernelSize: 3, stride: 2, padding: 1 }),
  new nn.ReLU(),
  new nn.Conv2d(8, 8, { kernelSize: 3, stride: 2, padding: 1 }),
  new nn.ReLU(),
  new nn.Conv2d(8, 4, { kernelSize: 3, stride: 2, padding: 1 }),
  new nn.ReLU(),
  new nn.AdaptiveAvgPool2d(1),
  new Lambda((x) => x.view(x.size(0), -1)),
);
console.log(cnn);
opt = new optim.SGD(cnn.parameters(), { lr, momentum: 0.9 });
fit(epochs, cnn, lossFunc, opt, trainImages, validImages);
const [[images]] = validImages;
console.log(validImages.length, cnn(images).shape);
