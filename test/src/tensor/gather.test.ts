import { describe, it } from "mocha";
import { expect } from "chai";
import { torch } from "../../../src/index.ts";

describe("gather and scatter", () => {
  it("take a scalar for a row of one element, as torch does", () => {
    const one = torch.tensor(1);
    const results = [
      torch.zeros(3).scatter_(0, one, { value: 1 }),
      torch.tensor(5.5).gather(0, torch.tensor([0, 0])),
      torch.tensor([1.5, 2.5]).gather(0, one),
      torch.zeros(3).scatter(0, torch.tensor(2), torch.tensor([7.5, 8])),
      torch.zeros(3).scatter(0, torch.tensor([2]), torch.tensor(7.5)),
      torch.zeros(3).scatterAdd(0, torch.tensor(2), torch.tensor(7.5)),
      torch.tensor(1.5).scatter(0, torch.tensor(0), 3),
    ];
    expect(results.map(String)).to.deep.equal([
      "tensor([0., 1., 0.])",
      "tensor([5.5000, 5.5000])",
      "tensor(2.5000)",
      "tensor([0.0000, 0.0000, 7.5000])",
      "tensor([0.0000, 0.0000, 7.5000])",
      "tensor([0.0000, 0.0000, 7.5000])",
      "tensor(3.)",
    ]);
    const x = torch.tensor([1.5, 2.5], { requiresGrad: true });
    x.gather(0, one).backward();
    expect(x.grad?.tolist()).to.deep.equal([0, 1]);
  });

  it("refuse an index of other dimensions", () => {
    expect(() => torch.ones(2, 2).gather(0, torch.tensor([0]))).to.throw("same number of dimensions as input tensor");
  });
});
