/**
 * The shadow folder: a temporary folder in which the cells' modules live, arranged so that TypeScript resolves from it
 * what Node resolves from the notebook's folder.
 *
 * TypeScript looks for `node_modules` in every folder above a file. So the folder is as deep as the list of places to look
 * in, and each level links to one of them: the kernel's own packages outermost, the notebook's folder innermost. Local modules
 * are found through `rootDirs`, which lays the innermost level over the notebook's folder.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { globals } from "./globals.ts";
import { cellFile, editFile, hubFile, hubImport, hubText, poolSize } from "./notebook.ts";

export interface Shadow {
  /** The innermost level, where the cells are. Known after `create`. */
  readonly folder: string;
  /** Writes the folder, once. */
  create(): void;
  /** Writes modules for this many cells; false where they are there already. */
  ensurePool(size: number): boolean;
  /** The address of a file of this folder, or of any absolute path. */
  uri(file: string): string;
  remove(): void;
}

/** The folder of the package that this kernel is part of, in a clone as well as installed. */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isConvkernel(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

function isConvkernel(folder: string): boolean {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name?: string };
    return manifest.name === "convkernel";
  } catch {
    return false;
  }
}

/** `node_modules` of a folder and of all above it, innermost first, as Node looks for packages. */
function packagePlaces(from: string): string[] {
  const places: string[] = [];
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (basename(folder) !== "node_modules") places.push(join(folder, "node_modules"));
    if (dirname(folder) === folder) return places;
  }
}

/** The `tsconfig.json` that an editor would use for the notebook. */
export function findConfig(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const path = join(folder, "tsconfig.json");
    if (existsSync(path)) return path;
    if (dirname(folder) === folder) return undefined;
  }
}

/** What the notebook's own options may not change: where files are, how modules are found, rules that cells cannot keep. */
const fixedOptions = {
  target: "esnext",
  module: "preserve",
  moduleResolution: "bundler",
  moduleDetection: "force",
  customConditions: ["node"],
  resolveJsonModule: true,
  allowImportingTsExtensions: true,
  allowJs: true,
  noEmit: true,
  composite: false,
  incremental: false,
  declaration: false,
  skipLibCheck: true,
  noUnusedLocals: false,
  noUnusedParameters: false,
  isolatedModules: false,
  isolatedDeclarations: false,
  verbatimModuleSyntax: false,
  erasableSyntaxOnly: false,
  allowUnusedLabels: true,
  allowUnreachableCode: true,
};

export function createShadow(cwd: string): Shadow {
  let root: string | undefined;
  let folder = "";
  let pool = 0;

  function ensurePool(size: number): boolean {
    if (size <= pool) return false;
    for (; pool < size; pool++) write(cellFile(pool), `${hubImport}\nexport {};\n`);
    write(hubFile, hubText(size));
    return true;
  }

  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);

  function create(): void {
    if (root !== undefined) return;
    root = mkdtempSync(join(tmpdir(), "convkernel-types-"));
    const home = packageFolder();
    const notebookPlaces = packagePlaces(cwd);
    const kernelPlaces = packagePlaces(home).filter((place) => existsSync(place) && !notebookPlaces.includes(place));
    offerConvkernel(join(root, "node_modules"), home);
    folder = root;
    for (const place of [...notebookPlaces, ...kernelPlaces].reverse()) {
      folder = join(folder, "_");
      mkdirSync(folder);
      // Also where there is nothing yet: packages may be installed later. Junctions need no rights on Windows.
      symlinkSync(place, join(folder, "node_modules"), "junction");
    }
    write("globals.d.ts", globals);
    const base = findConfig(cwd);
    const config = {
      ...(base === undefined ? {} : { extends: base }),
      compilerOptions: {
        ...(base === undefined ? { strict: true, lib: ["esnext"], types: [] } : {}),
        ...fixedOptions,
        rootDirs: [folder, resolve(cwd)],
      },
      files: ["globals.d.ts", editFile, cellFile(0)],
      include: [],
      references: [],
    };
    write("tsconfig.json", JSON.stringify(config));
    pool = 0;
    ensurePool(poolSize);
    write(editFile, `${hubImport}\n`);
  }

  return {
    get folder() {
      return folder;
    },
    create,
    ensurePool: (size) => root !== undefined && ensurePool(size),
    uri: (file) => pathToFileURL(resolve(folder, file)).href,
    remove() {
      if (root !== undefined) rmSync(root, { recursive: true, force: true });
      root = undefined;
    },
  };
}

/** `convkernel` for notebooks that do not have it installed: the package itself, or its sources where it is not built yet. */
function offerConvkernel(place: string, home: string): void {
  mkdirSync(place);
  if (existsSync(join(home, "dist", "src", "index.d.ts"))) {
    symlinkSync(home, join(place, "convkernel"), "junction");
    return;
  }
  mkdirSync(join(place, "convkernel"));
  const manifest = { name: "convkernel", types: "./index.d.ts" };
  writeFileSync(join(place, "convkernel", "package.json"), JSON.stringify(manifest));
  const sources = join(home, "src", "index.ts").replaceAll("\\", "/");
  writeFileSync(join(place, "convkernel", "index.d.ts"), `export * from ${JSON.stringify(sources)};\n`);
}
