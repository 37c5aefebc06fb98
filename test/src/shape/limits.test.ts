import { inspect } from "node:util";
import { expect } from "chai";
import { describe, it } from "mocha";
import { torch } from "../../../src/index.ts";

describe("torch.finfo and torch.iinfo", () => {
  it("print as PyTorch's", () => {
    expect(inspect(torch.finfo())).to.equal(
      "finfo(resolution=1e-06, min=-3.40282e+38, max=3.40282e+38, eps=1.19209e-07, smallest_normal=1.17549e-38, " +
        "tiny=1.17549e-38, dtype=float32)",
    );
    expect(String(torch.finfo(torch.float64))).to.equal(
      "finfo(resolution=1e-15, min=-1.79769e+308, max=1.79769e+308, eps=2.22045e-16, smallest_normal=2.22507e-308, " +
        "tiny=2.22507e-308, dtype=float64)",
    );
    expect(String(torch.iinfo(torch.int64))).to.equal("iinfo(min=-9.22337e+18, max=9.22337e+18, dtype=int64)");
    expect(String(torch.iinfo(torch.int16))).to.equal("iinfo(min=-32768, max=32767, dtype=int16)");
    expect(String(torch.iinfo(torch.int32))).to.equal("iinfo(min=-2.14748e+09, max=2.14748e+09, dtype=int32)");
  });

  it("hold the exact ends", () => {
    const { eps, max, tiny, bits } = torch.finfo(torch.float32);
    expect(Math.fround(1 + eps)).to.be.above(1);
    expect(Math.fround(1 + eps / 2)).to.equal(1);
    expect([Math.fround(max), Math.fround(max * 1.0000001), bits]).to.deep.equal([max, Infinity, 32]);
    expect(tiny).to.equal(2 ** -126);
    expect(torch.iinfo(torch.int64).max).to.equal(9223372036854775807n);
    expect([torch.iinfo(torch.int8).min, torch.iinfo(torch.uint8).max]).to.deep.equal([-128, 255]);
  });

  it("send to one another", () => {
    expect(() => torch.finfo(torch.int32)).to.throw(TypeError, "torch.iinfo tells of whole ones");
    expect(() => torch.iinfo(torch.float32)).to.throw(TypeError, "torch.finfo tells of floating ones");
    expect(() => torch.finfo("float32" as never)).to.throw("write torch.float32");
  });
});
