/** Whether a cell could run as it is: consoles ask this at every Enter. */
import { parseSync } from "oxc-parser";
import { beyondParsers } from "../compiler/nesting.ts";
import type { Completeness } from "../contract/language.ts";

const INDENT = "  ";

/**
 * `incomplete` if the parser wanted more at the end of the text, `invalid` if it failed before.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#code-completeness
 */
export function isComplete(source: string, jsx = false): Completeness {
  if (beyondParsers(source) !== undefined) return { kind: "invalid" };
  const { errors } = parseSync("cell.ts", source, { lang: jsx ? "tsx" : "ts", sourceType: "module" });
  if (errors.length === 0) return { kind: "complete" };
  const end = source.trimEnd().length;
  // The parser calls a template a string too, but only a template continues past the end of its line.
  const open = errors.filter(({ message }) => /^Unterminated string/i.test(message));
  if (open.some(({ labels }) => /["']/.test(source[labels[0]?.start ?? 0] ?? ""))) return { kind: "invalid" };
  const wantsMore = errors.some(
    ({ message, labels }) =>
      /^Unterminated multi-?line comment/i.test(message) || labels.some(({ start }) => start >= end),
  );
  if (!wantsMore && open.length === 0) return { kind: "invalid" };
  return { kind: "incomplete", indent: indentAfter(source) };
}

/** The indentation of the last line, one step deeper after an opening bracket or an arrow. */
function indentAfter(source: string): string {
  const lines = source.split(/\r\n|\r|\n/);
  const last = lines.findLast((line) => line.trim() !== "") ?? "";
  const indent = /^\s*/.exec(last)![0];
  return /(?:[{([]|=>)\s*(?:\/\/.*)?$/.test(last) ? indent + INDENT : indent;
}
