/** The user's source code (cells and local modules) by the URL under which V8 runs it. Source maps are decoded when a trace needs them. */
import { createRequire } from "node:module";
import type * as TraceMapping from "@jridgewell/trace-mapping";
import type { CompiledCell } from "../../contract/language.ts";
import { positionAt } from "../../contract/positions.ts";

export interface UserSource {
  /** Decides how a traceback names it: `Cell In[3]`, or the path of a file. */
  readonly kind: "cell" | "module";
  readonly name: string;
  readonly text: string;
}

export interface UserPosition {
  readonly source: UserSource;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
}

interface Entry {
  readonly source: UserSource;
  /** The code that runs, if it is not the text itself. */
  readonly code?: string;
  /** Absent if the file runs as it was written. */
  map?: TraceMapping.TraceMap | string;
}

const entries = new Map<string, Entry>();
/** How many cells are remembered. Front ends that inspect variables run silent cells by the thousand. */
const CELLS = 5000;
const cellUrls: string[] = [];
/** How often each cell number was run. */
const runs = new Map<number, number>();
let lastCell = "";
let tracing: typeof TraceMapping | undefined;

/** The URL of the cell that was registered last. */
export function lastCellUrl(): string {
  return lastCell;
}

/** Registers a cell and returns the URL to run it under. The same number may be used again, by silent cells and by user expressions. */
export function registerCell(cell: CompiledCell): string {
  const run = (runs.get(cell.n) ?? 0) + 1;
  runs.set(cell.n, run);
  const url = `cell://In[${cell.n}]${run === 1 ? "" : `#${run}`}`;
  const source = { kind: "cell", name: `Cell In[${cell.n}]`, text: cell.source } as const;
  entries.set(url, { source, code: cell.code, map: cell.mappings });
  lastCell = url;
  cellUrls.push(url);
  if (cellUrls.length > CELLS) entries.delete(cellUrls.shift()!);
  return url;
}

/** Registers a local module; without mappings it runs as it was written. */
export function registerModule(
  url: string,
  path: string,
  text: string,
  compiled?: { readonly code: string; readonly mappings: string },
): void {
  const entry: Entry = {
    source: { kind: "module", name: path, text },
    ...(compiled && { code: compiled.code, map: compiled.mappings }),
  };
  entries.set(url, entry);
  // CommonJS code runs under the path rather than the URL.
  entries.set(path, entry);
}

/** Where code that V8 ran at `line` and `column` (both 1-based) of `url` was written; undefined for code that the compiler added. */
export function locate(url: string, line: number, column: number): UserPosition | undefined {
  const entry = entries.get(url);
  if (!entry) return undefined;
  if (entry.map === undefined) return { source: entry.source, line, column };
  // Loaded with the first trace.
  tracing ??= createRequire(import.meta.url)("@jridgewell/trace-mapping") as typeof TraceMapping;
  if (typeof entry.map === "string") {
    entry.map = new tracing.TraceMap({ version: 3, sources: [""], names: [], mappings: entry.map });
  }
  const found = tracing.originalPositionFor(entry.map, { line, column: column - 1 });
  return found.line === null ? undefined : { source: entry.source, line: found.line, column: found.column + 1 };
}

/** What is registered under a URL. */
export function sourceOf(url: string): UserSource | undefined {
  return entries.get(url)?.source;
}

/** Where a module mentions a specifier. */
export function findText(url: string, specifier: string): UserPosition | undefined {
  const source = entries.get(url)?.source;
  const at = [`"${specifier}"`, `'${specifier}'`]
    .map((quoted) => source?.text.indexOf(quoted) ?? -1)
    .find((n) => n >= 0);
  return source === undefined || at === undefined ? undefined : { source, ...positionAt(source.text, at) };
}

/** The cell whose compiled code holds `compiled`, and where in its source that begins. */
export function findCompiled(compiled: string): { readonly text: string; readonly offset: number } | undefined {
  for (const [url, { code, source }] of [...entries].reverse()) {
    const at = code?.indexOf(compiled) ?? -1;
    if (at < 0) continue;
    const before = code!.slice(0, at).split("\n");
    const position = locate(url, before.length, before.at(-1)!.length + 1);
    if (!position) return undefined;
    const lines = source.text.split("\n").slice(0, position.line - 1);
    return { text: source.text, offset: lines.reduce((sum, line) => sum + line.length + 1, 0) + position.column - 1 };
  }
  return undefined;
}
