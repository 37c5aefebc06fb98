/**
 * Local files that cells import, directly or through each other. Node loads a URL once, so a file that was edited gets a new URL
 * (`?v=2`), and so does every file that imports it.
 */
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";

interface LocalFile {
  modified: number;
  size: number;
  text: string;
  version: number;
  /** Files that import this one. */
  readonly importers: Set<string>;
}

const require = createRequire(import.meta.url);

export class LocalModules {
  readonly #files = new Map<string, LocalFile>();
  /** The number of edits noticed so far. */
  generation = 0;

  /** Notes that `importer` imports a file, and returns the query part of the file's current URL. */
  query(path: string, importer: string | undefined): string {
    let file = this.#files.get(path);
    if (!file) {
      file = { ...read(path), version: 1, importers: new Set() };
      this.#files.set(path, file);
    }
    if (importer !== undefined && this.#files.has(importer)) file.importers.add(importer);
    return file.version === 1 ? "" : `?v=${file.version}`;
  }

  /** Checks all known files; those that were edited, and those that import them, get a new version. */
  refresh(): void {
    this.renew([...this.#files].filter(([path, file]) => wasEdited(path, file)).map(([path]) => path));
  }

  /** Gives files, and those that import them, a new version: Node caches failed modules as well, and would never run them again. */
  renew(paths: Iterable<string>): void {
    const stale = new Set<string>();
    const visit = (path: string): void => {
      const file = this.#files.get(path);
      if (!file || stale.has(path)) return;
      stale.add(path);
      file.version++;
      delete require.cache[path];
      for (const importer of file.importers) visit(importer);
    };
    for (const path of paths) visit(path);
    if (stale.size > 0) this.generation++;
  }

  /**
   * Forgets modules that a stopped cell required and that did not finish: otherwise the next `require` would return them half-initialised.
   */
  dropUnfinished(): void {
    for (const [path, module] of Object.entries(require.cache))
      if (module?.loaded === false) delete require.cache[path];
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }
}

function wasEdited(path: string, file: LocalFile): boolean {
  const { modified, size } = stamp(path);
  if (modified === file.modified && size === file.size) return false;
  const before = file.text;
  Object.assign(file, read(path));
  return file.text !== before;
}

function stamp(path: string): { modified: number; size: number } {
  const stats = statSync(path, { throwIfNoEntry: false });
  return { modified: stats?.mtimeMs ?? 0, size: stats?.size ?? -1 };
}

function read(path: string): Pick<LocalFile, "modified" | "size" | "text"> {
  const { modified, size } = stamp(path);
  return { modified, size, text: size < 0 ? "" : readFileSync(path, "latin1") };
}
