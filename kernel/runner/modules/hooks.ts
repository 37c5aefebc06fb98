/** Node's module hooks for what cells import. They leave alone what the kernel itself and packages import. */
import { existsSync, readFileSync, statSync } from "node:fs";
import {
  createRequire,
  type LoadFnOutput,
  type LoadHookContext,
  registerHooks,
  type ResolveFnOutput,
  type ResolveHookContext,
} from "node:module";
import { extname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { manifest, packageRoot } from "../../contract/package-root.ts";
import { LocalModules } from "./local-modules.ts";
import { noteModule, transformModule } from "./transform-module.ts";

/** A specifier as a cell wrote it, resolved from the notebook's folder; Node remembers resolutions, so a new number asks anew. */
const FROM_CELL = /^cell-import:(\d+):\d+:(.*)$/s;
const PROVIDED = "convkernel-provided:";
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const JAVASCRIPT = /^\.[cm]?js$/;
const TYPESCRIPT = /^\.(?:ts|tsx|mts|cts)$/;

export interface Hooks {
  /** The specifier by which this kernel imports what a cell calls `specifier`. */
  fromCell(this: void, specifier: string): string;
  /** The URL of what a cell calls `specifier`. */
  resolve(this: void, specifier: string): string;
  refresh(this: void): void;
  /** Makes Node resolve anew what cells import. */
  forget(this: void): void;
}

export interface HooksOptions {
  readonly cellUrl: string;
  readonly provided: Readonly<Record<string, object>>;
}

type Resolve = (specifier: string, context?: Partial<ResolveHookContext>) => ResolveFnOutput;

/** Hooks belong to the process; the kernel has one folder of cells, its tests have many. */
const folders: HooksOptions[] = [];
const local = new LocalModules();

export function installHooks(options: HooksOptions): Hooks {
  if (folders.length === 0) registerHooks({ resolve, load });
  const id = folders.push(options) - 1;
  const fromCell = (specifier: string): string => `cell-import:${id}:${local.generation}:${specifier}`;
  return {
    fromCell,
    resolve: (specifier) => import.meta.resolve(fromCell(specifier)),
    refresh: () => local.refresh(),
    forget: () => void local.generation++,
  };
}

function resolve(specifier: string, context: ResolveHookContext, next: Resolve): ResolveFnOutput {
  const asked = FROM_CELL.exec(specifier);
  const folder = folders[asked ? Number(asked[1]) : folders.length - 1]!;
  const name = asked ? asked[2]! : specifier;
  const parentURL = asked ? folder.cellUrl : context.parentURL;
  if (!asked && (parentURL === undefined || !isLocal(parentURL))) return next(specifier, context);
  if (Object.hasOwn(folder.provided, name)) return { url: PROVIDED + name, shortCircuit: true };
  const found = find(name, { ...context, parentURL: parentURL! }, next);
  const isJson = /\.json(?:[?#]|$)/.test(found.url);
  const asJson = isJson ? { importAttributes: { ...context.importAttributes, type: "json" } } : {};
  if (!isLocal(found.url)) return { ...found, ...asJson };
  const path = fileURLToPath(stripQuery(found.url));
  const importer = asked ? undefined : fileURLToPath(stripQuery(parentURL!));
  return { ...found, url: pathToFileURL(path).href + local.query(path, importer), ...asJson };
}

type Load = (url: string, context?: Partial<LoadHookContext>) => LoadFnOutput;

function load(url: string, context: LoadHookContext, next: Load): LoadFnOutput {
  if (url.startsWith(PROVIDED))
    return { format: "module", source: facade(url.slice(PROVIDED.length)), shortCircuit: true };
  if (!url.startsWith("file:")) return next(url, context);
  const path = fileURLToPath(stripQuery(url));
  if (isLocal(url) && JAVASCRIPT.test(extname(path))) noteModule(url, path, readFileSync(path, "utf8"));
  if (!TYPESCRIPT.test(extname(path)) || isInPackage(path)) return next(url, context);
  return { ...transformModule(url, path, readFileSync(path, "utf8")), shortCircuit: true };
}

/** A file of the notebook's own: not of a package, and not of the kernel. */
function isLocal(url: string): boolean {
  return url.startsWith("file:") && !url.includes("/node_modules/") && !isInPackage(fileURLToPath(stripQuery(url)));
}

/** From the importer's folder upwards; then with TypeScript's endings; then among the kernel's own packages. */
function find(name: string, context: ResolveHookContext, next: Resolve): ResolveFnOutput {
  try {
    return checked(next(name, context));
  } catch (error) {
    if (/^(?:\.{1,2}(?:\/|$)|\/|file:)/.test(name)) {
      const url = withEnding(new URL(name, context.parentURL));
      if (url) return { url, shortCircuit: true };
      throw error;
    }
    const url = asCommonJs(name, context.parentURL!);
    if (url) return { url, shortCircuit: true };
    try {
      return checked(next(name, { ...context, parentURL: import.meta.url }));
    } catch {
      const own = asCommonJs(name, import.meta.url) ?? ownSource(name);
      if (own) return { url: own, shortCircuit: true };
    }
    throw error;
  }
}

let isAsking = false;

/** `lodash/add` is a file for CommonJS, which adds endings, and not for ES modules. */
function asCommonJs(name: string, parentURL: string): string | undefined {
  // Node may ask the hooks again on the way.
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

/** The hook of CommonJS and of relative ES specifiers gives URLs of files that do not exist. */
function checked(found: ResolveFnOutput): ResolveFnOutput {
  if (!found.url.startsWith("file:") || existsSync(fileURLToPath(stripQuery(found.url)))) return found;
  throw Object.assign(new Error(`Cannot find module '${fileURLToPath(stripQuery(found.url))}'`), {
    code: "ERR_MODULE_NOT_FOUND",
  });
}

/** `./util` and `./util.js` may be `util.ts`, `./lib` may be `lib/index.ts`. */
function withEnding(url: URL): string | undefined {
  const path = fileURLToPath(stripQuery(url.href));
  const swaps: Record<string, readonly string[]> = {
    ".js": [".ts", ".tsx"],
    ".mjs": [".mts"],
    ".cjs": [".cts"],
    ".jsx": [".tsx"],
  };
  const ending = extname(path);
  const candidates = [
    ...(swaps[ending] ?? []).map((other) => path.slice(0, -ending.length) + other),
    ...[".ts", ".tsx", ".mts", ".js", ".mjs", ".json"].map((other) => path + other),
    ...["index.ts", "index.js"].map((index) => join(path, index)),
  ];
  const found = candidates.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile());
  return found === undefined ? undefined : pathToFileURL(found).href;
}

/** A checkout that has not been built: the package's own name means its TypeScript. */
function ownSource(name: string): string | undefined {
  const source = join(packageRoot, "src", "index.ts");
  return name === manifest.name && existsSync(source) ? pathToFileURL(source).href : undefined;
}

function isInPackage(path: string): boolean {
  const inside = path.startsWith(packageRoot + sep) ? path.slice(packageRoot.length + 1).split(sep)[0] : undefined;
  return inside === "kernel" || inside === "src" || inside === "dist";
}

/** An ES module around an object that the kernel provides, for `import { display } from "tslab"`. */
function facade(name: string): string {
  const { provided } = folders.findLast((folder) => Object.hasOwn(folder.provided, name))!;
  const key = Symbol.for(PROVIDED + name);
  Object.defineProperty(globalThis, key, { value: provided[name], configurable: true });
  const names = Object.keys(provided[name]!).filter((each) => each !== "default" && IDENTIFIER.test(each));
  return [
    `const it = globalThis[Symbol.for(${JSON.stringify(PROVIDED + name)})];`,
    "export default it;",
    ...names.map((each, index) => `const _${index} = it.${each}; export { _${index} as ${each} };`),
  ].join("\n");
}

function stripQuery(url: string): string {
  return url.replace(/[?#].*$/s, "");
}
