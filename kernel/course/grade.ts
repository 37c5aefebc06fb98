/** `convkernel course grade`: every submission of an assignment, several at once, into the gradebook. */
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../contract/package-root.ts";
import { gradeOf, isTest } from "./cells.ts";
import { CourseError } from "./course-error.ts";
import { Gradebook, type StudentGrade } from "./gradebook.ts";
import { gradeOne, type Graded, type Variant } from "./grade-one.ts";
import { limitsOnly, privateFolders, wallsAround, whyNoWalls } from "./isolation.ts";
import { sourcesOf, submissionsOf, type Course, type Submission } from "./layout.ts";
import type { Limits } from "./limits.ts";
import { writeNotebook } from "./notebook.ts";
import { hashOfTest, isSeeded, testsOf, type Tests } from "./reference.ts";
import { releaseOf } from "./release-notebook.ts";
import { Session } from "./session.ts";
import { inSlots } from "./slots.ts";
import { hashOfFolder, makeWorkspace, removeWorkspace } from "./workspace.ts";

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

/** Grades, and says a line for each submission. Resolves to how many have a score now. */
export async function grade(course: Course, assignment: string, options: GradeOptions, say: Say): Promise<number> {
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
    book.enroll(chosen.map(({ student }) => student));
    const waiting = chosen.filter(
      (submission) => options.again || isOld(submission, book.of(submission.student), variants[0]!),
    );
    if (waiting.length < chosen.length)
      say(`${chosen.length - waiting.length} of ${chosen.length} are graded already.`);
    if (waiting.length > 0) await gradeAll(course, assignment, waiting, variants, walls === null, options, book, say);
    return book.all().filter(({ state }) => state === "done").length;
  } finally {
    book.close();
  }
}

/** Graded never, or with other tests, or another notebook. */
function isOld(submission: Submission, known: StudentGrade | undefined, { source }: Variant): boolean {
  if (known?.state !== "done" || known.hash !== hashOfFolder(submission.folder)) return true;
  const hashes = new Map(known.tasks.map(({ task, hash }) => [task, hash]));
  return source.notebook.cells.some((cell) => isTest(cell) && hashes.get(gradeOf(cell)!.grade_id) !== hashOfTest(cell));
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
  const seeded = isSeeded(notebook);
  const common = seeded ? undefined : await solved(testsOf(notebook, files, limits));
  const from = performance.now();
  let count = 0;

  const prepare = ({ student }: Submission) => {
    const folder = makeWorkspace();
    const command = walled
      ? wallsAround({
          work: folder,
          hide: [...privateFolders(course.root), options.submitted],
          keep: [packageRoot],
          network,
          limits,
        })
      : limitsOnly(limits);
    const session = new Session({ folder, limits, command, student });
    return { folder, session, warm: session.warm() };
  };

  await inSlots(waiting, slots, prepare, async (submission, { folder, session, warm }) => {
    const { student } = submission;
    book.begin(student);
    try {
      const reference = common ?? (await solved(testsOf(notebook, files, limits, student)));
      await warm;
      const hash = hashOfFolder(submission.folder);
      const graded = await gradeOne({ submission, variants, reference, session, folder, limits, stderrFails, hash });
      book.finish((options.again ? graded : keepUnchanged(graded, book.of(student))).grade);
      if (graded.notebook !== undefined) keepNotebook(course, student, assignment, variants[0]!.source.name, graded);
      say(lineOf(++count, waiting.length, book.of(student)!, performance.now() - from));
    } finally {
      await session.close();
      removeWorkspace(folder);
    }
  });
}

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
      `The solution fails its own tests: ${failed.map(([id, { score }]) => `${id} (${score.why})`).join(", ")}.`,
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
  const faults = tasks.filter(({ why }) => why !== "").map(({ task, why }) => `${task}: ${why}`);
  const left = count < total ? `   ${Math.ceil(((elapsed / count) * (total - count)) / 1000)} s left` : "";
  return [
    `[${String(count).padStart(width)}/${total}] ${student}`,
    `${Number(points.toFixed(2))} of ${max}${manual > 0 ? ` (${manual} by hand)` : ""}`,
    `${(ms / 1000).toFixed(1)} s${left}`,
    ...(faults.length > 0 ? [` ${faults.slice(0, 2).join("; ")}${faults.length > 2 ? "; ..." : ""}`] : []),
  ].join("  ");
}
