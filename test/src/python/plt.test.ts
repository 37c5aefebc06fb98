import { expect } from "chai";
import { describe, it } from "mocha";
import { Figure as Chart } from "../../../src/plot/index.ts";
import { plt } from "../../../src/python/index.ts";
import { torch } from "../../../src/index.ts";

/** The current figure, in the form that Plotly reads. */
function chart(): { readonly data: readonly any[]; readonly layout: any } {
  const drawn = plt.gcf().drawn();
  plt.close();
  expect(drawn).to.be.instanceOf(Chart);
  return JSON.parse(JSON.stringify(drawn)) as { data: any[]; layout: any };
}

describe("python.plt", () => {
  it("draws lines with their words, dashes and names", () => {
    plt.figure({ figsize: [6, 3] });
    plt.plot([0.5, 0.25], { label: "train" });
    plt.plot([1, 2], torch.tensor([0.5, 0.75]), "r--");
    plt.title("Loss");
    plt.xlabel("epoch");
    plt.legend();
    const { data, layout } = chart();
    expect(data.map(({ x, y, name }) => ({ x, y, name }))).to.deep.equal([
      { x: [0, 1], y: [0.5, 0.25], name: "train" },
      { x: [1, 2], y: [0.5, 0.75], name: undefined },
    ]);
    expect(data[1].line).to.deep.equal({ dash: "dash", color: "red" });
    expect([layout.title.text, layout.xaxis.title.text, layout.showlegend]).to.deep.equal(["Loss", "epoch", true]);
  });

  it("puts fields side by side, each with its own axes", () => {
    const [, axes] = plt.subplots(1, 2);
    axes[0].scatter([1, 2], [3, 4]);
    axes[1].bar(["a", "b"], [1, 2]);
    axes[1].setTitle("counts");
    const { data, layout } = chart();
    expect(data.map(({ type, xaxis }) => [type, xaxis])).to.deep.equal([
      ["scatter", "x"],
      ["bar", "x2"],
    ]);
    expect(layout.xaxis.domain[1]).to.be.lessThan(layout.xaxis2.domain[0]);
    expect(layout.annotations[0].text).to.equal("counts");
  });

  it("finds a field by row and column, and by its place from 1", () => {
    const [figure, axes] = plt.subplots(2, 3);
    expect(axes.at(1, 2)).to.equal(axes.flatten()[5]);
    expect(plt.subplot(2, 3, 6)).to.equal(figure.field(5));
    plt.close();
  });

  it("shows pictures as a picture: in rows and columns, their channels last or first", () => {
    const [, axes] = plt.subplots(1, 2);
    axes[0].imshow(torch.zeros(4, 5, 3));
    axes[1].imshow(torch.zeros(4, 5, 3), { cmap: "gray" });
    expect(String(plt.gcf().drawn())).to.contain("[picture]");
    plt.close();
    plt.imshow(torch.rand(4, 5), { cmap: "gray" });
    expect(String(plt.gcf().drawn())).to.contain("[picture]");
    plt.close();
  });

  it("counts what a histogram holds", () => {
    plt.hist(torch.tensor([0, 1, 1, 4]), { bins: 4 });
    const [data] = chart().data;
    expect([data.type, data.x, data.xbins.size]).to.deep.equal(["histogram", [0, 1, 1, 4], 1]);
  });

  it("draws into the field that a figure was given last", () => {
    const figure = plt.figure();
    for (const i of [1, 2, 3]) {
      figure.addSubplot(1, 3, i);
      plt.imshow(torch.rand(4, 4));
      plt.title(`n ${i}`);
    }
    expect([figure.rows, figure.columns]).to.deep.equal([1, 3]);
    expect(figure.fields.map((field) => field?.layout.title)).to.deep.equal(["n 1", "n 2", "n 3"]);
    expect(String(plt.gcf().drawn())).to.contain("3 pictures of 4 x 4");
    plt.close();
  });

  it("draws a table of numbers with words in it as a chart, in colours from the smallest to the largest", () => {
    plt.imshow(
      torch.tensor([
        [0, 7],
        [3, 1],
      ]),
      { cmap: "Blues" },
    );
    expect(String(plt.gcf().drawn())).to.contain("values from 0 to 7");
    plt.text(0, 0, "ab");
    const { data, layout } = chart();
    expect([data[0].type, layout.annotations[0].text]).to.deep.equal(["heatmap", "ab"]);
  });

  it("writes words at their place, in their colour", () => {
    plt.plot([1, 2]);
    plt.text(0, 1, 7, { ha: "center", va: "center", color: "w", fontsize: 9 });
    const [note] = chart().layout.annotations;
    expect(note).to.deep.include({
      text: "7",
      xanchor: "center",
      yanchor: "middle",
      font: { color: "white", size: 9 },
    });
  });

  it("shows nothing where nothing has been drawn", () => {
    plt.figure();
    expect(plt.gcf().isEmpty).to.equal(true);
    plt.show();
  });
});
