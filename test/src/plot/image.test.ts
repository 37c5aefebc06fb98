/** Images and grids: the PNG contains what was in the tensor. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { nn, plot, type Tensor, torch, transforms } from "../../../src/index.ts";
import { captionTexts } from "../../../src/plot/captions.ts";
import { layGrid } from "../../../src/plot/raster.ts";
import { textWidth } from "../../../src/plot/svg.ts";
import { decodePng } from "./decode-png.ts";

const display = Symbol.for("Jupyter.display");
type Shown = { [display]: () => [Record<string, string>, Record<string, unknown>] };
const bundleOf = (value: unknown): [Record<string, string>, Record<string, unknown>] => (value as Shown)[display]();

describe("plot.image", () => {
  it("draws each pixel of a colour image as a square of its colour", () => {
    // Red, green / blue, white.
    const pixels = torch.tensor(
      [
        [
          [1, 0],
          [0, 1],
        ],
        [
          [0, 1],
          [0, 1],
        ],
        [
          [0, 0],
          [1, 1],
        ],
      ],
      { dtype: torch.float32 },
    );
    const { width, height, at } = decodePng(plot.image(pixels, { scale: 3 }).png);
    expect([width, height]).to.deep.equal([6, 6]);
    expect([at(0, 0), at(5, 2), at(2, 5), at(3, 3)]).to.deep.equal([
      [255, 0, 0, 255],
      [0, 255, 0, 255],
      [0, 0, 255, 255],
      [255, 255, 255, 255],
    ]);
  });

  it("reads uint8 as 0 to 255", () => {
    const pixel = torch.tensor([[[10]], [[20]], [[255]]], { dtype: torch.uint8 });
    expect(decodePng(plot.image(pixel, { scale: 1 }).png).at(0, 0)).to.deep.equal([10, 20, 255, 255]);
  });

  it("stretches several pictures by the smallest and the largest of all their channels", () => {
    const [dark, bright] = [torch.zeros(3, 1, 1), torch.tensor([4, 0, 0]).float().view(3, 1, 1)];
    const { at } = decodePng(plot.imageGrid([dark, bright], { columns: 2, scale: 1 }).png);
    expect([at(0, 0), at(5, 0)]).to.deep.equal([
      [0, 0, 0, 255],
      [255, 0, 0, 255],
    ]);
  });

  it("undoes a normalisation", () => {
    const normalize = new transforms.Normalize([0.4915, 0.4823, 0.4468], [0.247, 0.2435, 0.2616]);
    const original = torch.tensor([[[0.2]], [[0.4]], [[1]]]);
    const picture = plot.image(normalize(original), { denormalize: normalize, scale: 1 });
    // 0.2 * 255 = 51, 0.4 * 255 = 102
    expect(decodePng(picture.png).at(0, 0)).to.deep.equal([51, 102, 255, 255]);
    expect(picture.alt).to.equal("picture of 1 x 1 in colour");
  });

  it("stretches values beyond 0 to 1, and says so", () => {
    const picture = plot.image(torch.tensor([[[-1, 3]], [[1, 1]], [[1, 1]]], { dtype: torch.float32 }), { scale: 1 });
    const { at } = decodePng(picture.png);
    expect([at(0, 0), at(1, 0)]).to.deep.equal([
      [0, 128, 128, 255],
      [255, 128, 128, 255],
    ]);
    expect(picture.alt).to.include("values from −1 to 3 stretched");
  });

  it("draws one channel in grey from its smallest to its largest value", () => {
    const { at } = decodePng(plot.image(torch.tensor([[2, 3, 4]]), { scale: 1 }).png);
    expect([0, 1, 2].map((x) => at(x, 0)[0])).to.deep.equal([0, 128, 255]);
  });

  it("reads views and tensors with gradients", () => {
    const wide = torch.arange(6).reshape(2, 3).t(); // columns become rows
    expect(decodePng(plot.image(wide, { scale: 1 }).png).at(1, 0)[0]).to.equal(Math.round((3 / 5) * 255));
    expect(plot.image(torch.rand(3, 4, 4, { requiresGrad: true })).height).to.equal(256);
  });

  it("names what it cannot draw, and what can", () => {
    expect(() => plot.image(torch.zeros(5, 4, 4))).to.throw(RangeError, "image: expected [H, W], [3, H, W]");
    expect(() => plot.image(torch.zeros(5, 4, 4))).to.throw(
      "got [5, 4, 4]; plot.featureMaps shows any number of channels",
    );
    expect(() => plot.image(torch.zeros(4, 4), { colors: "jet" as never })).to.throw(
      TypeError,
      /argument 'colors' must be one of "gray"/,
    );
    expect(() => plot.image(torch.zeros(4, 4), { scale: 1.5 })).to.throw("argument 'scale' must be a positive int");
  });

  it("shows itself as one PNG with its words beside it, and as text", () => {
    const [bundle, metadata] = bundleOf(plot.image(torch.zeros(3, 4, 4), { alt: 'nothing but "black"' }));
    expect(Object.keys(bundle)).to.have.members(["application/vnd.convkernel.picture+json", "image/png", "text/plain"]);
    expect(bundle["application/vnd.convkernel.picture+json"]).to.deep.equal({ width: 256, alt: 'nothing but "black"' });
    expect(Buffer.from(bundle["image/png"]!, "base64").subarray(1, 4).toString()).to.equal("PNG");
    expect(bundle["text/plain"]).to.equal('[picture] nothing but "black"');
    expect(metadata["image/png"]).to.include({ width: 256, height: 256 });
  });
});

describe("plot.imageGrid", () => {
  it("stretches pictures whose numbers all lie beyond 1 between their own ends", () => {
    const two = torch.tensor([7, 9]).float().view(2, 1, 1, 1).expand(2, 3, 1, 1).contiguous();
    const picture = plot.imageGrid(two, { scale: 1, columns: 2 });
    expect(picture.alt).to.equal("2 pictures of 1 x 1 in colour, values from 7 to 9 stretched to black and white");
    const { at } = decodePng(picture.png);
    expect([at(0, 0).slice(0, 3), at(5, 0).slice(0, 3)]).to.deep.equal([[0, 0, 0], [255, 255, 255]]); // prettier-ignore
  });

  it("lays pictures in rows, with transparent gaps", () => {
    const batch = torch.ones(3, 3, 2, 2);
    const { width, height, at } = decodePng(plot.imageGrid(batch, { columns: 2, scale: 2 }).png);
    expect([width, height]).to.deep.equal([4 + 4 + 4, 4 + 4 + 4]);
    expect(at(3, 3)[3]).to.equal(255);
    expect(at(5, 1)[3], "gap").to.equal(0);
    expect(at(9, 9)[3], "no fourth picture").to.equal(0);
  });

  it("writes captions under the pictures", () => {
    const plain = decodePng(plot.imageGrid(torch.ones(2, 3, 8, 8)).png);
    const captioned = decodePng(plot.imageGrid(torch.ones(2, 3, 8, 8), { captions: ["bird", "plane"] }).png);
    expect(captioned.height).to.be.greaterThan(plain.height);
    const ink = Array.from({ length: captioned.width }, (_, x) => captioned.at(x, captioned.height - 8)[3]!);
    expect(Math.max(...ink)).to.be.greaterThan(100);
  });

  it("takes a list of single pictures of one size", () => {
    expect(plot.imageGrid([torch.zeros(3, 4, 4), torch.ones(3, 4, 4)]).alt).to.equal("2 pictures of 4 x 4 in colour");
    expect(() => plot.imageGrid([torch.zeros(3, 4, 4), torch.ones(3, 5, 4)])).to.throw(
      RangeError,
      "of one size [3, 4, 4], got [3, 5, 4]",
    );
    expect(() => plot.imageGrid([])).to.throw(RangeError, "expected at least one picture");
  });
});

describe("plot.weights and plot.featureMaps", () => {
  it("put zero in the middle of the colours: opposite weights are equally dark", () => {
    const conv = new nn.Conv2d(1, 1, { kernelSize: [1, 3], bias: false });
    torch.noGrad(() => conv.weight.copy_(torch.tensor([[[[-2, 0, 2]]]], { dtype: torch.float32 })));
    const { at, width, height } = decodePng(plot.weights(conv, { scale: 4 }).png);
    const [left, middle, right] = [width - 11, width - 7, width - 3].map((x) => at(x, height - 2));
    expect(left![2], "purple").to.be.greaterThan(left![1]!);
    expect(right![0], "orange").to.be.greaterThan(right![2]!);
    expect(Math.min(...middle!.slice(0, 3)), "white").to.be.greaterThan(235);
  });

  it("compare two layers where both are given one range: the weaker one is paler", () => {
    const darkest = (weight: number, range?: [number, number]): number => {
      const { at, width, height } = decodePng(plot.weights(torch.full([1, 1, 1, 1], weight), { range, scale: 8 }).png);
      return at(width - 5, height - 5)[2]!;
    };
    expect(darkest(0.5), "each by itself").to.equal(darkest(2));
    expect(darkest(2, [-2, 2])).to.equal(darkest(2));
    expect(darkest(0.5, [-2, 2])).to.be.greaterThan(darkest(2) + 50);
    expect(plot.weights(torch.full([1, 1, 1, 1], 0.5), { range: [-2, 2] }).alt).to.match(/from −2 to 2$/);
  });

  it("put the kernel of input c and output o in row c and column o", () => {
    // 2 outputs, 3 inputs: only the kernel of output 1 and input 0 is not 0.
    const weight = torch.zeros(2, 3, 1, 1);
    weight.setAt([1, 0, 0, 0], 1);
    const { at } = decodePng(plot.weights(weight, { scale: 8 }).png);
    // Tiles of 8 with gaps of 4, 40 from the left and 18 from above.
    const isWhite = [0, 1, 2].map((row) => [0, 1].map((column) => at(44 + 12 * column, 22 + 12 * row)[2] === 255));
    expect(isWhite).to.deep.equal([[true, false], [true, true], [true, true]]); // prettier-ignore
  });

  it("number the columns as long as there is room: 24", () => {
    const hasNumbers = (count: number): boolean => {
      const { at, width } = decodePng(plot.weights(torch.ones(count, 1, 1, 1)).png);
      return Array.from({ length: 14 * (width - 40) }, (_, i) => at(40 + (i % (width - 40)), Math.floor(i / (width - 40))))
        .some(([, , , opacity]) => opacity! > 0); // prettier-ignore
    };
    expect([24, 25].map(hasNumbers)).to.deep.equal([true, false]);
  });

  it("draw a picture for each channel, and want a batch that has one", () => {
    expect(plot.featureMaps(torch.rand(2, 5, 4, 4), { index: 1 }).alt).to.match(/^5 feature maps of 4 x 4: from /);
    expect(() => plot.featureMaps(torch.rand(2, 5, 4, 4), { index: 2 })).to.throw(
      RangeError,
      "expected index from 0 to 1, got 2",
    );
    expect(() => plot.featureMaps(torch.rand(4, 4))).to.throw(RangeError, "featureMaps: expected [C, H, W]");
  });
});

describe("the words of a grid", () => {
  it("stand at the corners of its pictures, row by row", () => {
    const tile = { width: 3, height: 2, rgb: new Uint8Array(18) };
    const { corners } = layGrid([tile, tile, tile], {
      columns: 2,
      scale: 2,
      gap: 4,
      captionHeight: 10,
      left: 7,
      top: 5,
      isFramed: false,
    });
    // 7 and 7 + 6 + 4; 5 and 5 + 4 + 10 + 4
    expect(corners).to.deep.equal([[7, 5], [17, 5], [7, 23]]); // prettier-ignore
  });

  // Two columns and two rows of 40 x 30 pixels.
  const corners = [[20, 20], [64, 20], [20, 68], [64, 68]] as const; // prettier-ignore
  const grid = { corners, tileWidth: 40, tileHeight: 30 };
  const none = { captions: [], rowLabels: [], columnLabels: [], columns: 2, fontSize: 12 };
  const written = (labels: Partial<Parameters<typeof captionTexts>[1]>): (number | string)[][] =>
    captionTexts(grid, { ...none, ...labels }).map((element) => {
      const [, x, y, size, anchor, word] =
        /x="([^"]*)" y="([^"]*)" font-size="([^"]*)" text-anchor="(\w+)".*>([^<]*)</.exec(element)!;
      return [Number(x), Number(y), Number(size), anchor!, word!];
    });

  it("stand below each picture, beside each row, above each column", () => {
    expect(written({ captions: ["a", "b", "c", "d"] })).to.deep.equal([
      [40, 63, 12, "middle", "a"],
      [84, 63, 12, "middle", "b"],
      [40, 111, 12, "middle", "c"],
      [84, 111, 12, "middle", "d"],
    ]);
    expect(written({ rowLabels: ["one", "two"], columnLabels: ["x", "y"] }).slice(4)).to.deep.equal([
      [12, 39, 12, "end", "one"],
      [12, 87, 12, "end", "two"],
      [40, 14, 12, "middle", "x"],
      [84, 14, 12, "middle", "y"],
    ]);
  });

  it("become smaller before they are cut off, all of them alike", () => {
    const sizes = written({ captions: ["plane 5", "b"] }).map(([, , size]) => size as number);
    expect(sizes[0]).to.equal(sizes[1]).and.to.be.within(9, 11.9);
    const [cut] = written({ captions: ["a caption that is longer than its picture"] });
    expect(cut![2]).to.equal(9);
    expect(cut![4]).to.match(/^a cap.*…$/);
    expect(textWidth(String(cut![4]), 9)).to.be.within(38, 48);
  });

  it("have their room in the pixels", () => {
    const pictures = torch.rand(2, 3, 8, 8);
    const size = (options: object): number[] => {
      const { width, height } = plot.imageGrid(pictures, { columns: 2, scale: 2, ...options });
      return [width, height];
    };
    // Two pictures of 16 and a gap of 4; a line of 18; three letters of 12 * 0.62 and 10 beside them.
    expect(size({})).to.deep.equal([36, 16]);
    expect(size({ captions: ["a", "b"] })).to.deep.equal([36, 34]);
    expect(size({ columnLabels: ["a", "b"] })).to.deep.equal([36, 34]);
    expect(size({ rowLabels: ["one"] })).to.deep.equal([36 + 10 + 23, 16]);
  });
});

describe("maps of values", () => {
  it("have a grey frame on all four sides, and words in the same grey under them", () => {
    const { at, width, height } = decodePng(plot.featureMaps(torch.ones(2, 2, 3), { scale: 8 }).png);
    // Two maps of 24 x 16 with a gap of 4, a line of 18 under them.
    expect([width, height]).to.deep.equal([52, 34]);
    const grey = [160, 160, 160];
    for (const [x, y] of [
      [0, 8],
      [23, 8],
      [12, 0],
      [12, 15],
      [28, 8],
      [51, 8],
    ] as const)
      // prettier-ignore
      expect(at(x, y).slice(0, 3), `${x}, ${y}`).to.deep.equal(grey);
    expect(at(12, 8).slice(0, 3)).to.deep.equal([127, 59, 8]);
    const inked = Array.from({ length: 24 * 18 }, (_, i) => at(i % 24, 16 + Math.floor(i / 24))).filter(
      ([, , , a]) => a! > 200,
    );
    expect(inked.length).to.be.greaterThan(4);
    for (const pixel of inked) expect(pixel.slice(0, 3)).to.deep.equal([0x7c, 0x7c, 0x7c]);
  });

  it("choose a size of their own: about 96 dots, as many as a row of 800 has room for", () => {
    const size = (channels: number, side: number, options = {}): number[] => {
      const { width, height } = plot.featureMaps(torch.ones(channels, side, side), { captions: [], ...options });
      return [width, height];
    };
    expect(size(1, 32)).to.deep.equal([96, 96]);
    // Four in a row: min(96 / 40, 800 / 160) = 2 dots
    expect(size(4, 40)).to.deep.equal([4 * 80 + 3 * 4, 80]);
    // Eight: min(96 / 6, 800 / 48) = 16
    expect(size(8, 6)).to.deep.equal([8 * 96 + 7 * 4, 96]);
    // 96 / 34 = 2 dots
    expect(size(1, 34)).to.deep.equal([68, 68]);
    // 900 / (40 * 5) = 4 dots for forty kernels; 10 + 4 * 12 * 0.62 = 40 beside them.
    expect(plot.weights(torch.ones(40, 1, 5, 5)).width).to.equal(40 + 40 * 20 + 39 * 4);
    const weights = plot.weights(torch.ones(2, 1, 3, 3));
    // Two kernels of 3 x 16 dots; a word of 4 letters at the left, 10 + 4 * 12 * 0.62 = 40, and a line above.
    expect([weights.width, weights.height]).to.deep.equal([40 + 2 * 48 + 4, 18 + 48]);
    expect(plot.weights(torch.full([1, 1, 2, 2], -3)).alt).to.match(/from −3 to 3$/);
  });

  it("say where they lie on both sides of 0, and that they do not", () => {
    expect(plot.featureMaps(torch.tensor([[[1, -4]]]).float()).alt).to.equal(
      "1 feature maps of 1 x 2: purple below 0, orange above, from −4 to 4",
    );
    expect(plot.featureMaps(torch.tensor([[[1, 4]]]).float()).alt).to.equal("1 feature maps of 1 x 2: from 1 to 4");
  });

  it("with a middle have it at 0", () => {
    // -1 to 3 on red, white, blue: 0 is white, as far from both ends
    expect(plot.image(torch.tensor([[-1, 0, 3]]).float(), { colors: "RdBu" }).alt).to.include("values from −3 to 3");
    expect(plot.image(torch.tensor([[-1, 0, 3]]).float()).alt).to.include("values from −1 to 3");
  });

  it("of a layer share one scale, or have each its own", () => {
    const maps = torch.tensor([[[1, -1]], [[8, -8]]]).float();
    const shared = plot.featureMaps(maps);
    const own = plot.featureMaps(maps, { range: "each" });
    expect(own.alt).to.include("each on a scale of its own");
    expect(Buffer.from(own.png).equals(Buffer.from(shared.png))).to.equal(false);
    const alone = plot.featureMaps(maps.at("0:1"), { range: "each" });
    expect(alone.alt).to.include("from −1 to 1");
  });

  const corners = (maps: Tensor, options: object = {}): number[][] => {
    const { at } = decodePng(plot.featureMaps(maps, { columns: 2, scale: 1, ...options }).png);
    return [at(0, 0), at(1, 0), at(6, 0), at(7, 0)].map((pixel) => pixel.slice(0, 3));
  };

  it("of colours without a middle go from the smallest to the largest: each its own, or all the same", () => {
    const maps = torch.tensor([[[1, 3]], [[10, 30]]]).float();
    const [first, last] = [[68, 1, 84], [253, 231, 37]]; // prettier-ignore
    expect(corners(maps, { colors: "viridis", range: "each" })).to.deep.equal([first, last, first, last]);
    const shared = corners(maps, { colors: "viridis" });
    expect([shared[0], shared[3]]).to.deep.equal([first, last]);
  });

  it("are white at 0 and orange above it where nothing is below 0, as behind a ReLU", () => {
    const white = [255, 255, 255];
    const [zero, most, third, full] = corners(torch.tensor([[[0, 3]], [[10, 30]]]).float(), { range: "each" });
    expect(zero).to.deep.equal(white);
    expect(most, "the darkest orange").to.deep.equal(full);
    expect(third![0]! - third![2]!, "orange: more red than blue").to.be.greaterThan(80);
    expect(corners(torch.zeros(2, 1, 2)), "a layer that is dead").to.deep.equal([white, white, white, white]);
  });

  it("are of tensors: a layer in place of its output is told apart", () => {
    const conv = new nn.Conv2d(3, 4, 3);
    expect(() => plot.featureMaps(conv as never)).to.throw(
      TypeError,
      "must be Tensor that came out of a layer, not a Conv2d; call the layer with a picture",
    );
    expect(plot.weights(conv.weight).alt).to.equal(plot.weights(conv).alt);
    expect(() => plot.weights(new nn.ReLU() as never)).to.throw(
      TypeError,
      "must be Conv2d or its weight [O, C, H, W], not a ReLU",
    );
  });

  it("of a grid may have words at rows and columns", () => {
    const pictures = torch.rand(4, 1, 8, 8);
    const plain = plot.imageGrid(pictures, { columns: 2 });
    const labelled = plot.imageGrid(pictures, { columns: 2, rowLabels: ["one", "two"], columnLabels: ["a", "b"] });
    expect(labelled.width).to.be.above(plain.width);
    expect(labelled.height).to.be.above(plain.height);
  });
});
