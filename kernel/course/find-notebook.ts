/** Finds the notebook among the files that a student has handed in. */
import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { gradeOf, isAnswer } from "./cells.ts";
import type { Submission } from "./layout.ts";
import { holdsStub } from "./markers.ts";
import { listed } from "./names.ts";
import { readNotebook, UnreadableNotebook, type Notebook } from "./notebook.ts";

/** The notebook that was handed in, and remarks about the file. */
export interface Found {
  readonly notebook: Notebook;
  /** The notebook's folder, with the files that belong to it. */
  readonly folder: string;
  readonly notes: readonly string[];
}

/** The student's notebook: the one with the right name, or else the one with most of the assignment's cells. */
export function findNotebook({ folder, isLink }: Submission, name: string, ids: ReadonlySet<string>): Found {
  // The link may lead to the solution.
  if (isLink) throw new UnreadableNotebook("the folder is a link to another one");
  const files = handedIn(folder);
  const wanted = `${name}.ipynb`;
  if (files.length === 0) throw new UnreadableNotebook(whyNone(folder));
  const read = (file: string): Notebook => readNotebook(join(folder, file), { follow: false });
  const more = files.length > 1 ? [`there are ${files.length} notebooks: ${files.join(", ")}`] : [];
  if (files.includes(wanted)) {
    const notebook = read(wanted);
    if (files.length === 1) return { notebook, folder, notes: [] };
    // A student who downloads the assignment again has an untouched copy beside the real work.
    if (isWorkedOn(notebook)) return { notebook, folder, notes: [...more, `${wanted} was graded`] };
  }
  const known = files.flatMap((file) => {
    try {
      const notebook = read(file);
      const count = notebook.cells.filter((cell) => ids.has(gradeOf(cell)?.grade_id ?? cell.id)).length;
      return [{ file, notebook, count, isWorkedOn: isWorkedOn(notebook) }];
    } catch (error) {
      if (error instanceof UnreadableNotebook && files.length > 1) return [];
      throw error;
    }
  });
  const best = known.toSorted(
    (a, b) =>
      Number(b.isWorkedOn) - Number(a.isWorkedOn) ||
      b.count - a.count ||
      Number(b.file === wanted) - Number(a.file === wanted),
  )[0];
  if (best === undefined) throw new UnreadableNotebook("none of the notebooks in the folder can be read");
  const { file, notebook } = best;
  if (file === wanted) return { notebook, folder, notes: [...more, `${wanted} was graded`] };
  return {
    notebook,
    folder: join(folder, dirname(file)),
    notes: [...more, `the notebook is called ${file} instead of ${wanted}`],
  };
}

/** Whether any code answer differs from what the assignment came with. */
const isWorkedOn = ({ cells }: Notebook): boolean =>
  cells.some((cell) => cell.cell_type === "code" && isAnswer(cell) && !holdsStub(cell.source));

/** What lies there instead. */
function whyNone(folder: string): string {
  const none = "there is no notebook in the folder";
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && entry.name !== "timestamp.txt")
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
  if (files.some((file) => /\.ipynb_checkpoints[/\\].*\.ipynb$/i.test(file)))
    return `${none}, only what JupyterLab saved of it earlier (.ipynb_checkpoints): take it out of there to have it graded`;
  const archive = files.find((file) => /\.(zip|tar|t?gz|7z|rar)$/i.test(file));
  if (archive !== undefined) return `${none}: unpack ${archive} there`;
  return files.length === 0 ? `${none}: it is empty` : `${none}, only ${listed(files)}`;
}

/** How deeply archives may nest their contents. */
const DEEPEST = 3;

/** Notebooks under any name that a browser may have given them; those in subfolders only if the submission itself has none. */
function handedIn(folder: string, depth = 0): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith("."));
  const here = entries.flatMap((entry) =>
    !entry.isDirectory() && /\.ipynb(\.json|\.txt)?$/i.test(entry.name) ? [entry.name] : [],
  );
  if (here.length > 0 || depth === DEEPEST) return here.toSorted();
  return entries.flatMap((entry) =>
    entry.isDirectory() ? handedIn(join(folder, entry.name), depth + 1).map((file) => join(entry.name, file)) : [],
  );
}
