/** `convkernel course validate`: what a student's own checks say, from the notebook alone. */
import { dirname, resolve } from "node:path";
import { gradeOf, isManual, isTest, scored, titleOf } from "./cells.ts";
import { CourseError } from "./course-error.ts";
import { scoreOf } from "./judge.ts";
import { limitsOnly } from "./isolation.ts";
import type { Limits } from "./limits.ts";
import { CODE_STUB } from "./markers.ts";
import { readNotebook, UnreadableNotebook, type Notebook } from "./notebook.ts";
import { runNotebook } from "./run-notebook.ts";
import { Session } from "./session.ts";
import { languageOf, say } from "./words.ts";

export interface Validation {
  readonly lines: readonly string[];
  /** All visible checks of all automatic tasks pass. */
  readonly passed: boolean;
}

/** Runs the notebook from the start in a fresh process, and says of each task how it stands. */
export async function validate(path: string, limits: Limits): Promise<Validation> {
  let notebook: Notebook;
  try {
    notebook = readNotebook(path);
  } catch (error) {
    if (!(error instanceof UnreadableNotebook)) throw error;
    throw new CourseError(`${path}: ${error.message}`, "name the notebook (.ipynb) that you want to hand in.");
  }
  const language = languageOf(notebook.metadata);
  const tasks = scored(notebook);
  if (tasks.length === 0) return { lines: [say(language, "noTasks")], passed: false };

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
    const width = Math.max(...tasks.map((cell) => nameOf(notebook, cell).length));
    let passed = 0;
    const lines = tasks.map((cell) => {
      const name = nameOf(notebook, cell).padEnd(width);
      if (isManual(cell)) return `${name}   ${say(language, "byHand")}`;
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
        return `${name}   ${isUntouched(run.cells, cell) ? say(language, "untouched") : score.why}`;
      passed++;
      const count = cell.metadata.convkernel?.hidden ?? 0;
      const visible = ran.run.records.length;
      const key = visible === 0 ? "passes" : visible === 1 ? "passesOne" : "passesOf";
      return `${name}   ${say(language, key, { count: visible })}${count > 0 ? say(language, "hidden", { count }) : ""}`;
    });
    const total = tasks.filter(isTest).length;
    return { lines: [...lines, say(language, "total", { passed, total })], passed: passed === total };
  } finally {
    await session.close();
  }
}

const nameOf = (notebook: Notebook, cell: Notebook["cells"][number]): string =>
  `${gradeOf(cell)!.grade_id}  ${titleOf(notebook, cell)}`;

/** A test that fails because the answer above it is as it was released. */
function isUntouched(
  cells: Awaited<ReturnType<typeof runNotebook>>["cells"],
  test: Notebook["cells"][number],
): boolean {
  const stub = CODE_STUB.split("\n").at(-1)!;
  const index = cells.findIndex(({ cell }) => cell === test);
  // Where several tests stand behind one answer, it is all of theirs.
  for (let i = index - 1, seen = false; i >= 0; i--) {
    const { cell } = cells[i]!;
    if (seen && isTest(cell)) break;
    if (gradeOf(cell)?.solution !== true) continue;
    if (cell.source.includes(stub)) return true;
    seen = true;
  }
  return false;
}
