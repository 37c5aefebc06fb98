/** Calls are interpreted as in Python; the messages are Python's and torch's, with a remedy added. */
import { runInNewContext } from "node:vm";
import { expect } from "chai";
import { describe, it } from "mocha";
import { keyword, nearest, optional, Overloads, required, Signature, variadic } from "../../../src/shape/index.ts";
import * as is from "../../../src/shape/kinds.ts";

const pool = new Signature("pool", {
  kernelSize: required(is.sizeOf(2)),
  stride: optional(is.orNull(is.sizeOf(2)), null),
  padding: optional(is.int, 0),
  mode: optional(is.oneOf("fan_in", "fan_out"), "fan_in"),
  dtype: keyword(is.orNull(is.dtype), null),
});
const readPool = (...given: unknown[]) => pool.read(given);

describe("a signature", () => {
  it("reads positional, named and mixed arguments alike, and fills in the defaults", () => {
    const want = { kernelSize: [3, 3], stride: [2, 1], padding: 1, mode: "fan_in", dtype: null };
    expect(readPool(3, [2, 1], 1)).to.deep.equal(want);
    expect(readPool(3, { stride: [2, 1], padding: 1 })).to.deep.equal(want);
    expect(readPool(3, [2, 1], { padding: 1 })).to.deep.equal(want);
    expect(readPool({ padding: 1, stride: [2, 1], kernelSize: [3, 3] })).to.deep.equal(want);
    expect(readPool(runInNewContext("({ kernelSize: 3, stride: [2, 1], padding: 1 })"))).to.deep.equal(want);
  });

  it("takes undefined for an argument that is not given", () => {
    expect(readPool(3, undefined, 1)).to.deep.equal(readPool(3, { padding: 1 }));
    expect(readPool(3, undefined, undefined)).to.deep.equal(readPool(3));
    expect(readPool(3, { stride: undefined })).to.deep.equal(readPool(3));
    expect(readPool(3, undefined)).to.deep.equal(readPool(3));
  });

  it("gives the values in its own order, whatever that of the call", () => {
    expect(Object.keys(readPool({ mode: "fan_out", kernelSize: 1 }))).to.deep.equal(Object.keys(pool.arguments));
  });

  it("refuses what it does not expect, naming the argument and the way out", () => {
    const fails = (message: string, ...given: unknown[]) => {
      expect(() => readPool(...given), message).to.throw(TypeError, message);
    };
    fails("pool() missing 1 required positional argument: 'kernelSize': pool(kernelSize, stride=null");
    fails("pool() missing 1 required positional argument: 'kernelSize'", undefined, 1);
    fails("pool() missing 1 required positional argument: 'kernelSize'", { kernelSize: undefined });
    fails("pool() got an unexpected keyword argument 'kernel_size'; did you mean 'kernelSize'?", { kernel_size: 3 });
    fails("pool() got an unexpected keyword argument 'pading'; did you mean 'padding'?", 3, { pading: 3 });
    fails("pool() got an unexpected keyword argument 'frog': pool(kernelSize, stride=null, padding=0", 3, { frog: 3 });
    fails("pool() got multiple values for argument 'kernelSize'", 3, { kernelSize: 3 });
    fails("pool() takes from 1 to 4 positional arguments but 5 were given, 7 is too many", 3, 1, 0, "fan_in", 7);
    fails("by name only: { dtype }", 3, 1, 0, "fan_in", 7);
    fails(`pool(): argument 'kernelSize' (position 1) must be int or array of 2 ints, not "3"`, "3");
    fails("pool(): argument 'kernelSize' (position 1) must be int or array of 2 ints, not [1, 2, 3]", [1, 2, 3]);
    fails("pool(): argument 'padding' must be int, not 0.5; a whole number", 3, { padding: 0.5 });
    fails("pool(): argument 'padding' must be int, not NaN", 3, { padding: NaN });
    fails("not a Promise: write await in front of what gives it", Promise.resolve(3));
    fails(`'mode' must be "fan_in" or "fan_out", not "fanOut"; did you mean "fan_out"?`, 3, { mode: "fanOut" });
    fails(`'dtype' must be torch.dtype or null, not "float32"; write torch.float32`, 3, { dtype: "float32" });
    fails("'padding' (position 3) must be int, not an object { a }", 3, 1, { a: 1 }, "fan_in");
  });

  it("takes torch's second names", () => {
    const sum = new Signature("sum", { dim: optional(is.int, -1), keepdim: optional(is.bool, false) });
    expect(sum.read([{ axis: 1, keepdims: true }])).to.deep.equal({ dim: 1, keepdim: true });
    expect(() => sum.read([1, { axis: 1 }])).to.throw("sum() got multiple values for argument 'dim'");
    expect(() => sum.read([{ keepDim: true }])).to.throw("did you mean 'keepdim'?");
  });

  it("takes the items of a variadic argument one by one or in one array", () => {
    const zeros = new Signature("zeros", { size: variadic(is.ints), dtype: keyword(is.orNull(is.dtype), null) });
    const want = { size: [2, 3], dtype: null };
    expect(zeros.read([2, 3])).to.deep.equal(want);
    expect(zeros.read([[2, 3]])).to.deep.equal(want);
    expect(zeros.read([{ size: [2, 3] }])).to.deep.equal(want);
    expect(zeros.read([2, 3, {}])).to.deep.equal(want);
    expect(() => zeros.read([2, "3"])).to.throw("zeros(): argument 'size' (position 1) must be array of ints");
    expect(() => zeros.read([])).to.throw(
      "missing 1 required positional argument: 'size': zeros(...size, *, dtype=null)",
    );
  });

  it("tells an object that is an argument from the object of named ones", () => {
    const load = new Signature("load", { state: required(is.record), strict: optional(is.bool, true) });
    expect(load.read([{ weight: 1 }])).to.deep.equal({ state: { weight: 1 }, strict: true });
    expect(load.read([{ weight: 1 }, { strict: false }])).to.deep.equal({ state: { weight: 1 }, strict: false });
    expect(load.read([{ state: { weight: 1 }, strict: false }])).to.deep.equal({ state: { weight: 1 }, strict: false });
  });
});

describe("overloads", () => {
  const split = new Overloads("split", {
    size: { splitSize: required(is.int), dim: optional(is.int, 0) },
    sizes: { splitSizes: required(is.ints), dim: optional(is.int, 0) },
  });

  it("take the first form that fits", () => {
    expect(split.read([2, 1])).to.deep.equal({ form: "size", args: { splitSize: 2, dim: 1 } });
    expect(split.read([[1, 2], { dim: 1 }])).to.deep.equal({ form: "sizes", args: { splitSizes: [1, 2], dim: 1 } });
  });

  it("word an error only if no form fits", () => {
    let worded = 0;
    const one = is.kind<number>("one", (value): value is number => value === 1, { explain: () => void worded++ });
    const either = new Overloads("either", { one: { one: required(one) }, many: { many: required(is.ints) } });
    expect(either.read([[1, 2]]).form).to.equal("many");
    expect(worded).to.equal(0);
    expect(() => either.read(["1"])).to.throw(TypeError);
    expect(worded).to.equal(1);
  });

  it("say what is wrong with the form that fits best, and which there are", () => {
    expect(() => split.read([[1, 2], "1"])).to.throw(
      TypeError,
      `split(): argument 'dim' (position 2) must be int, not "1"\n` +
        "split() can be called as split(splitSize, dim=0), split(splitSizes, dim=0)",
    );
  });
});

describe("nearest", () => {
  it("finds a name that differs by case, underscores or a slip", () => {
    const names = ["kernelSize", "stride", "padding", "dim"];
    expect(nearest("kernel_size", names)).to.equal("kernelSize");
    expect(nearest("srtide", names)).to.equal("stride");
    expect(nearest("Dim", names)).to.equal("dim");
    expect(nearest("frog", names)).to.equal(undefined);
  });
});
