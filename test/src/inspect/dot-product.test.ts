import { expect } from "chai";
import { describe, it } from "mocha";
import { inspect, nn, setLanguage, torch } from "../../../src/index.ts";

/** torch.manual_seed(2475042772); torch.rand(1788 - 76): the picture and the layer of the first lesson. */
function lesson() {
  torch.manualSeed(2475042772);
  torch.rand(1712);
  const image = torch.randint(-1, 2, [1, 3, 4, 4], { dtype: torch.float32 });
  new nn.Conv2d(3, 1, 3);
  return { image, conv: new nn.Conv2d(3, 1, { kernelSize: 3, padding: 1 }) };
}

describe("inspect.dotProduct", () => {
  it("finds the sums that the lesson works out by hand", () => {
    const { image, conv } = lesson();
    const found = inspect.dotProduct(conv, image, { at: [0, 0] });
    // -0.1056, 0.1514 - 0.0390 - 0.0042 + 0.0301 = 0.1383 and -0.0353, of weights that are printed with four digits
    for (const [c, sum] of [-0.1056, 0.1383, -0.0353].entries())
      expect((found.sums.tolist() as number[])[c]).to.be.closeTo(sum, 2e-4);
    expect(found.bias).to.be.closeTo(0.1157, 5e-5);
    expect(found.result).to.be.closeTo(0.1131, 5e-5);
    expect([...found.patch.shape]).to.deep.equal([3, 3, 3]);
  });

  it("prints in Korean with columns in line, a Korean letter being as wide as two others", () => {
    const conv = new nn.Conv2d(1, 1, { kernelSize: 2, bias: false });
    torch.noGrad(() => conv.weight.copy_(torch.tensor([[[[1, 2], [3, 4]]]]).float())); // prettier-ignore
    setLanguage("ko");
    try {
      expect(String(inspect.dotProduct(conv, torch.ones(1, 2, 2), { at: [0, 0] }))).to.equal(
        [
          "출력 채널 0, 0행 0열",
          "",
          "입력 채널 0   x 커널   = 곱",
          "1  1          1  2     1  2",
          "1  1          3  4     3  4",
          "                      합 10",
        ].join("\n"),
      );
      expect(String(inspect.shapes(conv))).to.match(/^weight  torch.*\n합계 {4}4$/);
    } finally {
      setLanguage();
    }
  });

  it("prints patch, kernel and products of each channel, the sums, the bias and the result", () => {
    const { image, conv } = lesson();
    expect(String(inspect.dotProduct(conv, image, { at: [0, 0] }))).to.equal(
      [
        "output channel 0, row 0, column 0",
        "",
        "input channel 0   x kernel                    = products",
        " 0   0   0        -0.0065  -0.0099   0.0652    0.0000   0.0000   0.0000",
        " 0   0   0         0.1675  -0.0228   0.1843    0.0000   0.0000   0.0000",
        " 0  -1   0        -0.1881   0.1056   0.1231    0.0000  -0.1056   0.0000",
        "                                                            sum -0.1056",
        "",
        "input channel 1   x kernel                    = products",
        " 0   0   0        -0.1634  -0.0401  -0.1059    0.0000   0.0000   0.0000",
        " 0   1  -1         0.0799   0.1514   0.0390    0.0000   0.1514  -0.0390",
        " 0  -1  -1        -0.1749   0.0042  -0.0301    0.0000  -0.0042   0.0301",
        "                                                             sum 0.1383",
        "",
        "input channel 2   x kernel                    = products",
        " 0   0   0        -0.0027  -0.0447  -0.0565    0.0000   0.0000   0.0000",
        " 0   0   0         0.1332   0.1437  -0.1660    0.0000   0.0000   0.0000",
        " 0   0  -1         0.1791  -0.0053   0.0353    0.0000   0.0000  -0.0353",
        "                                                            sum -0.0353",
        "",
        "-0.1056 + 0.1383 - 0.0353 + 0.1157 (bias) = 0.1131",
      ].join("\n"),
    );
  });

  const layers = {
    "stride and dilation": { kernelSize: 3, stride: 2, padding: 2, dilation: 2 },
    groups: { kernelSize: 3, groups: 2, padding: 1 },
    'padding "same" of an even kernel': { kernelSize: 2, padding: "same" },
    "an oblong kernel without bias": { kernelSize: [1, 3], bias: false },
    "a reflected rim": { kernelSize: 3, padding: 1, paddingMode: "reflect" },
    "a replicated rim": { kernelSize: 3, padding: 1, paddingMode: "replicate" },
    "a circular rim": { kernelSize: 3, padding: 1, paddingMode: "circular" },
  } as const;
  for (const [name, options] of Object.entries(layers))
    it(`equals the layer's output everywhere with ${name}`, () => {
      torch.manualSeed(7);
      const conv = new nn.Conv2d({ inChannels: 4, outChannels: 2, ...options });
      const image = torch.randn(2, 4, 5, 6);
      const output = conv(image).detach().tolist() as number[][][][];
      for (const channel of [0, 1])
        for (const [row, numbers] of output[1]![channel]!.entries())
          for (const [column, number] of numbers.entries())
            expect(inspect.dotProduct(conv, image, { at: [row, column], channel, index: 1 }).result).to.be.closeTo(
              number,
              1e-5,
            );
    });

  it("says which places there are", () => {
    const { image, conv } = lesson();
    expect(() => inspect.dotProduct(conv, image, { at: [4, 0] })).to.throw(
      "dotProduct: expected at within the output [4, 4], got [4, 0]",
    );
    expect(() => inspect.dotProduct(conv, image, { at: [0, 0], channel: 1 })).to.throw(
      "expected channel from 0 to 0, got 1",
    );
    expect(() => inspect.dotProduct(conv, torch.ones(1, 1, 4, 4), { at: [0, 0] })).to.throw(
      "expected image [3, H, W] for this layer, got [1, 1, 4, 4]",
    );
  });
});

describe("inspect.shapes", () => {
  it("lists parameters with shape and count", () => {
    expect(String(inspect.shapes(new nn.Conv2d(3, 16, 3)))).to.equal(
      ["weight  torch.Size([16, 3, 3, 3])  16 x 3 x 3 x 3 = 432", "bias    torch.Size([16])  16", "total   448"].join(
        "\n",
      ),
    );
  });
});
