import { expect } from "chai";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { runCase, type Case } from "./run-case.ts";

const file = new URL("../../fixtures/torch/tensor-cases.json", import.meta.url);
const { torch: version, cases } = JSON.parse(readFileSync(file, "utf8")) as { torch: string; cases: Case[] };

describe(`tensor expressions, as PyTorch ${version} prints them`, () => {
  for (const [area, group] of Map.groupBy(cases, (one) => one.area))
    it(`${area}: ${group.length} expressions`, () => {
      const failures = group.map(runCase).filter((failure) => failure !== null);
      expect(failures, `\n${failures.join("\n\n")}\n`).to.have.length(0);
    });
});
