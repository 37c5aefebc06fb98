/** `convkernel course validate`: shows a student the results of the visible checks, using only the notebook. */
import { dirname, resolve } from "node:path";
import { columnsOf, padColumns } from "../contract/columns.ts";
import { gradeOf, isManual, isTest, scored, titleOf } from "./cells.ts";
import { CourseError } from "./course-error.ts";
import { scoreOf } from "./judge.ts";
import { limitsOnly } from "./isolation.ts";
import type { Limits } from "./limits.ts";
import { holdsStub } from "./markers.ts";
import { readNotebook, UnreadableNotebook, type Notebook } from "./notebook.ts";
import { runNotebook } from "./run-notebook.ts";
import { Session } from "./session.ts";
import type { Language } from "./layout.ts";
import { languageOf, say } from "./words.ts";

/** The result of one task. */
export interface TaskSeen {
  readonly id: string;
  readonly title: string;
  readonly state: "passes" | "fails" | "untouched" | "manual";
  /** The message, in the notebook's language. */
  readonly says: string;
}

export interface Validation {
  readonly language: Language;
  readonly tasks: readonly TaskSeen[];
  /** The last line. */
  readonly total: string;
  /** Whether all visible checks of all automatic tasks pass. */
  readonly passed: boolean;
}

/** Runs the notebook from the start in a fresh process, and returns the result of each task. */
export async function validate(path: string, limits: Limits): Promise<Validation> {
  let notebook: Notebook;
  try {
    notebook = readNotebook(path);
  } catch (error) {
    if (!(error instanceof UnreadableNotebook)) throw error;
    throw new CourseError(`${path}: ${error.message}`, "name the notebook (.ipynb) that you want to hand in.");
  }
  const language = languageOf(notebook.metadata);
  const cells = scored(notebook);
  if (cells.length === 0) return { language, tasks: [], total: say(language, "noTasks"), passed: false };

  const session = new Session({
    folder: dirname(resolve(path)),
    limits,
    command: limitsOnly(limits),
    student: process.env["CONVKERNEL_STUDENT"] ?? "",
  });
  try {
    await session.warm();
    await session.speak(language);
    const run = await runNotebook(session, notebook, limits);
    const tasks = cells.map((cell): TaskSeen => {
      const seen = (state: TaskSeen["state"], says: string): TaskSeen => ({
        id: gradeOf(cell)!.grade_id,
        title: titleOf(notebook, cell),
        state,
        says,
      });
      if (isManual(cell)) return seen("manual", say(language, "byHand"));
      const ran = run.cells.find((one) => one.cell === cell)!;
      const score = scoreOf(cell, {
        run: ran.run,
        reference: ran.run.records,
        altered: ran.altered,
        stderrFails: false,
        limits,
        own: new Set(),
        language,
        where: say(language, "cell", { number: notebook.cells.indexOf(cell) + 1, id: gradeOf(cell)!.grade_id }),
      });
      if (score.points !== score.max)
        return isUntouched(run.cells, cell) ? seen("untouched", say(language, "untouched")) : seen("fails", score.why);
      const count = cell.metadata.convkernel?.hidden ?? 0;
      const visible = ran.run.records.length;
      const key = visible === 0 ? "passes" : visible === 1 ? "passesOne" : "passesOf";
      const later = count > 0 ? say(language, "hidden", { count }) : "";
      return seen("passes", `${say(language, key, { count: visible })}${later}`);
    });
    const passed = tasks.filter(({ state }) => state === "passes").length;
    const total = cells.filter(isTest).length;
    return { language, tasks, total: say(language, "total", { passed, total }), passed: passed === total };
  } finally {
    await session.close();
  }
}

/** For a terminal: a line for each task, and one for all. */
export function linesOf({ tasks, total }: Pick<Validation, "tasks" | "total">): readonly string[] {
  const names = tasks.map(({ id, title }) => `${id}  ${title}`);
  const width = Math.max(...names.map(columnsOf));
  return [...tasks.map(({ says }, i) => `${padColumns(names[i]!, width)}   ${says}`), total];
}

/** Whether a test fails because the answer above it is as it was released. */
function isUntouched(
  cells: Awaited<ReturnType<typeof runNotebook>>["cells"],
  test: Notebook["cells"][number],
): boolean {
  const index = cells.findIndex(({ cell }) => cell === test);
  // If several tests follow one answer, it belongs to all of them.
  for (let i = index - 1, seen = false; i >= 0; i--) {
    const { cell } = cells[i]!;
    if (seen && isTest(cell)) break;
    if (gradeOf(cell)?.solution !== true) continue;
    if (holdsStub(cell.source)) return true;
    seen = true;
  }
  return false;
}
