/** Checks of files by their MD5, and the unpacking of a tar.gz: only named files, each whole or not at all. */
import { hash } from "node:crypto";
import { createReadStream, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { buffer } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";

/** A file and the MD5 of its contents; null where it is not to be checked. */
export interface NamedFile {
  readonly name: string;
  readonly md5: string | null;
}

export type FileState =
  { readonly kind: "good" } | { readonly kind: "missing" } | { readonly kind: "wrong"; readonly md5: string };

/** MD5s by path, size and time of change: train and test sets look at the same files. */
const known = new Map<string, string>();

/** What `path` is, compared with an MD5. */
export function checkFile(path: string, md5: string | null): FileState {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) return { kind: "missing" };
  if (md5 === null) return { kind: "good" };
  const key = `${path}\n${stat.size}\n${stat.mtimeMs}\n${stat.ino}`;
  const found = known.get(key) ?? hash("md5", readFileSync(path));
  known.set(key, found);
  return found === md5 ? { kind: "good" } : { kind: "wrong", md5: found };
}

/**
 * Unpacks the files `names` of the folder `folder` of a tar.gz into `root`; files that are there already stay as they are.
 * @throws Error when the archive is damaged.
 */
export async function unpack(archive: string, root: string, folder: string, names: readonly string[]): Promise<void> {
  const target = join(root, folder);
  mkdirSync(target, { recursive: true });
  const tar = extract();
  const unpacking = pipeline(createReadStream(archive), createGunzip(), tar);
  // The pipeline is awaited below; a failure also ends the loop, which then reports it.
  unpacking.catch(() => undefined);
  for await (const entry of tar) {
    const name = names.find((candidate) => entry.header.name.replace(/^\.\//, "") === `${folder}/${candidate}`);
    const path = name === undefined ? undefined : join(target, name);
    if (path === undefined || entry.header.type !== "file" || statSync(path, { throwIfNoEntry: false })) entry.resume();
    else writeWhole(path, await buffer(entry));
  }
  await unpacking;
}

/** Writes beside `path` and renames, so that an interrupted run leaves no half file under its name. */
function writeWhole(path: string, contents: Uint8Array): void {
  const half = `${path}.part`;
  try {
    writeFileSync(half, contents);
    renameSync(half, path);
  } finally {
    rmSync(half, { force: true });
  }
}
