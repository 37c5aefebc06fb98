/** Text files as `open` returns them. Reference: https://docs.python.org/3.12/library/functions.html#open */
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { FileNotFoundError, ValueError } from "./errors.ts";

/** An open file; when declared with `using`, it closes at the end of its block. */
export class TextFile implements Disposable {
  readonly #handle: number | undefined;
  #rest: string;
  #isClosed = false;
  readonly name: string;

  constructor(path: string, mode: string) {
    this.name = path;
    const isRead = mode.startsWith("r");
    this.#handle = isRead ? undefined : openSync(path, mode.startsWith("x") ? "wx" : mode.startsWith("a") ? "a" : "w");
    this.#rest = isRead ? readFileSync(path, "utf8") : "";
  }

  /** The rest of the text, or the given number of characters. */
  read(count = Infinity): string {
    this.#demandOpen();
    const found = this.#rest.slice(0, count);
    this.#rest = this.#rest.slice(found.length);
    return found;
  }

  /** The next line including its line break; an empty string after the last line. */
  readline(): string {
    const end = this.#rest.indexOf("\n");
    return this.read(end < 0 ? Infinity : end + 1);
  }

  readlines(): string[] {
    return [...this];
  }

  *[Symbol.iterator](): Generator<string> {
    for (let line = this.readline(); line !== ""; line = this.readline()) yield line;
  }

  write(text: string): number {
    this.#demandOpen();
    if (this.#handle === undefined) throw new ValueError("not writable");
    writeSync(this.#handle, text);
    return text.length;
  }

  writelines(lines: Iterable<string>): void {
    for (const line of lines) this.write(line);
  }

  close(): void {
    if (!this.#isClosed && this.#handle !== undefined) closeSync(this.#handle);
    this.#isClosed = true;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #demandOpen(): void {
    if (this.#isClosed) throw new ValueError("I/O operation on closed file.");
  }
}

/**
 * Opens a text file to read it ("r"), overwrite it ("w"), append to it ("a"), or create it ("x").
 *
 * @throws FileNotFoundError if there is no file to read, ValueError for binary modes.
 */
export function open(
  path: string | { toString(): string },
  mode: string | { mode?: string; encoding?: string; newline?: string } = "r",
  _options: { encoding?: string; newline?: string } = {},
): TextFile {
  return opened(String(path), typeof mode === "string" ? mode : (mode.mode ?? "r"));
}

function opened(path: string, mode: string): TextFile {
  if (mode.includes("b") || mode.includes("+"))
    throw new ValueError(`open: expected one of the modes r, w, a, x, got ${mode}. Node's fs reads and writes bytes`);
  try {
    return new TextFile(path, mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new FileNotFoundError(`[Errno 2] No such file or directory: '${path}'`);
  }
}
