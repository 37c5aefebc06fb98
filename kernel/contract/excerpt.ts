/** Source lines with a marker and a caret, in the colours of ipykernel's tracebacks; readable without the colours too. */

import { isWide } from "./columns.ts";

/** ANSI colours of IPython's "linux" scheme. */
export const RED = "\u001B[0;31m";
export const GREEN = "\u001B[0;32m";
export const CYAN = "\u001B[0;36m";
export const PLAIN = "\u001B[0m";

/** Line terminators of ECMAScript (12.3), by which the parsers count. */
export const LINE_BREAK = /\r\n|[\r\n\u2028\u2029]/;

/** Lines shown before and after the marked one. */
const CONTEXT = 2;
/** A line longer than this is cut around the caret. */
const WIDTH = 140;

/**
 * The lines around `line` (1-based), which gets an arrow, and carets under `length` UTF-16 units from `column` (1-based) on.
 */
export function excerpt(source: string, line: number, column: number, length = 1): string[] {
  const lines = source.split(LINE_BREAK);
  const first = Math.max(1, line - CONTEXT);
  const last = Math.min(lines.length, line + CONTEXT);
  const digits = String(last).length;
  const shown: string[] = [];
  for (let n = first; n <= last; n++) {
    const text = lines[n - 1] ?? "";
    const label = String(n).padStart(digits);
    if (n !== line) {
      shown.push(`     ${GREEN}${label}${PLAIN} ${text.length > WIDTH ? `${text.slice(0, WIDTH)}…` : text}`);
      continue;
    }
    const from = text.length > WIDTH ? Math.max(0, Math.min(column - 1 - WIDTH / 2, text.length - WIDTH)) : 0;
    const window = text.slice(from, from + WIDTH);
    shown.push(`${GREEN}---> ${label}${PLAIN} ${from > 0 ? "…" : ""}${window}${from + WIDTH < text.length ? "…" : ""}`);
    // Tabs and wide characters before the caret keep their width.
    const before =
      (from > 0 ? "…" : "") +
      text.slice(from, column - 1).replace(/[^\t]/g, (character) => (isWide(character) ? "\u3000" : " "));
    const marks = Math.max(1, Math.min(length, window.length - (column - 1 - from)));
    shown.push(`${" ".repeat(6 + digits)}${before}${RED}${"^".repeat(marks)}${PLAIN}`);
  }
  return shown;
}
