/**
 * What V8 has compiled of modules is kept for the next runner: a library's import takes half as long then. In the package's own folder;
 * where that cannot be written, and where `NODE_COMPILE_CACHE` names another, Node sees to it. The code of cells is not among it.
 * Reference: https://nodejs.org/docs/latest-v24.x/api/module.html#moduleenablecompilecachecachedir
 */
import { enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";
import { packageRoot } from "../contract/package-root.ts";

/** Before the modules in question are loaded. */
export function useCodeCache(): void {
  enableCompileCache(join(packageRoot, ".cache", "code"));
}

/** Writes what has been compiled since: a runner is killed in the end, and Node writes only where a process ends by itself. */
export const saveCode: () => void = flushCompileCache;
