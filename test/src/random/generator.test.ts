import { expect } from "chai";
import { describe, it } from "mocha";
import { inspect } from "node:util";
import {
  bernoulli,
  bernoulliEach,
  defaultGenerator,
  exponential,
  Generator,
  multinomial,
  normal,
  normalSerial,
  randint,
  random,
  randperm,
  uniform,
} from "../../../src/random/index.ts";

const seeded = (seed: number | bigint): Generator => new Generator().manualSeed(seed);
const hex = (values: Float32Array): string[] =>
  [...new Uint32Array(values.buffer)].map((bits) => bits.toString(16).padStart(8, "0"));

describe("Generator", () => {
  it("draws the words of MT19937", () => {
    const generator = seeded(42);
    expect([generator.random(), generator.random()]).to.deep.equal([1608637542, 3421126067]);
  });

  it("puts the first of two words in the high half of 64 bits", () => {
    expect(seeded(42).random64()).to.equal((1608637542n << 32n) | 3421126067n);
  });

  it("starts the stream from the low 32 bits of the seed", () => {
    expect(seeded(2 ** 40 + 7).random()).to.equal(seeded(7).random());
  });

  it("takes negative seeds modulo 2^64", () => {
    expect(seeded(-1).initialSeed()).to.equal(2n ** 64n - 1n);
    expect(seeded(-1).random()).to.equal(seeded(2n ** 64n - 1n).random());
  });

  it("refuses seeds beyond 64 bits", () => {
    expect(() => seeded(2n ** 64n)).to.throw(RangeError, "manualSeed: expected a seed in [-2**63, 2**64)");
    expect(() => seeded(-(2n ** 63n) - 1n)).to.throw(RangeError, "Overflow when unpacking long long");
  });

  it("starts with torch's default seed", () => {
    // torch.Generator().initial_seed()
    expect(new Generator().initialSeed()).to.equal(67280421310721);
  });

  it("takes a fresh seed from the system", () => {
    const generator = new Generator();
    expect(generator.seed()).to.equal(generator.initialSeed());
    expect(defaultGenerator.initialSeed()).not.to.equal(new Generator().initialSeed());
  });

  it("goes on from a saved state, the waiting normal included", () => {
    const generator = seeded(5);
    normal(generator, new Float32Array(3));
    const state = generator.getState();
    const after = normal(generator, new Float64Array(700));
    expect(normal(new Generator().setState(state), new Float64Array(700))).to.deep.equal(after);
    expect(new Generator().setState(state).initialSeed()).to.equal(5);
  });

  it("refuses what is no state, in torch's words", () => {
    expect(() => new Generator().setState(new Uint8Array(3))).to.throw(
      RangeError,
      "Expected a CPUGeneratorImplState of size 5056 but found the input RNG state size to be 3",
    );
    expect(() => new Generator().setState(new Uint8Array(5056))).to.throw(RangeError, "Invalid mt19937 state");
  });

  it("forgets the waiting normal when it is seeded anew", () => {
    const generator = seeded(1);
    normal(generator, new Float32Array(1));
    expect(normal(generator.manualSeed(1), new Float32Array(1))).to.deep.equal(normal(seeded(1), new Float32Array(1)));
  });

  it("is copied with its place in the stream", () => {
    const generator = seeded(9);
    generator.random();
    expect(generator.cloneState().random()).to.equal(generator.random());
  });

  it("prints as torch's object", () => {
    expect(inspect(new Generator())).to.equal("<torch._C.Generator object>");
  });
});

describe("the first draws after manualSeed(42)", () => {
  // Each line: the torch expression, and its bits or numbers.
  it("of rand(5)", () => {
    expect(hex(uniform(seeded(42), new Float32Array(5)))).to.deep.equal([
      "3f61dc66",
      "3f6a3db3",
      "3ec406b8",
      "3f75950e",
      "3ec7e8d4",
    ]);
  });

  it("of randn(5)", () => {
    expect(hex(normal(seeded(42), new Float32Array(5)))).to.deep.equal([
      "3eac62ae",
      "3e03e69d",
      "3e7016e7",
      "3e6bdc6c",
      "bf8fb9c2",
    ]);
  });

  it("of randn(16), which takes blocks of 16", () => {
    const bits = hex(normal(seeded(42), new Float32Array(16)));
    expect([...bits.slice(0, 4), bits[15]]).to.deep.equal(["3ff6a529", "3fbe5f53", "3f669567", "c006c0db", "3f432f9f"]);
  });

  it("of randint(0, 10, (8,))", () => {
    expect([...randint(seeded(42), new Int32Array(8), 0, 10)]).to.deep.equal([2, 7, 6, 4, 6, 5, 0, 4]);
  });

  it("of randint(0, 2**33, (4,)), which takes 64 bits", () => {
    expect([...randint(seeded(42), new BigInt64Array(4), 0, 2n ** 33n)]).to.deep.equal([
      3421126067n,
      787846414n,
      3348747335n,
      2563451924n,
    ]);
  });

  it("of randperm(10)", () => {
    expect([...randperm(seeded(42), 10)]).to.deep.equal([2, 6, 1, 8, 4, 5, 0, 9, 3, 7]);
  });

  it("of bernoulli_(0.5) and of bernoulli(tensor)", () => {
    expect(bernoulli(seeded(42), new Uint8Array(12), 0.5).join("")).to.equal("111101001111");
    const half = new Float32Array(12).fill(0.5);
    expect(bernoulliEach(seeded(42), new Uint8Array(12), half).join("")).to.equal("001010100100");
  });
});

describe("normal", () => {
  it("keeps the second of two single draws for the next call, through other draws", () => {
    const [first, second] = normal(seeded(8), new Float64Array(2));
    const generator = seeded(8);
    expect(normal(generator, new Float64Array(1))[0]).to.equal(first);
    uniform(generator, new Float32Array(5));
    normal(generator, new Float32Array(16));
    expect(normal(generator, new Float64Array(1))[0]).to.equal(second);
  });

  it("draws memory with gaps one by one, whatever its length", () => {
    const generator = seeded(3);
    const singles = Array.from({ length: 20 }, () => normal(generator, new Float32Array(1))[0]);
    expect([...normalSerial(seeded(3), new Float32Array(20))]).to.deep.equal(singles);
  });

  it("never gives -0", () => {
    const values = normal(seeded(42), new Float32Array(1 << 20));
    expect(values.some((value) => Object.is(value, -0))).to.equal(false);
  });
});

describe("uniform", () => {
  it("never gives its upper end, even where a value rounds up to it", () => {
    const [from, to] = [1, 1 + 2 ** -22];
    const values = uniform(seeded(1), new Float32Array(10_000), from, to);
    // Only 1, 1 + 2^-23 and 1 + 2^-22 are float32 numbers here.
    expect(Math.max(...values)).to.equal(1 + 2 ** -23);
  });
});

describe("callers' mistakes", () => {
  const g = seeded(0);
  const one = new Float32Array(1);
  for (const [mistake, call, message] of [
    ["a range that ends before it starts", () => uniform(g, one, 2, 1), "[from, to) range, but found from=2 > to=1"],
    ["a range beyond the dtype", () => uniform(g, one, -3e38, 3e38), "to-from <= std::numeric_limits<Float>::max()"],
    ["a negative deviation", () => normal(g, one, 0, -1), "normal expects std >= 0.0, but found std -1"],
    ["an empty range of integers", () => randint(g, one, 5, 5), "'from' to be less than 'to', but got from=5 >= to=5"],
    ["a negative permutation", () => randperm(g, -1), "Trying to create tensor with negative dimension -1: [-1]"],
    ["a probability above 1", () => bernoulli(g, one, 1.5), "bernoulli_ expects p to be in [0, 1], but got p=1.5"],
    ["probabilities above 1", () => bernoulliEach(g, one, Float32Array.of(2)), "p to be in [0, 1], but got p=2"],
    ["as few probabilities", () => bernoulliEach(g, one, new Float32Array(2)), "expected 1 probabilities, got 2"],
    ["a rate of zero", () => exponential(g, one, 0), "exponential_ expects lambda > 0.0, but found lambda=0"],
  ] as const) {
    it(`${mistake} is a RangeError in torch's words`, () => {
      expect(call).to.throw(RangeError, message);
    });
  }

  const sample = (weights: readonly number[], numSamples: number, replacement: boolean) => (): unknown =>
    multinomial(g, Float32Array.from(weights), weights.length, { numSamples, replacement });

  it("multinomial refuses weights and counts that it cannot sample", () => {
    expect(sample([1, -1], 1, false)).to.throw(RangeError, "contains either `inf`, `nan` or element < 0");
    expect(sample([1, -1], 2, true)).to.throw(RangeError, "encountering probability entry < 0");
    expect(sample([1, Infinity], 2, true)).to.throw(RangeError, "probability entry = infinity or NaN");
    expect(sample([0, 0], 1, false)).to.throw(RangeError, "(sum of probabilities <= 0)");
    expect(sample([0, 0], 2, true)).to.throw(RangeError, "(sum of probabilities <= 0)");
    expect(sample([1, 1], 3, false)).to.throw(RangeError, "cannot sample n_sample > prob_dist.size(-1) samples");
    expect(sample([1, 1], 0, false)).to.throw(RangeError, "cannot sample n_sample <= 0 samples");
  });
});

describe("random", () => {
  it("stays in the range that the dtype holds exactly", () => {
    expect(Math.max(...random(seeded(6), new Uint8Array(2000)))).to.equal(255);
    expect(random(seeded(6), new BigInt64Array(200)).every((value) => value >= 0n)).to.equal(true);
    expect(Math.max(...random(seeded(6), new Float32Array(2000)))).to.be.at.most(2 ** 24);
  });
});
