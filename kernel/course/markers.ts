/**
 * The marks around the parts of a source notebook that students do not see. They are nbgrader's, in TypeScript comments:
 * `// BEGIN SOLUTION`, `// END SOLUTION`, `// BEGIN HIDDEN TESTS`, `// END HIDDEN TESTS`; in text the same words on lines of their own.
 */

export type Marked = "SOLUTION" | "HIDDEN TESTS";

/** A mark that has no partner. */
export class UnmatchedMark extends Error {
  override readonly name = "UnmatchedMark";
}

/** What students find in place of the solution. */
export const CODE_STUB = '// YOUR CODE HERE\nthrow new Error("not done yet");';
/** Whether an answer still ends in the stub's error, so that it was not worked on, or not to its end. */
export const holdsStub = (source: string): boolean => source.includes(CODE_STUB.split("\n").at(-1)!);

export const TEXT_STUB = { en: "YOUR ANSWER HERE", ko: "여기에 답을 쓰세요" } as const;

const COUNT = {
  en: "so many more checks run when this is graded",
  ko: "채점할 때 이만큼 더 검사합니다",
} as const;

/** Tells `check.points` how many checks are hidden; the line is put above a test of which students see only a part. */
export const countLine = (count: number, language: keyof typeof COUNT): string =>
  `check.later(${count}); // ${COUNT[language]}\n`;

export const withoutCount = (source: string): string => source.replace(/^check\.later\(\d+\);.*\n/, "");

/** Like nbgrader, we look for the words anywhere in a line, so that both graders read a source the same way. */
const beginOf = (what: Marked): string => `BEGIN ${what}`;
const endOf = (what: Marked): string => `END ${what}`;

export const hasMark = (source: string, what: Marked): boolean =>
  source.includes(beginOf(what)) || source.includes(endOf(what));

/** The lines between the marks, without short ones, such as a bracket, which reveal nothing. */
export function linesBetween(source: string, what: Marked): readonly string[] {
  const kept = new Set(cut(source, what).split("\n").map(squeezed));
  return source
    .split("\n")
    .filter((line) => !hasMark(line, what))
    .map(squeezed)
    .filter((line) => line.length >= 12 && !kept.has(line));
}

const squeezed = (text: string): string => text.replace(/\s+/g, "");

/** Whether a text contains one of the lines, however it is spaced. */
export function holdsLine(text: string, lines: readonly string[]): boolean {
  const squashed = squeezed(text);
  return lines.some((line) => squashed.includes(line));
}

/**
 * The source without the lines from a begin mark to its end mark; `put` takes their place, indented like the begin mark.
 * @throws {UnmatchedMark} for a begin within another, an end without a begin, a begin without an end
 */
export function cut(source: string, what: Marked, put?: string): string {
  const kept: string[] = [];
  let openedAt = 0;
  for (const [index, line] of source.split("\n").entries()) {
    const begins = line.includes(beginOf(what));
    const ends = line.includes(endOf(what));
    if (begins && openedAt > 0)
      throw new UnmatchedMark(`line ${index + 1}: a second "${beginOf(what)}" inside another`);
    if (ends && openedAt === 0) throw new UnmatchedMark(`line ${index + 1}: "${endOf(what)}" without a beginning`);
    if (begins) {
      openedAt = index + 1;
      const indent = /^\s*/.exec(line)![0];
      if (put !== undefined) kept.push(...put.split("\n").map((text) => indent + text));
    } else if (ends) openedAt = 0;
    else if (openedAt === 0) kept.push(line);
  }
  if (openedAt > 0) throw new UnmatchedMark(`line ${openedAt}: "${beginOf(what)}" without "${endOf(what)}"`);
  return kept.join("\n");
}
