import { expect } from "chai";
import { inspect } from "node:util";
import { describe, it } from "mocha";
import {
  DataLoader,
  Dataset,
  IterableDataset,
  RandomSampler,
  Subset,
  WeightedRandomSampler,
} from "../../../src/data/index.ts";
import { defaultGenerator } from "../../../src/random/index.ts";
import { tensor, zeros, type Tensor } from "../../../src/tensor/index.ts";

class Squares extends Dataset<number> {
  asked = 0;
  override get length(): number {
    return 5;
  }
  override at(i: number): number {
    this.asked++;
    return i * i;
  }
}
const numbers = (t: Tensor): number[] => Array.from(t.memory.host(), Number);

describe("Dataset", () => {
  it("is indexed as in Python", () => {
    const list = new Subset(["a", "b", "c"], [0, 1, 2]);
    expect([list[0], list[-1]]).to.deep.equal(["a", "c"]);
    expect(() => list[3]).to.throw(RangeError, "index 3 is out of range for a dataset of 3");
    expect(() => list[-4]).to.throw(RangeError, "index -4 is out of range for a dataset of 3");
    expect((list as unknown as Record<string, unknown>)["1.5"]).to.equal(undefined);
    expect((list as unknown as Record<string, unknown>)["then"]).to.equal(undefined);
  });

  it("chooses, changes and takes items, and touches them only when they are asked for", () => {
    const squares = new Squares();
    const first = squares.take(3);
    const changed = first.map((n, i) => `${i}: ${n}`);
    expect([first.length, changed.length, squares.asked]).to.deep.equal([3, 3, 0]);
    expect(changed.at(2)).to.equal("2: 4");
    expect(squares.asked).to.equal(1);
    expect(Array.from(squares.filter((n) => n % 2 === 0))).to.deep.equal([0, 4, 16]);
    expect(squares.slice(-2)).to.deep.equal([9, 16]);
    expect(Array.from(squares.filter((_, i) => i > 2).map((n) => -n))).to.deep.equal([-9, -16]);
    expect(squares.take(9).length).to.equal(5);
  });

  it("narrows the type of what a test has told apart", () => {
    const mixed = new Subset<number | string>([1, "a", 2], [0, 1, 2]);
    const texts: string[] = Array.from(mixed.filter((item): item is string => typeof item === "string"));
    expect(texts).to.deep.equal(["a"]);
  });

  it("prints what it is made of", () => {
    const chosen = new Squares().filter((n) => n > 3).map(String);
    expect(String(chosen)).to.equal(
      [
        "Mapped: 3 items, each changed by a function",
        "    Subset: 3 of 5 items",
        "        Dataset Squares",
        "            Number of datapoints: 5",
      ].join("\n"),
    );
    expect(inspect(chosen)).to.equal(String(chosen));
    expect(String(new Subset([1, 2], [0]))).to.equal("Subset: 1 of 2 items\n    Array of 2 items");
  });

  it("refuses what is no function and no count", () => {
    expect(() => new Squares().filter(3 as never)).to.throw(
      TypeError,
      "filter(): argument 'test' (position 1) must be function, not 3",
    );
    expect(() => new Squares().map(undefined as never)).to.throw(
      TypeError,
      "map() missing 1 required positional argument: 'change'",
    );
    expect(() => new Squares().take(-1)).to.throw(
      RangeError,
      "take(): argument 'count' (position 1) must be int of at least 0, not -1",
    );
  });
});

describe("DataLoader's plain mistakes", () => {
  const make =
    (...given: unknown[]) =>
    () =>
      new (DataLoader as unknown as new (...given: unknown[]) => DataLoader<number>)(...given);

  it("a forgotten await is named", () => {
    expect(make(Promise.resolve([1]), 2)).to.throw(
      TypeError,
      "DataLoader(): argument 'dataset' (position 1) must be Dataset, IterableDataset or array, not a Promise: write await",
    );
    expect(() => new RandomSampler(Promise.resolve([1]) as never)).to.throw(TypeError, "not a Promise: write await");
    expect(() => new Subset(Promise.resolve([1]) as never, [0])).to.throw(TypeError, "not a Promise: write await");
  });

  it("torch's positions are read, and what is unknown is refused by name", () => {
    defaultGenerator.manualSeed(42);
    const loader = new DataLoader([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 4, true);
    // torch.manual_seed(42); next(iter(DataLoader(range(10), 4, True)))
    expect([...loader].map(numbers)[0]).to.deep.equal([8, 0, 9, 1]);
    expect(new DataLoader([1, 2, 3], 2).length).to.equal(2);
    expect(new DataLoader({ dataset: [1, 2, 3], batchSize: 3 }).length).to.equal(1);
    expect(make([1], { batchsize: 2 })).to.throw(
      TypeError,
      "unexpected keyword argument 'batchsize'; did you mean 'batchSize'?",
    );
    expect(make([1], { batch_size: 2 })).to.throw(TypeError, "did you mean 'batchSize'?");
    expect(make([1], "2")).to.throw(TypeError, "argument 'batchSize' (position 2) must be number or null, not \"2\"");
    expect(make([1], { shuffle: 1 })).to.throw(TypeError, "argument 'shuffle' must be bool or null, not 1");
    expect(make()).to.throw(TypeError, "missing 1 required positional argument: 'dataset'");
  });

  it("what is no dataset is refused with what would be one", () => {
    class Endless {
      *[Symbol.iterator]() {
        yield 1;
      }
    }
    expect(make(new Endless())).to.throw(TypeError, "what can only be iterated has to extend IterableDataset");
    expect(make(new Map())).to.throw(TypeError, "not a Map");
    expect(make(Squares)).to.throw(TypeError, "a class or function is none yet: write new, or call it");
    expect(make({ length: 3 })).to.throw(TypeError);
  });

  it("what a dataset of one's own lacks is named", () => {
    const refused = (dataset: unknown, message: string): void => {
      expect(() => new DataLoader(dataset as number[])).to.throw(TypeError, message);
    };
    const having = (more: object): object => Object.assign(Object.create(Dataset.prototype) as object, more);
    const at = (i: number): number => i;
    refused(having({ at }), "its length is undefined, expected a whole number from 0");
    refused(having({ at, length: -3 }), "its length is -3, expected");
    refused(having({ at, length: Promise.resolve(3) }), "its length is a Promise: write await");
    refused(having({ length: 3 }), "it has no method at(index), which gives an item");
    refused(having({ __len__: () => 3, __getitem__: at }), "its length is undefined");
    class Nothing extends IterableDataset<number> {
      declare [Symbol.iterator]: never;
    }
    expect(() => [...new DataLoader(new Nothing())]).to.throw(TypeError, "Nothing has no *[Symbol.iterator]()");
    Object.assign(Nothing.prototype, { [Symbol.asyncIterator]: () => undefined });
    expect(() => [...new DataLoader(new Nothing())]).to.throw(TypeError, "has to be there before the loop begins");
  });

  it("more workers than anybody has are refused, and nothing is dealt out behind the last batch", () => {
    expect(() => new DataLoader([1], { numWorkers: 1e9 })).to.throw(RangeError, "numWorkers of at most 1024, got 1000000000"); // prettier-ignore
    const loader = new DataLoader([1, 2], { numWorkers: 1, prefetchFactor: 1e15 });
    expect([...loader].map(numbers)).to.deep.equal([[1], [2]]);
  });

  it("options that torch refuses are refused in its words", () => {
    class Count extends IterableDataset<number> {
      override *[Symbol.iterator](): Generator<number> {
        yield* [1, 2, 3];
      }
    }
    for (const [options, message] of [
      [{ numWorkers: -1 }, "num_workers option should be non-negative"],
      [{ timeout: -1 }, "timeout option should be non-negative"],
      [{ prefetchFactor: 2 }, "prefetch_factor option could only be specified with num_workers > 0"],
      [{ prefetchFactor: 0, numWorkers: 1 }, "prefetch_factor option should be positive"],
      [{ persistentWorkers: true }, "persistent_workers option needs num_workers > 0"],
    ] as const) {
      expect(make([1], options)).to.throw(Error, message);
    }
    expect(make(new Count(), { shuffle: true })).to.throw(
      TypeError,
      "DataLoader with IterableDataset: expected unspecified shuffle option, but got shuffle=true",
    );
    expect(() => new DataLoader(new Count()).length).to.throw(TypeError, "object of type 'Count' has no len()");
    expect([...new DataLoader(new Count(), { batchSize: 2 })].map(String)).to.deep.equal([
      "tensor([1, 2])",
      "tensor([3])",
    ]);
    expect(new DataLoader([1, 2], { pinMemory: true }).length).to.equal(2);
  });

  it("what an item throws says which item it was", () => {
    class Broken extends Squares {
      override at(i: number): number {
        if (i === 3) throw new RangeError("no third");
        return i;
      }
    }
    const iterate = (dataset: Dataset<number>) => () => [...new DataLoader(dataset, 2)];
    expect(iterate(new Broken())).to.throw(RangeError, "DataLoader: item 3 of Broken: no third");
    class Hollow extends Squares {
      override at(): number {
        return undefined as never;
      }
    }
    expect(iterate(new Hollow())).to.throw(TypeError, "Hollow: at(0) returned nothing, though there are 5 items");
    expect(() => [...new DataLoader([1, undefined], 2)]).to.throw(TypeError, "item 1 is undefined, though there are 2");
    class Throwing extends Squares {
      override at(): number {
        throw "no disk"; // oxlint-disable-line typescript/only-throw-error -- what a user's code may do
      }
    }
    expect(iterate(new Throwing())).to.throw(Error, 'DataLoader: item 0 of Throwing: "no disk" was thrown');
    class Late extends Squares {
      override at(): number {
        return Promise.resolve(1) as never;
      }
    }
    expect(iterate(new Late())).to.throw(TypeError, "found a Promise: write await");
  });

  it("lets other things happen between two batches of a for await", async () => {
    let turns = 0;
    const seen: number[] = [];
    const timer = setInterval(() => turns++, 0);
    for await (const batch of new DataLoader([1, 2, 3, 4], 1)) {
      seen.push(...numbers(batch));
      const before = turns;
      while (turns === before) await new Promise((resolve) => setImmediate(resolve));
    }
    clearInterval(timer);
    expect(seen).to.deep.equal([1, 2, 3, 4]);
  });

  it("weights may be a tensor", () => {
    expect([...new WeightedRandomSampler(tensor([0, 1]), 3)]).to.deep.equal([1, 1, 1]);
    expect(() => new WeightedRandomSampler(zeros(2, 2), 3)).to.throw(TypeError, "must be array of numbers or Tensor");
  });
});
