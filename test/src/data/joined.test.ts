import { expect } from "chai";
import { describe, it } from "mocha";
import {
  ChainDataset,
  ConcatDataset,
  DataLoader,
  IterableDataset,
  StackDataset,
  Subset,
} from "../../../src/data/index.ts";
import { tensor } from "../../../src/tensor/index.ts";

class Count extends IterableDataset<number> {
  readonly #end: number;
  constructor(end: number) {
    super();
    this.#end = end;
  }
  override *[Symbol.iterator](): Generator<number> {
    for (let i = 0; i < this.#end; i++) yield i;
  }
}

describe("ConcatDataset", () => {
  it("has the items of one dataset after those of the other", () => {
    const both = new ConcatDataset([["a", "b"], [], ["c"]]);
    expect([both.length, ...both]).to.deep.equal([3, "a", "b", "c"]);
    expect([both.at(-1), both.at(-3), both[1]]).to.deep.equal(["c", "a", "b"]);
    expect(both.cumulativeSizes).to.deep.equal([2, 2, 3]);
    expect(() => both.at(3)).to.throw(RangeError, "index 3 is out of range for a dataset of 3");
    expect(() => both.at(-4)).to.throw(RangeError, "index -4 is out of range for a dataset of 3");
  });

  it("refuses nothing and what can only be iterated, in torch's words", () => {
    expect(() => new ConcatDataset([])).to.throw(TypeError, "datasets should not be an empty iterable");
    expect(() => new ConcatDataset([new Count(1) as never])).to.throw(
      TypeError,
      "ConcatDataset does not support IterableDataset",
    );
    expect(() => new ConcatDataset([3 as never])).to.throw(TypeError, "element 0 is 3");
  });
});

describe("ChainDataset", () => {
  it("goes through one dataset after the other", () => {
    expect([...new ChainDataset([new Count(2), new Count(3)])]).to.deep.equal([0, 1, 0, 1, 2]);
    expect([...new DataLoader(new ChainDataset([new Count(2), new Count(1)]), 2)].map(String)).to.deep.equal([
      "tensor([0, 1])",
      "tensor([0])",
    ]);
  });

  it("refuses other datasets", () => {
    expect(() => new ChainDataset([[1] as never])).to.throw(TypeError, "ChainDataset only supports IterableDataset");
  });
});

describe("StackDataset", () => {
  it("has tuples, or objects where the datasets have names", () => {
    expect([...new StackDataset(["a", "b"], [1, 2])]).to.deep.equal([
      ["a", 1],
      ["b", 2],
    ]);
    const named = new StackDataset({ letter: ["a", "b"], digit: new Subset([5, 6], [1, 0]) });
    expect([named.length, named.at(-1)]).to.deep.equal([2, { letter: "b", digit: 5 }]);
  });

  it("refuses none, and datasets of different length", () => {
    expect(() => new StackDataset()).to.throw(TypeError, "At least one dataset should be passed");
    expect(() => new StackDataset([1], [1, 2])).to.throw(
      RangeError,
      "Size mismatch between datasets: got lengths 1, 2",
    );
    expect(() => new StackDataset([1], 5 as never)).to.throw(
      TypeError,
      "argument 'datasets' (position 2) must be Dataset or array, not 5",
    );
  });
});

describe("Subset", () => {
  it("takes its numbers from a tensor, too", () => {
    expect([...new Subset(["a", "b", "c"], tensor([2, 0]))]).to.deep.equal(["c", "a"]);
    expect(() => new Subset(["a"], tensor([0.5]))).to.throw(TypeError, "must be array of ints or Tensor");
  });
});
