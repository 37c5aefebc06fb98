import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { writeCallForms } from "../../../kernel/setup/call-forms.mjs";
import { temporaryFolder } from "../../support/temporary.ts";

describe("the ways to call something, in its built declaration", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => (folder = temporaryFolder("call-forms")));
  afterEach(() => folder.remove());

  function written(calls: string, declaration: string): string[] {
    writeFileSync(join(folder.path, "calls.d.ts"), `${calls}\n`);
    writeFileSync(join(folder.path, "layer.d.ts"), `${declaration}\n`);
    writeCallForms(folder.path);
    return readFileSync(join(folder.path, "layer.d.ts"), "utf8").trimEnd().split("\n");
  }

  it("are the usual one, all in one list, by name, by position, and those with more by name", () => {
    const calls =
      'export type Conv = Calls<ConvArguments, ConvOptions, [size: "size", step: "step"], [\n    bias: "bias"\n]>;';
    const size = 'size: Calls.ConvArguments["size"]';
    const step = 'step: Calls.ConvArguments["step"]';
    expect(written(calls, "    constructor(...given: Calls.Conv);")).to.deep.equal([
      `    constructor(${size}, ${step}, options?: Calls.ConvOptions);`,
      "    constructor(...given: Calls.Conv);",
      "    constructor(options: Calls.ConvArguments);",
      `    constructor(${size}, ${step}, bias?: Calls.ConvArguments["bias"]);`,
      `    constructor(${size}, options: { ${step} } & Calls.ConvOptions);`,
      `    constructor(${size}, ${step}, options: Calls.ConvOptions);`,
    ]);
  });

  it("name each once where few arguments are optional, or none", () => {
    const calls = [
      'export type Relu = CallsByPlace<ReluArguments, ReluOptions, [input: "input"], [inplace: "inplace"]>;',
      'export type Pad = CallsInFull<PadArguments, [sides: "sides"]>;',
    ];
    const input = 'input: Calls.ReluArguments["input"]';
    const both = ["Relu", "Pad"].map((name) => `export declare function ${name}(...given: Calls.${name}): Tensor;`);
    expect(written(calls.join("\n"), both.join("\n"))).to.deep.equal([
      `export declare function Relu(${input}, inplace?: Calls.ReluArguments["inplace"]): Tensor;`,
      "export declare function Relu(...given: Calls.Relu): Tensor;",
      "export declare function Relu(options: Calls.ReluArguments): Tensor;",
      `export declare function Relu(${input}, options: Calls.ReluOptions): Tensor;`,
      'export declare function Pad(sides: Calls.PadArguments["sides"]): Tensor;',
      "export declare function Pad(...given: Calls.Pad): Tensor;",
      "export declare function Pad(options: Calls.PadArguments): Tensor;",
    ]);
  });

  it("have the types that the signature's declaration gives for a caller", () => {
    const calls = [
      "export interface PadArguments extends Named<typeof padSignature.arguments> {}",
      'export type Pad = CallsInFull<PadArguments, [sides: "sides", mode: "mode"]>;',
    ];
    const declared = [
      'export declare const padSignature: import("../shape/signature.ts").Signature<{',
      '    sides: import("../shape/signature.ts").Argument<number[], number | readonly [a: number, b: number], true>;',
      '    mode: Argument<string, "zeros" | ((x: Tensor<1>) => string), true>;',
      "}>;",
      "    constructor(...given: Calls.Pad);",
    ];
    expect(written(calls.join("\n"), declared.join("\n"))[4]).to.equal(
      '    constructor(sides: number | readonly [a: number, b: number], mode: "zeros" | ((x: Tensor<1>) => string));',
    );
  });

  it("are left alone in a declaration of something that calls.d.ts does not know", () => {
    expect(written("", "    constructor(...given: Calls.Other);")).to.deep.equal([
      "    constructor(...given: Calls.Other);",
    ]);
  });
});
