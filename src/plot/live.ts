/** Figures that change while a cell runs: redrawn in place at most ten times a second, and the last one always. */
import { randomUUID } from "node:crypto";
import { required, signature } from "../shape/index.ts";
import { kind } from "../shape/kinds.ts";
import { displaySymbol } from "./display.ts";
import { Figure } from "./figure.ts";
import { hostDisplay } from "./host.ts";

/** Milliseconds between frames; also how long to wait for another frame before the last counts as final. */
const interval = 100;

const liveSignature = signature("plot.live", {});
const updateSignature = signature("LiveFigure.update", {
  figure: required(
    kind("plot.Figure", (value): value is Figure => value instanceof Figure, {
      explain: () => "plot.line(losses) makes one of numbers",
    }),
  ),
});

/** A place in a notebook where the figure changes; made by `plot.live`. */
export class LiveFigure {
  readonly #id: string = randomUUID();
  #figure: Figure | undefined;
  #isShown = false;
  #sent = -Infinity;
  #updated = 0;
  #isSettling = false;

  /** The most recent figure. */
  get figure(): Figure | undefined {
    return this.#figure;
  }

  /** Shows `figure` in place of the previous one. */
  update(figure: Figure): void;
  update(...given: unknown[]): void {
    const { figure } = updateSignature.read(given);
    this.#figure = figure;
    const now = performance.now();
    this.#updated = now;
    const display = hostDisplay();
    if (display !== undefined && now - this.#sent >= interval) {
      display(figure.frame(), { raw: true, display_id: this.#id, update: this.#isShown });
      this.#isShown = true;
      this.#sent = now;
    }
    if (this.#isSettling) return;
    this.#isSettling = true;
    const settled = this.#settled();
    // A cell ends once everything it shows is ready. Nobody can know which figure is the last, so the cell waits until
    // it is clear.
    if (display !== undefined) display({ [displaySymbol]: () => settled }, { display_id: this.#id, update: true });
    else void settled.then(() => console.log(String(this.#figure)));
  }

  /** The whole bundle of the figure, once no other has followed for a while. */
  async #settled(): Promise<unknown> {
    for (let rest = interval; rest > 0; rest = this.#updated + interval - performance.now())
      await new Promise((resolve) => setTimeout(resolve, rest));
    this.#isSettling = false;
    return this.#figure![displaySymbol]();
  }
}

/**
 * A place for a figure that changes, such as a training curve. In plain Node the last figure is described in words.
 * @example
 * const curve = plot.live();
 * const losses = [];
 * for (const loss of [3, 2, 1]) {
 *   losses.push(loss);
 *   curve.update(plot.line(losses, { title: "Loss" }));
 * }
 * String(curve.figure) // "[figure] Loss: line of 3, from 1 to 3, last 1"
 */
export function live(): LiveFigure;
export function live(...given: unknown[]): LiveFigure {
  liveSignature.read(given);
  return new LiveFigure();
}
