/**
 * Keeps what V8 and Node print about their own end out of the cell's output: a report for their developers. It is held until the
 * process has gone; if it lives on, somebody else has printed such lines, and they are output like any other.
 */
const REPORT = /\n?(<--- Last few GCs --->|FATAL ERROR: |#\n# Fatal |----- Native stack trace -----)/;

/** From the first line to the end of a large process a busy machine takes a second, and more. */
const HOLD_MS = 2000;

export class CrashReport {
  readonly #show: (text: string) => void;
  #held = "";
  /** What was shown in the end: it may have been a report all the same, of a process that took its time to go. */
  #shown = "";
  readonly #holdMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(show: (text: string) => void, holdMs = HOLD_MS) {
    this.#show = show;
    this.#holdMs = holdMs;
  }

  /** What the process has printed about its end. */
  get text(): string {
    return this.#shown + this.#held;
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
    this.#timer ??= setTimeout(() => this.#release(), this.#holdMs);
  }

  /** The process has gone: what is held is its report. */
  close(): void {
    clearTimeout(this.#timer);
  }

  #release(): void {
    const text = this.#held;
    this.#shown = text;
    this.#held = "";
    this.#timer = undefined;
    this.#show(text);
  }
}
