/** Assignments for tests: one line for each cell, courses in a temporary folder. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatNotebook, type Cell, type GradeMetadata, type Notebook } from "../../kernel/course/notebook.ts";

const grade = (grade_id: string, more: Partial<GradeMetadata>): Cell["metadata"] => ({
  nbgrader: { schema_version: 3, grade_id, grade: false, solution: false, locked: false, task: false, ...more },
});

const code = (id: string, source: string, metadata: Cell["metadata"] = {}): Cell => ({
  cell_type: "code",
  id,
  source,
  metadata,
  outputs: [],
  execution_count: null,
});

/** A cell of the source that is only for reading and running. */
export const locked = (id: string, source: string): Cell => code(id, source, grade(id, { locked: true }));
export const answer = (id: string, source: string): Cell =>
  code(id, `// BEGIN SOLUTION\n${source}\n// END SOLUTION`, grade(id, { solution: true }));
export const test = (id: string, points: number, source: string): Cell =>
  code(id, source, grade(id, { grade: true, locked: true, points }));
export const own = (id: string, source: string): Cell => code(id, source);
export const markdown = (id: string, source: string, more: Partial<GradeMetadata> = { locked: true }): Cell => ({
  cell_type: "markdown",
  id,
  source,
  metadata: grade(id, more),
});
export const essay = (id: string, points: number, source: string): Cell =>
  markdown(id, source, { grade: true, solution: true, points });
export const task = (id: string, points: number, source: string): Cell =>
  markdown(id, source, { locked: true, task: true, points });

export const notebook = (...cells: Cell[]): Notebook => ({ cells, metadata: {} });

export const write = (folder: string, path: string, content: Notebook | string): string => {
  const file = join(folder, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : formatNotebook(content));
  return file;
};

/** The notebook with the sources of some cells replaced, by id. */
export const edited = (base: Notebook, sources: Readonly<Record<string, string>>): Notebook => ({
  ...base,
  cells: base.cells.map((cell) => ({ ...cell, source: sources[cell.id] ?? cell.source })),
});

/** A small source: one function, a test with a hidden part, partial credit, an essay, a task. */
export const doubling = notebook(
  markdown("intro", "# Doubling"),
  locked("setup", 'import { check, torch } from "convkernel";'),
  markdown("q1-text", "## Twice (2 points)"),
  answer("q1", "const twice = (x: number): number => 2 * x;"),
  test(
    "q1-test",
    2,
    'check.count("one", twice(1), 2);\n// BEGIN HIDDEN TESTS\ncheck.count("hidden-seven", twice(7), 14);\n// END HIDDEN TESTS',
  ),
  markdown("q2-text", "## Thrice (3 points)"),
  answer("q2", "const thrice = (x: number): number => 3 * x;"),
  test(
    "q2-test",
    3,
    'check.points("thrice", 3, (c) => {\n  c.count("of 1", () => thrice(1), 3);\n  // BEGIN HIDDEN TESTS\n  c.count("of 2", () => thrice(2), 6);\n  c.count("of 5", () => thrice(5), 15);\n  // END HIDDEN TESTS\n});',
  ),
  markdown("why-text", "## Why"),
  essay("why", 2, "Because it is."),
  task("draw", 1, "## Draw it"),
);
