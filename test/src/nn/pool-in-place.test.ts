import { expect } from "chai";
import { describe, it } from "mocha";
import { F, torch } from "../../../src/index.ts";

describe("maxPool2d", () => {
  // x = torch.ones(1, 1, 2, 2, requires_grad=True) * 1; y = F.max_pool2d(x, 2); x.add_(1); y.sum().backward()
  it("refuses a gradient after its input was changed in place", () => {
    for (const size of [2, 128]) {
      const x = torch.ones([1, 1, size, size]).requiresGrad_().mul(1);
      const y = F.maxPool2d(x, 2);
      x.add_(1);
      expect(() => y.sum().backward()).to.throw("has been modified by an inplace operation");
    }
  });
});
