/** Where data is kept: in one place for all of a user's notebooks, unless they name another. */
import { mkdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder that a user means: the one given, else the one in the variable CONVKERNEL_DATA, else one in the user's cache folder.
 * `~` is the home folder, as in a shell.
 * @throws TypeError for anything that is not a path.
 */
export function dataFolder(root: unknown): string {
  if (root === undefined || root === null) {
    const named = process.env["CONVKERNEL_DATA"];
    if (named && /^https?:/.test(named)) {
      throw new TypeError(
        `CONVKERNEL_DATA: expected the path of a folder, got ${named}; CONVKERNEL_DATA_MIRROR names addresses`,
      );
    }
    return named ? pathOf(named) : join(cacheFolder(), "convkernel");
  }
  if (root instanceof URL && root.protocol === "file:") return fileURLToPath(root);
  if (typeof root !== "string" || root === "") {
    const got = root instanceof URL ? root.href : root === "" ? "an empty text" : typeof root;
    throw new TypeError(`root: expected the path of a folder, got ${got}`);
  }
  return pathOf(root);
}

/** A path as people may write it: with `~`, or as a file: URL. */
export function pathOf(text: string): string {
  if (text.startsWith("file:")) return fileURLToPath(text);
  return text === "~" || /^~[/\\]/.test(text) ? resolve(homedir(), text.slice(2)) : text;
}

/**
 * Makes a folder and any missing folders above it. Node's own recursive mkdir never returns below a place where no folder can be made, such
 * as /proc.
 * @throws the file system's error.
 */
export function makeFolder(path: string): void {
  const isThere = (): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (isThere()) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it first.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST" || !isThere()) throw error;
  }
}

function cacheFolder(): string {
  const { platform, env } = process;
  if (platform === "darwin") return join(homedir(), "Library", "Caches");
  if (platform === "win32") return env["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local");
  return env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
}
