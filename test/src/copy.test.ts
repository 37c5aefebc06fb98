import { expect } from "chai";
import { describe, it } from "mocha";
import { copy, F, nn, optim, torch, type Tensor } from "../../src/index.ts";

class Net extends nn.Module {
  conv = new nn.Conv2d(1, 2, 3);
  tail = new nn.Sequential({ norm: new nn.BatchNorm2d(2), list: new nn.ReLU() });
  sizes = [1, 2];

  override forward(x: Tensor): Tensor {
    return this.tail(F.relu(this.conv(x)));
  }
}

describe("copy.deepcopy", () => {
  it("copies a module with its parameters, buffers, mode and plain properties, and draws nothing", () => {
    const net = new Net().eval();
    torch.manualSeed(1);
    const twin = copy.deepcopy(net);
    expect(torch.rand(1).item()).to.equal(torch.manualSeed(1) && torch.rand(1).item());
    const x = torch.ones(1, 1, 4, 4);
    expect([String(twin), twin(x).equal(net(x)), twin.training]).to.deep.equal([String(net), true, false]);
    torch.noGrad(() => net.conv.weight.zero_());
    net.sizes.push(3);
    expect(twin.conv.weight.abs().sum().item()).to.be.greaterThan(0);
    expect([twin.sizes, twin.parameters().length, twin instanceof Net]).to.deep.equal([[1, 2], 4, true]);
    const optimizer = new optim.SGD(twin.parameters(), { lr: 1 });
    twin.train()(x).sum().backward();
    optimizer.step();
    expect(net.conv.weight.grad).to.equal(null);
  });

  it("keeps the best weights while training goes on, and what occurs twice occurs twice", () => {
    const net = new Net();
    const best = copy.deepcopy(net.stateDict());
    torch.noGrad(() => net.conv.weight.fill_(7));
    expect(best["conv.weight"]!.eq(7).any().item<boolean>()).to.equal(false);
    expect(best.keys()).to.deep.equal(net.stateDict().keys());
    const shared = torch.ones(2);
    const [a, b] = copy.deepcopy([shared, shared]);
    expect([a === b, a === shared]).to.deep.equal([true, false]);
  });

  it("refuses results of recorded operations in torch's words", () => {
    expect(() => copy.deepcopy(torch.ones(1, { requiresGrad: true }).mul(2))).to.throw(
      "Only Tensors created explicitly",
    );
  });
});
