/**
 * Runs hidden tests where no answer runs: in a process that has only the teacher's cells and calls the student's code over a channel of
 * values. The student's process sees calls and their arguments, but never a test's text or the values it expects.
 */
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createCompiler } from "../../language/compile.ts";
import { gradeOf, isLocked, isTest } from "../cells.ts";
import type { Limits } from "../limits.ts";
import { hasMark } from "../markers.ts";
import type { Cell, Notebook } from "../notebook.ts";
import type { Ran } from "../run-notebook.ts";
import { Session, type CellRun } from "../session.ts";
import { copyFiles, isData, makeWorkspace, removeWorkspace } from "../workspace.ts";
import { Link } from "./link.ts";

/** A test's own time is counted in addition to that of the code it calls. */
const OWN_TIME = 2;

export interface Judged {
  readonly notebook: Notebook;
  /** The assignment's own files. */
  readonly files: string;
  readonly student: string;
  readonly language: string;
  /** The student's process and its working folder. */
  readonly session: Session;
  readonly folder: string;
  /** Code that runs before each test. */
  readonly beforeTest?: string | undefined;
}

export const isHidden = (cell: Cell): boolean => isTest(cell) && hasMark(cell.source, "HIDDEN TESTS");

export class JudgeProcess {
  readonly #limits: Limits;
  readonly #folder = makeWorkspace();
  readonly #session: Session;
  readonly #ready: Promise<void>;
  #now: Judged | undefined;
  /** How many cells of the notebook have been processed. */
  #seen = 0;
  /** The names that the student's cells declare. */
  #names: readonly string[] = [];
  /** Names that were bound to the previous student's values. */
  #lent: readonly string[] = [];
  /** Everything that cells have declared here, for any student so far. */
  readonly #declared = new Set<string>();
  #isLost = false;

  /** @param command the command that shuts the process in, for a folder */
  constructor(limits: Limits, command: (folder: string) => readonly string[] | undefined) {
    this.#limits = limits;
    const folder = this.#folder;
    this.#session = new Session({ folder, limits, command: command(folder), student: "", side: "judge" });
    this.#ready = this.#session.warm();
    // It is awaited when there is a submission to judge.
    this.#ready.catch(() => {});
  }

  /** Whether the process is gone, so that it can judge nobody else. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Begins with the next student. Nothing of the previous one is left that a test could mistake for this one's. */
  async begin(judged: Judged): Promise<void> {
    await this.#ready.catch((error: unknown) => {
      this.#isLost = true;
      throw error;
    });
    for (const name of readdirSync(this.#folder)) rmSync(join(this.#folder, name), { recursive: true, force: true });
    this.#now = judged;
    this.#seen = 0;
    const { notebook, student, language } = judged;
    const code = notebook.cells.filter(({ cell_type }) => cell_type === "code");
    const teachers = new Set(namesIn(code.filter(isLocked)));
    // An answer may be in a cell that the student added.
    this.#names = namesIn(code.filter((cell) => !isLocked(cell))).filter((name) => !teachers.has(name));
    await this.#session.restoreBuiltins();
    const old = [...this.#declared];
    if (old.length > 0) await this.#session.run(`var ${old.map((name) => `${name} = undefined`).join(", ")};`);
    for (const name of teachers) this.#declared.add(name);
    await this.#session.speak(language);
    await this.#session.runAsking(
      (end) => `{
  process.env.CONVKERNEL_STUDENT = ${JSON.stringify(student)};
  (await import("convkernel")).torch.manualSeed(0);
  globalThis[${JSON.stringify(end)}].forget();
  for (const name of ${JSON.stringify(this.#lent)}) delete globalThis[name];
  // Whoever calls something Math or Promise means the own cells, not the test.
  for (const name of ${JSON.stringify(this.#names)})
    if (!(name in globalThis))
      Object.defineProperty(globalThis, name, { get: () => globalThis[${JSON.stringify(end)}].value(name), configurable: true });
}`,
      this.#limits.cellMs,
      () => Promise.resolve(null),
    );
    this.#lent = this.#names;
  }

  /**
   * Runs a test, and the teacher's cells above it that have not run here yet.
   * @param visible the result of the part that students see, in their own process @param above the results of the cells before
   */
  async test(cell: Cell, visible: CellRun, leftMs: number, above: readonly Ran[] = []): Promise<CellRun> {
    const { notebook, files, folder, beforeTest } = this.#now!;
    const isOpen = visible.kind === "ok" || visible.kind === "error";
    const limitMs = Math.min(this.#limits.cellMs, leftMs);
    if (isOpen) {
      copyFiles(folder, this.#folder, isData);
      copyFiles(files, this.#folder);
    }
    const at = notebook.cells.indexOf(cell);
    for (const one of notebook.cells.slice(this.#seen, at)) {
      if (one.cell_type !== "code" || !isLocked(one)) continue;
      // A cell that failed once because of an answer, perhaps after half a minute, is not run again.
      const failed = above.some((ran) => ran.cell === one && ran.run.kind !== "ok");
      await this.#run(one.source, limitMs, isOpen && !failed && this.#asks(one));
    }
    this.#seen = at + 1;
    if (beforeTest !== undefined) await this.#run(beforeTest, limitMs, false);
    const { ran, served } = await this.#run(cell.source, limitMs, isOpen);
    // If the visible part failed, the whole test failed; it ran here only for the names it declares.
    if (visible.kind !== "ok" || served === undefined) return visible;
    const both = {
      ...ran,
      isApart: true,
      outputs: [...served.outputs, ...ran.outputs],
      stderr: visible.stderr + served.stderr,
      ms: visible.ms + ran.ms,
    };
    if (served.kind === "time" || served.kind === "lost") {
      const { kind, error, isLate = false, fullMb } = served;
      return { ...both, kind, isLate, ...(error !== undefined && { error }), ...(fullMb !== undefined && { fullMb }) };
    }
    return both;
  }

  /** Runs a cell here; meanwhile the student's process answers its questions, if it may ask any. */
  async #run(
    source: string,
    limitMs: number,
    isOpen: boolean,
  ): Promise<{ ran: CellRun; served?: CellRun | undefined }> {
    const link = new Link(isOpen ? undefined : "the answers cannot be called");
    const serving = isOpen
      ? this.#now!.session.runAsking((end) => this.#serve(end), limitMs, link.fromStudent, this.#session)
      : undefined;
    void serving?.then(({ kind, error }) =>
      link.lost(kind === "time" ? "out of time" : (error?.evalue ?? "the answers' process has ended")),
    );
    const student = isOpen ? this.#now!.session : undefined;
    const ran = await this.#session.runAsking(() => source, OWN_TIME * limitMs + 5000, link.fromJudge, student);
    link.end();
    this.#isLost ||= ran.kind === "lost" || ran.kind === "time";
    return { ran, served: await serving };
  }

  /** Whether a teacher's cell uses something of the student's. */
  #asks({ source }: Cell): boolean {
    const words = new Set(source.match(/[\p{ID_Continue}$]+/gu));
    return this.#names.some((name) => words.has(name));
  }

  /** Answers what the judge asks, with the student's names as they are now. */
  #serve(end: string): string {
    const names = this.#names.map((name) => `${name}: () => ${name}`);
    return `await globalThis[${JSON.stringify(end)}].serve({ ${names.join(", ")} });`;
  }

  async close(): Promise<void> {
    await this.#session.close();
    removeWorkspace(this.#folder);
  }
}

/** The names that cells declare at their top level. */
function namesIn(cells: readonly Cell[]): string[] {
  const compiler = createCompiler();
  return cells.flatMap(({ source }, n) => {
    const compiled = compiler.compile(source, n);
    return compiled.kind === "compiled" ? compiled.cell.names : [];
  });
}

/** Judges for several submissions at once; each judge serves one submission at a time. */
export class Judges {
  readonly #limits: Limits;
  readonly #command: (folder: string) => readonly string[] | undefined;
  readonly #free: JudgeProcess[] = [];
  readonly #all = new Set<JudgeProcess>();

  constructor(limits: Limits, command: (folder: string) => readonly string[] | undefined) {
    this.#limits = limits;
    this.#command = command;
  }

  /** Lends a judge for the duration of one submission. */
  async with<T>(work: (judge: JudgeProcess) => Promise<T>): Promise<T> {
    const judge = this.#free.pop() ?? new JudgeProcess(this.#limits, this.#command);
    this.#all.add(judge);
    try {
      return await work(judge);
    } finally {
      if (judge.isLost) {
        this.#all.delete(judge);
        await judge.close();
      } else this.#free.push(judge);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((judge) => judge.close()));
  }
}

/** Ids of tests with a hidden part. */
export const hiddenTests = ({ cells }: Notebook): ReadonlySet<string> =>
  new Set(cells.filter(isHidden).map((cell) => gradeOf(cell)!.grade_id));
