/** Node's module hooks for what cells import. They leave alone what the kernel itself and packages import. */
import { readFileSync } from "node:fs";
import {
  isBuiltin,
  type LoadFnOutput,
  type LoadHookContext,
  registerHooks,
  type ResolveFnOutput,
  type ResolveHookContext,
} from "node:module";
import { extname, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { COMMONJS_FACE } from "../../contract/language.ts";
import { packageRoot } from "../../contract/package-root.ts";
import { findText } from "../trace/sources.ts";
import { framesOf, noteSite } from "../trace/stack.ts";
import { face, wholeFace } from "./commonjs-face.ts";
import { packageName } from "./errors.ts";
import { checked, find, lateFormat, packageFolder, pathOf, readAnew, type Resolve } from "./find.ts";
import { noteLinkSite } from "./link-errors.ts";
import { guarded } from "../pristine.ts";
import { LocalModules } from "./local-modules.ts";
import { compiler, noteModule, transformModule } from "./transform-module.ts";

/** A specifier as a cell wrote it, resolved from the notebook's folder. Node remembers resolutions; a new number makes it resolve again. */
const FROM_CELL = /^cell-import:(\d+):\d+:(.*)$/s;
/** A specifier of a local module, with the module's URL. */
const FROM_MODULE = /^module-import:([^:]+):(.*)$/s;
const PROVIDED = "convkernel-provided:";
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const JAVASCRIPT = /^\.[cm]?js$/;
const TYPESCRIPT = /^\.(?:ts|tsx|mts|cts|jsx)$/;

export interface Hooks {
  /** The specifier by which this kernel imports what a cell calls `specifier`. */
  fromCell(this: void, specifier: string): string;
  /** The URL of what a cell calls `specifier`. */
  resolve(this: void, specifier: string): string;
  refresh(this: void): void;
  /** Makes Node resolve the imports of cells again. */
  forget(this: void): void;
  /** Imports a module for a cell. Failures are not remembered, so the next try finds what has been installed or edited meanwhile. */
  load(this: void, specifier: string, options?: ImportCallOptions): Promise<object>;
  /** Gives up the imports that are under way; what they loaded half-way is loaded again next time. */
  abandon(this: void): void;
}

export interface HooksOptions {
  readonly cellUrl: string;
  readonly provided: Readonly<Record<string, object>>;
}

/** Hooks are per process. The kernel has one folder for its cells, its tests have many. */
const folders: HooksOptions[] = [];
const local = new LocalModules();
/** The formats that Node reported for the files that local modules import. */
const formats = new Map<string, string | undefined>();
/** For each import under way, the URLs that it has loaded. */
const journals = new Set<Set<string>>();
/** How often each file of a package was part of a failed import. */
const retries = new Map<string, number>();

export function installHooks(options: HooksOptions): Hooks {
  if (folders.length === 0) registerHooks({ resolve: guarded(resolve), load: guarded(load) });
  const provided = { ...options.provided, [COMMONJS_FACE]: { face, wholeFace } };
  const id = folders.push({ ...options, provided }) - 1;
  const fromCell = (specifier: string): string => `cell-import:${id}:${local.generation}:${specifier}`;
  return {
    fromCell,
    resolve: (specifier) => import.meta.resolve(fromCell(specifier)),
    refresh: () => local.refresh(),
    forget: () => void local.generation++,
    async load(specifier, options) {
      const journal = new Set<string>();
      journals.add(journal);
      try {
        return (await import(fromCell(specifier), options)) as object;
      } catch (error) {
        noteLinkSite(error, journal);
        retry(journal, error);
        throw error;
      } finally {
        journals.delete(journal);
      }
    },
    abandon() {
      for (const journal of journals) retry(journal, undefined);
      journals.clear();
      local.dropUnfinished();
    },
  };
}

/** Makes the failed modules of an import load again the next time. */
function retry(journal: ReadonlySet<string>, error: unknown): void {
  const files = [...journal].filter(isLocal).map(pathOf);
  // The stack names the module that threw; the modules it imported ran without error, and may be in use.
  const thrower = framesOf(error).findLast((frame) => frame.kind === "user" && frame.source.kind === "module");
  const isOfModule = thrower?.kind === "user" && local.has(thrower.source.name);
  local.renew(isOfModule ? [thrower.source.name] : files);
  if (error !== undefined && !isLinkError(error)) return;
  for (const url of journal) {
    const bare = url.replace(/\?v=\d+$/, "");
    if (!isLocal(bare)) retries.set(bare, (retries.get(bare) ?? 0) + 1);
  }
}

/** Whether linking failed, so nothing has run yet: a module or one of its exports was missing. */
function isLinkError(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === "ERR_MODULE_NOT_FOUND" || error instanceof SyntaxError;
}

function resolve(specifier: string, context: ResolveHookContext, next: Resolve): ResolveFnOutput {
  const asked = FROM_CELL.exec(specifier);
  const ofModule = FROM_MODULE.exec(specifier);
  const folder = folders[asked ? Number(asked[1]) : folders.length - 1]!;
  const name = asked?.[2] ?? ofModule?.[2] ?? specifier;
  const parentURL = asked ? folder.cellUrl : ofModule ? decodeURIComponent(ofModule[1]!) : context.parentURL;
  if (!asked && (parentURL === undefined || !isLocal(parentURL))) return renewed(ofPackage(specifier, context, next));
  if (Object.hasOwn(folder.provided, name)) return { url: PROVIDED + name, shortCircuit: true };
  const found = findFrom(parentURL!, name, context, next);
  if (ofModule) formats.set(found.url, found.format ?? undefined);
  const isJson = /\.json(?:[?#]|$)/.test(found.url);
  const asJson = isJson ? { importAttributes: { ...context.importAttributes, type: "json" } } : {};
  if (!isLocal(found.url)) return renewed({ ...found, ...asJson });
  const path = pathOf(found.url);
  const importer = asked ? undefined : pathOf(parentURL!);
  return { ...found, url: pathToFileURL(path).href + local.query(path, importer), ...asJson };
}

function findFrom(parentURL: string, name: string, context: ResolveHookContext, next: Resolve): ResolveFnOutput {
  try {
    return find(name, { ...context, parentURL }, next);
  } catch (error) {
    noteSite(error, findText(parentURL, name));
    throw error;
  }
}

/** Node resolves the imports of packages, except for a package that was installed after Node had looked for it. */
function ofPackage(specifier: string, context: ResolveHookContext, next: Resolve): ResolveFnOutput {
  const { parentURL } = context;
  const wanted = packageName(specifier);
  const isPackage = wanted !== undefined && !isBuiltin(specifier) && parentURL?.startsWith("file:");
  if (!isPackage) return next(specifier, context);
  try {
    return checked(next(specifier, context));
  } catch (error) {
    const folder = packageFolder(wanted, pathOf(parentURL!));
    const found = folder === undefined ? undefined : readAnew(specifier, wanted, folder, context.conditions);
    if (found === undefined) throw error;
    return found;
  }
}

/** For a file of a failed import, the URL for the next try, because Node caches failed modules as well. */
function renewed(found: ResolveFnOutput): ResolveFnOutput {
  const format = lateFormat(found.url);
  const known = format === undefined ? found : { ...found, format };
  const tries = retries.get(found.url);
  return tries === undefined ? known : { ...known, url: `${found.url}?v=${tries + 1}` };
}

type Load = (url: string, context?: Partial<LoadHookContext>) => LoadFnOutput;

function load(url: string, context: LoadHookContext, next: Load): LoadFnOutput {
  if (url.startsWith(PROVIDED))
    return { format: "module", source: facade(url.slice(PROVIDED.length)), shortCircuit: true };
  if (!url.startsWith("file:")) return next(url, context);
  for (const journal of journals) journal.add(url);
  const path = pathOf(url);
  if (TYPESCRIPT.test(extname(path)) && !isInPackage(path)) {
    const isCommonJs = (specifier: string): boolean => leadsToCommonJs(specifier, url);
    return { ...transformModule(url, path, readFileSync(path, "utf8"), isCommonJs), shortCircuit: true };
  }
  if (!isLocal(url) || !JAVASCRIPT.test(extname(path))) return next(url, context);
  const isModule = noteModule(url, path, readFileSync(path, "utf8"));
  // Node would find the format out by itself, but would warn on the cell's stderr that package.json has no type.
  return next(url, isModule && context.format !== "commonjs" ? { ...context, format: "module" } : context);
}

/** Whether what a local module calls `specifier` is a CommonJS module. */
function leadsToCommonJs(specifier: string, parentURL: string): boolean {
  if (isBuiltin(specifier)) return false;
  try {
    const url = import.meta.resolve(`module-import:${encodeURIComponent(parentURL)}:${specifier}`);
    if (!url.startsWith("file:")) return false;
    const path = pathOf(url);
    if (TYPESCRIPT.test(extname(path)) && !isInPackage(path))
      return compiler().isCommonJs(path, readFileSync(path, "utf8"));
    if (extname(path) === ".cjs") return true;
    return extname(path) === ".js" && formats.get(url.replace(/\?v=\d+$/, "")) !== "module";
  } catch {
    // Node reports the reason when it links the module.
    return false;
  }
}

/** Whether a file is the notebook's own, neither a package's nor the kernel's. */
function isLocal(url: string): boolean {
  return url.startsWith("file:") && !url.includes("/node_modules/") && !isInPackage(pathOf(url));
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
