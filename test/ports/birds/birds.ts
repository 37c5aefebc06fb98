import { torch, nn, F, optim, range, zip } from "convkernel";
import type { Tensor } from "convkernel";
const { DataLoader, TensorDataset } = torch.utils.data;

// %%
torch.manualSeed(1);
const classNames = ["airplane", "bird"];

function draw(n: number) {
  const labels = torch.randint(0, 2, [n]);
  const images = torch.rand(n, 3, 8, 8).mul(0.4);
  for (const [image, label] of zip(images, labels)) {
    if (label.item() === 0) image.at(2, "3:5", ":").add_(0.6);
    else image.at(0, "2:6", "2:6").add_(0.5);
  }
  return [images, labels];
}

let [images, labels] = draw(96);
console.log(images.shape, labels.at(":10"), images.view(96, 3, -1).mean({ dim: 2 }).mean({ dim: 0 }));
const mean = images.permute(1, 0, 2, 3).reshape(3, -1).mean({ dim: 1 });
const std = images.permute(1, 0, 2, 3).reshape(3, -1).std({ dim: 1 });
images = images.sub(mean.at(":", null, null)).div(std.at(":", null, null));
console.log(mean, std, images.at(0, 0, 0));
const trainLoader = new DataLoader(new TensorDataset(images.at(":64"), labels.at(":64")), { batchSize: 16, shuffle: true });
const valLoader = new DataLoader(new TensorDataset(images.at("64:"), labels.at("64:")), { batchSize: 16, shuffle: false });

// %%
const linear = new nn.Sequential(new nn.Linear(192, 32), new nn.Tanh(), new nn.Linear(32, 2), new nn.LogSoftmax({ dim: 1 }));
const lossFn = new nn.NLLLoss();
let optimizer = new optim.SGD(linear.parameters(), { lr: 1e-2 });
const img = images.at(0), label = labels.at(0);
let out = linear(img.view(-1).unsqueeze(0));
console.log(out, lossFn(out, torch.tensor([label])), torch.max(out, { dim: 1 }));
for (const epoch of range(3)) {
  let loss = torch.tensor(0);
  for (const [imgs, labs] of trainLoader) {
    loss = lossFn(linear(imgs.view(imgs.shape[0], -1)), labs);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
  }
  console.log(`Epoch: ${epoch}, Loss: ${loss.item().toFixed(6)}`);
}
console.log(linear.parameters().filter((p) => p.requiresGrad).reduce((sum, p) => sum + p.numel(), 0));

// %%
class ResBlock extends nn.Module {
  conv: nn.Conv2d;
  batchNorm: nn.BatchNorm2d;
  constructor(nChans: number) {
    super();
    this.conv = new nn.Conv2d(nChans, nChans, { kernelSize: 3, padding: 1, bias: false });
    this.batchNorm = new nn.BatchNorm2d({ numFeatures: nChans });
    torch.nn.init.kaimingNormal_(this.conv.weight, { nonlinearity: "relu" });
    torch.nn.init.constant_(this.batchNorm.weight, 0.5);
    torch.nn.init.zeros_(this.batchNorm.bias);
  }

  forward(x: Tensor) {
    let out = this.conv(x);
    out = this.batchNorm(out);
    out = torch.relu(out);
    return out.add(x);
  }
}

class NetResDeep extends nn.Module {
  nChans1;
  conv1;
  resblocks;
  dropout;
  fc1;
  fc2;
  constructor(nChans1 = 8, nBlocks = 3) {
    super();
    this.nChans1 = nChans1;
    this.conv1 = new nn.Conv2d(3, nChans1, { kernelSize: 3, padding: 1 });
    this.resblocks = new nn.Sequential(...Array.from({ length: nBlocks }, () => new ResBlock(nChans1)));
    this.dropout = new nn.Dropout2d({ p: 0.2 });
    this.fc1 = new nn.Linear(2 * 2 * nChans1, 16);
    this.fc2 = new nn.Linear(16, 2);
  }

  forward(x: Tensor) {
    let out = F.maxPool2d(torch.relu(this.conv1(x)), 2);
    out = this.dropout(this.resblocks(out));
    out = F.maxPool2d(out, 2);
    out = out.view(-1, 2 * 2 * this.nChans1);
    out = torch.relu(this.fc1(out));
    return this.fc2(out);
  }
}

const model = new NetResDeep();
console.log(model);
console.log(model.conv1.weight.shape, model.resblocks.at(0).conv.weight.at(0, 0));
const numelList = model.parameters().map((p) => p.numel());
console.log(numelList.reduce((a, b) => a + b), numelList);

// %%
function trainingLoop(nEpochs: number, optimizer: optim.Optimizer, model: nn.Module, lossFn: nn.Module, trainLoader: torch.utils.data.DataLoader<Tensor[]>) {
  for (let epoch = 1; epoch <= nEpochs; epoch++) {
    let lossTrain = 0.0;
    for (const [imgs, labels] of trainLoader) {
      const outputs = model(imgs);
      let loss = lossFn(outputs, labels);
      const l2Norm = model.parameters().map((p) => p.pow(2.0).sum()).reduce((a, b) => a.add(b));
      loss = loss.add(l2Norm.mul(0.001));
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      lossTrain += loss.item();
    }
    console.log(`Epoch ${epoch}, Training loss ${(lossTrain / trainLoader.length).toFixed(4)}`);
  }
}

function validate(model: nn.Module, loaders: Record<string, torch.utils.data.DataLoader<Tensor[]>>) {
  for (const [name, loader] of Object.entries(loaders)) {
    let correct = 0;
    let total = 0;
    torch.noGrad(() => {
      for (const [imgs, labels] of loader) {
        const [, predicted] = torch.max(model(imgs), { dim: 1 });
        total += labels.shape[0];
        correct += predicted.eq(labels).sum().item();
      }
    });
    console.log(`Accuracy ${name}: ${(correct / total).toFixed(2)}`);
  }
}

optimizer = new optim.SGD(model.parameters(), { lr: 3e-2, momentum: 0.9 });
trainingLoop(3, optimizer, model, new nn.CrossEntropyLoss(), trainLoader);
model.eval();
validate(model, { train: trainLoader, val: valLoader });
console.log(model.resblocks.at(1).batchNorm.runningMean, model.resblocks.at(1).batchNorm.numBatchesTracked);

// %%
torch.save(model.stateDict(), "birds.pt");
const loadedModel = new NetResDeep();
console.log(loadedModel.loadStateDict(torch.load("birds.pt")));
loadedModel.eval();
out = loadedModel(images.at("64:68"));
console.log(torch.equal(out, model(images.at("64:68"))), out);
console.log(out.argmax({ dim: 1 }).tolist().map((i) => classNames[i]), F.softmax(out, { dim: 1 }).at(0));
