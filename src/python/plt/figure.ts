/**
 * A figure with subplots in rows and columns, shown as a Plotly figure, or as a picture if it contains only pictures.
 */
import type { Data, Layout } from "plotly.js-dist";
import { displaySymbol } from "../../plot/display.ts";
import { hostDisplay } from "../../plot/host.ts";
import { type ColorMapName, colorMapNames } from "../../plot/color-maps.ts";
import { Figure as Chart, image, imageGrid, type Picture } from "../../plot/index.ts";
import { full, type Tensor } from "../../tensor/index.ts";
import { Axes } from "./axes.ts";

/** Height of a subplot, in pixels. */
const ROW = 260;
const GAP = 0.12;

/** Subplots by row and column: `axes[i][j]`, and `axes.at(i, j)` for Python's `axes[i, j]`. */
export class AxesGrid extends Array<any> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  override at(i: number, j?: number): any {
    const row: any = super.at(i);
    return j === undefined ? row : row.at(j);
  }

  flatten(): Axes[] {
    return [...this].flat() as Axes[];
  }

  ravel(): Axes[] {
    return this.flatten();
  }
}

export class Figure {
  rows: number;
  columns: number;
  /** The current subplot. */
  active = 0;
  readonly fields: (Axes | undefined)[];
  #title: string | undefined;

  constructor(rows: number, columns: number) {
    this.rows = rows;
    this.columns = columns;
    this.fields = Array.from({ length: rows * columns }, () => undefined);
  }

  /** The subplot at a position, counted from 0 along the rows. */
  field(i: number): Axes {
    return (this.fields[i] ??= new Axes());
  }

  /** Makes the subplot at a position, counted from 1, the current one: `addSubplot(2, 3, 1)`, or `addSubplot(231)`. */
  addSubplot(rows = 111, columns?: number | object, place?: number): Axes {
    const isWhole = typeof columns !== "number";
    this.rows = isWhole ? Math.floor(rows / 100) : rows;
    this.columns = isWhole ? Math.floor(rows / 10) % 10 : columns;
    this.active = (isWhole ? rows % 10 : (place ?? 1)) - 1;
    return this.field(this.active);
  }

  suptitle(text: unknown): void {
    this.#title = String(text);
  }

  /** The subplots leave room for their text automatically. */
  tightLayout(): void {}
  subplotsAdjust(): void {}
  colorbar(): void {}

  get isEmpty(): boolean {
    return this.fields.every((field) => field === undefined || field.isEmpty);
  }

  /** What the figure displays. */
  drawn(): Chart | Picture {
    const used = this.fields.filter((field): field is Axes => field !== undefined && !field.isEmpty);
    const areImages = used.every(
      ({ series, images, notes }) => series.length === 0 && images.length > 0 && notes.length === 0,
    );
    return areImages ? this.#picture(used) : this.#chart();
  }

  #picture(fields: readonly Axes[]): Picture {
    const images = fields.map((field) => field.images.at(-1)!);
    const captions = fields.map(({ layout }) => layout.title ?? "");
    const values = images.map((each) => pixels(each.values));
    const cmap = String(images[0]!.options["cmap"] ?? "viridis").replace(/^gr[ae]y$/i, "gray");
    const isGrey = /^(?:gr[ae]ys?|binary)(?:_r)?$/i.test(cmap);
    // A colour map that does not exist here is replaced by the default one.
    const colors = isGrey
      ? undefined
      : (colorMapNames.find((name) => name.toLowerCase() === cmap.toLowerCase()) ?? "viridis");
    const look = colors === undefined || values[0]!.size(0) !== 1 ? {} : { colors: colors as ColorMapName };
    const hasCaptions = captions.some((text) => text !== "");
    if (values.length === 1) return image(values[0]!, { ...look, ...(hasCaptions ? { caption: captions[0] } : {}) });
    return imageGrid(ofOneSize(values), { columns: this.columns, ...look, ...(hasCaptions ? { captions } : {}) });
  }

  #chart(): Chart {
    const data: Data[] = [];
    const layout: Record<string, unknown> = { width: Math.min(900, 480 * this.columns), height: 60 + ROW * this.rows };
    const [shapes, annotations]: [object[], object[]] = [[], []];
    for (const [i, field] of this.fields.entries()) {
      if (field === undefined) continue;
      const n = i === 0 ? "" : String(i + 1);
      const [x, y] = [`x${n}`, `y${n}`];
      for (const each of field.series) data.push({ ...each, xaxis: x, yaxis: y } as Data);
      for (const { values } of field.images) data.push(heatmap(values, x, y));
      const [left, right] = span(i % this.columns, this.columns);
      const [top, bottom] = span(Math.floor(i / this.columns), this.rows).map((end) => 1 - end) as [number, number];
      const { title, xlabel, ylabel, xaxis, yaxis } = field.layout;
      const turned = field.images.length > 0 ? { autorange: "reversed" } : {};
      layout[`xaxis${n}`] = { domain: [left, right], anchor: y, ...label(xlabel), ...xaxis };
      layout[`yaxis${n}`] = { domain: [bottom, top], anchor: x, ...label(ylabel), ...turned, ...yaxis };
      for (const { across, ...shape } of field.shapes as { across: string }[])
        shapes.push({ ...shape, xref: across === "x" ? `${x} domain` : x, yref: across === "y" ? `${y} domain` : y });
      for (const note of field.notes) annotations.push({ ...note, xref: x, yref: y });
      if (title !== undefined && this.fields.length > 1)
        annotations.push({
          text: title,
          showarrow: false,
          xref: `${x} domain`,
          yref: `${y} domain`,
          x: 0.5,
          y: 1.02,
          yanchor: "bottom",
        });
    }
    const [only] = this.fields;
    const whole = this.#title ?? (this.fields.length === 1 ? only?.layout.title : undefined);
    if (whole !== undefined) layout["title"] = { text: whole };
    layout["showlegend"] = this.fields.some((field) => field?.hasLegend === true);
    return new Chart({ data, layout: { ...layout, shapes, annotations } as Partial<Layout> });
  }

  show(): void {
    if (this.isEmpty) return;
    const drawn = this.drawn();
    const display = hostDisplay();
    if (display === undefined) console.log(String(drawn));
    else void display(drawn, { display_id: "" });
  }

  [displaySymbol](): unknown {
    return this.drawn()[displaySymbol]();
  }
}

/** The range that a subplot covers when so many stand side by side. */
function span(i: number, count: number): [number, number] {
  const size = (1 - GAP * (count - 1)) / count;
  return [i * (size + GAP), i * (size + GAP) + size];
}

const label = (text: string | undefined): object => (text === undefined ? {} : { title: { text } });

/** `[C, H, W]`; bytes are scaled to the range from 0 to 1. */
function pixels(values: Tensor): Tensor {
  const image = values.dim() === 2 ? values.unsqueeze(0) : values;
  if (image.isFloatingPoint()) return image;
  return image.size(0) === 1 ? image.float() : image.float().div(255);
}

function heatmap(values: Tensor, xaxis: string, yaxis: string): Data {
  const flat = values.dim() === 3 ? values.float().mean(0) : values;
  return { type: "heatmap", z: flat.tolist<number[][]>(), xaxis, yaxis, showscale: false } as Data;
}

/** Pictures of several sizes in one figure: the smaller ones get a white border. */
function ofOneSize(pictures: readonly Tensor[]): Tensor[] {
  const [channels, height, width] = [0, 1, 2].map((dim) => Math.max(...pictures.map((each) => each.size(dim)))) as [
    number,
    number,
    number,
  ];
  return pictures.map((each) => {
    const [c, h, w] = each.shape as unknown as [number, number, number];
    if (c === channels && h === height && w === width) return each;
    const whole = full([channels, height, width], 1);
    const [top, left] = [Math.floor((height - h) / 2), Math.floor((width - w) / 2)];
    whole.narrow(1, top, h).narrow(2, left, w).copy_(each);
    return whole;
  });
}
