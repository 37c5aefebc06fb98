/** Finds the line at fault when V8 could not link or compile a module, because V8 does not report it. */
import { createRequire } from "node:module";
import type * as Parser from "oxc-parser";
import { positionAt } from "../../contract/positions.ts";
import { noteSite } from "../trace/stack.ts";
import { sourceOf, type UserSource } from "../trace/sources.ts";

const require = createRequire(import.meta.url);

/** Notes where, in the modules that an import has loaded, a SyntaxError was caused. */
export function noteLinkSite(error: unknown, urls: Iterable<string>): void {
  if (!(error instanceof SyntaxError)) return;
  const sources = [...urls].flatMap((url) => sourceOf(url) ?? []);
  const missing = /^The requested module '(.*)' does not provide an export named '(.*)'$/s.exec(error.message);
  for (const source of sources) {
    const at = missing ? importOf(source.text, missing[1]!, missing[2]!) : firstFault(source);
    if (at === undefined) continue;
    noteSite(error, { source, ...positionAt(source.text, at) });
    return;
  }
}

/** Where a module imports a name from another one. */
function importOf(text: string, specifier: string, name: string): number | undefined {
  const escaped = (part: string): string => part.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  const statement = new RegExp(`(?:import|export)\\b[^;'"]*?from\\s*["']${escaped(specifier)}["']`, "g");
  const word = new RegExp(`(?<![\\w$])${escaped(name)}(?![\\w$])`);
  for (const found of text.matchAll(statement)) {
    const within = word.exec(found[0])?.index;
    if (within !== undefined) return found.index + within;
    if (name === "default") return found.index;
  }
  return undefined;
}

/** Finds errors that only an analysis of the whole module shows: a name exported twice, a missing label. */
function firstFault({ name, text }: UserSource): number | undefined {
  const { parseSync } = require("oxc-parser") as typeof Parser;
  const { errors, module } = parseSync(name, text, { sourceType: "module", showSemanticErrors: true });
  const exported = module.staticExports.flatMap(({ entries }) => entries.map((entry) => entry.exportName));
  const twice = exported.find(
    ({ name: each }, index) => exported.findIndex(({ name: other }) => other === each) < index,
  );
  return errors[0]?.labels[0]?.start ?? twice?.start ?? undefined;
}
