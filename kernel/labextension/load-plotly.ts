/** Loads Plotly from the file beside this script: without a network, and not before the first figure. */

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

// The page knows which file a script came from only while it first runs.
const folder = (document.currentScript as HTMLScriptElement).src.replace(/[^/]*$/, "");
let loading: Promise<Plotly> | undefined;

export function loadPlotly(): Promise<Plotly> {
  loading ??= new Promise((resolve, reject) => {
    const page = globalThis as { Plotly?: Plotly };
    // Plotly defines a global, which an output may have set to another version; ours is kept separate.
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
