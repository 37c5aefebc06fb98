/** Turns an executed notebook into a page: its text, its cells and their outputs. */
import { stripVTControlCharacters } from "node:util";

type Text = string | readonly string[];

interface Output {
  readonly output_type: "stream" | "execute_result" | "display_data" | "error";
  readonly text?: Text;
  readonly data?: Readonly<Record<string, Text>>;
  readonly metadata?: Readonly<
    Record<string, { readonly alt?: string; readonly width?: number; readonly height?: number }>
  >;
  readonly ename?: string;
  readonly evalue?: string;
  readonly traceback?: readonly string[];
}

interface Cell {
  readonly cell_type: "code" | "markdown";
  readonly source: Text;
  readonly outputs?: readonly Output[];
}

export interface Notebook {
  readonly cells: readonly Cell[];
}

export interface LessonPage {
  readonly markdown: string;
  /** Files beside the page: pictures, and the scripts of interactive pictures. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

const joined = (text: Text | undefined): string => (typeof text === "string" ? text : (text ?? []).join(""));

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** @param folder where the files will be, as seen by the page's reader */
export function lessonPage(notebook: Notebook, folder: string, first: string): LessonPage {
  const files = new Map<string, string | Uint8Array>();
  const keep = (name: string, content: string | Uint8Array): string => {
    files.set(name, content);
    return `${folder}/${name}`;
  };
  const parts = notebook.cells.map((cell, at) => {
    const source = joined(cell.source);
    if (cell.cell_type === "markdown") return verbatim(source.replaceAll(/\]\(([\w./-]+)\.ipynb\)/g, "]($1.md)"));
    const shown = (cell.outputs ?? []).map((output, place) => outputText(output, `${at}-${place}`, keep));
    return [fence(source, "ts"), ...shown].filter((part) => part !== "").join("\n\n");
  });
  const [title = "", ...rest] = parts;
  return { markdown: `${[title, first, ...rest].join("\n\n")}\n`, files };
}

/** Where the site keeps Plotly, for readers without a network. */
export const PLOTLY = "/plotly.js";

/** Figures load Plotly from a server and check its hash; here they use the site's own copy. */
const offline = (html: string): string =>
  html
    .replaceAll(/https:\/\/cdn\.jsdelivr\.net\/npm\/plotly\.js-dist-min@[\d.]+\/plotly\.min\.js/g, PLOTLY)
    .replaceAll(/^ *script\.integrity = .*\n/gm, "");

/** Keeps the site from interpreting braces and tags in a text. */
const verbatim = (text: string): string => `::: v-pre\n${text}\n:::`;

const fence = (text: string, language: string): string => `\`\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\``;

const printed = (text: string): string =>
  text.trim() === "" ? "" : fence(stripVTControlCharacters(text).trimEnd(), "text");

function outputText(
  output: Output,
  name: string,
  keep: (name: string, content: string | Uint8Array) => string,
): string {
  if (output.output_type === "stream") return printed(joined(output.text));
  if (output.output_type === "error")
    return printed(output.traceback?.join("\n") ?? `${output.ename}: ${output.evalue}`);
  const data = output.data ?? {};
  const plain = joined(data["text/plain"]);
  const html = joined(data["text/html"]);
  const still = stillText(output, name, plain, keep);
  // As in Jupyter, the scripts run in the page, which shows the still picture until then.
  if (html.includes("<script"))
    return `<NotebookOutput src="${keep(`${name}.html`, offline(html))}">\n${still}\n</NotebookOutput>`;
  if (still !== "") return still;
  // In Markdown an empty line would end the HTML element.
  if (html !== "") return `<div class="notebook-html" v-pre>\n${html.replaceAll(/\n\s*\n/g, "\n")}\n</div>`;
  if (data["text/markdown"] !== undefined) return verbatim(joined(data["text/markdown"]));
  return printed(plain);
}

function stillText(
  { data = {}, metadata = {} }: Output,
  name: string,
  plain: string,
  keep: (name: string, content: string | Uint8Array) => string,
): string {
  const image = (type: string, file: string, content: string | Uint8Array): string => {
    const { alt = plain, width, height } = metadata[type] ?? {};
    const size = width === undefined ? "" : ` width="${width}" height="${height}"`;
    return `<img class="notebook-picture" src="${keep(file, content)}" alt="${escaped(alt)}"${size}>`;
  };
  if (data["image/png"] !== undefined)
    return image("image/png", `${name}.png`, Buffer.from(joined(data["image/png"]), "base64"));
  if (data["image/svg+xml"] !== undefined) return image("image/svg+xml", `${name}.svg`, joined(data["image/svg+xml"]));
  return "";
}
