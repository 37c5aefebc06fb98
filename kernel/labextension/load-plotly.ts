/** Plotly from the file beside this script: no network, and nothing is loaded before the first figure. */

export interface Figure {
  readonly data?: readonly unknown[];
  readonly layout?: Readonly<Record<string, unknown>>;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** @see https://plotly.com/javascript/plotlyjs-function-reference/ */
export interface Plotly {
  react(node: HTMLElement, data: readonly unknown[], layout: object, config: object): Promise<unknown>;
  purge(node: HTMLElement): void;
  readonly Plots: { resize(node: HTMLElement): void };
}

// Only while a script runs does the page know which file it came from.
const folder = (document.currentScript as HTMLScriptElement).src.replace(/[^/]*$/, "");
let loading: Promise<Plotly> | undefined;

export function loadPlotly(): Promise<Plotly> {
  loading ??= new Promise((resolve, reject) => {
    const page = globalThis as { Plotly?: Plotly };
    // Plotly leaves itself in the page, where an output may have put another version: ours is kept apart from it.
    const earlier = page.Plotly;
    const script = document.createElement("script");
    script.src = `${folder}plotly.js`;
    script.onload = () => {
      const own = page.Plotly!;
      if (earlier !== undefined) page.Plotly = earlier;
      resolve(own);
    };
    script.onerror = () => {
      loading = undefined;
      reject(new Error(`convkernel: ${script.src} could not be loaded; run \`convkernel install\` again`));
    };
    document.head.append(script);
  });
  return loading;
}
