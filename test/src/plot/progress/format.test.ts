/** A bar's state as text and HTML. The texts are tqdm's own: `tqdm.format_meter(n, total, elapsed, ncols=..., rate=...)`. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { barHtml, barText, type BarState, clock, counts, postfixText } from "../../../../src/plot/progress/format.ts";
import { Rate } from "../../../../src/plot/progress/rate.ts";

const state = (more: Partial<BarState> = {}): BarState => ({
  desc: "",
  done: 3,
  total: 10,
  elapsed: 6,
  rate: 0.5,
  postfix: "",
  outcome: "running",
  ...more,
});

describe("a bar's clock", () => {
  it("has two digits for minutes and seconds, and hours from the first one on", () => {
    expect([0, 59.9, 60, 245, 3599, 3600, 3723, 36_061].map(clock)).to.deep.equal([
      "00:00",
      "00:59",
      "01:00",
      "04:05",
      "59:59",
      "1:00:00",
      "1:02:03",
      "10:01:01",
    ]);
  });
});

describe("a bar's counts", () => {
  it("tell what is done of how much, the time that is gone and that is left, and the speed", () => {
    // 7 steps are left, two seconds each.
    expect(counts(state())).to.equal("3/10 [00:06<00:14, 2.00s/it]");
    expect(counts(state({ rate: 4 }))).to.equal("3/10 [00:06<00:01, 4.00it/s]");
    expect(counts(state({ rate: 1 }))).to.equal("3/10 [00:06<00:07, 1.00it/s]");
    expect(counts(state({ postfix: "loss=0.5" }))).to.equal("3/10 [00:06<00:14, 2.00s/it, loss=0.5]");
  });

  it("say what is not known yet, and never less than nothing left", () => {
    expect(counts(state({ rate: undefined }))).to.equal("3/10 [00:06<?, ?it/s]");
    expect(counts(state({ total: undefined }))).to.equal("3it [00:06, 2.00s/it]");
    expect(counts(state({ done: 12 }))).to.equal("12/10 [00:06<00:00, 2.00s/it]");
  });
});

describe("a bar as text", () => {
  it("is filled by its share, to an eighth of a character", () => {
    // tqdm.format_meter(3, 10, 6, ncols=100, rate=.5) has a bar as long as there is room; ours has 20 characters at most: 3/10 are 6.
    expect(barText(state(), 100)).to.equal(` 30%|${"█".repeat(6)}${" ".repeat(14)}| 3/10 [00:06<00:14, 2.00s/it]`);
    // 1 of 3 of 160 eighths: 53, that is 6 characters and 5 eighths
    expect(barText(state({ done: 1, total: 3 }), 100)).to.include(` 33%|${"█".repeat(6)}▋${" ".repeat(13)}|`);
    expect(barText(state({ done: 10 }), 100)).to.include(`100%|${"█".repeat(20)}|`);
    expect(barText(state({ done: 12 }), 100)).to.include(`100%|${"█".repeat(20)}|`);
    expect(barText(state({ done: 0 }), 100)).to.include(`  0%|${" ".repeat(20)}|`);
    // 999 of 1000 are not everything
    expect(barText(state({ done: 999, total: 1000 }), 100)).to.match(/^ 99%\|/);
  });

  it("has a name before it, and no bar where the end is not known", () => {
    expect(barText(state({ desc: "epoch" }), 100)).to.match(/^epoch: {2}30%\|/);
    expect(barText(state({ desc: "epoch", total: undefined }), 100)).to.equal("epoch: 3it [00:06, 2.00s/it]");
    expect(barText(state({ done: 0, total: 0 }), 100)).to.match(/^0\/0 \[/);
  });

  it("grows shorter in a narrow terminal, to five characters", () => {
    const barOf = (width: number): string => /\|(.*)\|/.exec(barText(state({ done: 10, rate: 1 }), width))![1]!;
    expect(barOf(100)).to.have.length(20);
    // 50 columns, 5 for the percent, 30 for what stands behind, 3 between: 12
    expect(barText(state({ done: 10, rate: 1 }), 50)).to.have.length.at.most(50);
    expect(barOf(50)).to.have.length(50 - 5 - "10/10 [00:06<00:00, 1.00it/s]".length - 3);
    expect(barOf(10)).to.have.length(5);
  });
});

describe("a bar as html", () => {
  const part = (html: string, pattern: RegExp): string => pattern.exec(html)?.[1] ?? "";

  it("has the value of the text, its share in whole percent, and the counts", () => {
    const html = barHtml(state({ desc: "epoch" }), 0);
    expect(part(html, /<progress[^>]*( value="3" max="10")/)).not.to.equal("");
    expect(part(html, /<span>(epoch: 30%)<\/span>/)).not.to.equal("");
    expect(part(html, /<span>(3\/10 \[[^<]*)<\/span>/)).to.equal("3/10 [00:06&#60;00:14, 2.00s/it]");
    expect(html).to.include('aria-label="epoch"').and.include("margin-left:0px");
    expect(barHtml(state({ done: 999, total: 1000 }), 0)).to.include("99%");
    expect(barHtml(state(), 2)).to.include("margin-left:32px").and.include('aria-label="progress"');
  });

  it("has a colour and a sign for each way to end", () => {
    const looks = (["running", "finished", "aborted"] as const).map((outcome) => barHtml(state({ outcome }), 0));
    expect(looks.map((html) => part(html, /accent-color:(#\w+)/))).to.deep.equal(["#0072b2", "#009e73", "#d55e00"]);
    expect(looks.map((html) => part(html, /s\/it\](.*?)<\/span>/))).to.deep.equal(["", " ✓", " ✗"]);
  });

  it("moves while it runs where the end is not known, and stands full behind it", () => {
    expect(barHtml(state({ total: undefined }), 0)).not.to.include("value=");
    expect(barHtml(state({ total: undefined, outcome: "finished" }), 0)).to.include('value="1" max="1"');
  });

  it("takes nothing of what it is called for html", () => {
    expect(barHtml(state({ desc: "<b>", postfix: "a=<i>" }), 0)).not.to.match(/<b>|<i>/);
  });
});

describe("values behind a bar", () => {
  it("have three digits that matter, and no more than they need", () => {
    expect(postfixText({ loss: 0.123456, step: 4, rate: 1e-7, big: 123_456, name: "a" })).to.equal(
      "loss=0.123, step=4, rate=1e-7, big=123456, name=a",
    );
  });
});

describe("a bar's rate", () => {
  it("is an average in which the last moments count most", () => {
    const rate = new Rate();
    expect(rate.perSecond).to.equal(undefined);
    rate.add(10, 1);
    expect(rate.perSecond).to.be.closeTo(10, 1e-12);
    rate.add(20, 1);
    // 0.3 * 20 + 0.7 * 0.3 * 10 steps in 0.3 + 0.7 * 0.3 seconds
    expect(rate.perSecond).to.be.closeTo(8.1 / 0.51, 1e-12);
  });
});
