/** Tables of models, and their layers' outputs. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { inspect, nn, summary, torch } from "../../../src/index.ts";

const net = (): nn.Sequential =>
  new nn.Sequential(
    new nn.Sequential(new nn.Conv2d(3, 16, { kernelSize: 3, padding: 1 }), new nn.BatchNorm2d(16), new nn.Tanh()),
    new nn.MaxPool2d(2),
    new nn.Flatten(),
    new nn.Linear(16 * 4 * 4, 2),
  );

describe("summary", () => {
  it("prints layers as a tree with output shapes and parameters", () => {
    const lines = String(summary(net(), [1, 3, 8, 8]))
      .split("\n")
      .map((line) => line.replace(/ {2,}/g, "  ").trimEnd());
    expect(lines.slice(3, 11)).to.deep.equal([
      "Sequential  [1, 2]  --",
      "├─Sequential (0)  [1, 16, 8, 8]  --",
      "│  ├─Conv2d (0)  [1, 16, 8, 8]  448",
      "│  ├─BatchNorm2d (1)  [1, 16, 8, 8]  32",
      "│  └─Tanh (2)  [1, 16, 8, 8]  --",
      "├─MaxPool2d (1)  [1, 16, 4, 4]  --",
      "├─Flatten (2)  [1, 256]  --",
      "└─Linear (3)  [1, 2]  514",
    ]);
    expect(lines).to.include("Total params: 994");
  });

  it("counts what is trained and what is multiplied", () => {
    const model = net();
    model.getSubmodule("0.0").requiresGrad_(false);
    const found = summary(model, [2, 3, 8, 8]);
    expect([found.totalParameters, found.trainableParameters]).to.deep.equal([994, 994 - 448]);
    // 448 for each of 8 * 8 places, 32 and 514 once, for two images
    expect(found.multAdds).to.equal(2 * (448 * 64 + 32 + 514));
  });

  it("leaves the model as it was: mode, running mean, hooks", () => {
    const model = net().train();
    const before = JSON.stringify(Object.entries(model.stateDict()).map(([name, tensor]) => [name, tensor.tolist()]));
    summary(model, [1, 3, 8, 8]);
    expect(JSON.stringify(Object.entries(model.stateDict()).map(([name, tensor]) => [name, tensor.tolist()]))).to.equal(
      before,
    );
    expect(model.modules().map(({ training, hasHooks }) => [training, hasHooks])).to.deep.equal(
      model.modules().map(() => [true, false]),
    );
  });

  it("counts a layer that is called twice once", () => {
    const shared = new nn.Linear(4, 4);
    class Twice extends nn.Module {
      shared = shared;
      override forward(x: torch.Tensor): torch.Tensor {
        return this.shared(this.shared(x));
      }
    }
    const found = summary(new Twice(), [1, 4]);
    expect(found.totalParameters).to.equal(20);
    expect(found.layers.map(({ isRepeated }) => isRepeated)).to.deep.equal([false, false, true]);
  });

  it("wants a size with the batch", () => {
    expect(() => summary(net(), 3 as never)).to.throw(
      TypeError,
      "summary(): argument 'inputSize' (position 2) must be Tensor or array of ints, not 3",
    );
  });
});

describe("inspect.activations", () => {
  it("holds what each layer gave, in their order", () => {
    const model = net().eval();
    const image = torch.rand(3, 8, 8);
    const found = inspect.activations(model, image);
    expect([...found].map(({ name, type }) => `${name} ${type}`)).to.deep.equal([
      "0.0 Conv2d",
      "0.1 BatchNorm2d",
      "0.2 Tanh",
      "1 MaxPool2d",
      "2 Flatten",
      "3 Linear",
    ]);
    expect(found.get("3").equal(model(image.unsqueeze(0)).detach())).to.equal(true);
    expect(() => found.get("4")).to.throw(RangeError, "expected a layer among 0.0, 0.1, 0.2, 1, 2, 3, got 4");
  });

  it("keeps a layer's output from what a later one changes in place", () => {
    const model = new nn.Sequential(new nn.Linear(2, 2), new nn.ReLU({ inplace: true }));
    torch.noGrad(() => (model.getSubmodule("0") as nn.Linear).weight.fill_(-1));
    expect(
      Math.max(...inspect.activations(model, torch.ones(1, 2)).get("0").flatten().tolist<number[]>()),
    ).to.be.lessThan(0);
  });
});
