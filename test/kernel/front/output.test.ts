import { describe, it } from "mocha";
import { expect } from "chai";
import { Output } from "../../../kernel/front/output.ts";
import type { Clock } from "../../../kernel/front/server-limit.ts";
import type { Header, Outgoing } from "../../../kernel/front/protocol.ts";

const header = (msg_id: string): Header => ({
  msg_id,
  msg_type: "execute_request",
  session: "s",
  username: "u",
  date: "",
  version: "5.4",
});
const cell = header("cell");

/** A clock that a test moves by hand. */
class Hand implements Clock {
  #now = 0;
  #timers: { readonly at: number; readonly run: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  later(run: () => void, ms: number): void {
    this.#timers.push({ at: this.#now + ms, run });
  }

  forward(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#timers.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      this.#timers.splice(this.#timers.indexOf(next), 1);
      this.#now = next.at;
      next.run();
    }
    this.#now = end;
  }
}

interface Sent {
  readonly at: number;
  readonly message: Outgoing;
}

function output(): { output: Output; clock: Hand; sent: Sent[]; texts: () => string[] } {
  const clock = new Hand();
  const sent: Sent[] = [];
  return {
    clock,
    sent,
    output: new Output((message) => sent.push({ at: clock.now(), message }), clock),
    texts: () => sent.map(({ message }) => (message.content as { text?: string }).text ?? message.type),
  };
}

describe("Output", () => {
  it("sends the first text at once and gathers what follows closely", () => {
    const { output: out, clock, texts } = output();
    for (const word of ["a", "b", "c"]) void out.stream(cell, "stdout", word);
    expect(texts()).to.deep.equal(["a"]);
    clock.forward(25);
    expect(texts()).to.deep.equal(["a", "bc"]);
  });

  it("keeps stdout and stderr, and the cells, apart and in order", () => {
    const { output: out, clock, texts } = output();
    void out.stream(cell, "stdout", "1");
    void out.stream(cell, "stderr", "2");
    void out.stream(cell, "stdout", "3");
    void out.stream(header("other"), "stdout", "4");
    clock.forward(25);
    expect(texts()).to.deep.equal(["1", "2", "3", "4"]);
  });

  it("sends waiting text before any other message", () => {
    const { output: out, texts } = output();
    void out.stream(cell, "stdout", "a");
    void out.stream(cell, "stdout", "b");
    void out.message({ type: "display_data", content: {}, parent: cell });
    expect(texts()).to.deep.equal(["a", "b", "display_data"]);
  });

  it("sends waiting text at once when somebody waits for it", async () => {
    const { output: out, texts } = output();
    void out.stream(cell, "stdout", "a");
    void out.stream(cell, "stdout", "b");
    await out.drained();
    expect(texts()).to.deep.equal(["a", "b"]);
  });

  it("stays below 1 MB and 1,000 messages a second over any 3 s, and loses nothing of a flood", async () => {
    const { output: out, clock, sent, texts } = output();
    const lines = Array.from({ length: 200 }, (_, n) => `${String(n).padStart(9, "0")}${" ".repeat(50_000)}\n`);
    let held = 0;
    for (const line of lines) {
      const room = out.stream(cell, "stdout", line);
      if (room === undefined) continue;
      held++;
      let settled = false;
      void room.then(() => (settled = true));
      while (!settled) {
        clock.forward(100);
        await Promise.resolve();
      }
    }
    clock.forward(60_000);
    expect(texts().join("")).to.equal(lines.join(""));
    expect(held).to.be.greaterThan(0);
    for (const { at } of sent) {
      // This also covers the case that the server reads messages sent 1.4 s earlier together with new ones.
      const window = sent.filter((other) => other.at > at - 4400 && other.at <= at);
      const bytes = window.reduce((sum, { message }) => sum + JSON.stringify(message.content).length, 0);
      expect(bytes).to.be.below(3_000_000);
      expect(window.length).to.be.below(3000);
    }
    // 10 MB in bursts of 2.7 MB every 4.5 s: 13.5 s.
    expect(sent.at(-1)!.at).to.be.below(14_000);
  });

  const update = (out: Output, display_id: string, n: number) =>
    out.message({ type: "update_display_data", content: { data: { n }, transient: { display_id } }, parent: cell });
  const display = (out: Output, display_id: string, bytes = 0) =>
    out.message({ type: "display_data", content: { data: {}, transient: { display_id } }, parent: cell }, { bytes });
  /** Each message's content: the text, or the display with its state. */
  const told = (sent: readonly Sent[]): unknown[] =>
    sent.map(({ message }) => {
      const content = message.content as { text?: string; data?: { n?: number }; transient?: { display_id: string } };
      return content.text ?? `${content.transient?.display_id}${content.data?.n ?? ""}`;
    });

  it("sends of updates that come closely only the newest of each display, whatever comes between", async () => {
    const { output: out, clock, sent } = output();
    for (let n = 0; n < 20_000; n++) {
      void update(out, "a", n);
      void out.stream(cell, "stdout", `${n}\n`);
      void update(out, "b", -n);
      clock.forward(0.1);
    }
    // 2 s, in steps of 25 ms for each of the three
    expect(sent.length).to.be.within(200, 250);
    await out.drained();
    expect(
      told(sent)
        .filter((each) => !String(each).includes("\n"))
        .slice(-2),
    ).to.have.members(["a19999", "b-19999"]);
    const text = told(sent).filter((each) => String(each).includes("\n"));
    expect(text.join("")).to.equal(Array.from({ length: 20_000 }, (_, n) => `${n}\n`).join(""));
  });

  it("keeps an update behind the display that it updates, and before what is shown after it", () => {
    const { output: out, clock, sent } = output();
    for (let n = 0; n < 2700; n++) void display(out, "x");
    void display(out, "a");
    void update(out, "a", 1);
    void update(out, "a", 2);
    void display(out, "b");
    void update(out, "a", 3);
    clock.forward(10_000);
    expect(told(sent).slice(2700)).to.deep.equal(["a", "a2", "b", "a3"]);
  });

  it("holds a flood of displays back, by their number and by their size", async () => {
    for (const [count, bytes] of [
      [10_000, 0],
      [100, 1_000_000],
    ] as const) {
      const { output: out, clock } = output();
      for (let n = 0; n < 2700; n++) void display(out, "x");
      let sentSoFar = 0;
      let room: void | Promise<void> = undefined;
      for (; sentSoFar < count && room === undefined; sentSoFar++) room = display(out, "x", bytes);
      expect(sentSoFar).to.be.below(bytes === 0 ? 401 : 18);
      let settled = false;
      void (room as Promise<void>).then(() => (settled = true));
      await Promise.resolve();
      expect(settled).to.equal(false);
      clock.forward(5000);
      await Promise.resolve();
      expect(settled).to.equal(true);
    }
  });

  it("drops what waits of a stopped cell, counts it, and lets its error through at once", () => {
    const { output: out, clock, sent } = output();
    for (let n = 0; n < 3000; n++) void display(out, "x");
    void out.stream(cell, "stdout", "12345");
    void out.message({ type: "display_data", content: {}, parent: header("other") });
    expect(sent.length).to.equal(2700);
    out.stop(cell);
    void display(out, "late");
    expect(out.stopped()).to.include({ displays: 301, text: 5 });
    void out.message({ type: "error", content: {}, parent: cell }, { urgent: true });
    clock.forward(5000);
    // The other cell's output is still there, and comes first.
    expect(sent.slice(2700).map(({ message }) => message.type)).to.deep.equal(["display_data", "error"]);
  });

  it("drops nothing of a stopped cell that can be sent", () => {
    const { output: out, sent } = output();
    void out.stream(cell, "stdout", "a");
    void out.stream(cell, "stdout", "b");
    void update(out, "bar", 1);
    void update(out, "bar", 2);
    out.stop(cell);
    expect(out.stopped()).to.equal(undefined);
    expect(told(sent)).to.deep.equal(["a", "bar1", "b", "bar2"]);
  });

  it("counts anew after an idle, as the server does", () => {
    const { output: out, sent } = output();
    for (let n = 0; n < 2701; n++) void out.message({ type: "display_data", content: {}, parent: cell });
    expect(sent.length).to.equal(2700);
    out.countAnew();
    void out.message({ type: "display_data", content: {}, parent: cell });
    expect(sent.length).to.equal(2702);
  });

  it("cuts long text at lines, and never inside a character", () => {
    const { output: out, clock, texts } = output();
    const emoji = "😀".repeat(200_000);
    void out.stream(cell, "stdout", emoji);
    clock.forward(100);
    expect(texts().join("")).to.equal(emoji);
    for (const text of texts()) expect(text.isWellFormed()).to.equal(true);
    const lines = output();
    void lines.output.stream(cell, "stdout", "0123456789\n".repeat(50_000));
    lines.clock.forward(100);
    for (const text of lines.texts()) expect(text.endsWith("\n")).to.equal(true);
  });
});
