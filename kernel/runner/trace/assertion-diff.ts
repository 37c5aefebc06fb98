/** Shows what an assertion expected and what it got, if its message does not already compare them line by line. */
import { diff, inspect } from "../own-util.ts";
import { GREEN, PLAIN, RED } from "../../contract/excerpt.ts";

/** How many lines of a difference are shown. */
const LINES = 30;

/** chai's and other libraries' assertion errors carry `actual` and `expected`; the messages of node:assert already contain a difference. */
export function assertionDiff(error: Error): string[] {
  try {
    if (!("expected" in error && "actual" in error) || !/assert/i.test(error.name)) return [];
    const { actual, expected, code } = error as { actual: unknown; expected: unknown; code?: unknown };
    if (code === "ERR_ASSERTION" || (error as { showDiff?: boolean }).showDiff === false) return [];
    const lines = diff(text(actual), text(expected)).map(([operation, line]) => {
      if (operation === -1) return `${GREEN}- ${line}${PLAIN}`;
      return operation === 1 ? `${RED}+ ${line}${PLAIN}` : `  ${line}`;
    });
    const shown = lines.length > LINES ? [...lines.slice(0, LINES), `… ${lines.length - LINES} more lines`] : lines;
    return [`${GREEN}- expected${PLAIN}  ${RED}+ actual${PLAIN}`, ...shown];
  } catch {
    return [];
  }
}

function text(value: unknown): string[] {
  return inspect(value, { depth: 10, sorted: true, breakLength: 40, compact: false }).split("\n");
}
