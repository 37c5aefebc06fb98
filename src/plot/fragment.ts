/**
 * A figure for pages that know no figures: its still picture, which becomes the live figure where scripts run and Plotly can be had.
 * Nothing is lost where they do not.
 */
import type { FigureJson } from "./display.ts";
import { stillTag, type Picture } from "./picture.ts";
import { escape } from "./svg.ts";

/** The file of the version that this package installs, and its checksum: no other one is run. */
const address = "https://cdn.jsdelivr.net/npm/plotly.js-dist-min@4.1.1/plotly.min.js";
const integrity = "sha384-AFNp2MtSm5/oZbEs/J19F/Ah57MEiVsoed8nE3fq2Wnccdl1u/EkyJ9XKKU8rt7+";
/** A figure with more numbers than that stays a picture here, for the notebook holds them once already. */
const largest = 200_000;

/** @param id tells this figure from the page's others */
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
