import { torch, nn, F, optim, transforms, Tensor, enumerate, range } from "convkernel";
const { DataLoader, Dataset } = torch.utils.data;

// %%
class BasicBlock extends nn.Module {
  static expansion = 1;
  conv1;
  bn1;
  conv2;
  bn2;
  shortcut;
  constructor(inPlanes: number, planes: number, stride = 1) {
    super();
    this.conv1 = new nn.Conv2d(inPlanes, planes, { kernelSize: 3, stride, padding: 1, bias: false });
    this.bn1 = new nn.BatchNorm2d(planes);
    this.conv2 = new nn.Conv2d(planes, planes, { kernelSize: 3, stride: 1, padding: 1, bias: false });
    this.bn2 = new nn.BatchNorm2d(planes);
    this.shortcut = new nn.Sequential();
    if (stride !== 1 || inPlanes !== BasicBlock.expansion * planes) {
      this.shortcut = new nn.Sequential(
        new nn.Conv2d(inPlanes, BasicBlock.expansion * planes, { kernelSize: 1, stride, bias: false }),
        new nn.BatchNorm2d(BasicBlock.expansion * planes),
      );
    }
  }

  forward(x: Tensor) {
    let out = F.relu(this.bn1(this.conv1(x)));
    out = this.bn2(this.conv2(out));
    out = out.add(this.shortcut(x));
    return F.relu(out);
  }
}

class ResNet extends nn.Module {
  inPlanes = 8;
  conv1;
  bn1;
  layer1;
  layer2;
  layer3;
  linear;
  constructor(block: typeof BasicBlock, numBlocks: number[], numClasses = 10) {
    super();
    this.conv1 = new nn.Conv2d(3, 8, { kernelSize: 3, stride: 1, padding: 1, bias: false });
    this.bn1 = new nn.BatchNorm2d(8);
    this.layer1 = this.makeLayer(block, 8, numBlocks[0], 1);
    this.layer2 = this.makeLayer(block, 16, numBlocks[1], 2);
    this.layer3 = this.makeLayer(block, 32, numBlocks[2], 2);
    this.linear = new nn.Linear(32 * block.expansion, numClasses);
  }

  makeLayer(block: typeof BasicBlock, planes: number, numBlocks: number, stride: number) {
    const strides = [stride, ...Array(numBlocks - 1).fill(1)];
    const layers = [];
    for (const stride of strides) {
      layers.push(new block(this.inPlanes, planes, stride));
      this.inPlanes = planes * block.expansion;
    }
    return new nn.Sequential(...layers);
  }

  forward(x: Tensor) {
    let out = F.relu(this.bn1(this.conv1(x)));
    out = this.layer3(this.layer2(this.layer1(out)));
    out = F.avgPool2d(out, 4);
    out = out.view(out.size(0), -1);
    return this.linear(out);
  }
}

torch.manualSeed(5);
let net = new ResNet(BasicBlock, [1, 2, 1]);
console.log(net.layer2);
console.log(net(torch.randn(1, 3, 16, 16)).size(), net.parameters().reduce((sum, p) => sum + p.numel(), 0));

// %%
const cfg = { VGG5: [8, "M", 16, "M", 16, "M"], VGG6: [8, "M", 16, 16, "M", 32, "M"] };

class VGG extends nn.Module {
  features;
  classifier;
  constructor(vggName: keyof typeof cfg) {
    super();
    this.features = this.makeLayers(cfg[vggName]);
    this.classifier = new nn.Linear(Number(cfg[vggName].filter((x) => x !== "M").at(-1)) * 4, 10);
  }

  forward(x: Tensor) {
    let out = this.features(x);
    out = out.view(out.size(0), -1);
    return this.classifier(out);
  }

  makeLayers(cfg: (number | string)[]) {
    const layers = [];
    let inChannels = 3;
    for (const x of cfg) {
      if (typeof x === "string") {
        layers.push(new nn.MaxPool2d({ kernelSize: 2, stride: 2 }));
      } else {
        layers.push(new nn.Conv2d(inChannels, x, { kernelSize: 3, padding: 1 }), new nn.BatchNorm2d(x), new nn.ReLU({ inplace: true }));
        inChannels = x;
      }
    }
    layers.push(new nn.AvgPool2d({ kernelSize: 1, stride: 1 }));
    return new nn.Sequential(...layers);
  }
}

console.log(new VGG("VGG5"));
console.log(new VGG("VGG6")(torch.randn(2, 3, 16, 16)).size());

// %%
/** Depthwise conv + Pointwise conv */
class Block extends nn.Module {
  conv1;
  bn1;
  conv2;
  bn2;
  constructor(inPlanes: number, outPlanes: number, stride = 1) {
    super();
    this.conv1 = new nn.Conv2d(inPlanes, inPlanes, { kernelSize: 3, stride, padding: 1, groups: inPlanes, bias: false });
    this.bn1 = new nn.BatchNorm2d(inPlanes);
    this.conv2 = new nn.Conv2d(inPlanes, outPlanes, { kernelSize: 1, stride: 1, padding: 0, bias: false });
    this.bn2 = new nn.BatchNorm2d(outPlanes);
  }

  forward(x: Tensor) {
    const out = F.relu(this.bn1(this.conv1(x)));
    return F.relu(this.bn2(this.conv2(out)));
  }
}

console.log(new Block(4, 8, 2)(torch.ones(1, 4, 6, 6)).shape, new Block(4, 8).parameters().map((p) => p.size().equals(p.shape)));

class SE extends nn.Module {
  fc1;
  fc2;
  constructor(planes: number) {
    super();
    this.fc1 = new nn.Conv2d(planes, planes / 4, { kernelSize: 1 });
    this.fc2 = new nn.Conv2d(planes / 4, planes, { kernelSize: 1 });
  }

  forward(x: Tensor) {
    let w = F.avgPool2d(x, x.size(2));
    w = torch.sigmoid(this.fc2(F.relu(this.fc1(w))));
    return x.mul(w);
  }
}

function shuffle(x: Tensor, g: number) {
  const [N, C, H, W] = x.size();
  return x.view(N, g, C / g, H, W).permute(0, 2, 1, 3, 4).reshape(N, C, H, W);
}

console.log(new SE(8)(torch.ones(1, 8, 2, 2)).at(0, ":", 0, 0), shuffle(torch.arange(6).view(1, 6, 1, 1), 2).flatten());

// %%
const transformTrain = new transforms.Compose([
  new transforms.RandomCrop(16, { padding: 2 }),
  new transforms.RandomHorizontalFlip(),
  new transforms.Normalize([0.4914, 0.4822, 0.4465], [0.2023, 0.1994, 0.201]),
]);
console.log(transformTrain);

class Squares extends Dataset<[Tensor, number]> {
  targets;
  images;
  transform;
  constructor(n: number, transform: (image: Tensor) => Tensor) {
    super();
    this.targets = [...range(n)].map((i) => i % 3);
    this.images = torch.rand(n, 3, 16, 16);
    for (const i of range(n)) this.images.at(i, i % 3, "4:12", "4:12").add_(0.8);
    this.transform = transform;
  }

  get length() {
    return this.targets.length;
  }

  at(i: number): [Tensor, number] {
    return [this.transform(this.images.at(i)), this.targets[i]];
  }
}

const trainloader = new DataLoader(new Squares(36, transformTrain), { batchSize: 12, shuffle: true });
const testloader = new DataLoader(new Squares(12, new transforms.Compose([transformTrain.transforms[2]])), { batchSize: 6 });
net = new ResNet(BasicBlock, [1, 1, 1], 3);
const criterion = new nn.CrossEntropyLoss();
const optimizer = new optim.SGD(net.parameters(), { lr: 0.1, momentum: 0.9, weightDecay: 5e-4 });
const scheduler = new optim.lrScheduler.CosineAnnealingLR(optimizer, { tMax: 3 });
let bestAcc = 0;

function train(epoch: number) {
  console.log(`\nEpoch: ${epoch}`);
  net.train();
  let [trainLoss, correct, total, batches] = [0, 0, 0, 0];
  for (const [batchIdx, [inputs, targets]] of enumerate(trainloader)) {
    optimizer.zeroGrad();
    const outputs = net(inputs);
    const loss = criterion(outputs, targets);
    loss.backward();
    optimizer.step();
    trainLoss += loss.item();
    const [, predicted] = outputs.max(1);
    total += targets.size(0);
    correct += predicted.eq(targets).sum().item();
    batches = batchIdx + 1;
  }
  const acc = (100 * correct) / total;
  console.log(`Loss: ${(trainLoss / batches).toFixed(3)} | Acc: ${acc.toFixed(3)}% (${correct}/${total})`);
}

function test(epoch: number) {
  net.eval();
  let correct = 0;
  torch.noGrad(() => {
    for (const [inputs, targets] of testloader) correct += net(inputs).argmax(1).eq(targets).sum().item();
  });
  const acc = (100 * correct) / testloader.dataset.length;
  if (acc >= bestAcc) {
    console.log("Saving..");
    torch.save({ net: net.stateDict(), acc, epoch }, "ckpt.pth");
    bestAcc = acc;
  }
}

for (const epoch of range(3)) {
  train(epoch);
  test(epoch);
  scheduler.step();
  console.log(`lr ${scheduler.getLastLr()[0].toFixed(6)}`, optimizer.paramGroups[0].lr.toFixed(6));
}
const checkpoint = torch.load("ckpt.pth");
net.loadStateDict(checkpoint.net);
console.log(checkpoint.acc, checkpoint.epoch, Object.keys(checkpoint.net).slice(0, 4));
