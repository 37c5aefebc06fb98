/** The hint for a line that does not parse because it is Python. */
import { LINE_BREAK } from "../../contract/excerpt.ts";
import { offsetAt } from "../../contract/positions.ts";
import type { Library } from "./library.ts";
import { type PythonLine, pythonLines } from "./python-lines.ts";

/** How many lines above the faulty one are looked at: a block's first line may be above the line that stopped the parser. */
const LINES_ABOVE = 3;
/** No hand-written line is longer, and the patterns are slow on longer, generated lines. */
const LONGEST_LINE = 300;
const LONGEST_CELL = 50_000;

export interface SyntaxHint {
  readonly message: string;
  /** UTF-16 offset in the source. */
  readonly offset: number;
  readonly length: number;
}

/**
 * One line that says how to write it in TypeScript; undefined if there is no Python habit at the fault.
 *
 * @example syntaxHint("elif x:", 4, [])?.message // "This is Python's elif. In TypeScript: } else if (x) { ... }"
 */
export function syntaxHint(source: string, offset: number, libraries: readonly Library[]): SyntaxHint | undefined {
  if (source.length > LONGEST_CELL) return undefined;
  const lines = source.split(LINE_BREAK);
  const fault = source.slice(0, offset).split(LINE_BREAK).length - 1;
  const blanked = blank(source).split(LINE_BREAK);
  for (let line = fault; line >= Math.max(0, fault - LINES_ABOVE); line--) {
    const found = hintOf(lines[line]!, blanked[line]!, libraries, line < fault);
    if (found !== undefined)
      return { ...found, offset: offsetAt(source, { line: line + 1, column: 1 }) + found.offset };
  }
  return undefined;
}

/** A line above the fault counts only if it opens a block in Python's way. */
const OPENS_BLOCK = /:\s*$/u;

function hintOf(
  line: string,
  blanked: string,
  libraries: readonly Library[],
  isAbove: boolean,
): SyntaxHint | undefined {
  if (line.length > LONGEST_LINE) return undefined;
  if (isAbove && !OPENS_BLOCK.test(blanked)) return undefined;
  for (const habit of pythonLines) {
    const match = new RegExp(habit.pattern, `d${habit.pattern.flags}`).exec(blanked);
    if (match === null) continue;
    const part = (group: number): string => {
      const span = match.indices?.[group];
      return span === undefined ? "" : line.slice(...span);
    };
    const [start, end] = match.indices![0]!;
    const lead = /^\s*/u.exec(line.slice(start, end))![0].length;
    return { message: said(habit, part, libraries), offset: start + lead, length: Math.max(1, end - start - lead) };
  }
  return undefined;
}

function said(habit: PythonLine, part: (group: number) => string, libraries: readonly Library[]): string {
  const what = habit.what ?? `Python's ${habit.habit}`;
  for (const { python } of libraries) {
    const imported = /^(?:from|import)$/u.test(habit.habit) ? ownText(python.modules, part(1)) : undefined;
    if (imported !== undefined) return `This is ${what}. In TypeScript: ${imported}`;
    const own = ownText(python.lines, habit.habit);
    if (own !== undefined) {
      const filled = own
        .replaceAll("$args", () => habit.args?.(part) ?? "")
        .replaceAll(/\$(\d)/gu, (_, group: string) => part(Number(group)));
      return `This is ${what}. In TypeScript: ${filled}`;
    }
  }
  return `This is ${what}. In TypeScript: ${habit.write(part)}`;
}

const ownText = (texts: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(texts, key) ? texts[key] : undefined;

/**
 * Replaces comments and text in quotes by spaces, so that all positions stay the same. The quotes stay, and so does Python's prefix before
 * them.
 */
function blank(source: string): string {
  return source.replaceAll(
    /(["'])(?!\1\1)((?:\\.|(?!\1)[^\\\r\n])*)\1|`((?:\\.|[^\\`])*)`|\/\/.*|\/\*[^]*?\*\//gu,
    (text, quote: string | undefined) => {
      const inside = (quote === undefined ? text : text.slice(1, -1)).replaceAll(/[^\r\n]/gu, " ");
      return quote === undefined ? inside : quote + inside + quote;
    },
  );
}
