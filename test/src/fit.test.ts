import { expect } from "chai";
import { describe, it } from "mocha";
import { evaluate, F, fit, nn, optim, torch, type Tensor } from "../../src/index.ts";

const data = (): torch.utils.data.TensorDataset => {
  torch.manualSeed(3);
  const x = torch.randn(40, 1, 4, 4);
  return new torch.utils.data.TensorDataset(x, x.mean([1, 2, 3]).gt(0).long());
};
const net = (): nn.Sequential => {
  torch.manualSeed(0);
  return new nn.Sequential(new nn.Conv2d(1, 3, 3), new nn.Dropout(0.5), new nn.Flatten(), new nn.Linear(12, 2));
};
type Loader = Iterable<[Tensor, Tensor]>;
const loader = (shuffle = true): Loader =>
  new torch.utils.data.DataLoader(data(), { batchSize: 16, shuffle }) as unknown as Loader;
const sgd = (model: nn.Sequential): optim.SGD => new optim.SGD(model.parameters(), { lr: 0.1 });
const live = false;
const rejection = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => expect.fail("went through"),
    (error: Error) => error,
  );

describe("fit", () => {
  it("does what a loop of one's own does, and tells the loss of each epoch", async () => {
    const [ours, theirs] = [net(), net()];
    const optimizer = sgd(theirs);
    const losses: number[] = [];
    let batches = loader();
    torch.manualSeed(1);
    for (let epoch = 0; epoch < 3; epoch++) {
      let sum = 0;
      for (const [x, y] of batches) {
        optimizer.zeroGrad();
        const loss = F.crossEntropy(theirs(x), y);
        loss.backward();
        optimizer.step();
        sum += loss.item() * y.length;
      }
      losses.push(sum / 40);
    }
    batches = loader();
    torch.manualSeed(1);
    const history = await fit(ours, batches, { optimizer: sgd(ours), epochs: 3, live });
    expect(history.loss).to.deep.equal(losses);
    for (const [i, parameter] of ours.parameters().entries())
      expect(parameter.equal(theirs.parameters()[i]!)).to.equal(true);
  });

  it("measures validation pictures without dropout and leaves the model in training mode", async () => {
    const model = net();
    const history = await fit(model, loader(), { optimizer: sgd(model), epochs: 2, validation: loader(false), live });
    expect(model.training).to.equal(true);
    const { loss, accuracy } = evaluate(model, loader(false));
    expect(history.validationLoss.at(-1)).to.equal(loss);
    expect(history.validationAccuracy.at(-1)).to.equal(accuracy);
    expect(history.validationLoss).to.have.length(2);
    expect(String(history)).to.match(
      /^2 epochs; training: loss 0\.\d{3}, accuracy 0\.\d{3}; validation: loss 0\.\d{3}, /,
    );
    expect(String(history.figure())).to.include("line training of 2").and.include("line validation of 2");
  });

  it("lets others work between epochs", async () => {
    const model = net();
    let isDone = false;
    let sawOther = false;
    setImmediate(() => (sawOther = !isDone));
    await fit(model, loader(), { optimizer: sgd(model), epochs: 3, live });
    isDone = true;
    expect(sawOther).to.equal(true);
  });

  it("shows its loop, which is the loop that runs", () => {
    const steps = ["model(input)", "lossFunction(output, target)", "zeroGrad()", "backward()", "step()"];
    const places = steps.map((step) => fit.source.indexOf(step));
    expect(places).to.deep.equal(places.toSorted((a, b) => a - b));
    expect(places[0]).to.be.above(0);
    expect(fit.source.split("\n").length).to.be.below(25);
  });

  it("refuses what cannot train", async () => {
    const model = net();
    const optimizer = sgd(model);
    const call = fit as (...args: unknown[]) => Promise<unknown>;
    expect((await rejection(call(model, loader()))).message).to.include("expected an optimizer, as in");
    expect((await rejection(call(model, loader(), { optimizer: sgd(net()) }))).message).to.include(
      "none of its parameters",
    );
    expect((await rejection(fit(model, [], { optimizer, live }))).message).to.equal("fit: expected batches, got none");
    expect((await rejection(fit(model, loader(), { optimizer, epochs: 0, live }))).message).to.include("epochs");
    expect((await rejection(call(model, loader(), { optimiser: optimizer }))).message).to.include("optimiser");
    expect((await rejection(call(loader(), model, { optimizer }))).message).to.include("nn.Module");
  });
});

describe("evaluate", () => {
  it("gives the mean over pictures, not over batches", () => {
    const model = net().eval();
    const [x, y] = [...(new torch.utils.data.DataLoader(data(), { batchSize: 40 }) as unknown as Loader)][0]!;
    const { loss, accuracy } = evaluate(model, loader(false));
    expect(loss).to.be.closeTo(F.crossEntropy(model(x), y).item(), 1e-6);
    expect(accuracy).to.equal(model(x).argmax(1).eq(y).sum().item() / 40);
    expect(model.training).to.equal(false);
  });

  it("wants batches", () => {
    expect(() => evaluate(net(), [])).to.throw(RangeError, "evaluate: expected batches, got none");
  });
});
