/** Runs cells one after another in a separate runner, within limits: no Jupyter, no sockets, no type checks. */
import { randomBytes } from "node:crypto";
import { createRunner } from "../front/runner-handle.ts";
import { createCompiler, type Compiler } from "../language/compile.ts";
import type { DisplayContent, ErrorContent, ExecuteOutcome, Runner, RunnerEvents } from "../contract/runner.ts";
import { transformOptions } from "../compiler/tsconfig.ts";
import { NotStarted } from "./course-error.ts";
import type { Limits } from "./limits.ts";
import type { Output } from "./notebook.ts";
import { TimeLimit } from "./time-limit.ts";
import { endName, preludeOf, restoreBuiltins, speakPrelude, type SentRecord, type SentValue } from "./prelude.ts";

/** A value as the judge compares it. */
export type Value = Exclude<SentValue, { kind: "numbers" }> | NumbersValue;
export interface NumbersValue {
  readonly kind: "numbers";
  readonly shape: readonly number[];
  /** Absent if there were too many to transfer. */
  readonly values?: Float64Array;
}

export interface CheckRecord extends Omit<SentRecord, "got" | "expected"> {
  readonly got: Value;
  readonly expected: Value;
}

/** The result of one cell. */
export interface CellRun {
  readonly kind: "ok" | "error" | "time" | "lost" | "skipped";
  readonly error?: ErrorContent;
  readonly outputs: readonly Output[];
  readonly result?: DisplayContent["data"];
  readonly stderr: string;
  /** What `check` compared, in order. */
  readonly records: readonly CheckRecord[];
  /** How long it took, not counting the time for which a busy machine kept it waiting. */
  readonly ms: number;
  /** The cell ran in the judge's process, which calls the answers from there. */
  readonly isApart?: boolean;
  /** The process was lost because nothing else could end the cell in time. */
  readonly isLate?: boolean;
  /** Megabytes that a cell held when its time ran out, if that was most of its limit: when memory is short, finding room takes time. */
  readonly fullMb?: number;
}

export interface SessionOptions {
  readonly folder: string;
  readonly limits: Limits;
  /** The command that starts the runner: directly, or through a program that shuts it in. */
  readonly command?: readonly string[] | undefined;
  /** The student on whom the numbers of `check.seed()` depend. */
  readonly student: string;
  /** Whether answers run here, or tests that call them from another process. */
  readonly side?: "judge" | "student";
}

/** Gets another process's answer to what a cell has written; the cell waits for it. Null if nobody answers. */
export type Asked = (text: string) => Promise<string | null>;

/** A busy machine takes a long time to load the library. */
const START_MS = 120_000;

/** The share of the memory limit from which on a cell counts as nearly full. */
const FULL = 0.8;
const MOST_RECORDS = 10_000;
const MOST_CARRIED = 2 ** 28;

interface Gathered {
  readonly outputs: Output[];
  readonly records: CheckRecord[];
  /** How much the cell has printed and shown. */
  bytes: number;
  /** How many of the records' numbers were transferred. */
  carried: number;
  stderr: string;
}

export class Session {
  readonly #limits: Limits;
  readonly #student: string;
  readonly #side: "judge" | "student";
  readonly #compiler: Compiler;
  readonly #runner: Runner;
  readonly #nonce = randomBytes(12).toString("hex");
  #cells = 0;
  #now: Gathered = { outputs: [], records: [], bytes: 0, carried: 0, stderr: "" };
  /** Answers the running cell's questions. */
  #asked: Asked | undefined;

  constructor({ folder, limits, command, student, side = "student" }: SessionOptions) {
    this.#limits = limits;
    this.#side = side;
    this.#student = student;
    this.#compiler = createCompiler(transformOptions(folder));
    const { memoryMb, processes } = limits;
    const options = { cwd: folder, memoryMb, processes, endDetached: true, ...(command !== undefined && { command }) };
    this.#runner = createRunner(this.#events(), options);
  }

  /** Runs the prelude, possibly long before there is a submission. @throws {NotStarted} if no cell can run */
  async warm(): Promise<void> {
    const { kind, error } = await this.#execute(preludeOf(this.#nonce, this.#student, this.#side), START_MS);
    if (kind === "ok") return;
    const why = kind === "time" ? `it was not ready within ${START_MS / 1000} s` : error!.evalue;
    throw new NotStarted(
      `The process that student code runs in does not start: ${why}.`,
      "nobody was graded by it. `convkernel doctor` looks at the installation; run the command again when it is mended.",
    );
  }

  /** Sets the language in which `check` speaks from now on. */
  async speak(language: string): Promise<void> {
    await this.#execute(speakPrelude(language), this.#limits.cellMs);
  }

  /** Puts the built-ins back; returns the names of those that a cell had changed. */
  async restoreBuiltins(): Promise<readonly string[]> {
    const { result } = await this.#execute(restoreBuiltins(this.#nonce), this.#limits.cellMs);
    const text = result?.["text/plain"];
    const names = typeof text === "string" ? text.replace(/^['"`]|['"`]$/g, "") : "";
    return names === "" ? [] : names.split(", ");
  }

  /** Runs one cell, for no longer than the limit or the rest of the submission's time. Never rejects. */
  run(source: string, leftMs = Infinity): Promise<CellRun> {
    return this.#execute(source, Math.min(this.#limits.cellMs, leftMs));
  }

  /**
   * Runs a cell that talks with one in another session. `source` makes its code from the name of this session's end. While the other cell
   * works, this one counts as working too.
   */
  async runAsking(source: (end: string) => string, limitMs: number, asked: Asked, other?: Session): Promise<CellRun> {
    this.#asked = asked;
    try {
      return await this.#execute(source(endName(this.#nonce)), limitMs, other);
    } finally {
      this.#asked = undefined;
    }
  }

  /** Processor time so far of everything in the session. */
  readonly #cpuMs = (): number | undefined => this.#runner.usage()?.cpuMs;

  /** Every process of the session has ended when this resolves. */
  close(): Promise<void> {
    return this.#runner.shutdown();
  }

  async #execute(source: string, limitMs: number, other?: Session): Promise<CellRun> {
    const cpuMs = (): number | undefined => {
      const [own, others] = [this.#cpuMs(), other === undefined ? 0 : other.#cpuMs()];
      return own === undefined || others === undefined ? undefined : own + others;
    };
    const time = new TimeLimit(limitMs, { now: () => performance.now(), cpuMs });
    const n = ++this.#cells;
    const gathered: Gathered = { outputs: [], records: [], bytes: 0, carried: 0, stderr: "" };
    this.#now = gathered;
    const done = (kind: CellRun["kind"], more: Partial<CellRun> = {}): CellRun => ({
      kind,
      outputs: gathered.outputs,
      records: gathered.records,
      stderr: gathered.stderr,
      ms: time.used(),
      ...more,
    });
    const compiled = this.#compiler.compile(source, n);
    if (compiled.kind === "syntax-error") {
      const error = { ename: "SyntaxError", evalue: compiled.message, traceback: compiled.traceback };
      gathered.outputs.push({ output_type: "error", ...error });
      return done("error", { error });
    }
    let isLate = false;
    let fullMb: number | undefined;
    const watch = time.watch(() => {
      isLate = true;
      const { heldMb } = this.#runner.usage() ?? { heldMb: 0 };
      if (heldMb > FULL * this.#limits.memoryMb) fullMb = Math.round(heldMb);
      void this.#runner.interrupt();
    });
    const outcome = await this.#runner.execute({
      parent: `cell-${n}`,
      cell: compiled.cell,
      silent: false,
      allowStdin: this.#asked !== undefined,
      userExpressions: {},
    });
    watch.off();
    return this.#concluded(outcome, isLate, gathered, (kind, more) =>
      done(kind, { ...more, ...(fullMb !== undefined && { fullMb }) }),
    );
  }

  #concluded(
    outcome: ExecuteOutcome,
    isLate: boolean,
    gathered: Gathered,
    done: (kind: CellRun["kind"], more?: Partial<CellRun>) => CellRun,
  ): CellRun {
    if (outcome.kind === "ok") {
      if (outcome.result === undefined) return done("ok");
      const { data, metadata } = outcome.result;
      gathered.outputs.push({ output_type: "execute_result", data, metadata, execution_count: this.#cells });
      return done("ok", { result: data });
    }
    const { ename, evalue, traceback, variablesLost } = outcome;
    gathered.outputs.push({ output_type: "error", ename, evalue, traceback });
    if (variablesLost) this.#compiler.reset();
    const kind = variablesLost ? "lost" : isLate ? "time" : "error";
    return done(kind, { error: { ename, evalue, traceback }, ...(isLate && { isLate }) });
  }

  #events(): RunnerEvents {
    const show = ({ data, metadata }: DisplayContent): void => {
      if (this.#room(JSON.stringify(data).length) > 0)
        this.#now.outputs.push({ output_type: "display_data", data, metadata });
    };
    return {
      stream: (_parent, name, text) => this.#stream(name, text),
      display: (_parent, content) => show(content),
      updateDisplay: () => {},
      clearOutput: () => {},
      broadcast: (_parent, type, content, _metadata, buffers) => {
        if (type === this.#nonce) this.#record(content as SentRecord, buffers);
      },
      comm: () => {},
      input: (_parent, { prompt }) => this.#asked?.(prompt) ?? Promise.resolve(null),
      lost: () => this.#compiler.reset(),
    };
  }

  #stream(name: "stdout" | "stderr", text: string): void {
    const now = this.#now;
    const kept = text.slice(0, this.#room(text.length));
    if (kept === "") return;
    if (name === "stderr") now.stderr += kept;
    const last = now.outputs.at(-1) as { name?: string; text?: string } | undefined;
    if (last?.name === name) last.text += kept;
    else now.outputs.push({ output_type: "stream", name, text: kept });
  }

  /** How much of some further output is kept. The cell goes on: printing too much does not make its result wrong. */
  #room(length: number): number {
    const now = this.#now;
    const { outputBytes } = this.#limits;
    const left = outputBytes - now.bytes;
    now.bytes += length;
    if (left <= 0 || length <= left) return Math.max(0, Math.min(left, length));
    const megabytes = Math.round(outputBytes / 1e6);
    now.outputs.push({
      output_type: "stream",
      name: "stdout",
      text: `\n[more output than ${megabytes} MB: cut off here]\n`,
    });
    return 0;
  }

  /** A test makes a few dozen comparisons; records of an endless number of them are dropped. */
  #record(sent: SentRecord, buffers: readonly Uint8Array[]): void {
    const { records } = this.#now;
    this.#now.carried += buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (records.length < MOST_RECORDS && this.#now.carried < MOST_CARRIED) records.push(received(sent, buffers));
  }
}

/** Reads a record from its message; numbers arrive as the bytes of doubles. */
function received(sent: SentRecord, buffers: readonly Uint8Array[]): CheckRecord {
  const value = (of: SentValue, buffer: Uint8Array | undefined): Value => {
    if (of.kind !== "numbers") return of;
    const values = buffer === undefined ? undefined : new Float64Array(Uint8Array.from(buffer).buffer);
    return { kind: "numbers", shape: of.shape, ...(values !== undefined && { values }) };
  };
  return { ...sent, got: value(sent.got, buffers[0]), expected: value(sent.expected, buffers[1]) };
}
