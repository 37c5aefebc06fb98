/** Resolves the imports of cells and local modules: paths from tsconfig, packages, TypeScript's file endings, the kernel's own packages. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire, isBuiltin, type ResolveFnOutput, type ResolveHookContext } from "node:module";
import { dirname, extname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { resolveExports } from "resolve-pkg-maps";
import { manifest, packageRoot } from "../../contract/package-root.ts";
import { packageName } from "./errors.ts";
import { configuration } from "./transform-module.ts";

export type Resolve = (specifier: string, context?: Partial<ResolveHookContext>) => ResolveFnOutput;
type Context = ResolveHookContext & { readonly parentURL: string };

/** @throws Error with Node's code ERR_MODULE_NOT_FOUND */
export function find(name: string, context: Context, next: Resolve): ResolveFnOutput {
  if (/^(?:\.{1,2}(?:\/|$)|\/|file:)/.test(name)) return findFile(name, context, next);
  if (isBuiltin(name)) return next(name, context);
  const mapped = findMapped(name, context);
  if (mapped !== undefined) return mapped;
  const wanted = packageName(name);
  if (wanted === undefined) return next(name, context);
  return (
    findPackage(name, wanted, context, next) ??
    findPackage(name, wanted, { ...context, parentURL: import.meta.url }, next) ??
    ownSource(name) ??
    missing(name, context)
  );
}

function findFile(name: string, context: Context, next: Resolve): ResolveFnOutput {
  try {
    return checked(next(name, context));
  } catch (error) {
    const url = withEnding(new URL(name, context.parentURL));
    if (url) return { url, shortCircuit: true };
    throw error;
  }
}

/** Resolves by `paths` of the nearest tsconfig.json. */
function findMapped(name: string, { parentURL }: Context): ResolveFnOutput | undefined {
  const folder = dirname(pathOf(parentURL));
  for (const path of configuration().mappedPaths(folder, name)) {
    const url = pathToFileURL(path);
    const found = isFile(path) ? url.href : withEnding(url);
    if (found !== undefined) return { url: found, shortCircuit: true };
  }
  return undefined;
}

/**
 * Looks for a package from the importer's folder upwards; undefined if there is none. Node is asked only if the package's folder exists: it
 * remembers for ever that a package.json was missing, and would treat a package that is installed later as one without it.
 */
function findPackage(name: string, wanted: string, context: Context, next: Resolve): ResolveFnOutput | undefined {
  const folder = packageFolder(wanted, pathOf(context.parentURL));
  if (folder === undefined) return undefined;
  try {
    return checked(next(name, context));
  } catch (error) {
    const url = asCommonJs(name, context.parentURL);
    if (url) return { url, shortCircuit: true };
    return readAnew(name, wanted, folder, context.conditions) ?? raise(error);
  }
}

/** The folder of a package, looked up from a file. */
export function packageFolder(wanted: string, from: string): string | undefined {
  for (let at = dirname(from); ; at = dirname(at)) {
    const folder = join(at, "node_modules", wanted);
    if (isFolder(folder)) return folder;
    // A package may import itself by its name.
    if (nameIn(at) === wanted) return at;
    if (dirname(at) === at) return undefined;
  }
}

function nameIn(folder: string): string | undefined {
  const file = join(folder, "package.json");
  return existsSync(file) ? readManifest(file)?.name : undefined;
}

interface PackageManifest {
  readonly name?: string;
  readonly main?: string;
  readonly type?: string;
  readonly exports?: Parameters<typeof resolveExports>[0];
}

function readManifest(file: string): PackageManifest | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as PackageManifest;
  } catch {
    return undefined;
  }
}

/** Packages that Node treats as having no package.json, because it looked for them before they were installed. */
const lateFolders = new Set<string>();

/**
 * Resolves by a freshly read package.json, whatever Node remembers of it.
 * Reference: https://nodejs.org/docs/latest-v24.x/api/esm.html#resolution-algorithm-specification
 */
export function readAnew(
  name: string,
  wanted: string,
  folder: string,
  conditions: readonly string[],
): ResolveFnOutput | undefined {
  const found = readManifest(join(folder, "package.json"));
  if (found === undefined) return undefined;
  const subpath = name.slice(wanted.length + 1);
  for (const target of targetsOf(found, subpath, conditions)) {
    const path = join(folder, target);
    const url = isFile(path) ? pathToFileURL(path).href : withEnding(pathToFileURL(path));
    if (url === undefined) continue;
    lateFolders.add(folder + sep);
    return { url, format: lateFormat(url), shortCircuit: true };
  }
  return undefined;
}

function targetsOf({ exports, main }: PackageManifest, subpath: string, conditions: readonly string[]): string[] {
  if (exports === undefined) return [subpath === "" ? (main ?? "index.js") : subpath];
  try {
    return resolveExports(exports, subpath, [...conditions]);
  } catch {
    // The subpath is not exported: Node's own error says so.
    return [];
  }
}

/** The format of a file in a package of `lateFolders`; undefined for all other files. */
export function lateFormat(url: string): "module" | "commonjs" | "json" | undefined {
  if (lateFolders.size === 0 || !url.startsWith("file:")) return undefined;
  const path = pathOf(url);
  const folder = [...lateFolders].find((each) => path.startsWith(each));
  if (folder === undefined) return undefined;
  const byEnding = ({ ".mjs": "module", ".cjs": "commonjs", ".json": "json" } as const)[extname(path)];
  if (byEnding !== undefined) return byEnding;
  for (let at = dirname(path); at.length >= folder.length - 1; at = dirname(at)) {
    const found = readManifest(join(at, "package.json"));
    if (found !== undefined) return found.type === "module" ? "module" : "commonjs";
  }
  return "commonjs";
}

let isAsking = false;

/** CommonJS, which adds file endings, finds `lodash/add`; ES modules do not. */
function asCommonJs(name: string, parentURL: string): string | undefined {
  // Node may call the hooks again while it resolves.
  if (isAsking || !name.includes("/")) return undefined;
  isAsking = true;
  try {
    return pathToFileURL(createRequire(parentURL).resolve(name)).href;
  } catch {
    return undefined;
  } finally {
    isAsking = false;
  }
}

/** For CommonJS and for relative ES specifiers Node's hook returns URLs even of files that do not exist. */
export function checked(found: ResolveFnOutput): ResolveFnOutput {
  if (!found.url.startsWith("file:") || existsSync(pathOf(found.url))) return found;
  throw notFound(`Cannot find module '${pathOf(found.url)}'`);
}

const SWAPS: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx", ".jsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
  ".jsx": [".tsx"],
};
const ENDINGS = [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx", ".json"];

/** `./util` and `./util.js` may be `util.ts`, `./lib` may be `lib/index.ts`. */
function withEnding(url: URL): string | undefined {
  const path = pathOf(url.href);
  const ending = extname(path);
  const candidates = [
    ...(SWAPS[ending] ?? []).map((other) => path.slice(0, -ending.length) + other),
    ...ENDINGS.map((other) => path + other),
    ...["index.ts", "index.tsx", "index.mts", "index.js"].map((index) => join(path, index)),
  ];
  const found = candidates.find(isFile);
  return found === undefined ? undefined : pathToFileURL(found).href;
}

/** A checkout that has not been built: the package's own name means its TypeScript. */
function ownSource(name: string): ResolveFnOutput | undefined {
  const source = join(packageRoot, "src", "index.ts");
  return name === manifest.name && existsSync(source)
    ? { url: pathToFileURL(source).href, shortCircuit: true }
    : undefined;
}

function missing(name: string, { parentURL }: Context): never {
  const [mapped] = configuration().mappedPaths(dirname(pathOf(parentURL)), name);
  if (mapped !== undefined && isMappedByName(name, pathOf(parentURL))) {
    throw notFound(`Cannot find module '${mapped}', which tsconfig.json says '${name}' is`);
  }
  const wanted = packageName(name)!;
  const known = packageFolder(wanted, pathOf(parentURL)) ?? packageFolder(wanted, pathOf(import.meta.url));
  throw notFound(
    `Cannot find ${known === undefined ? "package" : "module"} '${name}' imported from ${pathOf(parentURL)}`,
  );
}

/** Whether an entry of `paths` names the package, so that it is not matched only by `*` or `baseUrl`. */
function isMappedByName(name: string, from: string): boolean {
  return configuration()
    .pathPatterns(dirname(from))
    .some((pattern) => pattern !== "*" && name.startsWith(pattern.replace(/\*.*$/s, "")));
}

function notFound(message: string): Error {
  return Object.assign(new Error(message), { code: "ERR_MODULE_NOT_FOUND" });
}

function raise(error: unknown): never {
  throw error;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The path of a file's URL, without a version. */
export function pathOf(url: string): string {
  return fileURLToPath(url.replace(/[?#].*$/s, ""));
}
