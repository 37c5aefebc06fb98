/**
 * Short functions for the figures that lessons need. Each returns a `Figure`, whose data and layout can be changed with
 * `plot.figure`.
 */
import type { Data, Layout } from "plotly.js-dist";
import { keyword, required, signature } from "../shape/index.ts";
import { Tensor } from "../tensor/index.ts";
import { type ColorMapName, colorStops, signedColors } from "./color-maps.ts";
import { Figure } from "./figure.ts";
import * as is from "./kinds.ts";
import { describe } from "./summarize.ts";
import { extremes, mostPoints, stretchOf } from "./thin.ts";
import { extent, numbersOf, type Rows, rowsOf, type Series } from "./values.ts";
import { say } from "./words.ts";

export interface ChartOptions {
  readonly title?: string | undefined;
  /** The labels of the axes. */
  readonly xlabel?: string | undefined;
  readonly ylabel?: string | undefined;
  /** Logarithmic axes. */
  readonly logX?: boolean | undefined;
  readonly logY?: boolean | undefined;
  /** The ends of the axes; by default those of the numbers. */
  readonly xlim?: readonly [number, number] | undefined;
  readonly ylim?: readonly [number, number] | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

export interface LineOptions extends ChartOptions {
  /** The values along the x axis; by default 0, 1, 2 and so on. */
  readonly x?: Series | undefined;
}

/** Several lines by name, or a single one. */
export type Lines = Series | Readonly<Record<string, Series>>;

export function layoutOf(options: ChartOptions): Partial<Layout> {
  const { title, xlabel, ylabel, logX, logY, xlim, ylim, width, height } = options;
  type Limits = readonly [number, number] | undefined;
  const axis = (label: string | undefined, isLog: boolean | undefined, limits: Limits): object => ({
    // Long tick labels push the label away, and the margin with it.
    automargin: true,
    ...(label === undefined ? {} : { title: { text: label, standoff: 10 } }),
    ...(isLog === true ? { type: "log" } : {}),
    // Plotly gives the ends of logarithmic axes as powers of ten.
    ...(limits === undefined ? {} : { range: isLog === true ? limits.map(Math.log10) : [...limits] }),
  });
  return {
    ...(title === undefined ? {} : { title: { text: title } }),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    xaxis: axis(xlabel, logX, xlim),
    yaxis: axis(ylabel, logY, ylim),
  };
}

const withNote = (label: string | undefined, note: string): string => [label, `(${note})`].filter(Boolean).join(" ");

const isSeries = (lines: Lines): lines is Series => typeof (lines as Series).length === "number";

/** @throws RangeError for a series without a finite number, of which nothing could be drawn. */
export function namedSeries(lines: Lines, callee: string): readonly (readonly [string | undefined, number[]])[] {
  const list = isSeries(lines)
    ? ([[undefined, numbersOf(lines, callee, "y")]] as const)
    : Object.entries(lines).map(([name, series]) => [name, numbersOf(series, callee, name)] as const);
  for (const [name = "y", values] of list) {
    if (values.some(Number.isFinite)) continue;
    const got = values.length === 0 ? "none" : `${values.length} that are not finite`;
    throw new RangeError(`${callee}: expected numbers in ${name}, got ${got}`);
  }
  if (list.length === 0) throw new RangeError(`${callee}: expected one series or more, got none`);
  return list;
}

const lineSignature = signature("plot.line", {
  y: required(is.lines),
  x: keyword(is.series, undefined),
  ...is.chartArguments,
});

const named = (name: string | undefined): { name?: string } => (name === undefined ? {} : { name });

/**
 * One line, or several by name. If a line has more than 4000 points, only the smallest and the largest of each stretch
 * are drawn, and the axis says so.
 * @example
 * String(plot.line([0.9, 0.4, 0.2], { title: "Loss" })) // "[figure] Loss: line of 3, from 0.2 to 0.9, last 0.2"
 * String(plot.line({ train: [2, 1], valid: [3, 2] })) // "[figure] line train of 2, from 1 to 2, last 1; line valid of 2, from 2 to 3, last 2"
 */
export function line(y: Lines, options?: LineOptions): Figure;
export function line(options: { readonly y: Lines } & LineOptions): Figure;
export function line(...given: unknown[]): Figure {
  const { y, x, ...options } = lineSignature.read(given);
  const places = x === undefined ? {} : { x: numbersOf(x, "line", "x") };
  const series = namedSeries(y, "line");
  const data = series.map(([name, values]): Data => {
    const whole: Data = { type: "scatter", mode: "lines", ...places, y: values, ...named(name) };
    if (values.length <= mostPoints) return whole;
    const kept = extremes(values, mostPoints);
    const thin = { x: kept.map((i) => places.x?.[i] ?? i), y: kept.map((i) => values[i]!) };
    return { ...whole, ...thin, meta: { words: describe(whole as object) } };
  });
  const longest = Math.max(...series.map(([, values]) => values.length));
  const note = say("chart", "thin", { count: stretchOf(longest, mostPoints) });
  const xlabel = longest <= mostPoints ? options.xlabel : withNote(options.xlabel, note);
  return new Figure({ data, layout: layoutOf({ ...options, ...(xlabel === undefined ? {} : { xlabel }) }) });
}

export interface ScatterOptions extends ChartOptions {
  /** The class of each point: each class gets a colour and an entry in the legend. */
  readonly labels?: ArrayLike<number | string> | Tensor | undefined;
}

const scatterSignature = signature("plot.scatter", {
  x: required(is.series),
  y: required(is.series),
  labels: keyword(is.names, undefined),
  ...is.chartArguments,
});

/** A class or a name for each item; the elements of a tensor are class numbers. */
const listOfNames = (names: ArrayLike<number | string> | Tensor, callee: string, name: string): (number | string)[] =>
  names instanceof Tensor ? numbersOf(names, callee, name) : Array.from(names);

/**
 * Points at x and y.
 * @throws {RangeError} if there are more of one than of the other
 * @example
 * String(plot.scatter([1, 2, 3], [2, 4, 8])) // "[figure] points of 3, from 2 to 8"
 */
export function scatter(x: Series, y: Series, options?: ScatterOptions): Figure;
export function scatter(options: { readonly x: Series; readonly y: Series } & ScatterOptions): Figure;
export function scatter(...given: unknown[]): Figure {
  const { x, y, labels: classesGiven, ...options } = scatterSignature.read(given);
  const labels = classesGiven === undefined ? undefined : listOfNames(classesGiven, "scatter", "labels");
  const [xs, ys] = [numbersOf(x, "scatter", "x"), numbersOf(y, "scatter", "y")];
  if (xs.length !== ys.length || (labels !== undefined && labels.length !== xs.length))
    throw new RangeError(
      `scatter: expected x, y and labels of one length, got ${[xs.length, ys.length, labels?.length ?? []].flat().join(", ")}`,
    );
  const classes = labels === undefined ? [undefined] : [...new Set(labels)];
  const data = classes.map((label): Data => {
    const at = xs.map((_, i) => i).filter((i) => labels === undefined || labels[i] === label);
    const name = label === undefined ? undefined : String(label);
    return { type: "scatter", mode: "markers", x: at.map((i) => xs[i]!), y: at.map((i) => ys[i]!), ...named(name) };
  });
  return new Figure({ data, layout: layoutOf(options) });
}

const barSignature = signature("plot.bar", {
  names: required(is.names),
  heights: required(is.lines),
  ...is.chartArguments,
});

/**
 * A bar for each name.
 * @example
 * String(plot.bar(["plane", "bird"], [12, 30])) // "[figure] bar of 2, from 12 to 30"
 */
export function bar(names: ArrayLike<string | number> | Tensor, heights: Lines, options?: ChartOptions): Figure;
export function bar(
  options: { readonly names: ArrayLike<string | number> | Tensor; readonly heights: Lines } & ChartOptions,
): Figure;
export function bar(...given: unknown[]): Figure {
  const { names, heights, ...options } = barSignature.read(given);
  const x = listOfNames(names, "bar", "names");
  const data = namedSeries(heights, "bar").map(([name, y]): Data => {
    if (y.length !== x.length)
      throw new RangeError(`bar: expected ${x.length} heights, one for each name, got ${y.length}`);
    return { type: "bar", x, y, ...named(name) };
  });
  return new Figure({ data, layout: layoutOf(options) });
}

export interface HistogramOptions extends ChartOptions {
  readonly bins?: number | undefined;
  /** Smallest and largest value that is counted. */
  readonly range?: readonly [number, number] | undefined;
}

const histogramSignature = signature("plot.histogram", {
  values: required(is.lines),
  bins: keyword(is.positive, 30),
  range: keyword(is.range, undefined),
  ...is.chartArguments,
  ylabel: keyword(is.string, undefined),
});

/**
 * How often values fall into each of several equal bins; the last bin includes its upper end. Several series, given by
 * name, share the same bins, side by side.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.histc.html
 * @example
 * plot.histogram([1, 1, 2, 4], { bins: 3 }).toJSON().data // [{type: 'bar', x: [1.5, 2.5, 3.5], y: [2, 1, 1], width: 1}]
 */
export function histogram(values: Lines, options?: HistogramOptions): Figure;
export function histogram(options: { readonly values: Lines } & HistogramOptions): Figure;
export function histogram(...given: unknown[]): Figure {
  const { values, bins, range, ...options } = histogramSignature.read(given);
  const whole = namedSeries(values, "histogram");
  const series = whole.map(([name, all]) => [name, all.filter(Number.isFinite)] as const);
  const left = whole.reduce((sum, [, all], i) => sum + all.length - series[i]![1].length, 0);
  const xlabel = left === 0 ? options.xlabel : withNote(options.xlabel, say("chart", "unfinite", { count: left }));
  const ends = series.flatMap(([, numbers]) => extent(numbers));
  const [first, last] = range ?? extent(ends);
  const [low, high] = first === last ? [first - 0.5, last + 0.5] : [first, last];
  const width = (high - low) / bins;
  const x = Array.from({ length: bins }, (_, i) => low + (i + 0.5) * width);
  const data = series.map(([name, numbers]): Data => {
    const counts = Array<number>(bins).fill(0);
    for (const value of numbers) {
      if (value < low || value > high) continue;
      counts[Math.min(bins - 1, Math.floor((value - low) / width))]! += 1;
    }
    return { type: "bar", x, y: counts, ...(series.length > 1 ? {} : { width }), ...named(name) };
  });
  const labels = { ...(xlabel === undefined ? {} : { xlabel }), ylabel: options.ylabel ?? say("chart", "count") };
  const layout = { ...layoutOf({ ...options, ...labels }), bargap: 0.03 };
  return new Figure({ data, layout });
}

export interface HeatmapOptions extends ChartOptions {
  readonly colors?: ColorMapName | undefined;
  /** The values of the first and the last colour. */
  readonly range?: readonly [number, number] | undefined;
  /** Writes each number into its cell. */
  readonly showValues?: boolean | undefined;
}

const heatmapSignature = signature("plot.heatmap", {
  values: required(is.rows),
  colors: keyword(is.colorMap, undefined),
  range: keyword(is.range, undefined),
  showValues: keyword(is.bool, false),
  ...is.chartArguments,
});

/**
 * Numbers as colours, the first row at the top; purple below 0 and orange above if any number is below 0.
 * @example
 * String(plot.heatmap(torch.eye(3))) // "[figure] heatmap of 3 x 3, from 0 to 1"
 */
export function heatmap(values: Rows, options?: HeatmapOptions): Figure;
export function heatmap(options: { readonly values: Rows } & HeatmapOptions): Figure;
export function heatmap(...given: unknown[]): Figure {
  const { values, colors, range, showValues, ...options } = heatmapSignature.read(given);
  const z = rowsOf(values, "heatmap");
  const [low, high] = extent(z.flat());
  const limit = Math.max(-low, high);
  const [zmin, zmax] = range ?? (low < 0 ? [-limit, limit] : [low, high]);
  const layout = layoutOf(options);
  const shown = showValues ? { text: z.map((row) => row.map(written)), texttemplate: "%{text}" } : {};
  const data: Data = {
    type: "heatmap",
    z,
    zmin,
    zmax,
    colorscale: colorStops(colors ?? (low < 0 ? signedColors : "viridis")),
    ...shown,
  };
  return new Figure({ data: [data], layout: { ...layout, yaxis: { ...layout.yaxis, autorange: "reversed" } } });
}

/** Two digits after the point, with a true minus sign, as on the axes. */
const written = (value: number): string =>
  (Number.isInteger(value) ? String(value + 0) : value.toFixed(2).replace(/^-(0\.00)$/, "$1")).replace("-", "−");

const confusionMatrixSignature = signature("plot.confusionMatrix", {
  targets: required(is.series),
  predictions: required(is.series),
  names: required(is.strings),
  ...is.chartArguments,
  xlabel: keyword(is.string, undefined),
  ylabel: keyword(is.string, undefined),
});

/**
 * How often each class was predicted as which: rows are the true classes, columns the predicted ones.
 * @param targets and @param predictions class numbers, one for each example
 * @throws {RangeError} if they differ in length, or a class has no name
 * @example
 * plot.confusionMatrix([0, 0, 1], [0, 1, 1], ["plane", "bird"]).toJSON().data.length // 1
 */
export function confusionMatrix(
  targets: Series,
  predictions: Series,
  names: readonly string[],
  options?: ChartOptions,
): Figure;
export function confusionMatrix(
  options: { readonly targets: Series; readonly predictions: Series; readonly names: readonly string[] } & ChartOptions,
): Figure;
export function confusionMatrix(...given: unknown[]): Figure {
  const { targets, predictions, names, ...options } = confusionMatrixSignature.read(given);
  const [truth, guess] = [
    numbersOf(targets, "confusionMatrix", "targets"),
    numbersOf(predictions, "confusionMatrix", "predictions"),
  ];
  if (truth.length !== guess.length)
    throw new RangeError(
      `confusionMatrix: expected as many predictions as targets, got ${guess.length} and ${truth.length}`,
    );
  const counts = names.map(() => Array<number>(names.length).fill(0));
  for (const [i, row] of truth.entries()) {
    const column = guess[i]!;
    if (counts[row]?.[column] === undefined)
      throw new RangeError(`confusionMatrix: expected classes from 0 to ${names.length - 1}, got ${row} and ${column}`);
    counts[row]![column]! += 1;
  }
  const side = Math.min(640, 160 + 44 * names.length);
  const layout = layoutOf({
    ...options,
    xlabel: options.xlabel ?? say("chart", "predicted"),
    ylabel: options.ylabel ?? say("chart", "true"),
    width: options.width ?? side + 90,
    height: options.height ?? side,
  });
  const data: Data = {
    type: "heatmap",
    x: [...names],
    y: [...names],
    z: counts,
    zmin: 0,
    colorscale: colorStops("cividis"),
    text: counts.map((row) => row.map(String)),
    texttemplate: "%{text}",
  };
  return new Figure({ data: [data], layout: { ...layout, yaxis: { ...layout.yaxis, autorange: "reversed" } } });
}
