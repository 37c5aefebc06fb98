/** From the server's diagnostics of a cell's module to what a learner should see: positions of the cell, nothing false. */
import type { Diagnostic } from "../types.ts";
import type { LocalFiles } from "./local-files.ts";
import type { Notebook, PlacedCell } from "./notebook.ts";
import type { Server } from "./server.ts";

export interface Context {
  readonly server: Server;
  readonly notebook: Notebook;
  readonly localFiles: LocalFiles;
}

interface LspPosition {
  readonly line: number;
  readonly character: number;
}

export interface LspDiagnostic {
  readonly range: { readonly start: LspPosition; readonly end: LspPosition };
  readonly severity?: number;
  readonly code?: number | string;
  readonly message: string;
}

/** Makes the function that checks one cell beside the committed ones. */
export function createDiagnoser({ server, notebook, localFiles }: Context) {
  async function ask(cell: PlacedCell): Promise<readonly LspDiagnostic[]> {
    server.setDocument(cell.file, cell.text);
    const report = await server.ask<{ items?: readonly LspDiagnostic[] }>(
      "check",
      cell.file,
      "textDocument/diagnostic",
      {},
    );
    return report?.items ?? [];
  }

  return async function diagnose(source: string, n: number): Promise<readonly Diagnostic[]> {
    if (/^\s*\/\/\s*@ts-nocheck\b/u.test(source)) return [];
    const cell = notebook.place(source, n);
    if (cell === undefined) return [];
    localFiles.track(source);
    server.refresh(notebook.size, localFiles.takeChanges());
    const items = await ask(cell);
    const lines = source.split("\n");
    const undeclared = assignedOnly(items, cell, lines);
    const rest = undeclared.size === 0 ? items : await again(undeclared);
    const found = rest.flatMap((item) => toDiagnostic(item, cell, lines, undeclared));
    return [...found, ...assignmentWarnings(items, cell, lines, undeclared)].sort(byPosition);

    async function again(names: ReadonlySet<string>): Promise<readonly LspDiagnostic[]> {
      const declared = notebook.place(source, n, names);
      return declared === undefined ? items : ask(declared);
    }
  };
}

const byPosition = (a: Diagnostic, b: Diagnostic): number =>
  a.start.line - b.start.line || a.start.column - b.start.column;

const isUnknownName = ({ code }: LspDiagnostic): boolean => code === 2304 || code === 2552;

/** Names that exist only through `name = value`: JavaScript makes a variable of them, so later uses are no errors. */
function assignedOnly(
  items: readonly LspDiagnostic[],
  cell: PlacedCell,
  lines: readonly string[],
): ReadonlySet<string> {
  const unknown = new Set(items.filter(isUnknownName).map((item) => offsetOf(item.range.start, lines)));
  return new Set(cell.outline.assignments.filter(({ offset }) => unknown.has(offset)).map(({ name }) => name));
}

function assignmentWarnings(
  items: readonly LspDiagnostic[],
  cell: PlacedCell,
  lines: readonly string[],
  undeclared: ReadonlySet<string>,
): Diagnostic[] {
  const warned = new Set<string>();
  return items.filter(isUnknownName).flatMap((item) => {
    const offset = offsetOf(item.range.start, lines);
    const assignment = cell.outline.assignments.find((candidate) => candidate.offset === offset);
    if (assignment === undefined || !undeclared.has(assignment.name) || warned.has(assignment.name)) return [];
    warned.add(assignment.name);
    const message = `${item.message} The assignment creates it: write 'let ${assignment.name}' if that is meant.`;
    return [{ ...place(item), severity: "warning", code: Number(item.code), message } as const];
  });
}

/**
 * Codes that are about modules and not about what the user wrote.
 * 1375, 1378: top-level await. 1379, 1380: type-only imports in the header. 2441, 2529: names such as `require`, reserved in
 * CommonJS output. 6059, 6307: files outside the folder of `tsconfig.json`. 7034: a variable whose type later cells cannot see.
 */
const moduleCodes = new Set([1375, 1378, 1379, 1380, 2441, 2529, 6059, 6307, 7034]);

function toDiagnostic(
  item: LspDiagnostic,
  cell: PlacedCell,
  lines: readonly string[],
  undeclared: ReadonlySet<string>,
): Diagnostic[] {
  const code = Number(item.code);
  // Suggestions and hints (unused names, deprecations) are an editor's matter.
  if ((item.severity ?? 1) > 2 || moduleCodes.has(code)) return [];
  // The header is line 0, the export line follows the cell.
  if (item.range.start.line < 1 || item.range.start.line > lines.length) return [];
  const start = offsetOf(item.range.start, lines);
  const text = lines[item.range.start.line - 1]!.slice(item.range.start.character, item.range.end.character);
  if (undeclared.has(text) && (code === 7005 || code === 2454)) return [];
  // `let x = x + 1` over an earlier cell's x reads that x.
  if (cell.redeclared.has(text) && (code === 2448 || code === 2454)) return [];
  if (cell.redeclared.has(text) && code === 7022) return [];
  const message = item.message;
  const later = isUnknownName(item) && cell.outline.deferred.some(([from, to]) => start >= from && start < to);
  if (later && code === 2304) {
    return [
      { ...place(item), severity: "warning", code, message: `${message} Define it before this function is called.` },
    ];
  }
  return [{ ...place(item), severity: item.severity === 2 ? "warning" : "error", code, message }];
}

function place({ range }: LspDiagnostic): Pick<Diagnostic, "start" | "end"> {
  // One line of header: the server's 0-based line is the cell's 1-based one.
  return {
    start: { line: range.start.line, column: range.start.character + 1 },
    end: { line: range.end.line, column: range.end.character + 1 },
  };
}

/** Offset in the cell of a position in its module. */
function offsetOf({ line, character }: LspPosition, lines: readonly string[]): number {
  let offset = character;
  for (let k = 0; k < line - 1; k++) offset += (lines[k]?.length ?? 0) + 1;
  return offset;
}
