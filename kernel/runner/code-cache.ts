/**
 * Keeps the compiled code of modules for the next runner, which then imports a library in half the time. The cache is in the package's own
 * folder; if that cannot be written, or `NODE_COMPILE_CACHE` names another folder, Node chooses the place. The code of cells is not cached.
 * Reference: https://nodejs.org/docs/latest-v24.x/api/module.html#moduleenablecompilecachecachedir
 */
import { enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";
import { packageRoot } from "../contract/package-root.ts";

/** To be called before the modules in question are loaded. */
export function useCodeCache(): void {
  enableCompileCache(join(packageRoot, ".cache", "code"));
}

/** Writes what has been compiled so far: Node writes only when a process exits by itself, but a runner is killed in the end. */
export const saveCode: () => void = flushCompileCache;
