import { describe, it } from "mocha";
import { expect } from "chai";
import { inspect, nn, torch } from "../../../src/index.ts";

/** Layers and their input shapes. */
const cases: readonly (readonly [string, nn.Module<unknown>, readonly number[]])[] = [
  ["Conv2d", new nn.Conv2d(3, 16, { kernelSize: 3, padding: 1 }), [1, 3, 32, 32]],
  [
    "Conv2d with a stride and dilation",
    new nn.Conv2d(3, 4, { kernelSize: [3, 5], stride: [2, 3], dilation: 2, padding: [1, 0] }),
    [2, 3, 17, 31],
  ],
  ["Conv2d without a batch", new nn.Conv2d(3, 4, 3), [3, 8, 9]],
  ["Conv2d that keeps the size", new nn.Conv2d(1, 1, { kernelSize: 4, padding: "same" }), [1, 1, 7, 6]],
  ["Conv2d with padding valid", new nn.Conv2d(1, 1, { kernelSize: 4, padding: "valid" }), [1, 1, 7, 6]],
  ["Conv1d", new nn.Conv1d(2, 3, { kernelSize: 3, stride: 2 }), [1, 2, 12]],
  [
    "ConvTranspose2d",
    new nn.ConvTranspose2d(2, 3, { kernelSize: 3, stride: 2, padding: 1, outputPadding: 1 }),
    [1, 2, 5, 6],
  ],
  ["MaxPool2d", new nn.MaxPool2d(2), [1, 3, 7, 8]],
  ["MaxPool2d in ceil mode", new nn.MaxPool2d({ kernelSize: 2, stride: 2, ceilMode: true }), [1, 3, 7, 8]],
  [
    "MaxPool2d whose last window begins in the rim",
    new nn.MaxPool2d({ kernelSize: 2, stride: 3, padding: 1, ceilMode: true }),
    [1, 1, 5, 4],
  ],
  ["AvgPool1d", new nn.AvgPool1d(3), [1, 2, 10]],
];

describe("inspect.outputShape", () => {
  for (const [name, layer, input] of cases) {
    it(`${name}: its sums give the sizes that the layer gives`, () => {
      const { shape, formulas } = inspect.outputShape(layer, input);
      expect([...shape]).to.deep.equal([...(layer as nn.Module)(torch.zeros([...input])).shape]);
      const sums = Object.entries(formulas).filter(([key]) => "LHW".includes(key));
      expect(sums.map(([, sum]) => Number(/\d+$/.exec(sum)![0]))).to.deep.equal(shape.slice(-sums.length));
    });
  }

  it("prints the shape and the sums", () => {
    const layer = new nn.Conv2d(3, 16, { kernelSize: 3, stride: 2, padding: 1 });
    expect(String(inspect.outputShape(layer, torch.zeros(1, 3, 32, 31)))).to.equal(
      [
        "[1, 3, 32, 31] -> [1, 16, 16, 16]",
        "C: outChannels = 16",
        "H: floor((32 + 2 * 1 - 1 * (3 - 1) - 1) / 2) + 1 = 16",
        "W: floor((31 + 2 * 1 - 1 * (3 - 1) - 1) / 2) + 1 = 16",
      ].join("\n"),
    );
    expect(String(inspect.outputShape(new nn.Linear(4, 2), [5, 4]))).to.equal(
      "[5, 4] -> [5, 2]\nlast: outFeatures = 2",
    );
  });

  it("tells the sum of a transposed convolution, and what the padding keeps", () => {
    const [, transposed] = cases.find(([name]) => name === "ConvTranspose2d")!;
    expect(inspect.outputShape(transposed, [1, 2, 5, 6]).formulas).to.deep.equal({
      C: "outChannels = 3",
      H: "(5 - 1) * 2 - 2 * 1 + 1 * (3 - 1) + 1 + 1 = 10",
      W: "(6 - 1) * 2 - 2 * 1 + 1 * (3 - 1) + 1 + 1 = 12",
    });
    const same = new nn.Conv2d(1, 1, { kernelSize: 4, padding: "same" });
    expect(inspect.outputShape(same, [1, 1, 7, 6]).formulas["W"]).to.equal('padding "same" keeps 6');
  });

  it("has no sums for a layer without a window", () => {
    expect(inspect.outputShape(new nn.ReLU(), [1, 2, 3, 4, 5]).formulas).to.deep.equal({});
    expect(inspect.outputShape(new nn.Flatten(), [2, 3, 4]).formulas).to.deep.equal({});
  });

  it("leaves the layer's mode alone, and refuses what is no layer", () => {
    const layer = new nn.Sequential(new nn.BatchNorm2d(3));
    inspect.outputShape(layer, [2, 3, 4, 4]);
    expect([layer.training, layer.at(0).training]).to.deep.equal([true, true]);
    expect(() => inspect.outputShape((() => 1) as never, [1])).to.throw(
      "argument 'layer' (position 1) must be Module, not a function",
    );
  });
});

describe("inspect.receptiveField", () => {
  it("grows by (kernel - 1) * dilation * the strides before it", () => {
    const net = new nn.Sequential(
      new nn.Conv2d(3, 8, 3), // 1 + 2
      new nn.ReLU(),
      new nn.MaxPool2d(2), // 3 + 1
      new nn.Conv2d(8, 8, { kernelSize: 3, dilation: 2 }), // 4 + 2 * 2 * 2
      new nn.Flatten(),
      new nn.Linear(8, 2),
    );
    const field = inspect.receptiveField(net);
    expect(field.layers.map(({ size }) => size)).to.deep.equal([
      [3, 3],
      [4, 4],
      [12, 12],
    ]);
    expect(String(field)).to.equal(
      [
        "0  Conv2d     3 x 3, every 1 x 1",
        "2  MaxPool2d  4 x 4, every 2 x 2",
        "3  Conv2d     12 x 12, every 2 x 2",
        "4 (Flatten) sees all of what comes to it",
      ].join("\n"),
    );
  });

  it("is what a gradient reaches", () => {
    const net = new nn.Sequential(
      new nn.Conv2d(1, 1, { kernelSize: 3, stride: 2 }),
      new nn.AvgPool2d(2),
      new nn.Conv2d(1, 1, { kernelSize: [2, 3] }),
    );
    const x = torch.ones([1, 1, 40, 40], { requiresGrad: true });
    net(x).at(0, 0, 2, 2).backward();
    const reached = x.grad!.ne(0).nonzero();
    const extent = (d: number): number => reached.at(":", d).max().item() - reached.at(":", d).min().item() + 1;
    expect([extent(2), extent(3)]).to.deep.equal([...inspect.receptiveField(net).size]);
  });

  it("refuses a transposed convolution", () => {
    expect(() => inspect.receptiveField(new nn.Sequential(new nn.ConvTranspose2d(1, 1, 2)))).to.throw(
      "receptiveField: 0 (ConvTranspose2d) is a transposed convolution, which has no one field",
    );
  });
});
