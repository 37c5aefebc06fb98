/** Where things are. Plain JavaScript that Node 18 can run: set-up starts before the runtime is there. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The package itself: a clone, or `node_modules/convkernel` of somebody's project. */
export const packageRoot = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** A clone builds itself; an installed package comes built. npm never packs a lock file, so that tells them apart. */
export const isClone = existsSync(join(packageRoot, "package-lock.json"));

/** Where the environment of the user goes: the clone, or the project that the package is installed in. */
export const projectRoot = isClone ? packageRoot : resolve(process.cwd());

export const runtimeFolder = join(projectRoot, ".runtime");
export const venvFolder = join(projectRoot, ".venv");
export const cacheFolder = join(projectRoot, ".cache");
export const kernelMain = join(packageRoot, "dist", "kernel", "front", "main.js");
export const firstLesson = join(packageRoot, "notebooks", "01-channels.ipynb");

export const isWindows = process.platform === "win32";
