/** The folder that a submission runs in: what was handed in and the assignment's own files, copied, never linked. */
import { createHash } from "node:crypto";
import { copyFileSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a student may hand in besides the notebook, altogether. */
const MOST_BYTES = 64 * 2 ** 20;

/** An empty folder for one submission, under a name that says nothing. */
export const makeWorkspace = (): string => mkdtempSync(join(tmpdir(), "convkernel-task-"));

export const removeWorkspace = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });

/**
 * Copies the files of a folder, without notebooks and without following links: a link to the teacher's files would bring them along.
 * Gives a note for each file that was left out.
 */
export function copyFiles(from: string, to: string): readonly string[] {
  const notes: string[] = [];
  let room = MOST_BYTES;
  const walk = (path: string): void => {
    for (const entry of readdirSync(join(from, path), { withFileTypes: true })) {
      const name = join(path, entry.name);
      const target = join(to, name);
      if (entry.isSymbolicLink()) notes.push(`${name}: a link, not taken along`);
      else if (entry.isDirectory()) {
        if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
        mkdirSync(target, { recursive: true });
        walk(name);
      } else if (!entry.isFile()) notes.push(`${name}: no plain file, not taken along`);
      else if (!entry.name.endsWith(".ipynb")) {
        room -= lstatSync(join(from, name)).size;
        if (room < 0) notes.push(`${name}: too large to be taken along`);
        else copyFileSync(join(from, name), target);
      }
    }
  };
  walk("");
  return notes;
}

/** What stands for a submission's contents: unchanged, it need not be graded again. */
export function hashOfFolder(folder: string): string {
  const hash = createHash("sha256");
  const walk = (path: string): void => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true }).toSorted((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const name = join(path, entry.name);
      if (entry.isDirectory() && !entry.name.startsWith(".")) walk(name);
      else if (entry.isFile()) hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
    }
  };
  walk("");
  return hash.digest("hex").slice(0, 24);
}
