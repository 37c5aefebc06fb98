import { expect } from "chai";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { CIFAR10_PYTHON, decodeBatch, decodeNames } from "../../../src/datasets/layouts.ts";
import { unpickle } from "../../../src/nn/pickle.ts";

const made = JSON.parse(readFileSync(new URL("../../fixtures/cifar-pickle.json", import.meta.url), "utf8")) as Readonly<
  Record<string, readonly string[]>
>;
const file = (name: string, i = 0): Uint8Array => Buffer.from(made[name]![i]!, "base64");

describe("unpickle", () => {
  for (const writer of ["python2", "protocol 2", "protocol 3", "protocol 4"]) {
    it(`reads a batch and the class names as written with ${writer}`, () => {
      const contents = file(writer);
      const { pixels: found, labels } = decodeBatch(CIFAR10_PYTHON, "data_batch_1", contents);
      expect(labels).to.deep.equal([6, 9, 4]);
      // Python 3's protocol 2 stores bytes as text, so they are not in the file unchanged.
      expect(found instanceof Uint8Array).to.equal(writer === "protocol 2");
      const pixels =
        found instanceof Uint8Array ? found : contents.subarray(found.start, found.start + 3 * found.stride);
      expect(pixels.length).to.equal(3 * 3072);
      // The fixture's pixel i is (7 i + floor(i / 256)) mod 256.
      expect(pixels.every((byte, i) => byte === (7 * i + Math.floor(i / 256)) % 256)).to.equal(true);
      expect(decodeNames(CIFAR10_PYTHON, file(writer, 1))).to.deep.equal(["airplane", "automobile"]);
    });
  }

  it("refuses arrays in another order of memory", () => {
    expect(() => unpickle(file("fortran"))).to.throw("that is not plain bytes in C order");
  });

  it("runs no function that a pickle names", () => {
    expect(() => unpickle(file("call"))).to.throw("unpickle: expected a batch of CIFAR, got a call of posix.getcwd");
  });

  it("says where a file is cut off or is no pickle", () => {
    expect(() => unpickle(file("python2").subarray(0, 500))).to.throw("got a file that ends too early");
    expect(() => unpickle(Buffer.from("hello"))).to.throw("got no value remembered as 101");
    expect(() => unpickle(new Uint8Array())).to.throw("got a file that ends too early");
  });

  it("says what a batch lacks", () => {
    const decode = () => decodeBatch(CIFAR10_PYTHON, "data_batch_1", file("python2", 1));
    expect(decode).to.throw("data_batch_1: expected data of N rows of 3072 bytes");
  });
});
