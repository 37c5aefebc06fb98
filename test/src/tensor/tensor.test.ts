import { expect } from "chai";
import { describe, it } from "mocha";
import { inspect } from "node:util";
import { nn } from "../../../src/index.ts";
import { slice } from "../../../src/shape/index.ts";
import * as torch from "../../../src/torch.ts";

describe("Tensor", () => {
  it("has a Size that is an array and prints as in PyTorch", () => {
    const { shape } = torch.zeros(1, 3);
    expect(Array.isArray(shape)).to.equal(true);
    expect([shape.length, shape[1], shape.at(-1), shape.numel()]).to.deep.equal([2, 3, 3, 3]);
    expect(String(shape)).to.equal("torch.Size([1, 3])");
    expect(inspect({ shape })).to.equal("{ shape: torch.Size([1, 3]) }");
    expect(shape.map((n) => n * 2)).to.deep.equal([2, 6]);
    expect([shape.equals(torch.ones(1, 3).shape), shape.equals([1, 3]), shape.equals([3])]).to.deep.equal([
      true,
      true,
      false,
    ]);
    expect(() => shape.equals(3 as never)).to.throw(
      "equals(): argument 'other' (position 1) must be array of ints, not 3",
    );
  });

  it("prints by toString and in the console", () => {
    const x = torch.tensor([1, 2.5]);
    expect(String(x)).to.equal("tensor([1.0000, 2.5000])");
    expect(inspect(x)).to.equal("tensor([1.0000, 2.5000])");
    expect(inspect(torch.float32)).to.equal("torch.float32");
  });

  it("has the floating types of two bytes, whose numbers are rounded wherever they are written", () => {
    expect(inspect(torch.half)).to.equal("torch.float16");
    const x = torch.tensor([0.1, 65519, 65520, 1 / 3]).half();
    expect(inspect(x)).to.equal("tensor([9.9976e-02, 6.5504e+04,        inf, 3.3325e-01], dtype=torch.float16)");
    expect([x.elementSize(), x.bfloat16().elementSize(), x.type()]).to.deep.equal([2, 2, "torch.HalfTensor"]);
    x.setAt(0, 0.2);
    x.at("1:3").fill_(0.3);
    expect(x.tolist()).to.deep.equal([0.199951171875, 0.300048828125, 0.300048828125, 0.333251953125]);
    expect(() => x.bfloat16().numpy()).to.throw(
      TypeError,
      "Got unsupported ScalarType BFloat16; write x.float().numpy()",
    );
    x.numpy()[0] = 7;
    expect(x.at(0).item()).to.equal(0.199951171875);
    expect(String(torch.finfo(torch.half))).to.equal(
      "finfo(resolution=0.001, min=-65504, max=65504, eps=0.000976562, smallest_normal=6.10352e-05, tiny=6.10352e-05, dtype=float16)",
    );
    const layer = new nn.Linear(2, 1).half();
    expect(layer(torch.ones(1, 2).half()).dtype).to.equal(torch.float16);
    expect(() => layer(torch.ones(1, 2))).to.throw("same dtype");
  });

  it("keeps small integers on whatever back end computes", () => {
    const x = torch.arange(70000).to(torch.short);
    expect([x.dtype, x.add(1).dtype]).to.deep.equal([torch.int16, torch.int16]);
    // 70000 wraps at 2^15: 32768 + 1 elements are the negative ones
    expect([x.lt(0).sum().item(), x.add(x).at(20000).item()]).to.deep.equal([32768, 40000 - 65536]);
  });

  it("takes sizes as varargs or as one array, then options", () => {
    expect(torch.zeros(2, 3, { dtype: torch.int64 }).shape).to.deep.equal(torch.zeros([2, 3]).shape);
    expect(torch.ones([2], { dtype: torch.bool }).dtype).to.equal(torch.bool);
    expect(torch.zeros([]).dim()).to.equal(0);
    expect(() => torch.zeros()).to.throw("zeros() missing 1 required positional argument: 'size'");
  });

  it("follows JavaScript's numbers: whole ones are int64, others float32", () => {
    expect(torch.tensor([1, 2]).dtype).to.equal(torch.int64);
    expect(torch.tensor([1, 2.5]).dtype).to.equal(torch.float32);
    expect(torch.tensor([true]).dtype).to.equal(torch.bool);
    expect(torch.tensor(new Float64Array(2)).dtype).to.equal(torch.float64);
    expect(torch.tensor([torch.tensor(1.5), torch.tensor(2)]).tolist()).to.deep.equal([1.5, 2]);
  });

  it("is exact for 64-bit integers", () => {
    const big = torch.tensor([2n ** 62n + 1n, 5n]);
    expect(big.at(0).item<bigint>()).to.equal(2n ** 62n + 1n);
    expect(big.at(1).item()).to.equal(5);
    expect(big.add(1).at(0).item<bigint>()).to.equal(2n ** 62n + 2n);
    expect(
      big
        .add(2n ** 60n)
        .at(1)
        .item<bigint>(),
    ).to.equal(2n ** 60n + 5n);
  });

  it("gives numpy() a buffer that holds nothing else, however small the tensor", () => {
    for (const n of [3, 20, 100]) {
      const x = torch.ones(n, 2);
      for (const array of [x.numpy(), x.t().numpy()]) expect(array.buffer.byteLength).to.equal(8 * n);
    }
  });

  it("shares its memory with the array of numpy(), both ways, where elements lie in order", () => {
    for (const n of [3, 50_000]) {
      const x = torch.ones(n);
      const array = x.numpy();
      x.add_(1);
      expect(array[0]).to.equal(2);
      array[0] = 5;
      expect([x.at(0).item(), x.sum().item(), x.mul(1).at(0).item()]).to.deep.equal([5, 2 * n + 3, 5]);
      x.fill_(7);
      expect([array[0], x.at("1:").numpy()[0]]).to.deep.equal([7, 7]);
      x.at(1).zero_();
      expect(array[1]).to.equal(0);
    }
  });

  it("gives a copy of a view whose elements do not, and int64 as bigints", () => {
    const x = torch.arange(6).view(2, 3).t();
    expect(x.numpy()).to.deep.equal(BigInt64Array.of(0n, 3n, 1n, 4n, 2n, 5n));
    x.numpy<BigInt64Array>()[0] = 9n;
    expect(x.at(0, 0).item()).to.equal(0);
    expect(() => torch.ones(1, { requiresGrad: true }).numpy()).to.throw(
      TypeError,
      "Use tensor.detach().numpy() instead.",
    );
  });

  it("is made by asTensor without a copy where that can be", () => {
    const x = torch.ones(2, { requiresGrad: true });
    const array = Float32Array.of(1, 2);
    expect(torch.asTensor(x)).to.equal(x);
    expect(torch.asTensor(x, { dtype: torch.float32 })).to.equal(x);
    expect(torch.asTensor(x, { dtype: torch.float64 }).gradFn.name()).to.equal("ToCopyBackward0");
    const shared = torch.asTensor(array);
    array[0] = 7;
    expect([shared.tolist(), torch.asTensor(array, { dtype: torch.int64 }).tolist()]).to.deep.equal([
      [7, 2],
      [7, 2],
    ]);
    expect(torch.asTensor([1, 2.5], { dtype: torch.float64 }).dtype).to.equal(torch.float64);
    expect(() => torch.asTensor([[1], [1, 2]])).to.throw(RangeError, "expected sequence of length 1 at dim 1 (got 2)");
  });

  it("is made over an array by fromNumpy, which keeps being read", () => {
    const array = Float32Array.from({ length: 20_000 }, () => 1);
    const x = torch.fromNumpy(array);
    expect(x.sum().item()).to.equal(20_000);
    array.fill(2);
    expect([x.sum().item(), x.add(x).sum().item()]).to.deep.equal([40_000, 80_000]);
    x.mul_(2);
    expect(array[7]).to.equal(4);
    expect(() => torch.fromNumpy([1] as never)).to.throw(TypeError, "expected np.ndarray (got");
    expect(() => torch.fromNumpy(new Uint16Array(1) as never)).to.throw(TypeError, "of type Uint16Array");
  });

  it("has its elements outside the graph as data, changed without the graph's notice", () => {
    const w = torch.tensor([1, 2], { dtype: torch.float32, requiresGrad: true });
    const y = w.square().sum();
    w.data.sub_(torch.ones(2)).at(0).add_(1);
    expect([w.tolist(), w._version, w.data.requiresGrad]).to.deep.equal([[1, 1], 0, false]);
    y.backward();
    expect(w.grad!.tolist()).to.deep.equal([2, 2]);
    w.detach().mul_(2);
    expect(w._version).to.equal(1);
  });

  it("takes over another tensor's elements, shape and dtype when data is assigned", () => {
    const w = torch.ones(2, { requiresGrad: true });
    const before = w.mul(w).sum();
    w.data = torch.tensor([[3.5, 4]]);
    expect([String(w), String(w.shape)]).to.deep.equal([
      "tensor([[3.5000, 4.0000]], requires_grad=True)",
      "torch.Size([1, 2])",
    ]);
    expect(() => (w.data = torch.tensor([1]))).to.throw(TypeError, "must be floating point");
    expect(() => (w.data = 3 as never)).to.throw(TypeError, "Variable data has to be a tensor, but got number");
    expect(() => before.backward()).not.to.throw("internal");
  });

  it("lives on the cpu, and says so when asked for another place", () => {
    const x = torch.ones(1);
    expect([inspect(x.device), String(x.device), x.device === torch.device("cpu")]).to.deep.equal([
      "device(type='cpu')",
      "cpu",
      true,
    ]);
    expect(x.to("cpu").to(torch.device("cpu")).to(x.device, torch.float64).dtype).to.equal(torch.float64);
    expect(torch.cuda.isAvailable()).to.equal(false);
    expect(() => x.to("cuda")).to.throw('tensors are kept on the "cpu" here');
    expect(() => x.cuda()).to.throw("Torch not compiled with CUDA enabled");
    expect(() => torch.device("gpu")).to.throw(RangeError, "at start of device string: gpu");
    expect(inspect(torch.device("cuda", 0))).to.equal("device(type='cuda', index=0)");
  });

  it("shares storage between views, and tells", () => {
    const x = torch.arange(6).view(2, 3);
    x.at(":", 1).fill_(9);
    expect(x.tolist()).to.deep.equal([
      [0, 9, 2],
      [3, 9, 5],
    ]);
    expect([x.t().stride(), x.at(1).storageOffset(), x.t().isContiguous()]).to.deep.equal([[1, 3], 3, false]);
  });

  it("iterates over its first dimension", () => {
    const rows = [...torch.arange(4).view(2, 2)].map((row) => row.tolist());
    expect(rows).to.deep.equal([
      [0, 1],
      [2, 3],
    ]);
    expect(torch.zeros(3, 2).length).to.equal(3);
  });

  it("gives named results that are pairs too", () => {
    const result = torch.tensor([3, 1, 2]).sort();
    const [values, indices] = result;
    expect(values).to.equal(result.values);
    expect(indices).to.equal(result.indices);
    expect(String(torch.tensor([[1, 5]]).max(1))).to.equal(
      "torch.return_types.max(\nvalues=tensor([5]),\nindices=tensor([1]))",
    );
  });

  it("sorts every dtype alike: a few equals keep their order, NaN is the largest", () => {
    const numbers = [2, -1, 0, -3, 2, -0, 7, -3, 0, 5, -8, 1];
    for (const dtype of [torch.float32, torch.float64, torch.int32, torch.int64]) {
      const x = torch.tensor(numbers, { dtype });
      expect(x.argsort().tolist()).to.deep.equal([10, 3, 7, 1, 2, 5, 8, 11, 0, 4, 9, 6]);
      expect(x.argsort({ descending: true }).tolist()).to.deep.equal([6, 9, 0, 4, 11, 2, 5, 8, 1, 3, 7, 10]);
      expect(x.topk(2).indices.tolist()).to.deep.equal([6, 9]);
      // Of the two equal values torch's selection finds the later one
      expect(x.topk(2, { largest: false }).indices.tolist()).to.deep.equal([10, 7]);
    }
    const odd = torch.tensor([NaN, -Infinity, 3.5, Infinity, NaN, -1e-40]);
    expect(odd.argsort().tolist()).to.deep.equal([1, 5, 2, 3, 0, 4]);
    expect(odd.argsort({ descending: true }).tolist()).to.deep.equal([0, 4, 3, 2, 5, 1]);
    expect(torch.tensor([200, 3, 100], { dtype: torch.uint8 }).argsort().tolist()).to.deep.equal([1, 2, 0]);
  });

  it("casts only when asked", () => {
    const x = torch.tensor([1.5, -1.5]);
    expect(x.to(torch.float32)).to.equal(x);
    expect(x.long().tolist()).to.deep.equal([1, -1]);
    expect(x.bool().tolist()).to.deep.equal([true, true]);
    expect(x.to(torch.zeros(1, { dtype: torch.float64 })).dtype).to.equal(torch.float64);
  });

  it("keeps a function form of its methods, with their types", () => {
    const x = torch.tensor([
      [1.5, 2],
      [3, 4],
    ]);
    const total: torch.Tensor = torch.sum(x, 1, { keepdim: true });
    const { indices } = torch.max(x, 1);
    expect([total.tolist(), indices.tolist()]).to.deep.equal([
      [[3.5], [7]],
      [1, 1],
    ]);
    expect(() => (torch.exp as (x: unknown) => unknown)(3)).to.throw(
      "exp(): argument 'input' (position 1) must be Tensor, not 3; torch.tensor(...) makes one of numbers",
    );
  });

  it("refuses operators and Math, and names the method", () => {
    const z = torch.tensor(1.5) as unknown as number;
    const methods = "JavaScript's operators and Math do not work on tensors: write a.neg(), a.sub(b), a.mul(b)";
    for (const wrong of [
      () => z / 2,
      () => 2 * z,
      () => -z,
      () => +z,
      () => z < 1,
      () => z ** 2,
      () => z - z,
      () => Math.sqrt(z),
      () => Math.max(z, 1),
    ])
      expect(wrong).to.throw(TypeError, methods);
    const sums = "JavaScript's + and == do not work on tensors: write a.add(b), a.eq(b)";
    for (const wrong of [() => z + 1, () => z + z, () => "" + z, () => [z, z].reduce((a, b) => a + b)])
      expect(wrong).to.throw(TypeError, sums);
  });

  it("goes on printing in templates, String and console.log", () => {
    const z = torch.tensor(2);
    // oxlint-disable-next-line typescript/restrict-template-expressions -- a tensor in a template is what this is about
    expect([`${z}`, String(z), [z].join(), inspect(z)]).to.deep.equal(Array(4).fill("tensor(2)"));
  });

  it("slices from numbers", () => {
    const x = torch.arange(12).view(3, 4);
    expect(x.at(slice(1, 3), slice(null, null, 2)).tolist()).to.deep.equal([
      [4, 6],
      [8, 10],
    ]);
    expect(x.at(slice(1)).tolist()).to.deep.equal([[0, 1, 2, 3]]);
    expect(x.at(-1, slice(-2, null)).tolist()).to.deep.equal([10, 11]);
    x.setAt([slice(0, 1), slice(2, 4)], 0);
    expect(x.at(0).tolist()).to.deep.equal([0, 1, 0, 0]);
    expect(String(slice(1, null))).to.equal("slice(1, None, None)");
    expect(() => slice(0.5)).to.throw("slice(): argument 'stop' (position 1) must be int or null, not 0.5");
    expect(() => slice(0, 4, 0)).to.throw("slice(): argument 'step' (position 3) must be int above 0 or null, not 0");
  });

  it("slices the first dimension as an array does", () => {
    const x = torch.arange(5);
    expect(
      [x.slice(0, 3), x.slice(1), x.slice(-2), x.slice(0, -1), x.slice()].map((part) => part.tolist()),
    ).to.deep.equal([
      [0, 1, 2],
      [1, 2, 3, 4],
      [3, 4],
      [0, 1, 2, 3],
      [0, 1, 2, 3, 4],
    ]);
    expect(() => x.slice(0.5)).to.throw("slice(): argument 'start' (position 1) must be int, not 0.5");
  });

  it("says what is wrong with an index", () => {
    const x = torch.zeros(2, 3);
    expect(() => x.at(2)).to.throw("index 2 is out of bounds for dimension 0 with size 2");
    expect(() => x.at("1-2")).to.throw('expected a slice such as ":", "1:3" or "::2"');
    expect(() => x.at(0.5)).to.throw("expected whole numbers");
    expect(() => x.at([0.5])).to.throw("at: expected whole numbers or booleans in an array of indices, got [0.5]");
    expect(() => x.setAt(5, 1)).to.throw("out of bounds");
  });

  it("writes nested arrays, and booleans at masks", () => {
    const x = torch.zeros(2, 2);
    x.setAt([0], [1, 2.5]);
    x.setAt([x.eq(0)], -1);
    expect(x.tolist()).to.deep.equal([
      [1, 2.5],
      [-1, -1],
    ]);
  });
});

describe("large tensors", () => {
  // Whatever a training step computes stays on the device; wasm has fewer kernels and may bring some values back
  const steps: Record<string, (h: torch.Tensor, other: torch.Tensor) => torch.Tensor> = {
    "squared error": (h, y) => h.tanh().sub(y).pow(2).mean(),
    clamp: (h) => h.clamp(-1, 1).mean(),
    "absolute error": (h, y) => h.sub(y).abs().mean(),
    where: (h, y) => torch.where(h.gt(0), h, y).mean(),
    "standard scores": (h) => h.sub(h.mean(0)).div(h.std(0)).square().sum(),
    "part of a transpose": (h) => h.t().at("3:90").mul(2).sum(),
    "joined halves": (h) => torch.cat(h.chunk(2, 1), 0).exp().mean(),
  };
  for (const [name, loss] of Object.entries(steps))
    it(`${name}: the gradient is computed where the tensor is`, () => {
      const w = torch.randn(128, 128).requiresGrad_();
      const h = torch.randn(128, 128).matmul(w);
      loss(h, torch.randn(128, 128)).backward();
      const atHome = [h, w.peekGrad()!].filter(({ memory: storage }) => storage.onHost);
      expect(torch.backend().name === "tfjs-node" ? atHome : []).to.deep.equal([]);
    });

  // Larger than the size from which work goes to the device; every result is a whole number that float32 represents exactly
  const n = 120;
  const whole = () =>
    torch
      .arange(n * n, { dtype: torch.float32 })
      .remainder(17)
      .view(n, n);
  const onDevice = () => whole().add(0);
  const cases: Record<string, (t: torch.Tensor) => torch.Tensor> = {
    transpose: (t) => t.t().add(1),
    permute: (t) => t.view(n, 10, 12).permute(2, 0, 1).add(1),
    narrow: (t) => t.narrow(1, 3, 100).add(1),
    "narrow twice": (t) => t.narrow(0, 1, 90).narrow(1, 3, 100).mul(2),
    expand: (t) => t.at(0).expand(n, n).add(1),
    "expand a column": (t) => t.at(":", "0:1").expand(n, n).add(t),
    "every other": (t) => t.at("::2", "1::2").add(1),
    "transpose of a part": (t) => t.at("10:110", "5:").t().contiguous(),
    "product with a transpose": (t) => t.mm(t.t()),
    "sum of a transpose": (t) => t.t().sum(0),
    cat: (t) => torch.cat([t.t(), t], 1),
    sign: (t) => t.sub(5).sign(),
    "write into a part": (t) => t.setAt([":", "3:50"], t.at(":", "50:97")),
    "in place on a transpose": (t) => {
      t.t().mul_(3);
      return t;
    },
  };
  for (const [name, run] of Object.entries(cases))
    it(`${name}: the same from the device as from double precision on the host`, () => {
      expect(run(onDevice()).double().equal(run(whole().double()))).to.equal(true);
    });
});
