/** A student's feedback: one page without scripts or network access, also for screen readers. It never contains the code of a test. */
import { stripVTControlCharacters } from "node:util";
import { escapeHtml } from "../contract/escape-html.ts";
import { cellsBelow, gradeOf, isAnswer, isTest } from "./cells.ts";
import { sumOf, type StudentGrade, type TaskGrade } from "./gradebook.ts";
import type { Language } from "./layout.ts";
import { holdsLine, linesBetween } from "./markers.ts";
import type { Cell, Notebook, Output } from "./notebook.ts";
import { say } from "./words.ts";

const STYLE = `
:root { color-scheme: light dark; --line: #8888; --soft: #8881 }
html { background: Canvas; color: CanvasText }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 48rem; margin: 0 auto; padding: 1.5rem }
h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-top: 2.2rem; border-top: 1px solid var(--line); padding-top: 1rem }
h3 { font-size: 1rem; margin: 1rem 0 .3rem }
pre { background: var(--soft); padding: .8rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere }
img { max-width: 100%; background: #fff }
.sum { font-weight: 600 }
`;

/** An answer's output, as text and pictures. */
function outputHtml(output: Output, language: Language): string {
  const text = (value: unknown): string =>
    escapeHtml(stripVTControlCharacters(Array.isArray(value) ? value.join("") : String(value)));
  if (output.output_type === "stream") return `<pre>${text(output["text"])}</pre>`;
  if (output.output_type === "error")
    return `<pre>${text(`${String(output["ename"])}: ${String(output["evalue"])}`)}</pre>`;
  const data = output["data"] as Record<string, unknown> | undefined;
  const plain = data?.["text/plain"];
  const png = data?.["image/png"];
  // The output's text describes the picture: our pictures come with such a text.
  if (typeof png === "string" && /^[\w+/=\s]+$/.test(png))
    return `<img src="data:image/png;base64,${png.replace(/\s/g, "")}" alt="${text(plain ?? say(language, "picture"))}">`;
  return plain === undefined ? "" : `<pre>${text(plain)}</pre>`;
}

/**
 * The cells in which a task was answered: those between the previous test and this one, or if there are none, those of the previous test.
 */
function answersTo(notebook: Notebook, task: string): readonly Cell[] {
  const { cells } = notebook;
  const at = cells.findIndex((cell) => gradeOf(cell)?.grade_id === task);
  if (at < 0) return [];
  const cell = cells[at]!;
  if (!isTest(cell)) {
    return gradeOf(cell)!.task === true ? cellsBelow(notebook, cell) : [cell];
  }
  const above: Cell[] = [];
  for (let i = at - 1; i >= 0 && !(above.length > 0 && isTest(cells[i]!)); i--)
    if (isAnswer(cells[i]!)) above.unshift(cells[i]!);
  return above;
}

/** The lines of the tests that students do not see. */
const hiddenLines = ({ cells }: Notebook): readonly string[] =>
  cells.flatMap((cell) => (isTest(cell) ? linesBetween(cell.source, "HIDDEN TESTS") : []));

/** Whether an output shows part of a hidden test, which an answer may have read from its process's memory and printed. */
export const leaks = (output: Output, notebook: Notebook): boolean =>
  holdsLine(textIn(output).join("\n"), hiddenLines(notebook));

/** Every string in an output, wherever it is. */
const textIn = (value: unknown): string[] =>
  typeof value === "string"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(textIn)
      : [];

function section(task: TaskGrade, title: string, notebook: Notebook | undefined, language: Language): string {
  const { points, max, why, comment } = task;
  const head =
    points === null ? say(language, "pending", { title, max }) : say(language, "points", { title, points, max });
  const parts = [`<h2>${escapeHtml(head)}</h2>`];
  const told = notebook !== undefined && holdsLine(why, hiddenLines(notebook)) ? say(language, "withheld") : why;
  if (why !== "") parts.push(`<p>${escapeHtml(say(language, "why", { why: told }))}</p>`);
  else if (points === max) parts.push(`<p>${say(language, "full")}</p>`);
  if (comment !== "")
    parts.push(`<h3>${say(language, "comment")}</h3><p>${escapeHtml(comment).replaceAll("\n", "<br>")}</p>`);
  for (const cell of notebook === undefined ? [] : answersTo(notebook, task.task)) {
    parts.push(`<h3>${say(language, "yourAnswer")}</h3><pre><code>${escapeHtml(cell.source)}</code></pre>`);
    const outputs = (cell.outputs ?? [])
      .map((output) =>
        leaks(output, notebook!) ? `<p>${say(language, "withheld")}</p>` : outputHtml(output, language),
      )
      .join("");
    if (outputs !== "") parts.push(`<h3>${say(language, "output")}</h3>${outputs}`);
  }
  return `<section>${parts.join("\n")}</section>`;
}

/** Tests below the same heading are distinguished by their ids. */
const headingOf = ({ task, title }: TaskGrade, all: readonly TaskGrade[]): string =>
  all.some((other) => other.task !== task && other.title === title) ? `${title} (${task})` : title;

/** The whole page. @param notebook as it ran, if there is one */
export function feedbackPage(student: StudentGrade, notebook: Notebook | undefined, language: Language): string {
  const { tasks, notes } = student;
  const { points, max, open } = sumOf(tasks);
  const title = `${say(language, "feedback")}: ${student.student}`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="sum">${escapeHtml(say(language, open > 0 ? "sumPending" : "sum", { points, max }))}</p>
${tasks.map((task) => section(task, headingOf(task, tasks), notebook, language)).join("\n")}
${notes.length === 0 ? "" : `<section><h2>${say(language, "notes")}</h2><ul>${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join("")}</ul></section>`}
</main>
</body>
</html>
`;
}
