/** Makes the release of a source: without solutions, hidden tests, outputs and the teacher's own cells. */
import { createHash } from "node:crypto";
import { checksumOf } from "./checksum.ts";
import { gradeOf, isAnswer, isLocked, isManual, isTeachers, isTest } from "./cells.ts";
import type { Language } from "./layout.ts";
import { CODE_STUB, countLine, cut, TEXT_STUB } from "./markers.ts";
import type { Cell, Notebook } from "./notebook.ts";

/**
 * The release of a source. Cell ids become the grade_ids, so that the cells of a notebook that loses its metadata are still recognised.
 * @param hidden how many checks of a test students do not see, by grade_id
 */
export function releaseOf(
  source: Notebook,
  language: Language,
  hidden: ReadonlyMap<string, number> = new Map(),
): Notebook {
  const cells = source.cells.filter((cell) => !isTeachers(cell)).map((cell) => released(cell, language, hidden));
  const convkernel = { ...(source.metadata["convkernel"] as object | undefined), lang: language };
  return { cells, metadata: { ...source.metadata, convkernel } };
}

function released(cell: Cell, language: Language, hidden: ReadonlyMap<string, number>): Cell {
  const grade = gradeOf(cell);
  const count = isTest(cell) ? (hidden.get(grade!.grade_id) ?? 0) : 0;
  const shown = visible(cell, language);
  const source = count > 0 && /\bcheck\s*\.\s*points\s*\(/.test(shown) ? countLine(count, language) + shown : shown;
  const { convkernel: _, ...rest } = cell.metadata;
  const id = grade === undefined ? cell.id : idOf(grade.grade_id);
  const bare: Cell = { ...cell, id, source, ...(cell.cell_type === "code" && { outputs: [], execution_count: null }) };
  if (grade === undefined) return { ...bare, metadata: rest };
  const lock = isLocked(cell) ? { deletable: false, editable: false } : { deletable: false };
  const withGrade: Cell = {
    ...bare,
    metadata: {
      ...rest,
      ...lock,
      ...(count > 0 && { convkernel: { hidden: count } }),
      nbgrader: { ...grade, cell_type: cell.cell_type },
    },
  };
  const nbgrader = { ...withGrade.metadata.nbgrader!, checksum: checksumOf(withGrade) };
  return { ...withGrade, metadata: { ...withGrade.metadata, nbgrader } };
}

function visible(cell: Cell, language: Language): string {
  if (isAnswer(cell)) return answerStub(cell, language);
  return isTest(cell) ? cut(cell.source, "HIDDEN TESTS") : cell.source;
}

/** Without marks, a code answer that is graded by hand, or any text answer, counts as solution as a whole. */
function answerStub(cell: Cell, language: Language): string {
  const stub = cell.cell_type === "code" ? CODE_STUB : TEXT_STUB[language];
  const cleared = cut(cell.source, "SOLUTION", stub);
  return cleared === cell.source && isManual(cell) ? stub : cleared;
}

/** How many checks of each test are hidden, according to a released notebook. */
export const countsIn = ({ cells }: Notebook): ReadonlyMap<string, number> =>
  new Map(
    cells.flatMap((cell) => {
      const count = cell.metadata.convkernel?.hidden;
      return isTest(cell) && Number.isSafeInteger(count) ? [[gradeOf(cell)!.grade_id, count!] as const] : [];
    }),
  );

/** Cell ids consist of 1 to 64 letters, digits, - and _, and so do grade_ids. */
const idOf = (gradeId: string): string =>
  /^[a-zA-Z0-9_-]{1,64}$/.test(gradeId) ? gradeId : createHash("sha256").update(gradeId).digest("hex").slice(0, 16);

/** The source without hidden tests but with its solutions. Running it shows how many checks are hidden. */
export const withoutHidden = (source: Notebook): Notebook => ({
  ...source,
  cells: source.cells.map((cell) => (isTest(cell) ? { ...cell, source: cut(cell.source, "HIDDEN TESTS") } : cell)),
});
