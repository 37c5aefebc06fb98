/** What has been checked so far, and the judge that is informed of it. */
import type { Value } from "./value.ts";

/**
 * One comparison as a judge outside this process sees it: the answer and the value expected here, to be compared with
 * those of a clean run.
 */
export interface CheckRecord {
  readonly task: string;
  readonly kind: string;
  readonly passed: boolean;
  /** The sentence that the learner read; empty if it passed. */
  readonly why: string;
  readonly got: Value;
  readonly expected: Value;
  readonly rtol: number;
  readonly atol: number;
}

/** Is informed of every comparison. */
export type Judge = (record: CheckRecord) => void;

let judge: Judge | null = null;

/** A grader sets its judge before any answer runs; nothing can set another one in the same process. */
export function setJudge(listener: Judge): void {
  if (judge !== null) throw new Error("check: the judge of this process is set already");
  judge = listener;
}

interface Outcome {
  readonly task: string;
  passed: boolean;
}

// Walked by index, so that a cell that patches maps or arrays does not change what has passed.
let results: Outcome[] = [];

/** Informs the judge of a comparison. */
export function note(record: CheckRecord): void {
  judge?.(record);
}

/** Records the outcome of a whole task. Returns whether it had failed before. */
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
