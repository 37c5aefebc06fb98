/** Where TensorFlow or JavaScript would give another result, PyTorch's is right. The numbers are PyTorch 2.13's. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { plain, Storage } from "../../../src/backend/index.ts";
import type { BinaryOp, Dense, PoolGeometry, UnaryOp } from "../../../src/backend/index.ts";
import { bool, float32, int32, int64, uint8 } from "../../../src/shape/index.ts";
import type { DType } from "../../../src/shape/index.ts";
import { backendsHere } from "./backends-here.ts";

function of(dtype: DType, ...values: number[]): Dense {
  const array = dtype.array(values.length);
  values.forEach((value, i) => {
    array[i] = array instanceof BigInt64Array ? BigInt(value) : value;
  });
  return { storage: Storage.fromHost(dtype, array), shape: [values.length] };
}

function list(storage: Storage): number[] {
  return Array.from<number | bigint, number>(storage.host(), Number);
}

/** The values repeated until a device finds them large enough, and the first of the results. */
function many(x: Dense, times = 4096): Dense {
  const values = list(x.storage);
  const array = Float32Array.from({ length: values.length * times }, (_, i) => values[i % values.length]!);
  return { storage: Storage.fromHost(float32, array), shape: [array.length] };
}

const devices = await backendsHere();
const all = [{ name: "plain", backend: plain }, ...devices];

const pool: PoolGeometry = { kernelSize: [2, 2], stride: [2, 2], padding: [0, 0], dilation: [1, 1], ceilMode: false };

for (const { name, backend } of all)
  describe(`PyTorch's meaning on ${name}`, () => {
    // F.max_pool2d of windows [nan, 1, 2, 3], [-inf] * 4, [-3, -1, -2, -1]: nan, -inf, -1
    it("max-pool keeps NaN and -inf, and the first of equals has the gradient", () => {
      const channels = 512;
      const inf = Infinity;
      const windows = [
        [NaN, 1, 2, 3],
        [-inf, -inf, -inf, -inf],
        [-3, -1, -2, -1],
      ];
      const array = new Float32Array(channels * 12);
      for (let c = 0; c < channels; c++)
        windows.forEach((window, w) => {
          window.forEach((value, i) => {
            array[c * 12 + (i >> 1) * 6 + w * 2 + (i & 1)] = value;
          });
        });
      const x = { storage: Storage.fromHost(float32, array), shape: [1, channels, 2, 6] };
      const { output, saved } = backend.maxPool2d(x, pool);
      expect(list(output).slice(0, 3)).to.deep.equal([NaN, -inf, -1]);
      expect(list(output).slice(-3)).to.deep.equal([NaN, -inf, -1]);
      const gy = { storage: plain.full(float32, channels * 3, 1), shape: [1, channels, 1, 3] };
      expect(list(backend.maxPool2dGrad(gy, saved)).slice(0, 12)).to.deep.equal([1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    });

    it("all-negative windows keep their gradient", () => {
      const x = { storage: plain.full(float32, 4096 * 4, -0.5), shape: [1, 64, 16, 16] };
      const { saved } = backend.maxPool2d(x, pool);
      const gy = { storage: plain.full(float32, 4096, 1), shape: [1, 64, 8, 8] };
      expect(
        list(backend.reduce("sum", { storage: backend.maxPool2dGrad(gy, saved), shape: x.shape }, [0, 1, 2, 3])),
      ).to.deep.equal([4096]);
    });

    const special = of(float32, NaN, 1, -1, Infinity, -Infinity, -0.5);
    const unary: readonly (readonly [UnaryOp, number[]])[] = [
      ["relu", [NaN, 1, 0, Infinity, 0, 0]],
      ["sign", [0, 1, -1, 1, -1, -1]],
      ["round", [NaN, 1, -1, Infinity, -Infinity, -0]],
      ["exp", [NaN, Math.fround(Math.E), Math.fround(1 / Math.E), Infinity, 0, Math.fround(Math.exp(-0.5))]],
      ["log", [NaN, 0, NaN, Infinity, NaN, NaN]],
      ["sqrt", [NaN, 1, NaN, Infinity, NaN, NaN]],
      ["tanh", [NaN, Math.fround(Math.tanh(1)), Math.fround(Math.tanh(-1)), 1, -1, Math.fround(Math.tanh(-0.5))]],
      ["sigmoid", [NaN, 0.7310585975646973, 0.2689414322376251, 1, 0, 0.37754067778587341]],
    ];
    for (const [op, expected] of unary)
      it(`${op} of NaN and infinities`, () => {
        const got = list(backend.unary(op, many(special))).slice(0, 6);
        got.forEach((value, i) => {
          if (Number.isFinite(expected[i])) expect(value).to.be.closeTo(expected[i]!, 1e-6);
          else expect(value).to.deep.equal(expected[i]);
        });
      });

    it("maximum and minimum pass NaN on", () => {
      const [a, b] = [many(of(float32, NaN, 1, 2)), many(of(float32, 1, NaN, 3))];
      expect(list(backend.binary("maximum", a, b)).slice(0, 3)).to.deep.equal([NaN, NaN, 3]);
      expect(list(backend.binary("minimum", a, b)).slice(0, 3)).to.deep.equal([NaN, NaN, 2]);
    });

    it("reductions pass NaN on, argmax finds it", () => {
      const x = many(of(float32, 3, NaN, 5));
      expect(list(backend.reduce("max", x, [0]))).to.deep.equal([NaN]);
      expect(list(backend.reduce("min", x, [0]))).to.deep.equal([NaN]);
      expect(list(backend.argReduce("argmax", x, 0))).to.deep.equal([1]);
    });

    it("keeps the sign of zero", () => {
      const x = many(of(float32, 1));
      expect(list(backend.binary("mul", x, 0))[0]).to.deep.equal(0);
      expect(list(backend.binary("mul", x, -0))[0]).to.deep.equal(-0);
    });

    it("casts to bool by `!= 0`", () => {
      const x = many(of(float32, 0.5, 0, NaN, -0));
      expect(list(backend.cast(x, bool)).slice(0, 4)).to.deep.equal([1, 0, 1, 0]);
    });

    it("a class index out of range is an error in torch's words", () => {
      const logits = { storage: plain.full(float32, 512 * 10, 0), shape: [512, 10] };
      const target = { storage: plain.full(int64, 512, 10), shape: [512] };
      expect(() => backend.crossEntropy(logits, target)).to.throw(RangeError, "Target 10 is out of bounds.");
    });

    it("a result that memory cannot hold is an error, and the next op works", () => {
      const x = plain.full(float32, 2 ** 20, 1);
      const [column, row] = [
        { storage: x, shape: [2 ** 20, 1] },
        { storage: x, shape: [1, 2 ** 20] },
      ];
      const message = "DefaultCPUAllocator: can't allocate memory: you tried to allocate 4398046511104 bytes.";
      expect(() => backend.matmul(column, row)).to.throw(RangeError, message);
      expect(() => backend.binary("add", column, row)).to.throw(RangeError, message);
      expect(list(backend.matmul(row, column))).to.deep.equal([2 ** 20]);
    });
  });

describe("PyTorch's meaning of integers", () => {
  const pairs: readonly (readonly [BinaryOp, DType, number[]])[] = [
    // torch.tensor([7, -7, 7, -7]) against [2, 2, -2, -2]
    ["floorDivide", int64, [3, -4, -4, 3]],
    ["floorDivide", int32, [3, -4, -4, 3]],
    ["remainder", int64, [1, 1, -1, -1]],
    ["remainder", int32, [1, 1, -1, -1]],
    ["fmod", int64, [1, -1, 1, -1]],
    ["floorDivide", float32, [3, -4, -4, 3]],
    ["remainder", float32, [1, 1, -1, -1]],
  ];
  for (const [op, dtype, expected] of pairs)
    it(`${op} of ${dtype.name}`, () => {
      expect(list(plain.binary(op, of(dtype, 7, -7, 7, -7), of(dtype, 2, 2, -2, -2)))).to.deep.equal(expected);
    });

  it("division by zero is an error in torch's words", () => {
    for (const dtype of [int32, int64])
      expect(() => plain.binary("floorDivide", of(dtype, 1), of(dtype, 0))).to.throw("ZeroDivisionError");
  });

  it("arithmetic wraps round", () => {
    expect(list(plain.binary("mul", of(int32, 65536), of(int32, 65537)))).to.deep.equal([65536]);
    expect(list(plain.binary("add", of(uint8, 250), of(uint8, 10)))).to.deep.equal([4]);
    const largest = { storage: Storage.fromHost(int64, BigInt64Array.of(2n ** 63n - 1n)), shape: [1] };
    expect(plain.binary("add", largest, of(int64, 1)).host()[0]).to.equal(-(2n ** 63n));
  });

  it("casts of floats truncate", () => {
    expect(list(plain.cast(of(float32, 2.9, -2.9, 0.5), int64))).to.deep.equal([2, -2, 0]);
    expect(list(plain.cast(of(float32, 2.9, -2.9, 300), int32))).to.deep.equal([2, -2, 300]);
  });

  it("a sum of int64 is exact beyond 2^53", () => {
    const x = { storage: Storage.fromHost(int64, BigInt64Array.of(2n ** 53n, 1n, 1n)), shape: [3] };
    expect(plain.reduce("sum", x, [0]).host()[0]).to.equal(2n ** 53n + 2n);
  });
});
