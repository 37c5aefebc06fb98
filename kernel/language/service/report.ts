/** Diagnostics of a cell as one compact block, in text and in html. */
import { escapeHtml } from "../../contract/escape-html.ts";
import type { Diagnostic } from "../../contract/language.ts";

export interface Report {
  readonly text: string;
  readonly html: string;
}

/** A learner mends the first few; the rest is often their consequence. */
const mostDiagnostics = 8;

/**
 * Formats what `check` found in cell n; undefined where there is nothing to say.
 *
 * @example formatReport("conole.log(1)", 3, diagnostics)?.text
 * // Cell In[3], line 1: Cannot find name 'conole'. Did you mean 'console'? (TS2552)
 * //     conole.log(1)
 * //     ^^^^^^
 */
export function formatReport(source: string, n: number, diagnostics: readonly Diagnostic[]): Report | undefined {
  if (diagnostics.length === 0) return undefined;
  const lines = source.split("\n");
  const shown = diagnostics.slice(0, mostDiagnostics).map((diagnostic) => entry(lines, n, diagnostic));
  const rest = diagnostics.length - shown.length;
  const more = rest === 0 ? [] : [`... and ${rest} more`];
  return {
    text: [...shown.map(({ text }) => text), ...more].join("\n"),
    html: `<pre style="${frame}">${[...shown.map(({ html }) => html), ...more].join("\n")}</pre>`,
  };
}

/** JupyterLab's colours, which follow its theme; other front ends get the ones behind the comma. */
const colours = {
  error: "var(--jp-error-color1, #c62828)",
  warning: "var(--jp-warn-color1, #b26a00)",
  suggestion: "var(--jp-ui-font-color2, #757575)",
} as const;
const frame = `margin: 0; padding: 2px 8px; border-left: 3px solid ${colours.warning}`;

function entry(lines: readonly string[], n: number, diagnostic: Diagnostic): Report {
  const { severity, code, message, start } = diagnostic;
  // Code 0 is the service speaking of itself: no place in the cell.
  if (code === 0) return { text: message, html: escapeHtml(message) };
  const [first, ...rest] = message.split("\n");
  const label = severity === "error" ? "" : `${severity}: `;
  const where = `Cell In[${n}], line ${start.line}: `;
  // What the kernel or a library says has no number of TypeScript's.
  const what = `${label}${first}${code < 0 ? "" : ` (TS${code})`}`;
  const excerpt = excerptOf(lines, diagnostic);
  const reasons = rest.map((line) => `  ${line}`);
  const colour = colours[severity];
  return {
    text: [where + what, ...reasons, ...excerpt].join("\n"),
    html: [
      `${escapeHtml(where)}<b style="color: ${colour}">${escapeHtml(what)}</b>`,
      ...[...reasons, ...excerpt].map(escapeHtml),
    ].join("\n"),
  };
}

/** The line and the carets under what is meant. */
function excerptOf(lines: readonly string[], { start, end }: Diagnostic): string[] {
  const line = lines[start.line - 1] ?? "";
  const stop = end.line === start.line ? end.column : line.length + 1;
  const lead = line.slice(0, start.column - 1).trimStart();
  const marked = line.slice(start.column - 1, Math.max(stop - 1, start.column)).trimEnd();
  return [`    ${line.trim()}`, `    ${columns(lead, " ")}${columns(marked, "^") || "^"}`];
}

/** As many marks as the text takes columns in a fixed-width font; a tab stays a tab. */
function columns(text: string, mark: string): string {
  // Unicode's tables are loaded at their first use, which takes 15 ms.
  if (/^[\t\x20-\x7e]*$/u.test(text)) return text.replaceAll(/[^\t]/gu, mark);
  const wide =
    /^(?:\p{Script=Hangul}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Emoji_Presentation}|[\u3000-\u303f\uff01-\uff60])/u;
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) =>
    segment === "\t" ? "\t" : mark.repeat(wide.test(segment) ? 2 : 1),
  ).join("");
}
