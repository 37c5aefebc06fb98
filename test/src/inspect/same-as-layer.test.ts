import { describe, it } from "mocha";
import { expect } from "chai";
import { inspect, nn, torch } from "../../../src/index.ts";

/** Where the origin of the patch and the rim matter: each place of the output, against the layer itself. */
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

  it("has the kernel by the layer's name for it", () => {
    const product = inspect.dotProduct(new nn.Conv2d(1, 1, 3), torch.ones(1, 3, 3), { at: [0, 0] });
    expect(product.weight).to.equal(product.kernel);
  });

  it("says what explains the other layers", () => {
    const image = torch.ones(1, 4, 4);
    const ask = (layer: unknown) => () => inspect.dotProduct(layer as nn.Conv2d, image, { at: [0, 0] });
    expect(ask(new nn.MaxPool2d(2))).to.throw(
      TypeError,
      "dotProduct: expected a Conv2d, got MaxPool2d; inspect.activations tells what any layer gives, inspect.outputShape its shape",
    );
    expect(ask(new nn.Linear(4, 2))).to.throw(
      "got Linear; its number o is the product of the input and layer.weight.at(o)",
    );
    expect(ask(new nn.Conv1d(1, 1, 2))).to.throw("got Conv1d; a Conv2d with kernelSize [1, k]");
    expect(ask(new nn.ConvTranspose2d(1, 1, 2))).to.throw("got ConvTranspose2d; it lays its kernel on the output");
    expect(ask(3)).to.throw("expected a Conv2d, got 3");
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
