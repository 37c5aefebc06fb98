import { describe, it } from "mocha";
import { expect } from "chai";
import { collect } from "../../../kernel/contract/collect.ts";
import { HeapKeeper } from "../../../kernel/front/heap-keeper.ts";

describe("the front's heap", () => {
  it("is collected at the first look, and then when it has grown by two fifths", () => {
    const heap = { used: 20, collections: 0 };
    const keeper = new HeapKeeper(
      () => heap.used,
      () => {
        heap.collections++;
        heap.used = 10;
      },
    );
    const collections = [20, 12, 14, 14.1, 14, 15].map((used) => {
      heap.used = used;
      keeper.look();
      return heap.collections;
    });
    expect(collections).to.deep.equal([1, 1, 1, 2, 2, 3]);
  });

  it("is really collected, and no function for it is left to others", () => {
    const dead = new WeakRef({});
    return new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      collect();
      expect(dead.deref()).to.equal(undefined);
      expect(globalThis).not.to.have.property("gc");
    });
  });
});
