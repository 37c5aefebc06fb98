/** What each layer's output looks like, pixel by pixel, on models with chosen numbers. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { nn, plot, torch } from "../../../src/index.ts";
import { decodePng } from "./decode-png.ts";

/** Colours at positions on the page; black if nothing is drawn there. */
const looker = (picture: plot.Picture) => {
  const { at, width, height } = decodePng(picture.png);
  return {
    at: (x: number, y: number): number[] => at(x, y).slice(0, 3),
    alpha: (x: number, y: number) => at(x, y)[3],
    width,
    height,
  };
};
const [darkest, white, strongest] = [[45, 0, 75], [255, 255, 255], [127, 59, 8]] as const; // prettier-ignore
/** There is a line of text above each part, and a gap below it. */
const [title, gap] = [24, 10];

describe("plot.activations, pixel by pixel", () => {
  it("draws a strip of numbers from the first to the last, on a scale that all of them make", () => {
    const net = new nn.Sequential(new nn.Flatten());
    // The first number is the strongest one.
    const picture = torch.tensor([-8, 4, 0, 2]).view(1, 1, 4).float();
    const { at, height } = looker(plot.activations(net, picture));
    // The input is 1 x 4 in squares of 53 pixels: 860 / (4 * 4) = 53; then the strip in squares of 24.
    const top = height - gap - 12;
    expect([at(12, top), at(60, top)]).to.deep.equal([darkest, white]);
    const [red = 0, , blue = 0] = at(36, top);
    expect(red, "4 is orange, half as strong").to.be.greaterThan(blue + 60);
    expect(at(36, top)).not.to.deep.equal(strongest);
    expect(plot.activations(net, picture).alt).to.equal("1 layers: 0 Flatten [4]");
  });

  it("draws what is never below 0 from white, whatever layer made it", () => {
    const net = new nn.Sequential(new nn.ReLU(), new nn.MaxPool2d(1));
    const picture = torch.tensor([[0, -3], [1, 2]]).view(1, 2, 2).float(); // prettier-ignore
    const { at, height } = looker(plot.activations(net, picture, { layers: ["1"] }));
    // Two by two squares of 64 / 2 = 32 pixels.
    const [left, top] = [16, height - gap - 64 + 16];
    expect([at(left, top), at(left + 32, top), at(left + 32, top + 32)]).to.deep.equal([white, white, strongest]);
  });

  it("writes a colour beside each class, the row's own", () => {
    const linear = new nn.Linear(1, 3, { bias: false });
    torch.noGrad(() => linear.weight.copy_(torch.tensor([[1], [0], [-1]]).float()));
    const net = new nn.Sequential(new nn.Flatten(), linear);
    const { at, alpha, height, width } = looker(
      plot.activations(net, torch.ones(1, 1, 1), { layers: ["1"], classNames: ["a", "b", "c"] }),
    );
    // Rows of 22 pixels.
    const top = height - gap - 3 * 22;
    const hasWords = (row: number): boolean =>
      Array.from({ length: width - 28 }, (_, x) => alpha(28 + x, top + 22 * row + 9)).some((opacity) => opacity! > 0);
    expect([0, 1, 2, 3].map(hasWords)).to.deep.equal([true, true, true, false]);
    expect([0, 1, 2].map((i) => at(8, top + 22 * i + 9))).to.deep.equal([strongest, white, darkest]);
  });

  it("draws sixteen maps in a row where they have room, at most 64 of them, and says what is left out", () => {
    const maps = (channels: number, side: number): { width: number; height: number } => {
      const conv = new nn.Conv2d(1, channels, 1);
      return plot.activations(new nn.Sequential(conv), torch.rand(1, side, side));
    };
    // 860 / (8 * 16) = 6 dots a pixel: 16 maps of 48 dots and 15 gaps of 4; the input is 8 pixels of 8 dots.
    expect(maps(16, 8).width).to.equal(16 * 48 + 15 * 4);
    expect(maps(16, 8).height).to.equal(title + 64 + gap + title + 48 + gap);
    // 32 wide: eight in a row, 860 / (32 * 8) = 3 dots, at most 2 for 64.
    expect(maps(16, 32).width).to.equal(8 * 64 + 7 * 4);
    expect(maps(16, 32).height).to.equal(title + 64 + gap + title + 2 * 64 + 4 + gap);
    expect(maps(65, 8).height, "four rows of sixteen").to.equal(maps(64, 8).height);
  });

  it("lays numbers that are wider than the page in rows as long as they can be", () => {
    const linear = new nn.Linear(1, 1720, { bias: false });
    torch.noGrad(() => linear.weight.zero_().setAt([859, 0], 1));
    const net = new nn.Sequential(new nn.Flatten(), linear);
    const { at, height } = looker(plot.activations(net, torch.ones(1, 1, 1), { layers: ["1"] }));
    // Two rows of 860, made 16 pixels high.
    const top = height - gap - 16;
    expect([at(858, top), at(859, top), at(859, top + 8)]).to.deep.equal([white, strongest, white]);
  });

  it("refuses names of layers and of classes that do not fit", () => {
    const net = new nn.Sequential(new nn.Flatten());
    expect(() => plot.activations(net, torch.ones(1, 1, 2), { layers: ["9"] })).to.throw("among 0, got 9");
    expect(() => plot.activations(net, torch.ones(1, 1, 2), { classNames: ["a"] })).to.throw("got 1");
  });
});
