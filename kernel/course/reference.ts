/** Clean runs of the teacher's own notebook: what its tests compare, which is what submissions are held against. */
import { createHash } from "node:crypto";
import { gradeOf, isTest } from "./cells.ts";
import { isSameQuestion, scoreOf, type Score } from "./judge.ts";
import type { Limits } from "./limits.ts";
import type { Cell, Notebook } from "./notebook.ts";
import { runNotebook, type NotebookRun } from "./run-notebook.ts";
import { Session, type CheckRecord } from "./session.ts";
import { copyFiles, makeWorkspace, removeWorkspace } from "./workspace.ts";

/** A test of a clean run. */
export interface TestRun {
  readonly cell: Cell;
  readonly records: readonly CheckRecord[];
  readonly score: Score;
  /** The cell above that stopped, and why, which may be what the test fails of; empty where none did. */
  readonly above: string;
}

/** Tests by grade_id. */
export type Tests = ReadonlyMap<string, TestRun>;

export interface CleanRun {
  readonly student?: string;
  /** What stands between the process and the system, for a folder. */
  readonly command?: (folder: string) => readonly string[] | undefined;
  /** Code that runs before each test. */
  readonly beforeTest?: string;
}

/** Runs a notebook of the teacher's in a fresh process beside the assignment's files, and scores it as it is. */
export async function testsOf(
  notebook: Notebook,
  files: string,
  limits: Limits,
  { student = "reference", command, beforeTest }: CleanRun = {},
): Promise<Tests> {
  const folder = makeWorkspace();
  copyFiles(files, folder);
  const session = new Session({ folder, limits, student, command: command?.(folder) });
  try {
    await session.warm();
    return testsIn(await runNotebook(session, notebook, limits, beforeTest), limits);
  } finally {
    await session.close();
    removeWorkspace(folder);
  }
}

function testsIn({ cells }: NotebookRun, limits: Limits): Tests {
  const tests = new Map<string, TestRun>();
  let above = "";
  for (const { cell, run, altered } of cells) {
    if (!isTest(cell)) {
      const why =
        run.kind === "time" ? `more than ${limits.cellMs / 1000} s (--cell gives it more)` : run.error?.evalue;
      if (run.kind !== "ok") above ||= `; above it ${gradeOf(cell)?.grade_id ?? cell.id} stopped: ${why ?? run.kind}`;
      continue;
    }
    // Held against itself, a test passes where every comparison passed.
    const score = scoreOf(cell, { run, reference: run.records, altered, stderrFails: false, limits, own: new Set() });
    tests.set(gradeOf(cell)!.grade_id, { cell, records: run.records, score, above });
  }
  return tests;
}

/** Random numbers that an answer may take as well as the solution does. */
export const DRAW = '{ const { torch } = await import("convkernel"); torch.rand(1); }';

/**
 * Comparisons whose right answer is another one in each run, by test and number: a test that draws its input without a seed, say.
 * Nobody outside knows what is right there.
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

/** A test as it is now: another hash means that its grades are old. */
export const hashOfTest = (cell: Cell): string =>
  createHash("sha256")
    .update(`${cell.source}\0${gradeOf(cell)?.points ?? ""}`)
    .digest("hex")
    .slice(0, 16);

/** Whether every student has other numbers, so that every student needs a clean run of one's own. */
export const isSeeded = ({ cells }: Notebook): boolean =>
  cells.some(({ cell_type, source }) => cell_type === "code" && /\bcheck\s*\.\s*seed\s*\(/.test(source));
