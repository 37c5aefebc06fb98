/** Pictures of a convolution: their words hold inspect's numbers. The explorer's page is tested in a browser. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { inspect, nn, plot, torch } from "../../../src/index.ts";

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
  it("counts kernels, biases and numbers", () => {
    // 32 * 8 / 2 kernels of 5 * 5 numbers and 32 biases: 3232
    const words = plot.channels(new nn.Conv2d(8, 32, { kernelSize: 5, groups: 2 })).alt;
    expect(words).to.equal(
      "8 input channels become 32 output channels: 128 kernels of 5 x 5 and 32 biases, 3232 numbers",
    );
  });
});

describe("plot.activations", () => {
  it("draws the layers that are named, and says which there are", () => {
    const model = new nn.Sequential(new nn.Conv2d(1, 2, 3), new nn.Flatten(), new nn.Linear(2 * 38 * 38, 3));
    expect(plot.activations(model, torch.rand(1, 40, 40), { layers: ["0", "2"] }).alt).to.equal(
      "2 layers: 0 Conv2d [2, 38, 38]; 2 Linear [3]",
    );
    expect(plot.activations(model, torch.rand(1, 40, 40)).width).to.be.lessThan(900);
    expect(() => plot.activations(model, torch.rand(1, 40, 40), { layers: ["x"] })).to.throw(
      RangeError,
      "expected layers among 0, 1, 2, got x",
    );
  });
});
