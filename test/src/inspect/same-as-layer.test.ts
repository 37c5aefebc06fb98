import { describe, it } from "mocha";
import { expect } from "chai";
import { inspect, nn, torch } from "../../../src/index.ts";
import { reachOf } from "../../../src/inspect/patch.ts";
import type { Multiplies } from "../../../src/inspect/terms.ts";

/** The place of a number in a tensor that is read in order. */
const placeOf = (flat: number, sizes: readonly number[]): number[] =>
  sizes.map((size, d) => Math.floor(flat / sizes.slice(d + 1).reduce((a, b) => a * b, 1)) % size);

/** Layers for which the origin of the patch and the padding matter: each position of the output is compared with the layer itself. */
const layers: Readonly<Record<string, () => nn.Conv2d>> = {
  "padding same, an odd kernel": () => new nn.Conv2d(2, 2, { kernelSize: 3, padding: "same" }),
  "padding same, an even kernel": () => new nn.Conv2d(2, 2, { kernelSize: [2, 4], padding: "same" }),
  "padding same, dilation": () => new nn.Conv2d(2, 2, { kernelSize: [4, 3], padding: "same", dilation: [1, 2] }),
  "padding valid": () => new nn.Conv2d(2, 2, { kernelSize: 3, padding: "valid" }),
  "a rim of zeros": () => new nn.Conv2d(2, 2, { kernelSize: 3, padding: [2, 1], stride: [2, 1] }),
  "a reflected rim": () => new nn.Conv2d(2, 2, { kernelSize: 3, padding: [2, 1], paddingMode: "reflect" }),
  "a replicated rim": () => new nn.Conv2d(2, 2, { kernelSize: 3, padding: [1, 2], paddingMode: "replicate" }),
  "a circular rim": () => new nn.Conv2d(2, 2, { kernelSize: 3, padding: [2, 1], paddingMode: "circular" }),
  groups: () => new nn.Conv2d(2, 4, { kernelSize: 3, padding: 1, groups: 2 }),
};

describe("inspect.dotProduct", () => {
  for (const [name, make] of Object.entries(layers)) {
    it(`gives every number of the layer's output: ${name}`, () => {
      torch.manualSeed(7);
      const conv = make();
      const image = torch.randn(2, 5, 6);
      const output = conv(image).detach();
      const [channels, rows, columns] = output.shape;
      for (let channel = 0; channel < channels!; channel++)
        for (let row = 0; row < rows!; row++)
          for (let column = 0; column < columns!; column++) {
            const { result } = inspect.dotProduct(conv, image, { at: [row, column], channel });
            expect(result, `${channel} ${row} ${column}`).to.be.closeTo(output.at(channel, row, column).item(), 2e-6);
          }
    });
  }

  /** Layers that do not slide a kernel over a picture, or do it differently. */
  const others: Readonly<Record<string, () => readonly [layer: Multiplies, input: torch.Tensor]>> = {
    "Conv1d, a reflected rim": () => [
      new nn.Conv1d(4, 2, { kernelSize: 3, padding: 2, stride: 2, groups: 2, paddingMode: "reflect" }),
      torch.randn(4, 7),
    ],
    'Conv1d, padding "same" of an even kernel': () => [
      new nn.Conv1d(2, 2, { kernelSize: 4, padding: "same", dilation: 2, bias: false }),
      torch.randn(3, 2, 7),
    ],
    "ConvTranspose2d, stride and output padding": () => [
      new nn.ConvTranspose2d(4, 4, { kernelSize: [3, 2], stride: 2, padding: [1, 0], outputPadding: 1, groups: 2 }),
      torch.randn(2, 4, 3, 4),
    ],
    "ConvTranspose2d, dilation": () => [
      new nn.ConvTranspose2d(2, 3, { kernelSize: 2, dilation: [2, 3], padding: 1 }),
      torch.randn(2, 3, 3),
    ],
    ConvTranspose1d: () => [new nn.ConvTranspose1d(2, 2, 3, { stride: 3, padding: 1 }), torch.randn(2, 4)],
    "AvgPool2d, its rim counted": () => [new nn.AvgPool2d(3, { stride: 2, padding: 1 }), torch.randn(2, 6, 5)],
    "AvgPool2d, its rim not counted, a last window that is not whole": () => [
      new nn.AvgPool2d([3, 2], { stride: 2, padding: 1, ceilMode: true, countIncludePad: false }),
      torch.randn(2, 2, 6, 5),
    ],
    "AvgPool2d, a last window over the rim": () => [
      new nn.AvgPool2d(3, { stride: 2, padding: 1, ceilMode: true }),
      torch.randn(2, 6, 5),
    ],
    "AvgPool2d, a divisor of its own": () => [new nn.AvgPool2d(2, { divisorOverride: 3 }), torch.randn(2, 4, 4)],
    AvgPool1d: () => [new nn.AvgPool1d(3, { stride: 1, padding: 1 }), torch.randn(2, 5)],
    Linear: () => [new nn.Linear(20, 3), torch.randn(2, 20)],
    "Linear of one row": () => [new nn.Linear(5, 3, { bias: false }), torch.randn(5)],
  };
  for (const [name, make] of Object.entries(others)) {
    it(`gives every number of the layer's output: ${name}`, () => {
      torch.manualSeed(11);
      const [layer, input] = make();
      const places = layer instanceof nn.Linear ? 0 : name.includes("2d") ? 2 : 1;
      const isBatch = input.dim() === places + 2;
      const index = isBatch ? input.shape[0]! - 1 : 0;
      const whole = (layer as nn.Module)(input).detach();
      const output = isBatch ? whole.at(index) : whole;
      const numbers = output.flatten().tolist() as number[];
      for (const [flat, number] of numbers.entries()) {
        const [channel, ...at] = placeOf(flat, output.shape);
        const found =
          places === 0
            ? inspect.dotProduct(layer, input, { channel, index })
            : inspect.dotProduct(layer, input, { at, channel, index });
        expect(found.result, `${channel} at ${at.join(", ")}`).to.be.closeTo(number, 2e-6);
        expect([...found.products.shape]).to.deep.equal([...found.patch.shape]);
      }
    });
  }

  it("prints what a transposed convolution carries to a place", () => {
    const layer = new nn.ConvTranspose2d(1, 1, { kernelSize: 2, stride: 1, bias: false });
    torch.noGrad(() =>
      layer.weight.copy_(
        torch
          .tensor([
            [
              [
                [1, 2],
                [3, 4],
              ],
            ],
          ])
          .float(),
      ),
    );
    // The output [0, 1] is input[0, 0] * w[0, 1] + input[0, 1] * w[0, 0].
    const found = inspect.dotProduct(
      layer,
      torch
        .tensor([
          [
            [5, 6],
            [7, 8],
          ],
        ])
        .float(),
      { at: [0, 1] },
    );
    expect(String(found)).to.equal(
      [
        "output channel 0, row 0, column 1",
        "each weight stands beside the number of the input that it carries to this place; 0 where it carries none",
        "",
        "input channel 0   x kernel   = products",
        "6  5              1  2        6  10",
        "0  0              3  4        0   0",
        "                                 sum 16",
      ].join("\n"),
    );
  });

  it("prints a Linear in lines, a pool without a bias", () => {
    const linear = new nn.Linear(2, 1);
    torch.noGrad(() => {
      linear.weight.copy_(torch.tensor([[2, -1]]));
      linear.bias.fill_(0.5);
    });
    expect(String(inspect.dotProduct(linear, torch.tensor([3, 4]).float()))).to.equal(
      [
        "output 0",
        "",
        "input   x kernel   = products",
        "3  4     2  -1      6  -4",
        "                   sum 2.0000",
        "",
        "2.0000 + 0.5000 (bias) = 2.5000",
      ].join("\n"),
    );
    const pool = String(inspect.dotProduct(new nn.AvgPool2d(2), torch.arange(4).float().view(1, 2, 2), [0, 0]));
    expect(pool).to.include("each number of the window counts as 1 / 4");
    expect(pool, "one sum is the result").to.match(/ sum 1\.5000$/);
    const two = new nn.Conv2d(2, 1, 1, { bias: false });
    torch.noGrad(() => two.weight.fill_(3));
    expect(String(inspect.dotProduct(two, torch.ones(2, 1, 1), [0, 0]))).to.match(/\n\n3 \+ 3 = 6$/);
  });

  it("has the kernel by the layer's name for it", () => {
    const product = inspect.dotProduct(new nn.Conv2d(1, 1, 3), torch.ones(1, 3, 3), { at: [0, 0] });
    expect(product.weight).to.equal(product.kernel);
  });

  it("says what explains the other layers", () => {
    const image = torch.ones(1, 4, 4);
    const ask = (layer: unknown) => () => inspect.dotProduct(layer as nn.Conv2d, image, { at: [0, 0] });
    expect(ask(new nn.MaxPool2d(2))).to.throw(
      TypeError,
      "not a MaxPool2d; it takes the largest number of a window and multiplies nothing: plot.explorer shows the window",
    );
    expect(ask(new nn.AdaptiveAvgPool2d(1))).to.throw("its output is the mean of a part of the input");
    expect(ask(new nn.Conv3d(1, 1, 2))).to.throw("take one slice of depth with a Conv2d");
    expect(ask(new nn.ReLU())).to.throw("not a ReLU; inspect.activations tells what any layer gives");
    expect(ask(3)).to.throw(
      "must be layer that multiplies (Conv2d, Conv1d, Linear, AvgPool2d, ConvTranspose2d), not 3",
    );
  });

  it("says which place is meant by which layer", () => {
    const sequence = torch.ones(1, 4);
    expect(() => inspect.dotProduct(new nn.Conv1d(1, 1, 2), sequence, { at: [0, 0] })).to.throw(
      "dotProduct: expected at, a place within the output [3], got [0,0]",
    );
    expect(() => inspect.dotProduct(new nn.Conv1d(1, 1, 2), sequence, 3)).to.throw(
      RangeError,
      "dotProduct: expected at within the output [3], got [3]",
    );
    expect(() => inspect.dotProduct(new nn.Conv1d(1, 1, 2), sequence)).to.throw(
      "missing 1 required positional argument: 'at': a place within the output [3]",
    );
    expect(() => inspect.dotProduct(new nn.Linear(4, 2), sequence, { at: 0 })).to.throw(
      "a Linear has no places in its output; channel names one of its numbers",
    );
    expect(() => inspect.dotProduct(new nn.Linear(4, 2), sequence, { channel: 2 })).to.throw(
      "channel from 0 to 1, got 2",
    );
    expect(() => inspect.dotProduct(new nn.ConvTranspose2d(1, 1, 2), torch.ones(1, 3, 3), { at: [4, 0] })).to.throw(
      "expected at within the output [4, 4], got [4, 0]",
    );
  });
});

describe("where a kernel lies", () => {
  it("is counted from the settings alone", () => {
    const lays = {
      kernelSize: [3, 2],
      stride: [2, 3],
      padding: [1, 0],
      dilation: [2, 1],
      paddingMode: "zeros",
    } as const;
    // (9 + 2 * 1 - 2 * 2 - 1) / 2 + 1 = 4, (11 - 1 - 1) / 3 + 1 = 4
    expect(reachOf(lays, 9, 11)).to.deep.equal({ top: 1, left: 0, rows: 4, columns: 4 });
    // (9 - 2 * 2 - 1) / 2 + 1 = 3, floor((12 - 1 - 1) / 3) + 1 = 4
    expect(reachOf({ ...lays, padding: "valid" }, 9, 12)).to.deep.equal({ top: 0, left: 0, rows: 3, columns: 4 });
    const same = { ...lays, stride: [1, 1], padding: "same" } as const;
    expect(reachOf(same, 9, 12)).to.deep.equal({ top: 2, left: 0, rows: 9, columns: 12 });
  });
});

describe("summary", () => {
  it("counts multiplications by what a layer is, not by its name", () => {
    class Edge extends nn.Conv2d {}
    class ConvNet extends nn.Module {
      scale = new nn.Parameter(torch.ones(1));
      override forward(x: torch.Tensor) {
        return x.mul(this.scale);
      }
    }
    // 448 numbers, each used at 30 * 30 places.
    expect(inspect.summary(new Edge(3, 16, 3), [1, 3, 32, 32]).multAdds).to.equal(448 * 900);
    expect(inspect.summary(new ConvNet(), [1, 3, 32, 32]).multAdds).to.equal(1);
  });

  it("takes a tensor, and the size by name", () => {
    const net = new nn.Sequential(new nn.Linear(4, 2));
    const expected = String(inspect.summary(net, [3, 4]));
    expect(String(inspect.summary(net, torch.ones(3, 4)))).to.equal(expected);
    expect(String(inspect.summary(net, { inputSize: [3, 4] }))).to.equal(expected);
    expect(() => inspect.summary(net, { input: [3, 4] } as never)).to.throw(
      "got an unexpected keyword argument 'input'",
    );
  });
});
