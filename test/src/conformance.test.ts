/**
 * Programs that PyTorch 2.13 has run (test/fixtures/conformance), run again here: values, dtypes, shapes, gradients, printed text and
 * messages are compared. Random numbers and initial weights must be equal bit for bit.
 */
import { describe, it } from "mocha";
import { expect } from "chai";
import { check, readPrograms } from "./conformance/check.ts";
import { knownDifferences } from "./conformance/known-differences.ts";

const programs = readPrograms();
const known = new Set(Object.values(knownDifferences).flat());
const areas = Map.groupBy(programs, ({ id }) => id.slice(0, id.indexOf("/")));

describe("conformance with PyTorch", () => {
  it("covers at least 1,500 programs", () => {
    expect(programs.length).to.be.at.least(1500);
  });

  for (const [area, members] of areas) {
    const expected = members.filter(({ id }) => !known.has(id));
    it(`${area}: ${expected.length} of ${members.length} programs agree`, function () {
      // Allows for large tensors on a busy machine.
      this.timeout(60_000);
      const failures = expected.flatMap((program) => {
        const found = check(program);
        return found === undefined
          ? []
          : [`${program.id} ${program.python ?? JSON.stringify(program.steps)}\n${found}`];
      });
      expect(failures, failures.join("\n\n")).to.have.length(0);
    });
  }

  it("gives the very bits of four in five programs over types of two bytes, where an order of sums would show", () => {
    const half = readPrograms("half");
    const same = half.filter((program) => program.want !== undefined && check(program, "exact") === undefined);
    expect(half.length).to.be.above(1900);
    expect(same.length).to.be.at.least(1639);
  });

  it("the known differences still differ", () => {
    const mended = programs.filter((program) => known.has(program.id) && check(program) === undefined);
    expect(
      mended.map(({ id }) => id),
      "take these off known-differences.ts",
    ).to.deep.equal([]);
    const ids = new Set(programs.map(({ id }) => id));
    expect([...known].filter((id) => !ids.has(id))).to.deep.equal([]);
  });
});
