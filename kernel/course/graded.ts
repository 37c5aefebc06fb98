/** What grading has left in a course's folder: the gradebook and the executed notebooks. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CourseError } from "./course-error.ts";
import { Gradebook } from "./gradebook.ts";
import { gradebookFile, type Course } from "./layout.ts";
import { readNotebook, UnreadableNotebook, type Notebook } from "./notebook.ts";

/** Writes the whole file or nothing. */
export function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}

/** @throws {CourseError} if nothing was graded yet */
export function openGradebook(course: Course, assignment: string): Gradebook {
  const file = gradebookFile(course);
  if (!existsSync(file))
    throw new CourseError(
      `There is no gradebook in ${course.root}.`,
      `grade first: convkernel course grade ${assignment}.`,
    );
  return new Gradebook(file, assignment);
}

/** A submission as it ran; undefined if there was nothing to run. */
export function executed(course: Course, student: string, assignment: string, name: string): Notebook | undefined {
  try {
    return readNotebook(join(course.root, "graded", student, assignment, `${name}.ipynb`));
  } catch (error) {
    if (error instanceof UnreadableNotebook) return undefined;
    throw error;
  }
}
