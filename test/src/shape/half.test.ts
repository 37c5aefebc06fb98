import { describe, it } from "mocha";
import { expect } from "chai";
import { bfloat16, bytesOf, elementsFrom, float16 } from "../../../src/shape/index.ts";

const everyWord = new Uint8Array(Uint16Array.from({ length: 2 ** 16 }, (_, word) => word).buffer);

for (const dtype of [float16, bfloat16]) {
  describe(`${dtype.toString()}`, () => {
    const all = elementsFrom(dtype, everyWord) as Float32Array;

    it("has the same numbers after a way through bytes, NaN by one name", () => {
      const back = elementsFrom(dtype, bytesOf(dtype, all));
      expect([...back].every((value, i) => Object.is(value, all[i]))).to.equal(true);
    });

    it("rounds each of its numbers to itself", () => {
      const rounded = all.slice();
      dtype.round!(rounded);
      expect([...rounded].every((value, i) => Object.is(value, all[i]))).to.equal(true);
    });

    it("rounds what lies between two neighbours to the nearer one, and the middle to the even one", () => {
      // Positive numbers in order; the word after the largest is infinity, which counts as the next number would.
      const words = new Uint16Array(everyWord.buffer);
      const count = words.findIndex((word) => all[word] === Infinity);
      for (let word = 0; word < count - 1; word++) {
        const [low, high] = [all[word]!, all[word + 1]!];
        const middle = (low + high) / 2;
        // Values that float32 cannot represent are no input
        const values = Float32Array.of(middle, low + (high - low) / 4, high - (high - low) / 4, -middle);
        if (values[0] !== middle) continue;
        dtype.round!(values);
        const even = word % 2 === 0 ? low : high;
        if (values[0] !== even || values[1] !== low || values[2] !== high || values[3] !== -even)
          expect.fail(`between ${low} and ${high}: ${values.join(", ")}`);
      }
    });
  });
}
