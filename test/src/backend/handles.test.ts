import { expect } from "chai";
import { afterEach, describe, it } from "mocha";
import { handleBytes, setHandleBudget, Storage } from "../../../src/backend/index.ts";
import { relievePressure } from "../../../src/backend/handles.ts";
import type { Handle } from "../../../src/backend/handles.ts";
import { float32 } from "../../../src/shape/index.ts";
import { backendsHere } from "./backends-here.ts";

const megabyte = 2 ** 20;
const { budget } = handleBytes();

/** A storage whose megabyte is on a device only. */
function megabyteOf(value: number): Storage {
  const handle: Handle = {
    bytes: megabyte,
    read: () => new Float32Array(megabyte / 4).fill(value),
    free: () => undefined,
  };
  return Storage.fromHandle(float32, megabyte / 4, handle);
}

const devices = await backendsHere();

describe("the budget of handles", () => {
  afterEach(() => setHandleBudget(budget));

  it("brings all but the newest three home, with nothing lost", () => {
    setHandleBudget(megabyte);
    const held = [1, 2, 3, 4, 5, 6].map(megabyteOf);
    relievePressure();
    expect(held.map((storage) => storage.onHost)).to.deep.equal([true, true, true, false, false, false]);
    expect(held.map((storage) => storage.host()[0])).to.deep.equal([1, 2, 3, 4, 5, 6]);
    for (const storage of held) storage.release();
  });

  it("ends in an error, not in the end of the process, when all that is kept fills the memory", () => {
    setHandleBudget(megabyte);
    const given = Object.getOwnPropertyDescriptor(process, "availableMemory")!;
    const held: Storage[] = [];
    const keepAll = (): void => {
      for (let i = 0; i < 1000; i++) {
        relievePressure();
        held.push(megabyteOf(i));
      }
    };
    // As if every megabyte that comes home were the last but 300
    process.availableMemory = () => (300 - held.length) * megabyte;
    try {
      expect(keepAll).to.throw(RangeError, "DefaultCPUAllocator: can't allocate memory");
    } finally {
      Object.defineProperty(process, "availableMemory", given);
    }
    expect(held.map((storage) => storage.host()[0])).to.deep.equal(held.map((_, i) => i));
    for (const storage of held) storage.release();
  });

  it("finds the dead inside one synchronous job", () => {
    const start = handleBytes().live;
    setHandleBudget(start + 20 * megabyte);
    const held: Storage[] = [];
    let most = 0;
    for (let i = 0; i < 400; i++) {
      const storage = megabyteOf(i);
      if (i % 40 === 0) held.push(storage);
      relievePressure();
      most = Math.max(most, handleBytes().live - start);
    }
    expect(most).to.be.at.most(21 * megabyte);
    expect(held.map((storage) => storage.host()[0])).to.deep.equal([0, 40, 80, 120, 160, 200, 240, 280, 320, 360]);
    for (const storage of held) storage.release();
  });

  for (const { name, backend } of devices)
    it(`changes no result of ${name}`, () => {
      const chain = (): number[] => {
        let x = {
          storage: Storage.fromHost(
            float32,
            Float32Array.from({ length: 65536 }, (_, i) => i / 65536),
          ),
          shape: [4, 4, 64, 64],
        };
        const geometry = { stride: [1, 1], padding: [1, 1], dilation: [1, 1], groups: 1 } as const;
        const weight = {
          storage: Storage.fromHost(
            float32,
            Float32Array.from({ length: 144 }, (_, i) => Math.sin(i)),
          ),
          shape: [4, 4, 3, 3],
        };
        for (let i = 0; i < 30; i++) {
          const y = backend.conv2d(x, weight, undefined, geometry);
          x = { storage: backend.unary("tanh", { storage: y, shape: x.shape }), shape: x.shape };
        }
        return [...x.storage.host()].map(Number);
      };
      const unbounded = chain();
      setHandleBudget(megabyte);
      expect(chain()).to.deep.equal(unbounded);
    });
});
