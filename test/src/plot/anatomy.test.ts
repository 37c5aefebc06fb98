/** Pictures of a convolution, whose alternative texts contain inspect's numbers. The explorer's page is tested in a browser. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { inspect, nn, plot, torch } from "../../../src/index.ts";
import { decodePng } from "./decode-png.ts";

describe("plot.dotProduct", () => {
  it("tells inspect's sums, bias and result", () => {
    torch.manualSeed(3);
    const conv = new nn.Conv2d(3, 2, { kernelSize: 3, padding: 1 });
    const image = torch.randn(3, 5, 5);
    const found = inspect.dotProduct(conv, image, { at: [2, 3], channel: 1 });
    const { alt } = plot.dotProduct(conv, image, { at: [2, 3], channel: 1 });
    const numbers = [...(found.sums.tolist() as number[]), found.bias, found.result];
    for (const number of numbers) expect(alt).to.include(number.toFixed(4).replace("-", "−"));
  });

  it("takes the picture that is named out of a batch", () => {
    const conv = new nn.Conv2d(1, 1, { kernelSize: 1, bias: false });
    torch.noGrad(() => conv.weight.fill_(1));
    const batch = torch.tensor([3, 5]).float().view(2, 1, 1, 1);
    expect(plot.dotProduct(conv, batch, { at: [0, 0], index: 1 }).alt).to.match(/: sums 5 .* give 5$/);
    expect(plot.dotProduct(conv, batch, { at: [0, 0] }).alt).to.match(/ give 3$/);
    expect(() => plot.channels(conv, torch.ones(1, 1, 1, 1, 1))).to.throw(RangeError, "got [1, 1, 1, 1, 1]");
    expect(() => plot.channels(conv, torch.ones(1, 1))).to.throw(RangeError, "got [1, 1]");
  });

  it("writes a sum of whole numbers as one does by hand", () => {
    const layer = new nn.Conv2d(2, 1, 2);
    torch.noGrad(() => {
      layer.weight.copy_(torch.tensor([[[[1, 0], [0, 2]], [[0, -1], [0, 0]]]]).float()); // prettier-ignore
      layer.bias.fill_(1);
    });
    const image = torch.arange(8).view(2, 2, 2).float();
    // 0 * 1 + 3 * 2 and 5 * -1
    const { alt } = plot.dotProduct(layer, image, { at: [0, 0] });
    expect(alt).to.equal("output channel 0, row 0, column 0: sums 6, −5 of the input channels and bias 1 give 2");
    expect(String(inspect.dotProduct(layer, image, { at: [0, 0] }))).to.match(
      /sum 6\n[^]*sum -5\n\n6 - 5 \+ 1 \(bias\) = 2$/,
    );
    torch.noGrad(() => layer.bias.fill_(0.5));
    expect(plot.dotProduct(layer, image, { at: [0, 0] }).alt).to.include("sums 6.0000, −5.0000");
  });

  it("writes the first eight terms and the bias of a long sum, and all of ten", () => {
    const sumOf = (channels: number): string => {
      const conv = new nn.Conv2d(channels, 1, 1);
      torch.noGrad(() => [conv.weight.fill_(1), conv.bias.fill_(7)]);
      const input = torch
        .arange(1, channels + 1)
        .float()
        .view(channels, 1, 1);
      return />([^<]* \(bias\) = \d+)</.exec(plot.dotProduct(conv, input, { at: [0, 0] }).svg!)![1]!;
    };
    expect(sumOf(9)).to.equal("1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 7 (bias) = 52");
    expect(sumOf(12)).to.equal("1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + … + 7 (bias) = 85");
  });

  it("draws many channels, groups, strides and every kind of rim", () => {
    const layers = [
      new nn.Conv2d(12, 4, { kernelSize: 3, padding: 1 }),
      new nn.Conv2d(12, 4, { kernelSize: 3, groups: 2, stride: 2, dilation: 2, padding: 2, paddingMode: "reflect" }),
      new nn.Conv2d(12, 4, { kernelSize: [1, 5], padding: "same", bias: false }),
    ];
    for (const conv of layers) {
      expect(plot.dotProduct(conv, torch.randn(12, 9, 9), { at: [1, 1], channel: 3 }).png.length).to.be.greaterThan(
        1000,
      );
      expect(plot.explorer(conv, torch.randn(12, 9, 9)).html()).to.include("<script>");
    }
  });

  it("names a layer that the image does not fit", () => {
    const conv = new nn.Conv2d(3, 2, 3);
    expect(() => plot.dotProduct(conv, torch.zeros(1, 4, 4), { at: [0, 0] })).to.throw(
      RangeError,
      "dotProduct: expected image [3, H, W]",
    );
    expect(() => plot.channels(conv, torch.zeros(1, 4, 4))).to.throw(RangeError, "channels: expected image [3, H, W]");
    expect(() => plot.explorer(conv, torch.zeros(3, 200, 200))).to.throw(
      RangeError,
      "explorer: expected an image of at most 65536 numbers",
    );
  });
});

describe("plot.channels", () => {
  it("takes a picture with its batch before it, and not two of them", () => {
    const [conv, picture] = [new nn.Conv2d(3, 2, 2), torch.rand(3, 4, 5)];
    expect(plot.channels(conv, picture.unsqueeze(0)).svg).to.equal(plot.channels(conv, picture).svg);
    expect(() => plot.channels(conv, torch.zeros(1, 1, 3, 4, 4))).to.throw(RangeError, "channels: expected image");
  });

  it("takes three channels for colours where no number is below 0, or as it is told", () => {
    const conv = new nn.Conv2d(3, 1, 2);
    const words = (picture: plot.Picture): string[] =>
      ["red", "green", "blue", "in 0"].filter((word) => picture.svg!.includes(`>${word}<`));
    expect(words(plot.channels(conv, torch.rand(3, 3, 3)))).to.deep.equal(["red", "green", "blue"]);
    expect(words(plot.channels(conv, torch.rand(3, 3, 3).sub(1)))).to.deep.equal(["in 0"]);
    expect(words(plot.channels(conv, torch.rand(3, 3, 3), { rgb: false }))).to.deep.equal(["in 0"]);
    const signed = torch.rand(3, 3, 3).sub(0.5);
    expect(words(plot.channels(conv, signed, { rgb: true }))).to.deep.equal(["red", "green", "blue"]);
    expect(plot.dotProduct(conv, signed, { at: [0, 0], rgb: true }).svg).to.include("input channel 2: blue");
    expect(plot.explorer(conv, signed, { rgb: true }).still.svg).to.include("input channel 2: blue");
  });

  it("counts kernels, biases and numbers", () => {
    // 32 * 8 / 2 kernels of 5 * 5 numbers and 32 biases: 3232
    const words = plot.channels(new nn.Conv2d(8, 32, { kernelSize: 5, groups: 2 })).alt;
    expect(words).to.equal(
      "8 input channels become 32 output channels: 128 kernels of 5 x 5 and 32 biases, 3232 numbers",
    );
  });
});

describe("plot.activations", () => {
  it("draws the input in its colours above the maps, and beside each class its colour", () => {
    const model = new nn.Sequential(new nn.Flatten(), new nn.Linear(3 * 4 * 4, 2));
    torch.noGrad(() => (model.at(1).weight.zero_(), model.at(1).bias.copy_(torch.tensor([-1, 1]).float())));
    const half = torch.tensor([1, 0, 0.5]).view(3, 1, 1).expand(3, 4, 4);
    const colorAt = (picture: plot.Picture, x: number, y: number): number[] =>
      decodePng(picture.png).at(x, y).slice(0, 3);
    const names = ["plane", "bird"];
    const plain = plot.activations(model, half, { classNames: names });
    // One map of 4 x 4 is 64 pixels wide, below a title of 24.
    expect(colorAt(plain, 40, 24 + 40)).to.deep.equal([255, 0, 128]);
    const normalised = half.sub(0.25).div(0.5);
    const denormalize = { mean: [0.25, 0.25, 0.25], std: [0.5, 0.5, 0.5] };
    expect(colorAt(plot.activations(model, normalised, { denormalize }), 40, 24 + 40)).to.deep.equal([255, 0, 128]);
    // Two lines of 22 pixels at the end, each with a square of 18: purple for -1, orange for 1.
    const [low, high] = [plain.height - 10 - 2 * 22 + 9, plain.height - 10 - 22 + 9].map((y) => colorAt(plain, 9, y));
    expect(low![2]! > low![1]! && high![0]! > high![1]!, `${String(low)} below 0, ${String(high)} above`).to.equal(
      true,
    );
  });

  it("draws the layers that are named, and says which there are", () => {
    const model = new nn.Sequential(new nn.Conv2d(1, 2, 3), new nn.Flatten(), new nn.Linear(2 * 38 * 38, 3));
    expect(plot.activations(model, torch.rand(1, 40, 40), { layers: ["0", "2"] }).alt).to.equal(
      "2 layers: 0 Conv2d [2, 38, 38]; 2 Linear [3]",
    );
    expect(plot.activations(model, torch.rand(1, 40, 40)).width).to.be.lessThan(900);
    expect(() => plot.activations(model, torch.rand(1, 40, 40), { classNames: ["a", "b"] })).to.throw(
      RangeError,
      "expected as many classNames as the last layer gives numbers, [3], got 2",
    );
    expect(() => plot.activations(model, torch.rand(1, 40, 40), { layers: ["x"] })).to.throw(
      RangeError,
      "expected layers among 0, 1, 2, got x",
    );
  });
});
