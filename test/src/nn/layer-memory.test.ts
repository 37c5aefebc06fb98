/**
 * The memory that layers, losses and steps use on the way is freed at once, because in a synchronous loop the garbage collector never
 * helps.
 */
import { describe, it } from "mocha";
import { expect } from "chai";
import { F, nn, optim, torch, type Tensor } from "../../../src/index.ts";

const layers: Readonly<Record<string, () => nn.Module>> = {
  "Conv2d, same": () => new nn.Conv2d(8, 8, 4, { padding: "same" }),
  "Conv2d, reflect": () => new nn.Conv2d(8, 8, 3, { padding: 1, paddingMode: "reflect" }),
  ConvTranspose2d: () => new nn.ConvTranspose2d(8, 8, 2, { stride: 2 }),
  BatchNorm2d: () => new nn.BatchNorm2d(8),
  LayerNorm: () => new nn.LayerNorm([16, 16]),
  GroupNorm: () => new nn.GroupNorm(2, 8),
  Dropout: () => new nn.Dropout(0.5),
  Dropout2d: () => new nn.Dropout2d(0.5),
  MaxPool2d: () => new nn.MaxPool2d(2),
  AvgPool2d: () => new nn.AvgPool2d(2),
  AdaptiveMaxPool2d: () => new nn.AdaptiveMaxPool2d(4),
  Upsample: () => new nn.Upsample({ scaleFactor: 2 }),
  GELU: () => new nn.GELU(),
  SiLU: () => new nn.SiLU(),
  ELU: () => new nn.ELU(),
  Hardtanh: () => new nn.Hardtanh(),
  Softplus: () => new nn.Softplus(),
  Softsign: () => new nn.Softsign(),
  PReLU: () => new nn.PReLU(8),
  Softmax: () => new nn.Softmax(1),
};

const steps: Readonly<Record<string, (parameters: Tensor[]) => { step(): void; zeroGrad(): void }>> = {
  SGD: (p) => new optim.SGD(p, { lr: 0.01, momentum: 0.9 }),
  Adam: (p) => new optim.Adam(p),
  RMSprop: (p) => new optim.RMSprop(p, { momentum: 0.9, centered: true }),
  Adagrad: (p) => new optim.Adagrad(p),
};

/**
 * By how many handles a device's total grows with each step; it must be less than one, not zero, because other tests' handles may come and
 * go meanwhile.
 */
function growth(step: () => void): number {
  for (let i = 0; i < 3; i++) step();
  const before = torch.backend().memory.count;
  for (let i = 0; i < 10; i++) step();
  return (torch.backend().memory.count - before) / 10;
}

function trained(layer: nn.Module, make: (parameters: Tensor[]) => { step(): void; zeroGrad(): void }): () => void {
  const x = torch.ones(8, 8, 16, 16);
  const labels = torch.zeros(8, { dtype: torch.int64 });
  const pool = new nn.AdaptiveAvgPool2d(1);
  const net = new nn.Sequential(new nn.Conv2d(8, 8, 1), layer, pool, new nn.Flatten(), new nn.Linear(8, 8));
  const optimizer = make(net.parameters());
  return () => {
    const loss = F.crossEntropy(net(x), labels);
    optimizer.zeroGrad();
    loss.backward();
    nn.utils.clipGradNorm_(net.parameters(), 1);
    optimizer.step();
  };
}

describe("memory of a training step", () => {
  for (const [name, make] of Object.entries(layers)) {
    it(`stays the same with ${name}`, () => {
      expect(growth(trained(make(), steps["SGD"]!))).to.be.below(1);
    });
  }

  for (const [name, make] of Object.entries(steps)) {
    it(`stays the same with ${name}`, () => {
      expect(growth(trained(new nn.Conv2d(8, 8, 9), make))).to.be.below(1);
    });
  }
});
