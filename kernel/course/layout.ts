/**
 * Where files are: nbgrader's folders, so that a course works with either grader.
 *
 *     source/ASSIGNMENT/NAME.ipynb               what the teacher writes; ko/source/... the same in Korean
 *     release/ASSIGNMENT/NAME.ipynb              what students get
 *     submitted/STUDENT/ASSIGNMENT/NAME.ipynb    what they hand in
 *     feedback/STUDENT/ASSIGNMENT/NAME.html      what they get back
 *     gradebook.convkernel.db                    beside nbgrader's, never in it
 */
import { existsSync, lstatSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { CourseError } from "./course-error.ts";
import { readNotebook, UnreadableNotebook, type Notebook } from "./notebook.ts";
import { readPlain } from "./read-plain.ts";
import { compareTimes } from "./time.ts";

export type Language = "en" | "ko";

export interface Course {
  readonly root: string;
}

/** An assignment's source in one language. */
export interface Source {
  readonly language: Language;
  readonly folder: string;
  /** File name without its ending, the same in every language. */
  readonly name: string;
  readonly notebook: Notebook;
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

const namesIn = (path: string, wanted: (name: string) => boolean): string[] =>
  isFolder(path)
    ? readdirSync(path)
        .filter((name) => !name.startsWith(".") && wanted(name))
        .toSorted()
    : [];

const foldersIn = (path: string): string[] => namesIn(path, (name) => isFolder(join(path, name)));

export const notebooksIn = (path: string): string[] => namesIn(path, (name) => /\.ipynb$/i.test(name));

const languageRoot = ({ root }: Course, language: Language): string =>
  language === "en" ? root : join(root, language);

export const assignmentsOf = (course: Course): string[] => foldersIn(join(course.root, "source"));

export const releaseFolder = (course: Course, assignment: string, language: Language): string =>
  join(languageRoot(course, language), "release", assignment);

export const feedbackFolder = ({ root }: Course, student: string, assignment: string): string =>
  join(root, "feedback", student, assignment);

/** The I-th of N parts of a class, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

export const gradebookFile = ({ root }: Course, shard?: Shard): string =>
  join(root, shard === undefined ? "gradebook.convkernel.db" : `gradebook.convkernel.${shard.index}-of-${shard.of}.db`);

/** The gradebooks of all parts, as a shell finds them. */
export const shardFiles = (of: number): string => `gradebook.convkernel.*-of-${of}.db`;

/** The source of an assignment in every language that it has. @throws {CourseError} if there is none, or it cannot be read */
export function sourcesOf(course: Course, assignment: string): readonly Source[] {
  if (!/^[^/\\]+$/.test(assignment) || assignment.startsWith("."))
    throw new CourseError(
      `"${assignment}" is no name of an assignment.`,
      `expected the name of a folder in ${join(course.root, "source")}: a1, say.`,
    );
  const sources = (["en", "ko"] as const).flatMap((language) => {
    const folder = join(languageRoot(course, language), "source", assignment);
    return notebooksIn(folder).map((file) => {
      try {
        return { language, folder, name: file.slice(0, -".ipynb".length), notebook: readNotebook(join(folder, file)) };
      } catch (error) {
        if (!(error instanceof UnreadableNotebook)) throw error;
        throw new CourseError(
          `${join(folder, file)}: ${error.message}`,
          "mend the file, or take it out of the folder.",
        );
      }
    });
  });
  if (sources.length > 0) return sources;
  const known = assignmentsOf(course);
  if (assignment !== "" && known.includes(assignment))
    throw new CourseError(
      `There is no notebook in ${join(course.root, "source", assignment)}.`,
      `write one as source/${assignment}/NAME.ipynb.`,
    );
  throw new CourseError(
    `There is no assignment "${assignment}" in ${join(course.root, "source")}.`,
    known.length > 0
      ? `choose among ${known.join(", ")}.`
      : `write one as source/${assignment}/NAME.ipynb, or name the course's folder by --course DIR.`,
  );
}

/** One student's work, as it was handed in. */
export interface Submission {
  /** In composed Unicode form, because macOS file systems return decomposed names. */
  readonly student: string;
  readonly folder: string;
  /** When it was handed in, as nbgrader writes it. Empty if not known. */
  readonly time: string;
  /** Whether the folder, or one above it, is a link to somewhere else, perhaps to the solution. */
  readonly isLink: boolean;
}

/** nbgrader's exchange keeps `inbound/STUDENT+ASSIGNMENT+TIME+RANDOM/`; names may contain a +, and so may the time zone. */
const INBOUND = /^(.+)\+([^+]+)\+(\d{4}-\d\d-\d\d [\d:.]+(?: (?:\+\d\d:?(?:\d\d)?|[^+]*))?)(?:\+[^+]*)?$/;

/**
 * Every student's newest work for this assignment, by student. Three layouts are understood: `STUDENT/ASSIGNMENT/`, which nbgrader's
 * `collect` makes of its exchange and of ngshare; the same with a folder for each time of handing in; and the exchange's own folder
 * `inbound`.
 */
export function submissionsOf(submitted: string, assignment: string): readonly Submission[] {
  const found = foldersIn(submitted).flatMap((name): Submission[] => {
    const inbound = INBOUND.exec(name);
    if (inbound !== null)
      return inbound[2] === assignment ? [dated(inbound[1]!, join(submitted, name), inbound[3]!)] : [];
    const folder = join(submitted, name, assignment);
    return isFolder(folder) ? [newestIn(name, join(submitted, name), folder)] : [];
  });
  const newest = new Map<string, Submission>();
  for (const one of found) {
    const other = newest.get(one.student);
    const order = other === undefined ? 1 : compareTimes(one.time, other.time);
    if (other !== undefined && order === 0)
      throw new CourseError(
        `${one.student} has handed in twice: ${other.folder} and ${one.folder} are one name, and nothing says which is newer.`,
        "take one of the two folders away.",
      );
    if (order > 0) newest.set(one.student, one);
  }
  return [...newest.values()].toSorted((a, b) => (a.student < b.student ? -1 : 1));
}

const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;

/** @param above the student's folder, if the work is in a folder inside it */
const dated = (name: string, folder: string, time: string, above = folder): Submission => ({
  student: name.normalize("NFC"),
  folder,
  time,
  isLink: isLink(folder) || isLink(above),
});

function newestIn(name: string, above: string, folder: string): Submission {
  const stamp = foldersIn(folder)
    .filter((each) => /^\d{4}-\d{2}-\d{2}/.test(each))
    .toSorted(compareTimes)
    .at(-1);
  if (stamp === undefined || notebooksIn(folder).length > 0) return dated(name, folder, timestampIn(folder), above);
  return dated(name, join(folder, stamp), stamp, isLink(folder) ? folder : above);
}

/** nbgrader writes the time into a file beside the notebook. */
function timestampIn(folder: string): string {
  try {
    return readPlain(join(folder, "timestamp.txt"), 1000).toString("utf8").trim().slice(0, 40);
  } catch {
    return "";
  }
}
