/** Progress lines that overwrite themselves: of many versions of a line, only those that can still be seen are kept. */
import { stripVTControlCharacters } from "./own-util.ts";

/**
 * Leaves out text that later text on the same line covers. The text before a line's first `\r` stays: it continues what was sent before.
 *
 * Example: `dropOverwritten("\r1%\r2%\r10%")` is `"\r10%"`, and `dropOverwritten("\rlong\rab")` is unchanged, because a terminal shows
 * `abng`.
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
