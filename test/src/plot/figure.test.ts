/** Figures: the content of their bundle, and what their still picture shows. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { plot, torch } from "../../../src/index.ts";
import { drawStill } from "../../../src/plot/still/chart.ts";
import { tickLabel, ticksOf } from "../../../src/plot/still/ticks.ts";

const display = Symbol.for("Jupyter.display");
type Bundle = Record<string, unknown>;
const bundleOf = (figure: unknown): Bundle => (figure as { [display]: () => [Bundle, Bundle] })[display]()[0];
const svgOf = (figure: plot.Figure): string => drawStill(figure.toJSON(), "")!.svg;

describe("a figure", () => {
  it("shows itself to our renderer, to Plotly's, to plain pages and in words", () => {
    const bundle = bundleOf(plot.line([3, 1, 2], { title: "Loss" }));
    expect(Object.keys(bundle)).to.have.members([
      "application/vnd.convkernel.figure+json",
      "application/vnd.plotly.v1+json",
      "text/html",
      "image/png",
      "text/plain",
    ]);
    expect(bundle["text/plain"]).to.equal("[figure] Loss: line of 3, from 1 to 3, last 2");
    expect(bundle["application/vnd.plotly.v1+json"]).to.deep.include({
      data: [{ type: "scatter", mode: "lines", y: [3, 1, 2] }],
    });
  });

  it("is plain JSON: typed arrays as lists, NaN as a gap", () => {
    const { data } = plot.figure({ data: [{ type: "scatter", y: Float32Array.of(1, Number.NaN) }] }).toJSON();
    expect(data).to.deep.equal([{ type: "scatter", y: [1, null] }]);
  });

  it("has html that shows the still picture where no script runs, and no closing tag inside its script", () => {
    const html = String(bundleOf(plot.line([1, 2], { title: "</script><b>" }))["text/html"]);
    const [before, script] = html.split("<script>");
    expect(before).to.match(/^<div class="convkernel-[0-9a-f]{10}"><img src="data:image\/svg\+xml;base64,/);
    expect(script!.split("</script>"), "one end").to.have.length(2);
  });

  it("holds a large figure's numbers once only", () => {
    const y = Array.from({ length: 50_000 }, (_, i) => i / 7);
    const bundle = bundleOf(plot.figure({ data: [{ type: "scatter", mode: "lines", y }] }));
    expect(bundle["text/html"]).not.to.include("<script>");
  });

  it("of a kind that has no still picture does without", () => {
    const bundle = bundleOf(plot.figure({ data: [{ type: "pie", labels: ["a"], values: [1] }] }));
    expect(bundle).not.to.have.property("image/png");
    expect(bundle["text/html"]).to.include("Plotly.newPlot");
  });

  it("wants traces", () => {
    expect(() => plot.figure({} as never)).to.throw(
      TypeError,
      "figure() missing 1 required positional argument: 'data'",
    );
  });
});

describe("makers", () => {
  it("take tensors", () => {
    expect(String(plot.line(torch.tensor([1, 2, 4])))).to.equal("[figure] line of 3, from 1 to 4, last 4");
  });

  it("count a histogram as torch.histc does, the upper end in the last bin", () => {
    // torch.histc(torch.tensor([0., 0.5, 1, 1.5, 2]), bins=2, min=0, max=2) is [2., 3.]
    const [trace] = plot.histogram([0, 0.5, 1, 1.5, 2], { bins: 2 }).toJSON().data as [{ x: number[]; y: number[] }];
    expect(trace.y).to.deep.equal([2, 3]);
    expect(trace.x).to.deep.equal([0.5, 1.5]);
  });

  it("count a confusion matrix: rows true, columns predicted", () => {
    const [trace] = plot.confusionMatrix([0, 0, 1, 1], [0, 1, 1, 1], ["plane", "bird"]).toJSON().data as [
      { z: number[][] },
    ];
    expect(trace.z).to.deep.equal([
      [1, 1],
      [0, 2],
    ]);
    expect(() => plot.confusionMatrix([2], [0], ["a", "b"])).to.throw(
      RangeError,
      "expected classes from 0 to 1, got 2 and 0",
    );
    expect(() => plot.confusionMatrix([1], [0, 1], ["a", "b"])).to.throw(RangeError, "as many predictions as targets");
  });

  it("give a heatmap with negative numbers a scale that is symmetric about zero", () => {
    const [trace] = plot.heatmap([[-3, 1]]).toJSON().data as [{ zmin: number; zmax: number }];
    expect([trace.zmin, trace.zmax]).to.deep.equal([-3, 3]);
  });

  it("colour points by class", () => {
    const names = (
      plot.scatter([1, 2, 3], [1, 2, 3], { labels: ["a", "b", "a"] }).toJSON().data as { name: string }[]
    ).map(({ name }) => name);
    expect(names).to.deep.equal(["a", "b"]);
    expect(() => plot.scatter([1], [1, 2])).to.throw(
      RangeError,
      "scatter: expected x, y and labels of one length, got 1, 2",
    );
  });
});

describe("a still picture", () => {
  it("has a path for a line, broken where there is a gap", () => {
    const path = /<path d="(M[^"]*)" fill="none" stroke="#0072b2"/.exec(svgOf(plot.line([1, 2, Number.NaN, 3])))![1]!;
    expect(path.match(/[ML]/g)).to.deep.equal(["M", "L", "M"]);
  });

  it("has a bar for each height, from zero", () => {
    const group = /<g fill="#0072b2">(.*?)<\/g>/.exec(svgOf(plot.bar(["a", "b"], [1, 2])))![1]!;
    const bars = [...group.matchAll(/ height="([^"]*)"/g)];
    const [first, second] = bars.map(([, height]) => Number(height));
    expect(second! / first!).to.be.closeTo(2, 0.01);
  });

  it("names the traces and the axes", () => {
    const svg = svgOf(plot.line({ train: [1], valid: [2] }, { xlabel: "epoch", ylabel: "loss & more" }));
    for (const word of ["train", "valid", "epoch", "loss &#38; more"]) expect(svg).to.include(`>${word}</text>`);
  });

  it("is not made where it would show something else: bars in stacks, areas, two pairs of axes", () => {
    const bars = { type: "bar" as const, y: [1] };
    expect(plot.figure({ data: [bars, bars], layout: { barmode: "stack" } }).still()).to.equal(undefined);
    expect(plot.figure({ data: [{ type: "scatter", y: [1, 2], fill: "tozeroy" }] }).still()).to.equal(undefined);
    expect(plot.figure({ data: [{ type: "scatter", y: [1, 2], yaxis: "y2" }] }).still()).to.equal(undefined);
  });

  it("leaves out what a logarithmic axis cannot hold", () => {
    expect(svgOf(plot.line([0, 1, 10, 100], { logY: true }))).not.to.include("NaN");
  });
});

describe("ticks", () => {
  it("are round numbers", () => {
    expect(ticksOf(0, 1, 5)).to.deep.equal([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticksOf(-0.31, 0.29, 5)).to.deep.equal([-0.2, 0, 0.2]);
    expect(ticksOf(3, 3, 5)).to.deep.equal([3]);
  });

  it("are written briefly", () => {
    expect([0.1 + 0.2, -2, 25_000, 1_500_000, 0.00002].map(tickLabel)).to.deep.equal([
      "0.3",
      "−2",
      "25k",
      "1.5M",
      "2e−5",
    ]);
  });
});

describe("makers' numbers", () => {
  const data = (figure: plot.Figure): Record<string, unknown>[] => figure.toJSON().data as Record<string, unknown>[];

  it("may be tensors with one element, as losses are before item()", () => {
    expect(data(plot.line([torch.tensor(1.5), torch.tensor([0.5])]))[0]!["y"]).to.deep.equal([1.5, 0.5]);
    expect(() => plot.line([1, torch.tensor([1, 2])])).to.throw(
      TypeError,
      "line: expected y to hold numbers, got a tensor [2] at 1",
    );
    expect(() => plot.line([1, "2"] as never)).to.throw(TypeError, "line: expected y to hold numbers, got '2' at 1");
  });

  it("that would draw nothing are refused", () => {
    expect(() => plot.line([])).to.throw(RangeError, "line: expected numbers in y, got none");
    expect(() => plot.line({ train: [1], valid: [Number.NaN] })).to.throw(
      RangeError,
      "line: expected numbers in valid, got 1 that are not finite",
    );
    expect(() => plot.histogram([])).to.throw(RangeError, "histogram: expected numbers in y, got none");
    expect(() => plot.line({})).to.throw(RangeError, "line: expected one series or more, got none");
  });

  it("of a heatmap have rows of one length", () => {
    expect(() => plot.heatmap([[1, 2], [3]])).to.throw(
      RangeError,
      "heatmap: expected rows of one length, got 2 and, in row 1, 1",
    );
  });

  it("of several histograms are counted in the same bins", () => {
    const [plane, bird] = data(plot.histogram({ plane: [0, 1, 1], bird: [3, 4] }, { bins: 2 })) as never as [
      Record<string, unknown>,
      Record<string, unknown>,
    ];
    expect([plane["name"], plane["x"], plane["y"]]).to.deep.equal(["plane", [1, 3], [3, 0]]);
    expect([bird["name"], bird["x"], bird["y"]]).to.deep.equal(["bird", [1, 3], [0, 2]]);
  });

  it("of equal values fill one bin in the middle", () => {
    const [only] = data(plot.histogram([2, 2], { bins: 3 }));
    expect(only!["y"]).to.deep.equal([0, 2, 0]);
    // 1.5 to 2.5 in three: thirds around 5/3, 2, 7/3
    (only!["x"] as number[]).forEach((x, i) => expect(x).to.be.closeTo([5 / 3, 2, 7 / 3][i]!, 1e-12));
    expect(only!["width"]).to.be.closeTo(1 / 3, 1e-12);
  });

  it("of a heatmap have the colours of their own ends where none is below 0", () => {
    const [trace] = data(plot.heatmap([[2, 5], [3, 1]])); // prettier-ignore
    expect([trace!["zmin"], trace!["zmax"]]).to.deep.equal([1, 5]);
  });

  it("of runs lie around their column, a single one on it; bars reach as far as they say", () => {
    // mean (1 + 2 + 6) / 3 = 3; deviation sqrt((4 + 1 + 9) / 2) = sqrt 7
    const runs = { base: [1, 2, 6], wide: [4] };
    const barsOf = (bars: "std" | "standardError" | "range"): unknown => {
      const { error_y } = data(plot.dots(runs, { bars }))[2] as never as { error_y: Record<string, number[]> };
      return [error_y["arrayminus"], error_y["array"]].map((all) => all!.map((value) => Number(value.toFixed(6))));
    };
    const [base, wide] = data(plot.dots(runs)).map(({ x }) => x);
    expect([base, wide]).to.deep.equal([[-0.15, 0, 0.15], [1]]);
    expect(barsOf("range")).to.deep.equal([[2, 0], [3, 0]]); // prettier-ignore
    expect(barsOf("std")).to.deep.equal([[2.645751, 0], [2.645751, 0]]); // prettier-ignore
    expect(barsOf("standardError")).to.deep.equal([[1.527525, 0], [1.527525, 0]]); // prettier-ignore
  });

  it("of axes may end where one says", () => {
    const { layout } = plot.line([0.1, 0.9], { ylim: [0, 1], xlim: [1, 100], logX: true }).toJSON();
    const [y, x] = [layout["yaxis"], layout["xaxis"]] as readonly [object, object];
    expect([y, x]).to.deep.equal([
      { automargin: true, range: [0, 1] },
      { automargin: true, type: "log", range: [0, 2] },
    ]);
  });

  it("of long ticks push the axis's label away", () => {
    const { layout } = plot.line([0.1, 0.9], { ylabel: "accuracy" }).toJSON();
    expect(layout["yaxis"]).to.deep.equal({ automargin: true, title: { text: "accuracy", standoff: 10 } });
  });

  it("of dots have a line that says what the bars are, unless the axis has a label or nothing has a bar", () => {
    const under = (options: plot.DotsOptions, groups: Record<string, number[]> = { a: [1, 2] }): unknown =>
      (plot.dots(groups, options).toJSON().layout["xaxis"] as { title?: { text: string } }).title?.text;
    expect([under({}), under({ bars: "standardError" }), under({ bars: "range" })]).to.deep.equal([
      "bars: standard deviation of the runs",
      "bars: standard error of the mean",
      "bars: from the smallest to the largest",
    ]);
    expect([under({ bars: "none" }), under({}, { a: [1] }), under({ xlabel: "net" })]).to.deep.equal([
      undefined,
      undefined,
      "net",
    ]);
  });

  it("of a heatmap are counted in rows and columns", () => {
    expect(String(plot.heatmap([[1, 2, 3], [4, 5, 6]]))).to.match(/^\[figure\] heatmap of 2 x 3, from 1 to 6/); // prettier-ignore
    expect(String(plot.heatmap([[1, 2, 3]]))).to.match(/^\[figure\] heatmap of 1 x 3, from 1 to 3/);
  });

  it("of a table with names are told row by row, and how many columns the first row has", () => {
    const named = plot.figure([{ type: "heatmap", x: ["a", "b", "c"], y: ["d"], z: [[1, 2, 3]] }]);
    expect(String(named)).to.equal("[figure] heatmap of 1 x 3, from 1 to 3: d: a 1, b 2, c 3");
  });

  it("of a table with names are told cell by cell for 25 cells at most", () => {
    const named = (rows: number): string => {
      const [x, y] = [["a", "b", "c", "d", "e"], Array.from({ length: rows }, (_, i) => `r${i}`)];
      return String(plot.figure([{ type: "heatmap", x, y, z: y.map(() => [1, 2, 3, 4, 5]) }]));
    };
    expect(named(5)).to.include("r4: a 1");
    expect(named(6)).to.equal("[figure] heatmap of 6 x 5, from 1 to 5");
  });

  it("of a confusion matrix are told with the names of the classes", () => {
    expect(String(plot.confusionMatrix([0, 0, 1], [0, 1, 1], ["plane", "bird"]))).to.equal(
      "[figure] heatmap of 2 x 2, from 0 to 1: plane: plane 1, bird 1; bird: plane 0, bird 1",
    );
  });
});

describe("a line of many points", () => {
  const noisy = Array.from(
    { length: 100_000 },
    (_, i) => Math.sin(i * 12.9898) * 43758.5453 - Math.floor(Math.sin(i * 12.9898) * 43758.5453),
  );
  noisy[70_001] = 9;
  noisy[30_003] = -9;

  it("is thinned without losing a peak, and says so", () => {
    const figure = plot.line(noisy, { xlabel: "step" });
    const [{ x, y }] = figure.toJSON().data as [{ x: number[]; y: number[] }];
    expect(y.length).to.be.at.most(4000);
    expect([x[y.indexOf(9)], x[y.indexOf(-9)]]).to.deep.equal([70_001, 30_003]);
    expect(x).to.deep.equal([...x].sort((a, b) => a - b));
    // 100,000 points become 2 of each 50
    expect((figure.layout.xaxis as { title: { text: string } }).title.text).to.equal(
      "step (of each 50 points the smallest and the largest)",
    );
    expect(String(figure)).to.match(/^\[figure\] line of 100000, from .* to 9, last /);
    expect(JSON.stringify(figure.toJSON()).length).to.be.below(200_000);
  });

  it("given by plot.figure has a still of as few", () => {
    const svg = svgOf(plot.figure({ data: [{ type: "scatter", mode: "lines", y: noisy }] }));
    expect(svg.length).to.be.below(100_000);
  });
});
