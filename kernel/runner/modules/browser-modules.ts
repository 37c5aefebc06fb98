/** Stand-ins for packages that run only in a browser: cells import values that display themselves instead of code that needs a web page. */

interface Figure {
  readonly data: unknown;
  readonly layout: unknown;
  readonly config?: unknown;
}

/** A figure of Plotly.js as front ends know it. */
class PlotlyFigure {
  readonly #figure: Figure;

  constructor(figure: Figure) {
    this.#figure = figure;
  }

  [Symbol.for("Jupyter.display")](): Record<string, unknown> {
    const traces = Array.isArray(this.#figure.data) ? this.#figure.data.length : 0;
    return {
      "application/vnd.plotly.v1+json": this.#figure,
      "text/plain": `Plotly figure of ${traces} ${traces === 1 ? "trace" : "traces"}`,
    };
  }
}

/** Draws below the cell, because there is no page element to draw into. */
const draw = (_element: unknown, data: unknown = [], layout: unknown = {}, config?: unknown): PlotlyFigure =>
  new PlotlyFigure(isFigure(data) ? data : { data, layout, ...(config !== undefined && { config }) });

function isFigure(value: unknown): value is Figure {
  return typeof value === "object" && value !== null && "data" in value && "layout" in value;
}

const plotly = { newPlot: draw, react: draw, plot: draw };

export const browserModules: Readonly<Record<string, object>> = Object.fromEntries(
  ["plotly.js-dist", "plotly.js-dist-min", "plotly.js", "plotly.js-basic-dist", "plotly.js-basic-dist-min"].map(
    (name) => [name, plotly],
  ),
);
