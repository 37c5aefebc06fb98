/**
 * Applies rules (hints/library.ts) to a cell by asking TypeScript's server for the types at the places that the rules are about.
 *
 * The server checks a hidden copy of the cell in which each such expression is passed to a function. How many further arguments that
 * function expects is the number of the rule that fits the expression's type, so each "Expected 4 arguments, but got 2" names an expression
 * and a rule.
 */
import type { Diagnostic } from "../../contract/language.ts";
import { manifest } from "../../contract/package-root.ts";
import { positionAt } from "../../contract/positions.ts";
import type { Rule } from "../hints/library.ts";
import { ownRules } from "../hints/own-rules.ts";
import { type Place, placesOf, type Span } from "../hints/places.ts";
import type { Context, LspDiagnostic } from "./diagnostics.ts";
import { type Change, type PlacedCell, probeFile } from "./notebook.ts";

/** A rule, with the package that brings it. */
interface OwnedRule extends Rule {
  readonly owner: string;
}

/** The code of hints, which have no TypeScript error number. */
export const HINT = -1;

/** The hints that rules give for a cell. `items` are TypeScript's diagnostics for it: if an operator or index has none, it is correct. */
export async function hintsOf(
  { server, libraries }: Pick<Context, "server" | "libraries">,
  source: string,
  cell: PlacedCell,
  faults: readonly Span[],
): Promise<readonly Hint[]> {
  const rules = [
    ...ownRules.map((rule) => ({ ...rule, owner: "" })),
    ...libraries.used.flatMap(({ name, rules: own }) => own.map((rule) => ({ ...rule, owner: name }))),
  ];
  const { places, python } = placesOf(source, cell.jsx);
  const meant = python.filter((place) => !place.ifFaulty || faults.some((fault) => overlaps(fault, place)));
  const said = meant.map((place) => ({ diagnostic: hint(place, place.message, source, "warning"), replaces: true }));
  const asked = places.flatMap((place) => {
    const fitting = rules.filter((rule) => concerns(rule, place, faults));
    return fitting.length === 0 ? [] : [{ place, fitting }];
  });
  if (asked.length === 0) return said;
  const answers = await answersTo(server, source, cell, asked);
  const hinted = asked.flatMap(({ place, fitting }, number) => {
    const found = place.operands.map((_, operand) => answers.get(`${number}.${operand}`));
    // If TypeScript finds an error here, the hint is an error too, so that a strict cell does not run.
    const isFault = place.read === undefined && faults.some((fault) => overlaps(fault, place));
    const severity = isFault ? "error" : "warning";
    const message = messageAt(place, fitting, found, source);
    return message === undefined
      ? []
      : [
          {
            diagnostic: { ...hint(place, message, source, severity), ...ifRead(place) },
            replaces: corrects.has(place.where),
          },
        ];
  });
  return [...said, ...hinted];
}

/**
 * For each name that the notebook knows, the position in `types` of the first type that fits its value; names of other types are left out.
 * In a type `$` is the kernel's own package.
 */
export async function typesOf(
  { server, notebook }: Pick<Context, "server" | "notebook">,
  names: readonly string[],
  types: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const fitting = types.map((type): OwnedRule => ({ where: "value", type, says: "", owner: manifest.name }));
  let source = "";
  const asked = names.map((name): Asked => {
    const span = { start: source.length, end: source.length + name.length };
    source += `${name};\n`;
    return { place: { where: "value", ...span, operands: [span], mayAwait: true }, fitting };
  });
  const answers = await answersTo(server, source, notebook.edit(source), asked);
  return new Map(names.flatMap((name, i) => (answers.has(`${i}.0`) ? [[name, answers.get(`${i}.0`)!] as const] : [])));
}

/** Which rule, counted from 0, fits which operand: by the operand's number, as in `2.0`. */
async function answersTo(
  server: Context["server"],
  source: string,
  cell: Change,
  asked: readonly Asked[],
): Promise<ReadonlyMap<string, number>> {
  const text = probeText(source, cell, asked);
  server.setDocument({ file: probeFile, text, jsx: cell.jsx });
  const report = await server.ask<{ readonly items?: readonly LspDiagnostic[] }>(
    "check",
    probeFile,
    "textDocument/diagnostic",
    {},
  );
  return readAnswers(report?.items ?? [], text.split("\n"));
}

interface Asked {
  readonly place: Place;
  readonly fitting: readonly OwnedRule[];
}

/** What a rule says about a place. */
export interface Hint {
  readonly diagnostic: Diagnostic;
  /** Whether the hint replaces TypeScript's messages on the same lines, which say no more. */
  readonly replaces: boolean;
}

/** Promises returned by these methods are taken care of. */
const handled = new Set(["then", "catch", "finally"]);

function concerns(rule: OwnedRule, place: Place, faults: readonly Span[]): boolean {
  if (rule.where !== place.where) return false;
  if (rule.words !== undefined && !rule.words.includes(place.word ?? "")) return false;
  switch (place.where) {
    case "dropped":
      return place.mayAwait && !handled.has(place.word ?? "");
    case "operator": {
      // TypeScript knows which operators are wrong, except for unary plus and minus.
      const isKnown = place.operator!.startsWith("unary") || faults.some((fault) => overlaps(fault, place));
      return isKnown && (rule.operators?.[place.operator!] ?? rule.reversed?.[place.operator!]) !== undefined;
    }
    case "index":
    case "indexed assignment":
    case "Math":
    case "unknown property":
      return faults.some((fault) => overlaps(fault, place));
    default:
      return true;
  }
}

/** Places where TypeScript says that the expression is wrong, but not what would be right. */
const corrects = new Set(["operator", "index", "indexed assignment", "Math", "unknown property"]);

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/** The cell with every expression in question wrapped. Lines keep their numbers. */
function probeText(source: string, cell: Change, asked: readonly Asked[]): string {
  const names = new Map<string, string>();
  const calls = asked.flatMap(({ place, fitting }, number) => {
    const type = choice(fitting);
    const name = names.get(type) ?? `__probe${names.size}__`;
    names.set(type, name);
    return place.operands.map((span, operand) => ({ ...span, text: `${name}("${number}.${operand}", ` }));
  });
  const declarations = [...names].map(
    ([type, name]) => `declare function ${name}<T>(place: string, value: T, ...rest: ${type}): T;`,
  );
  const [head = "", ...rest] = cell.text.split("\n");
  const behind = rest.slice(source.split("\n").length);
  return [`${head} ${declarations.join(" ")}`, wrap(source, calls), ...behind].join("\n");
}

/** A tuple type whose length is the number, from 1, of the first rule that fits T; empty if none fits or T is unknown. */
function choice(fitting: readonly OwnedRule[]): string {
  const branches = fitting.map(
    ({ owner, type }, k) =>
      `[T] extends [${type.replaceAll("$", () => `import(${JSON.stringify(owner)})`)}] ? [${"0, ".repeat(k + 1)}] : `,
  );
  return `0 extends 1 & T ? [] : [T] extends [never] ? [] : ${branches.join("")}[]`;
}

/** Wraps each span in its call; spans may be nested. */
function wrap(source: string, calls: readonly (Span & { readonly text: string })[]): string {
  const inserts = calls.flatMap(({ start, end, text }) => [
    { at: start, rank: 1, size: -(end - start), text },
    { at: end, rank: 0, size: end - start, text: ")" },
  ]);
  // At the same position the inner call ends first, and the outer one begins first.
  inserts.sort((a, b) => a.at - b.at || a.rank - b.rank || a.size - b.size);
  let [text, from] = ["", 0];
  for (const insert of inserts) {
    text += source.slice(from, insert.at) + insert.text;
    from = insert.at;
  }
  return text + source.slice(from);
}

/** Reads which rule, counted from 0, fits which operand. */
function readAnswers(items: readonly LspDiagnostic[], lines: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { code, message, range } of items) {
    const expected = Number(code) === 2554 ? /Expected (\d+) arguments?, but got 2/u.exec(message) : null;
    const call = /^__probe\d+__\("([\d.]+)"/u.exec(lines[range.start.line]?.slice(range.start.character) ?? "");
    if (expected !== null && call !== null) found.set(call[1]!, Number(expected[1]) - 3);
  }
  return found;
}

const ifRead = ({ read }: Place): Pick<Diagnostic, "ifRead"> => (read === undefined ? {} : { ifRead: read });

const hint = ({ start, end }: Span, message: string, source: string, severity: Diagnostic["severity"]): Diagnostic => ({
  severity,
  code: HINT,
  message,
  start: positionAt(source, start),
  end: positionAt(source, end),
});

function messageAt(
  place: Place,
  fitting: readonly OwnedRule[],
  found: readonly (number | undefined)[],
  source: string,
): string | undefined {
  const [first, second] = found;
  const number = first ?? (place.where === "operator" ? second : undefined);
  if (number === undefined || (place.where === "equality" && first !== second)) return undefined;
  const rule = fitting[number]!;
  const operator = (first === undefined ? rule.reversed : rule.operators)?.[place.operator ?? ""];
  if (place.where === "operator" && operator === undefined) return undefined;
  const fill = (text: string): string =>
    text.replaceAll(/\$([012])/gu, (_, part: string) =>
      part === "0" ? textOf(place, source) : asOperand(textOf(place.operands[Number(part) - 1] ?? place, source)),
    );
  return fill(rule.says.replaceAll("$3", () => operator ?? place.word ?? ""));
}

/** The text of a span on one line, shortened to a readable length. */
function textOf({ start, end }: Span, source: string): string {
  const text = source.slice(start, end).replaceAll(/\s+/gu, " ");
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Adds parentheses if a method could not be called on the text as it is. */
const asOperand = (text: string): string =>
  /^[\w$.]+(?:\([^()]*\))?(?:\.[\w$]+(?:\([^()]*\))?)*$|^\[[^[\]]*\]$/u.test(text) ? text : `(${text})`;
