import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { nn, torch } from "../../src/index.ts";
import { coverage } from "../support/coverage.ts";

describe("src/COVERAGE.md", () => {
  it("says what is here; write it anew with test/support/write-coverage.ts", async () => {
    const text = readFileSync(new URL("../../src/COVERAGE.md", import.meta.url), "utf8");
    expect(text).to.equal(await coverage());
  });

  it("is right that what is left out on purpose says so", () => {
    expect(() => new nn.LSTM(3, 4)).to.throw("nn.LSTM is left out on purpose: recurrent and attention layers");
    expect(() => new nn.MultiheadAttention(8, 2)).to.throw("nn.MultiheadAttention is left out on purpose");
    const { linalg, fft, backends } = torch as unknown as Record<string, Record<string, () => unknown>>;
    expect(() => linalg!["inv"]!()).to.throw(TypeError, "torch.linalg.inv is left out on purpose");
    expect(() => fft!["rfft"]).to.throw(TypeError, "torch.fft.rfft is left out on purpose");
    expect(() => backends!["cudnn"]).to.throw(TypeError, "every run with the same seed gives the same numbers");
  });
});
