/** Runs one cell at a time and reports its outcome. */
import { INTERRUPTED } from "../contract/runner.ts";
import type { ErrorContent, ExecuteOutcome, ExecuteRequest, ExpressionResult } from "../contract/runner.ts";
import type { CellContext } from "./stop/context.ts";
import { cellContext, currentEra, runInContext } from "./stop/context.ts";
import { endLeftovers } from "./stop/leftovers.ts";
import { takeStoppedAt } from "./trace/stopped-at.ts";
import type { Channel } from "./channel.ts";
import { saveCode } from "./code-cache.ts";
import { asUser, beginKernel, endKernel } from "./pristine.ts";
import { task } from "./stop/task.ts";
import type { Displays } from "./show/displays.ts";
import { endConsoleGroups } from "./standard-streams.ts";
import { describeError } from "./trace/traceback.ts";
import type { Evaluator } from "./evaluate.ts";
import { restoreGlobals } from "./essential-globals.ts";
import { formatValue } from "./show/format.ts";
import { PENDING, showPending } from "./show/pending.ts";
import { KeyboardInterrupt } from "./stop/keyboard-interrupt.ts";
import type { Payloads } from "./show/payloads.ts";

const NativePromise = Promise;

interface Running {
  readonly context: CellContext;
  readonly settle: (outcome: ExecuteOutcome) => void;
}

export interface SessionParts {
  readonly channel: Channel;
  readonly evaluator: Evaluator;
  readonly displays: Displays;
  readonly payloads: Payloads;
}

export class Session {
  readonly #parts: SessionParts;
  #running: Running | undefined;
  /** Parent of the cell that was interrupted last: the interrupt may arrive before the cell does, or before its first line runs. */
  #stopped = "";
  /** How many interrupts have arrived since the last cell ended. */
  #idleStops = 0;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  async execute(request: ExecuteRequest): Promise<void> {
    const { parent, silent, allowStdin } = request;
    // The cell's interrupt arrived first and has been answered.
    if (this.#stopped === parent) return;
    this.#idleStops = 0;
    const context: CellContext = { parent, silent, allowStdin, stop: new AbortController(), era: currentEra() };
    const outcome = await new NativePromise<ExecuteOutcome>((resolve) => {
      this.#running = { context, settle: resolve };
      // Called from the event loop, because a termination ends everything on the stack, and this function has to go on.
      task(() => {
        if (this.#stopped === parent) return;
        runInContext(context, () => {
          this.#run(request).then(resolve, (error: unknown) => resolve(failure(error)));
        });
      });
    });
    beginKernel();
    context.ended = true;
    this.#end(parent, outcome);
    saveCode();
    endKernel();
  }

  #end(parent: string, outcome: ExecuteOutcome): void {
    endConsoleGroups();
    this.#parts.channel.send({ kind: "outcome", parent, outcome });
    this.#parts.channel.endFlood();
    // This comes last: if a termination cuts off any of the above, all of it is done again.
    this.#running = undefined;
  }

  /** Gives up what the cell of `parent` awaits. Code that the cell leaves running ends at its next await. */
  interrupt(parent: string): void {
    const place = takeStoppedAt();
    if (parent === "") {
      this.#interruptIdle();
      return;
    }
    this.#stopped = parent;
    if (this.#running?.context.parent !== parent) {
      // The cell has not arrived yet, was lost on its way in by the termination, or is over. The front knows which outcome it is waiting
      // for.
      this.#parts.channel.send({ kind: "outcome", parent, outcome: STOPPED });
      return;
    }
    const { context, settle } = this.#running;
    context.stopped = true;
    settle({ ...STOPPED, traceback: [...place, ...INTERRUPTED.traceback] });
    this.#parts.evaluator.interrupt();
    // This comes last because it calls the user's listeners.
    context.stop.abort(new KeyboardInterrupt());
  }

  /**
   * Covers the case that the cell of `parent` ended by itself just as it was terminated, so that its outcome was cut off. If there are two
   * outcomes, the front takes the first.
   */
  endInterrupted(parent: string): void {
    if (this.#running?.context.parent === parent) this.#end(parent, STOPPED);
  }

  /**
   * A shutdown begins with an interrupt, so one interrupt changes nothing; a second one means that the user wants to stop whatever is
   * running.
   */
  #interruptIdle(): void {
    if (this.#idleStops++ === 0) return;
    const count = endLeftovers();
    if (count === 0) return;
    const text = `Stopped ${count} ${count === 1 ? "interval" : "intervals"} of earlier cells.\n`;
    this.#parts.channel.write(cellContext().parent, "stderr", text);
  }

  /** Runs a handler of user code outside any cell. */
  handle(body: () => void): void {
    try {
      body();
    } catch (error) {
      this.uncaught(error);
    }
  }

  /**
   * Handles an error that nobody caught. It fails the cell that caused it, just as it would have ended a program; if that cell is over, the
   * error is shown below it.
   */
  uncaught(error: unknown): void {
    // This is how code left over from an interrupted cell ends.
    if (error instanceof KeyboardInterrupt) return;
    const { parent } = cellContext();
    if (this.#running?.context.parent === parent) {
      this.#running.settle(failure(error));
      return;
    }
    this.#parts.channel.send({ kind: "broadcast", parent, type: "error", content: errorContent(error), metadata: {} });
  }

  async #run(request: ExecuteRequest): Promise<ExecuteOutcome> {
    const { evaluator, displays, payloads } = this.#parts;
    payloads.clear();
    const outcome = await evaluator.run(request.cell);
    beginKernel();
    this.#restoreGlobals();
    await displays.settled();
    beginKernel();
    if (outcome.kind === "interrupted") return STOPPED;
    if (outcome.kind === "error") return failure(outcome.error);
    if (outcome.kind === "pending" && !request.silent) showPending(displays, outcome.promise);
    const shows = outcome.kind === "value" && outcome.value !== undefined && !request.silent;
    const result = shows ? await formatValue(outcome.value) : undefined;
    beginKernel();
    const userExpressions = await this.#expressions(request);
    beginKernel();
    return { kind: "ok", ...(result !== undefined && { result }), userExpressions, payload: payloads.take() };
  }

  #restoreGlobals(): void {
    const names = asUser(restoreGlobals);
    if (names.length === 0) return;
    const text = `The cell left ${names.join(", ")} unusable; put back, because the kernel and every library need it.\n`;
    this.#parts.channel.write(cellContext().parent, "stderr", text);
  }

  async #expressions(request: ExecuteRequest): Promise<Record<string, ExpressionResult>> {
    const results: Record<string, ExpressionResult> = {};
    for (const name of Object.keys(request.userExpressions)) {
      const outcome = await this.#parts.evaluator.run(request.userExpressions[name]!);
      beginKernel();
      if (outcome.kind === "value") results[name] = { status: "ok", ...(await formatValue(outcome.value)) };
      else if (outcome.kind === "pending") results[name] = { status: "ok", ...PENDING };
      else
        results[name] = { status: "error", ...(outcome.kind === "error" ? errorContent(outcome.error) : INTERRUPTED) };
    }
    return results;
  }
}

const STOPPED: Extract<ExecuteOutcome, { kind: "error" }> = { kind: "error", variablesLost: false, ...INTERRUPTED };

function failure(error: unknown): ExecuteOutcome {
  return { kind: "error", variablesLost: false, ...errorContent(error) };
}

function errorContent(error: unknown): ErrorContent {
  if (error instanceof KeyboardInterrupt) return INTERRUPTED;
  try {
    return describeError(error);
  } catch {
    const evalue = "an error that cannot be described: reading it throws";
    return { ename: "Error", evalue, traceback: [`Error: ${evalue}`] };
  }
}
