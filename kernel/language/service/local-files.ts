/**
 * Follows the local modules that the notebook's cells import, and those that they import, and reports edits to the server. The server
 * watches no files itself, because watching a notebook's folder may mean watching a whole home folder.
 */
import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { outline } from "./outline.ts";

export interface LocalFiles {
  /** Follows the local modules that a cell imports. */
  track(source: string): void;
  /** Paths of followed files that changed since the last call. */
  takeChanges(): readonly string[];
}

const endings = ["", ".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".d.ts", ".json", "/index.ts", "/index.js"];

export function createLocalFiles(cwd: string): LocalFiles {
  /** For each path its modification time and size when last seen; undefined if there is no file. */
  const stamps = new Map<string, string | undefined>();
  const seen = new Set<string>();

  function stamp(path: string): string | undefined {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() ? `${stats.mtimeMs} ${stats.size}` : undefined;
  }

  function follow(specifiers: readonly string[], folder: string): void {
    for (const specifier of specifiers) {
      if (!/^\.{0,2}\//u.test(specifier)) continue;
      const base = resolve(folder, specifier);
      // `./x.js` may mean `./x.ts`.
      const candidates = [...endings.map((ending) => base + ending), base.replace(/\.([cm]?)js$/u, ".$1ts")];
      for (const path of candidates) {
        if (stamps.has(path)) continue;
        stamps.set(path, stamp(path));
        if (stamps.get(path) !== undefined) followFile(path);
      }
    }
  }

  function followFile(path: string): void {
    if (!/\.[cm]?[jt]sx?$/u.test(path)) return;
    follow(outline(readFileSync(path, "utf8"))?.imports ?? [], dirname(path));
  }

  return {
    track(source) {
      if (seen.has(source) || !/\.{1,2}\//u.test(source)) return;
      seen.add(source);
      follow(outline(source)?.imports ?? [], cwd);
    },
    takeChanges() {
      const changed: string[] = [];
      for (const [path, before] of stamps) {
        const now = stamp(path);
        if (now === before) continue;
        stamps.set(path, now);
        changed.push(path);
        if (now !== undefined) followFile(path);
      }
      return changed;
    },
  };
}
