import { expect } from "chai";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { gunzipSync } from "node:zlib";
import * as random from "../../../src/random/index.ts";
import { Generator, type Numbers } from "../../../src/random/index.ts";
import { dtypes, type DTypeName, type TypedArray } from "../../../src/shape/index.ts";

type Step = readonly [op: string, args: readonly unknown[], drawn: string];
type Script = readonly [seed: string, steps: readonly Step[]];

const fixture = new URL("../../fixtures/draws.json.gz", import.meta.url);
const scripts = JSON.parse(gunzipSync(readFileSync(fixture)).toString()) as readonly Script[];

const seeded = (seed: number | bigint): Generator => new Generator().manualSeed(seed);
const bytesOf = (array: TypedArray): Buffer => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
const float = (dtype: DTypeName, n: number): Float32Array | Float64Array =>
  dtype === "float32" ? new Float32Array(n) : new Float64Array(n);
const floats = (dtype: DTypeName, values: readonly number[]): Float32Array | Float64Array =>
  dtype === "float32" ? Float32Array.from(values) : Float64Array.from(values);

/** Draws one step of a script. */
const draw = (generator: Generator, op: string, args: readonly unknown[]): TypedArray => {
  const [dtype, n, a, b] = args as [DTypeName, number, number, number];
  const numbers = (): Numbers => dtypes[dtype].array(n);
  switch (op) {
    case "uniform":
    case "normal":
    case "normalSerial":
    case "logNormal":
    case "cauchy":
      return random[op](generator, float(dtype, n), a, b);
    case "exponential":
    case "dropoutMask":
      return random[op](generator, float(dtype, n), a);
    case "randint":
      return random.randint(generator, numbers(), BigInt(a), BigInt(b));
    case "random":
      return dtype === "bool" ? random.randomBool(generator, new Uint8Array(n)) : random.random(generator, numbers());
    case "bernoulli":
    case "geometric":
      return random[op](generator, numbers(), a);
    case "randperm":
      return random.randperm(generator, args[0] as number);
    case "bernoulliEach": {
      const ps = floats(dtype, args[1] as readonly number[]);
      return random.bernoulliEach(generator, float(dtype, ps.length), ps);
    }
    case "multinomial": {
      const [, rows, weights, numSamples, replacement] = args as [DTypeName, number, number[], number, boolean];
      const options = { numSamples, replacement };
      return random.multinomial(generator, floats(dtype, weights), weights.length / rows, options);
    }
    case "state":
      return generator.getState();
    default:
      throw new Error(`no such operation: ${op}`);
  }
};

/** Where the host's logarithm, sine or tangent of a float64 is stored as it is, its last bits may differ from PyTorch's libm. */
const hangsOnLibm = (op: string, args: readonly unknown[]): boolean =>
  args[0] === "float64" && ["normal", "normalSerial", "exponential", "logNormal", "cauchy"].includes(op);

const digest = (bytes: Buffer): string => "sha256:" + createHash("sha256").update(bytes).digest("hex");

const expectDrawn = (actual: TypedArray, [op, args, drawn]: Step): void => {
  const bytes = bytesOf(actual);
  if (hangsOnLibm(op, args)) {
    if (drawn.startsWith("sha256:")) return; // too long to have its values here
    const expected = new Float64Array(Uint8Array.from(Buffer.from(drawn, "base64")).buffer);
    for (const [i, value] of expected.entries()) {
      expect(Number(actual[i]), `${op} ${JSON.stringify(args)}`).to.be.closeTo(value, 1e-14 * (Math.abs(value) + 1));
    }
  } else if (op === "state") {
    // The normal that waits in the state is a float64 of the libm; all before it is exact.
    expect(bytes.length).to.equal(5056);
    if (digest(bytes) !== drawn)
      expect(new DataView(bytes.buffer, bytes.byteOffset).getFloat64(5024, true)).not.to.equal(0);
  } else {
    const found = drawn.startsWith("sha256:") ? digest(bytes) : bytes.toString("base64");
    expect(found, `${op} ${JSON.stringify(args)}`).to.equal(drawn);
  }
};

describe("the distributions", () => {
  it(`draw what PyTorch draws, to the bit, in ${scripts.length} scripts of mixed calls`, () => {
    for (const [seed, steps] of scripts) {
      const generator = seeded(BigInt(seed));
      for (const step of steps) expectDrawn(draw(generator, step[0], step[1]), step);
    }
  });
});
