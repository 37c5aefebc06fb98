/** Describes a call that is being written: the overload that fits so far, how many others there are, and what its types contain. */
import { readFileSync } from "node:fs";
import type { LspLocation } from "./definition.ts";
import { editFile } from "./notebook.ts";
import type { Server } from "./server.ts";

interface Signature {
  readonly label: string;
  readonly parameters?: readonly { readonly label: string | readonly [start: number, end: number] }[];
  readonly activeParameter?: number;
}

interface LspSignatures {
  readonly signatures: readonly Signature[];
  readonly activeSignature?: number;
  readonly activeParameter?: number;
}

/** Types that everybody knows, or that do not come from a library. */
const known = new Set([
  "Promise",
  "Array",
  "Record",
  "Readonly",
  "ReadonlyArray",
  "Partial",
  "Map",
  "Set",
  "Iterable",
  "Tensor",
]);
/** How many types in one signature are expanded; more would hide the signature. */
const mostTypes = 4;

/** The overloads of the call around a position, as markdown; undefined if there is only one and it has no type to expand. */
export async function formsAt(
  server: Server,
  position: object,
  location: LspLocation | undefined,
  isConstructor: boolean,
  inObject: boolean,
): Promise<string | undefined> {
  const help = await server.ask<LspSignatures>("inspect", editFile, "textDocument/signatureHelp", { position });
  const chosen = help && fitting(help, inObject);
  // One overload may be a list of all forms; the same form by itself says more.
  const label =
    help?.signatures.find((each) => !each.label.includes("Omit<") && isSameForm(each, chosen))?.label ?? chosen?.label;
  if (help === undefined || label === undefined) return undefined;
  const types = await typesIn(server, label, location);
  const others = new Set(help.signatures.map(namesOf)).size - 1;
  if (others === 0 && types.length === 0) return undefined;
  const more = others === 0 ? "" : `\n\n+${others} other form${others === 1 ? "" : "s"}`;
  const opened = types.length === 0 ? "" : `\n\n${fence(types.join("\n"))}`;
  return `${fence(`${isConstructor ? "new " : ""}${label}`)}${more}${opened}`;
}

/** The server chooses by the number of arguments; if an object literal has been begun, prefer an overload that takes an object. */
function fitting(
  { signatures, activeSignature = 0, activeParameter = 0 }: LspSignatures,
  inObject: boolean,
): Signature | undefined {
  const takesObject = (signature: Signature): boolean => {
    const text = parametersOf(signature)[signature.activeParameter ?? activeParameter] ?? "";
    return /: .*\{|: .*(?:Options|Settings|Arguments)\b/u.test(text.replaceAll("\n", " "));
  };
  const active = signatures[activeSignature];
  return inObject && active !== undefined && !takesObject(active) ? (signatures.find(takesObject) ?? active) : active;
}

/** Each parameter as its form shows it: `stride?: number`. */
const parametersOf = ({ label, parameters = [] }: Signature): string[] =>
  parameters.map(({ label: part }) => (typeof part === "string" ? part : label.slice(...part)));

const namesOf = (signature: Signature): string =>
  parametersOf(signature)
    .map((text) => text.split(":", 1)[0])
    .join(", ");

const isSameForm = (a: Signature, b: Signature | undefined): boolean => b !== undefined && namesOf(a) === namesOf(b);

const fence = (code: string): string => `\`\`\`typescript\n${code}\n\`\`\``;

/** The definitions of types named in a signature, looked up where the function is declared. */
async function typesIn(server: Server, label: string, location: LspLocation | undefined): Promise<readonly string[]> {
  const uri = location?.targetUri ?? location?.uri;
  const range = location?.targetRange ?? location?.range;
  if (uri === undefined || range === undefined || !uri.startsWith("file:")) return [];
  const file = server.fileAt(uri);
  const lines = (server.textOf(file) ?? readText(file)).split("\n");
  const names = new Set([...label.matchAll(/(?<![\w.$])[A-Z]\w+/gu)].map(([name]) => name));
  const found: string[] = [];
  for (const name of names) {
    if (known.has(name) || found.length === mostTypes) continue;
    const word = new RegExp(`(?<![\\w$])${name}(?![\\w$])`, "u");
    const line = lines.findIndex((text, k) => k >= range.start.line && word.test(text));
    if (line === -1) continue;
    const position = { line, character: lines[line]!.search(word) };
    const hover = await server.ask<{ contents: { value: string } }>("inspect", file, "textDocument/hover", {
      position,
    });
    const code = /^```\w*\n(?:\(alias\) )?(type [^]*?|interface [^]*?)\n(?:import [^\n]*\n)?```/u.exec(
      hover?.contents.value ?? "",
    )?.[1];
    if (code !== undefined && code.split("\n").length <= 20) found.push(code);
  }
  return found;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
