/** A cell that does not parse: where, and how it reads. */
import { CYAN, excerpt, GREEN, LINE_BREAK, PLAIN, RED } from "./excerpt.ts";
import type { TransformError } from "./transform.ts";
import type { Position, SyntaxFault } from "./types.ts";

/** The first error of a cell, as an error message with line, column, excerpt and caret. */
export function syntaxFault(source: string, n: number, errors: readonly TransformError[]): SyntaxFault {
  const { message, offset, length } = errors[0]!;
  const position = positionAt(source, offset);
  return {
    kind: "syntax-error",
    message: `${position.line}:${position.column} - ${message}`,
    position,
    traceback: [
      `  ${CYAN}Cell ${GREEN}In[${n}], line ${position.line}${PLAIN}`,
      ...excerpt(source, position.line, position.column, length),
      `${RED}SyntaxError${PLAIN}: ${message}`,
    ],
  };
}

/** Line and column, both 1-based, of an offset. */
export function positionAt(source: string, offset: number): Position {
  const before = source.slice(0, offset);
  const lines = before.split(LINE_BREAK);
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}

/** The transformer counts bytes of UTF-8 in its errors (and UTF-16 units in its mappings). */
export function utf16Offset(source: string, bytes: number): number {
  return Buffer.from(source).toString("utf8", 0, bytes).length;
}
