/**
 * `process.stdin` of user code: reading a line, as `readline` does, asks the front end. Text that the program wrote without a line break
 * while it was reading is the text of the question.
 */
import { Readable } from "node:stream";
import type { Ask } from "./prompt.ts";
import { type CellContext, cellContext, runInContext } from "./stop/context.ts";

/** A read without a question waits this long, because a program that has got its answer is about to close its reader. */
const UNASKED_MS = 50;

const [immediate, later] = [setImmediate, setTimeout];

class StandardInput extends Readable {
  readonly fd = 0;
  readonly #ask: Ask;
  readonly #write: (text: string) => void;
  #question = "";
  /** Whether a program is waiting for a line. */
  #wanted = false;
  /** The cell that asked last. */
  #context = cellContext();
  /** The cell that started reading last. */
  #reader = this.#context;

  constructor(ask: Ask, write: (text: string) => void) {
    super({ encoding: "utf8" });
    this.#ask = ask;
    this.#write = write;
    this.on("newListener", (name) => {
      if (name !== "readable" && name !== "data") return;
      this.#reader = cellContext();
      // A pending read that had lost its listener may be wanted again.
      this.#plan(false);
    });
  }

  /** Keeps an unfinished line as the text of the next question; false if nobody is reading. */
  keep(text: string): boolean {
    if (/[\r\n]$|^\r/.test(text) || this.readableEnded || !this.#isHeard()) return false;
    this.#question += text;
    // Output that happens to have no line break is not a question to a reader that an earlier cell left open.
    this.#plan(cellContext() === this.#reader);
    return true;
  }

  /** Returns the text kept for a question that has not been asked, and clears it. */
  takeQuestion(): string {
    const question = this.#question;
    this.#question = "";
    return question;
  }

  override _read(): void {
    this.#wanted = true;
    this.#plan(false);
  }

  override resume(): this {
    super.resume();
    this.#plan(false);
    return this;
  }

  #isHeard(): boolean {
    return this.listenerCount("readable") > 0 || (this.listenerCount("data") > 0 && !this.isPaused());
  }

  #plan(isQuestion: boolean): void {
    // A stream keeps reading in the async context of its first reader, whose cell may be over.
    const context = cellContext();
    if (context.ended !== true) this.#context = context;
    const next = (): void => runInContext(this.#context, () => this.#next(this.#context));
    if (isQuestion) immediate(next);
    else later(next, UNASKED_MS).unref();
  }

  #next(context: CellContext): void {
    if (!this.#wanted || !this.#isHeard()) {
      // Nobody is waiting for an answer, so the text was ordinary output.
      this.#write(this.takeQuestion());
      return;
    }
    // A reader that was never closed must not ask on behalf of a cell that is over.
    if (context.ended === true) {
      this.#write(this.takeQuestion());
      return;
    }
    this.#wanted = false;
    const question = this.takeQuestion();
    if (context.allowStdin) {
      const answer = this.#ask(question, false);
      this.push(answer === null ? null : `${answer}\n`);
    } else if (question === "") this.push(null);
    else {
      this.#write(question);
      this.destroy(
        new Error(
          "process.stdin: a question was asked, and there is nobody to answer: the notebook runs by itself (allow_stdin is false)",
        ),
      );
    }
  }
}

export interface Input {
  /** Keeps an unfinished line that a program writes while it reads from stdin; false if it is ordinary output. */
  keep(text: string): boolean;
  /** Takes the kept text, which has to be written as output after all. */
  takeQuestion(): string;
  /** Writes the kept text. */
  flush(): void;
}

/** Replaces the process's own `stdin`. `write` sends text that turned out not to be a question to stdout. */
export function installStandardInput(ask: Ask, write: (text: string) => void): Input {
  let stream: StandardInput | undefined;
  Object.defineProperty(process, "stdin", {
    configurable: true,
    enumerable: true,
    get() {
      // A stream that has ended is of no use to the next cell.
      if (stream === undefined || stream.destroyed || stream.readableEnded) stream = new StandardInput(ask, write);
      return stream;
    },
  });
  return {
    keep: (text) => stream?.keep(text) ?? false,
    takeQuestion: () => stream?.takeQuestion() ?? "",
    flush: () => write(stream?.takeQuestion() ?? ""),
  };
}
