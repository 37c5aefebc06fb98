/**
 * The lessons at their own settings, cell by cell in a real JupyterLab: seconds of each lesson and of its slowest cell, milliseconds from
 * running a cell to its picture on the screen, kilobytes of the saved notebook. Drawn pictures replace CIFAR-10; nothing is fetched.
 *
 *     npm run bench -- course [BACKEND ...] [LESSON ...]
 *
 * BACKEND is tfjs-node or wasm, both by default; LESSON is the beginning of a name, such as 04. Needs a build in `dist/`.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { launchBrowser } from "../support/browser.ts";
import { jupyterIn, noNetwork } from "../support/jupyter.ts";
import { openNotebook } from "../support/lab-page.ts";
import { startLab } from "../support/lab-server.ts";
import { type Notebook, readNotebook } from "../support/notebook.ts";
import { projectRoot } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary.ts";

const lessonsFolder = join(projectRoot, "notebooks");
const backends = ["tfjs-node", "wasm"];
const asked = process.argv.slice(2);
const chosen = backends.filter((name) => asked.includes(name));
const beginnings = asked.filter((name) => !backends.includes(name));
const names = readdirSync(lessonsFolder)
  .filter((name) => /^\d\d-.*\.ipynb$/.test(name))
  .map((name) => name.replace(/\.ipynb$/, ""))
  .filter((name) => beginnings.length === 0 || beginnings.some((beginning) => name.startsWith(beginning)));

interface Ran {
  /** Milliseconds until the cell has ended. */
  readonly whole: number;
  /** Milliseconds until its first picture is drawn; undefined for a cell without one. */
  readonly picture: number | undefined;
}

/** Runs the cell at a position, as its menu does. */
function runCell(page: Page, place: number): Promise<Ran> {
  return page.evaluate(async (index) => {
    type Image = { readonly tagName: string; readonly complete?: boolean; readonly naturalWidth?: number };
    type Cell = { readonly outputArea?: { readonly node: { querySelectorAll(selector: string): Iterable<Image> } } };
    const scope = globalThis as unknown as {
      jupyterapp: {
        commands: { execute(command: string): Promise<void> };
        shell: { currentWidget: { content: { activeCellIndex: number; widgets: readonly Cell[] } } };
      };
      requestAnimationFrame(run: () => void): void;
    };
    const { content } = scope.jupyterapp.shell.currentWidget;
    content.activeCellIndex = index;
    const isDrawn = ({ tagName, complete, naturalWidth = 0 }: Image): boolean =>
      tagName.toLowerCase() !== "img" || (complete === true && naturalWidth > 0);
    const hasPicture = (): boolean => {
      const { node } = content.widgets[index]!.outputArea ?? {};
      return node !== undefined && [...node.querySelectorAll("img, canvas, svg.main-svg, .ck svg")].some(isDrawn);
    };
    const begun = performance.now();
    let [whole, picture]: [number | undefined, number | undefined] = [undefined, undefined];
    void scope.jupyterapp.commands.execute("notebook:run-cell").then(() => (whole = performance.now() - begun));
    // The page draws what is left within a second after the cell has ended.
    while (whole === undefined || (picture === undefined && performance.now() - begun < whole + 1000)) {
      await new Promise<void>((resolve) => scope.requestAnimationFrame(resolve));
      if (picture === undefined && hasPicture()) picture = performance.now() - begun;
    }
    return { whole, picture };
  }, place);
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(1);

async function measure(page: Page, url: string, work: string, name: string): Promise<number> {
  const path = join(work, `${name}.ipynb`);
  const text = readFileSync(join(lessonsFolder, `${name}.ipynb`), "utf8").replaceAll("download: true, ", "");
  writeFileSync(path, text);
  const { cells } = JSON.parse(text) as Notebook;
  await openNotebook(page, url, `${name}.ipynb`);
  const ran: (Ran & { readonly id: string })[] = [];
  for (const [i, { id, cell_type }] of cells.entries())
    if (cell_type === "code") ran.push({ id, ...(await runCell(page, i)) });
  await page.evaluate(async () => {
    type Lab = { commands: { execute(command: string): Promise<void> } };
    await (globalThis as unknown as { jupyterapp: Lab }).jupyterapp.commands.execute("docmanager:save");
  });
  const failed = readNotebook(path).cells.filter(
    ({ metadata, outputs = [] }) =>
      outputs.some(({ output_type }) => output_type === "error") &&
      !((metadata["tags"] ?? []) as string[]).includes("raises-exception"),
  );
  const total = ran.reduce((sum, { whole }) => sum + whole, 0);
  const slowest = ran.toSorted((a, b) => b.whole - a.whole)[0]!;
  const pictures = ran.flatMap(({ picture }) => (picture === undefined ? [] : [picture]));
  const row = [
    name.padEnd(18),
    `${seconds(total)} s`.padStart(9),
    `${slowest.id} ${seconds(slowest.whole)} s`.padStart(20),
    (pictures.length === 0
      ? "none"
      : `${pictures.length}: ${Math.round(median(pictures))}, ${Math.round(Math.max(...pictures))} ms`
    ).padStart(22),
    `${Math.round(statSync(path).size / 1000)} kB`.padStart(9),
    failed.length === 0 ? "" : `  FAILED: ${failed.map(({ id }) => id).join(", ")}`,
  ];
  console.log(row.join(""));
  return total;
}

for (const backend of chosen.length === 0 ? backends : chosen) {
  const folder = temporaryFolder("course");
  const work = join(folder.path, "work");
  mkdirSync(work);
  const env = jupyterIn(folder.path, { ...noNetwork, CONVKERNEL_BACKEND: backend });
  const [server, browser] = await Promise.all([startLab(work, env), launchBrowser()]);
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 1200 } });
    console.log(`${backend}\nlesson              all cells        slowest cell   pictures: median, most    saved`);
    let all = 0;
    for (const name of names) all += await measure(page, server.url, work, name);
    console.log(`all                ${(all / 60_000).toFixed(1)} minutes\n`);
  } finally {
    await browser.close();
    await server.stop();
    folder.remove();
  }
}
