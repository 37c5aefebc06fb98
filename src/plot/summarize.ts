/** A figure in words: what a screen reader says, and what is left where nothing can be drawn. */
import type { FigureJson } from "./display.ts";
import { extent, short } from "./values.ts";

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
  const head = name === undefined ? kind : `${kind} ${name}`;
  if (z !== undefined) {
    const [low, high] = extent(z.flat());
    return `${head} of ${z.length} x ${z[0]?.length ?? 0}, from ${short(low)} to ${short(high)}${cells(x, y, z)}`;
  }
  const numbers = (y ?? x ?? []).filter((value): value is number => typeof value === "number");
  if (numbers.length === 0) return head;
  const [low, high] = extent(numbers);
  const last = kind === "line" ? `, last ${short(numbers.at(-1)!)}` : "";
  return `${head} of ${numbers.length}, from ${short(low)} to ${short(high)}${last}`;
}

/** The numbers of a small table whose rows and columns have names, each with its names. */
function cells(x: readonly unknown[] = [], y: readonly unknown[] = [], z: readonly (readonly number[])[]): string {
  if (x.length * y.length === 0 || x.length * y.length > 25) return "";
  return `: ${z.map((row, i) => `${String(y[i])}: ${row.map((value, j) => `${String(x[j])} ${short(value)}`).join(", ")}`).join("; ")}`;
}
