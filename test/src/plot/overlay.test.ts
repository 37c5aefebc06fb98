/** A map over a picture: how much of each is visible at each position, by arithmetic. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { plot, torch, type Tensor } from "../../../src/index.ts";
import { decodePng } from "./decode-png.ts";

/** The pixels of a row, each [red, green, blue]. */
function row(picture: plot.Picture, count: number, y = 0): number[][] {
  const { at } = decodePng(picture.png);
  return Array.from({ length: count }, (_, x) => at(x, y).slice(0, 3));
}
const black = (height: number, width: number): Tensor => torch.zeros(3, height, width);
const scale = 1;

describe("plot.overlay", () => {
  it("shows the picture where the map is 0, and most of the map where it is strongest", () => {
    const gray = torch.full([3, 1, 2], 0.4); // 0.4 * 255 = 102
    // The last colour of inferno is (252, 255, 164): 102 * 0.5 + 252 * 0.5 = 177
    expect(row(plot.overlay(gray, torch.tensor([[0, 8]]), { opacity: 0.5, scale }), 2)).to.deep.equal([
      [102, 102, 102],
      [177, 179, 133],
    ]);
    // Half way between 2 and 10 half of the map: (188, 55, 84) is in the middle of inferno.
    const half = row(plot.overlay(black(1, 3), torch.tensor([[2, 6, 10]]), { opacity: 1, scale }), 3);
    expect(half).to.deep.equal([[0, 0, 0], [94, 28, 42], [252, 255, 164]]); // prettier-ignore
    // 102 * 0.2 + 252 * 0.8 = 222
    expect(row(plot.overlay(gray, torch.tensor([[0, 8]]), { scale }), 2)[1]).to.deep.equal([222, 224, 152]);
    expect(row(plot.overlay(gray, torch.tensor([[3, 8]]), { opacity: 0, scale }), 2)[1]).to.deep.equal([102, 102, 102]);
  });

  it("takes numbers of both signs as strong as they are far from 0", () => {
    const pixels = row(plot.overlay(black(1, 3), torch.tensor([[-4, 0, 2]]), { opacity: 1, scale }), 3);
    // The ends of the map are (45, 0, 75) and (127, 59, 8); half as strong, half as much of a paler orange.
    expect(pixels.slice(0, 2)).to.deep.equal([[45, 0, 75], [0, 0, 0]]); // prettier-ignore
    // Three quarters of the way from -4 to 4 the map is (238, 157, 62).
    expect(pixels[2]).to.deep.equal([119, 79, 31]);
    expect(plot.overlay(black(1, 3), torch.tensor([[-4, 0, 2]])).alt).to.equal(
      "map of 1 x 3 over a picture of 1 x 3: purple below 0, orange above, values from −4 to 2",
    );
  });

  it("enlarges a smaller map square by square, and cuts at the range that is given", () => {
    const picture = plot.overlay(black(2, 4), torch.tensor([[0, 1], [2, 9]]), { opacity: 1, range: [0, 2], scale }); // prettier-ignore
    const [top, bottom] = [row(picture, 4), row(picture, 4, 1)];
    expect([top[0], top[2]]).to.deep.equal([top[1], top[3]]);
    expect(bottom[0], "2 and all beyond it").to.deep.equal(bottom[3]);
    expect(bottom[0]).to.deep.equal([252, 255, 164]);
    expect(top[0]).to.deep.equal([0, 0, 0]);
  });

  it("leaves the picture alone where the map is no number", () => {
    const map = torch.tensor([[NaN, 1], [0, 1]]); // prettier-ignore
    expect(row(plot.overlay(torch.full([3, 2, 2], 0.4), map, { scale }), 1)).to.deep.equal([[102, 102, 102]]);
  });

  it("reads pictures as they come: bytes, one channel, a batch of one, normalised", () => {
    const none = torch.tensor([[0, 0], [0, 1]]); // prettier-ignore
    const first = (picture: Tensor, options = {}): number[] =>
      row(plot.overlay(picture, none, { scale, ...options }), 1)[0]!;
    expect(first(torch.full([3, 2, 2], 51, { dtype: torch.uint8 }))).to.deep.equal([51, 51, 51]);
    expect(first(torch.full([2, 2], 0.4))).to.deep.equal([102, 102, 102]);
    expect(first(torch.tensor([[0.2, 0.4], [0.6, 0.8]]))).to.deep.equal([51, 51, 51]); // prettier-ignore
    expect(first(torch.tensor([[[0.2, 0.4], [0.6, 0.8]]]))).to.deep.equal([51, 51, 51]); // prettier-ignore
    const batch = plot.overlay(black(2, 2), none.unsqueeze(0), { scale });
    expect(batch.alt).to.equal(plot.overlay(black(2, 2), none, { scale }).alt);
    expect(first(torch.full([1, 3, 2, 2], 0.4))).to.deep.equal([102, 102, 102]);
    // 0.5 * 0.4 + 0.2, 0.5 * 0.2 + 0.3, 0.5 * 0.2 + 0.1
    const denormalize = { mean: [0.2, 0.3, 0.1], std: [0.4, 0.2, 0.2] };
    expect(first(torch.full([3, 2, 2], 0.5), { denormalize })).to.deep.equal([102, 102, 51]);
    // From 1 to 5 stretched to black and white: 2 is a quarter of the way, 64.
    const wide = torch.tensor([[2, 1], [5, 1]]).float().expand(3, 2, 2).contiguous(); // prettier-ignore
    expect(first(wide)).to.deep.equal([64, 64, 64]);
  });

  it("refuses an opacity beyond 1, and maps and pictures of other shapes", () => {
    const map = torch.ones(2, 2);
    expect(() => plot.overlay(black(2, 2), map, { opacity: 1.5 })).to.throw("a number from 0 to 1");
    expect(() => plot.overlay(black(2, 2), map, { opacity: -0.1 })).to.throw("a number from 0 to 1");
    expect(() => plot.overlay(torch.zeros(2, 4, 4), map)).to.throw(RangeError, "overlay: expected picture");
    expect(() => plot.overlay(black(2, 2), torch.ones(2, 2, 2))).to.throw(RangeError, "overlay: expected map [h, w]");
    expect(() => plot.overlay(black(2, 2), torch.full([2, 2], NaN))).to.throw(RangeError, "finite numbers, got none");
  });
});
