/** Clean runs of the teacher's own notebook, which show what its tests compare; submissions are compared with that. */
import { createHash } from "node:crypto";
import { hiddenTests, isHidden, type JudgeProcess, type Judges } from "./apart/judge-process.ts";
import { gradeOf, isTest } from "./cells.ts";
import { isSameQuestion, scoreOf, type Score } from "./judge.ts";
import type { Limits } from "./limits.ts";
import type { Cell, Notebook } from "./notebook.ts";
import { runNotebook, type NotebookRun, type RunOptions } from "./run-notebook.ts";
import { Session, type CellRun, type CheckRecord } from "./session.ts";
import { copyFiles, makeWorkspace, removeWorkspace } from "./workspace.ts";

/** A test of a clean run. */
export interface TestRun {
  readonly cell: Cell;
  readonly records: readonly CheckRecord[];
  readonly score: Score;
  /** The cell above that failed, and why, which may be the reason why the test fails; empty if none did. */
  readonly above: string;
  /** The cells between the test before and this one that took longer than a submission's cell may. */
  readonly slow: readonly SlowCell[];
  /** Why its hidden part has to run in the answers' process; undefined if it runs apart, or nothing is hidden. */
  readonly near?: string | undefined;
  /** Whether it ran apart. */
  readonly isApart: boolean;
  /** For a test that ran apart, the part that students see. */
  readonly visible?: Pick<TestRun, "records" | "score">;
}

interface SlowCell {
  readonly id: string;
  readonly ms: number;
}

/** On a slow machine a solution may need more than its time; that must not keep a class from being graded. */
const PATIENCE = 3;

/** Tests by grade_id. */
export type Tests = ReadonlyMap<string, TestRun>;

export interface CleanRun {
  readonly student?: string;
  readonly language?: string;
  /** The command that shuts the process in, for a folder. */
  readonly command?: ((folder: string) => readonly string[] | undefined) | undefined;
  /** Code that runs before each test. */
  readonly beforeTest?: string;
  /** The judges that run hidden tests apart; without them each test runs where the answers do. */
  readonly judges?: Judges | undefined;
}

/**
 * Runs a teacher's notebook in a fresh process beside the assignment's files, and scores it as it is. If the solution does not pass a
 * hidden test from another process, the test is run again where the solution runs, because it needs something that cannot be passed between
 * processes.
 */
export async function testsOf(notebook: Notebook, files: string, limits: Limits, clean: CleanRun = {}): Promise<Tests> {
  const tests = await cleanRun(notebook, files, limits, clean, new Map());
  const near = new Map(
    [...tests].flatMap(([id, { isApart, score }]) =>
      isApart && score.points !== score.max ? [[id, score.why] as const] : [],
    ),
  );
  return near.size === 0 ? tests : cleanRun(notebook, files, limits, clean, near);
}

async function cleanRun(
  notebook: Notebook,
  files: string,
  limits: Limits,
  { student = "reference", language = "en", command, beforeTest, judges }: CleanRun,
  near: ReadonlyMap<string, string>,
): Promise<Tests> {
  const folder = makeWorkspace();
  copyFiles(files, folder);
  const patient = patientOf(limits);
  const session = new Session({ folder, limits: patient, student, command: command?.(folder) });
  const run = async (judge?: JudgeProcess): Promise<NotebookRun> => {
    await session.warm();
    await judge?.begin({ notebook, files, student, language, session, folder, beforeTest });
    return runNotebook(session, notebook, patient, { beforeTest, apart: apartBy(judge, new Set(near.keys())) });
  };
  try {
    const isApart = judges !== undefined && hiddenTests(notebook).size > near.size;
    return testsIn(await (isApart ? judges.with(run) : run()), limits, near);
  } finally {
    await session.close();
    removeWorkspace(folder);
  }
}

/** Which tests a judge runs: those with a hidden part, except those that have to run in the answers' process. */
export const apartBy =
  (judge: JudgeProcess | undefined, near: ReadonlySet<string>): RunOptions["apart"] =>
  (test) =>
    judge !== undefined && isHidden(test) && !near.has(gradeOf(test)!.grade_id)
      ? (visible, leftMs, above) => judge.test(test, visible, leftMs, above)
      : undefined;

const patientOf = (limits: Limits): Limits => ({
  ...limits,
  cellMs: PATIENCE * limits.cellMs,
  totalMs: PATIENCE * limits.totalMs,
});

function testsIn({ cells }: NotebookRun, limits: Limits, near: ReadonlyMap<string, string>): Tests {
  const tests = new Map<string, TestRun>();
  const patient = patientOf(limits);
  let above = "";
  let slow: SlowCell[] = [];
  const scored = (cell: Cell, run: CellRun, altered: readonly string[]): Score =>
    scoreOf(cell, { run, reference: run.records, altered, stderrFails: false, limits: patient, own: new Set() });
  for (const { cell, run, altered, visible } of cells) {
    const name = gradeOf(cell)?.grade_id ?? cell.id;
    if (run.ms > limits.cellMs) slow.push({ id: name, ms: run.ms });
    if (!isTest(cell)) {
      const why =
        run.kind === "time" ? `more than ${patient.cellMs / 1000} s (--cell gives it more)` : run.error?.evalue;
      if (run.kind !== "ok") above ||= `; above it ${name} stopped: ${why ?? run.kind}`;
      continue;
    }
    // Compared with itself, a test passes if every comparison passed.
    const score = scored(cell, run, altered);
    tests.set(name, {
      cell,
      records: run.records,
      score,
      above,
      slow,
      near: near.get(name),
      isApart: run.isApart === true,
      ...(visible !== undefined && { visible: { records: visible.records, score: scored(cell, visible, []) } }),
    });
    slow = [];
  }
  return tests;
}

/** Messages to the teacher about hidden tests that cannot be kept out of the student's process. */
export const nearLines = (tests: Tests): readonly string[] =>
  [...tests].flatMap(([id, { near }]) =>
    near === undefined
      ? []
      : [
          `${id}: its hidden part runs in the process of the answers, whose code could read it there. From outside the solution does not pass it: ${near}`,
        ],
  );

/** Messages to the teacher about cells of the solution that take longer than the same cells of a submission may. */
export const slowLines = (tests: Tests, { cellMs }: Pick<Limits, "cellMs">): readonly string[] =>
  [...tests.values()].flatMap(({ slow }) =>
    slow.map(
      ({ id, ms }) =>
        `${id}: the solution takes ${Math.ceil(ms / 1000)} s here, but a submission's cell may take only ${cellMs / 1000} s. ` +
        `Allow more when you grade: --cell ${2 * Math.ceil(ms / 1000)}s`,
    ),
  );

/** Draws random numbers before a test, as a different but correct answer might. */
export const DRAW = '{ const { torch } = await import("convkernel"); torch.rand(1); }';

/**
 * Comparisons whose right answer differs in each run, by test and number; for instance in a test that draws its input without a seed.
 * Outside the student's process nobody knows what is right there.
 */
export function unsettled(one: Tests, other: Tests): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [id, { records }] of one)
    for (const [index, { expected }] of records.entries()) {
      const again = other.get(id)?.records[index]?.expected;
      if (again === undefined || !isSameQuestion(expected, again)) found.add(`${id}/${index}`);
    }
  return found;
}

/** Hash of a test as it is now: if it has changed, the test's grades are out of date. */
export const hashOfTest = (cell: Cell): string =>
  createHash("sha256")
    .update(`${cell.source}\0${gradeOf(cell)?.points ?? ""}`)
    .digest("hex")
    .slice(0, 16);

/** Whether every student gets different numbers, so that each needs a separate clean run. */
export const isSeeded = ({ cells }: Notebook): boolean =>
  cells.some(({ cell_type, source }) => cell_type === "code" && /\bcheck\s*\.\s*seed\s*\(/.test(source));
