import { expect } from "chai";
import { nn, plot, torch } from "../../../src/index.ts";
import { decodePng } from "./decode-png.ts";

const magenta = [255, 0, 255, 255];

describe("numbers that are NaN or infinite", () => {
  it("in a picture: NaN is magenta, infinity the end of the scale, and the words count both", () => {
    const gray = plot.image(torch.tensor([[0, NaN, 1, Infinity]]), { scale: 1 });
    const { at } = decodePng(gray.png);
    expect([0, 1, 2, 3].map((x) => at(x, 0))).to.deep.equal([
      [0, 0, 0, 255],
      magenta,
      [255, 255, 255, 255],
      [255, 255, 255, 255],
    ]);
    expect(gray.alt).to.equal(
      "picture of 1 x 4, values from 0 to 1, 2 of 4 numbers are NaN or infinite (NaN is magenta)",
    );
    const color = torch.ones(3, 1, 2);
    color.setAt([1, 0, 1], NaN);
    const picture = plot.image(color, { scale: 1 });
    expect([0, 1].map((x) => decodePng(picture.png).at(x, 0))).to.deep.equal([[255, 255, 255, 255], magenta]);
    expect(picture.alt).to.equal("picture of 1 x 2 in colour, 1 of 6 numbers are NaN or infinite (NaN is magenta)");
  });

  it("in feature maps and kernels: counted in the words", () => {
    const maps = torch.full([2, 2, 2], NaN);
    maps.setAt([0, 0, 0], 3);
    expect(plot.featureMaps(maps).alt).to.equal(
      "2 feature maps of 2 x 2: from 3 to 3, 7 of 8 numbers are NaN or infinite (NaN is magenta)",
    );
    const conv = new nn.Conv2d(1, 1, 2);
    torch.noGrad(() => conv.weight.fill_(NaN));
    expect(plot.weights(conv).alt).to.include("4 of 4 numbers are NaN or infinite");
  });

  it("in charts: gaps, which the words count", () => {
    expect(String(plot.line([1, NaN, 3]))).to.equal(
      "[figure] line of 2, from 1 to 3, last 3, without 1 that are NaN or infinite",
    );
    expect(String(plot.bar(["a", "b"], [1, NaN]))).to.equal(
      "[figure] bar of 1, from 1 to 1, without 1 that are NaN or infinite",
    );
  });

  it("in a histogram: left out, which its axis says", () => {
    const { layout } = plot.histogram([1, NaN, 2, Infinity], { xlabel: "loss" }).toJSON();
    expect((layout["xaxis"] as { title: { text: string } }).title.text).to.equal(
      "loss (without 2 that are NaN or infinite)",
    );
  });
});
