/** The marks between the axes. */
import { inkOn } from "../color-maps.ts";
import { element, text, textWidth } from "../svg.ts";
import { extent } from "../values.ts";
import type { Axis } from "./axis.ts";
import { extremes, mostPoints } from "../thin.ts";
import { tickLabel } from "./ticks.ts";

/** The parts of Plotly's traces that a still picture supports. */
export interface Trace {
  readonly type?: string;
  readonly name?: string;
  readonly mode?: string;
  readonly visible?: boolean | string;
  readonly showlegend?: boolean;
  readonly xaxis?: string;
  readonly yaxis?: string;
  readonly orientation?: string;
  readonly fill?: string;
  readonly stackgroup?: string;
  readonly x?: readonly unknown[];
  readonly y?: readonly unknown[];
  readonly z?: readonly (readonly number[])[];
  readonly width?: number;
  readonly text?: readonly (readonly string[])[];
  readonly colorscale?: readonly (readonly [number, string])[];
  readonly zmin?: number;
  readonly zmax?: number;
  readonly showscale?: boolean;
  readonly line?: { readonly color?: string; readonly width?: number; readonly dash?: string };
  readonly marker?: { readonly color?: unknown; readonly size?: number; readonly symbol?: string };
  readonly error_y?: ErrorBars;
}

/** How far an error bar extends from each point: one length for both directions, or two. */
export interface ErrorBars {
  readonly visible?: boolean;
  readonly symmetric?: boolean;
  readonly array?: readonly number[];
  readonly arrayminus?: readonly number[];
  readonly color?: string;
  readonly thickness?: number;
  readonly width?: number;
}

export interface Mark extends Trace {
  readonly kind: "scatter" | "bar" | "heatmap";
  readonly color: string;
  readonly x: readonly unknown[];
  readonly y: readonly unknown[];
  readonly z: readonly (readonly number[])[];
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const dashes: Readonly<Record<string, string>> = { dash: "8 5", dot: "2 4", dashdot: "8 4 2 4" };

export function drawScatter(mark: Mark, xAxis: Axis, yAxis: Axis): string {
  const { x, y, mode = y.length < 20 ? "lines+markers" : "lines", color, line, marker } = mark;
  const drawn = mode === "lines" ? extremes(y, mostPoints) : y.map((_, i) => i);
  const points = drawn.map((i) => [xAxis.place(x[i]), yAxis.place(y[i])] as const);
  const isGap = ([px, py]: readonly [number, number]): boolean => Number.isNaN(px) || Number.isNaN(py);
  const parts: string[] = [drawErrors(mark, xAxis, yAxis)];
  if (mode.includes("lines")) {
    const path = points.map((point, i) => {
      if (isGap(point)) return "";
      const begins = i === 0 || isGap(points[i - 1]!);
      return `${begins ? "M" : "L"}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
    });
    parts.push(
      element("path", {
        d: path.join(""),
        fill: "none",
        stroke: color,
        "stroke-width": line?.width ?? 2,
        "stroke-linejoin": "round",
        "stroke-dasharray": line?.dash === undefined ? undefined : dashes[line.dash],
      }),
    );
  }
  if (mode.includes("markers")) {
    const r = (marker?.size ?? 6) / 2;
    const colors = Array.isArray(marker?.color) ? (marker.color as readonly unknown[]) : [];
    const dots = points.map(([cx, cy], i) => {
      const own = colors[i];
      if (isGap([cx, cy])) return "";
      const fill = typeof own === "string" ? own : undefined;
      if (marker?.symbol !== "line-ew-open") return element("circle", { cx, cy, r, fill });
      return element("path", {
        d: `M${(cx - r).toFixed(1)} ${cy.toFixed(1)}h${2 * r}`,
        stroke: fill ?? color,
        "stroke-width": 2,
      });
    });
    parts.push(element("g", { fill: color }, ...dots));
  }
  return parts.join("");
}

/** Lower and upper end of the error bar at point `i`. */
function errorAt({ y, error_y: errors }: Mark, i: number): readonly [number, number] | undefined {
  if (errors?.array === undefined || errors.visible === false) return undefined;
  const { array, arrayminus, symmetric = arrayminus === undefined } = errors;
  const [value, up = 0, down = 0] = [y[i], array[i], symmetric ? array[i] : arrayminus?.[i]];
  return typeof value !== "number" || up + down === 0 ? undefined : [value - down, value + up];
}

/** All ends of a trace's error bars, for which the axis makes room. */
export const errorEnds = (mark: Mark): readonly number[] => mark.y.flatMap((_, i) => errorAt(mark, i) ?? []);

/** An error bar with a cap at each end, for each point that has one. */
function drawErrors(mark: Mark, xAxis: Axis, yAxis: Axis): string {
  const { thickness = 2, width = 4, color = mark.color } = mark.error_y ?? {};
  const bars = mark.y.map((_, i) => {
    const ends = errorAt(mark, i);
    if (ends === undefined) return "";
    const [at, bottom, top] = [xAxis.place(mark.x[i]), yAxis.place(ends[0]), yAxis.place(ends[1])];
    if ([at, top, bottom].some(Number.isNaN)) return "";
    const end = (place: number): string => `M${(at - width).toFixed(1)} ${place.toFixed(1)}h${2 * width}`;
    return `${end(top)}M${at.toFixed(1)} ${top.toFixed(1)}V${bottom.toFixed(1)}${end(bottom)}`;
  });
  const d = bars.join("");
  return d === "" ? "" : element("path", { d, stroke: color, "stroke-width": thickness, fill: "none" });
}

export interface BarPlace {
  /** Which of the traces placed side by side this is. */
  readonly index: number;
  readonly count: number;
  readonly box: Box;
  /** The fraction of each place that is left free. */
  readonly gap: number;
}

export function drawBars(
  { x, y, width, color, marker }: Mark,
  xAxis: Axis,
  yAxis: Axis,
  { index, count, box, gap }: BarPlace,
): string {
  const whole = (width === undefined ? xAxis.band : Math.abs(xAxis.place(width) - xAxis.place(0))) * (1 - gap);
  const each = Math.max(1, whole / count);
  const zero = Math.min(box.bottom, Math.max(box.top, yAxis.place(0)));
  const colors = Array.isArray(marker?.color) ? (marker.color as readonly string[]) : [];
  const bars = y.map((value, i) => {
    const [middle, end] = [xAxis.place(x[i]), yAxis.place(value)];
    if (Number.isNaN(middle) || Number.isNaN(end)) return "";
    const left = middle - whole / 2 + (index % count) * each;
    return element("rect", {
      x: left,
      y: Math.min(zero, end),
      width: each,
      height: Math.abs(end - zero),
      fill: colors[i],
    });
  });
  return element("g", { fill: color }, ...bars);
}

export function drawHeatmap(mark: Mark, xAxis: Axis, yAxis: Axis): string {
  const {
    x,
    y,
    z,
    zmin,
    zmax,
    colorscale = [
      [0, "#fff"],
      [1, "#0072b2"],
    ],
    text: texts,
  } = mark;
  const [least, most] = extent(z.flat());
  const [low, high] = [zmin ?? least, zmax ?? most];
  // Other marks on the same axes have their own spacing.
  const between = (axis: Axis, values: readonly unknown[]): number =>
    values.length > 1 ? Math.abs(axis.place(values[1]) - axis.place(values[0])) || axis.band : axis.band;
  const [width, height] = [between(xAxis, x), between(yAxis, y)];
  const cells = z.flatMap((row, i) =>
    row.map((value, j) => {
      if (typeof value !== "number") return "";
      const [cx, cy] = [xAxis.place(x[j]), yAxis.place(y[i])];
      const fill = shade(colorscale, high > low ? (value - low) / (high - low) : 0.5);
      const label = texts?.[i]?.[j] ?? "";
      const size = Math.min(12, height * 0.7);
      const fits = label !== "" && textWidth(label, size) < width - 2 && size >= 6;
      // Slightly larger than its place, otherwise the page would shine through between the cells.
      return (
        element("rect", {
          x: cx - width / 2 - 0.25,
          y: cy - height / 2 - 0.25,
          width: width + 0.5,
          height: height + 0.5,
          fill,
        }) + (fits ? text(cx, cy + size * 0.35, label, { anchor: "middle", size, fill: inkOn(fill) }) : "")
      );
    }),
  );
  return cells.join("");
}

/** The colour at a position from 0 to 1 between the scale's stops. */
function shade(scale: readonly (readonly [number, string])[], at: number): string {
  const place = Math.min(1, Math.max(0, at));
  const above = Math.max(
    1,
    scale.findIndex(([stop]) => stop >= place),
  );
  const [[from, first], [to, second]] = [scale[above - 1]!, scale[above]!];
  const share = (place - from) / (to - from || 1);
  const [a, b] = [bytes(first), bytes(second)];
  return `rgb(${a.map((value, i) => Math.round(value + (b[i]! - value) * share)).join(", ")})`;
}

function bytes(color: string): readonly number[] {
  if (!color.startsWith("#")) return color.match(/\d+/g)!.slice(0, 3).map(Number);
  const full = color.length === 4 ? color.replace(/[0-9a-f]/gi, "$&$&") : color;
  return [1, 3, 5].map((start) => Number.parseInt(full.slice(start, start + 2), 16));
}

/** The colour bar beside a heatmap that shows which colour stands for which value. */
export function drawColorBar(
  {
    z,
    zmin,
    zmax,
    colorscale = [
      [0, "#fff"],
      [1, "#0072b2"],
    ],
  }: Mark,
  box: Box,
): string {
  const [least, most] = extent(z.flat());
  const [low, high] = [zmin ?? least, zmax ?? most];
  const left = box.right + 14;
  const height = box.bottom - box.top;
  const stops = colorscale.map(([offset, color]) => element("stop", { offset, "stop-color": color }));
  const labels = [low, (low + high) / 2, high].map((value, i) =>
    text(left + 18, box.bottom - (height * i) / 2 + 4, tickLabel(Number(value.toPrecision(3))), { size: 11 }),
  );
  return (
    element("linearGradient", { id: "scale", x1: "0", y1: "1", x2: "0", y2: "0" }, ...stops) +
    element("rect", { x: left, y: box.top, width: 12, height, fill: "url(#scale)" }) +
    labels.join("")
  );
}
