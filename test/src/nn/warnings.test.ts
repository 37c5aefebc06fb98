/** Calls that torch computes, but warns about; the values are PyTorch's, and so are the words about sizes. */
import { afterEach, beforeEach, describe, it } from "mocha";
import { expect } from "chai";
import { F, nn, optim, torch } from "../../../src/index.ts";
import type { Tensor } from "../../../src/index.ts";

describe("a warning", () => {
  const inner = console.warn;
  let said: string[] = [];
  beforeEach(() => {
    said = [];
    console.warn = (text: string) => said.push(text);
  });
  afterEach(() => {
    console.warn = inner;
  });

  const sizes = (target: string, input: string): string =>
    `UserWarning: Using a target size (torch.Size([${target}])) that is different to the input size (torch.Size([${input}])). ` +
    "This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.";

  it("comes once from a loss between a column and a row, which compares everything with everything", () => {
    const losses: [number, (x: Tensor, t: Tensor) => Tensor, number][] = [
      [3, F.mseLoss, 1],
      [4, F.l1Loss, 1],
      [5, F.smoothL1Loss, 0.5],
      [6, F.huberLoss, 0.5],
      [7, (x, t) => new nn.MSELoss()(x, t), 1],
    ];
    for (const [n, loss, value] of losses) {
      said = [];
      for (let i = 0; i < 2; i++) expect(loss(torch.zeros([n, 1]), torch.ones([n])).item()).to.equal(value);
      expect(loss(torch.zeros([n, 1]), torch.ones([n, 1])).item()).to.equal(value);
      expect(said).to.deep.equal([sizes(`${n}`, `${n}, 1`)]);
    }
  });

  it("comes from an optimiser that has a parameter twice, which each step then changes twice", () => {
    for (const make of [
      (p: Tensor) => new optim.SGD([p, p], { lr: 0.1 }),
      (p: Tensor) => new optim.Adam([p, p], { lr: 0.1 }),
    ]) {
      const p = new nn.Parameter(torch.ones([2]));
      const optimizer = make(p);
      p.mul(1).sum().backward();
      optimizer.step();
      expect(p.at(1).item()).to.be.closeTo(0.8, 1e-6);
    }
    expect(said).to.have.length(1);
    expect(said[0]).to.match(/^UserWarning: optimizer contains a parameter group with duplicate parameters/);
  });

  it("comes from the gradient of a tensor that keeps none", () => {
    const leaf = torch.ones([2], { requiresGrad: true });
    const [kept, passing] = [leaf.mul(2), leaf.mul(3)];
    kept.retainGrad();
    kept.add(passing).sum().backward();
    expect([leaf.grad.tolist(), kept.grad.tolist(), torch.ones([2]).grad]).to.deep.equal([[5, 5], [1, 1], null]);
    expect(said).to.deep.equal([]);
    expect(passing.grad).to.equal(null);
    expect(said).to.have.length(1);
    expect(said[0]).to.include("use .retainGrad() on the non-leaf Tensor");
  });

  it("comes from a schedule that is ahead of its optimiser", () => {
    const make = (): optim.SGD => new optim.SGD([new nn.Parameter(torch.ones([1]))], { lr: 0.1 });
    const [right, wrong] = [make(), make()];
    const schedule = new optim.lrScheduler.StepLR(right, 1);
    right.step();
    schedule.step();
    schedule.step();
    expect(said).to.deep.equal([]);
    new optim.lrScheduler.StepLR(wrong, 1).step();
    expect(said).to.have.length(1);
    expect(said[0]).to.include("call them in the opposite order");
  });
});
