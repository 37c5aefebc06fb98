import { describe, it } from "mocha";
import { expect } from "chai";
import type { LiveValues } from "../../../../kernel/contract/language.ts";
import { inspect, noValues, sharedService } from "./service.ts";

const cells = [
  `/**
 * The area of a circle, see {@link https://example.org/circle | circles}.
 * @param radius half of the \`width\`
 */
const area = (radius: number): number => Math.PI * radius ** 2;
let width = 3;
/** A net. */
class Net {
  constructor(readonly layers: number) {}
  /** Runs it. */
  forward(x: number) { return x; }
}
const net = new Net(2);
interface Layer { units: number }
function train(epochs: number) {
  return epochs;
}`,
  "import { torch } from 'convkernel'; import * as path from 'node:path';",
];

describe("inspection", () => {
  const shared = sharedService(...cells);
  const plain = async (marked: string, detailLevel: 0 | 1 = 0, live = noValues): Promise<string | undefined> =>
    (await inspect(shared.get(), marked, detailLevel, live)).data["text/plain"];
  const markdown = async (marked: string, live = noValues): Promise<string | undefined> =>
    (await inspect(shared.get(), marked, 0, live)).data["text/markdown"];
  /** A runner in which every path has a value. */
  const values: LiveValues = { ...noValues, describe: async (path) => ({ text: `value of ${path}` }) };

  it("gives signature and documentation of a name of an earlier cell", async () => {
    expect(await plain("ar|ea(2)")).to.equal(
      "const area: (radius: number) => number\n\n" +
        "The area of a circle, see circles (https://example.org/circle).\n\n" +
        "@param radius — half of the width",
    );
  });

  it("keeps code and links in markdown", async () => {
    expect(await markdown("are|a")).to.equal(
      "```typescript\nconst area: (radius: number) => number\n```\n" +
        "The area of a circle, see [circles](https://example.org/circle).\n\n" +
        "*@param* `radius` — half of the `width`",
    );
  });

  it("finds the name before, at and behind the cursor", async () => {
    for (const marked of ["|width", "wid|th", "width|", "1 + wid|th", "'😀'; wid|th"]) {
      expect(await plain(marked), marked).to.equal("let width: number");
    }
  });

  it("finds the function whose parentheses hold the cursor", async () => {
    for (const marked of ["train(|)", "train(|", "train(1, |", "train(Math.max(1, 2), |)", "train({ a: [|"]) {
      expect(await plain(marked), marked).to.equal("function train(epochs: number): number");
    }
  });

  it("knows members, constructors, types, modules and Node", async () => {
    expect(await plain("net.forw|ard(1)")).to.equal("(method) Net.forward(x: number): number\n\nRuns it.");
    expect(await plain("new Ne|t(1)")).to.contain("Net(layers: number): Net");
    expect(await plain("Layer|")).to.equal("interface Layer");
    expect(await plain("path.joi|n")).to.match(
      /^\(method\) path\.PlatformPath\.join\(\.\.\.paths: string\[\]\): string\n\nJoin all/,
    );
    expect(await plain("torch.manualSee|d")).to.match(/^function manualSeed\(/);
  });

  it("knows names of the cell that is being written", async () => {
    expect(await plain("const half = width / 2; hal|f")).to.equal("const half: number");
    expect(await plain("const width = 'new'; wid|th")).to.equal('const width: "new"');
  });

  it("shows the current value", async () => {
    expect(await plain("wid|th", 0, values)).to.equal("let width: number\n\nValue\n\nvalue of width");
    expect(await markdown("net.lay|ers", values)).to.contain("**Value**\n\n```\nvalue of net.layers\n```");
  });

  it("shows the value where types know nothing", async () => {
    expect(await plain("mystery.dee|p", 0, values)).to.contain("value of mystery.deep");
  });

  it("asks for the value of a path only, never of a call", async () => {
    const asked: string[] = [];
    const live = { ...noValues, describe: async (path: string) => void asked.push(path) };
    await inspect(shared.get(), "make().lay|ers", 0, live);
    await inspect(shared.get(), "list[0].lay|ers", 0, live);
    await inspect(shared.get(), "net . lay|ers", 0, live);
    expect(asked).to.deep.equal(["net.layers"]);
  });

  it("shows the source at detail level 1, of the running function first", async () => {
    expect(await plain("trai|n", 1)).to.equal(
      "function train(epochs: number): number\n\nSource\n\nfunction train(epochs: number) {\n  return epochs;\n}",
    );
    const live = { ...noValues, describe: async () => ({ text: "[Function: train]", source: "function train() {}" }) };
    expect(await plain("trai|n", 1, live)).to.match(/Source\n\nfunction train\(\) \{\}$/);
    const library = {
      ...noValues,
      describe: async () => ({ text: "[Function: train]", compiled: "function train(){}" }),
    };
    expect(await plain("trai|n", 1, library)).to.match(
      /Source\n\nfunction train\(epochs: number\) \{\n {2}return epochs;\n\}$/,
    );
    expect(await plain("ar|ea", 1)).to.match(
      /Source\n\nconst area = \(radius: number\): number => Math\.PI \* radius \*\* 2;$/,
    );
    expect(await plain("trai|n", 0, live)).not.to.contain("Source");
  });

  it("finds nothing at blanks, numbers and unknown names", async () => {
    for (const marked of ["|", "1 + |", "12|3", "unknownName|", "// comm|ent"]) {
      expect(await inspect(shared.get(), marked), marked).to.deep.equal({ found: false, data: {} });
    }
  });

  it("answers without a runner that is silent or fails", async () => {
    const silent = { ...noValues, describe: () => new Promise<never>(() => {}) };
    const failing = { ...noValues, describe: () => Promise.reject(new Error("gone")) };
    expect(await plain("wid|th", 0, silent)).to.equal("let width: number");
    expect(await plain("wid|th", 0, failing)).to.equal("let width: number");
  });
});
