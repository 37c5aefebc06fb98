import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { defaultRng, numpyRandom as np, random } from "../../../src/python/index.ts";
import { projectRoot } from "../../support/python.ts";

type Values = Readonly<Record<string, unknown>>;

/** The numbers of CPython and NumPy, from generators.py beside the file. */
const expected = JSON.parse(readFileSync(join(projectRoot, "test/fixtures/port/generators.json"), "utf8")) as readonly {
  readonly seed: number;
  readonly python: Values;
  readonly numpy: Values;
  readonly default: Values;
}[];

const times = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

function ofPython(seed: number): Values {
  random.seed(seed);
  const mixed = times(10, () => 0).map((_, i) => i);
  random.shuffle(mixed);
  const hundred = times(100, () => 0).map((_, i) => i);
  return {
    random: times(3, () => random.random()),
    randint: times(5, () => random.randint(-5, 1000)),
    randrange: times(3, () => random.randrange(0, 50, 5)),
    uniform: times(2, () => random.uniform(-1, 2)),
    choice: times(6, () => random.choice("abcdef")),
    choices: random.choices([1, 2, 3], { weights: [5, 1, 1], k: 5 }),
    shuffle: mixed,
    sample: random.sample(hundred, 7),
    smallSample: random.sample(["a", "b", "c", "d"], 3),
    gauss: times(3, () => random.gauss(0, 1)),
    normalvariate: times(2, () => random.normalvariate(1, 2)),
    getrandbits: [1, 16, 32, 48].map((bits) => random.getrandbits(bits)),
  };
}

const plain = (value: unknown): unknown => {
  const { tolist } = value as { tolist?: () => unknown };
  return tolist === undefined ? value : tolist.call(value);
};

function ofNumpy(seed: number): Values {
  np.seed(seed);
  const mixed = times(8, () => 0).map((_, i) => i);
  np.shuffle(mixed);
  const found: Values = {
    rand: np.rand(2, 2),
    one: np.rand(),
    randn: np.randn(5),
    randint: np.randint(0, 10, 6),
    randintOne: np.randint(100),
    uniform: np.uniform(-1, 1, 3),
    normal: np.normal(2, 0.5, [2, 2]),
    permutation: np.permutation(7),
    shuffle: mixed,
    choice: np.choice(5, 4),
    choiceOnce: np.choice(6, 3, { replace: false }),
    choiceByChance: np.choice(3, 5, { p: [0.2, 0.5, 0.3] }),
  };
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, plain(value)]));
}

function ofDefault(seed: number): Values {
  const rng = defaultRng(seed);
  const found = {
    integers: rng.integers(0, 10, 6),
    one: rng.integers(100),
    endpoint: rng.integers(1, 7, [2, 2], { endpoint: true }),
    large: rng.integers(0, 2 ** 40, 2),
    random: rng.random(3),
    normals: rng.standardNormal(2000).at("-5:"),
    normal: rng.normal(1, 2, 3),
    uniform: rng.uniform(-1, 1, [2, 2]),
    permutation: rng.permutation(6),
    choice: rng.choice(5, 4),
    choiceOnce: rng.choice(6, 3, { replace: false }),
    choiceOfMany: rng.choice(10_001, 300, { replace: false }).at(":5"),
    choiceByChance: rng.choice(3, 5, { p: [0.2, 0.5, 0.3] }),
  };
  const mixed = times(8, () => 0).map((_, i) => i);
  rng.shuffle(mixed);
  return Object.fromEntries(Object.entries({ ...found, shuffle: mixed }).map(([name, value]) => [name, plain(value)]));
}

/** Logarithms and cosines may differ in their last digit between C libraries. */
function nearly(got: unknown, want: unknown): void {
  if (Array.isArray(want)) for (const [i, each] of want.entries()) nearly((got as unknown[])[i], each);
  else if (typeof want === "number") expect(got).to.be.closeTo(want, 1e-14 * Math.max(1, Math.abs(want)));
  else expect(got).to.equal(want);
}

describe("numbers after a seed", () => {
  for (const { seed, python, numpy, default: byDefault } of expected) {
    it(`are those of numpy.random.default_rng: seed ${seed}`, () => {
      const got = ofDefault(seed);
      for (const [name, want] of Object.entries(byDefault))
        if (name.startsWith("normal")) nearly(got[name], want);
        else expect(got[name], name).to.deep.equal(want);
    });
    it(`are those of Python's random: seed ${seed}`, () => {
      const got = ofPython(seed);
      for (const [name, want] of Object.entries(python))
        if (/gauss|normal/.test(name)) nearly(got[name], want);
        else expect(got[name], name).to.deep.equal(want);
    });
    it(`are those of numpy.random: seed ${seed}`, () => {
      const got = ofNumpy(seed);
      for (const [name, want] of Object.entries(numpy))
        if (/normal|randn/.test(name)) nearly(got[name], want);
        else expect(got[name], name).to.deep.equal(want);
    });
  }
});
