import { torch, nn, optim, range } from "convkernel";
import type { Tensor } from "convkernel";

// %%
let tC = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0]);
const tU = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4]);

function model(tU: Tensor, w: Tensor, b: Tensor) {
  return w.mul(tU).add(b);
}

function lossFn(tP: Tensor, tC: Tensor) {
  const squaredDiffs = tP.sub(tC).pow(2);
  return squaredDiffs.mean();
}

const w = torch.ones([]);
const b = torch.zeros([]);
const tP = model(tU, w, b);
console.log(tP, lossFn(tP, tC));

// %%
const [x, y, z] = [torch.ones([]), torch.ones(3, 1), torch.ones(1, 3)];
console.log(x.mul(y).shape, y.mul(z).shape, y.mul(torch.ones(2, 1, 1)).shape);
const delta = 0.1;
const rateW = lossFn(model(tU, w.add(delta), b), tC).sub(lossFn(model(tU, w.sub(delta), b), tC)).div(2.0 * delta);
console.log(rateW);

function dlossFn(tP: Tensor, tC: Tensor) {
  return tP.sub(tC).mul(2).div(tP.size(0));
}

function gradFn(tU: Tensor, tC: Tensor, tP: Tensor, w: Tensor, b: Tensor) {
  const dlossDtp = dlossFn(tP, tC);
  return torch.stack([dlossDtp.mul(tU).sum(), dlossDtp.mul(1.0).sum()]);
}

function trainingLoop(nEpochs: number, learningRate: number, params: Tensor, tU: Tensor, tC: Tensor, printParams = true) {
  for (let epoch = 1; epoch <= nEpochs; epoch++) {
    const [w, b] = params;
    const tP = model(tU, w, b);
    const loss = lossFn(tP, tC);
    const grad = gradFn(tU, tC, tP, w, b);
    params = params.sub(grad.mul(learningRate));
    if ([1, 2, 10, 500].includes(epoch)) {
      console.log(`Epoch ${epoch}, Loss ${loss.item().toFixed(6)}`);
      if (printParams) {
        console.log("    Params:", params);
        console.log("    Grad:  ", grad);
      }
    }
  }
  return params;
}

console.log(trainingLoop(10, 1e-4, torch.tensor([1.0, 0.0], { dtype: torch.float32 }), tU, tC));
let tUn = tU.mul(0.1);
console.log(trainingLoop(500, 1e-2, torch.tensor([1.0, 0.0], { dtype: torch.float32 }), tUn, tC, false));

// %%
let params = torch.tensor([1.0, 0.0], { dtype: torch.float32, requiresGrad: true });
console.log(params.grad === null);
let [w0, b0] = params;
lossFn(model(tU, w0, b0), tC).backward();
console.log(params.grad);
params.grad.zero_();
let loss = torch.zeros([]);
for (const epoch of range(1, 501)) {
  if (params.grad !== null) params.grad.zero_();
  const [w, b] = params;
  loss = lossFn(model(tUn, w, b), tC);
  loss.backward();
  torch.noGrad(() => params.sub_(params.grad.mul(1e-2)));
}
console.log(loss, params);

// %%
torch.manualSeed(0);
const nVal = Math.floor(0.2 * tU.shape[0]);
const shuffled = torch.randperm(tU.shape[0]);
const train = shuffled.at(`:-${nVal}`), val = shuffled.at(`-${nVal}:`);
console.log(train, val);
params = torch.tensor([1.0, 0.0], { dtype: torch.float32, requiresGrad: true });
let optimizer: optim.Optimizer = new optim.Adam([params], { lr: 1e-1 });
for (const epoch of range(1, 301)) {
  const [w, b] = params;
  const trainLoss = lossFn(model(tUn.at(train), w, b), tC.at(train));
  const valLoss = torch.noGrad(() => lossFn(model(tUn.at(val), w, b), tC.at(val)));
  if (valLoss.requiresGrad) throw new Error("no graph is kept here");
  optimizer.zeroGrad();
  trainLoss.backward();
  optimizer.step();
  if (epoch % 100 === 0)
    console.log(`Epoch ${epoch}, Training loss ${trainLoss.item().toFixed(4)}, Validation loss ${valLoss.item().toFixed(3)}`);
}
console.log(params);

// %%
tC = tC.unsqueeze(1);
tUn = tUn.unsqueeze(1);
const seqModel = new nn.Sequential({
  hidden_linear: new nn.Linear(1, 8),
  hidden_activation: new nn.Tanh(),
  output_linear: new nn.Linear(8, 1),
});
console.log(seqModel);
for (const [name, param] of seqModel.namedParameters()) console.log(name, param.shape, param.requiresGrad);
console.log(seqModel.output_linear.bias);
console.log(seqModel.parameters().map((param) => param.numel()));
optimizer = new optim.SGD(seqModel.parameters(), { lr: 1e-3 });
const criterion = new nn.MSELoss();
for (const epoch of range(1, 201)) {
  const lossTrain = criterion(seqModel(tUn.at(train)), tC.at(train));
  const lossVal = criterion(seqModel(tUn.at(val)), tC.at(val));
  optimizer.zeroGrad();
  lossTrain.backward();
  optimizer.step();
  if (epoch === 1 || epoch % 100 === 0)
    console.log(`Epoch ${epoch}, Training loss ${lossTrain.item().toFixed(4)}, Validation loss ${lossVal.item().toFixed(3)}`);
}
console.log("output", seqModel(tUn.at(val)));
console.log("answer", tC.at(val));
console.log("hidden", seqModel.hidden_linear.weight.grad);
