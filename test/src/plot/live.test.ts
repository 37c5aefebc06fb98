/** Figures and bars that change, with a stand-in for the kernel's `display` that only records the calls. */
import { AsyncResource } from "node:async_hooks";
import { afterEach, beforeEach, describe, it } from "mocha";
import { expect } from "chai";
import { plot, progress } from "../../../src/index.ts";

const display = Symbol.for("Jupyter.display");

interface Call {
  readonly value: unknown;
  readonly options: { readonly raw?: boolean; readonly display_id: string; readonly update?: boolean };
}

let calls: Call[] = [];
describe("in a notebook that shows", () => {
  beforeEach(() => {
    calls = [];
    const value = { display: (shown: unknown, options: Call["options"]) => calls.push({ value: shown, options }) };
    // Not enumerable, as the kernel's own.
    Object.defineProperty(globalThis, "jupyter", { value, configurable: true });
  });
  afterEach(() => {
    Reflect.deleteProperty(globalThis, "jupyter");
  });

  const yOf = (bundle: unknown): number[] => {
    const figure = Object.values(bundle as Record<string, { data?: { y: number[] }[] }>).find(
      (part) => part.data !== undefined,
    );
    return figure!.data![0]!.y;
  };

  describe("a live figure", () => {
    it("shows its first frame at once, few of a flood, and the last one as a whole figure", async () => {
      const live = plot.live();
      for (let step = 0; step < 1000; step++) live.update(plot.line([step]));
      expect(calls.length).to.be.lessThan(100);
      expect(yOf(calls[0]!.value)).to.deep.equal([0]);
      expect(new Set(calls.map(({ options }) => options.display_id)).size, "one place").to.equal(1);
      expect(calls.map(({ options }) => options.update === true)).to.deep.equal(calls.map((_, i) => i > 0));
      const settling = calls.filter(({ options }) => options.raw !== true);
      expect(settling.length, "one wait").to.equal(1);
      const [bundle] = (await (settling[0]!.value as { [display]: () => Promise<unknown> })[display]()) as [
        Record<string, unknown>,
      ];
      expect(yOf(bundle)).to.deep.equal([999]);
      expect(bundle).to.include.keys("image/png", "text/html");
    });

    it("has frames that Plotly's own renderer, which keeps the first for good, does not take", () => {
      plot.live().update(plot.line([1]));
      expect(calls[0]!.value).to.have.all.keys("application/vnd.convkernel.figure+json", "image/svg+xml", "text/plain");
    });
  });

  const texts = (): string[] => calls.map(({ value }) => (value as Record<string, string>)["text/plain"]!);
  const html = (): string => (calls.at(-1)!.value as Record<string, string>)["text/html"]!;

  describe("progress", () => {
    it("gives every item on and ends at the whole", () => {
      expect([...progress([5, 6, 7], { desc: "items" })]).to.deep.equal([5, 6, 7]);
      expect(texts()[0]).to.equal("items:   0%|                    | 0/3 [00:00<?, ?it/s]");
      expect(texts().at(-1)).to.match(/^items: 100%\|█{20}\| 3\/3 \[00:00<00:00, [\d.]+it\/s\]$/);
      expect(html()).to.include('value="3" max="3"').and.include("✓");
    });

    it("draws ten times a second at most", () => {
      const bar = progress(Array.from({ length: 100_000 }, (_, i) => i));
      const begun = performance.now();
      let sum = 0;
      for (const item of bar) sum += item;
      const most = 3 + (performance.now() - begun) / 100;
      expect(sum).to.equal(4_999_950_000);
      expect(calls.length).to.be.at.most(most);
    });

    it("shows values behind the bar, three digits of each", () => {
      const bar = progress([1]);
      for (const _ of bar) bar.setPostfix({ loss: 0.123456, name: "a" });
      expect(texts().at(-1)).to.include("loss=0.123, name=a");
    });

    it("says when a loop was left", () => {
      for (const item of progress([1, 2, 3])) if (item === 2) break;
      expect(texts().at(-1)).to.include("1/3");
      expect(html()).to.include("✗");
    });

    it("knows no end of a source without a length", () => {
      function* source(): Generator<number> {
        yield 1;
        yield 2;
      }
      expect([...progress(source())]).to.deep.equal([1, 2]);
      expect(texts().at(-1)).to.match(/^2it \[/);
    });

    it("draws bars inside bars in one place, and removes the inner ones at their end", () => {
      for (const _ of progress([1, 2], { desc: "outer" })) for (const __ of progress([1, 2], { desc: "inner" }));
      expect(new Set(calls.map(({ options }) => options.display_id)).size).to.equal(1);
      expect(texts().some((text) => /^outer:.*\ninner:/.test(text))).to.equal(true);
      expect(texts().at(-1)).to.match(/^outer: 100%[^\n]*$/);
    });

    it("leaves inner bars where it is asked to", () => {
      for (const _ of progress([1], { desc: "outer" })) for (const __ of progress([1], { desc: "inner", leave: true }));
      expect(texts().at(-1)).to.match(/^outer: 100%.*\ninner: 100%/);
    });

    it("does not take a loop that was cut off in an earlier cell for one around it", () => {
      // An interrupt ends a cell without notifying the loops in it; each cell runs in a separate async scope.
      new AsyncResource("cell").runInAsyncScope(() => progress([1, 2], { desc: "cut off" })[Symbol.iterator]().next());
      const first = calls.length;
      new AsyncResource("cell").runInAsyncScope(() => [...progress([1], { desc: "next" })]);
      expect(calls[first]!.options.display_id).not.to.equal(calls[0]!.options.display_id);
      expect(texts().at(-1)).to.match(/^next: 100%[^\n]*$/);
    });

    it("knows the loop around it across awaits", async () => {
      for await (const _ of progress([1, 2], { desc: "outer" })) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        for (const __ of progress([1], { desc: "inner" }));
      }
      expect(new Set(calls.map(({ options }) => options.display_id)).size).to.equal(1);
    });

    it("goes through asynchronous sources, and says so when they are gone through otherwise", async () => {
      async function* source(): AsyncGenerator<number> {
        yield 1;
      }
      const seen: number[] = [];
      for await (const item of progress(source())) seen.push(item);
      expect(seen).to.deep.equal([1]);
      expect(() => [...progress(source())]).to.throw(TypeError, "write for await");
    });
  });
});
