/** What was checked so far, and the judge who is told of it. */
import type { Value } from "./value.ts";

/** One comparison, as a judge outside this process sees it: what came and what was wanted here, to be compared with a clean run's. */
export interface CheckRecord {
  readonly task: string;
  readonly kind: string;
  readonly passed: boolean;
  /** The sentence that the learner read; empty where it passed. */
  readonly why: string;
  readonly got: Value;
  readonly expected: Value;
  readonly rtol: number;
  readonly atol: number;
}

/** Hears of every comparison. */
export type Judge = (record: CheckRecord) => void;

let judge: Judge | null = null;

/** A grader sets its judge before any answer runs; nobody can set another one in the same process. */
export function setJudge(listener: Judge): void {
  if (judge !== null) throw new Error("check: the judge of this process is set already");
  judge = listener;
}

interface Outcome {
  readonly task: string;
  passed: boolean;
}

// Walked by index: a cell that patches maps or arrays does not change what passed.
let results: Outcome[] = [];

/** Tells the judge of a comparison. */
export function note(record: CheckRecord): void {
  judge?.(record);
}

/** The outcome of a whole task. Says whether it had failed before. */
export function settle(task: string, passed: boolean): boolean {
  for (let i = 0; i < results.length; i++) {
    const known = results[i]!;
    if (known.task !== task) continue;
    const hadFailed = !known.passed;
    known.passed = passed;
    return hadFailed;
  }
  results[results.length] = { task, passed };
  return false;
}

/** Tasks in the order in which they were first checked. */
export const outcomes = (): readonly Readonly<Outcome>[] => results;

/** Forgets everything but the judge: for tests. */
export const forget = (): void => {
  results = [];
};
