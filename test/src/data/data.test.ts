import { expect } from "chai";
import { describe, it } from "mocha";
import {
  BatchSampler,
  defaultCollate,
  DataLoader,
  Dataset,
  type DataLoaderOptions,
  RandomSampler,
  randomSplit,
  SequentialSampler,
  Subset,
  SubsetRandomSampler,
  TensorDataset,
  WeightedRandomSampler,
} from "../../../src/data/index.ts";
import { defaultGenerator, Generator } from "../../../src/random/index.ts";
import { float32, float64 } from "../../../src/shape/index.ts";
import { arange, tensor, zeros, type Tensor } from "../../../src/tensor/index.ts";

const ten = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const numbers = (t: Tensor): number[] => Array.from(t.contiguous().memory.host(), Number);
const epoch = (loader: Iterable<Tensor>): number[][] => [...loader].map(numbers);
/** The next word of the global stream, without taking it. */
const nextWord = (): number => defaultGenerator.cloneState().random();
const wordAfter = (seed: number, count: number): number => {
  const generator = new Generator().manualSeed(seed);
  for (let i = 0; i < count; i++) generator.random();
  return generator.random();
};

describe("DataLoader", () => {
  beforeEach(() => void defaultGenerator.manualSeed(42));

  it("goes through an array in order, batch by batch", () => {
    const loader = new DataLoader(ten, { batchSize: 4 });
    expect(loader.length).to.equal(3);
    expect(epoch(loader)).to.deep.equal([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
  });

  it("takes single items as batches of one without a batch size", () => {
    expect(epoch(new DataLoader([5, 6]))).to.deep.equal([[5], [6]]);
  });

  it("shuffles in torch's orders, epoch by epoch", () => {
    // torch.manual_seed(42); loader = DataLoader(range(10), batch_size=4, shuffle=True); [list(loader) for _ in range(2)]
    const loader = new DataLoader(ten, { batchSize: 4, shuffle: true });
    expect(epoch(loader)).to.deep.equal([
      [8, 0, 9, 1],
      [4, 5, 6, 3],
      [2, 7],
    ]);
    expect(epoch(loader)).to.deep.equal([
      [4, 6, 9, 3],
      [7, 5, 2, 0],
      [1, 8],
    ]);
    expect(nextWord()).to.equal(wordAfter(42, 8));
  });

  it("draws two words of the global stream for an epoch in order", () => {
    epoch(new DataLoader(ten, { batchSize: 4 }));
    expect(nextWord()).to.equal(wordAfter(42, 2));
  });

  it("draws torch's seed when an epoch starts, and the order at its first batch", () => {
    const batches = new DataLoader(ten, { batchSize: 4, shuffle: true })[Symbol.iterator]();
    expect(defaultGenerator.uniform24()).to.equal(0.38286375999450684); // torch.rand(1)
    expect(numbers(batches.next().value as Tensor)).to.deep.equal([2, 7, 0, 9]);
    expect(defaultGenerator.uniform24()).to.equal(0.600895345211029);
  });

  it("draws everything from a generator of one's own, also the order that torch draws in vain", () => {
    const generator = new Generator().manualSeed(42);
    const loader = new DataLoader(ten, { batchSize: 5, shuffle: true, generator });
    // g = torch.Generator().manual_seed(42); DataLoader(range(10), batch_size=5, shuffle=True, generator=g), three epochs
    expect([1, 2, 3].map(() => epoch(loader).flat())).to.deep.equal([
      [6, 5, 4, 0, 8, 9, 2, 1, 3, 7],
      [3, 6, 5, 8, 9, 4, 2, 0, 7, 1],
      [7, 4, 5, 0, 9, 1, 3, 2, 8, 6],
    ]);
    // torch.randint(0, 1000, (3,), generator=g)
    expect([1, 2, 3].map(() => generator.random() % 1000)).to.deep.equal([266, 630, 540]);
    expect(nextWord()).to.equal(wordAfter(42, 0));
  });

  it("leaves out a last batch that is shorter with dropLast", () => {
    const loader = new DataLoader(ten, { batchSize: 4, dropLast: true });
    expect([loader.length, epoch(loader).length]).to.deep.equal([2, 2]);
  });

  it("hands on single items as they are with batchSize null", () => {
    const loader = new DataLoader(["a", "b"], { batchSize: null });
    expect([loader.length, ...loader]).to.deep.equal([2, "a", "b"]);
  });

  it("takes an order, batches or a collate function of one's own", () => {
    expect(epoch(new DataLoader(ten, { batchSize: 2, sampler: new SubsetRandomSampler([3, 1]) }))[0]).to.have.members([
      3, 1,
    ]);
    const batchSampler = [[9, 0], [5]];
    expect(epoch(new DataLoader(ten, { batchSampler }))).to.deep.equal(batchSampler);
    const sums = new DataLoader(ten, { batchSize: 5, collateFn: (items: number[]) => items.reduce((a, b) => a + b) });
    expect([...sums]).to.deep.equal([10, 35]);
  });

  it("stacks images and labels", () => {
    const items = ten.map((i): [Tensor, number] => [zeros(3, 4, 4).add(i), i]);
    const [[images, labels]] = [...new DataLoader(items, { batchSize: 10 })] as [[Tensor, Tensor]];
    expect(images.shape.toString()).to.equal("torch.Size([10, 3, 4, 4])");
    expect(numbers(images)[7 * 48]).to.equal(7);
    expect(labels.toString()).to.equal("tensor([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])");
  });

  it("refuses options that exclude each other, in torch's words", () => {
    const make = (options: DataLoaderOptions<number, Tensor>) => () => new DataLoader(ten, options);
    expect(make({ batchSize: 0 })).to.throw(
      RangeError,
      "batch_size should be a positive integer value, but got batch_size=0",
    );
    expect(make({ shuffle: true, sampler: new SequentialSampler(ten) })).to.throw(
      TypeError,
      "sampler option is mutually exclusive with shuffle",
    );
    expect(make({ batchSize: 2, batchSampler: [[1]] })).to.throw(
      TypeError,
      "batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last",
    );
    expect(make({ batchSize: null, dropLast: true })).to.throw(TypeError, "mutually exclusive with drop_last");
    expect(() => new DataLoader([], { shuffle: true })).to.throw(RangeError, "but got num_samples=0");
  });
});

describe("DataLoader, plain mistakes", () => {
  // What users may write, whatever the types say.
  const Loose = DataLoader as unknown as new (...given: unknown[]) => Iterable<unknown>;
  const load =
    (dataset: unknown, options: object = {}) =>
    () => [...new Loose(dataset, options)];

  it("name the items that do not go together", () => {
    const ragged = { length: 6, at: (i: number) => zeros(i < 4 ? 2 : 3) };
    for (const numWorkers of [0, 2]) {
      expect(load(ragged, { batchSampler: [[0, 1], [2, 5]], numWorkers })).to.throw(
        RangeError,
        "DataLoader: a batch of the items [2, 5]: stack expects each tensor to be equal size",
      ); // prettier-ignore
    }
    expect(load([1, "a"], { batchSize: 2 })).to.throw(
      TypeError,
      "DataLoader: a batch of the items [0, 1]: defaultCollate",
    );
    const own = new Error("mine");
    const collateFn = (): never => {
      throw own;
    };
    expect(load([1], { collateFn })).to.throw(own);
  });

  it("are never an empty loop or another item", () => {
    expect(load({ length: -1, at: () => 1 })).to.throw(TypeError, "must be Dataset");
    expect(load(ten, { batchSampler: [1, 2] })).to.throw(
      TypeError,
      "batchSampler has to give an array of numbers for each batch, got 1",
    );
    expect(() => new Subset(ten, tensor([true, false]))).to.throw(TypeError, "array of ints or Tensor of ints");
    expect(() => randomSplit(ten, [-1, 11])).to.throw(RangeError, "expected lengths of at least 0, got -1 at index 0");
    const set = new Subset(ten, [5, 6]);
    expect(() => set.at("1" as never)).to.throw(TypeError, 'expected an index, got "1"');
    expect(() => set.filter(() => Promise.resolve(false))).to.throw(TypeError, "got a Promise");
  });
});

describe("samplers", () => {
  beforeEach(() => void defaultGenerator.manualSeed(42));

  // Each after torch.manual_seed(42).
  it("RandomSampler draws with replacement in rounds of 32", () => {
    expect([...new RandomSampler(ten.slice(0, 5), { replacement: true, numSamples: 40 })]).to.deep.equal([
      4, 3, 3, 1, 4, 2, 0, 3, 3, 3, 0, 0, 1, 2, 3, 1, 1, 2, 1, 3, 1, 3, 4, 0, 0, 3, 1, 1, 3, 2, 2, 2, 3, 4, 0, 3, 3, 4,
      4, 4,
    ]);
  });

  it("RandomSampler draws more than all in rounds of all", () => {
    expect([...new RandomSampler(ten.slice(0, 5), { numSamples: 12 })]).to.deep.equal([
      4, 1, 3, 2, 0, 4, 3, 2, 0, 1, 3, 0,
    ]);
  });

  it("WeightedRandomSampler draws by weight", () => {
    expect([...new WeightedRandomSampler([0.1, 0.9, 0.4, 0.7, 3, 0.6], 5)]).to.deep.equal([1, 1, 1, 1, 4]);
    const once = new WeightedRandomSampler([0.9, 0.4, 0.05, 0.2, 0.3, 0.1], 5, { replacement: false });
    expect([...once]).to.deep.equal([3, 4, 0, 5, 1]);
    expect(() => new WeightedRandomSampler([1], 0)).to.throw(RangeError, "but got num_samples=0");
  });

  it("SubsetRandomSampler draws an order of some", () => {
    expect([...new SubsetRandomSampler([5, 6, 7, 8])]).to.deep.equal([7, 8, 5, 6]);
  });

  it("BatchSampler knows its length", () => {
    const lengths = [true, false].map((dropLast) => new BatchSampler(new SequentialSampler(ten), 3, dropLast));
    expect(lengths.map((sampler) => [sampler.length, [...sampler].length])).to.deep.equal([
      [3, 3],
      [4, 4],
    ]);
  });
});

describe("datasets", () => {
  it("TensorDataset gives rows of each tensor", () => {
    const data = new TensorDataset(arange(6).view(3, 2), tensor([7, 8, 9]));
    expect([data.length, ...data.at(1).map(String)]).to.deep.equal([3, "tensor([2, 3])", "tensor(8)"]);
    expect(String(data.at(-1)[1])).to.equal("tensor(9)");
    const [[rows, labels]] = [...new DataLoader(data, { batchSize: 3 })] as [[Tensor, Tensor]];
    expect([numbers(rows), numbers(labels)]).to.deep.equal([
      [0, 1, 2, 3, 4, 5],
      [7, 8, 9],
    ]);
  });

  it("TensorDataset refuses tensors of different length", () => {
    expect(() => new TensorDataset(zeros(3), zeros(4, 2))).to.throw(
      RangeError,
      "TensorDataset: Size mismatch between tensors: expected one first size, got [3] and [4, 2]",
    );
    expect(() => new TensorDataset()).to.throw(
      TypeError,
      "TensorDataset() missing 1 required positional argument: 'tensors'",
    );
    expect(() => new TensorDataset(zeros(3)).at(3)).to.throw(RangeError, "index 3 is out of range for a dataset of 3");
  });

  it("a class with length and at iterates and loads", () => {
    class Squares extends Dataset<number> {
      override get length(): number {
        return 4;
      }
      override at(i: number): number {
        return i * i;
      }
    }
    expect([...new Squares()]).to.deep.equal([0, 1, 4, 9]);
    expect(epoch(new DataLoader(new Squares(), { batchSize: 4 }))).to.deep.equal([[0, 1, 4, 9]]);
  });

  it("Subset gives some items of another", () => {
    const subset = new Subset(["a", "b", "c"], [2, 0]);
    expect([subset.length, ...subset, subset.at(-1)]).to.deep.equal([2, "c", "a", "a"]);
    expect(() => new Subset(["a"], [4]).at(0)).to.throw(RangeError, "index 4 is out of range for a dataset of 1");
  });

  it("randomSplit deals out torch's orders by length or share", () => {
    const split = (lengths: readonly number[], generator?: Generator): (readonly number[])[] =>
      randomSplit(ten, lengths, generator ? { generator } : {}).map(({ indices }) => indices);
    const seeded = () => new Generator().manualSeed(42);
    expect(split([3, 7], seeded())).to.deep.equal([
      [2, 6, 1],
      [8, 4, 5, 0, 9, 3, 7],
    ]);
    expect(split([0.33, 0.33, 0.34], seeded())).to.deep.equal([
      [2, 6, 1, 8],
      [4, 5, 0],
      [9, 3, 7],
    ]);
    expect(() => split([3, 6])).to.throw(
      RangeError,
      "Sum of input lengths does not equal the length of the input dataset: expected 10, got 9",
    );
    expect(() => split([1.5, -0.5])).to.throw(RangeError, "Fraction at index 0 is not between 0 and 1");
  });
});

describe("defaultCollate", () => {
  it("makes tensors of numbers, tuples and objects, and keeps strings", () => {
    const items = [
      [zeros(2), 1, 2.5, "a", { k: true, m: [1, 2] }],
      [zeros(2).add(1), 2, 3, "b", { k: false, m: [3, 4] }],
    ];
    const [stacked, whole, fractions, names, object] = defaultCollate(items) as unknown as [
      Tensor,
      Tensor,
      Tensor,
      string[],
      object,
    ];
    expect(String(stacked)).to.equal("tensor([[0., 0.],\n        [1., 1.]])");
    expect(String(whole)).to.equal("tensor([1, 2])");
    expect(String(fractions)).to.equal("tensor([2.5000, 3.0000], dtype=torch.float64)");
    expect(names).to.deep.equal(["a", "b"]);
    const { k, m } = object as { k: Tensor; m: Tensor[] };
    expect([String(k), ...m.map(String)]).to.deep.equal(["tensor([ True, False])", "tensor([1, 3])", "tensor([2, 4])"]);
  });

  it("keeps 64-bit integers exact", () => {
    expect(String(defaultCollate([2n ** 62n, 1n]))).to.equal("tensor([4611686018427387904,                   1])");
  });

  it("copies views and lets gradients through", () => {
    const grid = arange(6).view(2, 3);
    expect(numbers(defaultCollate([grid.t().select(0, 1), grid.t().select(0, 2)]))).to.deep.equal([1, 4, 2, 5]);
    const leaf = zeros(2, { requiresGrad: true });
    expect(defaultCollate([leaf, leaf]).gradFn.name()).to.equal("StackBackward0");
  });

  it("promotes tensors of different dtype as torch.stack does", () => {
    expect(defaultCollate([zeros(1, { dtype: float32 }), zeros(1, { dtype: float64 })]).dtype).to.equal(float64);
  });

  it("names what does not fit together", () => {
    expect(() => defaultCollate([zeros(2), zeros(3)])).to.throw(
      RangeError,
      "stack expects each tensor to be equal size, but got [2] at entry 0 and [3] at entry 1",
    );
    expect(() => defaultCollate([[1, 2], [3]])).to.throw(
      RangeError,
      "each element in list of batch should be of equal size",
    );
    expect(() => defaultCollate([new Date(0)])).to.throw(
      TypeError,
      "defaultCollate: batch must contain tensors, numbers, strings",
    );
    expect(() => defaultCollate([1, "a"] as unknown[])).to.throw(TypeError, 'all of one kind; found 1 and "a"');
    expect(() => defaultCollate([{ a: 1 }, { b: 1 }] as unknown[])).to.throw(
      RangeError,
      "each object in a batch should have the same keys, got { a } and { b }",
    );
    expect(() => defaultCollate([[1, undefined]] as unknown[])).to.throw(TypeError, "found undefined; is a return missing?"); // prettier-ignore
    expect(() => defaultCollate([])).to.throw(
      RangeError,
      "argument 'batch' (position 1) must be array of at least one item, not []",
    );
  });
});
