/** `convkernel course restore`: repairs what was handed in and replaces the broken files, so that nbgrader can grade it too. */
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { gradeIds } from "./cells.ts";
import { findNotebook } from "./find-notebook.ts";
import { variantOf, type Variant } from "./grade-one.ts";
import { sourcesOf, submissionsOf, type Course } from "./layout.ts";
import { formatNotebook, UnreadableNotebook, writeNotebook } from "./notebook.ts";
import { countsIn, releaseOf } from "./release-notebook.ts";
import { restore } from "./restore.ts";

/** Repairs every submission of an assignment; the original file is kept beside it. Returns a line for each one that needed repair. */
export function restoreAll(course: Course, assignment: string, submitted: string): readonly string[] {
  const variants = sourcesOf(course, assignment).map((source): Variant => ({
    source,
    released: releaseOf(source.notebook, source.language),
  }));
  const ids = gradeIds(variants[0]!.source.notebook);
  const { name } = variants[0]!.source;
  return submissionsOf(submitted, assignment).map((submission) => {
    const { student, folder } = submission;
    try {
      const { notebook, notes } = findNotebook(submission, name, ids);
      const { source } = variantOf(variants, notebook);
      const released = releaseOf(source.notebook, source.language, countsIn(notebook));
      // Locked cells become what students were given, so hidden tests do not get into the submissions.
      const healed = restore(released, released, notebook);
      const all = [...notes, ...healed.notes];
      const path = join(folder, `${name}.ipynb`);
      if (all.length === 0 && formatNotebook(healed.notebook) === formatNotebook(notebook))
        return `${student}: nothing to mend`;
      if (existsSync(path) && !existsSync(`${path}.handed-in`)) copyFileSync(path, `${path}.handed-in`);
      writeNotebook(path, healed.notebook);
      return `${student}: ${all.length === 0 ? "the metadata were mended" : all.join("; ")}`;
    } catch (error) {
      if (!(error instanceof UnreadableNotebook)) throw error;
      return `${student}: cannot be mended, ${error.message}`;
    }
  });
}
