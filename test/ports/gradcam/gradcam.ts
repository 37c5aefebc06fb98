import { torch, nn, F, Tensor, enumerate, range, slice, zip } from "convkernel";

// %%
torch.manualSeed(11);

class Small extends nn.Module {
  features = new nn.Sequential(
    new nn.Conv2d(1, 6, 3, { padding: 1 }), new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Conv2d(6, 8, 3, { padding: 1 }), new nn.ReLU(),
  );
  pool = new nn.AdaptiveAvgPool2d(1);
  classifier = new nn.Linear(8, 2);

  forward(x: Tensor) {
    x = this.features(x);
    return this.classifier(torch.flatten(this.pool(x), 1));
  }
}

const images = torch.zeros(24, 1, 12, 12);
const labels = torch.arange(24).remainder(2);
for (const [i, label] of enumerate(labels)) {
  const [r, c] = torch.randint(0, 8, [2]).tolist();
  if (label.item()) {
    images.setAt([i, 0, slice(r, r + 4), slice(c, c + 4)], 1);
  } else {
    images.setAt([i, 0, r, slice(c, c + 4)], 1);
    images.setAt([i, 0, slice(r, r + 4), c], 1);
  }
}
images.add_(torch.randnLike(images).mul(0.05));
const model = new Small();
const opt = new torch.optim.Adam(model.parameters(), { lr: 0.02 });
for (const step of range(31)) {
  const loss = F.crossEntropy(model(images), labels);
  opt.zeroGrad({ setToNone: true });
  loss.backward();
  opt.step();
  if (step % 10 === 0) console.log(`step ${String(step).padStart(2)} loss ${loss.item().toFixed(3)}`);
}

// %%
/** Collects activations and gradients of the target layers. */
class ActivationsAndGradients {
  model;
  activations: Tensor[] = [];
  gradients: Tensor[] = [];
  handles;
  constructor(model: nn.Module, targetLayers: nn.Module[]) {
    this.model = model;
    this.handles = targetLayers.flatMap((layer) => [
      layer.registerForwardHook((module, input, output) => this.saveActivation(output)),
      layer.registerForwardHook((module, input, output) => this.saveGradient(output)),
    ]);
  }

  saveActivation(output: Tensor) {
    this.activations.push(output.detach());
  }

  saveGradient(output: Tensor) {
    output.registerHook((grad) => void this.gradients.unshift(grad.detach()));
  }

  call(x: Tensor) {
    [this.activations, this.gradients] = [[], []];
    return this.model(x);
  }

  release() {
    for (const handle of this.handles) handle.remove();
  }
}

function scaleCamImage(cam: Tensor, targetSize?: number[]) {
  const result = [];
  for (let img of cam) {
    img = img.sub(img.min());
    img = img.div(img.max().add(1e-7));
    if (targetSize)
      img = F.interpolate(img.at(null, null), { size: targetSize, mode: "bilinear", alignCorners: false }).at(0, 0);
    result.push(img);
  }
  return torch.stack(result);
}

model.eval();
const grads = new ActivationsAndGradients(model, [model.features.at(4)]);
let x = images.at("1:3").clone();
const outputs = grads.call(x);
const targetCategories = outputs.argmax({ dim: -1 });
model.zeroGrad();
const scores = [...zip(targetCategories, outputs)].map(([category, output]) => output.at(category));
const score = scores.reduce((a, b) => a.add(b));
score.backward();
const [activations, gradients] = [grads.activations[0], grads.gradients[0]];
const weights = gradients.mean({ dim: [2, 3] });
const cam = F.relu(weights.at(":", ":", null, null).mul(activations).sum({ dim: 1 }));
console.log(activations.shape, gradients.shape, weights.shape, cam.shape);
const heat = scaleCamImage(cam, [12, 12]);
console.log(heat.shape, heat.at(0, "::3", "::3"));
console.log(heat.flatten(1).argmax(1), heat.gt(0.5).sum([1, 2]));
grads.release();

// %%
class GuidedReLU extends torch.autograd.Function {
  static forward(ctx: torch.autograd.FunctionContext, input: Tensor) {
    ctx.saveForBackward(input);
    return input.clamp({ min: 0 });
  }

  static backward(ctx: torch.autograd.FunctionContext, gradOutput: Tensor) {
    const [input] = ctx.savedTensors;
    const positive = input.gt(0).typeAs(gradOutput).mul(gradOutput.gt(0).typeAs(gradOutput));
    return gradOutput.mul(positive);
  }
}

class GuidedReLUModule extends nn.Module {
  forward(x: Tensor) {
    return GuidedReLU.apply(x);
  }
}

function replaceRelu(module: nn.Sequential) {
  for (const [i, child] of enumerate(module))
    if (child instanceof nn.ReLU) module.setAt(i, new GuidedReLUModule());
}

x = images.at("1:2").clone().requiresGrad_(true);
model(x).at(0, 1).backward();
const saliency = x.grad.abs().max({ dim: 1 }).values;
console.log(saliency.shape, saliency.max());
replaceRelu(model.features);
console.log(model.features.at(1), model.features);
x.grad = null;
model(x).at(0, 1).backward();
console.log(x.grad.gt(0).sum(), x.grad.at(0, 0, 4, "2:8"));

// %%
function occlusion(model: nn.Module, image: Tensor, label: number, size = 4, stride = 4) {
  const heat = torch.zeros(3, 3);
  torch.noGrad(() => {
    const base = F.softmax(model(image), { dim: 1 }).at(0, label);
    for (const i of range(0, 12, stride)) {
      for (const j of range(0, 12, stride)) {
        const hidden = image.clone();
        hidden.setAt([":", ":", slice(i, i + size), slice(j, j + size)], 0.0);
        heat.setAt([i / stride, j / stride], base.sub(F.softmax(model(hidden), { dim: 1 }).at(0, label)));
      }
    }
  });
  return heat;
}

console.log(occlusion(model, images.at("1:2"), 1).mul(1000).round());
const feats: Record<string, Tensor> = {};
const handle = model.features.registerForwardHook((m, i, o) => void (feats.last = o));
model(images.at(":1"));
handle.remove();
const eigen = feats.last.at(0).flatten(1);
console.log(eigen.shape, eigen.sub(eigen.mean(1, { keepdim: true })).norm({ dim: 1 }).mul(1000).round());
