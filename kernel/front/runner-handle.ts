/**
 * Implements the runner, as dispatch sees it, with a child process: starts it, passes messages, stops cells by the interrupt ladder, and
 * replaces a process that has died.
 */
import { existsSync } from "node:fs";
import { deathError, deathReason, startError } from "./runner-death.ts";
import { memoryLimit, watchMemory } from "./memory-limit.ts";
import type { MemoryLimit } from "./memory-limit.ts";
import { CrashReport } from "./crash-report.ts";
import { RunnerProcess } from "./runner-process.ts";
import type { Exit, ProcessOptions } from "./runner-process.ts";
import { RunnerQuestions } from "./runner-questions.ts";
import type { RawFd } from "./output-order.ts";
import { INTERRUPTED } from "../contract/runner.ts";
import type {
  CommMessage,
  ErrorContent,
  ExecuteOutcome,
  ExecuteRequest,
  Held,
  Runner,
  RunnerEvents,
  Usage,
} from "../contract/runner.ts";
import type { Frame } from "../contract/frames.ts";
import { usageOf } from "../contract/processes.ts";
import { within } from "../contract/wait.ts";
import type { LiveValues } from "../contract/language.ts";
import type { FromRunner, OpenComms } from "../contract/pipe-protocol.ts";

/** The last rung of the ladder: a runner that has not answered an interrupt by then is replaced. */
const INTERRUPT_PATIENCE_MS = 2000;
/** After this time children that the cell may be waiting for are stopped. JavaScript is terminated much sooner. */
const CHILDREN_PATIENCE_MS = 200;
/** Native code that is computing gets longer, because it may return at any moment. */
const NATIVE_PATIENCE_MS = 8000;
const SHUTDOWN_PATIENCE_MS = 500;

const UNANSWERED: ErrorContent = {
  ename: "KeyboardInterrupt",
  evalue: "the cell did not answer the interrupt, so its process was replaced",
  traceback: [
    "KeyboardInterrupt: the cell did not answer the interrupt, so its process was replaced.",
    "All variables were lost. Run the cells above again.",
  ],
};

export interface RunnerOptions {
  /** The folder where user code starts; by default the front's working folder. */
  readonly cwd?: string;
  /** Memory for user code; by default what the machine or its container can bear. */
  readonly memoryMb?: number;
  /** More flags for Node. */
  readonly nodeFlags?: readonly string[];
  /** A program with its arguments that starts the runner: Node's command line is appended to them. */
  readonly command?: readonly string[];
  /** Children that were started with `detached: true` end with their runner too. */
  readonly endDetached?: boolean;
  /** How many processes a cell may have at one time. */
  readonly processes?: number;
}

interface Running {
  readonly parent: string;
  readonly settle: (outcome: ExecuteOutcome) => void;
}

export function createRunner(events: RunnerEvents, options: RunnerOptions = {}): Runner {
  return new RunnerHandle(events, options);
}

class RunnerHandle implements Runner {
  readonly #events: RunnerEvents;
  readonly #options: ProcessOptions;
  readonly #limit: MemoryLimit;
  #process: RunnerProcess;
  #running: Running | undefined;
  /** Raw output names no parent: it is taken to belong to the cell that runs, or ran last. */
  #lastParent = "";
  #report!: CrashReport;
  #ready = false;
  /** There is no process, because the last one failed to start. The next cell tries again. */
  #gone = false;
  #closed = false;
  #inputPending = false;
  #interrupts = 0;
  #interrupted: Promise<void> | undefined;
  /** Resolved when the user interrupts again and so does not want to wait. */
  #impatient: PromiseWithResolvers<boolean> | undefined;
  /** Children of the running cell were sent a signal. */
  #childrenStopped = false;
  /** The last interrupt may still terminate something. */
  #unanswered: PromiseWithResolvers<void> | undefined;
  #memory: { readonly stop: () => void } | undefined;
  /** Why we killed the process. */
  #verdict: ErrorContent | undefined;
  readonly #questions = new RunnerQuestions();
  /** Resolves when everything that earlier processes left behind has ended. */
  #cleared: Promise<void> = Promise.resolve();

  constructor(events: RunnerEvents, options: RunnerOptions) {
    this.#events = events;
    this.#limit = memoryLimit(options.memoryMb, options.processes);
    this.#options = {
      cwd: options.cwd ?? process.cwd(),
      heapMb: this.#limit.heapMb,
      nodeFlags: options.nodeFlags ?? [],
      command: options.command ?? [],
      endDetached: options.endDetached ?? false,
    };
    this.#process = this.#start();
  }

  async execute(request: ExecuteRequest): Promise<ExecuteOutcome> {
    const { promise, resolve } = Promise.withResolvers<ExecuteOutcome>();
    const running: Running = { parent: request.parent, settle: resolve };
    this.#running = running;
    this.#lastParent = request.parent;
    // An earlier interrupt must not terminate this cell while it is on its way in.
    if (this.#unanswered !== undefined) await within(INTERRUPT_PATIENCE_MS, this.#unanswered.promise, undefined);
    // Something the last process left behind may hold a port that this cell needs.
    await this.#cleared;
    if (this.#running === running) this.#send(request);
    const outcome = await promise;
    this.#memory?.stop();
    return outcome;
  }

  #send(request: ExecuteRequest): void {
    if (this.#gone) this.#process = this.#start();
    const { pid } = this.#process;
    if (pid !== undefined) this.#memory = watchMemory(pid, this.#limit, (reason) => this.#kill(deathError(reason)));
    this.#process.send({ kind: "execute", request });
  }

  interrupt(): Promise<void> {
    this.#impatient?.resolve(false);
    this.#interrupted ??= this.#climb().finally(() => (this.#interrupted = undefined));
    return this.#interrupted;
  }

  comm(parent: string, { buffers, ...comm }: CommMessage): void {
    const send = (): void => this.#process.send({ kind: "comm", parent, comm }, buffers);
    // An interrupt must not terminate the code that reads this message.
    if (this.#unanswered === undefined) send();
    else void within(INTERRUPT_PATIENCE_MS, this.#unanswered.promise, undefined).then(send);
  }

  async comms(): Promise<OpenComms> {
    return (await this.#questions.ask(this.#process, "comms", {}))?.comms ?? {};
  }

  readonly live: LiveValues = {
    members: async (path) => (await this.#questions.ask(this.#process, "members", { path }))?.items ?? [],
    describe: async (path) => (await this.#questions.ask(this.#process, "describe", { path }))?.description,
  };

  usage(): Usage | undefined {
    const { pid } = this.#process;
    return pid === undefined ? undefined : usageOf(pid);
  }

  async shutdown(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#gone) return;
    const process = this.#process;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onClosed = resolve;
    process.lookAround();
    process.send({ kind: "shutdown" });
    const timer = setTimeout(() => process.kill(), SHUTDOWN_PATIENCE_MS);
    await promise;
    clearTimeout(timer);
    await this.#cleared;
  }

  #onClosed: () => void = () => {};

  #start(): RunnerProcess {
    this.#ready = false;
    this.#gone = false;
    this.#inputPending = false;
    const started = new RunnerProcess(this.#options, {
      message: (message, frame) => this.#receive(started, message, frame),
      raw: (fd, text) => this.#receiveRaw(started, fd, text),
      exit: (exit) => this.#died(exit),
    });
    this.#report = new CrashReport((text) => this.#stream(started, this.#lastParent, "stderr", text));
    return started;
  }

  /**
   * The ladder: the cell gives up what it awaits; busy code is terminated; children that it may be waiting for are stopped; the
   * process is replaced. If no cell runs, only the first two steps are taken, to stop timers and handlers that never end.
   */
  async #climb(): Promise<void> {
    const running = this.#running;
    const process = this.#process;
    this.#unanswered ??= Promise.withResolvers();
    process.interrupt({ kind: "interrupt", id: ++this.#interrupts, parent: running?.parent ?? "" });
    if (running === undefined) return;
    // The runner may be blocked because its output is held back; it must be able to go on to its end.
    process.resume();
    if (this.#inputPending) this.#answerInput(process, { kind: "interrupted" });
    const outcome = this.#outcomeOf(running);
    const isOver = async (ms: number): Promise<boolean> => {
      await within(ms, outcome, undefined);
      return this.#running !== running || this.#process !== process;
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
      if (await isOver(CHILDREN_PATIENCE_MS)) return;
      this.#childrenStopped = true;
      process.signalChildren(signal);
    }
    if (await isOver(INTERRUPT_PATIENCE_MS - 3 * CHILDREN_PATIENCE_MS)) return;
    if (process.isComputing() && (await this.#waitForNative(running, isOver))) return;
    this.#kill(UNANSWERED);
    await outcome;
  }

  /**
   * Native code (a sort, arithmetic with a very long number) cannot be stopped, but usually returns; then the cell ends and the variables
   * survive.
   */
  async #waitForNative(running: Running, isOver: (ms: number) => Promise<boolean>): Promise<boolean> {
    const patience = NATIVE_PATIENCE_MS / 1000;
    this.#stream(
      this.#process,
      running.parent,
      "stderr",
      `Native code is running that cannot be stopped. In ${patience} s, or when you interrupt again, the process is replaced and all variables are lost.\n`,
    );
    this.#impatient = Promise.withResolvers();
    const over = await Promise.race([isOver(NATIVE_PATIENCE_MS), this.#impatient.promise]);
    this.#impatient = undefined;
    return over;
  }

  /** The cell is answered once the process has gone and its last output has arrived. */
  #kill(verdict: ErrorContent): void {
    this.#verdict = verdict;
    this.#process.kill();
  }

  readonly #watchers: (() => void)[] = [];

  #outcomeOf(running: Running): Promise<void> {
    return new Promise((resolve) => {
      if (this.#running !== running) resolve();
      else this.#watchers.push(resolve);
    });
  }

  /**
   * A cell that fails because its children were stopped counts as interrupted, whatever error it throws; its traceback still says where.
   */
  #judged(outcome: ExecuteOutcome): ExecuteOutcome {
    if (!this.#childrenStopped || outcome.kind !== "error" || outcome.ename === "KeyboardInterrupt") return outcome;
    return { ...outcome, ...INTERRUPTED, traceback: [...outcome.traceback, ...INTERRUPTED.traceback] };
  }

  #finish(outcome: ExecuteOutcome): void {
    this.#childrenStopped = false;
    const running = this.#running;
    this.#running = undefined;
    running?.settle(outcome);
    for (const watcher of this.#watchers.splice(0)) watcher();
  }

  #receive(from: RunnerProcess, message: FromRunner, { buffers, size }: Pick<Frame, "buffers" | "size">): void {
    const events = this.#events;
    switch (message.kind) {
      case "ready":
        this.#ready = true;
        break;
      case "stream":
        this.#stream(from, message.parent, message.name, Buffer.from(buffers[0]!).toString("utf8"));
        break;
      case "display":
        this.#hold(from, events.display(message.parent, message.content, size));
        break;
      case "update":
        this.#hold(from, events.updateDisplay(message.parent, message.content, size));
        break;
      case "clear":
        this.#hold(from, events.clearOutput(message.parent, message.wait));
        break;
      case "broadcast":
        this.#hold(
          from,
          events.broadcast(message.parent, message.type, message.content, message.metadata, buffers, size),
        );
        break;
      case "comm":
        this.#hold(from, events.comm(message.parent, { ...message.comm, buffers }, size));
        break;
      case "input":
        void this.#input(from, message);
        break;
      case "interrupted":
        if (message.id === this.#interrupts) this.#quiet();
        break;
      case "outcome":
        if (message.parent === this.#running?.parent) this.#finish(this.#judged(message.outcome));
        break;
      case "comms":
      case "members":
      case "describe":
        this.#questions.answered(message);
        break;
    }
  }

  #quiet(): void {
    this.#unanswered?.resolve();
    this.#unanswered = undefined;
  }

  #stream(from: RunnerProcess, parent: string, name: "stdout" | "stderr", text: string): void {
    this.#hold(from, this.#events.stream(parent, name, text));
  }

  /** Stops reading until there is room for more output. */
  #hold(from: RunnerProcess, room: Held): void {
    if (room === undefined) return;
    from.pause();
    void room.then(() => from.resume());
  }

  #receiveRaw(from: RunnerProcess, fd: RawFd, text: string): void {
    if (fd === 2) this.#report.add(text);
    else this.#stream(from, this.#lastParent, "stdout", text);
  }

  async #input(from: RunnerProcess, { parent, prompt, password }: FromRunner & { kind: "input" }): Promise<void> {
    // The question and an interrupt crossed each other.
    if (this.#interrupted !== undefined) {
      from.answerInput({ kind: "interrupted" });
      return;
    }
    this.#inputPending = true;
    const text = await this.#events.input(parent, { prompt, password });
    if (this.#process !== from || !this.#inputPending) return;
    this.#answerInput(from, text === null ? { kind: "refused" } : { kind: "text", text });
  }

  #answerInput(to: RunnerProcess, answer: Parameters<RunnerProcess["answerInput"]>[0]): void {
    this.#inputPending = false;
    to.answerInput(answer);
  }

  #died(exit: Exit): void {
    this.#questions.giveUp();
    this.#quiet();
    this.#report.close();
    this.#cleared = this.#process.endLeftovers().catch(() => {});
    if (this.#closed) {
      this.#finish({ kind: "error", variablesLost: true, ...deathError("the kernel is shutting down") });
      this.#onClosed();
      return;
    }
    const wasRunning = this.#running !== undefined;
    const { cwd } = this.#options;
    // If the working folder is gone, Node misleadingly reports that its own executable was not found.
    const reason = existsSync(cwd)
      ? deathReason(exit, this.#report.text, this.#limit.heapMb)
      : `the folder ${cwd} that it ran in is gone; make it again, or restart the kernel from another one`;
    const error = this.#verdict ?? (this.#ready ? deathError(reason) : startError(reason));
    this.#verdict = undefined;
    // A process that dies before it is ready would do so again and again.
    if (this.#ready) this.#process = this.#start();
    else this.#gone = true;
    if (wasRunning) this.#finish({ kind: "error", variablesLost: true, ...error });
    else this.#events.lost(reason);
  }
}
