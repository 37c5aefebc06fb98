/** Turns the server's diagnostics for a cell's module into what a learner should see: positions in the cell, and nothing false. */
import { nearest } from "../../contract/nearest.ts";
import type { Diagnostic, Position } from "../../contract/language.ts";
import { offsetAt } from "../../contract/positions.ts";
import type { Span } from "../hints/places.ts";
import type { Libraries } from "../hints/library.ts";
import { nameHint } from "../hints/name-hint.ts";
import { type Hint, hintsOf } from "./probe.ts";
import { isBrowserName, noPage } from "./browser-names.ts";
import type { LocalFiles } from "./local-files.ts";
import type { Notebook, PlacedCell } from "./notebook.ts";
import type { Server } from "./server.ts";

export interface Context {
  readonly server: Server;
  readonly notebook: Notebook;
  readonly localFiles: LocalFiles;
  readonly libraries: Libraries;
  /** The notebook's folder. */
  readonly folder: string;
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
  readonly relatedInformation?: readonly { readonly message: string }[];
}

/** Creates the function that checks one cell, given the committed ones. */
export function createDiagnoser({ server, notebook, localFiles, libraries }: Context) {
  return async function diagnose(source: string, n: number): Promise<readonly Diagnostic[]> {
    if (/^\s*\/\/\s*@ts-nocheck\b/u.test(source)) return [];
    const cell = notebook.place(source, n);
    if (cell === undefined) return [];
    localFiles.track(source);
    server.refresh(notebook.modules, localFiles.takeChanges());
    server.setDocument(cell);
    const report = await server.ask<LspReport>("check", cell.file, "textDocument/diagnostic", {});
    const items = [...(report?.items ?? [])].sort(byPosition);
    const names = new Set([...notebook.visible.keys(), ...cell.outline.names.map(({ name }) => name)]);
    const found = translate(items, cell, source.split("\n"), names, libraries.all);
    libraries.know(cell.outline.imports);
    const hints = await hintsOf({ server, libraries }, source, cell, faultsAt(found, source));
    return inPlaceOf(hints, found);
  };
}

/** An unknown name or property, a wrong argument, a wrong operand, "can't be used to index", and the like. */
const hintable = new Set([2304, 2339, 2345, 2362, 2363, 2365, 2447, 2542, 2551, 2552, 2588, 2695, 7015, 7052, 7053]);

const faultsAt = (found: readonly Diagnostic[], source: string): readonly Span[] =>
  found
    .filter(({ code }) => hintable.has(code))
    .map(({ start, end }) => ({ start: offsetAt(source, start), end: offsetAt(source, end) }));

/** A hint replaces TypeScript's message at the same place: it says the same, and what to write instead. */
function inPlaceOf(hints: readonly Hint[], found: readonly Diagnostic[]): readonly Diagnostic[] {
  const isSaid = ({ code, start }: Diagnostic): boolean =>
    hintable.has(code) &&
    hints.some(
      ({ replaces, diagnostic }) => replaces && !isBefore(start, diagnostic.start) && isBefore(start, diagnostic.end),
    );
  return [...hints.map(({ diagnostic }) => diagnostic), ...found.filter((diagnostic) => !isSaid(diagnostic))].sort(
    (a, b) => a.start.line - b.start.line || a.start.column - b.start.column,
  );
}

const isBefore = (a: Position, b: Position): boolean => a.line < b.line || (a.line === b.line && a.column < b.column);

interface LspReport {
  readonly items?: readonly LspDiagnostic[];
}

const byPosition = (a: LspDiagnostic, b: LspDiagnostic): number =>
  a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;

/** The server's diagnostics that concern the user. `items` are in order of position. */
function translate(
  items: readonly LspDiagnostic[],
  cell: PlacedCell,
  lines: readonly string[],
  visible: ReadonlySet<string>,
  libraries: Libraries["all"],
): Diagnostic[] {
  const found = items.flatMap((item): Diagnostic[] => {
    if (!concernsUser(item, lines)) return [];
    const { start, end } = item.range;
    const name = lines[start.line - 1]!.slice(start.character, end.character);
    const code = Number(item.code);
    // `let x = x + 1` over an earlier cell's x reads that x.
    if (cell.redeclared.has(name) && usedBefore.has(code)) return [];
    // At run time an assignment to a constant is refused.
    if (code === 2588 && visible.has(name) && !isOwn(name, cell)) {
      const message = `Cannot assign to '${name}' because it is a constant. To replace it, declare it anew: let ${name} = ...`;
      return [{ severity: "error", code, message, ...placeOf(item) }];
    }
    if (fixed.has(code) && visible.has(name) && !isOwn(name, cell)) {
      // For the runner, names of earlier cells are properties.
      const message = `'${name}' is not a variable (let) in the cell that declares it. This assignment replaces it all the same.`;
      return [{ severity: "warning", code, message, ...placeOf(item) }];
    }
    const severity = item.severity === 2 ? "warning" : "error";
    const diagnostic: Diagnostic = { severity, code, message: readable(item), ...placeOf(item) };
    if (!unknownName.has(code)) return [diagnostic];
    // `typeof x` only asks whether x exists.
    if (/\btypeof\s+$/u.test(lines[start.line - 1]!.slice(0, start.character))) return [];
    return [explainUnknown(diagnostic, name, cell, visible, offsetOf(start, lines), libraries)];
  });
  return withoutRepetition(found);
}

/** "Cannot find name 'x'": alone, with "Did you mean 'y'?", and with advice on compiler options and type packages. */
const unknownName = new Set([2304, 2552, 2580, 2581, 2582, 2583, 2584, 2591, 2592, 2593, 2867, 2868]);

/** A name that TypeScript does not know may be a typing slip, or a name that exists after all when the cell runs. */
function explainUnknown(
  diagnostic: Diagnostic,
  name: string,
  cell: PlacedCell,
  visible: ReadonlySet<string>,
  offset: number,
  libraries: Libraries["all"],
): Diagnostic {
  // Not all names of other cells are in the header, so TypeScript cannot suggest them.
  const meant = diagnostic.code === 2552 ? undefined : nearest(name, visible);
  const python = nameHint(name, libraries);
  const code = meant === undefined ? diagnostic.code : 2552;
  const said = meant === undefined ? diagnostic.message : `${diagnostic.message} Did you mean '${meant}'?`;
  if (cell.undeclared.has(name)) {
    // In JavaScript `name = value` creates a variable.
    const message = `${said} The assignment creates it: write 'let ${name}' if that is meant.`;
    return { ...diagnostic, severity: "warning", code, message };
  }
  if (isBrowserName(name)) return { ...diagnostic, message: `Cannot find name '${name}'. ${name} ${noPage}` };
  if (python !== undefined) {
    return { ...diagnostic, message: `Cannot find name '${name}'. In TypeScript: ${python}.` };
  }
  if (code === 2304 && isDeferred(offset, cell)) {
    // A function may use what a later cell defines.
    return { ...diagnostic, severity: "warning", message: `${said} Define it before this function is called.` };
  }
  return { ...diagnostic, code, message: said };
}

/** The message without module paths, on few lines, and with the server's suggestion. */
function readable({ message, code, relatedInformation }: LspDiagnostic): string {
  const lines = withoutPaths(message).replace(advice, "").split("\n");
  // "No overload matches this call. The last overload gave the following error." says nothing about the mistake.
  const reasons = code === 2769 && lines.length > 2 ? lines.slice(2) : lines;
  const [first, ...chain] = aboutArguments(reasons.map((line) => line.trim()));
  const proposal =
    Number(code) === 2416
      ? overridingWay(message)
      : relatedInformation?.find(({ message }) => /^(?:Did you |An argument for )/u.test(message))?.message;
  return [proposal === undefined ? first : `${first} ${proposal}`, ...shorten(chain)].join("\n");
}

/** Where a call has several forms, TypeScript speaks of the whole list of arguments first, and of all forms. */
function aboutArguments(lines: readonly string[]): readonly string[] {
  if (!/^Argument of type '\[.*\]' is not assignable to parameter of type '/u.test(lines[0] ?? "")) return lines;
  const more = lines
    .slice(1)
    .filter((line) => !/^Type (?:'\[.*' is not assignable to type '\[|at positions? )/u.test(line));
  if (more.length === 0) return lines;
  return more.map((line) =>
    line.replace(
      /^Source has (\d+) element\(s\) but target (?:requires|allows only) (\d+)\.$/u,
      (_, given: string, wanted: string) =>
        `Expected ${wanted} argument${wanted === "1" ? "" : "s"}, but got ${given}.`,
    ),
  );
}

/** If a method does not fit the one it overrides, TypeScript does not say what would. */
function overridingWay(message: string): string | undefined {
  const [, base] = /in base type '(.*?)[<']/u.exec(message) ?? [];
  if (base === undefined || !message.includes("=>")) return undefined;
  return message.includes("Target signature provides too few arguments")
    ? `Arguments that ${base}'s has not need a ? or a default, as in y?: ... or y = ...; or extend another class.`
    : `It must take what ${base}'s takes and give what that gives; or give it another name.`;
}

/** Keeps the last of a long chain of reasons: they name what does not fit. */
const shorten = (chain: readonly string[]): readonly string[] => (chain.length > 2 ? chain.slice(-2) : chain);

/** In a notebook there are no compiler options to change, and the types that the advice names are already installed. */
const advice = / Do you need to (?:change your target library|install type definitions)\?[^]*$/u;

const withoutPaths = (message: string): string =>
  message
    .replaceAll(/typeof import\("([^"]*)"\)/gu, (_, path: string) => `typeof ${path.split("/").at(-1)}`)
    .replaceAll(/import\("[^"]*"\)\./gu, "");

/** Keeps one message for each place and one for each unknown name; the rest are consequences of it. */
function withoutRepetition(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const said = new Set<string>();
  return diagnostics.filter(({ start, code, message }) => {
    const place = `${start.line}:${start.column}`;
    if (said.has(place) || said.has(message)) return false;
    said.add(place);
    if (unknownName.has(code)) said.add(message);
    return true;
  });
}

/** "Cannot assign to 'x' because it is" an import, an enum, a class, a function or a namespace. */
const fixed = new Set([2632, 2628, 2629, 2630, 2631]);

const isOwn = (name: string, { outline }: PlacedCell): boolean => outline.names.some((own) => own.name === name);

/** A variable that is used before or within its declaration. */
const usedBefore = new Set([2448, 2454, 7022]);

/**
 * Codes that concern our modules and not what the user wrote: top-level await (1375, 1378), type-only imports in the header
 * (1379, 1380), names such as `require` that CommonJS output reserves (2441, 2529), files outside the folder of `tsconfig.json`
 * (6059, 6307), packages without types (7016), variables whose type TypeScript infers only within one module (7034).
 */
const moduleCodes = new Set([1375, 1378, 1379, 1380, 2441, 2529, 6059, 6307, 7016, 7034]);

/**
 * "Parameter 'x' implicitly has an 'any' type" and the like: people who write no types in a notebook do not want any. Does not include the
 * codes for something that cannot be an index (7015, 7052, 7053).
 */
const implicitAny = new Set([
  7005, 7006, 7008, 7010, 7011, 7013, 7018, 7019, 7020, 7023, 7024, 7025, 7031, 7032, 7033, 7051,
]);

function concernsUser(item: LspDiagnostic, lines: readonly string[]): boolean {
  const { range, severity } = item;
  const code = Number(item.code);
  // The header is line 0, the export line follows the cell. The server's hints (unused names, deprecations) are for editors.
  const inCell = range.start.line >= 1 && range.start.line <= lines.length;
  if (!inCell || (severity ?? 1) > 2 || moduleCodes.has(code) || implicitAny.has(code)) return false;
  return !isOfEmptyLiteral(code, item.message, lines[range.start.line - 1]!.slice(0, range.start.character));
}

/**
 * `[]` and `{}` written without a type are meant to be filled later. For TypeScript such an array, in a property or an argument, holds
 * `never`, and such an object has no properties. Any other `never` is a type that somebody intended.
 */
function isOfEmptyLiteral(code: number, message: string, before: string): boolean {
  const [said = ""] = message.split("\n");
  switch (code) {
    case 2345:
      return (
        said.endsWith(" to parameter of type 'never'.") &&
        /\.(?:push|unshift|splice|fill|includes|indexOf)\([^;]*$/u.test(before)
      );
    case 2339:
      return said.endsWith(" does not exist on type 'never'.") && /\]\??\.$/u.test(before);
    case 7053:
      return said.endsWith(" can't be used to index type '{}'.");
    default:
      return false;
  }
}

const isDeferred = (offset: number, { outline }: PlacedCell): boolean =>
  outline.deferred.some(([start, end]) => offset >= start && offset < end);

function placeOf({ range }: LspDiagnostic): Pick<Diagnostic, "start" | "end"> {
  // Because of the one header line, the server's 0-based line number is the cell's 1-based one.
  return {
    start: { line: range.start.line, column: range.start.character + 1 },
    end: { line: range.end.line, column: range.end.character + 1 },
  };
}

/** Converts a position in a cell's module to an offset in the cell. */
function offsetOf({ line, character }: LspPosition, lines: readonly string[]): number {
  let offset = character;
  for (let k = 0; k < line - 1; k++) offset += (lines[k]?.length ?? 0) + 1;
  return offset;
}
