import { expect } from "chai";
import { describe, it } from "mocha";
import { handleBytes, Storage } from "../../../src/backend/index.ts";
import type { Handle } from "../../../src/backend/handles.ts";
import { float32, float64, int64 } from "../../../src/shape/index.ts";

/** A handle over an array that records what happened to it. */
class FakeHandle implements Handle {
  readonly bytes = 8;
  reads = 0;
  frees = 0;
  readonly #values: readonly number[];

  constructor(values: readonly number[]) {
    this.#values = values;
  }

  read(): Float32Array {
    this.reads += 1;
    return Float32Array.from(this.#values);
  }

  free(): void {
    this.frees += 1;
  }
}

function onDevice(...values: number[]): { storage: Storage; handle: FakeHandle } {
  const handle = new FakeHandle(values);
  return { storage: Storage.fromHandle(float32, values.length, handle), handle };
}

describe("Storage", () => {
  it("tells its type, length and bytes", () => {
    const storage = Storage.zeros(int64, 3);
    expect([storage.dtype, storage.length, storage.nbytes]).to.deep.equal([int64, 3, 24]);
    expect(storage.host()).to.deep.equal(new BigInt64Array(3));
  });

  it("brings elements home once", () => {
    const { storage, handle } = onDevice(1, 2);
    expect(storage.onHost).to.equal(false);
    expect(storage.host()).to.deep.equal(Float32Array.of(1, 2));
    expect(storage.host()).to.equal(storage.host());
    expect([handle.reads, handle.frees]).to.deep.equal([1, 0]);
  });

  it("drops the device's copy before the host's is written", () => {
    const { storage, handle } = onDevice(1, 2);
    storage.hostForWrite()[0] = 7;
    expect(handle.frees).to.equal(1);
    expect(storage.handle).to.equal(undefined);
    expect(storage.host()).to.deep.equal(Float32Array.of(7, 2));
  });

  it("never writes into an array that was lent to the device", () => {
    const array = Float32Array.of(1, 2);
    const storage = Storage.fromHost(float32, array);
    storage.cache(new FakeHandle([1, 2]), true);
    storage.hostForWrite()[0] = 7;
    expect(array).to.deep.equal(Float32Array.of(1, 2));
    expect(storage.host()).to.deep.equal(Float32Array.of(7, 2));
  });

  it("writes in place into an array that was not lent", () => {
    const array = Float32Array.of(1, 2);
    const storage = Storage.fromHost(float32, array);
    expect(storage.hostForWrite()).to.equal(array);
  });

  it("frees a handle when another takes its place", () => {
    const { storage, handle } = onDevice(1, 2);
    storage.cache(new FakeHandle([1, 2]), false);
    expect(handle.frees).to.equal(1);
  });

  it("gives memory back when its last owner releases it", () => {
    const before = handleBytes().live;
    const { storage, handle } = onDevice(1, 2);
    storage.retain();
    storage.release();
    expect(handle.frees).to.equal(0);
    storage.release();
    expect(handle.frees).to.equal(1);
    expect(handleBytes().live).to.equal(before);
    expect(() => storage.host()).to.throw("internal: storage used after its release");
    expect(() => storage.release()).to.throw("internal: storage released more often than retained");
  });

  it("takes over another's elements, which frees its own", () => {
    const [a, b] = [onDevice(1, 2), onDevice(3, 4)];
    a.storage.adopt(b.storage);
    expect([a.handle.frees, b.handle.frees]).to.deep.equal([1, 0]);
    expect(a.storage.host()).to.deep.equal(Float32Array.of(3, 4));
    b.storage.release();
    expect(b.handle.frees).to.equal(0);
  });

  it("takes over only what has its type and length", () => {
    const { storage } = onDevice(1, 2);
    expect(() => storage.adopt(Storage.zeros(float64, 2))).to.throw(
      "internal: adopt expects 2 of float32, got 2 of float64",
    );
  });

  it("says in torch's words that memory does not suffice", () => {
    expect(() => Storage.zeros(float32, 2 ** 50)).to.throw(
      RangeError,
      "DefaultCPUAllocator: can't allocate memory: you tried to allocate 4503599627370496 bytes.",
    );
  });
});
