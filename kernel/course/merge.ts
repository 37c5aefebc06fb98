/** `convkernel course merge`: joins the gradebooks of shards into the course's. */
import { existsSync, realpathSync } from "node:fs";
import { basename, resolve } from "node:path";
import { CourseError } from "./course-error.ts";
import { Gradebook } from "./gradebook.ts";
import { gradebookFile, submissionsOf, type Course } from "./layout.ts";
import { listed } from "./names.ts";

/** Returns a line for each gradebook, and what is still missing. */
export function merge(
  course: Course,
  assignment: string,
  files: readonly string[],
  submitted: string,
): readonly string[] {
  const target = gradebookFile(course);
  for (const file of files) {
    if (!existsSync(file))
      throw new CourseError(`There is no gradebook ${file}.`, "name the files that `grade --shard` has written.");
    if (existsSync(target) && realpathSync(file) === realpathSync(target))
      throw new CourseError(`${file} is what the others are merged into.`, "name the gradebooks of the shards only.");
  }
  const book = new Gradebook(target, assignment);
  try {
    const lines = files.flatMap((file) => {
      const { taken, differing } = book.merge(resolve(file));
      return [
        `${taken.length} taken from ${basename(file)}`,
        ...(differing.length > 0
          ? [`  other points than before for ${listed(differing)}: those of ${basename(file)} count`]
          : []),
      ];
    });
    const parts = missingParts(files);
    if (parts.length > 0) lines.push(`Not among the files: ${listed(parts)}`);
    const graded = new Set(book.all().flatMap(({ student, state }) => (state === "done" ? [student] : [])));
    const without = submissionsOf(submitted, assignment).flatMap(({ student }) =>
      graded.has(student) ? [] : [student],
    );
    lines.push(`${graded.size} graded${without.length > 0 ? `; handed in, and not graded: ${listed(without)}` : ""}.`);
    return lines;
  } finally {
    book.close();
  }
}

/** Parts of the same class whose gradebooks are not there. */
function missingParts(files: readonly string[]): readonly string[] {
  const parts = files.flatMap((file) => /\b(\d+)-of-(\d+)\.db$/.exec(file)?.slice(1).map(Number) ?? []);
  const counts = new Set(parts.filter((_, i) => i % 2 === 1));
  const there = new Set(parts.filter((_, i) => i % 2 === 0));
  return [...counts].flatMap((of) =>
    counts.size > 1
      ? []
      : Array.from({ length: of }, (_, i) => i + 1)
          .filter((i) => !there.has(i))
          .map((i) => `${i}-of-${of}`),
  );
}
