import { torch, nn, transforms, enumerate, range, zip } from "convkernel";
import type { optim, Tensor } from "convkernel";
const { Dataset, DataLoader, randomSplit } = torch.utils.data;
const { Lambda } = transforms;

// %%
const classes = ["T-shirt", "Trouser", "Pullover"];
torch.manualSeed(42);

class Fashion extends Dataset<[Tensor, number]> {
  labels;
  pictures;
  constructor(n: number, public transform?: (image: Tensor) => Tensor) {
    super();
    this.labels = torch.randint(classes.length, [n]);
    this.pictures = torch.randint(0, 128, [n, 10, 10], { dtype: torch.uint8 });
    for (const [picture, label] of zip(this.pictures, this.labels.tolist()))
      picture.at(":", `${label * 3}:${label * 3 + 3}`).add_(100);
  }

  get length() {
    return this.labels.length;
  }

  at(idx: number): [Tensor, number] {
    let image = this.pictures.at(idx).unsqueeze(0).float().div(255);
    const label = this.labels.at(idx).item();
    if (this.transform) image = this.transform(image);
    return [image, label];
  }
}

const transform = new transforms.Compose([new transforms.CenterCrop(8), new transforms.Normalize([0.5], [0.25])]);
console.log(transform);
const dataset = new Fashion(84, transform);
const [img, label] = dataset.at(0);
console.log(img.shape, label, img.at(0, 0), dataset.length);
const oneHot = new Lambda((y: number) => torch.zeros(3, { dtype: torch.float }).scatter_(0, torch.tensor(y), { value: 1 }));
console.log(oneHot(new Fashion(2).at(1)[1]));
const [trainingData, testData] = randomSplit(dataset, [64, 20], { generator: new torch.Generator().manualSeed(42) });
console.log(trainingData.length, testData.indices.slice(0, 5));
const batchSize = 16;
const trainDataloader = new DataLoader(trainingData, { batchSize, shuffle: true });
const testDataloader = new DataLoader(testData, { batchSize });
for (const [X, y] of testDataloader) {
  console.log(`Shape of X [N, C, H, W]: ${X.shape}`);
  console.log(`Shape of y: ${y.shape} ${y.dtype}`);
  break;
}

// %%
const device = torch.cuda.isAvailable() ? "cuda" : "cpu";
console.log(`Using ${device} device`);

class NeuralNetwork extends nn.Module {
  flatten = new nn.Flatten();
  linearReluStack = new nn.Sequential(
    new nn.Linear(8 * 8, 32),
    new nn.ReLU(),
    new nn.Linear(32, 16),
    new nn.ReLU(),
    new nn.Linear(16, 3),
  );

  forward(x: Tensor) {
    x = this.flatten(x);
    const logits = this.linearReluStack(x);
    return logits;
  }
}

let model = new NeuralNetwork().to(device);
console.log(`Model structure: ${model}`);
for (const [name, param] of model.namedParameters())
  console.log(`Layer: ${name} | Size: ${param.size()} | Values : ${param.at(":2")} `);
const logits = model(torch.rand(1, 8, 8, { device }));
const predProbab = new nn.Softmax({ dim: 1 })(logits);
const yPred = predProbab.argmax(1);
console.log(`Predicted class: ${yPred}`, predProbab);

// %%
const lossFn = new nn.CrossEntropyLoss();
const optimizer = new torch.optim.SGD(model.parameters(), { lr: 0.1 });
type Batches = torch.utils.data.DataLoader<[Tensor, number]>;

function train(dataloader: Batches, model: nn.Module, lossFn: nn.CrossEntropyLoss, optimizer: optim.Optimizer) {
  const size = dataloader.dataset.length;
  model.train();
  for (let [batch, [X, y]] of enumerate(dataloader)) {
    [X, y] = [X.to(device), y.to(device)];
    const pred = model(X);
    const loss = lossFn(pred, y);
    loss.backward();
    optimizer.step();
    optimizer.zeroGrad();
    if (batch % 2 === 0) {
      const current = (batch + 1) * X.length;
      console.log(`loss: ${loss.item().toFixed(6).padStart(7)}  [${String(current).padStart(5)}/${String(size).padStart(5)}]`);
    }
  }
}

function test(dataloader: Batches, model: nn.Module, lossFn: nn.CrossEntropyLoss) {
  const size = dataloader.dataset.length;
  const numBatches = dataloader.length;
  model.eval();
  let [testLoss, correct] = [0, 0];
  torch.noGrad(() => {
    for (const [X, y] of dataloader) {
      const pred = model(X.to(device));
      testLoss += lossFn(pred, y.to(device)).item();
      correct += pred.argmax(1).eq(y).type(torch.float).sum().item();
    }
  });
  testLoss /= numBatches;
  correct /= size;
  console.log(`Test Error: \n Accuracy: ${(100 * correct).toFixed(1)}%, Avg loss: ${testLoss.toFixed(6).padStart(8)} \n`);
}

for (const t of range(4)) {
  console.log(`Epoch ${t + 1}\n-------------------------------`);
  train(trainDataloader, model, lossFn, optimizer);
  test(testDataloader, model, lossFn);
}
console.log("Done!");

// %%
torch.save(model.stateDict(), "model.pth");
console.log("Saved PyTorch Model State to model.pth");
model = new NeuralNetwork().to(device);
model.loadStateDict(torch.load("model.pth", { weightsOnly: true }));
model.eval();
const [x, y] = testData.at(0);
torch.noGrad(() => {
  const pred = model(x.to(device));
  const predicted = classes[pred.at(0).argmax(0).item()], actual = classes[y];
  console.log(`Predicted: "${predicted}", Actual: "${actual}"`);
});
