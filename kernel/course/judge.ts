/**
 * Scores, judged outside the student's process: what a test compared there is compared again here, with what a clean run of the solution
 * wanted at the same place. Reference: https://nbgrader.readthedocs.io/en/stable/user_guide/autograding_resources.html
 */
import { pointsOf } from "./cells.ts";
import type { Cell } from "./notebook.ts";
import type { CellRun, CheckRecord, Value } from "./session.ts";

export interface Score {
  /** Null where a person has to give the points. */
  readonly points: number | null;
  readonly max: number;
  /** Why it is less than all, in a line; empty otherwise. */
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
  /** As nbgrader: a word on stderr costs the cell. */
  readonly stderrFails: boolean;
  readonly limits: { readonly cellMs: number; readonly outputBytes: number };
}

const near = (got: number, wanted: number, rtol: number, atol: number): boolean =>
  got === wanted ||
  (Number.isNaN(got) && Number.isNaN(wanted)) ||
  Math.abs(got - wanted) <= atol + rtol * Math.abs(wanted);

/** Whether two values agree; undefined where their numbers were not carried over. */
function agree(got: Value, wanted: Value, rtol: number, atol: number): boolean | undefined {
  if (got.kind !== wanted.kind) return false;
  if (got.kind === "text") return got.text === (wanted as typeof got).text;
  if (got.kind === "nothing") return true;
  const other = wanted as typeof got;
  if (got.shape.join() !== other.shape.join()) return false;
  if (got.values === undefined || other.values === undefined) return undefined;
  return got.values.every((value, i) => near(value, other.values![i]!, rtol, atol));
}

interface Matched {
  readonly passed: number;
  readonly total: number;
  readonly why: string;
  readonly flags: readonly string[];
}

/** Walks through the solution's comparisons and finds each among the student's, in order. */
function matchRecords(records: readonly CheckRecord[], reference: readonly CheckRecord[]): Matched {
  let passed = 0;
  let next = 0;
  let why = "";
  const flags = new Set<string>();
  for (const wanted of reference) {
    const fits = (record: CheckRecord): boolean => record.task === wanted.task && record.kind === wanted.kind;
    const at = records.findIndex((record, i) => i >= next && fits(record));
    if (at < 0) {
      why ||= "a check did not run";
      continue;
    }
    next = at + 1;
    const record = records[at]!;
    if (!record.passed) {
      why ||= record.why;
      continue;
    }
    // Where the right answer depends on the student's own values, only the student's process knows it.
    const sameQuestion = agree(record.expected, wanted.expected, 1e-6, 1e-9) !== false;
    if (!sameQuestion) flags.add(`${record.task}: compared with a value of the student's own, not with the solution's`);
    const holds = sameQuestion ? agree(record.got, wanted.expected, wanted.rtol, wanted.atol) : true;
    if (holds === false) {
      flags.add(`${record.task}: passed where it ran, but not when compared outside`);
      why ||= "the answer is not the one wanted";
    } else passed++;
  }
  return { passed, total: reference.length, why, flags: [...flags] };
}

const round = (points: number): number => Math.round(points * 100) / 100;

/** What a test cell is worth. */
export function scoreOf(cell: Cell, { run, reference, altered, stderrFails, limits }: Verdict): Score {
  const max = pointsOf(cell);
  const score = (points: number, why: string, flags: readonly string[] = []): Score => ({ points, max, why, flags });
  switch (run.kind) {
    case "time":
      return score(0, `time limit (${limits.cellMs / 1000} s)`);
    case "output":
      return score(0, `more output than ${Math.round(limits.outputBytes / 1e6)} MB`);
    case "skipped":
      return score(0, "out of time");
    case "lost":
      return score(0, run.error?.evalue ?? "the process ended", ["the process was lost"]);
    case "error":
      return score(0, lineOf(run));
  }
  if (altered.length > 0) {
    const names = altered.join(", ");
    return score(0, `built-ins were changed while the test ran: ${names}`, [`changed built-ins: ${names}`]);
  }
  if (stderrFails && run.stderr !== "") return score(0, "the cell wrote to stderr");
  const credit = numberOf(run);
  if (reference.length === 0) {
    if (credit === undefined) return score(max, "");
    const given = Number.isFinite(credit) ? Math.min(max, Math.max(0, credit)) : 0;
    return score(
      round(given),
      given < max ? "partial credit" : "",
      credit > max ? ["gave more points than there are"] : [],
    );
  }
  const { passed, total, why, flags } = matchRecords(run.records, reference);
  const share = round((max * passed) / total);
  if (passed === total) return score(credit === undefined ? max : Math.min(max, Math.max(0, credit)), "", flags);
  return score(credit === undefined ? 0 : Math.max(0, Math.min(credit, share)), why, flags);
}

/** The error in one line, as a student may read it: never the code of the test. A check's own sentence comes without its name twice. */
function lineOf({ error, records }: CellRun): string {
  if (error === undefined) return "the cell failed";
  const failed = records.findLast(({ passed }) => !passed);
  if (error.ename === "CheckError" && failed !== undefined) return failed.why;
  const line = error.evalue.split("\n").find((text) => text.trim() !== "") ?? "";
  return error.ename === "CheckError" ? line : `${error.ename}: ${line}`;
}

/** The cell's value where that is one number: nbgrader takes it for the points. */
function numberOf({ result }: CellRun): number | undefined {
  const text = result?.["text/plain"];
  if (typeof text !== "string" || !/^-?(\d+\.?\d*(e[+-]?\d+)?|Infinity|NaN)$/.test(text.trim())) return undefined;
  return Number(text);
}
