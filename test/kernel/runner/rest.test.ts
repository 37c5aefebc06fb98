import { describe, it } from "mocha";
import { expect } from "chai";
import { Rest } from "../../../kernel/runner/rest.ts";

/** Some megabytes to which there are no references, so a collection frees them. */
function garbage(): WeakRef<object> {
  return new WeakRef(Array.from({ length: 1e5 }, (_, i) => ({ i })));
}

const untilGone = async (what: WeakRef<object>): Promise<void> => {
  while (what.deref() !== undefined) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe("a runner that nobody asks", () => {
  it("collects its garbage when the time has come", async () => {
    const rest = new Rest(() => false, 10);
    const old = garbage();
    rest.disturb();
    await untilGone(old);
    expect(old.deref()).to.equal(undefined);
  });

  it("does not while a cell runs, and does behind it", async () => {
    let [asked, busy] = [0, true];
    const rest = new Rest(() => {
      if (++asked === 3) busy = false;
      return busy;
    }, 5);
    const old = garbage();
    rest.disturb();
    await untilGone(old);
    expect(asked).to.equal(3);
  });
});
