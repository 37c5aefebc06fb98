/** Converts between positions in a text as parsers count them and as people do. */
import { LINE_BREAK } from "./excerpt.ts";
import type { Position } from "./language.ts";

/** Line and column, both 1-based, of an offset. */
export function positionAt(source: string, offset: number): Position {
  const before = source.slice(0, offset);
  const lines = before.split(LINE_BREAK);
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}

/** Offset of a line and column. */
export function offsetAt(source: string, { line, column }: Position): number {
  const breaks = [...source.matchAll(new RegExp(LINE_BREAK, "gu"))];
  const before = breaks[line - 2];
  return (before === undefined ? 0 : before.index + before[0].length) + column - 1;
}

/** The transformer counts bytes of UTF-8 in its errors (and UTF-16 units in its mappings). */
export function utf16Offset(source: string, bytes: number): number {
  return Buffer.from(source).toString("utf8", 0, bytes).length;
}
