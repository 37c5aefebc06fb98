/**
 * Jupyter counts cursor positions in Unicode code points, JavaScript in UTF-16 units; they differ after every character outside the basic
 * plane. Spec, "cursor_pos unicode note". Out-of-range positions are clamped: some clients send UTF-16 offsets anyway.
 */

/** UTF-16 offset of the code point with this index. */
export function toUtf16(text: string, codePoints: number): number {
  let offset = 0;
  for (let n = 0; n < codePoints && offset < text.length; n++) offset += unitsAt(text, offset);
  return offset;
}

/** Code points before this UTF-16 offset; an offset inside a surrogate pair includes the whole pair. */
export function toCodePoints(text: string, utf16: number): number {
  let n = 0;
  for (let offset = 0; offset < utf16 && offset < text.length; offset += unitsAt(text, offset)) n++;
  return n;
}

function unitsAt(text: string, offset: number): 1 | 2 {
  return text.codePointAt(offset)! > 0xffff ? 2 : 1;
}
