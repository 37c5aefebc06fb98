/**
 * Keeps the crash reports of V8 and Node, which are meant for their developers, out of the cell's output. Such text is held back until the
 * process has gone; if the process lives on, user code printed those lines, and they are ordinary output.
 */
const REPORT = /\n?(<--- Last few GCs --->|FATAL ERROR: |#\n# Fatal |----- Native stack trace -----)/;

/** On a busy machine a large process may take more than a second from the first line of its report to its end. */
const HOLD_MS = 2000;

export class CrashReport {
  readonly #show: (text: string) => void;
  #held = "";
  /** What was held back and then shown after all: it may still have been the report of a process that was slow to end. */
  #shown = "";
  readonly #holdMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(show: (text: string) => void, holdMs = HOLD_MS) {
    this.#show = show;
    this.#holdMs = holdMs;
  }

  /** What the process printed about its crash. */
  get text(): string {
    return this.#shown + this.#held;
  }

  /** Shows text from the process's stderr, or holds it back. */
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

  /** The process has gone, so the text held back is its report. */
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
