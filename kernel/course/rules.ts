/** What is checked in a source notebook before it is released: each of these mistakes has cost some class its grades. */
import { gradeOf, isAnswer, isManual, isTest, pointsOf, scored } from "./cells.ts";
import { cut, hasMark, UnmatchedMark, type Marked } from "./markers.ts";
import { byKey, type Cell, type Notebook } from "./notebook.ts";
import type { Source } from "./layout.ts";

/** Ids become database keys, cell ids and file names. */
const ID = /^[a-zA-Z0-9_-]{1,64}$/;

const first = (source: string): string => JSON.stringify(source.split("\n")[0]!.slice(0, 40));

/** Everything wrong with a source that is to be released: one sentence each, with the cell's position. */
export function faultsOf(notebook: Notebook): readonly string[] {
  const shown = notebook.cells.flatMap((cell, index) =>
    isAnswer(cell) && (cell.outputs ?? []).length > 0
      ? [`${placeOf(cell, index)}: it holds an output, which may show the solution: clear the outputs`]
      : [],
  );
  return [...faultsOfCells(notebook), ...shown];
}

const placeOf = (cell: Cell, index: number): string =>
  `cell ${index + 1} (${gradeOf(cell)?.grade_id ?? first(cell.source)})`;

/** The faults that also keep a source from being graded. */
export function faultsOfCells({ cells }: Notebook): readonly string[] {
  const faults: string[] = [];
  const seen = new Map<string, number>();
  const ids = new Set<string>();
  for (const [index, cell] of cells.entries()) {
    const say = (text: string): number => faults.push(`${placeOf(cell, index)}: ${text}`);
    const grade = gradeOf(cell);
    if (ids.has(cell.id)) say(`its cell id "${cell.id}" is another cell's too`);
    ids.add(cell.id);
    for (const what of ["SOLUTION", "HIDDEN TESTS"] as const) markFaults(cell, what, say);
    if (grade === undefined) continue;
    if (!ID.test(grade.grade_id)) say(`the id "${grade.grade_id}" may hold letters, digits, - and _ only, 64 at most`);
    const before = seen.get(grade.grade_id);
    if (before !== undefined) say(`its id "${grade.grade_id}" is that of cell ${before} too`);
    seen.set(grade.grade_id, index + 1);
    if (grade.task === true && (!grade.locked || grade.grade || grade.solution))
      say(
        "a task must be locked, and neither graded by itself nor an answer: nbgrader fails for every student otherwise",
      );
    if ((isTest(cell) || isManual(cell)) && !(pointsOf(cell) > 0)) say("it is to be graded but has no points");
    if (isTest(cell) && !grade.locked) say("a test must be locked");
    if (hasMark(cell.source, "HIDDEN TESTS") && !isTest(cell)) say("only tests may have hidden parts");
    if (isAnswer(cell) && cell.cell_type === "code" && grade.grade === false && !hasMark(cell.source, "SOLUTION"))
      say("it is an answer without a solution between // BEGIN SOLUTION and // END SOLUTION");
  }
  if (scored({ cells, metadata: {} }).length === 0) faults.push("no cell is worth points");
  return faults;
}

function markFaults(cell: Cell, what: Marked, say: (text: string) => void): void {
  if (!hasMark(cell.source, what)) return;
  if (what === "SOLUTION" && !isAnswer(cell))
    say("a solution is marked, but the cell is no answer: it would not be cleared");
  try {
    cut(cell.source, what);
  } catch (error) {
    if (!(error instanceof UnmatchedMark)) throw error;
    say(error.message);
  }
}

/** Notebooks of one assignment in several languages must be the same except for their words. */
export function differencesOf(sources: readonly Source[]): readonly string[] {
  const faults: string[] = [];
  for (const other of sources.slice(1)) {
    const one = sources.find(({ name }) => name === other.name)!;
    if (one === other) continue;
    const where = `${other.name}.ipynb in "${other.language}"`;
    const [a, b] = [one, other].map(({ notebook }) => notebook.cells.map(comparable));
    if (a!.length !== b!.length) faults.push(`${where} has ${b!.length} cells instead of ${a!.length}`);
    for (const [index, cell] of a!.entries())
      if (b![index] !== undefined && b![index] !== cell)
        faults.push(`${where}: cell ${index + 1} has other code or other metadata than in "${one.language}"`);
  }
  return faults;
}

const comparable = (cell: Cell): string =>
  JSON.stringify([cell.cell_type, gradeOf(cell), cell.cell_type === "code" ? cell.source : ""], byKey);
