import { expect } from "chai";
import { describe, it } from "mocha";
import { allocate } from "../../../src/backend/index.ts";
import { bool, float16, float32, int64 } from "../../../src/shape/index.ts";

describe("allocate", () => {
  it("gives zeros that no other array shares, for every size", () => {
    const arrays = [1, 7, 16, 17, 63, 64, 65, 127, 128, 129, 500].flatMap((n) => [
      allocate(float32, n),
      allocate(bool, n),
      allocate(int64, n),
      allocate(float16, n),
    ]);
    for (const [i, array] of arrays.entries()) {
      expect(array.every((value) => value == 0)).to.equal(true);
      if (array instanceof BigInt64Array) array.fill(BigInt(i + 1));
      else array.fill(i + 1);
    }
    for (const [i, array] of arrays.entries()) expect(array.every((value) => Number(value) === i + 1)).to.equal(true);
  });

  it("goes on to another buffer when one is full", () => {
    const arrays = Array.from({ length: 200 }, () => allocate(float32, 32));
    arrays.forEach((array, i) => array.fill(i));
    expect(arrays.map((array) => array[31])).to.deep.equal(arrays.map((_, i) => i));
    expect(new Set(arrays.map(({ buffer }) => buffer)).size).to.be.within(2, 5);
  });
});
