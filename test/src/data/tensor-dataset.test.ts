import { describe, it } from "mocha";
import { expect } from "chai";
import { slice, torch } from "../../../src/index.ts";

describe("TensorDataset", () => {
  const data = new torch.utils.data.TensorDataset(torch.arange(8).view(4, 2), torch.arange(4));
  const shown = (index: Parameters<typeof data.at>[0]): string => data.at(index).join(" ");

  it("gives a row of each tensor for a number", () => {
    expect(shown(-1)).to.equal("tensor([6, 7]) tensor(3)");
    expect(() => data.at(4)).to.throw("index 4 is out of range for a dataset of 4");
  });

  it("gives parts of each tensor for a slice, a mask or several numbers, as torch does", () => {
    expect(shown("2:")).to.equal("tensor([[4, 5],\n        [6, 7]]) tensor([2, 3])");
    expect(shown(slice(2, 3))).to.equal("tensor([[4, 5]]) tensor([2])");
    expect(shown([0, 3])).to.equal("tensor([[0, 1],\n        [6, 7]]) tensor([0, 3])");
    expect(shown(torch.arange(4).eq(1))).to.equal("tensor([[2, 3]]) tensor([1])");
  });
});
