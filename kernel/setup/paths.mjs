/** Where things are. Plain JavaScript that the lowest Node can run: set-up starts before the runtime is there. */
import { existsSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The package itself: a clone, or `node_modules/convkernel` of somebody's project. */
export const packageRoot = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** A clone builds itself; an installed package comes built. npm never packs a lock file, so that tells them apart. */
export const isClone = existsSync(join(packageRoot, "package-lock.json"));

/**
 * The project that the package is installed in, seen from a folder in it: the one whose `node_modules` holds this package.
 * A package that is installed elsewhere (globally) serves the folder itself.
 * @param {string} from
 */
export function projectOf(from) {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    try {
      if (realpathSync(join(folder, "node_modules", "convkernel")) === realpathSync(packageRoot)) return folder;
    } catch {
      // No such package in this folder: the one above.
    }
    if (folder === dirname(folder)) return resolve(from);
  }
}

/** Where the environment of the user goes: the clone, or the project that the package is installed in. */
export const projectRoot = isClone ? packageRoot : projectOf(process.cwd());

export const runtimeFolder = join(projectRoot, ".runtime");
export const venvFolder = join(projectRoot, ".venv");
export const cacheFolder = join(projectRoot, ".cache");
/** What set-up writes about itself: logs and its lock. */
export const setUpFolder = join(cacheFolder, "setup");
export const locksFolder = join(packageRoot, "kernel", "setup", "locks");
export const kernelMain = join(packageRoot, "dist", "kernel", "front", "main.js");
export const notebooksFolder = join(packageRoot, "notebooks");
export const firstLesson = join(notebooksFolder, "01-channels.ipynb");

export const isWindows = process.platform === "win32";

/** What a user types to set everything up, here. */
export const setUpCommand = isClone ? "npm start" : "npx convkernel install";
