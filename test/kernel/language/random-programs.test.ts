import { describe, it } from "mocha";
import { expect } from "chai";
import { cutIntoCells, Dice, randomProgram } from "../../support/random-programs.ts";
import { runInCells, runWhole } from "../../support/run-programs.ts";

describe("random programs", () => {
  it("print the same whole in plain Node and cut into cells", async function () {
    this.timeout(60_000);
    for (let seed = 20_001; seed <= 20_300; seed++) {
      const program = randomProgram(seed);
      const whole = await runWhole(program);
      expect(whole.length).to.be.above(0);
      expect(await runInCells(cutIntoCells(program, new Dice(seed))), `seed ${seed}`).to.deep.equal(whole);
    }
  });

  it("are the same from the same seed", () => {
    expect(randomProgram(7)).to.deep.equal(randomProgram(7)).and.not.deep.equal(randomProgram(8));
  });
});
