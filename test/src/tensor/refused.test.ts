import { expect } from "chai";
import { F, nn, torch } from "../../../src/index.ts";

describe("what JavaScript would do with a tensor without a word", () => {
  const x = torch.ones(2, 3);

  it("a tensor, a module and a state dict are no JSON, and the error names the way out", () => {
    const layer = new nn.Linear(2, 2);
    expect(() => JSON.stringify(x)).to.throw(TypeError, "a Tensor is no JSON: write JSON.stringify(x.tolist())");
    expect(() => JSON.stringify({ loss: x.sum() })).to.throw(TypeError, "a Tensor is no JSON");
    expect(() => JSON.stringify(layer.stateDict())).to.throw(TypeError, "a Tensor is no JSON");
    expect(() => JSON.stringify(layer)).to.throw(TypeError, "a Linear is no JSON: write torch.save(model.stateDict()");
    expect(JSON.stringify({ values: x.tolist(), shape: x.shape })).to.equal(
      '{"values":[[1,1,1],[1,1,1]],"shape":[2,3]}',
    );
  });

  it("assigning to a read-only property names it", () => {
    const open = x as unknown as Record<string, unknown>;
    expect(() => (open["shape"] = [3, 2])).to.throw(
      TypeError,
      "attribute 'shape' of 'Tensor' objects is not writable; x.reshape(...) gives another shape",
    );
    for (const name of ["T", "mT", "ndim", "device", "gradFn", "isLeaf", "strides"])
      expect(() => (open[name] = 1), name).to.throw(
        TypeError,
        `attribute '${name}' of 'Tensor' objects is not writable`,
      );
  });

  it("new Tensor of numbers names torch.tensor and torch.FloatTensor", () => {
    const Made = torch.Tensor as unknown as new (...given: unknown[]) => unknown;
    for (const given of [[[1, 2]], [2, 3], []])
      expect(() => new Made(...given)).to.throw(TypeError, "write torch.tensor([1, 2]), torch.FloatTensor([1, 2])");
  });

  it("a gradient that is no tensor is refused", () => {
    const open = torch.ones(2) as unknown as { grad: unknown };
    for (const wrong of [5, [1, 1], undefined, "1"])
      expect(() => (open.grad = wrong)).to.throw(TypeError, "assigned grad expected to be a Tensor or null but got");
  });
});

describe("what PyTorch refuses", () => {
  it("changing a view, or a view of a view, of a leaf that requires a gradient", () => {
    const leaf = torch.ones(2, 3, { requiresGrad: true });
    for (const view of [leaf.view(-1), leaf.view(-1).at(0), leaf.T.at("1:").at(0)])
      expect(() => view.add_(1)).to.throw("a view of a leaf Variable that requires grad is being used in an in-place");
  });

  it("a tensor of several elements in the place of a number", () => {
    const x = torch.ones(2);
    expect(() => torch.tensor([x, x])).to.throw(
      RangeError,
      "only one element tensors can be converted to numbers: torch.stack",
    );
    expect(torch.tensor([x.at(0), x.sum()]).tolist()).to.deep.equal([1, 2]);
  });

  it("a table of an embedding that is no matrix, and an adaptive pool to fewer than no elements", () => {
    expect(() => F.embedding(torch.tensor([0]), torch.ones(2))).to.throw(RangeError, "'weight' must be 2-D");
    for (const [dims, pool] of [
      [1, new nn.AdaptiveAvgPool1d(-1)],
      [2, new nn.AdaptiveAvgPool2d(-1)],
      [2, new nn.AdaptiveMaxPool2d(-1)],
      [3, new nn.AdaptiveAvgPool3d(-1)],
    ] as const)
      expect(() => pool(torch.ones([1, 1, ...Array<number>(dims).fill(4)]))).to.throw(
        RangeError,
        "elements of output_size must be greater than or equal to 0",
      );
  });
});
