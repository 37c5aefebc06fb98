/** The library on one screen: what a lesson writes, and what it gets. */

import { expect } from "chai";
import { describe, it } from "mocha";
import { F, inspect, nn, optim, torch, tuple } from "../src/index.ts";

describe("a tour of the helpers", () => {
  it("tensors print as in PyTorch, with PyTorch's numbers", () => {
    torch.manualSeed(42);
    expect(String(torch.randn(2, 3))).to.equal(
      "tensor([[ 0.3367,  0.1288,  0.2345],\n        [ 0.2303, -1.1229, -0.1863]])",
    );
    const x = torch.arange(6).view(2, 3);
    expect(String(x.at(":", "1:"))).to.equal("tensor([[1, 2],\n        [4, 5]])");
    expect(String(tuple(x.shape, x.mul(0.5).sum(1)))).to.equal("(torch.Size([2, 3]), tensor([1.5000, 6.0000]))");
  });

  it("gradients flow back through what was computed", () => {
    const w = torch.tensor([1.5, -2], { requiresGrad: true });
    const loss = w.mul(w).sum();
    expect(String(loss)).to.equal("tensor(6.2500, grad_fn=<SumBackward0>)");
    loss.backward();
    expect(String(w.grad)).to.equal("tensor([ 3., -4.])");
    torch.noGrad(() => w.sub_(w.grad!.mul(0.5)));
    expect(w.tolist()).to.deep.equal([0, 0]);
  });

  it("layers are made with new and then called; inspect takes a convolution apart", () => {
    torch.manualSeed(0);
    const conv = new nn.Conv2d(3, 1, { kernelSize: 3, padding: 1 });
    const image = torch.randint(-1, 2, [1, 3, 4, 4], { dtype: torch.float32 });
    expect(conv(image).shape).to.deep.equal([1, 1, 4, 4]);
    expect(String(conv)).to.equal("Conv2d(3, 1, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))");
    expect(inspect.dotProduct(conv, image, { at: [0, 0] }).patch.shape).to.deep.equal([3, 3, 3]);
  });

  it("a network of one's own learns", () => {
    class Net extends nn.Module {
      conv = new nn.Conv2d(1, 4, 3, { padding: 1 });
      fc = new nn.Linear(4 * 2 * 2, 2);
      override forward(x: torch.Tensor): torch.Tensor {
        return this.fc(F.maxPool2d(this.conv(x).tanh(), 2).flatten(1));
      }
    }
    torch.manualSeed(1);
    const model = new Net();
    const images = torch.randn(32, 1, 4, 4);
    const labels = images.mean([1, 2, 3]).gt(0).long();
    const loader = new torch.utils.data.DataLoader(new torch.utils.data.TensorDataset(images, labels), {
      batchSize: 8,
      shuffle: true,
    });
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.3 });
    const lossFn = new nn.CrossEntropyLoss();
    for (let epoch = 0; epoch < 30; epoch++)
      for (const [batch, targets] of loader) {
        const loss = lossFn(model(batch!), targets!);
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
    const accuracy = torch.noGrad(() => model(images).argmax(1).eq(labels).float().mean().item());
    expect(accuracy).to.be.greaterThan(0.9);
  });

  it("mistakes are explained in PyTorch's words", () => {
    const conv = new nn.Conv2d(3, 6, 3);
    expect(() => conv(torch.zeros(1, 1, 8, 8))).to.throw(/expected input\[1, 1, 8, 8\] to have 3 channels, but got 1/);
    expect(() => torch.ones(2, 3).matmul(torch.ones(2, 3))).to.throw("shapes cannot be multiplied (2x3 and 2x3)");
    expect(() => torch.ones(2).sum().backward()).to.throw("element 0 of tensors does not require grad");
  });
});
