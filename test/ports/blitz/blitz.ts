import { torch, nn, F, optim, Tensor, enumerate, range, zip } from "convkernel";

// %%
const data = [[1, 2], [3, 4]];
const xData = torch.tensor(data);
const array = new Int32Array(data.flat());
const xNp = torch.fromNumpy(array);
const xOnes = torch.onesLike(xData);
console.log(`Ones Tensor: \n ${xOnes} \n`);
torch.manualSeed(7);
const xRand = torch.randLike(xData, { dtype: torch.float });
console.log(`Random Tensor: \n ${xRand} \n`);
const shape = [2, 3];
console.log(torch.rand(shape), torch.ones(shape), torch.zeros(shape));
let tensor = torch.rand(3, 4);
console.log(`Shape of tensor: ${tensor.shape}`);
console.log(`Datatype of tensor: ${tensor.dtype}`);
console.log(`Device tensor is stored on: ${tensor.device}`);
if (torch.cuda.isAvailable()) tensor = tensor.to("cuda");
tensor = torch.ones(4, 4);
tensor.setAt([":", 1], 0);
console.log(tensor, torch.cat([tensor, tensor, tensor], { dim: 1 }).shape);
console.log(tensor.mul(tensor).sum(), tensor.matmul(tensor.T).at(0), tensor.matmul(tensor.at(0)));
tensor.add_(5);
const t = torch.ones(5);
const n = t.numpy();
t.add_(1);
console.log(`t: ${t}`, n[1]);
n[0] = 7;
console.log(t);

// %%
const a = torch.tensor([2, 3], { dtype: torch.float32, requiresGrad: true });
const b = torch.tensor([6, 4], { dtype: torch.float32, requiresGrad: true });
const Q = a.pow(3).mul(3).sub(b.pow(2));
const externalGrad = torch.tensor([1, 1], { dtype: torch.float32 });
Q.backward({ gradient: externalGrad });
console.log(a.pow(2).mul(9).eq(a.grad), b.mul(-2).eq(b.grad));
let x = torch.rand(5, 5);
let y = torch.rand(5, 5);
let z = torch.rand([5, 5], { requiresGrad: true });
console.log(`Does \`a\` require gradients? : ${x.add(y).requiresGrad}, does \`b\`? : ${x.add(z).requiresGrad}`);
x = torch.ones(2, 2, { requiresGrad: true });
y = x.add(2);
z = y.mul(y).mul(3);
let out = z.mean();
console.log(y, z, out, out.gradFn.name(), y.gradFn.nextFunctions[0][0].name());
out.backward();
console.log(x.grad);
const v = torch.tensor([0.1, 1.0, 0.0001]);
const w = torch.randn(3, { requiresGrad: true });
y = w.mul(2);
while (y.data.norm().item() < 1000) y = y.mul(2);
y.backward(v);
console.log(y, w.grad, y.detach().eq(y).all());
torch.noGrad(() => console.log(x.pow(2).requiresGrad));

// %%
class Net extends nn.Module {
  conv1 = new nn.Conv2d(1, 6, 5);
  conv2 = new nn.Conv2d(6, 16, 5);
  fc1 = new nn.Linear(16 * 5 * 5, 120);
  fc2 = new nn.Linear(120, 84);
  fc3 = new nn.Linear(84, 10);

  forward(input: Tensor) {
    const c1 = F.relu(this.conv1(input));
    const s2 = F.maxPool2d(c1, [2, 2]);
    const c3 = F.relu(this.conv2(s2));
    let s4 = F.maxPool2d(c3, 2);
    s4 = torch.flatten(s4, 1);
    const f5 = F.relu(this.fc1(s4));
    const f6 = F.relu(this.fc2(f5));
    return this.fc3(f6);
  }
}

let net = new Net();
console.log(net);
const params = [...net.parameters()];
console.log(params.length, params[0].size());
const input = torch.randn(1, 1, 32, 32);
out = net(input);
console.log(out);
net.zeroGrad();
out.backward(torch.randn(1, 10));
const output = net(input);
const target = torch.randn(10).view(1, -1);
let criterion = new nn.MSELoss();
let loss = criterion(output, target);
console.log(loss, loss.gradFn.name(), loss.gradFn.nextFunctions[0][0].name());
net.zeroGrad();
console.log("conv1.bias.grad before backward", net.conv1.bias.grad);
loss.backward();
console.log("conv1.bias.grad after backward", net.conv1.bias.grad);
const learningRate = 0.01;
for (const f of net.parameters()) f.data.sub_(f.grad.data.mul(learningRate));
let optimizer = new optim.SGD(net.parameters(), { lr: 0.01 });
for (const step of range(3)) {
  optimizer.zeroGrad();
  loss = criterion(net(input), target);
  loss.backward();
  optimizer.step();
  console.log(`${step} ${loss.item().toFixed(4)}`);
}

// %%
const classes = ["plane", "car", "cat"];
let labels = torch.randint(3, [48]);
let images = torch.randn(48, 1, 32, 32).mul(0.1);
images.setAt([torch.arange(48), 0, labels.mul(8)], images.at(torch.arange(48), 0, labels.mul(8)).add(1));
const dataset = new torch.utils.data.TensorDataset(images, labels);
const trainloader = new torch.utils.data.DataLoader(dataset, { batchSize: 4, shuffle: true, numWorkers: 0 });
const dataiter = trainloader[Symbol.iterator]();
[images, labels] = dataiter.next().value;
console.log(labels.tolist().map((j) => classes[j].padEnd(5)).join(" "));
net = new Net();
const crossEntropy = new nn.CrossEntropyLoss();
optimizer = new optim.SGD(net.parameters(), { lr: 0.02, momentum: 0.9 });
for (const epoch of range(2)) {
  let runningLoss = 0.0;
  for (const [i, data] of enumerate(trainloader, 0)) {
    const [inputs, labels] = data;
    optimizer.zeroGrad();
    const outputs = net(inputs);
    const loss = crossEntropy(outputs, labels);
    loss.backward();
    optimizer.step();
    runningLoss += loss.item();
    if (i % 6 === 5) {
      console.log(`[${epoch + 1}, ${String(i + 1).padStart(5)}] loss: ${(runningLoss / 6).toFixed(3)}`);
      runningLoss = 0.0;
    }
  }
}
const PATH = "./cifar_net.pth";
torch.save(net.stateDict(), PATH);
net = new Net();
net.loadStateDict(torch.load(PATH, { weightsOnly: true }));
const correctPred = Object.fromEntries(classes.map((classname) => [classname, 0]));
const totalPred = Object.fromEntries(classes.map((classname) => [classname, 0]));
torch.noGrad(() => {
  for (const [images, labels] of trainloader) {
    const outputs = net(images);
    const [, predictions] = torch.max(outputs, 1);
    for (const [label, prediction] of zip(labels.tolist(), predictions.tolist())) {
      if (label === prediction) correctPred[classes[label]] += 1;
      totalPred[classes[label]] += 1;
    }
  }
});
for (const [classname, correctCount] of Object.entries(correctPred)) {
  const accuracy = (100 * correctCount) / totalPred[classname];
  console.log(`Accuracy for class: ${classname.padEnd(5)} is ${accuracy.toFixed(1)} %`);
}
