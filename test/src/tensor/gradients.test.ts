import { expect } from "chai";
import { describe, it } from "mocha";
import "../../../src/index.ts";
import { gradientRules, type AnyRule } from "../../../src/tensor/index.ts";
import { checkGradient } from "../../support/gradient-check.ts";
import { gradientChecks as nnChecks } from "../nn/gradient-checks.ts";
import { gradientChecks as tensorChecks } from "./gradient-checks.ts";

describe("gradient rules", () => {
  const checked = new Set<AnyRule>();
  // Before any test runs: rules that tests write with autograd.Function are not the library's.
  const rules = [...gradientRules()];
  for (const [name, check] of Object.entries({ ...tensorChecks, ...nnChecks }))
    it(`${name}: first and second derivatives agree with differences`, () => {
      for (const rule of checkGradient(check)) checked.add(rule);
    });

  it("have checks under different names", () => {
    expect(Object.keys(tensorChecks).filter((name) => name in nnChecks)).to.deep.equal([]);
  });

  it("have each been checked above", () => {
    const missing = rules.filter((rule) => !checked.has(rule));
    expect(missing.map(({ name }) => name)).to.deep.equal([]);
  });
});
