/** Draws figures with the page's light or dark theme, updates them in place, and makes them as wide as the cell. */
import type { MimeModel, Renderer, WidgetClass } from "./jupyterlab.ts";
import { type Figure, loadPlotly } from "./load-plotly.ts";

/**
 * Marks that the figure beside it is for this renderer, the only one that redraws an updated figure. If a figure changes while its cell
 * runs, this type's content is the current frame.
 */
export const ownType = "application/vnd.convkernel.figure+json";
const plotlyType = "application/vnd.plotly.v1+json";
const defaultHeight = 360;

/** Fills in colours that a layout does not set, from the page's theme. */
function themed(layout: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const style = getComputedStyle(document.body);
  const colour = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  const ink = colour("--jp-content-font-color1", "#222");
  const lines = colour("--jp-border-color2", "#ddd");
  const given = (layout.font ?? {}) as object;
  const axes = Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key));
  const grids = [...new Set([...axes, "xaxis", "yaxis"])].map((key) => [
    key,
    { gridcolor: lines, zerolinecolor: lines, linecolor: lines, ...(layout[key] as object | undefined) },
  ]);
  return {
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    height: defaultHeight,
    autosize: layout.width === undefined,
    // Without explicit colours the tool bar is a dark box even when the pointer is elsewhere; vertical, it does not cover the title.
    modebar: { bgcolor: "rgba(0,0,0,0)", color: lines, activecolor: ink, orientation: "v" },
    // The reader's zoom and hidden traces stay when the figure is redrawn.
    uirevision: "kept",
    ...layout,
    font: { color: ink, ...given },
    ...Object.fromEntries(grids),
  };
}

/** The class of renderers, made over the page's own Widget class. */
export function rendererOver(Widget: WidgetClass): new () => Renderer {
  return class extends Widget implements Renderer {
    #figure: Figure | undefined;
    #drawn = false;
    readonly #theme = new MutationObserver(() => void this.#draw());
    readonly #size = new ResizeObserver(() => void this.#resize());
    #width = 0;

    constructor() {
      super();
      this.addClass("convkernel-figure");
      this.#theme.observe(document.body, {
        attributes: true,
        attributeFilter: ["data-jp-theme-light", "data-jp-theme-name"],
      });
      this.#size.observe(this.node);
    }

    async renderModel(model: MimeModel): Promise<void> {
      this.#figure = (model.data[plotlyType] ?? model.data[ownType]) as Figure | undefined;
      await this.#draw();
    }

    async #draw(): Promise<void> {
      if (this.#figure === undefined) return;
      const plotly = await loadPlotly();
      // Updates that arrived while Plotly was loading have replaced the figure: the last one is drawn.
      const { data = [], layout = {}, config = {} } = this.#figure;
      if (this.isDisposed) return;
      // Plotly writes into what it is given, and the notebook's model must stay as it is.
      await plotly.react(this.node, structuredClone(data), themed(structuredClone(layout)), {
        displaylogo: false,
        ...config,
      });
      this.#drawn = true;
      await this.#resize();
    }

    /** As wide as the cell, also when a side bar opens. A node out of sight has no width. */
    async #resize(): Promise<void> {
      const width = this.node.clientWidth;
      if (!this.#drawn || width === 0 || width === this.#width || this.#figure?.layout?.width !== undefined) return;
      this.#width = width;
      const { Plots } = await loadPlotly();
      if (!this.isDisposed) Plots.resize(this.node);
    }

    override dispose(): void {
      this.#theme.disconnect();
      this.#size.disconnect();
      if (this.#drawn) void loadPlotly().then((plotly) => plotly.purge(this.node));
      super.dispose();
    }
  };
}
