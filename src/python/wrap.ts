/** Lines of limited width, and values over several lines. Reference: https://docs.python.org/3.12/library/textwrap.html */
import { repr } from "./text.ts";

interface Options {
  readonly initialIndent?: string;
  readonly subsequentIndent?: string;
}

/**
 * @example
 * wrap("one two three", 7); // ['one two', 'three']
 */
export function wrap(
  text: string,
  width: number | (Options & { width?: number }) = 70,
  options: Options = {},
): string[] {
  const own = typeof width === "object" ? width : options;
  const room = typeof width === "number" ? width : (width.width ?? 70);
  const { initialIndent = "", subsequentIndent = "" } = own;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((each) => each !== "")) {
    const lead = lines.length === 0 ? initialIndent : subsequentIndent;
    const next = line === "" ? lead + word : `${line} ${word}`;
    if (next.length <= room || line === "") line = next;
    else {
      lines.push(line);
      line = subsequentIndent + word;
    }
  }
  return line === "" ? lines : [...lines, line];
}

export const fill = (text: string, width?: number | (Options & { width?: number }), options?: Options): string =>
  wrap(text, width, options).join("\n");

/** Without the white space that all lines begin with. */
export function dedent(text: string): string {
  const lines = text.split("\n").map((line) => (line.trim() === "" ? "" : line));
  const leads = lines.filter((line) => line !== "").map((line) => /^[ \t]*/.exec(line)![0]);
  const shared = leads.reduce((a, b) => {
    let i = 0;
    while (i < a.length && a[i] === b[i]) i++;
    return a.slice(0, i);
  }, leads[0] ?? "");
  return lines.map((line) => line.slice(shared.length)).join("\n");
}

export const indent = (text: string, prefix: string): string => text.replace(/^(?=.*\S)/gm, () => prefix);

export function shorten(text: string, width: number | { width: number; placeholder?: string }): string {
  const { width: room, placeholder = " [...]" } = typeof width === "number" ? { width } : width;
  const words = text.split(/\s+/).filter((each) => each !== "");
  if (words.join(" ").length <= room) return words.join(" ");
  while (words.length > 0 && words.join(" ").length + placeholder.length > room) words.pop();
  return words.join(" ") + (words.length === 0 ? placeholder.trimStart() : placeholder);
}

/**
 * A value as `pprint` writes it: dicts with sorted keys, one entry a line if it does not fit into one.
 *
 * @example
 * pformat({ b: 1, a: [2] }); // {'a': [2], 'b': 1}
 */
export function pformat(
  value: unknown,
  { width = 80, indent: step = 1 }: { width?: number; indent?: number; [other: string]: unknown } = {},
): string {
  return laid(value, 0, 0, width, step);
}

export const pprint = (value: unknown, options?: { width?: number; indent?: number; [other: string]: unknown }): void =>
  console.log(pformat(value, options));

function laid(value: unknown, column: number, behind: number, width: number, step: number): string {
  const plain = repr(sorted(value));
  const isList = Array.isArray(value);
  const isDict =
    !isList && typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  if (column + plain.length + behind <= width || !(isList || isDict)) return plain;
  const entries = isList
    ? value.map((each) => ["", each] as const)
    : Object.entries(sorted(value) as object).map(([key, each]) => [`${repr(key)}: `, each] as const);
  const inner = entries.map(([key, each], i) => {
    const rest = i === entries.length - 1 ? behind + 1 : 1;
    return key + laid(each, column + step + key.length, rest, width, step);
  });
  const glue = `,\n${" ".repeat(column + step)}`;
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  return `${open}${" ".repeat(step - 1)}${inner.join(glue)}${close}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => sorted(each));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, sorted(each)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
