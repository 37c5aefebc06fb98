import { describe, it } from "mocha";
import { expect } from "chai";
import { sharedService } from "./service.ts";

/** Correct code from teaching material, below which nothing may be shown. */
const cells: readonly string[] = [
  "class Hooks {\n  handles = [];\n  add(handle) {\n    this.handles.push(handle);\n  }\n  first() {\n    return this.handles[0].name;\n  }\n}",
  "const counts = {};\nfor (const word of ['a', 'b']) counts[word] = (counts[word] ?? 0) + 1;",
  "const history = { loss: [] };\nhistory.loss.push(1);\nconst odd = [1, 2].reduce((found, n) => {\n  found.push(n);\n  return found;\n}, []);",
  "net.apply((m: nn.Module) => void m.training);",
  "net.apply((m) => void (m instanceof nn.Linear && m.weight.numel()));",
  "net.registerForwardHook((m: nn.Module, input: Tensor[], output: Tensor) => void output.detach());",
  "net.registerForwardHook((_, input, output) => void output.add(input[0]));",
  "net.at(0).registerForwardHook((m: nn.Linear, _, output) => void output.add(m.weight));",
  "net.registerForwardPreHook((m: nn.Module, input: Tensor[]) => void input[0].shape);",
  "net.registerFullBackwardHook((m: nn.Module, gradInput, gradOutput) => void gradOutput[0].mean());",
  "class N extends nn.Module {\n  conv: nn.Conv2d = new nn.Conv2d(1, 1, { kernelSize: 3, bias: false });\n}",
  "class Base extends nn.Module {\n  trainingStep(images: Tensor) {\n    return this(images).mean();\n  }\n}",
  "x.tolist()[0][1] + 1;\nx.tolist().map((row: number[]) => row.length);",
  "const [b, c] = x.shape;\nb + c;",
  "const pair = x.shape as [number, number];\npair[1] + 1;",
  "const [h, w] = x.shape.slice(-2) as [number, number];\nh * w;",
  "const named = new nn.Sequential({ conv: new nn.Conv2d(3, 4, 3), act: new nn.ReLU() });\nnamed.conv.weight.shape;\nnamed.conv.bias.data.zero_();\nnamed(torch.ones(1, 3, 4, 4)).sum();",
  "class Block extends nn.Sequential {\n  constructor() {\n    super(new nn.Linear(2, 2), new nn.ReLU());\n  }\n}\nnew Block()(x).shape;",
  "class Net extends nn.Module {\n  body: nn.Sequential;\n  constructor() {\n    super();\n    this.body = new nn.Sequential({ fc: new nn.Linear(2, 2) });\n  }\n  forward(input: Tensor) {\n    return this.body(input);\n  }\n}",
  "const y = x.mul(2);\ny.gradFn.name();\ny.gradFn.nextFunctions[0][0].name();",
  "const checkpoint = torch.load('model.pt');\nnet.loadStateDict(checkpoint.modelStateDict);\ncheckpoint.names[1];\nconst epoch: number = checkpoint.epoch;",
  "loader.dataset.length + 1;",
  "const shapes: nn.Sequential[] = [net, new nn.Sequential({ a: new nn.ReLU() })];",
  "x.grad.mul(2);\nx.grad.zero_();\nif (x.grad !== null) x.grad.sum();\nx.grad = null;",
  "function initialise(m: nn.Module) {\n  m.eval();\n}\nfor (const m of net.children()) initialise(m);\nfor (const [, m] of net.namedModules()) initialise(m);",
  "function train(model: nn.Module, opt: optim.Optimizer) {\n  opt.zeroGrad();\n  model(x).sum().backward();\n  opt.step();\n}\ntrain(net, new optim.Adam(net.parameters()));",
  "new optim.SGD(net.parameters(), { lr: 0.1 }).stateDict().paramGroups[0].lr;",
  "for (const [i, [images, labels]] of enumerate(loader)) images.add(labels).add(i);",
  "for (const [a, n] of zip(loader, range(3))) a[0].mul(n);",
  "for (const [a, b] of zip(x.tolist(), [1, 2])) a[b].toFixed();\nfor (const [i, row] of enumerate(x.tolist())) row[i].toFixed();",
  "new nn.Conv2d(1, 4, 4, 2, 1, { bias: false });\nnew nn.ConvTranspose2d(4, 1, 4, 2, 1, { bias: false });\nnew nn.Conv2d(1, 4, 3, 2, { padding: 1 });",
  "nn.utils.clipGradNorm_(net.parameters(), { maxNorm: 1 });\nnn.utils.clipGradValue_(net.parameters(), { clipValue: 1 });",
  "x.sum().gradFn.nextFunctions[0][0].name().length;",
  "loader.dataset.length + torch.load('c.pt').epoch;\nnet.loadStateDict(torch.load('c.pt').net);",
  "new torch.utils.data.TensorDataset(x, x).at('1:').map((part) => part.shape);\nx.sum(1, { keepdims: true });",
  "const [images] = loader[Symbol.iterator]().next().value!;\nimages.shape;",
  "x.numpy().reduce((a, b) => a + b, 0).toFixed(2);\nconst wide: Float64Array = x.double().numpy();\nx.argmax().numpy<BigInt64Array>()[0] + 1n;",
  "new nn.MaxPool2d(3, 2, { padding: 1 });\nnew nn.AvgPool2d(3, 2, 1, { countIncludePad: false });\nnew nn.MaxPool3d(2, 2, { ceilMode: true });\nF.maxPool2d(x, 3, 2, { padding: 1 }).shape;",
  "new nn.ConvTranspose1d(4, 2, { kernelSize: 4 });\nnew nn.ConvTranspose3d(4, 2, 4, 2, 1, { bias: false });\nnew nn.Conv3d(4, 2, 3, 2, { padding: 1 });\nnew nn.MaxUnpool2d(2, { stride: 2 });",
  "const losses = [];\nfor (let i = 0; i < 3; i++) losses.push(x.sum().item());\nlosses[0] + 1;",
  "let best = null;\nbest = x.clone();\nbest.shape;",
  "for (let i = 0; i < 2; i++) x.at(slice(i, i + 1), slice(null, null)).sum().item() + 1;",
];

describe("right code of teaching material", () => {
  const shared = sharedService(
    [
      'import { torch, nn, F, optim, Tensor, enumerate, range, slice, zip } from "convkernel";',
      "const net = new nn.Sequential(new nn.Linear(2, 2), new nn.ReLU());",
      "const x = torch.ones(2, 2);",
      "const loader = new torch.utils.data.DataLoader(new torch.utils.data.TensorDataset(x, x), { batchSize: 1 });",
    ].join("\n"),
  );

  for (const cell of cells) {
    it(JSON.stringify(cell), async () => {
      const all = await shared.get().check(cell, 2);
      // Hints that wait for a read to fail are not shown.
      const found = all.filter(({ ifRead }) => ifRead === undefined);
      expect(found.map(({ message, code }) => `${message} (${code})`)).to.deep.equal([]);
    });
  }
});
