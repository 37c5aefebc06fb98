/** What a failed check throws. */

/** One short message in the reader's language, without the library's stack frames or the expected values. */
export class CheckError extends Error {
  override readonly name: string = "CheckError";
  /** The task that failed. */
  readonly task: string;

  constructor(task: string, message: string) {
    super(message);
    this.task = task;
    Object.defineProperty(this, "stack", { value: `CheckError: ${message}`, writable: true, configurable: true });
  }
}
