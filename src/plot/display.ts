/** All that the helpers know of notebooks: the method through which a value shows itself. */

/** Content by MIME type. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** @see https://docs.deno.com/api/deno/~/Deno.jupyter.$display */
export const displaySymbol: unique symbol = Symbol.for("Jupyter.display") as typeof displaySymbol;

/** A figure as Plotly reads it. */
export interface FigureJson {
  readonly data: readonly unknown[];
  readonly layout: Readonly<Record<string, unknown>>;
  readonly config?: Readonly<Record<string, unknown>>;
}
