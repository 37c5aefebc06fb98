/** The steps themselves are compared with PyTorch's in test/src/conformance.test.ts; this file tests the rest. */
import { inspect } from "node:util";
import { describe, it } from "mocha";
import { expect } from "chai";
import { nn, optim, torch, type Tensor } from "../../../src/index.ts";

const parameter = (...values: number[]): nn.Parameter =>
  new nn.Parameter(torch.tensor(values, { dtype: torch.float32 }));

/** Gives `p` the gradient `2 p`. */
function backward(p: Tensor): void {
  p.square().sum().backward();
}

describe("Optimizer", () => {
  it("takes settings positionally or by name, in groups that override them", () => {
    const [a, b] = [parameter(1), parameter(1)];
    const optimizer = new optim.SGD([{ params: [a] }, { params: b, lr: 0.5, momentum: 0.9 }], { lr: 0.25 });
    expect(optimizer.paramGroups.map(({ lr, momentum }) => [lr, momentum])).to.deep.equal([
      [0.25, 0],
      [0.5, 0.9],
    ]);
    expect(new optim.SGD([a], 0.25).paramGroups[0]!.lr).to.equal(0.25);
  });

  it("passes over parameters without a gradient and leaves the graph alone", () => {
    const [a, b] = [parameter(1), parameter(1)];
    const optimizer = new optim.SGD([a, b], { lr: 0.25 });
    backward(a);
    optimizer.step();
    expect([a.item(), b.item()]).to.deep.equal([0.5, 1]);
    expect([a.isLeaf, a.requiresGrad]).to.deep.equal([true, true]);
  });

  it("forgets gradients, or zeroes them", () => {
    const a = parameter(1);
    const optimizer = new optim.SGD([a], { lr: 0.25 });
    backward(a);
    optimizer.zeroGrad({ setToNone: false });
    expect(a.grad!.item()).to.equal(0);
    optimizer.zeroGrad();
    expect(a.grad).to.equal(null);
  });

  it("runs a closure with gradients recorded and gives back what it returns", () => {
    const a = parameter(3);
    const optimizer = new optim.SGD([a], { lr: 0.25 });
    const loss = optimizer.step(() => {
      optimizer.zeroGrad();
      const value = a.square().sum();
      value.backward();
      return value;
    });
    expect([loss.item(), a.item()]).to.deep.equal([9, 1.5]);
  });

  it("changes parameters that are views, in their base's storage", () => {
    const base = torch.zeros(2, 2);
    const column = new nn.Parameter(base.t());
    const optimizer = new optim.Adam([column], { lr: 1 });
    column
      .mul(
        torch.tensor([
          [1, 0],
          [0, 0],
        ]),
      )
      .sum()
      .backward();
    optimizer.step();
    expect(base.tolist<number[][]>().flat().map(Math.round)).to.deep.equal([-1, 0, 0, 0]);
  });

  it("goes on from a saved state as if it had not stopped", () => {
    for (const make of [
      (p: Tensor) => new optim.SGD([p], { lr: 0.1, momentum: 0.9 }),
      (p: Tensor) => new optim.Adam([p], { lr: 0.1 }),
      (p: Tensor) => new optim.RMSprop([p], { lr: 0.1, momentum: 0.9, centered: true }),
      (p: Tensor) => new optim.Adagrad([p], { lr: 0.1 }),
    ]) {
      const [a, b] = [parameter(1, -2), parameter(1, -2)];
      const [first, second] = [make(a), make(b)];
      const step = (p: Tensor, optimizer: { zeroGrad(): void; step(): void }): void => {
        optimizer.zeroGrad();
        backward(p);
        optimizer.step();
      };
      step(a, first);
      torch.noGrad(() => b.copy_(a));
      second.loadStateDict(first.stateDict());
      step(a, first);
      step(b, second);
      expect(b.tolist()).to.deep.equal(a.tolist());
    }
  });

  it("refuses a state of other groups", () => {
    const [one, two] = [[parameter(1)], [parameter(1), parameter(2)]].map((p) => new optim.SGD(p, { lr: 1 }));
    expect(() => one!.loadStateDict(two!.stateDict())).to.throw("doesn't match the size of optimizer's group");
    const groups = new optim.SGD([{ params: [parameter(1)] }, { params: [parameter(1)] }], { lr: 1 });
    expect(() => one!.loadStateDict(groups.stateDict())).to.throw("different number of parameter groups");
  });

  it("refuses a single tensor and a module in place of a list", () => {
    expect(() => new optim.SGD(parameter(1) as never, { lr: 1 })).to.throw(
      TypeError,
      "should be an iterable of Tensors",
    );
  });

  it("prints its groups", () => {
    expect(inspect(new optim.SGD([parameter(1)], { lr: 0.1, momentum: 0.9 }))).to.equal(`SGD (
Parameter Group 0
    dampening: 0
    differentiable: False
    foreach: None
    fused: None
    lr: 0.1
    maximize: False
    momentum: 0.9
    nesterov: False
    weight_decay: 0
)`);
  });

  it("leaves the default stream of random numbers alone", () => {
    torch.manualSeed(1);
    const a = parameter(1);
    backward(a);
    new optim.Adam([a]).step();
    const drawn = torch.rand(1).item();
    torch.manualSeed(1);
    expect(drawn).to.equal(torch.rand(1).item());
  });
});

describe("lrScheduler", () => {
  it("goes on from a saved state", () => {
    const make = (): [optim.SGD, optim.lrScheduler.StepLR] => {
      const optimizer = new optim.SGD([parameter(1)], { lr: 1 });
      return [optimizer, new optim.lrScheduler.StepLR(optimizer, { stepSize: 2, gamma: 0.5 })];
    };
    const [firstOptimizer, first] = make();
    for (let i = 0; i < 3; i++) first.step();
    const [secondOptimizer, second] = make();
    second.loadStateDict(first.stateDict());
    secondOptimizer.loadStateDict(firstOptimizer.stateDict());
    first.step();
    second.step();
    expect([first.getLastLr(), second.getLastLr()]).to.deep.equal([[0.25], [0.25]]);
  });

  it("ReduceLROnPlateau goes on from a saved state too", () => {
    const make = (): optim.lrScheduler.ReduceLROnPlateau => {
      const optimizer = new optim.SGD([parameter(1)], { lr: 1 });
      return new optim.lrScheduler.ReduceLROnPlateau(optimizer, { patience: 1, factor: 0.5 });
    };
    const [first, second] = [make(), make()];
    for (const metric of [2, 3]) first.step(metric);
    second.loadStateDict(first.stateDict());
    for (const scheduler of [first, second]) scheduler.step(3);
    expect([first.getLastLr(), second.getLastLr()]).to.deep.equal([[0.5], [0.5]]);
  });

  it("LambdaLR multiplies the first rate of each group", () => {
    const optimizer = new optim.SGD([{ params: [parameter(1)] }, { params: [parameter(1)], lr: 4 }], { lr: 2 });
    const scheduler = new optim.lrScheduler.LambdaLR(optimizer, [(epoch) => 0.5 ** epoch, () => 0.25]);
    scheduler.step();
    expect(scheduler.getLastLr()).to.deep.equal([1, 1]);
    expect(() => new optim.lrScheduler.LambdaLR(optimizer, [() => 1])).to.throw("Expected 2 lr_lambdas, but got 1");
  });

  it("ReduceLROnPlateau takes a tensor as metric", () => {
    const optimizer = new optim.SGD([parameter(1)], { lr: 1 });
    const scheduler = new optim.lrScheduler.ReduceLROnPlateau(optimizer, { patience: 0, factor: 0.5 });
    for (const metric of [torch.tensor(2.5), torch.tensor(3.5)]) scheduler.step(metric);
    expect(scheduler.getLastLr()).to.deep.equal([0.5]);
    expect(() => new optim.lrScheduler.ReduceLROnPlateau(optimizer, { factor: 1 })).to.throw("Factor should be < 1.0.");
  });

  it("refuses a cycle of 0 steps, by which torch would divide", () => {
    const optimizer = new optim.SGD([new nn.Parameter(torch.ones([1]))], { lr: 0.1, momentum: 0.9 });
    for (const [make, name] of [
      [() => new optim.lrScheduler.StepLR(optimizer, 0), "StepLR's stepSize"],
      [() => new optim.lrScheduler.CosineAnnealingLR(optimizer, 0), "CosineAnnealingLR's tMax"],
      [() => new optim.lrScheduler.CyclicLR(optimizer, 0.1, 0.2, 0), "CyclicLR's stepSizeUp"],
    ] as const)
      expect(make).to.throw(RangeError, `${name} expected a number of steps other than 0, got 0`);
  });

  it("OneCycleLR refuses to be stepped beyond its end", () => {
    const optimizer = new optim.SGD([parameter(1)], { lr: 1 });
    const scheduler = new optim.lrScheduler.OneCycleLR(optimizer, { maxLr: 1, totalSteps: 4 });
    for (let i = 0; i < 4; i++) scheduler.step();
    expect(() => scheduler.step()).to.throw("Tried to step 5 times. The specified number of total steps is 4");
  });
});
