/** A runner with the real compiler in front of it, and everything that it sends, in order. */
import { createRunner } from "../../../kernel/front/runner-handle.ts";
import type { RunnerOptions } from "../../../kernel/front/runner-handle.ts";
import type {
  CommMessage,
  DisplayContent,
  ExecuteOutcome,
  ExecuteRequest,
  Runner,
  RunnerEvents,
} from "../../../kernel/contract/runner.ts";
import { createCompiler } from "../../../kernel/language/compile.ts";
import type { CompiledCell } from "../../../kernel/contract/language.ts";

export type Sent =
  | { readonly kind: "stdout" | "stderr"; readonly parent: string; text: string }
  | { readonly kind: "display" | "update"; readonly parent: string; readonly content: DisplayContent }
  | { readonly kind: "clear"; readonly parent: string; readonly wait: boolean }
  | { readonly kind: "broadcast"; readonly parent: string; readonly type: string; readonly content: object }
  | { readonly kind: "comm"; readonly parent: string; readonly message: CommMessage }
  | { readonly kind: "lost"; readonly reason: string };

export interface RunOptions extends Partial<Pick<ExecuteRequest, "silent" | "allowStdin">> {
  readonly expressions?: Readonly<Record<string, string>>;
}

export class RunnerClient {
  readonly sent: Sent[] = [];
  /** Answers the cells' questions. */
  answer: (prompt: string, password: boolean) => Promise<string | null> = async () => null;
  /** Holds output back, as a slow front end does. */
  hold: (text: string) => void | Promise<void> = () => {};
  readonly #compiler = createCompiler();
  readonly #waiting: (() => void)[] = [];
  readonly #options: RunnerOptions;
  #runner: Runner | undefined;
  #n = 0;

  constructor(options: RunnerOptions = {}) {
    this.#options = options;
  }

  /** Started when first needed, so that tests that are filtered out leave no process behind. */
  get runner(): Runner {
    this.#runner ??= this.#start();
    return this.#runner;
  }

  async close(): Promise<void> {
    await this.#runner?.shutdown();
  }

  #start(): Runner {
    const push = (item: Sent): void => {
      this.sent.push(item);
      for (const wake of this.#waiting.splice(0)) wake();
    };
    const events: RunnerEvents = {
      stream: (parent, name, text) => {
        const last = this.sent.at(-1);
        if (last?.kind === name && last.parent === parent) {
          last.text += text;
          for (const wake of this.#waiting.splice(0)) wake();
        } else push({ kind: name, parent, text });
        return this.hold(text);
      },
      display: (parent, content) => push({ kind: "display", parent, content }),
      updateDisplay: (parent, content) => push({ kind: "update", parent, content }),
      clearOutput: (parent, wait) => push({ kind: "clear", parent, wait }),
      broadcast: (parent, type, content) => push({ kind: "broadcast", parent, type, content }),
      comm: (parent, message) => push({ kind: "comm", parent, message }),
      input: (_parent, { prompt, password }) => this.answer(prompt, password),
      lost: (reason) => push({ kind: "lost", reason }),
    };
    return createRunner(events, this.#options);
  }

  /** Runs a cell; its parent is `cell-1`, `cell-2` and so on. */
  async run(
    source: string,
    { silent = false, allowStdin = true, expressions = {} }: RunOptions = {},
  ): Promise<ExecuteOutcome> {
    const n = ++this.#n;
    const userExpressions = Object.fromEntries(
      Object.entries(expressions).map(([name, expression]) => [name, this.compile(expression, n)]),
    );
    const cell = this.compile(source, n);
    const outcome = await this.runner.execute({ parent: `cell-${n}`, cell, silent, allowStdin, userExpressions });
    if (outcome.kind === "error" && outcome.variablesLost) this.#compiler.reset();
    return outcome;
  }

  /** The text of a cell's result, or its error as `NAME: message`; "" if it has neither. */
  async text(source: string, options: RunOptions = {}): Promise<string> {
    const outcome = await this.run(source, options);
    if (outcome.kind === "error") return `${outcome.ename}: ${outcome.evalue}`;
    const text = outcome.result?.data["text/plain"];
    return typeof text === "string" ? text : "";
  }

  compile(source: string, n: number): CompiledCell {
    const outcome = this.#compiler.compile(source, n);
    if (outcome.kind !== "compiled") throw new Error(`test: the cell does not compile: ${outcome.message}`);
    return outcome.cell;
  }

  /** Everything that was printed to one stream. */
  printed(name: "stdout" | "stderr" = "stdout"): string {
    return this.sent.map((item) => (item.kind === name ? item.text : "")).join("");
  }

  /** The first thing sent that matches, now or later. */
  async until<T extends Sent>(fits: (item: Sent) => item is T): Promise<T>;
  async until(fits: (item: Sent) => boolean): Promise<Sent>;
  async until(fits: (item: Sent) => boolean): Promise<Sent> {
    for (;;) {
      const found = this.sent.find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Stops the running cell as soon as it has printed `signal`. */
  async interruptAt(signal: string): Promise<void> {
    await this.until((item) => item.kind === "stdout" && item.text.includes(signal));
    await this.runner.interrupt();
  }
}
