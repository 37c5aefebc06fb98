/** Results of several runs as dots, with their mean and an error bar. */
import type { Data } from "plotly.js-dist";
import { keyword, required, signature } from "../shape/index.ts";
import { Figure } from "./figure.ts";
import * as is from "./kinds.ts";
import { short } from "./values.ts";
import { type ChartOptions, layoutOf, type Lines, namedSeries } from "./makers.ts";
import { say } from "./words.ts";

export interface DotsOptions extends ChartOptions {
  /** What the bar shows: the standard deviation, the standard error of the mean, the range, or nothing. */
  readonly bars?: "std" | "standardError" | "range" | "none" | undefined;
}

const dotsSignature = signature("plot.dots", {
  groups: required(is.lines),
  bars: keyword(is.oneOf("std", "standardError", "range", "none"), "std"),
  ...is.chartArguments,
});

/**
 * A column for each group: a dot for each run, a line at their mean, an error bar around it. A single run has no
 * deviation, and so no bar.
 *
 * `std = sqrt(sum of (x - mean) ** 2 / (n - 1))`, the standard error is `std / sqrt(n)`
 * @example
 * String(plot.dots({ base: [0.8, 0.75, 0.82], wide: [0.81, 0.8] })) // "[figure] points base of 3, from 0.75 to 0.82; points wide of 2, from 0.8 to 0.81; mean base 0.79 ± 0.03606, wide 0.805 ± 0.007071"
 */
export function dots(groups: Lines, options?: DotsOptions): Figure;
export function dots(options: { readonly groups: Lines } & DotsOptions): Figure;
export function dots(...given: unknown[]): Figure {
  const { groups, bars, ...options } = dotsSignature.read(given);
  const all = namedSeries(groups, "dots").map(([name = "", values]) => ({
    name,
    values: values.filter(Number.isFinite),
  }));
  const points = all.map(({ name, values }, i): Data => ({
    type: "scatter",
    mode: "markers",
    // Dots that would overlap are placed side by side.
    x: values.map((_, run) => i + (values.length === 1 ? 0 : 0.3 * (run / (values.length - 1) - 0.5))),
    y: values,
    name,
    marker: { size: 8 },
    showlegend: false,
  }));
  const means = all.map(({ values }) => values.reduce((a, b) => a + b, 0) / values.length);
  const ends = all.map(({ values }, i) => barOf(values, means[i]!, bars));
  const mean: Data = {
    type: "scatter",
    mode: "markers",
    x: all.map((_, i) => i),
    y: means,
    name: say("chart", "mean"),
    marker: { size: 26, symbol: "line-ew-open", color: "#8a8a8a" },
    showlegend: false,
    meta: {
      words: `${say("chart", "mean")} ${means.map((value, i) => `${all[i]!.name} ${short(value)}${wordsOf(ends[i]!)}`.trim()).join(", ")}`,
    },
    ...(bars === "none"
      ? {}
      : {
          error_y: {
            type: "data",
            symmetric: false,
            array: ends.map(([, up]) => up),
            arrayminus: ends.map(([down]) => down),
            color: "#8a8a8a",
            thickness: 2,
            width: 8,
          },
        }),
  };
  const hasBars = bars !== "none" && all.some(({ values }) => values.length > 1);
  const layout = layoutOf({ ...options, xlabel: options.xlabel ?? (hasBars ? say("chart", bars) : undefined) });
  const names = all.map(({ name }) => name);
  const xaxis = {
    ...layout.xaxis,
    tickvals: names.map((_, i) => i),
    ticktext: names,
    range: [...(options.xlim ?? [-0.6, names.length - 0.4])] as [number, number],
    zeroline: false,
  };
  return new Figure({ data: [...points, mean], layout: { ...layout, xaxis } });
}

const wordsOf = ([down, up]: readonly [number, number]): string =>
  up + down === 0 ? "" : up === down ? ` ± ${short(up)}` : ` − ${short(down)} + ${short(up)}`;

/** How far the bar reaches down and up from the mean. */
function barOf(
  values: readonly number[],
  mean: number,
  bars: NonNullable<DotsOptions["bars"]>,
): readonly [number, number] {
  const n = values.length;
  if (n < 2 || bars === "none") return [0, 0];
  if (bars === "range") return [mean - Math.min(...values), Math.max(...values) - mean];
  const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const size = bars === "std" ? std : std / Math.sqrt(n);
  return [size, size];
}
