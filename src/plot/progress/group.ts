/** An outermost bar with the bars inside it, drawn together in one place at most ten times a second. */
import { randomUUID } from "node:crypto";
import { hostDisplay } from "../host.ts";
import { type BarState, barHtml, barText } from "./format.ts";

export interface Row {
  state(): BarState;
}

const interval = 100;

export class Group {
  readonly #rows: Row[] = [];
  readonly #id: string = randomUUID();
  #drawn = -Infinity;
  #isShown = false;
  /** The number of terminal lines that currently hold bars. */
  #lines = 0;

  add(row: Row): void {
    this.#rows.push(row);
    this.draw();
  }

  remove(row: Row): void {
    this.#rows.splice(this.#rows.indexOf(row), 1);
  }

  /** Called when something has changed; draws unless it was done a moment ago. */
  tick(): void {
    if (performance.now() - this.#drawn >= interval) this.draw();
  }

  draw(): void {
    this.#drawn = performance.now();
    const states = this.#rows.map((row) => row.state());
    const display = hostDisplay();
    if (display !== undefined) {
      const bundle = {
        "text/html": states.map(barHtml).join("\n"),
        "text/plain": states.map((state) => barText(state, 100)).join("\n"),
      };
      display(bundle, { raw: true, display_id: this.#id, update: this.#isShown });
      this.#isShown = true;
    } else if (process.stdout.isTTY) this.#drawInTerminal(states);
  }

  /** The final drawing; output that does not go to a terminal gets only this one. */
  end(): void {
    this.draw();
    if (hostDisplay() !== undefined) return;
    if (process.stdout.isTTY) {
      if (this.#lines > 0) process.stdout.write("\n");
    } else for (const row of this.#rows) process.stdout.write(`${barText(row.state(), 100)}\n`);
  }

  /** Returns to the first bar's line and rewrites each line; any extra old lines are cleared. */
  #drawInTerminal(states: readonly BarState[]): void {
    const width = process.stdout.columns || 80;
    const up = this.#lines > 1 ? `\x1b[${this.#lines - 1}A` : "";
    const lines = states.map((state) => `${barText(state, width).slice(0, width - 1)}\x1b[K`);
    process.stdout.write(`\r${up}${lines.join("\n")}\x1b[J`);
    this.#lines = lines.length;
  }
}
