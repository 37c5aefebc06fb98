/**
 * Keeps what V8 and Node print about their own end out of the cell's output: a report for their developers. It is held until the
 * process has gone; if it lives on, somebody else has printed such lines, and they are output like any other.
 */
const REPORT = /\n?(<--- Last few GCs --->|FATAL ERROR: |#\n# Fatal |----- Native stack trace -----)/;

const HOLD_MS = 500;

export class CrashReport {
  readonly #show: (text: string) => void;
  #held = "";
  #timer: NodeJS.Timeout | undefined;

  constructor(show: (text: string) => void) {
    this.#show = show;
  }

  /** What was held when the process had gone. */
  get text(): string {
    return this.#held;
  }

  /** Shows text of the process's stderr, or holds it. */
  add(text: string): void {
    const start = this.#held === "" ? text.search(REPORT) : 0;
    if (start === -1) {
      this.#show(text);
      return;
    }
    if (start > 0) this.#show(text.slice(0, start));
    this.#held += text.slice(start);
    this.#timer ??= setTimeout(() => this.#release(), HOLD_MS);
  }

  /** The process has gone: what is held is its report. */
  close(): void {
    clearTimeout(this.#timer);
  }

  #release(): void {
    const text = this.#held;
    this.#held = "";
    this.#timer = undefined;
    this.#show(text);
  }
}
