/**
 * The shadow folder: a temporary folder in which the cells' modules live, arranged so that TypeScript resolves from it
 * what Node resolves from the notebook's folder.
 *
 * TypeScript looks for `node_modules` in every folder above a file. So the folder is as deep as the list of places to look
 * in, and each level links to one of them: the kernel's own packages outermost, the notebook's folder innermost. Local modules
 * are found through `rootDirs`, which lays the innermost level over the notebook's folder.
 */
import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { globals } from "./globals.ts";
import { cellFile, editFile, hubFile, hubImport, hubText, poolSize } from "./notebook.ts";

export interface Shadow {
  /** The innermost level, where the cells are. */
  readonly folder: string;
  /** Writes the folder, once. */
  create(): void;
  /** Brings the folder up to date: modules for this many cells, the notebook's options. Returns the files that changed. */
  refresh(poolSize: number): readonly string[];
  /** The address of a file of this folder, or of any absolute path. */
  uri(file: string): string;
  remove(): void;
}

/** Names of files that are the service's own: cells do not import them. */
const ownFile = /^(?:__\w+__|tsconfig\.json)$/u;
export const isOwnFile = (name: string): boolean => ownFile.test(name.replace(/\.d$/u, ""));
const globalsFile = "__globals__.d.ts";

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
  const root = join(realpathSync(tmpdir()), `convkernel-types-${randomUUID()}`);
  const home = packageFolder();
  const places = searchedPlaces(cwd, home);
  const folder = join(root, ...places.map(() => "_"));
  let pool = 0;

  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
  const remove = (): void => rmSync(root, { recursive: true, force: true });

  let configStamp: string | undefined;
  function writeConfig(): boolean {
    const base = findConfig(cwd);
    const stamp = base === undefined ? "" : `${base} ${statSync(base, { throwIfNoEntry: false })?.mtimeMs}`;
    if (stamp === configStamp) return false;
    configStamp = stamp;
    write("tsconfig.json", JSON.stringify(configuration(base, cwd, folder)));
    return true;
  }

  function writePool(size: number): boolean {
    if (size <= pool) return false;
    for (; pool < size; pool++) write(cellFile(pool), `${hubImport}\nexport {};\n`);
    write(hubFile, hubText(size));
    return true;
  }

  return {
    folder,
    create() {
      if (pool > 0) return;
      mkdirSync(root, { mode: 0o700 });
      process.once("exit", remove);
      offerConvkernel(join(root, "node_modules"), home);
      let level = root;
      for (const place of places) {
        level = join(level, "_");
        mkdirSync(level);
        // Also where there is nothing yet: packages may be installed later. Junctions need no rights on Windows.
        symlinkSync(place, join(level, "node_modules"), "junction");
      }
      write(globalsFile, globals);
      writeConfig();
      write(editFile, `${hubImport}\n`);
      writePool(poolSize);
    },
    refresh(size) {
      if (pool === 0) return [];
      return [...(writePool(size) ? [hubFile] : []), ...(writeConfig() ? ["tsconfig.json"] : [])];
    },
    uri: (file) => pathToFileURL(resolve(folder, file)).href,
    remove() {
      process.removeListener("exit", remove);
      remove();
    },
  };
}

/** Where packages are looked for, outermost first: the kernel's own, then those of the notebook's folder and above it. */
function searchedPlaces(cwd: string, home: string): string[] {
  const ofNotebook = packagePlaces(cwd);
  const ofKernel = packagePlaces(home).filter((place) => existsSync(place) && !ofNotebook.includes(place));
  return [...ofNotebook, ...ofKernel].reverse();
}

/** `tsconfig.json` of the shadow folder. */
function configuration(base: string | undefined, cwd: string, folder: string): object {
  const ownOptions = base === undefined ? { strict: true, lib: ["esnext"], types: [], jsx: "preserve" } : {};
  return {
    ...(base === undefined ? {} : { extends: base }),
    compilerOptions: { ...ownOptions, ...fixedOptions, rootDirs: [folder, resolve(cwd)] },
    files: [globalsFile, editFile, cellFile(0)],
    include: [],
    references: [],
  };
}

/**
 * `convkernel` for notebooks that do not have it installed. Where this service runs from the sources the types are theirs, else
 * those of the build.
 */
function offerConvkernel(place: string, home: string): void {
  mkdirSync(place);
  if (extname(import.meta.url) !== ".ts") {
    symlinkSync(home, join(place, "convkernel"), "junction");
    return;
  }
  mkdirSync(join(place, "convkernel"));
  const manifest = { name: "convkernel", types: "./index.d.ts" };
  writeFileSync(join(place, "convkernel", "package.json"), JSON.stringify(manifest));
  const sources = join(home, "src", "index.ts").replaceAll("\\", "/");
  writeFileSync(join(place, "convkernel", "index.d.ts"), `export * from ${JSON.stringify(sources)};\n`);
}
