import { expect } from "chai";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { gunzipSync } from "node:zlib";
import { F, torch, type Tensor } from "../../../src/index.ts";
import * as random from "../../../src/random/index.ts";
import { Generator, type Numbers } from "../../../src/random/index.ts";
import { dtypes, type DTypeName, type TypedArray } from "../../../src/shape/index.ts";

type Step = readonly [op: string, args: readonly unknown[], drawn: string];
type Script = readonly [seed: string, steps: readonly Step[]];

const fixture = new URL("../../fixtures/draws.json.gz", import.meta.url);
const scripts = JSON.parse(gunzipSync(readFileSync(fixture)).toString()) as readonly Script[];

const float = (dtype: DTypeName, n: number): Float32Array | Float64Array =>
  dtype === "float32" ? new Float32Array(n) : new Float64Array(n);
const floats = (dtype: DTypeName, values: readonly number[]): Float32Array | Float64Array =>
  dtype === "float32" ? Float32Array.from(values) : Float64Array.from(values);

/** Draws one step of a script from a generator, into typed arrays; undefined where only tensors have the operation. */
const draw = (generator: Generator, op: string, args: readonly unknown[]): TypedArray | undefined => {
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
      return random.exponential(generator, float(dtype, n), a);
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
      return undefined;
  }
};

/** The same from the default generator, with the tensor operations. */
const drawTensor = (op: string, args: readonly unknown[]): Tensor => {
  const [name, n, a, b] = args as [DTypeName, number, number, number];
  const dtype = dtypes[name];
  const blank = (): Tensor => torch.empty(n, { dtype });
  const given = (values: number | readonly number[]): Tensor | number =>
    typeof values === "number" ? values : torch.tensor(values, { dtype });
  switch (op) {
    case "uniform":
      return blank().uniform_(a, b);
    case "normal":
      return blank().normal_(a, b);
    case "normalSerial":
      return torch
        .empty(n / 4, 4, { dtype })
        .t()
        .normal_(a, b)
        .t();
    case "normalOf":
      return torch.normal(given(args[1] as number) as Tensor, given(args[2] as number) as Tensor);
    case "logNormal":
      return blank().logNormal_(a, b);
    case "cauchy":
      return blank().cauchy_(a, b);
    case "exponential":
      return blank().exponential_(a);
    case "dropoutMask":
      return F.dropout(torch.ones(n, { dtype }), a);
    case "randint":
      return torch.randint(Number(a), Number(b), [n], { dtype });
    case "random":
      return blank().random_();
    case "bernoulli":
      return blank().bernoulli_(a);
    case "geometric":
      return blank().geometric_(a);
    case "randperm":
      return torch.randperm(args[0] as number, { dtype: torch.int32 });
    case "bernoulliEach":
      return torch.bernoulli(given(args[1] as readonly number[]) as Tensor);
    case "multinomial": {
      const [, rows, weights, numSamples, replacement] = args as [DTypeName, number, number[], number, boolean];
      return torch.multinomial(torch.tensor(weights, { dtype }).view(rows, -1), numSamples, { replacement }).int();
    }
    case "state":
      return torch.getRngState();
    default:
      throw new Error(`no such operation: ${op}`);
  }
};

const bytesOf = (array: TypedArray): Buffer => Buffer.from(array.buffer, array.byteOffset, array.byteLength);

/** Whether an operation stores the host's logarithm, sine or tangent as float64, whose last bits may differ from PyTorch's libm. */
const hangsOnLibm = (op: string, args: readonly unknown[]): boolean =>
  args[0] === "float64" && ["normal", "normalSerial", "normalOf", "exponential", "logNormal", "cauchy"].includes(op);

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
    // The normal number kept in the state is a float64 from the libm; everything before it is exact.
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
      const generator = new Generator().manualSeed(BigInt(seed));
      for (const step of steps) {
        const drawn = draw(generator, step[0], step[1]);
        if (drawn === undefined) break;
        expectDrawn(drawn, step);
      }
    }
  });

  it("draw the same by the operations of tensors, from the default stream", () => {
    const isExact = ([op, args]: Step): boolean =>
      op !== "randint" || args.slice(2).every((bound) => Number.isSafeInteger(Number(bound)));
    for (const [seed, steps] of scripts) {
      torch.manualSeed(BigInt(seed));
      for (const step of steps) {
        if (!isExact(step)) break;
        const drawn = drawTensor(step[0], step[1]).contiguous();
        expectDrawn(drawn.memory.host().subarray(drawn.offset, drawn.offset + drawn.numel()), step);
      }
    }
  });
});

describe("torch.multinomial", () => {
  it("asks for rows of floating point weights, in torch's words", () => {
    expect(() => torch.multinomial(torch.tensor([1, 0]), 1)).to.throw(
      TypeError,
      "multinomial only supports floating-point dtypes for input, got: Long",
    );
    expect(() => torch.multinomial(torch.ones(1, 1, 1), 1)).to.throw(RangeError, "prob_dist must be 1 or 2 dim");
  });
});

describe("torch.getRngState", () => {
  it("is a uint8 tensor that setRngState takes back", () => {
    torch.manualSeed(7);
    const state = torch.getRngState();
    const drawn = torch.randn(3);
    torch.setRngState(state);
    expect(torch.randn(3).equal(drawn)).to.equal(true);
    expect([String(state.shape), String(state.dtype)]).to.deep.equal(["torch.Size([5056])", "torch.uint8"]);
    expect(() => torch.setRngState(torch.zeros(5056))).to.throw(
      TypeError,
      "RNG state must be a torch.ByteTensor, got torch.float32",
    );
  });
});
