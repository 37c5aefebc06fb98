/**
 * Restores a student's notebook: the source's cells in the source's order, the student's answers in their places, and added cells where the
 * student put them. Editors lose metadata, students copy, split, delete and move cells; none of that may cost a grade.
 */
import { gradeIds, gradeOf, isAnswer, isTeachers } from "./cells.ts";
import { withoutCount } from "./markers.ts";
import type { Cell, Notebook } from "./notebook.ts";

export interface Restored {
  readonly notebook: Notebook;
  /** What had to be repaired, in one sentence each. */
  readonly notes: readonly string[];
  /** No cell of the assignment was recognised, so the notebook is probably another assignment's. */
  readonly isAnother: boolean;
}

/** How a student's cell was matched with a cell of the source. */
type Match = { readonly cell: Cell; readonly index: number };

/** The proportion of words that two texts have in common: 1 for equal texts. */
function likeness(a: string, b: string): number {
  const words = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []);
  const [x, y] = [words(a), words(b)];
  if (x.size === 0 || y.size === 0) return a.trim() === b.trim() ? 1 : 0;
  const shared = [...x].filter((word) => y.has(word)).length;
  return shared / (x.size + y.size - shared);
}

/**
 * @param source with solutions and hidden tests, or the release: what locked cells must contain
 * @param released what the student was given, to recognise untouched answers, and copies that were worked on
 */
export function restore(source: Notebook, released: Notebook, submitted: Notebook): Restored {
  const notes: string[] = [];
  const taken = new Set<Cell>();
  const matches = new Map<Cell, Match>();
  const stub = new Map(released.cells.map((cell) => [gradeOf(cell)?.grade_id, cell.source]));

  /** Cells that had lost their metadata, by how they were recognised. */
  const known: Record<"id" | "text" | "place", string[]> = { id: [], text: [], place: [] };
  const claim = (cell: Cell, match: Match, by?: keyof typeof known): void => {
    matches.set(cell, match);
    taken.add(match.cell);
    if (by !== undefined) known[by].push(gradeOf(cell)!.grade_id);
  };
  const free = submitted.cells.map((cell, index) => ({ cell, index }));
  const wanted = source.cells.filter((cell) => gradeOf(cell) !== undefined);
  const graded = gradeIds(source);
  /** Whether the metadata does not say which cell it is: there is none, or its id is not one of the source's. */
  const isNameless = (cell: Cell): boolean => !graded.has(gradeOf(cell)?.grade_id ?? "");

  for (const cell of wanted) byGradeId(cell);
  for (const cell of wanted) if (!matches.has(cell)) byCellId(cell);
  // Locked cells first: answers are then looked for between them, because all answers began with the same words.
  for (const cell of wanted) if (!matches.has(cell) && !isAnswer(cell)) byText(cell);
  for (const cell of wanted) if (!matches.has(cell) && isAnswer(cell)) byPlace(cell);
  for (const cell of wanted) if (!matches.has(cell)) byText(cell);
  for (const cell of source.cells) if (gradeOf(cell) === undefined) byCellIdQuietly(cell);

  function byGradeId(cell: Cell): void {
    const id = gradeOf(cell)!.grade_id;
    const named = free.filter(({ cell: other }) => gradeOf(other)?.grade_id === id);
    const same = named.filter(({ cell: other }) => other.cell_type === cell.cell_type);
    const all = same.length > 0 ? same : named.filter(({ cell: other }) => isAnswer(cell) && isAnswer(other));
    if (all.length === 0) return;
    if (same.length === 0)
      notes.push(`${id}: the cell had become ${all[0]!.cell.cell_type}, and is ${cell.cell_type} again`);
    // Copies run one after another, as in the student's own notebook, so the last one that was worked on counts.
    const worked = all.findLast(({ cell: other }) => other.source.trim() !== (stub.get(id) ?? "").trim());
    claim(cell, isAnswer(cell) ? (worked ?? all[0]!) : all[0]!);
    if (all.length === 1) return;
    notes.push(
      `${id}: there were ${all.length} copies of this cell; ${isAnswer(cell) ? "the last changed one counts" : "one was kept"}`,
    );
    if (!isAnswer(cell)) for (const { cell: other } of all) taken.add(other);
  }

  function byCellId(cell: Cell): void {
    const id = gradeOf(cell)!.grade_id;
    const match = free.find(
      ({ cell: other }) =>
        !taken.has(other) && other.cell_type === cell.cell_type && (other.id === cell.id || other.id === id),
    );
    if (match !== undefined) claim(cell, match, "id");
  }

  function byText(cell: Cell): void {
    const id = gradeOf(cell)!.grade_id;
    const text = stub.get(id) ?? cell.source;
    let best: Match | undefined;
    let most = isAnswer(cell) ? 0.3 : 0.6;
    for (const candidate of free) {
      if (taken.has(candidate.cell) || candidate.cell.cell_type !== cell.cell_type) continue;
      if (!isNameless(candidate.cell)) continue;
      const alike = likeness(withoutCount(text), withoutCount(candidate.cell.source));
      if (alike > most) [most, best] = [alike, candidate];
    }
    if (best !== undefined) claim(cell, best, "text");
  }

  /** An answer is found between the neighbours that it was released with, whatever has happened to its text. */
  function byPlace(cell: Cell): void {
    const at = wanted.indexOf(cell);
    const indexOf = (other: Cell): number | undefined => matches.get(other)?.index;
    const after =
      wanted
        .slice(0, at)
        .map(indexOf)
        .findLast((index) => index !== undefined) ?? -1;
    const before =
      wanted
        .slice(at + 1)
        .map(indexOf)
        .find((index) => index !== undefined) ?? submitted.cells.length;
    const between = free.filter(
      ({ cell: other, index }) =>
        index > after &&
        index < before &&
        !taken.has(other) &&
        isNameless(other) &&
        other.cell_type === cell.cell_type &&
        other.source.trim() !== "",
    );
    if (between.length === 0) return;
    const id = gradeOf(cell)!.grade_id;
    const text = stub.get(id) ?? "";
    const best = between.toSorted((a, b) => likeness(text, b.cell.source) - likeness(text, a.cell.source))[0]!;
    claim(cell, best, "place");
  }

  function byCellIdQuietly(cell: Cell): void {
    const match = free.find(({ cell: other }) => !taken.has(other) && other.id === cell.id && isNameless(other));
    if (match !== undefined) claim(cell, match);
  }

  for (const [by, ids] of Object.entries(known))
    if (ids.length > 0)
      notes.push(
        `${ids.join(", ")}: metadata lost or changed, known by ${ids.length > 1 ? `their ${by}s` : `its ${by}`}`,
      );
  // What stands in a cell's place may be anything.
  const isAnother = wanted.every((cell) => !matches.has(cell) || known.place.includes(gradeOf(cell)!.grade_id));
  return { notebook: assemble(), notes, isAnother };

  function assemble(): Notebook {
    const cells: Cell[] = [];
    const used = new Set<number>();
    /** Cells that the student added after a recognised one, up to the next recognised one. */
    const ownBehind = (index: number): void => {
      for (let i = index + 1; i < submitted.cells.length && !taken.has(submitted.cells[i]!); i++) {
        if (used.has(i)) break;
        used.add(i);
        cells.push(withoutGrade(submitted.cells[i]!));
      }
    };
    ownBehind(-1);
    for (const cell of source.cells) {
      if (isTeachers(cell)) continue;
      const match = matches.get(cell);
      const id = gradeOf(cell)?.grade_id;
      if (match === undefined) {
        if (id !== undefined) notes.push(`${id}: the cell was missing and was put back`);
        // A cell of the source that is only for reading is not needed for grading, but code in it may be.
        cells.push(isAnswer(cell) ? { ...cell, source: stub.get(id) ?? "" } : cell);
        continue;
      }
      used.add(match.index);
      if (id === undefined) cells.push(match.cell);
      else if (isAnswer(cell))
        cells.push({ ...match.cell, metadata: cell.metadata, id: cell.id, cell_type: cell.cell_type });
      else {
        const given = released.cells.find((other) => gradeOf(other)?.grade_id === id) ?? cell;
        if (withoutCount(match.cell.source).trim() !== withoutCount(given.source).trim() && cell.cell_type === "code")
          notes.push(`${id}: the locked cell had been changed and was restored`);
        cells.push(cell);
      }
      ownBehind(match.index);
    }
    return { cells: unique(cells), metadata: source.metadata };
  }
}

function withoutGrade(cell: Cell): Cell {
  const { nbgrader: _, ...metadata } = cell.metadata;
  return { ...cell, metadata };
}

/** A notebook in which two cells have the same id is not valid, so the later ones get new ids. */
function unique(cells: readonly Cell[]): Cell[] {
  const seen = new Set<string>();
  return cells.map((cell, index) => {
    const id = seen.has(cell.id) ? `${cell.id.slice(0, 50)}-${index}` : cell.id;
    seen.add(id);
    return id === cell.id ? cell : { ...cell, id };
  });
}
