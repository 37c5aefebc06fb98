import { expect } from "chai";
import { describe, it } from "mocha";
import { setImmediate as nextTurn } from "node:timers/promises";
import { runInNewContext } from "node:vm";
import { F, nn, optim, torch } from "../../../src/index.ts";

/** Runs `step` repeatedly until it is stopped from outside, as by a kernel's interrupt: no `finally` runs. */
function stopWithin(milliseconds: number, step: () => void): void {
  expect(() => runInNewContext("for (;;) step()", { step }, { timeout: milliseconds })).to.throw("timed out");
}

describe("a training loop that is stopped anywhere", () => {
  for (const size of [4, 16])
    it(`leaves model, optimiser and generator usable: images ${size} x ${size}`, async () => {
      torch.manualSeed(3);
      const model = new nn.Sequential(
        new nn.Conv2d(3, 8, 3, { padding: 1 }),
        new nn.BatchNorm2d(8),
        new nn.ReLU(),
        new nn.MaxPool2d(2),
        new nn.Dropout(0.2),
        new nn.Flatten(),
        new nn.Linear((8 * size * size) / 4, 2),
      );
      const optimizer = new optim.SGD(model.parameters(), { lr: 0.01, momentum: 0.9 });
      const labels = torch.randint(0, 2, [16]);
      const step = () => {
        const loss = F.crossEntropy(model(torch.randn(16, 3, size, size)), labels);
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
        return loss.item();
      };
      step();
      for (let i = 0; i < 25; i++) {
        stopWithin(3 + (i % 5), step);
        await nextTurn();
        expect(torch.isGradEnabled()).to.equal(true);
        expect(Number.isFinite(step())).to.equal(true);
      }
      for (const parameter of model.parameters()) expect(parameter.isfinite().all().item<boolean>()).to.equal(true);
      torch.manualSeed(42);
      expect(torch.rand(1).item()).to.be.closeTo(0.8823, 1e-4);
    });

  it("leaves no gradient that is given back twice, where it is stopped while one is dropped", () => {
    const x = torch.ones(3).requiresGrad_();
    x.sum().backward();
    const { memory: storage } = x.peekGrad()!;
    storage.release = () => {
      throw new Error("stopped here");
    };
    expect(() => x.dropGrad()).to.throw("stopped here");
    expect(x.peekGrad()).to.equal(null);
  });
});
