/**
 * Computes scores outside the student's process: what a test compared there is compared again here with what a clean run of the solution
 * expected at the same place. Reference: https://nbgrader.readthedocs.io/en/stable/user_guide/autograding_resources.html
 */
import { gradeOf, pointsOf } from "./cells.ts";
import type { Language } from "./layout.ts";
import type { Limits } from "./limits.ts";
import type { Cell } from "./notebook.ts";
import type { CellRun, CheckRecord, Value } from "./session.ts";
import { say } from "./words.ts";

export interface Score {
  /** Null if a person has to give the points. */
  readonly points: number | null;
  readonly max: number;
  /** Why it is less than the maximum, in one line; otherwise empty. */
  readonly why: string;
  /** What a teacher should look at. */
  readonly flags: readonly string[];
}

export interface Verdict {
  readonly run: CellRun;
  /** What the solution's clean run compared in this cell. */
  readonly reference: readonly CheckRecord[];
  /** Built-ins that were changed while the cell ran. */
  readonly altered: readonly string[];
  /** As in nbgrader: output on stderr costs the cell its points. */
  readonly stderrFails: boolean;
  /** Numbers of the comparisons whose right answer is known only in the student's process. */
  readonly own: ReadonlySet<number>;
  readonly limits: Pick<Limits, "cellMs" | "totalMs" | "memoryMb">;
  /** The student's language, and the name of a cell in it. */
  readonly language?: Language;
  readonly where?: string;
}

const near = (got: number, wanted: number, rtol: number, atol: number): boolean =>
  got === wanted ||
  (Number.isNaN(got) && Number.isNaN(wanted)) ||
  Math.abs(got - wanted) <= atol + rtol * Math.abs(wanted);

/** Whether two values agree; undefined if their numbers were not transferred. */
function agree(got: Value, wanted: Value, rtol: number, atol: number): boolean | undefined {
  if (got.kind !== wanted.kind) return false;
  if (got.kind === "text") return got.text === (wanted as typeof got).text;
  if (got.kind === "nothing") return true;
  const other = wanted as typeof got;
  if (got.shape.join() !== other.shape.join()) return false;
  if (got.values === undefined || other.values === undefined) return undefined;
  return got.values.every((value, i) => near(value, other.values![i]!, rtol, atol));
}

/** Whether both expected the same value, as far as it was transferred. */
export const isSameQuestion = (one: Value, other: Value): boolean => agree(one, other, 1e-6, 1e-9) !== false;

interface Matched {
  readonly passed: number;
  readonly total: number;
  readonly why: string;
  readonly flags: readonly string[];
}

/** Goes through the solution's comparisons and finds each one among the student's, in order. */
function matchRecords(
  records: readonly CheckRecord[],
  reference: readonly CheckRecord[],
  own: ReadonlySet<number>,
  language: Language,
): Matched {
  let passed = 0;
  let why = "";
  const flags = new Set<string>();
  const keyOf = ({ task, kind }: CheckRecord): string => `${kind} ${task}`;
  const came = Map.groupBy(records, keyOf);
  for (const [key, wanted] of Map.groupBy(reference, keyOf)) {
    const found = came.get(key) ?? [];
    if (found.length <= wanted.length) continue;
    // The test makes each comparison once; sending more of them does not undo one that failed.
    flags.add(`${wanted[0]!.task}: more comparisons than the test makes`);
    came.set(
      key,
      found.toSorted((a, b) => Number(a.passed) - Number(b.passed)),
    );
  }
  for (const [index, wanted] of reference.entries()) {
    const record = came.get(keyOf(wanted))?.shift();
    if (record === undefined) why ||= say(language, "notRun");
    else if (!record.passed) why ||= whyOf(record, language);
    else if (own.has(index)) {
      flags.add(`${record.task}: wants other numbers in each run, so it was not held against the solution's`);
      passed++;
    } else if (agree(record.got, wanted.expected, wanted.rtol, wanted.atol) === false) {
      flags.add(
        isSameQuestion(record.expected, wanted.expected)
          ? `${record.task}: passed where it ran, but not when compared outside`
          : `${record.task}: ${OTHER_QUESTION}`,
      );
      why ||= say(language, "otherAnswer");
    } else passed++;
  }
  return { passed, total: reference.length, why, flags: [...flags] };
}

/** A flag that may mean that the test has no seed. */
export const OTHER_QUESTION = "was compared with other values than the solution's";

const round = (points: number): number => Math.round(points * 100) / 100;

/** What a test cell is worth. */
export function scoreOf(
  cell: Cell,
  {
    run,
    reference,
    altered,
    stderrFails,
    limits,
    own,
    language = "en",
    where = gradeOf(cell)?.grade_id ?? cell.id,
  }: Verdict,
): Score {
  const max = pointsOf(cell);
  const score = (points: number, why: string, flags: readonly string[] = []): Score => ({ points, max, why, flags });
  switch (run.kind) {
    case "time":
      return score(0, lateLine(run, limits, where, language));
    case "skipped":
      return score(0, say(language, "outOfTime", { seconds: limits.totalMs / 1000 }));
    case "lost":
      if (run.isLate === true) return score(0, lateLine(run, limits, where, language), ["the process was lost"]);
      return score(0, run.error?.evalue ?? say(language, "ended"), ["the process was lost"]);
    case "error":
      return score(0, lineOf(run, language));
  }
  if (altered.length > 0) {
    const names = altered.join(", ");
    return score(0, say(language, "changed", { names }), [`changed built-ins: ${names}`]);
  }
  if (stderrFails && run.stderr !== "") return score(0, say(language, "stderr"));
  const credit = numberOf(run);
  const given = credit === undefined ? max : round(Math.min(max, Math.max(0, credit)));
  const excess = credit !== undefined && credit > max ? ["gave more points than there are"] : [];
  const { passed, total, why, flags } = matchRecords(run.records, reference, own, language);
  if (passed === total) return score(given, given < max ? say(language, "partial") : "", [...flags, ...excess]);
  // A test that gives no number of points is either passed or not.
  return score(credit === undefined ? 0 : Math.min(given, round((max * passed) / total)), why, flags);
}

/** Says what ran out: only time, or memory as well. */
export function lateLine({ fullMb }: CellRun, limits: Verdict["limits"], where: string, language: Language): string {
  const seconds = limits.cellMs / 1000;
  if (fullMb === undefined) return say(language, "timeLimit", { seconds, where });
  return say(language, "timeAndMemory", { seconds, where, held: fullMb, most: limits.memoryMb });
}

/** The error in one line, as a student may see it: never the code of the test. A check's name is not repeated before its own sentence. */
function lineOf({ error, records }: CellRun, language: Language): string {
  if (error === undefined) return say(language, "cellFailed");
  const failed = records.findLast(({ passed }) => !passed);
  if (error.ename === "CheckError" && failed !== undefined) return whyOf(failed, language);
  const line = error.evalue.split("\n").find((text) => text.trim() !== "") ?? "";
  return told(error.ename === "CheckError" ? line : `${error.ename}: ${line}`, language);
}

/** For a statement that is not true, all that can be said is which one it is. */
const whyOf = ({ kind, task, why }: CheckRecord, language: Language): string =>
  told(kind === "that" && !why.startsWith(task) ? `${task}: ${why}` : why, language);

/** An error thrown by an answer that was never touched is not the student's mistake. */
export const told = (why: string, language: Language): string =>
  /\bError: not done yet$/.test(why.trim()) ? say(language, "untouched") : why;

/** The cell's value if it is a single number, which nbgrader takes as the points. NaN means no points. */
function numberOf({ result }: CellRun): number | undefined {
  const text = result?.["text/plain"];
  if (typeof text !== "string" || !/^-?(\d+\.?\d*(e[+-]?\d+)?|Infinity|NaN)$/.test(text.trim())) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : 0;
}
