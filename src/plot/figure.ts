/** Figures: values in Plotly's own format that show themselves wherever a notebook is opened. */
import { hash } from "node:crypto";
import { inspect as nodeInspect } from "node:util";
import type { Config, Data, Layout } from "plotly.js-dist";
import { keyword, required, signature } from "../shape/index.ts";
import * as is from "../shape/kinds.ts";
import { displaySymbol, type FigureJson, type MimeBundle } from "./display.ts";
import { printed, shown, type Shown } from "./host.ts";
import { fragment } from "./fragment.ts";
import { palette } from "./palette.ts";
import { Picture } from "./picture.ts";
import { drawStill } from "./still/chart.ts";
import { summarize } from "./summarize.ts";

export interface FigureParts {
  readonly data: readonly Data[];
  readonly layout?: Partial<Layout> | undefined;
  readonly config?: Partial<Config> | undefined;
}

/** Tells this package's JupyterLab extension that the figure beside or inside this content is for its renderer. */
export const ownType = "application/vnd.convkernel.figure+json";
const plotlyType = "application/vnd.plotly.v1+json";

/** A figure; it is shown when it is the last value of a cell. */
export class Figure {
  readonly data: readonly Data[];
  readonly layout: Partial<Layout>;
  readonly config: Partial<Config>;
  #json: FigureJson | undefined;

  constructor({ data, layout = {}, config = {} }: FigureParts) {
    this.data = data;
    this.layout = layout;
    this.config = config;
  }

  /** Plain JSON: typed arrays become lists, and values that are not numbers become gaps. */
  toJSON(): FigureJson {
    return (this.#json ??= plain({
      data: this.data,
      layout: {
        colorway: palette,
        margin: { l: 64, r: 24, t: this.layout.title === undefined ? 24 : 56, b: 56 },
        ...this.layout,
      },
      ...(Object.keys(this.config).length > 0 ? { config: this.config } : {}),
    }));
  }

  /** The figure as a still picture; undefined if it contains a kind of trace that has none. */
  still(): Picture | undefined {
    const drawn = drawStill(this.toJSON(), this.toString());
    if (drawn === undefined) return undefined;
    return Picture.ofSvg(drawn.svg, drawn.width, drawn.height, this.toString());
  }

  [displaySymbol](): Shown {
    const json = this.toJSON();
    const still = this.still();
    const bundle = {
      [ownType]: {},
      [plotlyType]: json,
      "text/html": fragment(json, still, hash("sha1", JSON.stringify(json)).slice(0, 10)),
      "text/plain": this.toString(),
    };
    if (still === undefined) return shown(bundle, {});
    const { width, height, alt } = still;
    return shown({ ...bundle, "image/png": still.png.toString("base64") }, { "image/png": { width, height, alt } });
  }

  /**
   * A frame of a figure that is being updated: quick to make. It leaves out Plotly's own type, because JupyterLab's
   * renderer for that type would keep showing the first frame.
   */
  frame(): MimeBundle {
    const json = this.toJSON();
    const drawn = drawStill(json, this.toString());
    return {
      [ownType]: json,
      ...(drawn === undefined ? {} : { "image/svg+xml": drawn.svg }),
      "text/plain": this.toString(),
    };
  }

  toString(): string {
    return summarize(this.toJSON());
  }

  [nodeInspect.custom](): string {
    return printed(this);
  }
}

function plain(figure: object): FigureJson {
  const text = JSON.stringify(figure, (_, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : typeof value === "bigint" ? Number(value) : value,
  );
  return JSON.parse(text) as FigureJson;
}

const figureSignature = signature("plot.figure", {
  data: required(is.listOf(is.record)),
  layout: keyword(is.record, undefined),
  config: keyword(is.record, undefined),
});

/**
 * A figure in Plotly's format, with any trace that Plotly knows. Lines, points, bars and heatmaps also get a still
 * picture, for pages without scripts.
 * @throws {TypeError} if `data` is not a list of traces
 * @see https://plotly.com/javascript/reference/
 * @example
 * plot.figure({ data: [{ type: "bar", x: ["a", "b"], y: [1, 2] }] }).data.length // 1
 */
export function figure(parts: FigureParts): Figure;
export function figure(data: readonly Data[], parts?: Omit<FigureParts, "data">): Figure;
export function figure(...given: unknown[]): Figure {
  return new Figure(figureSignature.read(given) as FigureParts);
}
