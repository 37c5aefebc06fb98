/** Occlusion, saliency and top pictures, on models whose answers can be computed by hand. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { inspect, nn, torch } from "../../../src/index.ts";

/** Two classes; the logit of class 0 is three times the pixel at row 0, column 1 of one channel of 2 x 2. */
function onePixel(): nn.Sequential {
  const linear = new nn.Linear(4, 2, { bias: false });
  torch.noGrad(() => linear.weight.copy_(torch.tensor([[0, 3, 0, 0], [0, 0, 0, 0]]).float())); // prettier-ignore
  return new nn.Sequential(new nn.Flatten(), linear);
}

describe("inspect.occlusion", () => {
  it("is how far the logit falls where a square of one pixel lies", () => {
    const picture = torch.tensor([[[1, 2], [3, 4]]]).float(); // prettier-ignore
    const map = inspect.occlusion(onePixel(), picture, { target: 0, size: 1, stride: 1, fill: 0 });
    // 3 * 2 - 3 * 0
    expect(map.tolist()).to.deep.equal([[0, 6], [0, 0]]); // prettier-ignore
  });

  it("asks the class that it is told, and covers all of a picture that is no larger than the square", () => {
    const linear = new nn.Linear(4, 2, { bias: false });
    torch.noGrad(() => linear.weight.copy_(torch.tensor([[9, 9, 9, 9], [0, 3, 0, 0]]).float())); // prettier-ignore
    const net = new nn.Sequential(new nn.Flatten(), linear);
    const picture = torch.tensor([[[1, 2], [3, 4]]]).float(); // prettier-ignore
    const at = (size: number): unknown =>
      inspect.occlusion(net, picture, { target: 1, size, stride: 1, fill: 0 }).tolist();
    expect(at(1)).to.deep.equal([[0, 6], [0, 0]]); // prettier-ignore
    expect(at(2)).to.deep.equal([[6, 6], [6, 6]]); // prettier-ignore
  });

  it("reaches every column of a picture that is wider than high, and fills with each channel's own mean", () => {
    const answer = (weights: number[]): nn.Sequential => {
      const linear = new nn.Linear(weights.length, 1, { bias: false });
      torch.noGrad(() => linear.weight.copy_(torch.tensor([weights]).float()));
      return new nn.Sequential(new nn.Flatten(), linear);
    };
    const wide = torch.tensor([[[0, 0, 2], [0, 0, 0]]]).float(); // prettier-ignore
    const falls = inspect.occlusion(answer([0, 0, 3, 0, 0, 0]), wide, { target: 0, size: 1, stride: 1, fill: 0 });
    expect(falls.tolist()).to.deep.equal([[0, 0, 6], [0, 0, 0]]); // prettier-ignore
    // Means 1 and 10; 0 + 2 * 10 before, 1 + 2 * 10 with the means.
    const two = torch.tensor([[[0, 2]], [[10, 10]]]).float();
    expect(inspect.occlusion(answer([1, 0, 2, 0]), two, { target: 0, size: 1 }).tolist()).to.deep.equal([[-1, 0]]);
  });

  it("refuses classes that there are not, gaps between squares, several pictures", () => {
    const net = onePixel();
    expect(() => inspect.occlusion(net, torch.ones(1, 2, 2), { target: 2 })).to.throw(RangeError, "target from 0 to 1");
    expect(() => inspect.occlusion(net, torch.ones(1, 2, 2), { size: 1, stride: 2 })).to.throw(RangeError, "stride");
    expect(() => inspect.occlusion(net, torch.ones(3, 1, 2, 2))).to.throw(RangeError, "expected one picture");
  });
});

describe("inspect.saliency", () => {
  it("is the size of the gradient, and leaves the model as it was", () => {
    const net = onePixel();
    net.train();
    expect(inspect.saliency(net, torch.ones(1, 2, 2), { target: 0 }).tolist()).to.deep.equal([[0, 3], [0, 0]]); // prettier-ignore
    expect(net.training).to.equal(true);
    expect(net.parameters().every(({ grad }) => grad === null)).to.equal(true);
  });
});

describe("inspect.saliency of several channels", () => {
  it("is the largest of their sizes, whatever the sign", () => {
    const linear = new nn.Linear(2, 1, { bias: false });
    torch.noGrad(() => linear.weight.copy_(torch.tensor([[-3, 1]]).float()));
    const net = new nn.Sequential(new nn.Flatten(), linear);
    expect(inspect.saliency(net, torch.ones(2, 1, 1), { target: 0 }).tolist()).to.deep.equal([[3]]);
  });
});

describe("inspect.topPictures", () => {
  it("counts through all batches, the earlier first of two that are alike", () => {
    const pictures = torch.zeros(300, 1, 1, 1);
    pictures.setAt([290, 0, 0, 0], 5);
    const net = new nn.Sequential(new nn.ReLU());
    expect(inspect.topPictures(net, pictures, { layer: "0", count: 3 }).indices).to.deep.equal([290, 0, 1]);
  });

  it("takes what a layer gives the first time, if the model calls it twice", () => {
    class Twice extends nn.Module {
      act = new nn.ReLU();
      override forward(x: torch.Tensor): torch.Tensor {
        return this.act(this.act(x).neg());
      }
    }
    const pictures = torch.tensor([1, 5, 3]).float().view(3, 1, 1, 1);
    expect(inspect.topPictures(new Twice(), pictures, { layer: "act", count: 1 }).values).to.deep.equal([5]);
  });

  it("names the strongest first, with the place", () => {
    const pictures = torch.zeros(3, 1, 2, 2);
    torch.noGrad(() => {
      pictures.at(0, 0, 1, 0).fill_(5);
      pictures.at(2, 0, 0, 1).fill_(7);
    });
    const net = new nn.Sequential(new nn.ReLU());
    const found = inspect.topPictures(net, pictures, { layer: "0", count: 2 });
    expect([found.indices, found.values, found.places]).to.deep.equal([[2, 0], [7, 5], [[0, 1], [1, 0]]]); // prettier-ignore
    const second = inspect.topPictures(net, torch.cat([torch.zeros(3, 1, 2, 2), pictures], 1), {
      layer: "0",
      channel: 1,
      count: 1,
    });
    expect([second.indices, second.values]).to.deep.equal([[2], [7]]);
    expect(() => inspect.topPictures(net, pictures, { layer: "x" })).to.throw(
      RangeError,
      "expected a layer among 0, got x",
    );
  });
});

describe("inspect.activations", () => {
  it("prints names and kinds in columns as wide as the longest of each", () => {
    const net = new nn.Sequential(new nn.Sequential(new nn.Conv2d(1, 2, 1)), new nn.ReLU());
    const lines = String(inspect.activations(net, torch.rand(1, 2, 2))).split("\n");
    expect(lines).to.deep.equal(["0.0  Conv2d  [1, 2, 2, 2]", "1    ReLU    [1, 2, 2, 2]"]);
  });

  it("looks behind each layer that has none inside, with and without a batch before the picture", () => {
    const net = new nn.Sequential(new nn.Sequential(new nn.Conv2d(1, 2, 3), new nn.ReLU()), new nn.Flatten());
    for (const picture of [torch.rand(1, 4, 5), torch.rand(1, 1, 4, 5)]) {
      const { layers } = inspect.activations(net, picture);
      expect(layers.map(({ name, type, output }) => [name, type, [...output.shape]])).to.deep.equal([
        ["0.0", "Conv2d", [1, 2, 2, 3]],
        ["0.1", "ReLU", [1, 2, 2, 3]],
        ["1", "Flatten", [1, 12]],
      ]);
    }
  });
});
