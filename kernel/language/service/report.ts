/** Diagnostics of a cell as one compact block, in text and in html. */
import { escapeHtml } from "../../contract/escape-html.ts";
import type { Diagnostic } from "../../contract/language.ts";

export interface Report {
  readonly text: string;
  readonly html: string;
}

/** A learner fixes the first few; the rest are often consequences of those. */
const mostBlocks = 8;

/**
 * Formats what `check` found in cell n; undefined if there is nothing to report.
 *
 * @example formatReport("conole.log(1)", 3, diagnostics)?.text
 * // Cell In[3], line 1: Cannot find name 'conole'. Did you mean 'console'? (TS2552)
 * //     conole.log(1)
 * //     ^^^^^^
 */
export function formatReport(source: string, n: number, diagnostics: readonly Diagnostic[]): Report | undefined {
  if (diagnostics.length === 0) return undefined;
  const lines = source.split("\n");
  const blocks = byLine(diagnostics);
  const shown = blocks.slice(0, mostBlocks).map((block) => entry(lines, n, block));
  const rest = blocks.slice(mostBlocks).reduce((sum, block) => sum + block.length, 0);
  const more = rest === 0 ? [] : [`... and ${rest} more`];
  return {
    text: [...shown.map(({ text }) => text), ...more].join("\n"),
    html: `<pre style="${frame}">${[...shown.map(({ html }) => html), ...more].join("\n")}</pre>`,
  };
}

/** Groups the messages for one line into one block, above the line. A message about no line is a block by itself. */
function byLine(diagnostics: readonly Diagnostic[]): (readonly Diagnostic[])[] {
  const blocks: Diagnostic[][] = [];
  for (const diagnostic of diagnostics) {
    const last = blocks.at(-1)?.[0];
    if (last !== undefined && last.code !== 0 && diagnostic.code !== 0 && last.start.line === diagnostic.start.line) {
      blocks.at(-1)!.push(diagnostic);
    } else blocks.push([diagnostic]);
  }
  return blocks;
}

/** JupyterLab's colours, which follow its theme; other front ends use the ones after the comma. */
const colours = {
  error: "color-mix(in srgb, var(--jp-error-color1, #c62828) 70%, currentColor)",
  warning: "color-mix(in srgb, var(--jp-warn-color1, #b26a00) 70%, currentColor)",
  suggestion: "var(--jp-ui-font-color2, #757575)",
} as const;
/** Looks like a traceback: front ends do not apply a traceback's font size and line breaks to HTML. */
const frame = [
  "margin: 0; padding: 2px 8px; border-left: 3px solid " + colours.warning,
  "font-size: var(--jp-code-font-size, 13px); line-height: var(--jp-code-line-height, 1.3077)",
  "white-space: pre-wrap; word-break: normal; overflow-wrap: break-word",
].join("; ");

function entry(lines: readonly string[], n: number, block: readonly Diagnostic[]): Report {
  const [first] = block as readonly [Diagnostic];
  // Code 0 marks messages of the service about itself, which have no place in the cell.
  if (first.code === 0) return { text: first.message, html: escapeHtml(first.message) };
  const where = `Cell In[${n}], line ${first.start.line}: `;
  const heads = new Map(block.map((diagnostic) => head(where, diagnostic)).map((each) => [each.text, each.html]));
  const excerpt = excerptOf(lines, block);
  return {
    text: [...heads.keys(), ...excerpt].join("\n"),
    html: [...heads.values(), ...excerpt.map(escapeHtml)].join("\n"),
  };
}

function head(where: string, { severity, code, message }: Diagnostic): Report {
  const [first, ...rest] = message.split("\n");
  const label = severity === "error" ? "" : `${severity}: `;
  // Messages from the kernel or a library have no TypeScript error number.
  const what = `${label}${first}${code < 0 ? "" : ` (TS${code})`}`;
  const reasons = rest.map((line) => `  ${line}`);
  const marked = `${escapeHtml(where)}<b style="color: ${colours[severity]}">${escapeHtml(what)}</b>`;
  return { text: [where + what, ...reasons].join("\n"), html: [marked, ...reasons.map(escapeHtml)].join("\n") };
}

/** A longer line is cut: if it wrapped, the carets would not be under the right text. */
const LONGEST = 100;

/** The line, with carets under every part that the messages are about. */
function excerptOf(lines: readonly string[], block: readonly Diagnostic[]): string[] {
  const line = lines[block[0]!.start.line - 1] ?? "";
  const marks = block.map((diagnostic) => marksOf(line, diagnostic)).reduce(overlay);
  const text = line.trim();
  if (text.length <= LONGEST) return [`    ${text}`, `    ${marks}`];
  const from = Math.min(Math.max(0, marks.indexOf("^") - LONGEST / 2), text.length - LONGEST);
  const [before, after] = [from > 0 ? "…" : "", from + LONGEST < text.length ? "…" : ""];
  const shown = marks.slice(from, from + LONGEST).trimEnd();
  return [`    ${before}${text.slice(from, from + LONGEST)}${after}`, `    ${before && " "}${shown}`];
}

function marksOf(line: string, { start, end }: Diagnostic): string {
  const stop = end.line === start.line ? end.column : line.length + 1;
  const lead = line.slice(0, start.column - 1).trimStart();
  const marked = line.slice(start.column - 1, Math.max(stop - 1, start.column)).trimEnd();
  return `${columns(lead, " ")}${columns(marked, "^") || "^"}`;
}

const overlay = (a: string, b: string): string =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, at) => (b[at] === "^" ? "^" : (a[at] ?? b[at]))).join("");

/** As many marks as the text has columns in a fixed-width font; a tab stays a tab. */
function columns(text: string, mark: string): string {
  // Unicode's tables are loaded at their first use, which takes 15 ms.
  if (/^[\t\x20-\x7e]*$/u.test(text)) return text.replaceAll(/[^\t]/gu, mark);
  const wide =
    /^(?:\p{Script=Hangul}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Emoji_Presentation}|[\u3000-\u303f\uff01-\uff60])/u;
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) =>
    segment === "\t" ? "\t" : mark.repeat(wide.test(segment) ? 2 : 1),
  ).join("");
}
