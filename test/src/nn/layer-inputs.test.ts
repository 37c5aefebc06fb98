import { expect } from "chai";
import { describe, it } from "mocha";
import { nn, torch } from "../../../src/index.ts";
import { readPrograms } from "../conformance/check.ts";
import { callOf } from "../conformance/program.ts";

type Call = (...inputs: unknown[]) => unknown;

/** Each layer that the PyTorch programs make; anything that is not a layer, or that takes any input, is left out. */
const made = Map.groupBy(
  readPrograms("signatures").filter(({ id }) => id.startsWith("signatures/nn.")),
  ({ id }) => id.slice("signatures/".length, id.indexOf("#")),
);
const layers = [...made].flatMap(([path, [program]]) => {
  const { invoke, rest } = callOf(program!, path);
  const layer = invoke(rest);
  return layer instanceof nn.Module && !(layer instanceof nn.Identity)
    ? [{ path, layer: layer as unknown as Call }]
    : [];
});

describe(`calls of ${layers.length} layers`, () => {
  const x = torch.ones(2, 4, 6);
  const wrong: Readonly<Record<string, readonly [inputs: readonly unknown[], says: string]>> = {
    nothing: [[], "missing"],
    "one too many": [[x, x, null, 1], "positional arguments? but 4 were given"],
    "a number": [[3], "argument"],
    "an array": [[[1, 2]], "argument"],
    "a promise": [[Promise.resolve(x)], "a Promise: write await in front of what gives it"],
    "an unknown name": [[x, { inptu: x }], "unexpected keyword argument 'inptu'"],
  };
  for (const [what, [inputs, says]] of Object.entries(wrong))
    it(`with ${what} name what is wrong`, () => {
      for (const { path, layer } of layers)
        expect(() => layer(...inputs), path).to.throw(
          TypeError,
          new RegExp(`^${path.slice(3)}\\.forward\\(\\).*${says}`),
        );
    });

  it("take their inputs by torch's names", () => {
    const layer = new nn.Linear(6, 2) as unknown as Call;
    expect(layer({ input: x }))
      .to.have.property("sizes")
      .that.deep.equals([2, 4, 2]);
    const loss = new nn.MSELoss() as unknown as Call;
    expect((loss(x, { target: x }) as torch.Tensor).item()).to.equal(0);
    const near = new nn.CosineSimilarity(2) as unknown as Call;
    expect((near({ x1: x, x2: x }) as torch.Tensor).sum().item()).to.be.closeTo(8, 1e-5);
  });

  it("leave a forward of one's own alone", () => {
    class Two extends nn.ReLU {
      override forward(input: torch.Tensor, scale = 1): torch.Tensor {
        return super.forward(input).mul(scale);
      }
    }
    expect(new Two()(torch.tensor([-1, 2]), 3).tolist()).to.deep.equal([0, 6]);
  });
});

describe("the output size of a transposed convolution", () => {
  const layer = new nn.ConvTranspose2d(1, 1, 3, { stride: 2, padding: 1 });
  const x = torch.ones(1, 1, 4, 4);

  it("is one of those that the stride allows", () => {
    expect([...layer(x).shape]).to.deep.equal([1, 1, 7, 7]);
    expect([...layer(x, [8, 8]).shape]).to.deep.equal([1, 1, 8, 8]);
    expect([...layer(x, [1, 1, 8, 7]).shape]).to.deep.equal([1, 1, 8, 7]);
  });

  it("is refused in torch's words", () => {
    expect(() => layer(x, [9, 9])).to.throw(
      RangeError,
      "requested an output size of (9, 9), but valid sizes range from [7, 7] to [8, 8] (for an input of torch.Size([4, 4]))",
    );
    expect(() => layer(x, [8])).to.throw(
      "ConvTranspose2D: for 4D input, output_size must have 2 or 4 elements (got 1)",
    );
  });
});
