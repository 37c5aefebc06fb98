import { describe, it } from "mocha";
import { expect } from "chai";
import { enumerate, range, zip } from "../../../src/index.ts";

describe("loops in Python's manner", () => {
  it("enumerate counts what comes, one at a time", () => {
    const taken: number[] = [];
    function* endless() {
      for (let i = 0; ; i++) {
        taken.push(i);
        yield `value ${i}`;
      }
    }
    for (const [i, value] of enumerate(endless(), 10)) {
      if (i === 12) break;
      expect(value).to.equal(`value ${i - 10}`);
    }
    expect(taken).to.deep.equal([0, 1, 2]);
  });

  it("zip ends with the shortest, and closes the others", () => {
    let closed = false;
    function* letters() {
      try {
        yield* "abc";
      } finally {
        closed = true;
      }
    }
    const pairs: [string, number][] = [...zip(letters(), [1, 2])];
    expect(pairs).to.deep.equal([
      ["a", 1],
      ["b", 2],
    ]);
    expect(closed).to.equal(true);
    expect([...zip()]).to.deep.equal([]);
  });

  it("range goes up and down and refuses what is no whole number", () => {
    expect([[...range(3)], [...range(1, 3)], [...range(5, 0, -2)], [...range(0)]]).to.deep.equal([
      [0, 1, 2],
      [1, 2],
      [5, 3, 1],
      [],
    ]);
    expect(() => range(0.5)).to.throw("range(): argument 'stop' (position 1) must be int, not 0.5");
    expect(() => range(0, 3, 0)).to.throw("range(): argument 'step' (position 3) must be int other than 0, not 0");
  });
});
