/**
 * The time from running a cell to its figure on the screen, in a real JupyterLab: ours compared with plotly.py's, in alternate cells of one
 * run.
 *
 * `npm run bench -- figure` needs the Python of `CONVKERNEL_PYTHON` to have JupyterLab, ipykernel and plotly, and a build in `dist/`.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { launchBrowser } from "../support/browser.ts";
import { writeCells } from "../support/cells-notebook.ts";
import { jupyterIn } from "../support/jupyter.ts";
import { openNotebook } from "../support/lab-page.ts";
import { startLab } from "../support/lab-server.ts";
import { findPython } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary.ts";

const rounds = 12;
/** The first figures of a page load Plotly. */
const warmUp = 2;
const points = 500;

const ours = [
  `import { plot } from "convkernel";`,
  ...Array.from(
    { length: rounds },
    (_, i) =>
      `plot.line({ a: Array.from({ length: ${points} }, (_, x) => Math.sin(x / 50)), b: Array.from({ length: ${points} }, (_, x) => Math.cos(x / 50)) }, { title: "round ${i}" })`,
  ),
];
const theirs = [
  `import math\nimport plotly.graph_objects as go`,
  ...Array.from(
    { length: rounds },
    (_, i) =>
      `go.Figure([go.Scatter(name="a", y=[math.sin(x / 50) for x in range(${points})]), go.Scatter(name="b", y=[math.cos(x / 50) for x in range(${points})])], {"title": {"text": "round ${i}"}})`,
  ),
];

/** Runs the selected cell and returns the milliseconds until its figure is there. */
async function runCell(page: Page, title: string | undefined): Promise<number> {
  return page.evaluate(async (wanted) => {
    const scope = globalThis as unknown as {
      jupyterapp: { commands: { execute(command: string): Promise<void> } };
      document: { querySelectorAll(selector: string): Iterable<{ textContent: string }> };
      requestAnimationFrame(run: () => void): void;
    };
    const begun = performance.now();
    const ended = scope.jupyterapp.commands.execute("notebook:run-cell-and-select-next");
    if (wanted === undefined) await ended;
    const isThere = (): boolean =>
      [...scope.document.querySelectorAll(".gtitle")].some(({ textContent }) => textContent === wanted);
    while (wanted !== undefined && !isThere())
      await new Promise<void>((resolve) => scope.requestAnimationFrame(resolve));
    return performance.now() - begun;
  }, title);
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

const folder = temporaryFolder("bench-figure");
const work = join(folder.path, "work");
mkdirSync(work);
writeCells(join(work, "ours.ipynb"), ours);
writeCells(join(work, "theirs.ipynb"), theirs, { name: "python3", language: "python" });
const env = jupyterIn(folder.path);
const server = await startLab(work, env);
const times: Record<string, number[]> = { ours: [], theirs: [] };
const browsers = await Promise.all([launchBrowser(), launchBrowser()]);
try {
  const [mine, peers] = await Promise.all(
    browsers.map((browser) => browser.newPage({ viewport: { width: 1300, height: 1000 } })),
  );
  await openNotebook(mine!, server.url, "ours.ipynb");
  await openNotebook(peers!, server.url, "theirs.ipynb");
  for (const page of [mine!, peers!]) await runCell(page, undefined);
  for (let round = 0; round < rounds; round++) {
    for (const [name, page] of [
      ["ours", mine!],
      ["theirs", peers!],
    ] as const) {
      const time = await runCell(page, `round ${round}`);
      if (round >= warmUp) times[name]!.push(time);
    }
  }
} finally {
  await Promise.all(browsers.map((browser) => browser.close()));
  await server.stop();
}

const [a, b] = [median(times["ours"]!), median(times["theirs"]!)];
const plotly = execFileSync(findPython(), ["-c", "import plotly; print(plotly.__version__)"], {
  encoding: "utf8",
}).trim();
console.log(`from running a cell to its figure, two lines of ${points} points, median of ${rounds - warmUp}, ms`);
console.log(`convkernel ${a.toFixed(0)}, plotly.py ${plotly} ${b.toFixed(0)}, ratio ${(a / b).toFixed(2)}`);
folder.remove();
