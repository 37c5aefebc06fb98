import { describe, it } from "mocha";
import { expect } from "chai";
import { Output } from "../../../kernel/front/output.ts";
import type { Clock } from "../../../kernel/front/output.ts";
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

/** Time that passes when a test says so. */
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
    out.message({ type: "display_data", content: {}, parent: cell });
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
      // Also where the server reads what was sent 1.4 s before together with what comes now.
      const window = sent.filter((other) => other.at > at - 4400 && other.at <= at);
      const bytes = window.reduce((sum, { message }) => sum + JSON.stringify(message.content).length, 0);
      expect(bytes).to.be.below(3_000_000);
      expect(window.length).to.be.below(3000);
    }
    // 10 MB in bursts of 2.7 MB every 4.5 s: 13.5 s.
    expect(sent.at(-1)!.at).to.be.below(14_000);
  });

  it("paces displays too, and sends of waiting updates of one display only the newest", () => {
    const { output: out, clock, sent } = output();
    for (let n = 0; n < 10_000; n++) {
      const transient = { display_id: "bar" };
      out.message({ type: "update_display_data", content: { data: { n }, metadata: {}, transient }, parent: cell });
    }
    expect(sent.length).to.equal(2700);
    clock.forward(4501);
    expect(sent.length).to.equal(2701);
    expect(sent.at(-1)!.message.content).to.deep.include({ data: { n: 9999 } });
  });

  it("counts anew after an idle, as the server does", () => {
    const { output: out, sent } = output();
    for (let n = 0; n < 2701; n++) out.message({ type: "display_data", content: {}, parent: cell });
    expect(sent.length).to.equal(2700);
    out.countAnew();
    out.message({ type: "display_data", content: {}, parent: cell });
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
