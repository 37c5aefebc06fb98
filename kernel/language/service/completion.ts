/** Completion at a position in an unfinished cell: TypeScript's items in Jupyter's terms, and live members where the type is `any`. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { manifest } from "../../contract/package-root.ts";
import type { Completion, CompletionItem, LiveValues } from "../../contract/language.ts";
import type { Context } from "./diagnostics.ts";
import { positionOf, showEdit } from "./edit.ts";
import { editFile, isCellName, withoutAlias } from "./notebook.ts";
import { identifierBefore, pathBefore } from "./path.ts";
import type { Server } from "./server.ts";
import { isOwnFile } from "./shadow.ts";
import { within } from "../../contract/wait.ts";

interface LspRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

interface LspEdit {
  readonly newText: string;
  readonly range?: LspRange;
  readonly insert?: LspRange;
}

interface LspItem {
  readonly label: string;
  readonly kind?: number;
  readonly detail?: string;
  readonly sortText?: string;
  readonly insertText?: string;
  readonly textEdit?: LspEdit;
}

interface LspList {
  readonly items: readonly LspItem[];
  readonly itemDefaults?: { readonly editRange?: { readonly insert: LspRange } };
}

/** More than anybody reads. A short list also keeps the front end fast. */
const mostItems = 300;

/** The server needs about half a millisecond for each item's signature, or much longer the first time. */
const mostDetails = 32;
const detailsAtOnce = 4;
/** Milliseconds after which no more signatures are requested, and those requested are no longer waited for. */
const detailsBudget = 5;
const detailsLimit = 100;

/** Jupyter's words (`_jupyter_types_experimental`) for CompletionItemKind. */
const words: Readonly<Record<number, string>> = {
  1: "text",
  2: "method",
  3: "function",
  4: "constructor",
  5: "property",
  6: "variable",
  7: "class",
  8: "interface",
  9: "module",
  10: "property",
  12: "value",
  13: "enum",
  14: "keyword",
  17: "file",
  18: "reference",
  19: "folder",
  20: "enumMember",
  21: "constant",
  22: "struct",
  25: "typeParameter",
};

export async function completeAt(
  context: Context,
  source: string,
  cursor: number,
  live: LiveValues,
): Promise<Completion> {
  const { server } = context;
  const offset = Math.max(0, Math.min(cursor, source.length));
  const typed = identifierBefore(source, offset);
  showEdit(context, source);
  const position = positionOf(source, offset);
  const path = pathBefore(source, offset - typed.length);
  const list = await server.ask<LspList | LspItem[]>("complete", editFile, "textDocument/completion", { position });
  const { items, itemDefaults } = Array.isArray(list)
    ? { items: list, itemDefaults: undefined }
    : (list ?? { items: [], itemDefaults: undefined });
  const start = startOf(items, itemDefaults?.editRange?.insert, position, offset) ?? offset - typed.length;
  const prefix = source.slice(start, offset);
  const offered = specifierPattern.test(source.slice(0, start))
    ? items.filter((item) => isOffered(item, context.folder))
    : items;
  const shown = choose(offered, prefix, position, offset - start);
  if (shown.length === 0 && path !== undefined) {
    const members = await within(
      300,
      live.members(path).catch(() => []),
      [],
    );
    const matching = members.filter(({ text }) => matches(text, typed)).slice(0, mostItems);
    return { items: matching, start: offset - typed.length, end: offset };
  }
  const detailed = await details(server, shown);
  return { items: shown.map((item, k) => toItem(item, detailed[k])), start, end: offset };
}

/** The signatures of the first items, as many as the server provides in a few milliseconds. */
async function details(server: Server, items: readonly LspItem[]): Promise<readonly (LspItem | undefined)[]> {
  const started = performance.now();
  const found: (LspItem | undefined)[] = [];
  while (found.length < Math.min(items.length, mostDetails) && performance.now() - started < detailsBudget) {
    const few = items.slice(found.length, found.length + detailsAtOnce);
    const ask = (item: LspItem) => server.ask<LspItem>("complete", editFile, "completionItem/resolve", item);
    const details = await within(detailsLimit, Promise.all(few.map(ask)), undefined);
    if (details === undefined) break;
    found.push(...details);
  }
  return found;
}

/** Where the replaced text begins, according to most items (the server knows about import paths and quoted keys). */
function startOf(
  items: readonly LspItem[],
  defaultRange: LspRange | undefined,
  position: { line: number; character: number },
  offset: number,
): number | undefined {
  const ranges = items.map((item) => (item.textEdit ? rangeOf(item.textEdit) : defaultRange));
  const range = ranges.find((candidate) => candidate === undefined) === undefined ? ranges[0] : defaultRange;
  if (range === undefined || range.start.line !== position.line) return undefined;
  return offset - (position.character - range.start.character);
}

const rangeOf = (edit: LspEdit): LspRange | undefined => edit.insert ?? edit.range;

/** The text before the name of a package: `from "`, `import("`, `require("`. */
const specifierPattern = /(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*["']$/u;

/** Whether a package is a direct dependency of the project, not one that came with its packages. */
function isOffered({ label, kind }: LspItem, folder: string): boolean {
  if (kind !== 19 || label === manifest.name) return true;
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, "node_modules", label))) {
      const own = dependenciesOf(at);
      if (own === undefined || own.some((name) => name === label || name.startsWith(`${label}/`))) return true;
    }
    if (dirname(at) === at) return false;
  }
}

/** Undefined if no package.json lists the folder's dependencies. */
function dependenciesOf(folder: string): readonly string[] | undefined {
  try {
    const found = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Readonly<Record<string, object>>;
    return ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"].flatMap((kind) =>
      Object.keys(found[kind] ?? {}),
    );
  } catch {
    return undefined;
  }
}

/** Whether an item is one of the service's own names or files, or something in `node_modules` that is not a package. */
function isInternal({ label, kind }: LspItem): boolean {
  const isFile = kind === 17 || kind === 19;
  return isCellName(label) || (isFile && (label.startsWith(".") || isOwnFile(label)));
}

/** Members that every function has and nobody looks for. */
const ofFunctions = new Set([
  "apply",
  "arguments",
  "bind",
  "call",
  "caller",
  "length",
  "name",
  "prototype",
  "toString",
]);

/** Items that continue what the user has typed, best first. */
function choose(items: readonly LspItem[], prefix: string, position: { character: number }, length: number): LspItem[] {
  const start = position.character - length;
  const isFunction = items.some(({ label }) => label === "caller");
  const isInherited = ({ label }: LspItem): boolean => isFunction && ofFunctions.has(label);
  return items
    .filter((item) => {
      const range = item.textEdit && rangeOf(item.textEdit);
      // An item that edits another place (`o.` to `o["b-b"]`) does not fit into a reply that has one range for all items.
      return (
        (range === undefined || range.start.character === start) && matches(textOf(item), prefix) && !isInternal(item)
      );
    })
    .sort(
      (a, b) =>
        compare(a.sortText ?? "", b.sortText ?? "") ||
        Number(isInherited(a)) - Number(isInherited(b)) ||
        Number(textOf(b).startsWith(prefix)) - Number(textOf(a).startsWith(prefix)) ||
        Number(a.label.startsWith("_")) - Number(b.label.startsWith("_")) ||
        compare(a.label.toLowerCase(), b.label.toLowerCase()) ||
        // `add` before `Add`.
        compare(b.label, a.label),
    )
    .slice(0, mostItems);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const matches = (text: string, prefix: string): boolean => text.toLowerCase().startsWith(prefix.toLowerCase());

const textOf = (item: LspItem): string => item.textEdit?.newText ?? item.insertText ?? item.label;

function toItem(item: LspItem, detail: LspItem | undefined): CompletionItem {
  const signature = signatureOf(detail?.detail);
  return {
    text: textOf(item),
    type: typeOf(item, signature),
    ...(signature === undefined ? {} : { signature }),
  };
}

/** The first overload on one line, without the kind before it and the service's own import line. */
function signatureOf(detail: string | undefined): string | undefined {
  if (detail === undefined) return undefined;
  const [first, ...others] = withoutAlias(detail)
    .replaceAll(/^\((?:alias|method|property|getter|setter|enum member|parameter|local \w+)\) /gmu, "")
    .split(/\n(?=function )/u)
    .map((signature) => signature.replaceAll(/\s+/gu, " "));
  if (others.length === 0) return first;
  return `${first} (+${others.length} overload${others.length === 1 ? "" : "s"})`;
}

const declared: Readonly<Record<string, string>> = {
  function: "function",
  class: "class",
  interface: "interface",
  enum: "enum",
  namespace: "module",
  module: "module",
};

/** The server calls every re-exported name a variable, so its declaration is used instead. */
function typeOf(item: LspItem, signature: string | undefined): string {
  const word = words[item.kind ?? 1] ?? "text";
  // Without details we go by the name: classes begin with a capital letter.
  if (word === "variable" && signature === undefined && /^[A-Z]\w*[a-z]/u.test(item.label)) return "class";
  if (word !== "variable" || signature === undefined) return word;
  return (
    declared[signature.split(" ", 1)[0]!] ?? (/^const \w+: (?:<.*>)?\(.*\) => /u.test(signature) ? "function" : word)
  );
}
