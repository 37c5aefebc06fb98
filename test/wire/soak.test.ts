import { describe, it } from "mocha";
import { expect } from "chai";
import { soak } from "../support/soak.ts";

describe("100 cells drawn from a seed", () => {
  // `npm run bench -- soak` runs 2,000, with memory.
  it("give what a model of them says, with every reply under its request", async function () {
    this.timeout(60_000);
    const { complaints, done } = await soak({ seed: 20260714, cells: 100 });
    expect(complaints).to.deep.equal([]);
    expect(Object.keys(done).length).to.be.greaterThan(10);
  });
});
