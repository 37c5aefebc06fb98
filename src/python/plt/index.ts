/**
 * `matplotlib.pyplot` as notebooks use it: one figure at a time, into which everything is drawn until it is shown. The
 * figures are those of `plot`. Settings that only affect a figure's look are ignored.
 * Reference: https://matplotlib.org/stable/api/pyplot_summary.html
 */
import { Axes } from "./axes.ts";
import { AxesGrid, Figure } from "./figure.ts";

let current: Figure | undefined;

type Options = Readonly<Record<string, any>>;

function begin(rows = 1, columns = 1): Figure {
  current = new Figure(rows, columns);
  return current;
}

/** The current subplot. */
export function gca(): Axes {
  const drawn = current ?? begin();
  return drawn.field(drawn.active);
}

export const gcf = (): Figure => current ?? begin();

/** Starts a figure. */
export function figure(...given: unknown[]): Figure {
  void given;
  return begin();
}

/** A figure with subplots in rows and columns, returned with one subplot, a list of them, or a list of rows. */
export function subplots(
  rows: number | Options = 1,
  columns: number | Options = 1,
  options: Options = {},
): [Figure, any] {
  const named = [rows, columns, options].find((each): each is Options => typeof each === "object") ?? {};
  const count = typeof rows === "number" ? rows : ((named["nrows"] as number | undefined) ?? 1);
  const across =
    typeof columns === "number" && typeof rows === "number"
      ? ((named["ncols"] as number | undefined) ?? columns)
      : ((named["ncols"] as number | undefined) ?? 1);
  const made = begin(count, across);
  const grid = new AxesGrid();
  for (let i = 0; i < count; i++) {
    const row = new AxesGrid();
    for (let j = 0; j < across; j++) row.push(made.field(i * across + j));
    grid.push(row);
  }
  if (count === 1 && across === 1) return [made, made.field(0)];
  if (count === 1) return [made, grid[0]];
  return [made, across === 1 ? AxesGrid.from(grid, (row: Axes[]) => row[0]) : grid];
}

/** Selects a figure's subplot by its position, counted from 1: `subplot(2, 3, 1)`, or `subplot(231)`. */
export function subplot(rows: number, columns?: number, place?: number): Axes {
  const [r, c, n] =
    columns === undefined
      ? [Math.floor(rows / 100), Math.floor(rows / 10) % 10, rows % 10]
      : [rows, columns, place ?? 1];
  if (current === undefined || current.rows !== r || current.columns !== c) begin(r, c);
  current!.active = n - 1;
  return gca();
}

/** Shows what has been drawn, and closes the figure. */
export function show(...given: unknown[]): void {
  void given;
  current?.show();
  current = undefined;
}

/** Closes the figure without showing it. */
export function close(...given: unknown[]): void {
  void given;
  current = undefined;
}

export const plot = (...given: unknown[]): void => gca().plot(...given);
export const scatter = (...given: Parameters<Axes["scatter"]>): void => gca().scatter(...given);
export const bar = (...given: Parameters<Axes["bar"]>): void => gca().bar(...given);
export const barh = (...given: Parameters<Axes["barh"]>): void => gca().barh(...given);
export const hist = (...given: Parameters<Axes["hist"]>): void => gca().hist(...given);
export const imshow = (...given: Parameters<Axes["imshow"]>): void => gca().imshow(...given);
export const matshow = imshow;
export const axhline = (...given: Parameters<Axes["axhline"]>): void => gca().axhline(...given);
export const axvline = (...given: Parameters<Axes["axvline"]>): void => gca().axvline(...given);
export const text = (...given: Parameters<Axes["text"]>): void => gca().text(...given);
export const legend = (...given: Parameters<Axes["legend"]>): void => gca().legend(...given);
export const grid = (...given: Parameters<Axes["grid"]>): void => gca().grid(...given);
export const axis = (...given: Parameters<Axes["axis"]>): void => gca().axis(...given);
export const title = (words: unknown, options?: Options): void => {
  void options;
  gca().setTitle(words);
};
export const xlabel = (words: unknown, options?: Options): void => {
  void options;
  gca().setXlabel(words);
};
export const ylabel = (words: unknown, options?: Options): void => {
  void options;
  gca().setYlabel(words);
};
export const xlim = (...ends: any[]): void => gca().setXlim(...ends);
export const ylim = (...ends: any[]): void => gca().setYlim(...ends);
export const xscale = (kind: string): void => gca().setXscale(kind);
export const yscale = (kind: string): void => gca().setYscale(kind);
export const xticks = (...given: Parameters<Axes["setXticks"]>): void => gca().setXticks(...given);
export const yticks = (...given: Parameters<Axes["setYticks"]>): void => gca().setYticks(...given);
export const suptitle = (words: unknown): void => gcf().suptitle(words);
export const semilogy = (...given: unknown[]): void => {
  gca().plot(...given);
  gca().setYscale("log");
};

/** Plotly leaves room for text automatically, and pictures have their own colours. */
export const tightLayout = (): void => undefined;
export const subplotsAdjust = (...given: unknown[]): void => void given;
export const colorbar = (...given: unknown[]): void => void given;
