/** What to add to TypeScript's message about an unknown name: the name that was probably meant, or TypeScript's word for Python's. */

/** Names that people bring along from Python. */
const fromPython: Readonly<Record<string, string>> = {
  print: "console.log(...)",
  len: "the property 'length'",
  None: "null or undefined",
  True: "true",
  False: "false",
  self: "this",
  str: "String(...)",
  int: "Math.trunc(...)",
  float: "Number(...)",
  range: "for (let i = 0; i < n; i++)",
  enumerate: "array.entries()",
};

export const pythonWord = (name: string): string | undefined =>
  Object.hasOwn(fromPython, name) ? fromPython[name] : undefined;

/**
 * The candidate that a slip of the keyboard turns into the name, by the measure that TypeScript uses for "Did you mean":
 * at most two fifths of the letters differ, and a change of case counts a tenth.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.floor(name.length * 0.4) + 0.9;
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) > least) continue;
    if (candidate.length < 3 && candidate.toLowerCase() !== name.toLowerCase()) continue;
    const distance = distanceOf(name, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Insertions and deletions cost 1, replacements 2 (0.1 for a change of case), swapped neighbours 1. */
function distanceOf(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const [x, y] = [a[i - 1]!, b[j - 1]!];
      const replaced = x === y ? 0 : x.toLowerCase() === y.toLowerCase() ? 0.1 : 2;
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + replaced);
      const swapped = i > 1 && j > 1 && x === b[j - 2] && a[i - 2] === y;
      if (swapped) row[j] = Math.min(row[j]!, beforeLast[j - 2]! + 1);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
