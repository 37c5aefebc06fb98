/**
 * Text edits on the JavaScript of a cell, and what they do to its source map: the transformer's mappings speak of the text
 * before the edits, the runner executes the text after them.
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

/**
 * Applies edits that do not overlap and hold no line breaks; insertions at one place keep the order in which they were
 * pushed. `prologue` becomes a line of its own above everything.
 */
export function applyEdits(code: string, mappings: string, edits: readonly Edit[], prologue: string): Edited {
  const sorted = edits.toSorted((a, b) => a.start - b.start);
  let text = `${prologue}\n`;
  let position = 0;
  for (const edit of sorted) {
    text += code.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  text += code.slice(position);
  return { text, mappings: shift(code, decode(mappings), sorted) };
}

/** Moves every segment of the mappings to where its text went. */
function shift(code: string, lines: readonly SourceMapSegment[][], edits: readonly Edit[]): string {
  const shifted: SourceMapSegment[][] = [[]];
  let next = 0;
  let grown = 0;
  let lineStart = 0;
  for (const line of lines) {
    const grownBefore = grown;
    const moved: SourceMapSegment[] = [];
    for (const segment of line) {
      const offset = lineStart + segment[0];
      while (next < edits.length && edits[next]!.end <= offset) grown += growth(edits[next++]!);
      // Inside a replaced range: the start of the replacement.
      const inside = next < edits.length && edits[next]!.start < offset ? offset - edits[next]!.start : 0;
      const column = segment[0] - inside + grown - grownBefore;
      moved.push(segment.length === 1 ? [column] : [column, segment[1], segment[2], segment[3]]);
    }
    shifted.push(moved);
    const lineBreak = code.indexOf("\n", lineStart);
    const lineEnd = lineBreak < 0 ? code.length : lineBreak;
    while (next < edits.length && edits[next]!.end <= lineEnd) grown += growth(edits[next++]!);
    lineStart = lineEnd + 1;
  }
  return encode(shifted);
}

function growth(edit: Edit): number {
  return edit.text.length - (edit.end - edit.start);
}
