/** The texts of pictures in the reader's language, with nothing left in the other language. */
import { expect } from "chai";
import { afterEach, before, describe, it } from "mocha";
import { fit, inspect, nn, optim, plot, setLanguage, torch } from "../../../src/index.ts";

const conv = new nn.Conv2d(2, 3, 3);
const net = new nn.Sequential(new nn.Conv2d(1, 2, 3), new nn.ReLU());
const signed = torch.tensor([[1, -2], [0, 4]]); // prettier-ignore

/** Every kind of text that a picture or a figure has. */
const said: Readonly<Record<string, () => string>> = {
  image: () => plot.image(torch.zeros(3, 2, 2)).alt,
  "image that is stretched": () => plot.image(torch.full([3, 2, 2], 7)).alt,
  "image of one channel": () => plot.image(torch.rand(2, 2)).alt,
  imageGrid: () => plot.imageGrid(torch.zeros(4, 3, 2, 2)).alt,
  weights: () => plot.weights(conv).alt,
  featureMaps: () => plot.featureMaps(conv(torch.rand(1, 2, 6, 6)).sub(1)).alt,
  "featureMaps with a scale each": () => plot.featureMaps(torch.rand(2, 4, 4), { range: "each" }).alt,
  activations: () => plot.activations(net, torch.rand(1, 6, 6)).alt,
  overlay: () => plot.overlay(torch.zeros(3, 8, 8), signed).alt,
  channels: () => plot.channels(conv, torch.rand(2, 6, 6)).alt,
  dotProduct: () => plot.dotProduct(conv, torch.rand(2, 6, 6), { at: [0, 0] }).alt,
  explorer: () => plot.explorer(conv, torch.rand(2, 6, 6)).alt,
  line: () => String(plot.line([3, 2, 1])),
  scatter: () => String(plot.scatter([1, 2], [3, 4])),
  bar: () => String(plot.bar(["a", "b"], [1, 2])),
  histogram: () => String(plot.histogram([1, 2, 3])),
  heatmap: () => String(plot.heatmap(signed)),
  confusionMatrix: () => String(plot.confusionMatrix([0, 1], [1, 1], ["비행기", "새"])),
  dots: () => String(plot.dots({ 가: [1, 2], 나: [3] })),
  "dots with bars": () =>
    (plot.dots({ 가: [1, 2] }).toJSON().layout["xaxis"] as { title: { text: string } }).title.text,
  "dotProduct as text": () => String(inspect.dotProduct(conv, torch.rand(2, 6, 6), { at: [0, 0] })),
  receptiveField: () => String(inspect.receptiveField(new nn.Sequential(new nn.Conv2d(1, 1, 3), new nn.Flatten()))),
  "dotProduct of a Linear": () => String(inspect.dotProduct(new nn.Linear(2, 1), torch.rand(2))),
  "dotProduct of a pool": () => String(inspect.dotProduct(new nn.AvgPool1d(2), torch.rand(1, 4), 0)),
  "dotProduct of a transposed convolution": () =>
    String(inspect.dotProduct(new nn.ConvTranspose2d(2, 1, 2), torch.rand(2, 3, 3), [0, 0])),
  dashboard: () => String(plot.dashboard()),
};

describe("words of pictures", () => {
  afterEach(() => setLanguage());

  for (const [kind, words] of Object.entries(said))
    it(`of ${kind} are Korean for a Korean reader and English for others`, () => {
      setLanguage("ko");
      // Names of layers are those in the code; the text in brackets names the kind of value.
      const korean = words().replace(/^\[\w+\] ?|Conv2d|ReLU|Flatten/g, "");
      expect(korean).to.match(/[가-힣]/);
      expect(korean.match(/[A-Za-z]{2,}/g) ?? []).to.deep.equal([]);
      setLanguage("en");
      expect(words().replace(/비행기|새|가|나/g, "")).not.to.match(/[가-힣]/);
    });

  it("on axes follow the reader, and give way to the caller's own", () => {
    const labels = (make: () => { layout: unknown }): string => JSON.stringify(make().layout);
    const histogram = (options = {}) => plot.histogram([1, 2], options);
    const matrix = (options = {}) => plot.confusionMatrix([0], [0], ["a"], options);
    setLanguage("ko");
    expect(labels(histogram)).to.include('"개수"');
    expect(labels(matrix)).to.include('"정답"').and.to.include('"신경망의 답"');
    expect(labels(() => matrix({ xlabel: "guess", ylabel: "truth" })))
      .to.include('"guess"')
      .and.to.include('"truth"');
    expect(labels(() => histogram({ ylabel: "pictures" }))).to.include('"pictures"');
    setLanguage("en");
    expect(labels(histogram)).to.include('"count"');
    expect(labels(matrix)).to.include('"true"').and.to.include('"predicted"');
  });

  it("of a line that was thinned say so in either language", () => {
    const long = Array.from({ length: 9000 }, (_, i) => i);
    setLanguage("ko");
    expect(JSON.stringify(plot.line(long).layout)).to.include("점 5개마다");
    setLanguage("en");
    expect(JSON.stringify(plot.line(long).layout)).to.include("of each 5 points");
  });
});

describe("a training's history", () => {
  let history: Awaited<ReturnType<typeof fit>>;
  before(async () => {
    const model = new nn.Sequential(new nn.Flatten(), new nn.Linear(4, 2));
    const batches = [[torch.ones(3, 1, 2, 2), torch.tensor([0, 1, 1])]] as const;
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
    history = await fit(model, batches, { optimizer, epochs: 2, validation: batches, live: false });
  });
  afterEach(() => setLanguage());

  it("tells its losses in the reader's language", () => {
    setLanguage("ko");
    expect(String(history)).to.match(
      /^에포크 2번; 학습: 손실 \d\.\d{3}, 정확도 \d\.\d{3}; 검증: 손실 \d\.\d{3}, 정확도 \d\.\d{3}$/,
    );
    expect(JSON.stringify(history.figure())).to.include('"손실"').and.to.include('"학습"').and.to.include('"검증"');
    setLanguage("en");
    expect(String(history)).to.match(/^2 epochs; training: loss [\d.]+, accuracy [\d.]+; validation: loss /);
  });
});
