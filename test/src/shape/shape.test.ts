import { expect } from "chai";
import { describe, it } from "mocha";
import {
  bool,
  broadcastShapes,
  contiguousStrides,
  expandStrides,
  float32,
  float64,
  inferShape,
  int32,
  int64,
  isContiguous,
  resultType,
  stretchedDims,
  uint8,
  viewStrides,
  wrapDim,
  wrapDims,
  type DType,
  type Scalar,
  type Typed,
} from "../../../src/shape/index.ts";

const typed = (dtype: DType, ...shape: number[]) => ({ dtype, shape });

describe("strides", () => {
  it("are row-major, and count a size of 0 as 1", () => {
    expect(contiguousStrides([2, 3, 4])).to.deep.equal([12, 4, 1]);
    expect(contiguousStrides([2, 0, 4])).to.deep.equal([4, 4, 1]);
  });

  it("of dimensions of size 1 do not matter for contiguity", () => {
    expect(isContiguous([1, 3], [7, 1])).to.equal(true);
    expect(isContiguous([3, 2], [1, 3])).to.equal(false);
  });

  it("show another shape where no border between separate stretches is crossed", () => {
    expect(viewStrides([2, 3, 4], [12, 4, 1], [6, 4])).to.deep.equal([4, 1]);
    expect(viewStrides([3, 2], [1, 3], [6])).to.equal(null);
    // torch.zeros(4, 6)[:, :3].view(4, 3, 1).stride() is (6, 1, 1)
    expect(viewStrides([4, 3], [6, 1], [4, 3, 1])).to.deep.equal([6, 1, 1]);
  });
});

describe("broadcasting", () => {
  it("aligns at the last dimension", () => {
    expect(broadcastShapes([2, 1, 3], [4, 1])).to.deep.equal([2, 4, 3]);
    expect(broadcastShapes([], [2])).to.deep.equal([2]);
    expect(broadcastShapes([0], [1])).to.deep.equal([0]);
  });

  it("says which dimension does not fit", () => {
    expect(() => broadcastShapes([2, 3], [2, 4])).to.throw(
      "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1",
    );
  });

  it("reads stretched dimensions with stride 0 and sums over them on the way back", () => {
    expect(expandStrides([3, 1], [1, 1], [2, 3, 4])).to.deep.equal([0, 1, 0]);
    expect(stretchedDims([3, 1], [2, 3, 4])).to.deep.equal([0, 2]);
  });
});

describe("promotion", () => {
  // torch.result_type of the same operands
  const cases: [DType, readonly (Typed | Scalar)[]][] = [
    [float32, [typed(float32, 2), typed(float64)]],
    [float64, [typed(float32, 2), typed(float64, 1)]],
    [float64, [typed(int64, 2), typed(float64)]],
    [int64, [typed(uint8, 2), typed(int64, 2)]],
    [uint8, [typed(uint8, 2), typed(int64)]],
    [int64, [typed(bool, 2), 1]],
    [float32, [typed(int32, 2), 1.5]],
    [int32, [typed(int32), 1]],
    [float64, [typed(float64), 1.5]],
    [bool, [typed(bool, 2), true]],
  ];
  for (const [expected, operands] of cases)
    it(`gives ${expected.name} for ${operands.map((o) => (typeof o === "object" ? `${o.dtype.name}[${o.shape.join()}]` : String(o))).join(" and ")}`, () => {
      expect(resultType(...operands)).to.equal(expected);
    });
});

describe("dimensions", () => {
  it("count from the end when negative", () => {
    expect(wrapDim(-1, 3)).to.equal(2);
    expect(wrapDim(-1, 0)).to.equal(0);
    expect(() => wrapDim(3, 3)).to.throw("expected to be in range of [-3, 2], but got 3");
  });

  it("may be named once", () => {
    expect(() => wrapDims([0, -2], 2)).to.throw("dim 0 appears multiple times in the list of dims");
  });

  it("infer one size", () => {
    expect(inferShape([2, -1], 6)).to.deep.equal([2, 3]);
    expect(() => inferShape([4, -1], 6)).to.throw("shape '[4, -1]' is invalid for input of size 6");
    expect(() => inferShape([-1, -1], 6)).to.throw("only one dimension can be inferred");
  });
});
