import { expect } from "chai";
import { describe, it } from "mocha";
import { boxMullerFloat32 } from "../../../src/random/box-muller-float32.ts";
import { fmaFloat32, fmaFloat64 } from "../../../src/random/fma.ts";
import { Generator } from "../../../src/random/index.ts";
import { normalFloat32 } from "../../../src/random/normal.ts";
import { uniformFloat32 } from "../../../src/random/uniform.ts";
import { loadKernel, loadPrograms, type VectorKernel } from "../../../src/random/vector-kernel.ts";
import { BUFFER, CAPACITY } from "../../../src/random/vector-programs.ts";

const BLOCK = 16;
const NUMBERS = 2 ** 24;

describe("the vector kernel", () => {
  let kernel: VectorKernel;
  before(() => {
    const loaded = loadKernel();
    if (loaded === null) throw new Error("this processor has no fused multiply-add: the tests of the kernel need one");
    kernel = loaded;
  });

  /** Generators at the same position of the same stream, some words after its beginning. */
  const twins = (skipped: number): [Generator, Generator] => {
    const first = new Generator().manualSeed(skipped);
    for (let i = 0; i < skipped; i++) first.random();
    return [first, first.cloneState()];
  };
  const places = [0, 1, 250, 623, 624].flatMap((skipped) =>
    [16, 17, 608, 624, 630, 1248, 10_000, CAPACITY, CAPACITY + 1, 30_000].map((length) => ({ skipped, length })),
  );

  it("fills with the numbers of the plain loops and leaves the stream at the same word", () => {
    for (const { skipped, length } of places) {
      for (const [name, vectors, plain, first, second] of [
        ["normal", kernel.normal, normalFloat32, 0.25, 1.5],
        ["uniform", kernel.uniform, uniformFloat32, 0, 1],
        ["uniform", kernel.uniform, uniformFloat32, Math.fround(-0.3), Math.fround(0.7)],
      ] as const) {
        const [a, b] = twins(skipped);
        const [some, others] = [new Float32Array(length), new Float32Array(length)];
        vectors(a, some, first, second);
        plain(b, others, first, second);
        const compared = name === "normal" ? length - (length % BLOCK) : length;
        const message = `${name} ${length} after ${skipped}`;
        expect(
          Buffer.compare(Buffer.from(some.buffer, 0, 4 * compared), Buffer.from(others.buffer, 0, 4 * compared)),
          message,
        ).to.equal(0);
        expect(a.getState(), message).to.deep.equal(b.getState());
      }
    }
  });

  it("never gives the upper end of a range", () => {
    const values = new Float32Array(1000);
    kernel.uniform(new Generator().manualSeed(1), values, 1, 1 + 2 ** -22);
    expect(Math.max(...values)).to.equal(1 + 2 ** -23);
  });
});

/**
 * The plain loop writes a fused multiply-add as a float64 expression that is rounded to float32. If the first of its two roundings landed
 * on a midpoint, it would be wrong; so all possible arguments are computed both in this way and with the processor's own instruction.
 */
describe("the plain loop's multiply-adds", () => {
  const { memory, normal } = loadPrograms()!;
  const theirWords = new Int32Array(memory.buffer, BUFFER, CAPACITY);
  const theirs = new Uint32Array(memory.buffer, BUFFER, CAPACITY);
  const normals = new Float32Array(CAPACITY);
  const ourWords = new Int32Array(normals.buffer);

  /** Compares both for pairs of whole numbers, `pair(k)` for each k below 2^24; returns how many results differ. */
  const differences = (pair: (k: number) => readonly [radius: number, angle: number]): number => {
    let count = 0;
    for (let k = 0; k < NUMBERS;) {
      for (let block = 0; block < CAPACITY; block += BLOCK) {
        for (let i = block; i < block + 8; i++, k++) {
          const [radius, angle] = pair(k % NUMBERS);
          ourWords[i] = radius;
          ourWords[i + 8] = angle;
          theirWords[i] = radius;
          theirWords[i + 8] = angle;
        }
      }
      boxMullerFloat32(normals, CAPACITY);
      normal(BUFFER, BUFFER + 4 * CAPACITY, 0, 1);
      const ours = new Uint32Array(normals.buffer);
      for (let i = 0; i < CAPACITY; i++) if (ours[i] !== theirs[i]) count += 1;
    }
    return count;
  };

  it("round as the processor's, for all 2^24 radii", () => {
    // At angle 0 the cosine is 1, so the result is the radius itself.
    expect(differences((k) => [k, 0])).to.equal(0);
  });

  it("round as the processor's, for all 2^24 angles", () => {
    // A radius of exactly 1, so that the results are the sine and the cosine: sqrt(-2 log(exp(-1 / 2))).
    const radiusOf = (k: number): number => {
      ourWords.fill(0, 0, BLOCK)[0] = k;
      boxMullerFloat32(normals, BLOCK);
      return normals[0]!;
    };
    let one = Math.floor((1 - Math.exp(-0.5)) * NUMBERS) - 20;
    while (radiusOf(one) < 1) one += 1;
    expect(radiusOf(one)).to.equal(1);
    expect(differences((k) => [one, k])).to.equal(0);
  });
});

describe("fmaFloat32", () => {
  it("rounds once where two roundings would go wrong", () => {
    // The product is 1 + 2^-11 + 2^-24, midway between two float32; what is added decides, however small.
    const x = 1 + 2 ** -12;
    expect(fmaFloat32(x, x, 2 ** -60)).to.equal(1 + 2 ** -11 + 2 ** -23);
    expect(fmaFloat32(x, x, -(2 ** -60))).to.equal(1 + 2 ** -11);
    expect(fmaFloat32(x, x, 0)).to.equal(1 + 2 ** -11);
    expect(Math.fround(x * x + 2 ** -60)).to.equal(1 + 2 ** -11);
    expect(fmaFloat32(-x, x, -(2 ** -60))).to.equal(-(1 + 2 ** -11 + 2 ** -23));
  });

  it("keeps infinities and NaN", () => {
    expect([fmaFloat32(1e38, 1e38, 0), fmaFloat32(-Infinity, 1, 5), fmaFloat32(NaN, 1, 1)]).to.deep.equal([
      Infinity,
      -Infinity,
      NaN,
    ]);
  });
});

describe("fmaFloat64", () => {
  it("keeps what the product alone would round away", () => {
    const x = 1 + 2 ** -30;
    expect(fmaFloat64(x, x, -(1 + 2 ** -29))).to.equal(2 ** -60);
    expect(x * x - (1 + 2 ** -29)).to.equal(0);
  });

  it("rounds once where the sum of the parts would round twice", () => {
    // The product is 1 + 2^-26 + 2^-54, 2^-53 is half a unit of the last place of 1: exactly 1 + 2^-26 + 2^-53 + 2^-54 up or down.
    const x = 1 + 2 ** -27;
    expect(fmaFloat64(x, x, 2 ** -53)).to.equal(1 + 2 ** -26 + 2 ** -52);
    expect(fmaFloat64(x, x, 2 ** -54)).to.equal(1 + 2 ** -26);
    expect(fmaFloat64(x, x, 2 ** -54 + 2 ** -90)).to.equal(1 + 2 ** -26 + 2 ** -52);
  });
});
