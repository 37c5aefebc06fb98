import { torch, nn, F, Tensor, range, slice, zip } from "convkernel";

// %%
/** Compute 2D cross-correlation. */
function corr2d(X: Tensor, K: Tensor) {
  const [h, w] = K.shape;
  const Y = torch.zeros([X.shape[0] - h + 1, X.shape[1] - w + 1]);
  for (const i of range(Y.shape[0]))
    for (const j of range(Y.shape[1])) Y.setAt([i, j], X.at(slice(i, i + h), slice(j, j + w)).mul(K).sum());
  return Y;
}

let X = torch.tensor([[0, 1, 2], [3, 4, 5], [6, 7, 8]], { dtype: torch.float32 });
let K = torch.tensor([[0, 1], [2, 3]], { dtype: torch.float32 });
console.log(corr2d(X, K));

class Conv2D extends nn.Module {
  weight;
  bias;
  constructor(kernelSize: number[]) {
    super();
    this.weight = new nn.Parameter(torch.rand(kernelSize));
    this.bias = new nn.Parameter(torch.zeros(1));
  }

  forward(x: Tensor) {
    return corr2d(x, this.weight).add(this.bias);
  }
}

torch.manualSeed(3);
const layer = new Conv2D([2, 2]);
console.log(layer(X), layer.parameters().reduce((sum, p) => sum + p.numel(), 0));

// %%
X = torch.ones([6, 8]);
X.setAt([":", "2:6"], 0);
K = torch.tensor([[1, -1]], { dtype: torch.float32 });
let Y = corr2d(X, K);
console.log(X, Y, corr2d(X.t(), K));
const conv2d = new nn.LazyConv2d(1, { kernelSize: [1, 2], bias: false });
X = X.reshape([1, 1, 6, 8]);
Y = Y.reshape([1, 1, 6, 7]);
const lr = 3e-2;
for (const i of range(10)) {
  const YHat = conv2d(X);
  const l = YHat.sub(Y).pow(2);
  conv2d.zeroGrad();
  l.sum().backward();
  conv2d.weight.data.sub_(conv2d.weight.grad.mul(lr));
  if ((i + 1) % 2 === 0) console.log(`epoch ${i + 1}, loss ${l.sum().item().toFixed(3)}`);
}
console.log(conv2d.weight.data.reshape([1, 2]));

// %%
function compConv2d(conv2d: nn.Module, X: Tensor) {
  X = X.reshape([1, 1, ...X.shape]);
  const Y = conv2d(X);
  return Y.reshape(Y.shape.slice(2));
}

X = torch.rand({ size: [8, 8] });
console.log(compConv2d(new nn.LazyConv2d(1, { kernelSize: 3, padding: 1 }), X).shape);
console.log(compConv2d(new nn.LazyConv2d(1, { kernelSize: [5, 3], padding: [2, 1] }), X).shape);
console.log(compConv2d(new nn.LazyConv2d(1, { kernelSize: 3, padding: 1, stride: 2 }), X).shape);
console.log(compConv2d(new nn.LazyConv2d(1, { kernelSize: [3, 5], padding: [0, 1], stride: [3, 4] }), X).shape);

function corr2dMultiIn(X: Tensor, K: Tensor) {
  return [...zip(X, K)].map(([x, k]) => corr2d(x, k)).reduce((a, b) => a.add(b));
}

function corr2dMultiInOut(X: Tensor, K: Tensor) {
  return torch.stack([...K].map((k) => corr2dMultiIn(X, k)), 0);
}

X = torch.tensor([[[0, 1, 2], [3, 4, 5], [6, 7, 8]], [[1, 2, 3], [4, 5, 6], [7, 8, 9]]], { dtype: torch.float32 });
K = torch.tensor([[[0, 1], [2, 3]], [[1, 2], [3, 4]]], { dtype: torch.float32 });
console.log(corr2dMultiIn(X, K));
K = torch.stack([K, K.add(1), K.add(2)], 0);
console.log(K.shape, corr2dMultiInOut(X, K));

function corr2dMultiInOut1x1(X: Tensor, K: Tensor) {
  const [cI, h, w] = X.shape;
  const cO = K.shape[0];
  X = X.reshape([cI, h * w]);
  K = K.reshape([cO, cI]);
  const Y = torch.matmul(K, X);
  return Y.reshape([cO, h, w]);
}

X = torch.normal(0, 1, [3, 3, 3]);
K = torch.normal(0, 1, [2, 3, 1, 1]);
const Y1 = corr2dMultiInOut1x1(X, K);
const Y2 = corr2dMultiInOut(X, K);
console.assert(torch.abs(Y1.sub(Y2)).sum().item() < 1e-5);
console.log(Y1);

// %%
function pool2d(X: Tensor, poolSize: [number, number], mode = "max") {
  const [pH, pW] = poolSize;
  const Y = torch.zeros([X.shape[0] - pH + 1, X.shape[1] - pW + 1]);
  for (const i of range(Y.shape[0])) {
    for (const j of range(Y.shape[1])) {
      const part = X.at(slice(i, i + pH), slice(j, j + pW));
      if (mode === "max") Y.setAt([i, j], part.max());
      else if (mode === "avg") Y.setAt([i, j], part.mean());
    }
  }
  return Y;
}

X = torch.tensor([[0, 1, 2], [3, 4, 5], [6, 7, 8]], { dtype: torch.float32 });
console.log(pool2d(X, [2, 2]), pool2d(X, [2, 2], "avg"));
X = torch.arange(16, { dtype: torch.float32 }).reshape([1, 1, 4, 4]);
console.log(new nn.MaxPool2d(3)(X), new nn.MaxPool2d(3, { padding: 1, stride: 2 })(X));
X = torch.cat([X, X.add(1)], 1);
console.log(new nn.MaxPool2d([2, 3], { stride: [2, 3], padding: [0, 1] })(X));

// %%
function initCnn(module: nn.Module) {
  if (module instanceof nn.Linear || module instanceof nn.Conv2d) nn.init.xavierUniform_(module.weight);
}

class LeNet extends nn.Module {
  lr;
  net;
  constructor(lr = 0.1, numClasses = 10) {
    super();
    this.lr = lr;
    this.net = new nn.Sequential(
      new nn.LazyConv2d(6, { kernelSize: 5, padding: 2 }), new nn.Sigmoid(),
      new nn.AvgPool2d({ kernelSize: 2, stride: 2 }),
      new nn.LazyConv2d(16, { kernelSize: 5 }), new nn.Sigmoid(),
      new nn.AvgPool2d({ kernelSize: 2, stride: 2 }),
      new nn.Flatten(),
      new nn.LazyLinear(120), new nn.Sigmoid(),
      new nn.LazyLinear(84), new nn.Sigmoid(),
      new nn.LazyLinear(numClasses),
    );
  }

  forward(X: Tensor) {
    return this.net(X);
  }

  layerSummary(shape: number[]) {
    let X = torch.randn(...shape);
    for (const layer of this.net) {
      X = layer(X);
      console.log(layer.constructor.name, "output shape:\t", X.shape);
    }
  }
}

const model = new LeNet();
model.layerSummary([1, 1, 28, 28]);
model.apply(initCnn);
console.log(model.net.at(0).weight.at(0, 0, 0), model.net.at(7));

function ninBlock(outChannels: number, kernelSize: number, strides: number, padding: number) {
  return new nn.Sequential(
    new nn.LazyConv2d(outChannels, kernelSize, strides, padding), new nn.ReLU(),
    new nn.LazyConv2d(outChannels, { kernelSize: 1 }), new nn.ReLU(),
    new nn.LazyConv2d(outChannels, { kernelSize: 1 }), new nn.ReLU(),
  );
}

const net = new nn.Sequential(
  ninBlock(8, 5, 2, 0), new nn.MaxPool2d(3, { stride: 2 }), new nn.Dropout(0.5), ninBlock(10, 3, 1, 1),
  new nn.AdaptiveAvgPool2d([1, 1]), new nn.Flatten(),
);
X = torch.rand(2, 3, 28, 28);
for (const layer of net) {
  X = layer(X);
  console.log(layer.constructor.name, "output shape:\t", X.shape);
}
console.log(net.at(0).at(0), F.crossEntropy(X, torch.tensor([3, 7])).item() < 4);
