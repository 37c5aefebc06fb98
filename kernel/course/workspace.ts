/** The folder in which a submission runs: it contains what was handed in and the assignment's own files, copied, never linked. */
import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { Dirent } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NotPlain, readPlain } from "./read-plain.ts";

/** How much a student may hand in besides the notebook, in total. */
const MOST_BYTES = 64 * 2 ** 20;

const PREFIX = "convkernel-task-";
const open = new Set<string>();

/** Creates an empty folder for one submission, with a name that reveals nothing about it. */
export function makeWorkspace(): string {
  if (open.size === 0) process.once("exit", removeAll);
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  open.add(folder);
  return folder;
}

export function removeWorkspace(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
  open.delete(folder);
  if (open.size === 0) process.off("exit", removeAll);
}

const removeAll = (): void => open.forEach(removeWorkspace);

/** Removes the folders of graders that were killed. */
export function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Whether a file is only data: neither code nor something that decides how code runs. */
export const isData = (name: string): boolean =>
  !/\.([cm]?[jt]sx?|node|wasm)$|^(package|[jt]sconfig.*)\.json$/i.test(name);

/**
 * Copies the files of a folder, without notebooks and without following links, because a link could lead to the teacher's files. Returns a
 * note for each file that was left out.
 */
export function copyFiles(from: string, to: string, wanted: (name: string) => boolean = () => true): readonly string[] {
  const notes: string[] = [];
  let room = MOST_BYTES;
  const take = (entry: Dirent, name: string): void => {
    const target = join(to, name);
    if (entry.isSymbolicLink()) notes.push(`${name}: a link, not taken along`);
    else if (entry.isDirectory()) {
      if (entry.name.startsWith(".") || entry.name === "node_modules") return;
      makeRoom(target, true);
      mkdirSync(target, { recursive: true });
      walk(name);
    } else if (!entry.isFile()) notes.push(`${name}: no plain file, not taken along`);
    else if (!entry.name.endsWith(".ipynb") && wanted(entry.name)) {
      const { size } = lstatSync(join(from, name));
      if (size > room) {
        notes.push(`${name}: too large to be taken along`);
        return;
      }
      room -= size;
      makeRoom(target, false);
      // Anyone who can write to the folder may replace the file at this very moment.
      writeFileSync(target, readPlain(join(from, name), size));
    }
  };
  const walk = (path: string): void => {
    for (const entry of readdirSync(join(from, path), { withFileTypes: true })) {
      const name = join(path, entry.name);
      try {
        take(entry, name);
      } catch (error) {
        // A file that only its owner may read leads to a note to its owner; it is no reason to leave the others ungraded.
        if (error instanceof NotPlain) notes.push(`${name}: ${error.message}`);
        else if (!isAccess(error)) throw error;
        else notes.push(`${name}: it may not be read`);
      }
    }
  };
  walk("");
  return notes;
}

/** A hash of a submission's contents: if it is unchanged, the submission need not be graded again. */
export function hashOfFolder(folder: string): string {
  const hash = createHash("sha256");
  const walk = (path: string): void => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true }).toSorted((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const name = join(path, entry.name);
      if (entry.isDirectory() && !entry.name.startsWith(".")) walk(name);
      else if (entry.isFile()) hash.update(`${name}\0`).update(contentOf(join(folder, name)));
    }
  };
  walk("");
  return hash.digest("hex").slice(0, 24);
}

/** Files that are not copied anyway are identified by their size and date. */
function contentOf(path: string): string | Buffer {
  const { size, mtimeMs } = statSync(path);
  if (size > MOST_BYTES) return `${size} ${mtimeMs}`;
  try {
    return readPlain(path, MOST_BYTES);
  } catch (error) {
    if (!isAccess(error) && !(error instanceof NotPlain)) throw error;
    return "";
  }
}

const isAccess = (error: unknown): boolean => ["EACCES", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "");

/** Removes a file that a student handed in where a folder of that name is needed, or the other way round. */
function makeRoom(target: string, forFolder: boolean): void {
  const there = lstatSync(target, { throwIfNoEntry: false });
  if (there !== undefined && there.isDirectory() !== forFolder) rmSync(target, { recursive: true, force: true });
}
