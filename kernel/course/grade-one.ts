/** Grades one submission: restores it, runs it, scores it. */
import { existsSync } from "node:fs";
import { hiddenTests, type JudgeProcess, type Judges } from "./apart/judge-process.ts";
import { gradeOf, isAnswer, isManual, isTest, pointsOf, scored, titleOf } from "./cells.ts";
import type { StudentGrade, TaskGrade } from "./gradebook.ts";
import { leaks } from "./feedback.ts";
import type { Found } from "./find-notebook.ts";
import { lateLine, OTHER_QUESTION, scoreOf, told, type Score } from "./judge.ts";
import { type Language, type Source, type Submission } from "./layout.ts";
import type { Limits } from "./limits.ts";
import { listed } from "./names.ts";
import { UnreadableNotebook, type Cell, type Notebook } from "./notebook.ts";
import { apartBy, hashOfTest, type Tests } from "./reference.ts";
import { restore } from "./restore.ts";
import { runNotebook, withOutputs, type NotebookRun, type Ran } from "./run-notebook.ts";
import type { Session } from "./session.ts";
import { say } from "./words.ts";
import { copyFiles } from "./workspace.ts";

/** A source, with the release that students got. */
export interface Variant {
  readonly source: Source;
  readonly released: Notebook;
}

export interface Graded {
  readonly grade: Omit<StudentGrade, "state">;
  /** The notebook as it ran, for feedback; absent if there was nothing to run. */
  readonly notebook?: Notebook;
}

/** The language whose locked text is most similar to what was handed in. */
export function variantOf(variants: readonly Variant[], submitted: Notebook): Variant {
  const texts = new Set(submitted.cells.map(({ source }) => source.trim()));
  const shared = ({ released }: Variant): number =>
    released.cells.filter((cell) => cell.cell_type === "markdown" && texts.has(cell.source.trim())).length;
  return variants.toSorted((a, b) => shared(b) - shared(a))[0]!;
}

/** A score of zero for everything, with the reason, in the language that all of the class have if there is only one. */
export function unreadable(student: string, hash: string, variant: Variant, { message }: UnreadableNotebook): Graded {
  const { language } = variant.source;
  const why = say(language, "unreadable", { error: message });
  return { grade: { student, hash, language, ms: 0, notes: [why], flags: [why], tasks: allZero(variant, why) } };
}

export interface GradeOneOptions {
  readonly submission: Submission;
  readonly found: Found;
  readonly variants: readonly Variant[];
  readonly reference: Tests;
  /** Comparisons that only the student's process can judge, by test and number; determined only when needed. */
  readonly unsettled: () => Promise<ReadonlySet<string>>;
  readonly session: Session;
  /** The judges that run hidden tests apart. */
  readonly judges: Judges;
  /** The session's folder. */
  readonly folder: string;
  readonly limits: Limits;
  readonly stderrFails: boolean;
  readonly hash: string;
}

/** Grades one submission. Whatever it contains, every task gets a score. */
export async function gradeOne(options: GradeOneOptions): Promise<Graded> {
  const { submission, found, variants, session, folder, limits, hash } = options;
  const { student } = submission;
  const variant = variantOf(variants, found.notebook);
  const fileNotes = copyFiles(found.folder, folder);
  if (existsSync(variant.source.folder)) copyFiles(variant.source.folder, folder);
  const restored = restore(variant.source.notebook, variant.released, found.notebook);
  const { language, folder: files } = variant.source;
  await session.speak(language);
  const { notebook } = restored;
  const near = new Set([...options.reference].flatMap(([id, test]) => (test.near === undefined ? [] : [id])));
  const runWith = async (judge?: JudgeProcess): Promise<NotebookRun> => {
    await judge?.begin({ notebook, files, student, language, session, folder });
    return runNotebook(session, notebook, limits, { apart: apartBy(judge, near) });
  };
  const isApart = hiddenTests(notebook).size > near.size;
  const run = await (isApart ? options.judges.with(runWith) : runWith());
  let { tasks, flags } = scores(restored.notebook, variant, run, options, new Set());
  if (flags.some((flag) => flag.endsWith(OTHER_QUESTION)))
    ({ tasks, flags } = scores(restored.notebook, variant, run, options, await options.unsettled()));
  const ran = withOutputs(restored.notebook, run);
  const grade = {
    student,
    hash,
    language: variant.source.language,
    ms: run.ms,
    notes: [
      ...found.notes,
      ...fileNotes,
      ...restored.notes,
      ...run.losses.map((loss) => `the process was lost in ${loss}`),
    ],
    flags: [
      ...(restored.isAnother ? ["no cell of the assignment is in the notebook: is it another one's?"] : []),
      ...flags,
      ...leaksOf(ran).map((id) => `${id}: printed a line of a hidden test`),
      ...(run.tampered.length > 0 ? [`answers had changed ${listed(run.tampered)}, put back before the tests`] : []),
    ],
    tasks,
  };
  return { grade, notebook: ran };
}

/** The student's cells that show text found only in the teacher's notebook. */
const leaksOf = (notebook: Notebook): readonly string[] =>
  notebook.cells
    .filter((cell) => !isTest(cell) && (cell.outputs ?? []).some((output) => leaks(output, notebook)))
    .map((cell) => gradeOf(cell)?.grade_id ?? cell.id);

function scores(
  notebook: Notebook,
  { source, released }: Variant,
  run: NotebookRun,
  { reference, limits, stderrFails }: GradeOneOptions,
  unsettled: ReadonlySet<string>,
): { tasks: TaskGrade[]; flags: string[] } {
  const flags: string[] = [];
  const { language } = source;
  const where = (cell: Cell): string =>
    say(language, "cell", { number: notebook.cells.indexOf(cell) + 1, id: gradeOf(cell)?.grade_id ?? cell.id });
  const tasks = scored(source.notebook).map((cell): TaskGrade => {
    const id = gradeOf(cell)!.grade_id;
    const ran = run.cells.find((one) => gradeOf(one.cell)?.grade_id === id);
    let score: Score;
    if (isTest(cell) && ran !== undefined) {
      const records = reference.get(id)?.records ?? [];
      const own = new Set([...records.keys()].filter((index) => unsettled.has(`${id}/${index}`)));
      const verdict = { run: ran.run, reference: records, altered: ran.altered, stderrFails, limits, own, language };
      score = blamed(scoreOf(cell, { ...verdict, where: where(ran.cell) }), run, ran, where, verdict);
      flags.push(...score.flags);
    } else score = byHand(cell, notebook, released, language);
    return {
      task: id,
      title: titleOf(source.notebook, cell),
      points: score.points,
      max: score.max,
      why: score.why,
      manual: isManual(cell),
      hash: hashOfTest(cell),
      comment: "",
    };
  });
  return { tasks, flags };
}

/** If a test only says that a name is missing or that time has run out, adds how the answer above it failed. */
function blamed(score: Score, run: NotebookRun, test: Ran, where: (cell: Cell) => string, verdict: Blame): Score {
  const { language, limits } = verdict;
  if (!/ReferenceError/.test(score.why)) return score;
  const answers = run.cells.slice(0, run.cells.indexOf(test)).filter(({ cell }) => isAnswer(cell));
  // The answer at fault may not be the last one.
  const name = /ReferenceError: (\S+) is not/.exec(score.why)?.[1];
  const stopped = answers.filter(({ run: { kind } }) => kind !== "ok");
  const answer = stopped.findLast(({ cell }) => name !== undefined && cell.source.includes(name)) ?? stopped.at(-1);
  if (answer === undefined) return score;
  const { kind, error } = answer.run;
  if (kind === "time") return { ...score, why: lateLine(answer.run, limits, where(answer.cell), language) };
  if (error === undefined) return score;
  const line = `${error.ename}: ${error.evalue.split("\n")[0]}`;
  const untouched = told(line, language);
  if (untouched !== line) return { ...score, why: untouched };
  return { ...score, why: say(language, "answerStopped", { where: where(answer.cell), error: line }) };
}

interface Blame {
  readonly language: Language;
  readonly limits: Limits;
}

/** A written answer that was never touched gets no points; everything else waits for a person. */
function byHand(cell: Cell, notebook: Notebook, released: Notebook, language: Language): Score {
  const max = pointsOf(cell);
  const id = gradeOf(cell)!.grade_id;
  const textIn = ({ cells }: Notebook): string | undefined =>
    cells.find((other) => gradeOf(other)?.grade_id === id)?.source.trim();
  const isUntouched = gradeOf(cell)!.task !== true && textIn(notebook) === textIn(released);
  return { points: isUntouched ? 0 : null, max, why: isUntouched ? say(language, "notAnswered") : "", flags: [] };
}

const allZero = ({ source }: Variant, why: string): TaskGrade[] =>
  scored(source.notebook).map((cell) => ({
    task: gradeOf(cell)!.grade_id,
    title: titleOf(source.notebook, cell),
    points: 0,
    max: pointsOf(cell),
    why,
    manual: isManual(cell),
    hash: hashOfTest(cell),
    comment: "",
  }));
