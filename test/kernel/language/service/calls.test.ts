import { describe, it } from "mocha";
import { expect } from "chai";
import { complete, inspect, sharedService } from "./service.ts";

const options = ["bias", "device", "dilation", "dtype", "groups", "padding", "paddingMode", "stride"];

describe("a call that is being written", () => {
  const shared = sharedService('import { torch, nn, F } from "convkernel";\nconst t = torch.ones(2);');
  const texts = async (marked: string) => (await complete(shared.get(), marked)).texts;
  const plain = async (marked: string) => (await inspect(shared.get(), marked)).data["text/plain"] ?? "";

  it("offers the options in every form", async () => {
    const inThird = ["kernelSize", ...options];
    expect(await texts("new nn.Conv2d(3, 16, { | })")).to.have.members(inThird);
    expect(await texts("new nn.Conv2d(3, 16, { |")).to.have.members(inThird);
    expect(await texts("new nn.Conv2d(3, 16, { kernelSize: 3, pad| })")).to.deep.equal(["padding", "paddingMode"]);
    expect(await texts("new nn.Conv2d(3, 16, 3, { | })")).to.have.members(options);
    expect(await texts("new nn.Conv2d({ | })")).to.have.members([
      "inChannels",
      "outChannels",
      "kernelSize",
      ...options,
    ]);
    expect(await texts("new nn.Conv2d({ inChannels: 3, |")).to.have.members(["outChannels", "kernelSize", ...options]);
    expect(await texts("t.sum(0, { | })")).to.have.members(["dtype", "keepdim", "keepdims"]);
  });

  it("offers no internal name, of the library or of packages that packages brought along", async () => {
    expect(await texts("nn.Call|")).to.deep.equal([]);
    const packages = await texts('import { x } from "con|');
    expect(packages).to.include.members(["convkernel", "console"]);
    expect(packages).not.to.include("concat-map");
  });

  it("shows its form, how many others there are, and what its types contain", async () => {
    const text = await plain("new nn.Conv2d(3, 16, { | })");
    const [form, others, types] = text.split("\n\n");
    expect(form).to.equal(
      "new Conv2d(inChannels: number, outChannels: number, options: { kernelSize: number | readonly number[]; } & Conv2dOptions): nn.Conv2d",
    );
    expect(others).to.match(/^\+\d+ other forms$/u);
    expect(types)
      .to.include("type Conv2dOptions = ")
      .and.include("stride?: ")
      .and.include('padding?: number | "same" | "valid"');
    expect(text).to.include("2D convolution of images");
  });

  it("shows the form by position before anything is written", async () => {
    expect((await plain("new nn.Conv2d(|")).split("\n\n")[0]).to.equal(
      "new Conv2d(inChannels: number, outChannels: number, kernelSize: number | readonly number[], options?: Conv2dOptions): nn.Conv2d",
    );
  });

  it("offers all options of ten classes and ten functions, and shows their forms without names of our own", async () => {
    const calls: Readonly<Record<string, readonly string[]>> = {
      "new nn.Linear(3, 4, { | })": ["bias", "device", "dtype"],
      "new nn.ConvTranspose2d(3, 4, 2, { | })": [...options, "outputPadding"],
      "new nn.MaxPool2d(2, { | })": ["ceilMode", "dilation", "padding", "returnIndices", "stride"],
      "new nn.BatchNorm2d(4, { | })": ["affine", "bias", "device", "dtype", "eps", "momentum", "trackRunningStats"],
      "new nn.LeakyReLU({ | })": ["inplace", "negativeSlope"],
      "new nn.Dropout({ | })": ["inplace", "p"],
      "new nn.CrossEntropyLoss({ | })": [
        "ignoreIndex",
        "labelSmoothing",
        "reduce",
        "reduction",
        "sizeAverage",
        "weight",
      ],
      "new nn.LazyConv2d(8, 3, { | })": options,
      "new nn.ConstantPad2d(1, { | })": ["value"],
      "new nn.TripletMarginLoss({ | })": ["eps", "margin", "p", "reduce", "reduction", "sizeAverage", "swap"],
      "F.conv2d(t, t, { | })": ["bias", "dilation", "groups", "padding", "stride"],
      "F.linear(t, t, { | })": ["bias"],
      "F.relu(t, { | })": ["inplace"],
      "F.softmax(t, { | })": ["dim", "dtype"],
      "F.avgPool2d(t, 2, { | })": ["ceilMode", "countIncludePad", "divisorOverride", "padding", "stride"],
      "F.dropout(t, { | })": ["inplace", "p", "training"],
      "F.normalize(t, { | })": ["dim", "eps", "p"],
      "F.layerNorm(t, [2], { | })": ["bias", "eps", "weight"],
      "F.mseLoss(t, t, { | })": ["reduce", "reduction", "sizeAverage", "weight"],
      "nn.init.kaimingUniform_(t, { | })": ["a", "generator", "mode", "nonlinearity"],
    };
    for (const [call, names] of Object.entries(calls)) {
      expect(await texts(call), call).to.include.members([...names]);
      const text = await plain(call);
      expect(text.split("\n\n")[1], call).to.match(/^\+\d+ other forms?$/u);
      expect(text, call).to.not.match(/Given<|Named<|Flat<|Calls<|typeof \w+Signature/u);
      expect(text, call).to.match(new RegExp(`\\b${names[0]}\\??: `, "u"));
    }
  });

  it("documents a function as the method of its name", async () => {
    const [asFunction, asMethod] = [await plain("torch.softmax(|"), await plain("t.softmax(|")];
    for (const text of [asFunction, asMethod]) expect(text).to.include("divided by their sum");
    expect((await complete(shared.get(), "torch.softma|")).items.map(({ type }) => type)).to.deep.equal(["function"]);
  });
});
