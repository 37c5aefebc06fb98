/**
 * The shadow folder: a temporary folder for the cells' modules, arranged so that TypeScript resolves from it the same modules as Node from
 * the notebook's folder.
 *
 * It mirrors the notebook's path, level by level: `<root>/_/_/home/me/course` for `/home/me/course`. TypeScript looks for
 * `node_modules` in every folder above a file, and each level links to the one of the folder it mirrors; further out come the kernel's, one
 * level each. Local modules, including `../shared.ts`, are found through `rootDirs`, which overlays the mirror on the file system.
 */
import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, extname, join, parse, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { packageRoot } from "../../contract/package-root.ts";
import { globals } from "./globals.ts";
import { cellFile, editFile, firstModules, hubFile, hubImport, hubText, type Modules, probeFile } from "./notebook.ts";

export interface Shadow {
  /** The innermost level, where the cells are. */
  readonly folder: string;
  /** Creates the folder, once. */
  create(): void;
  /** Brings the folder up to date: the hub for these modules, the notebook's options. Returns the files that changed. */
  refresh(modules: Modules): readonly string[];
  /** Writes the module of a cell, or empties it; false if that fails. */
  write(file: string, text: string | undefined): boolean;
  /** The URI of a file in this folder, or of any absolute path. */
  uri(file: string): string;
  remove(): void;
}

/** Names of the service's own files, which cells do not import. */
const ownFile = /^(?:__\w+__|tsconfig\.json)$/u;
export const isOwnFile = (name: string): boolean => ownFile.test(name.replace(/\.d$/u, ""));
const globalsFile = "__globals__.d.ts";

/** The `tsconfig.json` that an editor would use for the notebook. */
function findConfig(cwd: string): string | undefined {
  return ancestors(resolve(cwd))
    .map((folder) => join(folder, "tsconfig.json"))
    .findLast(existsSync);
}

/** Options that the notebook's own may not change: where files are, how modules are found, and rules that cells cannot follow. */
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

const emptyCell = `${hubImport()}\nexport {};\n`;

const prefix = "convkernel-types-";

/**
 * A path without symbolic links, because the server answers with real paths. If the folder is missing, that shows when it is written to.
 */
function temporaryFolder(): string {
  try {
    return realpathSync(tmpdir());
  } catch {
    return tmpdir();
  }
}

/**
 * Removes folders left behind by killed kernels. Waits an hour before that, because their process may be running where we cannot see it.
 */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    const path = join(folder, name);
    if (Date.now() - (await stat(path)).mtimeMs > 3_600_000) await rm(path, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM means that the process exists but belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** One folder of the shadow, and the `node_modules` folder that it links to. */
interface Level {
  readonly folder: string;
  readonly packages: string;
}

export function createShadow(cwd: string): Shadow {
  const root = join(temporaryFolder(), `${prefix}${process.pid}-${randomUUID()}`);
  const home = packageRoot;
  const { levels, mirror } = layOut(root, resolve(cwd), home);
  const { folder } = levels.at(-1)!;
  /** The modules that the hub lists; undefined before the folder exists. */
  let listed: Modules | undefined;
  /** Modules below this number have a file. */
  let written = 0;

  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
  const remove = (): void => rmSync(root, { recursive: true, force: true });

  /** Rewrites the options if the notebook's have changed, and returns the changed files. */
  let configStamp: string | undefined;
  function writeConfig(): readonly string[] {
    const base = findConfig(cwd);
    const stats = base === undefined ? undefined : statSync(base, { throwIfNoEntry: false });
    const stamp = `${base} ${stats?.mtimeMs} ${stats?.size}`;
    if (stamp === configStamp) return [];
    configStamp = stamp;
    write("tsconfig.json", JSON.stringify(configuration(base, [mirror, parse(resolve(cwd)).root])));
    return ["tsconfig.json", ...(base === undefined ? [] : [base])];
  }

  function writeHub(modules: Modules): readonly string[] {
    if (modules === listed) return [];
    for (; written <= modules.at(-1)!; written++) write(cellFile(written), emptyCell);
    write(hubFile, hubText(modules));
    listed = modules;
    return [hubFile];
  }

  return {
    folder,
    create() {
      if (listed !== undefined) return;
      void sweep(dirname(root)).catch(() => {});
      mkdirSync(root, { mode: 0o700 });
      process.once("exit", remove);
      offerConvkernel(join(root, "node_modules"), home);
      for (const [k, level] of levels.entries()) {
        mkdirSync(level.folder, { recursive: true });
        const place = join(level.folder, "node_modules");
        if (levels[k + 1]?.folder === place) linkPackages(level.packages, place, levels[k + 2]?.folder);
        // Linked even if the target does not exist yet, because packages may be installed later. Junctions need no special rights on
        // Windows.
        else symlinkSync(level.packages, place, "junction");
      }
      write(globalsFile, globals);
      writeConfig();
      write(editFile, `${hubImport()}\n`);
      write(probeFile, `${hubImport()}\n`);
      writeHub(firstModules);
    },
    refresh(modules) {
      if (listed === undefined) return [];
      return [...writeHub(modules), ...writeConfig()];
    },
    write(file, text = emptyCell) {
      try {
        write(file, text);
        return true;
      } catch {
        return false;
      }
    },
    uri: (file) => pathToFileURL(resolve(folder, file)).href,
    remove() {
      process.removeListener("exit", remove);
      remove();
    },
  };
}

/** The levels from the outside in, and the one that mirrors the root of the file system. */
function layOut(root: string, cwd: string, home: string): { levels: readonly Level[]; mirror: string } {
  const above = ancestors(cwd);
  const ofKernel = ancestors(home).filter((folder) => !above.includes(folder) && existsSync(packagesOf(folder)));
  const outer = ofKernel.map((folder, k) => ({
    folder: join(root, ...Array<string>(k + 1).fill("_")),
    packages: packagesOf(folder),
  }));
  const mirror = join(outer.at(-1)?.folder ?? root, "_");
  const inner = above.map((folder) => ({
    folder: join(mirror, relative(parse(cwd).root, folder)),
    packages: packagesOf(folder),
  }));
  return { levels: [...outer, ...inner], mirror };
}

const packagesOf = (folder: string): string => join(folder, "node_modules");

/** A folder and those above it, the outermost first. */
function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [...ancestors(parent), folder];
}

/** `tsconfig.json` of the shadow folder. */
function configuration(base: string | undefined, rootDirs: readonly string[]): object {
  const ownOptions = base === undefined ? { strict: true, lib: ["esnext"], types: [], jsx: "preserve" } : {};
  return {
    ...(base === undefined ? {} : { extends: base }),
    compilerOptions: { ...ownOptions, ...fixedOptions, rootDirs },
    files: [globalsFile, editFile, probeFile, cellFile(0)],
    include: [],
    references: [],
  };
}

/** For a notebook inside a package: `node_modules` is a folder of the mirror, and links to each package but the notebook's own. */
function linkPackages(packages: string, place: string, own: string | undefined): void {
  mkdirSync(place);
  for (const entry of readdirSync(packages, { withFileTypes: true })) {
    const link = join(place, entry.name);
    if (link !== own && !entry.isFile()) symlinkSync(join(packages, entry.name), link, "junction");
  }
}

/**
 * Provides `convkernel` for notebooks that do not have it installed. The types are the build's, in which the ways to call something are
 * written out; a clone without a build has the sources'.
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
  const built = join(home, "dist", "src", "index.d.ts");
  const types = (existsSync(built) ? built : join(home, "src", "index.ts")).replaceAll("\\", "/");
  writeFileSync(join(place, "convkernel", "index.d.ts"), `export * from ${JSON.stringify(types)};\n`);
}
