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
      "new Conv2d(inChannels: number, outChannels: number, options: { kernelSize: Pair; } & Conv2dOptions): nn.Conv2d",
    );
    expect(others).to.match(/^\+\d+ other forms$/u);
    expect(types)
      .to.include("type Pair = number | readonly")
      .and.include("stride?: ")
      .and.include('padding?: number | "same" | "valid"');
    expect(text).to.include("2D convolution of images");
  });

  it("shows the form by position before anything is written", async () => {
    expect((await plain("new nn.Conv2d(|")).split("\n\n")[0]).to.equal(
      "new Conv2d(inChannels: number, outChannels: number, kernelSize: Pair, options?: Conv2dOptions): nn.Conv2d",
    );
  });

  it("documents a function as the method of its name", async () => {
    const [asFunction, asMethod] = [await plain("torch.softmax(|"), await plain("t.softmax(|")];
    for (const text of [asFunction, asMethod]) expect(text).to.include("divided by their sum");
    expect((await complete(shared.get(), "torch.softma|")).items.map(({ type }) => type)).to.deep.equal(["function"]);
  });
});
