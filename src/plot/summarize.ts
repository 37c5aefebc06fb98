/** A figure in words: what a screen reader says, and what is left where nothing can be drawn. */
import type { FigureJson } from "./display.ts";
import { extent, fromTo, short } from "./values.ts";
import { say } from "./words.ts";

interface Trace {
  readonly type?: string;
  readonly name?: string;
  readonly mode?: string;
  readonly x?: readonly unknown[];
  readonly y?: readonly unknown[];
  readonly meta?: { readonly words?: string };
  readonly z?: readonly (readonly number[])[];
}

export function summarize({ data, layout }: FigureJson): string {
  const title = titleOf(layout["title"]);
  const traces = data.map((trace) => describe(trace as Trace));
  return `[figure] ${title === "" ? "" : `${title}: `}${traces.join("; ")}`;
}

/** A title is an object with a text. */
export const titleOf = (title: unknown): string =>
  (title as { text?: string } | undefined)?.text?.replace(/<[^>]*>/g, "") ?? "";

/** One trace. */
export function describe({ type = "scatter", name, mode, x, y, z, meta }: Trace): string {
  if (typeof meta?.words === "string") return meta.words;
  const kind = type === "scatter" ? (mode === "markers" ? "points" : "line") : type;
  const word = isKnown(kind) ? say("chart", kind) : kind;
  const head = name === undefined ? word : `${word} ${name}`;
  if (z !== undefined) {
    const size = { rows: z.length, columns: z[0]?.length ?? 0 };
    return `${say("chart", "table", { head, ...size, fromTo: fromTo(extent(z.flat())) })}${cells(x, y, z)}`;
  }
  const all = y ?? x ?? [];
  const numbers = all.filter((value): value is number => typeof value === "number" && Number.isFinite(value));
  if (numbers.length === 0) return head;
  // JSON has null for them.
  const left = all.filter((value) => value === null || (typeof value === "number" && !Number.isFinite(value))).length;
  const odd = left === 0 ? "" : `, ${say("chart", "unfinite", { count: left })}`;
  const last = kind === "line" ? `, ${say("chart", "last", { value: short(numbers.at(-1)!) })}` : "";
  return `${say("chart", "series", { head, count: numbers.length, fromTo: fromTo(extent(numbers)) })}${last}${odd}`;
}

const isKnown = (kind: string): kind is "line" | "points" | "bar" | "heatmap" =>
  ["line", "points", "bar", "heatmap"].includes(kind);

/** The numbers of a small table whose rows and columns have names, each with its names. */
function cells(x: readonly unknown[] = [], y: readonly unknown[] = [], z: readonly (readonly number[])[]): string {
  if (x.length * y.length === 0 || x.length * y.length > 25) return "";
  return `: ${z.map((row, i) => `${String(y[i])}: ${row.map((value, j) => `${String(x[j])} ${short(value)}`).join(", ")}`).join("; ")}`;
}
