/** `convkernel course release`: turns a source into what students get, if nothing is wrong with it. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createCompiler } from "../language/compile.ts";
import { isHidden, Judges } from "./apart/judge-process.ts";
import { gradeOf, isAnswer, isManual, isTest, pointsOf, scored } from "./cells.ts";
import { CourseError } from "./course-error.ts";
import { releaseFolder, sourcesOf, type Course, type Language, type Source } from "./layout.ts";
import { limitsOnly } from "./isolation.ts";
import type { Limits } from "./limits.ts";
import { hasMark } from "./markers.ts";
import { writeNotebook, type Notebook } from "./notebook.ts";
import { nearLines, slowLines, testsOf, type TestRun, type Tests } from "./reference.ts";
import { releaseOf, withoutHidden } from "./release-notebook.ts";
import { differencesOf, faultsOf } from "./rules.ts";
import { copyFiles } from "./workspace.ts";

export interface ReleaseOptions {
  /** Where the release is written; by default the course's own folder for it. */
  readonly out?: string | undefined;
  /** Only this language; all by default. */
  readonly language?: Language | undefined;
  readonly limits: Limits;
}

/** Releases an assignment; returns a message for each language and one for the whole. */
export async function release(course: Course, assignment: string, options: ReleaseOptions): Promise<readonly string[]> {
  const sources = sourcesOf(course, assignment);
  refuse(assignment, [
    ...sources.flatMap((source) => faultsOf(source.notebook).map((fault) => `${nameOf(source)}: ${fault}`)),
    ...differencesOf(sources),
    ...duplicateNames(sources),
  ]);
  const first = sources[0]!;
  const { limits } = options;
  const untouched = releaseOf(first.notebook, first.language);
  refuse(assignment, stubFaults(untouched));
  const judges = new Judges(limits, () => limitsOnly(limits));
  const [full, empty] = await Promise.all([
    testsOf(first.notebook, first.folder, limits, { judges }).finally(() => judges.close()),
    testsOf(untouched, first.folder, limits),
  ]);
  const visible = await visibleOf(first, full, limits);
  refuse(assignment, [...solutionFaults(full, visible), ...emptyFaults(empty)]);

  const hidden = hiddenCounts(first.notebook, full, visible);
  const written = sources
    .filter(({ language }) => options.language === undefined || language === options.language)
    .map((source) => {
      const folder = options.out ?? releaseFolder(course, assignment, source.language);
      mkdirSync(folder, { recursive: true });
      copyFiles(source.folder, folder);
      const path = join(folder, `${source.name}.ipynb`);
      writeNotebook(path, releaseOf(source.notebook, source.language, hidden));
      return path;
    });
  if (written.length === 0)
    throw new CourseError(
      `${assignment} has no source in "${options.language}".`,
      "leave --lang out for all that there are.",
    );
  const cells = scored(first.notebook);
  const sum = (some: typeof cells): number => some.reduce((total, cell) => total + pointsOf(cell), 0);
  const [tests, byHand] = [cells.filter(isTest), cells.filter(isManual)];
  return [
    `${assignment}: ${tests.length} automatic tasks (${sum(tests)} points), ${byHand.length} by hand (${sum(byHand)}). ` +
      "The solution passes all tests; the released notebook passes none.",
    ...nearLines(full),
    ...slowLines(full, limits),
    ...written.map((path) => `-> ${path}`),
    "Next: give students these, with the files beside them. Collect what they hand in as",
    `submitted/STUDENT/${assignment}/${first.name}.ipynb, then: convkernel course grade ${assignment}`,
  ];
}

/**
 * What students see of each test, for a right answer. Training takes time, so there is no second run if the full one has already shown it.
 */
async function visibleOf({ notebook, folder }: Source, full: Tests, limits: Limits): Promise<Seen> {
  const isKnown = [...full.values()].every(({ cell, visible }) => visible !== undefined || !isHidden(cell));
  if (!isKnown) return testsOf(withoutHidden(notebook), folder, limits);
  return new Map([...full].map(([id, test]) => [id, test.visible ?? test]));
}

type Seen = ReadonlyMap<string, NonNullable<TestRun["visible"]>>;

const nameOf = ({ language, name }: Source): string =>
  language === "en" ? `${name}.ipynb` : `${language}: ${name}.ipynb`;

function refuse(assignment: string, faults: readonly string[]): void {
  if (faults.length === 0) return;
  throw new CourseError(
    `${assignment} is not released:\n${faults.map((fault) => `  ${fault}`).join("\n")}`,
    "mend the source and release again. Nothing was written.",
  );
}

const duplicateNames = (sources: readonly Source[]): string[] =>
  sources.some(({ language, name }) => sources.some((other) => other.language === language && other.name !== name))
    ? ["there is more than one notebook in the folder: an assignment is one notebook, in each language"]
    : [];

/** The stub is a statement, so it cannot take the place of everything that may be marked: not of a class's fields, say. */
const stubFaults = ({ cells }: Notebook): string[] =>
  cells.flatMap((cell, n) => {
    if (cell.cell_type !== "code" || !isAnswer(cell)) return [];
    const compiled = createCompiler().compile(cell.source, n);
    return compiled.kind === "syntax-error"
      ? [
          `${gradeOf(cell)!.grade_id}: what students get cannot run (${compiled.message}). ` +
            "Mark the body of a function as the solution, or whole statements",
        ]
      : [];
  });

function solutionFaults(full: Tests, visible: Seen): string[] {
  return [...full].flatMap(([id, { score, above }]) => {
    if (score.points !== score.max)
      return [
        `${id}: the solution fails its own test: ${score.why || `${score.points} of ${score.max} points`}${above}`,
      ];
    const shown = visible.get(id)?.score;
    if (shown === undefined || shown.points === shown.max) return [];
    return [
      `${id}: without its hidden part the test gives ${shown.points} of ${shown.max} points to a right answer (${shown.why || "partial credit"}). ` +
        "Put its last expression inside the hidden part too.",
    ];
  });
}

const emptyFaults = (empty: Tests): string[] =>
  [...empty].flatMap(([id, { score }]) =>
    (score.points ?? 0) > 0
      ? [`${id}: the released notebook gets ${score.points} of ${score.max} points untouched`]
      : [],
  );

/** How many checks of each test students do not see; at least one if something other than a check is hidden. */
function hiddenCounts({ cells }: Notebook, full: Tests, visible: Seen): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    const id = gradeOf(cell)?.grade_id;
    if (id === undefined || !isTest(cell) || !hasMark(cell.source, "HIDDEN TESTS")) continue;
    counts.set(id, Math.max(1, (full.get(id)?.records.length ?? 0) - (visible.get(id)?.records.length ?? 0)));
  }
  return counts;
}
