/**
 * Compares files with the MD5 of their contents. Results are remembered by the file's size and times: in memory for
 * this process, and in a file beside it for the next one.
 */
import { createHash, hash } from "node:crypto";
import { readFileSync, renameSync, statSync, writeFileSync, type Stats } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";

/** A file and the MD5 of its contents; null if it is not to be checked. */
export interface NamedFile {
  readonly name: string;
  readonly md5: string | null;
}

export type FileState =
  { readonly kind: "good" } | { readonly kind: "missing" } | { readonly kind: "wrong"; readonly md5: string };

/** MD5s by path and stamp: those found by this process, and those recorded by others. */
const known = new Map<string, string>();
const told = new Map<string, string>();
/** Folders whose records have been read. */
const recalled = new Set<string>();
const MEMORY = ".verified.json";

/** Includes the inode's change time, which reveals changes that reset the modification time. */
const stampOf = ({ size, mtimeMs, ctimeMs, ino }: Stats): string => `${size} ${mtimeMs} ${ctimeMs} ${ino}`;

/** The state of `path`, compared with an MD5. */
export function checkFile(path: string, md5: string | null): FileState {
  const stat = fileAt(path);
  if (stat === undefined) return { kind: "missing" };
  if (md5 === null) return { kind: "good" };
  if (recall(path, stat, md5)) return { kind: "good" };
  const found = known.get(keyOf(path, stat)) ?? remember(path, stat, hash("md5", readFileSync(path)));
  return found === md5 ? { kind: "good" } : { kind: "wrong", md5: found };
}

const CHUNK = 2 ** 20;

/** Does the reading for `checkFile` without blocking the process. */
export async function checkAhead(
  files: readonly (readonly [path: string, md5: string | null])[],
  signal?: AbortSignal,
): Promise<void> {
  for (const [path, md5] of files) {
    const stat = fileAt(path);
    if (stat === undefined || md5 === null || recall(path, stat, md5) || known.has(keyOf(path, stat))) continue;
    const file = await open(path);
    try {
      const sum = createHash("md5");
      const chunk = new Uint8Array(CHUNK);
      for (;;) {
        const { bytesRead } = await file.read(chunk, 0, CHUNK);
        signal?.throwIfAborted();
        if (bytesRead === 0) break;
        sum.update(chunk.subarray(0, bytesRead));
        await setImmediate();
      }
      remember(path, stat, sum.digest("hex"));
    } finally {
      await file.close();
    }
  }
}

/** Accepts the MD5 from a caller who has just written this file. */
export function noteCheck(path: string, md5: string): void {
  const stat = fileAt(path);
  if (stat !== undefined) remember(path, stat, md5);
}

/** Records for the next process what this one has found out about these files in one folder. */
export function keepChecks(folder: string, names: readonly string[]): void {
  const entries = names.flatMap((name) => {
    const stat = fileAt(join(folder, name));
    const key = stat && keyOf(join(folder, name), stat);
    const md5 = key && (known.get(key) ?? told.get(key));
    return md5 === undefined ? [] : [[name, { stamp: stampOf(stat!), md5 }]];
  });
  const text = JSON.stringify(Object.fromEntries(entries), null, 1);
  const path = join(folder, MEMORY);
  try {
    if (entries.length === 0 || readMemory(path) === text) return;
    const aside = `${path}.${crypto.randomUUID()}`;
    writeFileSync(aside, text);
    renameSync(aside, path);
  } catch {
    // If a folder cannot be written to, each process has to read the files.
  }
}

function fileAt(path: string): Stats | undefined {
  let stat: Stats | undefined;
  try {
    stat = statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "EACCES" || code === "EPERM" ? "it may be another user's; " : "";
    throw new Error(`${path} cannot be looked at (${code}): ${why}name a folder of your own, or set CONVKERNEL_DATA`, {
      cause: error,
    });
  }
  if (stat?.isDirectory()) throw new Error(`${path} is a folder, expected a file; move it away`);
  return stat?.isFile() ? stat : undefined;
}

const keyOf = (path: string, stat: Stats): string => `${path}\n${stampOf(stat)}`;

function remember(path: string, stat: Stats, md5: string): string {
  known.set(keyOf(path, stat), md5);
  return md5;
}

/**
 * Whether another process has found this MD5. Its having found a different one proves nothing, because its record may
 * be damaged.
 */
function recall(path: string, stat: Stats, md5: string): boolean {
  const folder = dirname(path);
  if (!recalled.has(folder)) {
    recalled.add(folder);
    for (const [name, entry] of entriesOf(readMemory(join(folder, MEMORY)))) {
      told.set(`${join(folder, name)}\n${entry.stamp}`, entry.md5);
    }
  }
  return told.get(keyOf(path, stat)) === md5;
}

const readMemory = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

function entriesOf(text: string): [string, { stamp: string; md5: string }][] {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== "object" || read === null) return [];
    return Object.entries(read).filter(
      (entry): entry is [string, { stamp: string; md5: string }] =>
        typeof entry[1]?.stamp === "string" && typeof entry[1]?.md5 === "string",
    );
  } catch {
    return [];
  }
}
