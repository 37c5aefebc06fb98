/**
 * The life of a cell on the front's side: busy, execute_input, the run itself, result or error, execute_reply, type diagnostics, idle.
 * Cells run one after another; those waiting behind a failed or interrupted one are answered without being run.
 * Long because what matters is the order of these steps, which is told in one place.
 * Reference: https://jupyter-client.readthedocs.io/en/stable/messaging.html#execute
 */
import type { CompiledCell, Diagnostic, Language } from "../contract/language.ts";
import { diagnosticsBlock, strictError, worthShowing } from "./diagnostics.ts";
import { reportInternal } from "./internal-errors.ts";
import { notTold, ofSuccess, onNullRead } from "./told-once.ts";
import type { Output } from "./output.ts";
import type { Header, ReplyContent, Request, Send } from "./protocol.ts";
import type { ErrorContent, ExecuteOutcome, ExpressionResult, Runner } from "../contract/runner.ts";
import { pause, within } from "../contract/wait.ts";

/** The result of a check that takes longer is shown when it arrives, below its cell but after the cell's idle. */
const CHECK_WAIT_MS = 1000;
/** For notebooks that run unattended: nbclient waits 4 s for a cell's idle after its reply. */
const CHECK_WAIT_UNATTENDED_MS = 3500;
/** For a kernel started with `--check wait`. */
const CHECK_WAIT_ASKED_MS = 30_000;
/** A strict cell waits for its check, but not for a service that has gone. */
const STRICT_WAIT_MS = 10_000;
/** A cell that ends within this time has the processors to itself and is answered before its check begins. */
const HEAD_START_MS = 4;
/** Cells sent together arrive within this time of each other; a cell that fails faster waits for the rest of them to arrive. */
const BURST_MS = 5;

export interface ExecutionParts {
  readonly send: Send;
  readonly output: Output;
  readonly language: () => Promise<Language>;
  readonly runner: () => Promise<Runner>;
  /** Called when a cell that was counted has ended. */
  readonly record: (n: number, source: string, result: string | undefined) => void;
  /** Called when the runner was replaced while a cell ran. */
  readonly variablesLost: () => void;
  /** Every cell is checked before it runs, not only those with the tag `strict`. */
  readonly strict: boolean;
  /** Whether type diagnostics are shown when they arrive, are waited for before a cell's idle, or are off. */
  readonly check: CheckMode;
}

export type CheckMode = "show" | "wait" | "off";

type CellRequest = Request<"execute_request">;

/** How a cell ended: the runner's outcome, or the reason why it never reached the runner. */
type CellOutcome = ExecuteOutcome | ({ readonly kind: "refused" } & ErrorContent);

interface Cell {
  readonly request: CellRequest;
  aborted: boolean;
  /** Type diagnostics; once the cell has begun to run, they are computed in parallel with it. */
  check: Promise<readonly Diagnostic[]>;
  /** Called once the cell is answered: begins its check if that has not begun, and makes its names known to the type service. */
  answered: () => void;
  /** Checks whether the cell is Python, and translates it. */
  offer?: () => Promise<string | undefined>;
  readonly interruption: PromiseWithResolvers<CellOutcome>;
}

/** A cell, or another job that must keep its place among the cells. */
type Job = Cell | (() => Promise<void>);

export class Execution {
  readonly #parts: ExecutionParts;
  #queue: Job[] = [];
  #running: Cell | undefined;
  #working = false;
  #count = 0;
  #lastArrival = -Infinity;
  #wake: (() => void) | undefined;
  /** Whether the type service has answered once; from then on it is worth waiting for. */
  #checked = false;
  /** Hints that hold if a read fails, by cell: code of one cell may fail when a later one calls it. */
  readonly #nullReads = new Map<number, { readonly code: string; readonly hints: readonly Diagnostic[] }>();

  constructor(parts: ExecutionParts) {
    this.#parts = parts;
  }

  /** The request of the cell that is running. */
  get running(): CellRequest | undefined {
    return this.#running?.request;
  }

  /** Adds a cell behind all others. */
  submit(request: CellRequest): void {
    this.#lastArrival = performance.now();
    const interruption = Promise.withResolvers<CellOutcome>();
    this.#queue.push({ request, aborted: false, check: noDiagnostics, answered: () => {}, interruption });
    this.#wake?.();
    void this.#work();
  }

  /** Runs `job` at once if no cell is running or waiting, else in its turn. */
  inTurn(job: () => Promise<void>): void {
    this.#queue.push(job);
    void this.#work();
  }

  /** Stops the running cell and drops those behind it. Does nothing if no cell runs. */
  async interrupt(): Promise<void> {
    const cell = this.#running;
    if (cell === undefined) return;
    this.#abortWaiting();
    this.#parts.output.stop(cell.request.message.header);
    cell.interruption.resolve(interrupted());
    await (await this.#parts.runner()).interrupt();
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      for (let job = this.#queue.shift(); job !== undefined; job = this.#queue.shift()) {
        try {
          if (typeof job === "function") await job();
          else if (job.aborted) this.#answerAborted(job.request);
          else await this.#run(job);
        } catch (error) {
          // The jobs behind it still get their turn.
          reportInternal(error);
        }
      }
    } finally {
      this.#working = false;
    }
  }

  async #run(cell: Cell): Promise<void> {
    const { header } = cell.request.message;
    this.#running = cell;
    try {
      this.#status(header, "busy");
      await this.#live(cell);
    } finally {
      this.#running = undefined;
      this.#status(header, "idle");
    }
  }

  async #live(cell: Cell): Promise<void> {
    const { request } = cell;
    const { header } = request.message;
    const { code, silent, store_history } = request.content;
    const started = new Date().toISOString();
    if (store_history) this.#count++;
    const n = store_history ? this.#count : this.#count + 1;
    if (!silent)
      void this.#parts.output.message({ type: "execute_input", content: { code, execution_count: n }, parent: header });

    const outcome = await this.#evaluate(cell, n).catch(internalError);
    this.#tellDropped(header);
    await this.#parts.output.drained();
    if (!silent) await this.#show(header, outcome, n);
    const failed = outcome.kind !== "ok";
    if (failed && request.content.stop_on_error) await this.#burst();
    if (failed && request.content.stop_on_error) this.#abortWaiting();
    // JupyterLab reads a cell's starting time from here.
    this.#reply(request, replyContent(outcome, this.#count), { started });
    cell.answered();
    if (store_history) this.#parts.record(n, code, outcome.kind === "ok" ? plainText(outcome) : undefined);
    if (outcome.kind !== "refused")
      await this.#showDiagnostics(cell, n, outcome.kind === "error" ? outcome : undefined);
    if (cell.offer !== undefined && mayBePython(outcome)) await this.#showOffer(cell, cell.offer);
  }

  async #evaluate(cell: Cell, n: number): Promise<CellOutcome> {
    const { content, message } = cell.request;
    const language = await Promise.race([cell.interruption.promise, this.#parts.language()]);
    if ("kind" in language) return language;
    const compiled = language.compile(content.code, n);
    if (!content.silent) cell.offer = () => language.asTypeScript(content.code);
    if (compiled.kind === "syntax-error")
      return { kind: "refused", ename: "SyntaxError", evalue: compiled.message, traceback: compiled.traceback };
    const strict = this.#parts.strict || isTaggedStrict(cell.request);
    if (strict && !content.silent) cell.check = this.#check(language, content.code, n);
    if (strict) {
      const stopped = cell.interruption.promise.then(() => []);
      const diagnostics = await within(STRICT_WAIT_MS, Promise.race([stopped, cell.check]), []);
      const error = await strictError(content.code, n, diagnostics);
      if (error !== undefined) return { kind: "refused", ...error };
    }
    const expressions = compileExpressions(language, content.user_expressions, n);
    const runner = await Promise.race([cell.interruption.promise, this.#parts.runner()]);
    if ("kind" in runner) return runner;
    const executed = runner.execute({
      parent: message.header.msg_id,
      cell: compiled.cell,
      silent: content.silent,
      allowStdin: content.allow_stdin,
      userExpressions: expressions.compiled,
    });
    const begin =
      strict || content.silent || this.#parts.check === "off" ? () => {} : this.#checkBeside(language, cell, n);
    const outcome = await executed;
    if (outcome.kind === "error" && outcome.variablesLost) {
      // Before the names that the cell could use are forgotten.
      begin();
      this.#parts.variablesLost();
    } else {
      cell.answered = () => {
        begin();
        language.commit(content.code, n);
      };
    }
    if (outcome.kind === "error") return outcome;
    return { ...outcome, userExpressions: { ...outcome.userExpressions, ...expressions.failed } };
  }

  /** Begins the check a moment after the cell, or earlier if the returned function is called. */
  #checkBeside(language: Language, cell: Cell, n: number): () => void {
    let timer: NodeJS.Timeout | undefined;
    const { promise, resolve } = Promise.withResolvers<readonly Diagnostic[]>();
    cell.check = promise;
    const begin = (): void => {
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      resolve(this.#check(language, cell.request.content.code, n));
    };
    timer = setTimeout(begin, HEAD_START_MS);
    return begin;
  }

  /** The check runs beside the cell and never fails it. */
  async #check(language: Language, code: string, n: number): Promise<readonly Diagnostic[]> {
    try {
      const diagnostics = await language.check(code, n);
      this.#checked = true;
      return worthShowing(diagnostics);
    } catch {
      // The types of a cell are never a reason to fail it.
      return [];
    }
  }

  /** Tells the user how much output was dropped: an interrupt is quick because it does not show what had piled up. */
  #tellDropped(parent: Header): void {
    const dropped = this.#parts.output.stopped();
    if (dropped === undefined) return;
    const displays = dropped.displays === 0 ? [] : [`${dropped.displays} ${plural("display", dropped.displays)}`];
    const text = dropped.text === 0 ? [] : [`${dropped.text} ${plural("character", dropped.text)} of text`];
    const note = `Not shown, because the cell was stopped: ${[...displays, ...text].join(" and ")}.\n`;
    void this.#parts.output.message(
      { type: "stream", content: { name: "stderr", text: note }, parent },
      { urgent: true },
    );
  }

  async #show(header: Header, outcome: CellOutcome, n: number): Promise<void> {
    const { output } = this.#parts;
    if (outcome.kind !== "ok") {
      const { ename, evalue, traceback } = outcome;
      const content = { ename, evalue, traceback };
      void output.message({ type: "error", content, parent: header }, { urgent: true });
    } else if (outcome.result !== undefined) {
      const { data, metadata } = outcome.result;
      const content = { execution_count: n, data, metadata, transient: {} };
      void output.message({ type: "execute_result", content, parent: header });
    }
    await output.drained();
  }

  /** Shows the block before idle if it arrives soon and no other cell waits; otherwise when it arrives. */
  async #showDiagnostics({ request, check }: Cell, n: number, error: ErrorContent | undefined): Promise<void> {
    const shown = check.then(async (diagnostics) => {
      const { code } = request.content;
      const hints = diagnostics.filter(({ ifRead }) => ifRead !== undefined);
      if (hints.length > 0) this.#nullReads.set(n, { code, hints });
      const news = error === undefined ? ofSuccess(diagnostics) : notTold(diagnostics, error, n);
      await this.#showBlock(request, code, n, news);
      if (error === undefined) return;
      for (const [k, { code: of, hints: some }] of this.#nullReads)
        await this.#showBlock(request, of, k, onNullRead(some, error, k));
    });
    const wake = new Promise<void>((resolve) => (this.#wake = resolve));
    const first = this.#parts.check === "wait" ? shown : Promise.race([shown, wake]);
    await within(this.#checkWait(request), first, undefined);
    this.#wake = undefined;
    await this.#parts.output.drained();
  }

  async #showBlock(
    { message }: CellRequest,
    code: string,
    n: number,
    diagnostics: readonly Diagnostic[],
  ): Promise<void> {
    const content = await diagnosticsBlock(code, n, diagnostics);
    if (content === undefined) return;
    void this.#parts.output.message({ type: "display_data", content, parent: message.header });
  }

  /** The error has been shown and the reply sent, so the translation may take its time. */
  async #showOffer({ request, interruption }: Cell, offer: () => Promise<string | undefined>): Promise<void> {
    // In a separate turn of the event loop, so that what was sent before is already on its way.
    await new Promise((resolve) => setImmediate(resolve));
    const text = await Promise.race([interruption.promise.then(() => undefined), offer()]);
    if (text === undefined) return;
    const content = { data: { "text/plain": text }, metadata: {}, transient: {} };
    void this.#parts.output.message({ type: "display_data", content, parent: request.message.header });
    await this.#parts.output.drained();
  }

  #checkWait({ content }: CellRequest): number {
    if (this.#parts.check === "wait") return CHECK_WAIT_ASKED_MS;
    if (this.#queue.length > 0) return 0;
    // When a notebook runs unattended, a cell's output is saved at its idle; anything later is lost.
    if (!content.allow_stdin) return CHECK_WAIT_UNATTENDED_MS;
    return this.#checked ? CHECK_WAIT_MS : 0;
  }

  /** Waits until no further cell of the same burst can be on its way. */
  async #burst(): Promise<void> {
    for (;;) {
      const left = this.#lastArrival + BURST_MS - performance.now();
      if (left <= 0) return;
      await pause(left);
    }
  }

  /** All cells received so far were sent before the failure was known, so none of them runs. */
  #abortWaiting(): void {
    for (const job of this.#queue) if (typeof job !== "function") job.aborted = true;
  }

  #answerAborted(request: CellRequest): void {
    const { header } = request.message;
    this.#status(header, "busy");
    const evalue = "an earlier cell failed or was interrupted";
    // No count, as in ipykernel: JupyterLab would put it before the cell, as if that had run.
    this.#reply(request, { status: "aborted", ename: "Aborted", evalue, traceback: [`Aborted: ${evalue}`] });
    this.#status(header, "idle");
  }

  #reply(request: CellRequest, content: ReplyContent<"execute_request">, metadata = {}): void {
    const { header, identities } = request.message;
    this.#parts.send({
      channel: request.channel,
      type: "execute_reply",
      content,
      parent: header,
      identities,
      metadata,
    });
  }

  #status(parent: Header, execution_state: "busy" | "idle"): void {
    this.#parts.send({ channel: "iopub", type: "status", content: { execution_state }, parent });
    if (execution_state === "idle") this.#parts.output.countAnew();
  }
}

const noDiagnostics: Promise<readonly Diagnostic[]> = Promise.resolve([]);

/** Whether a cell does not parse, or reads a name of Python's that JavaScript lacks: `print(x)` parses. */
const mayBePython = (outcome: CellOutcome): boolean =>
  (outcome.kind === "refused" && outcome.ename === "SyntaxError") ||
  (outcome.kind === "error" && / is not defined\. In TypeScript: /.test(outcome.evalue));

function replyContent(outcome: CellOutcome, count: number): ReplyContent<"execute_request"> {
  if (outcome.kind === "ok") {
    const { payload, userExpressions } = outcome;
    return { status: "ok", execution_count: count, payload, user_expressions: userExpressions };
  }
  const { ename, evalue, traceback } = outcome;
  return { status: "error", ename, evalue, traceback, execution_count: count, payload: [], user_expressions: {} };
}

interface Expressions {
  readonly compiled: Readonly<Record<string, CompiledCell>>;
  readonly failed: Readonly<Record<string, ExpressionResult>>;
}

function compileExpressions(language: Language, sources: Readonly<Record<string, string>>, n: number): Expressions {
  const compiled: Record<string, CompiledCell> = {};
  const failed: Record<string, ExpressionResult> = {};
  for (const [name, source] of Object.entries(sources)) {
    const outcome = language.compile(source, n);
    if (outcome.kind === "compiled") compiled[name] = outcome.cell;
    else
      failed[name] = { status: "error", ename: "SyntaxError", evalue: outcome.message, traceback: outcome.traceback };
  }
  return { compiled, failed };
}

/** JupyterLab sends a cell's metadata along; its tags are the user's. */
function isTaggedStrict(request: CellRequest): boolean {
  const tags = request.message.metadata["tags"];
  return Array.isArray(tags) && tags.includes("strict");
}

function interrupted(): CellOutcome {
  const evalue = "the cell was interrupted before it started";
  return { kind: "refused", ename: "KeyboardInterrupt", evalue, traceback: [`KeyboardInterrupt: ${evalue}`] };
}

function internalError(error: unknown): CellOutcome {
  const evalue = `internal: ${error instanceof Error ? error.message : String(error)}`;
  const stack = error instanceof Error && error.stack !== undefined ? error.stack.split("\n") : [evalue];
  return { kind: "refused", ename: "KernelError", evalue, traceback: stack };
}

const plural = (word: string, count: number): string => (count === 1 ? word : `${word}s`);

function plainText(outcome: CellOutcome & { kind: "ok" }): string | undefined {
  const text = outcome.result?.data["text/plain"];
  return typeof text === "string" ? text : undefined;
}
