/**
 * A figure for pages that do not support figures: its still picture, which becomes the live figure where scripts run
 * and Plotly can be loaded. Elsewhere the picture stays, and nothing is lost.
 */
import type { FigureJson } from "./display.ts";
import { stillTag, type Picture } from "./picture.ts";
import { escape } from "./svg.ts";

/** The file of the Plotly version that this package installs, and its checksum: no other file is run. */
const address = "https://cdn.jsdelivr.net/npm/plotly.js-dist-min@4.1.1/plotly.min.js";
const integrity = "sha384-AFNp2MtSm5/oZbEs/J19F/Ah57MEiVsoed8nE3fq2Wnccdl1u/EkyJ9XKKU8rt7+";
/** A figure with more numbers than this stays a picture here, because the notebook already holds the numbers once. */
const largest = 200_000;

/** @param id distinguishes this figure from others on the page */
export function fragment(figure: FigureJson, still: Picture | undefined, id: string): string {
  const picture = still === undefined ? "" : stillTag(still);
  const json = JSON.stringify(figure);
  const words = still === undefined ? `<p>${escape("This figure needs scripts.")}</p>` : picture;
  const box = `<div class="convkernel-${id}">${words}</div>`;
  return json.length > largest ? box : `${box}\n<script>\n${script(json, id)}\n</script>`;
}

const script = (json: string, id: string): string => `(() => {
  const { data, layout, config = {} } = ${json.replaceAll("<", "\\u003c")};
  const draw = () => document.querySelectorAll(".convkernel-${id}:not([data-drawn])").forEach((box) => {
    box.dataset.drawn = "";
    const place = document.createElement("div");
    box.replaceChildren(place);
    window.Plotly.newPlot(place, data, { height: 360, ...layout }, { responsive: true, displaylogo: false, ...config });
  });
  if (window.Plotly) return draw();
  let script = document.querySelector('script[src="${address}"]');
  if (!script) {
    script = document.createElement("script");
    script.src = "${address}";
    script.integrity = "${integrity}";
    script.crossOrigin = "anonymous";
    document.head.append(script);
  }
  script.addEventListener("load", draw);
})();`;
