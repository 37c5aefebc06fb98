/** The parts of the pages' code that need no browser: its arithmetic compared with the layers', its texts, its size. */
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { F, inspect, nn, plot, setLanguage, torch } from "../../../src/index.ts";
import type { ExplorerData } from "../../../src/plot/interactive/data.ts";
import { fieldIn } from "../../../src/plot/interactive/field.ts";
import { explorerData } from "../../../src/plot/interactive/explorer.ts";
import { descend, lossBetween, lossOn, onGrid, slopeOn } from "../../../src/plot/pages/bowl.ts";
import { filtered } from "../../../src/plot/pages/filter.ts";
import { Layer } from "../../../src/plot/pages/layer.ts";
import { pageScripts } from "../../../src/plot/page-scripts.ts";
import { english } from "../../../src/plot/words-en.ts";
import { korean } from "../../../src/plot/words-ko.ts";

const floats = (base64: string): Float32Array =>
  new Float32Array(Uint8Array.from(Buffer.from(base64, "base64")).buffer);

/** The page's layer, made from the data that the page gets. */
function pageLayer(data: ExplorerData): Layer {
  const image = torch.fromArray(floats(data.image), [data.C, data.H, data.W]).tolist() as number[][][];
  return new Layer(data, image, floats(data.weight), floats(data.bias));
}

describe("the scripts of pages", () => {
  it("are made from their sources as these are now", async () => {
    const { pageScripts: make } = (await import("../../../src/plot/pages/build.mjs" as string)) as {
      pageScripts: () => Promise<string>;
    };
    const committed = readFileSync(new URL("../../../src/plot/page-scripts.ts", import.meta.url), "utf8");
    expect((await make()) === committed, "run `npm run pages`").to.equal(true);
  });

  it("are small: 24 kB each at most", () => {
    for (const [name, script] of Object.entries(pageScripts)) expect(script.length, name).to.be.below(24_000);
  });

  it("have the same holes in every language", () => {
    const holes = (sentence: string): string[] => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const [room, sentences] of Object.entries(english))
      for (const [key, sentence] of Object.entries(sentences)) {
        const other = (korean as Record<string, Record<string, string>>)[room]![key]!;
        expect(holes(other), `${room}.${key}`).to.deep.equal(holes(sentence));
      }
  });

  it("count what a layer learns once, although the network calls it twice", () => {
    const shared = new nn.Linear(4, 4);
    const html = plot.shapeFlow(new nn.Sequential(new nn.Flatten(), shared, shared), [1, 2, 2]).html();
    const [, stages] = /"stages":(\[.*?\]),"total":20/.exec(html)!;
    const counts = [...stages!.matchAll(/"parameters":(\d+)/g)].map(([, count]) => Number(count));
    expect(counts).to.deep.equal([0, 0, 20, 0]);
  });

  it("come with a still, and with words in the reader's language", () => {
    const net = new nn.Sequential(new nn.Conv2d(1, 2, 3), new nn.MaxPool2d(2));
    const pages = [
      plot.explorer(new nn.Conv2d(1, 2, 3), torch.rand(1, 5, 5)),
      plot.filterPlayground(torch.rand(8, 8)),
      plot.shapeFlow(net, [1, 8, 8]),
      plot.receptiveField(net, [1, 8, 8]),
      plot.dotProductGradient(torch.ones(2, 2), torch.ones(2, 2)),
      plot.lossBowl((w: torch.Tensor) => w.pow(2)),
    ];
    try {
      for (const page of pages) {
        expect(page.html(), page.name).to.match(
          /^<div class="convkernel-[0-9a-f]{10}"><img src="data:image\/(png|svg\+xml);base64,/,
        );
        expect(page.html().length, page.name).to.be.below(60_000);
        const { width, height, svg } = page.still;
        const size = /^<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg!)!.slice(1).map(Number);
        expect([width, height], page.name).to.deep.equal(size);
        expect(page.html().match(/<\/script>/g), page.name).to.have.length(1);
        setLanguage("ko");
        expect(page.html(), page.name).to.match(/[가-힣]/);
        setLanguage("en");
        expect(page.html(), page.name).not.to.match(/[가-힣]/);
      }
    } finally {
      setLanguage();
    }
  });
});

describe("the explorer's arithmetic", () => {
  const settings = [
    { kernelSize: 3 },
    { kernelSize: 3, padding: 1, stride: 2 },
    { kernelSize: [2, 3] as [number, number], padding: [1, 2] as [number, number], dilation: 2 },
    { kernelSize: 3, padding: "same" as const, dilation: 2, paddingMode: "reflect" as const },
    { kernelSize: 3, groups: 2, padding: 1, paddingMode: "circular" as const, bias: false },
  ];
  for (const options of settings)
    it(`is inspect's and the layer's: ${JSON.stringify(options)}`, () => {
      torch.manualSeed(5);
      const conv = new nn.Conv2d(4, 2, options);
      const image = torch.randn(4, 7, 8);
      const data = explorerData(conv, image);
      const page = pageLayer(data);
      const own = { stride: data.stride, padding: data.padding, dilation: data.dilation };
      const expected = conv(image.unsqueeze(0)).detach().at(0);
      for (const channel of [0, 1]) {
        const output = page.outputOf(page.mapsOf(own, channel), channel);
        expect(torch.allclose(torch.tensor(output), expected.at(channel), { atol: 1e-6 })).to.equal(true);
        const found = inspect.dotProduct(conv, image, { at: [1, 2], channel });
        const parts = page.partsAt(own, channel, 1, 2);
        expect(parts.map(({ patch }) => patch)).to.deep.equal(found.patch.tolist());
        expect(parts.map(({ sum }) => sum)).to.deep.equal(found.sums.tolist());
        expect(page.resultOf(parts, channel)).to.equal(found.result);
      }
    });

  it("follows its sliders as a layer of these settings does", () => {
    torch.manualSeed(6);
    const [conv, image] = [new nn.Conv2d(2, 1, 3), torch.randn(2, 9, 9)];
    const page = pageLayer(explorerData(conv, image));
    for (const [stride, padding, dilation] of [
      [1, 0, 2],
      [2, 1, 1],
      [3, 4, 3],
      [4, 2, 2],
    ] as const) {
      const own = { stride: [stride, stride], padding: [padding, padding], dilation: [dilation, dilation] } as const;
      const expected = F.conv2d(image.unsqueeze(0), conv.weight, conv.bias, { stride, padding, dilation })
        .detach()
        .at(0, 0);
      expect(torch.allclose(torch.tensor(page.outputOf(page.mapsOf(own, 0), 0)), expected, { atol: 1e-6 })).to.equal(
        true,
      );
    }
  });

  it("of a pool with holes reads what the pool reads, in each direction by its own settings", () => {
    torch.manualSeed(9);
    const pool = new nn.MaxPool2d({ kernelSize: [2, 3], stride: [1, 2], dilation: [3, 2] });
    const image = torch.randn(1, 8, 9);
    const page = pageLayer(explorerData(pool, image));
    const own = { stride: [1, 2], padding: [0, 0], dilation: [3, 2] } as const;
    expect(page.outputOf(page.mapsOf(own, 0), 0)).to.deep.equal(pool(image).at(0).tolist());
  });

  it("of pools is the pools': rims, steps, windows that are not whole", () => {
    torch.manualSeed(7);
    const image = torch.randn(2, 7, 7);
    const pools = [
      new nn.MaxPool2d(2),
      new nn.MaxPool2d(3, { stride: 2, padding: 1, dilation: 1 }),
      new nn.MaxPool2d(2, { ceilMode: true }),
      new nn.AvgPool2d(2),
      new nn.AvgPool2d(3, { stride: 2, padding: 1 }),
      new nn.AvgPool2d(3, { stride: 2, padding: 1, countIncludePad: false }),
      new nn.AvgPool2d(2, { ceilMode: true }),
    ];
    for (const pool of pools) {
      const data = explorerData(pool, image);
      const page = pageLayer(data);
      const own = { stride: data.stride, padding: data.padding, dilation: data.dilation };
      const expected = pool(image.unsqueeze(0)).at(0, 1);
      const got = torch.tensor(page.outputOf(page.mapsOf(own, 1), 1));
      expect(got.shape, String(pool)).to.deep.equal(expected.shape);
      expect(torch.allclose(got, expected, { atol: 1e-6 }), String(pool)).to.equal(true);
    }
  });

  it("of Linear is the layer's, whatever the shape in which its input comes", () => {
    torch.manualSeed(8);
    const linear = new nn.Linear(12, 3);
    for (const input of [torch.randn(12), torch.randn(3, 2, 2), torch.randn(1, 12)]) {
      const page = pageLayer(explorerData(linear, input));
      const own = { stride: [1, 1], padding: [0, 0], dilation: [1, 1] } as const;
      const expected = linear(input.flatten()).detach().tolist() as number[];
      expected.forEach((value, o) => expect(page.outputOf(page.mapsOf(own, o), o)[0]![0]).to.be.closeTo(value, 1e-5));
    }
  });
});

describe("the playground's arithmetic", () => {
  it("has a picture from black to white for those who bring none", () => {
    const [, low = "", high = ""] = / from (\S+) to (\S+)$/.exec(plot.filterPlayground({ kernel: "identity" }).alt)!;
    expect(Number(low)).to.be.within(0, 0.3);
    expect(Number(high)).to.be.within(0.5, 1);
  });

  it("is conv2d's at 20 settings", () => {
    torch.manualSeed(9);
    const image = torch.rand(3, 11, 10);
    let count = 0;
    for (const stride of [1, 2, 3])
      for (const padding of [0, 1, 3])
        for (const dilation of [1, 2, 4]) {
          if (Math.min(11, 10) + 2 * padding < 2 * dilation + 1 || count === 20) continue;
          const weight = torch.randn(3, 3, 3);
          const expected = F.conv2d(image.unsqueeze(0), weight.unsqueeze(0), { stride, padding, dilation }).at(0, 0);
          const kernels = (weight.tolist() as number[][][]).map((rows) => rows.flat());
          const got = torch.tensor(filtered(image.tolist() as number[][][], kernels, { stride, padding, dilation }));
          expect(torch.allclose(got, expected, { atol: 1e-5 }), `${stride} ${padding} ${dilation}`).to.equal(true);
          count++;
        }
    expect(count).to.equal(20);
    const [plane, kernel] = [torch.rand(1, 4, 6), torch.randn(1, 1, 3, 3)];
    const alone = filtered(plane.tolist() as number[][][], [kernel.flatten().tolist() as number[]], {
      stride: 1,
      padding: 0,
      dilation: 1,
    });
    expect(torch.allclose(torch.tensor(alone), F.conv2d(plane.unsqueeze(0), kernel).at(0, 0), { atol: 1e-5 })).to.equal(
      true,
    );
  });
});

describe("the receptive field's arithmetic", () => {
  it("is where the gradient of one number arrives", () => {
    const net = new nn.Sequential(
      new nn.Conv2d(1, 1, 3, { padding: 1 }),
      new nn.AvgPool2d(2),
      new nn.Conv2d(1, 1, 3, { dilation: 2 }),
    );
    torch.noGrad(() => net.parameters().forEach((parameter) => parameter.fill_(1)));
    const image = torch.rand(1, 1, 16, 16).requiresGrad_();
    net(image).at(0, 0, 1, 2).backward();
    const seen = image.grad!.at(0, 0).ne(0);
    const [rows, columns] = [seen.any(1), seen.any(0)].map((line) =>
      (line.tolist() as boolean[]).flatMap((is, i) => (is ? [i] : [])),
    ) as [number[], number[]];
    const windows = [
      { kernel: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1] },
      { kernel: [2, 2], stride: [2, 2], padding: [0, 0], dilation: [1, 1] },
      { kernel: [3, 3], stride: [1, 1], padding: [0, 0], dilation: [2, 2] },
    ] as const;
    expect(fieldIn(windows, [1, 2])).to.deep.equal([
      [rows[0], rows.at(-1)],
      [columns[0], columns.at(-1)],
    ]);
  });
});

describe("the bowl's arithmetic", () => {
  it("is a mean of the four points around a place, each as near as it counts", () => {
    // w over 0, 1, 2 and b over 0, 1: values w + 10 b, and 4 more at w = 1, b = 1
    const values = Float32Array.of(0, 1, 2, 10, 15, 12);
    const at = (w: number, b: number): number => onGrid(values, [[0, 2], [0, 1]], [3, 2], [w, b]); // prettier-ignore
    expect([at(1, 1), at(2, 0), at(0.5, 0)]).to.deep.equal([15, 2, 0.5]);
    // (0 + 1 + 10 + 15) / 4, and three quarters of the way to w = 2 between 15 and 12
    expect([at(0.5, 0.5), at(1.75, 1)]).to.deep.equal([6.5, 12.75]);
  });

  // loss (w - 2)^2 on -1, 1, 3: slopes 2 (w - 2)
  const curve = { range: [-1, 3], losses: Float32Array.of(9, 1, 1), slopes: Float32Array.of(-6, -2, 2) } as const;

  it("is exact between its points, and beyond them, where the loss is a square", () => {
    for (const w of [-3, -1, 0.25, 2, 2.5, 7]) {
      expect(lossOn(curve, w)).to.be.closeTo((w - 2) ** 2, 1e-9);
      expect(slopeOn(curve, w)).to.be.closeTo(2 * (w - 2), 1e-9);
    }
  });

  it("goes from one stretch to the next where its points are", () => {
    // 0 up to 1, from there (w - 1)^3
    const bent = { range: [-1, 3], losses: Float32Array.of(0, 0, 8), slopes: Float32Array.of(0, 0, 12) } as const;
    for (const [w, loss] of [
      [0, 0],
      [-0.5, 0],
      [2, 1],
      [2.5, 3.375],
    ] as const)
      // prettier-ignore
      expect(lossOn(bent, w)).to.be.closeTo(loss, 1e-6);
  });

  it("has two fifths of the way as room on both sides, and names points weight by weight", () => {
    const page = plot.lossBowl((w: torch.Tensor, b: torch.Tensor) => w.sub(1).pow(2).add(b.sub(3).pow(2)), {
      start: [0, 0],
      lr: 0.5,
      count: 1,
    });
    expect(page.alt).to.include("from (0, 0) to (1, 3)");
    const [, ranges] = /"ranges":(\[\[.*?\]\])/.exec(page.html())!;
    expect((JSON.parse(ranges!) as number[][]).flat().map((end) => Number(end.toFixed(6)))).to.deep.equal([
      -0.4, 1.4, -1.2, 4.2,
    ]);
  });

  it("begins at 0 in as many directions as the loss has weights, where no start is named", () => {
    const two = plot.lossBowl((w: torch.Tensor, b: torch.Tensor) => w.mul(w).add(b.mul(b)), { count: 1 });
    expect(two.alt).to.match(/^loss over w, b: 1 steps with lr .* from \(0, 0\)/);
    expect(plot.lossBowl((w: torch.Tensor) => w.mul(w), { count: 1 }).alt).to.include("over w: 1 steps");
  });

  it("takes the steps that the kernel takes", () => {
    // w = w - 0.25 * 2 (w - 2): 0, 1, 1.5, 1.75
    expect(descend(([w]) => [slopeOn(curve, w!)], [0], 0.25, 3)).to.deep.equal([[0], [1], [1.5], [1.75]]);
    expect(descend(([w]) => [slopeOn(curve, w!)], [0], 3, 100).length, "ends where it runs away").to.be.below(20);
  });

  it("is exact for a square of two weights too", () => {
    const at = (use: (w: number, b: number) => number): Float32Array =>
      Float32Array.from([0, 2].flatMap((b) => [-1, 1, 3].map((w) => use(w, b))));
    const losses = at((w, b) => (w - 2) ** 2 + w * b + 3 * b * b);
    const slopes = [at((w, b) => 2 * (w - 2) + b), at((w, b) => w + 6 * b)];
    for (const [w, b] of [
      [0.5, 1.5],
      [2, 0.25],
      [-1, 2],
    ] as const)
      expect(
        lossBetween(
          losses,
          slopes,
          [
            [-1, 3],
            [0, 2],
          ],
          [3, 2],
          [w, b],
        ),
      ).to.be.closeTo((w - 2) ** 2 + w * b + 3 * b * b, 1e-5);
  });
});
