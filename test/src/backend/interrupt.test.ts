/** A cell can be stopped between any two calls, without running its `finally` blocks, and what it leaves is intact. */
import { createContext, runInContext } from "node:vm";
import { expect } from "chai";
import { describe, it } from "mocha";
import type { Backend, Dense } from "../../../src/backend/index.ts";
import { handleBytes, plain, Storage } from "../../../src/backend/index.ts";
import { float32, numel } from "../../../src/shape/index.ts";
import { backendsHere } from "./backends-here.ts";

function waves(shape: readonly number[]): Dense {
  return {
    storage: Storage.fromHost(
      float32,
      Float32Array.from({ length: numel(shape) }, (_, i) => Math.sin(i)),
    ),
    shape,
  };
}

const geometry = { stride: [1, 1], padding: [1, 1], dilation: [1, 1], groups: 1 } as const;
const options = { lr: 1e-6, momentum: 0.9, dampening: 0, weightDecay: 0, nesterov: false, maximize: false };

/** A filter learns endlessly to output zero. */
function train(backend: Backend, x: Dense, weight: Dense, momentum: { buffer: Storage | undefined }): void {
  const shape = [8, 8, 16, 16];
  for (;;) {
    const y = { storage: backend.conv2d(x, weight, undefined, geometry), shape };
    const z = { storage: backend.unary("tanh", y), shape };
    const gy = { storage: backend.binary("tanhGrad", z, z), shape };
    const gw = backend.conv2dWeightGrad(gy, x, weight.shape, geometry);
    momentum.buffer = backend.sgdStep(weight.storage, gw, momentum.buffer, options);
    for (const { storage } of [y, z, gy]) storage.release();
    gw.release();
  }
}

for (const { name, backend } of [{ name: "plain", backend: plain }, ...(await backendsHere())])
  describe(`interrupted steps on ${name}`, () => {
    it("leave parameters, buffers and back end usable", () => {
      const x = waves([8, 4, 16, 16]);
      const weight = waves([8, 4, 3, 3]);
      const momentum: { buffer: Storage | undefined } = { buffer: undefined };
      const context = createContext({ run: () => train(backend, x, weight, momentum) });
      for (let i = 0; i < 25; i++) {
        expect(() => runInContext("run()", context, { timeout: 5 + i })).to.throw("timed out");
        for (const value of weight.storage.host()) expect(Number.isFinite(Number(value))).to.equal(true);
      }
      const [got, want] = [backend, plain].map((b) => b.conv2d(x, weight, undefined, geometry).host());
      got!.forEach((value, i) => expect(value).to.be.closeTo(Number(want![i]), 1e-4));
      expect(handleBytes().live).to.be.below(handleBytes().budget);
    });
  });
