/** Grades all waiting submissions: several at once, each in a separate process that is started ahead of time. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Judges } from "./apart/judge-process.ts";
import { answerTo } from "./by-hand.ts";
import { gradeIds } from "./cells.ts";
import { CourseError, NotStarted } from "./course-error.ts";
import { executed } from "./graded.ts";
import { sumOf, type Gradebook, type StudentGrade } from "./gradebook.ts";
import { findNotebook, type Found } from "./find-notebook.ts";
import { gradeOne, unreadable, type Graded, type Variant } from "./grade-one.ts";
import type { GradeOptions, Say } from "./grade.ts";
import { limitsOnly, privateFolders, wallsAround } from "./isolation.ts";
import type { Course, Submission } from "./layout.ts";
import { UnreadableNotebook, writeNotebook } from "./notebook.ts";
import { DRAW, isSeeded, nearLines, slowLines, testsOf, unsettled, type CleanRun, type Tests } from "./reference.ts";
import { Session } from "./session.ts";
import { inSlots } from "./slots.ts";
import { hashOfFolder, makeWorkspace, removeWorkspace } from "./workspace.ts";

/** A submission that has been read, and the process in which it will run. */
interface Ready {
  readonly found: Found;
  readonly hash: string;
  readonly folder: string;
  readonly session: Session;
  readonly warm: Promise<void>;
}
/** A submission that cannot be read needs no process. */
interface NotRead {
  readonly hash: string;
  readonly error: unknown;
}

export async function gradeAll(
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
  const { notebook, folder: files, name } = variants[0]!.source;
  const ids = gradeIds(notebook);
  const hide = [...privateFolders(course.root), options.submitted];
  const command = (work: string): readonly string[] | undefined =>
    walled ? wallsAround({ work, hide, network, limits }) : limitsOnly(limits);
  const judges = new Judges(limits, command);
  // The solution runs under the same conditions as a submission, so anything it lacks behind the walls shows before anybody is graded.
  const clean = (more: CleanRun): Promise<Tests> =>
    solved(testsOf(notebook, files, limits, { command, judges, ...more }));
  const seeded = isSeeded(notebook);
  let disturbed: Promise<ReadonlySet<string>> | undefined;
  const from = performance.now();
  let count = 0;
  const open = new Set<Ready>();

  const prepare = (submission: Submission): Ready | NotRead => {
    let hash = "";
    let found: Found;
    try {
      // Computed first, so that a submission that is replaced meanwhile is graded again.
      hash = hashOf(submission);
      found = findNotebook(submission, name, ids);
    } catch (error) {
      return { hash, error };
    }
    const folder = makeWorkspace();
    const session = new Session({ folder, limits, command: command(folder), student: submission.student });
    const warm = session.warm();
    // It is awaited when it is this submission's turn.
    warm.catch(() => {});
    const ready = { found, hash, folder, session, warm };
    open.add(ready);
    return ready;
  };
  const close = async (ready: Ready): Promise<void> => {
    await ready.session.close();
    removeWorkspace(ready.folder);
    open.delete(ready);
  };

  try {
    const common = seeded ? undefined : await clean({});
    if (common !== undefined) [...nearLines(common), ...slowLines(common, limits)].forEach(say);
    await inSlots(waiting, slots, prepare, (submission, ready) => gradeIt(submission, ready, common));
  } finally {
    await Promise.all([judges.close(), ...[...open].map(close)]);
  }

  async function gradeIt(submission: Submission, ready: Ready | NotRead, common: Tests | undefined): Promise<void> {
    const { student } = submission;
    book.begin(student);
    try {
      const graded = await attempt(submission, ready, common).catch((error: unknown) => {
        if (!(error instanceof NotStarted)) throw error;
        say(`${student}: ${error.message} It is tried once more.`);
        return attempt(submission, prepare(submission), common);
      });
      const known = book.of(student);
      const kept = keepByHand(options.again ? graded : keepUnchanged(graded, known), known, (task) =>
        answerTo(executed(course, student, assignment, name), task),
      );
      if (graded.notebook !== undefined) keepNotebook(course, student, assignment, name, graded);
      book.finish(kept.grade);
      say(lineOf(++count, waiting.length, book.of(student)!, performance.now() - from));
    } catch (error) {
      if (endsAll(error)) throw error;
      say(`[${++count}/${waiting.length}] ${student}  not graded: ${(error as Error).message}`);
    }
  }

  async function attempt(submission: Submission, ready: Ready | NotRead, common: Tests | undefined): Promise<Graded> {
    const { student } = submission;
    if ("error" in ready) {
      if (!(ready.error instanceof UnreadableNotebook)) throw ready.error;
      return unreadable(student, ready.hash, variants[0]!, ready.error);
    }
    const { found, hash, folder, session } = ready;
    try {
      const reference = common ?? (await clean({ student }));
      await ready.warm;
      const own = (): Promise<ReadonlySet<string>> =>
        (disturbed ??= clean({ student, beforeTest: DRAW }).then((other) => unsettled(reference, other)));
      return await gradeOne({
        submission,
        found,
        hash,
        variants,
        reference,
        unsettled: own,
        session,
        judges,
        folder,
        limits,
        stderrFails,
      });
    } catch (error) {
      // The next submission that needs it asks again.
      if (error instanceof NotStarted) disturbed = undefined;
      throw error;
    } finally {
      await close(ready);
    }
  }
}

/**
 * Whether an error would affect the other submissions too: a fault in the course, the gradebook or the disk. Any other error is reported
 * for this submission only.
 */
export function endsAll(error: unknown): boolean {
  if (error instanceof CourseError) return !(error instanceof NotStarted);
  const { code = "", errcode } = error as NodeJS.ErrnoException & { errcode?: number };
  return errcode !== undefined || ["ENOSPC", "EDQUOT", "EROFS", "EMFILE", "ENFILE"].includes(code);
}

/** A link's target is not looked at. */
export const hashOf = ({ folder, isLink }: Submission): string => (isLink ? "link" : hashOfFolder(folder));

/** If only some tests changed, the grades of the others stay as they were. */
function keepUnchanged(graded: Graded, known: StudentGrade | undefined): Graded {
  if (known?.state !== "running" || known.hash !== graded.grade.hash) return graded;
  const before = new Map(known.tasks.map((task) => [task.task, task]));
  const tasks = graded.grade.tasks.map((task) => {
    const old = before.get(task.task);
    return old !== undefined && old.hash === task.hash && !task.manual ? old : task;
  });
  return { ...graded, grade: { ...graded.grade, tasks } };
}

/** Points and comments by hand stay as long as the answer they were given for, whatever else was handed in anew. */
function keepByHand(graded: Graded, known: StudentGrade | undefined, then: (task: string) => string): Graded {
  const before = new Map(known?.tasks.map((task) => [task.task, task]));
  const tasks = graded.grade.tasks.map((task) => {
    const old = before.get(task.task);
    if (!task.manual || old === undefined || (old.points === null && old.comment === "")) return task;
    if (answerTo(graded.notebook, task.task) !== then(task.task)) return task;
    return { ...task, points: old.points ?? task.points, comment: old.comment };
  });
  return { ...graded, grade: { ...graded.grade, tasks } };
}

/** The executed notebook stays with the teacher, because it contains hidden tests. */
function keepNotebook({ root }: Course, student: string, assignment: string, name: string, { notebook }: Graded): void {
  const folder = join(root, "graded", student, assignment);
  mkdirSync(folder, { recursive: true });
  writeNotebook(join(folder, `${name}.ipynb`), notebook!);
}

/** The solution must pass its own tests; otherwise there is nothing to compare submissions with. */
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
  const { points, max, open } = sumOf(tasks);
  const faults = [...Map.groupBy(tasks, ({ why }) => why)]
    .filter(([why]) => why !== "")
    .map(([why, [first, ...more]]) => `${first!.task}${more.length > 0 ? ` and ${more.length} more` : ""}: ${why}`);
  const left = count < total ? `   ${Math.ceil(((elapsed / count) * (total - count)) / 1000)} s left` : "";
  return [
    `[${String(count).padStart(width)}/${total}] ${student}`,
    `${points} of ${max}${open > 0 ? ` (${open} by hand)` : ""}`,
    `${(ms / 1000).toFixed(1)} s${left}`,
    ...(faults.length > 0 ? [` ${faults.slice(0, 2).join("; ")}${faults.length > 2 ? "; ..." : ""}`] : []),
  ].join("  ");
}
