import { expect } from "chai";
import { describe, it } from "mocha";
import { duration, Progress, size } from "../../../../src/datasets/fetch/progress.ts";

describe("Progress", () => {
  let now: number;
  let text: string;
  let progress: Progress;
  beforeEach(() => {
    now = 0;
    text = "";
    progress = new Progress(
      "a.tar.gz",
      (written) => void (text += written),
      () => now,
    );
  });
  /** What is visible: the text after the last carriage return. */
  const line = () => text.split("\r").at(-1)!.trimEnd();
  const add = (seconds: number, bytes: number) => {
    now += seconds * 1000;
    progress.add(bytes);
  };

  it("tells share, rate and the time that is left", () => {
    progress.begin(0, 170_500_000);
    for (let i = 0; i < 10; i++) add(1, 73_000);
    // 169.77 MB at 73 kB/s are 2,326 s.
    expect(line()).to.equal("a.tar.gz: 0% of 170.5 MB, 73 kB/s, 39 min left");
  });

  it("never tells of a time or a rate that it cannot know", () => {
    progress.begin(0, 1_000_000);
    progress.add(10);
    expect(line()).to.equal("a.tar.gz: 0% of 1.0 MB");
    expect(progress.left()).to.equal(undefined);
    progress.end();
    expect(text).not.to.match(/Infinity|NaN/);
  });

  it("counts for the rate only what this run has fetched", () => {
    progress.begin(500_000, 1_000_000);
    add(2, 100_000);
    expect(line()).to.equal("a.tar.gz: 60% of 1.0 MB, 50 kB/s, 8 s left");
  });

  it("tells the rate of the last ten seconds", () => {
    progress.begin(0, 100_000_000);
    for (let i = 0; i < 10; i++) add(1, 1_000_000);
    for (let i = 0; i < 20; i++) add(1, 10_000);
    expect(line()).to.include("10 kB/s");
  });

  it("does without a total", () => {
    progress.begin(0, undefined);
    add(1, 2_500_000);
    expect(line()).to.equal("a.tar.gz: 2.5 MB, 2.5 MB/s");
  });

  it("is one line however many requests it takes, and covers what stood there", () => {
    progress.begin(0, 1000);
    add(1, 300);
    progress.begin(300, 1000);
    add(1, 700);
    progress.end();
    expect(text.match(/\n/g)).to.have.length(1);
    const [, first, last] = text.split("\r") as [string, string, string];
    expect(last.trimEnd().length).to.be.below(first.length);
    expect(last.replace("\n", "").length).to.be.at.least(first.length);
  });

  it("writes nothing where nothing came", () => {
    progress.end();
    expect(text).to.equal("");
  });

  it("writes sizes and times for people", () => {
    expect([12, 73_400, 999_400, 999_600, 170_498_071].map(size)).to.deep.equal([
      "12 bytes",
      "73 kB",
      "999 kB",
      "1.0 MB",
      "170.5 MB",
    ]);
    expect([0.2, 99, 100, 1500, 4200].map(duration)).to.deep.equal(["1 s", "99 s", "2 min", "25 min", "1 h 10 min"]);
  });
});
