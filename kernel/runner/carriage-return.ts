/** Progress that is drawn over itself: of many versions of a line only those count that can still be seen. */
import { stripVTControlCharacters } from "./own-util.ts";

/**
 * Leaves out what later text of the same line covers. The text before a line's first `\r` stays: it continues what was sent before.
 *
 * Example: `dropOverwritten("\r1%\r2%\r10%")` is `"\r10%"`, and `dropOverwritten("\rlong\rab")` stays, for a terminal shows `abng`.
 */
export function dropOverwritten(text: string): string {
  if (!/\r(?!\n)/.test(text)) return text;
  return text
    .split("\n")
    .map((line) => (line.includes("\r") ? dropInLine(line) : line))
    .join("\n");
}

function dropInLine(line: string): string {
  const [first, ...versions] = line.split("\r");
  const seen: string[] = [];
  let covered = -1;
  for (const version of versions.toReversed()) {
    const width = stripVTControlCharacters(version).length;
    // The last one stays even when empty: it is where the cursor is.
    if (width <= covered && seen.length > 0) continue;
    covered = Math.max(covered, width);
    seen.push(version);
  }
  return [first, ...seen.toReversed()].join("\r");
}
