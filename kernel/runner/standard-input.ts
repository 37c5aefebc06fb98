/**
 * `process.stdin` of user code: a line of it is a question to the front end, as `readline` asks it. What a program has written without a
 * line break while it listens here is the question's text.
 */
import { Readable } from "node:stream";
import type { Ask } from "./prompt.ts";
import { type CellContext, cellContext, runInContext } from "./stop/context.ts";

/** Without a question, a read waits this long: who has got the answer it wanted is about to close its reader. */
const UNASKED_MS = 50;

const [immediate, later] = [setImmediate, setTimeout];

class StandardInput extends Readable {
  readonly fd = 0;
  readonly #ask: Ask;
  readonly #write: (text: string) => void;
  #question = "";
  /** A program waits for a line. */
  #wanted = false;
  /** Who has asked last. */
  #context = cellContext();
  /** Who has begun to read last. */
  #reader = this.#context;

  constructor(ask: Ask, write: (text: string) => void) {
    super({ encoding: "utf8" });
    this.#ask = ask;
    this.#write = write;
    this.on("newListener", (name) => {
      if (name !== "readable" && name !== "data") return;
      this.#reader = cellContext();
      // A read that nobody waited for any more may be wanted again.
      this.#plan(false);
    });
  }

  /** Takes an unfinished line for the question to come; false where nobody listens. */
  keep(text: string): boolean {
    if (/[\r\n]$|^\r/.test(text) || this.readableEnded || !this.#isHeard()) return false;
    this.#question += text;
    // A reader that an earlier cell has left open makes no question of output that happens to have no line break.
    this.#plan(cellContext() === this.#reader);
    return true;
  }

  /** The question that has not been asked. */
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
    // A stream reads on in the name of whoever read first.
    const context = cellContext();
    if (context.ended !== true) this.#context = context;
    const next = (): void => runInContext(this.#context, () => this.#next(this.#context));
    if (isQuestion) immediate(next);
    else later(next, UNASKED_MS).unref();
  }

  #next(context: CellContext): void {
    if (!this.#wanted || !this.#isHeard()) {
      // Nobody wants the answer: it was output after all.
      this.#write(this.takeQuestion());
      return;
    }
    // A reader that nobody closed must not ask in the name of a cell that is over.
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
  /** Takes an unfinished line that a program writes while it reads; false where it is plain output. */
  keep(text: string): boolean;
  /** The question that was kept and has to be written after all. */
  takeQuestion(): string;
  /** Writes it. */
  flush(): void;
}

/** Takes the place of the process's own `stdin`. `write` writes to its stdout what turned out to be no question. */
export function installStandardInput(ask: Ask, write: (text: string) => void): Input {
  let stream: StandardInput | undefined;
  Object.defineProperty(process, "stdin", {
    configurable: true,
    enumerable: true,
    get() {
      // One that has ended is of no use to the next cell.
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
