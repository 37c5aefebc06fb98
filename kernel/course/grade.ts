/** `convkernel course grade`: grades every submission of an assignment, several at once, into the gradebook. */
import { createHash } from "node:crypto";
import { gradeOf, scored } from "./cells.ts";
import { CourseError } from "./course-error.ts";
import { Gradebook, type StudentGrade } from "./gradebook.ts";
import { endsAll, gradeAll, hashOf } from "./grade-all.ts";
import type { Variant } from "./grade-one.ts";
import { lockGrading } from "./grading-lock.ts";
import { whyNoWalls } from "./isolation.ts";
import { gradebookFile, sourcesOf, submissionsOf, type Course, type Shard, type Submission } from "./layout.ts";
import type { Limits } from "./limits.ts";
import { listed } from "./names.ts";
import { hashOfTest } from "./reference.ts";
import { faultsOfCells } from "./rules.ts";
import { releaseOf } from "./release-notebook.ts";
import { removeAbandoned } from "./workspace.ts";

export interface GradeOptions {
  readonly submitted: string;
  readonly student?: string | undefined;
  readonly slots: number;
  readonly limits: Limits;
  readonly network: boolean;
  /** Also grades submissions that are already graded. */
  readonly again: boolean;
  /** Lets student code run with the teacher's rights if no walls can be built. */
  readonly trust: boolean;
  readonly stderrFails: boolean;
  /** The i-th of n parts of the class, 1 to n. */
  readonly shard?: Shard | undefined;
}

/** Which part of the class a student is in. It depends on the name, so that it stays the same when others hand in later. */
export const shardOf = (student: string, of: number): number =>
  (createHash("sha256").update(student).digest().readUInt32BE() % of) + 1;

export type Say = (line: string) => void;

/** How many of the requested submissions now have a score, and how many do not. */
export interface Count {
  readonly graded: number;
  readonly failed: number;
}

/** Grades, and prints a line for each submission. */
export async function grade(course: Course, assignment: string, options: GradeOptions, say: Say): Promise<Count> {
  const walls = whyNoWalls();
  if (walls !== null) {
    say(`No walls around student code: ${walls}. It runs with your rights on this machine.`);
    if (!options.trust)
      throw new CourseError(
        "Student code would run with your rights on this machine.",
        "grade on Linux with user namespaces, or in a container; or say --i-trust-them.",
      );
  }
  const sources = sourcesOf(course, assignment);
  const faults = sources.flatMap(({ notebook, name }) =>
    faultsOfCells(notebook).map((fault) => `  ${name}.ipynb: ${fault}`),
  );
  if (faults.length > 0)
    throw new CourseError(
      `${assignment} cannot be graded:\n${faults.join("\n")}`,
      "mend the source; `convkernel course release` says whether all is well.",
    );
  const variants = sources.map((source): Variant => ({
    source,
    released: releaseOf(source.notebook, source.language),
  }));
  const { shard } = options;
  const all = submissionsOf(options.submitted, assignment);
  const asked = all.filter(
    ({ student }) => options.student === undefined || student === options.student.normalize("NFC"),
  );
  const chosen = asked.filter(({ student }) => shard === undefined || shardOf(student, shard.of) === shard.index);
  if (asked.length === 0)
    throw new CourseError(
      `Nobody has handed in ${assignment}${options.student === undefined ? "" : ` as ${options.student}`} in ${options.submitted}.`,
      all.length > 0
        ? `choose among ${listed(all.map(({ student }) => student))}.`
        : `put what a student hands in at STUDENT/${assignment}/${sources[0]!.name}.ipynb in that folder, or name another one by --submitted DIR.`,
    );
  const book = new Gradebook(gradebookFile(course, shard), assignment);
  let unlock = (): void => {};
  try {
    unlock = lockGrading(gradebookFile(course, shard), assignment);
    if (chosen.length === 0)
      say(`Of those who have handed in ${assignment} nobody is in part ${shard!.index}/${shard!.of}.`);
    removeAbandoned();
    book.enroll(chosen.map(({ student }) => student));
    const waiting = chosen.filter(
      (submission) => options.again || isOld(submission, book.of(submission.student), variants),
    );
    if (waiting.length < chosen.length)
      say(`${chosen.length - waiting.length} of ${chosen.length} are graded already.`);
    if (waiting.length > 0) await gradeAll(course, assignment, waiting, variants, walls === null, options, book, say);
    const graded = chosen.filter(({ student }) => book.of(student)?.state === "done").length;
    return { graded, failed: chosen.length - graded };
  } finally {
    unlock();
    book.close();
  }
}

/** Whether a submission was never graded, was graded by other tests, or has changed since. */
function isOld(submission: Submission, known: StudentGrade | undefined, variants: readonly Variant[]): boolean {
  if (known?.state !== "done" || known.hash !== hashIfReadable(submission)) return true;
  // A written task has a different text in each language.
  const { source } = variants.find((variant) => variant.source.language === known.language) ?? variants[0]!;
  const now = scored(source.notebook).map((cell) => `${gradeOf(cell)!.grade_id} ${hashOfTest(cell)}`);
  const then = known.tasks.map(({ task, hash }) => `${task} ${hash}`);
  return now.join() !== then.join();
}

/** A folder that cannot be read is reported when its turn comes. */
function hashIfReadable(submission: Submission): string | undefined {
  try {
    return hashOf(submission);
  } catch (error) {
    if (endsAll(error)) throw error;
    return undefined;
  }
}
