/** What is drawn into one subplot of a figure, with the arguments of `matplotlib.pyplot`. Numbers may be tensors. */
import type { Data } from "plotly.js-dist";
import { Tensor, tensor } from "../../tensor/index.ts";

type Numbers = Tensor | Iterable<number | Tensor> | number;
/** Python's keyword arguments; those that only affect the look are ignored if Plotly has no equivalent. */
type Options = Readonly<Record<string, any>>;

export interface Image {
  /** `[C, H, W]` or `[H, W]`. */
  readonly values: Tensor;
  readonly options: Options;
}

/** One-letter colours, and matplotlib's names for its own colours. */
const COLORS: Readonly<Record<string, string>> = {
  r: "red",
  g: "green",
  b: "blue",
  k: "black",
  c: "cyan",
  m: "magenta",
  y: "gold",
  w: "white",
};
const DASHES: Readonly<Record<string, string>> = { "--": "dash", ":": "dot", "-.": "dashdot" };

/** How a text is aligned to its position. */
const PLACES: Readonly<Record<string, string>> = {
  left: "left",
  right: "right",
  center: "center",
  top: "top",
  bottom: "bottom",
};

const isOptions = (value: unknown): value is Options =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

function numbers(values: Numbers): number[] {
  if (values instanceof Tensor) return values.detach().flatten().tolist<number[]>();
  if (typeof values === "number") return [values];
  return Array.from(values, (each) => (each instanceof Tensor ? (each.item() as number) : Number(each)));
}

export class Axes {
  readonly series: Data[] = [];
  readonly images: Image[] = [];
  readonly layout: { title?: string; xlabel?: string; ylabel?: string; xaxis: Options; yaxis: Options } = {
    xaxis: {},
    yaxis: {},
  };
  /** Lines that run across the whole subplot. */
  readonly shapes: object[] = [];
  readonly notes: object[] = [];
  hasLegend = false;

  get isEmpty(): boolean {
    return this.series.length === 0 && this.images.length === 0;
  }

  plot(...given: unknown[]): void {
    const options = isOptions(given.at(-1)) ? (given.at(-1) as Options) : {};
    const rest = given.filter((each) => !isOptions(each));
    while (rest.length > 0) {
      const first = rest.shift() as Numbers;
      const second = rest[0] === undefined || typeof rest[0] === "string" ? undefined : (rest.shift() as Numbers);
      const style = typeof rest[0] === "string" ? (rest.shift() as string) : "";
      const y = numbers(second ?? first);
      const x = second === undefined ? y.map((_, i) => i) : numbers(first);
      this.series.push({ type: "scatter", x, y, ...look(style, options), ...named(options) } as Data);
    }
  }

  scatter(x: Numbers, y: Numbers, options: Options = {}): void {
    const { c, s } = options;
    const color = c === undefined || typeof c === "string" ? colorOf(options) : numbers(c as Numbers);
    const marker = { color, ...(typeof s === "number" ? { size: Math.max(3, Math.sqrt(s)) } : {}) };
    this.series.push({
      type: "scatter",
      mode: "markers",
      x: numbers(x),
      y: numbers(y),
      marker,
      ...named(options),
    } as Data);
  }

  bar(x: Iterable<unknown> | Tensor, heights: Numbers, options: Options = {}): void {
    const places = x instanceof Tensor ? numbers(x) : [...x];
    this.series.push({
      type: "bar",
      x: places,
      y: numbers(heights),
      marker: { color: colorOf(options) },
      ...named(options),
    } as Data);
  }

  barh(y: Iterable<unknown> | Tensor, widths: Numbers, options: Options = {}): void {
    const places = y instanceof Tensor ? numbers(y) : [...y];
    const marker = { color: colorOf(options) };
    this.series.push({
      type: "bar",
      orientation: "h",
      x: numbers(widths),
      y: places,
      marker,
      ...named(options),
    } as Data);
  }

  hist(values: Numbers, bins?: number | Options, options: Options = {}): void {
    const own = isOptions(bins) ? bins : options;
    const count = typeof bins === "number" ? bins : ((own["bins"] as number | undefined) ?? 10);
    const found = numbers(values);
    const low = found.reduce((a, b) => Math.min(a, b), Infinity);
    const high = found.reduce((a, b) => Math.max(a, b), -Infinity);
    const size = (high - low) / count || 1;
    const xbins = { start: low, end: high + size * 1e-9, size };
    const marker = { color: colorOf(own) };
    this.series.push({ type: "histogram", x: found, autobinx: false, xbins, marker, ...named(own) } as Data);
  }

  imshow(values: Tensor | readonly (readonly number[])[], options: Options = {}): void {
    const image = values instanceof Tensor ? values.detach() : tensor(values as never);
    const isLast = image.dim() === 3 && [1, 3, 4].includes(image.size(2));
    this.images.push({ values: isLast ? image.permute(2, 0, 1) : image, options });
  }

  axhline(y = 0, options: Options = {}): void {
    this.shapes.push({ type: "line", x0: 0, x1: 1, y0: y, y1: y, line: line("", options), across: "x" });
  }

  axvline(x = 0, options: Options = {}): void {
    this.shapes.push({ type: "line", x0: x, x1: x, y0: 0, y1: 1, line: line("", options), across: "y" });
  }

  text(x: number, y: number, text: unknown, options: Options = {}): void {
    const { fontsize, size = fontsize } = options;
    const color = colorOf(options);
    const font = { ...(color === undefined ? {} : { color }), ...(typeof size === "number" ? { size } : {}) };
    const place = {
      xanchor: PLACES[String(options["ha"])] ?? "left",
      yanchor: (PLACES[String(options["va"])] ?? "bottom").replace("center", "middle"),
    };
    this.notes.push({ x, y, text: String(text), showarrow: false, font, ...place });
  }

  setTitle(text: unknown): void {
    this.layout.title = String(text);
  }

  setXlabel(text: unknown): void {
    this.layout.xlabel = String(text);
  }

  setYlabel(text: unknown): void {
    this.layout.ylabel = String(text);
  }

  setXlim(...ends: any[]): void {
    this.layout.xaxis = { ...this.layout.xaxis, range: ends.flat() };
  }

  setYlim(...ends: any[]): void {
    this.layout.yaxis = { ...this.layout.yaxis, range: ends.flat() };
  }

  setXscale(kind: string): void {
    this.layout.xaxis = { ...this.layout.xaxis, type: kind };
  }

  setYscale(kind: string): void {
    this.layout.yaxis = { ...this.layout.yaxis, type: kind };
  }

  setXticks(places: Numbers, labels?: Iterable<unknown> | Options): void {
    this.layout.xaxis = { ...this.layout.xaxis, ...ticks(places, labels) };
  }

  setYticks(places: Numbers, labels?: Iterable<unknown> | Options): void {
    this.layout.yaxis = { ...this.layout.yaxis, ...ticks(places, labels) };
  }

  setXticklabels(labels: Iterable<unknown>): void {
    const ticktext = [...labels].map(String);
    this.layout.xaxis = { tickvals: ticktext.map((_, i) => i), ...this.layout.xaxis, ticktext };
  }

  setYticklabels(labels: Iterable<unknown>): void {
    const ticktext = [...labels].map(String);
    this.layout.yaxis = { tickvals: ticktext.map((_, i) => i), ...this.layout.yaxis, ticktext };
  }

  set({ title, xlabel, ylabel, xlim, ylim }: Options): void {
    if (title !== undefined) this.setTitle(title);
    if (xlabel !== undefined) this.setXlabel(xlabel);
    if (ylabel !== undefined) this.setYlabel(ylabel);
    if (xlim !== undefined) this.setXlim(xlim);
    if (ylim !== undefined) this.setYlim(ylim);
  }

  legend(labels?: readonly unknown[] | Options): void {
    this.hasLegend = true;
    if (!Array.isArray(labels)) return;
    for (const [i, label] of labels.entries())
      if (this.series[i] !== undefined) this.series[i] = { ...this.series[i], name: String(label) };
  }

  axis(what?: unknown): void {
    if (what !== "off" && what !== false) return;
    this.setAxisOff();
  }

  setAxisOff(): void {
    this.layout.xaxis = { ...this.layout.xaxis, visible: false };
    this.layout.yaxis = { ...this.layout.yaxis, visible: false };
  }

  grid(isOn: unknown = true): void {
    const showgrid = isOn !== false;
    this.layout.xaxis = { ...this.layout.xaxis, showgrid };
    this.layout.yaxis = { ...this.layout.yaxis, showgrid };
  }

  /** Does nothing here: it would only move text. */
  tickParams(): void {}
}

const named = ({ label }: Options): object => (label === undefined ? { showlegend: false } : { name: String(label) });

const colorOf = ({ color, c }: Options): string | undefined => {
  const own = (color ?? c) as unknown;
  if (typeof own !== "string") return undefined;
  return COLORS[own] ?? own.replace(/^tab:/, "");
};

function line(style: string, options: Options): object {
  const dash = DASHES[/--|-\.|:/.exec(style)?.[0] ?? String(options["linestyle"] ?? options["ls"] ?? "")];
  const width = (options["linewidth"] ?? options["lw"]) as number | undefined;
  const color = colorOf(options) ?? COLORS[/[rgbkcmyw]/.exec(style)?.[0] ?? ""];
  return {
    ...(dash === undefined ? {} : { dash }),
    ...(width === undefined ? {} : { width }),
    ...(color === undefined ? {} : { color }),
  };
}

function look(style: string, options: Options): object {
  const hasMarks = /[o.sx^*+v]/.test(style.replace("-.", "")) || options["marker"] !== undefined;
  const hasLine = style === "" || /-|:/.test(style);
  return { mode: hasMarks ? (hasLine ? "lines+markers" : "markers") : "lines", line: line(style, options) };
}

function ticks(places: Numbers, labels: Iterable<unknown> | Options | undefined): Options {
  const isList = labels !== undefined && !isOptions(labels);
  return { tickvals: numbers(places), ...(isList ? { ticktext: [...(labels as Iterable<unknown>)].map(String) } : {}) };
}
