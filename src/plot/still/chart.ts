/** Figures as still pictures: lines, points, bars and heatmaps on one pair of axes. Other kinds of traces have none. */
import type { FigureJson } from "../display.ts";
import { palette } from "../palette.ts";
import { titleOf } from "../summarize.ts";
import { element, ink, svgDocument, text, textWidth } from "../svg.ts";
import { axisOf, type Axis } from "./axis.ts";
import {
  type Box,
  drawBars,
  drawColorBar,
  drawHeatmap,
  drawScatter,
  errorEnds,
  type Mark,
  type Trace,
} from "./marks.ts";

export interface Still {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

type Part = Readonly<Record<string, unknown>>;

const known = ["scatter", "bar", "heatmap"];
/** Like the text: visible on white and on black pages. */
const grid = "rgba(128, 128, 128, 0.3)";

/** @param words the description for screen readers */
export function drawStill({ data, layout }: FigureJson, words: string): Still | undefined {
  const traces = (data as readonly Trace[]).filter(({ visible }) => visible !== false);
  const isKnown = traces.every(
    ({ type = "scatter", xaxis = "x", yaxis = "y", orientation = "v" }) =>
      known.includes(type) && xaxis === "x" && yaxis === "y" && orientation === "v",
  );
  // Stacked bars, and areas, would look like something else.
  const isPlain =
    !["stack", "relative"].includes(layout["barmode"] as string) &&
    traces.every(({ fill = "none", stackgroup = "" }) => fill === "none" && stackgroup === "");
  if (!isKnown || !isPlain || traces.length === 0) return undefined;

  const marks = marked(traces, (layout["colorway"] as readonly string[] | undefined) ?? palette);
  const width = (layout["width"] as number | undefined) ?? 700;
  const height = (layout["height"] as number | undefined) ?? 360;
  const [x, y] = [(layout["xaxis"] ?? {}) as Part, (layout["yaxis"] ?? {}) as Part];
  const isHeatmap = marks.some(({ kind }) => kind === "heatmap");
  const legend = legendOf(marks, layout);
  const title = titleOf(layout["title"]);

  const values = (axis: "x" | "y"): readonly unknown[] =>
    marks.flatMap((mark) => (axis === "x" ? mark.x : [...mark.y, ...errorEnds(mark)]));
  const rough = axisOf({ values: values("y"), layout: y, from: height, to: 0, fromZero: false, isFilled: isHeatmap });
  const labels = Math.max(20, ...rough.ticks.map(({ label }) => textWidth(label)));
  const box: Box = {
    left: 12 + labels + (titleOf(y["title"]) === "" ? 0 : 22),
    right: width - 20 - Math.max(legend.width, isHeatmap ? 70 : 0),
    top: title === "" ? 16 : 48,
    bottom: height - 30 - (titleOf(x["title"]) === "" ? 0 : 22),
  };
  const hasBars = marks.some(({ kind }) => kind === "bar");
  const xAxis = axisOf({
    values: values("x"),
    layout: x,
    from: box.left,
    to: box.right,
    fromZero: false,
    isFilled: isHeatmap || hasBars,
  });
  const yAxis = axisOf({
    values: values("y"),
    layout: y,
    from: box.bottom,
    to: box.top,
    fromZero: hasBars,
    isFilled: isHeatmap,
  });

  const bars = marks.filter(({ kind }) => kind === "bar");
  const drawn = marks.map((mark) => {
    if (mark.kind === "heatmap") return drawHeatmap(mark, xAxis, yAxis);
    if (mark.kind === "bar")
      return drawBars(mark, xAxis, yAxis, {
        index: bars.indexOf(mark),
        count: layout["barmode"] === "overlay" ? 1 : bars.length,
        box,
        gap: (layout["bargap"] as number | undefined) ?? 0.2,
      });
    return drawScatter(mark, xAxis, yAxis);
  });
  const svg = svgDocument(
    width,
    height,
    words,
    title === "" ? "" : text(box.left, 28, title, { size: 16, fill: ink }),
    ...axesOf(xAxis, yAxis, box, isHeatmap),
    element(
      "clipPath",
      { id: "inside" },
      element("rect", { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top }),
    ),
    element("g", { "clip-path": "url(#inside)" }, ...drawn),
    text((box.left + box.right) / 2, height - 10, titleOf(x["title"]), { anchor: "middle", size: 13, fill: ink }),
    text(0, 0, titleOf(y["title"]), {
      anchor: "middle",
      size: 13,
      fill: ink,
      transform: `translate(16 ${(box.top + box.bottom) / 2}) rotate(-90)`,
    }),
    ...marks
      .filter(({ kind, showscale }) => kind === "heatmap" && showscale !== false)
      .map((mark) => drawColorBar(mark, box)),
    ...legend.draw(box),
  );
  return { svg, width, height };
}

/** Traces with their colours; x counts from 0 if it is not given. */
function marked(traces: readonly Trace[], colors: readonly string[]): readonly Mark[] {
  return traces.map((trace, i) => {
    const given = trace.line?.color ?? trace.marker?.color;
    const color = typeof given === "string" ? given : colors[i % colors.length]!;
    const count = (length: number): readonly number[] => Array.from({ length }, (_, at) => at);
    if (trace.type === "heatmap") {
      const z = trace.z ?? [];
      return {
        ...trace,
        kind: "heatmap",
        color,
        z,
        x: trace.x ?? count(z[0]?.length ?? 0),
        y: trace.y ?? count(z.length),
      };
    }
    const y = trace.y ?? [];
    return { ...trace, kind: trace.type === "bar" ? "bar" : "scatter", color, y, x: trace.x ?? count(y.length), z: [] };
  });
}

function axesOf(xAxis: Axis, yAxis: Axis, box: Box, isHeatmap: boolean): string[] {
  const line = (x1: number, y1: number, x2: number, y2: number): string =>
    isHeatmap
      ? ""
      : element("path", {
          d: `M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}`,
          stroke: grid,
          fill: "none",
        });
  let end = -Infinity;
  const across = xAxis.ticks.map(({ at, label }) => {
    const half = textWidth(label) / 2;
    const fits = at - half > end + 4;
    if (fits) end = at + half;
    return line(at, box.top, at, box.bottom) + (fits ? text(at, box.bottom + 17, label, { anchor: "middle" }) : "");
  });
  const up = yAxis.ticks.map(
    ({ at, label }) => line(box.left, at, box.right, at) + text(box.left - 6, at + 4, label, { anchor: "end" }),
  );
  return [...across, ...up];
}

/** Legend at the right, as in Plotly: for more than one trace, or if the layout asks for it. */
function legendOf(marks: readonly Mark[], layout: Part): { readonly width: number; draw(box: Box): string[] } {
  const named = marks.filter(
    ({ name, kind, showlegend }) => name !== undefined && kind !== "heatmap" && showlegend !== false,
  );
  const isShown = layout["showlegend"] === true || (layout["showlegend"] !== false && named.length > 1);
  if (!isShown || named.length === 0) return { width: 0, draw: () => [] };
  return {
    width: 44 + Math.max(...named.map(({ name }) => textWidth(name!))),
    draw: (box) =>
      named.map(({ name, color, kind, mode }, i) => {
        const [x, y] = [box.right + 16, box.top + 10 + i * 20];
        const isLine = kind === "scatter" && mode !== "markers";
        const sign = isLine
          ? element("path", { d: `M${x} ${y}h22`, stroke: color, "stroke-width": 2, fill: "none" })
          : element("rect", { x: x + 6, y: y - 5, width: 10, height: 10, fill: color });
        return sign + text(x + 28, y + 4, name!);
      }),
  };
}
