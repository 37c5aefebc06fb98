import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "mocha";
import { expect } from "chai";
import { complete, inspect, noValues, sharedService } from "./service.ts";
import type { CompletionItem } from "../../../../kernel/contract/language.ts";

const libraries = `import * as tf from "@tensorflow/tfjs";
import _ from "lodash";
import * as fs from "node:fs";
import { torch, nn, F, optim } from "convkernel";`;

const names = `const image = tf.zeros([1, 32, 32, 3]); const x = torch.zeros(1, 3); const conv = new nn.Conv2d(3, 6, 3);
const config = { learningRate: 0.1, epochs: 3, "batch size": 4 }; let labels = ["cat"]; let anything: any = 1;
/** Trains a net. */
function train(how: "sgd" | "adam", options: { rate?: number; quiet?: boolean } = {}) {}
class Net { weights = [1]; #secret = 1; private hidden = 2; forward(x: number) { return x; } static make() { return new Net(); } }
const net = new Net(); enum Split { Train, Test }`;

/** The cursor (the bar), what the items replace, and the first items in order. */
const positions: readonly (readonly [marked: string, replaced: string, first: readonly string[]])[] = [
  // Names
  ["ima|", "ima", ["image"]],
  ["consol|", "consol", ["console"]],
  ["new Ne|", "Ne", ["Net", "net"]],
  ["aw|", "aw", ["await"]],
  ["`${ima|}`", "ima", ["image"]],
  ["im|age.shape", "im", ["image"]],
  ["function f(param: string) { par| }", "par", ["param"]],
  ["const 한글 = 1; 한|", "한", ["한글"]],
  ["const face = '😀'; ima|", "ima", ["image"]],
  ["let z: nu|", "nu", ["null", "number"]],
  // Members
  ["net.|", "", ["forward", "weights"]],
  ["Net.|", "", ["make"]],
  ["Split.|", "", ["Test", "Train"]],
  ["labels[0].toU|", "toU", ["toUpperCase"]],
  ["labels?.len|", "len", ["length"]],
  ["for (const label of labels) { label.pad|", "pad", ["padEnd", "padStart"]],
  ["labels.map((label) => label.trim|)", "trim", ["trim", "trimEnd", "trimStart"]],
  ["net\n  .|", "", ["forward", "weights"]],
  // Keys and strings
  ["config.|", "", ["epochs", "learningRate"]],
  ["config['|']", "", ["batch size", "epochs", "learningRate"]],
  ["const { learn| } = config", "learn", ["learningRate"]],
  ["train('|')", "", ["adam", "sgd"]],
  ["train('a|')", "a", ["adam"]],
  ["train('sgd', { |", "", ["quiet", "rate"]],
  // Modules
  ["import { readF| } from 'node:fs'", "readF", ["readFile", "readFileSync"]],
  ["import x from 'node:fs|'", "node:fs", ["node:fs", "node:fs/promises"]],
  ["import * as l from 'lod|'", "lod", ["lodash"]],
  ["import { loadAll } from './|'", "", ["data.json", "lib", "loader"]],
  ["import { helpMe } from './lib/h|'", "h", ["helper"]],
  ["import { | } from './loader.ts'", "", ["loadAll"]],
  // tfjs, lodash, convkernel
  ["image.sh|", "sh", ["shape"]],
  ["tf.layers.conv2|", "conv2", ["conv2d", "conv2dTranspose"]],
  ["tf.layers.conv2d({ ker|", "ker", ["kernelSize", "kernelConstraint"]],
  ["tf.layers.conv2d({ filters: 8, activation: 're|'", "re", ["relu", "relu6"]],
  ["_.chu|", "chu", ["chunk"]],
  ["_.chunk([1]).fla|", "fla", ["flat", "flatMap"]],
  ["torch.manualS|", "manualS", ["manualSeed"]],
  ["x.argma|", "argma", ["argmax"]],
  ["nn.Conv2|", "Conv2", ["Conv2d"]],
  ["conv.wei|", "wei", ["weight"]],
  ["F.logSo|", "logSo", ["logSoftmax"]],
  ["new nn.Conv2d(3, 6, 3, { str|", "str", ["stride"]],
];

describe("completion", () => {
  const shared = sharedService(libraries, names);

  before(() => {
    mkdirSync(join(shared.folder, "lib"));
    writeFileSync(join(shared.folder, "lib", "helper.ts"), "export const helpMe = 1;");
    writeFileSync(join(shared.folder, "loader.ts"), "export function loadAll() {}");
    writeFileSync(join(shared.folder, "data.json"), "{}");
  });

  for (const [marked, replaced, first] of positions) {
    it(`offers ${first.join(", ")} at ${marked.replaceAll("\n", "⏎")}`, async () => {
      const completed = await complete(shared.get(), marked);
      expect(completed.replaced).to.equal(replaced);
      expect(completed.texts.slice(0, first.length)).to.deep.equal(first);
    });
  }

  /** The first item. On a busy machine its signature may be late and is then left out; the next time it is there. */
  const detailed = async (marked: string): Promise<CompletionItem | undefined> => {
    for (;;) {
      const [first] = (await complete(shared.get(), marked)).items;
      if (first === undefined || first.signature !== undefined || first.type === "keyword") return first;
    }
  };

  it("tells what each item is, in Jupyter's words", async () => {
    const typeOf = async (marked: string): Promise<string | undefined> => (await detailed(marked))?.type;
    expect(await typeOf("net.forw|")).to.equal("method");
    expect(await typeOf("net.wei|")).to.equal("property");
    expect(await typeOf("trai|")).to.equal("function");
    expect(await typeOf("config.epo|")).to.equal("property");
    expect(await typeOf("Spli|")).to.equal("enum");
    expect(await typeOf("Split.Te|")).to.equal("enumMember");
    expect(await typeOf("cons|")).to.equal("variable");
    expect(await typeOf("whil|")).to.equal("keyword");
    expect(await typeOf("nn.Conv2|")).to.equal("class");
    expect(await typeOf("torch.manualS|")).to.equal("function");
  });

  it("gives the signature", async () => {
    expect(await detailed("trai|")).to.deep.equal({
      text: "train",
      type: "function",
      signature: 'function train(how: "sgd" | "adam", options?: { rate?: number; quiet?: boolean; }): void',
    });
  });

  it("gives the first of several signatures", async () => {
    await shared
      .get()
      .check(
        "function over(a: string): string;\nfunction over(a: number): number;\nfunction over(a: any) { return a; }",
        99,
      );
    expect((await detailed("ove|"))?.signature).to.equal("function over(a: string): string (+1 overload)");
  });

  it("knows the names of the cell that runs", async () => {
    await shared.get().check("/** Runs. */ const running = { deep: 1 };", 100);
    expect((await complete(shared.get(), "running.|")).texts).to.deep.equal(["deep"]);
    expect((await inspect(shared.get(), "runn|ing")).data["text/plain"]).to.equal(
      "const running: {\n    deep: number;\n}\n\nRuns.",
    );
  });

  it("offers nothing in comments and plain strings", async () => {
    expect((await complete(shared.get(), "// ima|")).texts).to.deep.equal([]);
    expect((await complete(shared.get(), "'some ima|'")).texts).to.deep.equal([]);
  });

  it("hides the modules that cells live in", async () => {
    const { texts } = await complete(shared.get(), "__ce|");
    expect(texts).to.deep.equal([]);
  });

  it("asks the runner where types say any", async () => {
    const asked: string[] = [];
    const live = {
      ...noValues,
      members: async (path: string) => {
        asked.push(path);
        return [
          { text: "alpha", type: "property" },
          { text: "beta", type: "method" },
        ];
      },
    };
    expect((await complete(shared.get(), "anything.|", live)).texts).to.deep.equal(["alpha", "beta"]);
    expect((await complete(shared.get(), "anything.deep?.a|", live)).texts).to.deep.equal(["alpha"]);
    // The result of a call has no name that the runner could look up without calling.
    expect((await complete(shared.get(), "anything.call().|", live)).texts).to.deep.equal([]);
    expect((await complete(shared.get(), "net.forw|", live)).texts).to.deep.equal(["forward"]);
    expect(asked).to.deep.equal(["anything", "anything.deep"]);
  });

  it("answers without a runner that is silent or fails", async () => {
    const silent = { ...noValues, members: () => new Promise<never>(() => {}) };
    const failing = { ...noValues, members: () => Promise.reject(new Error("gone")) };
    expect((await complete(shared.get(), "anything.|", silent)).texts).to.deep.equal([]);
    expect((await complete(shared.get(), "anything.|", failing)).texts).to.deep.equal([]);
  });

  it("takes any offset", async () => {
    const { start, end } = await shared.get().complete("net", 1000, noValues);
    expect([start, end]).to.deep.equal([0, 3]);
    expect(await shared.get().complete("net", -5, noValues)).to.include({ start: 0, end: 0 });
  });
});
