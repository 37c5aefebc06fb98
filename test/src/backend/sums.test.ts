/** Sums of so many numbers that single precision, one after another, would lose digits that PyTorch prints. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { plain, Storage } from "../../../src/backend/index.ts";
import type { Dense } from "../../../src/backend/index.ts";
import { float32, numel } from "../../../src/shape/index.ts";
import { backendsHere } from "./backends-here.ts";

/** Numbers between 0 and 1, from the multiplicative generator of Park and Miller. */
function uniform(shape: readonly number[]): Dense {
  let state = 1;
  const array = Float32Array.from({ length: numel(shape) }, () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  });
  return { storage: Storage.fromHost(float32, array), shape };
}

/** The sum of each channel of [B, C, H, W] in double. */
function channelSums({ storage, shape: [B = 0, C = 0, H = 0, W = 0] }: Dense): number[] {
  const values = storage.host();
  return Array.from({ length: C }, (_, c) => {
    let sum = 0;
    for (let b = 0; b < B; b++)
      for (let i = (b * C + c) * H * W; i < (b * C + c + 1) * H * W; i++) sum += Number(values[i]);
    return sum;
  });
}

const images = uniform([500, 3, 32, 32]);
const wanted = channelSums(images);
const geometry = { stride: [1, 1], padding: [0, 0], dilation: [1, 1], groups: 1 } as const;

for (const { name, backend } of [{ name: "plain", backend: plain }, ...(await backendsHere())])
  describe(`a long sum on ${name}`, () => {
    const agrees = (sums: Storage, expected: readonly number[]): void => {
      const found = Array.from<number | bigint, number>(sums.host(), Number);
      expect(found).to.have.length(expected.length);
      for (const [i, sum] of found.entries()) expect(sum / expected[i]!).to.be.closeTo(1, 3e-7);
    };

    it("of each channel of many images", () => {
      agrees(backend.reduce("sum", images, [0, 2, 3]), wanted);
      agrees(
        backend.reduce("mean", images, [0, 2, 3]),
        wanted.map((sum) => sum / (500 * 32 * 32)),
      );
    });

    it("over what lies apart in memory", () => {
      const [a, b] = [500 * 32, 3 * 32];
      const rows: Dense = { storage: images.storage, shape: [a, b, 1] };
      const columns = channelSums({ storage: images.storage, shape: [a, b, 1, 1] });
      agrees(backend.reduce("sum", rows, [0, 2]), columns);
      agrees(backend.reduce("sum", { ...rows, shape: [a, b] }, [0]), columns);
    });

    it("over a number of rows that is prime", () => {
      const [a, b] = [15_991, 96];
      const storage = Storage.fromHost(float32, (images.storage.host() as Float32Array).slice(0, a * b));
      agrees(backend.reduce("sum", { storage, shape: [a, b] }, [0]), channelSums({ storage, shape: [a, b, 1, 1] }));
    });

    it("of a convolution's output, however it lies", () => {
      // A 1 x 1 kernel with ones on the diagonal returns the images unchanged.
      const eye = Storage.fromHost(float32, Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1));
      const y = backend.conv2d(images, { storage: eye, shape: [3, 3, 1, 1] }, undefined, geometry);
      agrees(backend.reduce("sum", { ...images, storage: y }, [0, 2, 3]), wanted);
    });
  });
