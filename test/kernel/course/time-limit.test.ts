/** A time limit with clocks that the test moves, so nothing here waits. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { TimeLimit } from "../../../kernel/course/time-limit.ts";

/** `pass(ms, share)`: lets time pass, of which a share is spent on a processor. */
function clocks(known = true) {
  let [now, cpu] = [1000, 500];
  return {
    now: () => now,
    cpuMs: () => (known ? cpu : undefined),
    pass(ms: number, share: number) {
      now += ms;
      cpu += ms * share;
    },
  };
}

describe("TimeLimit", () => {
  it("is reached by who computes all the time", () => {
    const time = clocks();
    const limit = new TimeLimit(30_000, time);
    time.pass(29_000, 1);
    expect(limit.leftMs()).to.equal(1000);
    time.pass(1000, 1);
    expect(limit.leftMs()).to.equal(0);
  });

  it("is reached by who only waits", () => {
    const time = clocks();
    const limit = new TimeLimit(30_000, time);
    time.pass(30_000, 0.01);
    expect(limit.leftMs()).to.equal(0);
  });

  it("does not count the time in which a busy machine gave no processor", () => {
    const time = clocks();
    const limit = new TimeLimit(30_000, time);
    time.pass(30_000, 0.25);
    expect(limit.used()).to.equal(7500);
    expect(limit.leftMs()).to.equal(22_500);
    time.pass(90_000, 0.25);
    expect(limit.leftMs()).to.equal(0);
  });

  it("counts several processors as one", () => {
    const time = clocks();
    const limit = new TimeLimit(30_000, time);
    time.pass(10_000, 2);
    expect(limit.used()).to.equal(10_000);
  });

  it("ends whatever is slow beyond measure", () => {
    const time = clocks();
    const limit = new TimeLimit(1000, time);
    for (let i = 0; i < 5; i++) {
      expect(limit.leftMs(), String(i)).to.be.above(0);
      time.pass(1000, 0.03);
    }
    expect(limit.leftMs()).to.equal(0);
  });

  it("goes by the clock where the system says nothing of processors", () => {
    const time = clocks(false);
    const limit = new TimeLimit(1000, time);
    time.pass(999, 0);
    expect(limit.leftMs()).to.equal(50);
    time.pass(1, 0);
    expect(limit.leftMs()).to.equal(0);
  });
});
