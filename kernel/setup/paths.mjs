/** Paths. Plain JavaScript that the oldest supported Node can run, because set-up starts before the runtime exists. */
import { existsSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The package itself: a clone, or `node_modules/convkernel` in a user's project. */
export const packageRoot = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** A clone has to be built; an installed package is already built. npm never packs a lock file, so its presence shows which it is. */
export const isClone = existsSync(join(packageRoot, "package-lock.json"));

/**
 * The project in which the package is installed, looked up from a folder in it: the one whose `node_modules` contains this package. If the
 * package is installed elsewhere (globally), it is the folder itself.
 * @param {string} from
 */
export function projectOf(from) {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    try {
      if (realpathSync(join(folder, "node_modules", "convkernel")) === realpathSync(packageRoot)) return folder;
    } catch {
      // This folder has no such package, so look in the one above.
    }
    if (folder === dirname(folder)) return resolve(from);
  }
}

/** Where the user's environment goes: the clone, or the project in which the package is installed. */
export const projectRoot = isClone ? packageRoot : projectOf(process.cwd());

export const runtimeFolder = join(projectRoot, ".runtime");
export const venvFolder = join(projectRoot, ".venv");
export const cacheFolder = join(projectRoot, ".cache");
/** The folder for set-up's own files: logs and its lock. */
export const setUpFolder = join(cacheFolder, "setup");
export const locksFolder = join(packageRoot, "kernel", "setup", "locks");
export const kernelMain = join(packageRoot, "dist", "kernel", "front", "main.js");
export const notebooksFolder = join(packageRoot, "notebooks");
export const firstLesson = join(notebooksFolder, "01-channels.ipynb");

export const isWindows = process.platform === "win32";

/** The command that a user types here to set everything up. */
export const setUpCommand = isClone ? "npm start" : "npx convkernel install";
