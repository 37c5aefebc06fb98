/**
 * Applies text edits to a cell's JavaScript and adapts its source map: the transformer's mappings are for the text before the edits, but
 * the runner executes the text after them.
 */
import { decode, encode, type SourceMapSegment } from "@jridgewell/sourcemap-codec";

/** Replaces `start..end` by `text`; an insertion where both are equal. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Edited {
  readonly text: string;
  readonly mappings: string;
}

/** Text that runs before the rest of a cell; `from` is the offset of the source it was made from. */
export interface Prologue {
  readonly text: string;
  readonly from?: number;
}

/**
 * Applies edits that do not overlap and hold no line breaks; insertions at one place keep the order in which they were
 * pushed. The prologue becomes a line of its own above everything.
 */
export function applyEdits(
  code: string,
  mappings: string,
  edits: readonly Edit[],
  prologue: readonly Prologue[],
): Edited {
  const sorted = edits.toSorted((a, b) => a.start - b.start);
  let text = `${prologue.map((part) => part.text).join(" ")}\n`;
  let position = 0;
  for (const edit of sorted) {
    text += code.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  text += code.slice(position);
  const lines = decode(mappings);
  return { text, mappings: encode([prologueSegments(code, lines, prologue), ...shift(code, lines, sorted)]) };
}

function prologueSegments(
  code: string,
  lines: readonly SourceMapSegment[][],
  prologue: readonly Prologue[],
): SourceMapSegment[] {
  const segments: SourceMapSegment[] = [];
  let column = 0;
  for (const { text, from } of prologue) {
    if (from !== undefined) {
      const before = code.slice(0, from).split("\n");
      const offset = before.at(-1)!.length;
      const origin = lines[before.length - 1]?.findLast((segment) => segment[0] <= offset);
      if (origin && origin.length > 1) segments.push([column, origin[1]!, origin[2]!, origin[3]!]);
    } else if (segments.length > 0) segments.push([column]);
    column += text.length + 1;
  }
  return segments;
}

/** Moves every segment of the mappings to where its text went. */
function shift(code: string, lines: readonly SourceMapSegment[][], edits: readonly Edit[]): SourceMapSegment[][] {
  const shifted: SourceMapSegment[][] = [];
  let next = 0;
  let grown = 0;
  let lineStart = 0;
  for (const line of lines) {
    const grownBefore = grown;
    const moved: SourceMapSegment[] = [];
    for (const segment of line) {
      const offset = lineStart + segment[0];
      while (next < edits.length && edits[next]!.end <= offset) grown += growth(edits[next++]!);
      // Inside a replaced range everything maps to the start of the range.
      if (next < edits.length && edits[next]!.start < offset) continue;
      const column = segment[0] + grown - grownBefore;
      moved.push(segment.length === 1 ? [column] : [column, segment[1], segment[2], segment[3]]);
    }
    shifted.push(moved);
    const lineBreak = code.indexOf("\n", lineStart);
    const lineEnd = lineBreak < 0 ? code.length : lineBreak;
    while (next < edits.length && edits[next]!.end <= lineEnd) grown += growth(edits[next++]!);
    lineStart = lineEnd + 1;
  }
  return shifted;
}

function growth(edit: Edit): number {
  return edit.text.length - (edit.end - edit.start);
}
