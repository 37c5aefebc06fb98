/** What kind each cell of an assignment is, according to nbgrader's metadata. */
import type { Cell, GradeMetadata, Notebook } from "./notebook.ts";

export const gradeOf = (cell: Cell): GradeMetadata | undefined => cell.metadata.nbgrader;

/** The student writes here: code, text, or cells below a task. */
export const isAnswer = (cell: Cell): boolean => gradeOf(cell)?.solution === true;

/** Points depend on what the cell does when it runs. */
export const isTest = (cell: Cell): boolean => {
  const grade = gradeOf(cell);
  return cell.cell_type === "code" && grade?.grade === true && !grade.solution && grade.task !== true;
};

/** Points are given by a person: a written answer, or a task. */
export const isManual = (cell: Cell): boolean => {
  const grade = gradeOf(cell);
  return grade !== undefined && (grade.task === true || (grade.grade && grade.solution));
};

/** Whether the student may not change the cell, whatever the submitted file says. */
export const isLocked = (cell: Cell): boolean => gradeOf(cell) !== undefined && !isAnswer(cell);

export const pointsOf = (cell: Cell): number => (isTest(cell) || isManual(cell) ? (gradeOf(cell)?.points ?? 0) : 0);

/** The tasks of a notebook that carry points, in their order. */
export const scored = ({ cells }: Notebook): readonly Cell[] => cells.filter((cell) => isTest(cell) || isManual(cell));

/** The ids of an assignment's cells. */
export const gradeIds = ({ cells }: Notebook): ReadonlySet<string> =>
  new Set(cells.flatMap((cell) => gradeOf(cell)?.grade_id ?? []));

/** The student's own cells below a task, in which it was done. */
export function cellsBelow({ cells }: Notebook, task: Cell): readonly Cell[] {
  const below = cells.slice(cells.indexOf(task) + 1);
  const end = below.findIndex((other) => gradeOf(other) !== undefined);
  return end < 0 ? below : below.slice(0, end);
}

/** Whether only the teacher may see the cell. */
export const isTeachers = (cell: Cell): boolean => cell.metadata.tags?.includes("teacher") === true;

/** A task's title for learners: the nearest heading above it, or else its id. */
export function titleOf(notebook: Notebook, cell: Cell): string {
  const index = notebook.cells.indexOf(cell);
  const own = cell.cell_type === "markdown" ? headingOf(cell) : undefined;
  if (own !== undefined) return own;
  for (let i = index - 1; i >= 0; i--) {
    const above = notebook.cells[i]!;
    const heading = above.cell_type === "markdown" ? headingOf(above) : undefined;
    if (heading !== undefined) return heading;
  }
  return gradeOf(cell)?.grade_id ?? cell.id;
}

const headingOf = (cell: Cell): string | undefined =>
  /^#{1,6}\s+(.+?)\s*#*\s*$/m.exec(cell.source)?.[1]?.replace(POINTS, "");

/**
 * The points in a heading are removed: wherever a title is shown, the test's own points, which may be only part of them, are shown beside
 * it.
 */
const POINTS = /\s*[(（]\s*\d+(?:[.,]\d+)?\s*(?:points?|pts?\.?|점)\s*[)）]$/i;
