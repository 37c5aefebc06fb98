/** `convkernel course grade`: every submission of an assignment, several at once, into the gradebook. */
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { gradeOf, scored } from "./cells.ts";
import { CourseError } from "./course-error.ts";
import { Judges } from "./apart/judge-process.ts";
import { Gradebook, type StudentGrade } from "./gradebook.ts";
import { gradeOne, type Graded, type Variant } from "./grade-one.ts";
import { limitsOnly, privateFolders, wallsAround, whyNoWalls } from "./isolation.ts";
import { sourcesOf, submissionsOf, type Course, type Submission } from "./layout.ts";
import type { Limits } from "./limits.ts";
import { writeNotebook } from "./notebook.ts";
import { DRAW, hashOfTest, isSeeded, nearLines, testsOf, unsettled, type CleanRun, type Tests } from "./reference.ts";
import { faultsOfCells } from "./rules.ts";
import { releaseOf } from "./release-notebook.ts";
import { Session } from "./session.ts";
import { inSlots } from "./slots.ts";
import { hashOfFolder, makeWorkspace, removeAbandoned, removeWorkspace } from "./workspace.ts";

export interface GradeOptions {
  readonly submitted: string;
  readonly student?: string | undefined;
  readonly slots: number;
  readonly limits: Limits;
  readonly network: boolean;
  /** Grades what is graded already, too. */
  readonly again: boolean;
  /** Student code may run with the teacher's rights where there can be no walls. */
  readonly trust: boolean;
  readonly stderrFails: boolean;
  /** The i-th of n parts of the class, 1 to n. */
  readonly shard?: { readonly index: number; readonly of: number } | undefined;
}

export const gradebookFile = ({ root }: Course, shard?: GradeOptions["shard"]): string =>
  join(root, shard === undefined ? "gradebook.convkernel.db" : `gradebook.convkernel.${shard.index}-of-${shard.of}.db`);

/** Which part of the class a student is in: by the name, so that it stays the same when others hand in later. */
export const shardOf = (student: string, of: number): number =>
  (createHash("sha256").update(student).digest().readUInt32BE() % of) + 1;

export type Say = (line: string) => void;

/** How many of the submissions that were asked for have a score now, and how many have none. */
export interface Count {
  readonly graded: number;
  readonly failed: number;
}

/** Grades, and says a line for each submission. */
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
  const chosen = submissionsOf(options.submitted, assignment).filter(
    ({ student }) =>
      (options.student === undefined || student === options.student.normalize("NFC")) &&
      (options.shard === undefined || shardOf(student, options.shard.of) === options.shard.index),
  );
  if (chosen.length === 0)
    throw new CourseError(
      `Nobody has handed in ${assignment}${options.student === undefined ? "" : ` as ${options.student}`} in ${options.submitted}.`,
      "expected submitted/STUDENT/ASSIGNMENT/NAME.ipynb; name another folder by --submitted DIR.",
    );
  const book = new Gradebook(gradebookFile(course, options.shard), assignment);
  try {
    removeAbandoned();
    book.enroll(chosen.map(({ student }) => student));
    const waiting = chosen.filter(
      (submission) => options.again || isOld(submission, book.of(submission.student), variants[0]!),
    );
    if (waiting.length < chosen.length)
      say(`${chosen.length - waiting.length} of ${chosen.length} are graded already.`);
    if (waiting.length > 0) await gradeAll(course, assignment, waiting, variants, walls === null, options, book, say);
    const graded = chosen.filter(({ student }) => book.of(student)?.state === "done").length;
    return { graded, failed: chosen.length - graded };
  } finally {
    book.close();
  }
}

/** Graded never, or by other tests, or something else was handed in. */
function isOld(submission: Submission, known: StudentGrade | undefined, { source }: Variant): boolean {
  if (known?.state !== "done" || known.hash !== hashOfFolder(submission.folder)) return true;
  const now = scored(source.notebook).map((cell) => `${gradeOf(cell)!.grade_id} ${hashOfTest(cell)}`);
  const then = known.tasks.map(({ task, hash }) => `${task} ${hash}`);
  return now.join() !== then.join();
}

async function gradeAll(
  course: Course,
  assignment: string,
  waiting: readonly Submission[],
  variants: readonly Variant[],
  walled: boolean,
  options: GradeOptions,
  book: Gradebook,
  say: Say,
): Promise<void> {
  const { limits, network, slots, stderrFails } = options;
  const { notebook, folder: files } = variants[0]!.source;
  const hide = [...privateFolders(course.root), options.submitted];
  const command = (work: string): readonly string[] | undefined =>
    walled ? wallsAround({ work, hide, network, limits }) : limitsOnly(limits);
  const judges = new Judges(limits, command);
  // The solution has no more than a submission has: what it misses behind the walls is seen before anybody is graded.
  const clean = (more: CleanRun): Promise<Tests> =>
    solved(testsOf(notebook, files, limits, { command, judges, ...more }));
  const seeded = isSeeded(notebook);
  let disturbed: Promise<ReadonlySet<string>> | undefined;
  const from = performance.now();
  let count = 0;

  const prepare = ({ student }: Submission) => {
    const folder = makeWorkspace();
    const session = new Session({ folder, limits, command: command(folder), student });
    const warm = session.warm();
    // It is awaited when it is this submission's turn.
    warm.catch(() => {});
    return { folder, session, warm };
  };

  try {
    const common = seeded ? undefined : await clean({});
    if (common !== undefined) nearLines(common).forEach(say);
    await inSlots(waiting, slots, prepare, (submission, ready) => gradeIt(submission, ready, common));
  } finally {
    await judges.close();
  }

  async function gradeIt(
    submission: Submission,
    { folder, session, warm }: ReturnType<typeof prepare>,
    common: Tests | undefined,
  ): Promise<void> {
    const { student } = submission;
    book.begin(student);
    try {
      const reference = common ?? (await clean({ student }));
      await warm;
      const hash = hashOfFolder(submission.folder);
      const own = (): Promise<ReadonlySet<string>> =>
        (disturbed ??= clean({ student, beforeTest: DRAW }).then((other) => unsettled(reference, other)));
      const graded = await gradeOne({
        submission,
        variants,
        reference,
        unsettled: own,
        session,
        judges,
        folder,
        limits,
        stderrFails,
        hash,
      });
      if (graded.notebook !== undefined) keepNotebook(course, student, assignment, variants[0]!.source.name, graded);
      book.finish((options.again ? graded : keepUnchanged(graded, book.of(student))).grade);
      say(lineOf(++count, waiting.length, book.of(student)!, performance.now() - from));
    } catch (error) {
      if (!isOfThisOne(error)) throw error;
      say(`[${++count}/${waiting.length}] ${student}  not graded: ${(error as Error).message}`);
    } finally {
      await session.close();
      removeWorkspace(folder);
    }
  }
}

/** What a submission's own files are to blame for: the others are graded all the same. */
const isOfThisOne = (error: unknown): boolean =>
  ["EACCES", "EPERM", "ENOENT", "ENAMETOOLONG", "EISDIR", "ENOTDIR"].includes(
    (error as NodeJS.ErrnoException).code ?? "",
  );

/** Where only some tests changed, the grades of the others stay as they were. */
function keepUnchanged(graded: Graded, known: StudentGrade | undefined): Graded {
  if (known?.state !== "running" || known.hash !== graded.grade.hash) return graded;
  const before = new Map(known.tasks.map((task) => [task.task, task]));
  const tasks = graded.grade.tasks.map((task) => {
    const old = before.get(task.task);
    return old !== undefined && old.hash === task.hash && !task.manual ? old : task;
  });
  return { ...graded, grade: { ...graded.grade, tasks } };
}

/** The executed notebook stays with the teacher: hidden tests are in it. */
function keepNotebook({ root }: Course, student: string, assignment: string, name: string, { notebook }: Graded): void {
  const folder = join(root, "graded", student, assignment);
  mkdirSync(folder, { recursive: true });
  writeNotebook(join(folder, `${name}.ipynb`), notebook!);
}

/** The solution must pass its own tests, or there is nothing to hold submissions against. */
async function solved(running: Promise<Tests>): Promise<Tests> {
  const tests = await running;
  const failed = [...tests].filter(([, { score }]) => score.points !== score.max);
  if (failed.length > 0)
    throw new CourseError(
      `The solution fails its own tests: ${failed.map(([id, { score, above }]) => `${id} (${score.why}${above})`).join(", ")}.`,
      "mend the source; `convkernel course release` shows each fault.",
    );
  return tests;
}

/** `[ 17/200] kim  7.0 of 8  2.9 s   q2: time limit (30 s)` */
function lineOf(count: number, total: number, { student, tasks, ms }: StudentGrade, elapsed: number): string {
  const width = String(total).length;
  const points = tasks.reduce((sum, task) => sum + (task.points ?? 0), 0);
  const max = tasks.reduce((sum, task) => sum + task.max, 0);
  const manual = tasks.filter((task) => task.points === null).length;
  const faults = [...Map.groupBy(tasks, ({ why }) => why)]
    .filter(([why]) => why !== "")
    .map(([why, [first, ...more]]) => `${first!.task}${more.length > 0 ? ` and ${more.length} more` : ""}: ${why}`);
  const left = count < total ? `   ${Math.ceil(((elapsed / count) * (total - count)) / 1000)} s left` : "";
  return [
    `[${String(count).padStart(width)}/${total}] ${student}`,
    `${Number(points.toFixed(2))} of ${max}${manual > 0 ? ` (${manual} by hand)` : ""}`,
    `${(ms / 1000).toFixed(1)} s${left}`,
    ...(faults.length > 0 ? [` ${faults.slice(0, 2).join("; ")}${faults.length > 2 ? "; ..." : ""}`] : []),
  ].join("  ");
}
